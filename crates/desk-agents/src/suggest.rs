//! While somebody types: what was understood so far, and how the line may go on. Nobody is looked up among the patients for it.

use crate::{
    conversation::Conversation,
    heard::Heard,
    supervisor::{Clinic, task_of, zone_of},
    understood::Understood,
};
use clinic_domain::{fold::fold, setup::Setup};
use clinic_language::{
    names::NameKind,
    text::{Kind, Text},
};
use desk_app::error::AppResult;

pub struct Suggested {
    pub understood: Understood,
    /// Whole lines, the likeliest first.
    pub lines: Vec<String>,
}

const MOST_LINES: usize = 6;
/// A beginning of a word that is shorter says nothing yet.
const LEAST_LETTERS: usize = 2;

/// How a line may begin.
const BEGINNINGS: [&str; 20] = [
    "Who is free tomorrow morning?",
    "Book ",
    "Move the visit of ",
    "Cancel the visit of ",
    "How full is tomorrow?",
    "What should I bring?",
    "Who is free on Friday?",
    "When is the next free time for a new patient?",
    "When is the third next available?",
    "How full is next week?",
    "Book a follow-up for ",
    "Check in ",
    "Confirm the visit of ",
    "Put on the waitlist ",
    "Find ",
    "Close tomorrow afternoon of ",
    "What is the notice for a cancellation?",
    "Where can I park?",
    "Same for ",
    "What can I ask?",
];

/// Words of time that a line may go on with.
const TIMES: [&str; 16] = [
    "today",
    "tomorrow",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "morning",
    "afternoon",
    "evening",
    "next week",
    "next month",
    "in two weeks",
    "as soon as possible",
];

/// # Errors
/// When the store cannot be read.
pub fn suggest(clinic: &Clinic<'_>, conversation: &Conversation, typed: &str) -> AppResult<Suggested> {
    let text = Text::new(typed);
    let zone = zone_of(clinic.desk, conversation.location)?;
    let moment = clinic.lists.moment(clinic.desk.now(), zone);
    let heard = Heard::of(&text, conversation.previous(), clinic.lists, &moment);
    let configuration = clinic.desk.configuration()?;
    let task = if text.tokens.is_empty() { None } else { task_of(conversation, &heard, false) };
    let understood = Understood::of(&heard, task, clinic.lists);
    Ok(Suggested { understood, lines: lines(clinic, &configuration.setup, &text) })
}

fn lines(clinic: &Clinic<'_>, setup: &Setup, text: &Text<'_>) -> Vec<String> {
    let typed = text.original.trim_start();
    let begun = fold(typed);
    let mut lines: Vec<String> = Vec::new();
    let mut add = |line: String| {
        if lines.len() < MOST_LINES && line != typed && !lines.contains(&line) {
            lines.push(line);
        }
    };
    BEGINNINGS.iter().filter(|it| fold(it).starts_with(&begun)).for_each(|it| add((*it).to_owned()));
    let last = text.tokens.last().filter(|it| {
        it.at.end == text.original.len() && it.kind == Kind::Word && it.word.chars().count() >= LEAST_LETTERS
    });
    if let Some(last) = last {
        let before = &text.original[..last.at.start];
        let names =
            clinic.lists.names.starting_with(&last.word).into_iter().filter_map(|(kind, it)| match kind {
                NameKind::Provider => {
                    clinic.lists.resource(it.id).and_then(|it| setup.resource(it)).map(|it| it.name.clone())
                }
                NameKind::VisitType => clinic
                    .lists
                    .kind(it.id)
                    .and_then(|it| setup.appointment_type(it))
                    .map(|it| it.name.clone()),
                _ => None,
            });
        let times = TIMES.iter().filter(|it| fold(it).starts_with(&last.word)).map(|it| (*it).to_owned());
        names.chain(times).for_each(|it| add(format!("{before}{it}")));
    }
    lines
}

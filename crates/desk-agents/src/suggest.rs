//! While somebody types: what was understood so far, and how the line may go on. Nobody is looked up among the patients for it.

use crate::{
    conversation::{Conversation, Task},
    heard::{Heard, LAST_MINUTE},
    supervisor::{Clinic, task_of, zone_of},
};
use chrono::{NaiveDate, NaiveTime};
use clinic_domain::{
    fold::fold,
    id::{AppointmentTypeId, ResourceId},
    setup::Setup,
};
use clinic_language::{
    intent::Intent,
    names::NameKind,
    text::{Kind, Text},
};
use desk_app::error::AppResult;

pub struct Suggested {
    /// None where nothing is to be done; a question is told apart by `is_question`.
    pub task: Option<Task>,
    pub is_question: bool,
    /// Words that may be somebody's name, as they were typed.
    pub patient: Option<String>,
    pub providers: Vec<ResourceId>,
    pub types: Vec<AppointmentTypeId>,
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The end is none for a time.
    pub times: Option<(NaiveTime, Option<NaiveTime>)>,
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
    let providers = heard.providers.iter().filter_map(|it| it.1.first().copied()).collect();
    Ok(Suggested {
        task,
        is_question: task.is_none() && heard.intent() == Intent::HealthcareFaq,
        patient: heard.people.first().cloned().filter(|_| task.is_some_and(Task::needs_patient)),
        providers,
        types: heard.types.clone(),
        days: heard.when.days,
        times: match (heard.when.at, heard.when.between) {
            (Some(at), _) => Some((at, None)),
            (None, between) => between.map(|(from, to)| (from, Some(to).filter(|it| *it != LAST_MINUTE))),
        },
        lines: lines(clinic, &configuration.setup, &text),
    })
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

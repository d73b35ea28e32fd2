//! A sentence that was not understood well, given to the optional second reader. What it says is checked against the clinic's
//! own lists and the grammar of dates like anything that was typed; where it and the desk differ, a person is asked.

use crate::{
    answer::{Agent, Answer},
    conversation::{Conversation, Task},
    heard::{Heard, SURE},
    supervisor::{Clinic, task_of},
    wish::{is_of_past_years, resolved},
};
use clinic_language::{
    acts::Act,
    intent::Intent,
    names::NameKind,
    second::{Given, Known, Reading, Role, SecondReader},
    text::Text,
    when::{self, Meaning, Mention, Moment},
};
use desk_app::find_patients::is_called;

/// Who reads again, and whether names and numbers are hidden from it.
#[derive(Clone, Copy)]
pub struct Second<'s> {
    pub reader: &'s dyn SecondReader,
    pub is_redacting: bool,
}

/// What a person is asked: the desk's own reading, and the other one.
pub(crate) struct Differ(pub [Task; 2]);

/// Shorter ones are replies.
const LEAST_TOKENS: usize = 4;
/// Words that make a day the day of somebody's birth.
const OF_BIRTH: [&str; 5] = ["born", "birthday", "dob", "birth", "birthdate"];

/// Has it read again where it was not understood well, and takes what counts of that.
pub(crate) fn read_again(
    clinic: &Clinic<'_>,
    conversation: &Conversation,
    text: &Text<'_>,
    heard: &mut Heard,
    moment: &Moment,
    answer: &mut Answer,
) -> Option<Differ> {
    let second = clinic.second?;
    // A detail of what is being done anyway, a word of thanks, a short reply: nothing to be read again.
    let is_detail = conversation.task.is_some() && heard.brings_news();
    let is_reply =
        text.tokens.len() < LEAST_TOKENS || heard.acts.has(Act::Thanks) || heard.acts.has(Act::Goodbye);
    // Times that are asked about are known by their words and the clinic's own names.
    if heard.judged.sureness >= SURE || heard.asks_for_times || is_detail || is_reply {
        return None;
    }
    let given = if second.is_redacting { hiding(clinic, text, heard, moment) } else { Given::whole(text) };
    let reading = match second.reader.read(&given.text) {
        Ok(reading) => reading,
        Err(silence) => {
            answer.step(Agent::Supervisor, "model_silent", [silence.code().to_owned()]);
            return None;
        }
    };
    answer.step(Agent::Supervisor, "model_reads", [reading.intent.code().to_owned()]);
    let own = task_of(conversation, heard, false);
    take_pieces(clinic, text, heard, moment, &given, &reading);
    settle(own, heard, reading.intent)
}

/// Whose reading counts. The desk's own stands where the other one sees no matter for it.
fn settle(own: Option<Task>, heard: &mut Heard, read: Intent) -> Option<Differ> {
    match (own, Task::of(read)) {
        (Some(own), Some(other)) if own != other => return Some(Differ([own, other])),
        (Some(_), None) => {}
        _ => {
            heard.named_for = None;
            (heard.judged.intent, heard.judged.sureness) = (read, SURE);
        }
    }
    None
}

/// Pieces are words that somebody typed: each is looked for in the lists and read by the grammar, where that was not done yet.
fn take_pieces(
    clinic: &Clinic<'_>,
    text: &Text<'_>,
    heard: &mut Heard,
    moment: &Moment,
    given: &Given,
    reading: &Reading,
) {
    for (role, piece) in &reading.pieces {
        let Some(behind) = given.behind(piece) else { continue };
        let words = text.piece(&behind);
        let said = Text::new(words);
        match role {
            Role::Patient => {
                heard.people.retain(|it| it != words);
                heard.people.insert(0, words.to_owned());
            }
            Role::Provider if heard.providers.is_empty() => {
                let found = clinic.lists.names.find(&said);
                heard.providers = clinic.lists.providers_in(&said, &found);
            }
            Role::VisitType if heard.types.is_empty() => {
                heard.types = clinic.lists.types_in(&clinic.lists.names.find(&said));
            }
            Role::When if heard.when.is_empty() => {
                heard.when = resolved(&when::find(&said, moment), moment).0;
            }
            Role::Provider | Role::VisitType | Role::When => {}
        }
    }
}

/// Without anything that is somebody's own.
fn hiding(clinic: &Clinic<'_>, text: &Text<'_>, heard: &Heard, moment: &Moment) -> Given {
    let people = heard.people.iter().flat_map(|name| {
        text.original.match_indices(name.as_str()).map(|(start, it)| start..start + it.len())
    });
    let found = clinic.lists.names.find(text);
    let staff = found.iter().filter(|it| it.kind == NameKind::Provider).map(|it| it.at.clone());
    let names: Vec<_> = people.chain(staff).collect();
    let is_of_birth = text.tokens.iter().any(|it| OF_BIRTH.contains(&it.word.as_str()));
    let is_birth = |it: &Mention| {
        it.live().any(|it| match it.meaning {
            Meaning::Date(day) => is_of_birth || is_of_past_years(day, moment),
            _ => false,
        })
    };
    // In doubt it is somebody's name.
    let is_called = |word: &str| is_called(clinic.desk, word).unwrap_or(true);
    let said = when::find(text, moment);
    Given::hiding(text, &Known { names: &names, said: &said, is_birth: &is_birth, is_called: &is_called })
}

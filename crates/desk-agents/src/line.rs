//! The experts' line (`smi 0412 fu chen 2w am`), understood against the clinic's own lists.

use crate::{
    conversation::Task,
    heard::{Heard, Lists},
    wish::{hours_of, is_wish, resolved},
};
use chrono::{Datelike, NaiveDate, NaiveTime};
use clinic_language::{
    acts::Acts,
    intent::{Intent, Judged},
    terse::{self, BirthPart, Verb},
    text::{Kind, Text},
    when::{self, Mention, Moment},
};
use std::ops::Range;

/// Words that a hurried line may still have, and that say nothing.
const SAY_NOTHING: [&str; 9] = ["dr", "on", "at", "in", "by", "from", "and", "pls", "plz"];

const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// None for a sentence.
pub(crate) fn heard(text: &Text<'_>, lists: &Lists, moment: &Moment) -> Option<Heard> {
    let line = terse::read(text, &lists.names)?;
    let said = when::find(text, moment);
    let is_when = |tokens: &Range<usize>| {
        line.when.as_ref().is_some_and(|it| it.start <= tokens.start && tokens.end <= it.end)
    };
    let said: Vec<_> = said.into_iter().filter(|it| is_when(&it.tokens)).collect();
    let (mut when, _) = resolved(&said, moment);
    let (intent, task) = match line.verb {
        Verb::Book => (Intent::AppointmentBooking, Task::Book),
        Verb::Cancel => (Intent::Cancel, Task::Cancel),
        Verb::Move => (Intent::Reschedule, Task::Move),
        Verb::CheckIn => (Intent::CheckIn, Task::CheckIn),
        Verb::Waitlist => (Intent::Waitlist, Task::Wait),
        Verb::Availability => (Intent::AvailabilityCheck, Task::Look),
    };
    let providers: Vec<_> = line.provider.iter().filter_map(|it| lists.resource(it.id)).collect();
    let mut unread = unread(text, line.when.iter().chain(&line.unread), &said);
    if let Some(at) = unread.iter().position(|it| is_half(it)) {
        let is_morning = unread.remove(at).eq_ignore_ascii_case("am");
        when.between = Some(if is_morning { hours_of(None, Some(NOON)) } else { hours_of(Some(NOON), None) });
    }
    let (people, born) = line.patient.map_or((Vec::new(), None), |it| (vec![it.name], it.birth));
    Some(Heard {
        judged: Judged { intent, sureness: 1.0, second: intent },
        acts: Acts::default(),
        when,
        providers: if providers.is_empty() { Vec::new() } else { vec![(String::new(), providers)] },
        types: line.visit_type.iter().filter_map(|it| lists.kind(it.id)).collect(),
        people,
        born,
        unread,
        nth: None,
        choice: None,
        amends: false,
        is_whole: true,
        says_other: false,
        names_surely: false,
        asks_for_times: task == Task::Look,
        named_for: None,
    })
}

/// "am" behind no hour is the morning.
fn is_half(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// The words that were left for the date grammar, or for nobody, and that it made nothing of.
fn unread<'r>(
    text: &Text<'_>,
    left: impl Iterator<Item = &'r Range<usize>>,
    said: &[Mention],
) -> Vec<String> {
    let is_read = |at: &usize| said.iter().any(|it| it.tokens.contains(at) && it.live().any(is_wish));
    let words = left.flat_map(Clone::clone).filter(|at| !is_read(at)).map(|at| &text.tokens[at]);
    let words = words.filter(|it| it.kind != Kind::Sign && !SAY_NOTHING.contains(&it.word.as_str()));
    words.map(|it| text.piece(&it.at).to_owned()).collect()
}

/// Whether somebody born then can be who was meant.
pub(crate) fn is_born(date: Option<NaiveDate>, said: BirthPart) -> bool {
    date.is_some_and(|it| match said {
        BirthPart::Day { month, day } => (it.month(), it.day()) == (month, day),
        BirthPart::Date { month, day, year_of_century } => {
            let year = u32::try_from(it.year().rem_euclid(100)).unwrap_or_default();
            (it.month(), it.day(), year) == (month, day, year_of_century)
        }
        BirthPart::Year(year) => u32::try_from(it.year()) == Ok(year),
    })
}

/// A birth date that was said whole.
pub(crate) fn birth_of(date: NaiveDate) -> BirthPart {
    let year_of_century = u32::try_from(date.year().rem_euclid(100)).unwrap_or_default();
    BirthPart::Date { month: date.month(), day: date.day(), year_of_century }
}

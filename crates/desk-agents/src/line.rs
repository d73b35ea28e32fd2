//! The experts' line (`smi 0412 fu chen 2w am`), understood against the clinic's own lists.

use crate::{
    conversation::Task,
    heard::{Heard, Lists, resolved},
};
use chrono::{Datelike, NaiveDate};
use clinic_language::{
    acts::Acts,
    intent::{Intent, Judged},
    terse::{self, BirthPart, Verb},
    text::Text,
    when::{self, Moment},
};

/// None for a sentence.
pub(crate) fn heard(text: &Text<'_>, lists: &Lists, moment: &Moment) -> Option<Heard> {
    let line = terse::read(text, &lists.names)?;
    let said = when::find(text, moment);
    let is_when = |tokens: &std::ops::Range<usize>| {
        line.when.as_ref().is_some_and(|it| it.start <= tokens.start && tokens.end <= it.end)
    };
    let said: Vec<_> = said.into_iter().filter(|it| is_when(&it.tokens)).collect();
    let (when, _) = resolved(&said, moment);
    let (intent, task) = match line.verb {
        Verb::Book => (Intent::AppointmentBooking, Task::Book),
        Verb::Cancel => (Intent::Cancel, Task::Cancel),
        Verb::Move => (Intent::Reschedule, Task::Move),
        Verb::CheckIn => (Intent::CheckIn, Task::CheckIn),
        Verb::Waitlist => (Intent::Waitlist, Task::Wait),
        Verb::Availability => (Intent::AvailabilityCheck, Task::Look),
    };
    let providers: Vec<_> = line.provider.iter().filter_map(|it| lists.resource(it.id)).collect();
    let (people, born) = line.patient.map_or((Vec::new(), None), |it| (vec![it.name], it.birth));
    Some(Heard {
        judged: Judged { intent, sureness: 1.0, second: intent },
        acts: Acts::default(),
        when,
        providers: if providers.is_empty() { Vec::new() } else { vec![(String::new(), providers)] },
        types: line.visit_type.iter().filter_map(|it| lists.kind(it.id)).collect(),
        people,
        born,
        nth: None,
        asks_for_times: task == Task::Look,
        named_for: None,
    })
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

//! The one day and time that an utterance means, where it names them apart: "12:30, please. Make it next Wednesday."

use super::{Meaning, Mention, Reading};

/// What all mentions of an utterance mean together; `None` without a mention. A day and a time that were said apart become
/// one; what is counted, past or repeated goes before nothing else.
#[must_use]
pub fn together(mentions: &[Mention]) -> Option<Reading> {
    let best = || mentions.iter().filter_map(|it| it.readings.first());
    let whole = best().find(|it| matches!(it.meaning, Meaning::DateTime(_)));
    let spans = || best().find(|it| matches!(it.meaning, Meaning::DateTimes { .. }));
    let date = || best().find(|it| matches!(it.meaning, Meaning::Date(_)));
    let time = || best().find(|it| matches!(it.meaning, Meaning::Time(_)));
    if let Some(whole) = whole {
        return Some(whole.clone());
    }
    if let (Some(Meaning::Date(day)), Some(at)) = (date().map(|it| &it.meaning), time())
        && let Meaning::Time(clock) = at.meaning
    {
        return Some(Reading { meaning: Meaning::DateTime(day.and_time(clock)), ..at.clone() });
    }
    let every = || best().find(|it| matches!(it.meaning, Meaning::Every { .. }));
    let range = || best().find(|it| !matches!(it.meaning, Meaning::Length { .. }));
    every().or_else(date).or_else(spans).or_else(time).or_else(range).or_else(|| best().next()).cloned()
}

//! The one day and time that an utterance means, where it names them apart: "12:30, please. Make it next Wednesday."

use super::{Meaning, Mention, Reading, resolve::VAGUE};

/// What all mentions of an utterance mean together; `None` without a mention. A day and a time that were said apart become
/// one, and a length or a "now" counts where nothing else was said.
#[must_use]
pub fn together(mentions: &[Mention]) -> Option<Reading> {
    let best = || mentions.iter().filter_map(|it| it.readings.first());
    let first = |is: fn(&Meaning) -> bool| best().find(|it| it.cost < VAGUE && is(&it.meaning));
    let date = first(|it| matches!(it, Meaning::Date(_)));
    let time = first(|it| matches!(it, Meaning::Time(_)));
    let times = first(|it| matches!(it, Meaning::Times { .. }));
    let joined = || {
        let Meaning::Date(day) = date?.meaning else { return None };
        let at = time.or(times)?;
        let meaning = match at.meaning {
            Meaning::Time(clock) => Meaning::DateTime(day.and_time(clock)),
            Meaning::Times { from, to } => Meaning::DateTimes {
                from: from.map(|it| day.and_time(it)),
                to: to.map(|it| day.and_time(it)),
            },
            _ => return None,
        };
        Some(Reading { meaning, ..at.clone() })
    };
    first(|it| matches!(it, Meaning::DateTime(_)))
        .cloned()
        .or_else(joined)
        .or_else(|| first(|it| matches!(it, Meaning::Every { .. })).cloned())
        .or_else(|| date.cloned())
        .or_else(|| first(|it| matches!(it, Meaning::DateTimes { .. })).cloned())
        .or_else(|| time.cloned())
        .or_else(|| first(|it| !matches!(it, Meaning::Length { .. })).cloned())
        .or_else(|| best().find(|it| it.cost < VAGUE).cloned())
        .or_else(|| best().next().cloned())
}

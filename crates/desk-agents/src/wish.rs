//! When something is wished for, out of the dates and times that a sentence mentions.

use crate::line;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use clinic_language::{
    terse::BirthPart,
    when::{Meaning, Mention, Moment, Reading},
};

/// When something is wished for: days, a part of the day, a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Starts lie from the first to before the second.
    pub between: Option<(NaiveTime, NaiveTime)>,
    pub at: Option<NaiveTime>,
    /// Other days that could be meant.
    pub or_days: Vec<NaiveDate>,
}

pub(crate) const LAST_MINUTE: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl When {
    pub fn is_empty(&self) -> bool {
        *self == When::default()
    }

    /// What is said now stands over what was said before: "actually Thursday" keeps the afternoon.
    pub fn over(self, before: &When) -> When {
        When {
            days: self.days.or(before.days),
            between: self.between.or(before.between.filter(|_| self.at.is_none())),
            at: self.at.or(before.at.filter(|_| self.between.is_none())),
            or_days: self.or_days,
        }
    }

    pub fn takes(&self, start: NaiveDateTime) -> bool {
        let is_day = self.days.is_none_or(|(from, to)| (from..=to).contains(&start.date()));
        let is_between = self.between.is_none_or(|(from, to)| from <= start.time() && start.time() < to);
        is_day && is_between && self.at.is_none_or(|at| at == start.time())
    }

    /// The first moment that it allows.
    pub fn from(&self) -> Option<NaiveDateTime> {
        let time = self.at.or(self.between.map(|it| it.0)).unwrap_or(NaiveTime::MIN);
        self.days.map(|(from, _)| from.and_time(time))
    }

    fn take(&mut self, meaning: &Meaning) {
        match meaning {
            Meaning::Date(day) => self.days = Some((*day, *day)),
            Meaning::Time(time) => self.at = Some(*time),
            Meaning::DateTime(at) => (self.days, self.at) = (Some((at.date(), at.date())), Some(at.time())),
            Meaning::Dates { from, to } => {
                let last = to.and_then(|it| it.pred_opt());
                self.days = match (*from, last) {
                    (Some(from), last) => Some((from, last.unwrap_or(NaiveDate::MAX).max(from))),
                    (None, Some(last)) => Some((NaiveDate::MIN, last)),
                    (None, None) => self.days,
                }
            }
            Meaning::Times { from, to } => self.between = Some(hours_of(*from, *to)),
            Meaning::DateTimes { from, to } => {
                // What ends as a day begins is of the day before.
                let last = to.map(|it| (it - TimeDelta::seconds(1)).date());
                let days = (from.map(|it| it.date()), last);
                self.days = days.0.or(days.1).map(|it| (it, days.1.unwrap_or(it)));
                self.between = Some(hours_of(from.map(|it| it.time()), to.map(|it| it.time())));
            }
            Meaning::Length { .. } | Meaning::Every { .. } => {}
        }
    }
}

/// A part of a day. Midnight, as its end, is the end of the day.
pub(crate) fn hours_of(from: Option<NaiveTime>, to: Option<NaiveTime>) -> (NaiveTime, NaiveTime) {
    (from.unwrap_or(NaiveTime::MIN), to.filter(|it| *it > NaiveTime::MIN).unwrap_or(LAST_MINUTE))
}

/// A birth date, and no wish.
pub(crate) fn is_of_past_years(day: NaiveDate, moment: &Moment) -> bool {
    day.year() < moment.now.year()
}

/// A length is no wish; "2w" is one as well.
pub(crate) fn is_wish(reading: &Reading) -> bool {
    !matches!(reading.meaning, Meaning::Length { .. } | Meaning::Every { .. })
}

pub(crate) fn resolved(said: &[Mention], moment: &Moment) -> (When, Option<BirthPart>) {
    let (mut when, mut born) = (When::default(), None);
    for mention in said {
        let Some(best) = mention.live().find(|it| is_wish(it)) else { continue };
        if let Meaning::Date(day) = best.meaning
            && is_of_past_years(day, moment)
        {
            born = Some(line::birth_of(day));
            continue;
        }
        when.take(&best.meaning);
        when.or_days.extend(mention.live().filter(|it| *it != best).filter_map(|it| match it.meaning {
            Meaning::Date(day) => Some(day),
            _ => None,
        }));
    }
    (when, born)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_later_stands_over_what_was_said_before() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap_or_default();
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let before =
            When { days: Some((day(3), day(3))), between: Some((time(13), time(17))), ..When::default() };
        let thursday = When { days: Some((day(5), day(5))), ..When::default() }.over(&before);
        assert!(thursday.takes(day(5).and_time(time(14))) && !thursday.takes(day(5).and_time(time(9))));
        let at_nine = When { at: Some(time(9)), ..When::default() }.over(&before);
        assert!(at_nine.takes(day(3).and_time(time(9))));
    }
}

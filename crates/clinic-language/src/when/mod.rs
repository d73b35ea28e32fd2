//! Dates and times in a sentence, and what each may mean for a clinic at this moment.
//!
//! A sentence becomes atoms (`atom`, `words`); a grammar puts them together into fields that are known or not (`fields`,
//! `days`, `months`, `clocks`, `lengths`, `grammar`, `ranges`); what they mean is settled last, against the moment and the
//! clinic's hours (`resolve`, `edges`). Weeks begin on Monday, a date without a year lies ahead, 5/6 is May 6th, and
//! "next Tuesday" is the Tuesday of next week. Where an utterance leaves more than one meaning open, all of them are kept.

mod atom;
mod calendar;
mod clocks;
mod days;
mod edges;
mod every;
mod feasts;
mod fields;
mod grammar;
#[cfg(test)]
mod laws;
mod lengths;
mod months;
mod open;
mod portions;
mod ranges;
mod resolve;
#[cfg(test)]
mod tests;
mod together;
mod words;

use crate::text::Text;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::ops::Range;
pub use together::together;
pub(crate) use words::{MONTHS, WEEKDAYS, number};

/// What dates and times are relative to: the clinic's own clock, and the hours that it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: NaiveDateTime,
    /// With `closes`, what decides between 3 and 15 o'clock.
    pub opens: NaiveTime,
    pub closes: NaiveTime,
}

/// What an expression means. Spans end before `to`; a side that is open is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Date(NaiveDate),
    Time(NaiveTime),
    DateTime(NaiveDateTime),
    Dates {
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    Times {
        from: Option<NaiveTime>,
        to: Option<NaiveTime>,
    },
    DateTimes {
        from: Option<NaiveDateTime>,
        to: Option<NaiveDateTime>,
    },
    /// A month counts 30 days, a year 365.
    Length {
        seconds: i64,
    },
    /// Every `interval` days, weeks...; on these weekdays and at this time, where they were said.
    Every {
        freq: Frequency,
        interval: u32,
        days: Vec<Weekday>,
        at: Option<NaiveTime>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Lunch,
    Afternoon,
    Evening,
    Night,
}

/// One thing that an expression may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub meaning: Meaning,
    /// 0 is the plainest. What costs at most `LIVE` more than the best is worth a question.
    pub cost: u16,
    /// Said in so many words: its hours are then no more than what people usually mean by it.
    pub part_of_day: Option<PartOfDay>,
}

/// Readings that cost at most this much more than the best may be meant as well.
pub const LIVE: u16 = 10;

/// An expression of the sentence, and what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the sentence.
    pub at: Range<usize>,
    /// Of the `Text`.
    pub tokens: Range<usize>,
    /// Best first, never empty.
    pub readings: Vec<Reading>,
}

impl Mention {
    /// The readings between which only the speaker can decide; one, where there is nothing to ask.
    pub fn live(&self) -> impl Iterator<Item = &Reading> {
        let best = self.readings.first().map_or(0, |it| it.cost);
        self.readings.iter().filter(move |it| it.cost <= best.saturating_add(LIVE))
    }
}

/// All dates, times, spans, lengths and recurrences of a sentence, in the order in which they were said.
#[must_use]
pub fn find(text: &Text<'_>, moment: &Moment) -> Vec<Mention> {
    let reader = grammar::Reader::new(text, moment);
    let mut mentions = Vec::new();
    for (expression, atoms) in reader.expressions() {
        let mut readings = resolve::readings(&expression, moment);
        if readings.is_empty() {
            continue;
        }
        readings.sort_by_key(|it| it.cost);
        let tokens = reader.tokens_of(&atoms);
        mentions.push(Mention { at: text.bytes_of(&tokens), tokens, readings });
    }
    mentions
}

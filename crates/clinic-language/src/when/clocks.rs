//! Times of the clock: "3pm", "10:30", "half past three", "quarter to 4 in the afternoon", "six fifty", "at 0915".

use super::{
    PartOfDay,
    atom::{Atom, Unit},
    fields::{Clock, Fields},
    grammar::{Found, Reader},
};

/// Words behind which a bare number is an hour.
const INVITING: [&str; 14] = [
    "at",
    "@",
    "around",
    "about",
    "approximately",
    "approx",
    "by",
    "before",
    "after",
    "until",
    "till",
    "til",
    "circa",
    "say",
];
/// Words that may follow a bare hour; any other word is a thing that the number counts.
const FOLLOWING: &[&str] = &[
    "any",
    "anytime",
    "around",
    "about",
    "after",
    "before",
    "between",
    "first",
    "early",
    "late",
    "maybe",
    "perhaps",
    "has",
    "have",
    "does",
    "do",
    "what",
    "how",
    "which",
    "available",
    "free",
    "open",
    "just",
    "only",
    "might",
    "may",
    "should",
    "are",
    "am",
    "needs",
    "need",
    "want",
    "sometime",
    "too",
    "though",
    "anything",
    "something",
    "o",
    "spot",
    "slot",
    "appointment",
    "appt",
    "on",
    "in",
    "at",
    "this",
    "next",
    "please",
    "pls",
    "plz",
    "if",
    "or",
    "and",
    "but",
    "with",
    "for",
    "would",
    "will",
    "works",
    "work",
    "is",
    "was",
    "to",
    "thanks",
    "thank",
    "instead",
    "then",
    "the",
    "i",
    "we",
    "can",
    "could",
    "that",
    "when",
    "sharp",
    "ish",
    "exactly",
    "because",
    "so",
    "since",
    "ok",
    "okay",
    "sounds",
    "good",
    "great",
    "dr",
    "doctor",
    "there",
    "also",
    "as",
    "by",
    "from",
    "until",
    "till",
    "til",
    "he",
    "she",
    "it",
    "my",
    "you",
    "not",
    "be",
    "thru",
    "through",
];

impl Reader<'_> {
    pub fn is_invited(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|it| self.any(it, &INVITING))
    }

    /// A number that nothing counts stands here alone.
    pub fn is_alone(&self, end: usize) -> bool {
        match self.atom(end) {
            None
            | Some(
                Atom::Weekday { .. } | Atom::Month(_) | Atom::Near(_) | Atom::Tonight | Atom::Part { .. },
            ) => true,
            Some(Atom::Sign(sign)) => !matches!(sign, '%' | '/' | '$' | '#' | '+' | '=' | '°'),
            Some(Atom::Word) => !self.is_glued(end) && self.any(end, FOLLOWING),
            _ => false,
        }
    }

    /// A time; `is_invited` says that a bare number is one.
    pub fn clock(&self, at: usize, is_invited: bool) -> Found<Fields> {
        if at.checked_sub(1).is_some_and(|it| self.any(it, &["$", "#", "€", "£"])) {
            return None;
        }
        if let Some(Atom::Fixed(minutes)) = self.atom(at) {
            return Some((Fields::clock(minutes, false), at + 1));
        }
        self.past(at, is_invited).or_else(|| {
            let (clock, end) = self.face(at, is_invited)?;
            Some(self.with_part(clock, end))
        })
    }

    /// A time told by what is missing to it or has passed since it.
    pub fn past(&self, at: usize, is_invited: bool) -> Found<Fields> {
        let (clock, end) = self.relative(at, is_invited)?;
        Some(self.with_part(clock, end))
    }

    fn with_part(&self, clock: Clock, end: usize) -> (Fields, usize) {
        let fields = Fields { clock: Some(clock), ..Fields::default() };
        match self.part_behind(end) {
            Some((part, end)) => (Fields { part: part.part, span: part.span, ..fields }, end),
            None => (fields, end),
        }
    }

    /// "in the morning", "at night", "this evening", "tonight" behind a time.
    fn part_behind(&self, at: usize) -> Found<Fields> {
        let skipped = at + usize::from(self.any(at, &["in", "at", "of", "on"]));
        let skipped = skipped + usize::from(self.any(skipped, &["the"]));
        match self.atom(skipped) {
            // "an 11:30 lunch".
            Some(Atom::Part { part: PartOfDay::Lunch, .. }) if skipped == at => None,
            Some(Atom::Part { part, .. }) => {
                Some((Fields { part: Some(part), ..Fields::default() }, skipped + 1))
            }
            Some(Atom::Tonight) => self.part(skipped),
            _ if self.is(skipped, "this") => self.part(skipped),
            _ => None,
        }
    }

    /// "half past 3", "quarter to four", "20 minutes before 2pm", "25 to noon".
    fn relative(&self, at: usize, is_invited: bool) -> Found<Clock> {
        let start = at;
        let at = at + usize::from(self.any(at, &["a"]));
        if self.is(at, "half")
            && let Some(hour @ 1..=12) = self.number(at + 1)
            && self.is_alone(at + 2)
        {
            return Some((Clock { minutes: hour % 12 * 60 + 30, is_open: true }, at + 2));
        }
        let (minutes, end) = match self.word(at) {
            "half" => (30, at + 1),
            "quarter" | "qtr" => (15, at + 1),
            _ => (self.number(at).filter(|it| (1..60).contains(it))?, at + 1),
        };
        let is_named = self.any(at, &["half", "quarter", "qtr"]);
        let has_unit = self.atom(end) == Some(Atom::Unit(Unit::Minute));
        let end = end + usize::from(has_unit);
        let is_later = match self.word(end) {
            "past" | "after" => true,
            "to" | "before" | "till" | "til" | "of" if is_named || has_unit => false,
            "to" => {
                let is_noon = matches!(self.atom(end + 1), Some(Atom::Fixed(_)));
                let is_span = start > 0 && self.any(start - 1, &["from", "between"]);
                let is_sure = !is_span && minutes > 12 || is_invited && minutes % 5 == 0 || is_noon;
                if is_sure { false } else { return None }
            }
            _ => return None,
        };
        let (hour, end) = match self.atom(end + 1)? {
            Atom::Fixed(minutes) => (Clock { minutes, is_open: false }, end + 2),
            _ => self.face(end + 1, true)?,
        };
        let minutes = if is_later { hour.minutes + minutes } else { hour.minutes + 1440 - minutes };
        let whole = if hour.is_open { 720 } else { 1440 };
        Some((Clock { minutes: minutes % whole, ..hour }, end))
    }

    /// What stands on the clock: hours, minutes, the half of the day.
    fn face(&self, at: usize, is_invited: bool) -> Found<Clock> {
        let Some(Atom::Number { value, digits }) = self.atom(at) else { return None };
        if self.is_glued(at) && at > 0 && !self.any(at - 1, &["@", "(", "-", "~", ">", "–", "/", ",", "<"])
        {
            return None;
        }
        let (hour, minute, end, is_sure) = self.numbers(at, value, digits, is_invited)?;
        let (end, is_clock) = match self.word(end) {
            "oclock" => (end + 1, true),
            "o" if self.is(end + 1, "\"") && self.is(end + 2, "clock") => (end + 3, true),
            "o" if self.is(end + 1, "clock") => (end + 2, true),
            // "15:30h"
            "h" if is_sure && self.is_glued(end) => (end + 1, true),
            _ => (end, false),
        };
        let dashed = end + usize::from(self.is(end, "-"));
        let (end, is_about) = if self.is(dashed, "ish") { (dashed + 1, true) } else { (end, false) };
        let in_the = end + 2 * usize::from(self.is(end, "in") && self.is(end + 1, "the"));
        let in_the = in_the + usize::from(in_the == end && self.is(end, ".") && self.is_glued(end + 1));
        if let Some(Atom::Half(is_late)) = self.atom(in_the)
            && !(self.is(in_the, "am") && self.is(in_the + 1, "i") && !self.is_glued(in_the))
        {
            let minutes = if hour > 12 { hour * 60 } else { hour % 12 * 60 + if is_late { 720 } else { 0 } };
            return Some((Clock { minutes: minutes + minute, is_open: false }, in_the + 1));
        }
        let is_time = is_sure
            || is_clock
            || is_about
            || self.part_behind(end).is_some() && !matches!(self.atom(end), Some(Atom::Part { .. }))
            || is_invited && self.is_alone(end)
            || matches!(self.atom(end), Some(Atom::Near(0 | 1) | Atom::Tonight)) && (1..=12).contains(&hour);
        if !is_time {
            return None;
        }
        let is_open = (1..=12).contains(&hour) && !(digits == 2 && hour < 10) && digits != 4
            || (digits == 4 && (10..=12).contains(&hour));
        let hour = if is_open { hour % 12 } else { hour % 24 };
        Some((Clock { minutes: hour * 60 + minute, is_open }, end))
    }

    /// Hour and minute, and whether they can be nothing else.
    fn numbers(
        &self,
        at: usize,
        value: u32,
        digits: usize,
        is_invited: bool,
    ) -> Option<(u32, u32, usize, bool)> {
        let minutes = |at: usize| match self.atom(at) {
            Some(Atom::Number { value, digits: 2 }) if value < 60 => Some(value),
            _ => None,
        };
        if digits > 0 && value <= 24 && self.is(at + 1, ":") {
            let minute = minutes(at + 2)?;
            let seconds = self.is(at + 3, ":") && minutes(at + 4).is_some();
            return Some((value, minute, at + if seconds { 5 } else { 3 }, true));
        }
        let is_dotted = self.is(at + 1, ".") && self.is_glued(at + 1) && self.is_glued(at + 2);
        if (1..=2).contains(&digits)
            && value < 24
            && is_dotted
            && let Some(minute) = minutes(at + 2)
        {
            let is_late = matches!(self.atom(at + 3), Some(Atom::Half(_)));
            return (is_late || is_invited).then_some((value, minute, at + 3, true));
        }
        // "4 25 pm", "at 12 30": as it is heard rather than written.
        if (1..=2).contains(&digits)
            && value < 24
            && let Some(minute) = minutes(at + 1)
            && !self.is_glued(at + 1)
            && (matches!(self.atom(at + 2), Some(Atom::Half(_)))
                || self.part_behind(at + 2).is_some()
                || is_invited && minute % 5 == 0 && self.is_alone(at + 2))
        {
            return Some((value, minute, at + 2, true));
        }
        if digits == 3 || digits == 4 {
            let (hour, minute) = (value / 100, value % 100);
            return (hour < 24 && minute < 60).then_some((hour, minute, at + 1, false));
        }
        if digits == 0 && (1..24).contains(&value) {
            let (next, is_oh) = if self.is(at + 1, "oh") { (at + 2, true) } else { (at + 1, false) };
            if let Some(Atom::Number { value: minute, digits: 0 }) = self.atom(next)
                && (if is_oh { 1..10 } else { 10..60 }).contains(&minute)
            {
                let end = next + 1;
                let end = end + usize::from(self.atom(end) == Some(Atom::Unit(Unit::Minute)));
                let is_counted = matches!(self.atom(end), Some(Atom::Unit(_)));
                return (!is_counted).then_some((value, minute, end, self.is_alone(end)));
            }
        }
        (value <= 24 && digits <= 2).then_some((value, 0, at + 1, false))
    }
}

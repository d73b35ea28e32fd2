//! Lengths of time, and points that are a length away from another: "in two weeks", "3 days ago", "a week from Thursday".

use super::{
    atom::{Atom, Unit},
    calendar::{Span, plus_days, plus_months},
    fields::{Fields, Length},
    grammar::{Found, Reader},
    resolve::spans,
};
use chrono::Duration;

impl Length {
    /// So many halves of a unit.
    pub fn of(unit: Unit, halves: u32) -> Length {
        let (whole, half) = (i64::from(halves / 2), i64::from(halves % 2));
        let months = i32::try_from(whole).unwrap_or(0);
        match unit {
            Unit::Minute => Length { minutes: whole, ..Length::default() },
            Unit::Hour => Length { minutes: whole * 60 + half * 30, ..Length::default() },
            Unit::Day => Length { days: whole, minutes: half * 720, ..Length::default() },
            Unit::Week => Length { days: whole * 7 + half * 4, ..Length::default() },
            Unit::Fortnight => Length { days: whole * 14 + half * 7, ..Length::default() },
            Unit::Month => Length { months, days: half * 15, ..Length::default() },
            Unit::Quarter => Length { months: months * 3, days: half * 45, ..Length::default() },
            Unit::Year => Length { months: months * 12 + if half == 1 { 6 } else { 0 }, ..Length::default() },
        }
    }

    fn plus(self, other: Length) -> Length {
        Length {
            months: self.months.saturating_add(other.months),
            days: self.days.saturating_add(other.days),
            minutes: self.minutes.saturating_add(other.minutes),
            is_short: false,
        }
    }

    fn back(self) -> Length {
        Length { months: -self.months, days: -self.days, minutes: -self.minutes, is_short: false }
    }
}

/// Nobody plans further ahead, and arithmetic stays within the calendar.
const MOST: u32 = 3000;

impl Reader<'_> {
    pub fn unit(&self, at: usize) -> Option<Unit> {
        match self.atom(at)? {
            Atom::Unit(unit) => Some(unit),
            _ if self.is(at, "quarter") => Some(Unit::Quarter),
            _ => None,
        }
    }

    /// Halves: "two", "2.5", "two and a half", "half a", "a couple of", "a".
    fn count(&self, at: usize) -> Found<u32> {
        let half_behind = |end: usize| -> Option<usize> {
            let at = end + usize::from(self.is(end, "and"));
            let at = at + usize::from(self.any(at, &["a", "an"]));
            (at > end && self.is(at, "half")).then_some(at + 1)
        };
        if let Some(number) = self.number(at).filter(|it| *it <= MOST) {
            if self.is(at + 1, ".") && self.is(at + 2, "5") && self.is_glued(at + 2) {
                return Some((number * 2 + 1, at + 3));
            }
            return Some(half_behind(at + 1).map_or((number * 2, at + 1), |end| (number * 2 + 1, end)));
        }
        let of = |end: usize| end + usize::from(self.is(end, "of"));
        match self.word(at) {
            "½" | "1 2" => Some((1, at + 1)),
            "half" => {
                let end = at + 1 + usize::from(self.any(at + 1, &["a", "an"]));
                Some((1, end))
            }
            "a" | "an" | "the" | "another" => match self.word(at + 1) {
                "couple" | "pair" => Some((4, of(at + 2))),
                "few" => Some((6, at + 2)),
                "half" => Some((1, at + 2)),
                _ => Some((2, at + 1)),
            },
            "couple" | "pair" => Some((4, of(at + 1))),
            "few" | "several" | "some" => Some((6, at + 1)),
            _ => None,
        }
    }

    fn piece(&self, at: usize) -> Found<Length> {
        let (halves, end) = self.count(at)?;
        let end = end + usize::from(self.any(end, &["more", "full", "whole", "-"]));
        let unit = self.unit(end)?;
        let mut end = end + 1;
        let mut halves = halves;
        if self.is(end, "and") && self.any(end + 1, &["a", "an"]) && self.is(end + 2, "half") {
            halves += 1;
            end += 3;
        }
        Some((Length::of(unit, halves), end))
    }

    /// "2 hours", "an hour and a half", "1d, 2hr, and 5min", "all day".
    pub fn length(&self, at: usize) -> Found<Length> {
        if self.any(at, &["all", "full", "whole"]) {
            let unit_at = at + 1 + usize::from(self.is(at + 1, "-"));
            let unit = self.unit(unit_at)?;
            return Some((Length::of(unit, 2), unit_at + 1));
        }
        if let Some((length, end)) = self.quarters_of_an_hour(at) {
            return Some((length, end));
        }
        let (mut length, mut end) = self.piece(at)?;
        loop {
            let next = end + usize::from(self.is(end, ","));
            let next = next + usize::from(self.is(next, "and"));
            match self.piece(next) {
                Some((more, more_end)) if self.number(next).is_some() => {
                    length = length.plus(more);
                    end = more_end;
                }
                _ => return Some((length, end)),
            }
        }
    }

    /// "three quarters of an hour".
    fn quarters_of_an_hour(&self, at: usize) -> Found<Length> {
        let (halves, end) = self.count(at)?;
        let is_quarter = self.any(end, &["quarter", "quarters"]) && self.is(end + 1, "of");
        let end = end + 2 + usize::from(self.any(end + 2, &["a", "an"]));
        let minutes = i64::from(halves / 2) * 15;
        (is_quarter && self.is(end, "hour")).then_some((Length { minutes, ..Length::default() }, end + 1))
    }

    /// A length that stands for itself: a bare "a minute" or "the day" mostly means something else.
    pub fn lone_length(&self, at: usize) -> Found<Length> {
        let (mut length, end) = self.length(at)?;
        length.is_short = self.is_number(at) && end == at + 2 && self.is_glued(at + 1);
        let before = at.checked_sub(1).map_or("", |it| self.word(it));
        let is_counted = self.number(at).is_some() || !self.any(at, &["a", "an", "the", "some"]);
        let is_asked = matches!(before, "for" | "last" | "lasts" | "lasted" | "take" | "takes" | "about")
            || self.any(at + 1, &["couple", "few", "pair", "half"])
            || self.any(end, &["starting", "beginning", "from"])
            || end == self.len() && at == 0;
        let is_age = self.any(end, &["old", "ago"]) || self.is(end, "-") && self.is(end + 1, "old");
        ((is_counted || is_asked) && !is_age).then_some((length, end))
    }

    /// A point at some length from now or from another point. `depth` bounds "a day after a day after...".
    pub fn shift(&self, at: usize, depth: u8) -> Found<Fields> {
        if self.is(at, "in") {
            let start =
                at + 1 + usize::from(self.any(at + 1, &["about", "around", "another", "approximately"]));
            let (length, end) = self.length(start)?;
            if self.any(start, &["the", "all"]) || self.is(end, "old") {
                return None;
            }
            if self.any(end, &["ago", "back"]) {
                return self.shifted(&Fields::default(), length.back()).map(|it| (it, end + 1));
            }
            let end = end + usize::from(self.is(end, "time"));
            return self.shifted(&Fields::default(), length).map(|it| (it, end));
        }
        let (length, end) = self.length(at)?;
        let is_the = self.is(at, "the");
        let is_for = at > 0 && self.is(at - 1, "for");
        match self.word(end) {
            "ago" | "back" if !is_the => {
                self.shifted(&Fields::default(), length.back()).map(|it| (it, end + 1))
            }
            "later" | "hence" | "out" if !is_the => {
                self.shifted(&Fields::default(), length).map(|it| (it, end + 1))
            }
            "away" if self.is(end + 1, "from") => self.shift_from(length, end + 2, depth),
            "from" if is_for => None,
            "from" | "after" | "following" => self.shift_from(length, end + 1, depth),
            // "a week today", "a fortnight on Friday".
            _ if length.days % 7 == 0
                && length.days > 0
                && !is_for
                && (matches!(self.atom(end), Some(Atom::Near(_)))
                    || self.is(end, "on") && matches!(self.atom(end + 1), Some(Atom::Weekday { .. }))) =>
            {
                self.shift_from(length, end + usize::from(self.is(end, "on")), depth)
            }
            "before" | "prior" => {
                let to = end + 1 + usize::from(self.is(end + 1, "to"));
                self.shift_from(length.back(), to, depth)
            }
            _ => None,
        }
    }

    fn shift_from(&self, length: Length, at: usize, depth: u8) -> Found<Fields> {
        if self.is(at, "next") && length == Length::of(Unit::Day, 2) {
            return None;
        }
        if depth > 0
            && let Some((base, end)) = self.point_within(at, depth - 1)
        {
            return self.shifted(&base, length).map(|it| (it, end));
        }
        // "the day after": from today, where nothing else is named.
        let is_free = self.atom(at).is_none() || matches!(self.atom(at), Some(Atom::Sign(_)));
        let is_one = length.months.abs() as i64 + length.days.abs() + length.minutes.abs() == 1;
        if is_free && is_one && !self.is(at.wrapping_sub(1), "from") {
            return self.shifted(&Fields::default(), length).map(|it| (it, at));
        }
        None
    }

    fn shifted(&self, base: &Fields, length: Length) -> Option<Fields> {
        let now = self.moment.now;
        if let Some(instant) =
            base.instant.or((length.minutes != 0 && !base.has_day() && base.clock.is_none()).then_some(now))
        {
            let day = plus_days(plus_months(instant.date(), length.months), length.days);
            let moved = day.and_time(instant.time()).checked_add_signed(Duration::minutes(length.minutes))?;
            return Some(Fields { instant: Some(moved), ..Fields::default() });
        }
        if let (Some(clock), false) = (base.clock, base.has_day()) {
            let whole = if clock.is_open { 720 } else { 1440 };
            let moved = (i64::from(clock.minutes) + length.minutes).rem_euclid(whole);
            return Some(Fields::clock(u32::try_from(moved).ok()?, clock.is_open));
        }
        let from =
            if base.has_day() { spans(base, self.moment, now.date()).first()?.0.from } else { now.date() };
        let day = plus_days(plus_months(from, length.months), length.days);
        Some(Fields { span: Some(Span::day(day)), clock: base.clock, part: base.part, ..Fields::default() })
    }
}

//! What comes again: "every other Tuesday", "each two weeks", "Mondays and Wednesdays", "weekly".

use super::{
    Frequency,
    atom::{Atom, Unit},
    fields::{Every, Fields},
    grammar::{Found, Reader},
};
use chrono::Weekday;

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn every(freq: Frequency, interval: u32) -> Every {
    Every { freq, interval, days: Vec::new(), at: Fields::default() }
}

fn of_unit(unit: Unit, n: u32) -> Option<Every> {
    Some(match unit {
        Unit::Minute => return None,
        Unit::Hour => every(Frequency::Hourly, n),
        Unit::Day => every(Frequency::Daily, n),
        Unit::Week => every(Frequency::Weekly, n),
        Unit::Fortnight => every(Frequency::Weekly, 2 * n),
        Unit::Month => every(Frequency::Monthly, n),
        Unit::Quarter => every(Frequency::Monthly, 3 * n),
        Unit::Year => every(Frequency::Yearly, n),
    })
}

impl Reader<'_> {
    pub fn every(&self, at: usize) -> Found<Every> {
        match self.word(at) {
            "daily" | "everyday" => return Some((every(Frequency::Daily, 1), at + 1)),
            "weekly" => return Some((every(Frequency::Weekly, 1), at + 1)),
            "biweekly" | "fortnightly" => return Some((every(Frequency::Weekly, 2), at + 1)),
            "bi" if self.is(at + 1, "-") && self.is(at + 2, "weekly") => {
                return Some((every(Frequency::Weekly, 2), at + 3));
            }
            "monthly" => return Some((every(Frequency::Monthly, 1), at + 1)),
            "quarterly" => return Some((every(Frequency::Monthly, 3), at + 1)),
            "yearly" | "annually" => return Some((every(Frequency::Yearly, 1), at + 1)),
            "weekdays" => return Some((workdays(), at + 1)),
            "every" | "each" => return self.every_what(at + 1),
            _ => {}
        }
        match self.atom(at)? {
            Atom::Weekday { many: true, .. } if at == 0 || self.number(at - 1).is_none() => {
                self.weekdays(at, 1)
            }
            Atom::Part { part, many: true } if at == 0 || !self.is(at - 1, "the") => {
                let at_part = Fields { part: Some(part), ..Fields::default() };
                Some((Every { at: at_part, ..every(Frequency::Daily, 1) }, at + 1))
            }
            _ => None,
        }
    }

    fn every_what(&self, at: usize) -> Found<Every> {
        let (interval, end) = match self.atom(at)? {
            Atom::Number { value, .. } if (1..100).contains(&value) => (value, at + 1),
            Atom::Ordinal { value, .. } => (value, at + 1),
            _ if self.any(at, &["other", "alternate"]) => (2, at + 1),
            _ if self.is(at, "single") => (1, at + 1),
            _ => (1, at),
        };
        if let Some(unit) = self.unit(end) {
            return of_unit(unit, interval).map(|it| (it, end + 1));
        }
        match self.atom(end)? {
            Atom::Weekday { .. } => self.weekdays(end, interval),
            Atom::Part { part, .. } => {
                let at_part = Fields { part: Some(part), ..Fields::default() };
                Some((Every { at: at_part, ..every(Frequency::Daily, interval) }, end + 1))
            }
            _ if self.any(end, &["weekday", "workday"]) => Some((workdays(), end + 1)),
            _ if self.is(end, "weekend") => {
                let days = vec![Weekday::Sat, Weekday::Sun];
                Some((Every { days, ..every(Frequency::Weekly, interval) }, end + 1))
            }
            _ => None,
        }
    }

    /// "Mondays, Tuesdays and Fridays".
    fn weekdays(&self, at: usize, interval: u32) -> Found<Every> {
        let mut days = Vec::new();
        let (mut next, mut end) = (at, at);
        while let Some(Atom::Weekday { day, .. }) = self.atom(next) {
            if !days.contains(&day) {
                days.push(day);
            }
            end = next + 1;
            next = end + usize::from(self.is(end, ","));
            next += usize::from(self.any(next, &["and", "&", "or"]));
            if next == end {
                break;
            }
        }
        Some((Every { days, ..every(Frequency::Weekly, interval) }, end))
    }
}

fn workdays() -> Every {
    Every { days: WORKDAYS.to_vec(), ..every(Frequency::Weekly, 1) }
}

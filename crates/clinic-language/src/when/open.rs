//! Spans that one word opens: "after 3", "before noon", "until Friday", "within two weeks", "the next 3 days", "5pm or later".

use super::{
    atom::{Atom, Unit},
    calendar::{self, Span, plus_days, plus_months},
    fields::{Edge, Expression, Fields, Length, Which},
    grammar::{Found, Reader},
};
use chrono::Duration;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

impl Reader<'_> {
    pub fn open(&self, at: usize) -> Found<Expression> {
        self.within(at)
            .or_else(|| self.about(at))
            .or_else(|| self.some_units(at))
            .or_else(|| self.led(at))
            .or_else(|| self.trailed(at))
    }

    /// "after", "no later than": which side it gives, and whether the end of what follows is meant.
    fn leading(&self, at: usize) -> Option<(Side, bool, usize)> {
        let is_than = self.is(at + 1, "than");
        Some(match self.word(at) {
            "no" | "not" if self.is(at + 1, "later") && self.is(at + 2, "than") => (Side::To, true, at + 3),
            "no" | "not" if self.is(at + 1, "earlier") && self.is(at + 2, "than") => {
                (Side::From, false, at + 3)
            }
            "not" if self.is(at + 1, "before") => (Side::From, false, at + 2),
            "later" | "greater" if is_than => (Side::From, true, at + 2),
            "earlier" | "less" if is_than => (Side::To, false, at + 2),
            ">" if self.is(at + 1, "=") => (Side::From, false, at + 2),
            "<" if self.is(at + 1, "=") => (Side::To, true, at + 2),
            ">" => (Side::From, true, at + 1),
            "<" => (Side::To, false, at + 1),
            "after" => (Side::From, true, at + 1),
            "since" | "from" | "starting" | "beginning" => (Side::From, false, at + 1),
            "before" => (Side::To, false, at + 1),
            "prior" if self.is(at + 1, "to") => (Side::To, false, at + 2),
            "in" if self.is(at + 1, "advance") && self.is(at + 2, "of") => (Side::To, false, at + 3),
            "until" | "till" | "til" | "untill" => (Side::To, true, at + 1),
            "up" if self.any(at + 1, &["to", "until"]) => (Side::To, true, at + 2),
            _ => return None,
        })
    }

    fn led(&self, at: usize) -> Found<Expression> {
        let (side, mut is_end, mut start) = self.leading(at)?;
        if self.is(start, "or") && self.any(start + 1, &["on", "at", "in", "equal"]) {
            is_end = side == Side::To;
            start += 2;
        }
        start +=
            usize::from(self.any(start, &["from", "on", "at", "in", "around", "about", "the", "sometime"]));
        if self.is(at, "till") && self.is(start, "date") {
            let to = Edge { fields: Fields::span(Span::day(self.moment.now.date())), is_end: false };
            return Some((Expression::Range { from: None, to: Some(to) }, start + 1));
        }
        let (mut fields, end) =
            self.point(start).or_else(|| self.only_year(start)).or_else(|| self.clock(start, true))?;
        // "from 7 to 9 people": a span that is none.
        if self.is(at, "from")
            && self.number(start).is_some()
            && self.is(end, "to")
            && self.number(end + 1).is_some()
        {
            return None;
        }
        if self.is(at, "since") && fields.which.is_none() {
            fields.which = Some(Which::Past);
        }
        // "after Friday" begins when Friday is over; "after 3" at 3.
        let edge = Some(Edge { fields, is_end });
        let range = match side {
            Side::From => Expression::Range { from: edge, to: None },
            Side::To => Expression::Range { from: None, to: edge },
        };
        Some((range, end))
    }

    /// "3pm or later", "1/1/2027 and after", "Monday onwards".
    fn trailed(&self, at: usize) -> Found<Expression> {
        let (fields, end) = self.point(at).or_else(|| self.only_year(at))?;
        let skipped = end + usize::from(self.any(end, &["or", "and"]));
        let edge = Some(Edge { fields, is_end: false });
        match self.word(skipped) {
            "onwards" | "onward" => Some((Expression::Range { from: edge, to: None }, skipped + 1)),
            "later" | "after" | "afterwards" if skipped > end => {
                Some((Expression::Range { from: edge, to: None }, skipped + 1))
            }
            "earlier" | "before" | "sooner" if skipped > end => {
                let edge = edge.map(|it| Edge { is_end: true, ..it });
                Some((Expression::Range { from: None, to: edge }, skipped + 1))
            }
            _ => None,
        }
    }

    /// A year by itself, where only a point in time can stand.
    fn only_year(&self, at: usize) -> Found<Fields> {
        let Some(Atom::Number { value, digits: 4 }) = self.atom(at) else { return None };
        let year = i32::try_from(value).ok().filter(|it| (1900..2200).contains(it))?;
        let is_counted = matches!(self.atom(at + 1), Some(Atom::Unit(_)));
        (!is_counted).then_some((Fields { year: Some(year), ..Fields::default() }, at + 1))
    }

    /// "in 3 to 4 weeks".
    fn about(&self, at: usize) -> Found<Expression> {
        let least = self.number(at + 1).filter(|it| self.is(at, "in") && *it < 100)?;
        let is_joint = self.is_connector(at + 2) || self.is(at + 2, "or");
        let most = self.number(at + 3).filter(|it| is_joint && (least..100).contains(it))?;
        let unit = self.unit(at + 4)?;
        let ahead = |n: u32| {
            let length = Length::of(unit, n * 2);
            let day = plus_days(plus_months(self.moment.now.date(), length.months), length.days);
            (length.minutes == 0).then(|| Fields::span(Span::day(day)))
        };
        Some((between(ahead(least)?, ahead(most)?), at + 5))
    }

    /// "within two weeks", "within the next 5 hours".
    fn within(&self, at: usize) -> Found<Expression> {
        if !self.is(at, "within") {
            return None;
        }
        let skipped = at + 1 + usize::from(self.is(at + 1, "the"));
        let skipped = skipped + usize::from(self.any(skipped, &["next", "coming"]));
        let (length, end) =
            self.length(skipped).or_else(|| Some((Length::of(self.unit(skipped)?, 2), skipped + 1)))?;
        let is_from = self.any(end, &["from", "of", "after"])
            && (self.is(end + 1, "now") || self.atom(end + 1) == Some(Atom::Near(0)));
        let end = end + if is_from { 2 } else { 0 };
        let now = self.moment.now;
        let day = plus_days(plus_months(now.date(), length.months), length.days);
        let (from, to) = if length.minutes == 0 {
            (Fields::span(Span::day(now.date())), Fields::span(Span::day(day)))
        } else {
            let stop = day.and_time(now.time()).checked_add_signed(Duration::minutes(length.minutes))?;
            (instant(now), instant(stop))
        };
        Some((between(from, to), end))
    }

    /// "the next 3 days", "last two weeks", "past few hours", "3 next weeks".
    fn some_units(&self, at: usize) -> Found<Expression> {
        let (which, start) = self.which(at).or_else(|| {
            self.which(at + 1).filter(|(_, end)| self.number(at).is_some() && self.word(*end).ends_with('s'))
        })?;
        if at > 0
            && self.any(
                at - 1,
                &["will", "should", "shouldnt", "to", "can", "would", "might", "may", "not", "must"],
            )
        {
            return None;
        }
        let is_before = self.which(at).is_none();
        let count = match self.word(start) {
            _ if is_before => self.number(at)?,
            "few" | "several" => 3,
            "couple" => 2,
            _ => self.number(start).or_else(|| self.unit(start).map(|_| 1))?,
        };
        let mut end = start;
        if !is_before && self.unit(start).is_none() {
            end += 1;
            end += usize::from(self.is(end, "of"));
        }
        let unit = self.unit(end)?;
        let is_past = matches!(which, Which::Last | Which::Past);
        if which == Which::This
            || count > 1000
            || end == start && !is_before && !matches!(unit, Unit::Minute | Unit::Hour)
        {
            return None;
        }
        let n = i32::try_from(count).ok()?;
        self.units(unit, if is_past { -n } else { n }, is_before).map(|it| (it, end + 1))
    }

    /// So many whole days, weeks or months after this one, or before it; minutes and hours from now.
    fn units(&self, unit: Unit, n: i32, is_rolling: bool) -> Option<Expression> {
        let now = self.moment.now;
        let today = now.date();
        let minutes = match unit {
            Unit::Minute => i64::from(n),
            Unit::Hour => i64::from(n) * 60,
            _ => 0,
        };
        if minutes != 0 {
            let other = now.checked_add_signed(Duration::minutes(minutes))?;
            return Some(between(instant(now.min(other)), instant(now.max(other))));
        }
        let tomorrow = plus_days(today, 1);
        let steps = |from, n: i32| match unit {
            Unit::Week => plus_days(from, i64::from(n) * 7),
            Unit::Fortnight => plus_days(from, i64::from(n) * 14),
            Unit::Month => plus_months(from, n),
            Unit::Quarter => plus_months(from, n.saturating_mul(3)),
            Unit::Year => plus_months(from, n.saturating_mul(12)),
            _ => plus_days(from, i64::from(n)),
        };
        let here = match unit {
            Unit::Week | Unit::Fortnight => calendar::week_of(today),
            Unit::Month => calendar::month_of(today),
            Unit::Quarter => calendar::quarter_of(today),
            Unit::Year => calendar::year_of(today),
            _ => Span { from: today, to: tomorrow },
        };
        let (from, to) = if n < 0 {
            (steps(here.from, n), here.from)
        } else if is_rolling {
            (tomorrow, steps(tomorrow, n))
        } else {
            (here.to, steps(here.to, n))
        };
        Some(Expression::Point(Fields::span(Span { from, to })))
    }
}

fn instant(at: chrono::NaiveDateTime) -> Fields {
    Fields { instant: Some(at), ..Fields::default() }
}

fn between(from: Fields, to: Fields) -> Expression {
    let edge = |fields| Some(Edge { fields, is_end: false });
    Expression::Range { from: edge(from), to: edge(to) }
}

//! What is known of a point in time, and how two pieces of such knowledge become one.

use super::{Frequency, PartOfDay, calendar::Span};
use chrono::{NaiveDateTime, Weekday};

/// Which one of those that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    This,
    Next,
    Last,
    /// The first after today.
    Coming,
    /// The last before today.
    Past,
}

/// A time on the clock's face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From midnight; below 720 where it is open.
    pub minutes: u32,
    /// Nothing says which half of the day.
    pub is_open: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub year: Option<i32>,
    pub month: Option<u32>,
    /// Day of the month.
    pub number: Option<u32>,
    /// Month and day were written as numbers alone, so they may be the other way round.
    pub is_numeric: bool,
    pub weekday: Option<Weekday>,
    pub which: Option<Which>,
    /// Days that are settled: one, or a span in which weekday or number lie.
    pub span: Option<Span>,
    pub clock: Option<Clock>,
    pub part: Option<PartOfDay>,
    pub instant: Option<NaiveDateTime>,
    /// A number that may be an hour or a day of the month: its neighbours tell.
    pub bare: Option<u32>,
}

impl Fields {
    pub fn has_day(&self) -> bool {
        self.span.is_some()
            || self.number.is_some()
            || self.weekday.is_some()
            || self.month.is_some()
            || self.year.is_some()
    }

    pub fn has_time(&self) -> bool {
        self.clock.is_some() || self.part.is_some() || self.instant.is_some()
    }

    /// Both together, unless they contradict each other.
    pub fn with(mut self, other: &Fields) -> Option<Fields> {
        // "today in one hour".
        let instant = self.instant.or(other.instant);
        let day = self.span.or(other.span);
        if let (Some(instant), Some(day)) = (instant, day)
            && day.from == instant.date()
            && day.is_one_day()
        {
            return Some(Fields { instant: Some(instant), ..Fields::default() });
        }
        if instant.is_some() || self.bare.or(other.bare).is_some() {
            return None;
        }
        self.span = match (self.span, other.span) {
            (Some(a), Some(b)) if a.from <= b.from && b.to <= a.to => Some(b),
            (Some(a), Some(b)) if b.from <= a.from && a.to <= b.to => Some(a),
            (Some(_), Some(_)) => return None,
            (a, b) => a.or(b),
        };
        let is_clash = differ(self.year, other.year)
            || differ(self.month, other.month)
            || differ(self.number, other.number)
            || differ(self.weekday, other.weekday)
            || differ(self.part, other.part)
            || differ(self.which, other.which)
            || differ(self.clock, other.clock);
        if is_clash {
            return None;
        }
        self.year = self.year.or(other.year);
        self.month = self.month.or(other.month);
        self.number = self.number.or(other.number);
        self.weekday = self.weekday.or(other.weekday);
        self.which = self.which.or(other.which);
        self.clock = self.clock.or(other.clock);
        self.part = self.part.or(other.part);
        self.is_numeric |= other.is_numeric;
        let named = self.month.or(self.year.map(|_| 0));
        if self.span.is_some_and(|it| named.is_some() || (it.is_one_day() && self.number.is_some())) {
            return None;
        }
        let is_long = self.span.is_some_and(|it| !it.is_one_day());
        let is_somewhere = self.weekday.is_some() || self.number.is_some();
        if is_long && !is_somewhere && self.clock.is_some() {
            return None;
        }
        Some(self)
    }

    /// The day of another point, for a point that has none.
    pub fn day_from(&mut self, other: &Fields) {
        self.year = other.year;
        self.month = other.month;
        self.number = other.number;
        self.is_numeric = other.is_numeric;
        self.weekday = other.weekday;
        self.which = other.which;
        self.span = other.span;
    }

    pub fn clock(minutes: u32, is_open: bool) -> Fields {
        Fields { clock: Some(Clock { minutes, is_open }), ..Fields::default() }
    }

    pub fn span(span: Span) -> Fields {
        Fields { span: Some(span), ..Fields::default() }
    }

    /// A bare number as an hour; `None` for more than 24.
    pub fn hour(hour: u32) -> Option<Fields> {
        match hour {
            0 => Some(Fields::clock(0, false)),
            1..=12 => Some(Fields::clock(hour % 12 * 60, true)),
            13..=24 => Some(Fields::clock(hour % 24 * 60, false)),
            _ => None,
        }
    }
}

fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.is_some() && b.is_some() && a != b
}

/// A length of time: what the calendar counts and what the clock counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    pub months: i32,
    pub days: i64,
    pub minutes: i64,
    /// Written as "2w": on a front desk that is mostly a point so far ahead.
    pub is_short: bool,
}

/// One end of a span: the beginning of a point or, for "after Friday" and "until Friday", its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub fields: Fields,
    pub is_end: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Every {
    pub freq: Frequency,
    pub interval: u32,
    pub days: Vec<Weekday>,
    pub at: Fields,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Point(Fields),
    Range { from: Option<Edge>, to: Option<Edge> },
    Lasting { from: Fields, length: Length },
    Length(Length),
    Every(Every),
}

impl Expression {
    /// Two expressions side by side as one; `None` where they say different things.
    pub fn with(&self, other: &Expression) -> Option<Expression> {
        use Expression::{Every, Lasting, Length, Point, Range};
        match (self, other) {
            (Point(a), Point(b)) => a.with(b).map(Point),
            (Point(point), Range { from, to }) | (Range { from, to }, Point(point)) => {
                let both = |edge: &Option<Edge>| match edge {
                    None => Some(None),
                    Some(edge) => edge.fields.with(point).map(|fields| Some(Edge { fields, ..*edge })),
                };
                let is_day_of_times = point.clock.is_none() && !days_of(from) && !days_of(to);
                let is_span_of_days = point.span.is_some_and(|it| !it.is_one_day()) && !point.has_time();
                if is_day_of_times || is_span_of_days {
                    Some(Range { from: both(from)?, to: both(to)? })
                } else {
                    None
                }
            }
            (Range { from: Some(from), to: None }, Range { from: None, to: Some(to) })
            | (Range { from: None, to: Some(to) }, Range { from: Some(from), to: None }) => {
                Some(Range { from: Some(*from), to: Some(*to) })
            }
            (Point(from) | Range { from: Some(Edge { fields: from, .. }), to: None }, Length(length))
            | (Length(length), Range { from: Some(Edge { fields: from, is_end: false }), to: None }) => {
                Some(Lasting { from: *from, length: *length })
            }
            (Point(day), Lasting { from, length }) | (Lasting { from, length }, Point(day)) => {
                Some(Lasting { from: from.with(day)?, length: *length })
            }
            (Every(every), Point(at)) | (Point(at), Every(every))
                if !at.has_day() && every.at.clock.is_none() =>
            {
                let mut every = every.clone();
                every.at = every.at.with(at)?;
                Some(Every(every))
            }
            // "every two weeks on Monday".
            (Every(every), Point(Fields { weekday: Some(day), span: None, number: None, .. }))
                if every.freq == Frequency::Weekly && every.days.is_empty() =>
            {
                Some(Every(super::fields::Every { days: vec![*day], ..every.clone() }))
            }
            _ => None,
        }
    }
}

fn days_of(edge: &Option<Edge>) -> bool {
    edge.is_some_and(|it| it.fields.has_day() || it.fields.instant.is_some())
}

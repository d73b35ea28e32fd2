//! Days by name and by what they are to today: weekdays, "next week", "the first Monday of March", feasts, parts of a day.

use super::{
    PartOfDay,
    atom::{Atom, Unit},
    calendar::{self, Span, nth, plus_days, plus_months, week_of},
    fields::{Fields, Which},
    grammar::{Found, Reader},
    resolve::spans,
};
use chrono::{Datelike, Month, Timelike, Weekday};

impl Reader<'_> {
    pub fn day(&self, at: usize, depth: u8) -> Found<Fields> {
        self.named(at)
            .or_else(|| self.feast(at))
            .or_else(|| self.counted(at, depth))
            .or_else(|| self.weekday(at))
            .or_else(|| self.unit_span(at, depth))
    }

    fn near(&self, days: i64) -> Span {
        Span::day(plus_days(self.moment.now.date(), days))
    }

    /// "today", "tonight", "now", "the day after tomorrow".
    fn named(&self, at: usize) -> Found<Fields> {
        let skipped = at + usize::from(self.is(at, "the"));
        if self.is(skipped, "day")
            && self.any(skipped + 1, &["after", "before"])
            && let Some(Atom::Near(days @ (1 | -1))) = self.atom(skipped + 2)
        {
            return Some((Fields::span(self.near(days * 2)), skipped + 3));
        }
        match self.atom(at)? {
            Atom::Near(days) => Some((Fields::span(self.near(days)), at + 1)),
            Atom::Word => match self.word(at) {
                "later" | "earlier" if self.atom(at + 1) == Some(Atom::Near(0)) => {
                    Some((Fields::span(self.near(0)), at + 2))
                }
                "right" if self.is(at + 1, "now") => Some((self.instant(), at + 2)),
                "now" => Some((self.instant(), at + 1)),
                "eod" | "cob" => {
                    let closes = self.moment.closes.num_seconds_from_midnight() / 60;
                    let clock = Fields::clock(closes, false).clock;
                    Some((Fields { clock, ..Fields::span(self.near(0)) }, at + 1))
                }
                "tom"
                    if matches!(self.atom(at + 1), Some(Atom::Half(_) | Atom::Part { .. }))
                        || self.clock(at + 1, false).is_some() =>
                {
                    Some((Fields::span(self.near(1)), at + 1))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn instant(&self) -> Fields {
        Fields { instant: Some(self.moment.now), ..Fields::default() }
    }

    pub fn which(&self, at: usize) -> Found<Which> {
        let skipped = at + usize::from(self.any(at, &["the", "my"]));
        Some(match self.word(skipped) {
            "this" if self.any(skipped + 1, &["coming", "upcoming"]) => (Which::Coming, skipped + 2),
            "this" if self.any(skipped + 1, &["past", "last"]) => (Which::Past, skipped + 2),
            "this" | "current" => (Which::This, skipped + 1),
            "next" | "nxt" | "following" => (Which::Next, skipped + 1),
            "coming" | "upcoming" => (Which::Coming, skipped + 1),
            "last" | "previous" => (Which::Last, skipped + 1),
            "past" => (Which::Past, skipped + 1),
            _ => return None,
        })
    }

    fn weekday(&self, at: usize) -> Found<Fields> {
        let (which, end) = self.which(at).map_or((None, at), |(it, end)| (Some(it), end));
        let Some(Atom::Weekday { day, many: false }) = self.atom(end) else { return None };
        if which.is_none() && !self.is_weekday_here(at) {
            return None;
        }
        let end = end + 1;
        if self.is(end, "after") && self.is(end + 1, "next") {
            let first = calendar::on_or_after(plus_days(self.moment.now.date(), 1), day);
            return Some((Fields::span(Span::day(plus_days(first, 7))), end + 2));
        }
        let is_short = !self.word(end - 1).ends_with("day");
        let end = end + usize::from(is_short && self.is(end, ".") && self.atom(end + 1).is_some());
        let (which, end) = match which {
            None if self.is(end, "coming") => (Some(Which::Coming), end + 1),
            _ => (which, end),
        };
        Some((Fields { weekday: Some(day), which, ..Fields::default() }, end))
    }

    /// "sat" is also a verb and "sun" a star: they need company.
    fn is_weekday_here(&self, at: usize) -> bool {
        if !self.any(at, &["sat", "sun", "wed"]) {
            return true;
        }
        let is_led = at == 0
            || self.is_number(at - 1)
            || self.any(
                at - 1,
                &[
                    "on", "by", "for", "or", "and", "to", "-", "/", ",", "until", "before", "after", "from",
                    "till", "through", "at", "am", "pm", "next", "this", "every",
                ],
            );
        let is_followed = match self.atom(at + 1) {
            None
            | Some(
                Atom::Part { .. }
                | Atom::Number { .. }
                | Atom::Ordinal { .. }
                | Atom::Half(_)
                | Atom::Month(_),
            ) => true,
            Some(Atom::Sign(sign)) => sign != '\'',
            _ => self.any(at + 1, &["at", "am", "pm", "or", "to", "the", "please"]),
        };
        is_led && (is_followed || at > 0)
            || is_followed && !self.any(at.wrapping_sub(1), &["the", "i", "he", "she", "we", "they"])
    }

    /// "two Mondays ago", "three Fridays from now", "the Monday after Christmas".
    fn weekday_from(&self, at: usize, depth: u8) -> Found<Fields> {
        let one = |it| Fields::span(Span::day(it));
        if let (Some(n), Some(Atom::Weekday { day, .. })) = (self.number(at), self.atom(at + 1))
            && self.any(at + 2, &["ago", "back"])
            && n < 60
        {
            let last = calendar::on_or_after(plus_days(self.moment.now.date(), -7), day);
            return Some((one(plus_days(last, -7 * (i64::from(n) - 1))), at + 3));
        }
        if let (Some(n @ 1..60), Some(Atom::Weekday { day, .. })) = (self.number(at), self.atom(at + 1))
            && self.is(at + 2, "from")
            && (self.is(at + 3, "now") || self.atom(at + 3) == Some(Atom::Near(0)))
        {
            let first = calendar::on_or_after(plus_days(self.moment.now.date(), 1), day);
            return Some((one(plus_days(first, 7 * (i64::from(n) - 1))), at + 4));
        }
        if let (Some(Atom::Weekday { day, many: false }), true) =
            (self.atom(at), self.is(at + 1, "after") && depth > 0)
            && let Some((base, end)) = self.point_within(at + 2, depth - 1)
            && base.has_day()
        {
            let base = spans(&base, self.moment, self.moment.now.date()).first()?.0.from;
            return Some((one(calendar::on_or_after(plus_days(base, 1), day)), end));
        }
        None
    }

    /// "first Monday of next month", "last day in June 2028", "third Tuesday after Christmas", "4 Mondays ago".
    fn counted(&self, at: usize, depth: u8) -> Found<Fields> {
        let at = at + usize::from(self.is(at, "the"));
        let one = |it| Fields::span(Span::day(it));
        if let Some(found) = self.weekday_from(at, depth) {
            return Some(found);
        }
        let n = match self.atom(at)? {
            Atom::Ordinal { value, .. } => i32::try_from(value).ok()?,
            _ if self.is(at, "last") => -1,
            _ => return None,
        };
        let at = at + usize::from(self.any(at + 1, &["available", "possible", "free", "open"]));
        let joint = at + 2;
        if self.is(joint, "after")
            && depth > 0
            && n > 0
            && let Some(Atom::Weekday { day, .. }) = self.atom(at + 1)
        {
            let (base, end) = self.point_within(joint + 1, depth - 1)?;
            let base = spans(&base, self.moment, self.moment.now.date()).first()?.0.from;
            let first = calendar::on_or_after(plus_days(base, 1), day);
            return Some((one(plus_days(first, 7 * i64::from(n - 1))), end));
        }
        let weekend = self.weekend_word(at + 1);
        let joint = weekend.unwrap_or(joint);
        let of_span = if self.any(joint, &["of", "in"]) { self.month_span(joint + 1) } else { None };
        match self.atom(at + 1)? {
            Atom::Weekday { day, .. } => {
                let (span, end) = match of_span {
                    Some(found) => found,
                    None if n > 0 && !self.is(at, "second") => {
                        (calendar::month_of(self.moment.now.date()), joint)
                    }
                    None => return None,
                };
                nth(span, day, n).map(|it| (one(it), end))
            }
            // The weeks of a month are counted from its first day.
            Atom::Unit(Unit::Week) if weekend.is_none() => {
                let (span, end) = of_span?;
                let from =
                    if n > 0 { plus_days(span.from, i64::from(n - 1) * 7) } else { plus_days(span.to, -7) };
                (from < span.to)
                    .then(|| (Fields::span(Span { from, to: plus_days(from, 7).min(span.to) }), end))
            }
            Atom::Unit(Unit::Day) => {
                let (span, end) = of_span?;
                let day = if n > 0 { plus_days(span.from, i64::from(n - 1)) } else { plus_days(span.to, -1) };
                (day < span.to).then(|| (one(day), end))
            }
            _ if weekend.is_some() => {
                let (span, end) = of_span?;
                let from = nth(span, Weekday::Sat, n)?;
                Some((Fields::span(Span { from, to: plus_days(from, 2) }), end))
            }
            _ => None,
        }
    }

    /// A month as the whole in which something is counted.
    fn month_span(&self, at: usize) -> Found<Span> {
        let (fields, end) = self.month(at, true).or_else(|| self.unit_span(at, 0))?;
        if fields.number.is_some() {
            return None;
        }
        Some((spans(&fields, self.moment, self.moment.now.date()).first()?.0, end))
    }

    pub fn weekend_word(&self, at: usize) -> Option<usize> {
        if self.any(at, &["weekend", "wkend", "weekends"]) {
            return Some(at + 1);
        }
        (self.is(at, "week") && self.is(at + 1, "-") && self.is(at + 2, "end")).then_some(at + 3)
    }

    /// "next week", "the month after next", "this weekend", "the week of June 9th", "rest of the week".
    fn unit_span(&self, at: usize, depth: u8) -> Found<Fields> {
        let now = self.moment.now;
        let today = now.date();
        if let Some(found) = self.rest(at) {
            return Some(found);
        }
        let (which, end) = self.which(at).map_or((None, at), |(it, end)| (Some(it), end));
        let articles = end + usize::from(which.is_none() && self.any(end, &["the", "my", "w"]));
        let end = if self.is(end, "w") && self.is(end + 1, "/") { end } else { articles };
        let is_any = at > 0 && self.is(at - 1, "a");
        if let Some(end) = self.weekend_word(end).filter(|_| !is_any) {
            let from = plus_days(calendar::monday_of(today), 5);
            let weeks = match which {
                Some(Which::Next) => 7,
                Some(Which::Last | Which::Past) => -7,
                _ => 0,
            };
            let from = plus_days(from, weeks);
            return Some((Fields::span(Span { from, to: plus_days(from, 2) }), end));
        }
        if depth > 0
            && let Some(found) = self.week_of_day(end, depth)
        {
            return Some(found);
        }
        let is_work = self.any(end, &["working", "work"]) && self.is(end + 1, "week");
        let end = end + usize::from(is_work);
        let unit = self.unit(end)?;
        if self.is(end + 1, "after") {
            let skipped = end + 2 + usize::from(self.is(end + 2, "the"));
            if self.is(skipped, "next") && unit != Unit::Day {
                return Some((Fields::span(around(unit, today, 2)?), skipped + 1));
            }
        }
        let steps = match which {
            Some(Which::This) => 0,
            Some(Which::Next | Which::Coming) => 1,
            Some(Which::Last | Which::Past) => -1,
            None if self.is(at, "the")
                && matches!(unit, Unit::Week | Unit::Month)
                && !(unit == Unit::Week && self.is_of_days(at)) =>
            {
                0
            }
            None => return None,
        };
        if matches!(unit, Unit::Minute | Unit::Hour | Unit::Day | Unit::Fortnight) {
            return None;
        }
        let mut span = around(unit, today, steps)?;
        if is_work {
            span.to = plus_days(span.from, 5);
        }
        // "last week's Sunday".
        let end = end + 1 + usize::from(self.is(end + 1, "s") && self.is_glued(end + 1));
        Some((Fields::span(span), end))
    }

    /// "what day of the week".
    fn is_of_days(&self, at: usize) -> bool {
        at > 1 && self.is(at - 1, "of") && self.any(at - 2, &["day", "days", "time"])
    }

    /// What is left of the week or month: "rest of the week", "later this week".
    fn rest(&self, at: usize) -> Found<Fields> {
        let today = self.moment.now.date();
        let mut end = match self.word(at) {
            "rest" | "remainder" | "remaining" | "later" => at + 1,
            "the" if self.any(at + 1, &["rest", "remainder"]) => at + 2,
            _ => return None,
        };
        end += usize::from(self.is(end, "of"));
        end += usize::from(self.any(end, &["the", "this", "my", "in"]));
        end += usize::from(self.any(end, &["the", "this"]));
        let span = match self.unit(end)? {
            Unit::Week => week_of(today),
            Unit::Month => calendar::month_of(today),
            Unit::Year => calendar::year_of(today),
            _ => return None,
        };
        Some((Fields::span(Span { from: today, to: span.to }), end + 1))
    }

    /// "the week of June 9th", "week starting Monday", "w/c June 9".
    fn week_of_day(&self, at: usize, depth: u8) -> Found<Fields> {
        let mut end = match self.word(at) {
            "week" if self.any(at + 1, &["of", "starting", "beginning", "commencing"]) => at + 2,
            "w" if self.is(at + 1, "/") && self.any(at + 2, &["c", "b"]) => at + 3,
            _ => return None,
        };
        end += usize::from(self.is(end, "on"));
        end += usize::from(self.is(end, "the"));
        let (day, end) = self.point_within(end, depth - 1)?;
        let day = spans(&day, self.moment, self.moment.now.date()).first()?.0;
        // A Sunday that is named for a week is the eve of that week.
        let from = if day.from.weekday() == Weekday::Sun { plus_days(day.from, 1) } else { day.from };
        day.is_one_day().then(|| (Fields::span(week_of(from)), end))
    }

    /// "in the afternoon", "this evening", "last night", "tonight".
    pub fn part(&self, at: usize) -> Found<Fields> {
        let of = |part, span| Fields { part: Some(part), span, ..Fields::default() };
        match self.atom(at)? {
            Atom::Tonight => return Some((of(PartOfDay::Night, Some(self.near(0))), at + 1)),
            Atom::Part { part: PartOfDay::Night, .. } if at > 0 && self.number(at - 1).is_some() => {
                return None;
            }
            Atom::Part { part: PartOfDay::Lunch, .. } if self.is_meal(at) => return None,
            Atom::Part { part, .. } => {
                let end = at + 1 + usize::from(part == PartOfDay::Lunch && self.is(at + 1, "time"));
                return Some((of(part, None), end));
            }
            _ => {}
        }
        let (which, end) = self.which(at)?;
        let Some(Atom::Part { part, .. }) = self.atom(end) else { return None };
        let days = match which {
            Which::This | Which::Coming => 0,
            Which::Next => 1,
            Which::Last | Which::Past => -1,
        };
        Some((of(part, Some(self.near(days))), end + 1))
    }

    /// "lunch" is a time of day where something stands before it that says so.
    fn is_meal(&self, at: usize) -> bool {
        !self.is(at, "lunchtime")
            && !self.is(at + 1, "time")
            && at > 0
            && matches!(self.atom(at - 1), Some(Atom::Word | Atom::Half(_)))
            && !self.any(
                at - 1,
                &["at", "before", "after", "around", "about", "by", "during", "over", "until", "till"],
            )
    }
}

/// The week, month or year that is so many after this one.
fn around(unit: Unit, today: chrono::NaiveDate, steps: i32) -> Option<Span> {
    Some(match unit {
        Unit::Week => week_of(plus_days(today, i64::from(steps) * 7)),
        Unit::Month => calendar::month_of(plus_months(calendar::month_of(today).from, steps)),
        Unit::Quarter => calendar::quarter_of(plus_months(calendar::month_of(today).from, 3 * steps)),
        Unit::Year => calendar::year_of(plus_months(calendar::year_of(today).from, 12 * steps)),
        _ => return None,
    })
}

/// Months whose names, or what shortens them, are words for other things as well.
pub fn is_doubtful(month: Month, word: &str) -> bool {
    matches!(month, Month::May | Month::March)
        || matches!(word, "mar" | "jan" | "dec" | "jun" | "sep" | "apr")
}

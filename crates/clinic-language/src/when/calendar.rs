//! The calendar's arithmetic: weeks that begin on Monday, the n-th weekday of a month, feasts that move.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Days from one up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Span {
    pub fn day(day: NaiveDate) -> Span {
        Span { from: day, to: plus_days(day, 1) }
    }

    pub fn is_one_day(&self) -> bool {
        plus_days(self.from, 1) == self.to
    }

    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let to = self.to;
        self.from.iter_days().take(400).take_while(move |it| *it < to)
    }
}

/// The day so many later; at the ends of the calendar, the day itself.
pub fn plus_days(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    moved.unwrap_or(day)
}

/// The same day so many months later, or the last of that month.
pub fn plus_months(day: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    let moved = if months < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) };
    moved.unwrap_or(day)
}

pub fn monday_of(day: NaiveDate) -> NaiveDate {
    plus_days(day, -i64::from(day.weekday().num_days_from_monday()))
}

pub fn week_of(day: NaiveDate) -> Span {
    let from = monday_of(day);
    Span { from, to: plus_days(from, 7) }
}

pub fn month_of(day: NaiveDate) -> Span {
    let from = day.with_day(1).unwrap_or(day);
    Span { from, to: plus_months(from, 1) }
}

pub fn quarter_of(day: NaiveDate) -> Span {
    let from = month_of(day).from;
    let from = plus_months(from, -(day.month0() as i32 % 3));
    Span { from, to: plus_months(from, 3) }
}

pub fn year_of(day: NaiveDate) -> Span {
    let from = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    Span { from, to: plus_months(from, 12) }
}

pub fn month(year: i32, month: u32) -> Option<Span> {
    NaiveDate::from_ymd_opt(year, month, 1).map(month_of)
}

/// The first such weekday on the day or after it.
pub fn on_or_after(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let ahead = i64::from(weekday.num_days_from_monday()) - i64::from(day.weekday().num_days_from_monday());
    plus_days(day, ahead.rem_euclid(7))
}

/// The n-th such weekday of a span, from its end where `n` is negative (-1 is the last).
pub fn nth(span: Span, weekday: Weekday, n: i32) -> Option<NaiveDate> {
    let day = if n > 0 {
        plus_days(on_or_after(span.from, weekday), i64::from(n - 1) * 7)
    } else {
        plus_days(on_or_after(plus_days(span.to, -7), weekday), i64::from(n + 1) * 7)
    };
    (span.from <= day && day < span.to).then_some(day)
}

/// Easter Sunday by the anonymous Gregorian computus (Nature, 20 April 1876).
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    Fixed { month: u32, day: u32 },
    Nth { month: u32, weekday: Weekday, n: i32, then: i64 },
    Easter { then: i64 },
}

impl Feast {
    pub fn of(self, year: i32) -> Option<NaiveDate> {
        match self {
            Feast::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Feast::Nth { month: of, weekday, n, then } => {
                nth(month(year, of)?, weekday, n).map(|it| plus_days(it, then))
            }
            Feast::Easter { then } => easter(year).map(|it| plus_days(it, then)),
        }
    }

    /// The first on the day or after it.
    pub fn from(self, day: NaiveDate) -> Option<NaiveDate> {
        (day.year()..=day.year() + 1).filter_map(|it| self.of(it)).find(|it| *it >= day)
    }

    /// The last before the day.
    pub fn before(self, day: NaiveDate) -> Option<NaiveDate> {
        (day.year() - 1..=day.year()).rev().filter_map(|it| self.of(it)).find(|it| *it < day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_feasts_fall_where_the_almanac_says() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(easter(2024), day(2024, 3, 31));
        assert_eq!(easter(2025), day(2025, 4, 20));
        assert_eq!(easter(2026), day(2026, 4, 5));
        let thanks = Feast::Nth { month: 11, weekday: Weekday::Thu, n: 4, then: 0 };
        assert_eq!(thanks.of(2026), day(2026, 11, 26));
        let memorial = Feast::Nth { month: 5, weekday: Weekday::Mon, n: -1, then: 0 };
        assert_eq!(memorial.of(2026), day(2026, 5, 25));
    }
}

//! From what is known of a point to the points that it may be, seen from this moment.

use super::{
    Meaning, Moment, PartOfDay, Reading,
    calendar::{self, Span, month_of, nth, on_or_after, plus_days, plus_months, week_of},
    edges,
    fields::{Clock, Every, Expression, Fields, Length, Which},
};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

/// What a reading costs that somebody may have meant as well.
const OTHER: u16 = 5;
/// What a reading costs that the clinic's hours speak against.
const OUT_OF_HOURS: u16 = 40;

/// What "now" costs: mostly it only leads in what somebody wants.
pub const VAGUE: u16 = 30;

pub fn readings(expression: &Expression, moment: &Moment) -> Vec<Reading> {
    match expression {
        Expression::Point(fields) => point(fields, moment),
        Expression::Range { from, to } => edges::range(from.as_ref(), to.as_ref(), moment),
        Expression::Lasting { from, length } => edges::lasting(from, length, moment),
        Expression::Length(length) => {
            let mut found = vec![plain(Meaning::Length { seconds: seconds(length) })];
            if length.is_short && length.minutes == 0 {
                let day = plus_days(plus_months(moment.now.date(), length.months), length.days);
                found.push(Reading { cost: OTHER, ..plain(Meaning::Date(day)) });
            }
            found
        }
        Expression::Every(every) => vec![plain(recurrence(every, moment))],
    }
}

pub fn plain(meaning: Meaning) -> Reading {
    Reading { meaning, cost: 0, part_of_day: None }
}

fn recurrence(every: &Every, moment: &Moment) -> Meaning {
    let at = every.at.clock.and_then(|it| clock_times(it, every.at.part, moment).first().copied());
    Meaning::Every {
        freq: every.freq,
        interval: every.interval,
        days: every.days.clone(),
        at: at.map(|(minutes, _)| time(minutes)),
    }
}

pub fn seconds(length: &Length) -> i64 {
    (i64::from(length.months) / 12 * 365 + i64::from(length.months) % 12 * 30 + length.days) * 86_400
        + length.minutes * 60
}

fn point(fields: &Fields, moment: &Moment) -> Vec<Reading> {
    if let Some(instant) = fields.instant {
        let cost = if instant == moment.now { VAGUE } else { 0 };
        return vec![Reading { cost, ..plain(Meaning::DateTime(instant)) }];
    }
    let reading = |meaning, cost| Reading { meaning, cost, part_of_day: fields.part };
    let times = fields.clock.map(|it| clock_times(it, fields.part, moment)).unwrap_or_default();
    if !fields.has_day() {
        if let (true, Some(part)) = (times.is_empty(), fields.part) {
            let (from, to) = hours(part);
            return vec![reading(Meaning::Times { from: Some(time(from)), to: Some(time(to)) }, 0)];
        }
        return times.iter().map(|(it, cost)| reading(Meaning::Time(time(*it)), *cost)).collect();
    }
    let mut found = Vec::new();
    for (span, day_cost) in spans(fields, moment, moment.now.date()) {
        if !span.is_one_day() {
            found.push(reading(Meaning::Dates { from: Some(span.from), to: Some(span.to) }, day_cost));
        } else if let (true, Some(part)) = (times.is_empty(), fields.part) {
            let (from, to) = hours(part);
            let (from, to) = (Some(on(span.from, from)), Some(on(span.from, to)));
            found.push(reading(Meaning::DateTimes { from, to }, day_cost));
        } else if times.is_empty() {
            found.push(reading(Meaning::Date(span.from), day_cost));
        } else {
            let all = times.iter().map(|(it, cost)| (on(span.from, *it), day_cost + cost));
            found.extend(all.map(|(it, cost)| reading(Meaning::DateTime(it), cost)));
        }
    }
    found
}

/// Minutes from midnight as a time; the day's last minute is followed by its first.
pub fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minutes / 60 % 24, minutes % 60, 0).unwrap_or_default()
}

/// Minutes from a day's midnight, 1440 being the next one.
pub fn on(day: NaiveDate, minutes: u32) -> NaiveDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(Duration::minutes(i64::from(minutes))).unwrap_or(midnight)
}

/// What people mean by a part of the day, in minutes from midnight.
pub fn hours(part: PartOfDay) -> (u32, u32) {
    match part {
        PartOfDay::Morning => (8 * 60, 12 * 60),
        PartOfDay::Lunch => (11 * 60, 13 * 60),
        PartOfDay::Afternoon => (12 * 60, 17 * 60),
        PartOfDay::Evening => (17 * 60, 21 * 60),
        PartOfDay::Night => (20 * 60, 24 * 60),
    }
}

/// The minutes from midnight that a clock's face may show, with what each costs.
pub fn clock_times(clock: Clock, part: Option<PartOfDay>, moment: &Moment) -> Vec<(u32, u16)> {
    let (early, late) = (clock.minutes, clock.minutes + 720);
    if !clock.is_open {
        return vec![(early, 0)];
    }
    match part {
        Some(PartOfDay::Morning) => vec![(early, 0)],
        Some(PartOfDay::Afternoon) => vec![(late, 0)],
        Some(PartOfDay::Lunch) => vec![(if early >= 10 * 60 { early } else { late }, 0)],
        Some(PartOfDay::Evening) if early >= 60 => vec![(late, 0)],
        Some(PartOfDay::Night) if early >= 5 * 60 => vec![(late, 0)],
        Some(PartOfDay::Evening | PartOfDay::Night) => vec![(early, 0)],
        None => {
            let is_open = |it: u32| is_in_hours(it, moment);
            match (is_open(early), is_open(late)) {
                (true, false) => vec![(early, 0), (late, OUT_OF_HOURS)],
                (false, true) => vec![(late, 0), (early, OUT_OF_HOURS)],
                (true, true) => vec![(early, 0), (late, OTHER)],
                (false, false) => vec![(late, 0), (early, OTHER)],
            }
        }
    }
}

pub fn is_in_hours(minutes: u32, moment: &Moment) -> bool {
    let of = |it: NaiveTime| it.num_seconds_from_midnight() / 60;
    of(moment.opens) <= minutes && minutes < of(moment.closes)
}

/// The days that fields may mean, best first; `base` is the day from which what is not settled lies ahead.
pub fn spans(fields: &Fields, moment: &Moment, base: NaiveDate) -> Vec<(Span, u16)> {
    let one = |it: Option<NaiveDate>| it.map(|it| (Span::day(it), 0)).into_iter().collect();
    match (fields.span, fields.month, fields.number, fields.weekday) {
        (Some(span), _, Some(number), _) => one(span.days().find(|it| it.day() == number)),
        (Some(span), _, None, Some(weekday)) => one(weekday_in(span, weekday)),
        (Some(span), _, None, None) => vec![(span, 0)],
        (None, Some(month), Some(number), _) => day_of_month(fields, month, number, base),
        (None, Some(month), None, Some(weekday)) => {
            let span = month_ahead(fields, month, base);
            one(span.and_then(|it| nth(it, weekday, 1)))
        }
        (None, Some(month), None, None) => {
            month_ahead(fields, month, base).map(|it| (it, 0)).into_iter().collect()
        }
        (None, None, Some(number), Some(weekday)) => {
            // Far ahead is less likely than just gone: "Friday the 15th", said a few days later.
            let is_it = |it: &NaiveDate| it.day() == number && it.weekday() == weekday;
            let among =
                |mut days: std::ops::Range<i64>| days.find_map(|it| Some(plus_days(base, it)).filter(is_it));
            match among(0..60).or_else(|| among(-31..0)).or_else(|| among(60..100)) {
                Some(day) => vec![(Span::day(day), 0)],
                // They contradict each other; the weekday is what people remember.
                None => {
                    let mut found = weekday_ahead(fields, weekday, moment, base);
                    found.extend(number_ahead(number, base).map(|it| (Span::day(it), OTHER)));
                    found
                }
            }
        }
        (None, None, Some(number), None) => one(number_ahead(number, base)),
        (None, None, None, Some(weekday)) => weekday_ahead(fields, weekday, moment, base),
        (None, None, None, None) => {
            let year = fields.year.and_then(|it| NaiveDate::from_ymd_opt(it, 1, 1)).map(calendar::year_of);
            year.map(|it| (it, 0)).into_iter().collect()
        }
    }
}

/// In a week or a month, its first; beside a single day that was counted out, the nearest that may have been meant.
fn weekday_in(span: Span, weekday: Weekday) -> Option<NaiveDate> {
    if !span.is_one_day() {
        return nth(span, weekday, 1);
    }
    let before = plus_days(span.from, -1);
    Some(on_or_after(before, weekday))
}

fn number_ahead(number: u32, base: NaiveDate) -> Option<NaiveDate> {
    let first = month_of(base).from;
    (0..4).filter_map(|it| plus_months(first, it).with_day(number)).find(|it| *it >= base)
}

fn month_ahead(fields: &Fields, month: u32, base: NaiveDate) -> Option<Span> {
    if let Some(year) = fields.year {
        return calendar::month(year, month);
    }
    let year = base.year();
    match fields.which {
        Some(Which::This) => calendar::month(year, month),
        Some(Which::Last | Which::Past) => {
            [year, year - 1].into_iter().filter_map(|it| calendar::month(it, month)).find(|it| it.to <= base)
        }
        Some(Which::Next) => {
            [year, year + 1].into_iter().filter_map(|it| calendar::month(it, month)).find(|it| it.from > base)
        }
        _ => [year, year + 1].into_iter().filter_map(|it| calendar::month(it, month)).find(|it| it.to > base),
    }
}

fn day_of_month(fields: &Fields, month: u32, number: u32, base: NaiveDate) -> Vec<(Span, u16)> {
    let mut found = Vec::new();
    let mut ways = vec![(month, number, 0)];
    if fields.is_numeric && number <= 12 && number != month {
        ways.push((number, month, 2 * OTHER));
    }
    for (month, number, cost) in ways {
        let of = |year| NaiveDate::from_ymd_opt(year, month, number);
        let year = base.year();
        let day = match (fields.year, fields.which) {
            (Some(year), _) => of(year),
            (None, Some(Which::This)) => of(year),
            (None, Some(Which::Last | Which::Past)) => {
                (year - 8..=year).rev().filter_map(of).find(|it| *it < base)
            }
            (None, _) => ahead(base, fields.weekday, of),
        };
        let is_free = fields.year.or(fields.weekday.map(|_| 0)).is_none() && fields.which.is_none();
        let gone =
            of(year).filter(|it| is_free && !fields.is_numeric && *it < base && it.month() == base.month());
        // Of this month and gone by: nobody plans a whole year ahead, so it is what was.
        found.extend(gone.map(|it| (Span::day(it), cost)));
        let cost = cost + if gone.is_some() { OTHER } else { 0 };
        found.extend(day.map(|it| (Span::day(it), cost)));
    }
    found
}

/// The next such day of the year; one of the next two years whose weekday fits goes before.
fn ahead(
    base: NaiveDate,
    weekday: Option<Weekday>,
    of: impl Fn(i32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let days = || (base.year()..base.year() + 9).filter_map(&of).filter(|it| *it >= base);
    let fits = |it: &NaiveDate| weekday.is_none_or(|day| it.weekday() == day);
    let gone =
        || of(base.year()).filter(|it| *it < base && (base - *it).num_days() < 32 && weekday.is_some());
    days().take(2).find(fits).or_else(|| gone().filter(fits)).or_else(|| days().next())
}

fn weekday_ahead(fields: &Fields, weekday: Weekday, moment: &Moment, base: NaiveDate) -> Vec<(Span, u16)> {
    let here = nth(week_of(base), weekday, 1).unwrap_or(base);
    let coming = on_or_after(plus_days(base, 1), weekday);
    let (best, other) = match fields.which {
        Some(Which::This) if here >= base => (here, None),
        Some(Which::This) => (coming, Some(here)),
        Some(Which::Next) => (plus_days(here, 7), Some(coming)),
        Some(Which::Last) => (plus_days(here, -7), Some(plus_days(coming, -7)).filter(|it| *it < base)),
        Some(Which::Coming) => (coming, None),
        Some(Which::Past) => (on_or_after(plus_days(base, -7), weekday), None),
        None if here == base && base == moment.now.date() => {
            // Named on the day itself: with an hour that is still to come, most likely today.
            let is_ahead = fields.clock.is_some_and(|it| {
                clock_times(it, fields.part, moment).first().is_some_and(|(it, _)| on(base, *it) > moment.now)
            });
            if is_ahead { (base, Some(coming)) } else { (coming, Some(base)) }
        }
        None => (on_or_after(base, weekday), None),
    };
    let mut found = vec![(Span::day(best), 0)];
    found.extend(other.filter(|it| *it != best).map(|it| (Span::day(it), OTHER)));
    found
}

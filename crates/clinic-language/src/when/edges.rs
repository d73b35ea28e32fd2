//! Spans: their two ends told together, since each tells something of the other.

use super::{
    Meaning, Moment, PartOfDay, Reading,
    calendar::{Span, plus_days, plus_months},
    fields::{Clock, Edge, Fields, Length},
    resolve::{clock_times, hours, on, plain, spans, time},
};
use chrono::{Duration, NaiveDate, NaiveDateTime};

const DAY: u32 = 24 * 60;

pub fn range(from: Option<&Edge>, to: Option<&Edge>, moment: &Moment) -> Vec<Reading> {
    let (mut from, mut to) = (from.copied(), to.copied());
    if let (Some(from), Some(to)) = (&mut from, &mut to) {
        share(&mut from.fields, &mut to.fields);
    }
    let all = || [&from, &to].into_iter().flatten();
    let has_time = all().any(|it| it.fields.has_time());
    let has_day = all().any(|it| it.fields.has_day() || it.fields.instant.is_some());
    let meaning = if has_time && has_day {
        instants(from.as_ref(), to.as_ref(), moment)
    } else if has_time {
        let (from, to) = minutes(from.as_ref(), to.as_ref(), moment);
        Some(Meaning::Times { from: from.map(time), to: to.map(time) })
    } else {
        days(from.as_ref(), to.as_ref(), moment)
    };
    let part = all().find_map(|it| it.fields.part.filter(|_| it.fields.clock.is_none()));
    meaning.map(|meaning| Reading { meaning, cost: 0, part_of_day: part }).into_iter().collect()
}

/// "between May and July", said in June: the span that is under way, not next year's.
fn is_under_way(from: Option<&Edge>, to: Option<&Edge>) -> bool {
    let is_month = |edge: Option<&Edge>| {
        edge.is_some_and(|it| {
            it.fields.month.is_some() && it.fields.number.or(it.fields.year.map(|_| 0)).is_none()
        })
    };
    is_month(from) && is_month(to)
}

/// What only one end says holds for the other as well: the month, the year, the day of two times.
fn share(from: &mut Fields, to: &mut Fields) {
    if !from.has_day() && from.clock.is_some() && to.has_day() && to.has_time() {
        from.day_from(&to.clone());
    } else if from.has_day() && !to.has_day() && to.instant.is_none() {
        to.day_from(&from.clone());
    }
    if from.number.is_some() && from.month.is_none() && from.span.is_none() {
        from.month = to.month;
        from.span = to.span.filter(|it| !it.is_one_day());
        from.year = from.year.or(to.year);
        // "from the 29th to the 16th of April" begins in March.
        if from.number > to.number && to.number.is_some() {
            from.month = to.month.map(|it| if it == 1 { 12 } else { it - 1 });
            from.year = from.year.map(|it| if to.month == Some(1) { it - 1 } else { it });
        }
    }
    if to.number.is_some() && to.span.is_none() && to.month.is_none() {
        to.span = from.span.filter(|it| !it.is_one_day());
    }
    if to.year.is_some() && from.year.is_none() && from.month.is_some() {
        from.year = to.year.map(|it| if from.month > to.month { it - 1 } else { it });
    }
}

fn first_day(edge: &Edge, moment: &Moment, base: NaiveDate) -> Option<Span> {
    spans(&edge.fields, moment, base).first().map(|(span, _)| *span)
}

/// The days of both ends, the second not before the first.
fn day_spans(
    from: Option<&Edge>,
    to: Option<&Edge>,
    moment: &Moment,
) -> Option<(Option<Span>, Option<Span>)> {
    let today = moment.now.date();
    let from_span = match from.filter(|it| it.fields.has_day()) {
        Some(edge) => Some(first_day(edge, moment, today)?),
        None => None,
    };
    let to_span = match to.filter(|it| it.fields.has_day()) {
        Some(edge) => {
            let is_free = edge.fields.which.is_none() && edge.fields.span.is_none();
            let base = from_span.filter(|_| is_free).map_or(today, |it| it.from);
            Some(first_day(edge, moment, base)?)
        }
        None => None,
    };
    if is_under_way(from, to)
        && let (Some(a), Some(edge)) = (from_span, to)
        && let Some(end) = first_day(edge, moment, today)
        && end.from < a.from
    {
        let earlier = Span { from: plus_months(a.from, -12), to: plus_months(a.to, -12) };
        return Some((Some(earlier), Some(end)));
    }
    Some((from_span, to_span))
}

fn days(from: Option<&Edge>, to: Option<&Edge>, moment: &Moment) -> Option<Meaning> {
    let (from_span, to_span) = day_spans(from, to, moment)?;
    // From a day to a month: up to where the month begins.
    let is_coarser =
        from_span.is_some_and(|it| it.is_one_day()) && to_span.is_some_and(|it| !it.is_one_day());
    let to = to.map(|it| Edge { is_end: it.is_end && !is_coarser, ..*it });
    let to = to.as_ref();
    let pick =
        |edge: Option<&Edge>, span: Option<Span>| Some(if edge?.is_end { span?.to } else { span?.from });
    let (from, to) = (pick(from, from_span), pick(to, to_span));
    if from.is_none() && to.is_none() || from.is_some_and(|from| to.is_some_and(|to| to < from)) {
        return None;
    }
    Some(Meaning::Dates { from, to })
}

fn instants(from: Option<&Edge>, to: Option<&Edge>, moment: &Moment) -> Option<Meaning> {
    let (from_span, to_span) = day_spans(from, to, moment)?;
    let (from_minutes, to_minutes) = minutes(from, to, moment);
    let today = moment.now.date();
    let end = |edge: Option<&Edge>, span: Option<Span>, minutes: Option<u32>, base: NaiveDate| {
        let edge = edge?;
        if let Some(instant) = edge.fields.instant {
            return Some(instant);
        }
        match (span, minutes) {
            (Some(span), Some(minutes)) => Some(on(span.from, minutes)),
            (Some(span), None) => Some(on(if edge.is_end { span.to } else { span.from }, 0)),
            (None, Some(minutes)) => Some(on(base, minutes)),
            (None, None) => None,
        }
    };
    let start = end(from, from_span, from_minutes, today);
    let mut stop = end(to, to_span, to_minutes, start.map_or(today, |it| it.date()));
    // "from now to 8" at 10 o'clock, "from 10 pm to 2": the next time that the clock shows it.
    if let (Some(start), Some(before)) = (start, stop)
        && before <= start
    {
        let half = if to.is_some_and(|it| it.fields.clock.is_some_and(|it| it.is_open)) { 12 } else { 24 };
        let later = [half, 24].map(|it| before.checked_add_signed(Duration::hours(it)));
        stop = later.into_iter().flatten().find(|it| *it > start).or(stop);
    }
    Some(Meaning::DateTimes { from: start, to: stop })
}

/// The times of both ends in minutes from midnight.
fn minutes(from: Option<&Edge>, to: Option<&Edge>, moment: &Moment) -> (Option<u32>, Option<u32>) {
    let of_part = |edge: Option<&Edge>| {
        let edge = edge?;
        let (from, to) = hours(edge.fields.part?);
        Some(if edge.is_end { to } else { from })
    };
    let clock = |edge: Option<&Edge>| edge.and_then(|it| it.fields.clock);
    match (clock(from), clock(to)) {
        (Some(a), Some(b)) => {
            let part = |edge: Option<&Edge>| edge.and_then(|it| it.fields.part);
            let (a, b) = pair((a, part(from)), (b, part(to)), moment);
            (Some(a), Some(b))
        }
        (a, b) => {
            let plainest = |clock: Option<Clock>, edge: Option<&Edge>| {
                let own = edge.and_then(|it| it.fields.part);
                clock.and_then(|it| clock_times(it, own, moment).first().map(|it| it.0))
            };
            (plainest(a, from).or_else(|| of_part(from)), plainest(b, to).or_else(|| of_part(to)))
        }
    }
}

/// Two times told together: the second follows the first, and is as near as it can be.
fn pair(a: (Clock, Option<PartOfDay>), b: (Clock, Option<PartOfDay>), moment: &Moment) -> (u32, u32) {
    let choices = |it: (Clock, Option<PartOfDay>), other: (Clock, Option<PartOfDay>)| {
        let part = it.1.or(other.1);
        if it.0.is_open && !other.0.is_open && part.is_none() {
            vec![(it.0.minutes, 0), (it.0.minutes + 720, 0)]
        } else {
            clock_times(it.0, part, moment)
        }
    };
    let (starts, ends) = (choices(a, b), choices(b, a));
    let mut best = (u32::MAX, a.0.minutes, b.0.minutes);
    for (start, start_cost) in &starts {
        for (end, _) in &ends {
            // Nobody says "from 11 to 11", and a span over midnight is rarer than one within a day.
            let lasts = if end > start { end - start } else { end + DAY - start };
            let cost = lasts + u32::from(*start_cost) * 30;
            if cost < best.0 {
                best = (cost, *start, *end);
            }
        }
    }
    (best.1, best.2)
}

/// From a point on, for some time.
pub fn lasting(from: &Fields, length: &Length, moment: &Moment) -> Vec<Reading> {
    let edge = Edge { fields: *from, is_end: false };
    let end = |start: NaiveDateTime| {
        let day = plus_days(plus_months(start.date(), length.months), length.days);
        day.and_time(start.time()).checked_add_signed(Duration::minutes(length.minutes))
    };
    let meaning = if !from.has_day() && from.instant.is_none() {
        let start = minutes(Some(&edge), None, moment).0;
        start.map(|it| {
            let stop = end(on(moment.now.date(), it));
            Meaning::Times { from: Some(time(it)), to: stop.map(|it| it.time()) }
        })
    } else if from.has_time() || length.minutes != 0 {
        match instants(Some(&edge), None, moment) {
            Some(Meaning::DateTimes { from: Some(start), .. }) => {
                Some(Meaning::DateTimes { from: Some(start), to: end(start) })
            }
            _ => None,
        }
    } else {
        first_day(&edge, moment, moment.now.date()).map(|span| {
            let stop = end(on(span.from, 0)).map(|it| it.date());
            Meaning::Dates { from: Some(span.from), to: stop }
        })
    };
    meaning.map(plain).into_iter().collect()
}

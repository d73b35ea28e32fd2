//! Times of the day and lengths of visits, as tables write them.

use super::date::{self, DateOrder};
use crate::record::Moment;
use chrono::{NaiveDate, NaiveTime};
use clinic_domain::{appointment::MAX_VISIT_MINUTES, fold::fold, time::Instant};

/// A time of the day, and how far from UTC where that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub time: NaiveTime,
    /// Seconds east of UTC.
    pub offset: Option<i64>,
}

/// "9:30", "09:30:15", "9.30 a. m.", "9h30", "0930", "9 PM", "09:30Z".
pub(crate) fn read(text: &str) -> Option<Clock> {
    let text = text.trim();
    let (hour, rest) = leading_number(text)?;
    let (hour, minute, rest) = match text.len() - rest.len() {
        1 | 2 => {
            let after_sign = rest.strip_prefix([':', '.', 'h', 'H']);
            match after_sign.and_then(leading_number) {
                Some((minute, rest)) => (hour, Some(minute), rest),
                // "9h" is a time, "9" alone is a number.
                None => (hour, None, rest),
            }
        }
        3 | 4 => (hour / 100, Some(hour % 100), rest),
        _ => return None,
    };
    let (second, rest) = seconds(rest)?;
    let (half, rest) = half_of_day(rest)?;
    let offset = offset(rest)?;
    if minute.is_none()
        && half == Half::Unsaid
        && rest.is_empty()
        && text.bytes().all(|it| it.is_ascii_digit())
    {
        return None;
    }
    let hour = match half {
        Half::Unsaid => hour,
        Half::Morning if (1..=12).contains(&hour) => hour % 12,
        Half::Afternoon if (1..=12).contains(&hour) => hour % 12 + 12,
        // "14:30 pm" says it twice.
        Half::Afternoon if hour < 24 => hour,
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, minute.unwrap_or(0), second).map(|time| Clock { time, offset })
}

/// A date with a time behind it; `None` for a date alone.
pub(crate) fn moment(text: &str, order: Option<DateOrder>, latest: NaiveDate) -> Option<Moment> {
    let date::Read::Date(date, rest) = date::read(text.trim(), order, latest) else {
        return None;
    };
    at(date, read(without_link(rest))?)
}

/// The moment of a clock on a day, floored to the minute: the book counts in minutes.
pub(crate) fn at(date: NaiveDate, clock: Clock) -> Option<Moment> {
    let wall = date.and_time(clock.time);
    let wall = wall - chrono::TimeDelta::seconds(wall.and_utc().timestamp().rem_euclid(60));
    Some(match clock.offset {
        None => Moment::Wall(wall),
        Some(offset) => Moment::At(Instant(wall.and_utc().timestamp() - offset)),
    })
}

/// Minutes: "30", "30 min", "0:45", "00:45:00", "1 h", "1h 30", "1.5 hours".
pub(crate) fn minutes(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, rest) = leading_number(rest)?;
        let is_whole = matches!(rest, "" | ":00");
        let hours = hours.parse::<u32>().ok().filter(|it| *it < 1000)?;
        return sane(hours * 60 + minutes).filter(|_| is_whole && minutes < 60);
    }
    let end = text.find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',')).unwrap_or(text.len());
    let amount: f64 = text[..end].replace(',', ".").parse().ok()?;
    let unit = text[end..].trim_start();
    let (unit, more) = unit.split_at(unit.find(|it: char| !it.is_alphabetic()).unwrap_or(unit.len()));
    let more = more.trim_start_matches(['.', ' ']);
    let minutes = match fold(unit).as_str() {
        "" | "m" | "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" if more.is_empty() => amount,
        "h" | "hr" | "hrs" | "hour" | "hours" | "hora" | "horas" => {
            amount * 60.0
                + if more.is_empty() { 0.0 } else { f64::from(minutes(more).filter(|it| *it < 60)?) }
        }
        _ => return None,
    };
    // Whole minutes, or close to one where a third of an hour was cut.
    let rounded = minutes.round();
    ((minutes - rounded).abs() < 0.25 && rounded < 1e6).then_some(rounded as u32).and_then(sane)
}

fn sane(minutes: u32) -> Option<u32> {
    // What is longer than a visit is kept, to be refused by that name.
    (1..=MAX_VISIT_MINUTES * 60).contains(&minutes).then_some(minutes)
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].parse().ok().filter(|_| end <= 4)?;
    Some((number, &text[end..]))
}

/// Seconds behind the minutes, 0 where there are none; fractions are dropped.
fn seconds(rest: &str) -> Option<(u32, &str)> {
    let Some(behind) =
        rest.strip_prefix([':', '.']).filter(|it| it.starts_with(|it: char| it.is_ascii_digit()))
    else {
        return Some((0, rest));
    };
    let (second, rest) = leading_number(behind)?;
    let fraction =
        rest.strip_prefix(['.', ',']).map(|it| it.trim_start_matches(|it: char| it.is_ascii_digit()));
    // A leap second is the end of its minute.
    (second <= 60).then_some((second.min(59), fraction.unwrap_or(rest)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Unsaid,
    Morning,
    Afternoon,
}

/// "am", "P. M.", or a word for "o'clock".
fn half_of_day(rest: &str) -> Option<(Half, &str)> {
    let rest = rest.trim_start();
    let end = rest.find(|it: char| it.is_ascii_digit() || matches!(it, '+' | '-')).unwrap_or(rest.len());
    let letters: String =
        rest[..end].chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match letters.as_str() {
        "" | "h" | "hs" | "hrs" | "horas" => Some((Half::Unsaid, &rest[end..])),
        "am" | "a" => Some((Half::Morning, &rest[end..])),
        "pm" | "p" => Some((Half::Afternoon, &rest[end..])),
        "z" => Some((Half::Unsaid, rest)),
        _ => None,
    }
}

/// `Z`, `+02:00`, `-0500`; none for nothing, `None` for anything else.
#[allow(clippy::option_option, reason = "no offset is not the same as no sense")]
fn offset(rest: &str) -> Option<Option<i64>> {
    let rest = rest.trim();
    let sign = match rest.chars().next() {
        None => return Some(None),
        Some('z' | 'Z') => return (rest.len() == 1).then_some(Some(0)),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let digits: String = rest[1..].chars().filter(|it| *it != ':').collect();
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let (hours, minutes) = (number / 100, number % 100);
    (hours <= 14 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes) * 60))
}

/// What stands between a date and its time: "T", a comma, "at", "a las".
pub(crate) fn without_link(rest: &str) -> &str {
    let rest = rest.trim_start_matches([' ', ',', 'T', '-']);
    let words = ["a las ", "a la ", "at "];
    words.iter().find_map(|it| rest.strip_prefix(it)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<String> {
        read(text).map(|it| it.time.format("%H:%M").to_string())
    }

    #[test]
    fn times_of_the_day() {
        for (text, wanted) in [
            ("9:30", "09:30"),
            ("09:30:15", "09:30"),
            ("09:30:15.123", "09:30"),
            ("9.30", "09:30"),
            ("9h30", "09:30"),
            ("9h", "09:00"),
            ("0930", "09:30"),
            ("930", "09:30"),
            ("21:05 hs", "21:05"),
            ("9:30 AM", "09:30"),
            ("9:30 p. m.", "21:30"),
            ("9:30PM", "21:30"),
            ("12:00 am", "00:00"),
            ("12:15 PM", "12:15"),
            ("2 pm", "14:00"),
            ("9:30 a.\u{a0}m.", "09:30"),
            ("14:30 PM", "14:30"),
        ] {
            assert_eq!(time(text).as_deref(), Some(wanted), "{text}");
        }
        for text in
            ["", "9", "24:00", "9:60", "noon", "9:30 x", "13:00 am", "0 am", "12345", "-1:00", "9:30 +1"]
        {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_on_the_wall_unless_they_say_their_offset() {
        let latest = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
        let of = |text: &str| moment(text, Some(DateOrder::DayFirst), latest);
        let wall = NaiveDate::from_ymd_opt(2025, 3, 14).and_then(|it| it.and_hms_opt(9, 30, 0)).unwrap();
        for text in [
            "14/03/2025 9:30",
            "2025-03-14T09:30:00",
            "2025-03-14 09:30:59.5",
            "14 de marzo de 2025 a las 9:30",
            "Mar 14, 2025, 9:30 AM",
        ] {
            assert_eq!(of(text), Some(Moment::Wall(wall)), "{text}");
        }
        let instant = Moment::At(Instant(wall.and_utc().timestamp()));
        for text in ["2025-03-14T09:30:00Z", "2025-03-14T10:30:00+01:00", "2025-03-14 04:30:00-0500"] {
            assert_eq!(of(text), Some(instant), "{text}");
        }
        for text in ["14/03/2025", "9:30", "", "14/03/2025 25:00"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn lengths() {
        for (text, wanted) in [
            ("30", 30),
            ("30.0", 30),
            ("30 min.", 30),
            ("45 minutos", 45),
            ("0:45", 45),
            ("01:30:00", 90),
            ("1 h", 60),
            ("1h 30", 90),
            ("1h 30 min", 90),
            ("1.5 hours", 90),
            ("0,5 h", 30),
            ("0.33 h", 20),
        ] {
            assert_eq!(minutes(text), Some(wanted), "{text}");
        }
        for text in ["", "0", "x", "-5", "1:75", "30 apples", "1h x", "99999999", "1e9", "."] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}

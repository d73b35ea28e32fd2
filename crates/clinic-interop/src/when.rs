//! FHIR's date and time texts (R4, 2.24.0.1): instants become UTC seconds, what is less precise is refused.

use crate::report::Reason;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use clinic_domain::time::Instant;

/// Years that a clinic's book can be about. Outside, the text is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// `YYYY-MM-DDThh:mm[:ss[.fff]](Z|±hh:mm)`, floored to the minute: the book counts in minutes.
pub(crate) fn minute(text: &str) -> Result<Instant, Reason> {
    let at = instant(text)?.0;
    Ok(Instant(at - at.rem_euclid(60)))
}

/// A calendar day; a text with a time gives its day.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    let rest = text.get(10..)?;
    (rest.is_empty() || rest.starts_with('T')).then(|| parse_day(day)).flatten()
}

fn instant(text: &str) -> Result<Instant, Reason> {
    let text = text.trim();
    let Some((day, clock)) = text.split_once(['T', ' ']) else {
        // A year, a month or a day is a date; anything else is no date at all.
        let is_partial =
            matches!(text.len(), 4 | 7 | 10) && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        return Err(if is_partial { Reason::DateOnly } else { Reason::DateInvalid });
    };
    let day = parse_day(day).ok_or(Reason::DateInvalid)?;
    if !YEARS.contains(&chrono::Datelike::year(&day)) {
        return Err(Reason::DateOutOfRange);
    }
    let zone_at = clock.find(['Z', 'z', '+', '-']).ok_or(Reason::OffsetMissing)?;
    let (clock, zone) = clock.split_at(zone_at);
    let clock = parse_clock(clock).ok_or(Reason::DateInvalid)?;
    let offset = parse_offset(zone).ok_or(Reason::DateInvalid)?;
    Ok(Instant(NaiveDateTime::new(day, clock).and_utc().timestamp() - offset))
}

fn parse_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = digits(&bytes[..4])?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, digits(&bytes[5..7])?, digits(&bytes[8..10])?)
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes[2] != b':' {
        return None;
    }
    let (hour, minute) = (digits(&bytes[..2])?, digits(&bytes[3..5])?);
    let second = match bytes.get(5) {
        None => 0,
        Some(b':') => digits(bytes.get(6..8)?)?,
        Some(_) => return None,
    };
    let is_fraction = match bytes.get(8) {
        None => true,
        Some(b'.') => bytes.len() > 9 && bytes[9..].iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    // A leap second is the end of its minute; minutes are all that is kept.
    is_fraction.then(|| NaiveTime::from_hms_opt(hour, minute, second.min(59))).flatten()
}

fn parse_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let bytes = text.as_bytes();
    let sign = if bytes.first() == Some(&b'-') { -1 } else { 1 };
    let (hours, minutes) = match bytes.len() {
        6 if bytes[3] == b':' => (digits(&bytes[1..3])?, digits(&bytes[4..6])?),
        _ => return None,
    };
    let clock = NaiveTime::from_hms_opt(hours, minutes, 0)?;
    (hours <= 14).then(|| sign * i64::from(clock.num_seconds_from_midnight()))
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_become_utc_minutes() {
        for (text, utc) in [
            ("2022-03-04T12:00:00Z", 1_646_395_200),
            ("2022-03-04T12:00:59.999Z", 1_646_395_200),
            ("2022-03-04T17:30:00+05:30", 1_646_395_200),
            ("2022-03-04T04:00:00-08:00", 1_646_395_200),
            ("2022-03-04T12:00Z", 1_646_395_200),
            ("1955-11-08T17:26:37-08:00", -446_423_640),
        ] {
            assert_eq!(minute(text), Ok(Instant(utc)), "{text}");
        }
    }

    #[test]
    fn what_is_less_than_an_instant_is_refused_by_name() {
        for (text, reason) in [
            ("2022-03-04", Reason::DateOnly),
            ("2022-03", Reason::DateOnly),
            ("2022", Reason::DateOnly),
            ("2022-03-04T12:00:00", Reason::OffsetMissing),
            ("2022-02-30T12:00:00Z", Reason::DateInvalid),
            ("2022-03-04T25:00:00Z", Reason::DateInvalid),
            ("2022-03-04T12:00:00+99:00", Reason::DateInvalid),
            ("0022-03-04T12:00:00Z", Reason::DateOutOfRange),
            ("tomorrow", Reason::DateInvalid),
            ("", Reason::DateInvalid),
            ("é022-03-04T12:00:00Z", Reason::DateInvalid),
        ] {
            assert_eq!(minute(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(day("1974-12-25"), NaiveDate::from_ymd_opt(1974, 12, 25));
        assert_eq!(day("1964-12-06T17:26:37-08:00"), NaiveDate::from_ymd_opt(1964, 12, 6));
        for text in ["1974", "1974-12", "1974-13-01", "1974-12-25x", "éééééé", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}

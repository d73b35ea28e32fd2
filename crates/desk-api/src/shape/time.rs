//! Dates and times as text, both ways.

use super::invalid;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Weekday};
use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
    time::{DayMinute, Instant},
};

/// `2026-11-23T14:00:00Z`.
#[must_use]
pub fn utc_text(at: Instant) -> String {
    DateTime::from_timestamp(at.0, 0)
        .map_or_else(String::new, |it| it.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[must_use]
pub fn date_text(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

pub fn parse_date(field: Field, text: &str) -> Result<NaiveDate, Refused> {
    let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
    match date {
        Ok(date) if (1800..=2200).contains(&date.year()) => Ok(date),
        _ => Err(invalid(field, Problem::NotADate)),
    }
}

pub fn parse_optional_date(field: Field, text: Option<&str>) -> Result<Option<NaiveDate>, Refused> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => parse_date(field, text).map(Some),
    }
}

/// `YYYY-MM-DDTHH:MM` on the wall of the location.
pub fn parse_wall(field: Field, text: &str) -> Result<NaiveDateTime, Refused> {
    NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M")
        .ok()
        .filter(|it| (1800..=2200).contains(&it.year()))
        .ok_or_else(|| invalid(field, Problem::NotALocalTime))
}

pub fn parse_optional_wall(field: Field, text: Option<&str>) -> Result<Option<NaiveDateTime>, Refused> {
    text.map(|it| parse_wall(field, it)).transpose()
}

/// `HH:MM`, `24:00` for the end of the day.
pub fn parse_day_minute(field: Field, text: &str) -> Result<DayMinute, Refused> {
    let parse = || {
        let (hour, minute) = text.trim().split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60 && hour <= 24).then_some(())?;
        DayMinute::new(hour * 60 + minute)
    };
    parse().ok_or_else(|| invalid(field, Problem::NotATimeOfDay))
}

/// 1 (Monday) to 7 (Sunday): ISO 8601.
pub fn parse_weekday(field: Field, number: u8) -> Result<Weekday, Refused> {
    let from_monday = number.checked_sub(1).and_then(|it| Weekday::try_from(it).ok());
    from_monday.ok_or_else(|| invalid(field, Problem::OutOfRange { least: 1, most: 7 }))
}

/// Whole years on `today`.
#[must_use]
pub fn age_years(birth: NaiveDate, today: NaiveDate) -> Option<u16> {
    today.years_since(birth).and_then(|it| u16::try_from(it).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_day_is_a_time_of_day_and_beyond_is_not() {
        assert_eq!(parse_day_minute(Field::To, "24:00").unwrap(), DayMinute::END);
        for wrong in ["24:01", "9", "", "12:60", "-1:00", "ab:cd"] {
            assert!(parse_day_minute(Field::To, wrong).is_err(), "{wrong}");
        }
    }
}

//! Days, times and zones as texts, each parsed at the door: what is not within a clinic's time is refused.

use chrono::{DateTime, Datelike, NaiveDate, Offset, SecondsFormat, TimeZone, Weekday};
use chrono_tz::Tz;
use clinic_domain::time::{DayMinute, Instant};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// No day of a clinic is outside these years; birth dates reach back to the first.
const YEARS: std::ops::RangeInclusive<i32> = 1890..=2200;

/// A value that travels as a text of its own form.
macro_rules! text_form {
    ($(#[$doc:meta])* $name:ident($inner:ty), $schema:tt, $parse:expr, $show:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let show: fn($inner) -> String = $show;
                to.serialize_str(&show(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let parse: fn(&str) -> Option<$inner> = $parse;
                let text = Cow::<'de, str>::deserialize(from)?;
                parse(&text).map(Self).ok_or_else(|| D::Error::custom(concat!("no ", stringify!($name))))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

text_form!(
    /// `YYYY-MM-DD`.
    Day(NaiveDate),
    { "type": "string", "format": "date", "maxLength": 10 },
    |text| NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|it| YEARS.contains(&it.year()) && text.len() == 10),
    |day| day.format("%Y-%m-%d").to_string()
);

text_form!(
    /// An instant, RFC 3339 with any offset; answered in UTC.
    Moment(Instant),
    { "type": "string", "format": "date-time", "maxLength": 40 },
    |text| DateTime::parse_from_rfc3339(text)
        .ok()
        .filter(|it| YEARS.contains(&it.year()))
        .map(|it| Instant(it.timestamp())),
    |at| rfc3339(at, Tz::UTC)
);

text_form!(
    /// A time of day on the wall, `HH:MM`; `24:00` is the end of the day.
    TimeOfDay(DayMinute),
    { "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", "maxLength": 5 },
    |text| {
        let (hours, minutes) = text.split_once(':')?;
        let part = |it: &str| (it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit())).then(|| it.parse::<u16>().ok())?;
        let (hours, minutes) = (part(hours)?, part(minutes)?);
        DayMinute::new(hours * 60 + minutes).filter(|_| minutes < 60)
    },
    DayMinute::text
);

text_form!(
    /// An IANA time zone: `America/New_York`.
    Zone(Tz),
    { "type": "string", "maxLength": 64 },
    |text| text.parse().ok(),
    |zone| zone.name().to_owned()
);

/// 1 = Monday ... 7 = Sunday (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfWeek(pub Weekday);

impl Serialize for DayOfWeek {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(self.0.number_from_monday())
    }
}

impl<'de> Deserialize<'de> for DayOfWeek {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(from)?;
        let day = number.checked_sub(1).filter(|it| *it < 7).and_then(|it| Weekday::try_from(it).ok());
        day.map(DayOfWeek).ok_or_else(|| D::Error::custom("a weekday is 1 to 7"))
    }
}

impl JsonSchema for DayOfWeek {
    fn schema_name() -> Cow<'static, str> {
        "DayOfWeek".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 7 })
    }
}

/// What no place has a clock for.
#[must_use]
pub fn utc(at: Instant) -> String {
    rfc3339(at, Tz::UTC)
}

/// With the offset that the zone has then: `2026-05-05T09:00:00-04:00`.
#[must_use]
pub fn rfc3339(at: Instant, zone: Tz) -> String {
    let utc = DateTime::from_timestamp(at.0, 0).unwrap_or_default();
    utc.with_timezone(&zone.offset_from_utc_datetime(&utc.naive_utc()).fix())
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed<T: for<'de> Deserialize<'de> + Serialize>(text: &str) -> Option<String> {
        let value: T = serde_json::from_value(text.into()).ok()?;
        serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
    }

    #[test]
    fn a_text_is_taken_in_its_form_and_within_a_clinics_time() {
        assert_eq!(parsed::<Day>("2026-05-05").as_deref(), Some("2026-05-05"));
        for wrong in ["2026-02-30", "26-05-05", "2026-5-5", "9999-01-01", "+262142-01-01", ""] {
            assert_eq!(parsed::<Day>(wrong), None, "{wrong}");
        }
        assert_eq!(parsed::<Moment>("2026-05-05T10:00:00+02:00").as_deref(), Some("2026-05-05T08:00:00Z"));
        assert_eq!(parsed::<Moment>("2026-05-05T10:00:00"), None);
        assert_eq!(parsed::<TimeOfDay>("24:00").as_deref(), Some("24:00"));
        for wrong in ["24:01", "9:00", "09:60", "+9:00", "09:00:00"] {
            assert_eq!(parsed::<TimeOfDay>(wrong), None, "{wrong}");
        }
        assert_eq!(parsed::<Zone>("America/New_York").as_deref(), Some("America/New_York"));
        assert_eq!(parsed::<Zone>("Mars/Olympus"), None);
    }

    #[test]
    fn an_instant_carries_the_offset_of_its_place() {
        assert_eq!(
            rfc3339(Instant(1_777_968_000), chrono_tz::America::New_York),
            "2026-05-05T04:00:00-04:00"
        );
        assert_eq!(rfc3339(Instant(1_777_968_000), Tz::UTC), "2026-05-05T08:00:00Z");
    }
}

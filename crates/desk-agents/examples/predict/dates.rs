//! The one date or time of a text.

use crate::row::Row;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use clinic_language::{
    text::Text,
    when::{self, Frequency, Meaning, Moment},
};
use serde_json::{Value, json};

pub fn predict(row: &Row) -> Value {
    let hour = |it| NaiveTime::from_hms_opt(it, 0, 0).unwrap_or_default();
    let moment = Moment { now: row.now(), opens: hour(8), closes: hour(18) };
    let mentions = when::find(&Text::new(&row.text), &moment);
    when::together(&mentions).map_or_else(|| json!({}), |it| value(&it.meaning))
}

fn value(meaning: &Meaning) -> Value {
    let ends = |start: Option<String>, end: Option<String>| json!({ "start": start, "end": end });
    match meaning {
        Meaning::Date(it) => ends(Some(date(it)), None),
        Meaning::Time(it) => ends(Some(time(it)), None),
        Meaning::DateTime(it) => ends(Some(both(it)), None),
        Meaning::Dates { from, to } => ends(from.as_ref().map(date), to.as_ref().map(date)),
        Meaning::Times { from, to } => ends(from.as_ref().map(time), to.as_ref().map(time)),
        Meaning::DateTimes { from, to } => ends(from.as_ref().map(both), to.as_ref().map(both)),
        Meaning::Length { seconds } => json!({ "seconds": seconds }),
        Meaning::Every { freq, interval, days, .. } => {
            let byday: Vec<&str> = days.iter().map(weekday).collect();
            json!({ "freq": frequency(*freq), "interval": interval, "byday": byday })
        }
    }
}

fn date(it: &NaiveDate) -> String {
    it.format("%Y-%m-%d").to_string()
}

fn time(it: &NaiveTime) -> String {
    it.format("%H:%M").to_string()
}

fn both(it: &NaiveDateTime) -> String {
    it.format("%Y-%m-%dT%H:%M").to_string()
}

fn weekday(it: &Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][it.num_days_from_monday() as usize]
}

fn frequency(it: Frequency) -> &'static str {
    match it {
        Frequency::Hourly => "HOURLY",
        Frequency::Daily => "DAILY",
        Frequency::Weekly => "WEEKLY",
        Frequency::Monthly => "MONTHLY",
        Frequency::Yearly => "YEARLY",
    }
}

//! A row as the sets have it, without its right answers.

use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

#[derive(Deserialize)]
pub struct Row {
    pub id: String,
    pub text: String,
    pub previous: Option<String>,
    reference_datetime: Option<String>,
    /// Of retrieval alone: the document that the row adds to those that are ranked.
    pub answer: Option<String>,
    /// What tells the sets apart.
    r#type: Option<String>,
    acts: Option<serde_json::Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Set {
    Dates,
    /// Intents and slots.
    Intents,
    Acts,
    Ranking,
}

impl Row {
    /// The moment that the row's dates are meant from; any is as good where it names none.
    pub fn now(&self) -> NaiveDateTime {
        let said = self.reference_datetime.as_deref().and_then(|it| it.parse().ok());
        said.unwrap_or_else(|| {
            NaiveDate::from_ymd_opt(2019, 3, 1).unwrap_or_default().and_time(NaiveTime::MIN)
        })
    }
}

impl Set {
    pub fn of(row: &Row) -> Set {
        match row {
            Row { answer: Some(_), .. } => Set::Ranking,
            Row { acts: Some(_), .. } => Set::Acts,
            Row { r#type: Some(_), .. } => Set::Dates,
            _ => Set::Intents,
        }
    }
}

/// The tenant's lists, by the name of the slot.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, Vec<String>>);

impl Names {
    pub fn read(file: Option<&Path>) -> Result<Names> {
        let Some(file) = file else { return Ok(Names::default()) };
        let text = std::fs::read_to_string(file).context("reading the names")?;
        serde_json::from_str(&text).context("names that are none")
    }
}

/// Offsets of bytes as offsets of characters.
pub fn characters(text: &str, byte: usize) -> usize {
    text[..byte].chars().count()
}

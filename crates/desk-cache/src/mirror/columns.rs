//! Columns into values. A column that cannot be understood names its row, never its content.

use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{
    personal::Personal,
    time::{Instant, Period},
};
use clinic_protocol::{DecodeError, Entity, decode_entity};
use rusqlite::{
    Row,
    types::{FromSql, ValueRef},
};
use std::{fmt::Write, str::FromStr};

/// A row of `table`, whose id stands in column `id`.
#[derive(Clone, Copy)]
pub(super) struct Columns<'r> {
    row: &'r Row<'r>,
    table: &'static str,
    id: usize,
}

impl<'r> Columns<'r> {
    pub fn of(row: &'r Row<'r>, table: &'static str, id: usize) -> Self {
        Self { row, table, id }
    }

    pub fn get<T: FromSql>(&self, at: usize) -> Result<T, CacheError> {
        self.row.get(at).map_err(|_| self.broken(at))
    }

    pub fn id<T>(&self, at: usize, make: impl FnOnce([u8; 16]) -> T) -> Result<T, CacheError> {
        self.get(at).map(make)
    }

    pub fn text(&self, at: usize) -> Result<&'r str, CacheError> {
        self.row.get_ref(at).ok().and_then(|it| it.as_str().ok()).ok_or_else(|| self.broken(at))
    }

    pub fn bytes(&self, at: usize) -> Result<&'r [u8], CacheError> {
        self.row.get_ref(at).ok().and_then(|it| it.as_blob().ok()).ok_or_else(|| self.broken(at))
    }

    pub fn personal(&self, at: usize) -> Result<Personal, CacheError> {
        self.text(at).map(Personal::from)
    }

    pub fn code<T: FromStr>(&self, at: usize) -> Result<T, CacheError> {
        self.text(at)?.parse().map_err(|_| self.broken(at))
    }

    pub fn is_absent(&self, at: usize) -> bool {
        self.row.get_ref(at) == Ok(ValueRef::Null)
    }

    pub fn date(&self, at: usize) -> Result<Option<NaiveDate>, CacheError> {
        match self.row.get_ref(at).map(|it| it.as_str_or_null()) {
            Ok(Ok(None)) => Ok(None),
            Ok(Ok(Some(text))) => date(text).map(Some).ok_or_else(|| self.broken(at)),
            _ => Err(self.broken(at)),
        }
    }

    /// The day of `YYYY-MM-DDTHH:MM`.
    pub fn day(&self, at: usize) -> Result<NaiveDate, CacheError> {
        self.text(at)?.get(..10).and_then(date).ok_or_else(|| self.broken(at))
    }

    /// In days from 1970-01-01.
    pub fn day_number(&self, at: usize) -> Result<NaiveDate, CacheError> {
        NaiveDate::from_epoch_days(self.get(at)?).ok_or_else(|| self.broken(at))
    }

    /// From two columns in a row: start and end.
    pub fn period(&self, at: usize) -> Result<Period, CacheError> {
        Period::new(Instant(self.get(at)?), Instant(self.get(at + 1)?)).ok_or_else(|| self.broken(at))
    }

    pub fn body<E: Entity>(&self, at: usize) -> Result<E, CacheError> {
        decode_entity(self.bytes(at)?).map_err(|error: DecodeError| self.problem(error.to_string()))
    }

    pub fn broken(&self, at: usize) -> CacheError {
        self.problem(self.row.as_ref().column_name(at).unwrap_or("column").to_owned())
    }

    fn problem(&self, problem: String) -> CacheError {
        let id = self.row.get_ref(self.id).ok().and_then(|it| it.as_blob().ok().map(id_text));
        broken_row(self.table, id.unwrap_or_default(), problem)
    }
}

pub(super) fn broken_row(table: &'static str, id: String, problem: impl Into<String>) -> CacheError {
    CacheError::BrokenRow { table, id, problem: problem.into() }
}

/// `YYYY-MM-DD` by hand: a day's list has hundreds, and chrono's own parser takes six times as long.
fn date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// An id as its text; whatever else stands in its place as hexadecimal digits.
pub(super) fn id_text(bytes: &[u8]) -> String {
    if let Ok(uuid) = uuid::Uuid::from_slice(bytes) {
        return uuid.to_string();
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

//! A row, read by what its columns are.

use super::date::DateOrder;
use super::{field::TableField, mapping::Mapping, name::NameOrder};
use crate::report::Reason;
use chrono::NaiveDate;
use chrono_tz::Tz;
use clinic_domain::{appointment::AppointmentStatus, fold::fold, patient::Sex};
use csv::StringRecord;
use std::collections::{BTreeMap, HashMap};

/// What the desk takes in a field, and in a note.
const TEXT_AT_MOST: usize = 200;
const NOTE_AT_MOST: usize = 2_000;

/// A mapping made ready for many rows.
pub(super) struct Reading<'m> {
    pub mapping: &'m Mapping,
    pub today: NaiveDate,
    pub latest_visit: NaiveDate,
    /// By field: the columns that are it.
    places: Vec<Vec<usize>>,
    /// Every column that is read, with what it is.
    used: Vec<(usize, TableField)>,
    /// Meanings under the words in one spelling.
    sexes: HashMap<String, Sex>,
    statuses: HashMap<String, AppointmentStatus>,
}

impl<'m> Reading<'m> {
    pub(super) fn new(mapping: &'m Mapping, today: NaiveDate) -> Self {
        let mut places = vec![Vec::new(); TableField::ALL.len()];
        let mut used = Vec::new();
        for (at, column) in mapping.columns.iter().enumerate() {
            if let Some(field) = column.field {
                places[field as usize].push(at);
                used.push((at, field));
            }
        }
        let latest_visit = super::settle::latest_visit(today);
        let (sexes, statuses) = (folded(&mapping.sexes), folded(&mapping.statuses));
        Self { mapping, today, latest_visit, places, used, sexes, statuses }
    }

    /// Whether the row has the cells of its table, and nothing in them that cannot be taken.
    pub(super) fn check(&self, cells: &StringRecord) -> Result<(), Reason> {
        let columns = self.mapping.columns.len();
        if cells.len() < columns || super::layout::width(cells) > columns {
            return Err(Reason::CellsDiffer);
        }
        for (at, field) in &self.used {
            let cell = cells.get(*at).unwrap_or_default();
            let most = if field.is_note() { NOTE_AT_MOST } else { TEXT_AT_MOST };
            if cell.contains(char::REPLACEMENT_CHARACTER) {
                return Err(Reason::Undecodable);
            }
            if value(cell).starts_with('=') {
                return Err(Reason::Formula);
            }
            if cell.len() > most && cell.chars().count() > most {
                return Err(Reason::TooLong);
            }
        }
        Ok(())
    }

    pub(super) fn row<'r>(&'r self, cells: &'r StringRecord) -> Row<'r> {
        Row { reading: self, cells }
    }

    pub(super) fn sex(&self, word: &str) -> Option<Sex> {
        meaning(&self.sexes, word)
    }

    pub(super) fn status(&self, word: &str) -> Option<AppointmentStatus> {
        meaning(&self.statuses, word)
    }

    pub(super) fn order(&self) -> Option<DateOrder> {
        self.mapping.date_order
    }

    pub(super) fn name_order(&self) -> NameOrder {
        self.mapping.name_order
    }

    pub(super) fn zone(&self) -> Option<Tz> {
        self.mapping.zone
    }
}

#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    pub reading: &'r Reading<'r>,
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// The first cell of the field that holds something; "" where there is none.
    pub(super) fn get(self, field: TableField) -> &'r str {
        self.all(field).next().unwrap_or_default()
    }

    /// Every cell of the field that holds something.
    pub(super) fn all(self, field: TableField) -> impl Iterator<Item = &'r str> {
        let places = &self.reading.places[field as usize];
        places.iter().filter_map(move |it| self.cells.get(*it)).map(value).filter(|it| !it.is_empty())
    }

    /// The cells of several fields, one after the other.
    pub(super) fn joined(self, fields: &[TableField], between: &str) -> String {
        let cells: Vec<&str> = fields.iter().flat_map(|it| self.all(*it)).collect();
        cells.join(between)
    }
}

/// What a cell holds. Spreadsheets are told to leave a text alone by writing `="0042"`.
pub(crate) fn value(cell: &str) -> &str {
    let cell = cell.trim();
    let text = cell.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
    text.filter(|it| !it.contains('"')).map_or(cell, str::trim)
}

fn meaning<T: Copy>(meanings: &HashMap<String, T>, word: &str) -> Option<T> {
    meanings.get(word).or_else(|| meanings.get(&fold(word))).copied()
}

/// Under the word as it stands and in one spelling.
fn folded<T: Copy>(meanings: &BTreeMap<String, T>) -> HashMap<String, T> {
    meanings.iter().flat_map(|(word, meaning)| [(word.clone(), *meaning), (fold(word), *meaning)]).collect()
}

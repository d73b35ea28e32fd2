//! One walk over all rows of a table: what its dates fit, and which words its closed lists have.

use super::{
    clock,
    date::{self, DateOrder},
    field::TableField,
    layout,
    mapping::{Column, Mapping},
    row,
};
use chrono::NaiveDate;
use clinic_domain::{fold::fold, personal::Personal};
use csv::StringRecord;

/// Words beyond these are no closed list.
pub(crate) const WORDS_AT_MOST: usize = 60;

#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Rows that hold something, the header left out.
    pub rows: u64,
    pub dates: Votes,
    /// The first date that could be two.
    pub two_dates: Option<TwoDates>,
    /// The words of the column as they first occur, each in one spelling.
    pub sexes: Vec<String>,
    pub statuses: Vec<String>,
    /// Whether a day stands in some row without a time in the same cell.
    pub has_bare_days: bool,
    /// The latest day of a visit, read in either order.
    pub latest_visit: Option<NaiveDate>,
}

/// A date whose day and month could change places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoDates {
    pub text: Personal,
    pub day_first: NaiveDate,
    pub month_first: NaiveDate,
}

/// How many dates fit with the day first alone, with the month first alone, and with both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Votes {
    pub day_first: u64,
    pub month_first: u64,
    pub either: u64,
}

impl Votes {
    /// The order that the dates themselves tell; none where both fit, or where some fit one and some the other.
    pub(crate) fn told(self) -> Option<DateOrder> {
        match (self.day_first > 0, self.month_first > 0) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Whether somebody has to say the order.
    pub(crate) fn is_open(self) -> bool {
        self.told().is_none() && (self.either > 0 || self.day_first > 0)
    }
}

/// Walks over `text` with the columns that `mapping` has so far.
pub(crate) fn survey(text: &str, mapping: &Mapping, latest: NaiveDate) -> Survey {
    let places = |wanted: &[TableField]| -> Vec<usize> {
        let is_wanted = |column: &Column| column.field.is_some_and(|it| wanted.contains(&it));
        mapping.columns.iter().enumerate().filter(|(_, it)| is_wanted(it)).map(|(at, _)| at).collect()
    };
    let dates = places(&[TableField::BirthDate, TableField::Start, TableField::End]);
    let starts = places(&[TableField::Start]);
    let (sexes, statuses) = (places(&[TableField::Sex]), places(&[TableField::Status]));
    let mut survey = Survey::default();
    let mut rows = layout::rows(text, mapping.delimiter);
    let mut cells = StringRecord::new();
    let mut row = 0;
    while rows.read_record(&mut cells).unwrap_or(false) {
        row += 1;
        if row <= mapping.header_row.unwrap_or(0) || layout::width(&cells) == 0 {
            continue;
        }
        survey.rows += 1;
        let at = |places: &[usize]| {
            places.iter().filter_map(|it| cells.get(*it)).map(row::value).collect::<Vec<_>>()
        };
        at(&dates).iter().for_each(|it| survey.note_date(it, latest));
        at(&sexes).iter().for_each(|it| note(&mut survey.sexes, it));
        at(&statuses).iter().for_each(|it| note(&mut survey.statuses, it));
        for cell in at(&starts) {
            survey.note_start(cell, latest);
        }
    }
    survey
}

impl Survey {
    fn note_date(&mut self, cell: &str, latest: NaiveDate) {
        let fits = |order| matches!(date::read(cell, Some(order), latest), date::Read::Date(..));
        match date::read(cell, None, latest) {
            date::Read::Either(day_first, month_first, _) => {
                self.dates.either += 1;
                self.two_dates.get_or_insert_with(|| TwoDates { text: cell.into(), day_first, month_first });
            }
            date::Read::Date(..) => match (fits(DateOrder::DayFirst), fits(DateOrder::MonthFirst)) {
                (true, false) => self.dates.day_first += 1,
                (false, true) => self.dates.month_first += 1,
                _ => {}
            },
            date::Read::Nothing => {}
        }
    }

    fn note_start(&mut self, cell: &str, latest: NaiveDate) {
        let (day, rest) = match date::read(cell, None, latest) {
            date::Read::Date(day, rest) => (Some(day), rest),
            date::Read::Either(a, b, rest) => (Some(a.max(b)), rest),
            date::Read::Nothing => (None, ""),
        };
        self.latest_visit = self.latest_visit.max(day);
        self.has_bare_days |= day.is_some() && clock::read(clock::without_link(rest)).is_none();
    }
}

fn note(words: &mut Vec<String>, word: &str) {
    if word.is_empty() || words.len() >= WORDS_AT_MOST || words.iter().any(|it| it == word) {
        return;
    }
    let folded = fold(word);
    if !words.iter().any(|it| fold(it) == folded) {
        words.push(word.to_owned());
    }
}

//! A table as somebody looks at it before it is read: the first rows as they stand, what is understood of each cell,
//! what each column may be, and what is open.

use super::{
    clock, date,
    field::TableField,
    layout,
    mapping::{Choices, Mapping, TableGap},
    name,
    person::is_number,
    row::{self, Reading},
    settle::{Settled, decode, settle},
    survey::TwoDates,
    values,
};
use crate::{ImportError, record::Moment, report::Reason};
use chrono::NaiveDate;
use clinic_domain::personal::Personal;
use csv::StringRecord;

/// A table with the mapping it would be read with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRead {
    pub mapping: Mapping,
    /// What has to be said first; empty for a table that can be read.
    pub gaps: Vec<TableGap>,
    /// In the order of the mapping's columns.
    pub columns: Vec<ColumnRead>,
    pub first_rows: Vec<RowRead>,
    /// All rows of data.
    pub rows: u64,
    /// The words that stand in the columns of these closed lists.
    pub sexes: Vec<String>,
    pub statuses: Vec<String>,
    pub two_dates: Option<TwoDates>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRead {
    /// What it may be, the likeliest first.
    pub alternatives: Vec<TableField>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRead {
    /// Its place in the file, from 1.
    pub row: u32,
    pub cells: Vec<CellRead>,
    /// Why it would not be taken.
    pub problem: Option<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRead {
    pub text: Personal,
    /// What it is taken for, where that is not the text itself: a date as YYYY-MM-DD, a code.
    pub understood: Option<Personal>,
    /// It cannot be what its column is.
    pub is_wrong: bool,
}

/// Rows that are shown.
const SHOWN_ROWS: usize = 5;
/// Letters of a cell that are shown.
const SHOWN_LETTERS: usize = 200;

pub(crate) fn view(
    bytes: &[u8],
    choices: &Choices,
    today: NaiveDate,
) -> Result<Option<TableRead>, ImportError> {
    let (encoding, text) = decode(bytes, choices);
    let settled = settle(encoding, &text, choices, today)?;
    Ok(settled.map(|it| of_settled(&text, it, today)))
}

fn of_settled(text: &str, settled: Settled, today: NaiveDate) -> TableRead {
    let Settled { mapping, gaps, alternatives, survey } = settled;
    let first_rows = first_rows(text, &mapping, today);
    TableRead {
        gaps,
        columns: alternatives.into_iter().map(|alternatives| ColumnRead { alternatives }).collect(),
        first_rows,
        rows: survey.rows,
        sexes: survey.sexes,
        statuses: survey.statuses,
        two_dates: survey.two_dates,
        mapping,
    }
}

fn first_rows(text: &str, mapping: &Mapping, today: NaiveDate) -> Vec<RowRead> {
    let reading = Reading::new(mapping, today);
    let rows = layout::rows(text, mapping.delimiter).into_records().map_while(Result::ok);
    let data = (1u32..).zip(rows).skip(mapping.header_row.unwrap_or(0) as usize);
    let shown = data.filter(|(_, cells)| layout::width(cells) > 0).take(SHOWN_ROWS);
    shown
        .map(|(row, cells)| {
            let problem = super::draft(&reading, &cells).err();
            RowRead { row, cells: cells_of(&reading, &cells), problem }
        })
        .collect()
}

fn cells_of(reading: &Reading<'_>, cells: &StringRecord) -> Vec<CellRead> {
    let columns = reading.mapping.columns.iter().enumerate();
    columns
        .map(|(at, column)| {
            let text = row::value(cells.get(at).unwrap_or_default());
            let (understood, is_wrong) = match column.field {
                Some(field) if !text.is_empty() => understood(reading, field, text),
                _ => (None, false),
            };
            CellRead {
                text: text.chars().take(SHOWN_LETTERS).collect::<String>().into(),
                understood: understood.filter(|it| it != text).map(Personal::from),
                is_wrong: is_wrong || text.starts_with('=') || text.contains(char::REPLACEMENT_CHARACTER),
            }
        })
        .collect()
}

/// What a cell means in its column, and whether it cannot be that.
fn understood(reading: &Reading<'_>, field: TableField, text: &str) -> (Option<String>, bool) {
    use TableField as F;
    let or_wrong = |meaning: Option<String>| (meaning.clone(), meaning.is_none());
    let is = |holds: bool| (None, !holds);
    let order = reading.order();
    match field {
        F::BirthDate => or_wrong(date::whole(text, order, reading.today).map(|it| it.to_string())),
        F::Start => or_wrong(day_or_moment(reading, text)),
        F::StartTime => or_wrong(time(text)),
        F::End => or_wrong(time(text).or_else(|| day_or_moment(reading, text))),
        F::Duration => or_wrong(clock::minutes(text).map(|it| it.to_string())),
        F::Sex => or_wrong(reading.sex(text).map(|it| it.to_string())),
        F::Status => or_wrong(reading.status(text).map(|it| it.to_string())),
        F::Language => or_wrong(values::language(text).map(str::to_owned)),
        F::FullName => {
            let (family, given) = name::parted(text, reading.name_order());
            (Some(format!("{family}, {given}")), false)
        }
        F::Email => is(values::is_email(text)),
        F::MobilePhone | F::HomePhone | F::WorkPhone | F::OtherPhone => is(is_number(text)),
        _ => (None, false),
    }
}

fn day_or_moment(reading: &Reading<'_>, text: &str) -> Option<String> {
    let (order, latest) = (reading.order(), reading.latest_visit);
    match clock::moment(text, order, latest) {
        Some(Moment::Wall(wall)) => Some(wall.format("%Y-%m-%dT%H:%M").to_string()),
        Some(Moment::At(instant)) => Some(format!("{}Z", instant.wall_text(chrono_tz::UTC))),
        None => date::whole(text, order, latest).map(|it| it.to_string()),
    }
}

fn time(text: &str) -> Option<String> {
    clock::read(text).map(|it| it.time.format("%H:%M").to_string())
}

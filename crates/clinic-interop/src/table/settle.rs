//! From a table's bytes and what somebody said about it to the mapping it is read with, and what is still open.

use super::{
    date::{DateOrder, stated_order},
    encoding::{self, TextEncoding},
    field::{TableField, TableSubject},
    guess::{SAMPLE_ROWS, Sample, assign},
    layout::{self, Layout},
    mapping::{Choices, Column, Mapping, TableGap, TableGapCode},
    name::NameOrder,
    survey::{Survey, survey},
    values,
};
use crate::{ImportError, ImportErrorCode};
use chrono::{Months, NaiveDate};
use clinic_domain::{fold::fold, patient::Sex};
use csv::StringRecord;
use std::{borrow::Cow, collections::BTreeMap};

/// Visits are booked no further ahead: what two digits of a year can mean.
const AHEAD: Months = Months::new(10 * 12);

/// A table with its mapping.
pub(crate) struct Settled {
    pub mapping: Mapping,
    /// What has to be said before it can be read; empty for a table that can.
    pub gaps: Vec<TableGap>,
    /// For each column what else it may be, the likeliest first.
    pub alternatives: Vec<Vec<TableField>>,
    pub survey: Survey,
}

/// The last day that a visit's year of two digits can mean.
pub(crate) fn latest_visit(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(AHEAD).unwrap_or(today)
}

pub(crate) fn decode<'b>(bytes: &'b [u8], choices: &Choices) -> (TextEncoding, Cow<'b, str>) {
    let encoding = choices.encoding.unwrap_or_else(|| encoding::sniff(bytes));
    (encoding, encoding.decode(bytes))
}

/// `None` for a text that is no table.
pub(crate) fn settle(
    encoding: TextEncoding,
    text: &str,
    choices: &Choices,
    today: NaiveDate,
) -> Result<Option<Settled>, ImportError> {
    let Some(layout) = layout::sniff(text, choices.delimiter, choices.header_row) else {
        return Ok(None);
    };
    let sample = Sample { rows: first_rows(text, &layout), today };
    let said = said(choices, &layout.names)?;
    let subject = choices.subject.unwrap_or_else(|| sample.subject(&layout.names));
    let candidates = sample.candidates(&layout.names, subject);
    let fields = assign(&candidates, &said);
    let columns = layout.names.iter().zip(fields).map(|(name, field)| Column { name: name.clone(), field });
    let mut mapping = Mapping {
        encoding,
        delimiter: layout.delimiter,
        header_row: layout.header_row,
        subject,
        columns: columns.collect(),
        date_order: choices.date_order,
        name_order: choices.name_order.unwrap_or_else(|| name_order(&layout.names)),
        sexes: choices.sexes.clone(),
        statuses: choices.statuses.clone(),
        zone: choices.zone,
        stated: choices.stated,
    };
    let survey = survey(text, &mapping, latest_visit(today));
    if survey.rows == 0 {
        return Err(ImportError::new(ImportErrorCode::NoRows));
    }
    mapping.date_order =
        mapping.date_order.or(survey.dates.told()).or_else(|| order_in_names(&mapping.columns));
    fill_words(&mut mapping, &survey);
    let gaps = gaps(&mapping, &survey, today);
    let alternatives = candidates.iter().map(|it| it.iter().map(|(field, _)| *field).collect()).collect();
    Ok(Some(Settled { mapping, gaps, alternatives, survey }))
}

fn first_rows(text: &str, layout: &Layout) -> Vec<StringRecord> {
    let rows = layout::rows(text, layout.delimiter).into_records().map_while(Result::ok);
    rows.skip(layout.header_row.unwrap_or(0) as usize).take(SAMPLE_ROWS).collect()
}

/// What somebody decided, by column.
fn said(choices: &Choices, names: &[String]) -> Result<Vec<Option<Option<TableField>>>, ImportError> {
    if let Some(unknown) = choices.columns.keys().find(|it| !names.contains(it)) {
        return Err(ImportError::new(ImportErrorCode::UnknownColumn).with("column", unknown));
    }
    Ok(names.iter().map(|it| choices.columns.get(it).copied()).collect())
}

/// Two family names where the columns are called in Spanish.
fn name_order(names: &[String]) -> NameOrder {
    const SPANISH: [&str; 10] = [
        "apellido",
        "apellidos",
        "nombre",
        "fecha",
        "nacimiento",
        "telefono",
        "sexo",
        "paciente",
        "cita",
        "hora",
    ];
    let is_spanish = |name: &String| fold(name).split(' ').any(|it| SPANISH.contains(&it));
    if names.iter().any(is_spanish) { NameOrder::GivenFirstTwoFamily } else { NameOrder::GivenFirst }
}

fn order_in_names(columns: &[Column]) -> Option<DateOrder> {
    let dates =
        columns.iter().filter(|it| matches!(it.field, Some(TableField::BirthDate | TableField::Start)));
    let mut stated = dates.filter_map(|it| stated_order(&it.name));
    let first = stated.next()?;
    stated.all(|it| it == first).then_some(first)
}

/// The meaning of each word that is known and of which nothing was said.
fn fill_words(mapping: &mut Mapping, survey: &Survey) {
    let of_m: Option<Sex> = values::sex_of_m(survey.sexes.iter().map(String::as_str));
    fill(&mut mapping.sexes, &survey.sexes, |it| {
        if it.eq_ignore_ascii_case("m") { of_m } else { values::sex(it) }
    });
    fill(&mut mapping.statuses, &survey.statuses, values::status);
}

fn fill<T: Copy>(meanings: &mut BTreeMap<String, T>, words: &[String], known: impl Fn(&str) -> Option<T>) {
    for word in words.iter().filter(|word| !is_said(meanings, word)).collect::<Vec<_>>() {
        if let Some(meaning) = known(word) {
            meanings.insert(word.clone(), meaning);
        }
    }
}

fn is_said<T>(meanings: &BTreeMap<String, T>, word: &str) -> bool {
    meanings.contains_key(word) || meanings.keys().any(|it| fold(it) == fold(word))
}

fn gaps(mapping: &Mapping, survey: &Survey, today: NaiveDate) -> Vec<TableGap> {
    use TableField as F;
    let mut gaps = of_columns(mapping);
    let mut gap = |is_open: bool, what, names: Vec<String>| {
        if is_open {
            gaps.push(TableGap { what, names });
        }
    };
    let has_name = mapping.has_any(&[F::FullName, F::FamilyName, F::GivenNames]);
    let told_apart = [F::BirthDate, F::MobilePhone, F::HomePhone, F::WorkPhone, F::OtherPhone, F::Email];
    let is_of_visits = mapping.subject == TableSubject::Appointments;
    let has_number = mapping.has(F::RecordNumber);
    gap(!(has_name || is_of_visits && has_number), TableGapCode::Name, Vec::new());
    gap(!has_number && !mapping.has_any(&told_apart), TableGapCode::Identity, Vec::new());
    if is_of_visits {
        let has_start = mapping.has(F::Start);
        gap(!has_start, TableGapCode::Start, Vec::new());
        gap(has_start && survey.has_bare_days && !mapping.has(F::StartTime), TableGapCode::Time, Vec::new());
        let has_length = mapping.has_any(&[F::End, F::Duration]) || mapping.stated.minutes.is_some();
        gap(!has_length, TableGapCode::Length, Vec::new());
        let lies_ahead = survey.latest_visit.is_some_and(|it| it >= today);
        let has_provider = mapping.has_any(&[F::Provider, F::Room]) || mapping.stated.provider.is_some();
        gap(lies_ahead && !has_provider, TableGapCode::Provider, Vec::new());
    }
    gap(mapping.date_order.is_none() && survey.dates.is_open(), TableGapCode::DateOrder, Vec::new());
    let sexes = open_words(&mapping.sexes, &survey.sexes);
    gap(!sexes.is_empty(), TableGapCode::Sexes, sexes);
    let statuses = open_words(&mapping.statuses, &survey.statuses);
    gap(!statuses.is_empty(), TableGapCode::Statuses, statuses);
    gaps
}

/// Columns that cannot be what somebody said they are.
fn of_columns(mapping: &Mapping) -> Vec<TableGap> {
    let named = |field: TableField| {
        let columns = mapping.columns.iter().filter(move |it| it.field == Some(field));
        columns.map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    let used = TableField::ALL.iter().map(|it| (*it, named(*it))).filter(|(_, names)| !names.is_empty());
    used.filter_map(|(field, names)| match () {
        () if !field.is_of(mapping.subject) => Some(TableGap { what: TableGapCode::WrongTable, names }),
        () if names.len() > 1 && !field.may_repeat() => {
            Some(TableGap { what: TableGapCode::Repeated, names })
        }
        () => None,
    })
    .collect()
}

fn open_words<T>(meanings: &BTreeMap<String, T>, words: &[String]) -> Vec<String> {
    words.iter().filter(|it| !is_said(meanings, it)).cloned().collect()
}

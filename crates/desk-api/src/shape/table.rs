//! A table's mapping, both ways, and the table as somebody looks at it.

use super::invalid;
use crate::dto::{
    import::{TableCellView, TableColumnView, TableMapping, TableRowView, TableView, TwoDatesView},
    preferences::Language,
};
use clinic_domain::{
    appointment::MAX_VISIT_MINUTES,
    arbitration::Refused,
    invalid::{Field, Problem},
};
use desk_app::import::{
    Stated,
    table::{Choices, Mapping, RowRead, TableField, TableRead},
};

/// Titles above a table are no longer.
const HEADER_ROW_AT_MOST: u16 = 60;

pub fn choices(mapping: &TableMapping) -> Result<Choices, Refused> {
    if mapping.header_row.is_some_and(|it| it > u32::from(HEADER_ROW_AT_MOST)) {
        return Err(invalid(Field::HeaderRow, Problem::OutOfRange { least: 0, most: HEADER_ROW_AT_MOST }));
    }
    if mapping.minutes.is_some_and(|it| !(1..=MAX_VISIT_MINUTES).contains(&it)) {
        return Err(invalid(
            Field::Minutes,
            Problem::OutOfRange { least: 1, most: MAX_VISIT_MINUTES as u16 },
        ));
    }
    let zone = mapping.zone.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let zone = zone.map(|it| it.parse().map_err(|_| invalid(Field::Zone, Problem::NotAZone)));
    Ok(Choices {
        encoding: mapping.encoding,
        delimiter: mapping.delimiter,
        header_row: mapping.header_row,
        subject: mapping.subject,
        columns: mapping.columns.clone(),
        date_order: mapping.date_order,
        name_order: mapping.name_order,
        sexes: mapping.sexes.clone(),
        statuses: mapping.statuses.clone(),
        zone: zone.transpose()?,
        stated: Stated {
            location: mapping.location,
            provider: mapping.provider,
            appointment_type: mapping.appointment_type,
            minutes: mapping.minutes,
        },
    })
}

#[must_use]
pub fn view(language: Language, table: TableRead) -> TableView {
    let columns = table.mapping.columns.iter().zip(table.columns);
    let columns = columns.map(|(column, it)| TableColumnView {
        name: column.name.clone(),
        field: column.field,
        alternatives: it.alternatives,
    });
    let subject = table.mapping.subject;
    TableView {
        fields: TableField::ALL.iter().copied().filter(|it| it.is_of(subject)).collect(),
        columns: columns.collect(),
        mapping: mapping(&table.mapping),
        gaps: table.gaps,
        first_rows: table.first_rows.iter().map(|it| row(language, it)).collect(),
        two_dates: table.two_dates.map(|it| TwoDatesView {
            text: it.text.expose().to_owned(),
            day_first: it.day_first.to_string(),
            month_first: it.month_first.to_string(),
        }),
        rows: u32::try_from(table.rows).unwrap_or(u32::MAX),
        sexes: table.sexes,
        statuses: table.statuses,
    }
}

fn mapping(it: &Mapping) -> TableMapping {
    TableMapping {
        encoding: Some(it.encoding),
        delimiter: Some(it.delimiter),
        header_row: Some(it.header_row.unwrap_or(0)),
        subject: Some(it.subject),
        columns: it.columns.iter().map(|it| (it.name.clone(), it.field)).collect(),
        date_order: it.date_order,
        name_order: Some(it.name_order),
        sexes: it.sexes.clone(),
        statuses: it.statuses.clone(),
        zone: it.zone.map(|it| it.name().to_owned()),
        location: it.stated.location,
        provider: it.stated.provider,
        appointment_type: it.stated.appointment_type,
        minutes: it.stated.minutes,
    }
}

fn row(language: Language, it: &RowRead) -> TableRowView {
    let cells = it.cells.iter().map(|it| TableCellView {
        text: it.text.expose().to_owned(),
        understood: it.understood.as_ref().map(|it| it.expose().to_owned()),
        is_wrong: it.is_wrong,
    });
    let problem = it.problem.map(|it| language.import_reason(it).to_owned());
    TableRowView { row: it.row, cells: cells.collect(), problem }
}

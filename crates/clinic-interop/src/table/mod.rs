//! Any table of patients or of appointments: columns of any name in English or Spanish, in any order, under any
//! common delimiter and encoding, dates in any order.
//!
//! Three steps. [`look`] sniffs the encoding, the delimiter and the header, and guesses what each column is from
//! its name and its values. What cannot be told is a [`TableGap`]: a table with gaps is not read, somebody says what is
//! open in [`Choices`]. Then every row becomes one record or one refusal, and the plan is the same as for every
//! other format.
//!
//! Invariants: the same bytes and choices give the same records; a date whose day and month could change places is
//! never read unasked; a row's key is the old system's number, else a digest of what identifies it, so that a second
//! import recognises it whatever the order of rows and columns.

mod clock;
mod date;
mod encoding;
mod field;
mod guess;
mod header;
mod layout;
mod mapping;
mod name;
mod person;
mod row;
mod settle;
mod survey;
mod values;
mod view;
mod visit;

pub use date::DateOrder;
pub use encoding::TextEncoding;
pub use field::{TableField, TableSubject};
pub use layout::Delimiter;
pub use mapping::{Choices, Column, Mapping, TableGap, TableGapCode};
pub use name::NameOrder;
pub(crate) use name::{PERSON, thing_key, thing_words};
pub use person::keys_of;
pub(crate) use settle::{Settled, decode, settle};
pub use survey::TwoDates;
pub(crate) use view::view;
pub use view::{CellRead, ColumnRead, RowRead, TableRead};

use crate::{
    ImportError, ImportErrorCode as Code,
    batch::Sink,
    record::{Body, Keys, Origin, Record},
    report::{Reason, RecordName, Warning},
};
use chrono::NaiveDate;
use csv::StringRecord;
use row::{Reading, Row};

/// Rows without a single letter, under this name in the report.
const BLANK_ROW: &str = "blank_row";

type Draft = (Body, Keys, Vec<Warning>);

/// Reads the rows of a table without gaps.
pub(crate) fn read(
    text: &str,
    settled: &Settled,
    today: NaiveDate,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    if !settled.gaps.is_empty() {
        let refused = ImportError::new(Code::MappingNeeded);
        return Err(settled.gaps.iter().fold(refused, |refused, gap| refused.with("open", gap.what)));
    }
    let reading = Reading::new(&settled.mapping, today);
    let subject = settled.mapping.subject;
    let mut rows = layout::rows(text, settled.mapping.delimiter);
    let mut cells = StringRecord::new();
    let (mut index, mut last) = (0, 0);
    while rows.read_record(&mut cells).map_err(|_| broken(index))? {
        index += 1;
        if index <= settled.mapping.header_row.unwrap_or(0) {
            continue;
        }
        last = cells.position().map_or(0, |it| it.byte());
        if layout::width(&cells) == 0 {
            sink.pass_over(BLANK_ROW)?;
            continue;
        }
        let id = reading.row(&cells).get(subject.own_number());
        let id = Some(id).filter(|it| !it.is_empty()).map(Box::from);
        let origin = Origin { file: sink.file, index, resource_type: subject.resource_type(), id };
        match draft(&reading, &cells) {
            Err(reason) => sink.refuse(RecordName::from(&origin), reason)?,
            Ok((body, keys, warnings)) => sink.take(Record { origin, keys, body, warnings })?,
        }
    }
    if is_left_open(layout::body(text), last) { Err(broken(index)) } else { Ok(()) }
}

fn draft(reading: &Reading<'_>, cells: &StringRecord) -> Result<Draft, Reason> {
    reading.check(cells)?;
    let row: Row<'_> = reading.row(cells);
    let (body, keys, warnings) = match reading.mapping.subject {
        TableSubject::Patients => {
            let (patient, keys, warnings) = person::read(row)?;
            (Body::Patient(Box::new(patient)), keys, warnings)
        }
        TableSubject::Appointments => {
            let (visit, keys, warnings) = visit::read(row)?;
            (Body::Visit(Box::new(visit)), keys, warnings)
        }
    };
    if keys.identifiers.is_empty() { Err(Reason::NoIdentity) } else { Ok((body, keys, warnings)) }
}

fn broken(row: u32) -> ImportError {
    ImportError::new(Code::BrokenCsv).with("row", row)
}

/// A quote that nothing closes swallows every row behind it.
fn is_left_open(body: &str, last: u64) -> bool {
    let rest = usize::try_from(last).ok().and_then(|it| body.get(it..)).unwrap_or_default();
    rest.trim_end().contains('\n') && rest.bytes().filter(|it| *it == b'"').count() % 2 == 1
}

impl TableSubject {
    const fn resource_type(self) -> &'static str {
        match self {
            TableSubject::Patients => "Patient",
            TableSubject::Appointments => "Appointment",
        }
    }

    const fn own_number(self) -> TableField {
        match self {
            TableSubject::Patients => TableField::RecordNumber,
            TableSubject::Appointments => TableField::VisitNumber,
        }
    }
}

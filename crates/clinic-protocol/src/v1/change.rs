//! Changes: `[{"kind":"patient","row":{…}}, …]`.

use crate::{
    error::DecodeError,
    wire::{Wire, parse},
};
use clinic_domain::operation::Change;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

#[derive(Serialize)]
pub(crate) struct Written {
    kind: &'static str,
    row: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Read<'a> {
    kind: String,
    #[serde(borrow)]
    row: &'a RawValue,
}

/// One list gives the kinds' names and both directions.
macro_rules! changes {
    ($($variant:ident = $kind:literal),+ $(,)?) => {
        pub(crate) fn form(changes: &[Change]) -> Vec<Written> {
            let written = |change: &Change| match change {
                $(Change::$variant(row) => Written { kind: $kind, row: to_raw_value(&row.form()).ok() }),+
            };
            changes.iter().map(written).collect()
        }

        fn read_one(Read { kind, row }: Read<'_>) -> Result<Change, DecodeError> {
            match kind.as_str() {
                $($kind => Wire::read(parse(row.get().as_bytes(), $kind)?).map(Change::$variant),)+
                _ => Err(DecodeError::UnknownKind { of: "change", kind }),
            }
        }
    };
}

changes! {
    Appointment = "appointment",
    Patient = "patient",
    Caregiver = "caregiver",
    Organization = "organization",
    Location = "location",
    Resource = "resource",
    AppointmentType = "appointment_type",
    Template = "template",
    Exception = "exception",
    Hold = "hold",
    WaitlistEntry = "waitlist_entry",
    Recall = "recall",
    Person = "person",
    Alias = "patient_alias",
    DayClose = "day_close",
    Conflict = "booking_conflict",
    Policy = "policy",
    Department = "department",
    Faq = "faq",
    MessageTemplate = "message_template",
}

pub(crate) fn read_row(kind: &str, row: &str) -> Result<Change, DecodeError> {
    let row: &RawValue = parse(row.as_bytes(), "row")?;
    read_one(Read { kind: kind.to_owned(), row })
}

pub(crate) fn read(json: &[u8]) -> Result<Vec<Change>, DecodeError> {
    parse::<Vec<Read<'_>>>(json, "change")?.into_iter().map(read_one).collect()
}

//! Changes: `[{"kind":"patient","row":{…}}, …]`.

use crate::{
    error::DecodeError,
    wire::{Wire, parse, raw},
};
use clinic_domain::operation::Change;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A row with its kind. What it is of a kind that is not known here is told apart from what is malformed.
#[derive(Serialize, Deserialize)]
pub struct ChangeV1 {
    kind: Cow<'static, str>,
    row: Box<RawValue>,
}

impl PartialEq for ChangeV1 {
    fn eq(&self, other: &ChangeV1) -> bool {
        (&self.kind, self.row.get()) == (&other.kind, other.row.get())
    }
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
        impl Wire for Change {
            type Form = ChangeV1;

            fn form(&self) -> ChangeV1 {
                let (kind, row) = match self {
                    $(Change::$variant(row) => ($kind, raw(&row.form()))),+
                };
                ChangeV1 { kind: Cow::Borrowed(kind), row }
            }

            fn read(ChangeV1 { kind, row }: ChangeV1) -> Result<Change, DecodeError> {
                read_one(&kind, row.get())
            }
        }

        fn read_one(kind: &str, row: &str) -> Result<Change, DecodeError> {
            match kind {
                $($kind => Wire::read(parse(row, $kind)?).map(Change::$variant),)+
                _ => Err(DecodeError::UnknownKind { of: "change", kind: kind.to_owned() }),
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

pub(crate) fn form(changes: &[Change]) -> Vec<ChangeV1> {
    changes.iter().map(Wire::form).collect()
}

pub(crate) fn row(change: &Change) -> Box<RawValue> {
    change.form().row
}

pub(crate) fn read_row(kind: &str, row: &str) -> Result<Change, DecodeError> {
    read_one(kind, row)
}

pub(crate) fn read(json: &str) -> Result<Vec<Change>, DecodeError> {
    let rows = parse::<Vec<Read<'_>>>(json, "change")?;
    rows.iter().map(|it| read_one(&it.kind, it.row.get())).collect()
}

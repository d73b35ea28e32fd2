//! Schema 1. Its bytes never change meaning: the fixtures under `tests/fixtures/v1` decode for ever.

mod appointment;
mod call;
pub(crate) mod change;
mod conflict;
mod leaves;
mod office;
pub(crate) mod operation;
mod patient;
mod series;
mod setup;
mod to_come;

use crate::wire::Wire;
use clinic_domain::{
    alias::PatientAlias,
    appointment::Appointment,
    appointment_type::AppointmentType,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    message::MessageTemplate,
    office::{Department, FaqEntry},
    operation::SlotContent,
    organization::{Location, Organization},
    patient::{Caregiver, Patient},
    people::Person,
    policy::SecurityPolicy,
    recall::Recall,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
    waitlist::WaitlistEntry,
};

pub use appointment::AppointmentDetail;

/// A record that a store keeps as bytes of its own.
pub trait Entity: Wire {
    const KIND: &'static str;
}

macro_rules! entities {
    ($($kind:ty = $name:literal),+ $(,)?) => {
        $(impl Entity for $kind { const KIND: &'static str = $name; })+
    };
}

entities! {
    Appointment = "appointment",
    AppointmentDetail = "appointment_detail",
    Patient = "patient",
    Caregiver = "caregiver",
    PatientAlias = "patient_alias",
    DayClose = "day_close",
    BookingConflict = "booking_conflict",
    Organization = "organization",
    Location = "location",
    Resource = "resource",
    AppointmentType = "appointment_type",
    ScheduleTemplate = "template",
    ScheduleException = "exception",
    Hold = "hold",
    WaitlistEntry = "waitlist_entry",
    Recall = "recall",
    Person = "person",
    SecurityPolicy = "policy",
    Department = "department",
    FaqEntry = "faq",
    MessageTemplate = "message_template",
    SlotContent = "slot",
}

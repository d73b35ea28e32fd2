//! Rows as accepted operations leave them.

use crate::{
    alias::PatientAlias,
    appointment::Appointment,
    appointment_type::AppointmentType,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{PatientId, Version},
    message::MessageTemplate,
    office::{Department, FaqEntry},
    organization::{Location, Organization},
    patient::{Caregiver, Patient},
    people::Person,
    policy::SecurityPolicy,
    recall::Recall,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
    waitlist::WaitlistEntry,
};
use uuid::Uuid;

/// A row as an accepted operation left it. Its `version` field is already the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Appointment(Box<Appointment>),
    Patient(Box<Patient>),
    Caregiver(Caregiver),
    Organization(Organization),
    Location(Location),
    Resource(Resource),
    AppointmentType(AppointmentType),
    Template(ScheduleTemplate),
    Exception(ScheduleException),
    Hold(Hold),
    WaitlistEntry(Box<WaitlistEntry>),
    Recall(Recall),
    Person(Person),
    Alias(Box<PatientAlias>),
    DayClose(DayClose),
    Conflict(Box<BookingConflict>),
    Policy(SecurityPolicy),
    Department(Department),
    Faq(FaqEntry),
    MessageTemplate(MessageTemplate),
}

impl Change {
    /// Of what kind the row is, and which one.
    #[must_use]
    pub fn object(&self) -> (&'static str, Uuid) {
        match self {
            Change::Appointment(it) => ("appointment", it.id.0),
            Change::Patient(it) => ("patient", it.id.0),
            Change::Caregiver(it) => ("caregiver", it.id.0),
            Change::Organization(it) => ("organization", it.id.0),
            Change::Location(it) => ("location", it.id.0),
            Change::Resource(it) => ("resource", it.id.0),
            Change::AppointmentType(it) => ("appointment_type", it.id.0),
            Change::Template(it) => ("template", it.id.0),
            Change::Exception(it) => ("exception", it.id.0),
            Change::Hold(it) => ("hold", it.id.0),
            Change::WaitlistEntry(it) => ("waitlist_entry", it.id.0),
            Change::Recall(it) => ("recall", it.id.0),
            Change::Person(it) => ("person", it.id.0),
            Change::Alias(it) => ("patient_alias", it.id.0),
            Change::DayClose(it) => ("day_close", it.id.0),
            Change::Conflict(it) => ("booking_conflict", it.id.0),
            Change::Policy(it) => ("policy", it.id.0),
            Change::Department(it) => ("department", it.id.0),
            Change::Faq(it) => ("faq", it.id.0),
            Change::MessageTemplate(it) => ("message_template", it.id.0),
        }
    }

    #[must_use]
    pub fn visit(&self) -> Option<&Appointment> {
        if let Change::Appointment(it) = self { Some(it) } else { None }
    }

    /// Whose record it belongs to.
    #[must_use]
    pub fn patient(&self) -> Option<PatientId> {
        match self {
            Change::Appointment(it) => Some(it.patient),
            Change::Patient(it) => Some(it.id),
            Change::Caregiver(it) => Some(it.patient),
            Change::Hold(it) => it.patient,
            Change::WaitlistEntry(it) => Some(it.patient),
            Change::Recall(it) => Some(it.patient),
            Change::Alias(it) => Some(it.kept),
            Change::Conflict(it) => Some(it.patient),
            Change::Organization(_)
            | Change::Location(_)
            | Change::Resource(_)
            | Change::AppointmentType(_)
            | Change::Template(_)
            | Change::Exception(_)
            | Change::Person(_)
            | Change::Policy(_)
            | Change::Department(_)
            | Change::Faq(_)
            | Change::MessageTemplate(_)
            | Change::DayClose(_) => None,
        }
    }

    #[must_use]
    pub fn version(&self) -> Version {
        match self {
            Change::Appointment(it) => it.version,
            Change::Patient(it) => it.version,
            Change::Caregiver(it) => it.version,
            Change::Organization(it) => it.version,
            Change::Location(it) => it.version,
            Change::Resource(it) => it.version,
            Change::AppointmentType(it) => it.version,
            Change::Template(it) => it.version,
            Change::Exception(it) => it.version,
            Change::Hold(it) => it.version,
            Change::WaitlistEntry(it) => it.version,
            Change::Recall(it) => it.version,
            Change::Person(it) => it.version,
            Change::Alias(it) => it.version,
            Change::DayClose(it) => it.version,
            Change::Conflict(it) => it.version,
            Change::Policy(it) => it.version,
            Change::Department(it) => it.version,
            Change::Faq(it) => it.version,
            Change::MessageTemplate(it) => it.version,
        }
    }
}

//! Import records: what a file says, in the clinic's words but with the source's own references. Ids, and what a
//! reference means, come with [`crate::plan`].
//!
//! Invariant: a record has at least one key; keys and displays of people are never printed.

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{AppointmentStatus, CancelReason},
    id::{AppointmentTypeId, LocationId, ResourceId},
    organization::Address,
    patient::{CaregiverAuthorization, CaregiverRelation, Coverage, Patient},
    personal::Personal,
    time::{DayMinute, Instant, end_instant, start_instant},
};

/// One resource or row that a front desk has a use for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub origin: Origin,
    pub keys: Keys,
    pub body: Body,
    /// What was left out of it while reading.
    pub warnings: Vec<crate::report::Warning>,
}

/// Where a record stands, for the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's place in the import, from 0.
    pub file: u32,
    /// Entry of the bundle, line or row, from 1.
    pub index: u32,
    pub resource_type: &'static str,
    /// The resource's id, as the file has it.
    pub id: Option<Box<str>>,
}

/// Everything a reference may call this record.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Keys {
    /// What identifies it for good, best first: `system|value`, or else its address. The first is kept as the
    /// entity's `source`.
    pub identifiers: Vec<String>,
    /// What it is called within its file or server only: `urn:uuid:...`, `Patient/1`.
    pub addresses: Vec<String>,
}

impl Keys {
    /// The identifier that the entity keeps.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.identifiers.first().map(String::as_str)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.identifiers.iter().chain(&self.addresses).map(String::as_str)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Place(Place),
    Organization(Organization),
    Provider(Provider),
    Role(Role),
    Patient(Box<PatientRecord>),
    Caregiver(Box<CaregiverRecord>),
    Coverage(CoverageRecord),
    Schedule(Schedule),
    Slot(Slot),
    Visit(Box<Visit>),
}

/// What a reference points at, as far as the reference itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Place,
    Organization,
    Provider,
    Room,
    Role,
    Patient,
    Caregiver,
    Schedule,
    Slot,
    Visit,
    /// A `urn:uuid:`, or a type that is not read.
    Any,
}

/// A pointer in the source's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub target: Target,
    /// `system|value`, `urn:uuid:...`, `Patient/1` or an address; absent where only words are given.
    pub key: Option<String>,
    /// The words beside it, often a name.
    pub display: Personal,
}

/// A FHIR Location: a site, a part of one, or a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub kind: PlaceKind,
    pub name: String,
    pub phone: String,
    pub address: Address,
    /// Only where the file says so; most do not.
    pub zone: Option<Tz>,
    pub is_active: bool,
    pub part_of: Option<Reference>,
    pub managed_by: Option<Reference>,
    /// Sort of room: "Neuroradiology unit".
    pub specialty: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    Site,
    /// A wing, ward or floor: part of a site when the site is known, else a site.
    Part,
    Room,
    /// A patient's home, a vehicle, a class of places: nothing to book.
    Elsewhere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub name: String,
    pub phone: String,
    pub address: Address,
    pub is_payer: bool,
    pub is_active: bool,
    pub part_of: Option<Reference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// "Dr. Mei Chen", as the source has it.
    pub name: String,
    pub initials: String,
    pub specialty: String,
    /// National provider number where one is given.
    pub identifier: String,
    pub is_active: bool,
    /// Where this provider works, when the record itself says so (Synthea's table).
    pub organization: Option<Reference>,
}

/// A FHIR PractitionerRole: where a provider works, as what, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub provider: Option<Reference>,
    pub places: Vec<Reference>,
    pub organization: Option<Reference>,
    pub specialty: String,
    pub is_active: bool,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub hours: Vec<Hours>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    pub weekday: Weekday,
    pub from: DayMinute,
    pub to: DayMinute,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientRecord {
    /// The domain's patient but for what needs other records: id, coverage and own provider are blank.
    pub details: Patient,
    pub own_provider: Option<Reference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaregiverRecord {
    pub patient: Option<Reference>,
    pub name: Personal,
    pub phone: Personal,
    pub relation: CaregiverRelation,
    pub authorization: CaregiverAuthorization,
    pub may_schedule: bool,
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRecord {
    pub beneficiary: Option<Reference>,
    pub payer: Option<Reference>,
    /// The payer's name is filled in from `payer` when it points at a record.
    pub details: Coverage,
    pub is_active: bool,
    /// 1 is the first to pay.
    pub order: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub actors: Vec<Reference>,
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub schedule: Option<Reference>,
    pub is_free: bool,
    pub start: Instant,
    pub end: Instant,
    pub label: Option<TypeLabel>,
    pub comment: String,
}

/// An appointment, or an encounter as the visit that it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub is_encounter: bool,
    pub status: AppointmentStatus,
    pub cancel_reason: Option<CancelReason>,
    /// Patient, providers, places, caregivers: whoever takes part.
    pub participants: Vec<Reference>,
    /// The patient as the visit itself has them, for where neither the files nor the desk know them otherwise.
    pub inline: Option<Box<InlinePatient>>,
    pub start: Option<Moment>,
    pub end: Option<Moment>,
    /// The length that the source states beside or instead of the end.
    pub minutes: Option<u32>,
    pub label: Option<TypeLabel>,
    pub note: Personal,
    pub slots: Vec<Reference>,
    /// The appointment that this encounter was.
    pub appointment: Option<Reference>,
    /// Who paid (Synthea's table): the patient's latest payer becomes the coverage.
    pub payer: Option<Reference>,
    pub stated: Stated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlinePatient {
    pub keys: Keys,
    pub patient: PatientRecord,
}

/// What the person who imports says of a file's visits, for where they say nothing themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Stated {
    pub location: Option<LocationId>,
    pub provider: Option<ResourceId>,
    pub appointment_type: Option<AppointmentTypeId>,
    pub minutes: Option<u32>,
}

/// A time as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    At(Instant),
    /// What the clock on the wall shows where the visit is.
    Wall(NaiveDateTime),
}

impl Moment {
    pub(crate) fn start(self, zone: Tz) -> Instant {
        match self {
            Moment::At(instant) => instant,
            Moment::Wall(wall) => start_instant(zone, wall),
        }
    }

    pub(crate) fn end(self, zone: Tz) -> Instant {
        match self {
            Moment::At(instant) => instant,
            Moment::Wall(wall) => end_instant(zone, wall),
        }
    }

    /// Minutes from here to `end`, as far as the two can be compared.
    pub(crate) fn minutes_to(self, end: Moment) -> Option<i64> {
        match (self, end) {
            (Moment::At(start), Moment::At(end)) => Some((end.0 - start.0) / 60),
            (Moment::Wall(start), Moment::Wall(end)) => Some((end - start).num_minutes()),
            _ => None,
        }
    }
}

/// What sort of visit, by code and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeLabel {
    /// `system|code`; empty where there is none.
    pub code: String,
    pub name: String,
}

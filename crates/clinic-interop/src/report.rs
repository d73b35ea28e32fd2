//! The account of an import: every resource of every file is in exactly one column.
//!
//! Reports are for the person who imports. They hold resource ids and file names, so they are shown and audited,
//! never logged.

use crate::{Format, ImportError, record::Origin};
use clinic_domain::code_enum;
use std::collections::BTreeMap;

code_enum! {
    /// Why a record was not taken.
    Reason {
        /// It does not have the shape of its resource type.
        Malformed = "malformed",
        /// A bundle's entry without a resource: a request, an answer.
        NoResource = "no_resource",
        NestedTooDeep = "nested_too_deep",
        /// Neither identifier nor id: a second import could not recognise it.
        NoIdentity = "no_identity",
        NameMissing = "name_missing",
        /// Another record of this import has the same identifier and says something else; that one was taken.
        RepeatedDifferently = "repeated_differently",
        /// The desk has somebody else (other name and other birth date) under this identifier.
        IdentityConflict = "identity_conflict",
        /// Somebody here has worked on it since it was imported.
        ChangedHere = "changed_here",
        EnteredInError = "entered_in_error",
        StatusUnknown = "status_unknown",
        /// A class of places, a home, a vehicle.
        NotAPlaceToBook = "not_a_place_to_book",
        /// The file gives no zone and the import names none.
        ZoneMissing = "zone_missing",
        /// No place is given or known, and the import names none.
        LocationMissing = "location_missing",
        StartMissing = "start_missing",
        DateOnly = "date_only",
        OffsetMissing = "offset_missing",
        DateInvalid = "date_invalid",
        DateOutOfRange = "date_out_of_range",
        EndBeforeStart = "end_before_start",
        LengthMissing = "length_missing",
        /// A stay, not a visit.
        LongerThanAVisit = "longer_than_a_visit",
        PatientMissing = "patient_missing",
        PatientUnresolved = "patient_unresolved",
        ProviderMissing = "provider_missing",
        /// Several people in these files, or here, go by what it calls its patient.
        PatientAmbiguous = "patient_ambiguous",
        ProviderUnresolved = "provider_unresolved",
        /// Several providers or rooms here go by the name that it gives.
        NameAmbiguous = "name_ambiguous",
        /// It names a location that the desk does not have.
        LocationUnresolved = "location_unresolved",
        ScheduleUnresolved = "schedule_unresolved",
        /// A row with more or fewer cells than its table has columns.
        CellsDiffer = "cells_differ",
        /// It has letters that its file's encoding does not have.
        Undecodable = "undecodable",
        TooLong = "too_long",
        /// A cell holds what a spreadsheet would compute, not what it had computed.
        Formula = "formula",
    }
}

code_enum! {
    /// What was assumed or left out of a record that was taken.
    Warning {
        /// Nothing known says where: the import's own location was used.
        LocationAssumed = "location_assumed",
        /// It works at several places; the first was taken.
        MoreLocations = "more_locations",
        /// The provider is known by the reference only; entered as inactive.
        ProviderByReference = "provider_by_reference",
        /// A past visit whose provider nothing names.
        ProviderUnknown = "provider_unknown",
        /// A past visit that was left open; counted as held.
        OutcomeAssumed = "outcome_assumed",
        BirthDatePartial = "birth_date_partial",
        OwnProviderUnresolved = "own_provider_unresolved",
        PayerUnresolved = "payer_unresolved",
        CaregiverUnresolved = "caregiver_unresolved",
        /// The word is no language that is known; the patient's stays as it was.
        LanguageUnknown = "language_unknown",
        /// Another coverage of the same patient comes first.
        SecondCoverage = "second_coverage",
        /// A future visit beside another one: it stands in an overbook lane.
        Overbooked = "overbooked",
    }
}

/// What became of a record that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Added,
    Updated,
    /// The desk, or an earlier record of this import, has exactly this.
    AlreadyThere,
    /// Became part of another entity: a role of its provider, a coverage of its patient.
    Folded,
    NotTaken(Reason),
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Report {
    pub files: Vec<FileReport>,
    pub not_taken: Vec<NotTaken>,
    pub warnings: Vec<Warned>,
    pub made: Made,
}

/// What the plan adds beside the records: they name it, and neither the files nor the desk have it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Made {
    /// Patients whom only a visit's own row describes.
    pub patients: u64,
    pub providers: Vec<String>,
    pub rooms: Vec<String>,
    pub types: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    pub name: String,
    pub format: Option<Format>,
    pub refused: Option<ImportError>,
    /// By resource type.
    pub tallies: BTreeMap<String, Tally>,
    /// Resources that are not for the front desk, by type.
    pub not_for_the_desk: BTreeMap<String, u64>,
    /// Resources or rows in the file: the sum of everything above.
    pub read: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    pub added: u64,
    pub updated: u64,
    pub already_there: u64,
    pub folded: u64,
    pub not_taken: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    pub origin: RecordName,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    pub origin: RecordName,
    pub warning: Warning,
}

/// Which record: file, type, place in the file, and the resource's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordName {
    pub file: u32,
    pub resource_type: String,
    pub index: u32,
    pub id: Option<Box<str>>,
}

impl Tally {
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.added + self.updated + self.already_there + self.folded + self.not_taken
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::AlreadyThere => self.already_there += 1,
            Outcome::Folded => self.folded += 1,
            Outcome::NotTaken(_) => self.not_taken += 1,
        }
    }

    fn add(&mut self, other: &Tally) {
        self.added += other.added;
        self.updated += other.updated;
        self.already_there += other.already_there;
        self.folded += other.folded;
        self.not_taken += other.not_taken;
    }
}

impl FileReport {
    /// All types together.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.tallies.values().fold(Tally::default(), |mut sum, it| {
            sum.add(it);
            sum
        })
    }
}

impl Report {
    /// All files together, by resource type.
    #[must_use]
    pub fn by_type(&self) -> BTreeMap<&str, Tally> {
        let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
        for (kind, tally) in self.files.iter().flat_map(|it| &it.tallies) {
            sums.entry(kind).or_default().add(tally);
        }
        sums
    }

    pub(crate) fn file(&mut self, file: u32) -> Option<&mut FileReport> {
        self.files.get_mut(file as usize)
    }
}

impl From<&Origin> for RecordName {
    fn from(origin: &Origin) -> Self {
        Self {
            file: origin.file,
            resource_type: origin.resource_type.to_owned(),
            index: origin.index,
            id: origin.id.clone(),
        }
    }
}

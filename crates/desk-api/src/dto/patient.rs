//! Patients: look-up, card, registration.

use super::{
    call::PatientCallView,
    day::{SyncMark, VisitView},
    setup::AddressView,
    waitlist::{DueView, WaitingView},
};
use clinic_domain::alias::PatientField;
use clinic_domain::{
    id::{CaregiverId, PatientId, ResourceId, Version},
    patient::{CaregiverAuthorization, CaregiverRelation, ContactChannel, LogisticsFlag, PhoneKind, Sex},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindPatientsRequest {
    /// From two letters or digits: name parts in any order, birth date, phone, record number.
    pub query: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientHits {
    /// At most eight, exact ones first.
    pub hits: Vec<PatientHit>,
    pub has_more: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientHit {
    pub id: PatientId,
    pub name: String,
    pub birth_date: Option<String>,
    pub age_years: Option<u16>,
    pub sex: Sex,
    pub phone: String,
    pub record_number: String,
    /// Where there is no record number yet.
    pub short_code: Option<String>,
    /// How the record and its visits stand with the centre.
    pub mark: SyncMark,
    /// `YYYY-MM-DDTHH:MM` of the next visit.
    pub next_visit: Option<String>,
    /// Somebody else in the list has the same family name and first initial: compare the birth date.
    pub has_namesake: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PatientRequest {
    pub patient: PatientId,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientCard {
    pub patient: PatientView,
    pub age_years: Option<u16>,
    pub own_provider_name: String,
    pub caregivers: Vec<CaregiverView>,
    /// Soonest first.
    pub next_visits: Vec<PatientVisitView>,
    /// Latest first.
    pub last_visits: Vec<PatientVisitView>,
    pub no_shows: u32,
    pub asked: AskedView,
    /// About what they wait for and are due for, latest first.
    pub calls: Vec<PatientCallView>,
    /// What they wait for, longest first, and what they are due for, soonest first.
    pub waiting: Vec<WaitingView>,
    pub recalls: Vec<DueView>,
    /// Records of the same person that were merged into this one; their numbers and names lead here.
    pub aliases: Vec<AliasView>,
    /// Who may be the same person; empty for who may not merge records.
    pub suspects: Vec<PatientHit>,
    pub may_merge: bool,
    /// A coverage that has run out, a missing birth date, an interpreter: what the desk should see at once.
    pub alerts: Vec<String>,
    pub may_edit: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AliasView {
    pub patient: PatientId,
    /// Of the alias, for `separate_patient`.
    pub version: Version,
    pub name: String,
    pub birth_date: Option<String>,
    pub record_number: String,
    /// `YYYY-MM-DDTHH:MM`.
    pub wall_at: String,
    pub by: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergePreviewRequest {
    pub kept: PatientId,
    pub merged: PatientId,
}

/// Two records side by side.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MergePreviewView {
    pub kept: MergeSideView,
    pub merged: MergeSideView,
    /// The fields in which they differ.
    pub fields: Vec<MergeFieldView>,
    /// Booked visits of the two that are at one time.
    pub overlaps: Vec<OverlapView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MergeSideView {
    pub patient: PatientView,
    pub caregivers: Vec<CaregiverView>,
    /// Soonest first.
    pub next_visits: Vec<PatientVisitView>,
    /// All of them, past ones too.
    pub visits: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MergeFieldView {
    pub field: PatientField,
    /// The merged record's is most likely the better one: it says something, and it is the newer record.
    pub takes_merged: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OverlapView {
    pub kept: PatientVisitView,
    pub merged: PatientVisitView,
}

/// Refused with `patient_merged` where one of the two leads to another record already, and `has_merged_records` where
/// others lead to the one that is to be merged.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergePatientsRequest {
    pub kept: PatientId,
    pub kept_version: Version,
    pub merged: PatientId,
    pub merged_version: Version,
    /// The fields that the kept record takes from the merged one.
    pub taken: Vec<PatientField>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeparatePatientRequest {
    /// The record that was merged, and the version of its alias.
    pub merged: PatientId,
    pub version: Version,
}

/// What is asked at the counter beside who it is, by the intervals of the organization.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AskedView {
    /// `YYYY-MM-DD`: the patient said that the record is still correct.
    pub details_on: Option<String>,
    pub are_details_due: bool,
    /// `YYYY-MM-DD`: the insurance card was seen.
    pub card_on: Option<String>,
    pub is_card_due: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientVisitView {
    pub date: String,
    pub provider_name: String,
    pub location_name: String,
    pub visit: VisitView,
}

/// A patient's record as the front office reads and writes it. For registration `id`, `version` and
/// `record_number` are absent.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PatientView {
    #[serde(default)]
    pub id: Option<PatientId>,
    #[serde(default)]
    pub version: Option<Version>,
    #[serde(default)]
    pub record_number: String,
    /// What the patient is called by while there is no record number: `K7M-2XPR`. Nobody changes it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub short_code: Option<String>,
    pub family_name: String,
    pub given_names: String,
    #[serde(default)]
    pub preferred_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    pub sex: Sex,
    #[serde(default)]
    pub phones: Vec<PhoneView>,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub address: AddressView,
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub needs_interpreter: bool,
    #[serde(default)]
    pub flags: Vec<LogisticsFlag>,
    #[serde(default)]
    pub alert: String,
    #[serde(default)]
    pub emergency_contact: Option<EmergencyContactView>,
    #[serde(default)]
    pub own_provider: Option<ResourceId>,
    pub contact_preference: ContactChannel,
    #[serde(default)]
    pub may_be_reminded: bool,
    #[serde(default)]
    pub coverage: Option<CoverageView>,
    #[serde(default)]
    pub is_deceased: bool,
    pub is_active: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhoneView {
    pub number: String,
    pub kind: PhoneKind,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EmergencyContactView {
    pub name: String,
    pub relation: String,
    pub phone: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CoverageView {
    pub payer: String,
    pub member_id: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CaregiverView {
    #[serde(default)]
    pub id: Option<CaregiverId>,
    #[serde(default)]
    pub version: Option<Version>,
    pub patient: PatientId,
    pub name: String,
    pub phone: String,
    pub relation: CaregiverRelation,
    pub authorization: CaregiverAuthorization,
    pub may_schedule: bool,
    pub is_active: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RegisterPatientRequest {
    pub patient: PatientView,
    /// The person looked at the suspected duplicates and wants a new record all the same.
    #[serde(default)]
    pub accept_duplicates: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Registration {
    Registered {
        patient: Box<PatientView>,
    },
    /// Nothing was written: these may be the same person.
    Duplicates {
        suspects: Vec<PatientHit>,
    },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePatientRequest {
    pub patient: PatientView,
}

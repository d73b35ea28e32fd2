//! Promises that could not be kept, and what becomes of them.

use super::{offer::OfferView, patient::PhoneView, refusal::RefusalView};
use clinic_domain::{
    appointment::AppointmentStatus,
    conflict::{ConflictOutcome, LostAct},
    id::{AppointmentId, ConflictId, LocationId, OpId, PatientId, Version},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asked for with `conflicts` again.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConflictsRequest {
    pub location: LocationId,
}

/// Changes with the tag `conflicts`. Nothing leaves it but by a person's act.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ConflictsView {
    pub location: LocationId,
    /// `YYYY-MM-DD`: today at the location.
    pub today: String,
    /// By when the visit was to begin, promises to patients first.
    pub conflicts: Vec<ConflictView>,
    /// Other changes of this desk that were refused: no other desk knows of them.
    pub refused: Vec<RefusedView>,
}

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct ConflictCountsView {
    pub open: u32,
    /// Of those: less than a day before their start.
    pub urgent: u32,
    pub refused: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ConflictView {
    pub conflict: ConflictId,
    pub version: Version,
    pub lost: LostAct,
    pub is_urgent: bool,
    pub patient: PatientId,
    pub patient_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    pub phones: Vec<PhoneView>,
    /// `YYYY-MM-DDTHH:MM` at the location: when the visit was to begin.
    pub wall_start: String,
    pub type_name: String,
    pub provider_name: String,
    pub note: String,
    /// Whether the patient was told.
    pub is_promised: bool,
    /// Why it could not be kept, in sentences, the first reason first.
    pub because: Vec<String>,
    /// Who decided it.
    pub by: String,
    pub is_of_here: bool,
    /// The desk's name; empty where nobody said.
    pub desk: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_decided_at: String,
    pub wall_lost_at: String,
    pub winners: Vec<WinnerView>,
    /// The visit as it stands, where there is one that the centre knows.
    pub visit: Option<StandingView>,
    /// Three at most.
    pub alternatives: Vec<OfferView>,
    pub promised: Option<PromisedView>,
    pub claim: Option<ConflictClaimView>,
}

/// What was there first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WinnerView {
    pub visit: StandingView,
    pub patient_name: String,
    /// Who booked or changed it last, and when.
    pub by: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StandingView {
    pub appointment: AppointmentId,
    /// `YYYY-MM-DD` at the location.
    pub date: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
    pub type_name: String,
    pub provider_name: String,
    pub status: AppointmentStatus,
}

/// Whether the promised time can be had now after all.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum PromisedView {
    Free {
        handle: String,
    },
    /// Beside what is there, with a reason.
    Overbook {
        handle: String,
        because: Vec<RefusalView>,
    },
    Refused {
        reasons: Vec<RefusalView>,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ConflictClaimView {
    pub by: String,
    pub is_mine: bool,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RefusedView {
    pub op: OpId,
    /// "Ada Brown changed a visit's note".
    pub what: String,
    /// Empty where it is about nobody.
    pub patient_name: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub because: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeenConflictRequest {
    pub conflict: ConflictId,
    pub version: Version,
}

/// What became of the request, with the conflict's new version.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SettledView {
    pub conflict: ConflictId,
    pub version: Version,
    pub outcome: Option<ConflictOutcome>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResolveConflictRequest {
    pub conflict: ConflictId,
    pub version: Version,
    pub instead: InsteadView,
    #[serde(default)]
    pub note: String,
}

/// What the patient has instead.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum InsteadView {
    /// A time that the list offered.
    Time {
        handle: String,
        /// Beside what is there already.
        #[serde(default)]
        #[ts(optional = nullable)]
        overbook_reason: Option<String>,
    },
    Waitlist,
    /// What won stands, and the patient knows.
    Nothing,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LetGoRequest {
    pub op: OpId,
}

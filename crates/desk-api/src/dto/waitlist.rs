//! Who waits for a time, whom a gap would serve, and what they are offered.

use super::{
    appointment::LinkedVisitView, call::CallsView, hold::HoldView, offer::OfferView, recall::RecallView,
};
use clinic_domain::{
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId, Version, WaitlistId},
    waitlist::{OfferAnswer, Urgency, WaitlistStatus},
    worklist::ToComeList,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An entry; sent without `id` and `version` it is a new one. `withdrawn` takes it off the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WaitlistEntryView {
    #[serde(default)]
    #[ts(optional = nullable)]
    pub id: Option<WaitlistId>,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub version: Option<Version>,
    pub location: LocationId,
    pub patient: PatientId,
    pub appointment_type: AppointmentTypeId,
    /// Empty: anybody.
    pub providers: Vec<ResourceId>,
    /// `YYYY-MM-DD`; today when absent.
    pub earliest: Option<String>,
    /// The last day. Without one: any later day; for a visit that is moved, any time before it.
    pub latest: Option<String>,
    /// 1 = Monday ... 7 = Sunday; empty: any.
    pub weekdays: Vec<u8>,
    /// `HH:MM`: the visit lies between these.
    pub from: String,
    pub to: String,
    /// How long before its start they have to know.
    pub notice_minutes: u32,
    pub urgency: Urgency,
    pub note: String,
    /// The visit that is moved when they take an offer.
    pub moving: Option<AppointmentId>,
    pub status: WaitlistStatus,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WaitlistRequest {
    pub location: LocationId,
}

/// It changes with the tag `waitlist:<location>` and with the tags of its days.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WaitlistView {
    pub location: LocationId,
    /// `YYYY-MM-DD` at the location.
    pub today: String,
    /// Who is to be called again now first, then longest first.
    pub waiting: Vec<WaitingView>,
    /// Free minutes of today and tomorrow that somebody who waits could use, soonest first.
    pub gaps: Vec<GapView>,
    /// Whose time has come, or comes within a month: who is to be called again now first, then who was never called,
    /// soonest first.
    pub recalls: Vec<DueView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintWaitlistRequest {
    pub location: LocationId,
    pub list: ToComeList,
}

/// A list on paper. Asking for it is a printing in the audit trail.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WaitlistSheetView {
    pub list: WaitlistView,
    /// `YYYY-MM-DDTHH:MM` at the location: the state that the paper shows.
    pub wall_at: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WaitingView {
    pub entry: WaitlistEntryView,
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub phone: String,
    pub type_name: String,
    /// "Dr Chen, Dr Okafor"; empty: anybody.
    pub provider_names: String,
    /// Whole days since they wait.
    pub days: u32,
    /// How many offers they let pass.
    pub passed: u32,
    /// What they think about.
    pub running: Option<HoldView>,
    /// The times that they were offered, oldest first.
    pub offers: Vec<OfferedView>,
    /// The visit that they would give up for it.
    pub moving: Option<LinkedVisitView>,
    pub calls: Option<CallsView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OfferedView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
    /// Absent while they think, and for good where the time ran out.
    pub answer: Option<OfferAnswer>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct GapView {
    pub resource: ResourceId,
    pub resource_name: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub from: String,
    pub to: String,
    pub minutes: u32,
    pub fitting: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct DueView {
    pub recall: RecallView,
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub phone: String,
    pub type_name: String,
    pub provider_name: String,
    /// The first and the last day of its window.
    pub from: String,
    pub until: String,
    pub is_overdue: bool,
    pub calls: Option<CallsView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GapRequest {
    pub resource: ResourceId,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub from: String,
    pub to: String,
}

/// Who fits into a gap, in the order in which they are to be asked; each has an offer that keeps the time for them.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GapMatchesView {
    pub gap: GapView,
    pub matches: Vec<MatchView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MatchView {
    pub waiting: WaitingView,
    pub offer: OfferView,
    /// "Fills all 30 minutes. Own provider. Waits for 12 days."
    pub why: String,
}

/// Keeps the time for them: refused with `offer_running`, `not_wished`, and like a hold.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferWaitlistRequest {
    pub entry: WaitlistId,
    pub version: Version,
    pub handle: String,
    /// So long they have to think.
    pub minutes: u16,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptOfferRequest {
    pub entry: WaitlistId,
    pub version: Version,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AnswerOfferRequest {
    pub entry: WaitlistId,
    pub version: Version,
    /// `declined` or `not_reached`: who takes it accepts it.
    pub answer: OfferAnswer,
}

/// What came free since this was last asked, by any act or by itself, as far as somebody who waits could use it. It is to
/// be asked when the tag `freed` says so.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FreedTimesView {
    /// Soonest first.
    pub gaps: Vec<GapView>,
    /// Who fits into any of them.
    pub waiting: Vec<WaitlistId>,
}

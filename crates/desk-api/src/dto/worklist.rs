//! What the desk works through between the calls.

use super::{
    appointment::AttendanceView, call::CallsView, day::VisitView, paper::TypedByView, patient::PhoneView,
};
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    id::{AppointmentId, LocationId, Version},
    patient::ContactChannel,
    worklist::{ToComeList, WorkList},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorklistRequest {
    pub location: LocationId,
    pub list: WorkList,
    /// `YYYY-MM-DD`: the day whose lists they are; today at the location when absent.
    #[serde(default)]
    pub date: Option<String>,
}

/// One list, and how long all of them are. It changes with the tags of the days on it, `day:<location>:<date>`; ask
/// again on any `day:<location>:` tag.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WorklistView {
    pub location: LocationId,
    pub list: WorkList,
    /// The day that the list is about. For the unconfirmed: the next day on which somebody is expected.
    pub date: String,
    pub counts: Vec<WorkCount>,
    pub to_come: Vec<ToComeCount>,
    /// Days before today that nobody closed, the latest first.
    pub unclosed: Vec<UnclosedDayView>,
    /// By time; those who did not come with the latest first. Of people to be called: who is due first, who is not yet
    /// due last.
    pub rows: Vec<WorkView>,
}

/// A list on paper. Asking for it is a printing in the audit trail.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ListSheetView {
    pub list: WorklistView,
    /// `YYYY-MM-DDTHH:MM` at the location: the state that the paper shows.
    pub wall_at: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WorkCount {
    pub list: WorkList,
    pub visits: u32,
}

/// It has visits that nobody ended, or nobody signed it off since an earlier day was. Days of the last two weeks can be closed.
#[derive(Clone, Debug, Serialize, TS)]
pub struct UnclosedDayView {
    /// `YYYY-MM-DD`.
    pub date: String,
    pub open: u32,
}

/// Changes with `waitlist:<location>`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ToComeCount {
    pub list: ToComeList,
    pub patients: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WorkView {
    /// The visit's own day, which its minutes are counted in.
    pub date: String,
    pub provider_name: String,
    /// Whole minutes until now: late (arrivals), since the patient came (in clinic), since the visit's end (open).
    pub minutes: Option<u32>,
    pub visit: VisitView,
    /// What the patient knows, where the clinic moved the visit and nobody has told them.
    pub told: Option<ToldView>,
    pub attendance: AttendanceView,
    /// Who tried to reach the patient about this visit, and when to try again.
    pub calls: Option<CallsView>,
    /// How to reach the patient; absent while the record is still on its way.
    pub contact: Option<ContactView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ToldView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
    pub provider_name: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ContactView {
    pub preference: ContactChannel,
    pub phones: Vec<PhoneView>,
    pub email: String,
    /// BCP 47, empty where unknown.
    pub language: String,
    pub may_be_reminded: bool,
    /// The last word on this visit's confirmation.
    pub last_attempt: Option<AttemptView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AttemptView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
    pub channel: ContactChannel,
    pub state: ConfirmationState,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenDayRequest {
    pub location: LocationId,
    /// `YYYY-MM-DD`; today at the location when absent.
    #[serde(default)]
    pub date: Option<String>,
}

/// A day before it is closed. It changes with the tag of the day, `day:<location>:<date>`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OpenDayView {
    pub location: LocationId,
    pub date: String,
    pub numbers: DayNumbersView,
    /// What nobody ended, by time.
    pub open: Vec<OpenVisitView>,
    /// Who typed in how much of what was written on paper about them, the most first.
    pub typed: Vec<TypedByView>,
    /// How the day was signed off last.
    pub signed: Option<SignatureView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OpenVisitView {
    pub visit: VisitView,
    pub provider_name: String,
    /// What most likely became of it; null while it may still be.
    pub end: Option<AppointmentStatus>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct DayNumbersView {
    /// The sum of the next six.
    pub booked: u32,
    pub seen: u32,
    pub no_shows: u32,
    pub left: u32,
    pub cancelled: u32,
    pub cancelled_late: u32,
    pub open: u32,
    /// Of the booked.
    pub walk_ins: u32,
    /// Of the booked, those of which something was written on paper and typed in later.
    pub on_paper: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SignatureView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
    /// As they were then.
    pub numbers: DayNumbersView,
}

/// One act with one undo. Refused whole where one of the visits was changed meanwhile.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseDayRequest {
    pub location: LocationId,
    pub date: String,
    pub ends: Vec<EndView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EndView {
    pub appointment: AppointmentId,
    pub version: Version,
    pub to: AppointmentStatus,
}

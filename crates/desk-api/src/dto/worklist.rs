//! What the desk works through between the calls.

use super::{appointment::AttendanceView, day::VisitView, patient::PhoneView};
use clinic_domain::{
    appointment::{CallOutcome, ConfirmationState},
    id::LocationId,
    patient::ContactChannel,
    worklist::WorkList,
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
    /// By time; those who did not come with the latest first. Of people to be called: who is due first, who is not yet
    /// due last.
    pub rows: Vec<WorkView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WorkCount {
    pub list: WorkList,
    pub visits: u32,
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
pub struct CallsView {
    pub count: u32,
    /// The last of them. `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
    pub outcome: CallOutcome,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub again: Option<String>,
    /// It is time to call again.
    pub is_due: bool,
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

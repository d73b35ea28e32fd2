//! Attempts to reach a patient.

use super::appointment::AppointmentView;
use clinic_domain::{
    appointment::CallOutcome,
    id::{AppointmentId, RecallId, Version, WaitlistId},
    worklist::ToComeList,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Refused with `recall_settled` and `not_waiting` where nobody has to be called any more.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LogCallRequest {
    pub about: CallAboutView,
    /// Of what the call was about.
    pub version: Version,
    pub outcome: CallOutcome,
    /// When to try again: `YYYY-MM-DDTHH:MM` at the location, within 60 days. Needed for `call_back`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub call_again: Option<String>,
}

/// `{"appointment": …}`, `{"recall": …}` or `{"waitlist_entry": …}`.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CallAboutView {
    Appointment(AppointmentId),
    Recall(RecallId),
    WaitlistEntry(WaitlistId),
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CalledView {
    /// The visit as it is now; null where the call was about one to come.
    pub appointment: Option<Box<AppointmentView>>,
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

/// One attempt, about what the patient waits for or is due for.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientCallView {
    pub list: ToComeList,
    pub type_name: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
    pub outcome: CallOutcome,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub again: Option<String>,
}

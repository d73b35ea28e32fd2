//! Who is due for a visit some day.

use clinic_domain::{
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, RecallId, ResourceId, Version},
    recall::RecallStatus,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A recall; sent without `id` and `version` it is a new one. Booking a visit of the type for the patient, from
/// `window_days` before the due day on, settles it; `withdrawn` takes it off the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecallView {
    #[serde(default)]
    #[ts(optional = nullable)]
    pub id: Option<RecallId>,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub version: Option<Version>,
    pub location: LocationId,
    pub patient: PatientId,
    pub appointment_type: AppointmentTypeId,
    /// Anybody when null.
    pub provider: Option<ResourceId>,
    /// `YYYY-MM-DD`.
    pub due: String,
    pub window_days: u16,
    pub note: String,
    pub status: RecallStatus,
    /// The visit that settled it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub booked: Option<AppointmentId>,
}

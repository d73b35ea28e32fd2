//! Times that are kept for visits to come.

use super::offer::OfferView;
use clinic_domain::id::{AppointmentTypeId, HoldId, PatientId, WaitlistId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Keeps an offered time for at most a day. Refused like a booking, with `hold_too_long` and `holds_full` beside.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HoldTimeRequest {
    pub handle: String,
    /// For whom, where that is known: nobody else is then booked into it.
    #[serde(default)]
    pub patient: Option<PatientId>,
    pub minutes: u16,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReleaseHoldRequest {
    pub hold: HoldId,
}

/// A time that is kept. It ends by itself; `book` and `reschedule` with its handle take it up.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HoldView {
    pub hold: HoldId,
    /// The time that it keeps; its handle books it.
    pub offer: OfferView,
    pub patient: Option<PatientId>,
    /// Empty where it is not known for whom.
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub appointment_type: AppointmentTypeId,
    pub type_name: String,
    /// Minutes since the local day began, without buffers.
    pub from_minute: u16,
    pub to_minute: u16,
    /// With buffers.
    pub blocked_from_minute: u16,
    pub blocked_to_minute: u16,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_until: String,
    /// Whole minutes until it ends, when it was read.
    pub minutes_left: u32,
    pub by: String,
    pub note: String,
    /// Who waits and thinks about it.
    pub entry: Option<WaitlistId>,
}

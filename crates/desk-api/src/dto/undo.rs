//! Undo: taking back what a write did.

use super::{
    appointment::AppointmentView,
    day::BlockedView,
    patient::{CaregiverView, PatientView},
};
use clinic_domain::id::{LocationId, OpId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Refused with `undo_too_late` after ten minutes, `undo_overtaken` once anything later touched the record, `taken`,
/// `closed` or `patient_busy` when a visit's old place is gone, `not_undoable` for other kinds of acts.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// `undo` of the answer to the write.
    pub of: OpId,
}

/// What the undone act was about, as it is now.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum UndoneView {
    /// A booking that was undone is entered in error; anything else stands as before the act.
    Visit {
        appointment: Box<AppointmentView>,
    },
    Patient {
        patient: Box<PatientView>,
    },
    Caregiver {
        caregiver: CaregiverView,
    },
    /// `is_closed`: the block stands again, with the visits inside; otherwise it is gone.
    Day {
        location: LocationId,
        /// `YYYY-MM-DD`.
        date: String,
    },
    Block {
        block: BlockedView,
        is_closed: bool,
    },
    /// A hold, an entry of the waitlist, a recall or a conflict stands as before, or is gone.
    ToCome,
}

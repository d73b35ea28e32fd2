//! What was written on the printed sheet while the desk was out of order, and is typed in later.

use super::{day::VisitView, worklist::SignatureView};
use clinic_domain::id::LocationId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperDayRequest {
    pub location: LocationId,
    /// `YYYY-MM-DD`; today at the location when absent.
    #[serde(default)]
    pub date: Option<String>,
}

/// A day as its sheet has it. It changes with the tag of the day, `day:<location>:<date>`. What stands on the sheet is done by
/// the ordinary acts with `written_at`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PaperDayView {
    pub location: LocationId,
    pub date: String,
    /// Today there, and the first day of which something may still be typed in.
    pub today: String,
    pub first_day: String,
    /// `HH:MM` there now.
    pub wall_now: String,
    /// By time; the cancelled ones too.
    pub visits: Vec<PaperVisitView>,
    /// Who typed in how much, the most first.
    pub typed: Vec<TypedByView>,
    /// How the day was signed off last.
    pub signed: Option<SignatureView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PaperVisitView {
    pub visit: VisitView,
    pub provider_name: String,
    /// What was typed in of it, oldest first.
    pub typed: Vec<PaperEntryView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PaperEntryView {
    /// `YYYY-MM-DDTHH:MM` at the location: when it was written.
    pub wall_at: String,
    /// "Checked in".
    pub what: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TypedByView {
    pub by: String,
    pub entries: u32,
}

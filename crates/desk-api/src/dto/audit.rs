//! Who looked at a patient, and who changed what.

use clinic_domain::id::PatientId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditRequest {
    pub patient: PatientId,
    /// Entries before this sequence number, for the next page.
    #[serde(default)]
    pub before: Option<u32>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AuditView {
    /// Latest first.
    pub entries: Vec<AuditEntryView>,
    pub has_more: bool,
    /// Whether the chain of entries verified just now.
    pub chain_is_intact: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AuditEntryView {
    pub seq: u32,
    /// UTC text.
    pub at: String,
    pub by: String,
    /// "viewed the card", "booked", "changed the record".
    pub action: String,
    pub outcome: String,
    pub detail: String,
    /// The number of the merged record that it was recorded under; null for the record itself.
    pub recorded_under: Option<String>,
}

//! Import: stage files, look at what they would add, run, read the report.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct StagedFileView {
    pub name: String,
    pub bytes: u32,
    /// "fhir_json", "synthea_patients"; empty when refused.
    pub format: String,
    /// Why the file as a whole is not taken, in a sentence.
    pub refused: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewImportRequest {
    /// Zone for imported locations that name none: IANA. The first location's when absent.
    #[serde(default)]
    pub default_zone: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportReport {
    pub files: Vec<StagedFileView>,
    /// By kind, in the order of a person's interest: patients first.
    pub kinds: Vec<ImportKindCount>,
    /// Every record that was not taken and why; the first thousand, `refused_total` counts all.
    pub refused: Vec<ImportRefusal>,
    pub refused_total: u32,
    /// What is in the files but not for the front desk: "Observation: 1,204".
    pub passed_over: Vec<PassedOver>,
    /// Stopped by the person: nothing was stored, and nothing is counted here.
    pub was_cancelled: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportKindCount {
    /// "patients", "caregivers", "providers", "rooms", "locations", "appointments", "past_visits", ...
    pub kind: String,
    pub added: u32,
    pub changed: u32,
    pub already_there: u32,
    pub refused: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportRefusal {
    pub file: String,
    /// "Appointment/123", "row 17".
    pub record: String,
    pub code: String,
    pub sentence: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PassedOver {
    pub kind: String,
    pub count: u32,
}

/// Sent while long work runs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Progress {
    /// "reading", "planning", "storing", "indexing", "generating".
    pub stage: String,
    pub done: u32,
    /// 0 where nobody can say how far it is.
    pub total: u32,
}

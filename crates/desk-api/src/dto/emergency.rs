//! What the front desk does when words of danger are heard: what is said, the number, and the words.

use clinic_domain::{emergency::EmergencyGroup, id::Version};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct EmergencyPlanView {
    /// The organization's.
    pub version: Version,
    #[serde(flatten)]
    pub plan: EmergencyFields,
    /// The words that came with the desk.
    pub shipped: Vec<EmergencyConceptView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EmergencyFields {
    /// What whoever is at the desk says and does. Empty: what comes with the desk.
    pub script: String,
    /// The number to be called, like `911`. Empty: none is shown.
    pub number: String,
    /// Words of the organization's own.
    pub added: Vec<EmergencyWordsView>,
    /// Names of shipped concepts that do not stop anything here.
    pub left_out: Vec<String>,
    /// The clinician who went through the words as they stand; empty until somebody has.
    pub reviewed_by: String,
    /// `YYYY-MM-DD`
    pub reviewed_on: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EmergencyWordsView {
    pub group: EmergencyGroup,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct EmergencyConceptView {
    pub group: EmergencyGroup,
    pub name: String,
    /// As they stand in the list that came with the desk.
    pub phrases: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
pub struct PutEmergencyPlanRequest {
    pub version: Version,
    #[serde(flatten)]
    pub plan: EmergencyFields,
}

/// A sentence, and words that were not saved yet.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TryEmergencyRequest {
    pub text: String,
    pub added: Vec<EmergencyWordsView>,
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TriedEmergencyView {
    /// Absent where it stops nothing.
    pub alarm: Option<EmergencyAlarmView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct EmergencyAlarmView {
    pub group: EmergencyGroup,
    /// The words of the sentence that raised it.
    pub words: String,
}

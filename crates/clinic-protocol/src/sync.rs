//! What desk and centre say to each other beside operations and changes: results, pages, first syncs.

use serde::{Deserialize, Serialize};

/// What became of an operation at the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpStatus {
    Applied,
    /// Somebody else was first: a person has to decide.
    Conflict,
    /// It could not have been done as it was asked for.
    Rejected,
    /// Of a kind that this centre does not know yet: kept as it was sent, and decided later.
    Deferred,
}

impl OpStatus {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            OpStatus::Applied => "applied",
            OpStatus::Conflict => "conflict",
            OpStatus::Rejected => "rejected",
            OpStatus::Deferred => "deferred",
        }
    }
}

/// The centre's answer for one operation; sent again, the operation gets the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpResult {
    pub status: OpStatus,
    /// The last change that it made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Codes of refusals, the first reason first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Whether it was known already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_duplicate: bool,
}

impl OpResult {
    #[must_use]
    pub fn applied(seq: u64) -> OpResult {
        OpResult { status: OpStatus::Applied, seq: Some(seq), reasons: Vec::new(), is_duplicate: false }
    }

    #[must_use]
    pub fn conflict(reasons: Vec<String>) -> OpResult {
        OpResult { status: OpStatus::Conflict, seq: None, reasons, is_duplicate: false }
    }

    #[must_use]
    pub fn rejected(reasons: Vec<String>) -> OpResult {
        OpResult { status: OpStatus::Rejected, seq: None, reasons, is_duplicate: false }
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        crate::wire::json(self)
    }

    #[must_use]
    pub fn from_json(json: &str) -> Option<OpResult> {
        serde_json::from_str(json).ok()
    }
}

//! A refusal at the door: a code, the facts, and one sentence in the desk's language.

use clinic_domain::id::OpId;
use serde::Serialize;
use ts_rs::TS;

/// Why something was not done, for a person. Not an error: the desk works as it should.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RefusalView {
    /// Stable code, for scripts and for message files.
    pub code: String,
    /// "Dr Mei Chen is at lunch 12:00-12:45."
    pub sentence: String,
    /// The field that the person has to correct, for `invalid`.
    pub field: Option<String>,
}

/// What a write answers: done, or refused with every reason. `undo` names the operation for the command `undo`, which
/// takes it back within ten minutes; it is null for what cannot be undone.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome<T> {
    Done { result: T, undo: Option<OpId> },
    Refused { reasons: Vec<RefusalView> },
}

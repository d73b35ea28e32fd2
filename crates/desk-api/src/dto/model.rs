//! The optional language model that reads a sentence again where the desk is unsure of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct LanguageModelView {
    /// Of an OpenAI-compatible service, like `http://127.0.0.1:11434/v1`. Empty: there is none.
    pub address: String,
    pub model: String,
    /// A key is kept for it; it is never shown.
    pub has_key: bool,
    /// It is not waited for longer than that: 1 to 10.
    pub seconds: u8,
    /// Names, numbers and dates are taken out of what it is sent.
    pub is_redacting: bool,
    /// It is not on this PC: what is sent leaves the house.
    pub is_remote: bool,
    pub accepted: Option<AcceptedRemoteView>,
    /// `off`, `ready`, `resting`: it did not answer well several times, and is not asked for a while.
    pub state: String,
    /// UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    pub resting_until: Option<String>,
}

/// Who accepted that words leave this PC, and when (UTC).
#[derive(Clone, Debug, Serialize, TS)]
pub struct AcceptedRemoteView {
    pub by: String,
    pub at: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LanguageModelRequest {
    /// Empty to use none.
    pub address: String,
    pub model: String,
    /// Absent: as before. Empty: none.
    pub key: Option<String>,
    pub seconds: u8,
    pub is_redacting: bool,
    /// What is sent may leave this PC.
    pub accepts_remote: bool,
}

/// What a service answered to a sentence of our own.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProbedModelView {
    /// What it says it has, as far as it says so.
    pub models: Vec<String>,
    /// How long the answer took; absent where there was none that is of use.
    pub milliseconds: Option<u32>,
    /// `unreachable`, `too_slow`, `refused`, `unreadable`, `wrong`: it answers, and does not understand.
    pub problem: Option<String>,
}

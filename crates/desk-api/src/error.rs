//! The one coded error at the door. Refusals are results, not errors: see [`crate::dto::refusal`].

use serde::Serialize;
use ts_rs::TS;

/// What went wrong, for the UI's message table and for scripts. `facts` never carries a person's data.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ApiError {
    pub code: ErrorCode,
    /// Trying the same again may work.
    pub retryable: bool,
    pub field: Option<String>,
    /// One sentence that says what happened and what to do.
    pub sentence: String,
    /// Numbers and names of things that the sentence or a script may want.
    #[ts(type = "Record<string, string>")]
    pub facts: std::collections::BTreeMap<String, String>,
}

/// A code exists because somebody acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    // The door
    UnknownCommand,
    BadRequest,
    Locked,
    NotSetUp,
    AlreadySetUp,
    MustChangePassword,
    NotPermitted,
    Busy,
    Cancelled,
    // Sign-in
    WrongPassword,
    TooManyTries,
    LockedOut,
    WeakPassword,
    WrongRecoveryCode,
    // The files
    KeyringMissing,
    KeyringEntryMissing,
    FileDamaged,
    FileFromAnotherDesk,
    OlderThanHead,
    NewerSchema,
    HomeInUse,
    DiskFull,
    BackupUnusable,
    FileUnreadable,
    Internal,
}

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

clinic_domain::code_enum! {
    /// A code exists because somebody acts on it.
    ErrorCode {
        // The door
        UnknownCommand = "unknown_command",
        BadRequest = "bad_request",
        Locked = "locked",
        NotSetUp = "not_set_up",
        AlreadySetUp = "already_set_up",
        MustChangePassword = "must_change_password",
        NotPermitted = "not_permitted",
        Busy = "busy",
        Cancelled = "cancelled",
        // Sign-in
        WrongPassword = "wrong_password",
        TooManyTries = "too_many_tries",
        LockedOut = "locked_out",
        WeakPassword = "weak_password",
        WrongRecoveryCode = "wrong_recovery_code",
        // The files
        KeyringMissing = "keyring_missing",
        KeyringEntryMissing = "keyring_entry_missing",
        FileDamaged = "file_damaged",
        FileFromAnotherDesk = "file_from_another_desk",
        OlderThanHead = "older_than_head",
        NewerSchema = "newer_schema",
        HomeInUse = "home_in_use",
        DiskFull = "disk_full",
        BackupUnusable = "backup_unusable",
        FileUnreadable = "file_unreadable",
        Internal = "internal",
    }
}

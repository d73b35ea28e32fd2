//! Backups of the desk.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupView {
    pub folder: Option<String>,
    /// UTC text of the last verified backup.
    pub last_at: Option<String>,
    pub last_file: Option<String>,
    /// Why the last try failed, in words.
    pub last_problem: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetBackupFolderRequest {
    pub folder: String,
}

/// The backup file is staged first, like a file to import.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    pub recovery_code: String,
    pub login: String,
    pub new_password: String,
    pub key_store: super::session::KeyStoreKind,
}

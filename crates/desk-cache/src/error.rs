//! Everything that can go wrong in the store, each with a code and the facts that a person needs.
//!
//! No variant carries text about a patient or a key. The sentences that people read are made at the door from
//! [`CacheError::code`] and the fields here; `Display` is for logs.

use clinic_domain::time::Instant;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    // The data folder
    #[error("no desk was set up in this folder")]
    NotSetUp,
    #[error("a desk is already set up in this folder")]
    AlreadySetUp,
    #[error("another process uses this data folder")]
    HomeInUse,
    #[error("the desk is locked")]
    Locked,
    #[error("the desk is already unlocked")]
    AlreadyUnlocked,

    // Signing in
    #[error("login or password is wrong")]
    WrongPassword { tries_left: u32 },
    #[error("too many wrong passwords, the next try is open at {}", .retry_at.0)]
    TooManyTries { retry_at: Instant },
    #[error("too many wrong passwords, locked until the recovery code or another person unlocks the desk")]
    LockedOut,
    #[error("the recovery code was mistyped")]
    MistypedRecoveryCode,
    #[error("this recovery code does not open this desk")]
    WrongRecoveryCode,
    #[error("the key derivation of a slot is weaker than this program accepts")]
    WeakKeyDerivation,
    #[error("the person may not do this to the store")]
    NotAllowed,
    #[error("nobody with this login has a key slot")]
    NoSuchSlot,
    #[error("somebody with this login already has a key slot")]
    SlotTaken,

    // The operating system's keyring
    #[error("the keyring of the operating system cannot be reached: {detail}")]
    KeyringMissing { detail: String },
    #[error("the keyring has no entry for this desk")]
    KeyringEntryMissing,

    // Files
    #[error("the backup has less than the mirror had: {detail}")]
    BackupTooOld { detail: String },
    #[error("{part} is damaged: {detail}")]
    Damaged { part: Part, detail: String },
    #[error("{part} belongs to another desk")]
    ForeignFile { part: Part },
    #[error("{part} was written by a newer version: format {found}, known up to {known}")]
    NewerSchema { part: Part, found: u32, known: u32 },
    #[error("the vault is at {vault} and its {witness} at {head}: loss, or an older copy")]
    BehindHead { vault: u64, head: u64, witness: Witness },
    #[error("the disk is full")]
    DiskFull,
    #[error("{part} has another state than it says: {detail}")]
    BrokenChain { part: Part, detail: String },

    // The caller's order
    #[error("operation {given} of this desk is not the next one, {expected}")]
    OutOfOrder { expected: u64, given: u64 },
    #[error("the centre's changes are of another history than the rows here")]
    OtherHistory,
    /// The book is on its way into an organization: what is decided meanwhile would not come along.
    #[error("the desk is on its way into an organization")]
    Attaching,
    #[error("the row {id} of {table} cannot be read: {problem}")]
    BrokenRow { table: &'static str, id: String, problem: String },

    // The machine
    #[error("the cipher is not what this program needs: {detail}")]
    Cipher { detail: String },
    #[error("{what}: {source}")]
    Io { what: String, source: std::io::Error },
    #[error("database: {0}")]
    Sql(rusqlite::Error),
}

/// The piece of the data folder that an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Vault,
    Mirror,
    Slots,
    Head,
    Backup,
    /// The vault or the mirror: whoever met it did not know which.
    Database,
}

/// Who remembers a later state than the vault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    HeadFile,
    Keyring,
    Mirror,
}

impl CacheError {
    /// Stable, for the UI's message table and for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            CacheError::NotSetUp => "not_set_up",
            CacheError::AlreadySetUp => "already_set_up",
            CacheError::HomeInUse => "home_in_use",
            CacheError::Locked => "locked",
            CacheError::AlreadyUnlocked => "already_unlocked",
            CacheError::WrongPassword { .. } => "wrong_password",
            CacheError::TooManyTries { .. } => "too_many_tries",
            CacheError::LockedOut => "locked_out",
            CacheError::MistypedRecoveryCode => "mistyped_recovery_code",
            CacheError::WrongRecoveryCode => "wrong_recovery_code",
            CacheError::WeakKeyDerivation => "weak_key_derivation",
            CacheError::NotAllowed => "not_permitted",
            CacheError::NoSuchSlot => "no_such_login",
            CacheError::SlotTaken => "login_taken",
            CacheError::KeyringMissing { .. } => "keyring_missing",
            CacheError::KeyringEntryMissing => "keyring_entry_missing",
            CacheError::BackupTooOld { .. } => "backup_too_old",
            CacheError::Damaged { .. } => "damaged",
            CacheError::ForeignFile { .. } => "foreign_file",
            CacheError::NewerSchema { .. } => "newer_schema",
            CacheError::BehindHead { .. } => "behind_head",
            CacheError::DiskFull => "disk_full",
            CacheError::BrokenChain { .. } => "broken_chain",
            CacheError::OutOfOrder { .. } => "out_of_order",
            CacheError::OtherHistory => "other_history",
            CacheError::Attaching => "attaching",
            CacheError::BrokenRow { .. } => "broken_row",
            CacheError::Cipher { .. } => "cipher",
            CacheError::Io { .. } => "io",
            CacheError::Sql(_) => "store",
        }
    }

    /// The file an error is about, where the place that met it did not know.
    #[must_use]
    pub fn of(self, part: Part) -> CacheError {
        match self {
            CacheError::Damaged { part: Part::Database, detail } => CacheError::Damaged { part, detail },
            other => other,
        }
    }

    /// Wraps a failure of the file system; a full disk is always [`CacheError::DiskFull`].
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> CacheError {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => CacheError::DiskFull,
            _ => CacheError::Io { what: what.into(), source },
        }
    }

    pub(crate) fn damaged(part: Part, detail: impl Into<String>) -> CacheError {
        CacheError::Damaged { part, detail: detail.into() }
    }

    /// A missing file is damage to the desk, not a desk that was never set up.
    pub(crate) fn missing(part: Part, path: PathBuf) -> CacheError {
        CacheError::Damaged { part, detail: format!("{} is missing", path.display()) }
    }
}

impl From<rusqlite::Error> for CacheError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // The index of the log could not grow: SQLite calls every reason for that the same, this is the usual one.
        const SHARED_MEMORY_SIZE: i32 = 4874;
        let is_full = error.sqlite_error().is_some_and(|it| it.extended_code == SHARED_MEMORY_SIZE);
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => CacheError::DiskFull,
            _ if is_full => CacheError::DiskFull,
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => {
                CacheError::damaged(Part::Database, error.to_string())
            }
            _ => CacheError::Sql(error),
        }
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Part::Vault => "vault",
            Part::Mirror => "mirror",
            Part::Slots => "slots",
            Part::Head => "head",
            Part::Backup => "backup",
            Part::Database => "database",
        })
    }
}

impl std::fmt::Display for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Witness::HeadFile => "head",
            Witness::Keyring => "keyring",
            Witness::Mirror => "mirror",
        })
    }
}

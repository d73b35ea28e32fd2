//! The one coded error at the door. Refusals are results, not errors: see [`crate::dto::refusal`].

use crate::shape::time::utc_text;
use clinic_domain::{arbitration::Refused, refusal::Refusal};
use desk_app::{error::AppError, password::Weakness};
use desk_cache::{CacheError, Part};
use serde::Serialize;
use std::collections::BTreeMap;
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
    pub facts: BTreeMap<String, String>,
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
    NotFound,
    Refused,
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
    MirrorDamaged,
    FileFromAnotherDesk,
    OlderThanHead,
    NewerSchema,
    HomeInUse,
    DiskFull,
    BackupUnusable,
    BackupTooOld,
    FileUnreadable,
    Internal,
}

impl ApiError {
    pub fn new(code: ErrorCode, sentence: impl Into<String>) -> ApiError {
        let retryable = matches!(code, ErrorCode::Busy | ErrorCode::HomeInUse | ErrorCode::TooManyTries);
        ApiError { code, retryable, field: None, sentence: sentence.into(), facts: BTreeMap::new() }
    }

    pub(crate) fn fact(mut self, name: &str, value: impl ToString) -> ApiError {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    pub(crate) fn unknown_command(name: &str) -> ApiError {
        let short: String = name.chars().filter(char::is_ascii).take(60).collect();
        ApiError::new(ErrorCode::UnknownCommand, "There is no such command.").fact("command", short)
    }

    /// What serde says of a request quotes no more than names of fields and types; values it may quote are cut.
    pub(crate) fn bad_request(error: &serde_json::Error) -> ApiError {
        let place = format!("line {} column {}", error.line(), error.column());
        let text = error.to_string();
        let field = text
            .split('`')
            .nth(1)
            .filter(|_| text.starts_with("missing field") || text.starts_with("unknown field"));
        let mut bad = ApiError::new(ErrorCode::BadRequest, "The request is not what this command takes.")
            .fact("at", place);
        bad.field = field.map(str::to_owned);
        bad
    }

    pub(crate) fn missing_field(name: &str) -> ApiError {
        let mut error = ApiError::new(ErrorCode::BadRequest, format!("The request has no {name}."));
        error.field = Some(name.to_owned());
        error
    }

    pub(crate) fn locked() -> ApiError {
        ApiError::new(ErrorCode::Locked, "The desk is locked. Sign in to go on.")
    }

    pub(crate) fn must_change_password() -> ApiError {
        ApiError::new(ErrorCode::MustChangePassword, "Choose a password of your own first.")
    }

    pub(crate) fn busy() -> ApiError {
        ApiError::new(ErrorCode::Busy, "An import is running. Wait for it or cancel it.")
    }

    pub fn internal(sentence: &str) -> ApiError {
        ApiError::new(ErrorCode::Internal, sentence)
    }
}

impl From<Refused> for ApiError {
    /// A refusal where the command has no place for one: a read that is not allowed, a field that cannot be read.
    fn from(refused: Refused) -> ApiError {
        match refused.0.first() {
            Some(Refusal::NotPermitted { permission }) => {
                ApiError::new(ErrorCode::NotPermitted, "Your roles do not allow this. Ask an administrator.")
                    .fact("permission", permission)
            }
            Some(Refusal::NotFound { what }) => ApiError::new(
                ErrorCode::NotFound,
                format!("This {what} does not exist any more. Look again."),
            ),
            Some(Refusal::Invalid { field, problem }) => {
                let mut error = ApiError::new(ErrorCode::BadRequest, format!("{field} {problem}."));
                error.field = Some((*field).to_owned());
                error
            }
            Some(other) => ApiError::new(ErrorCode::Refused, format!("Not possible ({}).", other.code())),
            None => ApiError::internal("A refusal without a reason."),
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> ApiError {
        match error {
            AppError::Refused(refused) => refused.into(),
            AppError::Cache(error) => error.into(),
            AppError::WeakPassword(weakness) => weak_password(weakness),
            AppError::Unreadable { code, sentence } => {
                ApiError::new(ErrorCode::FileUnreadable, sentence).fact("reason", code)
            }
            AppError::Cancelled => ApiError::new(ErrorCode::Cancelled, "Cancelled; nothing was stored."),
        }
    }
}

fn weak_password(weakness: Weakness) -> ApiError {
    let sentence = match weakness {
        Weakness::TooShort => "A password needs at least 8 characters; a sentence is best.",
        Weakness::TooLong => "A password can have 256 characters at most.",
        Weakness::Common => "This password is on every list of leaked ones. Choose another.",
        Weakness::SameAsLogin => "A password cannot be the sign-in name.",
    };
    let mut error = ApiError::new(ErrorCode::WeakPassword, sentence);
    error.field = Some("password".to_owned());
    error
}

impl From<CacheError> for ApiError {
    /// Sentences that say what happened and what to do; the store's own text goes to the log only.
    fn from(error: CacheError) -> ApiError {
        let api = store_error(&error).fact("reason", error.code());
        if api.code == ErrorCode::Internal || matches!(error, CacheError::Damaged { .. }) {
            tracing::error!(code = error.code(), %error, "the store failed");
        }
        api
    }
}

fn store_error(error: &CacheError) -> ApiError {
    use CacheError as C;
    use ErrorCode as E;
    match error {
        C::NotSetUp => ApiError::new(E::NotSetUp, "This desk is not set up yet."),
        C::AlreadySetUp => {
            ApiError::new(E::AlreadySetUp, "A desk is set up here already. Nothing was changed.")
        }
        C::HomeInUse => ApiError::new(
            E::HomeInUse,
            "The front desk is already running on this PC. Switch to its window, or close it first.",
        ),
        C::Locked => ApiError::locked(),
        C::WrongPassword { tries_left } => {
            ApiError::new(E::WrongPassword, "Sign-in name or password is wrong.")
                .fact("tries_left", tries_left)
        }
        C::TooManyTries { retry_at } => {
            ApiError::new(E::TooManyTries, "Too many wrong passwords. Wait, then try again.")
                .fact("retry_at", utc_text(*retry_at))
        }
        C::LockedOut => ApiError::new(
            E::LockedOut,
            "Too many wrong passwords. Use the recovery code, or let another person sign in and reset the password.",
        ),
        C::MistypedRecoveryCode => {
            ApiError::new(E::WrongRecoveryCode, "The recovery code is mistyped; compare it group by group.")
        }
        C::WrongRecoveryCode => {
            ApiError::new(E::WrongRecoveryCode, "This recovery code belongs to another desk.")
        }
        C::NotAllowed => {
            ApiError::new(E::NotPermitted, "Your roles do not allow this. Ask an administrator.")
        }
        C::KeyringMissing { .. } => ApiError::new(
            E::KeyringMissing,
            "This PC's keyring cannot be reached. Unlock it (sign in to the PC again) or start its service, then retry.",
        ),
        C::KeyringEntryMissing => ApiError::new(
            E::KeyringEntryMissing,
            "This PC's keyring has lost the desk's key. Sign in with the recovery code; nothing is lost.",
        ),
        C::DiskFull => ApiError::new(
            E::DiskFull,
            "The disk is full, so nothing was saved. The day stays readable. Free some space, then try again.",
        ),
        _ => file_error(error),
    }
}

fn file_error(error: &CacheError) -> ApiError {
    use CacheError as C;
    use ErrorCode as E;
    match error {
        C::Damaged { part: Part::Backup, .. } => {
            ApiError::new(E::BackupUnusable, "This backup file is damaged or cut off. Use another one.")
        }
        // Another desk's mirror beside our vault is as good as none. People know it as the working copy.
        C::Damaged { part: part @ Part::Mirror, .. } | C::ForeignFile { part: part @ Part::Mirror } => ApiError::new(
            E::MirrorDamaged,
            "The desk's working copy is damaged or missing. Nothing that was entered here is lost: on the sign-in page \
             an administrator can rebuild it.",
        )
        .fact("part", part),
        C::BackupTooOld { .. } => ApiError::new(
            E::BackupTooOld,
            "Some records, an import's for example, are in no backup that was found. Choose a backup that was made \
             after it, or connect the drive with the backup folder. Nothing was changed.",
        ),
        C::ForeignFile { part: Part::Backup } => ApiError::new(
            E::BackupUnusable,
            "This backup was made by another desk, or from an older copy of this one. Use another one.",
        ),
        C::Damaged { part, .. } | C::BrokenChain { part, .. } => ApiError::new(
            E::FileDamaged,
            format!("The desk's {part} is damaged. It was left as it is; restore the latest backup, and keep the folder."),
        )
        .fact("part", part),
        C::ForeignFile { part } => ApiError::new(
            E::FileFromAnotherDesk,
            format!("The {part} in the data folder belongs to another desk. Put the right files back, or restore a backup."),
        )
        .fact("part", part),
        C::NewerSchema { part, .. } => ApiError::new(
            E::NewerSchema,
            format!("The {part} was written by a newer version of the front desk. Install that version; nothing was changed."),
        )
        .fact("part", part),
        C::BehindHead { vault, head, witness } => ApiError::new(
            E::OlderThanHead,
            "The data folder is older than what this PC remembers: something was lost or an old copy was put back. \
             Put the newest files back, or let an administrator accept the older state.",
        )
        .fact("vault", vault)
        .fact("head", head)
        .fact("witness", witness),
        C::Io { .. } => ApiError::new(E::Internal, "A file of the desk could not be read or written. Check the disk and try again."),
        _ => ApiError::internal("Something went wrong inside the desk. Nothing was saved; try again."),
    }
}

//! The one coded error at the door. Refusals are results, not errors: see [`crate::dto::refusal`].

pub use crate::fault::{CentreFault, Denial, Fault, FileFault};

use crate::{dto::preferences::Language, fault::named, shape::time::utc_text};
use clinic_domain::{arbitration::Refused, refusal::Refusal};
use desk_app::error::AppError;
use desk_cache::{CacheError, Part};
use desk_sync::{NotAnswered, NotAttached, NotJoined, Trouble, Unanswered};
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
    /// What the sentence says; absent where whoever runs the program reads it, in English.
    #[serde(skip)]
    #[ts(skip)]
    fault: Option<Fault>,
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
    FileNotWritten,
    // The centre
    CentreUnreachable,
    CentreBusy,
    CentreNotUnderstood,
    CentreRefused,
    SecondFactorNeeded,
    SecondFactorMissing,
    FreshFactorNeeded,
    /// Somebody else wrote it since it was read.
    Changed,
    /// The first time somebody needs the code of their invitation.
    IdentityUnknown,
    SeesNoDay,
    EnrolmentRefused,
    NotEnrolled,
    NotJoined,
    LeaseOver,
    DeskRevoked,
    DeskTooOld,
    DeskPutBack,
    Attaching,
    AttachRefused,
    Internal,
}

impl ApiError {
    /// An adapter's own words, for whoever runs it from a command line.
    pub fn in_english(code: ErrorCode, sentence: impl Into<String>) -> ApiError {
        use ErrorCode as E;
        let retryable =
            matches!(code, E::Busy | E::HomeInUse | E::TooManyTries | E::CentreUnreachable | E::CentreBusy);
        let sentence = sentence.into();
        ApiError { code, retryable, field: None, sentence, facts: BTreeMap::new(), fault: None }
    }

    /// The same, said in this language.
    #[must_use]
    pub fn said_in(mut self, language: Language) -> ApiError {
        if let Some(fault) = &self.fault {
            self.sentence = language.fault(fault);
        }
        self
    }

    pub(crate) fn fact(mut self, name: &str, value: impl ToString) -> ApiError {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    fn about(mut self, field: Option<&str>) -> ApiError {
        self.field = field.map(str::to_owned);
        self
    }

    pub(crate) fn unknown_command(name: &str) -> ApiError {
        let short: String = name.chars().filter(char::is_ascii).take(60).collect();
        ApiError::from(Fault::UnknownCommand).fact("command", short)
    }

    /// What serde says of a request quotes no more than names of fields and types; values it may quote are cut.
    pub(crate) fn bad_request(error: &serde_json::Error) -> ApiError {
        let place = format!("line {} column {}", error.line(), error.column());
        let text = error.to_string();
        let field = text
            .split('`')
            .nth(1)
            .filter(|_| text.starts_with("missing field") || text.starts_with("unknown field"));
        ApiError::from(Fault::BadRequest).fact("at", place).about(field)
    }

    pub(crate) fn missing_field(name: &'static str) -> ApiError {
        ApiError::from(Fault::MissingField(name)).about(Some(name))
    }

    pub(crate) fn locked() -> ApiError {
        Fault::Locked.into()
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> ApiError {
        let sentence = Language::English.fault(&fault);
        ApiError { fault: Some(fault.clone()), ..ApiError::in_english(fault.code(), sentence) }
    }
}

impl From<FileFault> for ApiError {
    fn from(fault: FileFault) -> ApiError {
        Fault::File(fault).into()
    }
}

impl From<CentreFault> for ApiError {
    fn from(fault: CentreFault) -> ApiError {
        Fault::Centre(fault).into()
    }
}

impl From<Unanswered> for ApiError {
    /// By the centre's code; its text is not shown.
    fn from(it: Unanswered) -> ApiError {
        use CentreFault as C;
        let Unanswered::Refused { status, code, retry_after, .. } = it else {
            return ApiError::from(if it == Unanswered::Unreachable {
                C::Unreachable
            } else {
                C::NotUnderstood
            });
        };
        let fault = match code.as_str() {
            "sign_in_refused" | "proof_refused" | "session_over" => C::SignInRefused,
            "code_needed" => C::SecondFactorNeeded,
            "code_refused" => C::EnrolmentRefused,
            "tier_limit" => C::TooManyDesks,
            "device_revoked" => C::Revoked,
            "client_too_old" => C::TooOld,
            "no_identity_provider" => C::NoIdentityProvider,
            "identity_provider_unreachable" => C::IdentityProviderAway,
            "identity_refused" => C::IdentityRefused,
            "identity_unknown" => C::IdentityUnknown,
            _ if matches!(status, 429 | 503) => C::Busy,
            _ if status >= 500 => C::Unreachable,
            _ => C::NotUnderstood,
        };
        let api = ApiError::from(fault).fact("reason", code);
        match retry_after {
            Some(seconds) => api.fact("retry_after_seconds", seconds),
            None => api,
        }
    }
}

impl From<NotAttached> for ApiError {
    fn from(it: NotAttached) -> ApiError {
        match it {
            NotAttached::Centre(trouble) => trouble.into(),
            NotAttached::Refused(reasons) => {
                ApiError::from(CentreFault::BookRefused).fact("reasons", reasons.join(" "))
            }
            NotAttached::CentreTooOld => CentreFault::CentreTooOld.into(),
            NotAttached::Desk(error) => error.into(),
        }
    }
}

impl From<Trouble> for ApiError {
    fn from(it: Trouble) -> ApiError {
        match it {
            Trouble::Unreachable => CentreFault::Unreachable.into(),
            Trouble::Busy { seconds } => {
                ApiError::from(CentreFault::Busy).fact("retry_after_seconds", seconds)
            }
            Trouble::SignedOut => CentreFault::SignInRefused.into(),
            Trouble::SeesNoDay => CentreFault::SeesNoDay.into(),
            Trouble::Revoked => CentreFault::Revoked.into(),
            Trouble::TooOld => CentreFault::TooOld.into(),
            Trouble::Gone | Trouble::Unreadable(_) => CentreFault::NotUnderstood.into(),
        }
    }
}

impl From<NotAnswered> for ApiError {
    /// Somebody who is signed in asked for something that is done at the centre alone.
    fn from(it: NotAnswered) -> ApiError {
        use CentreFault as C;
        match it {
            NotAnswered::Session(Trouble::SignedOut) => C::SignedOut.into(),
            NotAnswered::Session(Trouble::Unreachable) | NotAnswered::Call(Unanswered::Unreachable) => {
                C::NeedsCentre.into()
            }
            NotAnswered::Session(trouble) => trouble.into(),
            NotAnswered::Call(Unanswered::Refused { status, code, field, .. })
                if is_denial(status, &code) =>
            {
                let name = field.as_deref().and_then(named).map(str::to_owned);
                let denied = C::Denied(Denial::of(&code, field.as_deref()));
                ApiError::from(denied).fact("reason", code).about(name.as_deref())
            }
            NotAnswered::Call(Unanswered::Refused { status: 401, .. }) => C::SignedOut.into(),
            NotAnswered::Call(Unanswered::Refused { code, .. }) if code == "mfa_needed" => {
                C::SecondFactorMissing.into()
            }
            NotAnswered::Call(other) => other.into(),
        }
    }
}

/// The centre did its work and said no.
fn is_denial(status: u16, code: &str) -> bool {
    let is_about_the_way_in = matches!(code, "device_revoked" | "mfa_needed");
    let is_no = matches!(status, 400..=428) && status != 401 || code == "sign_in_refused";
    is_no && !is_about_the_way_in
}

impl From<NotJoined> for ApiError {
    fn from(it: NotJoined) -> ApiError {
        match it {
            NotJoined::Centre(trouble) => trouble.into(),
            NotJoined::Desk(error) => error.into(),
        }
    }
}

impl From<Refused> for ApiError {
    /// A refusal where the command has no place for one: a read that is not allowed, a field that cannot be read.
    fn from(refused: Refused) -> ApiError {
        match refused.0.first() {
            Some(Refusal::NotPermitted { permission }) => {
                ApiError::from(Fault::NotPermitted).fact("permission", permission)
            }
            Some(Refusal::NotFound { what }) => Fault::NotFound(*what).into(),
            Some(Refusal::Invalid { field, problem }) => {
                ApiError::from(Fault::Invalid(*field, *problem)).about(Some(field.as_str()))
            }
            Some(other) => Fault::Refused(other.code()).into(),
            None => Fault::Inside.into(),
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> ApiError {
        match error {
            AppError::Refused(refused) => refused.into(),
            AppError::Cache(error) => error.into(),
            AppError::WeakPassword(weakness) => {
                ApiError::from(Fault::WeakPassword(weakness)).about(Some("password"))
            }
            AppError::Cancelled => Fault::Cancelled.into(),
            AppError::Unwritten(_) | AppError::NoThread(_) => {
                tracing::error!(%error, "a part failed");
                Fault::Inside.into()
            }
        }
    }
}

impl From<CacheError> for ApiError {
    /// Sentences that say what happened and what to do; the store's own text goes to the log only.
    fn from(error: CacheError) -> ApiError {
        let api = with_facts(fault_of(&error).into(), &error).fact("reason", error.code());
        if api.code == ErrorCode::Internal || matches!(error, CacheError::Damaged { .. }) {
            tracing::error!(code = error.code(), %error, "the store failed");
        }
        api
    }
}

fn fault_of(error: &CacheError) -> Fault {
    use CacheError as C;
    match error {
        C::NotSetUp => Fault::NotSetUp,
        C::AlreadySetUp => Fault::AlreadySetUp,
        C::HomeInUse => Fault::AlreadyRunning,
        C::Locked => Fault::Locked,
        C::WrongPassword { .. } => Fault::WrongPassword,
        C::TooManyTries { .. } => Fault::TooManyTries,
        C::LockedOut => Fault::LockedOut,
        C::MistypedRecoveryCode => Fault::MistypedRecoveryCode,
        C::WrongRecoveryCode => Fault::WrongRecoveryCode,
        C::NotAllowed => Fault::NotPermitted,
        C::KeyringMissing { .. } => Fault::KeyringMissing,
        C::KeyringEntryMissing => Fault::KeyringEntryMissing,
        C::Attaching => Fault::Centre(CentreFault::Attaching),
        C::DiskFull => Fault::File(FileFault::DiskFull),
        C::Damaged { part: Part::Backup, .. } => Fault::File(FileFault::BackupDamaged),
        C::ForeignFile { part: Part::Backup } => Fault::File(FileFault::BackupForeign),
        C::BackupTooOld { .. } => Fault::File(FileFault::BackupTooOld),
        // Another desk's mirror beside our vault is as good as none.
        C::Damaged { part: Part::Mirror, .. } | C::ForeignFile { part: Part::Mirror } => {
            Fault::File(FileFault::WorkingCopy)
        }
        C::Damaged { part, .. } | C::BrokenChain { part, .. } => Fault::File(FileFault::Damaged(*part)),
        C::ForeignFile { part } => Fault::File(FileFault::Foreign(*part)),
        C::NewerSchema { part, .. } => Fault::File(FileFault::Newer(*part)),
        C::BehindHead { .. } => Fault::File(FileFault::Older),
        C::Io { .. } => Fault::File(FileFault::Unreadable),
        _ => Fault::Inside,
    }
}

fn with_facts(api: ApiError, error: &CacheError) -> ApiError {
    use CacheError as C;
    match error {
        C::WrongPassword { tries_left } => api.fact("tries_left", tries_left),
        C::TooManyTries { retry_at } => api.fact("retry_at", utc_text(*retry_at)),
        C::Damaged { part, .. }
        | C::BrokenChain { part, .. }
        | C::ForeignFile { part }
        | C::NewerSchema { part, .. } => api.fact("part", part),
        C::BehindHead { vault, head, witness } => {
            api.fact("vault", vault).fact("head", head).fact("witness", witness)
        }
        _ => api,
    }
}

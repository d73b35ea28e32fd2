//! Everything that the door has to say when something was not done and no command has a place for the reason: what it
//! is, not yet how it is said.

use crate::error::ErrorCode;
use clinic_domain::{
    invalid::{Field, Problem},
    password::Weakness,
    refusal::Missing,
};
use desk_app::import::ImportError;
use desk_cache::Part;

#[derive(Clone, Debug)]
pub enum Fault {
    // The door
    UnknownCommand,
    BadRequest,
    MissingField(&'static str),
    RequestTooLarge {
        mebibytes: usize,
    },
    Locked,
    MustChangePassword,
    NotPermitted,
    NotFound(Missing),
    Invalid(Field, Problem),
    /// A refusal, by its code, where none was expected.
    Refused(&'static str),
    ImportRunning,
    ReplayRunning,
    Cancelled,
    // Signing in
    NotSetUp,
    AlreadySetUp,
    AlreadyRunning,
    OpenInAnotherWindow,
    WrongPassword,
    TooManyTries,
    LockedOut,
    WeakPassword(Weakness),
    MistypedRecoveryCode,
    WrongRecoveryCode,
    KeyringMissing,
    KeyringEntryMissing,
    File(FileFault),
    Centre(CentreFault),
    /// A panic in one call: the others go on.
    PartFailed,
    Inside,
}

/// About the centre that the desk belongs to, or is to belong to.
#[derive(Clone, Copy, Debug)]
pub enum CentreFault {
    NoAddress,
    Unreachable,
    Busy,
    NotUnderstood,
    /// The organization, the login, the password or the code of the second factor.
    SignInRefused,
    SecondFactorNeeded,
    SecondFactorMissing,
    EnrolmentRefused,
    TooManyDesks,
    NotEnrolled,
    NotJoined,
    LeaseOver,
    Revoked,
    TooOld,
    /// These files are another desk's than the one that the centre knows.
    PutBack,
    /// Its rows would be on this desk alone.
    ImportsThere,
    /// What is done at the centre alone waits for it, and is not kept for later.
    NeedsCentre,
    /// The centre does not know any more who the person is.
    SignedOut,
    Denied(Denial),
    /// Their roles do not see the day, which is what a desk is for.
    SeesNoDay,
    /// Who signed in at the centre is another person than who is at the desk.
    SomebodyElse,
    // Where the organization's people sign in anyway
    NoIdentityProvider,
    IdentityProviderAway,
    IdentityRefused,
    IdentityUnknown,
    /// Nobody came back from the browser.
    IdentityLate,
    /// The book is on its way into an organization.
    Attaching,
    /// The organization does not take a part of the book.
    BookRefused,
    CentreTooOld,
}

/// Why the centre did not do what a person asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    NotPermitted,
    /// What it is about is not there any more, or was settled meanwhile.
    Gone,
    /// Somebody else wrote it since it was read.
    Changed,
    /// The part that the centre does not take, where it is one that people know by a name.
    Invalid(Option<Field>),
    FreshFactorNeeded,
    WrongFactor,
    /// A one-time code, or the first one of a second factor.
    CodeRefused,
    WeakPassword,
    LoginTaken,
    LastAdministrator,
    OwnAdministrator,
    RoleAboveOwn,
    TierLimit,
    HasPassword,
    MessageSettled,
    /// For a reason that this version does not know.
    Other,
}

/// About the desk's own files and those that a person hands over.
#[derive(Clone, Debug)]
pub enum FileFault {
    Damaged(Part),
    Foreign(Part),
    Newer(Part),
    Older,
    Unreadable,
    DiskFull,
    /// Damaged, missing, or another desk's: it can be made again.
    WorkingCopy,
    BackupDamaged,
    BackupForeign,
    BackupTooOld,
    NoBackupChosen,
    WithoutName,
    NotWritten {
        folder: String,
    },
    NotShown,
    /// Handed over for an import, and nothing that can be read.
    NotTaken(ImportError),
    TooLarge {
        mebibytes: usize,
    },
    /// All that are staged, together.
    TooMuch {
        mebibytes: usize,
    },
}

impl Fault {
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        use ErrorCode as E;
        match self {
            Fault::UnknownCommand => E::UnknownCommand,
            Fault::BadRequest
            | Fault::MissingField(_)
            | Fault::RequestTooLarge { .. }
            | Fault::Invalid(..) => E::BadRequest,
            Fault::Locked => E::Locked,
            Fault::MustChangePassword => E::MustChangePassword,
            Fault::NotPermitted => E::NotPermitted,
            Fault::NotFound(_) => E::NotFound,
            Fault::Refused(_) => E::Refused,
            Fault::ImportRunning | Fault::ReplayRunning => E::Busy,
            Fault::Cancelled => E::Cancelled,
            Fault::NotSetUp => E::NotSetUp,
            Fault::AlreadySetUp => E::AlreadySetUp,
            Fault::AlreadyRunning | Fault::OpenInAnotherWindow => E::HomeInUse,
            Fault::WrongPassword => E::WrongPassword,
            Fault::TooManyTries => E::TooManyTries,
            Fault::LockedOut => E::LockedOut,
            Fault::WeakPassword(_) => E::WeakPassword,
            Fault::MistypedRecoveryCode | Fault::WrongRecoveryCode => E::WrongRecoveryCode,
            Fault::KeyringMissing => E::KeyringMissing,
            Fault::KeyringEntryMissing => E::KeyringEntryMissing,
            Fault::File(fault) => fault.code(),
            Fault::Centre(fault) => fault.code(),
            Fault::PartFailed | Fault::Inside => E::Internal,
        }
    }
}

impl CentreFault {
    const fn code(self) -> ErrorCode {
        use ErrorCode as E;
        match self {
            CentreFault::NoAddress => E::BadRequest,
            CentreFault::Unreachable => E::CentreUnreachable,
            CentreFault::Busy => E::CentreBusy,
            CentreFault::NotUnderstood => E::CentreNotUnderstood,
            CentreFault::SignInRefused => E::CentreRefused,
            CentreFault::SecondFactorNeeded => E::SecondFactorNeeded,
            CentreFault::SecondFactorMissing => E::SecondFactorMissing,
            CentreFault::EnrolmentRefused | CentreFault::TooManyDesks => E::EnrolmentRefused,
            CentreFault::NotEnrolled => E::NotEnrolled,
            CentreFault::NotJoined => E::NotJoined,
            CentreFault::LeaseOver => E::LeaseOver,
            CentreFault::Revoked => E::DeskRevoked,
            CentreFault::TooOld => E::DeskTooOld,
            CentreFault::PutBack => E::DeskPutBack,
            CentreFault::ImportsThere => E::NotPermitted,
            CentreFault::NeedsCentre => E::CentreUnreachable,
            CentreFault::SignedOut => E::CentreRefused,
            CentreFault::Denied(denial) => denial.code(),
            CentreFault::SeesNoDay => E::SeesNoDay,
            CentreFault::IdentityProviderAway => E::CentreUnreachable,
            CentreFault::SomebodyElse | CentreFault::IdentityRefused | CentreFault::IdentityLate => {
                E::CentreRefused
            }
            CentreFault::NoIdentityProvider => E::NotFound,
            CentreFault::IdentityUnknown => E::IdentityUnknown,
            CentreFault::Attaching => E::Attaching,
            CentreFault::BookRefused => E::AttachRefused,
            CentreFault::CentreTooOld => E::CentreNotUnderstood,
        }
    }
}

impl Denial {
    /// By the centre's code, and the part of the call that it names: `body.name`.
    #[must_use]
    pub fn of(code: &str, field: Option<&str>) -> Denial {
        match code {
            "not_permitted" => Denial::NotPermitted,
            "not_found" => Denial::Gone,
            "changed" => Denial::Changed,
            "invalid" => Denial::Invalid(field.and_then(named).and_then(|it| it.parse().ok())),
            "fresh_mfa_needed" => Denial::FreshFactorNeeded,
            "sign_in_refused" => Denial::WrongFactor,
            "code_refused" => Denial::CodeRefused,
            "weak_password" => Denial::WeakPassword,
            "login_taken" => Denial::LoginTaken,
            "last_administrator" => Denial::LastAdministrator,
            "own_administrator" => Denial::OwnAdministrator,
            "role_above_own" => Denial::RoleAboveOwn,
            "tier_limit" => Denial::TierLimit,
            "has_password" => Denial::HasPassword,
            "message_settled" => Denial::MessageSettled,
            _ => Denial::Other,
        }
    }

    const fn code(self) -> ErrorCode {
        use ErrorCode as E;
        match self {
            Denial::NotPermitted => E::NotPermitted,
            Denial::Gone => E::NotFound,
            Denial::Changed => E::Changed,
            Denial::Invalid(_) => E::BadRequest,
            Denial::FreshFactorNeeded => E::FreshFactorNeeded,
            Denial::WrongFactor | Denial::CodeRefused => E::CentreRefused,
            Denial::WeakPassword => E::WeakPassword,
            _ => E::Refused,
        }
    }
}

/// `body.name` and `body.settings.name`: `name`.
pub(crate) fn named(field: &str) -> Option<&str> {
    field.rsplit('.').find(|it| !it.is_empty())
}

impl FileFault {
    const fn code(&self) -> ErrorCode {
        use ErrorCode as E;
        match self {
            FileFault::Damaged(_) => E::FileDamaged,
            FileFault::Foreign(_) => E::FileFromAnotherDesk,
            FileFault::Newer(_) => E::NewerSchema,
            FileFault::Older => E::OlderThanHead,
            FileFault::Unreadable => E::Internal,
            FileFault::DiskFull => E::DiskFull,
            FileFault::NotWritten { .. } => E::FileNotWritten,
            FileFault::NotShown => E::FileUnreadable,
            FileFault::WorkingCopy => E::MirrorDamaged,
            FileFault::BackupDamaged | FileFault::BackupForeign => E::BackupUnusable,
            FileFault::BackupTooOld => E::BackupTooOld,
            FileFault::NotTaken(_) => E::FileUnreadable,
            FileFault::NoBackupChosen
            | FileFault::WithoutName
            | FileFault::TooLarge { .. }
            | FileFault::TooMuch { .. } => E::BadRequest,
        }
    }
}

//! Who is at the desk.

use super::preferences::Preferences;
use clinic_domain::{
    id::{OrganizationId, PersonId},
    organization::OrganizationKind,
    people::{Permission, Role},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without content, and an answer that says no more than "done".
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeskStatus {
    /// First run: nothing is stored yet.
    NotSetUp {
        keyring: KeyringState,
        /// Setting up began and did not come to its end; it begins anew.
        was_cut_off: bool,
        /// This PC's, as an IANA name; `None` where it is not known.
        zone: Option<String>,
    },
    /// Set up; nobody is signed in and the key is not in memory.
    Locked {
        key_store: KeyStoreKind,
        retry_after_seconds: u32,
    },
    Unlocked {
        session: Box<SessionView>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    Available,
    Missing,
}

/// Where the device's half of the key lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyStoreKind {
    OsKeyring,
    /// An administrator's explicit choice on a PC without a keyring.
    PassphraseOnly,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionView {
    pub person: PersonId,
    pub name: String,
    pub login: String,
    pub roles: Vec<Role>,
    pub permissions: Vec<Permission>,
    pub must_change_password: bool,
    pub organization: OrganizationId,
    pub organization_name: String,
    pub is_demo: bool,
    /// The demo's future is nearly used up: offer a new one.
    pub demo_is_stale: bool,
    pub auto_lock_minutes: u8,
    pub key_store: KeyStoreKind,
    /// So that the first screen comes up as the person likes it.
    pub preferences: Preferences,
    /// Said once after sign-in: what the desk found when it opened its files.
    pub notices: Vec<Notice>,
}

/// Something a person has to know after the files were opened.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Notice {
    /// No verified backup for this many days; `None` when there never was one.
    BackupOverdue { days: Option<u32> },
    /// Without a keyring a restored older folder cannot be recognised.
    RollbackNotDetectable,
    /// The disk is almost full: the day stays readable, bookings will be refused first.
    DiskAlmostFull { free_mebibytes: u32 },
    /// An import was cut off, and nothing of it is stored.
    ImportUndone,
    /// An import was cut off when all of it was stored; it is complete.
    ImportFinished,
    /// The working copy (the mirror) was made again, from the backup of this time (UTC text) or without one.
    MirrorRebuilt { backup_of: Option<String> },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetUpRequest {
    pub organization_name: String,
    pub organization_kind: OrganizationKind,
    pub location_name: String,
    /// IANA name: "America/New_York".
    pub zone: String,
    pub person_name: String,
    pub login: String,
    pub password: String,
    pub key_store: KeyStoreKind,
    /// Fill the desk with a demo clinic.
    #[serde(default)]
    pub demo: Option<DemoSize>,
    /// The same number makes the same people and visits again; without one they are others each time.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub demo_seed: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DemoSize {
    Small,
    Medium,
    Large,
}

/// Shown once, to be printed and kept away from the PC.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FirstSession {
    pub recovery_code: String,
    pub session: SessionView,
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    pub login: String,
    pub password: String,
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoverRequest {
    pub recovery_code: String,
    pub login: String,
    pub new_password: String,
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    pub old_password: String,
    pub new_password: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RecoveryCodeView {
    pub recovery_code: String,
}

/// The person has written the new code down or printed it: earlier ones stop working.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRecoveryCodeRequest {
    pub recovery_code: String,
}

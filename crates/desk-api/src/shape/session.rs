//! The person at the desk, and what the desk found when it opened its files.

use crate::{
    desk::Session,
    dto::session::{DemoSize, KeyStoreKind, KeyringState, Notice, SessionView},
    error::ApiError,
};
use clinic_domain::{
    arbitration::Refused,
    people::{Permission, Person},
    refusal::{Missing, Refusal},
};
use desk_app::{demo::ClinicSize, front_desk::FrontDesk};
use desk_cache::{Home, KeyStore, store::Finding};
use std::sync::atomic::Ordering;

/// Days without a verified backup after which the desk says so.
const BACKUP_OVERDUE_DAYS: i64 = 2;
/// Free space below which the desk says so.
const LITTLE_SPACE_MEBIBYTES: u64 = 500;

pub fn view(signed_in: &Session) -> Result<SessionView, ApiError> {
    let configuration = signed_in.front.configuration()?;
    let person = configuration
        .person(signed_in.person)
        .ok_or(Refused::from(Refusal::NotFound { what: Missing::Person }))?;
    let organization = &configuration.setup.organization;
    Ok(SessionView {
        person: person.id,
        name: person.name.clone(),
        login: person.login.clone(),
        roles: person.roles.clone(),
        permissions: permissions(person),
        must_change_password: signed_in.must_change_password.load(Ordering::Relaxed),
        organization: organization.id,
        organization_name: organization.name.clone(),
        is_demo: organization.is_demo,
        demo_is_stale: organization.is_demo
            && signed_in.tie.is_none()
            && desk_app::demo::is_stale(&signed_in.front)?,
        auto_lock_minutes: organization.settings.auto_lock_minutes,
        key_store: match signed_in.front.store().detects_restored_folder()? {
            true => KeyStoreKind::OsKeyring,
            false => KeyStoreKind::PassphraseOnly,
        },
        preferences: signed_in.preferences(),
        notices: signed_in.notices.clone(),
    })
}

pub fn clinic_size(size: DemoSize) -> ClinicSize {
    match size {
        DemoSize::Small => ClinicSize::Small,
        DemoSize::Medium => ClinicSize::Medium,
        DemoSize::Large => ClinicSize::Large,
    }
}

fn permissions(person: &Person) -> Vec<Permission> {
    Permission::ALL.iter().filter(|it| person.may(**it)).copied().collect()
}

/// What a person has to know after sign-in. A fact that cannot be found out is left out.
pub fn notices(desk: &FrontDesk, home: &Home) -> Vec<Notice> {
    let mut notices: Vec<Notice> = desk.store().found_at_opening().iter().map(finding).collect();
    if let Ok(backed_up_at) = desk.store().backed_up_at() {
        let days = backed_up_at.map(|at| (desk.now().0 - at.0) / 86_400);
        if days.is_none_or(|it| it >= BACKUP_OVERDUE_DAYS) {
            notices.push(Notice::BackupOverdue { days: days.and_then(|it| u32::try_from(it).ok()) });
        }
    }
    if matches!(desk.store().detects_restored_folder(), Ok(false)) {
        notices.push(Notice::RollbackNotDetectable);
    }
    if let Some(free) = home.free_mebibytes().ok().filter(|it| *it < LITTLE_SPACE_MEBIBYTES) {
        notices.push(Notice::DiskAlmostFull { free_mebibytes: u32::try_from(free).unwrap_or(u32::MAX) });
    }
    notices
}

fn finding(found: &Finding) -> Notice {
    match *found {
        Finding::ImportUndone => Notice::ImportUndone,
        Finding::ImportFinished => Notice::ImportFinished,
        Finding::MirrorRebuilt { backup_of } => {
            Notice::MirrorRebuilt { backup_of: backup_of.map(super::time::utc_text) }
        }
    }
}

#[must_use]
pub fn keyring_state() -> KeyringState {
    match KeyStore::os_answers() {
        true => KeyringState::Available,
        false => KeyringState::Missing,
    }
}

#[must_use]
pub const fn key_store(kind: KeyStoreKind) -> KeyStore {
    match kind {
        KeyStoreKind::OsKeyring => KeyStore::Os,
        KeyStoreKind::PassphraseOnly => KeyStore::PassphraseOnly,
    }
}

#[must_use]
pub const fn key_store_kind(store: KeyStore) -> KeyStoreKind {
    match store {
        KeyStore::Os => KeyStoreKind::OsKeyring,
        KeyStore::PassphraseOnly => KeyStoreKind::PassphraseOnly,
    }
}

//! The ways into a desk: a password, the recovery code, and accepting that something was lost.
//!
//! Invariant: a slot that the vault does not list opens nothing, even if it still fits.

use super::{
    Store,
    create::make_device_key,
    enter::{Entered, enter},
    open::{self, Loss, Unsealed},
    rekey,
    session::Session,
};
use crate::{
    cipher::Key,
    error::CacheError,
    home::{Home, Occupied},
    keys::{
        keyring::{KeyStore, Keyring},
        recovery::RecoveryCode,
        slot::{DeskKeys, Slot, recovery_key},
        slots::SlotBook,
        tries::Tries,
    },
    mirror,
    vault::{audit::AuditEntry, people},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    personal::Personal,
    time::Instant,
};
use rusqlite::Connection;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub person: PersonId,
    pub must_change_password: bool,
    /// Wrong passwords since the last time somebody unlocked this desk.
    pub failed_tries: u32,
}

pub struct Unlocked {
    pub store: Store,
    pub signed_in: SignedIn,
    /// What was lost, where that was accepted.
    pub lost: Option<CacheError>,
}

pub struct Recovered {
    pub store: Store,
    /// The next one, to be printed; the used one stays valid until [`Store::confirm_recovery_code`].
    pub recovery_code: RecoveryCode,
    /// The device key was gone: nobody's password opens this desk before it is set again.
    pub passwords_are_void: bool,
}

impl Store {
    /// # Errors
    /// One code for each thing that can be wrong; everything is left in its place.
    pub fn unlock(home: &Home, login: &str, password: &str, now: Instant) -> Result<Unlocked, CacheError> {
        let occupied = home.occupy()?;
        let entered = enter(home, login, password, now)?;
        finish(home, occupied, entered, Loss::Refuse, now)
    }

    /// Unlocks a desk that lost something, or an older copy of it, as a new device. `may` says whether the person
    /// may decide that. What was lost stands in the answer and in the audit trail.
    ///
    /// # Errors
    /// [`CacheError::NotAllowed`] when `may` says no; nothing was changed then.
    pub fn accept_older_state(
        home: &Home,
        login: &str,
        password: &str,
        device: DeviceId,
        now: Instant,
        may: impl Fn(&mirror::Reader<'_>, PersonId) -> Result<bool, CacheError>,
    ) -> Result<Unlocked, CacheError> {
        let occupied = home.occupy()?;
        let entered = enter(home, login, password, now)?;
        let person = entered.signed_in.person;
        finish(home, occupied, entered, Loss::Accept { device, may: &|mirror| may(mirror, person) }, now)
    }

    /// Opens the desk with the printed code, without a keyring or anybody's password. `key_store` is where the
    /// device key is to be from now on.
    ///
    /// # Errors
    /// [`CacheError::WrongRecoveryCode`]; [`CacheError::KeyringMissing`] when the keyring is wanted and not there.
    pub fn unlock_with_recovery(
        home: &Home,
        code: &RecoveryCode,
        key_store: KeyStore,
        now: Instant,
    ) -> Result<Recovered, CacheError> {
        let occupied = home.occupy()?;
        if !home.is_set_up() {
            return Err(CacheError::NotSetUp);
        }
        let mut book = home.slots().load()?;
        let (slot, keys) = open_with_code(&book, code)?;
        let key = rekey::settle(home, &mut book, keys)?;
        let (device_key, passwords_are_void) = regain_device_key(&book, key_store)?;
        let keyring = Keyring::of(&book.desk);
        if key_store == KeyStore::Os {
            keyring.put_tries(&Tries::default())?;
        }
        book.key_store = key_store;
        book.tries = Tries::default();
        let unsealed = Unsealed { home: home.clone(), book, key, device_key };
        let opened = open::open(unsealed, Loss::Refuse, now)?;
        let session = &opened.session;
        check_listed(&session.writer().vault, &slot, None).map_err(|_| CacheError::WrongRecoveryCode)?;
        if passwords_are_void {
            session.book().slots.retain(|it| it.kind == slot.kind);
        }
        let recovery_code = session.add_recovery_code(Some(&slot))?;
        note(session, now, None, "unlock_with_recovery_code", Personal::default())?;
        let store = Store::start(home.clone(), occupied, opened)?;
        Ok(Recovered { store, recovery_code, passwords_are_void })
    }
}

pub(super) fn finish(
    home: &Home,
    occupied: Occupied,
    entered: Entered,
    loss: Loss<'_>,
    now: Instant,
) -> Result<Unlocked, CacheError> {
    let Entered { unsealed, slot, signed_in } = entered;
    let mut opened = open::open(unsealed, loss, now)?;
    let (session, lost) = (&opened.session, opened.lost.take());
    let person = Some(signed_in.person);
    check_listed(&session.writer().vault, &slot, person)?;
    if let Some(problem) = &lost {
        // The keyring remembers what was lost; from here on this is the state that counts.
        session.keep_head_in_keyring()?;
        note(session, now, person, "older_state_accepted", Personal::new(problem.to_string()))?;
    }
    let detail = match signed_in.failed_tries {
        0 => Personal::default(),
        failed => Personal::new(format!("{failed} wrong passwords before")),
    };
    note(session, now, person, "unlock", detail)?;
    let store = Store::start(home.clone(), occupied, opened)?;
    Ok(Unlocked { store, signed_in, lost })
}

/// The recovery slot that a code opens, and what is in it.
pub(crate) fn open_with_code(book: &SlotBook, code: &RecoveryCode) -> Result<(Slot, DeskKeys), CacheError> {
    for slot in book.recovery() {
        if let Some((private, _)) = slot.open(&book.desk, &recovery_key(code.key(), &slot.id)) {
            return Ok((slot.clone(), slot.keys(&book.desk, &private)?));
        }
    }
    Err(CacheError::WrongRecoveryCode)
}

/// The device key after a recovery, and whether it is another one than the people's slots were made with.
fn regain_device_key(book: &SlotBook, wanted: KeyStore) -> Result<(Option<Key>, bool), CacheError> {
    let keyring = Keyring::of(&book.desk);
    if wanted != book.key_store {
        return Ok((make_device_key(wanted, &keyring)?, true));
    }
    if wanted == KeyStore::PassphraseOnly {
        return Ok((None, false));
    }
    match keyring.device_key() {
        Ok(key) => Ok((Some(key), false)),
        Err(CacheError::KeyringEntryMissing) => Ok((make_device_key(wanted, &keyring)?, true)),
        Err(other) => Err(other),
    }
}

pub(super) fn check_listed(
    vault: &Connection,
    slot: &Slot,
    person: Option<PersonId>,
) -> Result<(), CacheError> {
    let rows = people::all(vault)?;
    let is_listed = rows.iter().any(|row| row.is(slot) && row.person == person);
    if is_listed { Ok(()) } else { Err(CacheError::NoSuchSlot) }
}

pub(super) fn note(
    session: &Session,
    at: Instant,
    actor: Option<PersonId>,
    action: &'static str,
    detail: Personal,
) -> Result<(), CacheError> {
    session.write(|writing| writing.audit(&entry(at, actor, action, detail)))
}

pub(crate) fn entry(
    at: Instant,
    actor: Option<PersonId>,
    action: &'static str,
    detail: Personal,
) -> AuditEntry {
    AuditEntry {
        at,
        actor,
        action,
        object_kind: "desk",
        object: None,
        patients: Vec::new(),
        outcome: "done",
        detail,
    }
}

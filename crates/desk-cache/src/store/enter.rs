//! Showing a password.
//!
//! Invariants: a try counts before the password is checked; an unknown login costs as much time as a known one.

use super::{open::Unsealed, rekey, reserve::Reserve, unlock::SignedIn};
use crate::{
    cipher::Key,
    error::{CacheError, Part},
    home::Home,
    keys::{
        keyring::{KeyStore, Keyring},
        slot::{DeskKeys, Owner, Slot, SlotKind, password_key},
        slots::SlotBook,
        tries::Tries,
    },
};
use clinic_domain::time::Instant;

/// Somebody who has shown a password, before the files are opened.
pub(super) struct Entered {
    pub(super) unsealed: Unsealed,
    pub(super) slot: Slot,
    pub(super) signed_in: SignedIn,
}

pub(super) fn enter(home: &Home, login: &str, password: &str, now: Instant) -> Result<Entered, CacheError> {
    if !home.is_set_up() {
        return Err(CacheError::NotSetUp);
    }
    let mut book = home.slots().load()?;
    let device_key = match book.key_store {
        KeyStore::Os => Some(Keyring::of(&book.desk).device_key()?),
        KeyStore::PassphraseOnly => None,
    };
    let checked = check_password(home, &mut book, device_key.as_ref(), login, password, now)?;
    let Checked { slot, keys, owner, failed_tries } = checked;
    let key = rekey::settle(home, &mut book, keys)?;
    let signed_in =
        SignedIn { person: owner.person, must_change_password: owner.must_change_password, failed_tries };
    Ok(Entered { unsealed: Unsealed { home: home.clone(), book, key, device_key }, slot, signed_in })
}

/// A password that fits.
pub(super) struct Checked {
    pub(super) slot: Slot,
    pub(super) keys: DeskKeys,
    pub(super) owner: Owner,
    pub(super) failed_tries: u32,
}

pub(super) fn check_password(
    home: &Home,
    book: &mut SlotBook,
    device_key: Option<&Key>,
    login: &str,
    password: &str,
    now: Instant,
) -> Result<Checked, CacheError> {
    let id = book.id_of(login);
    let mut tries = load_tries(book)?;
    let tries_left = tries.begin(&id, now)?;
    save_tries(home, book, &tries)?;
    let Some(slot) = book.person(&id).cloned() else {
        // As long as for somebody who is known.
        if let Some(known) =
            book.slots.iter().find(|it| it.kind == SlotKind::Person && it.cost.check().is_ok())
        {
            password_key(device_key, password, known.cost, &known.salt, &book.desk, &id)?;
        }
        return Err(CacheError::WrongPassword { tries_left });
    };
    slot.cost.check()?;
    let key = password_key(device_key, password, slot.cost, &slot.salt, &book.desk, &id)?;
    let (private, owner) = slot.open(&book.desk, &key).ok_or(CacheError::WrongPassword { tries_left })?;
    let owner = owner.ok_or_else(|| CacheError::damaged(Part::Slots, "a person's slot names nobody"))?;
    let keys = slot.keys(&book.desk, &private)?;
    let failed_tries = tries.clear().saturating_sub(1);
    save_tries(home, book, &tries)?;
    Ok(Checked { slot, keys, owner, failed_tries })
}

fn load_tries(book: &SlotBook) -> Result<Tries, CacheError> {
    match book.key_store {
        KeyStore::Os => Keyring::of(&book.desk).tries(),
        KeyStore::PassphraseOnly => Ok(book.tries.clone()),
    }
}

fn save_tries(home: &Home, book: &mut SlotBook, tries: &Tries) -> Result<(), CacheError> {
    if book.key_store == KeyStore::Os {
        return Keyring::of(&book.desk).put_tries(tries);
    }
    book.tries = tries.clone();
    match home.slots().save(book) {
        // Signing in has to work on a full disk, or today's list cannot be read.
        Err(CacheError::DiskFull) => {
            Reserve::in_folder(home.folder()).give_up()?;
            home.slots().save(book)
        }
        other => other,
    }
}

//! Who can unlock the desk: giving, changing and taking away passwords, and the recovery code. All of it while
//! somebody has it unlocked.
//!
//! Invariant: the vault lists a slot before the slot files have it, and forgets the old one after; so at every
//! moment at least one of a person's passwords, the old or the new one, opens the desk.

use super::{
    Store,
    enter::check_password,
    session::Session,
    unlock::{SignedIn, entry},
};
use crate::{
    error::CacheError,
    keys::{
        kdf::KdfCost,
        recovery::RecoveryCode,
        slot::{DeskKeys, Owner, Slot, SlotKind, slot_id},
    },
    vault::{
        self,
        people::{self, SlotRow},
        preferences::{self, Preference},
    },
};
use clinic_domain::{id::PersonId, personal::Personal, time::Instant};

/// A password that is to be valid from now on.
pub struct SignIn<'a> {
    pub person: PersonId,
    pub login: &'a str,
    pub password: &'a str,
    /// It was given by somebody else: the person is asked for an own one first.
    pub must_change_password: bool,
    pub cost: KdfCost,
}

impl Store {
    /// Gives a person a way to unlock this desk, in place of the one before: a new person, a reset password,
    /// another login.
    ///
    /// # Errors
    /// [`CacheError::SlotTaken`] when the login is somebody else's.
    pub fn put_sign_in(
        &self,
        new: &SignIn<'_>,
        by: Option<PersonId>,
        now: Instant,
    ) -> Result<(), CacheError> {
        self.session()?.get().put_sign_in(new, by, now, "sign_in_given")
    }

    /// A person's own change of the password.
    ///
    /// # Errors
    /// [`CacheError::WrongPassword`], counted like any other.
    pub fn change_password(
        &self,
        login: &str,
        old: &str,
        new: &str,
        cost: KdfCost,
        now: Instant,
    ) -> Result<(), CacheError> {
        let person = self.check_password(login, old, now)?.person;
        let new = SignIn { person, login, password: new, must_change_password: false, cost };
        self.session()?.get().put_sign_in(&new, Some(person), now, "password_changed")
    }

    /// Whether this is the person's password, without locking: to switch users, or to ask once more.
    ///
    /// # Errors
    /// As for [`Store::unlock`].
    pub fn check_password(&self, login: &str, password: &str, now: Instant) -> Result<SignedIn, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let device_key = session.device_key.as_ref();
        let checked = check_password(&session.home, &mut session.book(), device_key, login, password, now)?;
        let rows = people::all(&session.writer().vault)?;
        if !rows.iter().any(|row| row.is(&checked.slot)) {
            return Err(CacheError::NoSuchSlot);
        }
        let Owner { person, must_change_password } = checked.owner;
        Ok(SignedIn { person, must_change_password, failed_tries: checked.failed_tries })
    }

    /// Takes a person's way in away; from then on a change of the desk key is due.
    ///
    /// # Errors
    /// [`CacheError::NoSuchSlot`] when there is none.
    pub fn remove_sign_in(
        &self,
        person: PersonId,
        by: Option<PersonId>,
        now: Instant,
    ) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let rows = people::all(&session.writer().vault)?;
        if !rows.iter().any(|row| row.person == Some(person)) {
            return Err(CacheError::NoSuchSlot);
        }
        let mut book = session.book();
        book.slots.retain(|slot| !rows.iter().any(|row| row.is(slot) && row.person == Some(person)));
        session.home.slots().save(&mut book)?;
        session.change_people(&book.slots, by, now, "sign_in_removed", Some(person), |vault| {
            vault::set_rekey_due(vault, true)
        })
    }

    /// Who can unlock this desk.
    pub fn people_with_sign_in(&self) -> Result<Vec<PersonId>, CacheError> {
        let rows = people::all(&self.session()?.get().writer().vault)?;
        let mut found: Vec<_> = rows.into_iter().filter_map(|row| row.person).collect();
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// How a person likes the desk, by name.
    pub fn preferences(&self, person: PersonId) -> Result<Vec<Preference>, CacheError> {
        preferences::of(&self.session()?.get().writer().vault, person)
    }

    /// Keeps each preference in place of the one of its name; the person's others stay.
    pub fn put_preferences(&self, person: PersonId, changed: &[Preference]) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| preferences::put(vault, person, changed))
    }

    /// Another recovery code, to be printed. The one before stays valid until the new one is confirmed.
    pub fn new_recovery_code(&self, by: Option<PersonId>, now: Instant) -> Result<RecoveryCode, CacheError> {
        let guard = self.session()?;
        let code = guard.get().add_recovery_code(None)?;
        super::unlock::note(guard.get(), now, by, "recovery_code_made", Personal::default())?;
        Ok(code)
    }

    /// Somebody has typed the new code from paper: every other one stops opening the desk.
    ///
    /// # Errors
    /// [`CacheError::WrongRecoveryCode`] when it is not a code of this desk; all stay as they are.
    pub fn confirm_recovery_code(
        &self,
        code: &RecoveryCode,
        by: Option<PersonId>,
        now: Instant,
    ) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let mut book = session.book();
        let (confirmed, _) = super::unlock::open_with_code(&book, code)?;
        book.slots.retain(|slot| slot.kind == SlotKind::Person || slot.id == confirmed.id);
        session.home.slots().save(&mut book)?;
        session.change_people(&book.slots, by, now, "recovery_code_confirmed", None, |_| Ok(()))
    }
}

impl Session {
    fn put_sign_in(
        &self,
        new: &SignIn<'_>,
        by: Option<PersonId>,
        now: Instant,
        action: &'static str,
    ) -> Result<(), CacheError> {
        let rows = people::all(&self.writer().vault)?;
        let (desk, login_salt) = {
            let book = self.book();
            (book.desk, book.login_salt)
        };
        let id = slot_id(&login_salt, new.login);
        if rows.iter().any(|row| row.slot == id && row.person != Some(new.person)) {
            return Err(CacheError::SlotTaken);
        }
        let owner = Owner { person: new.person, must_change_password: new.must_change_password };
        let keys = DeskKeys { current: self.key.again(), next: None };
        let slot =
            Slot::for_person(&desk, id, self.device_key.as_ref(), new.password, new.cost, owner, &keys)?;
        self.keep(|vault| people::put(vault, &SlotRow::of(&slot, Some(new.person))))?;
        let mut book = self.book();
        book.slots.retain(|it| !rows.iter().any(|row| row.is(it) && row.person == Some(new.person)));
        book.slots.push(slot);
        self.home.slots().save(&mut book)?;
        self.change_people(&book.slots, by, now, action, Some(new.person), |_| Ok(()))
    }

    /// The first recovery slot is the one that somebody is known to have on paper; with `used` it is that one. A
    /// newer one that was never confirmed gives way.
    pub(super) fn add_recovery_code(&self, used: Option<&Slot>) -> Result<RecoveryCode, CacheError> {
        let code = RecoveryCode::random()?;
        let mut book = self.book();
        let keys = DeskKeys { current: self.key.again(), next: None };
        let slot = Slot::for_recovery(&book.desk, code.key(), &keys)?;
        self.keep(|vault| people::put(vault, &SlotRow::of(&slot, None)))?;
        let kept = used.or_else(|| book.recovery().next()).map(|it| it.id);
        book.slots.retain(|it| it.kind == SlotKind::Person || Some(it.id) == kept);
        book.slots.push(slot);
        self.home.slots().save(&mut book)?;
        self.keep(|vault| people::keep_only(vault, &book.slots))?;
        Ok(code)
    }

    /// The vault's side of a change that the slot files have already.
    fn change_people(
        &self,
        slots: &[Slot],
        by: Option<PersonId>,
        now: Instant,
        action: &'static str,
        about: Option<PersonId>,
        more: impl FnOnce(&rusqlite::Connection) -> Result<(), CacheError>,
    ) -> Result<(), CacheError> {
        let mut entry = entry(now, by, action, Personal::default());
        if let Some(person) = about {
            (entry.object_kind, entry.object) = ("person", Some(person.0));
        }
        self.write(|writing| {
            people::keep_only(writing.vault(), slots)?;
            more(writing.vault())?;
            writing.audit(&entry)
        })
    }
}

//! A clinic that stood alone, on its way into an organization.
//!
//! Invariants: that it is on its way and everything it has to send are one transaction; until it has arrived nothing is
//! decided here, so that what is sent is what there is; given up, it stands alone again and lacks nothing; whoever may open
//! the desk at the end is written last.

use super::{CentreSignIn, Store, people::SignIn, unlock::entry, writing::Writing};
use crate::{
    error::CacheError,
    keys::slot::{DeskKeys, Owner, Slot, SlotKind, slot_id},
    mirror,
    vault::{
        self, attaching, centre_sign_in,
        outbox::{self, Centre},
        people::{self, SlotRow},
    },
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    people::Person,
    personal::Personal,
    time::Instant,
};
use rusqlite::TransactionBehavior;
use uuid::Uuid;

/// Where to, and as whom.
#[derive(Clone, Debug)]
pub struct Attaching {
    pub centre: Centre,
    /// As the centre knows this desk.
    pub device: DeviceId,
    /// The organization's person who signed in for it, and their login there.
    pub person: PersonId,
    pub login: String,
    /// The centre's history in which the book is answered.
    pub epoch: Uuid,
}

/// How many of the operations that bring the book were answered, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub answered: u64,
    pub all: u64,
}

impl Store {
    /// From here on the desk is on its way: what `work` records waits to be sent, and nothing else is recorded.
    ///
    /// # Errors
    /// Whatever `work` answers; the desk stands alone as before then.
    pub fn attach<T, E: From<CacheError>>(
        &self,
        to: &Attaching,
        by: PersonId,
        now: Instant,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let guard = self.session()?;
        let answer = guard.get().write(|writing| {
            outbox::put_centre(writing.vault(), &to.centre)?;
            outbox::enrol(writing.vault(), to.device)?;
            vault::rename(writing.vault(), to.device, 0).map_err(E::from)?;
            attaching::put(writing.vault(), to.person, &to.login, to.epoch)?;
            writing.begin_again()?;
            writing.audit(&entry(now, Some(by), "attach_begun", Personal::new(to.centre.url.clone())))?;
            work(writing)
        })?;
        guard.keeper().wake();
        Ok(answer)
    }

    /// Where to and as whom, while it is on its way.
    pub fn attaching(&self) -> Result<Option<(Attaching, Progress)>, CacheError> {
        let guard = self.session()?;
        let writer = guard.get().writer();
        if !writer.tip.is_attaching {
            return Ok(None);
        }
        let (Some((person, login, epoch)), Some(centre)) =
            (attaching::of(&writer.vault)?, outbox::centre(&writer.vault)?)
        else {
            return Ok(None);
        };
        let (answered, all) = outbox::answered(&writer.vault)?;
        let to = Attaching { centre, device: writer.tip.device, person, login, epoch };
        Ok(Some((to, Progress { answered, all })))
    }

    /// The centre counts in another history since: nothing that it answered is known to be there, and all of it is sent again.
    pub fn attach_anew(&self, epoch: Uuid) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| {
            if let Some((person, login, _)) = attaching::of(vault)? {
                attaching::put(vault, person, &login, epoch)?;
            }
            outbox::queue_again(vault)
        })
    }

    /// The desk stands alone again, as `device`, with everything that it had. What the centre took in stays there.
    ///
    /// # Errors
    /// [`CacheError::Attaching`] once the organization's rows are here: all of the book is there then.
    pub fn give_up_attaching(&self, device: DeviceId, by: PersonId, now: Instant) -> Result<(), CacheError> {
        if self.heard()?.epoch.is_some() {
            return Err(CacheError::Attaching);
        }
        self.session()?.get().write(|writing| {
            outbox::forget_centre(writing.vault())?;
            attaching::end(writing.vault())?;
            vault::rename(writing.vault(), device, 0)?;
            writing.begin_again()?;
            writing.audit(&entry(now, Some(by), "attach_given_up", Personal::default()))
        })
    }

    /// Whoever takes the clinic along opens the desk from now on too, with the password that they have there: at no moment
    /// is there nobody whom the rows that stand here know and who has a password.
    pub fn admit_arriving(&self, person: &Person, new: &SignIn<'_>) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let mut connection = session.mirror.caught_up()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        mirror::know_person(&tx, person)?;
        tx.commit()?;
        drop(connection);
        let keys = DeskKeys { current: session.key.again(), next: None };
        let owner = Owner { person: new.person, must_change_password: new.must_change_password };
        let mut book = session.book();
        let id = slot_id(&book.login_salt, new.login);
        let device_key = session.device_key.as_ref();
        let slot = Slot::for_person(&book.desk, id, device_key, new.password, new.cost, owner, &keys)?;
        session.keep(|vault| people::put(vault, &SlotRow::of(&slot, Some(new.person))))?;
        book.slots.retain(|it| it.id != id);
        book.slots.push(slot);
        session.home.slots().save(&mut book)
    }

    /// It has arrived: from here on the desk is the organization's. Whoever took it along opens it, the printed code does as
    /// before, and nobody else.
    pub fn finish_attaching(&self, kept: &CentreSignIn, now: Instant) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let rows = people::all(&session.writer().vault)?;
        let is_theirs = |slot: &Slot| rows.iter().any(|row| row.is(slot) && row.person == Some(kept.person));
        let mut book = session.book();
        book.slots.retain(|it| it.kind != SlotKind::Person || is_theirs(it));
        session.home.slots().save(&mut book)?;
        let detail = Personal::new(kept.login.clone());
        session.write(|writing| {
            people::keep_only(writing.vault(), &book.slots)?;
            vault::set_rekey_due(writing.vault(), true)?;
            centre_sign_in::put(writing.vault(), kept)?;
            attaching::end(writing.vault())?;
            writing.begin_again()?;
            writing.audit(&entry(now, Some(kept.person), "attached", detail))
        })
    }
}

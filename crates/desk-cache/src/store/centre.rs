//! A desk that belongs to a centre: what waits to be sent, what was answered, and what the centre says.
//!
//! Invariants: an operation is queued in the transaction that records it; an answer is in the vault before anything is done
//! with it; a page of the centre's and the number up to which it goes are one mirror transaction, with what is still
//! unconfirmed over it, so that a crash anywhere leaves what a person was told.

use super::{Store, refused, unlock::entry, writing::decode_changes};
use crate::{
    error::{CacheError, Part},
    mirror::{self, Pace},
    vault::{self, Tip, audit, centre_sign_in, outbox},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    operation::Change,
    personal::Personal,
    time::Instant,
};
use clinic_protocol::sync::{Checksum, OpOutcome};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

pub use crate::mirror::Fetching;
pub use centre_sign_in::CentreSignIn;
pub use outbox::{Centre, Outbox, Waiting};

/// How far a desk has heard: the centre's history, and its number of the last change that is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    pub epoch: Option<Uuid>,
    pub received: u64,
}

impl Store {
    /// From here on the desk is `device` at that centre, and what it decides waits to be sent there.
    pub fn join(
        &self,
        centre: &Centre,
        device: DeviceId,
        by: Option<PersonId>,
        now: Instant,
    ) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let mut writer = session.writer();
        let tx = writer.vault.transaction_with_behavior(TransactionBehavior::Immediate)?;
        outbox::put_centre(&tx, centre)?;
        outbox::enrol(&tx, device)?;
        vault::rename(&tx, device, 0)?;
        let mut tip = vault::tip(&tx)?;
        audit::append(
            &tx,
            &mut tip,
            &entry(now, by, "joined_centre", Personal::new(centre.url.clone())),
            None,
        )?;
        tx.commit()?;
        writer.tip = tip;
        drop(writer);
        guard.keeper().wake();
        Ok(())
    }

    pub fn centre(&self) -> Result<Option<Centre>, CacheError> {
        outbox::centre(&self.session()?.get().writer().vault)
    }

    /// As which desk the centre knows this one. Another one than [`Store::device`] after these files were put back.
    pub fn enrolled_as(&self) -> Result<Option<DeviceId>, CacheError> {
        outbox::enrolled_as(&self.session()?.get().writer().vault)
    }

    /// The number from which on this desk's operations can still be sent: those before were confirmed and let go of.
    pub fn kept_from(&self) -> Result<u64, CacheError> {
        let guard = self.session()?;
        let writer = guard.get().writer();
        Ok(outbox::first_kept(&writer.vault)?.unwrap_or(writer.tip.device_seq + 1))
    }

    /// The person's session at the centre, if they ever had one here.
    pub fn centre_sign_in(&self, person: PersonId) -> Result<Option<CentreSignIn>, CacheError> {
        centre_sign_in::of(&self.session()?.get().writer().vault, person)
    }

    pub fn put_centre_sign_in(&self, it: &CentreSignIn) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| centre_sign_in::put(vault, it))
    }

    pub fn outbox(&self) -> Result<Outbox, CacheError> {
        outbox::count(&self.session()?.get().writer().vault)
    }

    /// What waits to be sent, in the order in which it was decided.
    pub fn queued(&self, limit: u32) -> Result<Vec<Waiting>, CacheError> {
        outbox::queued(&self.session()?.get().writer().vault, limit)
    }

    /// Another one after [`Store::queue_again`]: whatever was asked for before is of no use then.
    pub fn round(&self) -> Result<u64, CacheError> {
        Ok(self.session()?.get().writer().round)
    }

    /// Keeps what the centre said of operations that were sent in this round, and lets go of what is settled by it: all of it
    /// or nothing. False, and nothing of it is kept, where they have come to wait again meanwhile.
    pub fn keep_answers(&self, round: u64, answers: &[OpOutcome], now: Instant) -> Result<bool, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        let mut writer = session.writer();
        if writer.round != round {
            return Ok(false);
        }
        let mut has_settled = false;
        session.keep_in(&mut writer, |vault| {
            answers.iter().try_for_each(|it| outbox::answer(vault, it.op, &it.result, now))?;
            has_settled = refused::let_go_of_settled(session, vault)?;
            Ok(())
        })?;
        drop(writer);
        if has_settled || self.has_heard_of(answers)? {
            self.hear_nothing()?;
        }
        Ok(true)
    }

    pub fn heard(&self) -> Result<Heard, CacheError> {
        self.read(|mirror| Ok(Heard { epoch: mirror.epoch()?, received: mirror.received()? }))
    }

    /// What the centre says up to its number `to`, in its history `epoch`: the first time, or the next page.
    ///
    /// # Errors
    /// [`CacheError::OutOfOrder`] when it is older than what is here, and [`CacheError::OtherHistory`] when it counts in
    /// another one: that is fetched anew. Nothing is changed then.
    pub fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), CacheError> {
        self.under_unconfirmed(to, said, |tx, unconfirmed| {
            match mirror::Reader::new(tx).epoch()? {
                None => mirror::begin_epoch(tx, epoch, 0)?,
                Some(here) if here != epoch => return Err(CacheError::OtherHistory),
                Some(_) => {}
            }
            mirror::receive(tx, to, said, unconfirmed)
        })
    }

    /// What every kind of the centre's rows comes to, and its number of the last change that is in them.
    pub fn checksums(&self) -> Result<(u64, Vec<Checksum>), CacheError> {
        let guard = self.session()?;
        let mut connection = guard.get().mirror.caught_up()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let tx = tx.map_err(|it| CacheError::from(it).of(Part::Mirror))?;
        let received = mirror::Reader::new(&tx).received()?;
        let checksums = mirror::checksums(&tx)?;
        tx.rollback().map_err(|it| CacheError::from(it).of(Part::Mirror))?;
        Ok((received, checksums))
    }

    /// How far a first sync has come, while there is one.
    pub fn fetching(&self) -> Result<Option<Fetching>, CacheError> {
        let guard = self.session()?;
        let mirror = guard.get().mirror.caught_up()?;
        mirror::fetching::fetching(&mirror)
    }

    /// From here on the centre's rows are fetched anew, kind by kind; what is unconfirmed stays. `rows` are those before
    /// `begin`: with how the clinic is set up and its people there is no moment in which the desk knows nobody.
    pub fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), CacheError> {
        self.under_unconfirmed(0, &[], |tx, unconfirmed| {
            mirror::begin_anew(tx, begin.epoch, rows, unconfirmed)?;
            mirror::fetching::put(tx, begin)
        })
    }

    /// Rows of a first sync, and how far it has come with them; none when all of them are here.
    ///
    /// # Errors
    /// [`CacheError::Damaged`] where there is no first sync.
    pub fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), CacheError> {
        let Some(stands) = self.fetching()? else {
            return Err(CacheError::damaged(Part::Mirror, "no first sync is on its way"));
        };
        // With the last of them the desk has all that was confirmed up to then.
        let to = if next.is_some() { 0 } else { stands.head };
        self.pace(&Pace::LOADING)?;
        let received = self.under_unconfirmed(to, rows, |tx, unconfirmed| {
            mirror::receive(tx, to, rows, unconfirmed)?;
            match next {
                Some(next) => mirror::fetching::put(tx, next),
                None => mirror::fetching::end(tx),
            }
        });
        // While more of them come, what the connection remembers is of use for the next.
        if next.is_none() || received.is_err() {
            self.pace(&Pace::ORDINARY)?;
        }
        received
    }

    /// How the mirror is written from now on.
    fn pace(&self, pace: &Pace) -> Result<(), CacheError> {
        pace.set(&self.session()?.get().mirror.connection())
    }

    /// A mirror transaction in which nobody decides, with all that is unconfirmed at the centre's number `to`. What `said`
    /// has as resolved is let go of first.
    fn under_unconfirmed(
        &self,
        to: u64,
        said: &[Change],
        work: impl FnOnce(&Transaction<'_>, Vec<&[Change]>) -> Result<(), CacheError>,
    ) -> Result<(), CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        refused::follow(session, said)?;
        let writer = session.writer();
        let mut connection = session.mirror.caught_up()?;
        let unconfirmed = unconfirmed(&writer.vault, writer.tip.seq, to)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let tx = tx.map_err(|it| CacheError::from(it).of(Part::Mirror))?;
        work(&tx, unconfirmed.iter().map(Vec::as_slice).collect()).map_err(|it| it.of(Part::Mirror))?;
        tx.commit().map_err(|it| CacheError::from(it).of(Part::Mirror))
    }

    /// The centre was set back to an earlier day: what it confirmed since is sent once more.
    pub fn queue_again(&self) -> Result<(), CacheError> {
        let guard = self.session()?;
        let mut writer = guard.get().writer();
        writer.round += 1;
        guard.get().keep_in(&mut writer, outbox::queue_again)
    }

    /// The centre has decided some of what it could not read: all of that is asked for once more.
    pub fn queue_deferred(&self) -> Result<(), CacheError> {
        self.session()?.get().keep(outbox::queue_deferred)
    }

    /// Lets go of confirmed operations that nobody can ask for any more.
    pub fn forget_confirmed(&self, now: Instant) -> Result<(), CacheError> {
        let received = self.heard()?.received;
        self.session()?.get().keep(|vault| outbox::forget(vault, received, now))
    }

    /// Whether the centre's rows of any of them are here already: what was sent once more, and no page will come for it.
    fn has_heard_of(&self, answers: &[OpOutcome]) -> Result<bool, CacheError> {
        let Heard { received, .. } = self.heard()?;
        Ok(answers.iter().any(|it| it.result.seq.is_some_and(|seq| seq <= received)))
    }

    fn hear_nothing(&self) -> Result<(), CacheError> {
        match self.heard()? {
            Heard { epoch: Some(epoch), received } => self.hear(epoch, received, &[]),
            Heard { epoch: None, .. } => Ok(()),
        }
    }
}

/// The changes that the centre has not confirmed by its number `to`, of the operations up to `seq`, in order.
fn unconfirmed(vault: &Connection, seq: u64, to: u64) -> Result<Vec<Vec<Change>>, CacheError> {
    outbox::unconfirmed(vault, seq, to)?.iter().map(|it| decode_changes(it)).collect()
}

/// The rows as they stand, with what is unconfirmed by now.
pub(super) fn put_unconfirmed(
    vault: &Connection,
    mirror: &Transaction<'_>,
    seq: u64,
) -> Result<(), CacheError> {
    let received = mirror::Reader::new(mirror).received()?;
    let unconfirmed = unconfirmed(vault, seq, received)?;
    mirror::receive(mirror, received, &[], unconfirmed.iter().map(Vec::as_slice))
        .map_err(|it| it.of(Part::Mirror))
}

/// What a power cut took from the mirror may have been that something is let go of, which nobody says once more.
pub(super) fn put_unconfirmed_anew(
    vault: &Connection,
    mirror: &mut Connection,
    tip: &Tip,
) -> Result<(), CacheError> {
    let of_mirror = |it: rusqlite::Error| CacheError::from(it).of(Part::Mirror);
    let tx = mirror.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of_mirror)?;
    put_unconfirmed(vault, &tx, tip.seq)?;
    tx.commit().map_err(of_mirror)
}

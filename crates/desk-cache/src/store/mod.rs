//! One unlocked desk: the door through which everything else reads and writes.
//!
//! A write is one vault transaction, one flush, then the answer; the mirror gets the changes right after the answer
//! from the keeper's thread, or before the next read or write if that comes first. So nobody waits for the mirror and
//! nobody ever reads past a change that was answered.
//!
//! Invariants: a change is in the vault before it is in the mirror; both files are never written in one transaction;
//! whatever the mirror lacks is applied again from the vault's receipts when the desk is opened.

mod attach;
mod backup;
mod centre;
mod check;
mod create;
mod effort;
mod enter;
mod gate;
mod import;
mod keeper;
mod language_model;
mod lent;
mod mirror_file;
mod neighbours;
mod open;
mod people;
mod readers;
mod rebuild;
mod refused;
mod rekey;
mod reserve;
mod session;
mod unlock;
mod writing;

pub use attach::{Attaching, Progress};
pub use backup::RestoreAs;
pub use centre::{Centre, CentreSignIn, Fetching, Heard, Outbox, Waiting};
pub use create::{Created, NewDesk};
pub use import::BatchOutcome;
pub use lent::{Asking, HubAnswer, SaidLent};
pub use people::SignIn;
pub use refused::{Mark, Marks, RefusedOperation};
pub use unlock::{Recovered, SignedIn, Unlocked};
pub use writing::{Receipt, Writing};

use writing::{decode_changes, decode_operation, decoded_act};

pub(crate) use check::check_pages;

use crate::{
    error::{CacheError, Part},
    head::Position,
    home::{Home, Occupied},
    mirror,
    vault::{
        self,
        audit::{self, AuditPage, AuditRow},
        operations,
    },
};
use check::check_pages_in_use;
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::Act,
    id::{DeviceId, OpId, PatientId},
    operation::Operation,
    time::Instant,
};
use gate::{Gate, Pass};
use keeper::Keeper;
use open::Opened;
use session::Session;
use std::{ops::RangeInclusive, path::PathBuf, sync::Arc};

/// One unlocked desk. Shared between threads; [`Store::lock`] ends it for all of them.
pub struct Store {
    home: Home,
    gate: Gate,
    found: Vec<Finding>,
}

/// What was found when the desk was opened, and made good: whoever opened it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An import was cut off, and nothing of it is here.
    ImportUndone,
    /// An import was cut off when all of it was here; it is complete.
    ImportFinished,
    /// The mirror was made again: from the backup of this time, or from the receipts alone.
    MirrorRebuilt { backup_of: Option<Instant> },
}

/// What is there only while the desk is unlocked. The keeper is dropped first: it uses the session.
struct Open {
    keeper: Keeper,
    session: Arc<Session>,
    occupied: Occupied,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    pub vault_bytes: u64,
    pub mirror_bytes: u64,
}

/// That a look at every page and every link of the chain found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    pub position: Position,
    pub mirror_cursor: u64,
}

impl Store {
    /// Reads the mirror as it is after everything that was answered, in one snapshot.
    ///
    /// # Errors
    /// Whatever `work` answers, and [`CacheError::Locked`].
    pub fn read<T, E: From<CacheError>>(
        &self,
        work: impl FnOnce(&mirror::Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.session()?.get().read(work)
    }

    /// One transaction: what `work` records is durable when this returns, or nothing of it is there. `work` reads
    /// through [`Writing::mirror`] and starts no other write: that one would wait for this one.
    ///
    /// # Errors
    /// Whatever `work` answers; [`CacheError::DiskFull`] while there is no room for bookings.
    pub fn write<T, E: From<CacheError>>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let guard = self.session()?;
        let answer = guard.get().write(work)?;
        guard.keeper().wake();
        Ok(answer)
    }

    /// Packs facts that are not packed as they stand, of some of the weeks in these days, so that they are read faster. Whether there
    /// may be more.
    ///
    /// # Errors
    /// A row that cannot be understood, or the disk.
    pub fn pack_facts(&self, days: &RangeInclusive<NaiveDate>, most: usize) -> Result<bool, CacheError> {
        let session = self.session()?;
        for _ in 0..most {
            // Whoever books waits for one piece at most.
            if !mirror::pack_facts(&mut session.get().mirror.connection(), days)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What this opening made good.
    #[must_use]
    pub fn found_at_opening(&self) -> &[Finding] {
        &self.found
    }

    /// The folder it lives in.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Which desk this is.
    pub fn device(&self) -> Result<DeviceId, CacheError> {
        Ok(self.session()?.get().writer().tip.device)
    }

    /// How far the vault is.
    pub fn position(&self) -> Result<Position, CacheError> {
        Ok(self.session()?.get().writer().tip.position())
    }

    /// An operation as it was decided here, with those it belongs together with, in order, each with the rows that it
    /// replaced while they are kept for an undo. Nothing for an operation that was not decided here.
    ///
    /// # Errors
    /// [`CacheError::Damaged`] when what the vault has of them cannot be read.
    pub fn whole_act(&self, id: OpId) -> Result<Vec<Act>, CacheError> {
        let acts = operations::acts_from(&self.session()?.get().writer().vault, id, |stored| {
            let act = decoded_act(&stored)?;
            let is_part = act.operation.id == id || act.operation.part_of == Some(id);
            Ok(is_part.then_some(act))
        })?;
        match acts.first().and_then(|it| it.operation.part_of) {
            Some(first) if first != id => self.whole_act(first),
            _ => Ok(acts),
        }
    }

    /// The operations after number `seq`, oldest first, at most `limit`, each with what was answered.
    pub fn operations_after(&self, seq: u64, limit: u32) -> Result<Vec<(Operation, Receipt)>, CacheError> {
        let stored = operations::after(&self.session()?.get().writer().vault, seq, limit)?;
        let decoded = stored.into_iter().map(|(seq, it)| {
            let changes = decode_changes(&it.changes)?;
            Ok((decode_operation(&it.body)?, Receipt { seq, changes }))
        });
        decoded.collect()
    }

    /// Who looked at or changed this patient, newest first.
    pub fn audit_of_patient(&self, patient: PatientId, page: AuditPage) -> Result<Vec<AuditRow>, CacheError> {
        audit::of_patient(&self.session()?.get().writer().vault, patient, page)
    }

    /// Everything that happened at this desk, newest first.
    pub fn audit(&self, page: AuditPage) -> Result<Vec<AuditRow>, CacheError> {
        audit::page(&self.session()?.get().writer().vault, page)
    }

    /// Computes the audit chain anew. Writing goes on meanwhile.
    ///
    /// # Errors
    /// [`CacheError::BrokenChain`] names the first entry that does not fit.
    pub fn verify_chain(&self) -> Result<Position, CacheError> {
        let guard = self.session()?;
        audit::verify(&guard.get().glance_at_vault()?)
    }

    /// Reads every page of both files, the chain and the mirror's cursor.
    ///
    /// # Errors
    /// [`CacheError::Damaged`] or [`CacheError::BrokenChain`] with what was found.
    pub fn verify(&self) -> Result<Verified, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        session.mirror.catch_up()?;
        check_pages_in_use(|| session.glance_at_mirror(), || session.mirror.connection(), Part::Mirror)?;
        check_pages_in_use(|| session.glance_at_vault(), || session.writer(), Part::Vault)?;
        let position = audit::verify(&session.glance_at_vault()?)?;
        let mirror_cursor = mirror_file::cursor(&session.glance_at_mirror()?)?;
        Ok(Verified { position, mirror_cursor })
    }

    /// When the last verified backup was made.
    pub fn backed_up_at(&self) -> Result<Option<Instant>, CacheError> {
        vault::backed_up_at(&self.session()?.get().writer().vault)
    }

    /// How large the files are, with what waits to be brought into them.
    pub fn storage(&self) -> Result<Storage, CacheError> {
        let guard = self.session()?;
        let home = &guard.get().home;
        Ok(Storage { vault_bytes: home.bytes_of(Part::Vault), mirror_bytes: home.bytes_of(Part::Mirror) })
    }

    /// Where a person wants the backups.
    pub fn backup_folder(&self) -> Result<Option<PathBuf>, CacheError> {
        vault::backup_folder(&self.session()?.get().writer().vault)
    }

    /// Whether anybody ever said that a printed recovery code is kept.
    pub fn has_kept_recovery_code(&self) -> Result<bool, CacheError> {
        vault::audit::has(&self.session()?.get().writer().vault, "recovery_code_confirmed")
    }

    pub fn set_backup_folder(&self, folder: &str) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| vault::set_backup_folder(vault, folder))
    }

    /// Whether an older copy of the whole data folder would be noticed: not without a keyring.
    pub fn detects_restored_folder(&self) -> Result<bool, CacheError> {
        Ok(self.session()?.get().keyring.is_some())
    }

    /// Forgets every key. Nobody new gets in; what other threads are doing is finished first. Not to be called from
    /// within a read or a write.
    ///
    /// # Errors
    /// When the last state of the head could not be kept. The desk is locked all the same.
    pub fn lock(&self) -> Result<(), CacheError> {
        self.gate.close().map_or(Ok(()), Open::close)
    }

    fn session(&self) -> Result<Pass<'_>, CacheError> {
        self.gate.enter()
    }

    fn start(home: Home, occupied: Occupied, opened: Opened) -> Result<Store, CacheError> {
        let Opened { session, found, .. } = opened;
        Ok(Store {
            home,
            gate: Gate::new(Open::start(session, occupied)?),
            found: found.into_iter().collect(),
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Err(problem) = self.lock() {
            tracing::warn!(%problem, "the desk was closed without keeping its head");
        }
    }
}

impl Open {
    fn start(session: Session, occupied: Occupied) -> Result<Open, CacheError> {
        let session = Arc::new(session);
        let keeper = Keeper::start(Arc::clone(&session))?;
        Ok(Open { keeper, session, occupied })
    }

    /// The folder is free for the next unlock only when the files are closed.
    fn close(self) -> Result<(), CacheError> {
        let Open { keeper, session, occupied } = self;
        keeper.stop();
        let settled = session.settle();
        drop(session);
        drop(occupied);
        settled
    }
}

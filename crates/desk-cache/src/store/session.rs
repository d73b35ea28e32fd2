//! The connections and keys of an unlocked desk.

use super::{
    centre,
    mirror_file::MirrorFile,
    open::Unsealed,
    readers::Readers,
    refused::{self, Mark, Marks},
    reserve::Reserve,
    writing::Writing,
};
use crate::{
    cipher::{self, Key, Mode},
    error::{CacheError, Part},
    head::HeadFile,
    home::Home,
    keys::{DeskKey, keyring::Keyring, slots::SlotBook},
    mirror,
    vault::{self, Tip},
};
use clinic_domain::{id::OpId, operation::Change};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) struct Session {
    // Closed in this order: the last connection of a file must be one that can empty its log.
    pub(super) readers: Readers,
    pub(super) writer: Mutex<Writer>,
    pub(super) mirror: MirrorFile,
    pub(super) head: Mutex<HeadFile>,
    pub(super) reserve: Reserve,
    /// With what was decided since they were read, and as long as nothing was answered.
    pub(super) marks: Mutex<Option<Arc<Marks>>>,
    pub(super) book: Mutex<SlotBook>,
    pub(super) keyring: Option<Keyring>,
    /// Absent where passwords alone protect the desk.
    pub(super) device_key: Option<Key>,
    pub(super) key: DeskKey,
    pub(super) home: Home,
}

/// The vault's only writing connection, and where its counters stand.
pub(super) struct Writer {
    pub(super) vault: Connection,
    pub(super) tip: Tip,
    /// How often since the desk was opened everything that was answered came to wait again.
    pub(super) round: u64,
}

impl Session {
    pub(super) fn read<T, E: From<CacheError>>(
        &self,
        work: impl FnOnce(&mirror::Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self.mirror.catch_up() {
            // What was there before stays readable when the disk is full.
            Err(CacheError::DiskFull) => {
                tracing::warn!("the disk is full: the last changes are not shown yet")
            }
            other => other?,
        }
        self.readers.read(work)
    }

    pub(super) fn write<T, E: From<CacheError>>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_without(None, work)
    }

    /// Without the operation `refused`, which is let go of with what `work` records.
    pub(super) fn write_without<T, E: From<CacheError>>(
        &self,
        refused: Option<OpId>,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.writer();
        let Writer { vault, tip, .. } = &mut *writer;
        // The decision sees everything that was decided before it, and the mirror stays as it is meanwhile.
        let mut mirror = self.mirror.caught_up()?;
        let has_room = self.reserve.make_room().map_err(E::from)?;
        let transaction =
            vault.transaction_with_behavior(TransactionBehavior::Immediate).map_err(CacheError::from)?;
        let apart = begin_mirror(&mut mirror, refused)?;
        if let Some(op) = refused.filter(|_| tip.has_centre)
            && refused::let_go(&transaction, op)?
        {
            centre::put_unconfirmed(&transaction, &apart, tip.seq)?;
        }
        let mut writing = Writing::new(&transaction, mirror::Reader::new(&apart), *tip, has_room);
        let answer = work(&mut writing)?;
        let (reached, recorded) = writing.finish();
        if reached == *tip {
            return Ok(answer);
        }
        if let Err(error) = transaction.commit() {
            // Whether it is there is what the file says, not what was hoped for.
            self.forget_marks();
            *tip = vault::tip(vault)?;
            return Err(CacheError::from(error).of(Part::Vault).into());
        }
        let is_queued = refused.is_none() && tip.is_same_desk(&reached);
        *tip = reached;
        self.put_head(tip);
        if refused.is_some()
            && let Err(problem) = apart.commit()
        {
            // What the vault has is put with the centre's next page.
            tracing::warn!(%problem, "what was let go of is still shown");
        }
        if is_queued {
            self.mark_unsent(&recorded, tip.has_centre);
        } else {
            self.forget_marks();
        }
        self.mirror.owe(recorded);
        Ok(answer)
    }

    /// A vault transaction beside the chain: key slots and other bookkeeping.
    pub(super) fn keep(
        &self,
        work: impl FnOnce(&Connection) -> Result<(), CacheError>,
    ) -> Result<(), CacheError> {
        self.keep_in(&mut self.writer(), work)
    }

    /// The same, for whoever holds the writer to look at something first.
    pub(super) fn keep_in(
        &self,
        writer: &mut Writer,
        work: impl FnOnce(&Connection) -> Result<(), CacheError>,
    ) -> Result<(), CacheError> {
        let transaction = writer.vault.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&transaction)?;
        transaction.commit()?;
        self.forget_marks();
        Ok(())
    }

    pub(super) fn known_marks(&self) -> Option<Arc<Marks>> {
        guard(&self.marks).clone()
    }

    /// To be called by whoever holds the writer: nothing changes them meanwhile.
    pub(super) fn know_marks(&self, marks: Marks) -> Arc<Marks> {
        Arc::clone(guard(&self.marks).insert(Arc::new(marks)))
    }

    /// What was decided stands beside what was known before: a desk that has much to send does not read all of it each time.
    fn mark_unsent(&self, recorded: &[(u64, Vec<Change>)], has_centre: bool) {
        if let Some(marks) = guard(&self.marks).as_mut().filter(|_| has_centre) {
            let marks = Arc::make_mut(marks);
            recorded.iter().for_each(|(_, changes)| marks.put_all(changes, Mark::NotSent));
        }
    }

    fn forget_marks(&self) {
        *guard(&self.marks) = None;
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Writer> {
        guard(&self.writer)
    }

    pub(super) fn book(&self) -> MutexGuard<'_, SlotBook> {
        guard(&self.book)
    }

    /// From here on whoever has a slot can open the desk.
    pub(super) fn save_slots(&self) -> Result<(), CacheError> {
        self.home.slots().save(&mut self.book())
    }

    pub(super) fn glance_at_vault(&self) -> Result<Connection, CacheError> {
        let path = self.home.file(Part::Vault);
        cipher::open(&path, &self.key.file(Part::Vault), Mode::Glance).map_err(|it| it.of(Part::Vault))
    }

    pub(super) fn glance_at_mirror(&self) -> Result<Connection, CacheError> {
        let path = self.home.file(Part::Mirror);
        cipher::open(&path, &self.key.file(Part::Mirror), Mode::Glance).map_err(|it| it.of(Part::Mirror))
    }

    pub(super) fn flush_head(&self) -> Result<(), CacheError> {
        guard(&self.head).flush()
    }

    /// The copy of the head that a restored folder does not bring along.
    pub(super) fn keep_head_in_keyring(&self) -> Result<(), CacheError> {
        let Some(keyring) = &self.keyring else {
            return Ok(());
        };
        let position = self.writer().tip.position();
        let record = guard(&self.head).seal(&position);
        keyring.put_head(&record)
    }

    /// Brings long logs into their files while nobody waits, so that no booking has to do it within its own commit.
    pub(super) fn shorten_logs(&self) -> Result<(), CacheError> {
        cipher::shorten_log(&self.writer().vault).map_err(|it| it.of(Part::Vault))?;
        cipher::shorten_log(&self.mirror.connection()).map_err(|it| it.of(Part::Mirror))
    }

    /// Everything that may wait is done now.
    pub(super) fn settle(&self) -> Result<(), CacheError> {
        let applied = self.mirror.catch_up();
        let flushed = self.flush_head();
        let kept = self.keep_head_in_keyring();
        applied.and(flushed).and(kept)
    }

    /// Closes the files, their logs emptied, and keeps what opens them again.
    pub(super) fn seal_up(self) -> Result<Unsealed, CacheError> {
        let Session { readers, writer, mirror, book, device_key, key, home, .. } = self;
        drop(readers);
        let empty =
            |file: &Connection| file.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        empty(&writer.vault)?;
        drop(writer);
        empty(&mirror.connection())?;
        drop(mirror);
        Ok(Unsealed {
            home,
            book: book.into_inner().unwrap_or_else(PoisonError::into_inner),
            key,
            device_key,
        })
    }

    /// The commit is durable; a head that stays behind is normal and no reason to say that it failed.
    fn put_head(&self, tip: &Tip) {
        if let Err(problem) = guard(&self.head).write(&tip.position()) {
            tracing::warn!(%problem, "the head could not be written");
        }
    }
}

/// What a decision reads; it is written only where a refused operation is let go of, and rolled back otherwise.
fn begin_mirror(mirror: &mut Connection, refused: Option<OpId>) -> Result<Transaction<'_>, CacheError> {
    let behavior = match refused {
        Some(_) => TransactionBehavior::Immediate,
        None => TransactionBehavior::Deferred,
    };
    mirror.transaction_with_behavior(behavior).map_err(|it| CacheError::from(it).of(Part::Mirror))
}

/// A panic elsewhere left nothing half done that a transaction or a whole-file write does not undo.
pub(super) fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Bulk loading: rows go into the mirror at once, and one `import_batch` operation per chunk says so in the vault.
//!
//! This is the one write that reaches the mirror first: a hundred thousand receipts would only be copies. So the
//! vault keeps the intent before and the operations after it, and what a crash leaves in between is found at the next
//! opening: batches that are in the mirror get their operations, an intent without batches is forgotten.

use super::{Store, session::Session, writing::Writing};
use crate::{
    error::{CacheError, Part},
    mirror::{self, ImportBatch},
    vault::{audit::AuditEntry, operations::Encoded},
};
use clinic_domain::{
    id::{OpId, PersonId},
    operation::{ImportCounts, Operation, OperationBody},
    personal::Personal,
    time::Instant,
};
use rusqlite::{Connection, OptionalExtension};

/// A batch whose rows are in the mirror, with the number that its operation got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOutcome {
    pub op: OpId,
    pub seq: u64,
    pub counts: ImportCounts,
}

/// Who loads, and when.
#[derive(Clone, Copy)]
struct Intent {
    at: Instant,
    actor: PersonId,
}

impl Store {
    /// Loads what `work` puts into the mirror, all of it or nothing, and records one operation for every
    /// [`mirror::Bulk::batch`] it named. Everybody else waits meanwhile.
    ///
    /// # Errors
    /// Whatever `work` answers; nothing was loaded then.
    pub fn bulk<T, E: From<CacheError>>(
        &self,
        actor: PersonId,
        at: Instant,
        work: impl FnOnce(&mut mirror::Bulk<'_>) -> Result<T, E>,
    ) -> Result<(T, Vec<BatchOutcome>), E> {
        let guard = self.session()?;
        let session = guard.get();
        let intent = Intent { at, actor };
        session.keep(|vault| set_intent(vault, intent))?;
        let loaded = load(session, work);
        let recorded = record_missing(session, intent);
        guard.keeper().wake();
        Ok((loaded?, recorded?))
    }
}

/// Finishes what a crash interrupted.
pub(super) fn repair(session: &Session) -> Result<(), CacheError> {
    let intent = intent(&session.writer().vault)?;
    let Some(intent) = intent else { return Ok(()) };
    match record_missing(session, intent) {
        Ok(found) => tracing::warn!(batches = found.len(), "an interrupted import was finished"),
        // The rows are there and stay readable; their operations wait for room.
        Err(CacheError::DiskFull) => tracing::warn!("an interrupted import waits for room on the disk"),
        Err(problem) => return Err(problem),
    }
    Ok(())
}

/// An import's rows are nowhere but in the mirror: if they are gone, that is damage.
pub(super) fn check_present(mirror: &Connection, operation: &Encoded) -> Result<(), CacheError> {
    let decoded = clinic_protocol::decode_operation(&operation.body);
    let Ok(Operation { body: OperationBody::ImportBatch { .. }, id, .. }) = decoded else {
        return Ok(());
    };
    match mirror::Reader::new(mirror).import_batch(id)? {
        Some(_) => Ok(()),
        None => Err(CacheError::damaged(Part::Mirror, format!("the rows of the import {id} are gone"))),
    }
}

fn load<T, E: From<CacheError>>(
    session: &Session,
    work: impl FnOnce(&mut mirror::Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // The writer is held, so that nothing is decided against a mirror that is about to change.
    let _writer = session.writer();
    session.mirror.catch_up()?;
    if !session.reserve.make_room()? {
        return Err(CacheError::DiskFull.into());
    }
    mirror::bulk_load(&mut session.mirror.connection(), work)
}

fn record_missing(session: &Session, intent: Intent) -> Result<Vec<BatchOutcome>, CacheError> {
    let outcomes = session.write(|writing| {
        let mut outcomes = Vec::new();
        for batch in unrecorded(writing)? {
            outcomes.push(record(writing, intent, batch)?);
        }
        clear_intent(writing.vault())?;
        Ok::<_, CacheError>(outcomes)
    })?;
    if outcomes.is_empty() {
        // A write that records nothing is not committed.
        session.keep(clear_intent)?;
    }
    Ok(outcomes)
}

fn record(writing: &mut Writing<'_>, intent: Intent, batch: ImportBatch) -> Result<BatchOutcome, CacheError> {
    let ImportBatch { op, source, digest, counts } = batch;
    let entry = AuditEntry {
        at: intent.at,
        actor: Some(intent.actor),
        action: "import_batch",
        object_kind: "import",
        object: Some(op.0),
        patients: Vec::new(),
        outcome: "done",
        detail: Personal::new(format!(
            "{source}: {} patients, {} caregivers, {} appointments, {} setup",
            counts.patients, counts.caregivers, counts.appointments, counts.setup
        )),
    };
    let operation = Operation {
        id: op,
        device: writing.device(),
        device_seq: writing.next_device_seq(),
        author: intent.actor,
        at: intent.at,
        base: None,
        promised_to_patient: false,
        body: OperationBody::ImportBatch { source, digest, counts },
    };
    let seq = writing.record(&operation, &[], &entry)?;
    Ok(BatchOutcome { op, seq, counts })
}

/// Batches that are in the mirror and not in the vault.
fn unrecorded(writing: &Writing<'_>) -> Result<Vec<ImportBatch>, CacheError> {
    let mut missing = Vec::new();
    for batch in writing.mirror().import_batches()? {
        if writing.receipt_of(batch.op)?.is_none() {
            missing.push(batch);
        }
    }
    Ok(missing)
}

fn set_intent(vault: &Connection, intent: Intent) -> Result<(), CacheError> {
    vault.execute(
        "INSERT OR REPLACE INTO import_intent (only, at, actor) VALUES (1, ?1, ?2)",
        (intent.at.0, intent.actor.as_bytes()),
    )?;
    Ok(())
}

fn intent(vault: &Connection) -> Result<Option<Intent>, CacheError> {
    let sql = "SELECT at, actor FROM import_intent";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Intent { at: Instant(row.get(0)?), actor: PersonId::from_bytes(row.get(1)?) })
    };
    Ok(vault.query_row(sql, [], read).optional()?)
}

fn clear_intent(vault: &Connection) -> Result<(), CacheError> {
    vault.execute("DELETE FROM import_intent", [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Home, KdfCost, KeyStore, store::NewDesk};
    use clinic_domain::{id::DeviceId, id::PatientId, patient::Patient};

    /// The program ends right after the mirror's commit: neither side has said what was loaded.
    #[test]
    fn an_import_that_was_killed_between_the_two_files_is_finished_at_the_next_opening() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let (person, op) = (PersonId::from_bytes([1; 16]), OpId::from_bytes([2; 16]));
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device: DeviceId::from_bytes([3; 16]),
            person,
            login: "ana",
            password: "secret",
            cost: KdfCost::for_tests(),
            now: Instant(5),
        };
        let store = Store::create(&home, &new).unwrap().store;
        let counts = ImportCounts { patients: 1, ..ImportCounts::default() };
        {
            let guard = store.session().unwrap();
            guard.get().keep(|vault| set_intent(vault, Intent { at: Instant(7), actor: person })).unwrap();
            let loaded = load(guard.get(), |bulk| {
                bulk.patients(op, &[Patient::new(PatientId::from_bytes([4; 16]))])?;
                bulk.batch(op, "file.csv", &[9; 32], &counts)
            });
            loaded.unwrap();
        }
        drop(store);
        let store = Store::unlock(&home, "ana", "secret", Instant(9)).unwrap().store;
        let receipt = store.write(|w| w.receipt_of(op)).unwrap();
        assert_eq!(receipt.map(|it| it.seq), Some(1));
        let page = crate::AuditPage { before: None, limit: 10 };
        let entry = store.audit(page).unwrap().into_iter().find(|it| it.action == "import_batch").unwrap();
        assert_eq!((entry.at, entry.actor, entry.seq), (Instant(7), Some(person), Some(1)));
        store.verify().unwrap();
        drop(store);
        let store = Store::unlock(&home, "ana", "secret", Instant(9)).unwrap().store;
        assert_eq!(store.position().unwrap().seq, 1, "once");
    }
}

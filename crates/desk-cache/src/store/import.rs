//! Bulk loading: rows go into the mirror at once, and one `import_batch` operation per chunk says so in the vault.
//!
//! This is the one write that reaches the mirror first: a hundred thousand receipts would only be copies. So the
//! vault keeps the intent before and the operations after it, and what a crash leaves in between is found at the next
//! opening: batches that are in the mirror get their operations, an intent without batches is noted and forgotten.
//! Either way whoever opens the desk is told.

use super::{Finding, Store, session::Session, writing::Writing};
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
        if session.writer().tip.is_attaching {
            return Err(CacheError::Attaching.into());
        }
        let intent = Intent { at, actor };
        session.keep(|vault| set_intent(vault, intent))?;
        let loaded = load(session, work);
        let recorded = record_missing(session, intent);
        guard.keeper().wake();
        Ok((loaded?, recorded?))
    }
}

/// Finishes what a crash interrupted, and says what that was.
pub(super) fn repair(session: &Session) -> Result<Option<Finding>, CacheError> {
    let intent = intent(&session.writer().vault)?;
    let Some(intent) = intent else { return Ok(None) };
    let repaired = session.write(|writing| {
        let outcomes = record_all(writing, intent)?;
        if outcomes.is_empty() {
            writing.audit(&undone(intent))?;
        }
        clear_intent(writing.vault())?;
        Ok::<_, CacheError>(outcomes.len())
    });
    match repaired {
        Ok(batches) => {
            tracing::warn!(batches, "an import had been cut off");
            Ok(Some(if batches > 0 { Finding::ImportFinished } else { Finding::ImportUndone }))
        }
        // The rows are there and stay readable; their operations wait for room.
        Err(CacheError::DiskFull) => {
            tracing::warn!("an interrupted import waits for room on the disk");
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
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
        let outcomes = record_all(writing, intent)?;
        clear_intent(writing.vault())?;
        Ok::<_, CacheError>(outcomes)
    })?;
    if outcomes.is_empty() {
        // A write that records nothing is not committed.
        session.keep(clear_intent)?;
    }
    Ok(outcomes)
}

fn record_all(writing: &mut Writing<'_>, intent: Intent) -> Result<Vec<BatchOutcome>, CacheError> {
    let batches = unrecorded(writing)?;
    batches.into_iter().map(|it| record(writing, intent, it)).collect()
}

fn record(writing: &mut Writing<'_>, intent: Intent, batch: ImportBatch) -> Result<BatchOutcome, CacheError> {
    let ImportBatch { op, source, digest, counts } = batch;
    let detail = format!(
        "{source}: {} patients, {} caregivers, {} appointments, {} setup",
        counts.patients, counts.caregivers, counts.appointments, counts.setup
    );
    let entry = AuditEntry { object: Some(op.0), ..entry(intent, "import_batch", detail) };
    let operation = Operation {
        id: op,
        device: writing.device(),
        device_seq: writing.next_device_seq(),
        author: intent.actor,
        at: intent.at,
        written_at: None,
        base: None,
        part_of: None,
        promised_to_patient: false,
        body: OperationBody::ImportBatch { source, digest, counts },
    };
    let seq = writing.record(&operation, &[], &entry)?;
    Ok(BatchOutcome { op, seq, counts })
}

fn undone(intent: Intent) -> AuditEntry {
    entry(intent, "import_undone", "cut off before anything was stored".to_owned())
}

fn entry(intent: Intent, action: &'static str, detail: String) -> AuditEntry {
    AuditEntry {
        at: intent.at,
        actor: Some(intent.actor),
        action,
        object_kind: "import",
        object: None,
        patients: Vec::new(),
        outcome: "done",
        detail: Personal::new(detail),
    }
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

    const PERSON: PersonId = PersonId::from_bytes([1; 16]);

    fn desk(home: &Home) -> Store {
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device: DeviceId::from_bytes([3; 16]),
            person: PERSON,
            login: "ana",
            password: "secret",
            cost: KdfCost::for_tests(),
            now: Instant(5),
        };
        Store::create::<CacheError>(home, &new, |_| Ok(())).unwrap().store
    }

    fn reopened(home: &Home, store: Store) -> Store {
        drop(store);
        Store::unlock(home, "ana", "secret", Instant(9)).unwrap().store
    }

    /// The mirror's side of an import of two batches, and how it ends.
    fn load_two(store: &Store, ended: Result<(), CacheError>) -> Result<(), CacheError> {
        let guard = store.session().unwrap();
        guard.get().keep(|vault| set_intent(vault, Intent { at: Instant(7), actor: PERSON })).unwrap();
        load(guard.get(), |bulk| {
            for n in [1, 2] {
                let counts = ImportCounts { patients: 1, ..ImportCounts::default() };
                bulk.patients(op(n), &[Patient::new(PatientId::from_bytes([n; 16]))])?;
                bulk.batch(op(n), "file.csv", &[9; 32], &counts)?;
            }
            ended
        })
    }

    fn op(n: u8) -> OpId {
        OpId::from_bytes([n; 16])
    }

    fn entries(store: &Store, action: &str) -> Vec<crate::AuditRow> {
        let rows = store.audit(crate::AuditPage { before: None, limit: 20 }).unwrap();
        rows.into_iter().filter(|it| it.action == action).collect()
    }

    /// The program ends right after the mirror's commit: neither side has said what was loaded.
    #[test]
    fn an_import_that_was_killed_between_the_two_files_is_finished_at_the_next_opening() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let store = desk(&home);
        load_two(&store, Ok(())).unwrap();
        let store = reopened(&home, store);
        assert_eq!(store.found_at_opening(), [Finding::ImportFinished]);
        for n in [1, 2] {
            let receipt = store.write(|w| w.receipt_of(op(n))).unwrap();
            assert_eq!(receipt.map(|it| it.seq), Some(u64::from(n)));
        }
        let found = entries(&store, "import_batch");
        assert_eq!(found.iter().map(|it| it.seq).collect::<Vec<_>>(), [Some(2), Some(1)]);
        assert!(found.iter().all(|it| (it.at, it.actor) == (Instant(7), Some(PERSON))));
        store.verify().unwrap();
        let store = reopened(&home, store);
        assert_eq!((store.found_at_opening(), store.position().unwrap().seq), (&[][..], 2), "once");
    }

    /// The program ends while rows are loaded: the mirror takes them back, the vault still has the intent.
    #[test]
    fn an_import_that_was_killed_between_two_batches_leaves_nothing_and_that_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let store = desk(&home);
        load_two(&store, Err(CacheError::NotAllowed)).unwrap_err();
        let store = reopened(&home, store);
        assert_eq!(store.found_at_opening(), [Finding::ImportUndone]);
        let found = entries(&store, "import_undone");
        assert_eq!(
            found.iter().map(|it| (it.at, it.actor)).collect::<Vec<_>>(),
            [(Instant(7), Some(PERSON))]
        );
        assert_eq!(store.read(|it| it.counts()).unwrap(), ImportCounts::default());
        let store = reopened(&home, store);
        assert_eq!((store.found_at_opening(), entries(&store, "import_undone").len()), (&[][..], 1), "once");
    }
}

//! Bulk loading, for imports and the demo: many rows in one transaction, with the indexes of tables that were empty
//! built at the end.
//!
//! All or nothing: when the caller stops with an error, nothing was loaded. When [`bulk_load`] has returned, the
//! rows are on the disk and survive a power cut, so that the operation that announces them can be recorded.

use super::{
    columns::{broken_row, id_text},
    pace::Pace,
    statement::{all, first, run, statements},
    write,
};
use crate::error::CacheError;
use clinic_domain::{
    appointment::Appointment,
    id::OpId,
    operation::ImportCounts,
    patient::{Caregiver, Patient},
};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use write::setup::SetupRecord;

statements! {
    INDEXES_OF = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL";
    HAS_PATIENTS = "SELECT 1 FROM patient LIMIT 1";
    HAS_CAREGIVERS = "SELECT 1 FROM caregiver LIMIT 1";
    HAS_APPOINTMENTS = "SELECT 1 FROM appointment LIMIT 1";
    PATIENT_TWICE = "SELECT id FROM patient GROUP BY id HAVING count(*) > 1 LIMIT 1";
    RECORD_NUMBER_TWICE = "SELECT id FROM patient WHERE record_number <> ''
                           GROUP BY record_number HAVING count(*) > 1 LIMIT 1";
    CAREGIVER_TWICE = "SELECT id FROM caregiver GROUP BY id HAVING count(*) > 1 LIMIT 1";
    APPOINTMENT_TWICE = "SELECT id FROM appointment GROUP BY id HAVING count(*) > 1 LIMIT 1";
    RECORD_BATCH = "INSERT INTO import_batch (op_id, source, digest, patients, caregivers, appointments, setup)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
}

/// A bulk load under way: rows go in chunks, in any order. A row that is here already in the same or a later
/// version stays as it is.
pub struct Bulk<'t> {
    tx: &'t Transaction<'t>,
    patients: Table,
    caregivers: Table,
    appointments: Table,
    highest_record_number: u32,
}

/// Loads in one transaction what `load` puts into the [`Bulk`]. An error from `load`, a cancellation included, takes
/// everything back.
pub fn bulk_load<T, E: From<CacheError>>(
    conn: &mut Connection,
    load: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let before = Pace::of(conn)?;
    Pace { synchronous: 2, ..Pace::LOADING }.set(conn)?;
    let loaded = in_transaction(conn, load);
    before.set(conn)?;
    loaded
}

fn in_transaction<T, E: From<CacheError>>(
    conn: &mut Connection,
    load: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let begun = conn.transaction_with_behavior(TransactionBehavior::Immediate);
    let tx = begun.map_err(CacheError::from)?;
    let mut bulk = Bulk::begin(&tx)?;
    let loaded = load(&mut bulk)?;
    bulk.finish()?;
    tx.commit().map_err(CacheError::from)?;
    // Gives the journal's room back as far as readers let it; nothing depends on it.
    let checkpoint = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    checkpoint.map_err(CacheError::from)?;
    Ok(loaded)
}

impl<'t> Bulk<'t> {
    pub fn setup<R: SetupRecord>(&mut self, records: &[R]) -> Result<(), CacheError> {
        records.iter().try_for_each(|it| write::setup::put(self.tx, it))
    }

    /// `origin`: the import batch that these rows belong to.
    pub fn patients(&mut self, origin: OpId, patients: &[Patient]) -> Result<(), CacheError> {
        let highest = patients.iter().filter_map(Patient::counted_record_number).max();
        self.highest_record_number = self.highest_record_number.max(highest.unwrap_or(0));
        if self.patients.was_empty {
            return write::patient::insert_all(self.tx, patients, origin);
        }
        patients.iter().try_for_each(|it| write::patient::put(self.tx, it, Some(origin)))
    }

    pub fn caregivers(&mut self, origin: OpId, caregivers: &[Caregiver]) -> Result<(), CacheError> {
        let write = match self.caregivers.was_empty {
            true => write::patient::insert_caregiver,
            false => write::patient::put_caregiver,
        };
        caregivers.iter().try_for_each(|it| write(self.tx, it, Some(origin)))
    }

    /// Their import batch stands in the appointments.
    pub fn appointments(&mut self, appointments: &[Appointment]) -> Result<(), CacheError> {
        let write = match self.appointments.was_empty {
            true => write::appointment::insert,
            false => write::appointment::put,
        };
        appointments.iter().try_for_each(|it| write(self.tx, it))
    }

    /// Records that the rows of this batch are here.
    pub fn batch(
        &mut self,
        op: OpId,
        source: &str,
        digest: &[u8; 32],
        counts: &ImportCounts,
    ) -> Result<(), CacheError> {
        let ImportCounts { patients, caregivers, appointments, setup } = *counts;
        run(
            self.tx,
            RECORD_BATCH,
            (op.as_bytes(), source, digest, patients, caregivers, appointments, setup),
        )?;
        Ok(())
    }

    fn begin(tx: &'t Transaction<'t>) -> Result<Self, CacheError> {
        Ok(Bulk {
            tx,
            patients: Table::begin(tx, HAS_PATIENTS, &["patient", "patient_detail"])?,
            caregivers: Table::begin(tx, HAS_CAREGIVERS, &["caregiver"])?,
            appointments: Table::begin(tx, HAS_APPOINTMENTS, &["appointment", "appointment_detail"])?,
            highest_record_number: 0,
        })
    }

    fn finish(self) -> Result<(), CacheError> {
        write::patient::raise_record_number(self.tx, self.highest_record_number)?;
        self.patients.finish(self.tx, "patient")?;
        self.caregivers.finish(self.tx, "caregiver")?;
        self.appointments.finish(self.tx, "appointment")
    }
}

/// A table that was empty has no indexes until the end: sorting once is cheaper than finding each row's place.
struct Table {
    was_empty: bool,
    /// What builds the indexes that were taken away.
    rebuild: Vec<String>,
}

impl Table {
    fn begin(tx: &Transaction<'_>, has_rows: &str, tables: &[&str]) -> Result<Table, CacheError> {
        let was_empty = first(tx, has_rows, [], |_| Ok(()))?.is_none();
        let mut rebuild = Vec::new();
        for table in tables.iter().filter(|_| was_empty) {
            let indexes = all(tx, INDEXES_OF, [table], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            for (name, sql) in indexes {
                tx.execute_batch(&format!("DROP INDEX {name}"))?;
                rebuild.push(sql);
            }
        }
        Ok(Table { was_empty, rebuild })
    }

    fn finish(self, tx: &Transaction<'_>, table: &'static str) -> Result<(), CacheError> {
        for sql in self.rebuild {
            tx.execute_batch(&sql).map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => twice(tx, table).unwrap_or(error.into()),
                _ => error.into(),
            })?;
        }
        Ok(())
    }
}

/// Names a row that came twice: an id or a record number that two rows share is only found when the index is built.
fn twice(tx: &Transaction<'_>, table: &'static str) -> Option<CacheError> {
    let of_table: &[(&str, &str)] = match table {
        "patient" => &[(PATIENT_TWICE, "id"), (RECORD_NUMBER_TWICE, "record number")],
        "caregiver" => &[(CAREGIVER_TWICE, "id")],
        _ => &[(APPOINTMENT_TWICE, "id")],
    };
    of_table.iter().find_map(|(sql, column)| {
        let id: Vec<u8> = tx.query_row(sql, [], |row| row.get(0)).ok()?;
        let problem = format!("another row has the same {column}");
        Some(broken_row(table, id_text(&id), problem))
    })
}

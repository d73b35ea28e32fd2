//! Patients and caregivers.

use super::{
    super::{
        alias::keys_of_aliases,
        reader::Reader,
        record::{detail_columns, detail_values, write_detail},
        search::keys,
        statement::{first, of_mirror, run, statements},
    },
    naming,
};
use crate::error::CacheError;
use clinic_domain::{
    id::{OpId, ResourceId, Version},
    patient::{Caregiver, Patient},
};
use clinic_protocol::encode_entity;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

statements! {
    FIND = "SELECT row_id, version FROM patient WHERE id = ?1";
    INSERT = "INSERT INTO patient (id, version, record_number, family_name, given_names, birth_date, sex, phone,
                                   needs_interpreter, has_alert, is_deceased, is_active)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    UPDATE = "UPDATE patient
              SET version = ?2, record_number = ?3, family_name = ?4, given_names = ?5, birth_date = ?6, sex = ?7,
                  phone = ?8, needs_interpreter = ?9, has_alert = ?10, is_deceased = ?11, is_active = ?12
              WHERE id = ?1";
    INSERT_DETAIL = concat!(
        "INSERT INTO patient_detail (row_id, origin_op, source, ", detail_columns!(), ")
         VALUES (?1, ?2, ?3, ", detail_values!(), ")"
    );
    UPDATE_DETAIL = concat!(
        "UPDATE patient_detail SET (source, ", detail_columns!(), ") = (?3, ", detail_values!(), ") WHERE row_id = ?1"
    );
    INSERT_KEY = "INSERT INTO search_key (key, patient) VALUES (?1, ?2)";
    DELETE_KEY = "DELETE FROM search_key WHERE key = ?1 AND patient = ?2";
    PUT_OWN_PROVIDER = "INSERT INTO own_provider (patient, provider) VALUES (?1, ?2)
                        ON CONFLICT DO UPDATE SET provider = excluded.provider";
    DROP_OWN_PROVIDER = "DELETE FROM own_provider WHERE patient = ?1";
    COUNT_UP = "UPDATE sync_state SET patient_revision = patient_revision + 1";
    RAISE_RECORD_NUMBER = "UPDATE sync_state SET last_record_number = ?1 WHERE last_record_number < ?1";
    PUT_CAREGIVER = "INSERT INTO caregiver (id, version, patient, origin_op, source, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE
                     SET version = excluded.version, patient = excluded.patient, source = excluded.source,
                         body = excluded.body
                     WHERE excluded.version > version";
    INSERT_CAREGIVER = "INSERT INTO caregiver (id, version, patient, origin_op, source, body)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
}

/// Writes the patient unless the row is here in this or a later version.
pub fn put(conn: &Connection, patient: &Patient, origin: Option<OpId>) -> Result<(), CacheError> {
    match find(conn, patient)? {
        Some((_, version)) if version >= patient.version => return Ok(()),
        Some((row_id, _)) => update(conn, row_id, patient)?,
        None => {
            let row_id = insert(conn, patient, origin)?;
            insert_keys(conn, keys::of(patient).into_iter().map(|key| (key, row_id)))?;
        }
    }
    if let Some(number) = patient.counted_record_number() {
        raise_record_number(conn, number)?;
    }
    count_up(conn)
}

/// The same for many: the keys of those who are new go in sorted.
pub fn put_all<'p>(conn: &Connection, patients: impl Iterator<Item = &'p Patient>) -> Result<(), CacheError> {
    let (mut all_keys, mut highest) = (Vec::new(), 0);
    for patient in patients {
        match find(conn, patient)? {
            Some((_, version)) if version >= patient.version => continue,
            Some((row_id, _)) => {
                // It may be one of those before it.
                insert_sorted(conn, &mut all_keys)?;
                update(conn, row_id, patient)?;
            }
            None => {
                let row_id = insert(conn, patient, None)?;
                all_keys.extend(keys::of(patient).into_iter().map(|key| (key, row_id)));
            }
        }
        highest = highest.max(patient.counted_record_number().unwrap_or(0));
    }
    insert_sorted(conn, &mut all_keys)?;
    raise_record_number(conn, highest)?;
    count_up(conn)
}

/// Writes patients who are not here yet. Their keys go in sorted.
pub fn insert_all(conn: &Connection, patients: &[Patient], origin: OpId) -> Result<(), CacheError> {
    let mut all_keys = Vec::with_capacity(patients.len() * 16);
    for patient in patients {
        let row_id = insert(conn, patient, Some(origin))?;
        all_keys.extend(keys::of(patient).into_iter().map(|key| (key, row_id)));
    }
    insert_sorted(conn, &mut all_keys)?;
    count_up(conn)
}

fn find(conn: &Connection, patient: &Patient) -> Result<Option<(i64, Version)>, CacheError> {
    first(conn, FIND, [patient.id.as_bytes()], |row| Ok((row.get(0)?, Version(row.get(1)?))))
}

/// Neighbours share a page.
fn insert_sorted(conn: &Connection, keys: &mut Vec<(String, i64)>) -> Result<(), CacheError> {
    keys.sort_unstable();
    insert_keys(conn, keys.drain(..))
}

/// The row without its keys.
fn insert(conn: &Connection, patient: &Patient, origin: Option<OpId>) -> Result<i64, CacheError> {
    let id = patient.id.as_bytes();
    naming("patient", id, run(conn, INSERT, columns!(patient)))?;
    let row_id = conn.last_insert_rowid();
    write_detail(conn, INSERT_DETAIL, row_id, origin, patient)?;
    put_own_provider(conn, None, patient)?;
    Ok(row_id)
}

fn insert_keys(conn: &Connection, keys: impl IntoIterator<Item = (String, i64)>) -> Result<(), CacheError> {
    let mut statement = conn.prepare_cached(INSERT_KEY).map_err(of_mirror)?;
    for key in keys {
        statement.execute(key).map_err(of_mirror)?;
    }
    Ok(())
}

pub fn put_caregiver(
    conn: &Connection,
    caregiver: &Caregiver,
    origin: Option<OpId>,
) -> Result<(), CacheError> {
    write_caregiver(conn, PUT_CAREGIVER, caregiver, origin)
}

/// Writes a caregiver who is not here yet.
pub fn insert_caregiver(
    conn: &Connection,
    caregiver: &Caregiver,
    origin: Option<OpId>,
) -> Result<(), CacheError> {
    write_caregiver(conn, INSERT_CAREGIVER, caregiver, origin)
}

/// The next record number will be above `number`.
pub fn raise_record_number(conn: &Connection, number: u32) -> Result<(), CacheError> {
    run(conn, RAISE_RECORD_NUMBER, [number]).map(|_| ())
}

fn put_own_provider(conn: &Connection, before: Option<ResourceId>, it: &Patient) -> Result<(), CacheError> {
    let id = it.id.as_bytes();
    match it.own_provider {
        own if own == before => Ok(()),
        Some(own) => run(conn, PUT_OWN_PROVIDER, (id, own.as_bytes())).map(drop),
        None => run(conn, DROP_OWN_PROVIDER, [id]).map(drop),
    }
}

/// What was read of all patients is to be read again.
/// What was read of all patients has to be read again.
pub fn count_up(conn: &Connection) -> Result<(), CacheError> {
    run(conn, COUNT_UP, []).map(drop)
}

fn update(conn: &Connection, row_id: i64, patient: &Patient) -> Result<(), CacheError> {
    let before = Reader::new(conn).patient(patient.id)?;
    naming("patient", patient.id.as_bytes(), run(conn, UPDATE, columns!(patient)))?;
    write_detail(conn, UPDATE_DETAIL, row_id, None, patient)?;
    put_own_provider(conn, before.as_ref().and_then(|it| it.own_provider), patient)?;
    let lent = keys_of_aliases(&Reader::new(conn), patient.id)?;
    let old: BTreeSet<_> = before.iter().flat_map(keys::of).filter(|it| !lent.contains(it)).collect();
    let new: BTreeSet<_> = keys::of(patient).into_iter().filter(|it| !lent.contains(it)).collect();
    for key in old.difference(&new) {
        delete_key(conn, key, row_id)?;
    }
    insert_keys(conn, new.difference(&old).map(|key| (key.clone(), row_id)))
}

/// The record is no longer found by this key.
pub fn delete_key(conn: &Connection, key: &str, row_id: i64) -> Result<(), CacheError> {
    run(conn, DELETE_KEY, (key, row_id)).map(|_| ())
}

fn write_caregiver(
    conn: &Connection,
    sql: &str,
    caregiver: &Caregiver,
    origin: Option<OpId>,
) -> Result<(), CacheError> {
    let id = caregiver.id.as_bytes();
    let origin = origin.as_ref().map(OpId::as_bytes);
    let body = encode_entity(caregiver);
    let row = (id, caregiver.version.0, caregiver.patient.as_bytes(), origin, &caregiver.source, body);
    naming("caregiver", id, run(conn, sql, row)).map(|_| ())
}

/// The columns of `patient` in the order of [`INSERT`] and [`UPDATE`].
macro_rules! columns {
    ($patient:ident) => {
        params![
            $patient.id.as_bytes(),
            $patient.version.0,
            $patient.record_number,
            $patient.family_name.expose(),
            $patient.given_names.expose(),
            $patient.birth_date.map(|it| it.to_string()),
            $patient.sex.as_str(),
            $patient.phones.first().map_or("", |it| it.number.expose()),
            $patient.needs_interpreter,
            !$patient.alert.is_empty(),
            $patient.is_deceased,
            $patient.is_active,
        ]
    };
}
use columns;

//! Every schema that ever was is kept as a fixture with rows, and opens under today's program.

use clinic_domain::{
    availability::{Busy, Occupant},
    id::{AppointmentId, AppointmentTypeId, ResourceId},
    patient::Patient,
    time::{Instant, Period},
};
use desk_cache::{
    cipher::{self, Key, Mode},
    migrate::{self, MIRROR, Schema, VAULT},
    mirror::Reader,
};
use rusqlite::Connection;
use std::path::PathBuf;

fn fixture(name: &str, version: u32) -> PathBuf {
    PathBuf::from(format!("tests/fixtures/{name}-{version:04}.sql"))
}

fn empty(folder: &tempfile::TempDir, name: &str) -> Connection {
    cipher::create(&folder.path().join(name), &Key::from_bytes([9; 32]), Mode::Mirror).unwrap()
}

/// Tables, indexes and triggers as they stand in the file.
fn shape(connection: &Connection) -> Vec<String> {
    let mut statement = connection
        .prepare(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn rows(connection: &Connection, table: &str) -> i64 {
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn old(folder: &tempfile::TempDir, name: &str, version: u32) -> Connection {
    let old = empty(folder, "old");
    old.execute_batch(&std::fs::read_to_string(fixture(name, version)).unwrap()).unwrap();
    old
}

/// `tables` are named with the version that they came with.
fn every_old_schema_opens(schema: &Schema, name: &str, tables: &[(u32, &str)]) {
    for version in 1..=schema.known() {
        let tables: Vec<&str> = tables.iter().filter(|(since, _)| *since <= version).map(|it| it.1).collect();
        let folder = tempfile::tempdir().unwrap();
        let mut old = old(&folder, name, version);
        assert_eq!(migrate::version(&old).unwrap(), version);
        let before: Vec<_> = tables.iter().map(|it| rows(&old, it)).collect();
        assert!(before.iter().all(|it| *it > 0), "{name} {version} has no rows in some table");
        assert_eq!(migrate::migrate(&mut old, schema).unwrap(), schema.known() - version);
        let after: Vec<_> = tables.iter().map(|it| rows(&old, it)).collect();
        assert_eq!(before, after);
        let mut new = empty(&folder, "new");
        migrate::migrate(&mut new, schema).unwrap();
        assert_eq!(shape(&old), shape(&new), "{name}: a step was edited after it had landed");
    }
}

#[test]
fn every_old_vault_opens_with_its_rows() {
    every_old_schema_opens(
        &VAULT,
        "vault",
        &[
            (1, "desk"),
            (1, "operation"),
            (1, "audit_entry"),
            (1, "audit_patient"),
            (1, "slot"),
            (1, "import_intent"),
            (2, "preference"),
            (4, "centre"),
            (4, "outbox"),
            (5, "centre_sign_in"),
            (6, "enrolled"),
            (7, "neighbour"),
            (8, "attaching"),
            (9, "loan"),
            (9, "lent_time"),
            (9, "confirmed_time"),
            (10, "language_model"),
            (11, "booking_effort"),
            (11, "active_hour"),
        ],
    );
}

#[test]
fn every_old_mirror_opens() {
    let tables = ["sync_state", "patient", "patient_detail", "appointment"].map(|it| (1, it));
    let since = [
        (4, "to_tell"),
        (4, "queue"),
        (4, "patient_alias"),
        (4, "hold"),
        (4, "waitlist_entry"),
        (4, "recall"),
        (6, "provisional"),
        (6, "conflict"),
        (6, "fetching"),
        (4, "day_close"),
        (5, "allocation"),
        (7, "knowledge_text"),
        (8, "visit_fact"),
        (8, "released_fact"),
        (9, "fact_week"),
        (9, "packed_week"),
        (9, "own_provider"),
        (9, "packed_own_providers"),
    ];
    every_old_schema_opens(&MIRROR, "mirror", &[&tables[..], &since].concat());
}

/// What of an allocation is buffer was not known before.
#[test]
fn buffers_are_told_apart_in_an_old_mirror() {
    let folder = tempfile::tempdir().unwrap();
    let mut old = old(&folder, "mirror", 3);
    let room = ResourceId::from_bytes([2; 16]);
    let visit = AppointmentId::from_bytes([4; 16]);
    let row = (room.as_bytes(), visit.as_bytes());
    old.execute("INSERT INTO allocation VALUES (?1, 1999999400, ?2, 0, 2000002100)", row).unwrap();
    migrate::migrate(&mut old, &MIRROR).unwrap();
    let period = |from, to| Period::new(Instant(from), Instant(to)).unwrap();
    let (during, own) = (period(1_999_999_400, 2_000_002_100), period(2_000_000_000, 2_000_001_800));
    let busy = Reader::new(&old).busy(&[room], own, Instant(0)).unwrap();
    let appointment_type = AppointmentTypeId::from_bytes([7; 16]);
    let by = Occupant::Visit(visit);
    assert_eq!(busy, [(room, Busy { during, own, lane: 0, appointment_type, by })]);
}

/// Who may join a group is told by the type of who is there.
#[test]
fn what_was_taken_up_in_an_old_mirror_is_of_its_visits_type() {
    let (folder, resource) = (tempfile::tempdir().unwrap(), [13; 16]);
    let mut old = old(&folder, "mirror", 4);
    let visit = [4; 16];
    old.execute(
        "INSERT INTO allocation VALUES (?1, 2000000000, ?2, 0, 2000001800), (?1, 2000001800, ?1, 0, 2000003600)",
        (resource, visit),
    )
    .unwrap();
    old.execute("DELETE FROM hold", []).unwrap();
    migrate::migrate(&mut old, &MIRROR).unwrap();
    let around = Period::new(Instant(2_000_000_000), Instant(2_000_003_600)).unwrap();
    let busy = Reader::new(&old).busy(&[ResourceId::from_bytes(resource)], around, Instant(0)).unwrap();
    let types: Vec<_> = busy.iter().map(|it| it.1.appointment_type).collect();
    assert_eq!(types, [[7; 16], [0; 16]].map(AppointmentTypeId::from_bytes));
}

/// One with all that a record can have, and one with as little as there can be.
#[test]
fn patients_come_out_of_every_old_mirror_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let first = old(&folder, "mirror", 1);
    let mut documents = first.prepare("SELECT body FROM patient_detail ORDER BY row_id").unwrap();
    let documents = documents.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let patients: Vec<Patient> =
        documents.map(|it| clinic_protocol::decode_entity(&it.unwrap()).unwrap()).collect();
    assert_eq!(patients.len(), 2);
    for version in 1..=MIRROR.known() {
        let folder = tempfile::tempdir().unwrap();
        let mut old = old(&folder, "mirror", version);
        migrate::migrate(&mut old, &MIRROR).unwrap();
        for patient in &patients {
            assert_eq!(Reader::new(&old).patient(patient.id).unwrap().as_ref(), Some(patient), "{version}");
        }
    }
}

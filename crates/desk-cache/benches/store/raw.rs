//! The baseline: SQLCipher and rusqlite by hand, with the tables and indexes that the same questions ask for and
//! nothing more. The same cipher settings, the same cache, statements kept ready. Rows are read into owned values.

use crate::clinic;
use clinic_domain::{appointment::Appointment, patient::Patient};
use desk_cache::mirror::fold;
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;

pub const SCHEMA: &str = "
    CREATE TABLE patient (
        id BLOB PRIMARY KEY, family TEXT, given TEXT, name TEXT, birth_date TEXT, sex TEXT, phone TEXT, number TEXT);
    CREATE TABLE record (
        id BLOB PRIMARY KEY, version INTEGER, number TEXT, family TEXT, given TEXT, preferred TEXT, birth_date TEXT,
        sex TEXT, phone TEXT, phone_kind TEXT, email TEXT, street TEXT, city TEXT, region TEXT, postal_code TEXT,
        country TEXT, language TEXT, needs_interpreter INTEGER, alert TEXT, contact TEXT, contact_relation TEXT,
        contact_phone TEXT, provider BLOB, preference TEXT, may_be_reminded INTEGER, payer TEXT, member TEXT,
        valid_from TEXT, valid_to TEXT, is_deceased INTEGER, is_active INTEGER, source TEXT);
    CREATE TABLE appointment (
        id BLOB PRIMARY KEY, location BLOB, patient BLOB, provider BLOB, room BLOB, type BLOB, starts_at INTEGER,
        ends_at INTEGER, status TEXT, note TEXT);";

pub const INDEXES: &str = "
    CREATE INDEX patient_name ON patient (name);
    CREATE INDEX patient_birth_date ON patient (birth_date);
    CREATE INDEX appointment_day ON appointment (location, starts_at);
    CREATE INDEX appointment_patient ON appointment (patient, starts_at);";

#[allow(dead_code)]
pub struct PatientRow {
    pub id: [u8; 16],
    pub family: String,
    pub given: String,
    pub birth_date: Option<String>,
    pub sex: String,
    pub phone: String,
    pub number: String,
}

#[allow(dead_code)]
pub struct VisitRow {
    pub id: [u8; 16],
    pub provider: [u8; 16],
    pub room: [u8; 16],
    pub kind: [u8; 16],
    pub starts_at: i64,
    pub ends_at: i64,
    pub status: String,
    pub has_note: bool,
    pub patient: PatientRow,
}

pub fn open(path: &Path, cache_kib: u32, create: bool) -> Connection {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags).expect("the raw file");
    let key = "07".repeat(32);
    conn.execute_batch(&format!(
        "PRAGMA cipher_memory_security = OFF; PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache_kib};"
    ))
    .expect("its key");
    conn
}

/// All rows in one transaction, indexes at the end.
pub fn load(conn: &mut Connection, patients: u64, appointments: impl Iterator<Item = Appointment>) {
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(SCHEMA).expect("the tables");
    load_patients(&tx, patients);
    let sql = "INSERT INTO appointment VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)";
    let mut insert = tx.prepare(sql).expect("it prepares");
    for it in appointments {
        let row = params![
            it.id.as_bytes(),
            it.location.as_bytes(),
            it.patient.as_bytes(),
            it.allocations[0].resource.as_bytes(),
            it.allocations[1].resource.as_bytes(),
            it.appointment_type.as_bytes(),
            it.visit.start().0,
            it.visit.end().0,
            it.status.as_str(),
            it.note.expose(),
        ];
        insert.execute(row).expect("a row");
    }
    drop(insert);
    tx.execute_batch(INDEXES).expect("the indexes");
    tx.commit().expect("committed");
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
}

fn load_patients(conn: &Connection, patients: u64) {
    let mut insert =
        conn.prepare("INSERT INTO patient VALUES (?1,?2,?3,?4,?5,?6,?7,?8)").expect("it prepares");
    let places: Vec<_> = (1..=32).map(|at| format!("?{at}")).collect();
    let sql = format!("INSERT INTO record VALUES ({})", places.join(","));
    let mut insert_record = conn.prepare(&sql).expect("it prepares");
    for patient in (1..=patients).map(clinic::patient) {
        insert_patient(&mut insert, &patient);
        insert_whole(&mut insert_record, &patient);
    }
}

fn insert_whole(insert: &mut rusqlite::Statement<'_>, it: &Patient) {
    let (address, contact) = (&it.address.0, it.emergency_contact.as_ref());
    let coverage = it.coverage.as_ref();
    insert
        .execute(params![
            it.id.as_bytes(),
            it.version.0,
            it.record_number,
            it.family_name.expose(),
            it.given_names.expose(),
            it.preferred_name.expose(),
            it.birth_date.map(|it| it.to_string()),
            it.sex.as_str(),
            it.phones[0].number.expose(),
            it.phones[0].kind.as_str(),
            it.email.expose(),
            address.lines.join("\n"),
            address.city,
            address.region,
            address.postal_code,
            address.country,
            it.language,
            it.needs_interpreter,
            it.alert.expose(),
            contact.map(|it| it.name.expose()),
            contact.map(|it| it.relation.as_str()),
            contact.map(|it| it.phone.expose()),
            it.own_provider.map(|it| *it.as_bytes()),
            it.contact_preference.as_str(),
            it.may_be_reminded,
            coverage.map(|it| it.payer.as_str()),
            coverage.map(|it| it.member_id.expose()),
            coverage.and_then(|it| it.valid_from).map(|it| it.to_string()),
            coverage.and_then(|it| it.valid_to).map(|it| it.to_string()),
            it.is_deceased,
            it.is_active,
            it.source,
        ])
        .expect("a row");
}

fn insert_patient(insert: &mut rusqlite::Statement<'_>, it: &Patient) {
    let (family, given) = (it.family_name.expose(), it.given_names.expose());
    let name = fold(&format!("{family} {given}"));
    let phone = it.phones[0].number.expose();
    let birth_date = it.birth_date.map(|it| it.to_string());
    insert
        .execute(params![
            it.id.as_bytes(),
            family,
            given,
            name,
            birth_date,
            it.sex.as_str(),
            phone,
            it.record_number
        ])
        .expect("a row");
}

pub fn patient(conn: &Connection, id: &[u8; 16]) -> Option<PatientRow> {
    let sql = "SELECT id, family, given, birth_date, sex, phone, number FROM patient WHERE id = ?1";
    conn.prepare_cached(sql).expect("it prepares").query_row([id], |row| patient_row(row, 0)).ok()
}

/// The whole record, one owned value a column.
pub fn record(conn: &Connection, id: &[u8; 16]) -> Vec<rusqlite::types::Value> {
    let mut statement = conn.prepare_cached("SELECT * FROM record WHERE id = ?1").expect("it prepares");
    let columns = statement.column_count();
    let row = statement.query_row([id], |row| (0..columns).map(|at| row.get(at)).collect());
    row.expect("a row")
}

pub fn day(conn: &Connection, location: &[u8; 16], start: i64, end: i64) -> Vec<VisitRow> {
    let sql = "SELECT p.id, p.family, p.given, p.birth_date, p.sex, p.phone, p.number,
                      a.id, a.provider, a.room, a.type, a.starts_at, a.ends_at, a.status, a.note <> ''
               FROM appointment a JOIN patient p ON p.id = a.patient
               WHERE a.location = ?1 AND a.starts_at >= ?2 AND a.starts_at < ?3 ORDER BY a.starts_at";
    let mut statement = conn.prepare_cached(sql).expect("it prepares");
    let rows = statement.query_map((location, start, end), |row| {
        Ok(VisitRow {
            patient: patient_row(row, 0)?,
            id: row.get(7)?,
            provider: row.get(8)?,
            room: row.get(9)?,
            kind: row.get(10)?,
            starts_at: row.get(11)?,
            ends_at: row.get(12)?,
            status: row.get(13)?,
            has_note: row.get(14)?,
        })
    });
    rows.expect("rows").map(|it| it.expect("a row")).collect()
}

/// The raw index look-up: names that start with the text.
pub fn by_name(conn: &Connection, text: &str) -> Vec<PatientRow> {
    let sql = "SELECT id, family, given, birth_date, sex, phone, number FROM patient
               WHERE name >= ?1 AND name < ?2 ORDER BY name LIMIT 8";
    let mut statement = conn.prepare_cached(sql).expect("it prepares");
    let rows = statement.query_map((text, format!("{text}\u{10FFFF}")), |row| patient_row(row, 0));
    rows.expect("rows").map(|it| it.expect("a row")).collect()
}

fn patient_row(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<PatientRow> {
    Ok(PatientRow {
        id: row.get(at)?,
        family: row.get(at + 1)?,
        given: row.get(at + 2)?,
        birth_date: row.get(at + 3)?,
        sex: row.get(at + 4)?,
        phone: row.get(at + 5)?,
        number: row.get(at + 6)?,
    })
}

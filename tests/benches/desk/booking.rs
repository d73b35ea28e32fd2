//! A durable booking in the large clinic, beside raw SQLCipher writing the same rows with the same pragmas.

use crate::{
    figure::{Figure, median, percentile, timed},
    large,
};
use clinic_domain::{appointment::Requester, id::PatientId, operation::Change};
use desk_app::{
    book::{BookRequest, book},
    find_offers::{FindOffers, find_offers},
    sign_in::AtTheDesk,
};
use rusqlite::Connection;
use std::path::Path;

const BOOKINGS: usize = 300;

pub fn durable(folder: &Path) {
    let entered = large::open(folder);
    let (patients, handles) = wanted(&entered);
    let mut raw = Raw::create();
    let (mut product, mut baseline) = (Vec::new(), Vec::new());
    // In turn, so that both meet the same mood of the disk.
    for (patient, handle) in patients.iter().zip(&handles) {
        // The mirror applies the booking before after its answer; people are slower than that.
        entered.desk.store().read(|reader| reader.cursor()).unwrap();
        let (took, booked) = timed(|| book(&entered.desk, entered.person, request(*patient, handle)));
        let Ok(booked) = booked else { continue };
        product.push(took);
        let changes = clinic_protocol::encode_changes(&[Change::Appointment(Box::new(booked.value))]);
        baseline.push(timed(|| raw.write(&changes)).0);
    }
    entered.desk.close().unwrap();
    let p99 = percentile(&mut product, 0.99);
    let (value, raw) = (median(&mut product), median(&mut baseline));
    let met = value <= 1.5 * raw && p99 <= 20.0;
    Figure {
        name: "booking_durable_large",
        value,
        unit: "ms",
        baseline: Some(raw),
        goal: "<= 1.5x raw rows; p99 <= 20 ms",
        met,
    }
    .print();
    Figure {
        name: "booking_durable_large_p99",
        value: p99,
        unit: "ms",
        baseline: None,
        goal: "<= 20 ms",
        met: p99 <= 20.0,
    }
    .print();
}

pub fn request(patient: PatientId, handle: &str) -> BookRequest {
    BookRequest {
        handle: handle.to_owned(),
        patient,
        requested_by: Requester::Patient,
        note: None,
        overbook_reason: None,
        reminder: None,
        contact_point: None,
        instead_of: None,
        walk_in: None,
        effort: None,
    }
}

/// As many free times, and as many patients who are not in another visit.
pub fn wanted(entered: &AtTheDesk) -> (Vec<PatientId>, Vec<String>) {
    let configuration = entered.desk.configuration().unwrap();
    let setup = &configuration.setup;
    let kind = setup.types.iter().find(|it| it.is_active && !it.is_new_patient).unwrap().id;
    let ask = FindOffers {
        location: setup.locations[0].id,
        appointment_type: kind,
        providers: Vec::new(),
        patient: None,
        moving: None,
        like: None,
        link: None,
        from: None,
        until: None,
        limit: Some(BOOKINGS * 20),
    };
    let found = find_offers(&entered.desk, entered.person, &ask).unwrap();
    // Every twentieth: offers that overlap each other cannot all be booked.
    let handles = found.offers.into_iter().map(|it| it.0).step_by(20).collect();
    let patients = entered.desk.store().read(|reader| {
        let mut ids = Vec::new();
        for letters in ["ma", "jo", "an", "sa", "li", "ca", "da", "ro", "be", "pe"] {
            ids.extend(reader.search_patients(letters, BOOKINGS)?.into_iter().map(|it| it.id));
        }
        Ok::<_, desk_cache::CacheError>(ids)
    });
    (patients.unwrap(), handles)
}

/// The vault's three rows of a booking, written by the bare library.
struct Raw {
    conn: Connection,
    n: i64,
    _folder: tempfile::TempDir,
}

impl Raw {
    fn create() -> Raw {
        // On the same disk as the clinic.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let conn = Connection::open(folder.path().join("raw.db")).unwrap();
        let key = "11".repeat(32);
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE operation (seq INTEGER PRIMARY KEY, op_id BLOB UNIQUE, device BLOB, device_seq INTEGER,
                                     body BLOB, changes BLOB, UNIQUE (device, device_seq));
             CREATE TABLE audit_entry (n INTEGER PRIMARY KEY, at INTEGER, actor BLOB, device BLOB, action TEXT,
                                       object_kind TEXT, object BLOB, patients BLOB, outcome TEXT, detail TEXT,
                                       seq INTEGER, prev_hash BLOB, hash BLOB);
             CREATE TABLE audit_patient (patient BLOB, n INTEGER, PRIMARY KEY (patient, n)) WITHOUT ROWID;"
        ))
        .unwrap();
        Raw { conn, n: 0, _folder: folder }
    }

    fn write(&mut self, changes: &[u8]) {
        self.n += 1;
        let (n, id, hash) = (self.n, uuid::Uuid::from_u128(self.n as u128), [7u8; 32]);
        let tx = self.conn.transaction().unwrap();
        tx.prepare_cached("INSERT INTO operation VALUES (?1, ?2, ?3, ?1, ?4, ?4)")
            .unwrap()
            .execute((n, id.as_bytes(), [1u8; 16], changes))
            .unwrap();
        tx.prepare_cached("INSERT INTO audit_entry VALUES (?1, ?1, ?2, ?2, 'book', 'appointment', ?2, ?2, 'done', '', ?1, ?3, ?3)")
            .unwrap()
            .execute((n, id.as_bytes(), hash))
            .unwrap();
        tx.prepare_cached("INSERT INTO audit_patient VALUES (?2, ?1)")
            .unwrap()
            .execute((n, id.as_bytes()))
            .unwrap();
        tx.commit().unwrap();
    }
}

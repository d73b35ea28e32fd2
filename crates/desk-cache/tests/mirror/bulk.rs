//! Bulk loading: the same rows as one by one, all or nothing, with every index afterwards.

use super::{
    Mirror,
    clinic::{self, op_id, patient_id},
};
use clinic_domain::{
    id::Version,
    operation::{Change, ImportCounts},
    patient::Patient,
};
use desk_cache::{
    CacheError,
    mirror::{Bulk, bulk_load},
};

const PATIENTS: u64 = 120;
const VISITS: u64 = 400;

fn load_all(bulk: &mut Bulk<'_>) -> Result<(), CacheError> {
    bulk.setup(&[clinic::organization()])?;
    bulk.setup(&[clinic::location(1), clinic::location(2)])?;
    let patients: Vec<_> = (1..=PATIENTS).map(clinic::patient).collect();
    for chunk in patients.chunks(50) {
        bulk.patients(op_id(1), chunk)?;
    }
    bulk.caregivers(op_id(1), &[clinic::caregiver(1, 1)])?;
    let visits: Vec<_> = (0..VISITS).map(|n| clinic::appointment(n, 100, PATIENTS, 2)).collect();
    bulk.appointments(&visits)?;
    let counts =
        ImportCounts { patients: PATIENTS as u32, caregivers: 1, appointments: VISITS as u32, setup: 3 };
    bulk.batch(op_id(1), "test", &[7; 32], &counts)
}

/// Every row of every table, as text, without what says how it came.
fn dump(mirror: &Mirror) -> Vec<String> {
    let tables = [
        "SELECT hex(id), version, record_number, family_name, given_names, birth_date, phone FROM patient ORDER BY id",
        "SELECT source, phones, email, address_lines, city, language, alert, contact_name, hex(own_provider), payer,
                member_id, valid_from FROM patient_detail ORDER BY row_id",
        "SELECT key, patient FROM search_key",
        "SELECT hex(id), hex(patient), starts_at, ends_at, status, hex(allocations) FROM appointment ORDER BY id",
        "SELECT hex(origin_op), source, hex(body) FROM appointment_detail ORDER BY row_id",
        "SELECT hex(resource), starts_at, hex(appointment), lane, ends_at, before_seconds, after_seconds FROM allocation",
        "SELECT hex(id), hex(body) FROM caregiver",
        "SELECT kind, hex(id), version, hex(body) FROM setup",
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name",
        "SELECT last_record_number FROM sync_state",
    ];
    let mut lines = Vec::new();
    for sql in tables {
        let mut statement = mirror.conn.prepare(sql).expect("it prepares");
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns).map(|at| Ok(format!("{:?}", row.get_ref(at)?))).collect::<Result<Vec<_>, _>>()
        });
        lines.extend(rows.expect("rows").map(|row| row.expect("a row").join(" ")));
    }
    lines
}

#[test]
fn loading_in_bulk_gives_the_rows_of_applying_one_by_one() {
    let mut bulk = Mirror::empty();
    bulk_load(&mut bulk.conn, load_all).unwrap();

    let mut one_by_one = Mirror::empty();
    let mut changes = vec![
        Change::Organization(clinic::organization()),
        Change::Location(clinic::location(1)),
        Change::Location(clinic::location(2)),
    ];
    changes.extend((1..=PATIENTS).map(|n| Change::Patient(Box::new(clinic::patient(n)))));
    changes.push(Change::Caregiver(clinic::caregiver(1, 1)));
    changes
        .extend((0..VISITS).map(|n| Change::Appointment(Box::new(clinic::appointment(n, 100, PATIENTS, 2)))));
    one_by_one.apply_next(&changes);

    let (bulk_rows, rows) = (dump(&bulk), dump(&one_by_one));
    assert!(rows.len() > 1000);
    assert_eq!(bulk_rows, rows);
    let counts = bulk.reader().counts().unwrap();
    assert_eq!(bulk.reader().import_batch(op_id(1)).unwrap(), Some(counts));
    assert_eq!(bulk.reader().import_batch(op_id(2)).unwrap(), None);
    assert_eq!(bulk.reader().search_patients("100007", 8).unwrap()[0].id, patient_id(7));
    assert_eq!(u64::from(bulk.reader().next_record_number().unwrap()), 100_000 + PATIENTS + 1);
}

#[test]
fn a_second_load_keeps_later_versions_and_adds_what_is_new() {
    let mut mirror = Mirror::empty();
    bulk_load(&mut mirror.conn, load_all).unwrap();
    let renamed = Patient { version: Version(2), family_name: "Renamed".into(), ..clinic::patient(1) };
    mirror.apply_next(&[Change::Patient(Box::new(renamed.clone()))]);
    let before = dump(&mirror);
    bulk_load::<_, CacheError>(&mut mirror.conn, |bulk| {
        bulk.patients(op_id(2), &(1..=PATIENTS).map(clinic::patient).collect::<Vec<_>>())?;
        bulk.caregivers(op_id(2), &[clinic::caregiver(1, 1)])?;
        bulk.appointments(&[clinic::appointment(0, 100, PATIENTS, 2)])
    })
    .unwrap();
    assert_eq!(dump(&mirror), before);
    bulk_load::<_, CacheError>(&mut mirror.conn, |bulk| {
        bulk.patients(op_id(3), &[clinic::patient(PATIENTS + 1)])
    })
    .unwrap();
    assert_eq!(mirror.reader().counts().unwrap().patients, PATIENTS as u32 + 1);
    assert_eq!(mirror.reader().patient(patient_id(1)).unwrap(), Some(renamed));
}

#[test]
fn a_load_that_stops_leaves_nothing() {
    let mut mirror = Mirror::empty();
    let before = dump(&mirror);
    let stopped: Result<(), CacheError> = bulk_load(&mut mirror.conn, |bulk| {
        load_all(bulk)?;
        Err(CacheError::NotAllowed)
    });
    assert_eq!(stopped.unwrap_err().code(), "not_permitted");
    assert_eq!(dump(&mirror), before);
    for (pragma, value) in [("PRAGMA cache_size", -4096), ("PRAGMA synchronous", 1)] {
        let now: i64 = mirror.conn.query_row(pragma, [], |row| row.get(0)).unwrap();
        assert_eq!(now, value, "{pragma}");
    }
}

#[test]
fn rows_that_came_twice_are_named() {
    let same_id = vec![clinic::patient(1), Patient { record_number: "x".into(), ..clinic::patient(1) }];
    let same_number =
        vec![clinic::patient(1), Patient { record_number: "100001".into(), ..clinic::patient(2) }];
    for (patients, column) in [(same_id, "id"), (same_number, "record number")] {
        let mut mirror = Mirror::empty();
        let error = bulk_load::<_, CacheError>(&mut mirror.conn, |bulk| bulk.patients(op_id(1), &patients))
            .unwrap_err();
        assert_eq!(error.code(), "broken_row");
        assert!(
            error.to_string().contains(column) && error.to_string().contains(&patient_id(1).to_string()),
            "{error}"
        );
    }
}

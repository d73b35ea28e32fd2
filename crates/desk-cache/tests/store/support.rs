//! A desk in a temporary folder, and operations to put into it.

use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, Confirmation, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::Attendance,
    id::{
        AppointmentId, AppointmentTypeId, DeviceId, LocationId, OpId, PatientId, PersonId, ResourceId,
        Version,
    },
    operation::{Booking, Change, Operation, OperationBody, RuleVersion, SlotContent},
    patient::Patient,
    personal::Personal,
    time::{Instant, Period},
};
use desk_cache::{
    AuditEntry, AuditPage, CacheError, Home, KdfCost, KeyStore, RecoveryCode, Store,
    store::{Created, NewDesk, Writing},
};
use std::path::{Path, PathBuf};
use uuid::Uuid;

pub const NOW: Instant = Instant(2_000_000_000);
pub const LOGIN: &str = "ana";
pub const PASSWORD: &str = "correct horse";
pub const ALL: AuditPage = AuditPage { before: None, limit: 1000 };

pub struct Desk {
    pub folder: tempfile::TempDir,
    pub home: Home,
    pub store: Store,
    pub code: RecoveryCode,
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | number)
}

pub fn person(number: u128) -> PersonId {
    PersonId(id(0x1000_0000 | number))
}

pub fn device(number: u128) -> DeviceId {
    // Like real ones, two devices differ in more than a few bits.
    DeviceId(Uuid::from_u128(
        id(number).as_u128() ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
    ))
}

pub fn patient(number: u128) -> PatientId {
    PatientId(id(0x2000_0000 | number))
}

pub fn new_desk(key_store: KeyStore) -> NewDesk<'static> {
    NewDesk {
        key_store,
        device: device(1),
        person: person(1),
        login: LOGIN,
        password: PASSWORD,
        cost: KdfCost::for_tests(),
        now: NOW,
    }
}

/// A desk with nothing in it.
pub fn create(home: &Home, new: &NewDesk<'_>) -> Result<Created, CacheError> {
    Store::create(home, new, |_| Ok(()))
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(&folder.path().join("home")).unwrap();
        let created = create(&home, &new_desk(KeyStore::PassphraseOnly)).unwrap();
        Desk { folder, home, store: created.store, code: created.recovery_code }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.folder().join(name)
    }

    pub fn lock(self) -> Locked {
        self.store.lock().unwrap();
        Locked { folder: self.folder, home: self.home, code: self.code }
    }
}

/// A desk whose files are closed.
pub struct Locked {
    pub folder: tempfile::TempDir,
    pub home: Home,
    pub code: RecoveryCode,
}

impl Locked {
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.folder().join(name)
    }

    pub fn unlock(&self) -> Result<Store, CacheError> {
        Store::unlock(&self.home, LOGIN, PASSWORD, NOW).map(|it| it.store)
    }

    pub fn refusal(&self) -> CacheError {
        self.unlock().map(|_| ()).unwrap_err()
    }
}

/// Registers a patient and books a visit: one write, two operations.
pub fn book(store: &Store, number: u128) {
    store.write(|w| book_in(w, number)).unwrap();
}

pub fn book_in(w: &mut Writing<'_>, number: u128) -> Result<AppointmentId, CacheError> {
    let mut who = Patient::new(patient(number));
    who.family_name = Personal::new(format!("Family{number}"));
    who.record_number = format!("{}", 100_000 + number);
    let create = operation(w, 2 * number, OperationBody::PatientCreate(Box::new(who.clone())));
    w.record(&create, &[Change::Patient(Box::new(who))], &entry("patient_create", Some(patient(number))))?;
    let visit = appointment(number);
    let booking = Booking {
        appointment: visit.id,
        patient: visit.patient,
        slot: SlotContent {
            location: visit.location,
            appointment_type: visit.appointment_type,
            visit: visit.visit,
            allocations: visit.allocations.clone(),
            rules: RuleVersion(7),
            waives: None,
            hold: None,
        },
        requested_by: Requester::Patient,
        note: visit.note.clone(),
        overbook_reason: None,
        reminder: None,
        contact_point: Personal::default(),
        instead_of: None,
        series: None,
        walk_in: None,
    };
    let book = operation(w, 2 * number + 1, OperationBody::Book(booking));
    let answer = visit.id;
    w.record(&book, &[Change::Appointment(Box::new(visit))], &entry("book", Some(patient(number))))?;
    Ok(answer)
}

pub fn operation(w: &Writing<'_>, number: u128, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(0x3000_0000 | number)),
        device: w.device(),
        device_seq: w.next_device_seq(),
        author: person(1),
        at: NOW,
        written_at: None,
        base: None,
        part_of: None,
        promised_to_patient: true,
        body,
    }
}

pub fn appointment(number: u128) -> Appointment {
    let start = NOW.plus_minutes(30 * i64::try_from(number).unwrap());
    let visit = Period::of_minutes(start, 30).unwrap();
    Appointment {
        id: AppointmentId(id(0x4000_0000 | number)),
        version: Version::FIRST,
        location: LocationId(id(0x5000_0000)),
        patient: patient(number),
        appointment_type: AppointmentTypeId(id(0x6000_0000)),
        visit,
        wall_start: "2033-05-18T03:33".to_owned(),
        status: AppointmentStatus::Booked,
        confirmation: Confirmation::NOT_ASKED,
        allocations: vec![Allocation { resource: ResourceId(id(0x7000_0000)), during: visit, lane: 0 }],
        note: Personal::new(format!("note {number}")),
        requested_by: Requester::Patient,
        reminder: None,
        contact_point: Personal::default(),
        attendance: Attendance::default(),
        cancellation: None,
        series: None,
        history: vec![HistoryEntry {
            at: NOW,
            by: Some(person(1)),
            requested_by: Requester::Patient,
            what: HistoryEvent::Booked { overbook_reason: None, waives: None, instead_of: None },
            sequel: None,
            typed_at: None,
        }],
        origin_op: OpId(id(0x3000_0000 | (2 * number + 1))),
        source: None,
    }
}

pub fn entry(action: &'static str, about: Option<PatientId>) -> AuditEntry {
    AuditEntry {
        at: NOW,
        actor: Some(person(1)),
        action,
        object_kind: "visit",
        object: about.map(|it| it.0),
        patients: about.into_iter().collect(),
        outcome: "done",
        detail: Personal::new("said on the phone"),
    }
}

/// How many of the first `count` visits the desk shows.
pub fn booked(store: &Store, count: u128) -> usize {
    let found = store.read(|mirror| {
        let visits = (0..count).map(|number| mirror.appointment(appointment(number).id));
        visits.collect::<Result<Vec<_>, CacheError>>()
    });
    found.unwrap().into_iter().flatten().count()
}

pub fn actions(store: &Store) -> Vec<String> {
    let mut rows = store.audit(ALL).unwrap();
    rows.reverse();
    rows.into_iter().map(|it| it.action).collect()
}

pub fn flip(path: &Path, byte: usize, bit: u8) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[byte] ^= 1 << bit;
    std::fs::write(path, bytes).unwrap();
}

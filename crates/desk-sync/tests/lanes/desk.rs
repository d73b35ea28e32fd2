//! A desk that belongs to the centre, on encrypted files.

use crate::centre::{Centre, Fault};
use clinic_domain::{
    id::{DeviceId, OpId, OrganizationId, PatientId, PersonId},
    operation::{Change, Operation, OperationBody},
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use desk_cache::{
    AuditEntry, CacheError, Home, KdfCost, KeyStore, Store,
    store::{Centre as Joined, NewDesk},
};
use desk_sync::{Pull, Push, Stopped, Stored, Turn};
use uuid::Uuid;

const NOW: Instant = Instant(2_000_000_000);
const PASSWORD: &str = "correct horse";

pub struct Desk {
    number: u128,
    registered: Vec<PatientId>,
    home: Home,
    store: Option<Store>,
    push: Push,
    pull: Pull,
    _folder: tempfile::TempDir,
}

type Answer = Result<Turn, Stopped<CacheError>>;

impl Desk {
    pub fn new(number: u128) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(&folder.path().join("home")).unwrap();
        let device = DeviceId(Uuid::from_u128(0x1000 + number));
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device,
            person: PersonId(Uuid::from_u128(1)),
            login: "ana",
            password: PASSWORD,
            cost: KdfCost::for_tests(),
            now: NOW,
        };
        let store = Store::create(&home, &new, |_| Ok::<_, CacheError>(())).unwrap().store;
        let centre = Joined {
            url: "https://centre.example".to_owned(),
            organization: OrganizationId(Uuid::from_u128(2)),
            slug: "elm-street".to_owned(),
            key: zeroize::Zeroizing::new([7; 32]),
        };
        store.join(&centre, device, None, NOW).unwrap();
        Desk {
            number,
            registered: Vec::new(),
            home,
            store: Some(store),
            push: Push::default(),
            pull: Pull::new("test"),
            _folder: folder,
        }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// The lanes and what they had in memory are gone.
    pub fn restart(&mut self) {
        self.store.take().unwrap().lock().unwrap();
        self.store = Some(Store::unlock(&self.home, "ana", PASSWORD, NOW).unwrap().store);
        (self.push, self.pull) = (Push::default(), Pull::new("test"));
    }

    pub fn register(&mut self) -> PatientId {
        // Desks take turns in the order of ids.
        let number = ((self.registered.len() as u128) << 8) | self.number;
        let id = PatientId(Uuid::from_u128((1 << 64) | number));
        let mut patient = Patient::new(id);
        patient.family_name = format!("Family{number}").into();
        let entry = AuditEntry {
            at: NOW,
            actor: None,
            action: "patient_create",
            object_kind: "patient",
            object: Some(id.0),
            patients: vec![id],
            outcome: "done",
            detail: Personal::default(),
        };
        let written = self.store().write(|writing| {
            let operation = Operation {
                id: OpId(Uuid::from_u128((2 << 64) | number)),
                device: writing.device(),
                device_seq: writing.next_device_seq(),
                author: PersonId(Uuid::from_u128(1)),
                at: NOW,
                part_of: None,
                base: None,
                promised_to_patient: true,
                body: OperationBody::PatientCreate(Box::new(patient.clone())),
            };
            writing.record(&operation, [Change::Patient(Box::new(patient.clone()))], &entry)
        });
        written.unwrap();
        self.registered.push(id);
        id
    }

    pub fn push(&mut self, centre: &mut Centre, fault: Fault) -> Answer {
        centre.fault = fault;
        let answer = self.push.turn(centre, &Stored { store: self.store.as_ref().unwrap(), now: &|| NOW });
        centre.fault = Fault::None;
        answer
    }

    pub fn pull(&mut self, centre: &mut Centre, fault: Fault) -> Answer {
        centre.fault = fault;
        let answer = self.pull.turn(centre, &Stored { store: self.store.as_ref().unwrap(), now: &|| NOW });
        centre.fault = Fault::None;
        answer
    }

    /// Until there is nothing new, however often it has to begin again.
    pub fn pull_all(&mut self, centre: &mut Centre) {
        while !matches!(self.pull(centre, Fault::None), Ok(Turn::Rest)) {}
    }

    pub fn settle(&mut self, centre: &mut Centre) {
        self.pull_all(centre);
        while self.push(centre, Fault::None).unwrap() == Turn::More {}
        self.pull_all(centre);
    }

    /// Those who were registered here.
    pub fn own(&self) -> &[PatientId] {
        &self.registered
    }

    pub fn has(&self, patient: PatientId) -> bool {
        self.store().read(|it| it.patient(patient)).unwrap().is_some()
    }

    pub fn waiting(&self) -> u64 {
        self.store().outbox().unwrap().queued
    }

    pub fn deferred(&self) -> u64 {
        self.store().outbox().unwrap().deferred
    }

    pub fn undecided(&self) -> u64 {
        self.store().outbox().unwrap().undecided
    }
}

//! A desk that belongs to the centre, on encrypted files.

use crate::centre::{Centre, Fault};
use clinic_domain::{
    id::{DeviceId, OpId, OrganizationId, PatientId, PersonId},
    operation::{Change, Operation, OperationBody},
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use clinic_protocol::sync::OpOutcome;
use desk_cache::store::{Fetching, Heard, Outbox, Waiting};
use desk_cache::{
    AuditEntry, CacheError, Home, KdfCost, KeyStore, Store,
    store::{Centre as Joined, NewDesk},
};
use desk_sync::{Pull, Push, Stopped, Stored, Turn};
use std::cell::Cell;
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
                written_at: None,
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

    /// Sends, and between the look at the answer's history and the keeping of it the desk begins another one.
    pub fn push_while_a_new_history_begins(&mut self, centre: &mut Centre) -> Answer {
        let store = self.store.as_ref().unwrap();
        let desk = Interrupted { stored: Stored { store, now: &|| NOW }, has_begun: Cell::new(false) };
        self.push.turn(centre, &desk)
    }

    /// How the other desks are called here.
    pub fn peers(&self) -> Vec<String> {
        self.store().neighbours().unwrap().into_iter().map(|it| it.name).collect()
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

/// A desk whose other lane greets a centre that was set back right after this one has looked.
struct Interrupted<'s> {
    stored: Stored<'s>,
    has_begun: Cell<bool>,
}

impl desk_sync::Desk for Interrupted<'_> {
    type Error = CacheError;

    fn heard(&self) -> Result<Heard, CacheError> {
        let heard = self.stored.heard()?;
        if !self.has_begun.replace(true) {
            self.stored.queue_again()?;
            let epoch = Uuid::from_u128(0x2E);
            let begin = Fetching { epoch, head: 0, kind: "organization".to_owned(), after: None };
            self.stored.fetch_anew(&[], &begin)?;
        }
        Ok(heard)
    }

    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, CacheError> {
        self.stored.queued(limit)
    }

    fn round(&self) -> Result<u64, CacheError> {
        self.stored.round()
    }

    fn keep_answers(&self, round: u64, answers: &[OpOutcome]) -> Result<bool, CacheError> {
        self.stored.keep_answers(round, answers)
    }

    fn queue_again(&self) -> Result<(), CacheError> {
        self.stored.queue_again()
    }

    fn kept_from(&self) -> Result<u64, CacheError> {
        self.stored.kept_from()
    }

    fn outbox(&self) -> Result<Outbox, CacheError> {
        self.stored.outbox()
    }

    fn queue_deferred(&self) -> Result<(), CacheError> {
        self.stored.queue_deferred()
    }

    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), CacheError> {
        self.stored.hear(epoch, to, said)
    }

    fn fetching(&self) -> Result<Option<Fetching>, CacheError> {
        self.stored.fetching()
    }

    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), CacheError> {
        self.stored.fetch_anew(rows, begin)
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), CacheError> {
        self.stored.fetched(rows, next)
    }
}

//! The desk in memory beside the real files: the same things are done to both, and both keep and show the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use clinic_domain::{
    arbiter::Object,
    id::{
        AppointmentId, CaregiverId, ConflictId, DeviceId, HoldId, OpId, PatientId, PersonId, RecallId,
        Version, WaitlistId,
    },
    operation::Change,
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use clinic_protocol::{
    decode_operation, encode_operation,
    sync::{OpOutcome, OpResult, OpStatus},
};
use desk_cache::{
    AuditEntry, CacheError, Home, KdfCost, KeyStore, Store,
    mirror::Reader,
    store::{Centre, Fetching, NewDesk},
};
use desk_sync::{Desk as _, Stored};
use simulation::{
    clinic::{BEGINS, found},
    desk::MemoryDesk,
    dice::Dice,
    people::Person,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const PASSWORD: &str = "correct horse";
const EPOCHS: u128 = 0xE0;

struct Both {
    memory: MemoryDesk,
    store: Option<Store>,
    home: Home,
    dice: Dice,
    ids: u128,
    who: PersonId,
    lately: Vec<OpId>,
    /// What the centre has, and its number of the last change.
    centre: BTreeMap<Object, Change>,
    seq: u64,
    epoch: u128,
    /// Every row that ever was anywhere.
    seen: BTreeSet<Object>,
    _folder: tempfile::TempDir,
}

fn row(reader: &Reader<'_>, (kind, id): Object) -> Option<Change> {
    Some(match kind {
        "appointment" => Change::Appointment(Box::new(reader.appointment(AppointmentId(id)).unwrap()?)),
        "patient" => Change::Patient(Box::new(reader.patient(PatientId(id)).unwrap()?)),
        "caregiver" => Change::Caregiver(reader.caregiver(CaregiverId(id)).unwrap()?),
        "patient_alias" => Change::Alias(Box::new(reader.alias(PatientId(id)).unwrap()?)),
        "hold" => Change::Hold(reader.hold(HoldId(id)).unwrap()?),
        "waitlist_entry" => Change::WaitlistEntry(Box::new(reader.waitlist_entry(WaitlistId(id)).unwrap()?)),
        "recall" => Change::Recall(reader.recall(RecallId(id)).unwrap()?),
        "booking_conflict" => Change::Conflict(Box::new(reader.conflict(ConflictId(id)).unwrap()?)),
        "person" => Change::Person(reader.people().unwrap().into_iter().find(|it| it.id.0 == id)?),
        "exception" => {
            let exceptions = reader.setup().unwrap()?.exceptions;
            Change::Exception(exceptions.into_iter().find(|it| it.id.0 == id)?)
        }
        _ => return None,
    })
}

fn entry() -> AuditEntry {
    AuditEntry {
        at: BEGINS,
        actor: None,
        action: "decide",
        object_kind: "",
        object: None,
        patients: Vec::new(),
        outcome: "done",
        detail: Personal::default(),
    }
}

impl Both {
    fn new(seed: u64) -> Both {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(&folder.path().join("home")).unwrap();
        let device = DeviceId(Uuid::from_u128(1 << 64));
        let founded = found(1, 1);
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device,
            person: founded.people[0],
            login: "ana",
            password: PASSWORD,
            cost: KdfCost::for_tests(),
            now: BEGINS,
        };
        let store = Store::create(&home, &new, |_| Ok::<_, CacheError>(())).unwrap().store;
        let centre = Centre {
            url: "https://centre.example".to_owned(),
            organization: founded.id,
            slug: "elm-street".to_owned(),
            key: zeroize::Zeroizing::new([7; 32]),
        };
        store.join(&centre, device, None, BEGINS).unwrap();
        let rows: BTreeMap<Object, Change> = founded.rows.into_iter().map(|it| (it.object(), it)).collect();
        let mut both = Both {
            memory: MemoryDesk::new(device, None),
            store: Some(store),
            home,
            dice: Dice(seed),
            ids: (1 << 96) | (1 << 64),
            who: founded.people[0],
            lately: Vec::new(),
            seen: rows.keys().copied().collect(),
            seq: rows.len() as u64,
            centre: rows,
            epoch: EPOCHS,
            _folder: folder,
        };
        both.fetch_anew();
        both
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn each(&self, act: impl Fn(&dyn DeskOf)) {
        act(&Stored { store: self.store(), now: &|| BEGINS });
        act(&self.memory);
    }

    fn fetch_anew(&mut self) {
        let epoch = Uuid::from_u128(self.epoch);
        let place = |kind: &str, after| Fetching { epoch, head: self.seq, kind: kind.to_owned(), after };
        self.each(|it| it.fetch_anew(&[], &place("organization", None)));
        let rows: Vec<Change> = self.centre.values().cloned().collect();
        // The organization comes first, as it does at the centre.
        let (first, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|it| matches!(it, Change::Organization(_)));
        self.each(|it| it.fetched(&first, Some(&place("location", None))));
        let (some, rest) = others.split_at(others.len() / 2);
        self.each(|it| it.fetched(some, Some(&place("patient", Some(Uuid::nil())))));
        self.each(|it| it.fetched(rest, None));
    }

    /// Decided in memory, and kept by both.
    fn decide(&mut self) {
        let (now, before) = (Instant(BEGINS.0 + 60), self.memory.vault().len());
        let decided = {
            let rows = self.memory.rows().unwrap();
            let (dice, ids, lately) = (&mut self.dice, &mut self.ids, &self.lately);
            Person { sees: &rows, dice, ids, now, who: self.who, lately }.decides()
        };
        let Some(decided) = decided else { return };
        let _ = self.memory.decide(decided, (self.who, now), encode_operation).unwrap();
        let vault = self.memory.vault();
        for it in &vault[before..] {
            let operation = decode_operation(&it.bytes).unwrap();
            let changes: Vec<Change> = it.changes.iter().map(|it| Change::clone(it)).collect();
            self.seen.extend(changes.iter().map(Change::object));
            self.lately.push(it.op);
            let store = self.store.as_ref().unwrap();
            store.write(|writing| writing.record(&operation, changes.clone(), &entry())).unwrap();
        }
    }

    /// The centre says something of what was sent, some of it more than once.
    fn answer(&mut self) {
        let waiting = self.memory.queued(3).unwrap();
        let mut answers = Vec::new();
        for it in waiting {
            let status = [
                OpStatus::Applied,
                OpStatus::Applied,
                OpStatus::Conflict,
                OpStatus::Rejected,
                OpStatus::Deferred,
            ][self.dice.below(5)];
            let result = match status {
                OpStatus::Applied => {
                    let stored = self.memory.vault().iter().find(|other| other.op == it.op).unwrap().clone();
                    self.seq += stored.changes.len() as u64;
                    for change in stored.changes.iter() {
                        let stands = self.centre.get(&change.object()).map(Change::version);
                        if stands.is_none_or(|it| it < change.version()) {
                            self.centre.insert(change.object(), Change::clone(change));
                        }
                    }
                    OpResult::applied(self.seq)
                }
                status => OpResult::of(status, vec!["taken".to_owned()]),
            };
            answers.push(OpOutcome { op: it.op, result });
        }
        self.each(|it| it.answered(&answers));
    }

    /// What others did, with what of this desk's was confirmed.
    fn hear(&mut self) {
        let patients: Vec<Patient> = self
            .centre
            .values()
            .filter_map(|it| if let Change::Patient(it) = it { Some(Patient::clone(it)) } else { None })
            .collect();
        let known = self.dice.pick(&patients).unwrap().clone();
        let alert = format!("Alert {}", self.seq).into();
        let version = Version(known.version.0 + 1 + self.dice.below(2) as u64);
        let changed = Change::Patient(Box::new(Patient { alert, version, ..known }));
        self.centre.insert(changed.object(), changed);
        self.seq += 1;
        let epoch = Uuid::from_u128(self.epoch);
        let said: Vec<Change> = self.centre.values().filter(|it| !it.is_setup()).cloned().collect();
        self.each(|it| it.hear(epoch, self.seq, &said));
    }

    fn set_back(&mut self) {
        self.each(|it| it.queue_again());
        self.epoch += 1;
        self.fetch_anew();
    }

    fn resolve(&mut self) {
        let undecided = self.memory.undecided();
        if let Some(op) = self.dice.pick(&undecided) {
            self.memory.resolve(*op).unwrap();
            self.store().write_without(*op, |writing| writing.audit(&entry())).unwrap();
        }
    }

    fn restart(&mut self) {
        self.store.take().unwrap().lock().unwrap();
        self.store = Some(Store::unlock(&self.home, "ana", PASSWORD, BEGINS).unwrap().store);
    }

    fn are_the_same(&self, said: &str) {
        let files = Stored { store: self.store(), now: &|| BEGINS };
        assert_eq!(files.queued(1_000).unwrap(), self.memory.queued(1_000).unwrap(), "{said}");
        assert_eq!(files.heard().unwrap(), self.memory.heard().unwrap(), "{said}");
        assert_eq!(files.fetching().unwrap(), self.memory.fetching().unwrap(), "{said}");
        let rows = self.memory.rows().unwrap();
        let compare = |reader: &Reader<'_>| {
            for object in &self.seen {
                let kept = rows.get(*object).map(|it| Change::clone(it));
                let is_read = !matches!(
                    object.0,
                    "organization" | "location" | "resource" | "appointment_type" | "template" | "day_close"
                );
                assert!(!is_read || row(reader, *object) == kept, "{said}: {object:?} {kept:?}");
            }
            Ok::<_, CacheError>(())
        };
        self.store().read(compare).unwrap();
    }
}

/// Both desks, whatever they fail with.
trait DeskOf {
    fn answered(&self, answers: &[OpOutcome]);
    fn queue_again(&self);
    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]);
    fn fetch_anew(&self, rows: &[Change], begin: &Fetching);
    fn fetched(&self, rows: &[Change], next: Option<&Fetching>);
}

impl<D: desk_sync::Desk<Error: std::fmt::Debug>> DeskOf for D {
    fn answered(&self, answers: &[OpOutcome]) {
        assert!(self.keep_answers(self.round().unwrap(), answers).unwrap());
    }

    fn queue_again(&self) {
        desk_sync::Desk::queue_again(self).unwrap();
    }

    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) {
        desk_sync::Desk::hear(self, epoch, to, said).unwrap();
    }

    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) {
        desk_sync::Desk::fetch_anew(self, rows, begin).unwrap();
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) {
        desk_sync::Desk::fetched(self, rows, next).unwrap();
    }
}

#[test]
fn the_desk_in_memory_keeps_and_shows_what_the_files_do() {
    for seed in 1..=6 {
        let mut both = Both::new(seed);
        for step in 0..90 {
            let did = both.dice.below(20);
            match did {
                0..9 => both.decide(),
                9..13 => both.answer(),
                13..16 => both.hear(),
                16..18 => both.resolve(),
                18 => both.set_back(),
                _ => both.restart(),
            }
            both.are_the_same(&format!("seed {seed}, step {step}, {did}"));
        }
    }
}

//! A centre in memory: it takes everybody's patients, and what goes wrong on the way to it is said beforehand.

use clinic_domain::{
    appointment::Requester,
    conflict::{BookingConflict, LostAct},
    id::{AppointmentId, ConflictId, DeviceId, LocationId, OpId, PatientId, PersonId, Version},
    operation::{Change, Operation, OperationBody},
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use clinic_protocol::{
    SCHEMA, decode_operation, encode_operation, row_of,
    sync::{ChangedRow, Chunk, Hello, OpOutcome, OpResult, OpStatus, Page, Peer, Pushed, Welcome},
};
use desk_sync::{Link, Trouble};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

const ROWS: usize = 7;

/// What becomes of the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// It never arrives.
    CutOff,
    /// It is done, and nobody hears of it.
    LostReply,
}

pub struct Centre {
    epoch: Uuid,
    floor: u64,
    /// Everything that was done, in order: each is one change.
    done: Vec<(OpId, Change)>,
    /// The other desks, as they are named at a greeting.
    pub peers: Vec<Peer>,
    pub greetings: usize,
    refused: HashSet<PatientId>,
    /// Who is registered in a way that this version cannot read.
    unread: HashSet<PatientId>,
    /// What was sent so.
    deferred: Vec<Operation>,
    results: BTreeMap<OpId, OpResult>,
    pub fault: Fault,
    pub chunks_of_patients: usize,
}

impl Centre {
    pub fn new() -> Centre {
        Centre {
            epoch: Uuid::from_u128(1),
            floor: 0,
            done: Vec::new(),
            peers: Vec::new(),
            greetings: 0,
            refused: HashSet::new(),
            unread: HashSet::new(),
            deferred: Vec::new(),
            results: BTreeMap::new(),
            fault: Fault::None,
            chunks_of_patients: 0,
        }
    }

    /// Everybody who is registered, in the order of their ids.
    pub fn patients(&self) -> Vec<PatientId> {
        let mut all: Vec<PatientId> = self.records().map(|it| it.id).collect();
        all.sort();
        all
    }

    fn records(&self) -> impl Iterator<Item = &Patient> {
        self.done.iter().filter_map(|it| match &it.1 {
            Change::Patient(it) => Some(&**it),
            _ => None,
        })
    }

    /// Something lost at a desk that was not there before.
    pub fn raise_conflict_of(&mut self, desk: u128) -> DeviceId {
        let (device, op) =
            (DeviceId(Uuid::from_u128(0xDE5C + desk)), OpId(Uuid::from_u128(self.done.len() as u128 + 1)));
        self.done.push((op, Change::Conflict(Box::new(conflict(op, device)))));
        device
    }

    pub fn name_desk(&mut self, device: DeviceId, name: &str) {
        self.peers.push(Peer {
            device: device.0,
            name: name.to_owned(),
            public_key: "0f".repeat(32),
            lan: None,
        });
    }

    pub fn refuse(&mut self, patient: PatientId) {
        self.refused.insert(patient);
    }

    pub fn cannot_read(&mut self, patient: PatientId) {
        self.unread.insert(patient);
    }

    /// A version that can read everything decides what was put aside.
    pub fn learn_to_read(&mut self) {
        self.unread.clear();
        for it in std::mem::take(&mut self.deferred) {
            self.results.remove(&it.id);
            self.decide(&encode_operation(&it));
        }
    }

    /// Changes up to now are not kept any more.
    pub fn compact(&mut self) {
        self.floor = self.head();
    }

    /// As after the restore of a backup.
    pub fn set_back(&mut self) {
        self.done.truncate(self.done.len() - self.done.len() / 3);
        self.results.retain(|op, it| it.seq.is_none() || self.done.iter().any(|done| done.0 == *op));
        self.epoch = Uuid::from_u128(self.epoch.as_u128() + 1);
        self.floor = self.floor.min(self.head());
    }

    fn head(&self) -> u64 {
        self.done.len() as u64
    }

    fn arrives<T>(&mut self, answer: impl FnOnce(&mut Centre) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match std::mem::replace(&mut self.fault, Fault::None) {
            Fault::None => answer(self),
            Fault::CutOff => Err(Trouble::Unreachable),
            Fault::LostReply => answer(self).and(Err(Trouble::Unreachable)),
        }
    }

    fn decide(&mut self, line: &[u8]) -> OpOutcome {
        let operation = decode_operation(line).unwrap();
        let op = operation.id;
        let result = match (self.results.get(&op), &operation.body) {
            (Some(known), _) => OpResult { is_duplicate: true, ..known.clone() },
            (None, OperationBody::PatientCreate(it)) if self.refused.contains(&it.id) => {
                OpResult::of(OpStatus::Rejected, vec!["no".to_owned()])
            }
            (None, OperationBody::PatientCreate(it)) if self.unread.contains(&it.id) => {
                self.deferred.push(operation);
                OpResult::of(OpStatus::Deferred, Vec::new())
            }
            (None, OperationBody::PatientCreate(it)) => {
                let patient = Change::Patient(it.clone());
                self.done.push((op, patient));
                OpResult::applied(self.head())
            }
            _ => panic!("only patients are registered here"),
        };
        self.results.entry(op).or_insert_with(|| result.clone());
        OpOutcome { op, result }
    }
}

fn conflict(op: OpId, device: DeviceId) -> BookingConflict {
    let nobody = PersonId(Uuid::nil());
    BookingConflict {
        id: ConflictId(op.0),
        version: Version::FIRST,
        location: LocationId(Uuid::nil()),
        patient: PatientId(Uuid::nil()),
        appointment: AppointmentId(Uuid::nil()),
        lost: LostAct::Booking,
        starts_at: Instant(0),
        slot: None,
        requested_by: Requester::Patient,
        note: Personal::default(),
        is_promised: true,
        reasons: vec!["taken".to_owned()],
        by: nobody,
        device,
        decided_at: Instant(0),
        lost_at: Instant(0),
        winners: Vec::new(),
        alternatives: Vec::new(),
        claim: None,
        resolution: None,
    }
}

impl Link for Centre {
    fn hello(&mut self, _: &Hello) -> Result<Welcome, Trouble> {
        self.arrives(|it| {
            it.greetings += 1;
            Ok(Welcome {
                peers: it.peers.clone(),
                epoch: it.epoch,
                head: it.head(),
                floor: it.floor,
                deferred: it.deferred.len() as u64,
                ..Welcome::default()
            })
        })
    }

    fn push(&mut self, lines: &[Vec<u8>]) -> Result<Pushed, Trouble> {
        self.arrives(|it| {
            let results = lines.iter().map(|line| it.decide(line)).collect();
            Ok(Pushed { epoch: it.epoch, results, expected: None })
        })
    }

    fn changes(&mut self, epoch: Uuid, after: u64) -> Result<Page, Trouble> {
        self.arrives(|it| {
            if epoch != it.epoch || after < it.floor || after > it.head() {
                return Err(Trouble::Gone);
            }
            let page = it.done.iter().zip(1_u64..).filter(|row| row.1 > after).take(ROWS);
            let row = |((_, change), seq): (&(OpId, Change), u64)| {
                let ((kind, id), row) = (change.object(), row_of(change));
                ChangedRow { seq, kind: kind.to_owned(), id, row }
            };
            let changes: Vec<ChangedRow> = page.map(row).collect();
            let to = changes.last().map_or(after, |it| it.seq);
            Ok(Page { epoch, schema: SCHEMA, from: after, to, head: it.head(), changes })
        })
    }

    fn chunk(
        &mut self,
        kind: &str,
        after: Option<Uuid>,
        between: Option<(i64, i64)>,
    ) -> Result<Chunk, Trouble> {
        self.arrives(|it| {
            // Nobody has a visit here.
            if between.is_some() {
                let rows = Vec::new();
                return Ok(Chunk {
                    epoch: it.epoch,
                    schema: SCHEMA,
                    head: it.head(),
                    total: None,
                    rows,
                    next: None,
                });
            }
            let mut of_kind: Vec<&Patient> = it.records().collect();
            of_kind.retain(|it| kind == "patient" && after.is_none_or(|after| it.id.0 > after));
            of_kind.sort_by_key(|it| it.id);
            of_kind.truncate(ROWS);
            let next = of_kind.last().filter(|_| of_kind.len() == ROWS).map(|it| it.id.0);
            let rows = of_kind.iter().map(|it| row_of(&Change::Patient(Box::new((*it).clone())))).collect();
            it.chunks_of_patients += usize::from(kind == "patient");
            Ok(Chunk { epoch: it.epoch, schema: SCHEMA, head: it.head(), total: None, rows, next })
        })
    }

    fn wait(&mut self, epoch: Uuid, _: u64) -> Result<u64, Trouble> {
        self.arrives(|it| if epoch == it.epoch { Ok(it.head()) } else { Err(Trouble::Gone) })
    }
}

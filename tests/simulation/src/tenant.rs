//! One organization at the centre in memory: operations are decided in their order, and what became of each is kept with what
//! it changed.

use super::{
    planted::{Planted, end_by_itself},
    rows::{Table, row_json},
};
use clinic_domain::{
    appointment::Appointment,
    arbiter::{Ahead, Object, Rows, Verdict, lost},
    arbitration::{Act, Refused},
    conflict::BookingConflict,
    id::{DeviceId, OpId},
    operation::{Change, Operation},
    refusal::Refusal,
    time::Instant,
};
use clinic_protocol::{
    encode_operation,
    pushed::{Head, Sent},
    sync::{ChangedRow, OpOutcome, OpResult, OpStatus},
};
use serde_json::value::RawValue;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use uuid::Uuid;

/// One organization.
pub struct Tenant {
    pub epoch: Uuid,
    pub seq: u64,
    pub floor: u64,
    pub rows: Table,
    /// Which row each number changed, from 1 on.
    pub feed: Vec<Object>,
    pub known: BTreeMap<OpId, Known>,
    pub desks: BTreeMap<DeviceId, Enrolled>,
    /// What revoked desks handed over.
    pub quarantine: Vec<Vec<u8>>,
    /// What was settled since somebody looked.
    pub settled: Vec<Settled>,
    /// Whether its rows have a field that desks do not know.
    pub is_newer: bool,
    texts: BTreeMap<Object, Rc<RawValue>>,
    /// Numbers that are given and not to be seen yet.
    unseen: BTreeSet<u64>,
}

#[derive(Clone)]
pub struct Known {
    pub line: Vec<u8>,
    pub result: OpResult,
    /// The desk and its number; none for what came by the API.
    pub device: Option<(DeviceId, u64)>,
    /// When it was decided; none while it cannot be read.
    pub at: Option<Instant>,
    pub changes: Rc<[Rc<Change>]>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Enrolled {
    pub last_seq: u64,
    pub is_revoked: bool,
}

/// An operation that was looked at for the first time.
pub struct Settled {
    pub operation: Option<Rc<Operation>>,
    pub op: OpId,
    pub device: Option<(DeviceId, u64)>,
    pub result: OpResult,
    pub changes: Rc<[Rc<Change>]>,
    /// When it is taken to have been decided, and what could have been the earliest.
    pub at: Instant,
    pub earliest: Instant,
}

/// An operation on its way to a decision.
pub struct Submission {
    pub operation: Rc<Operation>,
    pub line: Vec<u8>,
    pub device: Option<DeviceId>,
    pub at: Instant,
    pub earliest: Instant,
}

impl Tenant {
    pub fn new(epoch: Uuid, rows: impl IntoIterator<Item = Change>) -> Tenant {
        let mut tenant = Tenant {
            epoch,
            seq: 0,
            floor: 0,
            rows: Table::of_centre(),
            feed: Vec::new(),
            known: BTreeMap::new(),
            desks: BTreeMap::new(),
            quarantine: Vec::new(),
            settled: Vec::new(),
            is_newer: false,
            texts: BTreeMap::new(),
            unseen: BTreeSet::new(),
        };
        let rows: Vec<Rc<Change>> = rows.into_iter().map(Rc::new).collect();
        tenant.write(&rows);
        tenant
    }

    /// As it would come back from a backup that is made now, in a history of its own.
    pub fn backup(&self, epoch: Uuid) -> Tenant {
        Tenant {
            epoch,
            rows: self.rows.backup(),
            feed: self.feed.clone(),
            known: self.known.clone(),
            desks: self.desks.clone(),
            quarantine: self.quarantine.clone(),
            settled: Vec::new(),
            texts: self.texts.clone(),
            unseen: BTreeSet::new(),
            ..*self
        }
    }

    pub(super) fn settle(
        &mut self,
        device: DeviceId,
        chunk: Vec<Sent>,
        (mut earliest, now): (Instant, Instant),
        planted: Option<Planted>,
    ) -> Vec<OpOutcome> {
        let mut submissions = Vec::with_capacity(chunk.len());
        for it in chunk {
            match it {
                Sent::Known { operation, line, .. } => {
                    let at = match planted {
                        Some(Planted::ClockDecides) => operation.at,
                        _ => operation.at.clamp(earliest, now),
                    };
                    let (operation, device) = (Rc::from(operation), Some(device));
                    submissions.push(Submission { operation, line, device, at, earliest });
                    earliest = at.min(now);
                }
                Sent::Unknown { head, line } => return vec![self.defer(&head, line, now, planted)],
            }
        }
        self.arbitrate(&submissions, now, planted)
    }

    /// When the last operation of a desk was decided; as long ago as can be where it cannot be read.
    pub(super) fn last_decided(&self, device: DeviceId) -> Instant {
        let last = self.desks.get(&device).map(|it| (device, it.last_seq));
        let known = self.known.values().find(|it| it.device == last);
        known.and_then(|it| it.at).unwrap_or(Instant(i64::MIN))
    }

    pub fn enrol(&mut self, device: DeviceId) {
        self.desks.insert(device, Enrolled::default());
    }

    /// Decides operations, each on what the ones before it left, and stores what became of them.
    pub fn arbitrate(
        &mut self,
        submissions: &[Submission],
        now: Instant,
        planted: Option<Planted>,
    ) -> Vec<OpOutcome> {
        self.unseen.clear();
        let mut fresh: Vec<&Submission> = Vec::new();
        for it in submissions {
            let op = it.operation.id;
            if !self.known.contains_key(&op) && fresh.iter().all(|it| it.operation.id != op) {
                fresh.push(it);
            }
        }
        let rulings = self.decide(&fresh, now);
        let fresh_ops: BTreeSet<OpId> = fresh.iter().map(|it| it.operation.id).collect();
        for (it, ruling) in fresh.iter().zip(rulings) {
            self.store(it, ruling, planted);
        }
        if let Some(it) = submissions.last()
            && let Some(desk) = it.device.and_then(|device| self.desks.get_mut(&device))
        {
            desk.last_seq = desk.last_seq.max(it.operation.device_seq);
        }
        let mut answered = BTreeSet::new();
        let outcomes = submissions.iter().map(|it| {
            let op = it.operation.id;
            let is_first = fresh_ops.contains(&op) && answered.insert(op);
            OpOutcome { op, result: self.answer(op, &it.line, is_first) }
        });
        let outcomes = outcomes.collect();
        if planted == Some(Planted::ResultNotStored) {
            self.known
                .retain(|op, it| !(fresh_ops.contains(op) && it.result.seq.is_some_and(|it| it % 8 == 5)));
        }
        outcomes
    }

    fn answer(&self, op: OpId, line: &[u8], is_first: bool) -> OpResult {
        match self.known.get(&op) {
            Some(known) if is_first => known.result.clone(),
            Some(known) if known.line == line => OpResult { is_duplicate: true, ..known.result.clone() },
            _ => OpResult::of(OpStatus::Rejected, vec!["other_body".to_owned()]),
        }
    }

    fn decide(&self, fresh: &[&Submission], now: Instant) -> Vec<Ruling> {
        let Some(scene) = self.rows.scene(Instant(0)) else { return Vec::new() };
        let mut ahead = Ahead::new(scene);
        let mut refusals = Vec::with_capacity(fresh.len());
        for it in fresh {
            let Ok(decided) = ahead.decide(&it.operation, it.at, &self.rows);
            refusals.push(match decided {
                Ok(decided) => {
                    ahead.take(Operation::clone(&it.operation), decided);
                    None
                }
                Err(refused) if it.device.is_some() && refused.verdict() == Verdict::Conflict => {
                    let scene = ahead.scene(now);
                    let Ok(conflict) = lost::<_>(&it.operation, &refused, scene, &ahead.over(&self.rows));
                    Some((refused, conflict))
                }
                Err(refused) => Some((refused, None)),
            });
        }
        let mut acts = ahead.into_acts().into_iter();
        let ruling = |refusal: Option<(Refused, Option<BookingConflict>)>| match refusal {
            None => acts.next().map(|it| Ruling::Done(Box::new(it))),
            Some((refused, conflict)) => Some(Ruling::Lost(refused, conflict.map(Box::new))),
        };
        refusals.into_iter().filter_map(ruling).collect()
    }

    fn store(&mut self, it: &Submission, ruling: Ruling, planted: Option<Planted>) {
        let (result, changes) = match ruling {
            Ruling::Done(act) => {
                let changes: Vec<Rc<Change>> = act.after.iter().cloned().map(Rc::new).collect();
                self.rows.remember(*act);
                self.write(&changes);
                if planted == Some(Planted::SerialCursor) && it.operation.id.0.as_u128().is_multiple_of(4) {
                    self.unseen.insert(self.seq);
                }
                (OpResult::applied(self.seq), changes)
            }
            Ruling::Lost(refused, conflict) => {
                if planted == Some(Planted::LateEvicts) {
                    self.evict(&refused, it.operation.at);
                }
                let reasons = refused.0.iter().map(|it| it.code().to_owned()).collect();
                let status = match refused.verdict() {
                    Verdict::Conflict => OpStatus::Conflict,
                    Verdict::Rejected => OpStatus::Rejected,
                };
                let mut conflict: Vec<Change> = conflict.map(Change::Conflict).into_iter().collect();
                if planted == Some(Planted::ConflictEndsByItself) {
                    conflict.iter_mut().for_each(|change| end_by_itself(change, it.operation.author, it.at));
                }
                let conflict: Vec<Rc<Change>> = conflict.into_iter().map(Rc::new).collect();
                self.write(&conflict);
                let seq = (!conflict.is_empty()).then_some(self.seq);
                (OpResult { seq, ..OpResult::of(status, reasons) }, conflict)
            }
        };
        let line = match planted {
            Some(Planted::UnknownFieldLost) => encode_operation(&it.operation),
            _ => it.line.clone(),
        };
        let device = it.device.map(|device| (device, it.operation.device_seq));
        let changes: Rc<[Rc<Change>]> = changes.into();
        let known = Known { line, result, device, at: Some(it.at), changes };
        self.settled.push(Settled {
            operation: Some(Rc::clone(&it.operation)),
            op: it.operation.id,
            device,
            result: known.result.clone(),
            changes: Rc::clone(&known.changes),
            at: it.at,
            earliest: it.earliest,
        });
        self.known.insert(it.operation.id, known);
    }

    /// Keeps an operation for the day on which somebody can read it.
    fn defer(&mut self, head: &Head, line: Vec<u8>, now: Instant, planted: Option<Planted>) -> OpOutcome {
        if self.known.contains_key(&head.id) {
            return OpOutcome { op: head.id, result: self.answer(head.id, &line, false) };
        }
        let (line, status) = match planted {
            Some(Planted::UnknownKindDropped) => (Vec::new(), OpStatus::Rejected),
            _ => (line, OpStatus::Deferred),
        };
        let result = OpResult::of(status, Vec::new());
        let device = Some((head.device, head.device_seq));
        let (op, changes) = (head.id, Rc::<[Rc<Change>]>::default());
        let (at, earliest, said) = (now, now, result.clone());
        self.settled.push(Settled {
            operation: None,
            op,
            device,
            result: said,
            changes: changes.clone(),
            at,
            earliest,
        });
        self.known.insert(op, Known { line, result: result.clone(), device, at: None, changes });
        if let Some(desk) = self.desks.get_mut(&head.device) {
            desk.last_seq = desk.last_seq.max(head.device_seq);
        }
        OpOutcome { op: head.id, result }
    }

    /// Rows as they are from here on, each with the next number.
    pub fn write(&mut self, changes: &[Rc<Change>]) {
        for change in changes {
            self.rows.put(change);
            self.seq += 1;
            self.feed.push(change.object());
            self.texts.insert(change.object(), row_json(change, self.is_newer).into());
        }
    }

    pub(super) fn page(&self, after: u64, most: usize) -> Vec<ChangedRow> {
        let numbers = (after + 1..=self.seq).filter(|it| !self.unseen.contains(it)).take(most);
        let row = |seq: u64| {
            let object = self.feed[seq as usize - 1];
            ChangedRow { seq, kind: object.0.to_owned(), id: object.1, row: self.text(object) }
        };
        numbers.map(row).collect()
    }

    /// A visit that begins between these times, or a patient who has one.
    pub(super) fn is_near(&self, row: &Change, (from, to): (i64, i64)) -> bool {
        let is_then = |it: &Appointment| (from..to).contains(&it.visit.start().0);
        match row {
            Change::Appointment(it) => is_then(it),
            Change::Patient(it) => self.rows.visits().any(|visit| visit.patient == it.id && is_then(visit)),
            _ => true,
        }
    }

    pub(super) fn text(&self, object: Object) -> Box<RawValue> {
        self.texts.get(&object).map_or(RawValue::NULL, |it| &**it).to_owned()
    }

    /// Takes the place of whoever decided later.
    fn evict(&mut self, refused: &Refused, at: Instant) {
        let winners = refused.0.iter().filter_map(|it| match it {
            Refusal::Taken { by, .. } => Some(*by),
            _ => None,
        });
        for id in winners.collect::<Vec<_>>() {
            let Ok(Some(mut visit)) = self.rows.appointment(id) else { continue };
            if visit.history.first().is_some_and(|it| it.at > at) {
                visit.status = clinic_domain::appointment::AppointmentStatus::Cancelled;
                visit.version = visit.version.next();
                self.write(&[Rc::new(Change::Appointment(Box::new(visit)))]);
            }
        }
    }
}

enum Ruling {
    Done(Box<Act>),
    Lost(Refused, Option<Box<BookingConflict>>),
}

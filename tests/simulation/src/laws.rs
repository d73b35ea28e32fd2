//! What holds at every moment, whatever goes wrong: the invariants of syncing, each by its number.
//!
//! I20 (lent time) is not among them: `tests/delegation` is its model, and nothing is lent here. I21 is the run itself: desks die at every commit, and the
//! end is the same.

use crate::{
    rows::{Table, conflict},
    tenant::{Settled, Tenant},
};
use clinic_domain::{
    appointment::{Appointment, HistoryEvent},
    arbiter::Object,
    conflict::ConflictState,
    id::{DeviceId, OpId, OrganizationId},
    operation::{Change, OperationBody as B},
    time::Instant,
};
use clinic_protocol::sync::{ChangedRow, OpOutcome, OpResult, OpStatus, Page};
use std::collections::{BTreeMap, BTreeSet};

/// A law that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub law: &'static str,
    pub why: String,
}

/// How much of everything there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub decided: u32,
    pub refused_at_desk: u32,
    pub applied: u32,
    pub conflicts: u32,
    pub rejected: u32,
    pub deferred: u32,
    pub crashes: u32,
    pub restores: u32,
    pub first_syncs: u32,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.decided += other.decided;
        self.refused_at_desk += other.refused_at_desk;
        self.applied += other.applied;
        self.conflicts += other.conflicts;
        self.rejected += other.rejected;
        self.deferred += other.deferred;
        self.crashes += other.crashes;
        self.restores += other.restores;
        self.first_syncs += other.first_syncs;
    }
}

/// What somebody was told is saved.
pub struct Saved {
    pub desk: usize,
    pub organization: OrganizationId,
    pub bytes: Vec<u8>,
    pub parent: Option<OpId>,
}

#[derive(Default)]
pub struct Laws {
    pub saved: BTreeMap<OpId, Saved>,
    pub broken: Option<Broken>,
    pub counts: Counts,
    of: BTreeMap<OrganizationId, History>,
}

/// What an organization's centre did since its history began.
#[derive(Default)]
struct History {
    /// The results that were answered first.
    answered: BTreeMap<OpId, OpResult>,
    applied: BTreeSet<OpId>,
    /// The last number of each desk that was looked at.
    last: BTreeMap<DeviceId, u64>,
    changes: usize,
}

impl Laws {
    pub fn breaks(&mut self, law: &'static str, why: String) {
        if self.broken.is_none() {
            self.broken = Some(Broken { law, why });
        }
    }

    /// A history begins: at the beginning, or after a restore.
    pub fn begins(&mut self, organization: OrganizationId, tenant: &Tenant) {
        let mut history = History { changes: tenant.feed.len(), ..History::default() };
        for (op, known) in &tenant.known {
            history.answered.insert(*op, known.result.clone());
            if known.result.status == OpStatus::Applied {
                history.applied.insert(*op);
            }
            if let Some((device, seq)) = known.device {
                let last = history.last.entry(device).or_default();
                *last = (*last).max(seq);
            }
        }
        self.of.insert(organization, history);
    }

    /// Looks at what the centre settled.
    pub fn settled(&mut self, organization: OrganizationId, tenant: &mut Tenant, now: Instant) {
        for it in std::mem::take(&mut tenant.settled) {
            let found = self.one_settled(organization, tenant, &it, now);
            if let Err((law, why)) = found {
                self.breaks(law, why);
            }
        }
        let history = self.of.entry(organization).or_default();
        if history.changes != tenant.feed.len() {
            let why = format!(
                "{} changes are in the feed, and operations made {}",
                tenant.feed.len(),
                history.changes
            );
            self.breaks("I5: a confirmed booking changes only by a later accepted operation", why);
        }
    }

    fn one_settled(
        &mut self,
        organization: OrganizationId,
        tenant: &Tenant,
        it: &Settled,
        now: Instant,
    ) -> Result<(), (&'static str, String)> {
        let history = self.of.entry(organization).or_default();
        history.changes += it.changes.len();
        let is_applied = it.result.status == OpStatus::Applied;
        match it.result.status {
            OpStatus::Applied => self.counts.applied += 1,
            OpStatus::Conflict => self.counts.conflicts += 1,
            OpStatus::Rejected => self.counts.rejected += 1,
            OpStatus::Deferred => self.counts.deferred += 1,
        }
        let op = it.op;
        if is_applied && !history.applied.insert(op) {
            return Err(("I4: an operation takes effect at most once", format!("{op} did twice")));
        }
        if let Some((device, seq)) = it.device {
            let last = history.last.entry(device).or_default();
            if seq != *last + 1 {
                let why = format!("{op} has number {seq} of its desk and came after {last}");
                return Err(("I10: the order of a desk is kept", why));
            }
            *last = seq;
        }
        let parent = self.saved.get(&op).and_then(|it| it.parent);
        if let Some(parent) = parent.filter(|it| is_applied && !history.applied.contains(it)) {
            let why = format!("{op} was applied, and {parent}, on which it builds, was not");
            return Err(("I10: what builds on a failed operation does not survive it", why));
        }
        if it.device.is_some() && it.operation.is_some() && (it.at < it.earliest.min(now) || it.at > now) {
            let why = format!("{op} is taken to be of {}, between {} and {}", it.at.0, it.earliest.0, now.0);
            return Err(("I16: a clock changes no outcome", why));
        }
        for change in it.changes.iter() {
            check_conflict(it, change)?;
            check_visit(tenant, it, change)?;
        }
        Ok(())
    }

    /// What the centre answered, to whomever and however often.
    pub fn answered(&mut self, organization: OrganizationId, answers: &[OpOutcome]) {
        let history = self.of.entry(organization).or_default();
        let mut other = None;
        for OpOutcome { op, result } in answers {
            let result = OpResult { is_duplicate: false, ..result.clone() };
            let first = history.answered.entry(*op).or_insert_with(|| result.clone());
            if *first != result {
                other = Some(format!("{op} was {first:?}, and then {result:?}"));
            }
        }
        if let Some(why) = other {
            self.breaks("I6: the same operation gets the same result", why);
        }
    }

    pub fn page(&mut self, number: u128, page: &Page) {
        self.rows(number, page.changes.iter().map(|ChangedRow { id, .. }| *id));
        let expected = page.from + 1..;
        let numbers = page.changes.iter().map(|it| it.seq);
        if let Some((seq, expected)) = numbers.zip(expected).find(|(seq, expected)| seq != expected) {
            let why = format!("after {} comes {seq} where {expected} was to come", page.from);
            self.breaks("I7: the feed has no gap", why);
        }
    }

    /// What reaches a desk.
    pub fn rows(&mut self, number: u128, mut ids: impl Iterator<Item = uuid::Uuid>) {
        if let Some(id) = ids.find(|it| it.as_u128() >> 96 != number) {
            let why = format!("{id} reached a desk of organization {number}");
            self.breaks("I11: nothing of one organization reaches another", why);
        }
    }
}

type Held = Result<(), (&'static str, String)>;

fn check_conflict(it: &Settled, change: &Change) -> Held {
    let resolved = conflict(change).filter(|it| it.state() == ConflictState::Resolved);
    let by = it.operation.as_ref().map(|it| &it.body);
    match (resolved, by) {
        (Some(_), Some(B::ConflictResolve { .. } | B::Undo { .. })) | (None, _) => Ok(()),
        (Some(conflict), _) => {
            let why = format!("{} was resolved by nobody", conflict.id);
            Err(("I19: a conflict stays until a person has resolved it", why))
        }
    }
}

fn check_visit(tenant: &Tenant, it: &Settled, change: &Change) -> Held {
    let Some(visit) = change.visit() else { return Ok(()) };
    let body = it.operation.as_ref().map(|it| &it.body);
    let is_named = match body {
        Some(B::Undo { .. } | B::PatientMerge { .. } | B::PatientSeparate { .. }) => true,
        Some(body) => visits_named(body).contains(&visit.id.0),
        None => false,
    };
    if !is_named {
        let why = format!("{} changed {}, which is another visit", it.op, visit.id);
        return Err(("I5: a confirmed booking changes only by a later accepted operation", why));
    }
    check_overlap(&tenant.rows, visit)
}

/// Nobody shares an ordinary place; whoever has another one was overbooked with a reason.
fn check_overlap(rows: &Table, visit: &Appointment) -> Held {
    // A later operation of the same push may have moved it on.
    let stands = rows.get(("appointment", visit.id.0)).and_then(|it| it.visit());
    if !visit.is_live() || stands != Some(visit) {
        return Ok(());
    }
    let others = || rows.visits().filter(|it| it.id != visit.id && it.is_live());
    for own in &visit.allocations {
        let shared = others().flat_map(|it| it.allocations.iter().map(move |place| (it, place)));
        let mut shared =
            shared.filter(|(_, it)| it.resource == own.resource && it.during.overlaps(&own.during));
        if let Some((other, _)) = shared.find(|(_, it)| it.lane == own.lane) {
            let why = format!("{} and {} are both in lane {}", visit.id, other.id, own.lane);
            return Err(("I1: no two visits have the same place", why));
        }
    }
    let is_reasoned = |what: &HistoryEvent| match what {
        HistoryEvent::Booked { overbook_reason, .. } | HistoryEvent::Moved { overbook_reason, .. } => {
            overbook_reason.is_some()
        }
        _ => false,
    };
    if visit.lane() > 0 && !visit.history.iter().any(|it| is_reasoned(&it.what)) {
        return Err(("I2: whoever is one too many has a reason", format!("{} has none", visit.id)));
    }
    if visit.lane() > 1 {
        return Err((
            "I2: no more than the session allows",
            format!("{} is in lane {}", visit.id, visit.lane()),
        ));
    }
    Ok(())
}

/// The first row that the feed had up to a number and a desk does not have.
pub fn not_heard(tenant: &Tenant, desk: &Table, received: u64) -> Option<Object> {
    let mut seen = BTreeSet::new();
    let backwards = (0..tenant.feed.len()).rev().map(|at| (&tenant.feed[at], at as u64 + 1));
    let latest = backwards.filter(|(object, _)| seen.insert(**object));
    let heard = latest.filter(|it| it.1 <= received).map(|it| it.0);
    let is_there = |object: &Object| match (tenant.rows.get(*object), desk.get(*object)) {
        (Some(there), Some(here)) => here.version() >= there.version(),
        (there, _) => there.is_none(),
    };
    heard.copied().find(|it| !is_there(it))
}

/// What an operation is about, where it may change visits: those that it names itself.
fn visits_named(body: &B) -> Vec<uuid::Uuid> {
    match body {
        B::Book(it) => [it.appointment].into_iter().chain(it.instead_of).map(|it| it.0).collect(),
        body => body.appointment().into_iter().map(|it| it.0).collect(),
    }
}

//! The two files of a desk in memory: what the vault keeps of each operation, and the mirror with what is unconfirmed over
//! what the centre said.

use crate::{
    planted::Planted,
    rows::{Table, is_rule},
};
use clinic_domain::{
    arbiter::Object,
    arbitration::Act,
    conflict::ConflictState,
    id::{OpId, Version},
    operation::{Change, Operation, OperationBody as B},
};
use desk_cache::store::Fetching;
use std::{collections::BTreeSet, rc::Rc};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    Crashed,
    DiskFull,
    Damaged(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    Queued,
    Applied,
    Conflict,
    Rejected,
    Deferred,
    Resolved,
}

/// An operation in the vault, with what the centre said of it.
#[derive(Clone)]
pub struct Stored {
    pub op: OpId,
    pub device_seq: u64,
    pub bytes: Vec<u8>,
    pub changes: Rc<[Rc<Change>]>,
    pub stands: Stands,
    pub centre_seq: Option<u64>,
    /// The centre said once what became of it.
    pub was_answered: bool,
    /// What somebody did about a conflict: where they were too late, nobody has to decide anything.
    pub is_settling: bool,
}

impl Stored {
    pub fn of(act: &Act, bytes: Vec<u8>) -> Stored {
        let changes: Vec<Rc<Change>> = act.after.iter().cloned().map(Rc::new).collect();
        let Operation { id: op, device_seq, .. } = act.operation;
        let (changes, stands) = (changes.into(), Stands::Queued);
        let is_settling = matches!(
            act.operation.body,
            B::ConflictClaim { .. } | B::ConflictRelease { .. } | B::ConflictResolve { .. }
        );
        Stored { op, device_seq, bytes, changes, stands, centre_seq: None, was_answered: false, is_settling }
    }

    pub fn is_refused(&self) -> bool {
        matches!(self.stands, Stands::Conflict | Stands::Rejected)
    }
}

/// Lets go of a refused operation, and of what was refused after it of the same record.
pub fn let_go(vault: &mut [Stored], op: OpId) {
    let mut about = None;
    for it in vault.iter_mut().filter(|it| it.is_refused()) {
        let object = it.changes.first().map(|it| it.object());
        if it.op == op {
            about = Some(object);
        }
        if about == Some(object) {
            it.stands = Stands::Resolved;
        }
    }
}

/// The operations that lost, of the conflicts that are said to be resolved.
pub fn resolved_by(said: &[Change]) -> Vec<OpId> {
    let conflicts = said.iter().filter_map(crate::rows::conflict);
    conflicts.filter(|it| it.state() == ConflictState::Resolved).map(|it| it.op()).collect()
}

/// Lets go of what nobody has to decide about: somebody else was quicker with a conflict, or it is one of those that are
/// `resolved`. Whether there was any.
pub fn let_go_of_settled(vault: &mut [Stored], resolved: &BTreeSet<OpId>) -> bool {
    let settles = |it: &&Stored| it.is_refused() && (it.is_settling || resolved.contains(&it.op));
    let settled: Vec<OpId> = vault.iter().filter(settles).map(|it| it.op).collect();
    settled.iter().for_each(|op| let_go(vault, *op));
    !settled.is_empty()
}

#[derive(Clone, Default)]
pub struct Mirror {
    pub rows: Table,
    /// How many of the vault's operations are applied.
    pub cursor: usize,
    pub epoch: Option<Uuid>,
    pub received: u64,
    /// How to take back what is unconfirmed, in the order of the writes.
    pub undo: Vec<(Object, Option<Rc<Change>>)>,
    pub fetching: Option<Fetching>,
}

pub type Pending = Vec<Rc<[Rc<Change>]>>;

/// A transaction of the mirror.
pub enum Tx {
    Apply(Rc<[Rc<Change>]>),
    Hear { epoch: Uuid, to: u64, said: Vec<Rc<Change>>, pending: Pending },
    FetchAnew { rows: Vec<Rc<Change>>, begin: Fetching, pending: Pending },
    Fetched { rows: Vec<Rc<Change>>, next: Option<Fetching>, pending: Pending },
}

#[derive(Default)]
pub struct Files {
    pub vault: Vec<Stored>,
    /// What was answered before waits again, and the mirror has heard nothing since.
    pub waits_again: bool,
    /// How often that happened.
    pub round: u64,
    /// How much of the vault is on the disk: all of it, unless somebody was told before.
    pub flushed: usize,
    pub mirror: Mirror,
    /// The mirror as it is on the disk, and what was committed since.
    pub synced: Mirror,
    pub since: Vec<Tx>,
}

impl Files {
    /// The first unconfirmed operation whose rows are not on the screen.
    pub fn missing(&self) -> Option<(OpId, Object)> {
        let applied = self.vault.iter().take(self.mirror.cursor);
        let is_due = |it: &&Stored| !(self.waits_again && it.was_answered);
        let shown = applied.filter(|it| is_due(it) && self.is_unconfirmed(it, self.mirror.received));
        let missing = shown.flat_map(|it| it.changes.iter().map(|change| (it.op, change)));
        let is_there = |change: &Change| {
            self.mirror.rows.get(change.object()).is_some_and(|it| it.version() >= change.version())
        };
        missing.into_iter().find(|it| !is_there(it.1)).map(|it| (it.0, it.1.object()))
    }

    /// The operations that lost, of the conflicts that somebody has resolved.
    pub fn resolved(&self) -> BTreeSet<OpId> {
        let resolved = self.mirror.rows.conflicts().filter(|it| it.state() == ConflictState::Resolved);
        resolved.map(|it| it.op()).collect()
    }

    /// What the mirror lacks of the vault's, and what is unconfirmed put anew: it may lack that something was let go of.
    pub fn replay(&mut self, planted: Option<Planted>) -> Result<(), Fails> {
        let lacking = self.vault[self.mirror.cursor..].iter().map(|it| Tx::Apply(Rc::clone(&it.changes)));
        let mut replayed: Vec<Tx> = lacking.collect();
        if let Mirror { epoch: Some(epoch), received: to, .. } = self.mirror {
            self.waits_again = false;
            replayed.push(Tx::Hear { epoch, to, said: Vec::new(), pending: self.pending(to, planted) });
        }
        replayed.iter().try_for_each(|it| self.mirror.run(it))?;
        self.since.extend(replayed);
        Ok(())
    }

    pub fn checkpoint(&mut self) {
        self.synced = self.mirror.clone();
        self.since.clear();
    }

    pub fn is_unconfirmed(&self, it: &Stored, to: u64) -> bool {
        match it.stands {
            Stands::Resolved => false,
            Stands::Applied => it.centre_seq.is_some_and(|seq| seq > to),
            _ => true,
        }
    }

    pub fn pending(&self, to: u64, planted: Option<Planted>) -> Pending {
        let shown = |it: &&Stored| match planted {
            Some(Planted::OverlayDroppedEarly) if it.stands == Stands::Applied => false,
            _ => self.is_unconfirmed(it, to),
        };
        self.vault.iter().filter(shown).map(|it| Rc::clone(&it.changes)).collect()
    }

    /// The own operation that left the row in this version, while the centre has not confirmed it here.
    pub fn left_unconfirmed(&self, object: Object, version: Version) -> Option<OpId> {
        let unconfirmed = self.vault.iter().rev().filter(|it| self.is_unconfirmed(it, self.mirror.received));
        let stands = self.mirror.rows.get(object).filter(|it| it.version() == version)?;
        let left = |it: &&Stored| it.changes.iter().any(|it| it == stands);
        unconfirmed.into_iter().find(left).map(|it| it.op)
    }
}

impl Mirror {
    pub fn run(&mut self, tx: &Tx) -> Result<(), Fails> {
        match tx {
            Tx::Apply(changes) => {
                if self.epoch.is_some() {
                    self.put_provisionally(changes);
                } else {
                    changes.iter().for_each(|it| drop(self.rows.put(it)));
                }
                self.cursor += 1;
                Ok(())
            }
            Tx::Hear { epoch, to, said, pending } => {
                if self.epoch.is_some_and(|it| it != *epoch) {
                    return Err(Fails::Damaged("the centre's changes are of another history"));
                }
                self.epoch = Some(*epoch);
                self.receive(*to, said, pending)
            }
            Tx::FetchAnew { rows, begin, pending } => {
                self.undo.clear();
                self.rows = self.rows.emptied();
                (self.epoch, self.received) = (Some(begin.epoch), 0);
                self.fetching = Some(begin.clone());
                self.receive(0, rows, pending)
            }
            Tx::Fetched { rows, next, pending } => {
                let stands = self.fetching.take().ok_or(Fails::Damaged("no first sync is on its way"))?;
                let to = if next.is_some() { 0 } else { stands.head };
                self.fetching.clone_from(next);
                self.receive(to, rows, pending)
            }
        }
    }

    fn receive(&mut self, to: u64, said: &[Rc<Change>], pending: &Pending) -> Result<(), Fails> {
        if to < self.received {
            return Err(Fails::Damaged("the centre's changes are older than what is here"));
        }
        self.take_back();
        for change in said {
            self.rows.put(change);
        }
        self.received = to;
        pending.iter().for_each(|it| self.put_provisionally(it));
        Ok(())
    }

    fn take_back(&mut self) {
        let mut has_rules = false;
        while let Some((object, stood)) = self.undo.pop() {
            has_rules |= self.rows.get(object).is_some_and(|it| is_rule(it));
            self.rows.put_back(object, stood);
        }
        if has_rules {
            self.rows.read_rules();
        }
    }

    fn put_provisionally(&mut self, changes: &[Rc<Change>]) {
        for change in changes {
            if let Some(stood) = self.rows.put(change) {
                self.undo.push((change.object(), stood));
            }
        }
    }
}

//! A desk in memory: a vault whose transactions are on the disk when they return, and a mirror of which a crash may take the
//! last ones back.
//!
//! That it keeps and shows what the real files do is a test over both (`tests/files.rs`). Each commit has two points at which
//! the desk can die: before it, when nothing of it is there, and after it, when nobody was told.

use crate::{
    dice::Dice,
    files::{Fails, Files, Mirror, Stands, Stored, Tx, let_go, let_go_of_settled, resolved_by},
    people::Decided,
    planted::Planted,
    rows::Table,
};
use clinic_domain::{
    arbiter::{Ahead, Object},
    arbitration::{Act, Refused},
    id::{DeviceId, OpId, PersonId, Version},
    operation::{Base, Change, Operation},
    time::Instant,
};
use clinic_protocol::sync::{OpOutcome, OpStatus};
use desk_cache::store::{Fetching, Heard, Outbox, Waiting};
use desk_sync::Desk;
use std::{
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};
use uuid::Uuid;

pub struct MemoryDesk {
    pub device: DeviceId,
    files: RefCell<Files>,
    /// At so many points from now the desk dies.
    pub dies_in: Cell<Option<u32>>,
    pub is_full: Cell<bool>,
    pub planted: Option<Planted>,
}

/// An operation that the person was told is saved.
pub struct Told {
    pub op: OpId,
    pub bytes: Vec<u8>,
    /// The unconfirmed operation of this desk that it builds on.
    pub parent: Option<OpId>,
}

impl MemoryDesk {
    pub fn new(device: DeviceId, planted: Option<Planted>) -> MemoryDesk {
        let (files, dies_in, is_full) = (RefCell::default(), Cell::new(None), Cell::new(false));
        MemoryDesk { device, files, dies_in, is_full, planted }
    }

    fn point(&self) -> Result<(), Fails> {
        match self.dies_in.get() {
            Some(0) => Err(Fails::Crashed),
            left => {
                self.dies_in.set(left.map(|it| it - 1));
                Ok(())
            }
        }
    }

    /// A transaction of the vault.
    fn commit(&self, work: impl FnOnce(&mut Vec<Stored>)) -> Result<(), Fails> {
        self.point()?;
        let files = &mut *self.files.borrow_mut();
        work(&mut files.vault);
        files.flushed = files.vault.len();
        self.point()
    }

    fn commit_mirror(&self, tx: Tx) -> Result<(), Fails> {
        self.point()?;
        if self.is_full.get() {
            return Err(Fails::DiskFull);
        }
        {
            let files = &mut *self.files.borrow_mut();
            files.mirror.run(&tx)?;
            files.waits_again &= matches!(tx, Tx::Apply(_));
            files.since.push(tx);
            if files.since.len() >= 32 {
                files.checkpoint();
            }
        }
        self.point()
    }

    /// Applies what the mirror is owed.
    fn catch_up(&self) -> Result<(), Fails> {
        loop {
            let next = {
                let files = self.files.borrow();
                files.vault.get(files.mirror.cursor).map(|it| Rc::clone(&it.changes))
            };
            match next {
                Some(changes) => self.commit_mirror(Tx::Apply(changes))?,
                None => return Ok(()),
            }
        }
    }

    /// The rows as people see them here.
    pub fn rows(&self) -> Result<Ref<'_, Table>, Fails> {
        match self.catch_up() {
            Ok(()) | Err(Fails::DiskFull) => Ok(Ref::map(self.files.borrow(), |it| &it.mirror.rows)),
            Err(fails) => Err(fails),
        }
    }

    /// The rows alone, without any work.
    pub fn glance(&self) -> Ref<'_, Table> {
        Ref::map(self.files.borrow(), |it| &it.mirror.rows)
    }

    pub fn vault(&self) -> Ref<'_, [Stored]> {
        Ref::map(self.files.borrow(), |it| &*it.vault)
    }

    /// Decides what a person wants, all of it or nothing, and keeps it. `encoded` may change the bytes of an operation.
    pub fn decide(
        &self,
        wanted: Decided,
        (who, now): (PersonId, Instant),
        mut encoded: impl FnMut(&Operation) -> Vec<u8>,
    ) -> Result<Result<Vec<Told>, Refused>, Fails> {
        self.catch_up()?;
        let (mut acts, parents) = match self.acts(wanted, who, now)? {
            Ok(acts) => acts,
            Err(refused) => return Ok(Err(refused)),
        };
        if self.is_full.get() {
            return Err(Fails::DiskFull);
        }
        let first = acts.first().filter(|_| acts.len() > 1).map(|it| it.operation.id);
        acts.iter_mut().for_each(|it| it.operation.part_of = first);
        let stored: Vec<Stored> = acts.iter().map(|it| Stored::of(it, encoded(&it.operation))).collect();
        let told = stored.iter().zip(parents);
        let told = told.map(|(it, parent)| Told { op: it.op, bytes: it.bytes.clone(), parent }).collect();
        if self.planted == Some(Planted::ToldBeforeFlush) {
            self.files.borrow_mut().vault.extend(stored);
        } else {
            self.commit(|vault| vault.extend(stored))?;
        }
        let files = self.files.borrow();
        acts.into_iter().for_each(|it| files.mirror.rows.remember(it));
        Ok(Ok(told))
    }

    #[allow(clippy::type_complexity, reason = "acts beside what each builds on")]
    fn acts(
        &self,
        wanted: Decided,
        who: PersonId,
        now: Instant,
    ) -> Result<Result<(Vec<Act>, Vec<Option<OpId>>), Refused>, Fails> {
        let files = self.files.borrow();
        let rows = &files.mirror.rows;
        let scene = rows.scene(now).ok_or(Fails::Damaged("there is no organization"))?;
        let (mut ahead, mut parents) = (Ahead::new(scene), Vec::new());
        for (it, device_seq) in wanted.into_iter().zip(files.vault.len() as u64 + 1..) {
            let parent = it.saw.and_then(|(object, version)| files.left_unconfirmed(object, version));
            let base = match (it.undoes, parent, it.saw) {
                (Some(of), ..) => Some(Base::After(of)),
                (_, Some(op), _) if self.planted != Some(Planted::FailedParent) => Some(Base::After(op)),
                (.., saw) => saw.map(|it| Base::Version(it.1)),
            };
            let mut operation = Operation {
                id: it.op,
                device: self.device,
                device_seq,
                author: who,
                at: now,
                written_at: None,
                part_of: None,
                base,
                promised_to_patient: it.is_promised,
                body: it.body,
            };
            let Ok(decided) = ahead.decide(&operation, now, rows);
            let decided = match decided {
                Ok(decided) => decided,
                Err(refused) => return Ok(Err(refused)),
            };
            if decided.changes.first().is_some_and(|it| it.version() == Version::FIRST) {
                operation.base = None;
            }
            parents.push(parent.or(it.undoes));
            ahead.take(operation, decided);
        }
        Ok(Ok((ahead.into_acts(), parents)))
    }

    /// What was refused and nobody has decided about, but for those that every desk sees as open conflicts.
    pub fn undecided(&self) -> Vec<OpId> {
        let files = self.files.borrow();
        let is_open = |op: OpId| {
            let row = files.mirror.rows.get(("booking_conflict", op.0));
            row.is_some_and(|it| crate::people::is_open_conflict(it))
        };
        let refused = files.vault.iter().filter(|it| it.is_refused());
        refused.filter(|it| it.centre_seq.is_none_or(|_| !is_open(it.op))).map(|it| it.op).collect()
    }

    /// The centre's rows, with nothing else on its way: what people resolved at other desks is let go of here.
    fn follow(&self, said: &[Change]) -> Result<Vec<Rc<Change>>, Fails> {
        self.catch_up()?;
        let resolved = resolved_by(said);
        if !resolved.is_empty() {
            self.commit(|vault| resolved.iter().for_each(|op| let_go(vault, *op)))?;
        }
        Ok(said.iter().cloned().map(Rc::new).collect())
    }

    /// A person decided what becomes of a refused operation.
    pub fn resolve(&self, op: OpId) -> Result<(), Fails> {
        self.commit(|vault| let_go(vault, op))?;
        self.hear_nothing()
    }

    fn hear_nothing(&self) -> Result<(), Fails> {
        match self.heard()? {
            Heard { epoch: Some(epoch), received } => self.hear(epoch, received, &[]),
            Heard { epoch: None, .. } => Ok(()),
        }
    }

    /// Lets go of what waits; nothing that a desk may do.
    pub fn forget_outbox(&self) {
        self.files.borrow_mut().vault.iter_mut().filter(|it| it.stands == Stands::Queued).for_each(|it| {
            (it.stands, it.centre_seq) = (Stands::Applied, Some(0));
        });
    }

    /// After the power came back: the vault has what was committed, the mirror a part of what was since it was flushed.
    pub fn restart(&self, dice: &mut Dice) {
        self.dies_in.set(None);
        self.is_full.set(false);
        let files = &mut *self.files.borrow_mut();
        let flushed = files.flushed;
        files.vault.truncate(flushed);
        let kept = dice.below(files.since.len() + 1);
        files.waits_again |= kept < files.since.len();
        let mut mirror = files.synced.clone();
        files.since.truncate(kept);
        let replayed = files.since.iter().try_for_each(|tx| mirror.run(tx));
        debug_assert!(replayed.is_ok(), "what was committed once can be committed again");
        files.mirror = mirror;
        files.mirror.cursor = files.mirror.cursor.min(files.vault.len());
        if self.planted == Some(Planted::VaultDeletedOnWrongKey) && dice.one_in(4) {
            (files.vault, files.flushed) = (Vec::new(), 0);
            files.mirror.cursor = 0;
        }
        let replayed = files.replay(self.planted);
        debug_assert!(replayed.is_ok(), "what was decided can be applied again");
    }

    /// The mirror's file is damaged, and a new one begins with nothing.
    pub fn lose_mirror(&self) {
        let files = &mut *self.files.borrow_mut();
        // What was decided is in the vault.
        files.mirror = Mirror { rows: files.mirror.rows.emptied(), ..Mirror::default() };
        files.checkpoint();
    }

    /// The first unconfirmed operation whose rows are not on the screen.
    pub fn missing(&self) -> Option<(OpId, Object)> {
        self.files.borrow().missing()
    }
}

impl Desk for MemoryDesk {
    type Error = Fails;

    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, Fails> {
        let files = self.files.borrow();
        let queued = files.vault.iter().filter(|it| it.stands == Stands::Queued).take(limit as usize);
        let waiting = |it: &Stored| Waiting::new(it.op, it.device_seq, it.bytes.clone());
        Ok(queued.map(waiting).collect())
    }

    fn round(&self) -> Result<u64, Fails> {
        Ok(self.files.borrow().round)
    }

    fn keep_answers(&self, round: u64, answers: &[OpOutcome]) -> Result<bool, Fails> {
        if self.files.borrow().round != round {
            return Ok(false);
        }
        let is_known = |it: &OpOutcome| self.vault().iter().rev().any(|stored| stored.op == it.op);
        if !answers.iter().all(is_known) {
            return Err(Fails::Damaged("an answer to what was not sent"));
        }
        let (planted, resolved) = (self.planted, self.files.borrow().resolved());
        let has_settled = Cell::new(false);
        self.commit(|vault| {
            for OpOutcome { op, result } in answers {
                let stands = match result.status {
                    OpStatus::Applied => Stands::Applied,
                    OpStatus::Conflict | OpStatus::Rejected if planted == Some(Planted::HeadOfLine) => {
                        continue;
                    }
                    OpStatus::Conflict => Stands::Conflict,
                    OpStatus::Rejected => Stands::Rejected,
                    OpStatus::Deferred => Stands::Deferred,
                };
                // The last are asked about.
                let Some(it) = vault.iter_mut().rev().find(|it| it.op == *op) else { continue };
                if it.stands != Stands::Resolved {
                    it.stands = stands;
                }
                it.centre_seq = result.seq.or(it.centre_seq);
                it.was_answered = true;
            }
            has_settled.set(let_go_of_settled(vault, &resolved));
        })?;
        let received = self.heard()?.received;
        if has_settled.get() || answers.iter().any(|it| it.result.seq.is_some_and(|seq| seq <= received)) {
            self.hear_nothing()?;
        }
        Ok(true)
    }

    fn queue_again(&self) -> Result<(), Fails> {
        if self.planted == Some(Planted::ReceiptsNotResent) {
            return Ok(());
        }
        let is_again = |it: &Stored| match self.planted {
            Some(Planted::RefusedNotResent) => it.stands == Stands::Applied,
            _ => it.stands != Stands::Queued,
        };
        {
            let files = &mut *self.files.borrow_mut();
            (files.waits_again, files.round) = (true, files.round + 1);
        }
        self.commit(|vault| {
            for it in vault.iter_mut().filter(|it| is_again(it)) {
                (it.stands, it.centre_seq) = (Stands::Queued, None);
            }
        })
    }

    /// Nothing is let go of here.
    fn kept_from(&self) -> Result<u64, Fails> {
        Ok(1)
    }

    fn outbox(&self) -> Result<Outbox, Fails> {
        let vault = self.vault();
        let count = |of: &[Stands]| vault.iter().filter(|it| of.contains(&it.stands)).count() as u64;
        Ok(Outbox {
            queued: count(&[Stands::Queued]),
            undecided: count(&[Stands::Conflict, Stands::Rejected]),
            deferred: count(&[Stands::Deferred]),
        })
    }

    fn queue_deferred(&self) -> Result<(), Fails> {
        self.commit(|vault| {
            let deferred = vault.iter_mut().filter(|it| it.stands == Stands::Deferred);
            deferred.for_each(|it| it.stands = Stands::Queued);
        })
    }

    fn heard(&self) -> Result<Heard, Fails> {
        let files = self.files.borrow();
        Ok(Heard { epoch: files.mirror.epoch, received: files.mirror.received })
    }

    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), Fails> {
        let said = self.follow(said)?;
        let pending = self.files.borrow().pending(to, self.planted);
        if self.planted == Some(Planted::CursorBeforePage) {
            self.commit_mirror(Tx::Hear { epoch, to, said: Vec::new(), pending: pending.clone() })?;
        }
        self.commit_mirror(Tx::Hear { epoch, to, said, pending })
    }

    fn fetching(&self) -> Result<Option<Fetching>, Fails> {
        self.catch_up()?;
        Ok(self.files.borrow().mirror.fetching.clone())
    }

    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), Fails> {
        let rows = self.follow(rows)?;
        let pending = match self.planted {
            Some(Planted::FetchDropsUnconfirmed) => Vec::new(),
            _ => self.files.borrow().pending(0, self.planted),
        };
        self.commit_mirror(Tx::FetchAnew { rows, begin: begin.clone(), pending })
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), Fails> {
        let rows = self.follow(rows)?;
        let head = self.files.borrow().mirror.fetching.as_ref().map_or(0, |it| it.head);
        let to = if next.is_some() { 0 } else { head };
        let pending = self.files.borrow().pending(to, self.planted);
        self.commit_mirror(Tx::Fetched { rows, next: next.cloned(), pending })
    }
}

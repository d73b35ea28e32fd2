//! One run: what happens next, how each desk's lanes are driven, and what goes wrong.

use crate::{
    Ran,
    centre::{Centre, Enrolled, Submission, Tenant},
    clinic::{self, BEGINS},
    desk::{Fails, MemoryDesk},
    dice::Dice,
    laws::{self, Laws, Saved},
    network::{Lane, Stray, Way},
    people::Person,
    planted::Planted,
    trace::Trace,
};
use clinic_domain::{
    id::{DeviceId, OpId, OrganizationId, PersonId},
    operation::{Operation, OperationBody},
    time::Instant,
};
use clinic_protocol::encode_operation;
use desk_sync::{Desk as _, Pace, Pull, Push, Stopped, Trouble, Turn};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};
use uuid::Uuid;

const ORGANIZATIONS: u128 = 2;
const YEAR: i64 = 365 * 86_400;
/// How deep the world goes on within calls that are on their way.
const DEEPEST: u8 = 2;

/// A desk with its lanes, its clock and the person before it.
pub struct Counter {
    pub organization: OrganizationId,
    pub number: u128,
    pub who: PersonId,
    pub files: MemoryDesk,
    pub push: RefCell<Push>,
    pub pull: RefCell<Pull>,
    push_pace: RefCell<Paced>,
    pull_pace: RefCell<Paced>,
    /// Counts how often it was switched on.
    pub life: Cell<u32>,
    pub is_down: Cell<bool>,
    pub is_cut: Cell<bool>,
    pub is_push_cut: Cell<bool>,
    pub is_signed_in: Cell<bool>,
    /// Revoked, emptied, and switched off for good; at which restore.
    pub ended: Cell<Option<u32>>,
    /// How far its clock is off, in seconds.
    pub clock: Cell<i64>,
    ids: Cell<u128>,
    lately: RefCell<Vec<OpId>>,
    /// Of a later version than the centre.
    is_newer: bool,
}

struct Paced {
    pace: Pace,
    /// Nothing is tried before, in milliseconds.
    next: i64,
}

pub struct World {
    seed: u64,
    pub planted: Option<Planted>,
    dice: RefCell<Dice>,
    now_ms: Cell<i64>,
    steps: Cell<u64>,
    depth: Cell<u8>,
    /// Nothing goes wrong any more.
    pub is_calm: Cell<bool>,
    pub centre: RefCell<Centre>,
    backups: RefCell<BTreeMap<OrganizationId, Tenant>>,
    histories: Cell<u128>,
    pub desks: Vec<Counter>,
    pub strays: RefCell<Vec<Stray>>,
    pub laws: RefCell<Laws>,
    trace: RefCell<Trace>,
}

impl World {
    pub fn new(seed: u64, planted: Option<Planted>, is_read: bool) -> World {
        let mut dice = Dice(seed);
        let (mut tenants, mut desks, mut laws) = (BTreeMap::new(), Vec::new(), Laws::default());
        for number in 1..=ORGANIZATIONS {
            let count = if number == 1 { 2 + dice.below(3) } else { 1 + dice.below(2) };
            let founded = clinic::found(number, count);
            let mut tenant = Tenant::new(Uuid::from_u128(number << 64), founded.rows);
            tenant.is_newer = dice.one_in(3);
            for who in founded.people {
                let desk = Counter::new(founded.id, number, desks.len(), who, planted, &mut dice);
                tenant.desks.insert(desk.files.device, Enrolled::default());
                desks.push(desk);
            }
            laws.begins(founded.id, &tenant);
            tenants.insert(founded.id, tenant);
        }
        let page_rows = 8 + dice.below(40);
        World {
            seed,
            planted,
            dice: RefCell::new(dice),
            now_ms: Cell::new(BEGINS.0 * 1_000),
            steps: Cell::new(0),
            depth: Cell::new(0),
            is_calm: Cell::new(false),
            centre: RefCell::new(Centre { tenants, page_rows, planted }),
            backups: RefCell::default(),
            histories: Cell::new(1),
            desks,
            strays: RefCell::default(),
            laws: RefCell::new(laws),
            trace: RefCell::new(Trace::new(is_read)),
        }
    }

    pub fn run(&self, steps: u32) {
        self.opens();
        for _ in 0..steps {
            if self.is_broken() {
                return;
            }
            self.step();
        }
        crate::ending::end(self);
    }

    /// Every desk fetches its clinic, before anything goes wrong.
    fn opens(&self) {
        self.is_calm.set(true);
        for at in 0..self.desks.len() {
            while !self.is_broken()
                && self.desks[at].files.glance().visits().count() == 0
                && self.desks[at].files.heard().is_ok_and(|it| it.received == 0)
            {
                self.fetches(at);
            }
        }
        self.is_calm.set(false);
    }

    pub fn ran(self) -> Ran {
        let World { seed, steps, laws, trace, .. } = self;
        let laws = laws.into_inner();
        let (hash, broken) = (trace.into_inner().hash(), laws.broken);
        Ran { seed, hash, steps: steps.get(), counts: laws.counts, broken }
    }

    pub fn last_lines(&self, count: usize) -> String {
        let trace = self.trace.borrow();
        let lines = trace.lines();
        lines[lines.len().saturating_sub(count)..].join("\n")
    }

    pub fn now(&self) -> Instant {
        Instant(self.now_ms.get() / 1_000)
    }

    pub fn pass(&self, seconds: i64) {
        self.now_ms.set(self.now_ms.get() + seconds * 1_000);
    }

    pub fn is_broken(&self) -> bool {
        self.laws.borrow().broken.is_some()
    }

    pub fn breaks(&self, law: &'static str, why: String) {
        self.note("broken", &[], format_args!("{law}: {why}"));
        self.laws.borrow_mut().breaks(law, why);
    }

    pub fn note(&self, what: &'static str, numbers: &[u64], said: std::fmt::Arguments<'_>) {
        self.trace.borrow_mut().note(what, numbers, said);
    }

    fn below(&self, sides: usize) -> usize {
        self.dice.borrow_mut().below(sides)
    }

    /// Once in so many times, while anything does.
    pub fn goes_wrong(&self, sides: usize) -> bool {
        !self.is_calm.get() && self.below(sides) == 0
    }

    /// Something happens while a call is on its way.
    pub fn meanwhile(&self) {
        if self.is_calm.get() || self.depth.get() >= DEEPEST || self.below(3) > 0 {
            return;
        }
        self.depth.set(self.depth.get() + 1);
        for _ in 0..=self.below(3) {
            self.step();
        }
        self.depth.set(self.depth.get() - 1);
    }

    /// The laws look at what the centre did.
    pub fn look_at(&self, organization: OrganizationId) {
        if let Some(tenant) = self.centre.borrow_mut().tenants.get_mut(&organization) {
            self.laws.borrow_mut().settled(organization, tenant, self.now());
        }
    }

    fn step(&self) {
        if self.is_broken() {
            return;
        }
        self.steps.set(self.steps.get() + 1);
        self.pass(self.below(30) as i64);
        let at = self.below(self.desks.len());
        match self.below(1_000) {
            0..400 => self.works(at),
            400..600 => self.sends(at),
            600..880 => self.fetches(at),
            880..905 => self.settles(at),
            905..925 => self.switches_on(at),
            925..935 => self.books_by_the_api(at),
            935..945 => self.stray_arrives(),
            _ => self.something_goes_wrong(at),
        }
        if self.below(64) == 0 {
            self.look_around(at);
        }
    }

    fn something_goes_wrong(&self, at: usize) {
        let desk = &self.desks[at];
        match self.below(70) {
            0..16 => desk.files.dies_in.set(Some(self.below(8) as u32)),
            16..32 => desk.is_cut.set(!desk.is_cut.get() && self.below(2) == 0),
            32..36 => desk.is_signed_in.set(false),
            36..44 => desk.is_signed_in.set(true),
            44..48 => desk.files.is_full.set(self.below(2) == 0),
            48..52 => {
                let jump = [0, 0, YEAR, -YEAR, 3_600][self.below(5)];
                desk.clock.set(jump);
            }
            52..54 => self.loses_mirror(at),
            54..58 => self.backs_up(at),
            58 => self.restores(at),
            59..61 => self.compacts(at),
            61..65 => self.pass(3_600 * self.below(8) as i64),
            65 if self.below(6) == 0 => self.revokes(at),
            _ => desk.files.is_full.set(false),
        }
    }

    /// Somebody does something at a desk.
    fn works(&self, at: usize) {
        let desk = &self.desks[at];
        if desk.is_off() {
            return;
        }
        let now = Instant(self.now().0 + desk.clock.get());
        let decided = {
            let rows = match desk.files.rows() {
                Ok(rows) => rows,
                Err(fails) => return self.failed(at, fails),
            };
            if rows.scene(now).is_none() {
                return;
            }
            let (mut ids, lately) = (desk.ids.get(), desk.lately.borrow());
            let dice = &mut *self.dice.borrow_mut();
            let person =
                &mut Person { sees: &rows, dice, ids: &mut ids, now, who: desk.who, lately: &lately };
            let decided = person.decides();
            desk.ids.set(ids);
            decided
        };
        let Some(decided) = decided else { return };
        let outcome = desk.files.decide(decided, (desk.who, now), |it| self.encoded(desk, it));
        match outcome {
            Ok(Ok(told)) => {
                for it in told {
                    self.note(
                        "saved",
                        &[at as u64, it.op.0.as_u128() as u64],
                        format_args!("at desk {at}: {} {}", it.op, String::from_utf8_lossy(&it.bytes)),
                    );
                    let mut lately = desk.lately.borrow_mut();
                    lately.push(it.op);
                    let too_many = lately.len().saturating_sub(4);
                    lately.drain(..too_many);
                    let saved = Saved {
                        desk: at,
                        organization: desk.organization,
                        bytes: it.bytes,
                        parent: it.parent,
                    };
                    let laws = &mut *self.laws.borrow_mut();
                    laws.counts.decided += 1;
                    laws.saved.insert(it.op, saved);
                }
                self.is_shown(at);
            }
            Ok(Err(refused)) => {
                self.laws.borrow_mut().counts.refused_at_desk += 1;
                self.note("refused", &[at as u64], format_args!("at desk {at}: {:?}", refused.0[0].code()));
            }
            Err(fails) => self.failed(at, fails),
        }
    }

    /// A desk of a later version says more than the centre understands.
    fn encoded(&self, desk: &Counter, operation: &Operation) -> Vec<u8> {
        let bytes = encode_operation(operation);
        if !desk.is_newer || self.below(4) > 0 {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap_or_default();
        let text = match operation.body {
            OperationBody::SetNote { .. } => {
                text.replacen("\"kind\":\"set_note\"", "\"kind\":\"set_mood\"", 1)
            }
            _ => text.replacen('{', "{\"said_later\":{\"n\":1},", 1),
        };
        text.into_bytes()
    }

    pub fn sends(&self, at: usize) {
        let desk = &self.desks[at];
        let Ok(mut lane) = desk.push.try_borrow_mut() else { return };
        if desk.is_off() || !desk.push_pace.borrow().is_due(self.now_ms.get()) {
            return;
        }
        let life = desk.life.get();
        let way = &mut Way { world: self, at, lane: Lane::Push, life };
        let before = desk.files.vault().len();
        let turned = lane.turn(way, &desk.files);
        drop(lane);
        if desk.life.get() != life {
            desk.push.replace(Push::default());
            return;
        }
        self.note("push", &[at as u64, before as u64], format_args!("of desk {at}: {turned:?}"));
        self.turned(at, &desk.push_pace, turned);
    }

    pub fn fetches(&self, at: usize) {
        let desk = &self.desks[at];
        let Ok(mut lane) = desk.pull.try_borrow_mut() else { return };
        if desk.is_off() || !desk.pull_pace.borrow().is_due(self.now_ms.get()) {
            return;
        }
        if self.planted == Some(Planted::PullWaitsForPush)
            && desk.files.heard().is_ok_and(|it| it.received > 0)
            && desk.files.queued(1).is_ok_and(|it| !it.is_empty())
        {
            return;
        }
        let life = desk.life.get();
        let way = &mut Way { world: self, at, lane: Lane::Pull, life };
        let turned = lane.turn(way, &desk.files);
        drop(lane);
        if desk.life.get() != life {
            desk.pull.replace(Pull::new("simulated"));
            return;
        }
        let received = desk.files.heard().map_or(0, |it| it.received);
        self.note("pull", &[at as u64, received], format_args!("of desk {at} to {received}: {turned:?}"));
        self.turned(at, &desk.pull_pace, turned);
        self.is_shown(at);
    }

    fn turned(&self, at: usize, paced: &RefCell<Paced>, turned: Result<Turn, Stopped<Fails>>) {
        let (desk, now) = (&self.desks[at], self.now_ms.get());
        let paced = &mut *paced.borrow_mut();
        let queued = || desk.files.queued(u32::MAX).map_or(0, |it| it.len());
        let before = queued();
        match turned {
            Ok(_) => {
                paced.pace.went_well();
                paced.next = now;
            }
            Err(Stopped::Desk(fails)) => {
                paced.next = now + paced.pace.failed(0) as i64;
                self.failed(at, fails);
            }
            Err(Stopped::Centre(trouble)) => {
                let at_least =
                    if let Trouble::Busy { seconds } = trouble { u64::from(seconds) * 1_000 } else { 0 };
                let rests = paced.pace.failed(at_least) as i64;
                let sleeps = self.planted == Some(Planted::SleepsForEver) && rests > 20_000;
                paced.next = if sleeps { i64::MAX } else { now + rests };
                match trouble {
                    Trouble::SignedOut if self.planted == Some(Planted::SignedOutDropsOutbox) => {
                        desk.files.forget_outbox();
                    }
                    Trouble::Revoked => self.ends(at),
                    _ => {}
                }
                if queued() != before {
                    self.breaks(
                        "I18: no refusal deletes an unsent operation",
                        format!("{before} waited at desk {at}"),
                    );
                }
            }
        }
    }

    /// A revoked desk hands over what it has not sent, and is no desk any more.
    fn ends(&self, at: usize) {
        let desk = &self.desks[at];
        let Ok(queued) = desk.files.queued(u32::MAX) else { return };
        let lines: Vec<Vec<u8>> = queued.into_iter().map(|it| it.bytes).collect();
        self.note("ends", &[at as u64, lines.len() as u64], format_args!("desk {at} with {}", lines.len()));
        if self.planted != Some(Planted::RevokedDropsOutbox) {
            self.centre.borrow_mut().salvage(desk.organization, lines);
        }
        desk.ended.set(Some(self.laws.borrow().counts.restores));
        desk.life.set(desk.life.get() + 1);
    }

    fn failed(&self, at: usize, fails: Fails) {
        match fails {
            Fails::Crashed => {
                self.note("dies", &[at as u64], format_args!("desk {at}"));
                let desk = &self.desks[at];
                self.laws.borrow_mut().counts.crashes += 1;
                desk.life.set(desk.life.get() + 1);
                desk.is_down.set(true);
                // Who waits for an answer finds out when it comes.
                desk.push.try_borrow_mut().iter_mut().for_each(|it| **it = Push::default());
                desk.pull.try_borrow_mut().iter_mut().for_each(|it| **it = Pull::new("simulated"));
            }
            Fails::DiskFull => self.note("full", &[at as u64], format_args!("desk {at}")),
            Fails::Damaged(why) => self.breaks("the desk's files are whole", format!("desk {at}: {why}")),
        }
    }

    pub fn switches_on(&self, at: usize) {
        let desk = &self.desks[at];
        if !desk.is_down.replace(false) {
            return;
        }
        desk.files.restart(&mut self.dice.borrow_mut());
        self.note("starts", &[at as u64], format_args!("desk {at}"));
        self.is_kept(at);
        self.is_shown(at);
    }

    /// What people were told is saved is in the vault.
    pub fn is_kept(&self, at: usize) {
        let vault = self.desks[at].files.vault();
        let kept: std::collections::BTreeSet<OpId> = vault.iter().map(|it| it.op).collect();
        let laws = self.laws.borrow();
        let lost = laws.saved.iter().find(|(op, it)| it.desk == at && !kept.contains(op));
        let lost = lost.map(|it| *it.0);
        drop(laws);
        if let Some(op) = lost {
            self.breaks("I14: no crash loses what was reported saved", format!("{op} at desk {at}"));
        }
    }

    /// What was decided at a desk is to be seen there, confirmed or not.
    fn is_shown(&self, at: usize) {
        if let Some((op, object)) = self.desks[at].files.missing() {
            let why = format!("{} {} of {op} at desk {at}", object.0, object.1);
            self.breaks("I9: what is saved is never invisible on its own desk", why);
        }
    }

    /// A desk has what it heard.
    pub fn look_around(&self, at: usize) {
        let desk = &self.desks[at];
        if desk.is_off() || desk.files.fetching().is_ok_and(|it| it.is_some()) {
            return;
        }
        let Ok(heard) = desk.files.heard() else { return };
        let centre = self.centre.borrow();
        let Some(tenant) = centre.tenants.get(&desk.organization).filter(|it| heard.epoch == Some(it.epoch))
        else {
            return;
        };
        let not_heard = laws::not_heard(tenant, &desk.files.glance(), heard.received);
        drop(centre);
        if let Some((kind, id)) = not_heard {
            let why = format!("{kind} {id} at desk {at}, which heard up to {}", heard.received);
            self.breaks("I7: whoever heard up to a number has every row up to it", why);
        }
    }

    /// People decide about what only their desk knows of, and the desk hears what others decided.
    pub fn settles(&self, at: usize) {
        let desk = &self.desks[at];
        if desk.is_off() {
            return;
        }
        let elsewhere = desk.files.resolved_elsewhere();
        let own = desk.files.undecided().into_iter().filter(|it| !it.1).map(|it| it.0).take(1);
        for op in elsewhere.into_iter().chain(own) {
            self.note("settles", &[at as u64, op.0.as_u128() as u64], format_args!("{op} at desk {at}"));
            if let Err(fails) = desk.files.resolve(op) {
                return self.failed(at, fails);
            }
        }
    }

    /// Whoever books without a desk is told at once.
    fn books_by_the_api(&self, at: usize) {
        let (desk, now) = (&self.desks[at], self.now());
        let mut ids = clinic::first_id(desk.number) | (0xFF << 64) | u128::from(self.steps.get());
        let centre = &mut *self.centre.borrow_mut();
        let Some(tenant) = centre.tenants.get_mut(&desk.organization) else { return };
        let decided = {
            let dice = &mut *self.dice.borrow_mut();
            let lately = &[];
            let person = &mut Person { sees: &tenant.rows, dice, ids: &mut ids, now, who: desk.who, lately };
            person.books_only()
        };
        let Some(it) = decided.and_then(|it| it.into_iter().next()) else { return };
        let operation = Operation {
            id: it.op,
            device: DeviceId(Uuid::nil()),
            device_seq: 0,
            author: desk.who,
            at: now,
            part_of: None,
            base: None,
            promised_to_patient: true,
            body: it.body,
        };
        let line = encode_operation(&operation);
        let answers = tenant.arbitrate(
            &[Submission { operation, line, device: None, at: now, earliest: now }],
            now,
            None,
        );
        self.note("api", &[desk.number as u64], format_args!("{answers:?}"));
        self.laws.borrow_mut().settled(desk.organization, tenant, now);
    }

    fn stray_arrives(&self) {
        let count = self.strays.borrow().len();
        if count == 0 {
            return;
        }
        let Stray { organization, device, lines } = self.strays.borrow_mut().swap_remove(self.below(count));
        let pushed = self.centre.borrow_mut().push(organization, device, &lines, self.now());
        self.note("stray", &[lines.len() as u64], format_args!("of {device}: {pushed:?}"));
        if let Ok(pushed) = pushed {
            self.laws.borrow_mut().answered(organization, &pushed.results);
        }
        self.look_at(organization);
    }

    fn loses_mirror(&self, at: usize) {
        if !self.desks[at].is_off() && self.desks[at].files.dies_in.get().is_none() {
            self.note("mirror", &[at as u64], format_args!("lost at desk {at}"));
            self.failed(at, Fails::Crashed);
            self.desks[at].files.lose_mirror();
        }
    }

    fn next_epoch(&self, number: u128) -> Uuid {
        self.histories.set(self.histories.get() + 1);
        Uuid::from_u128((number << 64) + self.histories.get())
    }

    fn backs_up(&self, at: usize) {
        let desk = &self.desks[at];
        let centre = self.centre.borrow();
        let Some(tenant) = centre.tenants.get(&desk.organization) else { return };
        let backup = tenant.backup(tenant.epoch);
        self.backups.borrow_mut().insert(desk.organization, backup);
        self.note("backup", &[desk.number as u64, tenant.seq], format_args!("at {}", tenant.seq));
    }

    fn restores(&self, at: usize) {
        let desk = &self.desks[at];
        let backups = self.backups.borrow();
        let Some(backup) = backups.get(&desk.organization) else { return };
        let tenant = backup.backup(self.next_epoch(desk.number));
        self.note("restore", &[desk.number as u64, tenant.seq], format_args!("to {}", tenant.seq));
        let laws = &mut *self.laws.borrow_mut();
        laws.counts.restores += 1;
        laws.begins(desk.organization, &tenant);
        self.centre.borrow_mut().tenants.insert(desk.organization, tenant);
    }

    fn compacts(&self, at: usize) {
        let kept = self.below(30) as u64;
        let centre = &mut *self.centre.borrow_mut();
        if let Some(tenant) = centre.tenants.get_mut(&self.desks[at].organization) {
            tenant.floor = tenant.floor.max(tenant.seq.saturating_sub(kept));
        }
    }

    /// One desk of the first organization at most: somebody has to be there in the end.
    fn revokes(&self, at: usize) {
        let desk = &self.desks[at];
        let is_first = self.desks.iter().all(|it| it.ended.get().is_none());
        if desk.number == 1 && is_first {
            let centre = &mut *self.centre.borrow_mut();
            let enrolled = centre
                .tenants
                .get_mut(&desk.organization)
                .and_then(|it| it.desks.get_mut(&desk.files.device));
            enrolled.into_iter().for_each(|it| it.is_revoked = true);
            self.note("revokes", &[at as u64], format_args!("desk {at}"));
        }
    }
}

impl Counter {
    fn new(
        organization: OrganizationId,
        number: u128,
        at: usize,
        who: PersonId,
        planted: Option<Planted>,
        dice: &mut Dice,
    ) -> Counter {
        let first = clinic::first_id(number) | ((at as u128 + 1) << 64);
        let paced = |dice: &mut Dice| RefCell::new(Paced { pace: Pace::new(dice.roll()), next: 0 });
        Counter {
            organization,
            number,
            who,
            files: MemoryDesk::new(DeviceId(Uuid::from_u128(first)), planted),
            push: RefCell::default(),
            pull: RefCell::new(Pull::new("simulated")),
            push_pace: paced(dice),
            pull_pace: paced(dice),
            life: Cell::new(0),
            is_down: Cell::new(false),
            is_cut: Cell::new(false),
            is_push_cut: Cell::new(false),
            is_signed_in: Cell::new(true),
            ended: Cell::new(None),
            clock: Cell::new(0),
            ids: Cell::new(first),
            lately: RefCell::default(),
            is_newer: dice.one_in(3),
        }
    }

    /// Nobody can use it now.
    pub fn is_off(&self) -> bool {
        self.is_down.get() || self.ended.get().is_some()
    }
}

impl Paced {
    fn is_due(&self, now_ms: i64) -> bool {
        self.next <= now_ms
    }
}

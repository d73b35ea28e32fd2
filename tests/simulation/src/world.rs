//! One run: what happens next, how each desk's lanes are driven, and what goes wrong.

use crate::{
    Ran,
    centre::Centre,
    clinic::{self, BEGINS},
    counter::Counter,
    dice::Dice,
    files::Fails,
    laws::{self, Laws, Saved},
    network::Stray,
    people::Person,
    planted::Planted,
    tenant::{Submission, Tenant},
    trace::Trace,
};
use clinic_domain::{
    id::{DeviceId, OpId, OrganizationId},
    operation::{Operation, OperationBody},
    time::Instant,
};
use clinic_protocol::encode_operation;
use desk_sync::{Desk as _, Pull, Push};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};
use uuid::Uuid;

const ORGANIZATIONS: u128 = 2;
/// How deep the world goes on within calls that are on their way.
const DEEPEST: u8 = 2;

pub struct World {
    seed: u64,
    pub planted: Option<Planted>,
    dice: RefCell<Dice>,
    pub now_ms: Cell<i64>,
    steps: Cell<u64>,
    depth: Cell<u8>,
    /// Nothing goes wrong any more.
    pub is_calm: Cell<bool>,
    pub centre: RefCell<Centre>,
    pub backups: RefCell<BTreeMap<OrganizationId, Tenant>>,
    pub histories: Cell<u128>,
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
                tenant.enrol(desk.files.device);
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

    pub fn below(&self, sides: usize) -> usize {
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

    pub fn failed(&self, at: usize, fails: Fails) {
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
    pub fn is_shown(&self, at: usize) {
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

    /// People decide about what only their desk knows of.
    pub fn settles(&self, at: usize) {
        let desk = &self.desks[at];
        if desk.is_off() {
            return;
        }
        for op in desk.files.undecided().into_iter().take(1) {
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
            written_at: None,
            part_of: None,
            base: None,
            promised_to_patient: true,
            body: it.body,
        };
        let line = encode_operation(&operation);
        let answers = tenant.arbitrate(
            &[Submission { operation: operation.into(), line, device: None, at: now, earliest: now }],
            now,
            None,
        );
        self.note("api", &[desk.number as u64], format_args!("{answers:?}"));
        self.laws.borrow_mut().settled(desk.organization, tenant, now);
    }
}

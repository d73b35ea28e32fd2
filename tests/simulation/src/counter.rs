//! A desk with its lanes, its clock and the person before it.

use crate::{clinic, desk::MemoryDesk, dice::Dice, planted::Planted};
use clinic_domain::id::{DeviceId, OpId, OrganizationId, PersonId};
use desk_sync::{Pace, Pull, Push};
use std::cell::{Cell, RefCell};
use uuid::Uuid;

pub struct Counter {
    pub organization: OrganizationId,
    pub number: u128,
    pub who: PersonId,
    pub files: MemoryDesk,
    pub push: RefCell<Push>,
    pub pull: RefCell<Pull>,
    pub push_pace: RefCell<Paced>,
    pub pull_pace: RefCell<Paced>,
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
    pub ids: Cell<u128>,
    pub lately: RefCell<Vec<OpId>>,
    /// Of a later version than the centre.
    pub is_newer: bool,
}

pub struct Paced {
    pub pace: Pace,
    /// Nothing is tried before, in milliseconds.
    pub next: i64,
}

impl Counter {
    pub fn new(
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
    pub fn is_due(&self, now_ms: i64) -> bool {
        self.next <= now_ms
    }
}

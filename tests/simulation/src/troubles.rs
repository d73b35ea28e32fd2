//! What goes wrong beside the network: with desks, their clocks and their disks, and with the centre.

use crate::{files::Fails, network::Stray, world::World};
use uuid::Uuid;

const YEAR: i64 = 365 * 86_400;

impl World {
    pub fn something_goes_wrong(&self, at: usize) {
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

    pub fn stray_arrives(&self) {
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
        let epoch = self.next_epoch(desk.number);
        let Some(tenant) = self.backups.borrow().get(&desk.organization).map(|it| it.backup(epoch)) else {
            return;
        };
        self.note("restore", &[desk.number as u64, tenant.seq], format_args!("to {}", tenant.seq));
        self.laws.borrow_mut().counts.restores += 1;
        self.laws.borrow_mut().begins(desk.organization, &tenant);
        self.centre.borrow_mut().tenants.insert(desk.organization, tenant);
        // Whoever waited for news hears that the line was cut, and greets.
        if self.below(2) == 0 {
            (0..self.desks.len()).for_each(|at| self.fetches(at));
            (0..self.desks.len()).for_each(|at| self.fetches(at));
        }
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

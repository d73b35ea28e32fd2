//! How each desk's lanes are driven: a turn when it is due, and what becomes of what stops it.

use crate::{
    counter::Paced,
    files::Fails,
    network::{Lane, Way},
    planted::Planted,
    world::World,
};
use desk_sync::{Desk as _, Pull, Push, Stopped, Trouble, Turn};
use std::cell::RefCell;

impl World {
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
                let queued = || desk.files.outbox().map_or(0, |it| it.queued);
                let before = queued();
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
}

//! The way between a desk and its centre. What is sent may be lost, come late, or come twice, and so may the answer; while a
//! call is on its way the world goes on.

use crate::{
    centre::{Centre, Denied},
    world::World,
};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    time::Instant,
};
use clinic_protocol::sync::{Chunk, Hello, Page, Pushed, Welcome};
use desk_sync::{Link, Trouble};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Push,
    Pull,
}

/// One lane's way.
pub struct Way<'w> {
    pub world: &'w World,
    pub at: usize,
    pub lane: Lane,
    /// Which life of the desk it belongs to: whoever asked in an earlier one hears nothing.
    pub life: u32,
}

/// Operations that are still somewhere on the way, though they were answered long ago.
pub struct Stray {
    pub organization: OrganizationId,
    pub device: DeviceId,
    pub lines: Vec<Vec<u8>>,
}

impl Way<'_> {
    fn call<T: Serialize + DeserializeOwned>(
        &self,
        ask: impl FnOnce(&mut Centre, OrganizationId, DeviceId, Instant) -> Result<T, Denied>,
    ) -> Result<T, Trouble> {
        let (world, desk) = (self.world, &self.world.desks[self.at]);
        if desk.is_cut.get() || (desk.is_push_cut.get() && self.lane == Lane::Push) || world.goes_wrong(14) {
            return Err(Trouble::Unreachable);
        }
        world.meanwhile();
        if desk.life.get() != self.life {
            return Err(Trouble::Unreachable);
        }
        if !desk.is_signed_in.get() {
            return Err(Trouble::SignedOut);
        }
        if world.goes_wrong(80) {
            return Err(Trouble::Busy { seconds: 3 });
        }
        let answer = ask(&mut world.centre.borrow_mut(), desk.organization, desk.files.device, world.now());
        world.look_at(desk.organization);
        world.meanwhile();
        if desk.life.get() != self.life || world.goes_wrong(14) {
            return Err(Trouble::Unreachable);
        }
        answer.map_err(trouble).and_then(|it| over_the_wire(&it))
    }
}

fn trouble(denied: Denied) -> Trouble {
    match denied {
        Denied::Gone => Trouble::Gone,
        Denied::Revoked => Trouble::Revoked,
        Denied::Malformed => Trouble::Unreadable("it was refused".to_owned()),
    }
}

fn over_the_wire<T: Serialize + DeserializeOwned>(sent: &T) -> Result<T, Trouble> {
    let unreadable = |error: serde_json::Error| Trouble::Unreadable(error.to_string());
    let text = serde_json::to_string(sent).map_err(unreadable)?;
    serde_json::from_str(&text).map_err(unreadable)
}

impl Link for Way<'_> {
    fn hello(&mut self, hello: &Hello) -> Result<Welcome, Trouble> {
        let _: Hello = over_the_wire(hello)?;
        self.call(|centre, organization, device, now| centre.hello(organization, device, now))
    }

    fn push(&mut self, lines: &[Vec<u8>]) -> Result<Pushed, Trouble> {
        let desk = &self.world.desks[self.at];
        let pushed = self.call(|centre, organization, device, now| {
            let pushed = centre.push(organization, device, lines, now);
            if let Ok(pushed) = &pushed {
                self.world.laws.borrow_mut().answered(organization, &pushed.results);
            }
            pushed
        });
        if self.world.goes_wrong(24) {
            let (organization, device) = (desk.organization, desk.files.device);
            self.world.strays.borrow_mut().push(Stray { organization, device, lines: lines.to_vec() });
        }
        pushed
    }

    fn changes(&mut self, epoch: Uuid, after: u64) -> Result<Page, Trouble> {
        let page =
            self.call(|centre, organization, device, _| centre.changes(organization, device, epoch, after))?;
        self.world.laws.borrow_mut().page(self.world.desks[self.at].number, &page);
        Ok(page)
    }

    fn chunk(
        &mut self,
        kind: &str,
        after: Option<Uuid>,
        between: Option<(i64, i64)>,
    ) -> Result<Chunk, Trouble> {
        let chunk = self.call(|centre, organization, device, _| {
            centre.chunk(organization, device, (kind, between), after)
        })?;
        self.world.laws.borrow_mut().counts.first_syncs += u32::from(kind == crate::KINDS[0]);
        Ok(chunk)
    }

    fn wait(&mut self, epoch: Uuid, _: u64) -> Result<u64, Trouble> {
        let (stands, head) =
            self.call(|centre, organization, device, _| centre.head(organization, device))?;
        if stands == epoch { Ok(head) } else { Err(Trouble::Gone) }
    }
}

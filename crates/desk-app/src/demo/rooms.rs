//! Rooms and carts of a site on one day, given out in the order of the visits' starts: a room is free from the end
//! of its last visit on, so no two overlap.

use super::practice::Site;
use clinic_domain::{
    id::ResourceId,
    time::{Instant, Period},
};

pub(super) struct Rooms {
    exam: Vec<(ResourceId, Instant)>,
    procedure: Vec<(ResourceId, Instant)>,
    carts: Vec<(ResourceId, Instant)>,
}

impl Rooms {
    pub(super) fn of(site: &Site) -> Self {
        let free = |ids: &[ResourceId]| ids.iter().map(|it| (*it, Instant(i64::MIN))).collect();
        Self {
            exam: free(&site.exam_rooms),
            procedure: free(&site.procedure_rooms),
            carts: free(&site.carts),
        }
    }

    /// An exam room, the provider's own ones first.
    pub(super) fn exam_room(&mut self, provider: usize, during: Period) -> Option<ResourceId> {
        let own = (provider * 2) % self.exam.len().max(1);
        take(&mut self.exam, own, during)
    }

    /// A procedure room with its cart: both or none.
    pub(super) fn procedure_room(&mut self, during: Period) -> Option<(ResourceId, ResourceId)> {
        let is_free = |it: &(ResourceId, Instant)| it.1 <= during.start();
        if !self.carts.iter().any(is_free) {
            return None;
        }
        let room = take(&mut self.procedure, 0, during)?;
        let cart = take(&mut self.carts, 0, during)?;
        Some((room, cart))
    }
}

/// The first that is free, looking round from `own`.
fn take(rooms: &mut [(ResourceId, Instant)], own: usize, during: Period) -> Option<ResourceId> {
    let places = (0..rooms.len()).map(|it| (own + it) % rooms.len());
    let place = places.into_iter().find(|it| rooms[*it].1 <= during.start())?;
    rooms[place].1 = during.end();
    Some(rooms[place].0)
}

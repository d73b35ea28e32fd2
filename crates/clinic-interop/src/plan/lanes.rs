//! Imported future visits may stand on top of each other or of the desk's own: each gets the lowest free lane.

use super::Planned;
use clinic_domain::{
    appointment::{Allocation, Appointment, HistoryEvent},
    id::ResourceId,
    time::Instant,
};
use std::collections::HashMap;

/// The reason that an imported overbook carries.
pub const IMPORTED_OVERBOOK: &str = "imported";

/// Gives every live allocation its lane, earliest first; answers the places of those that did not fit
/// lane 0.
pub(super) fn assign(planned: &mut [Planned<Appointment>], taken: &[Allocation]) -> Vec<usize> {
    let mut book: HashMap<ResourceId, Lanes> = HashMap::new();
    for it in taken {
        book.entry(it.resource).or_default().fixed.push(*it);
    }
    let mut order: Vec<usize> = (0..planned.len()).filter(|at| planned[*at].entity.is_live()).collect();
    order.sort_by_key(|at| (planned[*at].entity.visit, planned[*at].entity.id));
    let mut overbooked = Vec::new();
    for at in order {
        let visit = &mut planned[at].entity;
        for allocation in &mut visit.allocations {
            let lanes = book.entry(allocation.resource).or_default();
            allocation.lane = lanes.lowest_free(allocation);
        }
        if visit.lane() > 0 {
            overbooked.push(at);
            if let Some(entry) = visit.history.last_mut() {
                entry.what = HistoryEvent::Booked {
                    overbook_reason: Some(IMPORTED_OVERBOOK.to_owned()),
                    waives: None,
                    instead_of: None,
                };
            }
        }
    }
    overbooked
}

/// One resource's book: the desk's own allocations, and how far each lane is filled by the import.
#[derive(Default)]
struct Lanes {
    fixed: Vec<Allocation>,
    /// End of the last imported allocation, by lane. They come in the order of their starts.
    filled_to: Vec<Instant>,
}

impl Lanes {
    fn lowest_free(&mut self, wanted: &Allocation) -> u8 {
        let is_free = |lane: u8, filled_to: Option<&Instant>| {
            filled_to.is_none_or(|end| *end <= wanted.during.start())
                && !self.fixed.iter().any(|it| it.lane == lane && it.during.overlaps(&wanted.during))
        };
        // 255 lanes deep nobody is seen; the last lane takes what is beyond.
        let lane = (0..u8::MAX).find(|lane| is_free(*lane, self.filled_to.get(usize::from(*lane))));
        let lane = lane.unwrap_or(u8::MAX);
        let depth = usize::from(lane) + 1;
        if self.filled_to.len() < depth {
            self.filled_to.resize(depth, Instant(i64::MIN));
        }
        self.filled_to[usize::from(lane)] = wanted.during.end();
        lane
    }
}

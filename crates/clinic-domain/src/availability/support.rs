//! Whether booked visits still lie in hours. Nothing but the rules counts: a visit keeps its time however often it is
//! overbooked, and loses it by whatever closes it or takes the session away.

use super::{
    book::Book,
    calendar::Days,
    intervals::covers,
    rules::{Rules, Sweep},
    visit::Visit,
};
use crate::{
    appointment::Allocation,
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    setup::Setup,
    time::Period,
};
use std::collections::HashMap;

/// What a visit has been promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedVisit {
    pub id: AppointmentId,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    pub visit: Period,
    /// Buffers included.
    pub allocations: Vec<Allocation>,
}

/// Those of the visits that no session supports: something that they take up is not in use at their location, or is
/// not open for their type through the whole of its allocation.
#[must_use]
pub fn without_hours(setup: &Setup, visits: &[BookedVisit]) -> Vec<AppointmentId> {
    let supported = supported(setup, visits);
    visits.iter().zip(supported).filter(|it| !it.1).map(|it| it.0.id).collect()
}

/// For each of the visits whether sessions support it.
pub(super) fn supported(setup: &Setup, visits: &[BookedVisit]) -> Vec<bool> {
    let mut hours = Hours::around(setup, visits);
    visits.iter().map(|it| hours.support(it)).collect()
}

/// When the resources of some visits are open, through all the days that the visits are on.
struct Hours<'a> {
    setup: &'a Setup,
    days: HashMap<LocationId, Days>,
    rules: HashMap<ResourceId, Rules<'a>>,
    /// Read when first asked for.
    open: HashMap<(ResourceId, AppointmentTypeId), Vec<Period>>,
    sweep: Sweep,
}

impl<'a> Hours<'a> {
    fn around(setup: &'a Setup, visits: &[BookedVisit]) -> Hours<'a> {
        let (mut days, mut rules) = (HashMap::new(), HashMap::new());
        let grid_minutes = setup.organization.settings.grid_minutes;
        for location in &setup.locations {
            let here =
                || visits.iter().filter(|it| it.location == location.id).flat_map(|it| &it.allocations);
            let start = here().map(|it| it.during.start()).min();
            let end = here().map(|it| it.during.end()).max();
            let Some(span) = start.zip(end).and_then(|(start, end)| Period::new(start, end)) else {
                continue;
            };
            let dates = span.start().local_date(location.zone)..=span.end().local_date(location.zone);
            let resources: Vec<_> =
                setup.resources.iter().filter(|it| it.is_active && it.location == location.id).collect();
            rules.extend(Rules::of(setup, &resources, &dates).into_iter().map(|it| (it.resource.id, it)));
            days.insert(location.id, Days::of(location.zone, span, grid_minutes));
        }
        Hours { setup, days, rules, open: HashMap::new(), sweep: Sweep::default() }
    }

    fn support(&mut self, visit: &BookedVisit) -> bool {
        visit.allocations.iter().all(|it| self.covers(visit, it)) && self.may_start(visit)
    }

    fn covers(&mut self, visit: &BookedVisit, taken: &Allocation) -> bool {
        let (Some(days), Some(rules)) = (self.days.get(&visit.location), self.rules.get(&taken.resource))
        else {
            return false;
        };
        let of_type = visit.appointment_type;
        let open = self.open.entry((taken.resource, of_type)).or_insert_with(|| {
            let mut open = Vec::new();
            self.sweep.free(rules, &Book::default(), days, Some(of_type), None, &mut open);
            open
        });
        rules.resource.location == visit.location && covers(open, &taken.during)
    }

    /// On a day on which the clocks change: whether the session takes a start at this time of the wall clock.
    fn may_start(&self, visit: &BookedVisit) -> bool {
        let Some(days) = self.days.get(&visit.location) else { return false };
        if days.day_of(visit.visit.start()).is_none_or(|it| !it.is_shifted()) {
            return true;
        }
        let Ok(known) = Visit::of(self.setup, visit.location, visit.appointment_type) else { return true };
        let own = visit.allocations.get(known.roles[known.anchor()].parts[0].need);
        own.and_then(|it| self.rules.get(&it.resource)).is_none_or(|rules| {
            rules.may_start(days, known.anchor_starts(visit.visit.start()), Some(visit.appointment_type))
        })
    }
}

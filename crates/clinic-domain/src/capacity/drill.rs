//! From a number to the visits behind it, by the predicate that counted them.

use super::{
    Asked, Evidence, Metric, OpenDay, VisitFacts,
    columns::Columns,
    refill::refills,
    says::{BY_VISIT, Says, says, takes_time_for},
    worked::whole_slots,
};
use crate::{
    id::{AppointmentId, ResourceId},
    time::Period,
};
use std::collections::HashMap;

/// The visits behind a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Those that make its part: as many as it says where it counts visits or releases; those that have a value where it
    /// is a spread or a sum; those whose minutes lie in open hours where it is a share of time. Of
    /// [`Metric::BackfillRate`], the visits whose time was filled again: one that gave back two times is named twice.
    pub part: Vec<AppointmentId>,
    /// The others of its whole.
    pub rest: Vec<AppointmentId>,
}

/// Nothing is behind what no visit tells: third next, effort, people, and time that stayed empty.
#[must_use]
pub fn drill(metric: Metric, asked: &Asked, of: &Evidence<'_>) -> Behind {
    match metric {
        Metric::BackfillRate | Metric::TimeToFill => releases(asked, of, metric == Metric::BackfillRate),
        Metric::FillRate | Metric::Utilisation | Metric::CompletedUtilisation => Behind {
            part: in_open_time(metric, asked, of).map(|it| it.appointment).collect(),
            rest: Vec::new(),
        },
        _ if BY_VISIT.contains(&metric) => {
            let mut behind = Behind::default();
            for it in of.visits.iter().filter(|it| asked.has(it)) {
                match says(metric, it, asked, of) {
                    Says::Nothing | Says::NotRecorded => {}
                    Says::Rest => behind.rest.push(it.appointment),
                    Says::Part | Says::Value(_) => behind.part.push(it.appointment),
                }
            }
            behind
        }
        _ => Behind::default(),
    }
}

fn releases(asked: &Asked, of: &Evidence<'_>, with_rest: bool) -> Behind {
    let columns = Columns::on(&asked.days, &asked.scope, of.visits);
    let mut behind = Behind::default();
    for it in refills(asked, &columns, of.released) {
        let id = it.released.appointment;
        match it.filled_at {
            Some(_) => behind.part.push(id),
            None if with_rest => behind.rest.push(id),
            None => {}
        }
    }
    behind
}

fn in_open_time<'a>(
    metric: Metric,
    asked: &'a Asked,
    of: &Evidence<'a>,
) -> impl Iterator<Item = &'a VisitFacts> {
    let mut open: HashMap<ResourceId, Vec<Period>> = HashMap::new();
    let is_asked = |it: &&OpenDay| asked.days.contains(&it.day) && asked.scope.admits(*it);
    for day in of.open.iter().filter(is_asked) {
        let parts = day.open.iter().filter_map(|it| match metric {
            Metric::FillRate => whole_slots(asked, *it),
            _ => Some(*it),
        });
        open.entry(day.provider).or_default().extend(parts);
    }
    open.values_mut().for_each(|it| it.sort_unstable());
    let lies_in = move |it: &VisitFacts| {
        let open = it.provider.and_then(|id| open.get(&id)).map_or(&[][..], Vec::as_slice);
        let before_its_end = open.partition_point(|open| open.start() < it.own().end());
        before_its_end > 0 && open[before_its_end - 1].overlaps(&it.own())
    };
    let those = move |it: &&VisitFacts| asked.scope.admits(*it) && takes_time_for(metric, it) && lies_in(it);
    of.visits.iter().filter(those)
}

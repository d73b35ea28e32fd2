//! Where one more visit fits over booked ones on the days ahead, session by session.
//!
//! Invariants: only in a session that takes overbooks and the provider's usual type, that has no overbook yet and no gap left for
//! such a visit (a gap is booked, not overbooked); within the limits of [`overbook`].

use super::{
    features::Past,
    forecast::Forecast,
    overbook::{Expected, Limits, Overbook, overbook},
};
use crate::{
    availability::{DayPartKind, working_time},
    capacity::{Place, VisitFacts, says::takes_time},
    id::{AppointmentTypeId, LocationId, ResourceId},
    setup::Setup,
    time::{Instant, Period, local_day},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::ops::RangeInclusive;

/// One more visit of the type that a provider is booked for most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extra {
    pub provider: ResourceId,
    pub location: LocationId,
    pub day: NaiveDate,
    pub appointment_type: AppointmentTypeId,
    /// Visits of the session.
    pub booked: u32,
    pub overbook: Overbook,
}

impl From<&Extra> for Place {
    fn from(it: &Extra) -> Place {
        Place {
            location: it.location,
            provider: Some(it.provider),
            appointment_type: Some(it.appointment_type),
        }
    }
}

/// What the forecast says of whoever is booked.
pub struct Known<'a> {
    pub setup: &'a Setup,
    pub forecast: &'a Forecast,
    pub past: &'a Past,
    /// Those of the days ahead, with whom and whatever became of them.
    pub visits: &'a [VisitFacts],
    pub now: Instant,
}

/// By day and provider. Whoever would come is taken to be missed as often as anybody.
#[must_use]
pub fn extra_visits(
    known: &Known<'_>,
    usual: &[(ResourceId, AppointmentTypeId)],
    days: &RangeInclusive<NaiveDate>,
) -> Vec<Extra> {
    let mut all = Vec::new();
    for &(provider, of_type) in usual {
        let Some(location) = known.setup.resource(provider).and_then(|it| known.setup.location(it.location))
        else {
            continue;
        };
        let mut of_provider: Vec<&VisitFacts> =
            known.visits.iter().filter(|it| it.provider == Some(provider) && takes_time(it)).collect();
        of_provider.sort_unstable_by_key(|it| it.visit.start());
        for day in days.start().iter_days().take_while(|day| day <= days.end()) {
            for session in sessions(known, provider, of_type, local_day(location.zone, day)) {
                let extra = known.extra(session, &of_provider, of_type, location.zone);
                all.extend(extra.map(|(booked, overbook)| Extra {
                    provider,
                    location: location.id,
                    day,
                    appointment_type: of_type,
                    booked,
                    overbook,
                }));
            }
        }
    }
    all.sort_by_key(|it| (it.day, it.overbook.starts_at));
    all
}

/// Those that take one visit more than there is time for.
fn sessions(known: &Known<'_>, provider: ResourceId, of_type: AppointmentTypeId, day: Period) -> Vec<Period> {
    let takes = |it: DayPartKind| match it {
        DayPartKind::Open { types, overbook_lanes } => {
            overbook_lanes > 0 && (types.is_empty() || types.contains(&of_type))
        }
        DayPartKind::Closed { .. } => false,
    };
    let parts = working_time(known.setup, provider, day, known.now).into_iter();
    parts.filter_map(|it| takes(it.kind).then_some(it.during)).filter(|it| it.start() > known.now).collect()
}

impl Known<'_> {
    fn extra(
        &self,
        session: Period,
        of_provider: &[&VisitFacts],
        of_type: AppointmentTypeId,
        zone: Tz,
    ) -> Option<(u32, Overbook)> {
        let minutes = u32::from(self.setup.appointment_type(of_type)?.duration_minutes);
        let booked: Vec<&VisitFacts> =
            of_provider.iter().copied().filter(|it| it.visit.overlaps(&session)).collect();
        if booked.iter().any(|it| it.lane > 0) || has_gap(session, &booked, minutes) {
            return None;
        }
        let expected = booked.iter().map(|it| Expected {
            visit: it.visit,
            missed: self.forecast.chance(it, zone, self.past).probability,
        });
        let expected: Vec<Expected> = expected.collect();
        let grid = i64::from(self.setup.organization.settings.grid_minutes.max(1)) * 60;
        let until = session.end().0 - i64::from(minutes) * 60;
        let starts = (session.start().0..=until).step_by(usize::try_from(grid).unwrap_or(usize::MAX));
        let starts: Vec<Instant> = starts.map(Instant).collect();
        let anybody = self.forecast.model.base_rate();
        let found = overbook(session, &expected, &starts, minutes, anybody, Limits::default())?;
        Some((u32::try_from(booked.len()).unwrap_or(u32::MAX), found))
    }
}

/// Whether such a visit fits beside the booked ones, which are sorted by their start.
fn has_gap(session: Period, booked: &[&VisitFacts], minutes: u32) -> bool {
    let mut free_from = session.start();
    let ends = booked.iter().map(|it| (it.taken.start(), it.taken.end()));
    ends.chain([(session.end(), session.end())]).any(|(start, end)| {
        let fits = start.0 - free_from.0 >= i64::from(minutes) * 60;
        free_from = free_from.max(end);
        fits
    })
}

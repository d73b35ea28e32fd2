//! How much is booked at what is about to be switched off: said before it is done. Nobody's record is read for it.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::permitted,
    id::{LocationId, PersonId, ResourceId},
    people::Permission,
    refusal::Missing,
    schedule::MOST_DAYS_AHEAD,
    time::{Instant, Period},
};
use std::collections::BTreeMap;

/// Bookings do not reach further: no day of a series does.
const LOOK_AHEAD_MINUTES: i64 = MOST_DAYS_AHEAD * 24 * 60;

pub struct AheadRequest {
    pub location: LocationId,
    /// One resource of it; all of them when absent.
    pub resource: Option<ResourceId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub visits: usize,
    /// The day of the last of them, at the location.
    pub last_day: Option<NaiveDate>,
}

pub fn booked_ahead(desk: &FrontDesk, who: PersonId, request: &AheadRequest) -> AppResult<Ahead> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let zone = found(setup.location(request.location), Missing::Location)?.zone;
        let here = setup.resources.iter().filter(|it| it.location == request.location);
        let resources: Vec<ResourceId> =
            here.map(|it| it.id).filter(|id| request.resource.is_none_or(|it| it == *id)).collect();
        let busy = ahead(now).map(|it| reader.busy(&resources, it)).transpose()?;
        let visits: BTreeMap<_, _> =
            busy.into_iter().flatten().map(|(_, it)| (it.appointment, it.during.start())).collect();
        let last_day = visits.values().max().map(|it| it.local_date(zone));
        Ok(Ahead { visits: visits.len(), last_day })
    })
}

/// All the time in which something may be booked.
pub(crate) fn ahead(now: Instant) -> Option<Period> {
    Period::new(now, now.plus_minutes(LOOK_AHEAD_MINUTES))
}

//! How much is booked where something is about to be closed or switched off: said before it is done. Nobody's record is
//! read for it.

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
    time::{Instant, Period, local_day},
};
use std::collections::BTreeMap;

/// Bookings do not reach further.
const LOOK_AHEAD_DAYS: i64 = 3 * 366;

pub struct AheadRequest {
    pub location: LocationId,
    /// One resource of it; all of them when absent.
    pub resource: Option<ResourceId>,
    /// From now on when absent.
    pub first_day: Option<NaiveDate>,
    /// Without an end when absent.
    pub last_day: Option<NaiveDate>,
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
        let start = request.first_day.map_or(now, |it| local_day(zone, it).start().max(now));
        let end = request
            .last_day
            .map_or_else(|| Instant(now.0 + LOOK_AHEAD_DAYS * 24 * 60 * 60), |it| local_day(zone, it).end());
        let busy = Period::new(start, end).map(|it| reader.busy(&resources, it)).transpose()?;
        let visits: BTreeMap<_, _> =
            busy.into_iter().flatten().map(|(_, it)| (it.appointment, it.during.start())).collect();
        let last_day = visits.values().max().map(|it| it.local_date(zone));
        Ok(Ahead { visits: visits.len(), last_day })
    })
}

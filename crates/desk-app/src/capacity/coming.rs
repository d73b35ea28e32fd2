//! What the figures are made of beside the visits' facts: whose patients there are, and what stands in the days to come.

use crate::{error::AppResult, worklist};
use clinic_domain::{
    availability::{Book, ORDINARY_SEARCH_MINUTES},
    capacity::OwnProviders,
    id::{AppointmentId, LocationId, ResourceId},
    setup::Setup,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;
use std::{collections::HashSet, sync::Arc};

pub(super) struct Coming {
    pub held: Vec<(ResourceId, Period)>,
    pub book: Book,
    /// How many wait at each location.
    pub waiting: Vec<(LocationId, u32)>,
}

impl Coming {
    pub fn read(reader: &Reader<'_>, setup: &Setup, now: Instant) -> AppResult<Coming> {
        let resources: Vec<ResourceId> = setup.resources.iter().map(|it| it.id).collect();
        let ahead = Period::new(now, now.plus_minutes(ORDINARY_SEARCH_MINUTES));
        let busy = ahead.map_or_else(|| Ok(Vec::new()), |it| reader.busy(&resources, it, now))?;
        let holds = reader.standing_holds(now)?;
        let held = holds.iter().flat_map(|it| &it.slot.allocations).map(|it| (it.resource, it.during));
        let mut waiting = Vec::new();
        for location in &setup.locations {
            let here = reader.waiting(location.id)?.len();
            waiting.push((location.id, u32::try_from(here).unwrap_or(u32::MAX)));
        }
        Ok(Coming { held: held.collect(), book: busy.into_iter().collect(), waiting })
    }
}

/// Whose patients there are, as long as no patient's record and no setup was written.
pub(super) struct Own {
    patient_revision: u64,
    setup: u64,
    pub patients: u64,
    pub providers: OwnProviders,
}

impl Own {
    pub fn read(
        reader: &Reader<'_>,
        setup: &Setup,
        revision: u64,
        before: Option<Arc<Own>>,
    ) -> AppResult<Arc<Own>> {
        let patient_revision = reader.patient_revision()?;
        let is_good = |it: &Arc<Own>| it.patient_revision == patient_revision && it.setup == revision;
        if let Some(own) = before.filter(is_good) {
            return Ok(own);
        }
        let (patients, own) = reader.own_providers()?;
        let providers = OwnProviders::new(setup, own);
        Ok(Arc::new(Own { patient_revision, setup: revision, patients, providers }))
    }
}

/// The visits to come that lost their hours.
pub(super) fn lost(reader: &Reader<'_>, setup: &Setup, now: Instant) -> AppResult<HashSet<AppointmentId>> {
    let mut lost = HashSet::new();
    for location in &setup.locations {
        lost.extend(worklist::orphans(reader, setup, location, now.local_date(location.zone), now)?);
    }
    Ok(lost)
}

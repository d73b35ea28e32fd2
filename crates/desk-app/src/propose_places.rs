//! Whom fewer places leave without one: said before they are saved. Nobody loses the visit; somebody has to call.

use crate::{booked_ahead::ahead, error::AppResult, find_patients::List, front_desk::FrontDesk};
use clinic_domain::{
    appointment_type::AppointmentType,
    arbitration::{permitted, put_appointment_type, put_resource},
    availability::{BookedVisit, crowded_out},
    id::{AppointmentId, PersonId},
    people::Permission,
    resource::Resource,
    setup::Setup,
    time::Period,
};
use desk_cache::mirror::{DayRow, Reader};

/// What somebody is about to save.
pub enum FewerPlaces {
    In(Box<Resource>),
    OfType(Box<AppointmentType>),
}

pub struct CrowdedOut {
    pub visits: Vec<AppointmentId>,
    /// The first of them, by time.
    pub named: Vec<DayRow>,
}

/// More visits than these are counted only.
const MOST_NAMED: usize = 50;

pub fn propose_places(desk: &FrontDesk, who: PersonId, wanted: &FewerPlaces) -> AppResult<CrowdedOut> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewDay)?;
    let now = desk.now();
    let (organization, found) = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let before = &configuration.setup;
        let mut after = before.clone();
        match wanted {
            FewerPlaces::In(it) => {
                let put = put_resource(&author, before, now, it)?;
                after.resources.retain(|row| row.id != put.id);
                after.resources.push(put);
            }
            FewerPlaces::OfType(it) => {
                let put = put_appointment_type(&author, before, it)?;
                after.types.retain(|row| row.id != put.id);
                after.types.push(put);
            }
        }
        let mut booked = booked(reader, before, wanted, ahead(now))?;
        booked.retain(|it| it.visit.start() >= now);
        let visits = crowded_out(before, &after, &booked);
        let mut named = reader.visits(&visits[..visits.len().min(MOST_NAMED)])?;
        named.sort_by_key(|it| (it.visit.start(), it.id));
        Ok((before.organization.id, CrowdedOut { visits, named }))
    })?;
    if !found.named.is_empty() {
        let object = ("organization", organization.0);
        let detail = "visits that would find no place".to_owned();
        desk.lookups.list_shown(desk, who, List { action: "view_proposal", object, detail })?;
    }
    Ok(found)
}

fn booked(
    reader: &Reader<'_>,
    setup: &Setup,
    wanted: &FewerPlaces,
    period: Option<Period>,
) -> AppResult<Vec<BookedVisit>> {
    let Some(period) = period else { return Ok(Vec::new()) };
    match wanted {
        FewerPlaces::In(it) => Ok(reader.booked_with(it.id, period)?),
        FewerPlaces::OfType(of) => {
            let mut all = Vec::new();
            for location in &setup.locations {
                all.extend(reader.booked_at(location.id, period)?);
            }
            all.retain(|it| it.appointment_type == of.id);
            Ok(all)
        }
    }
}

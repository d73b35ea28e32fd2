//! What a change of hours or a closure would do to what is booked and to how long patients wait: said while a person
//! still types. Nothing is written, and nobody's record is read before the person wants to see whose visits they are.

use crate::{
    booked_ahead::ahead,
    error::{AppResult, found},
    find_offers::book_around,
    find_patients::List,
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration::{permitted, put_exception, put_organization, put_template},
    availability::{self, Asking, BookedVisit, Compared, Proposal, Request},
    id::{AppointmentTypeId, ExceptionId, LocationId, PersonId, ResourceId},
    organization::Organization,
    people::{Permission, Person},
    refusal::Missing,
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleChange, ScheduleException, ScheduleTemplate},
    setup::Setup,
    time::{Instant, Period, local_day},
};
use desk_cache::mirror::{DayRow, Reader};

/// What somebody is about to save.
pub enum Wanted {
    Template(ScheduleTemplate),
    Closure(ScheduleException),
    /// A closure that is taken back.
    Opening(ExceptionId),
    /// The organization with its business hours.
    BusinessHours(Box<Organization>),
}

pub struct ProposeRequest {
    pub wanted: Wanted,
    /// By whose third next time waiting is measured; the one that is booked most in the next two weeks when absent.
    pub appointment_type: Option<AppointmentTypeId>,
    /// Whether the visits that would lose their time are to be named.
    pub with_visits: bool,
}

pub struct Proposed {
    /// None for the whole organization.
    pub location: Option<LocationId>,
    pub now: Instant,
    pub proposal: Proposal,
    /// The first of those that would lose their time, when asked for.
    pub visits: Vec<DayRow>,
    pub wait: Option<Wait>,
}

/// When the third visit from now on could be had; no time at all within the ordinary search is none.
pub struct Wait {
    pub appointment_type: AppointmentTypeId,
    pub third_next: Compared<Option<Instant>>,
}

/// The time in which a type is booked most.
const ORDINARY_MINUTES: u32 = 14 * 24 * 60;
/// More visits than these are counted only.
const MOST_VISITS: usize = 200;

pub fn propose(desk: &FrontDesk, who: PersonId, request: &ProposeRequest) -> AppResult<Proposed> {
    let author = desk.author(who)?;
    if request.with_visits {
        permitted(&author, Permission::ViewDay)?;
    }
    let now = desk.now();
    let proposed = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let change = change(&author, setup, now, &request.wanted)?;
        let place = Place::of(setup, &change)?;
        let booked = place.booked(reader, setup, &change, now)?;
        let proposal = availability::propose(setup, &change, &booked, now);
        let named = &proposal.lost[..proposal.lost.len().min(MOST_VISITS)];
        let visits = if request.with_visits { reader.visits(named)? } else { Vec::new() };
        let of_type = match request.appointment_type {
            Some(id) => Some(found(setup.appointment_type(id), Missing::AppointmentType)?.id),
            None => {
                let soon = Period::of_minutes(now, ORDINARY_MINUTES);
                let soon = soon.map_or_else(|| Ok(Vec::new()), |it| place.booked_in(reader, it))?;
                availability::ordinary_type(setup, place.provider, &soon)
            }
        };
        let wait = match of_type.zip(place.waited_for()) {
            Some((of_type, location)) => {
                Some(place.wait(reader, setup, &change, (location, of_type), now)?)
            }
            None => None,
        };
        Ok(Proposed { location: place.location(), now, proposal, visits, wait })
    })?;
    if !proposed.visits.is_empty() {
        let object = match proposed.location {
            Some(id) => ("location", id.0),
            None => ("organization", desk.configuration()?.setup.organization.id.0),
        };
        let list =
            List { action: "view_proposal", object, detail: "visits that would lose their time".to_owned() };
        desk.lookups.list_shown(desk, who, list)?;
    }
    Ok(proposed)
}

/// The row as it would be written, by the decision that writes it.
fn change(author: &Person, setup: &Setup, now: Instant, wanted: &Wanted) -> AppResult<ScheduleChange> {
    Ok(match wanted {
        Wanted::Template(it) => ScheduleChange::Template(put_template(author, setup, now, it)?),
        Wanted::Closure(it) => ScheduleChange::Exception(put_exception(author, setup, now, it)?),
        Wanted::Opening(id) => {
            let current = setup.exceptions.iter().find(|it| it.id == *id && it.is_active);
            let current = found(current, Missing::Block)?;
            let taken_back = ScheduleException { is_active: false, ..current.clone() };
            ScheduleChange::Exception(put_exception(author, setup, now, &taken_back)?)
        }
        Wanted::BusinessHours(it) => {
            ScheduleChange::BusinessHours(put_organization(author, setup, it)?.business_hours)
        }
    })
}

/// Whom a change concerns.
struct Place {
    /// One, but for what concerns the whole organization.
    locations: Vec<LocationId>,
    /// None for whole locations.
    resource: Option<ResourceId>,
    provider: Option<ResourceId>,
}

impl Place {
    fn of(setup: &Setup, change: &ScheduleChange) -> AppResult<Place> {
        let resource = match change {
            ScheduleChange::Template(it) => it.resource,
            ScheduleChange::Exception(it) => match it.scope {
                ExceptionScope::Resource(id) => id,
                ExceptionScope::Location(id) => {
                    let location = found(setup.location(id), Missing::Location)?.id;
                    return Ok(Place { locations: vec![location], resource: None, provider: None });
                }
            },
            ScheduleChange::BusinessHours(_) => {
                let locations = setup.locations.iter().map(|it| it.id).collect();
                return Ok(Place { locations, resource: None, provider: None });
            }
        };
        let resource = found(setup.resource(resource), Missing::Resource)?;
        let provider = (resource.kind == ResourceKind::Provider).then_some(resource.id);
        Ok(Place { locations: vec![resource.location], resource: Some(resource.id), provider })
    }

    fn location(&self) -> Option<LocationId> {
        if let [location] = self.locations[..] { Some(location) } else { None }
    }

    /// Patients wait for providers, not for rooms, and at one location.
    fn waited_for(&self) -> Option<LocationId> {
        self.location().filter(|_| self.provider.is_some() || self.resource.is_none())
    }

    /// The visits to come that the change may touch.
    fn booked(
        &self,
        reader: &Reader<'_>,
        setup: &Setup,
        change: &ScheduleChange,
        now: Instant,
    ) -> AppResult<Vec<BookedVisit>> {
        let period = match change {
            ScheduleChange::Template(_) | ScheduleChange::BusinessHours(_) => ahead(now),
            ScheduleChange::Exception(it) => {
                let location = self.location().and_then(|id| setup.location(id));
                let zone = found(location, Missing::Location)?.zone;
                let (first, last) = (local_day(zone, it.first_day), local_day(zone, it.last_day));
                Period::new(first.start().max(now), last.end())
            }
        };
        let Some(period) = period else { return Ok(Vec::new()) };
        let mut booked = self.booked_in(reader, period)?;
        booked.retain(|it| it.visit.start() >= now);
        Ok(booked)
    }

    fn booked_in(&self, reader: &Reader<'_>, period: Period) -> AppResult<Vec<BookedVisit>> {
        if let Some(id) = self.resource {
            return Ok(reader.booked_with(id, period)?);
        }
        let mut booked = Vec::new();
        for location in &self.locations {
            booked.extend(reader.booked_at(*location, period)?);
        }
        Ok(booked)
    }

    fn wait(
        &self,
        reader: &Reader<'_>,
        setup: &Setup,
        change: &ScheduleChange,
        (location, appointment_type): (LocationId, AppointmentTypeId),
        now: Instant,
    ) -> AppResult<Wait> {
        let (after, providers) = (setup.with(change), self.provider.into_iter().collect::<Vec<_>>());
        let mut third_next = Compared { before: None, after: None };
        let whole = Period::new(now, now.plus_minutes(availability::ORDINARY_SEARCH_MINUTES));
        for within in
            whole.into_iter().flat_map(|it| availability::stretches(it, availability::FIRST_STRETCH_MINUTES))
        {
            let book = book_around(reader, setup, location, within, now)?;
            let request = Request {
                location,
                appointment_type,
                providers: &providers,
                own_provider: None,
                within,
                asking: Asking { now, patient_busy: &[], ignoring: None, is_new_patient: None },
                like: None,
                limit: 1,
            };
            let third = |setup| availability::third_next(setup, &book, &request);
            third_next = Compared { before: third(setup)?, after: third(&after)? };
            if third_next.before.is_some() && third_next.after.is_some() {
                break;
            }
        }
        Ok(Wait { appointment_type, third_next })
    }
}

//! What the figures are made of, read once for many questions.

use super::{Capacity, DAYS_AHEAD, WEEKS_BACK, zone};
use crate::{
    error::AppResult,
    front_desk::{Configuration, FrontDesk},
    worklist::orphans,
};
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    availability::{Book, ORDINARY_SEARCH_MINUTES},
    capacity::{
        OpenDay, OwnProviders, Released, Scope, ThirdNext, VisitFacts, open_days, third_next_available,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    resource::ResourceKind,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;
use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// What is known stays true for so long while nothing is written: what is free moves on with the clock.
const FRESH_SECONDS: i64 = 300;
/// As many as somebody goes back and forth between.
const MOST_ANSWERS: usize = 16;

/// The last that was read, for the next question.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<Arc<Known>>>);

/// Other numbers than last time: something was written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Revision {
    cursor: u64,
    received: u64,
    setup: u64,
}

impl Revision {
    fn of(reader: &Reader<'_>) -> AppResult<Revision> {
        Ok(Revision {
            cursor: reader.cursor()?,
            received: reader.received()?,
            setup: reader.setup_revision()?,
        })
    }
}

pub(super) struct Known {
    revision: Revision,
    at: Instant,
    pub configuration: Arc<Configuration>,
    /// By the clock of the first location.
    pub today: NaiveDate,
    days: RangeInclusive<NaiveDate>,
    pub visits: Vec<VisitFacts>,
    pub released: Vec<Released>,
    pub open: Vec<OpenDay>,
    pub held: Vec<(ResourceId, Period)>,
    pub own_providers: OwnProviders,
    pub orphans: HashSet<AppointmentId>,
    /// How many wait at each location.
    pub waiting: Vec<(LocationId, u32)>,
    pub patients: u64,
    /// As long as the type that is booked most: what a slot of a session is.
    pub slot_minutes: u16,
    /// What each provider is booked for most.
    pub usual_types: Vec<(ResourceId, AppointmentTypeId)>,
    book: Book,
    third_next: Mutex<HashMap<Option<AppointmentTypeId>, Arc<Vec<ThirdNext>>>>,
    answers: Mutex<Vec<Answer>>,
}

/// What was asked, and what was answered.
type Answer = ((Scope, RangeInclusive<NaiveDate>), Arc<Capacity>);

impl Known {
    /// Of the asked days, the weeks back and the days ahead.
    pub fn of(desk: &FrontDesk, asked: Option<&RangeInclusive<NaiveDate>>) -> AppResult<Arc<Known>> {
        let now = desk.now();
        desk.read(|reader| {
            let revision = Revision::of(reader)?;
            let mut kept = desk.capacity.0.lock().unwrap_or_else(PoisonError::into_inner);
            let has = |days: &RangeInclusive<NaiveDate>, it: &Known| {
                it.days.contains(days.start()) && it.days.contains(days.end())
            };
            let is_good = |it: &&Arc<Known>| {
                it.revision == revision
                    && (0..FRESH_SECONDS).contains(&(now.0 - it.at.0))
                    && asked.is_none_or(|days| has(days, it))
            };
            if let Some(known) = kept.as_ref().filter(is_good) {
                return Ok(Arc::clone(known));
            }
            let known = Arc::new(Known::read(desk, reader, revision, asked, now)?);
            *kept = Some(Arc::clone(&known));
            Ok(known)
        })
    }

    fn read(
        desk: &FrontDesk,
        reader: &Reader<'_>,
        revision: Revision,
        asked: Option<&RangeInclusive<NaiveDate>>,
        now: Instant,
    ) -> AppResult<Known> {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let today = now.local_date(zone(setup));
        let (first, last) =
            (today - TimeDelta::weeks(WEEKS_BACK + 1), today + TimeDelta::days(DAYS_AHEAD - 1));
        let days = asked.map_or(first..=last, |it| (*it.start()).min(first)..=(*it.end()).max(last));
        let (visits, released) = reader.visit_facts(setup, &days)?;
        let resources: Vec<ResourceId> = setup.resources.iter().map(|it| it.id).collect();
        let ahead = Period::new(now, now.plus_minutes(ORDINARY_SEARCH_MINUTES));
        let busy = ahead.map_or_else(|| Ok(Vec::new()), |it| reader.busy(&resources, it, now))?;
        let holds = reader.standing_holds(now)?;
        let held = holds.iter().flat_map(|it| &it.slot.allocations).map(|it| (it.resource, it.during));
        let (patients, own) = reader.own_providers()?;
        let (mut lost, mut waiting) = (HashSet::new(), Vec::new());
        for location in &setup.locations {
            let here = reader.waiting(location.id)?.len();
            waiting.push((location.id, u32::try_from(here).unwrap_or(u32::MAX)));
            lost.extend(orphans(reader, setup, location, now.local_date(location.zone), now)?);
        }
        let usual_types = usual_types(&configuration, &visits);
        Ok(Known {
            revision,
            at: now,
            today,
            open: open_days(setup, days.clone(), now),
            held: held.collect(),
            own_providers: OwnProviders::new(setup, own),
            orphans: lost,
            waiting,
            patients: patients as u64,
            slot_minutes: slot_minutes(&configuration, &visits),
            usual_types,
            book: busy.into_iter().collect(),
            third_next: Mutex::default(),
            answers: Mutex::default(),
            days,
            visits,
            released,
            configuration,
        })
    }

    /// What was answered to the same before, or is now.
    pub fn answered(
        &self,
        scope: Scope,
        days: &RangeInclusive<NaiveDate>,
        answer: impl FnOnce() -> AppResult<Capacity>,
    ) -> AppResult<Arc<Capacity>> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |it: &Answer| it.0.0 == scope && it.0.1 == *days;
        if let Some((_, found)) = answers.iter().find(|it| is_same(it)) {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(answer()?);
        if answers.len() == MOST_ANSWERS {
            answers.remove(0);
        }
        answers.push(((scope, days.clone()), Arc::clone(&found)));
        Ok(found)
    }

    /// For the asked type; for what each provider is booked for most when absent.
    pub fn third_next(&self, of_type: Option<AppointmentTypeId>) -> Arc<Vec<ThirdNext>> {
        let mut known = self.third_next.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(of_type).or_insert_with(|| {
            let asked = self.usual_types.iter().map(|(id, usual)| (*id, of_type.unwrap_or(*usual)));
            let asked: Vec<_> = asked.collect();
            Arc::new(third_next_available(&self.configuration.setup, &mut self.book.clone(), &asked, self.at))
        });
        Arc::clone(found)
    }

    pub fn providers(&self) -> u64 {
        providers_in_use(&self.configuration).count() as u64
    }

    pub fn organization(&self) -> Uuid {
        self.configuration.setup.organization.id.0
    }
}

fn providers_in_use(configuration: &Configuration) -> impl Iterator<Item = ResourceId> {
    let resources = configuration.setup.resources.iter();
    resources.filter(|it| it.is_active && it.kind == ResourceKind::Provider).map(|it| it.id)
}

/// Of every provider in use who has any visit; the first type of the list where two are booked alike.
fn usual_types(configuration: &Configuration, visits: &[VisitFacts]) -> Vec<(ResourceId, AppointmentTypeId)> {
    let mut booked: HashMap<(ResourceId, AppointmentTypeId), usize> = HashMap::new();
    for it in visits {
        if let Some(provider) = it.provider {
            *booked.entry((provider, it.appointment_type)).or_default() += 1;
        }
    }
    let types: Vec<AppointmentTypeId> =
        configuration.setup.types.iter().filter(|it| it.is_active).rev().map(|it| it.id).collect();
    let usual = |provider| {
        let most = types.iter().max_by_key(|it| booked.get(&(provider, **it)));
        most.filter(|it| booked.contains_key(&(provider, **it))).map(|it| (provider, *it))
    };
    providers_in_use(configuration).filter_map(usual).collect()
}

fn slot_minutes(configuration: &Configuration, visits: &[VisitFacts]) -> u16 {
    let mut booked: HashMap<AppointmentTypeId, usize> = HashMap::new();
    visits.iter().for_each(|it| *booked.entry(it.appointment_type).or_default() += 1);
    let types = configuration.setup.types.iter().rev();
    let most = types.max_by_key(|it| booked.get(&it.id));
    most.map_or(configuration.setup.organization.settings.grid_minutes.into(), |it| it.duration_minutes)
}

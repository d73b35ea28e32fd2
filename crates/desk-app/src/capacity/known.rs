//! What the figures are made of, read once for many questions.

use super::{Capacity, DAYS_AHEAD, WEEKS_BACK, facts::Facts};
use crate::{
    error::AppResult,
    front_desk::{Configuration, FrontDesk},
    worklist::orphans,
};
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    availability::{Book, ORDINARY_SEARCH_MINUTES},
    capacity::{OpenDay, OwnProviders, Scope, ThirdNext, VisitFacts, open_days, third_next_available},
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    resource::ResourceKind,
    setup::Setup,
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

/// Whose patients there are, as long as no patient's record and no setup was written.
struct Own {
    patient_revision: u64,
    setup: u64,
    patients: u64,
    providers: OwnProviders,
}

pub(super) struct Known {
    revision: Revision,
    at: Instant,
    pub configuration: Arc<Configuration>,
    /// By the clock of the first location.
    pub today: NaiveDate,
    pub facts: Arc<Facts>,
    pub open: Vec<OpenDay>,
    pub held: Vec<(ResourceId, Period)>,
    own: Arc<Own>,
    pub orphans: HashSet<AppointmentId>,
    /// How many wait at each location.
    pub waiting: Vec<(LocationId, u32)>,
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
            let is_good = |it: &&Arc<Known>| {
                it.revision == revision
                    && (0..FRESH_SECONDS).contains(&(now.0 - it.at.0))
                    && asked.is_none_or(|days| it.facts.has(days))
            };
            if let Some(known) = kept.as_ref().filter(is_good) {
                return Ok(Arc::clone(known));
            }
            // Nobody else has its facts as a rule: they are changed in place.
            let before = kept.take().map(|it| (Arc::clone(&it.facts), Arc::clone(&it.own)));
            let (facts, own) = before.map_or_else(Default::default, |(facts, own)| (facts, Some(own)));
            let known =
                Arc::new(Known::read(desk, reader, revision, asked, now, Arc::unwrap_or_clone(facts), own)?);
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
        facts: Facts,
        own: Option<Arc<Own>>,
    ) -> AppResult<Known> {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let today = now.local_date(setup.first_zone());
        let stretches = stretches(today, asked);
        let is_same = |other: &Reader<'_>| Ok(Revision::of(other)? == revision);
        let of_setup = (setup, revision.setup);
        let (facts, beside) = Facts::read(desk, reader, of_setup, &stretches, facts, is_same, || {
            Beside::read(reader, setup, revision.setup, own, now)
        })?;
        let recent = facts.visits_on(&usual_days(today));
        let (usual_types, slot_minutes) =
            (usual_types(&configuration, recent), slot_minutes(&configuration, recent));
        let Beside { own, held, book, orphans, waiting } = beside;
        Ok(Known {
            revision,
            at: now,
            today,
            open: stretches.into_iter().flat_map(|days| open_days(setup, days, now)).collect(),
            facts: Arc::new(facts),
            held,
            own,
            orphans,
            waiting,
            slot_minutes,
            usual_types,
            book,
            third_next: Mutex::default(),
            answers: Mutex::default(),
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

    pub fn patients(&self) -> u64 {
        self.own.patients
    }

    pub fn own_providers(&self) -> &OwnProviders {
        &self.own.providers
    }

    pub fn providers(&self) -> u64 {
        providers_in_use(&self.configuration).count() as u64
    }

    pub fn organization(&self) -> Uuid {
        self.configuration.setup.organization.id.0
    }
}

/// What is read beside the visits' facts.
struct Beside {
    own: Arc<Own>,
    held: Vec<(ResourceId, Period)>,
    book: Book,
    orphans: HashSet<AppointmentId>,
    waiting: Vec<(LocationId, u32)>,
}

impl Beside {
    fn read(
        reader: &Reader<'_>,
        setup: &Setup,
        revision: u64,
        own: Option<Arc<Own>>,
        now: Instant,
    ) -> AppResult<Beside> {
        let resources: Vec<ResourceId> = setup.resources.iter().map(|it| it.id).collect();
        let ahead = Period::new(now, now.plus_minutes(ORDINARY_SEARCH_MINUTES));
        let busy = ahead.map_or_else(|| Ok(Vec::new()), |it| reader.busy(&resources, it, now))?;
        let holds = reader.standing_holds(now)?;
        let held = holds.iter().flat_map(|it| &it.slot.allocations).map(|it| (it.resource, it.during));
        let (mut lost, mut waiting) = (HashSet::new(), Vec::new());
        for location in &setup.locations {
            let here = reader.waiting(location.id)?.len();
            waiting.push((location.id, u32::try_from(here).unwrap_or(u32::MAX)));
            lost.extend(orphans(reader, setup, location, now.local_date(location.zone), now)?);
        }
        Ok(Beside {
            own: Own::read(reader, setup, revision, own)?,
            held: held.collect(),
            book: busy.into_iter().collect(),
            orphans: lost,
            waiting,
        })
    }
}

impl Own {
    fn read(
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

/// What the room looks at by itself.
fn usual_days(today: NaiveDate) -> RangeInclusive<NaiveDate> {
    today - TimeDelta::weeks(WEEKS_BACK + 1)..=today + TimeDelta::days(DAYS_AHEAD - 1)
}

/// The days to be known: one after the other where the asked ones reach as far as the usual ones.
fn stretches(today: NaiveDate, asked: Option<&RangeInclusive<NaiveDate>>) -> Vec<RangeInclusive<NaiveDate>> {
    let usual = usual_days(today);
    match asked {
        None => vec![usual],
        Some(days) if *days.end() < *usual.start() => vec![days.clone(), usual],
        Some(days) if *days.start() > *usual.end() => vec![usual, days.clone()],
        Some(days) => vec![(*days.start()).min(*usual.start())..=(*days.end()).max(*usual.end())],
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

//! What the figures are made of, read once for many questions.

use super::{
    Capacity, DAYS_AHEAD, WEEKS_BACK,
    coming::{Coming, Own, lost},
    facts::{self, Facts},
    together::together,
};
use crate::{
    error::AppResult,
    front_desk::{Configuration, FrontDesk},
};
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    availability::Book,
    capacity::{
        Ahead, Cell, Need, OpenDay, OwnProviders, Scope, Situation, ThirdNext, VisitFacts, heat, needs,
        open_days, third_next_available,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    resource::ResourceKind,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;
use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
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
    /// Of the whole practice, whatever is filtered.
    needs: OnceLock<Vec<Need>>,
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
        let (standing, to_read) = Facts::standing(reader, revision.setup, &stretches, facts)?;
        let is_taken = AtomicBool::new(false);
        // What nobody has read yet goes to whoever has time first.
        let share = |reader: &Reader<'_>| {
            let orphans = match is_taken.swap(true, Ordering::Relaxed) {
                true => None,
                false => Some(lost(reader, setup, now)?),
            };
            AppResult::Ok((orphans, facts::read(&to_read, reader, setup)?))
        };
        // Another reader helps, if it sees the same book.
        let there = || {
            desk.read(|other| match Revision::of(other)? == revision {
                true => Ok(Some((Own::read(other, setup, revision.setup, own)?, share(other)?))),
                false => Ok(None),
            })
        };
        let here = || Ok((Coming::read(reader, setup, now)?, share(reader)?));
        let (helped, (coming, (orphans, mut parts))) = together(there, here)?;
        let (own, (others_orphans, others)) = match helped {
            Some(it) => it,
            None => (Own::read(reader, setup, revision.setup, None)?, share(reader)?),
        };
        parts.extend(others);
        let facts = standing.with(parts);
        let recent = facts.visits_on(&usual_days(today));
        let (usual_types, slot_minutes) =
            (usual_types(&configuration, recent), slot_minutes(&configuration, recent));
        let Coming { held, book, waiting } = coming;
        Ok(Known {
            revision,
            at: now,
            today,
            open: stretches.into_iter().flat_map(|days| open_days(setup, days, now)).collect(),
            facts: Arc::new(facts),
            held,
            own,
            orphans: orphans.or(others_orphans).unwrap_or_default(),
            waiting,
            slot_minutes,
            usual_types,
            needs: OnceLock::new(),
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

    pub fn needs(&self) -> &[Need] {
        self.needs.get_or_init(|| {
            needs(&Situation {
                setup: &self.configuration.setup,
                today: self.today,
                now: self.at,
                cells: &self.cells(&Scope::default(), self.at),
                third_next: &self.third_next(None),
                visits: &self.facts.visits,
                open: &self.open,
                orphans: &self.orphans,
                waiting: &self.waiting,
                slot_minutes: self.slot_minutes,
            })
        })
    }

    /// What today and each provider's days ahead hold.
    pub fn cells(&self, scope: &Scope, now: Instant) -> Vec<Cell> {
        let days = self.today..=last_ahead(self.today);
        let Known { configuration, open, held, .. } = self;
        let visits = &self.facts.visits;
        heat(scope, &days, &Ahead { setup: &configuration.setup, visits, open, held, now })
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

fn last_ahead(today: NaiveDate) -> NaiveDate {
    today + TimeDelta::days(DAYS_AHEAD - 1)
}

/// What the room looks at by itself.
fn usual_days(today: NaiveDate) -> RangeInclusive<NaiveDate> {
    today - TimeDelta::weeks(WEEKS_BACK + 1)..=last_ahead(today)
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

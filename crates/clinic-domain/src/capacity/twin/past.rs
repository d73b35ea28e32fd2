//! What happened, in minutes of the wall clock and by provider, out of the facts of visits.

use super::{
    chance::Chance,
    timetable::{DAY, Timetable, wall_minute},
};
use crate::{
    appointment::AppointmentStatus,
    capacity::VisitFacts,
    id::{AppointmentTypeId, ResourceId},
    setup::Setup,
    time::Instant,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};

/// A consultation of more than this was not checked out.
const LONGEST_CONSULT_MINUTES: i32 = 4 * 60;
/// Who comes earlier or later than this was put down wrongly, or came for something else.
const FURTHEST_FROM_START_MINUTES: i32 = 120;
/// Where nothing is known of how long before a visit is asked for.
const UNKNOWN_LEAD_MINUTES: i32 = 14 * DAY;
/// Imports without a booking time get that of another visit, always the same one.
const IMPORTS: u64 = 0x1ead;

/// A visit that was asked for and where it stood at last. Minutes count from the first day's midnight.
#[derive(Clone, Copy, Debug)]
pub(super) struct PastVisit {
    pub(super) asked: i32,
    pub(super) is_asked_known: bool,
    /// Since when it stands where it stands.
    pub(super) placed: i32,
    pub(super) start: i32,
    pub(super) minutes: u16,
    pub(super) kind: u16,
    pub(super) is_wished_there: bool,
    pub(super) outcome: Outcome,
    /// After its start; early is below 0.
    pub(super) punctuality: Option<i16>,
    pub(super) seen: Option<Seen>,
    pub(super) out: Option<i32>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Came,
    /// Nobody was seen, and the time stood empty.
    Missed,
    /// So many minutes before it was to begin.
    CalledOff {
        before: u32,
    },
    Unknown,
}

/// When a patient was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) from: i32,
    pub(super) minutes: u16,
}

/// How many facts say how much: what the limits are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Replayed.
    pub visits: u32,
    /// Of them, without a booking time.
    pub without_booking_time: u32,
    /// Overbooks: they are replayed as ordinary visits.
    pub overbooks: u32,
    /// Booked where the schedule, as it is now, has no time.
    pub outside_hours: u32,
    /// Of the past, without a word on what became of them.
    pub without_outcome: u32,
    /// Patients who came.
    pub came: u32,
    /// Of them, with the times at which the provider began and was done.
    pub with_times: u32,
    /// Of them, with the time at which they arrived.
    pub with_arrival: u32,
    /// Not replayed: without a provider, or joining a group.
    pub left_out: u32,
}

pub(super) struct Past {
    /// As the providers of the timetable.
    pub(super) visits: Vec<Vec<PastVisit>>,
    pub(super) counted: Counted,
}

impl Past {
    /// Of the days that are replayed and what was booked for later. `now` tells the past from what is to come.
    pub(super) fn of(setup: &Setup, timetable: &Timetable, facts: &[VisitFacts], now: Instant) -> Past {
        let providers: HashMap<ResourceId, usize> =
            timetable.providers.iter().enumerate().map(|(at, it)| (it.provider, at)).collect();
        let kinds: HashMap<AppointmentTypeId, usize> =
            timetable.types.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let mut past =
            Past { visits: vec![Vec::new(); timetable.providers.len()], counted: Counted::default() };
        let mut groups = HashSet::new();
        let is_replayed = |it: &&VisitFacts| it.day >= timetable.first && was_asked_for(it.status);
        let mut facts: Vec<&VisitFacts> = facts.iter().filter(is_replayed).collect();
        facts.sort_by_key(|it| (it.booked_at.unwrap_or(it.visit.start()), it.appointment));
        for it in facts {
            let at = it.provider.map(|id| providers.get(&id).copied());
            if at == Some(None) {
                continue;
            }
            let kind = kinds.get(&it.appointment_type).copied();
            let places = setup.appointment_type(it.appointment_type).map_or(1, |it| it.places);
            let joins = places > 1 && !groups.insert((it.provider, it.appointment_type, it.visit.start()));
            let (Some(at), Some(kind), false) = (at.flatten(), kind, joins) else {
                past.counted.left_out += 1;
                continue;
            };
            let zone = timetable.providers[at].zone;
            let visit = PastVisit::of(it, zone, timetable.first, u16::try_from(kind).unwrap_or(u16::MAX));
            past.counted.note(it, &visit, now);
            past.visits[at].push(visit);
        }
        past.ask();
        past
    }

    /// Gives a time of asking to those that have none: as long before as another visit of the type, else of any.
    fn ask(&mut self) {
        let mut leads: HashMap<Option<u16>, Vec<i32>> = HashMap::new();
        for it in self.visits.iter().flatten().filter(|it| it.is_asked_known) {
            for key in [Some(it.kind), None] {
                leads.entry(key).or_default().push(it.start - it.asked);
            }
        }
        let mut chance = Chance::of(IMPORTS, 0, 0);
        for it in self.visits.iter_mut().flatten().filter(|it| !it.is_asked_known) {
            let others = leads.get(&Some(it.kind)).or_else(|| leads.get(&None));
            let lead = others.and_then(|it| chance.one_of(it)).unwrap_or(UNKNOWN_LEAD_MINUTES);
            it.asked = it.start - lead;
            it.placed = it.asked;
        }
        self.visits.iter_mut().for_each(|of| of.sort_by_key(|it| (it.asked, it.start)));
    }
}

impl PastVisit {
    fn of(it: &VisitFacts, zone: Tz, first: NaiveDate, kind: u16) -> PastVisit {
        let minute = |at: Instant| wall_minute(at.wall(zone), first);
        let start = minute(it.visit.start());
        let asked = it.booked_at.map(minute);
        let seen = it.attended.with_provider_at.zip(it.attended.out_at).and_then(|(from, out)| {
            let minutes = i32::try_from((out.0 - from.0) / 60).ok()?;
            let minutes = (0..=LONGEST_CONSULT_MINUTES).contains(&minutes).then_some(minutes)?;
            Some(Seen { from: minute(from), minutes: u16::try_from(minutes).ok()? })
        });
        let late = it.attended.arrived_at.map(|at| minute(at) - start);
        let is_told = |late: &i32| !it.is_walk_in && late.abs() <= FURTHEST_FROM_START_MINUTES;
        PastVisit {
            asked: asked.unwrap_or(start),
            is_asked_known: asked.is_some(),
            placed: it.placed_at.map(minute).or(asked).unwrap_or(start),
            start,
            minutes: u16::try_from(it.visit.minutes()).unwrap_or(u16::MAX).clamp(1, DAY as u16),
            kind,
            is_wished_there: it.is_of_series || asked.is_none(),
            outcome: Outcome::of(it),
            punctuality: late.filter(is_told).and_then(|it| i16::try_from(it).ok()),
            seen,
            out: it.attended.out_at.map(minute).filter(|out| out.div_euclid(DAY) == start.div_euclid(DAY)),
        }
    }

    /// The day after the first on which it stood at last.
    pub(super) fn day(&self) -> i32 {
        self.start.div_euclid(DAY)
    }

    /// When its time was given back.
    pub(super) fn gone(&self) -> Option<i32> {
        match self.outcome {
            Outcome::CalledOff { before } => i32::try_from(before).ok().map(|before| self.start - before),
            _ => None,
        }
    }
}

impl Outcome {
    fn of(it: &VisitFacts) -> Outcome {
        use AppointmentStatus as S;
        let before = it.called_off.map(|called| (it.visit.start().0 - called.at.0) / 60);
        match it.status {
            S::Cancelled | S::LateCancel => match before.map(u32::try_from) {
                Some(Ok(before)) if before > 0 => Outcome::CalledOff { before },
                // Too late to be anybody else's.
                _ => Outcome::Missed,
            },
            S::NoShow | S::LeftWithoutBeingSeen => Outcome::Missed,
            S::Arrived | S::CheckedIn | S::Roomed | S::WithProvider | S::Fulfilled => Outcome::Came,
            _ => Outcome::Unknown,
        }
    }
}

impl Counted {
    fn note(&mut self, fact: &VisitFacts, it: &PastVisit, now: Instant) {
        let came = it.outcome == Outcome::Came;
        self.visits += 1;
        self.without_booking_time += u32::from(!it.is_asked_known);
        self.overbooks += u32::from(fact.lane > 0);
        self.without_outcome += u32::from(it.outcome == Outcome::Unknown && fact.visit.end() <= now);
        self.came += u32::from(came);
        self.with_times += u32::from(came && it.seen.is_some());
        self.with_arrival += u32::from(came && it.punctuality.is_some());
    }
}

/// What only stood on a list, or was put in by mistake, was no request.
fn was_asked_for(status: AppointmentStatus) -> bool {
    use AppointmentStatus as S;
    !matches!(status, S::Proposed | S::Waitlist | S::EnteredInError)
}

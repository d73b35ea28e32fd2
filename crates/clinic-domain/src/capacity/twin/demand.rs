//! What a year asked of a practice: who asked when, for what and for when, what became of it, and how long things took.

use super::{
    free_time::Need,
    past::{Counted, Outcome, Past, PastVisit},
    really::really,
    tally::Tally,
    timetable::{DAY, Timetable},
};
use crate::{capacity::VisitFacts, id::ResourceId, setup::Setup, time::Instant};

/// A figure of fewer visits than this says little: the next wider ones are asked.
const ENOUGH: usize = 20;
/// How long something took, of what was planned, in thousandths: no more than this is drawn.
const SLOWEST: u32 = 4_000;
pub(super) const AS_PLANNED: u16 = 1_000;

/// The demand of some providers on some days.
#[derive(Clone, Debug)]
pub struct Demand {
    pub(super) providers: Vec<Asked>,
    pub(super) kinds: Vec<Kind>,
    pub(super) days: usize,
    /// Minutes that patients came after their time.
    pub(super) punctuality: Vec<i16>,
    pub(super) really: Vec<Tally>,
    counted: Counted,
    ids: Vec<ResourceId>,
}

/// What is asked of one provider.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// By the time of asking.
    pub(super) requests: Vec<Request>,
    /// For each type, how long it took of what was planned, in thousandths.
    pub(super) paces: Vec<Vec<u16>>,
    /// For each type, what becomes of visits of which nothing is known yet.
    pub(super) fates: Vec<Vec<(Outcome, i32)>>,
    /// What third next available is asked for, and its notice: the type that is asked for most.
    pub(super) ordinary: Option<(Need, i32)>,
}

/// Minutes count from the first day's midnight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request {
    pub(super) asked: i32,
    /// It is not wished for before so many days have gone.
    pub(super) wished_after_days: i32,
    pub(super) kind: u16,
    pub(super) minutes: u16,
    pub(super) outcome: Outcome,
    /// Minutes from asking to the visit as it really was.
    pub(super) lead: i32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    before: u16,
    minutes: u16,
    after: u16,
    pub(super) notice: i32,
}

impl Kind {
    pub(super) fn need(&self, kind: u16, minutes: u16) -> Need {
        Need { kind, before: self.before, minutes, after: self.after }
    }
}

impl Demand {
    /// Out of the facts of all visits that stand on the replayed days or later: what is booked for later fills the last
    /// weeks. `actual` is the schedule as it was, as far as it is known.
    #[must_use]
    pub fn of(setup: &Setup, actual: &Timetable, facts: &[VisitFacts], now: Instant) -> Demand {
        let past = Past::of(setup, actual, facts, now);
        let kinds: Vec<Kind> = actual
            .types
            .iter()
            .filter_map(|id| setup.appointment_type(*id))
            .map(|it| Kind {
                before: it.buffer_before_minutes,
                minutes: it.duration_minutes,
                after: it.buffer_after_minutes,
                notice: i32::try_from(it.notice_minutes).unwrap_or(i32::MAX / 2),
            })
            .collect();
        let everybody: Vec<&PastVisit> = past.visits.iter().flatten().collect();
        let paces = by_type(&everybody, kinds.len(), pace);
        let fates = by_type(&everybody, kinds.len(), fate);
        let mut demand = Demand {
            providers: Vec::new(),
            kinds,
            days: actual.days,
            punctuality: everybody.iter().filter_map(|it| it.punctuality).collect(),
            really: Vec::new(),
            counted: past.counted,
            ids: actual.providers.iter().map(|it| it.provider).collect(),
        };
        for (hours, visits) in actual.providers.iter().zip(&past.visits) {
            let own: Vec<&PastVisit> = visits.iter().collect();
            let own_paces = of_each_type(&own, demand.kinds.len(), pace);
            let ordinary = demand.ordinary(visits);
            let (wishes, tally) = really(actual, hours, visits, &demand.kinds, ordinary.as_ref());
            let requests = visits.iter().zip(wishes).map(|(it, wish)| Request::of(it, wish)).collect();
            let paces = own_paces.into_iter().zip(&paces);
            let asked = Asked {
                requests,
                paces: paces.map(|(own, all)| if own.len() < ENOUGH { all.clone() } else { own }).collect(),
                fates: fates.clone(),
                ordinary,
            };
            demand.really.push(tally);
            demand.providers.push(asked);
        }
        demand.counted.outside_hours = outside_hours(actual, &past);
        demand
    }

    #[must_use]
    pub fn counted(&self) -> &Counted {
        &self.counted
    }

    /// In the order of all tallies.
    #[must_use]
    pub fn providers(&self) -> &[ResourceId] {
        &self.ids
    }

    /// How long a replay is, in weeks; the last may be cut off.
    pub(super) fn weeks(&self) -> usize {
        self.days.div_ceil(7)
    }

    fn ordinary(&self, visits: &[PastVisit]) -> Option<(Need, i32)> {
        let mut asked = vec![0_u32; self.kinds.len()];
        visits.iter().for_each(|it| asked[usize::from(it.kind)] += 1);
        let most = (0..asked.len()).rev().max_by_key(|it| asked[*it]).filter(|it| asked[*it] > 0)?;
        let kind = &self.kinds[most];
        Some((kind.need(u16::try_from(most).ok()?, kind.minutes), kind.notice))
    }
}

impl Request {
    fn of(it: &PastVisit, wished_after_days: i32) -> Request {
        Request {
            asked: it.asked,
            wished_after_days,
            kind: it.kind,
            minutes: it.minutes,
            outcome: it.outcome,
            lead: (it.start - it.asked).max(1),
        }
    }
}

fn pace(it: &PastVisit) -> Option<u16> {
    let took = u32::from(it.seen.filter(|_| it.outcome == Outcome::Came)?.minutes);
    u16::try_from((took * 1_000 / u32::from(it.minutes)).min(SLOWEST)).ok()
}

fn fate(it: &PastVisit) -> Option<(Outcome, i32)> {
    (it.outcome != Outcome::Unknown).then_some((it.outcome, (it.start - it.asked).max(1)))
}

/// Of each type, and of all where there are too few.
fn by_type<T: Copy>(visits: &[&PastVisit], kinds: usize, value: fn(&PastVisit) -> Option<T>) -> Vec<Vec<T>> {
    let all: Vec<T> = visits.iter().filter_map(|it| value(it)).collect();
    let of = of_each_type(visits, kinds, value).into_iter();
    of.map(|own| if own.len() < ENOUGH { all.clone() } else { own }).collect()
}

fn of_each_type<T>(visits: &[&PastVisit], kinds: usize, value: fn(&PastVisit) -> Option<T>) -> Vec<Vec<T>> {
    let mut of: Vec<Vec<T>> = (0..kinds).map(|_| Vec::new()).collect();
    for it in visits {
        of[usize::from(it.kind)].extend(value(it));
    }
    of
}

/// On the replayed days: overbooks aside, a sign of hours that were others then.
fn outside_hours(actual: &Timetable, past: &Past) -> u32 {
    let outside = actual.providers.iter().zip(&past.visits).map(|(hours, visits)| {
        let is_outside = |it: &&PastVisit| {
            let day = usize::try_from(it.day()).ok().filter(|it| *it < actual.days);
            let (from, minutes) = (it.start.rem_euclid(DAY), i32::from(it.minutes));
            day.is_some_and(|day| {
                let mut open = hours.days[day].all.iter();
                !open.any(|it| i32::from(it.from) <= from && from + minutes <= i32::from(it.to))
            })
        };
        visits.iter().filter(is_outside).count()
    });
    u32::try_from(outside.sum::<usize>()).unwrap_or(u32::MAX)
}

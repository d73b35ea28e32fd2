//! Whether one more visit can be put over a provider's booked ones, and what everybody would wait for it.
//!
//! Each patient comes or does not, whatever the others do, at the time they were told; visits last as long as they were
//! booked for, and the provider sees who is there in the order of their starts. From that, when the provider is free again is a
//! distribution over minutes that each visit moves on, exactly: no run of chance is drawn. It knows nothing of late patients, and of
//! visits that last longer than they should.
//!
//! Invariants: at most one visit is suggested, and only where nobody's expected wait grows by more than the limit, the
//! extra patient's own included, and the provider is not expected to stay longer than the limit. Times are whole minutes:
//! a start is rounded down, a length up.

use crate::time::{Instant, Period};

/// Above it nothing is suggested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Of anybody's expected wait, by the extra visit.
    pub added_wait_min: f64,
    /// Expected, after the end of the session, with the extra visit.
    pub overtime_min: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { added_wait_min: 10.0, overtime_min: 15.0 }
    }
}

/// A visit of the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    pub visit: Period,
    /// How likely it is missed.
    pub missed: f64,
}

/// What a session comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits {
    /// By visit, as they were given: minutes that the patient is expected to wait if they come.
    pub each_min: Vec<f64>,
    /// After the end of the session.
    pub overtime_min: f64,
}

/// One more visit, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overbook {
    pub starts_at: Instant,
    /// The extra patient's own wait.
    pub own_wait_min: f64,
    /// By how much the wait of whoever it meets most grows; the extra patient's own is among them.
    pub most_added_wait_min: f64,
    /// By how much the session's waits grow together, for each patient who is expected to come.
    pub added_wait_each_min: f64,
    pub overtime_min: f64,
    pub added_overtime_min: f64,
    /// How many of the booked patients are expected not to come.
    pub expected_missed: f64,
}

/// The waits of a session of one provider. Who begins at the same time is seen in the order given.
#[must_use]
pub fn waits(session: Period, visits: &[Expected]) -> Waits {
    let mut order: Vec<usize> = (0..visits.len()).collect();
    order.sort_by_key(|it| visits[*it].visit.start());
    let origin = order.first().map_or(session.start(), |it| session.start().min(visits[*it].visit.start()));
    let minute = |at: Instant| usize::try_from((at.0 - origin.0).div_euclid(60)).unwrap_or(0);
    // How likely the provider is free again at each minute.
    let mut free = vec![1.0];
    let mut each_min = vec![0.0; visits.len()];
    for at in order {
        let it = &visits[at];
        let (start, lasts) = (minute(it.visit.start()), length(it.visit));
        each_min[at] = beyond(&free, start);
        let mut next = vec![0.0; free.len().max(start + 1) + lasts];
        for (minute, share) in free.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            next[minute] += share * it.missed;
            next[minute.max(start) + lasts] += share * (1.0 - it.missed);
        }
        free = next;
    }
    Waits { each_min, overtime_min: beyond(&free, minute(session.end())) }
}

/// The start, of those given, at which one more visit makes anybody wait least, if it keeps within the limits; the
/// earliest of equal ones. Only a start at which it would lie over a booked visit is an overbook: elsewhere it is a booking.
#[must_use]
pub fn overbook(
    session: Period,
    visits: &[Expected],
    starts: &[Instant],
    minutes: u32,
    missed: f64,
    limits: Limits,
) -> Option<Overbook> {
    let without = waits(session, visits);
    let extras = starts.iter().filter_map(|start| Period::of_minutes(*start, minutes));
    let over = extras.filter(|extra| visits.iter().any(|it| it.visit.overlaps(extra)));
    let tried = over.map(|visit| with(session, visits, &without, Expected { visit, missed }));
    let kept = tried.filter(|it| {
        it.most_added_wait_min <= limits.added_wait_min && it.overtime_min <= limits.overtime_min
    });
    kept.min_by(|one, other| {
        let by_wait = one.most_added_wait_min.total_cmp(&other.most_added_wait_min);
        by_wait.then(one.starts_at.cmp(&other.starts_at))
    })
}

fn with(session: Period, visits: &[Expected], without: &Waits, extra: Expected) -> Overbook {
    let all: Vec<Expected> = visits.iter().copied().chain([extra]).collect();
    let waits = waits(session, &all);
    let before = without.each_min.iter().copied().chain([0.0]);
    let added: Vec<f64> = waits.each_min.iter().zip(before).map(|(with, without)| with - without).collect();
    let coming = all.iter().map(|it| 1.0 - it.missed);
    let together: f64 = added.iter().zip(coming.clone()).map(|(added, comes)| added * comes).sum();
    Overbook {
        starts_at: extra.visit.start(),
        own_wait_min: added.last().copied().unwrap_or(0.0),
        most_added_wait_min: added.iter().copied().fold(0.0, f64::max),
        added_wait_each_min: together / coming.sum::<f64>().max(f64::MIN_POSITIVE),
        overtime_min: waits.overtime_min,
        added_overtime_min: waits.overtime_min - without.overtime_min,
        expected_missed: visits.iter().map(|it| it.missed).sum(),
    }
}

fn length(visit: Period) -> usize {
    usize::try_from((visit.seconds() + 59) / 60).unwrap_or(0)
}

/// How many minutes after `start` it is expected to be, where before it counts as at it.
fn beyond(free: &[f64], start: usize) -> f64 {
    let late = free.iter().skip(start).zip(0_u32..);
    late.map(|(share, minutes)| share * f64::from(minutes)).sum()
}

//! Minutes that come free, by whatever act or by the clock: noted where it is written, told once, with how many of those
//! who wait they would serve.
//!
//! Invariant: nothing of this is stored. What came free before the desk was opened stands on the waitlist's own list.

use crate::{
    error::{AppResult, found},
    find_offers::book_around,
    front_desk::FrontDesk,
    waitlist::{OpenGap, fitting},
};
use clinic_domain::{
    arbitration::permitted,
    availability::{self, Gap, Standing},
    hold::Hold,
    id::{LocationId, PersonId, WaitlistId},
    operation::Change,
    people::Permission,
    refusal::Missing,
    time::Instant,
};
use desk_cache::mirror::Reader;
use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Nobody is told of more at a time: the soonest of them.
const MOST_TIMES: usize = 24;

/// What came free since somebody was told.
pub struct Freed(Mutex<Untold>);

struct Untold {
    gaps: Vec<Gap>,
    /// Holds that ran out by then are among them.
    holds_until: Instant,
}

impl Freed {
    pub(crate) fn since(now: Instant) -> Freed {
        Freed(Mutex::new(Untold { gaps: Vec::new(), holds_until: now }))
    }

    pub(crate) fn note(&self, freed: Vec<Gap>) {
        let mut untold = self.untold();
        untold.gaps.extend(freed);
        untold.gaps.sort_by_key(|it| (it.during, it.resource));
        untold.gaps.truncate(MOST_TIMES);
    }

    fn untold(&self) -> MutexGuard<'_, Untold> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A free time that somebody who waits could use, and where it is.
pub struct FreedTime {
    pub location: LocationId,
    pub gap: OpenGap,
}

/// The times that came free since this was last asked, as far as they are free still and somebody waits for them.
pub struct FreedTimes {
    /// Soonest first.
    pub times: Vec<FreedTime>,
    /// Who fits into any of them.
    pub waiting: BTreeSet<WaitlistId>,
}

pub fn has_freed(desk: &FrontDesk) -> bool {
    !desk.freed.untold().gaps.is_empty()
}

pub fn freed_times(desk: &FrontDesk, who: PersonId) -> AppResult<FreedTimes> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let gaps = std::mem::take(&mut desk.freed.untold().gaps);
    let now = desk.now();
    desk.read(|reader| {
        let (mut times, mut waiting) = (Vec::new(), BTreeSet::new());
        for gap in gaps {
            times.extend(served(desk, reader, gap, now, &mut waiting)?);
        }
        Ok(FreedTimes { times, waiting })
    })
}

/// What is left of the gap in the book as it is, in parts that each serve somebody.
fn served(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    gap: Gap,
    now: Instant,
    waiting: &mut BTreeSet<WaitlistId>,
) -> AppResult<Vec<FreedTime>> {
    let configuration = desk.configuration_at(reader)?;
    let setup = &configuration.setup;
    let location = found(setup.resource(gap.resource), Missing::Resource)?.location;
    let entries = reader.waiting(location)?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let book = book_around(reader, setup, location, gap.during, now)?;
    let mut free = availability::free_time(setup, &book, gap.resource, gap.during);
    if free.is_empty() {
        // Others stand there still; a place beside them may be free.
        free.push(gap.during);
    }
    let mut times = Vec::new();
    for during in free {
        let gap = Gap { during, ..gap };
        let them = fitting(reader, (setup, &book), gap, &entries, now)?;
        waiting.extend(them.iter().map(|it| it.entry));
        if !them.is_empty() {
            times.push(FreedTime { location, gap: OpenGap { gap, fitting: them.len() } });
        }
    }
    Ok(times)
}

/// The holds that ran out since this was last asked: nobody writes that, the time is free all the same.
pub fn holds_run_out(desk: &FrontDesk) -> AppResult<Vec<Hold>> {
    let now = desk.now();
    let since = std::mem::replace(&mut desk.freed.untold().holds_until, now);
    let (over, setup) = desk.read(|reader| {
        let over = reader.holds_run_out(since, now)?;
        Ok((over, desk.configuration_at(reader)?))
    })?;
    let setup = &setup.setup;
    let stood: Vec<Change> = over.iter().cloned().map(Change::Hold).collect();
    let (before, after) =
        (Standing { setup, rows: stood.iter().collect() }, Standing { setup, rows: Vec::new() });
    desk.freed.note(availability::freed(&before, &after, now));
    Ok(over)
}

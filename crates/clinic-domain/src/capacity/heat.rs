//! The days ahead, provider by provider: what is booked, held and free.
//!
//! Invariants: booked, held, free and past minutes of a cell add up to its open minutes; free is what the engine's
//! [`crate::availability::free_time`] gives from now on, but for three things. A visit that is over still has its time
//! here, where the engine gives it out again; of a visit with two providers only the first one's time is known here; and
//! what keeps a person apart from their visits elsewhere is not.

use super::{
    OpenDay, Scope, VisitFacts,
    columns::{Columns, covered_seconds},
    says::takes_time,
};
use crate::{
    id::{LocationId, ResourceId},
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period},
};
use chrono::NaiveDate;
use std::{collections::HashMap, ops::RangeInclusive};

/// A provider's day. Minutes are those of open time, and of all types: whose time is taken is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub provider: ResourceId,
    pub location: LocationId,
    pub day: NaiveDate,
    /// 0 where the provider does not work.
    pub open_minutes: i64,
    /// With buffers; visits at the same time take it once.
    pub booked_minutes: i64,
    /// Kept by holds, beside what is booked.
    pub held_minutes: i64,
    pub free_minutes: i64,
    /// Neither booked nor held, and over.
    pub past_minutes: i64,
    /// Of overbooks of the asked type, wherever they lie.
    pub overbooked_minutes: i64,
    /// Of the asked type, that begin on the day; in hours or not.
    pub visits: u32,
}

impl Cell {
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.open_minutes == 0
    }

    /// Whether a visit is one of the cell's.
    #[must_use]
    pub fn has(&self, scope: &Scope, it: &VisitFacts) -> bool {
        Cell::is_of(self.provider, self.day, scope, it)
    }

    /// The same of the cell of a provider and a day.
    #[must_use]
    pub fn is_of(provider: ResourceId, day: NaiveDate, scope: &Scope, it: &VisitFacts) -> bool {
        it.provider == Some(provider) && it.day == day && is_shown(scope, it)
    }
}

fn is_shown(scope: &Scope, it: &VisitFacts) -> bool {
    takes_time(it) && scope.admits(it)
}

/// What the picture is made of.
#[derive(Clone, Copy, Debug)]
pub struct Ahead<'a> {
    pub setup: &'a Setup,
    pub visits: &'a [VisitFacts],
    /// By provider and day as [`super::open_days`] gives them.
    pub open: &'a [OpenDay],
    /// What standing holds take up, buffers included.
    pub held: &'a [(ResourceId, Period)],
    pub now: Instant,
}

/// A cell for every day of every provider in use, by provider and day: closed days too.
#[must_use]
pub fn heat(scope: &Scope, days: &RangeInclusive<NaiveDate>, of: &Ahead<'_>) -> Vec<Cell> {
    let columns = Columns::on(days, scope, of.visits);
    let (mut begun, mut open): (Begun, HashMap<_, _>) = (HashMap::new(), HashMap::new());
    for it in of.visits.iter().filter(|it| days.contains(&it.day) && is_shown(scope, it)) {
        let day = begun.entry((it.provider, it.day)).or_default();
        day.0 += 1;
        day.1 += if it.lane > 0 { it.own().minutes() } else { 0 };
    }
    for it in of.open {
        open.entry((it.provider, it.day)).or_insert_with(Vec::new).push(it);
    }
    let mut held: HashMap<ResourceId, Vec<Period>> = HashMap::new();
    of.held.iter().for_each(|it| held.entry(it.0).or_default().push(it.1));
    let mut cells = Vec::new();
    let providers = of.setup.resources.iter().filter(|it| {
        let is_asked =
            scope.provider.is_none_or(|id| id == it.id) && scope.location.is_none_or(|id| id == it.location);
        it.is_active && it.kind == ResourceKind::Provider && is_asked
    });
    for it in providers {
        let held = held.get(&it.id).map_or(&[][..], Vec::as_slice);
        for day in days.start().iter_days().take_while(|day| day <= days.end()) {
            let (visits, overbooked) = begun.get(&(Some(it.id), day)).copied().unwrap_or_default();
            let parts = open.get(&(it.id, day)).into_iter().flatten().flat_map(|it| &it.open);
            let [open, booked, held, free] = parts.fold([0; 4], |so_far, part| {
                let of_part = used(*part, &columns, it.id, held, of.now);
                [0, 1, 2, 3].map(|nth| so_far[nth] + of_part[nth])
            });
            cells.push(Cell {
                provider: it.id,
                location: it.location,
                day,
                open_minutes: open / 60,
                booked_minutes: booked / 60,
                held_minutes: held / 60,
                free_minutes: free / 60,
                past_minutes: open / 60 - booked / 60 - held / 60 - free / 60,
                overbooked_minutes: overbooked,
                visits,
            });
        }
    }
    cells
}

/// How many visits begin on a provider's day, and the minutes of overbooks among them.
type Begun = HashMap<(Option<ResourceId>, NaiveDate), (u32, i64)>;

/// Seconds of a session: open, booked, held and free.
fn used(open: Period, columns: &Columns, provider: ResourceId, held: &[Period], now: Instant) -> [i64; 4] {
    let mut taken: Vec<Period> = columns.near(provider, open).iter().map(|it| it.taken).collect();
    taken.sort_unstable();
    let booked = covered_seconds(open, taken.iter().copied());
    taken.extend(held.iter().filter(|it| it.overlaps(&open)));
    taken.sort_unstable();
    let both = covered_seconds(open, taken.iter().copied());
    let free = Period::new(open.start().max(now), open.end())
        .map_or(0, |left| left.seconds() - covered_seconds(left, taken.iter().copied()));
    [open.seconds(), booked, both - booked, free]
}

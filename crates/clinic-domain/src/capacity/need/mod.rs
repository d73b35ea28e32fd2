//! What somebody should decide about: few things, each with the numbers that say why. Nothing here changes anything.
//!
//! Invariants: the answer does not depend on the order of any rows, nor on days that were read beyond the weeks behind;
//! what is said of a day concerns what is left of it. The thresholds are constants of the rules, each with its reason;
//! `docs/metrics.md` tells them to people.

mod ahead;
mod behind;

use super::{
    Asked, Cell, Evidence, Figure, OpenDay, OwnProviders, Scope, ThirdNext, VisitFacts, columns::Columns,
};
use crate::{
    code_enum,
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    setup::Setup,
    time::Instant,
};
use chrono::{NaiveDate, TimeDelta, Weekday};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

code_enum! {
    NeedKind {
        /// Booked visits that no hours support any more.
        Orphans = "orphans",
        /// People wait for somebody who has nothing free.
        LongWait = "long_wait",
        /// Free time soon, and people on the waitlist.
        GapsAndWaiting = "gaps_and_waiting",
        /// A full day on which time is kept for nobody yet.
        HeldOnFullDay = "held_on_full_day",
        /// A day on which more is booked than there is time.
        OverbookedDay = "overbooked_day",
        /// Hours that are hardly ever used.
        IdleSession = "idle_session",
        /// A type of visit that is missed far more often than others.
        MissedOften = "missed_often",
    }
}

/// One thing to decide, with its evidence. What does not belong to its kind is absent or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub kind: NeedKind,
    pub location: LocationId,
    pub provider: Option<ResourceId>,
    pub appointment_type: Option<AppointmentTypeId>,
    pub day: Option<NaiveDate>,
    pub weekday: Option<Weekday>,
    /// Visits, or people who wait.
    pub count: u32,
    pub minutes: i64,
    /// Until the third next time; absent where there is none as far ahead as was looked.
    pub days: Option<i64>,
    pub share: Option<Figure>,
}

/// What is looked at. Rows in any order.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    pub setup: &'a Setup,
    pub today: NaiveDate,
    pub now: Instant,
    /// Of today and the days ahead, of all types.
    pub cells: &'a [Cell],
    pub third_next: &'a [ThirdNext],
    /// Of the weeks behind, whatever became of them, and of the days ahead.
    pub visits: &'a [VisitFacts],
    /// Of the weeks behind and the days ahead.
    pub open: &'a [OpenDay],
    pub orphans: &'a HashSet<AppointmentId>,
    /// How many wait at each location.
    pub waiting: &'a [(LocationId, u32)],
    pub slot_minutes: u16,
}

/// No more than so many are told: what is longer than a screen nobody works through in a quarter of an hour.
pub const MOST_NEEDS: usize = 12;

/// No kind takes more, so that one bad week of one sort does not hide all others.
const MOST_OF_A_KIND: usize = 4;

/// A quarter of a year: long enough for each weekday to come a dozen times, short enough to be the practice of now.
const WEEKS_BEHIND: i64 = 13;

/// The most pressing kind first: promises that cannot be kept as things stand, then time that is lost unless somebody acts
/// soon, then what can be thought over until next week.
const BY_PRESSURE: [NeedKind; 7] = [
    NeedKind::Orphans,
    NeedKind::OverbookedDay,
    NeedKind::HeldOnFullDay,
    NeedKind::GapsAndWaiting,
    NeedKind::LongWait,
    NeedKind::MissedOften,
    NeedKind::IdleSession,
];

/// The most pressing first.
#[must_use]
pub fn needs(of: &Situation<'_>) -> Vec<Need> {
    let columns = of.columns();
    let waits = of.longest_waits();
    let mut all = ahead::found(of, &columns, &waits);
    all.extend(behind::found(of, &columns, &waits));
    all.sort_by_key(|it| (it.pressure(), Reverse(it.weight()), it.place()));
    let mut told: HashMap<NeedKind, usize> = HashMap::new();
    all.retain(|it| {
        let so_far = told.entry(it.kind).or_default();
        *so_far += 1;
        *so_far <= MOST_OF_A_KIND
    });
    all.truncate(MOST_NEEDS);
    all
}

impl Need {
    const fn of(kind: NeedKind, location: LocationId) -> Need {
        Need {
            kind,
            location,
            provider: None,
            appointment_type: None,
            day: None,
            weekday: None,
            count: 0,
            minutes: 0,
            days: None,
            share: None,
        }
    }

    fn pressure(&self) -> Option<usize> {
        BY_PRESSURE.iter().position(|it| *it == self.kind)
    }

    /// How much there is of what it is about, to compare it with others of its kind.
    fn weight(&self) -> i64 {
        match self.kind {
            NeedKind::Orphans | NeedKind::GapsAndWaiting => self.count.into(),
            NeedKind::OverbookedDay | NeedKind::HeldOnFullDay | NeedKind::IdleSession => self.minutes,
            NeedKind::LongWait => self.days.unwrap_or(i64::MAX),
            NeedKind::MissedOften => match self.share {
                Some(Figure::Share { part, whole }) => (part * 10_000 / whole).cast_signed(),
                _ => 0,
            },
        }
    }

    /// For those that weigh the same: the sooner day, and then whatever makes the order the same every time.
    fn place(&self) -> impl Ord + use<> {
        let weekday = self.weekday.map(|it| it.num_days_from_monday());
        (self.day, self.location, self.provider, weekday, self.appointment_type)
    }
}

impl Situation<'_> {
    fn slot(&self) -> i64 {
        self.slot_minutes.max(1).into()
    }

    /// The question whose visits and open days are those of the weeks behind, up to yesterday.
    fn asked_behind(&self) -> Asked {
        Asked {
            days: self.today - TimeDelta::weeks(WEEKS_BEHIND)..=self.today - TimeDelta::days(1),
            scope: Scope::default(),
            today: self.today,
            now: self.now,
            slot_minutes: self.slot_minutes,
        }
    }

    /// Of the weeks behind and the days ahead.
    fn columns(&self) -> Columns {
        let behind = self.asked_behind();
        let last = self.cells.iter().map(|it| it.day).max().unwrap_or(self.today);
        Columns::on(&(*behind.days.start()..=last), &behind.scope, self.visits)
    }

    fn evidence<'a>(&'a self, own_providers: &'a OwnProviders) -> Evidence<'a> {
        Evidence {
            visits: self.visits,
            released: &[],
            open: self.open,
            own_providers,
            orphans: Some(self.orphans),
            third_next: Some(self.third_next),
            efforts: None,
            people: super::Headcount::default(),
        }
    }

    /// Of each provider the type that waits longest; who has no third time as far ahead as was looked waits longest of all.
    fn longest_waits(&self) -> BTreeMap<ResourceId, ThirdNext> {
        let mut longest: BTreeMap<ResourceId, ThirdNext> = BTreeMap::new();
        let key = |it: &ThirdNext| (it.days.unwrap_or(i64::MAX), Reverse(it.appointment_type));
        for it in self.third_next {
            let so_far = longest.entry(it.provider).or_insert(*it);
            if key(it) > key(so_far) {
                *so_far = *it;
            }
        }
        longest
    }
}

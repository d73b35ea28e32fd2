//! What somebody should decide about: few things, each with the numbers that say why. Nothing here changes anything.

use super::{Cell, Figure, OpenDay, ThirdNext, VisitFacts};
use crate::{
    code_enum,
    id::{AppointmentId, LocationId, ResourceId},
    setup::Setup,
};
use chrono::{NaiveDate, Weekday};
use std::collections::HashSet;

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
    pub appointment_type: Option<crate::id::AppointmentTypeId>,
    pub day: Option<NaiveDate>,
    pub weekday: Option<Weekday>,
    /// Visits, or people who wait.
    pub count: u32,
    pub minutes: i64,
    /// Until the third next time; absent where there is none as far ahead as was looked.
    pub days: Option<i64>,
    pub share: Option<Figure>,
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    pub setup: &'a Setup,
    pub today: NaiveDate,
    /// Of today and the days ahead.
    pub cells: &'a [Cell],
    pub third_next: &'a [ThirdNext],
    /// Of the weeks behind, whatever became of them, and of the days ahead.
    pub visits: &'a [VisitFacts],
    pub open: &'a [OpenDay],
    pub orphans: &'a HashSet<AppointmentId>,
    /// How many wait at each location.
    pub waiting: &'a [(LocationId, u32)],
    pub slot_minutes: u16,
}

/// No more than so many are told.
pub const MOST_NEEDS: usize = 12;

/// The most pressing first.
#[must_use]
pub fn needs(of: &Situation<'_>) -> Vec<Need> {
    let mut all: Vec<Need> = orphans(of).chain(overbooked(of)).collect();
    all.sort_by_key(|it| (it.kind, it.day, std::cmp::Reverse(it.count)));
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
}

fn orphans<'a>(of: &Situation<'a>) -> impl Iterator<Item = Need> {
    let Situation { setup, visits, orphans, .. } = *of;
    setup.locations.iter().filter_map(move |location| {
        let here = visits.iter().filter(|it| it.location == location.id && orphans.contains(&it.appointment));
        let count = u32::try_from(here.count()).unwrap_or(u32::MAX);
        (count > 0).then(|| Need { count, ..Need::of(NeedKind::Orphans, location.id) })
    })
}

fn overbooked<'a>(of: &Situation<'a>) -> impl Iterator<Item = Need> {
    let is_over = |it: &&Cell| it.overbooked_minutes > 0 && it.free_minutes == 0 && !it.is_closed();
    of.cells.iter().filter(is_over).map(|it| Need {
        provider: Some(it.provider),
        day: Some(it.day),
        count: it.visits,
        minutes: it.overbooked_minutes,
        ..Need::of(NeedKind::OverbookedDay, it.location)
    })
}

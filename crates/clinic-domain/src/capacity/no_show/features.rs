//! What of a visit a forecast may look at.
//!
//! Invariants: [`Features`] are a function of what was known at the moment the visit was put where it stands: its
//! booking, or its last move, which is the booking of another time. Nothing that came afterwards is in them (a test
//! changes all of it), and of earlier visits only those that had ended by then. There is no field for age, sex, gender,
//! language, address, postcode, payer, diagnosis or need of help, and none can be added: [`VisitFacts`] have none.
//!
//! One thing the facts cannot tell: an earlier visit counts as it is marked now, even where somebody corrected the mark
//! after the booking.

use crate::{
    appointment::AppointmentStatus,
    capacity::VisitFacts,
    id::{AppointmentTypeId, LocationId, PatientId, ResourceId},
    time::Instant,
};
use chrono::{Datelike, Timelike, Weekday};
use chrono_tz::Tz;
use std::collections::HashMap;

/// What was known of a visit when it was put where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Days on the location's calendar from the booking to the visit; 0 for the same day.
    pub lead_days: u32,
    pub weekday: Weekday,
    /// On the wall of the location.
    pub hour: u32,
    pub appointment_type: AppointmentTypeId,
    pub location: LocationId,
    pub provider: Option<ResourceId>,
    pub is_of_series: bool,
    pub is_booked_by_clinic: bool,
    pub before: Before,
}

/// How the patient kept the visits that had ended before the booking. Cancelled ones are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    pub came: u32,
    pub missed: u32,
}

impl Before {
    #[must_use]
    pub const fn visits(self) -> u32 {
        self.came + self.missed
    }
}

/// How many days ahead a visit is booked, as far as it makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lead {
    SameDay,
    TwoDays,
    Week,
    TwoWeeks,
    Month,
    TwoMonths,
    Longer,
}

impl Lead {
    pub const ALL: [Lead; 7] = [
        Lead::SameDay,
        Lead::TwoDays,
        Lead::Week,
        Lead::TwoWeeks,
        Lead::Month,
        Lead::TwoMonths,
        Lead::Longer,
    ];

    #[must_use]
    pub const fn of_days(days: u32) -> Lead {
        match days {
            0 => Lead::SameDay,
            1..=2 => Lead::TwoDays,
            3..=7 => Lead::Week,
            8..=14 => Lead::TwoWeeks,
            15..=30 => Lead::Month,
            31..=60 => Lead::TwoMonths,
            _ => Lead::Longer,
        }
    }
}

/// Whether the patient missed it; `None` where that is not known, or not theirs to say: a visit to come, one that nobody
/// marked, a cancelled one, one that was entered in error. Who came and left without being seen came.
#[must_use]
pub fn missed(it: &VisitFacts) -> Option<bool> {
    match it.status {
        AppointmentStatus::NoShow => Some(true),
        AppointmentStatus::LeftWithoutBeingSeen => Some(false),
        status => status.is_seen().then_some(false),
    }
}

/// How every patient kept their visits, as of any moment.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// By patient: after each end of a visit, what there had been by then; sorted.
    kept: HashMap<PatientId, Vec<(Instant, Before)>>,
}

impl Past {
    #[must_use]
    pub fn of<'a>(visits: impl IntoIterator<Item = &'a VisitFacts>) -> Past {
        let mut kept: HashMap<PatientId, Vec<(Instant, Before)>> = HashMap::new();
        for it in visits {
            // Who walks in is there: it says nothing of how they keep what they booked.
            if let Some(missed) = missed(it).filter(|_| !it.is_walk_in) {
                let one = Before { came: u32::from(!missed), missed: u32::from(missed) };
                kept.entry(it.patient).or_default().push((it.visit.end(), one));
            }
        }
        for visits in kept.values_mut() {
            visits.sort_unstable_by_key(|(end, _)| *end);
            let mut sum = Before::default();
            for (_, at) in visits {
                sum = Before { came: sum.came + at.came, missed: sum.missed + at.missed };
                *at = sum;
            }
        }
        Past { kept }
    }

    /// What had ended by `at`.
    #[must_use]
    pub fn before(&self, patient: PatientId, at: Instant) -> Before {
        let Some(visits) = self.kept.get(&patient) else { return Before::default() };
        let ended = visits.partition_point(|(end, _)| *end <= at);
        ended.checked_sub(1).map_or(Before::default(), |last| visits[last].1)
    }
}

impl Features {
    /// `None` for a walk-in, who is there already, and where it is not known when it was booked (an import).
    #[must_use]
    pub fn of(it: &VisitFacts, zone: Tz, past: &Past) -> Option<Features> {
        let booked_at = it.placed_at.filter(|_| !it.is_walk_in)?;
        let wall = it.visit.start().wall(zone);
        let days = (wall.date() - booked_at.local_date(zone)).num_days();
        Some(Features {
            lead_days: u32::try_from(days).unwrap_or(0),
            weekday: wall.weekday(),
            hour: wall.hour(),
            appointment_type: it.appointment_type,
            location: it.location,
            provider: it.provider,
            is_of_series: it.is_of_series,
            is_booked_by_clinic: it.is_booked_by_clinic,
            before: past.before(it.patient, booked_at.min(it.visit.start())),
        })
    }
}

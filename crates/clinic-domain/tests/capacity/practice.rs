//! Visits and open days to put in, and figures in words to compare: everything in UTC, in the week of Monday 2 March 2026.

use crate::clinic::{date, minute};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    capacity::{
        Asked, Attended, Called, Evidence, Figure, Headcount, OpenDay, OwnProviders, Released, Scope,
        VisitFacts,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    time::{Instant, Period, start_instant},
};
use std::collections::HashSet;
use uuid::Uuid;

pub const MONDAY: &str = "2026-03-02";

pub fn monday() -> NaiveDate {
    date(MONDAY)
}

pub fn appointment(id: u128) -> AppointmentId {
    AppointmentId(Uuid::from_u128(id))
}

pub fn patient(id: u128) -> PatientId {
    PatientId(Uuid::from_u128(id))
}

pub fn provider(id: u128) -> ResourceId {
    ResourceId(Uuid::from_u128(id))
}

pub fn location(id: u128) -> LocationId {
    LocationId(Uuid::from_u128(id))
}

pub fn of_type(id: u128) -> AppointmentTypeId {
    AppointmentTypeId(Uuid::from_u128(id))
}

pub fn at(day: NaiveDate, minute: i64) -> Instant {
    start_instant(chrono_tz::UTC, day.and_hms_opt(0, 0, 0).unwrap()).plus_minutes(minute)
}

/// "09:30".
pub fn clock(day: NaiveDate, text: &str) -> Instant {
    at(day, minute(text).0.into())
}

pub fn period(day: NaiveDate, from: &str, to: &str) -> Period {
    Period::new(clock(day, from), clock(day, to)).unwrap()
}

/// A booked visit of provider 1, of whom nothing else is known.
pub fn visit(id: u128, day: NaiveDate, during: Period) -> VisitFacts {
    VisitFacts {
        appointment: appointment(id),
        location: location(1),
        provider: Some(provider(1)),
        appointment_type: of_type(1),
        patient: patient(id),
        day,
        visit: during,
        taken: during,
        lane: 0,
        status: AppointmentStatus::Booked,
        is_walk_in: false,
        is_of_series: false,
        booked_at: None,
        booked_on: None,
        placed_at: None,
        is_booked_by_clinic: false,
        confirmation: ConfirmationState::NotAsked,
        attended: Attended::default(),
        called_off: None,
        bumps: 0,
    }
}

pub fn called_off(at: Instant, by_clinic: bool) -> Called {
    Called { at, is_late: false, by_clinic }
}

/// What a test owns of the evidence.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub visits: Vec<VisitFacts>,
    pub released: Vec<Released>,
    pub open: Vec<OpenDay>,
    pub own_providers: OwnProviders,
    pub orphans: HashSet<AppointmentId>,
}

impl Rows {
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            visits: &self.visits,
            released: &self.released,
            open: &self.open,
            own_providers: &self.own_providers,
            orphans: Some(&self.orphans),
            third_next: None,
            efforts: None,
            people: Headcount::default(),
        }
    }
}

/// Everything of Monday and Tuesday, asked on Tuesday at a quarter past nine.
pub fn asked() -> Asked {
    let tuesday = monday().succ_opt().unwrap();
    Asked {
        days: monday()..=tuesday,
        scope: Scope::default(),
        today: tuesday,
        now: clock(tuesday, "09:15"),
        slot_minutes: 30,
    }
}

pub fn in_words(figure: Figure) -> String {
    match figure {
        Figure::Share { part, whole } => format!("{part} of {whole}"),
        Figure::Spread { median, p90, of } => format!("{median} to {p90} of {of}"),
        Figure::Mean { total, of } => format!("{total} by {of}"),
        Figure::Amount(it) => it.to_string(),
        Figure::Unknown(why) => format!("unknown: {why}"),
    }
}

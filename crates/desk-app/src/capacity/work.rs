//! What was typed at this desk, and by how many.

use super::known::Known;
use crate::{error::AppResult, front_desk::FrontDesk};
use chrono::NaiveDate;
use clinic_domain::{
    capacity::{Effort, Place, Scope},
    time::{Period, local_day},
};
use desk_cache::BookingEffort;
use std::ops::RangeInclusive;

/// Nothing where it was not looked up.
#[derive(Default)]
pub(super) struct Work {
    pub efforts: Option<Vec<Effort>>,
    /// Of the whole practice: nobody works at one type of visit.
    pub active_users: Option<u64>,
}

impl Work {
    /// By the clock of the first location.
    pub fn of(
        desk: &FrontDesk,
        known: &Known,
        scope: &Scope,
        days: &RangeInclusive<NaiveDate>,
    ) -> AppResult<Work> {
        let zone = known.configuration.setup.first_zone();
        let (first, last) = (local_day(zone, *days.start()), local_day(zone, *days.end()));
        let Some(during) = Period::new(first.start(), last.end()) else { return Ok(Work::default()) };
        let efforts = desk.store.efforts(during)?;
        let efforts = efforts.iter().filter(|it| scope.admits(place(it))).map(|it| it.effort).collect();
        let everybody = *scope == Scope::default();
        let active_users = everybody.then(|| desk.store.active_people(during)).transpose()?;
        Ok(Work { efforts: Some(efforts), active_users })
    }
}

fn place(it: &BookingEffort) -> Place {
    Place { location: it.location, provider: it.provider, appointment_type: Some(it.appointment_type) }
}

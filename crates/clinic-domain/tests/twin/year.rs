//! Facts to put in, and a year of a clinic made of dice: the example measures with it too.

use crate::clinic::{Clinic, date};
use chrono::{NaiveDate, TimeDelta, Weekday};
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    capacity::{
        Attended, Called, VisitFacts,
        twin::{Demand, Timetable},
    },
    id::{AppointmentId, PatientId, ResourceId},
    time::{Instant, Period, start_instant},
};
use std::ops::RangeInclusive;
use uuid::Uuid;

const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// A visit of the clinic's ordinary type that was kept, and of which nothing more is known.
pub fn visit(clinic: &mut Clinic, provider: ResourceId, asked: &str, start: &str) -> VisitFacts {
    let (asked, start) = (clinic.at(asked), clinic.at(start));
    visit_at(clinic, provider, asked, start, 30)
}

pub fn visit_at(
    clinic: &mut Clinic,
    provider: ResourceId,
    asked: Instant,
    start: Instant,
    minutes: u32,
) -> VisitFacts {
    VisitFacts {
        appointment: AppointmentId(clinic.id()),
        location: clinic.location,
        provider: Some(provider),
        appointment_type: clinic.visit,
        patient: PatientId(Uuid::nil()),
        day: start.local_date(clinic.zone),
        visit: Period::of_minutes(start, minutes).unwrap(),
        taken: Period::of_minutes(start, minutes).unwrap(),
        lane: 0,
        status: AppointmentStatus::Fulfilled,
        is_walk_in: false,
        is_of_series: false,
        booked_at: Some(asked),
        booked_on: Some(asked.local_date(clinic.zone)),
        placed_at: Some(asked),
        is_booked_by_clinic: false,
        confirmation: ConfirmationState::NotAsked,
        attended: Attended::default(),
        called_off: None,
        bumps: 0,
    }
}

pub fn called_off(mut it: VisitFacts, minutes_before: i64) -> VisitFacts {
    let at = it.visit.start().plus_minutes(-minutes_before);
    it.status = AppointmentStatus::Cancelled;
    it.called_off = Some(Called { at, is_late: false, by_clinic: false });
    it
}

/// On time, and seen from so many minutes after the start for so long.
pub fn seen(mut it: VisitFacts, after: i64, minutes: i64) -> VisitFacts {
    let begins = it.visit.start().plus_minutes(after);
    it.attended = Attended {
        arrived_at: Some(it.visit.start()),
        roomed_at: None,
        with_provider_at: Some(begins),
        out_at: Some(begins.plus_minutes(minutes)),
    };
    it
}

/// A clinic with its facts.
pub struct Year {
    pub clinic: Clinic,
    pub providers: Vec<ResourceId>,
    pub days: RangeInclusive<NaiveDate>,
    pub facts: Vec<VisitFacts>,
    pub now: Instant,
}

impl Year {
    /// So many providers who work on weekdays from nine to five, and are all but full: 24 visits of 20 minutes a day, and a
    /// few that are called off.
    pub fn of(providers: usize, weeks: i64) -> Year {
        let mut clinic = Clinic::new_york();
        clinic.setup.organization.settings.grid_minutes = 10;
        let (visit, start) = (clinic.visit, date("2034-01-02"));
        clinic.change_type(visit, |it| it.duration_minutes = 20);
        let last = start + TimeDelta::weeks(weeks) - TimeDelta::days(1);
        let all: Vec<ResourceId> = (0..providers)
            .map(|_| {
                let id = clinic.resource(clinic_domain::resource::ResourceKind::Provider);
                clinic.works(id, &WEEKDAYS, "09:00", "17:00");
                id
            })
            .collect();
        let now = start_instant(clinic.zone, (last + TimeDelta::days(1)).and_hms_opt(0, 0, 0).unwrap());
        let mut year = Year { clinic, providers: all.clone(), days: start..=last, facts: Vec::new(), now };
        let mut dice = Dice(9);
        for provider in all {
            // Some weeks behind the year are booked already.
            for day in start.iter_days().take(usize::try_from(weeks).unwrap() * 7 + 30) {
                if WEEKDAYS.contains(&chrono::Datelike::weekday(&day)) {
                    year.day(provider, day, &mut dice);
                }
            }
        }
        year
    }

    fn day(&mut self, provider: ResourceId, day: NaiveDate, dice: &mut Dice) {
        for nth in 0..24 {
            let wall = day.and_hms_opt(9, 0, 0).unwrap() + TimeDelta::minutes(20 * nth);
            let start = start_instant(self.clinic.zone, wall);
            if dice.below(100) < 12 {
                let asked = start.plus_minutes(-60 * (200 + dice.below(400)));
                let it = visit_at(&mut self.clinic, provider, asked, start, 20);
                self.facts.push(called_off(it, 120 + 60 * dice.below(70)));
            }
            let lead_hours = if dice.below(5) == 0 { 1 + dice.below(6) } else { 20 + dice.below(400) };
            let asked = start.plus_minutes(-60 * lead_hours);
            if dice.below(100) < 5 || asked >= self.now {
                continue;
            }
            let mut it = visit_at(&mut self.clinic, provider, asked, start, 20);
            if it.visit.start() >= self.now {
                it.status = AppointmentStatus::Booked;
            } else if dice.below(100) < 8 {
                it.status = AppointmentStatus::NoShow;
            } else {
                it = seen(it, dice.below(15), 12 + dice.below(16));
                it.attended.arrived_at = Some(start.plus_minutes(dice.below(20) - 15));
            }
            self.facts.push(it);
        }
    }

    pub fn actual(&self) -> Timetable {
        Timetable::of(&self.clinic.setup, &self.providers, &self.days)
    }

    /// Everybody until another hour of the day.
    pub fn until(&self, hour: u16) -> Timetable {
        let mut clinic = self.clinic.clone();
        let to = crate::clinic::minute(&format!("{hour}:00"));
        let sessions = clinic.setup.templates.iter_mut().flat_map(|it| &mut it.sessions);
        sessions.for_each(|it| it.to = to);
        self.actual().under(&clinic.setup)
    }

    pub fn demand(&self) -> Demand {
        Demand::of(&self.clinic.setup, &self.actual(), &self.facts, self.now)
    }
}

/// splitmix64 (Steele, Lea and Flood, 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let it = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((it ^ (it >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}

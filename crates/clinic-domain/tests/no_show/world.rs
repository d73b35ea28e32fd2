//! Worlds whose chances are known, because they are made of them: a seed decides everything.

use chrono_tz::Tz;
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    capacity::{Attended, VisitFacts, no_show::Outcome},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    time::{Instant, Period},
};
use uuid::Uuid;

pub const ZONE: Tz = chrono_tz::America::New_York;
/// 7 January 2030, a Monday, 09:00 on the wall of the zone.
pub const FIRST: Instant = Instant(1_894_024_800);
const DAY: i64 = 24 * 3600;

/// Sebastiano Vigna's splitmix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// From 0 up to, and without, 1.
    pub fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / 4_294_967_296.0
    }
}

/// What decides whether patients come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Lead time, type, the early hour, and each patient's own leaning, which nobody sees.
    Leanings,
    /// One in eight, whatever else is known.
    NothingKnown,
}

pub struct World {
    pub visits: Vec<VisitFacts>,
    /// How likely each was to be missed.
    pub truth: Vec<f64>,
}

impl World {
    pub fn of(law: Law, count: u64, seed: u64) -> World {
        let mut dice = Dice(seed);
        let (mut visits, mut truth) = (Vec::new(), Vec::new());
        let patients = (count / 8).max(20);
        let leanings: Vec<f64> =
            (0..patients).map(|_| [-0.8, -0.3, 0.2, 1.3][dice.below(4) as usize]).collect();
        for at in 0..count {
            // Two years of it.
            let (day, hour) = ((at * 730 / count) as i64, dice.below(9) as i64);
            let lead = [0, 1, 2, 5, 7, 13, 21, 28, 45, 80][dice.below(10) as usize];
            let (patient, kind) = (dice.below(patients), dice.below(5));
            let mut it = visit(at + 1, patient, FIRST.plus_seconds(day * DAY + hour * 3600), lead);
            it.appointment_type = AppointmentTypeId(id(100 + kind));
            it.provider = Some(ResourceId(id(200 + dice.below(6))));
            it.location = LocationId(id(300 + dice.below(2)));
            it.is_of_series = dice.below(10) == 0;
            it.is_booked_by_clinic = dice.below(7) == 0;
            let chance = match law {
                Law::NothingKnown => 0.125,
                Law::Leanings => {
                    let ahead = 0.5 * f64::from(u32::try_from(lead).unwrap()).ln_1p();
                    let early = if hour == 0 { 0.5 } else { 0.0 };
                    let of_type = [-0.4, -0.2, 0.0, 0.3, 0.6][kind as usize];
                    logistic(-3.6 + ahead + early + of_type + leanings[patient as usize])
                }
            };
            it.status = match dice.share() < chance {
                true => AppointmentStatus::NoShow,
                false => AppointmentStatus::Fulfilled,
            };
            if dice.below(12) == 0 {
                it.status = AppointmentStatus::Cancelled;
            }
            visits.push(it);
            truth.push(chance);
        }
        World { visits, truth }
    }

    /// After everything.
    pub fn now(&self) -> Instant {
        self.visits.last().unwrap().visit.end().plus_seconds(30 * DAY)
    }
}

/// A booked visit of half an hour, so many days after its booking.
pub fn visit(number: u64, patient: u64, start: Instant, lead_days: i64) -> VisitFacts {
    let booked_at = start.plus_seconds(-lead_days * DAY - 1800);
    VisitFacts {
        appointment: AppointmentId(id(1_000_000 + number)),
        location: LocationId(id(300)),
        provider: Some(ResourceId(id(200))),
        appointment_type: AppointmentTypeId(id(100)),
        patient: PatientId(id(10_000_000 + patient)),
        day: start.local_date(ZONE),
        visit: Period::of_minutes(start, 30).unwrap(),
        taken: Period::of_minutes(start, 30).unwrap(),
        lane: 0,
        status: AppointmentStatus::Booked,
        is_walk_in: false,
        is_of_series: false,
        booked_at: Some(booked_at),
        booked_on: Some(booked_at.local_date(ZONE)),
        placed_at: Some(booked_at),
        is_booked_by_clinic: false,
        confirmation: ConfirmationState::NotAsked,
        attended: Attended::default(),
        called_off: None,
        bumps: 0,
    }
}

pub fn zone(_: LocationId) -> Option<Tz> {
    Some(ZONE)
}

/// Of visits of one type, booked that many days ahead: so many missed of so many.
pub fn outcomes(of_type: u64, lead_days: i64, missed: u64, of: u64) -> Vec<Outcome> {
    use clinic_domain::capacity::no_show::{Features, Past};
    let one =
        VisitFacts { appointment_type: AppointmentTypeId(id(of_type)), ..visit(1, 1, FIRST, lead_days) };
    let features = Features::of(&one, ZONE, &Past::default()).unwrap();
    (0..of).map(|at| Outcome { features, missed: at < missed }).collect()
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u128(number.into())
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

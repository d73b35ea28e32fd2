//! Where one more visit fits over the booked ones of a session.

use crate::{
    clinic::{Clinic, date},
    practice::{appointment, patient, visit},
};
use chrono::TimeDelta;
use clinic_domain::{
    appointment::AppointmentStatus,
    capacity::{
        VisitFacts,
        no_show::{Extra, Forecast, Known, Past, extra_visits, forecast},
    },
    id::ResourceId,
    time::{Instant, Period},
};

const DAY: &str = "2026-03-04";

struct Session {
    clinic: Clinic,
    provider: ResourceId,
    forecast: Forecast,
    past: Past,
    now: Instant,
    visits: Vec<VisitFacts>,
}

impl Session {
    /// From 9 to 12 with visits of half an hour, of which `missed` in ten are missed, whatever is known.
    fn full(lanes: u8, missed: u128) -> Session {
        let (clinic, provider) = Clinic::with_lanes(lanes);
        let now = clinic.at("2026-03-02T08:00");
        let history: Vec<VisitFacts> = (0..400)
            .map(|nth| {
                let start = Instant(now.0 - (450 - nth as i64) * 24 * 3600);
                let status = match nth % 10 < missed {
                    true => AppointmentStatus::NoShow,
                    false => AppointmentStatus::Fulfilled,
                };
                let booked_at = Some(start.plus_minutes(-7 * 24 * 60));
                let of = patient(10_000 + nth);
                let during = Period::of_minutes(start, 30).unwrap();
                VisitFacts {
                    status,
                    booked_at,
                    placed_at: booked_at,
                    patient: of,
                    location: clinic.location,
                    appointment_type: clinic.visit,
                    ..visit(10_000 + nth, start.local_date(clinic.zone), during)
                }
            })
            .collect();
        let forecast = forecast(&history, |_| Some(clinic.zone), now).unwrap();
        let past = Past::of(&history);
        let mut session = Session { clinic, provider, forecast, past, now, visits: Vec::new() };
        for (nth, wall) in ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"].into_iter().enumerate() {
            session.book(nth as u128, wall);
        }
        session
    }

    fn book(&mut self, nth: u128, wall: &str) {
        let start = self.clinic.at(&format!("{DAY}T{wall}"));
        let during = Period::of_minutes(start, 30).unwrap();
        self.visits.push(VisitFacts {
            appointment: appointment(100 + nth),
            provider: Some(self.provider),
            location: self.clinic.location,
            appointment_type: self.clinic.visit,
            ..visit(100 + nth, date(DAY), during)
        });
    }

    fn extra(&self) -> Vec<Extra> {
        let known = Known {
            setup: &self.clinic.setup,
            forecast: &self.forecast,
            past: &self.past,
            visits: &self.visits,
            now: self.now,
        };
        let days = date(DAY) - TimeDelta::days(2)..=date(DAY) + TimeDelta::days(9);
        extra_visits(&known, &[(self.provider, self.clinic.visit)], &days)
    }
}

#[test]
fn a_full_session_whose_patients_often_stay_away_takes_one_more() {
    let session = Session::full(1, 6);
    let found = session.extra();
    assert_eq!(found.len(), 1, "the other days of the fortnight are empty: they have gaps");
    let it = found[0];
    assert_eq!((it.provider, it.day, it.booked), (session.provider, date(DAY), 6));
    assert_eq!(it.appointment_type, session.clinic.visit);
    // Over the second half of a visit, on the grid: it waits for whoever comes, a quarter of an hour.
    let own = 15.0 * (1.0 - session.forecast.model.base_rate());
    assert!(it.overbook.own_wait_min <= own + 1e-9, "{}", it.overbook.own_wait_min);
    assert!(it.overbook.most_added_wait_min <= 10.0 && it.overbook.overtime_min <= 15.0);
    let rate = session.forecast.model.base_rate();
    assert!((it.overbook.expected_missed - 6.0 * rate).abs() < 1e-9);
}

#[test]
fn none_where_everybody_comes_or_it_may_not_be_overbooked() {
    assert_eq!(Session::full(1, 0).extra(), [], "somebody would wait");
    assert_eq!(Session::full(0, 6).extra(), [], "the session takes no overbooks");
    let mut typed = Session::full(1, 6);
    let other = typed.clinic.a_type(30);
    typed.clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.types = vec![other]);
    assert_eq!(typed.extra(), [], "the session is for another type");
}

#[test]
fn none_where_a_visit_fits_beside_the_others_or_one_is_over_them_already() {
    let mut with_gap = Session::full(1, 6);
    with_gap.visits.remove(3);
    assert_eq!(with_gap.extra(), [], "a gap is booked, and not overbooked");
    let mut called_off = Session::full(1, 6);
    called_off.visits[2].status = AppointmentStatus::Cancelled;
    assert_eq!(called_off.extra(), [], "what was called off is a gap");
    let mut over = Session::full(1, 6);
    over.book(9, "10:00");
    over.visits.last_mut().unwrap().lane = 1;
    assert_eq!(over.extra(), [], "one more is one more");
}

#[test]
fn a_session_that_has_begun_takes_nobody_more() {
    let mut session = Session::full(1, 6);
    session.now = session.clinic.at(&format!("{DAY}T09:15"));
    assert_eq!(session.extra(), []);
}

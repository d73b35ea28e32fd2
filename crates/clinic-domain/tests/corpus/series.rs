//! Series: every occurrence is a visit of its own, checked like any other.

use crate::{clinic::Clinic, desk::Desk};
use clinic_domain::{
    appointment::AppointmentStatus as S,
    availability::{Fit, Occurrences, Wish, occurrences},
    id::{AppointmentId, PatientId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    time::Instant,
};

/// So many Mondays at nine from 5 February 2035 on, and what the engine says of each.
fn mondays(desk: &Desk, provider: ResourceId, count: i64) -> Vec<Fit> {
    let start = |week: i64| {
        let day = chrono::NaiveDate::from_ymd_opt(2035, 2, 5).unwrap() + chrono::TimeDelta::weeks(week);
        desk.clinic.at(&format!("{day}T09:00"))
    };
    let wishes: Vec<Wish> = (0..count)
        .map(|it| Wish {
            appointment_type: desk.clinic.visit,
            resource: provider,
            start: start(it),
            impossible: None,
            moving: None,
        })
        .collect();
    let wanted = Occurrences {
        location: desk.clinic.location,
        wishes: &wishes,
        asking: crate::clinic::ASKED_LONG_BEFORE,
    };
    occurrences(&desk.clinic.setup, desk.clinic.book.clone(), &wanted).unwrap()
}

fn slots(fits: Vec<Fit>) -> Vec<SlotContent> {
    let slot = |it: Fit| match it {
        Fit::Fits(slot) => slot,
        Fit::Not { reasons, .. } => panic!("{reasons:?}"),
    };
    fits.into_iter().map(slot).collect()
}

fn booked(count: i64) -> (Desk, ResourceId, PatientId, Vec<AppointmentId>) {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let mut desk = Desk::of(clinic);
    let patient = desk.patient();
    let slots = slots(mondays(&desk, provider, count));
    let visits = slots.iter().map(|it| desk.book(patient, it).unwrap()).collect();
    (desk, provider, patient, visits)
}

/// Only the first two occurrences were checked, and later ones landed on other people's visits.
#[test]
fn the_ninth_occurrence_is_checked_like_the_first__cal_25287() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    // Eight weeks later, when the clocks have changed.
    let by = clinic.take(provider, "2035-04-02T09:00", "2035-04-02T09:30", 0);
    let desk = Desk::of(clinic);
    let fits = mondays(&desk, provider, 12);
    let refused: Vec<usize> = (0..12).filter(|it| matches!(fits[*it], Fit::Not { .. })).collect();
    assert_eq!(refused, [8]);
    let during = desk.clinic.period("2035-04-02T09:00", "2035-04-02T09:30");
    let Fit::Not { reasons, alternatives } = &fits[8] else { panic!() };
    assert_eq!(reasons, &[Refusal::Taken { resource: provider, during, by }]);
    assert_eq!(alternatives[0].visit.start(), desk.clinic.at("2035-04-02T09:30"));
}

/// ... because that was how it was meant to be.
#[test]
fn a_closure_in_the_middle_of_a_series_is_found_before_anything_is_booked__cal_11654() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let scope = clinic_domain::schedule::ExceptionScope::Location(clinic.location);
    let holiday = clinic_domain::schedule::ExceptionKind::Holiday;
    clinic.except(scope, holiday, ("2035-02-19", "2035-02-19"), ("00:00", "24:00"));
    let fits = mondays(&Desk::of(clinic), provider, 4);
    let closed = |it: &Fit| match it {
        Fit::Not { reasons, .. } => matches!(reasons[..], [Refusal::Closed { .. }]),
        Fit::Fits(_) => false,
    };
    assert_eq!(fits.iter().map(closed).collect::<Vec<_>>(), [false, false, true, false]);
}

/// An error was shown, and all but the first were booked and could not be cancelled.
#[test]
fn every_occurrence_is_a_visit_that_can_be_cancelled_by_itself__cal_10673() {
    let (mut desk, provider, ..) = booked(4);
    let visits: Vec<_> = desk.visits.iter().map(|it| it.id).collect();
    for id in &visits[1..] {
        desk.cancel(*id).unwrap();
    }
    assert_eq!(desk.clinic.book.of(provider).len(), 1);
}

/// A rescheduled occurrence left the old one and made further bookings.
#[test]
fn an_occurrence_that_is_moved_makes_no_other_booking__cal_12461() {
    let (mut desk, provider, _, visits) = booked(4);
    let slot = desk.slot("2035-02-13T10:00");
    desk.reschedule(visits[1], &slot).unwrap();
    assert_eq!((desk.visits.len(), desk.clinic.book.of(provider).len()), (4, 4));
}

/// ... and with them went the rest of the series.
#[test]
fn the_others_stay_as_they_were_when_one_is_moved__cal_10524() {
    let (mut desk, _, _, visits) = booked(4);
    let before: Vec<_> = [0, 2, 3].map(|it| desk.visit(visits[it]).clone()).into();
    let slot = desk.slot("2035-02-13T10:00");
    desk.reschedule(visits[1], &slot).unwrap();
    assert_eq!([0, 2, 3].map(|it| desk.visit(visits[it]).clone()).to_vec(), before);
}

/// The same link booked the same series again over itself.
#[test]
fn a_series_does_not_fit_over_itself__cal_22803() {
    let (desk, provider, ..) = booked(4);
    assert!(mondays(&desk, provider, 4).iter().all(|it| matches!(it, Fit::Not { .. })));
}

/// A series was one row: whoever arrived once had arrived for ever.
#[test]
fn the_status_of_one_occurrence_is_its_own__openemr_5716() {
    let (mut desk, _, _, visits) = booked(3);
    desk.now = desk.clinic.at("2035-02-05T08:55");
    desk.set_status(visits[0], S::Arrived).unwrap();
    assert_eq!([0, 1, 2].map(|it| desk.visit(visits[it]).status), [S::Arrived, S::Booked, S::Booked]);
}

/// Deleting one made the whole series vanish.
#[test]
fn the_others_are_there_when_one_is_cancelled__openemr_3661() {
    let (mut desk, provider, _, visits) = booked(3);
    desk.cancel(visits[1]).unwrap();
    let starts: Vec<Instant> = desk.clinic.book.of(provider).iter().map(|it| it.during.start()).collect();
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-19T09:00"].map(|it| desk.clinic.at(it)));
}

/// A group visit that was to repeat could not be added.
#[test]
fn a_group_visit_repeats_and_joins_its_group_every_week__carlos_3232() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.places = 3);
    let mut desk = Desk::of(clinic);
    for _ in 0..3 {
        let patient = desk.patient();
        for slot in slots(mondays(&desk, provider, 6)) {
            desk.book(patient, &slot).unwrap();
        }
    }
    assert_eq!(desk.visits.len(), 18);
    assert!(desk.visits.iter().all(|it| it.lane() == 0));
    let full = |it: &Fit| matches!(it, Fit::Not { reasons, .. } if reasons[0].code() == "full");
    assert!(mondays(&desk, provider, 6).iter().all(full));
}

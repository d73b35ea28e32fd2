//! Somebody stands at the counter without a visit: triage, the earliest time today, a number to wait by.

use crate::clinic::{Clinic, at, plain, refusals};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, HistoryEvent, Requester},
    attendance::TriageCategory as T,
    id::PatientId,
    worklist::WorkList,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    book::{BookRequest, book},
    error::AppResult,
    find_offers::{FindOffers, find_offers},
    reschedule::{RescheduleRequest, reschedule},
    setup::{put_location, put_organization},
    status::{Seen, set_status, set_triage},
    undo::undo,
    worklist::{WorkRequest, worklist},
};

fn seen(visit: &Appointment) -> Seen {
    Seen { appointment: visit.id, version: visit.version }
}

/// Times of today, which is a Monday.
fn today(clinic: &Clinic, patient: PatientId) -> FindOffers {
    FindOffers { until: Some("2026-03-02".parse().unwrap()), ..clinic.offers(Some(patient), 30) }
}

fn walk_in(clinic: &Clinic, patient: PatientId, triage: T) -> AppResult<Done<Appointment>> {
    let offers = find_offers(&clinic.desk, clinic.ada, &today(clinic, patient)).unwrap().offers;
    let handle = &offers[0].0;
    book(&clinic.desk, clinic.ada, BookRequest { walk_in: Some(triage), ..plain(patient, handle) })
}

fn to(clinic: &Clinic, visit: &Appointment, to: S) -> Appointment {
    set_status(&clinic.desk, clinic.ada, seen(visit), to, Requester::Patient).unwrap().value
}

fn moved(clinic: &Clinic, visit: &Appointment, handle: &str) -> Appointment {
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle: handle.to_owned(),
        requested_by: Requester::Clinic,
        overbook_reason: None,
    };
    reschedule(&clinic.desk, clinic.ada, request).unwrap().value.now
}

fn patients(clinic: &Clinic) -> [PatientId; 3] {
    ["Ruiz", "Costa", "Okafor"].map(|it| clinic.patient(it, "Ana", "1990-04-12").id)
}

#[test]
fn who_walks_in_has_arrived_with_a_number_and_their_triage_in_one_act() {
    let clinic = Clinic::new();
    let [ana, bea, cleo] = patients(&clinic);
    let here = walk_in(&clinic, ana, T::Urgent).unwrap().value;
    assert_eq!((here.status, here.version.0), (S::Arrived, 1));
    assert_eq!(here.attendance.triage, Some(T::Urgent));
    assert_eq!((here.attendance.queue_number, here.attendance.is_walk_in), (Some(1), true));
    assert_eq!(here.arrived_at(), Some(clinic.desk.now()));
    let events: Vec<_> = here.history.iter().map(|it| it.what.clone()).collect();
    assert!(
        matches!(
            events[..],
            [
                HistoryEvent::Booked { .. },
                HistoryEvent::Triaged { category: T::Urgent },
                HistoryEvent::Status { to: S::Arrived, .. }
            ]
        ),
        "{events:?}"
    );
    // Undone, it never was; its number is not given to somebody else.
    let slip = walk_in(&clinic, bea, T::Standard).unwrap();
    assert_eq!(slip.value.attendance.queue_number, Some(2));
    undo(&clinic.desk, clinic.ada, slip.op).unwrap();
    assert_eq!(unaudited(&clinic.desk, slip.value.id).unwrap().appointment.status, S::EnteredInError);
    let next = walk_in(&clinic, cleo, T::NonUrgent).unwrap().value;
    assert_eq!(next.attendance.queue_number, Some(3));
    // The desk closed and opened again, and its mirror from the receipts: the numbers go on.
    let clinic = clinic.reopened();
    assert_eq!(walk_in(&clinic, bea, T::Standard).unwrap().value.attendance.queue_number, Some(4));
}

#[test]
fn a_number_stays_when_the_visit_is_moved_within_the_day_and_goes_with_another_day() {
    let clinic = Clinic::new();
    let [ana, bea, _] = patients(&clinic);
    let here = walk_in(&clinic, ana, T::Urgent).unwrap().value;
    let later = find_offers(&clinic.desk, clinic.ada, &today(&clinic, ana)).unwrap().offers;
    let moved_today = moved(&clinic, &here, &later[4].0);
    assert_eq!(moved_today.attendance, here.attendance);
    let tomorrow =
        FindOffers { from: Some("2026-03-03T00:00:00".parse().unwrap()), ..clinic.offers(Some(ana), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &tomorrow).unwrap().offers[0].0.clone();
    let gone = moved(&clinic, &moved_today, &handle);
    assert_eq!(gone.attendance, Default::default());
    assert_eq!(walk_in(&clinic, bea, T::Urgent).unwrap().value.attendance.queue_number, Some(2));
    // Another day counts from one again.
    let clinic = clinic.reopened_at("2026-03-03T14:30:00Z");
    let [_, _, dora] = ["Eng", "Fox", "Diaz"].map(|it| clinic.patient(it, "Dora", "1991-01-01").id);
    let wanted = FindOffers { until: Some("2026-03-03".parse().unwrap()), ..clinic.offers(Some(dora), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers[0].0.clone();
    let request = BookRequest { walk_in: Some(T::Standard), ..plain(dora, &handle) };
    let first = book(&clinic.desk, clinic.ada, request).unwrap().value;
    assert_eq!(
        (first.attendance.queue_number, first.arrived_at()),
        (Some(1), Some(at("2026-03-03T14:30:00Z")))
    );
}

#[test]
fn a_visit_of_another_day_or_by_phone_is_no_walk_in() {
    let clinic = Clinic::new();
    let [ana, ..] = patients(&clinic);
    let tomorrow =
        FindOffers { from: Some("2026-03-03T00:00:00".parse().unwrap()), ..clinic.offers(Some(ana), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &tomorrow).unwrap().offers[0].0.clone();
    let request = BookRequest { walk_in: Some(T::Urgent), ..plain(ana, &handle) };
    assert_eq!(refusals(book(&clinic.desk, clinic.ada, request)), ["visit_not_today"]);
}

#[test]
fn who_is_expected_gets_a_number_where_the_location_numbers_everybody() {
    let clinic = Clinic::new();
    let [ana, bea, cleo] = patients(&clinic);
    let booked = |patient| clinic.book(patient, &clinic.handles(patient, 1)[0]).unwrap();
    let (first, second) = (booked(ana), booked(bea));
    assert_eq!(to(&clinic, &first, S::Arrived).attendance.queue_number, None);
    let mut location = clinic.desk.configuration().unwrap().setup.locations[0].clone();
    location.numbers_arrivals = true;
    put_location(&clinic.desk, clinic.ada, &location).unwrap();
    let here = to(&clinic, &second, S::Arrived);
    assert_eq!((here.attendance.queue_number, here.attendance.is_walk_in), (Some(1), false));
    // A slip that puts the visit back keeps the number for when the patient is here again.
    let back = to(&clinic, &here, S::Booked);
    assert_eq!(to(&clinic, &back, S::Arrived).attendance.queue_number, Some(1));
    assert_eq!(walk_in(&clinic, cleo, T::Standard).unwrap().value.attendance.queue_number, Some(2));
}

#[test]
fn the_urgent_stand_above_who_came_before_them() {
    let clinic = Clinic::new();
    let [ana, bea, cleo] = patients(&clinic);
    let first = walk_in(&clinic, ana, T::NonUrgent).unwrap().value;
    let second = walk_in(&clinic, bea, T::Standard).unwrap().value;
    let third = walk_in(&clinic, cleo, T::VeryUrgent).unwrap().value;
    let order = |clinic: &Clinic| -> Vec<_> {
        let request = WorkRequest { location: clinic.location, list: WorkList::InClinic, date: None };
        let rows = worklist(&clinic.desk, clinic.ada, &request).unwrap().rows;
        rows.iter().map(|it| it.full.row.id).collect()
    };
    assert_eq!(order(&clinic), [third.id, second.id, first.id]);
    // Somebody gets worse.
    let worse = set_triage(&clinic.desk, clinic.ada, seen(&first), T::Immediate).unwrap();
    assert_eq!(order(&clinic), [first.id, third.id, second.id]);
    undo(&clinic.desk, clinic.ada, worse.op).unwrap();
    assert_eq!(order(&clinic), [third.id, second.id, first.id]);
    let over = to(&clinic, &third, S::LeftWithoutBeingSeen);
    let refused = set_triage(&clinic.desk, clinic.ada, seen(&over), T::Standard);
    assert_eq!(refusals(refused), ["status_does_not_allow"]);
}

#[test]
fn targets_that_let_the_urgent_wait_longer_are_refused() {
    let clinic = Clinic::new();
    let mut organization = clinic.desk.configuration().unwrap().setup.organization.clone();
    organization.settings.triage_targets.0 = [0, 15, 10, 90, 200];
    assert_eq!(refusals(put_organization(&clinic.desk, clinic.ada, &organization)), ["invalid"]);
    organization.settings.triage_targets.0 = [0, 15, 45, 90, 200];
    put_organization(&clinic.desk, clinic.ada, &organization).unwrap();
    let clinic = clinic.reopened();
    let targets = clinic.desk.configuration().unwrap().setup.organization.settings.triage_targets;
    assert_eq!(targets.minutes(T::Urgent), 45);
}

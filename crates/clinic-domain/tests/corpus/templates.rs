//! Templates, what departs from them, and what a visit needs beside its provider.

use crate::{
    MONDAY,
    clinic::{Clinic, EVERY_DAY, minute, need},
    desk::Desk,
};
use chrono::Weekday;
use clinic_domain::{
    availability::{Answer, BookedVisit, without_hours},
    business_hours::ClosedHours,
    refusal::Refusal,
    resource::ResourceKind::{Provider, Room},
    schedule::{
        ExceptionKind::{ExtraSession, Holiday, TimeOff},
        ExceptionScope,
    },
};

/// Out of office was entered, and people were booked into it.
#[test]
fn out_of_office_blocks__cal_14422() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    clinic.except(
        ExceptionScope::Resource(provider),
        TimeOff,
        ("2035-02-05", "2035-02-07"),
        ("00:00", "24:00"),
    );
    let starts = clinic.starts("2035-02-04T00:00", "2035-02-09T00:00");
    assert_eq!(starts, ["2035-02-04T09:00", "2035-02-08T09:00"]);
}

/// ... also by way of an offer from before it was entered.
#[test]
fn an_absence_since_the_offer_refuses_the_booking__cal_14422() {
    let mut clinic = Clinic::new_york();
    let resource = clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    let days = ("2035-02-04", "2035-02-06");
    desk.clinic.except(ExceptionScope::Resource(resource), TimeOff, days, ("00:00", "24:00"));
    let during = desk.clinic.period(MONDAY.0, MONDAY.1);
    let closed = Refusal::Closed { resource, during, reason: "a time_off".into() };
    assert_eq!(desk.book(patient, &slot), Err(vec![closed]));
}

/// ... or of a click on the calendar.
#[test]
fn a_click_into_an_absence_is_refused_and_never_one_more__cal_14422() {
    let (mut clinic, resource) = Clinic::with_lanes(3);
    clinic.take(resource, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let days = ("2035-02-05", "2035-02-05");
    clinic.except(ExceptionScope::Resource(resource), TimeOff, days, ("09:15", "10:00"));
    let found = clinic.refusals(&clinic.spot(resource, clinic.at("2035-02-05T09:00")));
    assert!(matches!(found[..], [Refusal::Closed { .. }, Refusal::Taken { .. }]), "{found:?}");
}

/// The calendar kept to the clinic's hours, and the search for a time did not.
#[test]
fn a_search_and_its_visits_end_with_the_clinics_hours__openemr_13803() {
    let mut clinic = Clinic::new_york();
    clinic.provider("06:00", "21:00");
    clinic.open(&EVERY_DAY, "08:00", "17:00");
    let starts = clinic.starts(MONDAY.0, MONDAY.1);
    assert_eq!(starts.first().map(String::as_str), Some("2035-02-05T08:00"));
    assert_eq!(starts.last().map(String::as_str), Some("2035-02-05T16:30"));
}

/// 11 in the evening instead of the morning: an alert that nobody heeded.
#[test]
fn a_slip_of_the_clock_is_refused__lh_ehr_1071() {
    let (mut clinic, provider) = Clinic::with_lanes(3);
    clinic.works(provider, &EVERY_DAY, "12:00", "24:00");
    clinic.open(&EVERY_DAY, "08:00", "17:00");
    let found = clinic.refusals(&clinic.spot(provider, clinic.at("2035-02-05T23:00")));
    let (weekday, from, to) = (Weekday::Mon, minute("17:00"), minute("24:00"));
    assert_eq!(found, [Refusal::OutsideBusinessHours { closed: ClosedHours { weekday, from, to } }]);
}

/// ... and what happens to those who were booked when the hours change, or on the one evening on which they do not hold?
#[test]
fn a_visit_outside_of_changed_hours_stays_and_a_late_evening_is_opened__lh_ehr_1071() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("08:00", "20:00");
    let mut desk = Desk::of(clinic.clone());
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T18:00"));
    let id = desk.book(patient, &slot).unwrap();
    let booked = desk.visit(id).clone();
    clinic.open(&EVERY_DAY, "08:00", "17:00");
    let visit = BookedVisit {
        id: booked.id,
        location: booked.location,
        appointment_type: booked.appointment_type,
        visit: booked.visit,
        allocations: booked.allocations,
    };
    assert_eq!(without_hours(&clinic.setup, std::slice::from_ref(&visit)), [visit.id]);
    let evening = ("2035-02-05", "2035-02-05");
    clinic.except(ExceptionScope::Resource(provider), ExtraSession, evening, ("17:00", "19:00"));
    assert_eq!(without_hours(&clinic.setup, &[visit]), []);
}

/// Buffers were the one thing that kept people from switching: for the room, too.
#[test]
fn buffers_hold_the_room_as_well__easyappointments_1380() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "12:00");
    clinic.provider("09:00", "12:00");
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| {
        it.needs.push(need(Room, &[], 0, 0));
        it.buffer_after_minutes = 15;
    });
    let desk = Desk::of(clinic);
    let slot = desk.slot("2035-02-05T09:00");
    assert_eq!(slot.allocations[1].during, desk.clinic.period("2035-02-05T09:00", "2035-02-05T09:45"));
    let mut clinic = desk.clinic;
    clinic.accept(&slot);
    assert_eq!(clinic.starts(MONDAY.0, MONDAY.1)[0], "2035-02-05T09:45");
    assert_eq!(clinic.book.of(room).len(), 1);
}

/// ... and for a room that takes time to be readied, whichever type comes: not twice.
#[test]
fn a_room_is_readied_while_a_buffer_keeps_it_empty__easyappointments_1380() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "12:00");
    clinic.provider("09:00", "12:00");
    clinic.room();
    clinic.setup.resources.last_mut().unwrap().changeover_minutes = 15;
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let next = |buffer_minutes| {
        let mut clinic = clinic.clone();
        clinic.change_type(clinic.visit, |it| it.buffer_after_minutes = buffer_minutes);
        let first = Desk::of(clinic.clone()).slot("2035-02-05T09:00");
        clinic.accept(&first);
        clinic.starts(MONDAY.0, MONDAY.1).remove(0)
    };
    assert_eq!([0, 10, 15].map(next), ["2035-02-05T09:45"; 3]);
    assert_eq!(next(20), "2035-02-05T10:00");
}

/// ... and within the hours.
#[test]
fn a_buffer_stays_within_the_hours__easyappointments_1380() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    clinic.change_type(clinic.visit, |it| it.buffer_before_minutes = 15);
    assert_eq!(clinic.starts(MONDAY.0, MONDAY.1), ["2035-02-05T09:15", "2035-02-05T09:30"]);
    let found = clinic.refusals(&clinic.spot(provider, clinic.at("2035-02-05T09:00")));
    assert!(matches!(found[..], [Refusal::OutsideSessions { .. }]), "{found:?}");
}

/// A busy time that named its service would no longer block the other services.
#[test]
fn a_visit_of_one_type_blocks_every_other_type__medplum_9995() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let first = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    clinic.accept(&first[0].slot);
    clinic.visit = clinic.a_type(15);
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
}

/// ... neither the search for them nor their booking.
#[test]
fn a_visit_of_one_type_blocks_the_booking_of_another__medplum_9995() {
    let mut clinic = Clinic::new_york();
    let resource = clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let first = desk.slot("2035-02-05T09:00");
    desk.clinic.visit = desk.clinic.a_type(60);
    let (patient, other) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    let by = desk.clinic.accept(&first);
    let taken = Refusal::Taken { resource, during: first.visit, by };
    assert_eq!(desk.book(patient, &other), Err(vec![taken]));
}

/// The slot finder offered times outside the clinic's hours.
#[test]
fn a_click_on_a_holiday_is_refused_though_the_template_is_open__openemr_13804() {
    let mut clinic = Clinic::new_york();
    let resource = clinic.provider("09:00", "10:00");
    let scope = ExceptionScope::Location(clinic.location);
    clinic.except(scope, Holiday, ("2035-02-05", "2035-02-05"), ("00:00", "24:00"));
    let during = clinic.period(MONDAY.0, MONDAY.1);
    let closed = Refusal::Closed { resource, during, reason: "a holiday".into() };
    assert_eq!(clinic.refusals(&clinic.spot(resource, clinic.at("2035-02-05T09:00"))), [closed]);
}

/// ... and past the end of the hours.
#[test]
fn closed_time_is_not_overbooked__openemr_13804() {
    let (mut clinic, provider) = Clinic::with_lanes(3);
    clinic.take(provider, "2035-02-05T11:45", "2035-02-05T12:00", 0);
    let at = clinic.spot(provider, clinic.at("2035-02-05T11:45"));
    assert!(matches!(clinic.answer(&at), Answer::Refused(_)), "it would end after the session");
}

/// "In the office" for an hour made the whole day available.
#[test]
fn sixty_minute_session_does_not_open_the_whole_day__openemr_4366() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-05T09:15", "2035-02-05T09:30"]);
}

/// The most wanted missing thing: time between two visits.
#[test]
fn buffers_keep_their_distance__easyappointments_1224() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "11:30");
    clinic.change_type(clinic.visit, |it| (it.buffer_before_minutes, it.buffer_after_minutes) = (5, 10));
    clinic.take(provider, "2035-02-05T10:00", "2035-02-05T10:10", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    // Not 09:00, 09:30, 10:45 + ...: the buffers would leave the session or reach into the visit.
    assert_eq!(
        clinic.walls(&offers),
        ["2035-02-05T09:15", "2035-02-05T10:15", "2035-02-05T10:30", "2035-02-05T10:45"]
    );
    let slot = &offers[0].slot;
    assert_eq!(slot.visit, clinic.period("2035-02-05T09:15", "2035-02-05T09:45"));
    assert_eq!(slot.allocations[0].during, clinic.period("2035-02-05T09:10", "2035-02-05T09:55"));
}

/// A preferred category for some hours hid all the other hours.
#[test]
fn a_session_for_one_type_hides_no_other_time__openemr_7689() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let other = clinic.a_type(30);
    clinic.works(provider, &crate::clinic::EVERY_DAY, "10:00", "11:00").sessions.iter_mut().for_each(|it| {
        it.types = vec![other];
    });
    let window = ("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(clinic.starts(window.0, window.1).len(), 3);
    clinic.visit = other;
    // For the type that both sessions take, they touch and count as one.
    assert_eq!(clinic.starts(window.0, window.1).len(), 7);
}

/// The slot finder offered times at which the clinic was closed.
#[test]
fn the_clinics_holiday_closes_rooms_and_extra_sessions_too__openemr_13803() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let location = clinic.location;
    clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    clinic.except(
        ExceptionScope::Location(location),
        Holiday,
        ("2035-02-05", "2035-02-05"),
        ("00:00", "24:00"),
    );
    clinic.except(
        ExceptionScope::Resource(provider),
        ExtraSession,
        ("2035-02-05", "2035-02-05"),
        ("12:00", "14:00"),
    );
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-07T00:00"), ["2035-02-06T09:00"]);
}

/// A dentist comes for the middle of a visit; booked as if for all of it, half the day is lost.
#[test]
fn a_provider_is_needed_only_in_part_of_the_visit__opendental_pattern() {
    let mut clinic = Clinic::new_york();
    let (provider, room) = (clinic.provider("09:00", "11:00"), clinic.room());
    let other_room = clinic.room();
    clinic.change_type(clinic.visit, |it| {
        it.duration_minutes = 60;
        it.needs = vec![need(Room, &[], 0, 0), need(Provider, &[], 15, 30)];
    });
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:15", 0);
    clinic.take(provider, "2035-02-05T09:45", "2035-02-05T10:30", 0);
    clinic.take(room, "2035-02-05T09:00", "2035-02-05T09:05", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    // The provider comes after a quarter of an hour; the assistant begins before the session and ends after it.
    assert_eq!(clinic.walls(&offers), ["2035-02-05T09:00", "2035-02-05T10:15"]);
    let resources =
        |index: usize| offers[index].slot.allocations.iter().map(|it| it.resource).collect::<Vec<_>>();
    assert_eq!((resources(0), resources(1)), (vec![other_room, provider], vec![room, provider]));
}

//! Mistakes that the field has made, each with the thread that tells of it.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, need};
use clinic_domain::{
    availability::{Answer, check},
    id::AppointmentId,
    refusal::Refusal,
    resource::ResourceKind::{Equipment, Provider, Room},
    schedule::{
        ExceptionKind::{Break, ExtraSession, Holiday, TimeOff},
        ExceptionScope,
    },
};

#[test]
fn sixty_minute_session_does_not_open_the_whole_day__openemr_4366() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-05T09:15", "2035-02-05T09:30"]);
}

#[test]
fn override_after_the_window_is_not_offered__cal() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    for day in ["2035-02-04", "2035-02-06", "2035-02-07"] {
        clinic.except(ExceptionScope::Resource(provider), ExtraSession, (day, day), ("00:00", "24:00"));
    }
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-05T09:15", "2035-02-05T09:30"]);
}

#[test]
fn cancelled_visits_do_not_block__easyappointments() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let visit = clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
    clinic.book.remove(visit);
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00"), ["2035-02-05T09:00"]);
}

#[test]
fn local_times_stay_after_the_change_of_clocks__cal_10517() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let starts = clinic.starts("2035-11-03T00:00", "2035-11-06T00:00");
    assert_eq!(starts, ["2035-11-03T09:00", "2035-11-04T09:00", "2035-11-05T09:00"]);
    let offers = clinic.offers(&clinic.request("2035-11-03T00:00", "2035-11-06T00:00"));
    assert!(offers.iter().all(|it| check(&clinic.setup, &clinic.book, &it.slot, &ASKED_LONG_BEFORE).is_ok()));
}

#[test]
fn notice_that_lands_on_the_day_of_the_change_is_elapsed_time__cal_12137() {
    let mut clinic = Clinic::new_york();
    clinic.provider("08:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 24 * 60);
    let mut request = clinic.request("2035-03-10T00:00", "2035-03-12T00:00");
    request.asking.now = clinic.at("2035-03-10T10:00");
    request.limit = 1;
    // The night is an hour short: 24 hours after ten o'clock it is eleven.
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-03-11T11:00"]);
}

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

#[test]
fn available_is_in_office_not_at_lunch_and_not_booked__lh_ehr_fhir_api_54() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("11:00", "14:00");
    clinic.except(
        ExceptionScope::Resource(provider),
        Break,
        ("2035-01-01", "2035-12-31"),
        ("12:00", "12:45"),
    );
    clinic.take(provider, "2035-02-05T11:00", "2035-02-05T11:20", 0);
    clinic.take(provider, "2035-02-05T13:00", "2035-02-05T13:30", 0);
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T11:30", "2035-02-05T13:30"]);
}

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

#[test]
fn evening_sessions_far_west_of_utc_are_found__medplum_8417() {
    let mut clinic = Clinic::in_zone(chrono_tz::Pacific::Honolulu);
    clinic.provider("17:00", "18:00");
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T17:00", "2035-02-05T17:15", "2035-02-05T17:30"]);
}

#[test]
fn a_visit_crosses_midnight_where_sessions_touch__opendental() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("23:30", "24:00");
    clinic.works(provider, &crate::clinic::EVERY_DAY, "00:00", "00:15");
    let starts = clinic.starts("2035-02-05T12:00", "2035-02-06T12:00");
    assert_eq!(starts, ["2035-02-05T23:30", "2035-02-05T23:45"]);
}

#[test]
fn same_patient_same_time_two_providers_is_refused__openemr_2632() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    let appointment = clinic.take(one, "2035-02-05T09:15", "2035-02-05T09:30", 0);
    let during = clinic.period("2035-02-05T09:15", "2035-02-05T09:30");
    let patient_busy = [(appointment, during)];
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    request.asking.patient_busy = &patient_busy;
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-02-05T09:30"; 2]);
    let mut at = clinic.spot(other, clinic.at("2035-02-05T09:00"));
    at.asking.patient_busy = &patient_busy;
    assert_eq!(clinic.answer(&at), Answer::Refused(vec![Refusal::PatientBusy { appointment, during }]));
    // Moving that very visit is another matter.
    at.asking.ignoring = Some(appointment);
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
}

#[test]
fn no_silent_cap_on_the_slots_of_a_day__care_3028() {
    let mut clinic = Clinic::new_york();
    clinic.provider("00:00", "24:00");
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").len(), 24 * 4 - 1);
}

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

#[test]
fn a_visit_of_one_type_blocks_every_other_type__medplum_9995() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let first = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    clinic.accept(&first[0].slot);
    clinic.visit = clinic.a_type(15);
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
}

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

#[test]
fn a_provider_who_comes_back_is_the_same_one() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    clinic.change_type(clinic.visit, |it| {
        it.duration_minutes = 60;
        it.buffer_after_minutes = 0;
        it.needs = vec![need(Provider, &[], 0, 15), need(Provider, &[], 45, 15)];
    });
    clinic.take(one, "2035-02-05T09:45", "2035-02-05T10:00", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    assert_eq!(offers.len(), 1);
    assert!(offers[0].slot.allocations.iter().all(|it| it.resource == other));
    // In between, the provider sees somebody else.
    clinic.accept(&offers[0].slot);
    clinic.visit = clinic.a_type(30);
    let between: Vec<_> = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    let of_other = between.iter().filter(|it| it.slot.allocations[0].resource == other);
    assert_eq!(
        of_other.map(|it| it.slot.visit).collect::<Vec<_>>(),
        [clinic.period("2035-02-05T09:15", "2035-02-05T09:45")]
    );
}

#[test]
fn the_scarce_resource_is_left_to_the_need_that_has_no_choice() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let (scarce, plenty) = (clinic.resource(Equipment), clinic.resource(Equipment));
    clinic.change_type(clinic.visit, |it| {
        it.needs.push(need(Equipment, &[scarce, plenty], 0, 0));
        it.needs.push(need(Equipment, &[scarce], 0, 0));
    });
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    let resources: Vec<_> = offers[0].slot.allocations[1..].iter().map(|it| it.resource).collect();
    assert_eq!(resources, [plenty, scarce]);
}

#[test]
fn a_visit_without_a_provider_is_offered_once_a_time() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Room, &[], 0, 0)]);
    clinic.take(one, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T09:00", "2035-02-05T09:45"));
    let rooms: Vec<_> = offers.iter().map(|it| it.slot.allocations[0].resource).collect();
    assert_eq!(
        (clinic.walls(&offers), rooms),
        (vec!["2035-02-05T09:00".into(), "2035-02-05T09:15".into()], vec![other, other])
    );
}

#[test]
fn every_location_keeps_its_own_time_and_its_own_rooms__medplum_6723() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let east = clinic.location;
    let west = clinic.site(chrono_tz::America::Los_Angeles);
    clinic.location = west;
    let room_in_the_west = clinic.room();
    clinic.provider("09:00", "09:30");
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00"), ["2035-02-05T12:00"]);
    clinic.location = east;
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
    clinic.change_type(clinic.visit, |it| it.needs[1].any_of = vec![room_in_the_west]);
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
}

#[test]
fn a_moved_visit_may_overlap_itself_and_keeps_its_room() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:45");
    let (_, room) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let visit = AppointmentId(clinic.id());
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    for resource in [provider, room] {
        clinic
            .book
            .insert(resource, clinic_domain::availability::Busy { during, lane: 0, appointment: visit });
    }
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    assert!(clinic.offers(&request).is_empty());
    request.asking.ignoring = Some(visit);
    let offers = clinic.offers(&request);
    assert_eq!(clinic.walls(&offers), ["2035-02-05T09:00", "2035-02-05T09:15"]);
    assert!(offers.iter().all(|it| it.slot.allocations[1].resource == room));
}

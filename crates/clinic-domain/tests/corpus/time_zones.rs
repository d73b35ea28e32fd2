//! Time zones and changes of clocks.

use crate::{
    MONDAY,
    clinic::{ASKED_LONG_BEFORE, Clinic, date, need},
    desk::Desk,
};
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::AppointmentStatus as S,
    availability::{Answer, DayPartKind, check, working_time},
    refusal::{NearestHours, Refusal},
    resource::ResourceKind::{Provider, Room},
    schedule::{
        ExceptionKind::{Block, TimeOff},
        ExceptionScope,
    },
    time::local_day,
};

/// After the change of clocks every booking failed: "no available user found".
#[test]
fn every_day_after_the_change_can_be_booked__cal_6217() {
    let mut clinic = Clinic::in_zone(chrono_tz::Europe::Berlin);
    clinic.provider("09:00", "09:30");
    let mut desk = Desk::of(clinic);
    let offers = desk.clinic.offers(&desk.clinic.request("2035-03-20T00:00", "2035-04-10T00:00"));
    assert_eq!(offers.len(), 21);
    for (offer, days) in offers.iter().zip(0..) {
        let patient = desk.patient();
        let visit = desk.book(patient, &offer.slot).unwrap();
        let nine = (date("2035-03-20") + TimeDelta::days(days)).format("%Y-%m-%dT09:00").to_string();
        assert_eq!(desk.visit(visit).wall_start, nine);
    }
}

/// Times were wrong only when the minimum notice ended on the day of the change.
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

/// The minimum notice was a day of the wall clock when it ended on the day of the change.
#[test]
fn notice_through_the_long_night_is_elapsed_time_too__cal_12137() {
    let mut clinic = Clinic::new_york();
    clinic.provider("08:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 24 * 60);
    let mut request = clinic.request("2035-11-03T00:00", "2035-11-05T00:00");
    request.asking.now = clinic.at("2035-11-03T10:00");
    request.limit = 1;
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-11-04T09:00"]);
}

/// ... where a click has to agree with the list.
#[test]
fn a_click_within_the_notice_is_refused_by_the_same_reckoning__cal_12137() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("08:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 24 * 60);
    let mut at = clinic.spot(provider, clinic.at("2035-03-11T10:45"));
    at.asking.now = clinic.at("2035-03-10T10:00");
    assert_eq!(clinic.refusals(&at), [Refusal::NoticeTooShort { needed_minutes: 24 * 60 }]);
    at.start = clinic.at("2035-03-11T11:00");
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
}

/// On the day on which the clocks go forward, times were offered an hour off.
#[test]
fn the_morning_that_springs_forward_lacks_only_the_hour_that_never_was__cal_19589() {
    let mut clinic = Clinic::new_york();
    clinic.provider("01:00", "04:00");
    let starts = clinic.starts("2035-03-11T00:00", "2035-03-12T00:00");
    let shown = ["01:00", "01:15", "01:30", "01:45", "03:00", "03:15", "03:30"];
    assert_eq!(starts, shown.map(|it| format!("2035-03-11T{it}")));
}

/// ... and a visit that begins before the change must not lose the hour.
#[test]
fn a_visit_across_the_gap_keeps_its_length__cal_20095() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("01:00", "05:00");
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 60);
    let desk = Desk::of(clinic);
    let slot = desk.slot("2035-03-11T01:30");
    assert_eq!(slot.visit, desk.clinic.period("2035-03-11T01:30", "2035-03-11T03:30"));
    assert_eq!((slot.visit.minutes(), slot.allocations[0].during), (60, slot.visit));
    let mut clinic = desk.clinic;
    clinic.accept(&slot);
    let is_offer =
        |it: &str| matches!(clinic.answer(&clinic.spot(provider, clinic.at(it))), Answer::Offer(_));
    assert_eq!(["2035-03-11T03:15", "2035-03-11T03:30"].map(is_offer), [false, true]);
}

/// Busy times on both sides of the change were misread.
#[test]
fn an_absence_over_the_change_is_absent_at_the_same_local_hours__cal_8398() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("08:30", "12:30");
    let days = ("2035-11-03", "2035-11-05");
    clinic.except(ExceptionScope::Resource(provider), TimeOff, days, ("09:00", "12:00"));
    let left = ["03T08:30", "03T12:00", "04T08:30", "04T12:00", "05T08:30", "05T12:00"];
    assert_eq!(clinic.starts("2035-11-03T00:00", "2035-11-06T00:00"), left.map(|it| format!("2035-11-{it}")));
}

/// The zone followed whoever had used the system last, and people were booked for midnight.
#[test]
fn the_time_on_the_wall_is_that_of_the_site__cal_15714() {
    let mut desk = Desk::of(Clinic::new_york());
    let west = desk.clinic.site(chrono_tz::America::Los_Angeles);
    desk.clinic.provider("09:00", "09:30");
    desk.clinic.location = west;
    desk.clinic.provider("09:00", "09:30");
    let offers = desk.clinic.offers(&desk.clinic.request(MONDAY.0, MONDAY.1));
    let in_the_west = desk.patient();
    let visit = desk.book(in_the_west, &offers[0].slot).unwrap();
    assert_eq!(desk.visit(visit).wall_start, "2035-02-05T09:00");
    desk.clinic.location = desk.clinic.setup.locations[0].id;
    let in_the_east = desk.slot("2035-02-05T09:00");
    assert_eq!(offers[0].slot.visit.start(), in_the_east.visit.start().plus_minutes(180));
}

/// ... also once a visit has moved there from another zone.
#[test]
fn a_visit_that_moves_to_another_site_takes_its_clock__cal_15714() {
    let mut desk = Desk::of(Clinic::new_york());
    desk.clinic.provider("09:00", "09:30");
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    desk.clinic.location = desk.clinic.site(chrono_tz::America::Los_Angeles);
    desk.clinic.provider("09:00", "09:30");
    let in_the_west = desk.clinic.offers(&desk.clinic.request("2035-02-06T00:00", "2035-02-07T00:00"));
    desk.reschedule(visit, &in_the_west[0].slot).unwrap();
    assert_eq!(desk.visit(visit).wall_start, "2035-02-06T09:00");
}

/// ... and where the zone itself changes, what was offered before has become another hour.
#[test]
fn an_offer_from_before_a_change_of_zone_is_not_booked_for_the_night__cal_15714() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    desk.clinic.setup.locations[0].zone = chrono_tz::Asia::Tokyo;
    let refused = desk.book(patient, &slot).unwrap_err();
    assert!(matches!(refused[..], [Refusal::OutsideSessions { .. }]), "{refused:?}");
}

/// Where the day of the place is not the day of UTC, people chose one day and got the next.
#[test]
fn a_weekday_is_that_of_the_place__easyappointments_961() {
    let on_mondays = |zone: Tz, hours: (&str, &str)| {
        let mut clinic = Clinic::in_zone(zone);
        let provider = clinic.resource(Provider);
        clinic.works(provider, &[Weekday::Mon], hours.0, hours.1);
        clinic.starts("2035-02-03T00:00", "2035-02-08T00:00")
    };
    // Sunday in UTC, and Tuesday.
    assert_eq!(on_mondays(chrono_tz::Pacific::Kiritimati, ("08:00", "08:30")), ["2035-02-05T08:00"]);
    assert_eq!(on_mondays(chrono_tz::Pacific::Pago_Pago, ("20:00", "20:30")), ["2035-02-05T20:00"]);
}

/// With the clinic on São Paulo's time, one evening hour was booked again and again.
#[test]
fn an_evening_that_is_tomorrow_in_utc_is_booked_once__easyappointments_1168() {
    let mut clinic = Clinic::in_zone(chrono_tz::America::Sao_Paulo);
    clinic.provider("20:30", "21:30");
    let mut desk = Desk::of(clinic);
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T20:45"));
    desk.booked_as("2035-02-05T20:45", S::Booked);
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
    assert!(desk.book(patient, &slot).is_err());
}

/// Between the Azores and Amsterdam, a visit at two took four o'clock off the list, and two stayed on it.
#[test]
fn what_is_taken_off_is_the_hour_of_its_own_site__easyappointments_826() {
    let mut clinic = Clinic::in_zone(chrono_tz::Atlantic::Azores);
    clinic.setup.organization.settings.grid_minutes = 60;
    clinic.provider("14:00", "17:00");
    let (azores, amsterdam) = (clinic.location, clinic.site(chrono_tz::Europe::Amsterdam));
    clinic.location = amsterdam;
    let there = clinic.provider("14:00", "17:00");
    clinic.location = azores;
    let mut desk = Desk::of(clinic);
    desk.booked_as("2035-02-05T14:00", S::Booked);
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1), ["2035-02-05T15:00", "2035-02-05T16:00"]);
    let day = ("2035-02-05", "2035-02-05");
    desk.clinic.except(ExceptionScope::Resource(there), Block, day, ("14:00", "15:00"));
    (desk.clinic.location, desk.clinic.zone) = (amsterdam, chrono_tz::Europe::Amsterdam);
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1), ["2035-02-05T15:00", "2035-02-05T16:00"]);
}

/// The calendar's day began at five in the morning.
#[test]
fn the_day_begins_at_the_midnight_of_the_site__medplum_10475() {
    let mut clinic = Clinic::in_zone(chrono_tz::America::Los_Angeles);
    let provider = clinic.provider("00:00", "24:00");
    let day = local_day(clinic.zone, date("2035-02-05"));
    assert_eq!(day, clinic.period(MONDAY.0, MONDAY.1));
    let around = clinic.period("2035-02-04T12:00", "2035-02-06T12:00");
    let parts = working_time(&clinic.setup, provider, around, around.start());
    assert_eq!(parts[1].during, day);
}

/// East of UTC the list of the day was yesterday's.
#[test]
fn people_arrive_on_the_local_day_in_the_east__openmrs_2495() {
    let mut clinic = Clinic::in_zone(chrono_tz::Asia::Tokyo);
    clinic.provider("08:00", "09:00");
    let mut desk = Desk::of(clinic);
    let visit = desk.booked_as("2035-02-06T08:00", S::Booked);
    // In UTC it is the same day, on the wall it is the evening before.
    desk.now = desk.clinic.at("2035-02-05T21:00");
    assert_eq!(desk.set_status(visit, S::Arrived), Err(vec![Refusal::VisitNotToday]));
    desk.now = desk.clinic.at("2035-02-06T07:45");
    assert_eq!(desk.set_status(visit, S::Arrived), Ok(visit));
}

/// The month counted its visits by UTC and the day listed them by the wall: in the west the evening fell between.
#[test]
fn people_arrive_on_the_local_day_in_the_west__openmrs_2190() {
    let mut clinic = Clinic::in_zone(chrono_tz::Pacific::Honolulu);
    clinic.provider("17:00", "19:00");
    let mut desk = Desk::of(clinic);
    let visit = desk.booked_as("2035-02-05T18:00", S::Booked);
    // In UTC the visit is tomorrow.
    desk.now = desk.clinic.at("2035-02-05T13:30");
    assert_eq!(desk.set_status(visit, S::Arrived), Ok(visit));
}

/// Whoever picked a day in the calendar got the one before.
#[test]
fn the_picked_day_is_that_day_from_its_first_second_to_its_last__openmrs_1049() {
    // Midnight is skipped in Beirut on the first of these days, and clocks go back over it in Santiago.
    for (zone, first) in [
        (chrono_tz::Asia::Beirut, "2035-03-25"),
        (chrono_tz::America::Santiago, "2035-04-07"),
        (chrono_tz::Pacific::Auckland, "2035-02-05"),
        (chrono_tz::Pacific::Marquesas, "2035-02-05"),
    ] {
        for picked in date(first).iter_days().take(3) {
            let day = local_day(zone, picked);
            let ends = [day.start(), day.end().plus_seconds(-1)].map(|it| it.local_date(zone));
            assert_eq!(ends, [picked, picked], "{zone}");
        }
    }
}

/// Times were compared with the offset of another place, so that those that were there were not found.
#[test]
fn the_full_hour_is_that_of_the_local_clock__care_2725() {
    let mut clinic = Clinic::in_zone(chrono_tz::Asia::Kathmandu);
    clinic.setup.organization.settings.grid_minutes = 60;
    let provider = clinic.provider("09:00", "11:30");
    let hours = ["2035-02-05T09:00", "2035-02-05T10:00", "2035-02-05T11:00"];
    assert_eq!(clinic.starts(MONDAY.0, MONDAY.1), hours);
    // A full hour in UTC.
    let at = clinic.spot(provider, clinic.at("2035-02-05T09:45"));
    assert_eq!(clinic.refusals(&at), [Refusal::OffGrid { grid_minutes: 60 }]);
}

/// The hours of a service were compared in the zone of the server.
#[test]
fn a_click_is_held_against_the_local_hours__openmrs_module_appointments_201() {
    let mut clinic = Clinic::in_zone(chrono_tz::Asia::Kolkata);
    let resource = clinic.provider("09:00", "17:00");
    let at = clinic.spot(resource, clinic.at("2035-02-05T16:30"));
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
    let wanted = clinic.period("2035-02-05T17:00", "2035-02-05T17:30");
    let nearest = Some(NearestHours::Session(clinic.period("2035-02-05T09:00", "2035-02-05T17:00")));
    let outside = Refusal::OutsideSessions { resource, wanted, nearest };
    assert_eq!(clinic.refusals(&clinic.spot(resource, wanted.start())), [outside]);
}

/// The page on which hours are set and the page on which they are booked differed by the offset.
#[test]
fn what_the_board_shows_open_is_what_is_offered__thunderbird_appointment_1233() {
    let mut clinic = Clinic::in_zone(chrono_tz::Europe::Berlin);
    let provider = clinic.provider("09:00", "18:00");
    for day in ["2035-03-24", "2035-03-25", "2035-10-27", "2035-10-28", "2035-09-10"] {
        let within = local_day(clinic.zone, date(day));
        let parts = working_time(&clinic.setup, provider, within, within.start());
        assert!(parts.len() == 1 && matches!(parts[0].kind, DayPartKind::Open { .. }));
        let mut request = clinic.request(MONDAY.0, MONDAY.1);
        request.within = within;
        let offers = clinic.offers(&request);
        let (first, last) = (offers[0].slot.visit, offers[offers.len() - 1].slot.visit);
        assert_eq!((first.start(), last.end()), (parts[0].during.start(), parts[0].during.end()));
        assert_eq!(first.start().wall_text(clinic.zone), format!("{day}T09:00"));
    }
}

/// From the change of clocks on, times were offered an hour early and then could not be booked.
#[test]
fn local_times_stay_after_the_change_of_clocks__cal_10517() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let starts = clinic.starts("2035-11-03T00:00", "2035-11-06T00:00");
    assert_eq!(starts, ["2035-11-03T09:00", "2035-11-04T09:00", "2035-11-05T09:00"]);
    let offers = clinic.offers(&clinic.request("2035-11-03T00:00", "2035-11-06T00:00"));
    assert!(offers.iter().all(|it| check(&clinic.setup, &clinic.book, &it.slot, &ASKED_LONG_BEFORE).is_ok()));
}

/// The day was taken from the server: where that was a day ahead, the evening had no times.
#[test]
fn evening_sessions_far_west_of_utc_are_found__medplum_8417() {
    let mut clinic = Clinic::in_zone(chrono_tz::Pacific::Honolulu);
    clinic.provider("17:00", "18:00");
    let starts = clinic.starts("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(starts, ["2035-02-05T17:00", "2035-02-05T17:15", "2035-02-05T17:30"]);
}

/// The calendar of a place elsewhere began in the early morning: the zone was not that of the place.
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

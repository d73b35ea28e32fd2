//! The search: what it overlooks and what it invents.

use crate::{MONDAY, clinic::Clinic, desk::Desk};
use clinic_domain::{
    appointment::AppointmentStatus,
    schedule::{
        ExceptionKind::{Break, ExtraSession, TimeOff},
        ExceptionScope,
    },
};

/// "No appointment in the next ninety days", while there were some.
#[test]
fn the_only_free_time_on_the_ninetieth_day_is_found__carlos_802() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let away = ("2035-02-05", "2035-05-04");
    clinic.except(ExceptionScope::Resource(provider), TimeOff, away, ("00:00", "24:00"));
    let mut request = clinic.request("2035-02-05T00:00", "2035-05-06T00:00");
    request.limit = 1;
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-05-05T09:00"]);
}

/// No visit was ever found across midnight, though the night shift went on.
#[test]
fn a_visit_crosses_midnight_where_sessions_touch__opendental() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("23:30", "24:00");
    clinic.works(provider, &crate::clinic::EVERY_DAY, "00:00", "00:15");
    let starts = clinic.starts("2035-02-05T12:00", "2035-02-06T12:00");
    assert_eq!(starts, ["2035-02-05T23:30", "2035-02-05T23:45"]);
}

/// The search began a day late, and gave one time a day.
#[test]
fn the_search_begins_at_once_and_gives_every_time__opendental() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let starts = clinic.starts("2035-02-05T09:10", "2035-02-06T09:30");
    assert_eq!(starts, ["2035-02-05T09:15", "2035-02-05T09:30", "2035-02-06T09:00"]);
}

/// The planning horizon did not hold: times were offered beyond it.
#[test]
fn no_visit_ends_after_the_asked_time__medplum_8432() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "17:00");
    let starts = clinic.starts("2035-02-05T09:30", "2035-02-05T10:25");
    assert_eq!(starts, ["2035-02-05T09:30", "2035-02-05T09:45"]);
}

/// One event on a provider's day, and the portal failed for that day.
#[test]
fn one_visit_leaves_the_rest_of_the_day__openemr_6234() {
    for (taken, left) in [
        (("2035-02-05T09:00", "2035-02-05T09:30"), ["2035-02-05T09:30", "2035-02-05T10:00"]),
        (("2035-02-05T09:30", "2035-02-05T10:00"), ["2035-02-05T09:00", "2035-02-05T10:00"]),
        (("2035-02-05T10:00", "2035-02-05T10:30"), ["2035-02-05T09:00", "2035-02-05T09:30"]),
    ] {
        let mut clinic = Clinic::new_york();
        clinic.setup.organization.settings.grid_minutes = 30;
        let provider = clinic.provider("09:00", "10:30");
        clinic.take(provider, taken.0, taken.1, 0);
        assert_eq!(clinic.starts(MONDAY.0, MONDAY.1), left);
    }
}

/// The slot finder took some cancelled and missed visits for booked ones.
#[test]
fn only_a_visit_that_is_still_to_be_takes_up_its_place__carlos_715() {
    use AppointmentStatus as S;
    let frees = |status: &&S| {
        let mut clinic = Clinic::new_york();
        clinic.provider("09:00", "09:30");
        let mut desk = Desk::of(clinic);
        desk.booked_as("2035-02-05T09:00", **status);
        !desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty()
    };
    let taking: Vec<_> = S::ALL.iter().filter(|it| !frees(it)).copied().collect();
    assert_eq!(taking, [S::Pending, S::Booked, S::Arrived, S::CheckedIn, S::Roomed, S::WithProvider]);
}

/// A visit that was marked cancelled went on blocking; only deleting it, with its history, freed the time.
#[test]
fn cancelling_frees_the_time__easyappointments_412() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let mut desk = Desk::of(clinic);
    let visit = desk.booked_as("2035-02-05T09:00", AppointmentStatus::Booked);
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
    desk.cancel(visit).unwrap();
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1), ["2035-02-05T09:00"]);
    assert_eq!(desk.visit(visit).history.len(), 2);
}

/// A date override on a neighbouring day leaked its hours into the day that was asked for.
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

/// "Available" has to mean in the office, not at lunch, and not booked.
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

/// Only twenty-nine times a day appeared: a safety limit that nobody was told of.
#[test]
fn no_silent_cap_on_the_slots_of_a_day__care_3028() {
    let mut clinic = Clinic::new_york();
    clinic.provider("00:00", "24:00");
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").len(), 24 * 4 - 1);
}

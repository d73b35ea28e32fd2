//! Two people, one record: nothing is overwritten unseen, and nothing that happened is lost.

use crate::{MONDAY, clinic::Clinic, desk::Desk};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{AppointmentStatus as S, HistoryEvent},
    arbitration::{
        Decision, Refused, put_appointment_type, put_caregiver, put_exception, put_location,
        put_organization, put_patient, put_person, put_resource, put_template, unchanged,
    },
    id::{CaregiverId, PatientId, Version},
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, Patient},
    people::Role,
    refusal::Refusal,
    schedule::{ExceptionKind::Block, ExceptionScope},
    time::Instant,
};

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2035, 2, 5).unwrap();
/// The version that stands is one ahead of the one that somebody has on the screen.
const SEEN: Version = Version::FIRST;

fn patient(version: Version, alert: &str) -> Patient {
    Patient {
        version,
        family_name: "Ruiz".into(),
        birth_date: NaiveDate::from_ymd_opt(1980, 2, 29),
        alert: alert.into(),
        ..Patient::new(PatientId::from_bytes([1; 16]))
    }
}

fn is_refused<T: std::fmt::Debug>(decided: Decision<T>) -> bool {
    decided.is_err_and(|it| it == Refused(vec![Refusal::Changed]))
}

/// With tens of thousands of rows nobody could tell which had been overwritten by whom.
#[test]
fn no_record_of_the_setup_is_written_over_one_that_nobody_saw__odk_x_109() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "17:00");
    let admin = clinic.person(Role::Administrator);
    let manager = clinic.person(Role::PracticeManager);
    let day = ("2035-02-05", "2035-02-05");
    clinic.except(ExceptionScope::Resource(provider), Block, day, ("09:00", "10:00"));
    let seen = clinic.setup.clone();
    let decide = |now: &Clinic, author| {
        let setup = &now.setup;
        [
            is_refused(put_organization(author, setup, &seen.organization)),
            is_refused(put_location(author, setup, &seen.locations[0])),
            is_refused(put_resource(author, setup, Instant(0), &seen.resources[0])),
            is_refused(put_appointment_type(author, setup, &seen.types[0])),
            is_refused(put_template(author, setup, Instant(0), &seen.templates[0])),
            is_refused(put_exception(&manager, setup, Instant(0), &seen.exceptions[0])),
        ]
    };
    assert_eq!(decide(&clinic, &admin), [false; 6]);
    let setup = &mut clinic.setup;
    for version in [
        &mut setup.organization.version,
        &mut setup.locations[0].version,
        &mut setup.resources[0].version,
        &mut setup.types[0].version,
        &mut setup.templates[0].version,
        &mut setup.exceptions[0].version,
    ] {
        *version = SEEN.next();
    }
    assert_eq!(decide(&clinic, &admin), [true; 6]);
}

/// ... and the same of what people may do.
#[test]
fn nobodys_roles_are_written_over_unseen__odk_x_109() {
    let mut clinic = Clinic::new_york();
    let admin = clinic.person(Role::Administrator);
    let seen = clinic.person(Role::FrontDesk);
    let mut stands = seen.clone();
    (stands.version, stands.is_active) = (SEEN.next(), false);
    assert!(put_person(&admin, &[admin.clone(), seen.clone()], &[], seen.clone()).is_ok());
    assert!(is_refused(put_person(&admin, &[admin.clone(), stands], &[], seen)));
}

/// The local change was simply laid over the one that had come from the server.
#[test]
fn a_patients_record_is_not_laid_over_a_newer_one__android_fhir_472() {
    let mut clinic = Clinic::new_york();
    let author = clinic.person(Role::FrontDesk);
    let (seen, newer) = (patient(SEEN, ""), patient(SEEN.next(), "Call daughter first"));
    let wanted = patient(SEEN, "Comes by taxi");
    let put = |current| put_patient(&author, &clinic.setup, TODAY, Some(current), &wanted);
    assert_eq!(put(&seen).unwrap().version, SEEN.next());
    assert!(is_refused(put(&newer)));
}

/// Learnt there: never merge by field, into a record that nobody has ever seen.
#[test]
fn changes_to_different_fields_are_not_merged__pitlog_24() {
    let mut clinic = Clinic::new_york();
    let author = clinic.person(Role::FrontDesk);
    let newer = patient(SEEN.next(), "Call daughter first");
    let mut wanted = patient(SEEN, "");
    wanted.language = "es".into();
    assert!(is_refused(put_patient(&author, &clinic.setup, TODAY, Some(&newer), &wanted)));
    // After a look the second change has both.
    wanted = Patient { language: "es".into(), ..newer.clone() };
    let both = put_patient(&author, &clinic.setup, TODAY, Some(&newer), &wanted).unwrap();
    assert_eq!((both.language, both.alert, both.version), ("es".into(), newer.alert, SEEN.next().next()));
}

/// Who had been offline overrode the others without a word: here, who may speak for a patient.
#[test]
fn a_caregivers_rights_are_not_given_back_by_an_old_form__docs_239() {
    let author = Clinic::new_york().person(Role::FrontDesk);
    let seen = Caregiver {
        id: CaregiverId::from_bytes([2; 16]),
        version: SEEN,
        patient: PatientId::from_bytes([1; 16]),
        name: "Luz Ruiz".into(),
        phone: "".into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    };
    let revoked = Caregiver { version: SEEN.next(), may_schedule: false, ..seen.clone() };
    assert!(put_caregiver(&author, Some(&seen), &seen).is_ok());
    assert!(is_refused(put_caregiver(&author, Some(&revoked), &seen)));
}

/// ... and here, what has become of a visit since.
#[test]
fn a_visit_that_was_changed_since_is_not_as_it_was_seen__docs_239() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    let seen = desk.visit(visit).version;
    assert_eq!(unchanged(desk.visit(visit).version, seen), Ok(()));
    let later = desk.slot("2035-02-05T09:30");
    desk.reschedule(visit, &later).unwrap();
    assert!(is_refused(unchanged(desk.visit(visit).version, seen)));
}

/// Both sides of a conflict have to be kept, so that somebody can decide.
#[test]
fn a_moved_visit_tells_where_it_stood__sormas_399() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let (first, later) = (desk.slot("2035-02-05T09:00"), desk.slot("2035-02-05T09:30"));
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    desk.reschedule(visit, &later).unwrap();
    let HistoryEvent::Moved { from, from_allocations, .. } = &desk.visit(visit).history[1].what else {
        panic!()
    };
    assert_eq!((*from, from_allocations), (first.visit, &first.allocations));
}

/// Rescheduling made another booking and left the first where it was.
#[test]
fn a_moved_visit_is_one_visit_and_leaves_its_place__cal_12461() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let later = desk.slot("2035-02-05T09:30");
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    assert_eq!(desk.reschedule(visit, &later), Ok(visit));
    let taken: Vec<_> =
        desk.clinic.book.of(provider).iter().map(|it| (it.appointment().unwrap(), it.during)).collect();
    assert_eq!((desk.visits.len(), taken), (1, vec![(visit, later.visit)]));
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1), ["2035-02-05T09:00"]);
}

/// ... also out of a booking that was gone already.
#[test]
fn a_cancelled_visit_is_not_moved__cal_10524() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let (visit, later) = (desk.booked_as("2035-02-05T09:00", S::Booked), desk.slot("2035-02-05T09:30"));
    desk.now = desk.clinic.at("2035-01-01T09:00");
    desk.cancel(visit).unwrap();
    let refused = Refusal::StatusDoesNotAllow { from: S::Cancelled, to: None };
    assert_eq!(desk.reschedule(visit, &later), Err(vec![refused]));
}

/// The board recorded a wrong time of arrival.
#[test]
fn a_patient_came_when_somebody_first_saw_them__openemr_5454() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let mut desk = Desk::of(clinic);
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    for (wall, to) in [("2035-02-05T08:50", S::Arrived), ("2035-02-05T09:10", S::Roomed)] {
        desk.now = desk.clinic.at(wall);
        desk.set_status(visit, to).unwrap();
    }
    assert_eq!(desk.visit(visit).arrived_at(), Some(desk.clinic.at("2035-02-05T08:50")));
}

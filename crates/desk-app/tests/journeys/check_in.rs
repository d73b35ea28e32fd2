//! Checking in: who it is, how late, and that there is no other way to be checked in.

use crate::clinic::{Clinic, refusals};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, HistoryEvent, Requester},
    counter::{Asked, CardAnswer, CardInterval},
    id::PatientId,
    patient::IdentityField as F,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    audit::audit_of_patient,
    check_in::check_in,
    error::AppResult,
    patient_card::patient_card,
    setup::put_organization,
    status::{Seen, set_status},
    undo::undo,
};

/// Ana's visit at nine. Her record has a name, a birth date and a number, and neither phone nor address.
fn visit(clinic: &Clinic) -> Appointment {
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap()
}

fn seen(visit: &Appointment) -> Seen {
    Seen { appointment: visit.id, version: visit.version }
}

fn checked_in(clinic: &Clinic, visit: &Appointment, verified: &[F]) -> AppResult<Done<Appointment>> {
    check_in(&clinic.desk, clinic.ada, seen(visit), verified, Asked::default(), Requester::Patient)
}

fn asking(clinic: &Clinic, visit: &Appointment, asked: Asked) -> Done<Appointment> {
    let fields = [F::FullName, F::BirthDate];
    check_in(&clinic.desk, clinic.ada, seen(visit), &fields, asked, Requester::Patient).unwrap()
}

/// Whether the details and the card of the patient are to be asked for.
fn due(clinic: &Clinic, patient: PatientId) -> (bool, bool) {
    let card = patient_card(&clinic.desk, clinic.ada, patient).unwrap();
    (card.are_details_due, card.is_card_due)
}

fn to(clinic: &Clinic, visit: &Appointment, to: S) -> AppResult<Appointment> {
    set_status(&clinic.desk, clinic.ada, seen(visit), to, Requester::Patient).map(|it| it.value)
}

fn details(clinic: &Clinic, patient: PatientId) -> Vec<(String, String)> {
    let trail = audit_of_patient(&clinic.desk, clinic.ada, patient, None).unwrap();
    trail.rows.into_iter().map(|it| (it.action, it.detail.expose().to_owned())).collect()
}

#[test]
fn two_different_details_of_the_record_are_compared_and_remembered() {
    let clinic = Clinic::new();
    let visit = visit(&clinic);
    for too_few in [&[][..], &[F::BirthDate], &[F::BirthDate, F::BirthDate]] {
        assert_eq!(refusals(checked_in(&clinic, &visit, too_few)), ["identity_not_verified"]);
    }
    // What the record does not have was not compared.
    assert_eq!(refusals(checked_in(&clinic, &visit, &[F::BirthDate, F::Phone])), ["invalid"]);
    let here = checked_in(&clinic, &visit, &[F::RecordNumber, F::BirthDate]).unwrap().value;
    assert_eq!(here.status, S::CheckedIn);
    let HistoryEvent::Status { from: S::Booked, to: S::CheckedIn, verified } = &here.history[1].what else {
        panic!("not in the history")
    };
    assert_eq!(verified, &[F::BirthDate, F::RecordNumber]);
    let trail = details(&clinic, here.patient);
    assert!(trail.contains(&("check_in".to_owned(), "record_number birth_date".to_owned())), "{trail:?}");
}

#[test]
fn a_status_change_is_no_way_around_it() {
    let clinic = Clinic::new();
    let visit = visit(&clinic);
    assert_eq!(refusals(to(&clinic, &visit, S::CheckedIn)), ["identity_not_verified"]);
    let arrived = to(&clinic, &visit, S::Arrived).unwrap();
    let roomed = to(&clinic, &arrived, S::Roomed).unwrap();
    assert_eq!(refusals(to(&clinic, &roomed, S::CheckedIn)), ["identity_not_verified"]);
    // A step back to where somebody made sure is one; after a slip that put the visit back it is not.
    let here = checked_in(&clinic, &roomed, &[F::FullName, F::BirthDate]).unwrap().value;
    let roomed = to(&clinic, &here, S::Roomed).unwrap();
    let here = to(&clinic, &roomed, S::CheckedIn).unwrap();
    let booked = to(&clinic, &here, S::Booked).unwrap();
    assert_eq!(refusals(to(&clinic, &booked, S::CheckedIn)), ["identity_not_verified"]);
}

#[test]
fn an_undone_check_in_made_sure_of_nobody() {
    let clinic = Clinic::new();
    let arrived = to(&clinic, &visit(&clinic), S::Arrived).unwrap();
    let slip = checked_in(&clinic, &arrived, &[F::FullName, F::BirthDate]).unwrap();
    undo(&clinic.desk, clinic.ada, slip.op).unwrap();
    let back = unaudited(&clinic.desk, arrived.id).unwrap().appointment;
    assert_eq!((back.status, back.arrived_at()), (S::Arrived, arrived.arrived_at()));
    assert_eq!(refusals(to(&clinic, &back, S::CheckedIn)), ["identity_not_verified"]);
}

#[test]
fn late_is_a_fact_and_no_refusal() {
    // Eighty minutes on, the visit of nine is twenty minutes old.
    let clinic = Clinic::new();
    let visit = visit(&clinic);
    let clinic = clinic.later(80);
    let late = checked_in(&clinic, &visit, &[F::FullName, F::BirthDate]).unwrap().value;
    let policy = |clinic: &Clinic| {
        clinic.desk.configuration().unwrap().setup.organization.settings.late_arrival_minutes
    };
    assert_eq!((policy(&clinic), late.minutes_late(policy(&clinic))), (15, Some(20)));
    let mut organization = clinic.desk.configuration().unwrap().setup.organization.clone();
    organization.settings.late_arrival_minutes = 30;
    put_organization(&clinic.desk, clinic.ada, &organization).unwrap();
    let clinic = clinic.reopened();
    assert_eq!((policy(&clinic), late.minutes_late(policy(&clinic))), (30, None));
    let mut endless = clinic.desk.configuration().unwrap().setup.organization.clone();
    endless.settings.late_arrival_minutes = 300;
    assert_eq!(refusals(put_organization(&clinic.desk, clinic.ada, &endless)), ["invalid"]);
}

#[test]
fn who_waited_at_the_counter_is_not_late() {
    let clinic = Clinic::new();
    let arrived = to(&clinic, &visit(&clinic), S::Arrived).unwrap();
    let clinic = clinic.later(80);
    let here = checked_in(&clinic, &arrived, &[F::FullName, F::BirthDate]).unwrap().value;
    assert_eq!(here.arrived_at(), arrived.arrived_at());
    assert_eq!(here.minutes_late(15), None);
}

#[test]
fn what_was_asked_is_in_the_history_and_not_asked_again_before_its_time() {
    let clinic = Clinic::new();
    let visit = visit(&clinic);
    assert_eq!(due(&clinic, visit.patient), (true, true));
    let asked = Asked { details_confirmed: true, card: Some(CardAnswer::NotBrought) };
    let slip = asking(&clinic, &visit, asked);
    assert!(matches!(slip.value.history.last().unwrap().what, HistoryEvent::Asked(it) if it == asked));
    assert_eq!(due(&clinic, visit.patient), (false, true), "a card that was not brought is asked for again");
    let trail = details(&clinic, visit.patient);
    let codes = "full_name birth_date details_confirmed card_not_brought".to_owned();
    assert!(trail.contains(&("check_in".to_owned(), codes)), "{trail:?}");

    // What was undone was not asked.
    undo(&clinic.desk, clinic.ada, slip.op).unwrap();
    assert_eq!(due(&clinic, visit.patient), (true, true));
    let back = unaudited(&clinic.desk, visit.id).unwrap().appointment;
    asking(&clinic, &back, Asked { details_confirmed: true, card: Some(CardAnswer::Seen) });
    assert_eq!(due(&clinic, visit.patient), (false, false));

    // Ninety days on the record is gone through again; the card is good for the year.
    let clinic = clinic.reopened_at("2026-05-30T13:00:00Z");
    assert_eq!(due(&clinic, visit.patient), (false, false));
    let clinic = clinic.reopened_at("2026-05-31T13:00:00Z");
    assert_eq!(due(&clinic, visit.patient), (true, false));
    let card = patient_card(&clinic.desk, clinic.ada, visit.patient).unwrap();
    assert_eq!(card.asked.details, card.asked.card_seen);
    let clinic = clinic.reopened_at("2027-01-02T13:00:00Z");
    assert_eq!(due(&clinic, visit.patient), (true, true));
}

#[test]
fn the_clinic_says_how_often_it_asks_and_what_nobody_asked_is_no_refusal() {
    let clinic = Clinic::new();
    let visit = visit(&clinic);
    asking(&clinic, &visit, Asked::default());
    assert_eq!(due(&clinic, visit.patient), (true, true));
    let mut organization = clinic.desk.configuration().unwrap().setup.organization.clone();
    organization.settings.confirm_details_days = 732;
    assert_eq!(refusals(put_organization(&clinic.desk, clinic.ada, &organization)), ["invalid"]);
    (organization.settings.confirm_details_days, organization.settings.card_interval) =
        (0, CardInterval::Never);
    put_organization(&clinic.desk, clinic.ada, &organization).unwrap();
    let clinic = clinic.reopened();
    assert_eq!(due(&clinic, visit.patient), (false, false));
}

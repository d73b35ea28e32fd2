//! A time that is kept for somebody: in everybody else's way, seen on the board, over by itself.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::AppointmentStatus,
    hold::{Hold, LONGEST_HOLD_MINUTES, MOST_HOLDS},
    id::{AppointmentId, PatientId},
    operation::SlotContent,
    resource::ResourceKind,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    book::book,
    day::{DayRequest, day},
    error::AppResult,
    find_offers::find_offers,
    holds::{HoldRequest, Kept, hold_time, release_hold},
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    undo::undo,
};

fn ana(clinic: &Clinic) -> PatientId {
    clinic.patient("Ruiz", "Ana", "1990-04-12").id
}

/// Keeps the first free time of the day.
fn held(clinic: &Clinic, patient: Option<PatientId>, minutes: u16) -> AppResult<Done<Hold>> {
    let found = find_offers(&clinic.desk, clinic.ada, &clinic.offers(patient, 1)).unwrap();
    let handle = found.offers[0].0.clone();
    hold_time(&clinic.desk, clinic.ada, HoldRequest { handle, patient, minutes, note: "calls back".into() })
}

fn on_board(clinic: &Clinic) -> Vec<Kept> {
    let request = DayRequest { location: clinic.location, date: None, columns: ResourceKind::Provider };
    day(&clinic.desk, clinic.ada, &request).unwrap().holds
}

/// What the desk says about that time for anybody else.
fn reasons_at(clinic: &Clinic, slot: &SlotContent) -> Vec<&'static str> {
    let request = OfferAtRequest {
        resource: clinic.chen,
        start: slot.visit.start().wall(chrono_tz::America::New_York),
        appointment_type: slot.appointment_type,
        patient: None,
        moving: None,
        link: None,
        written_at: None,
    };
    match offer_at(&clinic.desk, clinic.ada, &request).unwrap() {
        SpotAnswer::Offer { .. } => Vec::new(),
        SpotAnswer::Overbook { because: reasons, .. } | SpotAnswer::Refused { reasons, .. } => {
            reasons.iter().map(clinic_domain::refusal::Refusal::code).collect()
        }
    }
}

#[test]
fn a_held_time_is_in_everybodys_way_but_not_in_its_own() {
    let clinic = Clinic::new();
    let (ana, bo) = (ana(&clinic), clinic.patient("Lund", "Bo", "1971-01-30").id);
    let early = clinic.handles(bo, 1).remove(0);
    let hold = held(&clinic, Some(ana), 30).unwrap().value;
    assert_eq!(reasons_at(&clinic, &hold.slot), ["held"]);
    assert_eq!(refusals(clinic.book(bo, &early)), ["held"]);

    let kept = on_board(&clinic).remove(0);
    assert_eq!((kept.hold.id, kept.hold.until), (hold.id, clinic.desk.now().plus_minutes(30)));
    assert_eq!(kept.patient.unwrap().id, ana);
    // It was kept for Ana.
    assert_eq!(refusals(clinic.book(bo, &kept.handle)), ["held"]);
    let visit = clinic.book(ana, &kept.handle).unwrap();
    assert_eq!(visit.visit, hold.slot.visit);
    assert!(on_board(&clinic).is_empty());
    assert_eq!(refusals(release_hold(&clinic.desk, clinic.ada, hold.id)), ["hold_over"]);
}

#[test]
fn a_hold_is_over_by_itself_and_nobody_has_to_write_that() {
    let clinic = Clinic::new();
    let hold = held(&clinic, None, 30).unwrap().value;
    let clinic = clinic.later(29);
    assert_eq!(reasons_at(&clinic, &hold.slot), ["held"]);
    let clinic = clinic.later(1);
    assert_eq!(reasons_at(&clinic, &hold.slot), [""; 0]);
    assert!(on_board(&clinic).is_empty());
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    assert_eq!(clinic.book(bo, &clinic.handles(bo, 1)[0]).unwrap().visit, hold.slot.visit);
}

#[test]
fn a_released_time_is_free_at_once() {
    let clinic = Clinic::new();
    let hold = held(&clinic, None, 60).unwrap().value;
    release_hold(&clinic.desk, clinic.ada, hold.id).unwrap();
    let clinic = clinic.reopened();
    assert_eq!(reasons_at(&clinic, &hold.slot), [""; 0]);
    assert_eq!(refusals(release_hold(&clinic.desk, clinic.ada, hold.id)), ["hold_over"]);
}

#[test]
fn no_time_is_held_for_longer_than_a_day_and_not_too_many_are() {
    let clinic = Clinic::new();
    assert_eq!(refusals(held(&clinic, None, LONGEST_HOLD_MINUTES + 1)), ["hold_too_long"]);
    assert_eq!(refusals(held(&clinic, None, 0)), ["invalid"]);
    for _ in 0..MOST_HOLDS {
        held(&clinic, None, LONGEST_HOLD_MINUTES).unwrap();
    }
    assert_eq!(refusals(held(&clinic, None, 30)), ["holds_full"]);
}

#[test]
fn what_was_done_about_a_hold_is_taken_back_as_other_acts_are() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let Done { value: hold, op } = held(&clinic, Some(ana), 30).unwrap();
    undo(&clinic.desk, clinic.ada, op).unwrap();
    assert_eq!(reasons_at(&clinic, &hold.slot), [""; 0]);

    let hold = held(&clinic, Some(ana), 30).unwrap().value;
    let handle = on_board(&clinic).remove(0).handle;
    let booked = book(&clinic.desk, clinic.ada, plain(ana, &handle)).unwrap();
    undo(&clinic.desk, clinic.ada, booked.op).unwrap();
    let status = |id: AppointmentId| unaudited(&clinic.desk, id).unwrap().appointment.status;
    assert_eq!(status(booked.value.id), AppointmentStatus::EnteredInError);
    assert_eq!(on_board(&clinic)[0].hold.id, hold.id);
}

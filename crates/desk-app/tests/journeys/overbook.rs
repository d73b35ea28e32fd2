//! A time that is taken: a deliberate overbook for who may, a refusal with its reasons for everybody else.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::{Appointment, Requester},
    appointment_type::AppointmentType,
    id::PersonId,
    people::Role,
    refusal::Refusal,
};
use desk_app::{
    acts::Done,
    book::{BookRequest, book},
    error::AppResult,
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    people::{NewPerson, add_person},
    reschedule::{Moved, RescheduleRequest, reschedule},
    setup::put_appointment_type,
    undo::undo,
};
use desk_cache::KdfCost;

/// Ana has nine o'clock; Bo has the time after it.
fn ana_and_bo(clinic: &Clinic) -> (Appointment, Appointment) {
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    let first = |patient| clinic.book(patient, &clinic.handles(patient, 1)[0]).unwrap();
    (first(ana), first(bo))
}

/// A person who books and may not overbook.
fn scheduler(clinic: &Clinic) -> PersonId {
    let new = NewPerson {
        login: "bea".into(),
        name: "Bea Stone".into(),
        roles: vec![Role::Scheduler],
        resource: None,
    };
    add_person(&clinic.desk, clinic.ada, new, KdfCost::for_tests()).unwrap().person.id
}

/// What a click on nine o'clock answers, or a visit that is dragged or pasted there.
fn nine(clinic: &Clinic, who: PersonId, moving: Option<&Appointment>) -> SpotAnswer {
    let wanted = OfferAtRequest {
        resource: clinic.chen,
        start: "2026-03-02T09:00:00".parse().unwrap(),
        appointment_type: clinic.kind("Follow-up").id,
        patient: None,
        moving: moving.map(|it| it.id),
        link: None,
        written_at: None,
    };
    offer_at(&clinic.desk, who, &wanted).unwrap()
}

fn overbook(answer: SpotAnswer) -> (String, Vec<&'static str>) {
    match answer {
        SpotAnswer::Overbook { handle, because, .. } => (handle, because.iter().map(Refusal::code).collect()),
        SpotAnswer::Refused { reasons, .. } => panic!("refused: {reasons:?}"),
        SpotAnswer::Offer { .. } => panic!("a taken time was offered as free"),
    }
}

fn moved(
    clinic: &Clinic,
    who: PersonId,
    visit: &Appointment,
    handle: &str,
    reason: Option<&str>,
) -> AppResult<Done<Moved>> {
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle: handle.to_owned(),
        requested_by: Requester::Patient,
        overbook_reason: reason.map(str::to_owned),
    };
    reschedule(&clinic.desk, who, request)
}

#[test]
fn a_click_on_a_taken_time_needs_a_reason_and_takes_a_lane() {
    let clinic = Clinic::new();
    ana_and_bo(&clinic);
    let cy = clinic.patient("Amsel", "Cy", "1980-05-05").id;
    let (handle, because) = overbook(nine(&clinic, clinic.ada, None));
    assert_eq!(because, ["taken"]);
    let with = |reason: Option<&str>| {
        let overbook_reason = reason.map(str::to_owned);
        book(&clinic.desk, clinic.ada, BookRequest { overbook_reason, ..plain(cy, &handle) })
    };
    for nothing in [None, Some(" ")] {
        assert_eq!(refusals(with(nothing)), ["overbook_reason_missing"]);
    }
    assert_eq!(with(Some("chest pain, sent by triage")).unwrap().value.lane(), 1);
    // The session has one lane, and it is taken.
    assert!(matches!(nine(&clinic, clinic.ada, None), SpotAnswer::Refused { reasons, .. }
        if reasons.iter().any(|it| it.code() == "overbook_lanes_full")));
}

#[test]
fn a_visit_dragged_onto_another_goes_beside_it_and_back() {
    let clinic = Clinic::new();
    let (ana, bo) = ana_and_bo(&clinic);
    let (handle, because) = overbook(nine(&clinic, clinic.ada, Some(&bo)));
    assert_eq!(because, ["taken"]);
    assert_eq!(refusals(moved(&clinic, clinic.ada, &bo, &handle, None)), ["overbook_reason_missing"]);
    let Done { value, op } = moved(&clinic, clinic.ada, &bo, &handle, Some("sisters")).unwrap();
    assert_eq!((value.now.visit, value.now.lane()), (ana.visit, 1));
    let undone = undo(&clinic.desk, clinic.ada, op).unwrap();
    let back = undone.visits.last().unwrap();
    assert_eq!((back.visit, back.lane()), (bo.visit, 0));
}

#[test]
fn who_may_not_overbook_gets_the_reasons_and_no_way_in() {
    let clinic = Clinic::new();
    let (_, bo) = ana_and_bo(&clinic);
    let bea = scheduler(&clinic);
    for moving in [None, Some(&bo)] {
        let SpotAnswer::Refused { reasons, .. } = nine(&clinic, bea, moving) else {
            panic!("not refused");
        };
        assert_eq!(reasons.iter().map(Refusal::code).collect::<Vec<_>>(), ["taken", "not_permitted"]);
    }
    // Nor with an offer that somebody else was given.
    let (handle, _) = overbook(nine(&clinic, clinic.ada, Some(&bo)));
    assert_eq!(refusals(moved(&clinic, bea, &bo, &handle, Some("sisters"))), ["not_permitted"]);
    let cy = clinic.patient("Amsel", "Cy", "1980-05-05").id;
    let (handle, _) = overbook(nine(&clinic, clinic.ada, None));
    let request = BookRequest { overbook_reason: Some("sisters".into()), ..plain(cy, &handle) };
    assert_eq!(refusals(book(&clinic.desk, bea, request)), ["not_permitted"]);
}

#[test]
fn a_type_that_is_never_overbooked_is_refused_where_another_goes_in() {
    let clinic = Clinic::new();
    ana_and_bo(&clinic);
    overbook(nine(&clinic, clinic.ada, None));
    let with = |lanes| AppointmentType { overbook_lanes: Some(lanes), ..clinic.kind("Follow-up") };
    let put = |lanes| put_appointment_type(&clinic.desk, clinic.ada, &with(lanes));
    assert_eq!(refusals(put(10)), ["invalid"]);
    put(0).unwrap();
    let clinic = clinic.reopened();
    assert!(matches!(nine(&clinic, clinic.ada, None), SpotAnswer::Refused { reasons, .. }
        if reasons.iter().any(|it| it.code() == "overbook_not_allowed")));
}

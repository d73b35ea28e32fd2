//! Book, move, cancel, check in, block: and every way in which that is refused.

use crate::clinic::{Clinic, at, plain, provider, refusals};
use clinic_domain::{
    appointment::{AppointmentStatus, CancelReason, HistoryEvent, Requester},
    counter::Asked,
    id::{CaregiverId, ExceptionId, Version},
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, IdentityField, Patient},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    audit::audit_of_patient,
    block_time::{block_time, unblock_time},
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    check_in::check_in,
    day::{DayRequest, day},
    find_offers::{FindOffers, find_offers},
    patient_card::patient_card,
    patients::{change_patient, put_caregiver},
    reschedule::{RescheduleRequest, reschedule},
    status::{Seen, set_status},
};

#[test]
fn a_booked_visit_is_there_after_the_desk_was_closed() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let booked = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    assert_eq!(booked.wall_start, "2026-03-02T09:00");
    let clinic = clinic.reopened();
    let request = DayRequest {
        location: clinic.location,
        date: None,
        columns: clinic_domain::resource::ResourceKind::Provider,
    };
    let board = day(&clinic.desk, clinic.ada, &request).unwrap();
    assert_eq!(board.visits.iter().map(|it| it.id).collect::<Vec<_>>(), [booked.id]);
    assert_eq!(board.columns[0].booked_minutes, 20);
    assert_eq!(board.columns[0].open_minutes, 7 * 60);
}

#[test]
fn a_handle_books_once() {
    let clinic = Clinic::new();
    let (ana, bo) = (clinic.patient("Ruiz", "Ana", "1990-04-12"), clinic.patient("Lund", "Bo", "1971-01-30"));
    let handle = &clinic.handles(ana.id, 1)[0];
    clinic.book(ana.id, handle).unwrap();
    assert_eq!(refusals(clinic.book(bo.id, handle)), ["taken"]);
    assert_ne!(&clinic.handles(bo.id, 1)[0], handle);
}

#[test]
fn a_patient_is_in_one_place_at_a_time() {
    let clinic = Clinic::new();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    // Two offers at nine, one with each provider, both made before anything is booked.
    let both = clinic.handles(ana.id, 2);
    clinic.book(ana.id, &both[0]).unwrap();
    assert_eq!(refusals(clinic.book(ana.id, &both[1])), ["patient_busy"]);
}

#[test]
fn a_handle_of_another_run_opens_nothing() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let handle = clinic.handles(ana.id, 1).remove(0);
    let forged = handle.replacen(|it: char| it.is_ascii_digit(), "f", 1);
    assert_eq!(refusals(clinic.book(ana.id, &forged)), ["not_found"]);
    let clinic = clinic.reopened();
    assert_eq!(refusals(clinic.book(ana.id, &handle)), ["not_found"]);
}

#[test]
fn nobody_is_booked_who_has_died_or_whose_record_is_not_in_use() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let handle = &clinic.handles(ana.id, 1)[0];
    let unused = Patient { is_active: false, ..ana.clone() };
    let unused = change_patient(&clinic.desk, clinic.ada, &unused).unwrap().value;
    assert_eq!(refusals(clinic.book(ana.id, handle)), ["patient_inactive"]);
    change_patient(&clinic.desk, clinic.ada, &Patient { is_deceased: true, ..unused }).unwrap();
    assert_eq!(refusals(clinic.book(ana.id, handle)), ["patient_deceased"]);
}

/// The search may not have known for whom: the booking looks.
#[test]
fn a_first_visit_is_for_somebody_who_was_never_here() {
    let clinic = Clinic::new();
    let (ana, bo) = (clinic.patient("Ruiz", "Ana", "1990-04-12"), clinic.patient("Lund", "Bo", "1971-01-30"));
    let visit = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let seen = Seen { appointment: visit.id, version: visit.version };
    let verified = [IdentityField::FullName, IdentityField::BirthDate];
    check_in(&clinic.desk, clinic.ada, seen, &verified, Asked::default(), Requester::Patient).unwrap();
    let clinic = clinic.later(90);
    let first = FindOffers { appointment_type: clinic.kind("New patient").id, ..clinic.offers(None, 1) };
    let handle = &find_offers(&clinic.desk, clinic.ada, &first).unwrap().offers[0].0;
    assert_eq!(refusals(clinic.book(ana.id, handle)), ["not_a_new_patient"]);
    assert_eq!(clinic.book(bo.id, handle).unwrap().patient, bo.id);
}

#[test]
fn a_caregiver_who_may_not_schedule_is_refused_with_the_reason() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "2019-04-12");
    let caregiver = |may_schedule, is_active| Caregiver {
        id: CaregiverId(clinic.desk.ids.next()),
        version: Version::FIRST,
        patient: ana.id,
        name: "Rosa Ruiz".into(),
        phone: "555 0100".into(),
        relation: CaregiverRelation::Parent,
        authorization: CaregiverAuthorization::Full,
        may_schedule,
        is_active,
        source: None,
    };
    let cases = [(false, true, "caregiver_may_not_schedule"), (true, false, "caregiver_inactive")];
    for (may_schedule, is_active, code) in cases {
        let asks =
            put_caregiver(&clinic.desk, clinic.ada, &caregiver(may_schedule, is_active)).unwrap().value;
        let request = BookRequest {
            requested_by: Requester::Caregiver(asks.id),
            ..plain(ana.id, &clinic.handles(ana.id, 1)[0])
        };
        assert_eq!(refusals(book(&clinic.desk, clinic.ada, request)), [code]);
    }
    let asks = put_caregiver(&clinic.desk, clinic.ada, &caregiver(true, true)).unwrap().value;
    let request = BookRequest {
        requested_by: Requester::Caregiver(asks.id),
        ..plain(ana.id, &clinic.handles(ana.id, 1)[0])
    };
    let booked = book(&clinic.desk, clinic.ada, request).unwrap().value;
    assert_eq!(booked.history[0].requested_by, Requester::Caregiver(asks.id));
}

#[test]
fn a_move_keeps_the_visit_and_where_it_stood() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let booked = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let wanted = FindOffers { moving: Some(booked.id), ..clinic.offers(None, 1) };
    let mut later = wanted;
    later.from = Some("2026-03-03T13:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &later).unwrap().offers.remove(0).0;
    let request = |seen| RescheduleRequest {
        appointment: booked.id,
        seen,
        handle: handle.clone(),
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    let moved = reschedule(&clinic.desk, clinic.ada, request(booked.version)).unwrap().value.now;
    assert_eq!((moved.id, moved.wall_start.as_str()), (booked.id, "2026-03-03T13:00"));
    let HistoryEvent::Moved { from, from_allocations, .. } = &moved.history[1].what else {
        panic!("no lineage")
    };
    assert_eq!((from, from_allocations), (&booked.visit, &booked.allocations));
    // Somebody who still looks at the old version changes nothing.
    assert_eq!(refusals(reschedule(&clinic.desk, clinic.ada, request(booked.version))), ["changed"]);
    // The old time is free again.
    assert_eq!(clinic.handles(ana.id, 1).len(), 1);
}

#[test]
fn a_cancellation_by_the_patient_within_a_day_is_late() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let booked = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let request = CancelRequest {
        appointment: booked.id,
        seen: booked.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    let cancelled = cancel(&clinic.desk, clinic.ada, request).unwrap().value;
    assert_eq!(cancelled.status, AppointmentStatus::LateCancel);
    assert!(cancelled.cancellation.unwrap().is_late);
    // Its place is free at once, and the cancelled visit stays cancelled.
    assert_eq!(clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap().visit, booked.visit);
    let seen = Seen { appointment: booked.id, version: cancelled.version };
    let again = set_status(&clinic.desk, clinic.ada, seen, AppointmentStatus::Booked, Requester::Clinic);
    assert_eq!(refusals(again), ["status_does_not_allow"]);
}

#[test]
fn a_visit_goes_through_the_day_by_status() {
    use AppointmentStatus as S;
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let mut visit = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let seen = Seen { appointment: visit.id, version: visit.version };
    let verified = [IdentityField::FullName, IdentityField::BirthDate];
    visit = check_in(&clinic.desk, clinic.ada, seen, &verified, Asked::default(), Requester::Patient)
        .unwrap()
        .value;
    assert_eq!(visit.status, S::CheckedIn);
    for to in [S::Roomed, S::WithProvider, S::Fulfilled] {
        let seen = Seen { appointment: visit.id, version: visit.version };
        visit = set_status(&clinic.desk, clinic.ada, seen, to, Requester::Patient).unwrap().value;
        assert_eq!(visit.status, to);
    }
    let steps: Vec<_> =
        visit.history.iter().filter(|it| matches!(it.what, HistoryEvent::Status { .. })).collect();
    assert!(
        steps.len() == 4
            && steps.iter().all(|it| it.by == Some(clinic.ada) && it.at >= at("2026-03-02T13:00:00Z"))
    );
}

#[test]
fn tomorrows_patient_cannot_arrive_today() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let mut tomorrow = clinic.offers(Some(ana.id), 1);
    tomorrow.from = Some("2026-03-03T09:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &tomorrow).unwrap().offers.remove(0).0;
    let visit = clinic.book(ana.id, &handle).unwrap();
    let seen = Seen { appointment: visit.id, version: visit.version };
    let early = set_status(&clinic.desk, clinic.ada, seen, AppointmentStatus::CheckedIn, Requester::Patient);
    assert_eq!(refusals(early), ["visit_not_today"]);
}

#[test]
fn a_no_show_whose_place_was_given_away_does_not_come_back() {
    let clinic = Clinic::new();
    let (ana, bo) = (clinic.patient("Ruiz", "Ana", "1990-04-12"), clinic.patient("Lund", "Bo", "1971-01-30"));
    let visit = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let seen = |version| Seen { appointment: visit.id, version };
    let missed = set_status(
        &clinic.desk,
        clinic.ada,
        seen(visit.version),
        AppointmentStatus::NoShow,
        Requester::Clinic,
    )
    .unwrap()
    .value;
    clinic.book(bo.id, &clinic.handles(bo.id, 1)[0]).unwrap();
    let back = set_status(
        &clinic.desk,
        clinic.ada,
        seen(missed.version),
        AppointmentStatus::Arrived,
        Requester::Patient,
    );
    assert_eq!(refusals(back), ["taken"]);
}

#[test]
fn a_block_lists_the_visits_inside_and_takes_no_new_ones() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let visit = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let block = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::Block,
        first_day: "2026-03-02".parse().unwrap(),
        last_day: "2026-03-02".parse().unwrap(),
        from: DayMinute(9 * 60),
        to: DayMinute(12 * 60),
        reason: "Staff meeting".to_owned(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    let before = clinic.handles(ana.id, 2);
    let blocked = block_time(&clinic.desk, clinic.ada, &block).unwrap().value;
    assert_eq!(blocked.affected.iter().map(|it| it.id).collect::<Vec<_>>(), [visit.id]);
    // An offer from before the block is checked again, under the rules of now.
    let bo = clinic.patient("Lund", "Bo", "1971-01-30");
    assert_eq!(refusals(clinic.book(bo.id, &before[0])), ["closed"]);
    let first = |clinic: &Clinic| clinic.book(bo.id, &clinic.handles(bo.id, 1)[0]).unwrap().wall_start;
    assert_eq!(first(&clinic), "2026-03-02T13:00");
    unblock_time(&clinic.desk, clinic.ada, blocked.exception.id).unwrap();
    let cy = clinic.patient("Amsel", "Cy", "1980-05-05");
    assert_eq!(clinic.book(cy.id, &clinic.handles(cy.id, 1)[0]).unwrap().wall_start, "2026-03-02T09:20");
}

#[test]
fn everything_about_a_patient_is_in_the_trail_refusals_included() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let handle = clinic.handles(ana.id, 1).remove(0);
    clinic.book(ana.id, &handle).unwrap();
    patient_card(&clinic.desk, clinic.ada, ana.id).unwrap();
    let trail = audit_of_patient(&clinic.desk, clinic.ada, ana.id, None).unwrap();
    let actions: Vec<&str> = trail.rows.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(actions, ["view_audit", "view_patient", "book", "patient_create"]);
    assert!(trail.chain_is_intact);
}

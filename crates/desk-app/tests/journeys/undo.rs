//! Taking back what was just done: what stands afterwards, and every way in which that is refused.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::{
        Appointment, AppointmentStatus, CancelReason, ConfirmationState, HistoryEvent, Requester, Sequel,
    },
    id::{AppointmentId, CaregiverId, ExceptionId, OpId, PatientId, Version},
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel},
    people::Role,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    audit::audit_of_patient,
    block_time::{block_time, unblock_time},
    book::book,
    cancel::{CancelRequest, cancel},
    error::AppResult,
    find_offers::{FindOffers, find_offers},
    patient_card::patient_card,
    patients::{change_patient, put_caregiver},
    people::{NewPerson, add_person},
    reschedule::{RescheduleRequest, reschedule},
    status::{Seen, set_confirmation, set_note, set_status},
    undo::{Record, Undone, undo},
};
use desk_cache::KdfCost;

fn ana(clinic: &Clinic) -> PatientId {
    clinic.patient("Ruiz", "Ana", "1990-04-12").id
}

fn booked(clinic: &Clinic, patient: PatientId) -> Done<Appointment> {
    book(&clinic.desk, clinic.ada, plain(patient, &clinic.handles(patient, 1)[0])).unwrap()
}

fn cancelled(clinic: &Clinic, visit: &Appointment) -> Done<Appointment> {
    let request = CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientRequest,
        requested_by: Requester::Patient,
        note: "called in".into(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap()
}

fn moved(clinic: &Clinic, visit: &Appointment) -> Done<Appointment> {
    let mut wanted = FindOffers { moving: Some(visit.id), ..clinic.offers(None, 1) };
    wanted.from = Some("2026-03-03T13:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle,
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    let Done { value, op } = reschedule(&clinic.desk, clinic.ada, request).unwrap();
    Done { value: value.now, op }
}

fn undone(clinic: &Clinic, op: OpId) -> AppResult<Undone> {
    undo(&clinic.desk, clinic.ada, op)
}

fn visit_after(undone: AppResult<Undone>) -> Appointment {
    match undone.unwrap().record {
        Record::Visit(it) => *it,
        _ => panic!("not a visit"),
    }
}

fn stands(clinic: &Clinic, id: AppointmentId) -> Appointment {
    unaudited(&clinic.desk, id).unwrap().appointment
}

#[test]
fn a_cancellation_is_taken_back_even_after_the_desk_was_closed() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let visit = booked(&clinic, ana).value;
    let cancelled = cancelled(&clinic, &visit);
    assert!(!cancelled.value.is_live() && cancelled.value.cancellation.is_some());
    let clinic = clinic.later(9);

    let back = visit_after(undone(&clinic, cancelled.op));

    assert_eq!((back.status, &back.allocations), (AppointmentStatus::Booked, &visit.allocations));
    assert_eq!((back.version, back.cancellation.as_ref()), (Version(3), None));
    let HistoryEvent::Cancelled { reason } = back.history[1].what else { panic!("the act is gone") };
    assert_eq!(reason, CancelReason::PatientRequest);
    assert!(matches!(back.history[1].sequel, Some(Sequel::Undone { by, .. }) if by == clinic.ada));
    assert_eq!(stands(&clinic, visit.id), back);
    // Its place is taken again, and its patient is there.
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    assert_ne!(booked(&clinic, bo).value.visit, visit.visit);
    let trail = audit_of_patient(&clinic.desk, clinic.ada, ana, None).unwrap();
    let actions: Vec<&str> = trail.rows.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(actions, ["view_audit", "undo", "cancel", "book", "patient_create"]);
    assert!(trail.chain_is_intact);
}

#[test]
fn after_ten_minutes_it_is_too_late() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let visit = booked(&clinic, ana).value;
    let cancelled = cancelled(&clinic, &visit);
    let clinic = clinic.later(11);
    assert_eq!(refusals(undone(&clinic, cancelled.op)), ["undo_too_late"]);
    assert_eq!(stands(&clinic, visit.id), cancelled.value);
}

#[test]
fn a_booking_is_entered_in_error_and_its_time_is_free_again() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let booking = booked(&clinic, ana);
    let back = visit_after(undone(&clinic, booking.op));
    assert_eq!((back.id, back.status), (booking.value.id, AppointmentStatus::EnteredInError));
    assert_eq!(booked(&clinic, ana).value.visit, booking.value.visit);
    // It is undone once, and nothing brings it back.
    assert_eq!(refusals(undone(&clinic, booking.op)), ["undo_overtaken"]);
}

#[test]
fn a_move_goes_back_to_where_the_visit_stood() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let visit = booked(&clinic, ana).value;
    let seen = Seen { appointment: visit.id, version: visit.version };
    let (state, channel) = (ConfirmationState::Confirmed, ContactChannel::Phone);
    let confirmed = set_confirmation(&clinic.desk, clinic.ada, seen, state, channel).unwrap().value;
    let moved = moved(&clinic, &confirmed);
    assert_eq!(moved.value.wall_start, "2026-03-03T13:00");
    let undone = undone(&clinic, moved.op).unwrap();
    // Both days have to be drawn anew.
    let days: Vec<&str> = undone.visits.iter().map(|it| &it.wall_start[..10]).collect();
    assert_eq!(days, ["2026-03-03", "2026-03-02"]);
    let back = visit_after(Ok(undone));
    assert_eq!((back.visit, back.confirmation), (visit.visit, confirmed.confirmation));
    assert!(matches!(back.history.last().unwrap().what, HistoryEvent::Moved { .. }));
}

#[test]
fn a_place_that_was_given_away_stays_given_away() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    let visit = booked(&clinic, ana).value;
    let cancelled = cancelled(&clinic, &visit);
    let theirs = booked(&clinic, bo);
    assert_eq!(theirs.value.visit, visit.visit);
    assert_eq!(refusals(undone(&clinic, cancelled.op)), ["taken"]);
    assert_eq!(
        (stands(&clinic, visit.id), stands(&clinic, theirs.value.id)),
        (cancelled.value, theirs.value)
    );
    // Free again, the refused undo is possible again.
    undone(&clinic, theirs.op).unwrap();
    assert!(visit_after(undone(&clinic, cancelled.op)).is_live());
}

#[test]
fn a_patient_who_has_another_visit_by_now_is_not_in_two_places() {
    let clinic = Clinic::new();
    crate::clinic::provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let ana = ana(&clinic);
    let both = clinic.handles(ana, 2);
    let visit = clinic.book(ana, &both[0]).unwrap();
    let cancelled = cancelled(&clinic, &visit);
    clinic.book(ana, &both[1]).unwrap();
    assert_eq!(refusals(undone(&clinic, cancelled.op)), ["patient_busy"]);
}

#[test]
fn once_anything_happened_to_the_visit_nothing_before_it_is_undone() {
    let clinic = Clinic::new();
    let booking = booked(&clinic, ana(&clinic));
    let seen = Seen { appointment: booking.value.id, version: booking.value.version };
    let note = set_note(&clinic.desk, clinic.ada, seen, "brings a letter".into()).unwrap();
    assert_eq!(refusals(undone(&clinic, booking.op)), ["undo_overtaken"]);
    let back = visit_after(undone(&clinic, note.op));
    assert!(back.note.is_empty() && back.is_live());
    assert_eq!(refusals(undone(&clinic, booking.op)), ["undo_overtaken"]);
}

#[test]
fn a_slip_in_the_status_flow_is_taken_back_with_the_waiting_time() {
    use AppointmentStatus as S;
    let clinic = Clinic::new();
    let visit = booked(&clinic, ana(&clinic)).value;
    let step = |visit: &Appointment, to| {
        let seen = Seen { appointment: visit.id, version: visit.version };
        set_status(&clinic.desk, clinic.ada, seen, to, Requester::Patient).unwrap()
    };
    let arrived = step(&visit, S::Arrived);
    let waiting = |id| unaudited(&clinic.desk, id).unwrap().row.waiting_since;
    let since = waiting(visit.id);
    let roomed = step(&arrived.value, S::Roomed);
    assert_eq!(waiting(visit.id), None);
    assert_eq!(visit_after(undone(&clinic, roomed.op)).status, S::Arrived);
    assert_eq!(waiting(visit.id), since);
}

#[test]
fn only_who_may_do_it_may_undo_it() {
    let clinic = Clinic::new();
    let booking = booked(&clinic, ana(&clinic));
    let new = NewPerson {
        login: "bea".into(),
        name: "Bea Stone".into(),
        roles: vec![Role::Billing],
        resource: None,
    };
    let bea = add_person(&clinic.desk, clinic.ada, new, KdfCost::for_tests()).unwrap().person.id;
    assert_eq!(refusals(undo(&clinic.desk, bea, booking.op)), ["not_permitted"]);
    assert_eq!(refusals(undone(&clinic, OpId(clinic.desk.ids.next()))), ["not_found"]);
}

#[test]
fn records_and_blocks_go_back_to_what_they_were() {
    let clinic = Clinic::new();
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let mut renamed = ana.clone();
    renamed.family_name = "Ruiz-Lund".into();
    let patch = change_patient(desk, ada, &renamed).unwrap();
    undone(&clinic, patch.op).unwrap();
    let card = patient_card(desk, ada, ana.id).unwrap();
    assert_eq!((card.patient.version, &card.patient.family_name), (Version(3), &ana.family_name));

    let caregiver = Caregiver {
        id: CaregiverId(desk.ids.next()),
        version: Version::FIRST,
        patient: ana.id,
        name: "Rosa Ruiz".into(),
        phone: "555 0100".into(),
        relation: CaregiverRelation::Parent,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    };
    let rosa = put_caregiver(desk, ada, &caregiver).unwrap();
    let may_not = put_caregiver(desk, ada, &Caregiver { may_schedule: false, ..rosa.value.clone() }).unwrap();
    undone(&clinic, may_not.op).unwrap();
    assert!(patient_card(desk, ada, ana.id).unwrap().caregivers[0].may_schedule);
    assert_eq!(refusals(undone(&clinic, rosa.op)), ["undo_overtaken"]);

    let visit = booked(&clinic, ana.id).value;
    let block = block_time(desk, ada, &meeting(&clinic)).unwrap();
    let taken_back = unblock_time(desk, ada, block.value.exception.id).unwrap();
    let Record::Block(again) = undone(&clinic, taken_back.op).unwrap().record else { panic!("not a block") };
    assert!(again.exception.is_active);
    assert_eq!(again.affected.iter().map(|it| it.id).collect::<Vec<_>>(), [visit.id]);
    assert_eq!(refusals(undone(&clinic, block.op)), ["undo_overtaken"]);
}

#[test]
fn a_block_that_is_undone_opens_the_time() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let block = block_time(&clinic.desk, clinic.ada, &meeting(&clinic)).unwrap();
    let first = |clinic: &Clinic| booked(clinic, ana).value.wall_start;
    let afternoon = first(&clinic);
    let Record::Block(gone) = undone(&clinic, block.op).unwrap().record else { panic!("not a block") };
    assert!(!gone.exception.is_active && gone.affected.is_empty());
    assert_eq!((afternoon.as_str(), first(&clinic).as_str()), ("2026-03-02T13:00", "2026-03-02T09:00"));
}

/// Dr Chen's whole morning.
fn meeting(clinic: &Clinic) -> ScheduleException {
    let today = "2026-03-02".parse().unwrap();
    ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::Block,
        first_day: today,
        last_day: today,
        from: DayMinute(9 * 60),
        to: DayMinute(12 * 60),
        reason: "Staff meeting".to_owned(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

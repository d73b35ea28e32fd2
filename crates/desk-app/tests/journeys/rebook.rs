//! Rebooking a visit that was lost, and how the patient is to be reminded of one.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, HistoryEvent, Requester, Sequel},
    id::{AppointmentId, PatientId},
    patient::ContactChannel,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    error::AppResult,
    find_offers::{FindOffers, find_offers, search_like},
    status::{Seen, set_status},
    undo::undo,
};

fn ana(clinic: &Clinic) -> PatientId {
    clinic.patient("Ruiz", "Ana", "1990-04-12").id
}

/// A visit on Tuesday at ten with Dr Chen, with a note and a reminder of its own.
fn tuesday_at_ten(clinic: &Clinic, patient: PatientId) -> Appointment {
    let mut wanted = clinic.offers(Some(patient), 1);
    wanted.from = Some("2026-03-03T10:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let request = BookRequest {
        note: Some("brings a letter".into()),
        reminder: Some(ContactChannel::Sms),
        contact_point: None,
        ..plain(patient, &handle)
    };
    book(&clinic.desk, clinic.ada, request).unwrap().value
}

fn cancelled(clinic: &Clinic, visit: &Appointment) -> Done<Appointment> {
    let request = CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap()
}

fn stands(clinic: &Clinic, id: AppointmentId) -> Appointment {
    unaudited(&clinic.desk, id).unwrap().appointment
}

/// The first time like the visit's from Wednesday on, booked in its place.
fn rebooked(clinic: &Clinic, lost: &Appointment, note: Option<&str>) -> AppResult<Done<Appointment>> {
    let from = Some("2026-03-04T00:00:00".parse().unwrap());
    let wanted = FindOffers { from, ..search_like(&clinic.desk, clinic.ada, lost.id)? };
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted)?.offers.remove(0).0;
    let request =
        BookRequest { note: note.map(Into::into), instead_of: Some(lost.id), ..plain(lost.patient, &handle) };
    book(&clinic.desk, clinic.ada, request)
}

#[test]
fn a_search_like_a_visit_looks_for_the_same_with_the_same_people() {
    let clinic = Clinic::new();
    crate::clinic::provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let lost = cancelled(&clinic, &tuesday_at_ten(&clinic, ana(&clinic))).value;
    let like = search_like(&clinic.desk, clinic.ada, lost.id).unwrap();
    assert_eq!(
        (like.location, like.appointment_type, like.patient),
        (lost.location, lost.appointment_type, Some(lost.patient))
    );
    assert_eq!(like.providers, [clinic.chen]);
    let found =
        find_offers(&clinic.desk, clinic.ada, &FindOffers { limit: Some(200), ..like }).unwrap().offers;
    for (_, offer) in &found {
        assert_eq!(offer.slot.allocations[0].resource, clinic.chen);
        assert_eq!(offer.slot.visit.minutes(), lost.visit.minutes());
    }
    // The same weekday and time of day are said to be: the time that was lost is the most alike.
    let same = found.iter().find(|it| it.1.slot.visit == lost.visit).unwrap();
    assert_eq!(same.1.reasons.iter().filter(|it| format!("{it:?}").starts_with("Same")).count(), 2);
}

#[test]
fn both_histories_say_what_stands_in_for_what() {
    let clinic = Clinic::new();
    let lost = cancelled(&clinic, &tuesday_at_ten(&clinic, ana(&clinic))).value;
    let new = rebooked(&clinic, &lost, None).unwrap().value;
    assert_eq!((new.wall_start.as_str(), new.status), ("2026-03-04T09:00", S::Booked));
    assert_eq!((new.note.expose(), new.reminder), ("brings a letter", Some(ContactChannel::Sms)));
    assert_eq!((new.instead_of(), new.rebooked_as()), (Some(lost.id), None));

    let then = stands(&clinic, lost.id);
    assert_eq!((then.status, then.rebooked_as()), (S::Cancelled, Some(new.id)));
    let closing = then.history.last().unwrap();
    assert!(matches!(closing.what, HistoryEvent::Cancelled { .. }));
    assert!(matches!(closing.sequel, Some(Sequel::Rebooked { by, .. }) if by == clinic.ada));
    let full = unaudited(&clinic.desk, new.id).unwrap();
    assert_eq!(full.instead_of, Some(then));
}

#[test]
fn a_missed_visit_is_rebooked_with_another_note() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let visit = clinic.book(ana, &clinic.handles(ana, 1)[0]).unwrap();
    let seen = Seen { appointment: visit.id, version: visit.version };
    let missed = set_status(&clinic.desk, clinic.ada, seen, S::NoShow, Requester::Clinic).unwrap().value;
    let new = rebooked(&clinic, &missed, Some("call the day before")).unwrap().value;
    assert_eq!((new.note.expose(), new.reminder), ("call the day before", None));
    assert_eq!(stands(&clinic, visit.id).rebooked_as(), Some(new.id));
}

#[test]
fn only_a_lost_visit_of_the_same_patient_is_stood_in_for() {
    let clinic = Clinic::new();
    let (ana, bo) = (ana(&clinic), clinic.patient("Lund", "Bo", "1971-01-30").id);
    let visit = tuesday_at_ten(&clinic, ana);
    assert_eq!(refusals(rebooked(&clinic, &visit, None)), ["status_does_not_allow"]);
    let lost = cancelled(&clinic, &visit).value;
    let request = BookRequest { instead_of: Some(lost.id), ..plain(bo, &clinic.handles(bo, 1)[0]) };
    assert_eq!(refusals(book(&clinic.desk, clinic.ada, request)), ["invalid"]);
    assert_eq!(stands(&clinic, lost.id), lost);
}

#[test]
fn an_undone_rebooking_leaves_the_lost_visit_as_it_was() {
    let clinic = Clinic::new();
    let cancelled = cancelled(&clinic, &tuesday_at_ten(&clinic, ana(&clinic)));
    let lost = cancelled.value;
    let new = rebooked(&clinic, &lost, None).unwrap();
    // Its cancellation is not what was done last.
    assert_eq!(refusals(undo(&clinic.desk, clinic.ada, cancelled.op)), ["undo_overtaken"]);
    undo(&clinic.desk, clinic.ada, new.op).unwrap();
    let then = stands(&clinic, lost.id);
    assert_eq!(Appointment { version: lost.version, ..then }, lost);
    assert_eq!(stands(&clinic, new.value.id).status, S::EnteredInError);
}

#[test]
fn a_visit_without_a_reminder_of_its_own_goes_by_the_patients_preference() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let plainly = clinic.book(ana, &clinic.handles(ana, 1)[0]).unwrap();
    let clinic = clinic.reopened();
    assert_eq!(stands(&clinic, plainly.id).reminder, None);
    let by_post =
        BookRequest { reminder: Some(ContactChannel::Post), ..plain(ana, &clinic.handles(ana, 1)[0]) };
    let booked = book(&clinic.desk, clinic.ada, by_post).unwrap().value;
    let clinic = clinic.reopened();
    assert_eq!(stands(&clinic, booked.id).reminder, Some(ContactChannel::Post));
}

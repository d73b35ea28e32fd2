//! A day on which everything is done once that can be done at a desk.

use super::replay;
use crate::{
    calls::{call, call_about_visit},
    clinic::{Clinic, at, plain, provider},
    lists::{reachable, step},
    recalls::due,
    waitlist::entry,
};
use clinic_domain::{
    appointment::{
        Appointment, AppointmentStatus as S, CallOutcome, CancelReason, ConfirmationState, Requester,
    },
    attendance::TriageCategory,
    call::CallSubject,
    id::{CaregiverId, ExceptionId, PatientId, Version},
    patient::{Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel},
    people::Role,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
    waitlist::OfferAnswer,
};
use desk_app::{
    block_time::{block_time, unblock_time},
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    close_day::{CloseRequest, close_day},
    holds::{HoldRequest, hold_time, kept_by, release_hold},
    merge_patients::{MergeRequest, merge_patients, separate_patient},
    patients::{change_patient, put_caregiver},
    people::{ChangedPerson, NewPerson, add_person, change_person},
    recalls::put_recall,
    reschedule::{RescheduleRequest, reschedule},
    setup::{put_appointment_type, put_location, put_organization, put_template},
    status::{Seen, set_confirmation, set_note, set_triage},
    undo::undo,
    waitlist::{OfferRequest, SeenEntry, answer_offer, offer_waitlist, put_waitlist_entry},
};
use desk_cache::KdfCost;

#[test]
fn every_kind_of_operation_is_decided_again_from_the_changes_before_it() {
    let clinic = Clinic::new();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    set_up_anew(&clinic);
    let [ana, ben, cleo] = ["Abbot", "Baker", "Costa"].map(|it| reachable(&clinic, it, "555 0100").id);
    let visit = telephone(&clinic, ana);
    to_come(&clinic, ana, ben);
    two_records(&clinic, ana, cleo);
    let clinic = at_the_counter(clinic.reopened_at("2026-03-02T14:05:00Z"), &visit, ben);
    people(&clinic);
    let kinds: Vec<_> = replay(&clinic.desk, "every kind").into_iter().collect();
    let all = [
        "appointment_type_put",
        "book",
        "cancel",
        "caregiver_put",
        "check_in",
        "day_sign",
        "exception_put",
        "hold_put",
        "location_put",
        "log_call",
        "organization_put",
        "patient_create",
        "patient_merge",
        "patient_patch",
        "patient_separate",
        "person_put",
        "recall_put",
        "reschedule",
        "resource_put",
        "set_confirmation",
        "set_note",
        "set_status",
        "set_triage",
        "template_put",
        "undo",
        "waitlist_answer",
        "waitlist_offer",
        "waitlist_put",
    ];
    assert_eq!(kinds, all);
}

/// Everybody who arrives gets a number, and one type is for new patients only.
fn set_up_anew(clinic: &Clinic) {
    let setup = clinic.desk.configuration().unwrap().setup.clone();
    let mut organization = setup.organization;
    organization.settings.late_cancel_hours = 48;
    put_organization(&clinic.desk, clinic.ada, &organization).unwrap();
    let mut location = setup.locations[0].clone();
    location.numbers_arrivals = true;
    put_location(&clinic.desk, clinic.ada, &location).unwrap();
    let mut kind = clinic.kind("Short visit");
    kind.is_new_patient = true;
    put_appointment_type(&clinic.desk, clinic.ada, &kind).unwrap();
    let mut template = setup.templates[0].clone();
    template.name = "As ever".into();
    put_template(&clinic.desk, clinic.ada, &template).unwrap();
}

fn booked(clinic: &Clinic, patient: PatientId) -> Appointment {
    clinic.book(patient, &clinic.handles(patient, 1)[0]).unwrap()
}

fn seen(visit: &Appointment) -> Seen {
    Seen { appointment: visit.id, version: visit.version }
}

/// Her daughter books, moves, and cancels one of two; somebody calls about it.
fn telephone(clinic: &Clinic, ana: PatientId) -> Appointment {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let daughter = Caregiver {
        id: CaregiverId(desk.ids.next()),
        version: Version::FIRST,
        patient: ana,
        name: "Eva Abbot".into(),
        phone: "555 0101".into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    };
    let daughter = put_caregiver(desk, ada, &daughter).unwrap().value;
    put_caregiver(desk, ada, &daughter).unwrap();
    let requested_by = Requester::Caregiver(daughter.id);
    let request = BookRequest { requested_by, ..plain(ana, &clinic.handles(ana, 1)[0]) };
    let visit = book(desk, ada, request).unwrap().value;
    let handle = clinic.handles(ana, 4).remove(3);
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle,
        requested_by,
        overbook_reason: None,
    };
    let visit = reschedule(desk, ada, request).unwrap().value.now;
    let visit = call_about_visit(clinic, &visit, CallOutcome::NoAnswer, None).unwrap();
    let channel = ContactChannel::Phone;
    let visit =
        set_confirmation(desk, ada, seen(&visit), ConfirmationState::Confirmed, channel).unwrap().value;
    let lost = booked(clinic, ana);
    let request = CancelRequest {
        appointment: lost.id,
        seen: lost.version,
        reason: CancelReason::PatientIll,
        requested_by,
        note: "a cold".into(),
    };
    let cancelled = cancel(desk, ada, request).unwrap();
    let instead = BookRequest { instead_of: Some(lost.id), ..plain(ana, &clinic.handles(ana, 9)[8]) };
    book(desk, ada, instead).unwrap();
    assert!(undo(desk, ada, cancelled.op).is_err(), "it stands in for the lost one");
    visit
}

/// What is due is booked from a hold; who waits is offered a time and does not take it.
fn to_come(clinic: &Clinic, ana: PatientId, ben: PatientId) {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let recall = put_recall(desk, ada, &due(clinic, ben, "2026-03-05")).unwrap().value;
    call(clinic, CallSubject::Recall(recall.id), recall.version, CallOutcome::LeftMessage, None).unwrap();
    let hold = |patient| {
        let (handle, note) = (clinic.handles(ben, 1).remove(0), "".into());
        hold_time(desk, ada, HoldRequest { handle, patient, minutes: 30, note }).unwrap().value
    };
    release_hold(desk, ada, hold(None).id).unwrap();
    let kept = kept_by(desk, hold(Some(ben))).unwrap();
    clinic.book(ben, &kept.handle).unwrap();
    let waits = put_waitlist_entry(desk, ada, &entry(clinic, ana)).unwrap().value;
    let about = CallSubject::WaitlistEntry(waits.id);
    call(clinic, about, waits.version, CallOutcome::Reached, None).unwrap();
    let offer = |version, handle| {
        let seen = SeenEntry { entry: waits.id, version };
        offer_waitlist(desk, ada, &OfferRequest { seen, handle, minutes: 20 }).unwrap().value
    };
    offer(Version(2), clinic.handles(ana, 1).remove(0));
    let seen = SeenEntry { entry: waits.id, version: Version(3) };
    answer_offer(desk, ada, seen, OfferAnswer::Declined).unwrap();
    let taken = kept_by(desk, offer(Version(4), clinic.handles(ana, 1).remove(0))).unwrap();
    clinic.book(ana, &taken.handle).unwrap();
}

fn two_records(clinic: &Clinic, kept: PatientId, merged: PatientId) {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    put_waitlist_entry(desk, ada, &entry(clinic, merged)).unwrap();
    put_recall(desk, ada, &due(clinic, merged, "2026-04-05")).unwrap();
    let note = "".into();
    let handle = clinic.handles(merged, 1).remove(0);
    hold_time(desk, ada, HoldRequest { handle, patient: Some(merged), minutes: 30, note }).unwrap();
    booked(clinic, merged);
    let version = |id| desk.store().read(|it| it.patient(id)).map(|it| it.unwrap().version).unwrap();
    let request = MergeRequest {
        kept,
        kept_seen: version(kept),
        merged,
        merged_seen: version(merged),
        taken: Vec::new(),
    };
    merge_patients(desk, ada, &request).unwrap();
    let separated = separate_patient(desk, ada, merged, Version::FIRST).unwrap();
    undo(desk, ada, separated.op).unwrap();
    let mut changed = desk.store().read(|it| it.patient(kept)).unwrap().unwrap();
    changed.alert = "Call the daughter first".into();
    change_patient(desk, ada, &changed).unwrap();
}

/// One checks in, one walks in, one does not come and turns up after all; lunch is blocked, and the day is signed.
fn at_the_counter(clinic: Clinic, visit: &Appointment, ben: PatientId) -> Clinic {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let here = step(&clinic, visit, S::CheckedIn);
    let here = set_note(desk, ada, seen(&here), "in the wheelchair".into()).unwrap().value;
    set_triage(desk, ada, seen(&here), TriageCategory::Urgent).unwrap();
    let eve = reachable(&clinic, "Evans", "555 0105").id;
    let today = desk_app::find_offers::FindOffers {
        appointment_type: clinic.kind("Short visit").id,
        ..clinic.offers(Some(eve), 1)
    };
    let handle = desk_app::find_offers::find_offers(desk, ada, &today).unwrap().offers.remove(0).0;
    book(desk, ada, BookRequest { walk_in: Some(TriageCategory::Standard), ..plain(eve, &handle) }).unwrap();
    let missed = step(&clinic, &booked(&clinic, ben), S::NoShow);
    step(&clinic, &missed, S::Arrived);
    let lunch = ScheduleException {
        id: ExceptionId(desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Location(clinic.location),
        kind: ExceptionKind::TimeOff,
        first_day: "2026-03-03".parse().unwrap(),
        last_day: "2026-03-03".parse().unwrap(),
        from: DayMinute(12 * 60),
        to: DayMinute(13 * 60),
        reason: "Everybody is out".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    block_time(desk, ada, &lunch).unwrap();
    unblock_time(desk, ada, lunch.id).unwrap();
    let date = "2026-03-02".parse().unwrap();
    for _ in 0..2 {
        close_day(desk, ada, &CloseRequest { location: clinic.location, date, ends: Vec::new() }).unwrap();
    }
    assert_eq!(desk.now(), at("2026-03-02T14:05:00Z"));
    clinic
}

fn people(clinic: &Clinic) {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let new = NewPerson {
        login: "bo".into(),
        name: "Bo Lund".into(),
        roles: vec![Role::FrontDesk],
        resource: None,
    };
    let bo = add_person(desk, ada, new, KdfCost::for_tests()).unwrap().person;
    let change = ChangedPerson {
        id: bo.id,
        seen: bo.version,
        name: bo.name,
        roles: vec![Role::Scheduler],
        resource: None,
        is_active: true,
    };
    change_person(desk, ada, &change).unwrap();
}

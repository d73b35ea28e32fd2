//! What the centre refused: it stands until a person has decided, here or elsewhere, and goes with what stood on it.

use super::{
    centre::{EPOCH, joined, ops, said, visit},
    support::*,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    conflict::{BookingConflict, ConflictClaim, ConflictOutcome, ConflictResolution, LostAct},
    id::{ConflictId, OpId, Version},
    operation::{Change, OperationBody},
    personal::Personal,
};
use clinic_protocol::sync::{OpResult, OpStatus};
use desk_cache::{
    CacheError, Store,
    store::{Mark, Outbox, Writing},
};

/// A desk whose booking of visit 0 lost, and its conflict.
fn lost() -> (Desk, BookingConflict) {
    let desk = joined();
    book(&desk.store, 0);
    said(&desk.store, ops()[0], OpResult::applied(2));
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]));
    let conflict = conflict(ops()[1]);
    desk.store.hear(EPOCH, 8, &[Change::Conflict(Box::new(conflict.clone()))]).unwrap();
    (desk, conflict)
}

fn conflict(of: OpId) -> BookingConflict {
    let wanted = appointment(0);
    BookingConflict {
        id: ConflictId(of.0),
        version: Version::FIRST,
        location: wanted.location,
        patient: wanted.patient,
        appointment: wanted.id,
        lost: LostAct::Booking,
        starts_at: wanted.visit.start(),
        slot: None,
        requested_by: Requester::Patient,
        note: Personal::default(),
        is_promised: true,
        reasons: vec!["taken".to_owned()],
        by: person(1),
        device: device(7),
        decided_at: NOW,
        lost_at: NOW,
        winners: Vec::new(),
        alternatives: Vec::new(),
        claim: None,
        resolution: None,
    }
}

fn given_up() -> Option<ConflictResolution> {
    let (outcome, note) = (ConflictOutcome::GivenUp, Personal::default());
    Some(ConflictResolution { outcome, act: None, note, by: person(2), at: NOW })
}

fn let_go(writing: &mut Writing<'_>) -> Result<Option<Appointment>, CacheError> {
    let stands = writing.mirror().appointment(appointment(0).id)?;
    writing.audit(&entry("let_go", None))?;
    Ok(stands)
}

fn note_visit(store: &Store) -> OpId {
    let noted = Appointment { version: Version(2), ..appointment(0) };
    let body = OperationBody::SetNote { appointment: noted.id, note: Personal::new("moved") };
    let op = store.write(|w| {
        let note = operation(w, 100, body);
        w.record(&note, &[Change::Appointment(Box::new(noted))], &entry("set_note", None))?;
        Ok::<_, CacheError>(note.id)
    });
    op.unwrap()
}

#[test]
fn what_is_decided_instead_is_decided_without_it() {
    let (desk, _) = lost();
    let undecided = desk.store.refused().unwrap();
    assert_eq!(undecided.iter().map(|it| it.operation.id).collect::<Vec<_>>(), [ops()[1]]);
    assert_eq!(undecided[0].reasons, ["taken"]);
    assert_eq!(desk.store.marks().unwrap().of(appointment(0).id), Some(Mark::NeedsDecision));
    assert_eq!(desk.store.write_without(ops()[1], let_go).unwrap(), None);
    assert_eq!((visit(&desk.store), desk.store.outbox().unwrap()), (None, Outbox::default()));
    assert_eq!(desk.store.marks().unwrap().of(appointment(0).id), None);
    desk.store.verify().unwrap();
    let locked = desk.lock();
    assert_eq!(visit(&locked.unlock().unwrap()), None, "a restart does not bring it back");
}

#[test]
fn what_was_confirmed_is_not_let_go_of() {
    let desk = joined();
    book(&desk.store, 0);
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    assert!(desk.store.write_without(ops()[1], let_go).unwrap().is_some());
    assert_eq!(visit(&desk.store), Some(Version::FIRST));
}

#[test]
fn a_decision_that_fails_leaves_it_where_it_is() {
    let (desk, _) = lost();
    let fails = |_: &mut Writing<'_>| Err::<(), _>(CacheError::DiskFull);
    desk.store.write_without(ops()[1], fails).unwrap_err();
    assert_eq!(visit(&desk.store), Some(Version::FIRST));
    assert_eq!(desk.store.outbox().unwrap(), Outbox { undecided: 1, ..Outbox::default() });
}

#[test]
fn what_was_refused_of_the_same_visit_goes_with_it() {
    let (desk, _) = lost();
    let op = note_visit(&desk.store);
    said(&desk.store, op, OpResult::of(OpStatus::Rejected, vec!["not_found".to_owned()]));
    desk.store.write_without(ops()[1], let_go).unwrap();
    assert_eq!((visit(&desk.store), desk.store.outbox().unwrap()), (None, Outbox::default()));
}

#[test]
fn what_another_desk_resolved_is_let_go_of_with_the_page_that_says_so() {
    let (desk, open) = lost();
    assert_eq!(visit(&desk.store), Some(Version::FIRST));
    let resolved = BookingConflict { version: Version(2), resolution: given_up(), ..open };
    desk.store.hear(EPOCH, 9, &[Change::Conflict(Box::new(resolved))]).unwrap();
    assert_eq!((visit(&desk.store), desk.store.outbox().unwrap()), (None, Outbox::default()));
}

#[test]
fn an_answer_that_comes_after_the_conflict_was_resolved_leaves_nothing_behind() {
    let desk = joined();
    book(&desk.store, 0);
    said(&desk.store, ops()[0], OpResult::applied(2));
    let resolved = BookingConflict { version: Version(2), resolution: given_up(), ..conflict(ops()[1]) };
    desk.store.hear(EPOCH, 9, &[Change::Conflict(Box::new(resolved))]).unwrap();
    assert_eq!(visit(&desk.store), Some(Version::FIRST), "nobody has said that it was refused");
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]));
    assert_eq!((visit(&desk.store), desk.store.outbox().unwrap()), (None, Outbox::default()));
}

#[test]
fn who_was_slower_with_a_conflict_sees_what_the_quicker_one_made_of_it() {
    let (desk, open) = lost();
    let claim = Some(ConflictClaim { by: person(1), at: NOW });
    let mine = BookingConflict { version: Version(2), claim, ..open.clone() };
    let op = desk.store.write(|w| {
        let body = OperationBody::ConflictClaim { conflict: open.id };
        let claim = operation(w, 100, body);
        w.record(&claim, &[Change::Conflict(Box::new(mine))], &entry("settle_conflict", None))?;
        Ok::<_, CacheError>(claim.id)
    });
    let has_it =
        || desk.store.read(|it| it.conflict(open.id)).unwrap().and_then(|it| it.claim).map(|it| it.by);
    assert_eq!(has_it(), Some(person(1)));
    said(&desk.store, op.unwrap(), OpResult::of(OpStatus::Conflict, vec!["changed".to_owned()]));
    assert_eq!(has_it(), None);
    assert_eq!(desk.store.outbox().unwrap(), Outbox { undecided: 1, ..Outbox::default() });
}

#[test]
fn a_visit_is_marked_until_the_centre_has_it() {
    let desk = joined();
    let mark = || desk.store.marks().unwrap().of(appointment(0).id);
    assert_eq!(mark(), None);
    book(&desk.store, 0);
    assert_eq!(mark(), Some(Mark::NotSent));
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    assert_eq!(mark(), None);
    let alone = Desk::new();
    book(&alone.store, 0);
    assert_eq!(alone.store.marks().unwrap().of(appointment(0).id), None, "there is nobody to send it to");
}

#[test]
fn what_is_known_of_the_marks_is_what_the_outbox_says() {
    let desk = joined();
    let marks = || desk.store.marks().unwrap();
    let holds = |when: &str| {
        let known = marks();
        // Whatever is kept beside the chain has them read anew, and nothing is deferred here.
        desk.store.queue_deferred().unwrap();
        assert_eq!(known, marks(), "{when}");
    };
    holds("nothing was decided");
    book(&desk.store, 0);
    book(&desk.store, 1);
    assert_eq!(marks().of(appointment(1).id), Some(Mark::NotSent));
    holds("two visits wait to be sent");
    said(&desk.store, ops()[0], OpResult::applied(2));
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]));
    holds("one was refused");
    note_visit(&desk.store);
    assert_eq!(marks().of(appointment(0).id), Some(Mark::NeedsDecision), "a note decides nothing");
    holds("it was written to meanwhile");
    desk.store.write_without(ops()[1], let_go).unwrap();
    holds("it was let go of");
    desk.store.write(|w| w.audit(&entry("looked_at", None))).unwrap();
    holds("nothing in the book changed");
}

/// Found by the simulation: the vault knew that it was let go of, the book had lost it, and nobody said it again.
#[test]
fn what_was_let_go_of_stays_gone_when_the_power_cut_takes_it_from_the_book() {
    let (desk, _) = lost();
    let locked = desk.lock();
    let before = std::fs::read(locked.path("mirror.db")).unwrap();
    let store = locked.unlock().unwrap();
    assert_eq!(visit(&store), Some(Version::FIRST));
    store.write_without(ops()[1], let_go).unwrap();
    store.lock().unwrap();
    drop(store);
    std::fs::write(locked.path("mirror.db"), before).unwrap();
    assert_eq!(visit(&locked.unlock().unwrap()), None);
}

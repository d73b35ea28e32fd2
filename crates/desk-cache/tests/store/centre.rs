//! A desk with a centre: what it decides is seen at once, waits, is answered, and gives way to what the centre says.

use super::support::*;
use clinic_domain::{
    id::{OpId, OrganizationId, Version},
    operation::Change,
    patient::Patient,
    time::Instant,
};
use clinic_protocol::sync::{OpOutcome, OpResult, OpStatus};
use desk_cache::{
    CacheError, Store,
    store::{Centre, Fetching, Heard, Mark, Outbox, Writing},
};
use uuid::Uuid;

pub const EPOCH: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ee);

/// A desk that joined its centre and has heard of its first change.
pub fn joined() -> Desk {
    let desk = Desk::new();
    let organization = OrganizationId(id(0x9000_0000));
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization,
        slug: "elm-street".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    desk.store.join(&centre, device(7), Some(person(1)), NOW).unwrap();
    desk.store.hear(EPOCH, 1, &[]).unwrap();
    desk
}

pub fn said(store: &Store, op: OpId, result: OpResult) {
    let answers = [OpOutcome { op, result }];
    assert!(store.keep_answers(store.round().unwrap(), &answers, NOW).unwrap());
}

fn waiting(store: &Store) -> Vec<OpId> {
    store.queued(100).unwrap().into_iter().map(|it| it.op).collect()
}

/// Of visit 0: the patient's operation and the booking's.
pub fn ops() -> [OpId; 2] {
    [OpId(id(0x3000_0000)), OpId(id(0x3000_0001))]
}

pub fn visit(store: &Store) -> Option<Version> {
    store.read(|it| Ok::<_, CacheError>(it.appointment(appointment(0).id)?.map(|it| it.version))).unwrap()
}

#[test]
fn a_desk_without_a_centre_sends_nothing() {
    let desk = Desk::new();
    book(&desk.store, 0);
    assert_eq!(
        (desk.store.outbox().unwrap(), desk.store.centre().unwrap().is_none()),
        (Outbox::default(), true)
    );
    assert_eq!(desk.store.heard().unwrap(), Heard { epoch: None, received: 0 });
}

#[test]
fn what_is_decided_waits_in_its_order_until_it_is_answered() {
    let desk = joined();
    assert_eq!(desk.store.device().unwrap(), device(7));
    book(&desk.store, 0);
    assert_eq!(waiting(&desk.store), ops());
    assert_eq!(booked(&desk.store, 1), 1, "it is seen at once");
    said(&desk.store, ops()[0], OpResult::applied(2));
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Deferred, Vec::new()));
    assert_eq!(waiting(&desk.store), []);
    assert_eq!(desk.store.outbox().unwrap(), Outbox { deferred: 1, ..Outbox::default() });
    // The same again, as after a lost reply.
    said(&desk.store, ops()[0], OpResult::applied(2));
    desk.store.queue_deferred().unwrap();
    assert_eq!(waiting(&desk.store), [ops()[1]], "what was put aside, and nothing else");
    desk.store.verify().unwrap();
}

#[test]
fn it_stays_where_it_is_through_pages_a_restart_and_its_own_confirmation() {
    let desk = joined();
    book(&desk.store, 0);
    desk.store.hear(EPOCH, 5, &[]).unwrap();
    assert_eq!(visit(&desk.store), Some(Version::FIRST));
    let locked = desk.lock();
    let store = locked.unlock().unwrap();
    assert_eq!((visit(&store), waiting(&store)), (Some(Version::FIRST), ops().to_vec()));
    said(&store, ops()[0], OpResult::applied(6));
    said(&store, ops()[1], OpResult::applied(7));
    store.hear(EPOCH, 5, &[]).unwrap();
    assert_eq!(visit(&store), Some(Version::FIRST), "answered, and not heard of yet");
    let mut who = Patient::new(patient(0));
    who.family_name = "Family0".into();
    let page = [Change::Patient(Box::new(who)), Change::Appointment(Box::new(appointment(0)))];
    store.hear(EPOCH, 7, &page).unwrap();
    assert_eq!(visit(&store), Some(Version::FIRST));
    assert_eq!(store.heard().unwrap(), Heard { epoch: Some(EPOCH), received: 7 });
}

#[test]
fn what_was_refused_stands_until_a_person_has_decided() {
    let desk = joined();
    book(&desk.store, 0);
    said(&desk.store, ops()[0], OpResult::applied(2));
    let taken = OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]);
    said(&desk.store, ops()[1], taken);
    desk.store.hear(EPOCH, 9, &[]).unwrap();
    assert_eq!(visit(&desk.store), Some(Version::FIRST), "nobody has told the patient yet");
    assert_eq!(desk.store.outbox().unwrap(), Outbox { undecided: 1, ..Outbox::default() });
}

#[test]
fn a_centre_that_was_set_back_is_told_again() {
    let desk = joined();
    book(&desk.store, 0);
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    desk.store.queue_again().unwrap();
    assert_eq!(waiting(&desk.store), ops());
    let later = Instant(NOW.0 + 31 * 24 * 3600);
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    desk.store.hear(EPOCH, 2, &[]).unwrap();
    desk.store.forget_confirmed(later).unwrap();
    desk.store.queue_again().unwrap();
    assert_eq!(waiting(&desk.store), [ops()[1]], "what the mirror has, and is old, is not kept");
}

#[test]
fn what_can_still_be_sent_begins_after_what_was_let_go_of() {
    let desk = joined();
    assert_eq!(desk.store.kept_from().unwrap(), 1, "nothing was decided yet");
    book(&desk.store, 0);
    assert_eq!(desk.store.kept_from().unwrap(), 1);
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    desk.store.hear(EPOCH, 3, &[]).unwrap();
    desk.store.forget_confirmed(Instant(NOW.0 + 31 * 24 * 3600)).unwrap();
    assert_eq!(desk.store.kept_from().unwrap(), 3);
}

#[test]
fn what_was_refused_long_ago_and_is_still_here_is_not_where_it_begins() {
    let desk = joined();
    book(&desk.store, 0);
    book(&desk.store, 1);
    let [first, second, third, last]: [OpId; 4] = waiting(&desk.store).try_into().unwrap();
    said(&desk.store, first, OpResult::of(OpStatus::Rejected, vec!["not_permitted".to_owned()]));
    said(&desk.store, second, OpResult::applied(2));
    said(&desk.store, third, OpResult::applied(3));
    desk.store.hear(EPOCH, 3, &[]).unwrap();
    desk.store.forget_confirmed(Instant(NOW.0 + 31 * 24 * 3600)).unwrap();
    assert_eq!((desk.store.kept_from().unwrap(), waiting(&desk.store)), (4, vec![last]));
}

#[test]
fn an_answer_of_the_round_before_is_not_kept() {
    let desk = joined();
    book(&desk.store, 0);
    let answers = [OpOutcome { op: ops()[0], result: OpResult::applied(2) }];
    let round = desk.store.round().unwrap();
    desk.store.queue_again().unwrap();
    assert!(!desk.store.keep_answers(round, &answers, NOW).unwrap());
    assert_eq!(waiting(&desk.store), ops());
    assert!(desk.store.keep_answers(desk.store.round().unwrap(), &answers, NOW).unwrap());
    assert_eq!(waiting(&desk.store), [ops()[1]]);
}

#[test]
fn the_search_says_whose_record_waits_to_be_sent() {
    let desk = joined();
    book(&desk.store, 0);
    let mark = |of: u128| desk.store.marks().unwrap().of_patient(patient(of));
    assert_eq!((mark(0), mark(1)), (Some(Mark::NotSent), None));
    said(&desk.store, ops()[0], OpResult::applied(2));
    assert_eq!(mark(0), Some(Mark::NotSent), "a visit of theirs waits");
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]));
    assert_eq!(mark(0), Some(Mark::NeedsDecision));
}

#[test]
fn what_the_centre_had_refused_is_told_again_as_well_or_it_would_wait_for_it_for_ever() {
    let desk = joined();
    book(&desk.store, 0);
    said(&desk.store, ops()[0], OpResult::of(OpStatus::Rejected, vec!["not_permitted".to_owned()]));
    said(&desk.store, ops()[1], OpResult::of(OpStatus::Conflict, vec!["taken".to_owned()]));
    let decided = |writing: &mut Writing<'_>| writing.audit(&entry("let_go", None));
    desk.store.write_without(ops()[1], decided).unwrap();
    desk.store.queue_again().unwrap();
    assert_eq!(waiting(&desk.store), ops());
}

/// Found by the simulation: it was sent once more, and the centre's own row was under it for good.
#[test]
fn what_the_centre_decided_otherwise_shows_when_it_answers_what_was_heard_of_before() {
    let desk = joined();
    book(&desk.store, 0);
    desk.store.hear(EPOCH, 3, &[]).unwrap();
    assert_eq!(visit(&desk.store), Some(Version::FIRST));
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    assert_eq!(visit(&desk.store), None, "the centre's rows up to there have none");
}

#[test]
fn after_the_last_rows_of_a_first_sync_nothing_that_was_confirmed_before_stands_over_them() {
    let desk = joined();
    book(&desk.store, 0);
    for (op, seq) in ops().into_iter().zip(2..) {
        said(&desk.store, op, OpResult::applied(seq));
    }
    let begin = Fetching { epoch: EPOCH, head: 3, kind: "appointment".to_owned(), after: None };
    desk.store.fetch_anew(&[], &begin).unwrap();
    assert_eq!(visit(&desk.store), Some(Version::FIRST), "nothing is there yet");
    // The centre had done something else with it.
    desk.store.fetched(&[], None).unwrap();
    assert_eq!((visit(&desk.store), desk.store.heard().unwrap().received), (None, 3));
}

#[test]
fn an_answer_to_what_was_never_sent_is_refused_as_a_whole() {
    let desk = joined();
    book(&desk.store, 0);
    let answers = [ops()[0], OpId(id(1))].map(|op| OpOutcome { op, result: OpResult::applied(2) });
    assert_eq!(desk.store.keep_answers(0, &answers, NOW).unwrap_err().code(), "damaged");
    assert_eq!(waiting(&desk.store), ops());
}

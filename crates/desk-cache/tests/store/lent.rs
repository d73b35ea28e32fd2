//! Lent time in real vaults: what a desk asks the hub, what the hub says and keeps, and when it says nothing.

use super::{
    backup::TO,
    centre::{EPOCH, joined, ops, said},
    support::*,
};
use clinic_domain::{
    id::{DeviceId, OpId, PatientId},
    lending::SKEW_SECONDS,
    operation::Change,
    time::Instant,
};
use clinic_protocol::{
    hub::{Ask, HubSays, HubWord},
    sync::{Choice, Delegation, OpResult},
};
use desk_cache::{
    Home, Store,
    store::{HubAnswer, Mark, SaidLent},
};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60;
const LOAN: u64 = 3;
const UNTIL: Instant = Instant(NOW.0 + DAY);

/// The desk of [`joined`].
fn hub() -> DeviceId {
    device(7)
}

fn lent(to: DeviceId, number: u64, head: u64) -> SaidLent {
    let delegation = Delegation {
        resource: appointment(0).allocations[0].resource.0,
        start: NOW.0,
        end: UNTIL.0,
        hub: to.0,
        hub_epoch: number,
        expires_at: UNTIL.0,
    };
    SaidLent { epoch: EPOCH, head, server_time: NOW, delegations: vec![delegation] }
}

fn lends(store: &Store, to: DeviceId, number: u64) {
    store.put_lent(&lent(to, number, 1), NOW).unwrap();
}

fn nothing_lent() -> SaidLent {
    SaidLent { delegations: Vec::new(), ..lent(hub(), LOAN, 1) }
}

/// Of another desk, for the time of a visit.
fn ask(op: u128, number: u128) -> Ask {
    Ask::new(OpId(id(op)), LOAN, &appointment(number).allocations)
}

fn confirms(store: &Store, it: &Ask) -> HubAnswer {
    store.confirm(it, None, NOW).unwrap()
}

/// A hub that has a loan and nothing in its book.
fn a_hub() -> Desk {
    let desk = joined();
    lends(&desk.store, hub(), LOAN);
    desk
}

#[test]
fn a_time_is_confirmed_once_and_to_the_same_operation_again() {
    let desk = a_hub();
    let (first, second) = (ask(1, 0), ask(2, 0));
    assert_eq!(confirms(&desk.store, &first), HubAnswer::Confirmed);
    assert_eq!(confirms(&desk.store, &second), HubAnswer::Taken(first.op));
    assert_eq!(confirms(&desk.store, &first), HubAnswer::Confirmed, "its answer may have been lost");
    assert_eq!(confirms(&desk.store, &ask(1, 1)), HubAnswer::Nothing, "an operation has one time");
    assert_eq!(confirms(&desk.store, &ask(3, 1)), HubAnswer::Confirmed);
    // Some of it is enough.
    let Choice { resource, start, end } = second.times[0];
    let beside = Choice { resource, start: start + 60, end: end + 60 };
    let overlaps = Ask { op: OpId(id(4)), number: LOAN, times: vec![beside] };
    assert_eq!(confirms(&desk.store, &overlaps), HubAnswer::Taken(first.op));
}

#[test]
fn what_was_confirmed_is_kept_before_anybody_hears_of_it() {
    let desk = a_hub();
    assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Confirmed);
    // The hub ends before its answer leaves, and is started anew.
    let locked = desk.lock();
    let store = locked.unlock().unwrap();
    assert_eq!(confirms(&store, &ask(2, 0)), HubAnswer::Taken(ask(1, 0).op));
    assert_eq!(confirms(&store, &ask(1, 0)), HubAnswer::Confirmed);
}

#[test]
fn whoever_has_no_loan_confirms_nothing() {
    let nothing = |store: &Store, why: &str| {
        assert_eq!(confirms(store, &ask(1, 0)), HubAnswer::Nothing, "{why}");
    };
    let desk = joined();
    nothing(&desk.store, "nothing is lent");
    lends(&desk.store, device(8), LOAN);
    nothing(&desk.store, "another desk is the hub");
    lends(&desk.store, hub(), LOAN + 1);
    nothing(&desk.store, "by another loan");
    let far = Ask::new(OpId(id(1)), LOAN + 1, &appointment(48).allocations);
    assert_eq!(confirms(&desk.store, &far), HubAnswer::Nothing, "it begins when the loan ends");
    let none = Ask { times: Vec::new(), ..far };
    assert_eq!(confirms(&desk.store, &none), HubAnswer::Nothing, "no time");
    let of = |now| desk.store.confirm(&Ask { number: LOAN + 1, ..ask(1, 1) }, None, now).unwrap();
    assert_eq!(of(UNTIL), HubAnswer::Nothing, "it is over");
    assert_eq!(of(UNTIL.plus_seconds(-1)), HubAnswer::Confirmed);
    desk.store.end_loan().unwrap();
    assert_eq!(of(NOW), HubAnswer::Nothing, "a hub that was revoked, or gave it back");
}

#[test]
fn a_hub_whose_files_were_put_back_confirms_nothing() {
    let desk = a_hub();
    let report = desk.store.backup_to(&desk.folder.path().join("backups"), 3, Some(person(1)), NOW).unwrap();
    assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Confirmed);
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(&folder.path().join("home")).unwrap();
    let store = Store::restore(&report.path, &home, &desk.code, TO).unwrap().store;
    assert_eq!(confirms(&store, &ask(2, 0)), HubAnswer::Nothing, "it does not know what it said since");
    lends(&store, hub(), LOAN);
    assert_eq!(confirms(&store, &ask(2, 0)), HubAnswer::Nothing, "it is not the desk that the loan names");
}

#[test]
fn a_hub_that_has_not_heard_what_was_taken_before_its_loan_confirms_nothing() {
    let desk = joined();
    desk.store.put_lent(&lent(hub(), LOAN, 2), NOW).unwrap();
    assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Nothing);
    desk.store.hear(EPOCH, 2, &[Change::Appointment(Box::new(appointment(1)))]).unwrap();
    assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Confirmed);
    assert_eq!(confirms(&desk.store, &ask(2, 1)), HubAnswer::Nothing, "its book has a visit there");
    desk.store.hear(EPOCH, 2, &[]).unwrap();
    let other_history = SaidLent { epoch: Uuid::from_u128(9), ..lent(hub(), LOAN, 1) };
    desk.store.put_lent(&other_history, NOW).unwrap();
    assert_eq!(confirms(&desk.store, &ask(3, 2)), HubAnswer::Nothing);
}

#[test]
fn a_loan_of_before_and_one_that_was_let_go_of_are_not_taken_and_a_longer_one_is() {
    let desk = a_hub();
    let longer = |number: u64, days: i64| {
        let mut said = lent(hub(), number, 1);
        said.delegations[0].expires_at += days * DAY;
        desk.store.put_lent(&said, NOW).unwrap();
    };
    let by = |number, now| desk.store.confirm(&Ask { number, ..ask(1, 0) }, None, now).unwrap();
    longer(LOAN, 1);
    assert_eq!(by(LOAN, UNTIL), HubAnswer::Confirmed);
    longer(LOAN - 1, 5);
    assert_eq!(by(LOAN - 1, NOW), HubAnswer::Nothing, "it came late");
    desk.store.put_lent(&nothing_lent(), NOW).unwrap();
    longer(LOAN, 2);
    assert_eq!(by(LOAN, NOW), HubAnswer::Nothing, "it was let go of");
    longer(LOAN + 1, 2);
    assert_eq!(by(LOAN + 1, NOW), HubAnswer::Confirmed);
}

#[test]
fn a_desk_whose_clock_is_far_off_takes_no_loan() {
    let desk = joined();
    for seconds in [SKEW_SECONDS + 1, -SKEW_SECONDS - 1] {
        desk.store.put_lent(&lent(hub(), LOAN, 1), NOW.plus_seconds(seconds)).unwrap();
        assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Nothing);
    }
    desk.store.put_lent(&lent(hub(), LOAN, 1), NOW.plus_seconds(SKEW_SECONDS)).unwrap();
    assert_eq!(confirms(&desk.store, &ask(1, 0)), HubAnswer::Confirmed);
}

#[test]
fn a_loan_is_given_back_by_its_hub_while_nothing_to_come_was_confirmed_by_it() {
    let desk = a_hub();
    assert_eq!(desk.store.returned_loan(NOW).unwrap(), None, "it lasts");
    desk.store.put_lent(&nothing_lent(), NOW).unwrap();
    assert_eq!(desk.store.returned_loan(NOW).unwrap(), Some(LOAN));
    lends(&desk.store, hub(), LOAN + 1);
    let it = Ask { number: LOAN + 1, ..ask(1, 0) };
    assert_eq!(confirms(&desk.store, &it), HubAnswer::Confirmed);
    desk.store.put_lent(&nothing_lent(), NOW).unwrap();
    assert_eq!(desk.store.returned_loan(NOW).unwrap(), None, "somebody may stand on it");
    let after = appointment(0).visit.end();
    assert_eq!(desk.store.returned_loan(after).unwrap(), Some(LOAN + 1));
    let other = joined();
    lends(&other.store, device(8), LOAN);
    other.store.put_lent(&nothing_lent(), NOW).unwrap();
    assert_eq!(other.store.returned_loan(NOW).unwrap(), None, "it was another desk's");
}

#[test]
fn a_desk_asks_for_what_it_booked_of_lent_time_until_it_is_answered() {
    let desk = joined();
    book(&desk.store, 0);
    assert_eq!(desk.store.asking(NOW).unwrap(), None, "nothing is lent");
    lends(&desk.store, device(8), LOAN);
    let [_, booking] = ops();
    let asking = desk.store.asking(NOW).unwrap().unwrap();
    let wanted = Ask { op: booking, ..ask(0, 0) };
    assert_eq!((asking.hub, asking.asks), (device(8), vec![(wanted.clone(), appointment(0).id)]));
    assert_eq!(desk.store.asking(UNTIL).unwrap(), None, "it is over");

    let mark = || desk.store.marks().unwrap().of(appointment(0).id);
    assert_eq!(mark(), Some(Mark::NotSent));
    let says = HubSays::Confirmed("0f".repeat(64));
    let word = HubWord { hub: device(8), number: LOAN, says };
    desk.store.put_words(&[(booking, word.clone())]).unwrap();
    assert_eq!((desk.store.asking(NOW).unwrap(), mark()), (None, Some(Mark::Confirmed)));
    let sent = desk.store.queued(10).unwrap();
    assert_eq!(sent.iter().map(|it| it.word.clone()).collect::<Vec<_>>(), [None, Some(word.to_json())]);
    // The first word stands, also through a restart.
    let taken = HubWord { says: HubSays::Taken(OpId(id(9))), ..word };
    desk.store.put_words(&[(booking, taken)]).unwrap();
    let locked = desk.lock();
    let store = locked.unlock().unwrap();
    assert_eq!(store.marks().unwrap().of(appointment(0).id), Some(Mark::Confirmed));
    // The centre's word is more.
    for op in ops() {
        said(&store, op, OpResult::applied(2));
    }
    assert_eq!(store.marks().unwrap().of(appointment(0).id), None);
    assert_eq!(store.marks().unwrap().of_patient(PatientId(id(0x2000_0000))), None);
}

#[test]
fn a_hub_decides_its_own_bookings_by_its_own_book() {
    let desk = a_hub();
    book(&desk.store, 0);
    let own = desk.store.asking(NOW).unwrap().unwrap().asks.remove(0);
    assert_eq!(confirms(&desk.store, &ask(9, 0)), HubAnswer::Nothing, "it is booked here");
    assert_eq!(desk.store.confirm(&own.0, Some(own.1), NOW).unwrap(), HubAnswer::Confirmed);
    assert_eq!(confirms(&desk.store, &ask(9, 0)), HubAnswer::Taken(own.0.op));
    // What was given to somebody else before is not its own any more.
    assert_eq!(confirms(&desk.store, &ask(8, 1)), HubAnswer::Confirmed);
    book(&desk.store, 1);
    let own = desk.store.asking(NOW).unwrap().unwrap().asks.pop().unwrap();
    assert_eq!(own.1, appointment(1).id);
    assert_eq!(desk.store.confirm(&own.0, Some(own.1), NOW).unwrap(), HubAnswer::Taken(ask(8, 1).op));
}

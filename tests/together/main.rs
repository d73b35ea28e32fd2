//! Desks and their centre: real files, the real service over HTTP, a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod apart;
mod attach;
mod browser;
#[path = "../../crates/central/tests/api/centre.rs"]
#[allow(dead_code)] // The suite of the API uses the rest.
mod centre;
mod desk;
mod joined;
mod lent;
mod neighbours;
mod office;
#[path = "../../crates/central/tests/api/openid.rs"]
mod openid;
mod pc;
mod promised;
mod proxy;
mod put_back;
mod ring;

use clinic_domain::{appointment::AppointmentStatus, people::Role};
use desk::Ring;
use desk_cache::store::Outbox;
use desk_sync::{Pull, Stored};

#[test]
fn a_desk_fetches_its_clinic_books_and_is_confirmed() {
    let ring = Ring::start();
    let desk = ring.desk();
    desk.sync();
    assert_eq!(desk.patients(), ring.clinic.patients.len());
    let handle = desk.handles(ring.clinic.patient).remove(0);
    let visit = desk.book(ring.clinic.patient, &handle);
    assert_eq!(desk.store().outbox().unwrap(), Outbox { queued: 1, ..Outbox::default() });
    desk.sync();
    assert_eq!(desk.store().outbox().unwrap(), Outbox::default());
    assert_eq!(desk.visit(visit).map(|it| it.status), Some(AppointmentStatus::Booked));
    assert_eq!(ring.visits_at_the_centre(), [visit]);
    // Nothing is taken back or put again: the centre came to the same bytes.
    let other = ring.desk();
    other.sync();
    assert_eq!(other.visit(visit), desk.visit(visit));
}

#[test]
fn of_two_desks_that_promised_one_slot_the_second_is_asked_what_becomes_of_it() {
    let ring = Ring::start();
    let (first, second) = (ring.desk(), ring.desk());
    first.sync();
    second.sync();
    // Nobody hears of anybody.
    let (ana, other) = (ring.clinic.patients[0], ring.clinic.patients[1]);
    let (won, lost) =
        (first.book(ana, &first.handles(ana)[0]), second.book(other, &second.handles(other)[0]));
    assert_eq!(first.visit(won).unwrap().visit, second.visit(lost).unwrap().visit);
    first.sync();
    second.sync();
    first.sync();
    assert_eq!(ring.visits_at_the_centre(), [won]);
    assert_eq!(second.store().outbox().unwrap(), Outbox { undecided: 1, ..Outbox::default() });
    assert!(second.visit(lost).is_some(), "the patient was told, and nobody has decided yet");
    for desk in [&first, &second] {
        let [conflict] = <[_; 1]>::try_from(desk.conflicts()).expect("one conflict");
        assert_eq!((conflict.appointment, conflict.patient, conflict.is_promised), (lost, other, true));
        assert_eq!(conflict.winners, [won]);
        assert_eq!(conflict.alternatives.len(), 3);
    }
    let refused = first.conflicts()[0].op();
    second.let_go(refused);
    assert_eq!(second.visit(lost), None);
}

#[test]
fn a_day_without_the_centre_is_told_in_few_calls_and_nothing_of_it_is_lost() {
    let ring = Ring::start();
    let desk = ring.desk();
    desk.sync();
    let booked: Vec<_> =
        ring.clinic.patients.iter().map(|patient| desk.book(*patient, &desk.handles(*patient)[0])).collect();
    let desk = desk.restarted();
    assert_eq!(desk.store().outbox().unwrap().queued, booked.len() as u64);
    desk.sync();
    assert_eq!(desk.store().outbox().unwrap(), Outbox::default());
    let mut there = ring.visits_at_the_centre();
    let mut booked = booked;
    there.sort();
    booked.sort();
    assert_eq!(there, booked);
}

#[test]
fn a_centre_that_was_set_back_gets_everything_again() {
    let ring = Ring::start();
    let desk = ring.desk();
    desk.sync();
    let kept = desk.book(ring.clinic.patient, &desk.handles(ring.clinic.patient)[0]);
    desk.sync();
    ring.set_back();
    assert_eq!(ring.visits_at_the_centre(), []);
    desk.restarted().sync();
    assert_eq!(ring.visits_at_the_centre(), [kept]);
}

#[test]
fn a_desk_that_fetches_everything_again_knows_its_people_all_the_while() {
    let ring = Ring::start();
    let desk = ring.desk();
    desk.sync();
    let front_desk = desk.person(Role::FrontDesk);
    ring.set_back();
    let now = || ring.centre.app.clock.now();
    let (mut link, stored) = (desk.link().unwrap(), Stored { store: desk.store(), now: &now });
    // It greets, learns that all is to be fetched again, and is killed.
    Pull::new("test").turn(&mut link, &stored).unwrap();
    assert!(desk.store().fetching().unwrap().is_some());
    let desk = desk.restarted();
    assert_eq!(desk.person(Role::FrontDesk), front_desk);
}

#[test]
fn while_nobody_answers_the_desk_goes_on() {
    let ring = Ring::start();
    let desk = ring.desk();
    desk.sync();
    let alone = desk.without_a_centre();
    assert!(alone.try_sync().is_err());
    let visit = alone.book(ring.clinic.patient, &alone.handles(ring.clinic.patient)[0]);
    assert!(alone.visit(visit).is_some());
    assert_eq!(alone.person(Role::FrontDesk), ring.clinic.person(Role::FrontDesk));
}

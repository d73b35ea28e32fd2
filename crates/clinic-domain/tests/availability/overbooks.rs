//! Controlled double booking: numbered lanes, bounded by the session, never a surprise.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, need};
use clinic_domain::{
    appointment::Allocation,
    availability::{Answer, Busy, check},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind::Room,
};

#[test]
fn the_least_of_two_sessions_bounds_a_visit_across_them() {
    let (mut clinic, provider) = Clinic::with_lanes(2);
    clinic.works(provider, &crate::clinic::EVERY_DAY, "12:00", "13:00");
    clinic.take(provider, "2035-02-05T11:45", "2035-02-05T12:15", 0);
    clinic.take(provider, "2035-02-05T11:45", "2035-02-05T12:15", 1);
    let Answer::Refused(refusals) = clinic.answer(&clinic.spot(provider, clinic.at("2035-02-05T11:45")))
    else {
        panic!()
    };
    assert_eq!(refusals.last(), Some(&Refusal::OverbookLanesFull { resource: provider, limit: 1 }));
    assert_eq!(clinic.overbook(provider, "2035-02-05T11:30").0.allocations[0].lane, 2);
}

#[test]
fn a_type_has_no_more_of_a_sessions_overbooks_than_it_may() {
    let (mut clinic, provider) = Clinic::with_lanes(3);
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 1);
    let (second, _) = clinic.overbook(provider, "2035-02-05T09:00");
    assert_eq!(second.allocations[0].lane, 2);
    let refused = |clinic: &Clinic| {
        let start = clinic.at("2035-02-05T09:00");
        let Answer::Refused(refusals) = clinic.answer(&clinic.spot(provider, start)) else { panic!() };
        let checked = check(&clinic.setup, &clinic.book, &second, &ASKED_LONG_BEFORE);
        (refusals.last().cloned(), checked.unwrap_err())
    };
    clinic.change_type(clinic.visit, |it| it.overbook_lanes = Some(1));
    let full = Refusal::OverbookLanesFull { resource: provider, limit: 1 };
    assert_eq!(refused(&clinic), (Some(full.clone()), vec![full]));
    clinic.change_type(clinic.visit, |it| it.overbook_lanes = Some(0));
    let none = Refusal::OverbookNotAllowed { resource: provider };
    assert_eq!(refused(&clinic), (Some(none.clone()), vec![none]));
    clinic.change_type(clinic.visit, |it| it.overbook_lanes = Some(9));
    assert_eq!(clinic.overbook(provider, "2035-02-05T09:00").0.allocations[0].lane, 2);
}

#[test]
fn what_an_overbook_leaves_free_below_it_is_offered_to_nobody_unasked() {
    let (mut clinic, provider) = Clinic::with_lanes(3);
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T12:00", 1);
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
    let (slot, _) = clinic.overbook(provider, "2035-02-05T09:00");
    assert_eq!(slot.allocations[0].lane, 2);
}

#[test]
fn an_overbook_takes_a_free_room_first_and_else_shares_one_by_the_providers_lanes() {
    let (mut clinic, provider) = Clinic::with_lanes(1);
    let (small, large) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    clinic.take(small, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let taken =
        |slot: &SlotContent| slot.allocations.iter().map(|it| (it.resource, it.lane)).collect::<Vec<_>>();
    let (slot, _) = clinic.overbook(provider, "2035-02-05T09:00");
    assert_eq!(taken(&slot), [(provider, 1), (large, 0)]);
    clinic.take(large, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let (slot, because) = clinic.overbook(provider, "2035-02-05T09:00");
    assert_eq!(taken(&slot), [(provider, 1), (small, 1)]);
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    assert_eq!(because.last(), Some(&Refusal::NeedUnmet { kind: Room, during }));
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Ok(()));
}

#[test]
fn an_overbooked_room_gets_the_provider_who_is_free() {
    let (mut clinic, busy) = Clinic::with_lanes(0);
    let free = clinic.provider("09:00", "12:00");
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let in_both = clinic.take(busy, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    let it = Allocation { resource: room, during, lane: 0 };
    clinic.book.insert(room, Busy::of_visit(in_both, clinic.visit, during, &it));
    let (slot, because) = clinic.overbook(room, "2035-02-05T09:00");
    let taken: Vec<_> = slot.allocations.iter().map(|it| (it.resource, it.lane)).collect();
    assert_eq!(taken, [(free, 0), (room, 1)]);
    assert_eq!(because, [Refusal::Taken { resource: room, during, by: in_both }]);
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Ok(()));
}

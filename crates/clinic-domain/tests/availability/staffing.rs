//! Who and what takes part in a visit when there is a choice.

use crate::clinic::{Clinic, need};
use clinic_domain::{
    appointment::Allocation,
    availability::Busy,
    id::AppointmentId,
    resource::ResourceKind::{Equipment, Provider, Room},
};

#[test]
fn a_provider_who_comes_back_is_the_same_one() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    clinic.change_type(clinic.visit, |it| {
        it.duration_minutes = 60;
        it.buffer_after_minutes = 0;
        it.needs = vec![need(Provider, &[], 0, 15), need(Provider, &[], 45, 15)];
    });
    clinic.take(one, "2035-02-05T09:45", "2035-02-05T10:00", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    assert_eq!(offers.len(), 1);
    assert!(offers[0].slot.allocations.iter().all(|it| it.resource == other));
    // In between, the provider sees somebody else.
    clinic.accept(&offers[0].slot);
    clinic.visit = clinic.a_type(30);
    let between: Vec<_> = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    let of_other = between.iter().filter(|it| it.slot.allocations[0].resource == other);
    assert_eq!(
        of_other.map(|it| it.slot.visit).collect::<Vec<_>>(),
        [clinic.period("2035-02-05T09:15", "2035-02-05T09:45")]
    );
}

#[test]
fn the_scarce_resource_is_left_to_the_need_that_has_no_choice() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let (scarce, plenty) = (clinic.resource(Equipment), clinic.resource(Equipment));
    clinic.change_type(clinic.visit, |it| {
        it.needs.push(need(Equipment, &[scarce, plenty], 0, 0));
        it.needs.push(need(Equipment, &[scarce], 0, 0));
    });
    let offers = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    let resources: Vec<_> = offers[0].slot.allocations[1..].iter().map(|it| it.resource).collect();
    assert_eq!(resources, [plenty, scarce]);
}

#[test]
fn a_visit_without_a_provider_is_offered_once_a_time() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Room, &[], 0, 0)]);
    clinic.take(one, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let offers = clinic.offers(&clinic.request("2035-02-05T09:00", "2035-02-05T09:45"));
    let rooms: Vec<_> = offers.iter().map(|it| it.slot.allocations[0].resource).collect();
    assert_eq!(
        (clinic.walls(&offers), rooms),
        (vec!["2035-02-05T09:00".into(), "2035-02-05T09:15".into()], vec![other, other])
    );
}

#[test]
fn a_moved_visit_may_overlap_itself_and_keeps_its_room() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:45");
    let (_, room) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let visit = AppointmentId(clinic.id());
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    for resource in [provider, room] {
        let it = Allocation { resource, during, lane: 0 };
        clinic.book.insert(resource, Busy::of_visit(visit, clinic.visit, during, &it));
    }
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    assert!(clinic.offers(&request).is_empty());
    request.asking.ignoring = Some(visit);
    let offers = clinic.offers(&request);
    assert_eq!(clinic.walls(&offers), ["2035-02-05T09:00", "2035-02-05T09:15"]);
    assert!(offers.iter().all(|it| it.slot.allocations[1].resource == room));
}

//! How near one visit comes to another: changeovers of rooms and devices, and persons who work at two locations.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, EVERY_DAY, need};
use clinic_domain::{
    availability::{
        Answer, Cause, Fix, KeptApart, Occupant, Remedy, check, fixes, free_time, kept_apart, looked_at,
        obstacles, rule_version,
    },
    id::{LocationId, ResourceId},
    operation::SlotContent,
    organization::Travel,
    refusal::Refusal,
    resource::ResourceKind::{self, Provider, Room},
    schedule::{ExceptionKind, ExceptionScope},
};

const MONDAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");

/// A provider from nine to noon, and one room that takes a quarter of an hour to be readied; visits of half an hour.
fn with_a_changeover() -> (Clinic, ResourceId, ResourceId) {
    let (mut clinic, provider) = Clinic::with_lanes(1);
    let room = clinic.room();
    clinic.setup.resources.last_mut().unwrap().changeover_minutes = 15;
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    (clinic, provider, room)
}

/// Dr Chen from nine to noon here, and the same person at a site half an hour away.
fn at_two_locations() -> (Clinic, ResourceId, ResourceId, LocationId) {
    let (mut clinic, chen) = Clinic::with_lanes(1);
    let eastside = clinic.site(chrono_tz::America::Chicago);
    let there = clinic.resource(Provider);
    let row = clinic.setup.resources.last_mut().unwrap();
    (row.location, row.same_person_as) = (eastside, Some(chen));
    clinic.setup.organization.settings.travel =
        vec![Travel { one: eastside, other: clinic.location, minutes: 30 }];
    (clinic, chen, there, eastside)
}

fn slot(clinic: &Clinic, wall: &str) -> SlotContent {
    let found = clinic.offers(&clinic.request(MONDAY.0, MONDAY.1)).into_iter();
    found.map(|it| it.slot).find(|it| it.visit.start() == clinic.at(wall)).unwrap()
}

fn starts(clinic: &Clinic) -> Vec<String> {
    let all = clinic.starts(MONDAY.0, MONDAY.1);
    all.iter().map(|it| it["2035-02-05T".len()..].to_owned()).collect()
}

#[test]
fn a_room_is_readied_between_two_visits_and_neither_before_the_first_nor_after_the_last() {
    let (mut clinic, _, room) = with_a_changeover();
    let offered = starts(&clinic);
    assert_eq!((offered.first().unwrap().as_str(), offered.last().unwrap().as_str()), ("09:00", "11:30"));
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    assert_eq!(starts(&clinic), ["09:00", "09:15", "10:45", "11:00", "11:15", "11:30"]);
}

#[test]
fn a_changeover_may_lie_in_a_break_and_over_the_end_of_the_day() {
    let (mut clinic, provider, room) = with_a_changeover();
    let scope = ExceptionScope::Resource(provider);
    clinic.except(scope, ExceptionKind::Break, ("2035-02-05", "2035-02-05"), ("10:30", "10:45"));
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    assert_eq!(starts(&clinic)[2], "10:45");
    let (mut clinic, _, room) = with_a_changeover();
    clinic.take(room, "2035-02-05T12:00", "2035-02-05T12:30", 0);
    assert_eq!(starts(&clinic).last().unwrap(), "11:15");
}

#[test]
fn a_buffer_counts_towards_the_changeover() {
    let (mut clinic, _, room) = with_a_changeover();
    clinic.change_type(clinic.visit, |it| it.buffer_after_minutes = 10);
    let slot = slot(&clinic, "2035-02-05T09:00");
    clinic.accept(&slot);
    // The first ends at half past nine, and its buffer ten minutes later.
    assert_eq!(starts(&clinic)[0], "09:45");
    clinic.change_type(clinic.visit, |it| it.buffer_before_minutes = 20);
    // Ten and twenty minutes of buffers are more than the changeover.
    assert_eq!(starts(&clinic)[0], "10:00");
    assert_eq!(
        kept_apart(&clinic.setup, &clinic.book, room, clinic.period(MONDAY.0, MONDAY.1)),
        [KeptApart {
            during: clinic.period("2035-02-05T09:40", "2035-02-05T09:45"),
            elsewhere: None,
            is_there: false,
        }]
    );
}

#[test]
fn why_not_names_the_changeover_and_it_can_be_overbooked() {
    let (mut clinic, provider, room) = with_a_changeover();
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let readied = |from, to| Refusal::Changeover { resource: room, during: clinic.period(from, to) };
    let (slot, because) = clinic.overbook(room, "2035-02-05T10:30");
    assert_eq!(because, [readied("2035-02-05T10:30", "2035-02-05T10:45")]);
    assert_eq!(
        slot.allocations.iter().map(|it| (it.resource, it.lane)).collect::<Vec<_>>(),
        [(provider, 0), (room, 1)]
    );
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Ok(()));
    let (_, because) = clinic.overbook(room, "2035-02-05T09:30");
    assert_eq!(because, [readied("2035-02-05T09:45", "2035-02-05T10:00")]);
    // The overbook keeps no changeover of its own.
    clinic.accept(&slot);
    assert_eq!(starts(&clinic), ["09:00", "09:15", "11:00", "11:15", "11:30"]);
}

#[test]
fn a_time_that_became_a_changeover_since_the_offer_is_refused() {
    let (mut clinic, _, room) = with_a_changeover();
    let slot = slot(&clinic, "2035-02-05T10:30");
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let during = clinic.period("2035-02-05T10:30", "2035-02-05T10:45");
    let refused = check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE);
    assert_eq!(refused, Err(vec![Refusal::Changeover { resource: room, during }]));
}

#[test]
fn a_search_by_rooms_says_that_they_are_readied() {
    let mut clinic = Clinic::new_york();
    let room = clinic.room();
    clinic.setup.resources.last_mut().unwrap().changeover_minutes = 60;
    clinic.works(room, &EVERY_DAY, "09:00", "10:00");
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Room, &[], 0, 0)]);
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let found = obstacles(&clinic.setup, &clinic.book, &clinic.request(MONDAY.0, MONDAY.1)).unwrap();
    assert_eq!(
        found.iter().map(|it| (&it.cause, &it.resources[..])).collect::<Vec<_>>(),
        [(&Cause::Changeover, &[room][..])]
    );
}

#[test]
fn rooms_that_have_no_changeover_touch() {
    let (mut clinic, _, room) = with_a_changeover();
    clinic.setup.resources.last_mut().unwrap().changeover_minutes = 0;
    clinic.take(room, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    assert!(["09:30", "10:30"].iter().all(|it| starts(&clinic).iter().any(|at| at == it)));
}

#[test]
fn what_a_person_has_elsewhere_takes_them_here_with_the_way_there_and_back() {
    let (mut clinic, chen, there, eastside) = at_two_locations();
    clinic.take(there, "2035-02-05T10:00", "2035-02-05T10:10", 0);
    assert_eq!(starts(&clinic), ["09:00", "10:45", "11:00", "11:15", "11:30"]);
    let day = clinic.period(MONDAY.0, MONDAY.1);
    let free = [("2035-02-05T09:00", "2035-02-05T09:30"), ("2035-02-05T10:40", "2035-02-05T12:00")];
    assert_eq!(free_time(&clinic.setup, &clinic.book, chen, day), free.map(|it| clinic.period(it.0, it.1)));
    let kept = |from, to, is_there| KeptApart {
        during: clinic.period(from, to),
        elsewhere: Some(eastside),
        is_there,
    };
    assert_eq!(
        kept_apart(&clinic.setup, &clinic.book, chen, day),
        [
            kept("2035-02-05T09:30", "2035-02-05T10:00", false),
            kept("2035-02-05T10:00", "2035-02-05T10:10", true),
            kept("2035-02-05T10:10", "2035-02-05T10:40", false),
        ]
    );
}

#[test]
fn it_goes_both_ways_and_whoever_works_elsewhere_alone_pays_nothing() {
    let (mut clinic, chen, there, eastside) = at_two_locations();
    clinic.works(there, &EVERY_DAY, "13:00", "15:00");
    clinic.take(chen, "2035-02-05T13:30", "2035-02-05T14:00", 1);
    let mut request = clinic.request("2035-02-05T13:00", "2035-02-05T18:00");
    request.location = eastside;
    // Two in the afternoon in New York is one in Chicago.
    assert_eq!(
        clinic.walls(&clinic.offers(&request)),
        ["14:30", "14:45", "15:00", "15:15", "15:30"].map(|it| format!("2035-02-05T{it}"))
    );
}

#[test]
fn nobody_overbooks_a_person_who_is_elsewhere_and_the_sentence_has_its_facts() {
    let (mut clinic, chen, there, eastside) = at_two_locations();
    clinic.take(there, "2035-02-05T10:00", "2035-02-05T10:10", 0);
    let at = clinic.spot(chen, clinic.at("2035-02-05T10:30"));
    let elsewhere = Refusal::Elsewhere {
        resource: chen,
        location: eastside,
        during: clinic.period("2035-02-05T10:00", "2035-02-05T10:10"),
        wanted: clinic.period("2035-02-05T10:30", "2035-02-05T11:00"),
        travel_minutes: 30,
    };
    assert_eq!(clinic.answer(&at), Answer::Refused(vec![elsewhere.clone()]));
    let found = fixes(&clinic.setup, &clinic.book, &at, None, clinic.period(MONDAY.0, MONDAY.1));
    let remedies: Vec<&Remedy> = found.iter().map(|it: &Fix| &it.remedy).collect();
    assert_eq!(remedies, [&Remedy::AnotherTime { minutes: 15 }, &Remedy::AnotherTime { minutes: -90 }]);
    let slot = {
        clinic.book = Default::default();
        slot(&clinic, "2035-02-05T10:30")
    };
    clinic.take(there, "2035-02-05T10:00", "2035-02-05T10:10", 0);
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Err(vec![elsewhere]));
}

#[test]
fn a_search_that_finds_nothing_says_where_they_are() {
    let (mut clinic, chen, there, eastside) = at_two_locations();
    clinic.take(there, "2035-02-05T08:00", "2035-02-05T12:00", 0);
    let found = obstacles(&clinic.setup, &clinic.book, &clinic.request(MONDAY.0, MONDAY.1)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0].cause, &found[0].resources[..]),
        (&Cause::Elsewhere { location: eastside }, &[chen][..])
    );
}

#[test]
fn a_visit_that_moves_takes_up_its_own_time_nowhere() {
    let (mut clinic, chen, there, _) = at_two_locations();
    let moving = clinic.take(there, "2035-02-05T10:00", "2035-02-05T10:10", 0);
    let mut at = clinic.spot(chen, clinic.at("2035-02-05T10:00"));
    at.asking.ignoring = Some(moving);
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
}

#[test]
fn a_booking_is_decided_on_what_the_check_reads() {
    let (mut clinic, chen, there, _) = at_two_locations();
    let slot = slot(&clinic, "2035-02-05T10:30");
    let (whose, when) = looked_at(&clinic.setup, &slot);
    assert!([chen, there].iter().all(|it| whose.contains(it)));
    let farthest = clinic.period("2035-02-05T06:30", "2035-02-05T15:00");
    assert!(when.contains(&farthest));
    let version = |clinic: &Clinic| rule_version(&clinic.setup, clinic.visit, &[chen]);
    let before = version(&clinic);
    clinic.setup.organization.settings.travel[0].minutes = 40;
    let farther = version(&clinic);
    clinic.setup.resources.last_mut().unwrap().same_person_as = None;
    assert!(before != farther && farther != version(&clinic));
    let (mut clinic, provider, room) = with_a_changeover();
    let version = |clinic: &Clinic| rule_version(&clinic.setup, clinic.visit, &[provider, room]);
    let before = version(&clinic);
    clinic.setup.resources.last_mut().unwrap().changeover_minutes = 20;
    assert_ne!(before, version(&clinic));
}

#[test]
fn three_rows_of_one_person_all_count() {
    let (mut clinic, chen, _, _) = at_two_locations();
    let west = clinic.site(chrono_tz::America::Denver);
    let third = clinic.resource(ResourceKind::Provider);
    let row = clinic.setup.resources.last_mut().unwrap();
    (row.location, row.same_person_as) = (west, Some(chen));
    // No way is known between the two: then it takes no time.
    let busy = clinic.take(third, "2035-02-05T09:00", "2035-02-05T11:00", 0);
    assert_eq!(starts(&clinic)[0], "11:00");
    assert!(clinic.book.of(third).iter().all(|it| it.by == Occupant::Visit(busy)));
}

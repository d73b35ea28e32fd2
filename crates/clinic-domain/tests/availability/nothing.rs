//! Why a search finds nothing, and what would be found instead: by example, and against the naive truth.

use crate::{
    clinic::{Clinic, EVERY_DAY, date, need},
    laws::clinics,
    oracle,
    world::{World, plans},
};
use chrono::Weekday;
use clinic_domain::{
    availability::{Alternative, Cause, Request, alternatives, obstacles},
    id::ResourceId,
    operation::SlotContent,
    refusal::NearestHours,
    resource::ResourceKind::{Equipment, Provider, Room},
    schedule::{ExceptionKind, ExceptionScope},
    time::Period,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeSet;

const DAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");

fn why(clinic: &Clinic, request: &Request<'_>) -> Vec<(Cause, Vec<ResourceId>)> {
    assert_eq!(clinic.offers(request), []);
    let found = obstacles(&clinic.setup, &clinic.book, request).unwrap();
    found.into_iter().map(|it| (it.cause, it.resources)).collect()
}

/// What else there is, by the wall: who changed, when.
fn instead(clinic: &Clinic, request: &Request<'_>, until: &str) -> Vec<(&'static str, String)> {
    let found = alternatives(&clinic.setup, &clinic.book, request, clinic.at(until));
    let told = |it: &Alternative| match it {
        Alternative::AnotherProvider(it) => ("another provider", it.slot.visit.start()),
        Alternative::Later(it) => ("later", it.slot.visit.start()),
        Alternative::ShorterType(it) => ("shorter type", it.slot.visit.start()),
        Alternative::Overbook { slot, .. } => ("overbook", slot.visit.start()),
    };
    found.iter().map(told).map(|(what, at)| (what, at.wall_text(clinic.zone))).collect()
}

#[test]
fn at_lunch_the_lunch_is_the_reason_and_later_the_way_out() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "17:00");
    let scope = ExceptionScope::Resource(chen);
    let lunch =
        clinic.except(scope, ExceptionKind::Break, ("2035-01-01", "2035-12-31"), ("12:00", "12:45")).id;
    let request = clinic.request("2035-02-05T12:00", "2035-02-05T12:45");
    assert_eq!(why(&clinic, &request), [(Cause::Closed { exception: lunch }, vec![chen])]);
    assert_eq!(
        instead(&clinic, &request, "2035-02-06T00:00"),
        [("later", "2035-02-05T12:45".into())],
        "closed time is not overbooked"
    );
}

#[test]
fn a_day_that_is_booked_out_names_its_longest_gap() {
    let mut clinic = Clinic::new_york();
    let (chen, okafor) = (clinic.provider("09:00", "11:00"), clinic.provider("10:00", "11:00"));
    let short = clinic.a_type(15);
    clinic.take(chen, "2035-02-05T09:00", "2035-02-05T10:10", 0);
    clinic.take(chen, "2035-02-05T10:30", "2035-02-05T11:00", 0);
    let (mut request, wished) = (clinic.request(DAY.0, DAY.1), [chen]);
    request.providers = &wished;
    let booked = Cause::Booked { longest_free_minutes: 20, needed_minutes: 30 };
    assert_eq!(why(&clinic, &request), [(booked.clone(), vec![chen])]);
    assert_eq!(
        instead(&clinic, &request, "2035-02-07T00:00"),
        [
            ("another provider", "2035-02-05T10:00".into()),
            ("later", "2035-02-06T09:00".into()),
            ("shorter type", "2035-02-05T10:15".into()),
            ("overbook", "2035-02-05T09:00".into()),
        ]
    );
    // Everybody together: the longest gap of all, and nobody else to ask.
    clinic.take(okafor, "2035-02-05T10:00", "2035-02-05T11:00", 0);
    request.providers = &[];
    assert_eq!(why(&clinic, &request), [(booked, vec![chen, okafor])]);
    let shorter = instead(&clinic, &request, "2035-02-05T23:00");
    assert_eq!(shorter[0], ("shorter type", "2035-02-05T10:15".into()));
    // A visit that is moved keeps its type.
    request.asking.ignoring = Some(clinic.take(chen, "2035-02-09T09:00", "2035-02-09T09:30", 0));
    assert_eq!(instead(&clinic, &request, "2035-02-05T23:00"), [("overbook", "2035-02-05T09:00".into())]);
    clinic.change_type(short, |it| it.needs.push(need(Room, &[], 0, 0)));
    request.asking.ignoring = None;
    assert_eq!(instead(&clinic, &request, "2035-02-05T23:00"), [("overbook", "2035-02-05T09:00".into())]);
}

#[test]
fn outside_the_template_that_starts_on_the_first_of_march() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(Provider);
    let template = clinic.works(chen, &EVERY_DAY, "09:00", "12:00");
    (template.valid_from, template.valid_to) = (date("2035-03-01"), Some(date("2035-03-02")));
    let none = |nearest| vec![(Cause::NoSession { nearest }, vec![chen])];
    let from = |from: &str, to: &str| why(&clinic, &clinic.request(from, to));
    let starts = Some(NearestHours::StartOn(date("2035-03-01")));
    assert_eq!(from("2035-02-05T00:00", "2035-02-06T00:00"), none(starts));
    assert_eq!(from("2035-02-27T00:00", "2035-02-28T00:00"), none(starts));
    let ended = Some(NearestHours::EndedOn(date("2035-03-02")));
    assert_eq!(from("2035-04-01T00:00", "2035-04-02T00:00"), none(ended));
    let after = Some(NearestHours::Session(clinic.period("2035-03-02T09:00", "2035-03-02T12:00")));
    assert_eq!(from("2035-03-02T13:00", "2035-03-03T00:00"), none(after));
    // What has passed is no session to name.
    let mut request = clinic.request("2035-03-02T13:00", "2035-03-03T00:00");
    request.asking.now = request.within.start();
    assert_eq!(why(&clinic, &request), none(ended));
    clinic.setup.templates.clear();
    assert_eq!(why(&clinic, &request), none(None));
}

#[test]
fn a_day_off_names_the_next_session_of_those_who_were_asked_for() {
    let mut clinic = Clinic::new_york();
    let (chen, okafor) = (clinic.resource(Provider), clinic.resource(Provider));
    clinic.works(chen, &[Weekday::Wed], "09:00", "12:00");
    clinic.works(okafor, &[Weekday::Tue], "13:00", "16:00");
    let mut request = clinic.request(DAY.0, DAY.1);
    request.asking.now = clinic.at("2035-02-04T12:00");
    let next = NearestHours::Session(clinic.period("2035-02-06T13:00", "2035-02-06T16:00"));
    assert_eq!(why(&clinic, &request), [(Cause::NoSession { nearest: Some(next) }, vec![chen, okafor])]);
    assert_eq!(instead(&clinic, &request, "2035-02-09T00:00"), [("later", "2035-02-06T13:00".into())]);
}

#[test]
fn the_heaviest_reason_comes_first() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "17:00");
    let other = clinic.a_type(30);
    let location = clinic.location;
    clinic.setup.templates[0].sessions[0].types = vec![other];
    let day = ("2035-02-06", "2035-02-06");
    let party =
        clinic.except(ExceptionScope::Location(location), ExceptionKind::Holiday, day, ("14:00", "24:00")).id;
    let scope = ExceptionScope::Resource(chen);
    let meeting = clinic.except(scope, ExceptionKind::Block, day, ("13:30", "14:30")).id;
    clinic.take(chen, "2035-02-06T09:00", "2035-02-06T13:30", 0);
    // Monday's session takes the other type, Tuesday is booked, then blocked, then closed.
    let request = clinic.request("2035-02-05T00:00", "2035-02-07T00:00");
    assert_eq!(
        why(&clinic, &request),
        [
            (Cause::TypeNotInSession, vec![chen]),
            (Cause::Booked { longest_free_minutes: 0, needed_minutes: 30 }, vec![chen]),
            (Cause::Closed { exception: party }, vec![chen]),
            (Cause::Closed { exception: meeting }, vec![chen]),
        ]
    );
}

#[test]
fn the_notice_and_the_past_are_reasons_of_their_own() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "17:00");
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 48 * 60);
    let mut request = clinic.request(DAY.0, DAY.1);
    request.asking.now = clinic.at("2035-02-05T08:00");
    assert_eq!(why(&clinic, &request), [(Cause::NoticeTooShort { needed_minutes: 48 * 60 }, vec![])]);
    assert_eq!(instead(&clinic, &request, "2035-02-09T00:00"), [("later", "2035-02-07T09:00".into())]);
    request.asking.now = clinic.at("2035-02-06T08:00");
    assert_eq!(why(&clinic, &request), [(Cause::InThePast, vec![])]);
    let request = clinic.request("2035-02-05T10:00", "2035-02-05T10:20");
    assert_eq!(why(&clinic, &request), [(Cause::WindowTooShort { needed_minutes: 30 }, vec![])]);
}

#[test]
fn whoever_is_not_here_or_not_for_the_type_is_said_to_be() {
    let mut clinic = Clinic::new_york();
    let (nurse, chen) = (clinic.provider("09:00", "17:00"), clinic.provider("09:00", "17:00"));
    clinic.change_type(clinic.visit, |it| it.needs[0].any_of = vec![nurse]);
    let gone = clinic.provider("09:00", "17:00");
    clinic.setup.resources[2].is_active = false;
    let mut request = clinic.request(DAY.0, DAY.1);
    let wished = [gone, chen];
    request.providers = &wished;
    assert_eq!(why(&clinic, &request), [(Cause::NotHere, vec![gone]), (Cause::NotForType, vec![chen])]);
    assert_eq!(instead(&clinic, &request, DAY.1), [("another provider", "2035-02-05T09:00".into())]);
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Equipment, &[], 0, 0)));
    request.providers = &[];
    assert_eq!(why(&clinic, &request), [(Cause::NobodyThere { kind: Equipment }, vec![])]);
}

#[test]
fn what_is_free_may_want_a_room_a_patient_or_the_grid() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "09:45");
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    clinic.take(room, "2035-02-05T09:00", "2035-02-05T12:00", 0);
    let request = clinic.request(DAY.0, DAY.1);
    assert_eq!(why(&clinic, &request), [(Cause::NeedUnmet { kind: Room }, vec![chen])]);
    let (appointment, during) = (
        clinic.take(room, "2035-02-09T09:00", "2035-02-09T09:10", 0),
        clinic.period("2035-02-05T08:00", "2035-02-05T09:15"),
    );
    let patient_busy = [(appointment, during)];
    let mut request = request;
    request.asking.patient_busy = &patient_busy;
    assert_eq!(
        why(&clinic, &request),
        [(Cause::PatientBusy { appointment, during }, vec![]), (Cause::NeedUnmet { kind: Room }, vec![chen])]
    );
    clinic.take(chen, "2035-02-05T09:00", "2035-02-05T09:05", 0);
    clinic.take(chen, "2035-02-05T09:40", "2035-02-05T09:45", 0);
    let (booked, off_grid) =
        (Cause::Booked { longest_free_minutes: 35, needed_minutes: 30 }, Cause::OffGrid { grid_minutes: 15 });
    assert_eq!(why(&clinic, &request), [(booked, vec![chen]), (off_grid, vec![chen])]);
}

#[test]
fn a_room_that_is_wanted_by_itself_is_named() {
    let mut clinic = Clinic::new_york();
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Room, &[], 0, 0)]);
    clinic.take(room, "2035-02-05T09:00", "2035-02-05T10:00", 0);
    let request = clinic.request("2035-02-05T09:00", "2035-02-05T10:00");
    let booked = Cause::Booked { longest_free_minutes: 0, needed_minutes: 30 };
    assert_eq!(why(&clinic, &request), [(booked, vec![room])]);
}

/// The part of a world's request to which nothing is offered: after the last offer, if there is one.
fn unanswered<'a>(world: &'a World, providers: &'a [ResourceId]) -> Option<Request<'a>> {
    let request = Some(Request { providers, ..world.request() }).filter(|_| world.is_admitted())?;
    let Some(last) = world.clinic.offers(&request).pop() else { return Some(request) };
    let within = Period::new(last.slot.visit.start().plus_minutes(5), request.within.end())?;
    Some(Request { within, ..request })
}

proptest! {
    #![proptest_config(clinics(8))]

    #[test]
    fn a_search_without_an_offer_has_a_reason_and_every_reason_is_true(
        plan in plans(), wished in prop::option::of(any::<prop::sample::Index>())
    ) {
        let world = World::of(&plan);
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let providers: Vec<_> = wished.iter().map(|it| it.get(&setup.resources).id).collect();
        let Some(request) = unanswered(&world, &providers) else { return Ok(()) };
        prop_assert!(world.clinic.offers(&request).is_empty());
        let found = obstacles(setup, book, &request).unwrap();
        prop_assert!((1..=4).contains(&found.len()), "{found:?}");
        for it in &found {
            prop_assert!(oracle::holds(setup, book, &request, it), "{it:?}");
        }
    }

    #[test]
    fn an_alternative_is_there_when_the_naive_truth_has_it_and_can_be_booked(
        plan in plans(), wished in any::<prop::sample::Index>()
    ) {
        let world = World::of(&plan);
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let providers = [wished.get(&setup.resources).id];
        let Some(request) = unanswered(&world, &providers) else { return Ok(()) };
        let until = request.within.end().plus_minutes(24 * 60);
        let found = alternatives(setup, book, &request, until);
        let first = |changed: Request<'_>| oracle::offers(setup, book, &changed).into_iter().next().map(|it| it.0);
        let starts_at = |wanted: fn(&Alternative) -> Option<&SlotContent>| found.iter().find_map(wanted).map(|it| it.visit.start());
        prop_assert_eq!(
            starts_at(|it| match it { Alternative::AnotherProvider(it) => Some(&it.slot), _ => None }),
            first(Request { providers: &[], ..request })
        );
        let from = request.within.end().plus_minutes(1 - i64::from(plan.minutes)).max(request.within.start());
        prop_assert_eq!(
            starts_at(|it| match it { Alternative::Later(it) => Some(&it.slot), _ => None }),
            first(Request { within: Period::new(from, until).unwrap(), ..request })
        );
        for it in &found {
            let slot = match it {
                Alternative::AnotherProvider(it) | Alternative::Later(it) => &it.slot,
                Alternative::ShorterType(it) => {
                    prop_assert!(it.slot.visit.minutes() < i64::from(plan.minutes));
                    prop_assert!(request.within.contains(&it.slot.visit));
                    prop_assert_eq!(world.own(&it.slot), providers[0]);
                    &it.slot
                }
                Alternative::Overbook { slot, because } => {
                    prop_assert!(!because.is_empty() && slot.allocations.iter().any(|it| it.lane > 0));
                    prop_assert!(request.within.contains(&slot.visit));
                    slot
                }
            };
            prop_assert_eq!(world.check(slot), Ok(()));
        }
    }
}

#[test]
fn the_random_clinics_meet_every_cause_that_takes_time() {
    let mut runner = TestRunner::deterministic();
    let mut met = BTreeSet::new();
    for _ in 0..1000 {
        let world = World::of(&plans().new_tree(&mut runner).unwrap().current());
        if world.is_admitted() && world.offers().is_empty() {
            let found = obstacles(&world.clinic.setup, &world.clinic.book, &world.request()).unwrap();
            met.extend(found.iter().map(|it| it.cause.code()));
        }
    }
    let causes = [
        "closed",
        "in_the_past",
        "need_unmet",
        "notice_too_short",
        "off_grid",
        "outside_business_hours",
        "outside_sessions",
        "patient_busy",
        "reserved",
        "taken",
        "type_not_in_session",
    ];
    assert_eq!(causes.into_iter().filter(|it| !met.contains(it)).collect::<Vec<_>>(), [""; 0]);
}

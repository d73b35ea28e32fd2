//! What a search says when it has nothing, or not what was wished for.

use crate::clinic::{Clinic, provider};
use clinic_domain::{
    availability::{Alternative, Cause, Obstacle, Shortfall, What},
    id::{ExceptionId, PersonId, Version},
    people::Role,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    block_time::block_time,
    find_offers::{FindOffers, find_offers},
    people::{NewPerson, add_person},
};
use desk_cache::KdfCost;

const TUESDAY: &str = "2026-03-03";

/// Dr Chen is away on Tuesday.
fn away_on_tuesday() -> (Clinic, ExceptionId) {
    let clinic = Clinic::new();
    let day = TUESDAY.parse().unwrap();
    let away = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::TimeOff,
        first_day: day,
        last_day: day,
        from: DayMinute::MIDNIGHT,
        to: DayMinute::END,
        reason: "Conference".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    let away = block_time(&clinic.desk, clinic.ada, &away).unwrap().value.exception.id;
    (clinic, away)
}

fn on(clinic: &Clinic, day: &str) -> FindOffers {
    let from = format!("{day}T00:00:00").parse().unwrap();
    FindOffers { providers: vec![clinic.chen], from: Some(from), ..clinic.offers(None, 3) }
}

fn missing(clinic: &Clinic, who: PersonId, wanted: &FindOffers) -> Option<Shortfall> {
    find_offers(&clinic.desk, who, wanted).unwrap().missing
}

fn told(missing: &Shortfall) -> Vec<(&'static str, String)> {
    let zone = chrono_tz::America::New_York;
    let told = |it: &Alternative| match it {
        Alternative::AnotherProvider(it) => ("another provider", it.slot.visit.start()),
        Alternative::Later(it) => ("later", it.slot.visit.start()),
        Alternative::ShorterType(it) => ("shorter type", it.slot.visit.start()),
        Alternative::Overbook { slot, .. } => ("overbook", slot.visit.start()),
    };
    missing.alternatives.iter().map(told).map(|(what, at)| (what, at.wall_text(zone))).collect()
}

#[test]
fn a_wished_day_that_is_passed_over_is_explained_beside_the_offers() {
    let (clinic, away) = away_on_tuesday();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let found = find_offers(&clinic.desk, clinic.ada, &on(&clinic, TUESDAY)).unwrap();
    assert_eq!(found.offers.len(), 3);
    assert_eq!(
        found.offers[0].1.slot.visit.start().wall_text(chrono_tz::America::New_York),
        "2026-03-04T09:00"
    );
    let missing = found.missing.unwrap();
    assert_eq!(missing.what, What::OnDay(TUESDAY.parse().unwrap()));
    let closed = Obstacle { cause: Cause::Closed { exception: away }, resources: vec![clinic.chen] };
    assert_eq!(missing.obstacles, [closed]);
    assert_eq!(told(&missing), [("another provider", "2026-03-03T09:00".into())]);
}

#[test]
fn what_is_found_as_it_was_wished_needs_no_explanation() {
    let (clinic, _) = away_on_tuesday();
    assert!(missing(&clinic, clinic.ada, &on(&clinic, "2026-03-02")).is_none());
    assert!(missing(&clinic, clinic.ada, &clinic.offers(None, 3)).is_none());
}

#[test]
fn a_full_day_offers_what_this_person_may_book_instead() {
    let clinic = Clinic::new();
    let only_monday =
        || FindOffers { until: Some("2026-03-02".parse().unwrap()), ..clinic.offers(None, 100) };
    let found = find_offers(&clinic.desk, clinic.ada, &only_monday()).unwrap();
    assert_eq!(found.missing.unwrap().what, What::More, "a day has fewer than a hundred");
    // A visit every twenty minutes leaves nothing of 09:00 to 12:00 and 13:00 to 17:00.
    for hour in (9 * 60..12 * 60).chain(13 * 60..17 * 60).step_by(20) {
        let patient = clinic.patient(&format!("Full {hour}"), "Ana", "1990-04-12");
        clinic.book(patient.id, &clinic.handles(patient.id, 1)[0]).unwrap();
    }
    let missing_now = missing(&clinic, clinic.ada, &only_monday()).unwrap();
    assert_eq!(missing_now.what, What::Any);
    let booked = Cause::Booked { longest_free_minutes: 0, needed_minutes: 20 };
    assert_eq!(missing_now.obstacles, [Obstacle { cause: booked, resources: vec![clinic.chen] }]);
    let later = ("later", "2026-03-03T09:00".to_owned());
    assert_eq!(told(&missing_now), [later.clone(), ("overbook", "2026-03-02T09:00".into())]);
    let new = NewPerson {
        login: "bea".into(),
        name: "Bea Stone".into(),
        roles: vec![Role::Scheduler],
        resource: None,
    };
    let bea = add_person(&clinic.desk, clinic.ada, new, KdfCost::for_tests()).unwrap().person.id;
    assert_eq!(
        told(&missing(&clinic, bea, &only_monday()).unwrap()),
        [later],
        "who may not overbook is not shown it"
    );
}

#[test]
fn the_few_that_differ_are_not_too_few_while_more_is_free() {
    let clinic = Clinic::new();
    let monday = Some("2026-03-02".parse().unwrap());
    let wanted = FindOffers { until: monday, limit: None, ..clinic.offers(None, 3) };
    let found = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap();
    assert_eq!(found.offers.len(), 2, "a morning and an afternoon");
    assert!(found.missing.is_none());
}

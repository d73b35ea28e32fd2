//! Sessions for certain types that are released to all of them, and shares that are kept free until the day is near.

use crate::clinic::{Clinic, date};
use clinic_domain::{
    availability::{Answer, Cause, DayPartKind, check, obstacles, working_time},
    id::ResourceId,
    refusal::Refusal,
    schedule::{SessionReserve, WeeklySession},
    time::Instant,
};

/// One provider from nine to noon, every day, whose sessions are changed.
fn clinic(change: impl Fn(&mut WeeklySession)) -> (Clinic, ResourceId) {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    clinic.setup.templates[0].sessions.iter_mut().for_each(change);
    (clinic, provider)
}

/// For another type only, until two days before.
fn clinic_for_others() -> (Clinic, ResourceId) {
    let mut clinic = Clinic::new_york();
    let other = clinic.a_type(10);
    let provider = clinic.provider("09:00", "12:00");
    for it in &mut clinic.setup.templates[0].sessions {
        (it.types, it.release_days) = (vec![other], Some(2));
    }
    (clinic, provider)
}

/// A third of three hours, until the day itself.
fn clinic_with_a_third_kept() -> (Clinic, ResourceId) {
    clinic(|it| it.reserve = Some(SessionReserve { percent: 34, until_days: 0 }))
}

const MONDAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");

fn offered(clinic: &Clinic, now: &str) -> Vec<String> {
    let mut request = clinic.request(MONDAY.0, MONDAY.1);
    request.asking.now = clinic.at(now);
    clinic.walls(&clinic.offers(&request))
}

fn answer(clinic: &Clinic, provider: ResourceId, wall: &str, now: Instant) -> Answer {
    let mut at = clinic.spot(provider, clinic.at(wall));
    at.asking.now = now;
    clinic.answer(&at)
}

#[test]
fn a_session_for_other_types_opens_to_all_two_days_before_by_the_local_calendar() {
    let (clinic, provider) = clinic_for_others();
    assert_eq!(offered(&clinic, "2035-02-02T23:59"), [""; 0]);
    assert_eq!(offered(&clinic, "2035-02-03T00:00").len(), 11);
    let Answer::Refused(why) = answer(&clinic, provider, "2035-02-05T09:00", clinic.at("2035-02-02T12:00"))
    else {
        panic!("taken too early")
    };
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    let opens = Some(date("2035-02-03"));
    assert_eq!(why, [Refusal::TypeNotInSession { resource: provider, during, opens }]);
}

#[test]
fn the_board_shows_a_released_session_as_open_to_all() {
    let (clinic, provider) = clinic_for_others();
    let types = |now: &str| {
        let within = clinic.period(MONDAY.0, MONDAY.1);
        match &working_time(&clinic.setup, provider, within, clinic.at(now))[0].kind {
            DayPartKind::Open { types, .. } => types.len(),
            DayPartKind::Closed { .. } => panic!("closed"),
        }
    };
    assert_eq!((types("2035-02-02T12:00"), types("2035-02-03T12:00")), (1, 0));
}

#[test]
fn ordinary_visits_leave_the_kept_share_free_until_the_day_itself() {
    let (mut clinic, provider) = clinic_with_a_third_kept();
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T10:00", 0);
    // 118 of 180 minutes are given, 60 are booked: one more visit of half an hour fits, and not a second one.
    assert_eq!(offered(&clinic, "2035-02-04T12:00").len(), 7);
    clinic.take(provider, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    assert_eq!(offered(&clinic, "2035-02-04T23:59"), [""; 0]);
    assert_eq!(offered(&clinic, "2035-02-05T00:00").len(), 5);
}

#[test]
fn why_not_names_what_is_kept_and_an_overbook_may_take_it() {
    let (mut clinic, provider) = clinic_with_a_third_kept();
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T10:40", 0);
    let now = clinic.at("2035-02-04T12:00");
    let Answer::Overbook { slot, because } = answer(&clinic, provider, "2035-02-05T11:00", now) else {
        panic!("no overbook")
    };
    let session = clinic.period("2035-02-05T09:00", "2035-02-05T12:00");
    let kept = Refusal::Reserved { resource: provider, session, opens: date("2035-02-05") };
    assert_eq!((because, slot.allocations[0].lane), (vec![kept.clone()], 1));
    let mut asking = clinic.request(MONDAY.0, MONDAY.1).asking;
    asking.now = now;
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &asking), Ok(()));
    let mut ordinary = slot.clone();
    ordinary.allocations[0].lane = 0;
    assert_eq!(check(&clinic.setup, &clinic.book, &ordinary, &asking), Err(vec![kept]));
    // Overbooks do not count: a visit in the first lane takes what it is given, however many there are.
    clinic.accept(&slot);
    clinic.book.remove(clinic.book.of(provider)[0].appointment().unwrap());
    assert!(matches!(answer(&clinic, provider, "2035-02-05T09:00", now), Answer::Offer(_)));
}

#[test]
fn a_visit_that_is_moved_within_its_session_takes_nothing_more() {
    let (mut clinic, provider) = clinic_with_a_third_kept();
    let moved = clinic.take(provider, "2035-02-05T09:00", "2035-02-05T10:55", 0);
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 115);
    let mut at = clinic.spot(provider, clinic.at("2035-02-05T10:00"));
    (at.asking.now, at.asking.ignoring) = (clinic.at("2035-02-04T12:00"), Some(moved));
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
}

#[test]
fn a_search_that_finds_only_what_is_kept_says_so_and_from_when_it_is_free() {
    let (mut clinic, provider) = clinic_with_a_third_kept();
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T10:45", 0);
    let mut request = clinic.request(MONDAY.0, MONDAY.1);
    request.asking.now = clinic.at("2035-02-04T12:00");
    let why = obstacles(&clinic.setup, &clinic.book, &request).unwrap();
    let reserved = why.iter().find(|it| it.cause.code() == "reserved").unwrap();
    assert_eq!(reserved.cause, Cause::Reserved { opens: date("2035-02-05") });
    assert_eq!(reserved.resources, [provider]);
}

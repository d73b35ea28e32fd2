//! Reasons for an offer and reasons against a time.

use crate::clinic::{Clinic, date, need};
use clinic_domain::{
    availability::{Answer, OfferReason as R},
    invalid::{Field, Problem},
    refusal::{NearestHours, Refusal},
    resource::ResourceKind::{Provider, Room},
    schedule::{ExceptionKind, ExceptionScope},
};

#[test]
fn offers_say_what_speaks_for_them() {
    let mut clinic = Clinic::new_york();
    let (first, own) = (clinic.provider("09:00", "09:30"), clinic.provider("09:00", "09:45"));
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    request.own_provider = Some(own);
    request.like = Some(clinic.at("2035-01-29T09:15"));
    let offers: Vec<_> =
        clinic.offers(&request).into_iter().map(|it| (it.slot.allocations[0].resource, it.reasons)).collect();
    assert_eq!(
        offers,
        [
            (own, vec![R::OwnProvider, R::Earliest, R::SameWeekday]),
            (first, vec![R::Earliest, R::FitsGap, R::SameWeekday]),
            (own, vec![R::OwnProvider, R::SameWeekday, R::SameTimeOfDay]),
        ]
    );
}

#[test]
fn outside_the_hours_the_nearest_session_is_named() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let at = clinic.spot(provider, clinic.at("2035-02-05T07:30"));
    assert_eq!(
        clinic.refusals(&at),
        [Refusal::OutsideSessions {
            resource: provider,
            wanted: clinic.period("2035-02-05T07:30", "2035-02-05T08:00"),
            nearest: Some(NearestHours::Session(clinic.period("2035-02-05T09:00", "2035-02-05T12:00"))),
        }]
    );
}

#[test]
fn a_session_that_is_closed_is_not_the_nearest() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let (scope, days) = (ExceptionScope::Resource(provider), ("2035-02-05", "2035-02-06"));
    clinic.except(scope, ExceptionKind::TimeOff, days, ("00:00", "24:00"));
    clinic.except(scope, ExceptionKind::Block, ("2035-02-04", "2035-02-04"), ("08:00", "11:00"));
    let at = clinic.spot(provider, clinic.at("2035-02-05T07:30"));
    let session = clinic.refusals(&at).into_iter().find_map(|it| match it {
        Refusal::OutsideSessions { nearest, .. } => nearest,
        _ => None,
    });
    let left = clinic.period("2035-02-04T11:00", "2035-02-04T12:00");
    assert_eq!(session, Some(NearestHours::Session(left)));
}

#[test]
fn a_provider_without_hours_has_no_nearest_session() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.resource(Provider);
    let at = clinic.spot(provider, clinic.at("2035-02-05T07:30"));
    let [Refusal::OutsideSessions { nearest: None, .. }] = clinic.refusals(&at)[..] else {
        panic!("{:?}", clinic.answer(&at))
    };
}

#[test]
fn before_the_template_the_day_on_which_it_starts_is_named() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    clinic.setup.templates[0].valid_from = date("2035-03-01");
    for wall in ["2035-02-05T09:00", "2035-02-28T09:00"] {
        let found = clinic.refusals(&clinic.spot(provider, clinic.at(wall)));
        let [Refusal::OutsideSessions { nearest: Some(NearestHours::StartOn(day)), .. }] = found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(day, date("2035-03-01"));
    }
}

#[test]
fn every_reason_is_given_not_only_the_first() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let days = ("2035-02-05", "2035-02-05");
    clinic.except(ExceptionScope::Resource(provider), ExceptionKind::Break, days, ("10:00", "10:15"));
    let by = clinic.take(provider, "2035-02-05T10:15", "2035-02-05T10:30", 0);
    let other = clinic.a_type(30);
    clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.types = vec![other]);
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 60);
    let mut at = clinic.spot(provider, clinic.at("2035-02-05T10:05"));
    at.asking.now = clinic.at("2035-02-05T10:00");
    let resource = provider;
    assert_eq!(
        clinic.refusals(&at),
        [
            Refusal::OffGrid { grid_minutes: 15 },
            Refusal::NoticeTooShort { needed_minutes: 60 },
            Refusal::Closed {
                resource,
                during: clinic.period("2035-02-05T10:00", "2035-02-05T10:15"),
                reason: "a break".into()
            },
            Refusal::TypeNotInSession {
                resource,
                during: clinic.period("2035-02-05T10:05", "2035-02-05T10:35"),
                opens: None,
            },
            Refusal::Taken { resource, during: clinic.period("2035-02-05T10:15", "2035-02-05T10:30"), by },
        ]
    );
}

#[test]
fn nothing_starts_in_the_past() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    request.asking.now = clinic.at("2035-02-05T09:15");
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-02-05T09:15", "2035-02-05T09:30"]);
    let mut at = clinic.spot(provider, clinic.at("2035-02-05T09:00"));
    at.asking = request.asking;
    assert_eq!(clinic.refusals(&at), [Refusal::InThePast { start: at.start }]);
}

#[test]
fn a_missing_room_is_named_when_nothing_may_be_overbooked() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.overbook_lanes = 0);
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    clinic.take(room, "2035-02-05T09:00", "2035-02-05T09:10", 0);
    let at = clinic.spot(provider, clinic.at("2035-02-05T09:00"));
    let during = clinic.period("2035-02-05T09:00", "2035-02-05T09:30");
    assert_eq!(clinic.refusals(&at), [Refusal::NeedUnmet { kind: Room, during }]);
}

#[test]
fn a_click_on_a_room_takes_that_room_and_on_a_foreign_one_says_so() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let (_, second) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let at = clinic.spot(second, clinic.at("2035-02-05T09:00"));
    let Answer::Offer(offer) = clinic.answer(&at) else { panic!("{:?}", clinic.answer(&at)) };
    let resources: Vec<_> = offer.slot.allocations.iter().map(|it| it.resource).collect();
    assert_eq!(resources, [provider, second]);
    clinic.change_type(clinic.visit, |it| it.needs.truncate(1));
    let refused = Refusal::Invalid { field: Field::Resource, problem: Problem::NotNeededByType };
    assert_eq!(clinic.refusals(&at), [refused]);
    clinic.setup.resources[0].is_active = false;
    let at = clinic.spot(provider, at.start);
    let refused = Refusal::Invalid { field: Field::Resource, problem: Problem::NoLongerInUse };
    assert_eq!(clinic.refusals(&at), [refused]);
}

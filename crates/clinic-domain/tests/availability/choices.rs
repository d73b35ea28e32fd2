//! The three that are read out on the phone: each another kind of answer.

use crate::clinic::Clinic;
use clinic_domain::{
    availability::{OfferReason, OfferReason as R, Request, choices},
    id::ResourceId,
    schedule::{ExceptionKind::TimeOff, ExceptionScope},
};

const WEEKS: (&str, &str) = ("2035-02-05T08:00", "2035-03-05T00:00");

fn chosen(clinic: &Clinic, request: &Request<'_>) -> Vec<(String, ResourceId, Vec<OfferReason>)> {
    let found = choices(&clinic.setup, &clinic.book, request).unwrap();
    let line = |it: &clinic_domain::availability::Offer| {
        (
            clinic.walls(std::slice::from_ref(it)).remove(0),
            it.slot.allocations[0].resource,
            it.reasons.clone(),
        )
    };
    found.iter().map(line).collect()
}

#[test]
fn the_earliest_the_afternoon_and_another_day() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "17:00");
    let request = clinic.request(WEEKS.0, WEEKS.1);
    assert_eq!(
        chosen(&clinic, &request),
        [
            ("2035-02-05T09:00".to_owned(), provider, vec![R::Earliest]),
            ("2035-02-05T12:00".to_owned(), provider, vec![R::Afternoon]),
            ("2035-02-06T09:00".to_owned(), provider, vec![R::LaterDay]),
        ]
    );
}

#[test]
fn who_calls_in_the_afternoon_hears_the_next_morning_and_the_day_after() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "17:00");
    let request = clinic.request("2035-02-05T15:00", WEEKS.1);
    let found: Vec<_> = chosen(&clinic, &request).into_iter().map(|it| (it.0, it.2)).collect();
    assert_eq!(
        found,
        [
            ("2035-02-05T15:00".to_owned(), vec![R::Earliest]),
            ("2035-02-06T09:00".to_owned(), vec![R::Morning]),
            ("2035-02-07T09:00".to_owned(), vec![R::LaterDay]),
        ]
    );
}

#[test]
fn where_nobody_works_after_noon_the_second_is_another_day_too() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "11:00");
    let found: Vec<_> =
        chosen(&clinic, &clinic.request(WEEKS.0, WEEKS.1)).into_iter().map(|it| it.2).collect();
    assert_eq!(found, [vec![R::Earliest], vec![R::LaterDay], vec![R::LaterDay]]);
}

#[test]
fn the_own_provider_comes_first_and_who_is_sooner_is_named() {
    let mut clinic = Clinic::new_york();
    let (own, other) = (clinic.provider("09:00", "17:00"), clinic.provider("09:00", "17:00"));
    clinic.except(ExceptionScope::Resource(own), TimeOff, ("2035-02-05", "2035-02-06"), ("00:00", "24:00"));
    let request = Request { own_provider: Some(own), ..clinic.request(WEEKS.0, WEEKS.1) };
    assert_eq!(
        chosen(&clinic, &request),
        [
            ("2035-02-07T09:00".to_owned(), own, vec![R::OwnProvider]),
            ("2035-02-07T12:00".to_owned(), own, vec![R::OwnProvider, R::Afternoon]),
            ("2035-02-05T09:00".to_owned(), other, vec![R::Earliest, R::OtherProvider]),
        ]
    );
    // Somebody asked for by name is asked for alone.
    let named = Request { providers: &[other], ..request };
    assert!(chosen(&clinic, &named).iter().all(|it| it.1 == other));
}

#[test]
fn an_own_provider_without_time_leaves_the_others() {
    let mut clinic = Clinic::new_york();
    let own = clinic.resource(clinic_domain::resource::ResourceKind::Provider);
    let other = clinic.provider("09:00", "17:00");
    let request = Request { own_provider: Some(own), ..clinic.request(WEEKS.0, WEEKS.1) };
    let found = chosen(&clinic, &request);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|it| it.1 == other));
}

#[test]
fn next_like_this_keeps_the_weekday_and_the_time_of_day() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "17:00");
    // A Thursday at half past ten; the next Thursday is taken, the one after is free.
    let like = clinic.at("2035-02-08T10:30");
    clinic.take(provider, "2035-02-15T10:00", "2035-02-15T12:00", 0);
    let request = Request { like: Some(like), ..clinic.request(WEEKS.0, WEEKS.1) };
    let found: Vec<_> = chosen(&clinic, &request).into_iter().map(|it| (it.0, it.2)).collect();
    assert_eq!(
        found,
        [
            ("2035-02-05T09:00".to_owned(), vec![R::Earliest]),
            ("2035-02-22T10:30".to_owned(), vec![R::SameWeekday, R::SameTimeOfDay]),
            ("2035-02-06T09:00".to_owned(), vec![R::LaterDay]),
        ]
    );
}

#[test]
fn a_single_free_time_is_the_only_choice_and_none_is_none() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    assert_eq!(chosen(&clinic, &request).len(), 1);
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    assert!(chosen(&clinic, &request).is_empty());
}

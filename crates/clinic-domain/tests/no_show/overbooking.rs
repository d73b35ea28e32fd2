//! One more visit, against every way a session can go.

use crate::world::FIRST;
use clinic_domain::{
    capacity::no_show::{Expected, Limits, overbook, waits},
    time::{Instant, Period},
};
use proptest::prelude::*;

fn expected(from_min: i64, minutes: u32, missed: f64) -> Expected {
    Expected { visit: Period::of_minutes(FIRST.plus_minutes(from_min), minutes).unwrap(), missed }
}

fn session(minutes: u32) -> Period {
    Period::of_minutes(FIRST, minutes).unwrap()
}

fn at(minute: i64) -> Instant {
    FIRST.plus_minutes(minute)
}

fn close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

#[test]
fn a_full_hour_with_one_more_by_hand() {
    // Three of 20 minutes; the second is missed four times in five. One more of 20 minutes beside it.
    let visits = [expected(0, 20, 0.0), expected(20, 20, 0.8), expected(40, 20, 0.0)];
    let without = waits(session(60), &visits);
    assert_eq!((without.each_min, without.overtime_min), (vec![0.0; 3], 0.0));
    let limits = Limits::default();
    let it = overbook(session(60), &visits, &[at(0), at(20), at(40)], 20, 0.0, limits).unwrap();
    // Once in five times both come: the extra patient waits 20 minutes, then the third does, and it ends 20 later.
    assert_eq!(it.starts_at, at(20));
    for said in [it.own_wait_min, it.most_added_wait_min, it.overtime_min, it.added_overtime_min] {
        close(said, 4.0);
    }
    close(it.added_wait_each_min, (4.0 + 4.0) / 3.2);
    close(it.expected_missed, 0.8);
}

#[test]
fn nothing_is_suggested_beyond_a_limit() {
    let visits = [expected(0, 20, 0.0), expected(20, 20, 0.8), expected(40, 20, 0.0)];
    let with = |limits| overbook(session(60), &visits, &[at(0), at(20), at(40)], 20, 0.0, limits);
    assert!(with(Limits { added_wait_min: 3.9, overtime_min: 60.0 }).is_none());
    assert!(with(Limits { added_wait_min: 60.0, overtime_min: 3.9 }).is_none());
    assert!(with(Limits { added_wait_min: 4.1, overtime_min: 4.1 }).is_some());
    let all_come = [expected(0, 20, 0.05), expected(20, 20, 0.05)];
    assert!(overbook(session(40), &all_come, &[at(0), at(20)], 20, 0.1, Limits::default()).is_none());
}

/// The mean over a long session would hide what one patient waits: the limit is everybody's.
#[test]
fn one_patient_does_not_wait_for_the_mean_of_many() {
    let mut visits: Vec<Expected> = (0..6).map(|it| expected(it * 60, 20, 0.0)).collect();
    visits[0].missed = 0.5;
    let strict = Limits { added_wait_min: 9.9, ..Limits::default() };
    assert!(overbook(session(360), &visits, &[at(0)], 20, 0.0, strict).is_none());
    let generous = Limits { added_wait_min: 10.0, ..Limits::default() };
    let it = overbook(session(360), &visits, &[at(0)], 20, 0.0, generous).unwrap();
    close(it.own_wait_min, 10.0);
    assert!(it.added_wait_each_min < 2.0);
}

#[test]
fn where_nobody_is_booked_it_is_no_overbook() {
    let visits = [expected(0, 20, 0.9)];
    assert!(overbook(session(60), &visits, &[at(20), at(40)], 20, 0.0, Limits::default()).is_none());
    assert!(overbook(session(60), &[], &[at(0)], 20, 0.0, Limits::default()).is_none());
    // It can begin in a gap, where it ends over a visit.
    assert!(overbook(session(60), &[expected(30, 20, 0.9)], &[at(12)], 20, 0.0, Limits::default()).is_some());
}

/// Every combination of who comes, one after the other.
fn by_hand(session: Period, visits: &[Expected]) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..visits.len()).collect();
    order.sort_by_key(|it| visits[*it].visit.start());
    let (mut waited, mut over) = (vec![0.0; visits.len()], 0.0);
    for course in 0..1_u32 << visits.len() {
        let comes = |it: usize| course >> it & 1 == 1;
        let chance = |it: usize| if comes(it) { 1.0 - visits[it].missed } else { visits[it].missed };
        let share: f64 = (0..visits.len()).map(chance).product();
        let mut free = i64::MIN;
        for it in order.iter().copied().filter(|it| comes(*it)) {
            let start = visits[it].visit.start().0;
            let begins = free.max(start);
            waited[it] += share * (begins - start) as f64 / 60.0;
            free = begins + visits[it].visit.seconds();
        }
        over += share * (free.max(session.end().0) - session.end().0) as f64 / 60.0;
    }
    // Of those courses in which the patient comes.
    let each = waited.iter().zip(visits).map(|(waited, it)| waited / (1.0 - it.missed));
    (each.collect(), over)
}

prop_compose! {
    fn a_visit()(from in -10_i64..200, minutes in 5_u32..60, tenths in 0_u8..10) -> Expected {
        expected(from, minutes, f64::from(tenths) / 10.0)
    }
}

proptest! {
    #[test]
    fn waits_are_those_of_every_course(visits in proptest::collection::vec(a_visit(), 0..9)) {
        let it = waits(session(120), &visits);
        let (each, over) = by_hand(session(120), &visits);
        prop_assert!((it.overtime_min - over).abs() < 1e-9, "{} is not {over}", it.overtime_min);
        for (one, other) in it.each_min.iter().zip(each) {
            prop_assert!((one - other).abs() < 1e-9, "{one} is not {other}");
        }
    }

    #[test]
    fn what_is_suggested_keeps_within_the_limits_and_is_the_best(
        visits in proptest::collection::vec(a_visit(), 1..7),
        minutes in 5_u32..40,
        tenths in 0_u8..10,
    ) {
        let (limits, missed) = (Limits::default(), f64::from(tenths) / 10.0);
        let starts: Vec<Instant> = (0..12).map(|it| at(it * 10)).collect();
        let (before, _) = by_hand(session(120), &visits);
        let worst = |start: &Instant, slack: f64| {
            let visit = Period::of_minutes(*start, minutes).unwrap();
            let lies_over = visits.iter().any(|it| it.visit.overlaps(&visit));
            let all = [visits.clone(), vec![Expected { visit, missed }]].concat();
            let (after, over) = by_hand(session(120), &all);
            let added = |(at, it): (usize, &f64)| it - before.get(at).copied().unwrap_or(0.0);
            let most = after.iter().enumerate().map(added).fold(0.0, f64::max);
            let keeps = most <= limits.added_wait_min + slack && over <= limits.overtime_min + slack;
            (lies_over && keeps).then_some(most)
        };
        // At a limit itself the last digit decides, so that there is a best of those surely within and one of those that may be.
        let best = |slack: f64| starts.iter().filter_map(|it| worst(it, slack)).fold(f64::INFINITY, f64::min);
        let (sure, possible) = (best(-1e-9), best(1e-9));
        match overbook(session(120), &visits, &starts, minutes, missed, limits) {
            Some(it) => prop_assert!((possible - 1e-9..=sure + 1e-9).contains(&it.most_added_wait_min)),
            None => prop_assert!(sure.is_infinite()),
        }
    }
}

//! What a run draws by chance, in worlds in which chance has little choice.

use crate::{
    clinic::{Clinic, date},
    year::{seen, visit},
};
use chrono::TimeDelta;
use clinic_domain::{
    appointment::AppointmentStatus,
    availability::Compared,
    capacity::{
        VisitFacts,
        twin::{Demand, Measure, Tally, Timetable, run, run_visits},
    },
    id::ResourceId,
    time::Instant,
};

const WEEK: i32 = 7 * 24 * 60;

fn tallies(clinic: &Clinic, providers: &[ResourceId], facts: &[VisitFacts], now: Instant) -> Vec<Tally> {
    let actual = Timetable::of(&clinic.setup, providers, &(date("2035-01-01")..=date("2035-01-07")));
    let demand = Demand::of(&clinic.setup, &actual, facts, now);
    run(&demand, Compared { before: &actual, after: &actual }, 5, 0).before
}

#[test]
fn who_comes_late_makes_the_day_longer_and_who_comes_early_does_not_shorten_it() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:30");
    let mut after = |minutes: i64| {
        let facts = ["09:00", "09:30", "10:00"].map(|at| {
            let it = visit(&mut clinic, provider, "2034-12-20T10:00", &format!("2035-01-01T{at}"));
            let mut it = seen(it, minutes.max(0), 30);
            it.attended.arrived_at = Some(it.visit.start().plus_minutes(minutes));
            it
        });
        let tally = tallies(&clinic, &[provider], &facts, clinic.at("2035-01-08T00:00")).pop().unwrap();
        (tally.overtime_minutes, tally.measure(Measure::WaitP90Minutes))
    };
    assert_eq!(after(15), (15, Some(0.0)));
    assert_eq!(after(-15), (0, Some(0.0)));
    // Two hours and more are no lateness.
    assert_eq!(after(150), (0, Some(0.0)));
}

#[test]
fn a_provider_keeps_their_pace_where_enough_is_known_of_it() {
    let mut clinic = Clinic::new_york();
    let providers = [40, 20].map(|minutes| (clinic.provider("09:00", "11:00"), minutes));
    let mut facts = Vec::new();
    for (provider, minutes) in providers {
        for day in 1..=5 {
            for (nth, at) in ["09:00", "09:30", "10:00", "10:30"].iter().enumerate() {
                let start = format!("2035-01-0{day}T{at}");
                let it = visit(&mut clinic, provider, "2034-12-20T10:00", &start);
                let waited = (minutes - 30).max(0) * i64::try_from(nth).unwrap();
                facts.push(seen(it, waited, minutes));
            }
        }
    }
    let ids = providers.map(|it| it.0);
    let now = clinic.at("2035-01-08T00:00");
    let of = |facts: &[VisitFacts]| -> Vec<u64> {
        tallies(&clinic, &ids, facts, now).iter().map(|it| it.overtime_minutes).collect()
    };
    // Four times forty minutes from nine on, five days.
    assert_eq!(of(&facts), [5 * 40, 0]);
    // Without one of the first one's visits there are nineteen, and everybody's count.
    assert!(of(&facts[1..])[0] < 4 * 40, "some are as quick as the other's");
}

#[test]
fn the_season_and_the_weekday_stay() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let monday = date("2034-01-02");
    let mut facts = Vec::new();
    // Ten weeks with one request each, on Monday at eight, then ten with two.
    for week in 0..20 {
        for _ in 0..=week / 10 {
            let day = monday + TimeDelta::weeks(week);
            facts.push(visit(&mut clinic, provider, &format!("{day}T08:00"), &format!("{day}T09:00")));
        }
    }
    let days = monday..=monday + TimeDelta::days(20 * 7 - 1);
    let actual = Timetable::of(&clinic.setup, &[provider], &days);
    let demand = Demand::of(&clinic.setup, &actual, &facts, clinic.at("2034-12-31T00:00"));
    let mut totals = Vec::new();
    for nth in 0..30 {
        let mut of_weeks = [0; 20];
        for it in run_visits(&demand, &actual, 5, nth) {
            assert_eq!(it.asked % WEEK, 8 * 60);
            of_weeks[usize::try_from(it.asked / WEEK).unwrap()] += 1;
        }
        assert_eq!((&of_weeks[..6], &of_weeks[14..]), (&[1; 6][..], &[2; 6][..]), "four weeks off at most");
        totals.push(of_weeks.iter().sum::<i32>());
    }
    totals.sort_unstable();
    totals.dedup();
    assert!(totals.len() > 2, "years differ: {totals:?}");
}

#[test]
fn a_visit_to_come_shares_the_fate_of_others() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let known = visit(&mut clinic, provider, "2034-12-20T10:00", "2035-01-01T09:00");
    let to_come = visit(&mut clinic, provider, "2034-12-20T10:00", "2035-01-05T09:00");
    let to_come = VisitFacts { status: AppointmentStatus::Booked, ..to_come };
    let now = clinic.at("2035-01-03T00:00");
    let worked = |known| tallies(&clinic, &[provider], &[known, to_come], now)[0].days_worked;
    assert_eq!(worked(known), 2);
    assert_eq!(worked(VisitFacts { status: AppointmentStatus::NoShow, ..known }), 0);
}

#[test]
fn of_a_group_one_visit_stands_for_all() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let kind = clinic.visit;
    let facts = [(); 4].map(|()| visit(&mut clinic, provider, "2034-12-20T10:00", "2035-01-01T09:00"));
    let now = clinic.at("2035-01-08T00:00");
    assert_eq!(tallies(&clinic, &[provider], &facts, now)[0].booked_minutes, 4 * 30);
    clinic.change_type(kind, |it| it.places = 8);
    assert_eq!(tallies(&clinic, &[provider], &facts, now)[0].booked_minutes, 30);
}

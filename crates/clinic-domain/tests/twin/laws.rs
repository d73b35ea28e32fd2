//! What holds in every run of a year.

use crate::year::Year;
use clinic_domain::{
    availability::Compared,
    capacity::twin::{
        Measure, Report, Row, Run, RunVisit, Settings, Spread, Tally, run, run_visits, simulate, summary,
    },
    id::ResourceId,
};
use std::{collections::HashMap, ops::ControlFlow};

const RUNS: u32 = 12;

fn value(report: &Report, measure: Measure) -> Row {
    *report.rows.iter().find(|it| it.measure == measure).unwrap()
}

#[test]
fn a_run_is_the_same_wherever_and_whenever_it_is_done() {
    let year = Year::of(2, 12);
    let (demand, actual, proposed) = (year.demand(), year.actual(), year.until(18));
    let schedules = Compared { before: &actual, after: &proposed };
    let one = |nth| run(&demand, schedules, 7, nth);
    let told =
        simulate(&demand, schedules, Settings { runs: RUNS, seed: 7 }, |_, _| ControlFlow::Continue(()));
    let told = told.unwrap();
    let backwards: Vec<Run> = (0..RUNS).rev().map(one).collect();
    assert_eq!(summary(&demand, &backwards, None), told);
    let threads: Vec<Run> = std::thread::scope(|scope| {
        let halves =
            [0, 1].map(|half| scope.spawn(move || (half..RUNS).step_by(2).map(one).collect::<Vec<_>>()));
        halves.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(summary(&demand, &threads, None), told);
    // And another seed is another year.
    assert_ne!(run(&demand, schedules, 8, 0), one(0));
    assert_ne!(one(1), one(0));
}

#[test]
fn a_provider_alone_is_a_part_of_all() {
    let year = Year::of(2, 6);
    let (demand, actual) = (year.demand(), year.actual());
    let runs = [run(&demand, Compared { before: &actual, after: &actual }, 7, 0)];
    let of = |provider| {
        let row = value(&summary(&demand, &runs, provider), Measure::Utilisation);
        row.actual.unwrap().median
    };
    let both = (of(Some(year.providers[0])) + of(Some(year.providers[1]))) / 2.0;
    assert!((both - of(None)).abs() < 1e-9);
    assert_ne!(of(Some(year.providers[0])), of(Some(year.providers[1])));
}

#[test]
fn every_request_is_placed_unmet_or_beyond_and_nobody_is_booked_twice() {
    let year = Year::of(2, 12);
    let demand = year.demand();
    for (hour, schedule) in [12, 15, 18].map(|hour| (hour, year.until(hour))) {
        for nth in 0..RUNS {
            let visits = run_visits(&demand, &schedule, 7, nth);
            let tallies = run(&demand, Compared { before: &schedule, after: &schedule }, 7, nth).before;
            let all = Tally::together(&tallies);
            assert_eq!(usize::try_from(all.asked), Ok(visits.len()));
            assert_eq!(all.placed + all.unmet + all.beyond, all.asked);
            let placed = visits.iter().filter(|it| it.start.is_some());
            assert_eq!(usize::try_from(all.placed), Ok(placed.count()));
            if hour == 12 {
                assert!(all.unmet > 100, "half the time is not enough for all: {}", all.unmet);
            }
            for it in &visits {
                let Some(start) = it.start else { continue };
                let minute = start % 1_440;
                assert!(start >= it.earliest && start >= it.asked, "{it:?}");
                assert!(minute % 10 == 0 && minute >= 540 && minute + 20 <= i32::from(hour) * 60, "{it:?}");
                assert!((start / 1_440) % 7 < 5, "{it:?}");
                assert!(it.called_off_at.is_none_or(|gone| (it.asked..=start).contains(&gone)), "{it:?}");
            }
            assert_nobody_twice(&visits);
        }
    }
}

/// Two visits share a time only if the one was called off when, or before, the other was asked for.
fn assert_nobody_twice(visits: &[RunVisit]) {
    let mut of_day: HashMap<(ResourceId, i32), Vec<&RunVisit>> = HashMap::new();
    for it in visits {
        if let Some(start) = it.start {
            of_day.entry((it.provider, start / 1_440)).or_default().push(it);
        }
    }
    for of_day in of_day.values() {
        for (at, one) in of_day.iter().enumerate() {
            for other in &of_day[at + 1..] {
                let (a, b) = (one.start.unwrap(), other.start.unwrap());
                let overlap = a < b + i32::from(other.minutes) && b < a + i32::from(one.minutes);
                assert!(
                    !overlap || one.called_off_at.is_some_and(|gone| gone <= other.asked),
                    "{one:?} {other:?}"
                );
            }
        }
    }
}

#[test]
fn more_time_never_makes_anybody_wait_longer() {
    let year = Year::of(2, 20);
    let (demand, actual) = (year.demand(), year.actual());
    let later = [13, 15, 17, 18, 20].map(|hour| year.until(hour));
    for seed in 0..6 {
        let reports: Vec<Report> = later
            .iter()
            .map(|after| {
                let settings = Settings { runs: RUNS, seed };
                let schedules = Compared { before: &actual, after };
                simulate(&demand, schedules, settings, |_, _| ControlFlow::Continue(())).unwrap()
            })
            .collect();
        for pair in reports.windows(2) {
            for measure in
                [Measure::ThirdNextDays, Measure::Unmet, Measure::LeadMedianDays, Measure::LeadP90Days]
            {
                let (less, more) = (value(&pair[0], measure), value(&pair[1], measure));
                let medians = (less.proposed.unwrap().median, more.proposed.unwrap().median);
                assert!(medians.1 <= medians.0, "{measure} with seed {seed}: {medians:?}");
            }
        }
        let of = |at: usize| value(&reports[at], Measure::ThirdNextDays);
        assert_eq!(of(2).difference.map(|it| (it.p5, it.median, it.p95)), Some((0.0, 0.0, 0.0)));
        assert!(!of(2).is_clear() && of(0).is_clear() && of(4).is_clear());
        assert!(of(0).difference.unwrap().p5 > 0.0 && of(4).difference.unwrap().p95 < 0.0);
        // The same patients meet both schedules: the difference is known far better than either.
        let row = value(&reports[3], Measure::Utilisation);
        let spread = |it: Spread| it.p95 - it.p5;
        assert!(3.0 * spread(row.difference.unwrap()) < spread(row.actual.unwrap()), "{row:?}");
    }
}

#[test]
fn it_can_be_broken_off_at_any_step() {
    let year = Year::of(1, 2);
    let (demand, actual) = (year.demand(), year.actual());
    let schedules = Compared { before: &actual, after: &actual };
    for last in 1..=6 {
        let mut told = Vec::new();
        let report = simulate(&demand, schedules, Settings { runs: 6, seed: 1 }, |done, of| {
            told.push((done, of));
            if done == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(report.is_none());
        assert_eq!(told, (1..=last).map(|done| (done, 6)).collect::<Vec<_>>());
    }
}

/// A clinic that books as the replay does is met by the replay.
#[test]
fn the_replay_of_what_was_is_near_what_was() {
    let year = Year::of(3, 20);
    let (demand, actual) = (year.demand(), year.actual());
    let schedules = Compared { before: &actual, after: &actual };
    let settings = Settings { runs: RUNS, seed: 1 };
    let report = simulate(&demand, schedules, settings, |_, _| ControlFlow::Continue(())).unwrap();
    let off = |measure| value(&report, measure).off().unwrap().abs();
    assert!(off(Measure::Utilisation) < 3.0, "{:?}", value(&report, Measure::Utilisation));
    assert!(off(Measure::LeadMedianDays) <= 2.0, "{:?}", value(&report, Measure::LeadMedianDays));
    assert!(off(Measure::ThirdNextDays) < 5.0, "{:?}", value(&report, Measure::ThirdNextDays));
}

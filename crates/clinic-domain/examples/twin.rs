//! Times the capacity twin on a medium clinic: `cargo run --release -p clinic-domain --example twin`. Ten providers, 250
//! visits a day, a year, 200 runs of both schedules on two threads.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on fails")]

#[allow(dead_code, reason = "every user takes a part of it")]
#[path = "../tests/clinic/mod.rs"]
mod clinic;
#[allow(dead_code, reason = "every user takes a part of it")]
#[path = "../tests/twin/year.rs"]
mod year;

use clinic_domain::{
    availability::Compared,
    capacity::twin::{RUNS, Row, Run, run, summary},
};
use std::time::Instant;

const THREADS: u32 = 2;

fn main() {
    let year = year::Year::of(10, 52);
    let start = Instant::now();
    let (actual, proposed) = (year.actual(), year.until(18));
    let hours = start.elapsed();
    let demand = year.demand();
    println!(
        "{} facts; both schedules {hours:.0?}, demand {:.0?}",
        year.facts.len(),
        start.elapsed() - hours
    );
    let schedules = Compared { before: &actual, after: &proposed };
    let start = Instant::now();
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let demand = &demand;
        let part = |first| (first..RUNS).step_by(THREADS as usize).map(|nth| run(demand, schedules, 1, nth));
        let threads: Vec<_> =
            (0..THREADS).map(|first| scope.spawn(move || part(first).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    let replayed = start.elapsed();
    let report = summary(&demand, &runs, None);
    println!("{RUNS} runs {replayed:.2?}, summary {:.0?}", start.elapsed() - replayed);
    for Row { measure, really, actual, proposed, difference } in report.rows {
        println!("{measure}: really {really:?}\n  {actual:?}\n  {proposed:?}\n  {difference:?}");
    }
    println!("{:?}", report.limits);
}

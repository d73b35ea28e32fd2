//! How fast the simulation is on one core, in the form of every figure: one JSON line.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]

use std::time::Instant;

const SEEDS: std::ops::Range<u64> = 1..200;
const GOAL: f64 = 100_000.0;

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let start = Instant::now();
    let steps: u64 = SEEDS.map(|seed| simulation::run(seed, 2_000, None).steps).sum();
    let value = steps as f64 / start.elapsed().as_secs_f64();
    println!(
        r#"{{"name":"simulation, one core","value":{value:.0},"unit":"steps/s","baseline":null,"ratio":null,"goal":">= 100,000","met":{}}}"#,
        value >= GOAL
    );
}

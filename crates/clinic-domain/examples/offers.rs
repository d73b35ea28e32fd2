//! Times the search on a clinic file of the yardstick: `cargo run --release -p clinic-domain --example offers --
//! clinic-40.json`. Everything that depends on the request is computed in every run.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]

#[path = "../benches/yardstick/mod.rs"]
mod yardstick;

use clinic_domain::availability::offers;
use std::{hint::black_box, time::Instant};

const RUNS: usize = 200;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give the path of a clinic file")?;
    let clinic = yardstick::Clinic::read(&path)?;
    let (setup, book) = yardstick::setup_and_book(&clinic, 0);
    for (name, limit) in [("all", usize::MAX), ("first3", 3)] {
        let request = yardstick::request(&clinic, limit);
        let mut found = 0;
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let start = Instant::now();
            let offers = offers(black_box(&setup), black_box(&book), black_box(&request));
            let offers = black_box(offers.map_err(|it| it.code())?);
            times.push(start.elapsed());
            found = offers.len();
        }
        times.sort_unstable();
        println!("{name}: offers={found} median_ms={:.4}", times[RUNS / 2].as_secs_f64() * 1e3);
    }
    Ok(())
}

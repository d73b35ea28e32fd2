//! Learns from worlds whose chances are known and prints how good that was, and how long it took: `cargo run --release -p
//! clinic-domain --example no_show [-- SEED]`. `docs/no-show.md` has its figures.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]
#![allow(clippy::unwrap_used, reason = "the worlds are the tests' own")]

#[allow(dead_code, reason = "the tests look at more of a world")]
#[path = "../tests/no_show/world.rs"]
mod world;

use clinic_domain::capacity::no_show::{Judged, forecast};
use std::time::Instant;
use world::{Law, World, zone};

fn main() {
    let seed = std::env::args().nth(1).map_or(1, |it| it.parse().expect("a number"));
    for (law, count) in [
        (Law::NothingKnown, 8_000),
        (Law::NothingKnown, 200_000),
        (Law::Leanings, 800),
        (Law::Leanings, 4_000),
        (Law::Leanings, 16_000),
        (Law::Leanings, 200_000),
    ] {
        let world = World::of(law, count, seed);
        let now = world.now();
        let start = Instant::now();
        let Ok(it) = forecast(&world.visits, zone, now) else { continue };
        let took = start.elapsed();
        let judged = &it.evaluation;
        println!("{law:?}, {count} visits, {:?}, {:?}: {took:?}", judged.kind, judged.verdict);
        line("model", &judged.model);
        line("base rate", &judged.base_rate);
        line("plain", &judged.plain);
        println!("  gain {:.5} +- {:.5}", judged.gain, judged.gain_error);
        for bin in &judged.model.bins {
            println!(
                "  said {:.3} came {:.3} [{:.3}, {:.3}] of {}",
                bin.said, bin.came, bin.at_least, bin.at_most, bin.count
            );
        }
    }
}

fn line(name: &str, it: &Judged) {
    println!(
        "  {name}: Brier {:.4}, AUC {:.3}, log loss {:.4}, in the large {:+.4}, calibration error {:.4}, {} of {} missed",
        it.brier,
        it.auc.unwrap_or(f64::NAN),
        it.log_loss,
        it.in_the_large,
        it.calibration_error,
        it.missed,
        it.count
    );
}

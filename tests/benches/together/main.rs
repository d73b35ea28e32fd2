//! What a desk and its centre take for each other: a first sync, sending what waited, hearing what another
//! desk booked, and booking while the centre hangs.
//!
//! Runs under `scripts/with-postgres.sh`. One JSON line a figure, as the desk's own benchmark prints them.
#![allow(clippy::print_stdout, reason = "the figures are the output")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]

mod away;
#[path = "../../../crates/central/tests/api/centre.rs"]
#[allow(dead_code)] // The API's suites use the rest.
mod centre;
#[path = "../../together/desk.rs"]
#[allow(dead_code)] // The tests of desks use the rest.
mod desk;
#[path = "../desk/figure.rs"]
#[allow(dead_code)] // The desk's benchmarks use the rest.
mod figure;
mod first;
mod hanging;
#[path = "../../../crates/central/benches/centre/pairs.rs"]
mod pairs;
#[path = "../../together/pc.rs"]
#[allow(dead_code)] // The tests of desks use the rest.
mod pc;
#[path = "../../together/proxy.rs"]
mod proxy;
mod seen;
mod slow;
#[path = "../../../crates/central/benches/centre/tenants.rs"]
#[allow(dead_code)] // The centre's benchmarks use the rest.
mod tenants;
#[path = "../../../crates/central/benches/centre/years.rs"]
mod years;

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let figures: [(&str, fn()); 4] =
        [("hanging", hanging::run), ("away", away::run), ("seen", seen::run), ("first_sync", first::run)];
    // One word on the command line picks the figures whose name has it.
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    figures.iter().filter(|(name, _)| name.contains(&wanted)).for_each(|(_, run)| run());
}

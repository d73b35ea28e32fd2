//! What the centre does in a second, beside what the bare database and the bare HTTP library do in the same run.
//!
//! Runs under `scripts/with-postgres.sh`, which gives it a cluster of its own that flushes to the disk. One JSON line a
//! figure: `{"name","value","unit","baseline","ratio","goal","met"}`. What is measured and its baseline take turns for
//! `BENCH_SECONDS` (2) each, five times; the pair in the middle is told.
#![allow(clippy::print_stdout, reason = "the figures are the output")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]

mod bookings;
#[path = "../../tests/api/centre.rs"]
#[allow(dead_code)] // The API's suites use the rest.
mod centre;
mod doors;
mod export;
#[path = "../../../../tests/benches/desk/figure.rs"]
#[allow(dead_code)] // The desk's benchmarks use the rest.
mod figure;
mod pairs;
mod raw;
#[allow(dead_code)] // The load uses the rest.
mod tenants;
mod trail;
mod wire;
mod years;

use central::config::LogLevel;
use std::time::Duration;

pub fn duration() -> Duration {
    let seconds = std::env::var("BENCH_SECONDS").ok().and_then(|it| it.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    // As it is when it serves: requests are counted, and their spans written.
    central::metrics::install().unwrap();
    let log = central::log::subscriber(LogLevel::default(), std::io::sink);
    tracing::subscriber::set_global_default(log).unwrap();
    // One word on the command line picks the figures whose name has it.
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        if "bookings".contains(&wanted) {
            bookings::run().await;
        }
        if "export".contains(&wanted) {
            export::run().await;
        }
        if "doors".contains(&wanted) {
            doors::run().await;
        }
        if "trail".contains(&wanted) {
            trail::run().await;
        }
    });
}

//! What a person waits for, across all rooms: a booking, the board, unlocking, an import; and the memory it takes.
//!
//! The large demo clinic (1,000,000 appointments) is generated once and kept below `target/bench-data`. One JSON line
//! a figure: `{"name","value","unit","baseline","ratio","goal","met"}`.
#![allow(clippy::print_stdout, reason = "the figures are the output")]
#![allow(clippy::print_stderr, reason = "what is under way, for whoever watches")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]

mod board;
mod booking;
mod busy;
mod capacity;
mod figure;
mod hours;
mod imports;
mod large;
mod memory;
mod refused;
mod repair;

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let figures: [(&str, &dyn Fn()); 10] = [
        ("unlock", &|| large::unlock(&large::folder())),
        ("booking", &|| booking::durable(&large::folder())),
        ("why_not", &|| refused::taken_times(&large::folder())),
        ("repair", &|| repair::of_forty_visits(&large::folder())),
        ("capacity", &|| capacity::of_a_large_clinic(&large::folder())),
        ("memory", &|| memory::with_large_clinic(&large::folder())),
        ("board", &board::busy_day),
        ("hours", &hours::of_a_busy_provider),
        ("import_synthea", &imports::synthea_tables),
        ("import_bundle", &imports::bundle_of_50_000_patients),
    ];
    // One word on the command line picks the figures whose name has it.
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    figures.iter().filter(|(name, _)| name.contains(&wanted)).for_each(|(_, run)| run());
}

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
mod figure;
mod imports;
mod large;
mod memory;

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let large = large::folder();
    large::unlock(&large);
    booking::durable(&large);
    memory::with_large_clinic(&large);
    board::busy_day();
    imports::synthea_tables();
    imports::bundle_of_50_000_patients();
}

//! A day's rush at five hundred desks: the service as a process of its own, each desk with its connection and an operation a
//! second, of ten four bookings and six reads; then twice as many, when only a clean answer or a clean refusal will do; and a
//! thousand desks that come back at once after a day without it.
//!
//! Runs under `scripts/with-postgres.sh`. `LOAD_SECONDS` (300) is how long; the double load takes a fifth of it. `LOAD_DESKS`
//! (500) may be fewer for trying. Every time counts from when the operation was due, so that nothing waits unseen.
#![allow(clippy::print_stdout, reason = "the figures are the output")]
#![allow(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]

mod back;
#[path = "../../tests/api/centre.rs"]
#[allow(dead_code)] // The API's suites use the rest.
mod centre;
mod desk;
#[path = "../../../../tests/benches/desk/figure.rs"]
#[allow(dead_code)] // The desk's benchmarks use the rest.
mod figure;
mod service;
#[path = "../centre/tenants.rs"]
#[allow(dead_code)] // The centre's benchmarks use the rest.
mod tenants;

use centre::Centre;
use clinic_env::Clock;
use desk::{Desk, Tally};
use figure::{Figure, percentile};
use service::Running;
use std::{sync::Arc, time::Duration};
use tenants::Tenant;
use tokio::task::JoinSet;

const CLINICS: usize = 20;

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(run());
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

async fn run() {
    let (seconds, desks) = (number("LOAD_SECONDS", 300), number("LOAD_DESKS", 500) as usize);
    let centre = Arc::new(Centre::start().await);
    let mut clinics = Vec::new();
    for clinic in 0..CLINICS {
        clinics.push(Tenant::new(&centre, &format!("clinic-{clinic}"), 8).await);
    }
    Tenant::fill(&clinics, &centre, 500).await;
    let tomorrow = Clock::System.now().plus_seconds(86_400);
    clinics.iter().for_each(|it| it.skip_until(tomorrow));
    let clinics = Arc::new(clinics);
    let service = Running::start(&centre).await;
    let mut at_work = Vec::new();
    for number in 0..desks {
        at_work.push(Desk::enrol(&centre, &clinics, number, &service.url).await);
    }
    // Connections and plans are made, and what the service keeps of each clinic is read.
    let (at_work, _) = work(at_work, Duration::from_secs(1), 5).await;
    let (at_work, tally) = work(at_work, Duration::from_secs(1), seconds).await;
    report(desks, tally);
    let (_, tally) = work(at_work, Duration::from_millis(500), (seconds / 5).max(5)).await;
    let (answered, refused, wrong) = (tally.answered(), tally.refused, tally.wrong);
    println!(
        "load: at double load {answered} answered, {refused} refused with 429 or 503, {wrong} otherwise"
    );
    tell(
        &format!("{desks} desks at double load, other than clean"),
        wrong as f64,
        "answers",
        "0 answers",
        wrong == 0,
    );
    back::run(&centre, &clinics, &service, 2 * desks).await;
    let peak = service.peak_megabytes();
    tell("memory of the service at its peak", peak, "MB", "<= 256 MB", peak <= 256.0);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap();
    println!("load: the machine's load was {}", load.trim());
}

/// All desks at once, each begins somewhere in the second.
async fn work(desks: Vec<Desk>, every: Duration, seconds: u64) -> (Vec<Desk>, Tally) {
    let count = desks.len();
    let begin = tokio::time::Instant::now() + Duration::from_millis(100);
    let mut set = JoinSet::new();
    for (number, mut desk) in desks.into_iter().enumerate() {
        let first = begin + every.mul_f64(number as f64 / count as f64);
        set.spawn(async move {
            let tally = desk.work(first, every, Duration::from_secs(seconds)).await;
            (desk, tally)
        });
    }
    let (mut desks, mut all) = (Vec::new(), Tally::default());
    for (desk, tally) in set.join_all().await {
        desks.push(desk);
        all.add(tally);
    }
    (desks, all)
}

fn report(desks: usize, mut tally: Tally) {
    println!("load: {} writes, {} reads", tally.writes.len(), tally.reads.len());
    let writes = percentile(&mut tally.writes, 0.99);
    tell(
        &format!("{desks} desks, an operation a second, writes, p99"),
        writes,
        "ms",
        "<= 150 ms",
        writes <= 150.0,
    );
    let reads = percentile(&mut tally.reads, 0.99);
    tell(
        &format!("{desks} desks, an operation a second, reads, p99"),
        reads,
        "ms",
        "<= 50 ms",
        reads <= 50.0,
    );
    let errors = tally.refused + tally.wrong;
    tell(&format!("{desks} desks, errors"), errors as f64, "answers", "0 answers", errors == 0);
}

fn tell(name: &str, value: f64, unit: &str, goal: &str, met: bool) {
    Figure { name: &format!("centre: {name}"), value, unit, baseline: None, goal, met }.print();
}

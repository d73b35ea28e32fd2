//! Whole bookings on the one path: decided, stored with result, change, event and audit entry, flushed.

use crate::{
    centre::Centre,
    duration,
    figure::{Figure, percentile},
    pairs::{Pair, ROUNDS, middle},
    raw::{Raw, Sent},
    tenants::{NOBODY, Tenant},
};
use central::arbitrate::arbitrate;
use std::{sync::Arc, time::Instant};
use tokio::task::JoinSet;

const TENANTS: usize = 20;
/// More than there are connections: what waits at the same time in an organization is decided together.
const DESKS: usize = 10 * TENANTS;
/// In each organization; the raw tables have as many.
const BOOKED_BEFORE: usize = 1_000;

/// Writers at once, how many bookings each sends together, and how many of ten want a time that is taken.
#[derive(Clone, Copy)]
struct Load {
    writers: usize,
    together: usize,
    conflicts: usize,
}

/// What a run of writers did.
struct Run {
    settled: usize,
    seconds: f64,
    times: Vec<f64>,
}

impl Run {
    fn rate(&self) -> f64 {
        self.settled as f64 / self.seconds
    }
}

pub async fn run() {
    let mut tenants = None;
    for connections in [4, 16] {
        let centre = Arc::new(Centre::start_with(|it| it.connections = connections).await);
        let raw = Raw::prepare(&centre).await;
        let mut many = Vec::new();
        for number in 0..TENANTS {
            many.push(Tenant::new(&centre, &format!("tenant-{number}"), 4).await);
        }
        Tenant::fill(&many, &centre, BOOKED_BEFORE).await;
        let many = Arc::new(many);
        whole(&centre, &raw, &many, connections).await;
        tenants = Some((centre, raw, many));
    }
    let (centre, raw, many) = tenants.expect("two of them were measured");
    batched(&centre, &many).await;
    alone(&centre, &raw).await;
}

/// Single operations, beside the statements that they cannot do without: sent one after the other, and all at once.
async fn whole(centre: &Arc<Centre>, raw: &Raw, tenants: &Arc<Vec<Tenant>>, connections: usize) {
    for (writers, who) in [(DESKS, "200 desks"), (connections, "as many desks")] {
        let load = Load { writers, together: 1, conflicts: 0 };
        write(centre, tenants, load).await;
        let (mut each, mut piped) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let one_by_one = raw.bookings(connections, TENANTS, Sent::OneByOne);
            let value = write(centre, tenants, load).await.rate();
            let at_once = raw.bookings(connections, TENANTS, Sent::Together);
            each.push(Pair { value, baseline: one_by_one });
            piped.push(Pair { value, baseline: at_once });
        }
        let name = format!("whole bookings, {connections} connections, 20 tenants, {who}");
        ratio(&name, middle(each), ">= 1x raw", 1.0);
        ratio(&format!("{name}, raw in a pipeline"), middle(piped), ">= 0.7x raw", 0.7);
    }
}

async fn batched(centre: &Arc<Centre>, tenants: &Arc<Vec<Tenant>>) {
    let single = Load { writers: 16, together: 1, conflicts: 0 };
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        let baseline = write(centre, tenants, single).await.rate();
        let value = write(centre, tenants, Load { together: 50, ..single }).await.rate();
        pairs.push(Pair { value, baseline });
    }
    ratio("bookings pushed 50 at once, 16 connections", middle(pairs), ">= 2.5x single", 2.5);
}

/// All of one organization: they wait for its counter.
async fn alone(centre: &Arc<Centre>, raw: &Raw) {
    let one = vec![Tenant::new(centre, "alone", 8).await];
    Tenant::fill(&one, centre, BOOKED_BEFORE).await;
    let one = Arc::new(one);
    let load = Load { writers: 16, together: 1, conflicts: 0 };
    write(centre, &one, load).await;
    let (mut calm, mut crowded, mut times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let baseline = raw.bookings(16, 1, Sent::OneByOne);
        let run = write(centre, &one, load).await;
        let pushing = write(centre, &one, Load { conflicts: 2, ..load }).await;
        calm.push(Pair { value: run.rate(), baseline });
        crowded.push(Pair { value: pushing.rate(), baseline: run.rate() });
        times.extend(run.times);
    }
    let calm = middle(calm);
    print("one tenant, 16 writers", calm, "bookings/s", ">= 500 bookings/s", calm.value >= 500.0);
    let p99 = percentile(&mut times, 0.99);
    Figure {
        name: "centre: one tenant, 16 writers, p99",
        value: p99,
        unit: "ms",
        baseline: None,
        goal: "<= 100 ms",
        met: p99 <= 100.0,
    }
    .print();
    ratio("one tenant, 20 % conflicts", middle(crowded), ">= 0.9x without", 0.9);
}

/// So many writers at once, for the measured time.
async fn write(centre: &Arc<Centre>, tenants: &Arc<Vec<Tenant>>, load: Load) -> Run {
    let begun = Instant::now();
    let mut set = JoinSet::new();
    for writer in 0..load.writers {
        let (centre, tenants) = (Arc::clone(centre), Arc::clone(tenants));
        set.spawn(async move {
            let (mut settled, mut times) = (0, Vec::new());
            for round in writer.. {
                if begun.elapsed() >= duration() {
                    break;
                }
                // A desk stays in its organization, where there are enough of them.
                let place = if load.writers < tenants.len() { round } else { writer };
                let tenant = &tenants[place % tenants.len()];
                let is_conflict = |at| (round + at) % 10 < load.conflicts;
                let slot = |at| if is_conflict(at) { tenant.taken() } else { tenant.free() };
                let submissions: Vec<_> =
                    (0..load.together).map(|at| tenant.booking(&centre, slot(at))).collect();
                let sent = Instant::now();
                let done = arbitrate(&centre.app, tenant.clinic.id, submissions, &NOBODY).await.unwrap();
                times.push(sent.elapsed().as_secs_f64() * 1000.0);
                settled += done.len();
                for (at, it) in done.iter().enumerate() {
                    assert_eq!(it.is_applied(), !is_conflict(at), "{:?}", it.refused);
                }
            }
            (settled, times)
        });
    }
    let mut run = Run { settled: 0, seconds: 0.0, times: Vec::new() };
    for (settled, times) in set.join_all().await {
        run.settled += settled;
        run.times.extend(times);
    }
    run.seconds = begun.elapsed().as_secs_f64();
    run
}

fn ratio(name: &str, pair: Pair, goal: &str, least: f64) {
    print(name, pair, "bookings/s", goal, pair.value >= least * pair.baseline);
}

fn print(name: &str, pair: Pair, unit: &str, goal: &str, met: bool) {
    let Pair { value, baseline } = pair;
    Figure { name: &format!("centre: {name}"), value, unit, baseline: Some(baseline), goal, met }.print();
}

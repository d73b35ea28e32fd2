//! The laws, over many seeds; and every planted bug is found.

use simulation::{Ran, planted::Planted, run, trace};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// Of `make simulate`: how many seeds, from which one on, and how many steps each.
fn wanted(name: &str, everyday: u64) -> u64 {
    std::env::var(name).ok().map_or(everyday, |it| it.parse().expect("a number"))
}

/// Runs seeds on all cores, and stops at the first that breaks a law.
fn first_broken(seeds: std::ops::Range<u64>, steps: u32, planted: Option<Planted>) -> Option<Ran> {
    let next = AtomicU64::new(seeds.start);
    let end = AtomicU64::new(seeds.end);
    let cores = thread::available_parallelism().map_or(1, |it| it.get());
    let work = || {
        let mut found: Option<Ran> = None;
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end.load(Ordering::Relaxed) {
                return found;
            }
            let ran = run(seed, steps, planted);
            if ran.broken.is_some() {
                end.fetch_min(seed, Ordering::Relaxed);
                found = Some(ran);
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|it| it.join().expect("a run ends")).min_by_key(|it| it.seed)
    })
}

#[test]
fn the_laws_hold_whatever_goes_wrong() {
    let (first, seeds) = (wanted("SEED", 1), wanted("SEEDS", 500));
    let steps = u32::try_from(wanted("STEPS", 2_000)).expect("not so many");
    if let Some(Ran { seed, broken, .. }) = first_broken(first..first + seeds, steps, None) {
        let broken = broken.expect("a broken law");
        panic!(
            "seed {seed}: {}\n{}\n\nThe last of what happened:\n{}\n\nAlone: SEED={seed} SEEDS=1 STEPS={steps} make simulate",
            broken.law,
            broken.why,
            trace(seed, steps, None, 60)
        );
    }
}

#[test]
fn a_seed_gives_the_same_run_every_time() {
    for seed in 1..=20 {
        let (one, other) = (run(seed, 1_000, None), run(seed, 1_000, None));
        assert_eq!((one.hash, one.steps, one.counts), (other.hash, other.steps, other.counts), "seed {seed}");
    }
}

/// Otherwise laws that hold say nothing.
#[test]
fn a_run_has_everything_in_it() {
    let mut all = simulation::Counts::default();
    (1..=60).map(|seed| run(seed, 2_000, None).counts).for_each(|it| all.add(it));
    assert!(all.decided > 6_000 && all.applied > 6_000, "{all:?}");
    assert!(all.conflicts > 600 && all.rejected > 300 && all.deferred > 5, "{all:?}");
    assert!(all.crashes > 600 && all.restores > 10 && all.first_syncs > 100, "{all:?}");
}

#[test]
fn every_planted_bug_is_found() {
    const MOST_SEEDS: u64 = 2_000;
    let found = Planted::ALL.iter().map(|planted| {
        let ran = first_broken(1..MOST_SEEDS + 1, 2_000, Some(*planted));
        let by = ran.as_ref().and_then(|it| it.broken.as_ref()).map_or("nothing", |it| it.law);
        println!("{planted:?}: {} seeds, by {by}", ran.as_ref().map_or(MOST_SEEDS, |it| it.seed));
        (planted, ran.is_some())
    });
    let missed: Vec<_> = found.filter(|it| !it.1).map(|it| it.0).collect();
    assert!(missed.is_empty(), "{missed:?} would not be noticed");
}

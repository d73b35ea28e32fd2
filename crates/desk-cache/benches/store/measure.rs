//! Timing: product and baseline in turns, so that a slow minute of the machine hits both, and one line per figure.

use std::time::Instant;

/// Nanoseconds of every run, sorted.
pub struct Times(Vec<u64>);

impl Times {
    pub fn median_us(&self) -> f64 {
        self.at(0.5)
    }

    pub fn p99_us(&self) -> f64 {
        self.at(0.99)
    }

    fn at(&self, share: f64) -> f64 {
        let place = ((self.0.len() - 1) as f64 * share).round() as usize;
        self.0[place] as f64 / 1000.0
    }
}

/// Runs both for every input, in blocks that take turns; the first block of each only warms up.
pub fn in_turns<I>(
    inputs: &[I],
    mut product: impl FnMut(&I),
    mut baseline: impl FnMut(&I),
) -> (Times, Times) {
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    let block = inputs.len().div_ceil(8).max(1);
    inputs.iter().take(block).for_each(&mut product);
    inputs.iter().take(block).for_each(&mut baseline);
    for block in inputs.chunks(block) {
        ours.extend(block.iter().map(|it| nanoseconds(|| product(it))));
        raw.extend(block.iter().map(|it| nanoseconds(|| baseline(it))));
    }
    ours.sort_unstable();
    raw.sort_unstable();
    (Times(ours), Times(raw))
}

/// The least of some runs: what it costs when nothing else runs.
pub fn least_us(runs: usize, mut work: impl FnMut()) -> f64 {
    (0..runs).map(|_| nanoseconds(&mut work)).min().unwrap_or(0) as f64 / 1000.0
}

pub fn seconds(work: impl FnOnce()) -> f64 {
    nanoseconds(work) as f64 / 1e9
}

/// A benchmark is where the wall clock is read on purpose.
#[allow(clippy::disallowed_methods)]
fn nanoseconds(work: impl FnOnce()) -> u64 {
    let start = Instant::now();
    work();
    start.elapsed().as_nanos() as u64
}

/// One figure as one JSON line; `goal` is its condition in words.
pub fn figure(name: &str, value: f64, unit: &str, baseline: f64, goal: &str) {
    let ratio = value / baseline;
    println!(
        "{{\"name\":\"{name}\",\"value\":{value:.3},\"unit\":\"{unit}\",\"baseline\":{baseline:.3},\"ratio\":{ratio:.2},\"goal\":\"{goal}\"}}"
    );
}

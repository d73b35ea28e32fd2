//! What is measured and its baseline, one after the other and again: whatever else the machine does meanwhile meets both.

pub const ROUNDS: usize = 5;

/// A number and that of its baseline, measured right after each other.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub value: f64,
    pub baseline: f64,
}

/// The pair whose ratio is the middle one.
pub fn middle(mut pairs: Vec<Pair>) -> Pair {
    pairs.sort_by(|a, b| (a.value / a.baseline).total_cmp(&(b.value / b.baseline)));
    pairs[pairs.len() / 2]
}

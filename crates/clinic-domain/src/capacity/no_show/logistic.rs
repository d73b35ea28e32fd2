//! Logistic regression with a ridge, by Newton's method: iteratively reweighted least squares (McCullagh and Nelder,
//! Generalized Linear Models, 1989, chapter 4; le Cessie and van Houwelingen, Ridge estimators in logistic regression,
//! 1992).
//!
//! Invariants: the same rows in the same order give the same weights, bit for bit, on one platform. The constant is not
//! drawn anywhere, so that the mean of what is predicted for the rows is the share of them that was missed.

use super::columns::Row;

const MOST_STEPS: usize = 40;
/// Half of it is what a step still gains in likelihood (Newton's decrement): after less, it has arrived.
const STILL: f64 = 1e-9;

/// What is maximised, which way up, and how it bends: the lower half of the matrix, row by row.
struct Slope {
    likelihood: f64,
    up: Vec<f64>,
    bend: Vec<f64>,
}

/// The weights that make the outcomes likeliest, each but the constant drawn towards 0 as a normal prior of variance
/// `1 / ridge` would.
pub(super) fn fit(rows: &[(Row, bool)], columns: usize, base_rate: f64, ridge: f64) -> Vec<f64> {
    let mut weights = vec![0.0; columns];
    weights[0] = super::log_odds(base_rate);
    let (mut best, mut likeliest) = (weights.clone(), f64::NEG_INFINITY);
    for _ in 0..MOST_STEPS {
        let slope = slope(rows, &weights, ridge);
        if slope.likelihood < likeliest - 1e-9 * likeliest.abs() {
            // Too far: half of the way.
            for (it, back) in weights.iter_mut().zip(&best) {
                *it = f64::midpoint(*it, *back);
            }
            continue;
        }
        (best, likeliest) = (weights.clone(), slope.likelihood);
        let Some(step) = solve(slope.bend, slope.up.clone()) else { break };
        let gains: f64 = step.iter().zip(&slope.up).map(|(by, up)| by * up).sum();
        for (it, by) in weights.iter_mut().zip(&step) {
            *it += by;
        }
        if gains < STILL {
            best.clone_from(&weights);
            break;
        }
    }
    best
}

pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn slope(rows: &[(Row, bool)], weights: &[f64], ridge: f64) -> Slope {
    let size = weights.len();
    let mut it = Slope { likelihood: 0.0, up: vec![0.0; size], bend: vec![0.0; size * size] };
    for (row, missed) in rows {
        let log_odds = row.dot(weights);
        let share = probability(log_odds);
        // ln(1 + e^x), without an overflow for a large x.
        let all = log_odds.max(0.0) + (-log_odds.abs()).exp().ln_1p();
        it.likelihood += if *missed { log_odds - all } else { -all };
        let (off, curve) = (f64::from(u8::from(*missed)) - share, share * (1.0 - share));
        for (down, (column, value)) in row.terms().enumerate() {
            it.up[column] += off * value;
            let line = &mut it.bend[column * size..=column * size + column];
            for (across, other) in row.terms().take(down + 1) {
                line[across] += curve * value * other;
            }
        }
    }
    for (column, weight) in weights.iter().enumerate().skip(1) {
        it.likelihood -= 0.5 * ridge * weight * weight;
        it.up[column] -= ridge * weight;
        it.bend[column * size + column] += ridge;
    }
    it
}

/// Cholesky's way, in place; `None` for a matrix that is not positive definite to the last digit.
fn solve(mut bend: Vec<f64>, mut up: Vec<f64>) -> Option<Vec<f64>> {
    let size = up.len();
    for line in 0..size {
        let (above, rest) = bend.split_at_mut(line * size);
        let own = &mut rest[..size];
        for column in 0..line {
            let other = &above[column * size..column * size + size];
            let sum: f64 = own[..column].iter().zip(&other[..column]).map(|(one, other)| one * other).sum();
            own[column] = (own[column] - sum) / other[column];
        }
        let left = own[line] - own[..line].iter().map(|it| it * it).sum::<f64>();
        if left <= 0.0 {
            return None;
        }
        own[line] = left.sqrt();
    }
    for line in 0..size {
        let own = &bend[line * size..];
        let sum: f64 = own[..line].iter().zip(&up[..line]).map(|(one, other)| one * other).sum();
        up[line] = (up[line] - sum) / own[line];
    }
    for line in (0..size).rev() {
        let sum: f64 = (line + 1..size).map(|below| bend[below * size + line] * up[below]).sum();
        up[line] = (up[line] - sum) / bend[line * size + line];
    }
    Some(up)
}

//! How good probabilities were, once it is known what came.
//!
//! Sources: G. W. Brier, Verification of forecasts expressed in terms of probability, 1950; the area under the curve as the
//! statistic of Mann and Whitney, with half a win for a tie (Hanley and McNeil, 1982); E. B. Wilson's interval, 1927.

const MOST_BINS: usize = 10;
/// Of the normal distribution: 95 of 100 intervals hold the true share.
const TWO_SIDED: f64 = 1.959_963_984_540_054;

/// What was said, and whether the visit was missed.
pub type Said = (f64, bool);

#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub count: u32,
    pub missed: u32,
    /// Mean square of the distance from what came: 0 is perfect.
    pub brier: f64,
    /// Mean of `-ln` of the probability that was given to what came.
    pub log_loss: f64,
    /// How often a missed visit was given more than a kept one; `None` where all were missed, or none.
    pub auc: Option<f64>,
    /// Mean of what was said less the share that was missed: above 0 where too much was said.
    pub in_the_large: f64,
    /// Distance of what was said from what came, bin by bin, weighted by their visits.
    pub calibration_error: f64,
    /// Tenths of the visits by what was said, lowest first. The same probability is never in two of them, so that there
    /// can be fewer.
    pub bins: Vec<Bin>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    pub count: u32,
    pub missed: u32,
    /// Mean of what was said.
    pub said: f64,
    /// Share that was missed.
    pub came: f64,
    /// Wilson's interval of that share, 95 %.
    pub at_least: f64,
    pub at_most: f64,
}

/// `None` of nothing.
#[must_use]
pub fn judge(all: &[Said]) -> Option<Judged> {
    let mut sorted = all.to_vec();
    sorted.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let whole = bin(&sorted)?;
    let count = f64::from(whole.count);
    let bins = bins(&sorted);
    Some(Judged {
        count: whole.count,
        missed: whole.missed,
        brier: sorted.iter().map(|it| brier(*it)).sum::<f64>() / count,
        log_loss: sorted.iter().map(|it| log_loss(*it)).sum::<f64>() / count,
        auc: auc(&sorted),
        in_the_large: whole.said - whole.came,
        calibration_error: bins.iter().map(|it| f64::from(it.count) * (it.said - it.came).abs()).sum::<f64>()
            / count,
        bins,
    })
}

/// Wilson's interval of a share, 95 %.
#[must_use]
pub fn wilson(hits: u32, of: u32) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (count, square) = (f64::from(of), TWO_SIDED * TWO_SIDED);
    let share = f64::from(hits) / count;
    let middle = (share + square / (2.0 * count)) / (1.0 + square / count);
    let spread = TWO_SIDED / (1.0 + square / count)
        * (share * (1.0 - share) / count + square / (4.0 * count * count)).sqrt();
    // The share itself is within, to the last digit.
    ((middle - spread).clamp(0.0, share), (middle + spread).clamp(share, 1.0))
}

pub(super) fn brier((said, missed): Said) -> f64 {
    let off = said - f64::from(u8::from(missed));
    off * off
}

fn log_loss((said, missed): Said) -> f64 {
    let given = if missed { said } else { 1.0 - said };
    // A certainty that was wrong is very wrong, and not infinitely.
    -given.max(1e-15).ln()
}

/// Walks up through what was said: each missed visit wins over every kept one below it.
fn auc(sorted: &[Said]) -> Option<f64> {
    let (mut wins, mut missed, mut kept) = (0.0, 0.0, 0.0);
    for same in sorted.chunk_by(|(one, _), (other, _)| one == other) {
        let missed_here = same.iter().filter(|(_, missed)| *missed).fold(0.0, |sum, _| sum + 1.0);
        let kept_here = same.iter().filter(|(_, missed)| !missed).fold(0.0, |sum, _| sum + 1.0);
        wins += missed_here * (kept + kept_here / 2.0);
        missed += missed_here;
        kept += kept_here;
    }
    let pairs = missed * kept;
    (pairs > 0.0).then(|| wins / pairs)
}

fn bins(sorted: &[Said]) -> Vec<Bin> {
    let mut parts: Vec<(usize, Vec<Said>)> = Vec::new();
    let mut before = 0;
    for same in sorted.chunk_by(|(one, _), (other, _)| one == other) {
        // The tenth that the middle of them lies in.
        let tenth = (before + same.len() / 2) * MOST_BINS / sorted.len();
        before += same.len();
        match parts.last_mut().filter(|(of, _)| *of == tenth) {
            Some((_, part)) => part.extend(same),
            None => parts.push((tenth, same.to_vec())),
        }
    }
    parts.iter().filter_map(|(_, part)| bin(part)).collect()
}

fn bin(part: &[Said]) -> Option<Bin> {
    let count = u32::try_from(part.len()).ok().filter(|it| *it > 0)?;
    let missed = u32::try_from(part.iter().filter(|(_, missed)| *missed).count()).ok()?;
    let (at_least, at_most) = wilson(missed, count);
    Some(Bin {
        count,
        missed,
        said: part.iter().map(|(said, _)| said).sum::<f64>() / f64::from(count),
        came: f64::from(missed) / f64::from(count),
        at_least,
        at_most,
    })
}

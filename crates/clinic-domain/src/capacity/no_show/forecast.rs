//! What an organization's own history says of visits to come, and whether it says anything.
//!
//! Invariants: a model is believed only if, learnt from the earlier three quarters of the visits, it came closer to what
//! happened in the later quarter than their rate did, by more than chance explains; otherwise the rate is what is said
//! of everybody. Cancelled visits, walk-ins, visits without a known outcome and those whose booking is not known (imported
//! ones) are not in the sample.

use super::{
    features::{Features, Past, missed},
    judge::{Judged, Said, brier, judge},
    model::{Kind, Model, Outcome, Reason, base_rate},
};
use crate::{
    capacity::VisitFacts,
    id::{AppointmentId, LocationId},
    time::Instant,
};
use chrono_tz::Tz;

/// With fewer outcomes nothing is said at all.
pub const FEWEST_OUTCOMES: u32 = 100;
/// A visit counts so long after its end: until the day is closed, who came is known and who did not is not.
const SETTLED_AFTER_SECONDS: i64 = 24 * 3600;
/// The difference has to be so many standard errors above nothing: chance alone would do it once in twenty times.
const ONE_SIDED: f64 = 1.645;

/// There is not enough history to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLittle {
    pub outcomes: u32,
    pub needed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    BetterThanTheBaseRate,
    NoBetterThanTheBaseRate,
}

/// How the model did on the later quarter, beside what it has to be better than. None of them saw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    pub kind: Kind,
    pub learnt_from: u32,
    /// Where the later part begins.
    pub from: Instant,
    pub model: Judged,
    /// Everybody at the rate of the earlier part.
    pub base_rate: Judged,
    /// The regression without its ridge.
    pub plain: Judged,
    /// How much lower the model's Brier score is than the base rate's.
    pub gain: f64,
    pub gain_error: f64,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Learnt from all of it.
    pub model: Model,
    pub evaluation: Evaluation,
}

/// What is said of one visit. A share of visits like it; never of the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    pub probability: f64,
    /// The greatest first; none where only the base rate is known.
    pub reasons: Vec<Reason>,
}

/// Learns from every visit whose outcome was settled by `now`.
///
/// # Errors
/// [`TooLittle`] with fewer than [`FEWEST_OUTCOMES`].
pub fn forecast(
    visits: &[VisitFacts],
    zone: impl Fn(LocationId) -> Option<Tz>,
    now: Instant,
) -> Result<Forecast, TooLittle> {
    let past = Past::of(visits);
    let mut sample = sample(visits, zone, &past, now);
    sample.sort_unstable_by_key(|(at, _)| *at);
    let too_little = TooLittle { outcomes: counted(sample.len()), needed: FEWEST_OUTCOMES };
    if too_little.outcomes < FEWEST_OUTCOMES {
        return Err(too_little);
    }
    let from = sample[sample.len() / 4 * 3].0.0;
    let split = sample.partition_point(|(at, _)| at.0 < from);
    let outcomes: Vec<Outcome> = sample.into_iter().map(|(_, it)| it).collect();
    let (earlier, later) = outcomes.split_at(split);
    let evaluation = evaluate(earlier, later, from).ok_or(too_little)?;
    Ok(Forecast { model: Model::fit(evaluation.kind, &outcomes), evaluation })
}

impl Forecast {
    /// Whether the model's word is what is said.
    #[must_use]
    pub fn is_believed(&self) -> bool {
        self.evaluation.verdict == Verdict::BetterThanTheBaseRate
    }

    /// The model's word where it earned it, and the organization's rate otherwise.
    #[must_use]
    pub fn chance(&self, visit: &VisitFacts, zone: Tz, past: &Past) -> Chance {
        match Features::of(visit, zone, past).filter(|_| self.is_believed()) {
            Some(it) => Chance { probability: self.model.probability(&it), reasons: self.model.reasons(&it) },
            None => Chance { probability: self.model.base_rate(), reasons: Vec::new() },
        }
    }
}

/// Learns from the earlier part and looks at the later one; `None` where either is empty.
#[must_use]
pub fn evaluate(earlier: &[Outcome], later: &[Outcome], from: Instant) -> Option<Evaluation> {
    if earlier.is_empty() {
        return None;
    }
    let kind = Kind::enough_for(earlier);
    let said_by = |model: &Model| -> Vec<Said> {
        later.iter().map(|it| (model.probability(&it.features), it.missed)).collect()
    };
    let rate = base_rate(earlier);
    let by_model = said_by(&Model::fit(kind, earlier));
    let by_rate: Vec<Said> = later.iter().map(|it| (rate, it.missed)).collect();
    let (gain, gain_error) = gain(&by_model, &by_rate);
    let model = judge(&by_model)?;
    // Where all were missed, or none, nothing was told apart.
    let is_better = model.auc.is_some() && gain > ONE_SIDED * gain_error;
    Some(Evaluation {
        kind,
        learnt_from: counted(earlier.len()),
        from,
        model,
        base_rate: judge(&by_rate)?,
        plain: judge(&said_by(&Model::fit(Kind::Plain, earlier)))?,
        gain,
        gain_error,
        verdict: if is_better { Verdict::BetterThanTheBaseRate } else { Verdict::NoBetterThanTheBaseRate },
    })
}

/// Visits in the order of their days, and one order only.
type When = (Instant, AppointmentId);

fn sample(
    visits: &[VisitFacts],
    zone: impl Fn(LocationId) -> Option<Tz>,
    past: &Past,
    now: Instant,
) -> Vec<(When, Outcome)> {
    let settled = visits.iter().filter(|it| it.visit.end().plus_seconds(SETTLED_AFTER_SECONDS) <= now);
    let known = settled.filter_map(|it| {
        let missed = missed(it)?;
        let features = Features::of(it, zone(it.location)?, past)?;
        Some(((it.visit.start(), it.appointment), Outcome { features, missed }))
    });
    known.collect()
}

/// By how much the one's Brier score is lower than the other's, with the standard error of the difference, visit by visit.
fn gain(one: &[Said], other: &[Said]) -> (f64, f64) {
    let count = f64::from(counted(one.len()));
    let differences = || one.iter().zip(other).map(|(one, other)| brier(*other) - brier(*one));
    let mean = differences().sum::<f64>() / count;
    let squares: f64 = differences().map(|it| (it - mean) * (it - mean)).sum();
    (mean, (squares / f64::max(count - 1.0, 1.0) / count).sqrt())
}

fn counted(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

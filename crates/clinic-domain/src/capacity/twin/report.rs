//! What the runs say together: each measure of both schedules and of their difference with its spread, beside what really
//! happened.

use super::{
    demand::Demand,
    limits::{Limit, limits},
    run::{Run, run},
    tally::{Measure, Tally},
    timetable::Timetable,
};
use crate::{availability::Compared, id::ResourceId};
use std::ops::ControlFlow;

pub const RUNS: u32 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub runs: u32,
    pub seed: u64,
}

/// Over the runs: the middle one, and those that one in twenty is below or above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub p5: f64,
    pub median: f64,
    pub p95: f64,
}

/// A measure. What is absent is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub measure: Measure,
    pub really: Option<f64>,
    /// Replayed with the schedule as it was: beside `really` it says how far a replay is to be trusted.
    pub actual: Option<Spread>,
    pub proposed: Option<Spread>,
    /// The proposed schedule less the actual one, run by run with the same patients.
    pub difference: Option<Spread>,
}

impl Row {
    /// How far the replay of the schedule as it was is off.
    #[must_use]
    pub fn off(&self) -> Option<f64> {
        Some(self.actual?.median - self.really?)
    }

    /// Whether the difference points one way in nineteen runs of twenty.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.difference.is_some_and(|it| it.p5 > 0.0 || it.p95 < 0.0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub runs: u32,
    /// One for each [`Measure`].
    pub rows: Vec<Row>,
    pub limits: Vec<Limit>,
}

/// All runs, one after the other; `None` as soon as `progress` breaks off. A caller with threads does [`run`] in them and
/// takes the [`summary`].
pub fn simulate(
    demand: &Demand,
    schedules: Compared<&Timetable>,
    settings: Settings,
    mut progress: impl FnMut(u32, u32) -> ControlFlow<()>,
) -> Option<Report> {
    let mut runs = Vec::new();
    for nth in 0..settings.runs {
        runs.push(run(demand, schedules, settings.seed, nth));
        if progress(nth + 1, settings.runs).is_break() {
            return None;
        }
    }
    Some(summary(demand, &runs, None))
}

/// Of all providers, or of one. The order of the runs does not matter.
#[must_use]
pub fn summary(demand: &Demand, runs: &[Run], provider: Option<ResourceId>) -> Report {
    let of_wanted = |of: &[Tally]| {
        let wanted = of.iter().zip(demand.providers()).filter(|it| provider.is_none_or(|id| *it.1 == id));
        Tally::together(wanted.map(|it| it.0))
    };
    let really = of_wanted(demand.really());
    let tallies: Vec<Compared<Tally>> = runs
        .iter()
        .map(|it| Compared { before: of_wanted(&it.before), after: of_wanted(&it.after) })
        .collect();
    let row = |&measure: &Measure| {
        let spread_of = |value: &dyn Fn(&Compared<Tally>) -> Option<f64>| {
            Spread::of(tallies.iter().filter_map(value).collect()).filter(|_| is_known(demand, measure))
        };
        Row {
            measure,
            // Nobody wrote down who asked in vain.
            really: really.measure(measure).filter(|_| measure != Measure::Unmet),
            actual: spread_of(&|it| it.before.measure(measure)),
            proposed: spread_of(&|it| it.after.measure(measure)),
            difference: spread_of(&|it| Some(it.after.measure(measure)? - it.before.measure(measure)?)),
        }
    };
    Report {
        runs: u32::try_from(runs.len()).unwrap_or(u32::MAX),
        rows: Measure::ALL.iter().map(row).collect(),
        limits: limits(demand.counted()),
    }
}

/// How long things take is not invented: without times there are no waits.
fn is_known(demand: &Demand, measure: Measure) -> bool {
    use Measure as M;
    let needs_times = matches!(measure, M::WaitMedianMinutes | M::WaitP90Minutes | M::OvertimeMinutes);
    !needs_times || demand.counted().with_times > 0
}

impl Spread {
    /// By nearest rank; `None` of none.
    fn of(mut values: Vec<f64>) -> Option<Spread> {
        values.sort_unstable_by(f64::total_cmp);
        let rank = |percent: usize| {
            let rank = (values.len() * percent).div_ceil(100).max(1);
            values.get(rank - 1).copied()
        };
        Some(Spread { p5: rank(5)?, median: rank(50)?, p95: rank(95)? })
    }
}

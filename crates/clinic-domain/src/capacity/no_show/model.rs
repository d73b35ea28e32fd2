//! How likely it is that a visit is missed, learnt from visits that were kept or missed.
//!
//! Invariants: with few outcomes a model says little. Below [`ENOUGH`] it is the rate of the visit's type and lead time,
//! drawn towards the organization's; above it is a regression whose every weight is drawn towards the organization's
//! rate. Never is a share 0 or 1.

use super::{
    columns::{About, Columns, Row},
    features::{Features, Lead},
    log_odds, logistic,
};
use crate::id::{AppointmentTypeId, LocationId, ResourceId};
use chrono::Weekday;
use std::collections::BTreeMap;

/// What a regression needs to learn from.
pub const ENOUGH: Enough = Enough { outcomes: 1_000, of_either: 50 };

/// So many visits at an average rate stand behind each type's own, and at the type's rate behind each lead time's.
const SEGMENT_WEIGHT: f64 = 40.0;
/// The weights are within 0.5 of nothing, two of three times, before anything is known: a visit twice as likely to be
/// missed as the average one is not rare, one six times as likely is.
const RIDGE: f64 = 4.0;
/// As good as none: it only lets columns that always add up to one be told apart.
const NO_RIDGE: f64 = 1e-6;
/// What adds less than that to the log-odds (a tenth of the odds) is no reason.
const REASON: f64 = 0.1;
const MOST_REASONS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enough {
    pub outcomes: u32,
    /// Of those, at least so many missed, and so many kept.
    pub of_either: u32,
}

/// A visit of which it is known whether it was missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub features: Features,
    pub missed: bool,
}

/// Which of the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The rate of the type and the lead time, drawn towards the organization's.
    Segments,
    /// A ridge regression.
    Regression,
    /// The same without the ridge: only to compare with.
    Plain,
}

impl Kind {
    /// The one that so many outcomes are enough for.
    #[must_use]
    pub fn enough_for(outcomes: &[Outcome]) -> Kind {
        let enough = |count: usize, need: u32| u32::try_from(count).is_ok_and(|it| it >= need);
        let missed = outcomes.iter().filter(|it| it.missed).count();
        let is_enough = enough(outcomes.len(), ENOUGH.outcomes)
            && enough(missed.min(outcomes.len() - missed), ENOUGH.of_either);
        if is_enough { Kind::Regression } else { Kind::Segments }
    }
}

/// What makes a visit likelier to be missed than the average one, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    pub what: What,
    /// Natural logarithm of the odds, above the average visit's.
    pub log_odds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    BookedAhead {
        days: u32,
    },
    /// So many of the visits that had ended when this one was booked.
    Missed {
        missed: u32,
        of: u32,
    },
    FirstVisit,
    Weekday(Weekday),
    Hour(u32),
    OfSeries,
    BookedByClinic,
    AppointmentType(AppointmentTypeId),
    Location(LocationId),
    Provider(Option<ResourceId>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    base_rate: f64,
    learnt: Learnt,
}

#[derive(Clone, Debug, PartialEq)]
enum Learnt {
    Segments {
        types: BTreeMap<AppointmentTypeId, f64>,
        leads: BTreeMap<(AppointmentTypeId, Lead), f64>,
    },
    Weights {
        columns: Columns,
        weights: Vec<f64>,
        /// What each thing adds for the average visit.
        average: [f64; About::COUNT],
    },
}

/// The share of them that was missed, with half a visit of either kind beside them, so that it is never 0 or 1.
#[must_use]
pub fn base_rate(outcomes: &[Outcome]) -> f64 {
    let (missed, all) = tally(outcomes.iter());
    (missed + 0.5) / (all + 1.0)
}

impl Model {
    #[must_use]
    pub fn fit(kind: Kind, outcomes: &[Outcome]) -> Model {
        let base_rate = base_rate(outcomes);
        let learnt = match kind {
            Kind::Segments => segments(outcomes, base_rate),
            Kind::Regression => regression(outcomes, base_rate, RIDGE),
            Kind::Plain => regression(outcomes, base_rate, NO_RIDGE),
        };
        Model { base_rate, learnt }
    }

    /// The organization's.
    #[must_use]
    pub const fn base_rate(&self) -> f64 {
        self.base_rate
    }

    #[must_use]
    pub fn probability(&self, of: &Features) -> f64 {
        match &self.learnt {
            Learnt::Segments { types, leads } => {
                let key = (of.appointment_type, Lead::of_days(of.lead_days));
                let rate = leads.get(&key).or_else(|| types.get(&of.appointment_type));
                rate.copied().unwrap_or(self.base_rate)
            }
            Learnt::Weights { columns, weights, .. } => logistic::probability(columns.row(of).dot(weights)),
        }
    }

    /// What raises it most, at most three; the greatest first.
    #[must_use]
    pub fn reasons(&self, of: &Features) -> Vec<Reason> {
        let mut all = match &self.learnt {
            Learnt::Segments { types, .. } => {
                let own = types.get(&of.appointment_type).copied().unwrap_or(self.base_rate);
                let by_type = log_odds(own) - log_odds(self.base_rate);
                let by_lead = log_odds(self.probability(of)) - log_odds(own);
                vec![(About::AppointmentType, by_type), (About::Lead, by_lead)]
            }
            Learnt::Weights { columns, weights, average } => {
                let mut sums = [0.0; About::COUNT];
                add_up(columns, &columns.row(of), weights, &mut sums);
                let above = ABOUT.iter().map(|it| (*it, sums[*it as usize] - average[*it as usize]));
                above.collect()
            }
        };
        all.retain(|(_, log_odds)| *log_odds >= REASON);
        all.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let told =
            all.into_iter().filter_map(|(about, log_odds)| Some(Reason { what: what(about, of)?, log_odds }));
        told.take(MOST_REASONS).collect()
    }
}

const ABOUT: [About; 9] = [
    About::Lead,
    About::History,
    About::AppointmentType,
    About::Provider,
    About::Location,
    About::Weekday,
    About::Hour,
    About::Series,
    About::ByClinic,
];

/// In words; nothing for the absence of something.
fn what(about: About, of: &Features) -> Option<What> {
    Some(match about {
        About::Constant => return None,
        About::Lead => What::BookedAhead { days: of.lead_days },
        About::Weekday => What::Weekday(of.weekday),
        About::Hour => What::Hour(of.hour),
        About::Series => of.is_of_series.then_some(What::OfSeries)?,
        About::ByClinic => of.is_booked_by_clinic.then_some(What::BookedByClinic)?,
        About::History if of.before.visits() == 0 => What::FirstVisit,
        About::History => What::Missed { missed: of.before.missed, of: of.before.visits() },
        About::AppointmentType => What::AppointmentType(of.appointment_type),
        About::Location => What::Location(of.location),
        About::Provider => What::Provider(of.provider),
    })
}

fn segments(outcomes: &[Outcome], base_rate: f64) -> Learnt {
    let mut by_type: BTreeMap<AppointmentTypeId, Vec<&Outcome>> = BTreeMap::new();
    for it in outcomes {
        by_type.entry(it.features.appointment_type).or_default().push(it);
    }
    let (mut types, mut leads) = (BTreeMap::new(), BTreeMap::new());
    for (of_type, its) in by_type {
        let rate = drawn(its.iter().copied(), base_rate);
        types.insert(of_type, rate);
        for lead in Lead::ALL {
            let ahead = its.iter().copied().filter(|it| Lead::of_days(it.features.lead_days) == lead);
            leads.insert((of_type, lead), drawn(ahead, rate));
        }
    }
    Learnt::Segments { types, leads }
}

fn regression(outcomes: &[Outcome], base_rate: f64, ridge: f64) -> Learnt {
    let columns = Columns::of(outcomes.iter().map(|it| &it.features), base_rate);
    let rows: Vec<(Row, bool)> = outcomes.iter().map(|it| (columns.row(&it.features), it.missed)).collect();
    let weights = logistic::fit(&rows, columns.count(), base_rate, ridge);
    let (mut average, mut count) = ([0.0; About::COUNT], 0.0);
    for (row, _) in &rows {
        add_up(&columns, row, &weights, &mut average);
        count += 1.0;
    }
    Learnt::Weights { columns, weights, average: average.map(|it| it / f64::max(count, 1.0)) }
}

fn add_up(columns: &Columns, row: &Row, weights: &[f64], sums: &mut [f64; About::COUNT]) {
    for (column, value) in row.terms() {
        sums[columns.about(column) as usize] += value * weights[column];
    }
}

fn drawn<'a>(outcomes: impl Iterator<Item = &'a Outcome>, towards: f64) -> f64 {
    let (missed, all) = tally(outcomes);
    (missed + SEGMENT_WEIGHT * towards) / (all + SEGMENT_WEIGHT)
}

/// How many were missed, and how many there are.
fn tally<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> (f64, f64) {
    outcomes.fold((0.0, 0.0), |(missed, all), it| (missed + f64::from(u8::from(it.missed)), all + 1.0))
}

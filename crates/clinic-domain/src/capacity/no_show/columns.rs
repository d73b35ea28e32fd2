//! Features as the numbers that a regression adds up.
//!
//! Invariants: the columns of a row ascend; the first is the constant. What was not there when the columns were made (a
//! new type, a new provider) has no column, and counts as the average one.

use super::features::{Features, Lead};
use crate::id::{AppointmentTypeId, LocationId, ResourceId};
use chrono::Weekday;

const LOG_LEAD: usize = 1;
const LEAD: usize = 2;
const WEEKDAY: usize = LEAD + Lead::ALL.len();
const HOUR: usize = WEEKDAY + 7;
/// Where each part of the day ends, by the hour; the last one has no end.
const PARTS_OF_DAY: [u32; 5] = [9, 11, 13, 15, 17];
const SERIES: usize = HOUR + PARTS_OF_DAY.len() + 1;
const BY_CLINIC: usize = SERIES + 1;
const HISTORY: usize = BY_CLINIC + 1;
const FIRST_VISIT: usize = HISTORY + 1;
const TYPES: usize = FIRST_VISIT + 1;

/// How many visits of an average patient stand behind each patient's own: with few of one's own, one is like all.
const HISTORY_WEIGHT: f64 = 4.0;

const MOST_TERMS: usize = 12;

/// What a column says something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Constant,
    Lead,
    Weekday,
    Hour,
    Series,
    ByClinic,
    History,
    AppointmentType,
    Location,
    Provider,
}

impl About {
    pub(super) const COUNT: usize = About::Provider as usize + 1;
}

/// The numbers of one visit that are not zero, by column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    at: [u32; MOST_TERMS],
    of: [f64; MOST_TERMS],
    len: usize,
}

impl Row {
    pub(super) fn terms(&self) -> impl Iterator<Item = (usize, f64)> + Clone + '_ {
        let columns = self.at[..self.len].iter().map(|it| *it as usize);
        columns.zip(self.of[..self.len].iter().copied())
    }

    pub(super) fn dot(&self, weights: &[f64]) -> f64 {
        self.terms().map(|(column, value)| value * weights[column]).sum()
    }

    fn put(&mut self, column: usize, value: f64) {
        self.at[self.len] = u32::try_from(column).unwrap_or(0);
        self.of[self.len] = value;
        self.len += 1;
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    base_rate: f64,
    types: Vec<AppointmentTypeId>,
    locations: Vec<LocationId>,
    providers: Vec<Option<ResourceId>>,
}

impl Columns {
    /// Of everything that occurs in these visits, where that share is missed.
    pub(super) fn of<'a>(seen: impl Iterator<Item = &'a Features> + Clone, base_rate: f64) -> Columns {
        Columns {
            base_rate,
            types: distinct(seen.clone().map(|it| it.appointment_type)),
            locations: distinct(seen.clone().map(|it| it.location)),
            providers: distinct(seen.map(|it| it.provider)),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.providers_from() + self.providers.len()
    }

    pub(super) fn row(&self, it: &Features) -> Row {
        let mut row = Row { at: [0; MOST_TERMS], of: [0.0; MOST_TERMS], len: 0 };
        row.put(0, 1.0);
        // From 0 for the same day to 1 for two months.
        row.put(LOG_LEAD, f64::from(it.lead_days).ln_1p() / 4.0);
        row.put(LEAD + Lead::of_days(it.lead_days) as usize, 1.0);
        row.put(WEEKDAY + weekday(it.weekday), 1.0);
        row.put(HOUR + PARTS_OF_DAY.iter().take_while(|end| it.hour >= **end).count(), 1.0);
        if it.is_of_series {
            row.put(SERIES, 1.0);
        }
        if it.is_booked_by_clinic {
            row.put(BY_CLINIC, 1.0);
        }
        if it.before.visits() == 0 {
            row.put(FIRST_VISIT, 1.0);
        } else {
            row.put(HISTORY, self.history(it));
        }
        let known = [
            self.types.binary_search(&it.appointment_type).map(|at| TYPES + at),
            self.locations.binary_search(&it.location).map(|at| self.locations_from() + at),
            self.providers.binary_search(&it.provider).map(|at| self.providers_from() + at),
        ];
        for column in known.into_iter().flatten() {
            row.put(column, 1.0);
        }
        row
    }

    pub(super) fn about(&self, column: usize) -> About {
        match column {
            0 => About::Constant,
            LOG_LEAD..WEEKDAY => About::Lead,
            WEEKDAY..HOUR => About::Weekday,
            HOUR..SERIES => About::Hour,
            SERIES => About::Series,
            BY_CLINIC => About::ByClinic,
            HISTORY | FIRST_VISIT => About::History,
            _ if column < self.locations_from() => About::AppointmentType,
            _ if column < self.providers_from() => About::Location,
            _ => About::Provider,
        }
    }

    /// How much more often than all patients this one missed, in log-odds, drawn towards nothing.
    fn history(&self, it: &Features) -> f64 {
        let missed = f64::from(it.before.missed) + HISTORY_WEIGHT * self.base_rate;
        let share = missed / (f64::from(it.before.visits()) + HISTORY_WEIGHT);
        super::log_odds(share) - super::log_odds(self.base_rate)
    }

    fn locations_from(&self) -> usize {
        TYPES + self.types.len()
    }

    fn providers_from(&self) -> usize {
        self.locations_from() + self.locations.len()
    }
}

fn weekday(it: Weekday) -> usize {
    it as usize
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<std::collections::BTreeSet<T>>().into_iter().collect()
}

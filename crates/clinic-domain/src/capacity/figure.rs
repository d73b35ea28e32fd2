//! What a metric says: a figure with what it is made of, or why there is none.
//!
//! Invariants: a share's whole and the number behind a spread or a mean are never 0; what cannot be known is
//! [`Figure::Unknown`] and never a 0. An amount of 0 is known.

use crate::code_enum;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// "12 of 340".
    Share {
        part: u64,
        whole: u64,
    },
    /// The middle, and what nine of ten do not exceed: each is a value that occurs, by nearest rank.
    Spread {
        median: i64,
        p90: i64,
        of: u64,
    },
    Mean {
        total: u64,
        of: u64,
    },
    Amount(u64),
    Unknown(Why),
}

code_enum! {
    /// Why a figure is not known.
    Why {
        /// There is none of what it is a share or the middle of.
        Nothing = "nothing",
        /// It happened, and nobody wrote down what is asked: an import does not say who booked when.
        NotRecorded = "not_recorded",
        /// People who asked and got nothing are written down nowhere.
        RequestsNotLogged = "requests_not_logged",
        /// The schedule has no hours then.
        NoHours = "no_hours",
        /// No times were given back, or the beginning of those that were is yet to come.
        NothingReleased = "nothing_released",
        /// Nothing was found as far ahead as was looked.
        BeyondSearch = "beyond_search",
        /// Today is not among the asked days.
        TodayNotAsked = "today_not_asked",
        /// Nobody looked it up for these filters.
        NotLookedUp = "not_looked_up",
    }
}

impl Figure {
    #[must_use]
    pub fn share(part: u64, whole: u64, otherwise: Why) -> Figure {
        if whole == 0 { Figure::Unknown(otherwise) } else { Figure::Share { part, whole } }
    }

    #[must_use]
    pub fn mean(values: impl Iterator<Item = u64>) -> Figure {
        let (mut total, mut of) = (0, 0);
        values.for_each(|it| (total, of) = (total + it, of + 1));
        if of == 0 { Figure::Unknown(Why::Nothing) } else { Figure::Mean { total, of } }
    }

    /// One number to put figures in a row with: of a share its ratio, of a spread its median. Nothing where it is not
    /// known.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match *self {
            Figure::Share { part, whole } => Some(part as f64 / whole as f64),
            Figure::Spread { median, .. } => Some(median as f64),
            Figure::Mean { total, of } => Some(total as f64 / of as f64),
            Figure::Amount(it) => Some(it as f64),
            Figure::Unknown(_) => None,
        }
    }
}

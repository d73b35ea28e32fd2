//! Series: visits that repeat. A pattern becomes days here, as RFC 5545 has them for the part of its rules that a
//! clinic asks for; whether a visit fits on such a day is [`crate::availability::occurrences`]'s to say. A series is
//! its visits, each a row of its own with the same [`SeriesId`]: the pattern is kept for people to read.
//!
//! Invariants: the days ascend strictly, lie in the pattern and not before the first one; a month that lacks the day
//! is told and never counted.

use crate::{
    appointment_type::Preceding,
    code_enum,
    id::SeriesId,
    invalid::{Field, Problem},
    refusal::Refusal,
    schedule::MOST_DAYS_AHEAD,
    time::monday_of,
};
use chrono::{Datelike, Months, NaiveDate, TimeDelta, Weekday};

/// Two years of a weekly visit. More is a slip of the pen: the hours of nobody are known for longer, and a person
/// has to look at every one of them.
pub const MOST_OCCURRENCES: usize = 104;
const MOST_WEEKS: u8 = 52;
const MOST_MONTHS: u8 = 24;

/// Which series a visit is one occurrence of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    /// As it was booked, or last moved together with others; none where those moved to days without one.
    pub pattern: Option<Pattern>,
    /// What comes before the other, where a person said so and not the type.
    pub link: Option<Preceding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// The weeks are counted from the Monday of the first day's.
    Weekly {
        every_n_weeks: u8,
        weekdays: Vec<Weekday>,
    },
    /// Months without that day are left out.
    MonthlyByDate {
        every_n_months: u8,
        day: u8,
    },
    MonthlyByWeekday {
        every_n_months: u8,
        nth: Nth,
        weekday: Weekday,
    },
}

code_enum! {
    /// Which of a weekday's days in a month.
    Nth { First = "first", Second = "second", Third = "third", Fourth = "fourth", Last = "last" }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    After {
        count: u16,
    },
    /// Included.
    Until {
        day: NaiveDate,
    },
}

/// What a person asks to be repeated how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    pub first_day: NaiveDate,
    pub pattern: Pattern,
    pub ending: Ending,
}

/// What the pattern says of a day, or of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    On(NaiveDate),
    /// The month that ends on this day has no such date.
    Without {
        last_day: NaiveDate,
        day: u8,
    },
}

impl Turn {
    /// The day itself, or the one that comes nearest to it.
    #[must_use]
    pub const fn near(self) -> NaiveDate {
        match self {
            Turn::On(day) => day,
            Turn::Without { last_day, .. } => last_day,
        }
    }
}

impl Repeat {
    /// The days in order, from a first day that may be before it up to the ending.
    ///
    /// # Errors
    /// A refusal that names the field: a pattern that cannot be or never comes about, an ending before the beginning,
    /// more than [`MOST_OCCURRENCES`], a day more than [`MOST_DAYS_AHEAD`] after `today`.
    pub fn turns(&self, today: NaiveDate) -> Result<Vec<Turn>, Refusal> {
        let furthest = today + TimeDelta::days(MOST_DAYS_AHEAD);
        self.pattern.check()?;
        let (field, last, most) = self.bounds(furthest)?;
        let (mut turns, mut count) = (Vec::new(), 0);
        for turn in self.pattern.from(self.first_day) {
            if turn.near() > last || count == most {
                break;
            }
            count += usize::from(matches!(turn, Turn::On(_)));
            turns.push(turn);
            if count > MOST_OCCURRENCES {
                return Err(invalid(field, Problem::AtMost { most: MOST_OCCURRENCES as u16 }));
            }
        }
        match self.ending {
            _ if count == 0 => Err(invalid(Field::Pattern, Problem::NeverHappens)),
            Ending::After { .. } if count < most => Err(invalid(field, Problem::OverTenYearsAhead)),
            _ => Ok(turns),
        }
    }

    /// Which field ends it, the last day that is looked at, and how many days are taken.
    fn bounds(&self, furthest: NaiveDate) -> Result<(Field, NaiveDate, usize), Refusal> {
        if self.first_day > furthest {
            return Err(invalid(Field::FirstDay, Problem::OverTenYearsAhead));
        }
        match self.ending {
            Ending::After { count } => {
                in_range(Field::Count, count, MOST_OCCURRENCES as u16)?;
                Ok((Field::Count, furthest, usize::from(count)))
            }
            Ending::Until { day } if day < self.first_day => {
                Err(invalid(Field::Until, Problem::BeforeItsBeginning))
            }
            Ending::Until { day } if day > furthest => Err(invalid(Field::Until, Problem::OverTenYearsAhead)),
            Ending::Until { day } => Ok((Field::Until, day, usize::MAX)),
        }
    }
}

impl Pattern {
    fn check(&self) -> Result<(), Refusal> {
        match self {
            Pattern::Weekly { every_n_weeks, weekdays } => {
                in_range(Field::EveryNWeeks, u16::from(*every_n_weeks), u16::from(MOST_WEEKS))?;
                if weekdays.is_empty() {
                    return Err(invalid(Field::Weekdays, Problem::OneNeeded));
                }
            }
            Pattern::MonthlyByDate { every_n_months, day } => {
                in_range(Field::EveryNMonths, u16::from(*every_n_months), u16::from(MOST_MONTHS))?;
                in_range(Field::Day, u16::from(*day), 31)?;
            }
            Pattern::MonthlyByWeekday { every_n_months, .. } => {
                in_range(Field::EveryNMonths, u16::from(*every_n_months), u16::from(MOST_MONTHS))?;
            }
        }
        Ok(())
    }

    /// Its days from the first one on, as long as the calendar goes. The pattern has been checked.
    fn from(&self, first: NaiveDate) -> Box<dyn Iterator<Item = Turn> + '_> {
        match self {
            Pattern::Weekly { every_n_weeks, weekdays } => {
                let weeks = i64::from(*every_n_weeks);
                let days = first.iter_days().filter(move |day| {
                    weekdays.contains(&day.weekday())
                        && (monday_of(*day) - monday_of(first)).num_weeks() % weeks == 0
                });
                Box::new(days.map(Turn::On))
            }
            Pattern::MonthlyByDate { every_n_months, day } => {
                let turns = months(first, *every_n_months).map(|month| on_date(month, *day));
                Box::new(turns.skip_while(move |it| it.near() < first))
            }
            Pattern::MonthlyByWeekday { every_n_months, nth, weekday } => {
                let turns = months(first, *every_n_months).map(|month| Turn::On(nth.of(*weekday, month)));
                Box::new(turns.skip_while(move |it| it.near() < first))
            }
        }
    }

    /// The same so many days later; `None` where those days follow no pattern.
    #[must_use]
    pub fn later(&self, days: i64) -> Option<Pattern> {
        if days == 0 {
            return Some(self.clone());
        }
        let Pattern::Weekly { every_n_weeks, weekdays } = self else {
            return None;
        };
        let turn = |it: &Weekday| {
            let place = (i64::from(it.num_days_from_monday()) + days).rem_euclid(7);
            Weekday::try_from(place as u8).unwrap_or(*it)
        };
        let mut weekdays: Vec<Weekday> = weekdays.iter().map(turn).collect();
        weekdays.sort_unstable_by_key(Weekday::num_days_from_monday);
        Some(Pattern::Weekly { every_n_weeks: *every_n_weeks, weekdays })
    }
}

impl Nth {
    /// Its day in the month that begins on `month`.
    fn of(self, weekday: Weekday, month: NaiveDate) -> NaiveDate {
        let ahead = |from: NaiveDate| {
            let days = weekday.num_days_from_monday() + 7 - from.weekday().num_days_from_monday();
            from + TimeDelta::days(i64::from(days % 7))
        };
        let weeks = match self {
            Nth::First => 0,
            Nth::Second => 1,
            Nth::Third => 2,
            Nth::Fourth => 3,
            Nth::Last => return ahead(last_of(month) - TimeDelta::days(6)),
        };
        ahead(month) + TimeDelta::weeks(weeks)
    }
}

/// The first days of every nth month from the one that `first` is in.
fn months(first: NaiveDate, every_n: u8) -> impl Iterator<Item = NaiveDate> {
    let month = first.with_day(1).unwrap_or(first);
    (0..).map_while(move |turn: u32| month.checked_add_months(Months::new(turn * u32::from(every_n))))
}

fn on_date(month: NaiveDate, day: u8) -> Turn {
    let without = || Turn::Without { last_day: last_of(month), day };
    month.with_day(u32::from(day)).map_or_else(without, Turn::On)
}

fn last_of(month: NaiveDate) -> NaiveDate {
    month.checked_add_months(Months::new(1)).and_then(|it| it.pred_opt()).unwrap_or(month)
}

fn in_range(field: Field, value: u16, most: u16) -> Result<(), Refusal> {
    match value {
        0 => Err(invalid(field, Problem::OutOfRange { least: 1, most })),
        it if it > most => Err(invalid(field, Problem::OutOfRange { least: 1, most })),
        _ => Ok(()),
    }
}

const fn invalid(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid { field, problem }
}

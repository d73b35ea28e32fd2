//! The series that a visit is one occurrence of.

use crate::{
    error::DecodeError,
    wire::{Wire, wire},
};
use chrono::Weekday;
use clinic_domain::{
    appointment_type::Preceding,
    id::SeriesId,
    series::{Nth, Pattern, Series},
};
use serde::{Deserialize, Serialize};

wire! {
    SeriesV1 for Series {
        required { id: SeriesId }
        optional { pattern: Option<Pattern>, link: Option<Preceding> }
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatternV1 {
    Weekly { every_n_weeks: u8, weekdays: Vec<<Weekday as Wire>::Form> },
    MonthlyByDate { every_n_months: u8, day: u8 },
    MonthlyByWeekday { every_n_months: u8, nth: Nth, weekday: <Weekday as Wire>::Form },
}

impl Wire for Pattern {
    type Form = PatternV1;

    fn form(&self) -> PatternV1 {
        match self {
            Pattern::Weekly { every_n_weeks, weekdays } => {
                PatternV1::Weekly { every_n_weeks: *every_n_weeks, weekdays: weekdays.form() }
            }
            Pattern::MonthlyByDate { every_n_months, day } => {
                PatternV1::MonthlyByDate { every_n_months: *every_n_months, day: *day }
            }
            Pattern::MonthlyByWeekday { every_n_months, nth, weekday } => PatternV1::MonthlyByWeekday {
                every_n_months: *every_n_months,
                nth: *nth,
                weekday: weekday.form(),
            },
        }
    }

    fn read(form: PatternV1) -> Result<Self, DecodeError> {
        Ok(match form {
            PatternV1::Weekly { every_n_weeks, weekdays } => {
                Pattern::Weekly { every_n_weeks, weekdays: Wire::read(weekdays)? }
            }
            PatternV1::MonthlyByDate { every_n_months, day } => {
                Pattern::MonthlyByDate { every_n_months, day }
            }
            PatternV1::MonthlyByWeekday { every_n_months, nth, weekday } => {
                Pattern::MonthlyByWeekday { every_n_months, nth, weekday: Wire::read(weekday)? }
            }
        })
    }
}

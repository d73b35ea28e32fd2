//! When resources work: weekly templates with validity, and exceptions to them. Times are wall-clock times of
//! the resource's location.

use crate::{
    code_enum,
    id::{AppointmentTypeId, ExceptionId, LocationId, ResourceId, TemplateId, Version},
    time::DayMinute,
};
use chrono::{NaiveDate, Weekday};

/// A resource's weekly sessions from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleTemplate {
    pub id: TemplateId,
    pub version: Version,
    pub resource: ResourceId,
    pub name: String,
    pub valid_from: NaiveDate,
    /// Last day it holds; open-ended when absent.
    pub valid_to: Option<NaiveDate>,
    /// 1 = every week. n = every nth week, counted from the week of `valid_from`.
    pub every_n_weeks: u8,
    pub sessions: Vec<WeeklySession>,
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklySession {
    pub weekday: Weekday,
    pub from: DayMinute,
    /// After `from`; may be the end of the day.
    pub to: DayMinute,
    /// Only these types; empty means all.
    pub types: Vec<AppointmentTypeId>,
    /// How many overbook lanes the session allows; 0 for none.
    pub overbook_lanes: u8,
}

/// A departure from the templates of one resource, or of a whole location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleException {
    pub id: ExceptionId,
    pub version: Version,
    pub scope: ExceptionScope,
    pub kind: ExceptionKind,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// The part of each day that it is about; the whole day by default.
    pub from: DayMinute,
    pub to: DayMinute,
    /// In words, for the board and for "why not": "Staff meeting".
    pub reason: String,
    /// For an extra session: which types it takes (empty: all) and its lanes.
    pub types: Vec<AppointmentTypeId>,
    pub overbook_lanes: u8,
    pub is_active: bool,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionScope {
    Resource(ResourceId),
    Location(LocationId),
}

code_enum! {
    ExceptionKind {
        /// The location or resource is closed: public holiday.
        Holiday = "holiday",
        TimeOff = "time_off",
        /// Lunch or another pause.
        Break = "break",
        /// Time that the desk blocked; does not touch visits that are booked already.
        Block = "block",
        /// Opens time that no template has.
        ExtraSession = "extra_session",
    }
}

impl ExceptionKind {
    /// Whether it takes time away (all but the extra session).
    #[must_use]
    pub const fn closes(self) -> bool {
        !matches!(self, ExceptionKind::ExtraSession)
    }
}

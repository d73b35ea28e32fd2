//! When resources work: weekly templates with validity, and exceptions to them. Times are wall-clock times of
//! the resource's location.

use crate::{
    business_hours::BusinessHours,
    code_enum,
    id::{AppointmentTypeId, ExceptionId, LocationId, ResourceId, TemplateId, Version},
    time::{DayMinute, monday_of},
};
use chrono::{Datelike, NaiveDate, Weekday};

/// No hours and no closure begin or end further ahead than ten years: such a day is a slip of the pen.
pub const MOST_DAYS_AHEAD: i64 = 3_653;

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

impl ScheduleTemplate {
    /// Whether its sessions are those of a day, as far as validity and the turn of weeks are concerned.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day
            && self.valid_to.is_none_or(|last| day <= last)
            && (self.every_n_weeks <= 1 || {
                let weeks = (monday_of(day) - monday_of(self.valid_from)).num_weeks();
                weeks % i64::from(self.every_n_weeks) == 0
            })
    }

    /// The first day from `since` on that has a session of both at the same time, and from when to when.
    #[must_use]
    pub fn clash(
        &self,
        other: &ScheduleTemplate,
        since: NaiveDate,
    ) -> Option<(NaiveDate, DayMinute, DayMinute)> {
        let first = since.max(self.valid_from).max(other.valid_from);
        // Then the turns of both begin anew; the first week may be cut off.
        let weeks = usize::from(self.every_n_weeks.max(1)) * usize::from(other.every_n_weeks.max(1)) + 1;
        let days =
            first.iter_days().take(weeks * 7).filter(|day| self.holds_on(*day) && other.holds_on(*day));
        days.into_iter().find_map(|day| {
            let on = |it: &&WeeklySession| it.weekday == day.weekday();
            let shared = self.sessions.iter().filter(on).flat_map(|one| {
                other.sessions.iter().filter(on).filter_map(|another| one.shared_with(another))
            });
            shared.min().map(|(from, to)| (day, from, to))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklySession {
    pub weekday: Weekday,
    pub from: DayMinute,
    /// After `from`; may be the end of the day.
    pub to: DayMinute,
    /// Only these types; empty means all.
    pub types: Vec<AppointmentTypeId>,
    /// From so many days before on it takes every type; never when absent.
    pub release_days: Option<u16>,
    /// What of it stays free until its day is near.
    pub reserve: Option<SessionReserve>,
    /// How many overbook lanes the session allows; 0 for none.
    pub overbook_lanes: u8,
}

/// A share of a session that is kept free for what comes up late. An overbook may take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionReserve {
    /// Of the session's minutes: 1 to 100.
    pub percent: u8,
    /// From so many days before on nothing is kept any more: 0 for the day itself.
    pub until_days: u16,
}

impl WeeklySession {
    /// A session for every type at any time.
    #[must_use]
    pub const fn plain(
        weekday: Weekday,
        from: DayMinute,
        to: DayMinute,
        overbook_lanes: u8,
    ) -> WeeklySession {
        WeeklySession {
            weekday,
            from,
            to,
            types: Vec::new(),
            release_days: None,
            reserve: None,
            overbook_lanes,
        }
    }

    /// The types that it takes, as things stand `days_ahead` of its day; empty means all.
    #[must_use]
    pub fn types_ahead(&self, days_ahead: i64) -> &[AppointmentTypeId] {
        let is_released = self.release_days.is_some_and(|it| days_ahead <= i64::from(it));
        if is_released { &[] } else { &self.types }
    }

    /// What it keeps free as things stand `days_ahead` of its day.
    #[must_use]
    pub fn reserve_ahead(&self, days_ahead: i64) -> Option<SessionReserve> {
        self.reserve.filter(|it| days_ahead > i64::from(it.until_days))
    }

    /// From when to when two sessions of one weekday overlap.
    #[must_use]
    pub fn shared_with(&self, other: &WeeklySession) -> Option<(DayMinute, DayMinute)> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (self.weekday == other.weekday && from < to).then_some((from, to))
    }
}

/// A change of when resources work: what is written, as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleChange {
    Template(ScheduleTemplate),
    Exception(ScheduleException),
    /// Those of the whole organization.
    BusinessHours(Option<BusinessHours>),
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
        /// Somebody comes later on a day than the template says.
        LateStart = "late_start",
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

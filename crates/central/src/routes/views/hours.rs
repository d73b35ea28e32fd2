//! When resources work: weekly templates, and exceptions to them.

use super::{
    setup::yes,
    time::{Day, DayOfWeek, TimeOfDay},
};
use clinic_domain::{
    id::{AppointmentTypeId, ExceptionId, LocationId, ResourceId, TemplateId, Version},
    schedule::{
        ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve, WeeklySession,
    },
    time::DayMinute,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const fn every_week() -> u8 {
    1
}

/// The weekly sessions of a provider, a room or a device, from one day to another. Times are those on the wall of its
/// location.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "ScheduleTemplate")]
pub struct TemplateForm {
    pub resource: ResourceId,
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    pub valid_from: Day,
    /// Last day; open-ended when absent.
    #[serde(default)]
    pub valid_to: Option<Day>,
    /// Every nth week, counted from the week of `valid_from`.
    #[serde(default = "every_week")]
    #[garde(range(min = 1, max = 52))]
    pub every_n_weeks: u8,
    #[garde(length(max = 100), dive)]
    pub sessions: Vec<SessionForm>,
    #[serde(default = "yes")]
    pub is_active: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Session")]
pub struct SessionForm {
    pub weekday: DayOfWeek,
    pub from: TimeOfDay,
    pub to: TimeOfDay,
    /// Only these; empty: all.
    #[serde(default)]
    #[garde(length(max = 100))]
    pub types: Vec<AppointmentTypeId>,
    /// From so many days before on every type is taken; never when absent.
    #[serde(default)]
    #[garde(range(max = 366))]
    pub release_days: Option<u16>,
    /// What stays free until the day is near.
    #[serde(default)]
    #[garde(dive)]
    pub reserve: Option<ReserveForm>,
    #[serde(default)]
    #[garde(range(max = 9))]
    pub overbook_lanes: u8,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SessionReserve")]
pub struct ReserveForm {
    /// Of the session's minutes.
    #[garde(range(min = 1, max = 100))]
    pub percent: u8,
    /// From so many days before on nothing is kept any more.
    #[garde(range(max = 366))]
    pub until_days: u16,
}

impl TemplateForm {
    #[must_use]
    pub fn of(it: &ScheduleTemplate) -> TemplateForm {
        let session = |it: &WeeklySession| SessionForm {
            weekday: DayOfWeek(it.weekday),
            from: TimeOfDay(it.from),
            to: TimeOfDay(it.to),
            types: it.types.clone(),
            release_days: it.release_days,
            reserve: it.reserve.map(|it| ReserveForm { percent: it.percent, until_days: it.until_days }),
            overbook_lanes: it.overbook_lanes,
        };
        TemplateForm {
            resource: it.resource,
            name: it.name.clone(),
            valid_from: Day(it.valid_from),
            valid_to: it.valid_to.map(Day),
            every_n_weeks: it.every_n_weeks,
            sessions: it.sessions.iter().map(session).collect(),
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&ScheduleTemplate>) -> ScheduleTemplate {
        let reserve = |ReserveForm { percent, until_days }| SessionReserve { percent, until_days };
        let session = |it: SessionForm| WeeklySession {
            weekday: it.weekday.0,
            from: it.from.0,
            to: it.to.0,
            types: it.types,
            release_days: it.release_days,
            reserve: it.reserve.map(reserve),
            overbook_lanes: it.overbook_lanes,
        };
        ScheduleTemplate {
            id: TemplateId(id),
            version,
            resource: self.resource,
            name: self.name,
            valid_from: self.valid_from.0,
            valid_to: self.valid_to.map(|it| it.0),
            every_n_weeks: self.every_n_weeks,
            sessions: self.sessions.into_iter().map(session).collect(),
            is_active: self.is_active,
        }
    }
}

/// What an exception is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "ExceptionScope")]
pub enum ScopeForm {
    Resource(ResourceId),
    Location(LocationId),
}

const fn midnight() -> TimeOfDay {
    TimeOfDay(DayMinute::MIDNIGHT)
}

const fn end_of_day() -> TimeOfDay {
    TimeOfDay(DayMinute::END)
}

/// A holiday, time off, a pause, a block, or an extra session; of one resource or of a whole location. Visits that are booked
/// stay where they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "ScheduleException")]
pub struct ExceptionForm {
    pub scope: ScopeForm,
    pub kind: ExceptionKind,
    pub first_day: Day,
    pub last_day: Day,
    /// The part of each day; the whole day when absent.
    #[serde(default = "midnight")]
    pub from: TimeOfDay,
    #[serde(default = "end_of_day")]
    pub to: TimeOfDay,
    #[garde(length(chars, min = 1, max = 200))]
    pub reason: String,
    /// Of an extra session: which types it takes; empty: all.
    #[serde(default)]
    #[garde(length(max = 100))]
    pub types: Vec<AppointmentTypeId>,
    #[serde(default)]
    #[garde(range(max = 9))]
    pub overbook_lanes: u8,
    /// Taken back when false.
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl ExceptionForm {
    #[must_use]
    pub fn of(it: &ScheduleException) -> ExceptionForm {
        ExceptionForm {
            scope: match it.scope {
                ExceptionScope::Resource(id) => ScopeForm::Resource(id),
                ExceptionScope::Location(id) => ScopeForm::Location(id),
            },
            kind: it.kind,
            first_day: Day(it.first_day),
            last_day: Day(it.last_day),
            from: TimeOfDay(it.from),
            to: TimeOfDay(it.to),
            reason: it.reason.clone(),
            types: it.types.clone(),
            overbook_lanes: it.overbook_lanes,
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, stands: Option<&ScheduleException>) -> ScheduleException {
        ScheduleException {
            id: ExceptionId(id),
            version,
            scope: match self.scope {
                ScopeForm::Resource(id) => ExceptionScope::Resource(id),
                ScopeForm::Location(id) => ExceptionScope::Location(id),
            },
            kind: self.kind,
            first_day: self.first_day.0,
            last_day: self.last_day.0,
            from: self.from.0,
            to: self.to.0,
            reason: self.reason,
            types: self.types,
            overbook_lanes: self.overbook_lanes,
            is_active: self.is_active,
            source: stands.and_then(|it| it.source.clone()),
        }
    }
}

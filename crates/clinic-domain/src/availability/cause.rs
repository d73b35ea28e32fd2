//! The reasons why a search finds nothing, and how they are summed up.

use crate::{
    business_hours::ClosedHours,
    id::{AppointmentId, ExceptionId, LocationId, ResourceId},
    refusal::NearestHours,
    resource::ResourceKind,
    time::Period,
};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// One reason, for all the asked time that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    pub cause: Cause,
    /// Whose time it takes, by position; empty where it is nobody's in particular.
    pub resources: Vec<ResourceId>,
}

/// Each holds of every resource that it is said of, somewhere in the asked time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    // Who
    /// Asked for, but not at this location, or no longer.
    NotHere,
    /// Asked for, but the type is not for them.
    NotForType,
    /// The location has nobody and nothing of this kind that the type could take.
    NobodyThere {
        kind: ResourceKind,
    },
    // The asked time
    WindowTooShort {
        needed_minutes: u16,
    },
    InThePast,
    NoticeTooShort {
        needed_minutes: u32,
    },
    // Their time
    /// None of their sessions holds the visit anywhere in the asked time; what one of them has next to it.
    NoSession {
        nearest: Option<NearestHours>,
    },
    /// Sessions of theirs would hold it, but the business hours cut them; the closed part, where it is one.
    OutsideBusinessHours {
        closed: Option<ClosedHours>,
    },
    /// Sessions of theirs take other types only.
    TypeNotInSession,
    /// Something closes them: lunch, time off, a block, a holiday.
    Closed {
        exception: ExceptionId,
    },
    /// Other visits are in the way; the longest time that one of them has free, and how much the visit takes.
    Booked {
        longest_free_minutes: i64,
        needed_minutes: i64,
    },
    /// Their sessions keep the rest free; from this day on nothing of it any more.
    Reserved {
        opens: NaiveDate,
    },
    /// Rooms or devices are readied between visits.
    Changeover,
    /// They are at another location, or on the way.
    Elsewhere {
        location: LocationId,
    },
    /// Free for long enough, but from no time on at which visits start.
    OffGrid {
        grid_minutes: u8,
    },
    // Others, at times that are free otherwise
    /// Nobody and nothing of this kind is free as well.
    NeedUnmet {
        kind: ResourceKind,
    },
    /// The patient has another visit.
    PatientBusy {
        appointment: AppointmentId,
        during: Period,
    },
}

impl Cause {
    /// Stable, for scripts; the same as that of the refusal that a click gives.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Cause::NotHere => "not_here",
            Cause::NotForType => "not_for_type",
            Cause::NobodyThere { .. } => "nobody_there",
            Cause::WindowTooShort { .. } => "window_too_short",
            Cause::InThePast => "in_the_past",
            Cause::NoticeTooShort { .. } => "notice_too_short",
            Cause::NoSession { .. } => "outside_sessions",
            Cause::OutsideBusinessHours { .. } => "outside_business_hours",
            Cause::TypeNotInSession => "type_not_in_session",
            Cause::Closed { .. } => "closed",
            Cause::Booked { .. } => "taken",
            Cause::Reserved { .. } => "reserved",
            Cause::Changeover => "changeover",
            Cause::Elsewhere { .. } => "elsewhere",
            Cause::OffGrid { .. } => "off_grid",
            Cause::NeedUnmet { .. } => "need_unmet",
            Cause::PatientBusy { .. } => "patient_busy",
        }
    }

    /// Both as one; `None` where they are two.
    fn joined(&self, other: &Cause) -> Option<Cause> {
        Some(match (self, other) {
            (Cause::NoSession { nearest: one }, Cause::NoSession { nearest: other }) => {
                Cause::NoSession { nearest: [*one, *other].into_iter().flatten().min() }
            }
            (Cause::Reserved { opens: one }, Cause::Reserved { opens: other }) => {
                Cause::Reserved { opens: *one.min(other) }
            }
            (
                Cause::Booked { longest_free_minutes: one, needed_minutes },
                Cause::Booked { longest_free_minutes: other, .. },
            ) => Cause::Booked { longest_free_minutes: *one.max(other), needed_minutes: *needed_minutes },
            (one, other) if one == other => one.clone(),
            (Cause::OutsideBusinessHours { .. }, Cause::OutsideBusinessHours { .. }) => {
                Cause::OutsideBusinessHours { closed: None }
            }
            _ => return None,
        })
    }
}

/// More reasons than these help nobody on the phone.
const MOST_OBSTACLES: usize = 4;

/// Obstacles with the seconds of starts that each takes.
#[derive(Default)]
pub(super) struct Sums(Vec<(Obstacle, i64)>);

impl Sums {
    pub(super) fn add(&mut self, cause: Cause, resource: Option<ResourceId>, seconds: i64) {
        if seconds <= 0 {
            return;
        }
        for (obstacle, sum) in &mut self.0 {
            if let Some(joined) = obstacle.cause.joined(&cause) {
                obstacle.cause = joined;
                obstacle.resources.extend(resource.filter(|it| !obstacle.resources.contains(it)));
                *sum += seconds;
                return;
            }
        }
        self.0.push((Obstacle { cause, resources: resource.into_iter().collect() }, seconds));
    }

    pub(super) fn heaviest(mut self) -> Vec<Obstacle> {
        self.0.sort_by_key(|it| Reverse(it.1));
        self.0.into_iter().take(MOST_OBSTACLES).map(|it| it.0).collect()
    }
}

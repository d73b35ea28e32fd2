//! A visit of one type at one location, as the engine needs it: who must be there when, in seconds from its
//! start, and what can be said about a start before anybody's time is looked at.
//!
//! Invariants: a [`Visit`] has at least one role and every part has a length; whatever the setup says that
//! cannot be (a part outside the visit, a length of nothing) is refused here.

use super::{asking::Asking, calendar::Days};
use crate::{
    appointment::MAX_VISIT_MINUTES,
    appointment_type::{AppointmentType, Need},
    id::{AppointmentTypeId, LocationId, ResourceId},
    invalid::{Field, Problem},
    operation::Buffer,
    organization::Location,
    refusal::{Missing, Refusal},
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{Instant, Period, day_of},
};
use chrono::NaiveDate;
use std::{num::NonZeroU32, ops::RangeInclusive};

pub(super) struct Visit<'a> {
    pub(super) location: &'a Location,
    pub(super) appointment_type: &'a AppointmentType,
    pub(super) roles: Vec<Role<'a>>,
    pub(super) grid_minutes: u8,
    /// The buffer that it goes without.
    pub(super) waives: Option<Buffer>,
    seconds: NonZeroU32,
}

/// One second: where a single start stands for a period of starts.
const ONE: NonZeroU32 = NonZeroU32::MIN;

/// What one resource does in a visit. Needs of the same kind and list whose parts do not overlap are one role:
/// the provider who comes at the beginning and at the end is the same one. Two roles take two resources.
pub(super) struct Role<'a> {
    pub(super) kind: ResourceKind,
    any_of: &'a [ResourceId],
    /// Ascending; the buffers stand before the first and after the last.
    pub(super) parts: Vec<Part>,
}

/// When a resource is taken up, in seconds from the visit's start.
#[derive(Clone, Copy)]
pub(super) struct Part {
    /// Which need of the type it answers.
    pub(super) need: usize,
    pub(super) from: i64,
    pub(super) seconds: NonZeroU32,
}

impl Part {
    pub(super) fn at(self, start: Instant) -> Period {
        Period::lasting(start.plus_seconds(self.from), self.seconds)
    }

    /// Without buffers.
    pub(super) fn own(self, visit: &Visit<'_>, start: Instant) -> Period {
        let during = self.at(start);
        during.intersection(&visit.at(start)).unwrap_or(during)
    }

    /// The same, in seconds from the visit's start.
    pub(super) fn own_seconds(self, visit: &Visit<'_>) -> (i64, i64) {
        (self.from.max(0), self.to().min(visit.seconds()))
    }

    pub(super) fn to(self) -> i64 {
        self.from + i64::from(self.seconds.get())
    }
}

impl Role<'_> {
    pub(super) fn admits(&self, resource: &Resource) -> bool {
        self.kind == resource.kind && (self.any_of.is_empty() || self.any_of.contains(&resource.id))
    }
}

impl<'a> Visit<'a> {
    pub(super) fn of(
        setup: &'a Setup,
        location: LocationId,
        appointment_type: AppointmentTypeId,
    ) -> Result<Visit<'a>, Refusal> {
        Visit::waiving(None, setup, location, appointment_type)
    }

    pub(super) fn waiving(
        waives: Option<Buffer>,
        setup: &'a Setup,
        location: LocationId,
        appointment_type: AppointmentTypeId,
    ) -> Result<Visit<'a>, Refusal> {
        let location = setup.location(location).ok_or(Refusal::NotFound { what: Missing::Location })?;
        let appointment_type = setup
            .appointment_type(appointment_type)
            .ok_or(Refusal::NotFound { what: Missing::AppointmentType })?;
        if !location.is_active {
            return Err(Refusal::Invalid { field: Field::Location, problem: Problem::NoLongerInUse });
        }
        if !appointment_type.is_active {
            return Err(Refusal::Invalid { field: Field::AppointmentType, problem: Problem::NoLongerInUse });
        }
        let minutes = u32::from(appointment_type.duration_minutes);
        let blocked = minutes
            + u32::from(appointment_type.buffer_before_minutes)
            + u32::from(appointment_type.buffer_after_minutes);
        if blocked > MAX_VISIT_MINUTES {
            return Err(Refusal::Invalid {
                field: Field::DurationMinutes,
                problem: Problem::LongerThanAVisit,
            });
        }
        let seconds = NonZeroU32::new(minutes * 60)
            .ok_or(Refusal::Invalid { field: Field::DurationMinutes, problem: Problem::NoLength })?;
        let roles = roles(appointment_type, waives)?;
        let grid_minutes = setup.organization.settings.grid_minutes;
        Ok(Visit { location, appointment_type, roles, grid_minutes, waives, seconds })
    }

    /// The role whose resource the offers are listed by: the visit's own provider, or who comes first.
    pub(super) fn anchor(&self) -> usize {
        self.roles.iter().position(|it| it.kind == ResourceKind::Provider).unwrap_or(0)
    }

    /// The first role that a resource could have.
    pub(super) fn role_of(&self, resource: &Resource) -> Option<usize> {
        self.roles.iter().position(|it| it.admits(resource))
    }

    /// When the anchor is first wanted in a visit at `start`, buffers aside: a provider may be needed later only.
    pub(super) fn anchor_starts(&self, start: Instant) -> Instant {
        let first = self.roles[self.anchor()].parts[0];
        start.plus_minutes(i64::from(self.appointment_type.needs[first.need].from_minute))
    }

    /// Whether its type comes in groups.
    pub(super) fn is_of_group(&self) -> bool {
        self.appointment_type.places > 1
    }

    pub(super) fn has_provider(&self) -> bool {
        self.roles[self.anchor()].kind == ResourceKind::Provider
    }

    /// What the patient is told.
    pub(super) fn at(&self, start: Instant) -> Period {
        Period::lasting(start, self.seconds)
    }

    pub(super) fn seconds(&self) -> i64 {
        i64::from(self.seconds.get())
    }

    /// The starts of the visits that lie inside `within`; `None` where it is shorter than a visit.
    pub(super) fn starts_in(&self, within: Period) -> Option<Period> {
        Period::new(within.start(), within.end().plus_seconds(1 - self.seconds()))
    }

    /// The days that a visit starting at `start` reaches into.
    pub(super) fn days_around(&self, start: Instant) -> Days {
        self.days(Period::lasting(start, ONE))
    }

    /// The days that visits starting in `starts` reach into.
    pub(super) fn days(&self, starts: Period) -> Days {
        Days::of(self.location.zone, self.reach(starts), self.grid_minutes)
    }

    /// Their dates.
    pub(super) fn dates(&self, starts: Period) -> RangeInclusive<NaiveDate> {
        let (zone, reach) = (self.location.zone, self.reach(starts));
        day_of(zone, reach.start())..=day_of(zone, reach.end())
    }

    /// Everything that visits starting in `starts` may take up, and a second more on both sides, so that a gap
    /// that is cut off there is never taken for one that fits.
    fn reach(&self, starts: Period) -> Period {
        let before = i64::from(self.appointment_type.buffer_before_minutes) * 60 + 1;
        let after = self.seconds() + i64::from(self.appointment_type.buffer_after_minutes) * 60 + 1;
        let (start, end) = (starts.start().plus_seconds(-before), starts.end().plus_seconds(after));
        Period::new(start, end).unwrap_or(starts)
    }

    /// No resource of a visit that starts at `start` is taken up before.
    pub(super) fn earliest_allocation(&self, start: Instant) -> Instant {
        start.plus_minutes(-i64::from(self.appointment_type.buffer_before_minutes))
    }

    pub(super) fn earliest_start(&self, now: Instant) -> Instant {
        now.plus_minutes(i64::from(self.appointment_type.notice_minutes))
    }

    /// Whether the type is for this patient at all.
    pub(super) fn admits(&self, asking: &Asking<'_>) -> Result<(), Refusal> {
        match (self.appointment_type.is_new_patient, asking.is_new_patient) {
            (true, Some(false)) => Err(Refusal::NotANewPatient),
            _ => Ok(()),
        }
    }

    /// What speaks against a start, whoever is free: grid, past, notice, and the patient's own visits.
    pub(super) fn refusals_at(&self, start: Instant, days: &Days, asking: &Asking<'_>) -> Vec<Refusal> {
        let mut refusals: Vec<_> = self.admits(asking).err().into_iter().collect();
        if !days.is_start(start) {
            refusals.push(Refusal::OffGrid { grid_minutes: self.grid_minutes });
        }
        if start < asking.now {
            refusals.push(Refusal::InThePast { start });
        } else if start < self.earliest_start(asking.now) {
            refusals.push(Refusal::NoticeTooShort { needed_minutes: self.appointment_type.notice_minutes });
        }
        let busy = asking.patient_busy_at(self.at(start));
        refusals.extend(busy.map(|&(appointment, during)| Refusal::PatientBusy { appointment, during }));
        refusals
    }
}

fn roles(of: &AppointmentType, waives: Option<Buffer>) -> Result<Vec<Role<'_>>, Refusal> {
    let invalid = |problem| Refusal::Invalid { field: Field::Needs, problem };
    let mut roles: Vec<Role<'_>> = Vec::new();
    for (index, need) in of.needs.iter().enumerate() {
        let part = bare_part(of, index, need).ok_or(invalid(Problem::OutsideTheVisit))?;
        let same = roles.iter_mut().find(|it| {
            let apart = |other: &Part| other.to() <= part.from || part.to() <= other.from;
            it.kind == need.kind && it.any_of == need.any_of && it.parts.iter().all(apart)
        });
        match same {
            Some(role) => role.parts.push(part),
            None => roles.push(Role { kind: need.kind, any_of: &need.any_of, parts: vec![part] }),
        }
    }
    let seconds = |minutes: u16, side| {
        if waives.is_some_and(|it| it == side || it == Buffer::Both) { 0 } else { u32::from(minutes) * 60 }
    };
    let before = seconds(of.buffer_before_minutes, Buffer::Before);
    let after = seconds(of.buffer_after_minutes, Buffer::After);
    for role in &mut roles {
        role.parts.sort_unstable_by_key(|it| it.from);
        if let Some(first) = role.parts.first_mut() {
            first.from -= i64::from(before);
            first.seconds = first.seconds.saturating_add(before);
        }
        if let Some(last) = role.parts.last_mut() {
            last.seconds = last.seconds.saturating_add(after);
        }
    }
    if roles.is_empty() { Err(invalid(Problem::OneNeeded)) } else { Ok(roles) }
}

/// Without buffers; `None` where it leaves the visit or is empty.
fn bare_part(of: &AppointmentType, need: usize, it: &Need) -> Option<Part> {
    let left = of.duration_minutes.checked_sub(it.from_minute)?;
    let minutes = if it.minutes == 0 { left } else { it.minutes };
    let seconds = NonZeroU32::new(u32::from(minutes) * 60).filter(|_| minutes <= left)?;
    Some(Part { need, from: i64::from(it.from_minute) * 60, seconds })
}

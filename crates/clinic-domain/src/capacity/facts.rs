//! A visit as the figures see it.
//!
//! Invariants: facts are a function of the visit alone, and say nothing of what was undone; the steps of
//! [`Attended`] are those that still stand.

use super::by_id::ById;
use crate::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, ConfirmationState, HistoryEntry, HistoryEvent, Requester,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period},
};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// What of a visit the figures are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitFacts {
    pub appointment: AppointmentId,
    pub location: LocationId,
    /// The visit's own: the first provider of what it takes up.
    pub provider: Option<ResourceId>,
    pub appointment_type: AppointmentTypeId,
    pub patient: PatientId,
    /// By the location's clock.
    pub day: NaiveDate,
    /// Without buffers.
    pub visit: Period,
    /// What it takes up of its provider's time, buffers included; the visit itself where it has no provider.
    pub taken: Period,
    /// The highest lane of what it takes up: above 0 for an overbook.
    pub lane: u8,
    pub status: AppointmentStatus,
    pub is_walk_in: bool,
    /// One of several that were booked to repeat.
    pub is_of_series: bool,
    /// When it was booked, wherever it stood then; not known of a visit that came with an import.
    pub booked_at: Option<Instant>,
    /// The day of that, by the location's clock.
    pub booked_on: Option<NaiveDate>,
    /// Since when it stands where it stands: booked or moved there.
    pub placed_at: Option<Instant>,
    /// At the wish of the clinic, and not of the patient or a caregiver.
    pub is_booked_by_clinic: bool,
    pub confirmation: ConfirmationState,
    pub attended: Attended,
    pub called_off: Option<Called>,
    /// How often the clinic moved it; a cancellation by the clinic is in `called_off`.
    pub bumps: u8,
}

/// When a patient came to each step of a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attended {
    pub arrived_at: Option<Instant>,
    pub roomed_at: Option<Instant>,
    pub with_provider_at: Option<Instant>,
    pub out_at: Option<Instant>,
}

/// That a visit was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    pub at: Instant,
    pub is_late: bool,
    /// For a reason that lies with the clinic.
    pub by_clinic: bool,
}

/// A provider's time that a booked visit gave back before it began: it was cancelled, or moved elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    pub provider: ResourceId,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    pub appointment: AppointmentId,
    /// The visit's own time there, without buffers.
    pub during: Period,
    /// The day of that time, by the location's clock.
    pub day: NaiveDate,
    pub at: Instant,
}

impl VisitFacts {
    #[must_use]
    pub fn of(setup: &Setup, it: &Appointment) -> VisitFacts {
        VisitFacts::bare(it).owned(&Owners::of(setup), &it.allocations)
    }

    /// What the visit says by itself: whose it is, and by which clock it was booked, the setup says ([`VisitFacts::owned`]).
    /// A store keeps this, because a setup comes to it in any order.
    #[must_use]
    pub fn bare(it: &Appointment) -> VisitFacts {
        let placed = standing(it).filter(|entry| is_placing(entry));
        VisitFacts {
            appointment: it.id,
            location: it.location,
            provider: None,
            appointment_type: it.appointment_type,
            patient: it.patient,
            day: it.wall_day(),
            visit: it.visit,
            taken: it.visit,
            lane: it.lane(),
            status: it.status,
            is_walk_in: it.attendance.is_walk_in,
            is_of_series: it.series.is_some(),
            booked_at: standing(it).find(|entry| is_booking(entry)).map(|entry| entry.at),
            booked_on: None,
            placed_at: placed.last().map(|entry| entry.at),
            is_booked_by_clinic: it.requested_by == Requester::Clinic,
            confirmation: it.confirmation.state,
            attended: Attended::of(it),
            called_off: called_off(it),
            bumps: standing(it).filter(|entry| is_bump(entry)).count().try_into().unwrap_or(u8::MAX),
        }
    }

    /// The same, with whose visit it is by what it takes up.
    #[must_use]
    pub fn owned(self, owners: &Owners, allocations: &[Allocation]) -> VisitFacts {
        let provider = owners.own(allocations);
        let zone = owners.zones.get(&self.location);
        VisitFacts {
            provider,
            taken: provider.and_then(|id| taken(allocations, id)).unwrap_or(self.visit),
            booked_on: self.booked_at.zip(zone).map(|(at, zone)| at.local_date(*zone)),
            ..self
        }
    }

    /// The part of the visit that its provider is there for: without buffers.
    #[must_use]
    pub fn own(&self) -> Period {
        own_part(self.taken, self.visit)
    }
}

pub(super) fn own_part(taken: Period, visit: Period) -> Period {
    taken.intersection(&visit).unwrap_or(visit)
}

impl Attended {
    fn of(it: &Appointment) -> Attended {
        use AppointmentStatus as S;
        standing(it).fold(Attended::default(), |so_far, entry| match entry.what {
            HistoryEvent::Status { to: S::Booked | S::NoShow, .. } | HistoryEvent::Moved { .. } => {
                Attended::default()
            }
            HistoryEvent::Status { to: S::Arrived | S::CheckedIn, .. } => {
                Attended { arrived_at: so_far.arrived_at.or(Some(entry.at)), ..Attended::default() }
            }
            HistoryEvent::Status { to: S::Roomed, .. } => Attended {
                roomed_at: so_far.roomed_at.or(Some(entry.at)),
                with_provider_at: None,
                out_at: None,
                ..so_far
            },
            HistoryEvent::Status { to: S::WithProvider, .. } => Attended {
                with_provider_at: so_far.with_provider_at.or(Some(entry.at)),
                out_at: None,
                ..so_far
            },
            HistoryEvent::Status { to: S::Fulfilled, .. } => Attended { out_at: Some(entry.at), ..so_far },
            _ => so_far,
        })
    }
}

/// What of the setup says whose a visit is, made for asking it very often.
#[derive(Clone, Debug)]
pub struct Owners {
    providers: ById<ResourceId, ()>,
    zones: ById<LocationId, Tz>,
}

impl Owners {
    #[must_use]
    pub fn of(setup: &Setup) -> Owners {
        let providers = setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider);
        Owners {
            providers: providers.map(|it| (it.id, ())).collect(),
            zones: setup.locations.iter().map(|it| (it.id, it.zone)).collect(),
        }
    }

    /// As [`Setup::own_provider`].
    fn own(&self, allocations: &[Allocation]) -> Option<ResourceId> {
        allocations.iter().map(|it| it.resource).find(|id| self.providers.contains_key(id))
    }
}

/// A time that a visit gave back before it began, with everything it took up there: whose it was the setup says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    pub appointment: AppointmentId,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Without buffers.
    pub during: Period,
    pub allocations: Vec<Allocation>,
    pub at: Instant,
}

impl GivenBack {
    /// Every time that a visit gave back, oldest first. What began before it was given back is nobody's to fill.
    pub fn all(it: &Appointment) -> impl Iterator<Item = GivenBack> {
        let cancelled = called_off(it).map(|called| (called.at, it.visit, &it.allocations));
        let moved = standing(it).filter_map(|entry| match &entry.what {
            HistoryEvent::Moved { from, from_allocations, .. } => Some((entry.at, *from, from_allocations)),
            _ => None,
        });
        let in_time = moved.chain(cancelled).filter(|(at, during, _)| *at < during.start());
        in_time.map(|(at, during, allocations)| GivenBack {
            appointment: it.id,
            location: it.location,
            appointment_type: it.appointment_type,
            during,
            allocations: allocations.clone(),
            at,
        })
    }

    /// The provider's time in it. An overbook gives nothing back: somebody else has its time.
    #[must_use]
    pub fn released(&self, owners: &Owners) -> Option<Released> {
        let provider = owners.own(&self.allocations)?;
        let is_overbook = self.allocations.iter().any(|it| it.resource == provider && it.lane > 0);
        let zone = owners.zones.get(&self.location).filter(|_| !is_overbook)?;
        Some(Released {
            provider,
            location: self.location,
            appointment_type: self.appointment_type,
            appointment: self.appointment,
            during: self.during,
            day: self.during.start().local_date(*zone),
            at: self.at,
        })
    }
}

fn taken(allocations: &[Allocation], provider: ResourceId) -> Option<Period> {
    let mut of_provider = allocations.iter().filter(|it| it.resource == provider).map(|it| it.during);
    let first = of_provider.next()?;
    // A visit may need its provider at two times: nobody is booked between them.
    of_provider.try_fold(first, |all, it| Period::new(all.start().min(it.start()), all.end().max(it.end())))
}

fn standing(it: &Appointment) -> impl Iterator<Item = &HistoryEntry> {
    it.history.iter().filter(|entry| entry.stands())
}

fn is_booking(entry: &HistoryEntry) -> bool {
    matches!(entry.what, HistoryEvent::Booked { .. })
}

fn is_placing(entry: &HistoryEntry) -> bool {
    matches!(entry.what, HistoryEvent::Booked { .. } | HistoryEvent::Moved { .. })
}

fn is_bump(entry: &HistoryEntry) -> bool {
    matches!(entry.what, HistoryEvent::Moved { .. }) && entry.requested_by == Requester::Clinic
}

fn called_off(it: &Appointment) -> Option<Called> {
    use AppointmentStatus as S;
    let cancellation =
        it.cancellation.as_ref().filter(|_| matches!(it.status, S::Cancelled | S::LateCancel))?;
    let entry = standing(it).filter(|entry| matches!(entry.what, HistoryEvent::Cancelled { .. })).last()?;
    Some(Called { at: entry.at, is_late: cancellation.is_late, by_clinic: cancellation.reason.is_clinic() })
}

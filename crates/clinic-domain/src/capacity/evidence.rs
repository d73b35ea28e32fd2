//! What is asked, and what the answer is made of.

use super::{Figure, Metric, OpenDay, Released, Scope, ThirdNext, VisitFacts, Why, by_id::ById};
use crate::{
    id::{AppointmentId, PatientId, ResourceId},
    setup::Setup,
    time::Instant,
};
use chrono::NaiveDate;
use std::{collections::HashSet, ops::RangeInclusive};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// By each location's clock.
    pub days: RangeInclusive<NaiveDate>,
    pub scope: Scope,
    pub today: NaiveDate,
    pub now: Instant,
    /// How long a slot of a session is: the length of the type that is booked most, or the grid.
    pub slot_minutes: u16,
}

impl Asked {
    /// Whether a visit is one of the asked days in the asked part of the practice.
    #[must_use]
    pub fn has(&self, it: &VisitFacts) -> bool {
        self.days.contains(&it.day) && self.scope.admits(it)
    }
}

/// Rows in any order; those of other days and places may be among them. What is absent was not looked up.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// With all types of the asked places, so that the time is known that others take.
    pub visits: &'a [VisitFacts],
    pub released: &'a [Released],
    pub open: &'a [OpenDay],
    pub own_providers: &'a OwnProviders,
    /// What [`crate::availability::without_hours`] says of the live visits.
    pub orphans: Option<&'a HashSet<AppointmentId>>,
    pub third_next: Option<&'a [ThirdNext]>,
    /// Of the asked days and places.
    pub efforts: Option<&'a [Effort]>,
    pub people: Headcount,
}

/// What a booking cost whoever typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    pub seconds: u32,
    pub keystrokes: u32,
}

/// How many there are, of the asked days and places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    /// Who did anything.
    pub active_users: Option<u64>,
    pub providers: Option<u64>,
    pub patients: Option<u64>,
}

/// Whose patient each patient is: a person, at whichever location they are seen.
#[derive(Clone, Debug, Default)]
pub struct OwnProviders {
    /// As persons.
    of_patients: ById<PatientId, ResourceId>,
    persons: ById<ResourceId, ResourceId>,
}

impl OwnProviders {
    #[must_use]
    pub fn new(
        setup: &Setup,
        of_patients: impl IntoIterator<Item = (PatientId, ResourceId)>,
    ) -> OwnProviders {
        let persons: ById<_, _> =
            setup.resources.iter().filter_map(|it| Some((it.id, it.same_person_as?))).collect();
        let of_patients = of_patients.into_iter().map(|(patient, own)| (patient, person(&persons, own)));
        OwnProviders { of_patients: of_patients.collect(), persons }
    }

    /// Whether the visit is with the patient's own provider; `None` where the patient has none, or the visit no provider.
    #[must_use]
    pub fn is_own(&self, it: &VisitFacts) -> Option<bool> {
        let (own, provider) = (*self.of_patients.get(&it.patient)?, it.provider?);
        Some(own == person(&self.persons, provider))
    }
}

fn person(persons: &ById<ResourceId, ResourceId>, id: ResourceId) -> ResourceId {
    persons.get(&id).copied().unwrap_or(id)
}

/// Every metric of the asked days, in the order of [`Metric::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures(pub(super) Vec<(Metric, Figure)>);

impl Measures {
    pub fn all(&self) -> impl Iterator<Item = (Metric, Figure)> + '_ {
        self.0.iter().copied()
    }

    #[must_use]
    pub fn get(&self, metric: Metric) -> Figure {
        let found = self.0.iter().find(|it| it.0 == metric);
        found.map_or(Figure::Unknown(Why::NotLookedUp), |it| it.1)
    }
}

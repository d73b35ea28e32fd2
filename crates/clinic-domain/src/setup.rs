//! What the practice set up, as one snapshot: the input of the availability engine beside the book.

use crate::{
    appointment::Allocation,
    appointment_type::{AppointmentType, Modality},
    id::{AppointmentTypeId, LocationId, ResourceId},
    operation::Change,
    organization::{Location, Organization},
    resource::{Resource, ResourceKind},
    schedule::{ScheduleChange, ScheduleException, ScheduleTemplate},
    time::Instant,
};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// All configuration of one organization. Inactive rows stay: past visits refer to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    pub organization: Organization,
    pub locations: Vec<Location>,
    pub resources: Vec<Resource>,
    pub types: Vec<AppointmentType>,
    pub templates: Vec<ScheduleTemplate>,
    pub exceptions: Vec<ScheduleException>,
}

impl Setup {
    /// By which clock the days are that are of no location: the first one's.
    #[must_use]
    pub fn first_zone(&self) -> Tz {
        self.locations.first().map_or(Tz::UTC, |it| it.zone)
    }

    #[must_use]
    pub fn location(&self, id: LocationId) -> Option<&Location> {
        self.locations.iter().find(|it| it.id == id)
    }

    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|it| it.id == id)
    }

    /// The other rows of the person whose time this is, at other locations; in use or not.
    pub fn same_person(&self, of: &Resource) -> impl Iterator<Item = &Resource> {
        let (id, person, is_person) =
            (of.id, of.same_person_as.unwrap_or(of.id), of.kind == ResourceKind::Provider);
        let is_same = move |it: &&Resource| {
            is_person && it.id != id && (it.id == person || it.same_person_as == Some(person))
        };
        self.resources.iter().filter(is_same)
    }

    /// These resources, and the others of their persons: whose bookings say when these are free.
    #[must_use]
    pub fn with_same_persons(&self, mut resources: Vec<ResourceId>) -> Vec<ResourceId> {
        if self.resources.iter().any(|it| it.same_person_as.is_some()) {
            let named: Vec<&Resource> = resources.iter().filter_map(|id| self.resource(*id)).collect();
            let others: Vec<ResourceId> =
                named.into_iter().flat_map(|it| self.same_person(it)).map(|it| it.id).collect();
            resources.extend(others);
            resources.sort_unstable();
            resources.dedup();
        }
        resources
    }

    #[must_use]
    pub fn travel_minutes(&self, one: LocationId, other: LocationId) -> u16 {
        let travel = self.organization.settings.travel.iter().find(|it| it.is_between(one, other));
        travel.map_or(0, |it| it.minutes)
    }

    #[must_use]
    pub fn is_provider(&self, id: ResourceId) -> bool {
        self.resource(id).is_some_and(|it| it.kind == ResourceKind::Provider)
    }

    /// The first provider of what a visit takes up is the visit's own.
    #[must_use]
    pub fn own_provider(&self, allocations: &[Allocation]) -> Option<ResourceId> {
        allocations.iter().map(|it| it.resource).find(|id| self.is_provider(*id))
    }

    #[must_use]
    pub fn appointment_type(&self, id: AppointmentTypeId) -> Option<&AppointmentType> {
        self.types.iter().find(|it| it.id == id)
    }

    /// How patient and provider meet; in person where the type is not there.
    #[must_use]
    pub fn modality(&self, of: AppointmentTypeId) -> Modality {
        self.appointment_type(of).map_or_else(Modality::default, |it| it.modality)
    }

    /// Today anywhere the organization works: a birth date of today is possible as soon as the day began somewhere.
    #[must_use]
    pub fn latest_date(&self, now: Instant) -> NaiveDate {
        let dates = self.locations.iter().map(|it| now.local_date(it.zone));
        dates.max().unwrap_or_else(|| now.local_date(chrono_tz::UTC))
    }

    /// With the row as it was decided; what is no row of the setup changes nothing.
    pub fn take(&mut self, change: &Change) {
        match change {
            Change::Organization(it) => self.organization = it.clone(),
            Change::Location(it) => put(&mut self.locations, it, |row| row.id == it.id),
            Change::Resource(it) => put(&mut self.resources, it, |row| row.id == it.id),
            Change::AppointmentType(it) => put(&mut self.types, it, |row| row.id == it.id),
            Change::Template(it) => put(&mut self.templates, it, |row| row.id == it.id),
            Change::Exception(it) => put(&mut self.exceptions, it, |row| row.id == it.id),
            _ => {}
        }
    }

    /// As it would be with a changed or a new row.
    #[must_use]
    pub fn with(&self, change: &ScheduleChange) -> Setup {
        let mut setup = self.clone();
        match change {
            ScheduleChange::Template(it) => put(&mut setup.templates, it, |row| row.id == it.id),
            ScheduleChange::Exception(it) => put(&mut setup.exceptions, it, |row| row.id == it.id),
            ScheduleChange::BusinessHours(it) => setup.organization.business_hours.clone_from(it),
        }
        setup
    }
}

impl Change {
    /// Whether it is a row of the setup: people and what stands beside the book are not.
    #[must_use]
    pub const fn is_setup(&self) -> bool {
        matches!(
            self,
            Change::Organization(_)
                | Change::Location(_)
                | Change::Resource(_)
                | Change::AppointmentType(_)
                | Change::Template(_)
                | Change::Exception(_)
        )
    }
}

/// Puts a row in the place of the one that it replaces.
pub(crate) fn put<T: Clone>(rows: &mut Vec<T>, row: &T, is_same: impl Fn(&T) -> bool) {
    rows.retain(|it| !is_same(it));
    rows.push(row.clone());
}

//! What the practice set up, as one snapshot: the input of the availability engine beside the book.

use crate::{
    appointment_type::AppointmentType,
    id::{AppointmentTypeId, LocationId, ResourceId},
    organization::{Location, Organization},
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
};

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
    #[must_use]
    pub fn location(&self, id: LocationId) -> Option<&Location> {
        self.locations.iter().find(|it| it.id == id)
    }

    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|it| it.id == id)
    }

    #[must_use]
    pub fn appointment_type(&self, id: AppointmentTypeId) -> Option<&AppointmentType> {
        self.types.iter().find(|it| it.id == id)
    }
}

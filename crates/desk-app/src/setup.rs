//! What the practice sets up: read as one snapshot, written record by record.

use crate::{acts::Written, error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    appointment_type::AppointmentType,
    arbitration,
    id::{PersonId, Version},
    operation::{Base, Change, OperationBody},
    organization::{Location, Organization},
    resource::Resource,
    schedule::ScheduleTemplate,
};

pub fn put_organization(desk: &FrontDesk, who: PersonId, wanted: &Organization) -> AppResult<Organization> {
    desk.write(who, "organization_put", |scene| {
        let setup = &scene.configuration.setup;
        let it = arbitration::put_organization(&scene.author, setup, wanted)?;
        Ok(written(
            wanted.version,
            OperationBody::OrganizationPut(it.clone()),
            Change::Organization(it.clone()),
            it,
        ))
    })
}

pub fn put_location(desk: &FrontDesk, who: PersonId, wanted: &Location) -> AppResult<Location> {
    desk.write(who, "location_put", |scene| {
        let it = arbitration::put_location(&scene.author, &scene.configuration.setup, wanted)?;
        Ok(written(wanted.version, OperationBody::LocationPut(it.clone()), Change::Location(it.clone()), it))
    })
}

pub fn put_resource(desk: &FrontDesk, who: PersonId, wanted: &Resource) -> AppResult<Resource> {
    desk.write(who, "resource_put", |scene| {
        let it = arbitration::put_resource(&scene.author, &scene.configuration.setup, scene.now, wanted)?;
        Ok(written(wanted.version, OperationBody::ResourcePut(it.clone()), Change::Resource(it.clone()), it))
    })
}

pub fn put_appointment_type(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &AppointmentType,
) -> AppResult<AppointmentType> {
    desk.write(who, "appointment_type_put", |scene| {
        let it = arbitration::put_appointment_type(&scene.author, &scene.configuration.setup, wanted)?;
        let body = OperationBody::AppointmentTypePut(it.clone());
        Ok(written(wanted.version, body, Change::AppointmentType(it.clone()), it))
    })
}

pub fn put_template(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &ScheduleTemplate,
) -> AppResult<ScheduleTemplate> {
    desk.write(who, "template_put", |scene| {
        let it = arbitration::put_template(&scene.author, &scene.configuration.setup, scene.now, wanted)?;
        Ok(written(wanted.version, OperationBody::TemplatePut(it.clone()), Change::Template(it.clone()), it))
    })
}

fn written<T>(seen: Version, body: OperationBody, change: Change, value: T) -> Written<T> {
    Written {
        body,
        base: Some(Base::Version(seen)),
        promised_to_patient: false,
        changes: vec![change],
        patient: None,
        value,
    }
}

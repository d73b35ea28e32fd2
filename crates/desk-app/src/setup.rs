//! What the practice sets up: read as one snapshot, written record by record.

use crate::{
    acts::seen,
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment_type::AppointmentType,
    id::{PersonId, Version},
    office::FaqEntry,
    operation::{Change, OperationBody},
    organization::{Location, Organization},
    refusal::Missing,
    resource::Resource,
    schedule::ScheduleTemplate,
};

pub fn put_organization(desk: &FrontDesk, who: PersonId, wanted: &Organization) -> AppResult<Organization> {
    let body = OperationBody::OrganizationPut(wanted.clone());
    put(desk, who, body, wanted.version, |it| match it {
        Change::Organization(it) => Some(it.clone()),
        _ => None,
    })
}

pub fn put_location(desk: &FrontDesk, who: PersonId, wanted: &Location) -> AppResult<Location> {
    put(desk, who, OperationBody::LocationPut(wanted.clone()), wanted.version, |it| match it {
        Change::Location(it) => Some(it.clone()),
        _ => None,
    })
}

pub fn put_resource(desk: &FrontDesk, who: PersonId, wanted: &Resource) -> AppResult<Resource> {
    put(desk, who, OperationBody::ResourcePut(wanted.clone()), wanted.version, |it| match it {
        Change::Resource(it) => Some(it.clone()),
        _ => None,
    })
}

pub fn put_appointment_type(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &AppointmentType,
) -> AppResult<AppointmentType> {
    let body = OperationBody::AppointmentTypePut(wanted.clone());
    put(desk, who, body, wanted.version, |it| match it {
        Change::AppointmentType(it) => Some(it.clone()),
        _ => None,
    })
}

pub fn put_template(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &ScheduleTemplate,
) -> AppResult<ScheduleTemplate> {
    put(desk, who, OperationBody::TemplatePut(wanted.clone()), wanted.version, |it| match it {
        Change::Template(it) => Some(it.clone()),
        _ => None,
    })
}

pub fn put_faq(desk: &FrontDesk, who: PersonId, wanted: &FaqEntry) -> AppResult<FaqEntry> {
    put(desk, who, OperationBody::FaqPut(wanted.clone()), wanted.version, |it| match it {
        Change::Faq(it) => Some(it.clone()),
        _ => None,
    })
}

fn put<T>(
    desk: &FrontDesk,
    who: PersonId,
    body: OperationBody,
    version: Version,
    row: impl Fn(&Change) -> Option<T>,
) -> AppResult<T> {
    let written = desk.write(who, body.kind(), |acts| {
        found(acts.decide(body, seen(version))?.after.iter().find_map(row), Missing::Act)
    });
    written.map(|it| it.value)
}

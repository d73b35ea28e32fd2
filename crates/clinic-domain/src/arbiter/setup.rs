//! What the practice sets up: rows that are written whole.

use super::{Case, Decided, Rows, Ruling};
use crate::{
    appointment_type::AppointmentType,
    arbitration,
    message::MessageTemplate,
    office::{Department, FaqEntry},
    operation::Change,
    organization::{Location, Organization},
    people::Person,
    policy::SecurityPolicy,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
};

impl<R: Rows> Case<'_, R> {
    pub(super) fn put_organization(&self, wanted: &Organization) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let version = self.seen(("organization", wanted.id.0))?;
        let wanted = Organization { version, ..wanted.clone() };
        let it = arbitration::put_organization(self.author, setup, &wanted)?;
        Ok(Decided::put(Some(Change::Organization(setup.organization.clone())), Change::Organization(it)))
    }

    pub(super) fn put_location(&self, wanted: &Location) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let wanted = Location { version: self.seen(("location", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_location(self.author, setup, &wanted)?;
        Ok(Decided::put(setup.location(it.id).cloned().map(Change::Location), Change::Location(it)))
    }

    pub(super) fn put_resource(&self, wanted: &Resource) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let wanted = Resource { version: self.seen(("resource", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_resource(self.author, setup, self.scene.now, &wanted)?;
        Ok(Decided::put(setup.resource(it.id).cloned().map(Change::Resource), Change::Resource(it)))
    }

    pub(super) fn put_appointment_type(&self, wanted: &AppointmentType) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let version = self.seen(("appointment_type", wanted.id.0))?;
        let wanted = AppointmentType { version, ..wanted.clone() };
        let it = arbitration::put_appointment_type(self.author, setup, &wanted)?;
        let stood = setup.appointment_type(it.id).cloned().map(Change::AppointmentType);
        Ok(Decided::put(stood, Change::AppointmentType(it)))
    }

    pub(super) fn put_template(&self, wanted: &ScheduleTemplate) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let wanted = ScheduleTemplate { version: self.seen(("template", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_template(self.author, setup, self.scene.now, &wanted)?;
        let stood = setup.templates.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::Template), Change::Template(it)))
    }

    pub(super) fn put_exception(&self, wanted: &ScheduleException) -> Ruling<Decided, R> {
        let setup = self.scene.setup;
        let wanted = ScheduleException { version: self.seen(("exception", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_exception(self.author, setup, self.scene.now, &wanted)?;
        let stood = setup.exceptions.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::Exception), Change::Exception(it)))
    }

    pub(super) fn put_person(&self, wanted: &Person) -> Ruling<Decided, R> {
        let people = self.scene.people;
        let wanted = Person { version: self.seen(("person", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_person(self.author, people, &self.scene.office.departments, wanted)?;
        let stood = people.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::Person), Change::Person(it)))
    }

    pub(super) fn put_policy(&self, wanted: &SecurityPolicy) -> Ruling<Decided, R> {
        let current = &self.scene.office.policy;
        let wanted = SecurityPolicy { version: self.seen(("policy", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_policy(self.author, current, &wanted)?;
        // The first one replaces what holds where nobody wrote any, and that is no row.
        let stood = Some(current.clone()).filter(|it| it.version.0 > 0);
        Ok(Decided::put(stood.map(Change::Policy), Change::Policy(it)))
    }

    pub(super) fn put_department(&self, wanted: &Department) -> Ruling<Decided, R> {
        let office = self.scene.office;
        let wanted = Department { version: self.seen(("department", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_department(self.author, office, &wanted)?;
        let stood = office.departments.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::Department), Change::Department(it)))
    }

    pub(super) fn put_faq(&self, wanted: &FaqEntry) -> Ruling<Decided, R> {
        let office = self.scene.office;
        let wanted = FaqEntry { version: self.seen(("faq", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_faq(self.author, office, &wanted, self.scene.now)?;
        let stood = office.faq.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::Faq), Change::Faq(it)))
    }

    pub(super) fn put_message_template(&self, wanted: &MessageTemplate) -> Ruling<Decided, R> {
        let office = self.scene.office;
        let wanted =
            MessageTemplate { version: self.seen(("message_template", wanted.id.0))?, ..wanted.clone() };
        let it = arbitration::put_message_template(self.author, office, &wanted)?;
        let stood = office.templates.iter().find(|row| row.id == it.id).cloned();
        Ok(Decided::put(stood.map(Change::MessageTemplate), Change::MessageTemplate(it)))
    }
}

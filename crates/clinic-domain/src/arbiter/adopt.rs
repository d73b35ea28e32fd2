//! The book of a clinic that stood alone, taken in by its organization.
//!
//! Invariants: a row keeps its id and its version, so that what was decided about it before holds afterwards; what is there
//! under that id already stays as it is; the organization, its policy and its messages are its own. Whoever worked at the
//! desk comes along for the history alone, as somebody who may not sign in. A visit that takes up time stands where nobody
//! else does, or the operation loses: it is alone in its own, so that it loses alone.

use super::{
    Around, Case, Decided, Rows, Ruling, Scene, Want, WhichEntry, Whose, asked, found, standing,
    visits::places_of,
};
use crate::{
    appointment::Appointment,
    arbitration::{Refused, check_all_providers, permitted},
    availability::place_lost,
    id::{LocationId, PatientId, ResourceId},
    operation::Change,
    patient::Patient,
    people::{Permission, Person},
    refusal::{Missing, Refusal},
    resource::Resource,
    schedule::ExceptionScope,
};
use std::collections::BTreeSet;

impl<R: Rows> Case<'_, R> {
    pub(super) fn adopt(&self, rows: &[Change]) -> Ruling<Decided, R> {
        // Whoever brings a clinic along brings its book and its setup.
        permitted(self.author, Permission::Import)?;
        permitted(self.author, Permission::EditSetup)?;
        let providers: Vec<Resource> = rows.iter().filter_map(resource).cloned().collect();
        check_all_providers(self.scene.setup, &providers).map_err(Refusal::from)?;
        let taken = asked(self.rows.record_numbers_taken(&record_numbers(rows)))?;
        let mut next_number = None;
        let mut logins: BTreeSet<String> = self.scene.people.iter().map(|it| it.login.clone()).collect();
        let mut decided = Decided::default();
        for row in rows {
            if self.is_there(row)? {
                continue;
            }
            self.has_what_it_names(row, rows)?;
            decided.changes.push(match row {
                Change::Person(it) => Change::Person(for_the_history(it, &mut logins)),
                Change::Patient(it) if taken.contains(&it.record_number) => {
                    let number = match next_number {
                        Some(number) => Some(number),
                        None => asked(self.rows.next_record_number())?,
                    };
                    next_number = number.map(|it| it + 1);
                    let record_number = number.map(|it| it.to_string()).unwrap_or_default();
                    Change::Patient(Box::new(Patient { record_number, ..(**it).clone() }))
                }
                Change::Appointment(it) => {
                    self.has_its_place(it)?;
                    row.clone()
                }
                _ => row.clone(),
            });
        }
        Ok(decided)
    }

    /// Or is the organization's own affair.
    fn is_there(&self, row: &Change) -> Ruling<bool, R> {
        let Scene { setup, people, office, .. } = self.scene;
        Ok(match row {
            Change::Organization(_)
            | Change::Policy(_)
            | Change::MessageTemplate(_)
            | Change::Conflict(_) => true,
            Change::Location(it) => setup.location(it.id).is_some(),
            Change::Resource(it) => setup.resource(it.id).is_some(),
            Change::AppointmentType(it) => setup.appointment_type(it.id).is_some(),
            Change::Template(it) => setup.templates.iter().any(|row| row.id == it.id),
            Change::Exception(it) => setup.exceptions.iter().any(|row| row.id == it.id),
            Change::Department(it) => office.departments.iter().any(|row| row.id == it.id),
            Change::Faq(it) => office.faq.iter().any(|row| row.id == it.id),
            Change::Person(it) => people.iter().any(|row| row.id == it.id),
            Change::Patient(it) => asked(self.rows.patient_facts(it.id))?.is_some(),
            Change::Appointment(_)
            | Change::Caregiver(_)
            | Change::Hold(_)
            | Change::WaitlistEntry(_)
            | Change::Recall(_)
            | Change::Alias(_)
            | Change::DayClose(_) => asked(standing(row, self.rows, setup))?.is_some(),
        })
    }

    /// Here, or in the same operation.
    fn has_what_it_names(&self, row: &Change, rows: &[Change]) -> Ruling<(), R> {
        for patient in patients_of(row) {
            found(asked(self.rows.patient_facts(patient))?, Missing::Patient)?;
        }
        let setup = self.scene.setup;
        let has_location = |id: LocationId| {
            let comes = |it: &Change| matches!(it, Change::Location(it) if it.id == id);
            setup.location(id).is_some() || rows.iter().any(comes)
        };
        let has_resource = |id: ResourceId| {
            setup.resource(id).is_some() || rows.iter().filter_map(resource).any(|it| it.id == id)
        };
        let (location, resources) = places_named(row);
        found(location.is_none_or(has_location).then_some(()), Missing::Location)?;
        found(resources.into_iter().all(has_resource).then_some(()), Missing::Resource)?;
        if let Change::Appointment(it) = row {
            found(setup.appointment_type(it.appointment_type), Missing::AppointmentType)?;
        }
        Ok(())
    }

    fn has_its_place(&self, visit: &Appointment) -> Ruling<(), R> {
        if !visit.is_live() {
            return Ok(());
        }
        let (setup, book) = (self.scene.setup, self.book_of(visit)?);
        let lost = visit.allocations.iter().flat_map(|it| place_lost(setup, &book, visit, it));
        let reasons: Vec<Refusal> = lost.collect();
        if reasons.is_empty() { Ok(()) } else { Err(Refused(reasons).into()) }
    }
}

/// What the rows are decided on.
pub(super) fn wanted_to_adopt(rows: &[Change], scene: Scene<'_>) -> Vec<Want> {
    let mut wants = vec![Want::RecordNumbersTaken(record_numbers(rows)), Want::NextRecordNumber];
    for row in rows {
        wants.extend(patients_of(row).map(|id| Want::PatientFacts(Whose::Patient(id))));
        wants.extend(match row {
            Change::Appointment(it) => Some(Want::Appointment(it.id)),
            Change::Patient(it) => Some(Want::PatientFacts(Whose::Patient(it.id))),
            Change::Caregiver(it) => Some(Want::Caregiver(it.id)),
            Change::Hold(it) => Some(Want::Hold(it.id)),
            Change::WaitlistEntry(it) => Some(Want::WaitlistEntry(WhichEntry::Entry(it.id))),
            Change::Recall(it) => Some(Want::Recall(it.id)),
            Change::Alias(it) => Some(Want::Alias(it.id)),
            Change::DayClose(it) => Some(Want::DayClose(it.location, it.day)),
            _ => None,
        });
        if let Some(visit) = row.visit().filter(|it| it.is_live()) {
            let (resources, period) = places_of(scene.setup, visit);
            wants.push(Want::Busy(Around { resources, period, now: scene.now }));
        }
    }
    wants
}

/// Nobody signs in as them, and nobody who does has their login.
fn for_the_history(person: &Person, logins: &mut BTreeSet<String>) -> Person {
    let others = (2_u32..).map(|n| format!("{}-{n}", person.login));
    let login = std::iter::once(person.login.clone()).chain(others).find(|it| !logins.contains(it));
    let login = login.unwrap_or_default();
    logins.insert(login.clone());
    Person { login, is_active: false, ..person.clone() }
}

fn record_numbers(rows: &[Change]) -> Vec<String> {
    let numbers = rows.iter().filter_map(|it| match it {
        Change::Patient(it) => Some(it.record_number.clone()),
        _ => None,
    });
    numbers.filter(|it| !it.is_empty()).collect()
}

fn resource(row: &Change) -> Option<&Resource> {
    if let Change::Resource(it) = row { Some(it) } else { None }
}

/// Whose records have to be there before it.
fn patients_of(row: &Change) -> impl Iterator<Item = PatientId> {
    let merged = if let Change::Alias(it) = row { Some(it.id) } else { None };
    let of = if let Change::Patient(_) = row { None } else { row.patient() };
    merged.into_iter().chain(of)
}

/// The location and the resources that have to be there before it.
fn places_named(row: &Change) -> (Option<LocationId>, Vec<ResourceId>) {
    match row {
        Change::Appointment(it) => (Some(it.location), it.allocations.iter().map(|it| it.resource).collect()),
        Change::Hold(it) => {
            (Some(it.slot.location), it.slot.allocations.iter().map(|it| it.resource).collect())
        }
        Change::Resource(it) => (Some(it.location), it.same_person_as.into_iter().collect()),
        Change::Template(it) => (None, vec![it.resource]),
        Change::Exception(it) => match it.scope {
            ExceptionScope::Location(location) => (Some(location), Vec::new()),
            ExceptionScope::Resource(resource) => (None, vec![resource]),
        },
        Change::WaitlistEntry(it) => (Some(it.location), Vec::new()),
        Change::Recall(it) => (Some(it.location), Vec::new()),
        Change::DayClose(it) => (Some(it.location), Vec::new()),
        _ => (None, Vec::new()),
    }
}

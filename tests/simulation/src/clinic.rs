//! The organizations of a run: a location that numbers who arrives, two providers, few patients.

use crate::{people::new_patient, rows::Table};
use clinic_domain::{
    id::{OrganizationId, PatientId, PersonId},
    operation::Change,
    people::Role,
    time::Instant,
};

#[allow(dead_code, clippy::unwrap_used, reason = "a fixture of every suite, of which each uses a part")]
#[path = "../../../crates/clinic-domain/tests/clinic/mod.rs"]
mod fixture;

/// Monday, 2 March 2026, eight in the morning in New York.
pub const BEGINS: Instant = Instant(1_772_456_400);

const PATIENTS: usize = 4;

pub struct Founded {
    pub id: OrganizationId,
    /// One for each desk.
    pub people: Vec<PersonId>,
    pub rows: Vec<Change>,
}

/// Every id of an organization begins with its number.
pub const fn first_id(number: u128) -> u128 {
    number << 96
}

pub fn found(number: u128, desks: usize) -> Founded {
    let mut clinic = fixture::Clinic::with_ids_from(first_id(number), chrono_tz::America::New_York);
    clinic.provider("09:00", "17:00");
    clinic.provider("09:00", "17:00");
    clinic.setup.locations.iter_mut().for_each(|it| it.numbers_arrivals = true);
    let people: Vec<_> = (0..desks)
        .map(|at| {
            let mut person = clinic.person(Role::FrontDesk);
            person.roles.push(Role::PracticeManager);
            person.login = format!("desk-{at}");
            person
        })
        .collect();
    let setup = &clinic.setup;
    let mut rows = vec![Change::Organization(setup.organization.clone())];
    rows.extend(setup.locations.iter().cloned().map(Change::Location));
    rows.extend(setup.resources.iter().cloned().map(Change::Resource));
    rows.extend(setup.types.iter().cloned().map(Change::AppointmentType));
    rows.extend(setup.templates.iter().cloned().map(Change::Template));
    rows.extend(people.iter().cloned().map(Change::Person));
    let id = setup.organization.id;
    rows.extend((0..PATIENTS).map(|at| {
        let mut patient = new_patient(PatientId(clinic.id()));
        patient.record_number = (100_001 + at).to_string();
        Change::Patient(Box::new(patient))
    }));
    Founded { id, people: people.iter().map(|it| it.id).collect(), rows }
}

/// The rows of a table, for whoever compares.
pub fn differs(
    one: &Table,
    other: &Table,
    ignoring: impl Fn(&(&'static str, uuid::Uuid)) -> bool,
) -> Option<(&'static str, uuid::Uuid, String)> {
    let all = one.all().chain(other.all()).filter(|it| !ignoring(&it.0));
    for (object, _) in all {
        let (here, there) = (one.get(object), other.get(object));
        if here != there {
            let version = |it: Option<&std::rc::Rc<Change>>| it.map(|it| it.version().0);
            return Some((object.0, object.1, format!("{:?} and {:?}", version(here), version(there))));
        }
    }
    None
}

//! A new desk: its files, its first person, its organization and location, or a whole demo clinic.

use crate::{
    demo,
    env::{Clock, Ids, random_bytes},
    error::{AppError, AppResult},
    front_desk::FrontDesk,
    password,
    sign_in::{AtTheDesk, Recovered},
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::AppointmentType,
    appointment_type::Modality,
    arbitration::Decision,
    id::{AppointmentTypeId, DeviceId, LocationId, OpId, OrganizationId, PersonId, Version},
    invalid::{Field, Problem},
    operation::{Change, Operation, OperationBody},
    organization::{Address, Location, Organization, OrganizationKind},
    people::{Person, Role},
    refusal::Refusal,
    time::Instant,
};
use desk_cache::{AuditEntry, Home, KdfCost, KeyStore, Store, store::NewDesk};

pub struct SetUp<'a> {
    pub organization_name: &'a str,
    pub organization_kind: OrganizationKind,
    pub location_name: &'a str,
    pub zone: Tz,
    pub person_name: &'a str,
    pub login: &'a str,
    pub password: &'a str,
    pub key_store: KeyStore,
    pub cost: KdfCost,
    pub demo: Option<Demo<'a>>,
    /// What the usual types are called in the language of the person who sets up.
    pub type_words: &'a dyn Fn(UsualType) -> TypeWords,
}

/// A demo clinic that is wanted, with what is written in it.
#[derive(Clone, Copy)]
pub struct Demo<'a> {
    pub size: demo::ClinicSize,
    /// None: another clinic each time.
    pub seed: Option<u64>,
    pub words: &'a demo::Words,
}

/// The visit types of a clinic that nobody has shaped yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsualType {
    NewPatient,
    FollowUp,
    ShortVisit,
    Physical,
    MinorProcedure,
    NurseVisit,
    Telephone,
    Video,
}

pub struct TypeWords {
    pub name: &'static str,
    /// Two letters for the board and the typed line.
    pub short_code: &'static str,
    /// What is said where others may read or hear it; empty where the name says nothing.
    pub neutral_label: &'static str,
}

impl UsualType {
    /// What a new clinic starts with; a demo clinic has all.
    const FIRST: [(UsualType, u16); 4] = [
        (UsualType::NewPatient, 40),
        (UsualType::FollowUp, 20),
        (UsualType::ShortVisit, 10),
        (UsualType::Physical, 30),
    ];
    pub const ALL: [UsualType; 8] = [
        UsualType::NewPatient,
        UsualType::FollowUp,
        UsualType::ShortVisit,
        UsualType::Physical,
        UsualType::MinorProcedure,
        UsualType::NurseVisit,
        UsualType::Telephone,
        UsualType::Video,
    ];
}

pub fn set_up(
    home: &Home,
    clock: Clock,
    wanted: &SetUp<'_>,
    progress: &dyn Fn(u64, u64),
) -> AppResult<Recovered> {
    let (ids, now) = (Ids::new(clock), clock.now());
    let person = first_person(&ids, wanted)?;
    password::check(wanted.password, &person.login).map_err(AppError::WeakPassword)?;
    let organization = organization(&ids, wanted)?;
    let new = NewDesk {
        key_store: wanted.key_store,
        device: DeviceId(ids.next()),
        person: person.id,
        login: &person.login,
        password: wanted.password,
        cost: wanted.cost,
        now,
    };
    let created = Store::create(home, &new, |store| {
        let first = first_records(&ids, wanted, organization.clone(), person.clone());
        write_first(store, &ids, person.id, now, first)?;
        let Some(Demo { size, seed, words }) = wanted.demo else { return Ok(()) };
        let clinic = demo::Clinic {
            size,
            seed: seed.unwrap_or_else(|| u64::from_be_bytes(random_bytes())),
            now,
            zone: wanted.zone,
            organization: &organization,
            author: person.id,
            words,
            type_words: wanted.type_words,
        };
        fill_with_demo(store, &clinic, progress)
    })?;
    let mut desk = FrontDesk::new(created.store, clock);
    if let Some(Demo { words, .. }) = wanted.demo {
        demo::to_come::add(&mut desk, person.id, words)?;
    }
    let at_the_desk = AtTheDesk { desk, person: person.id, must_change_password: false };
    Ok(Recovered { at_the_desk, recovery_code: created.recovery_code.text() })
}

fn first_person(ids: &Ids, wanted: &SetUp<'_>) -> Decision<Person> {
    let administrator = Person {
        id: PersonId(ids.next()),
        version: Version::FIRST,
        login: wanted.login.to_owned(),
        name: wanted.person_name.to_owned(),
        roles: vec![Role::Administrator, Role::PracticeManager, Role::FrontDesk],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    };
    clinic_domain::arbitration::put_person(&administrator.clone(), &[], &[], administrator)
}

fn organization(ids: &Ids, wanted: &SetUp<'_>) -> Decision<Organization> {
    if wanted.organization_name.trim().is_empty() {
        return Err(Refusal::Invalid { field: Field::OrganizationName, problem: Problem::Needed }.into());
    }
    let (id, name) = (OrganizationId(ids.next()), wanted.organization_name.trim());
    let organization = Organization::named(id, name, wanted.organization_kind);
    Ok(Organization { is_demo: wanted.demo.is_some(), ..organization })
}

/// A demo brings its own locations and types; a real clinic starts with one location and the usual types.
fn first_records(
    ids: &Ids,
    wanted: &SetUp<'_>,
    organization: Organization,
    person: Person,
) -> Vec<(OperationBody, Change)> {
    let mut records = vec![
        (OperationBody::OrganizationPut(organization.clone()), Change::Organization(organization)),
        (OperationBody::PersonPut(person.clone()), Change::Person(person)),
    ];
    if wanted.demo.is_some() {
        return records;
    }
    let name =
        if wanted.location_name.trim().is_empty() { wanted.organization_name } else { wanted.location_name };
    let location = Location {
        id: LocationId(ids.next()),
        version: Version::FIRST,
        name: name.trim().to_owned(),
        zone: wanted.zone,
        address: Address::default(),
        phone: String::new(),
        numbers_arrivals: false,
        is_active: true,
        source: None,
    };
    records.push((OperationBody::LocationPut(location.clone()), Change::Location(location)));
    records.extend(
        UsualType::FIRST
            .map(|(it, minutes)| usual_type(ids, it, minutes, &(wanted.type_words)(it)))
            .into_iter()
            .map(|it| (OperationBody::AppointmentTypePut(it.clone()), Change::AppointmentType(it))),
    );
    records
}

fn usual_type(ids: &Ids, which: UsualType, minutes: u16, words: &TypeWords) -> AppointmentType {
    AppointmentType {
        id: AppointmentTypeId(ids.next()),
        version: Version::FIRST,
        name: words.name.to_owned(),
        neutral_label: words.neutral_label.to_owned(),
        duration_minutes: minutes,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        needs: AppointmentType::whole_visit_with_provider(),
        notice_minutes: 0,
        is_new_patient: which == UsualType::NewPatient,
        follow_up_weeks: 0,
        places: 1,
        overbook_lanes: None,
        is_urgent: false,
        is_active: true,
        short_code: words.short_code.to_owned(),
        modality: Modality::InPerson,
        preceded_by: None,
    }
}

fn write_first(
    store: &Store,
    ids: &Ids,
    author: PersonId,
    now: Instant,
    records: Vec<(OperationBody, Change)>,
) -> AppResult<()> {
    store.write(|writing| {
        for (body, change) in records {
            let operation = Operation {
                id: OpId(ids.next()),
                device: writing.device(),
                device_seq: writing.next_device_seq(),
                author,
                at: now,
                written_at: None,
                base: None,
                part_of: None,
                promised_to_patient: false,
                body,
            };
            let entry = AuditEntry {
                at: now,
                actor: Some(author),
                action: "set_up",
                object_kind: "setup",
                object: None,
                patients: Vec::new(),
                outcome: "done",
                detail: operation.body.kind().into(),
            };
            writing.record(&operation, &[change], &entry)?;
        }
        Ok(())
    })
}

fn fill_with_demo(store: &Store, clinic: &demo::Clinic<'_>, progress: &dyn Fn(u64, u64)) -> AppResult<()> {
    store.bulk(clinic.author, clinic.now, |bulk| demo::load(clinic, bulk, progress))?;
    Ok(())
}

//! Records that are written whole: patients, caregivers, and what the practice sets up. Each is checked at
//! this door and nowhere later.

use super::{Decision, permitted};
use crate::{
    appointment_type::AppointmentType,
    id::Version,
    organization::{Location, Organization},
    patient::{Caregiver, Patient},
    people::{Permission, Person},
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleException, ScheduleTemplate},
    setup::Setup,
    time::Instant,
};
use chrono::{NaiveDate, TimeDelta};

/// A whole record against the one that stands. A new record is seen at version 1 and has no current one.
pub struct Put {
    pub current: Option<Version>,
    pub seen: Version,
}

impl Put {
    /// The version of the written record; refused when somebody else wrote in between.
    pub fn next(&self) -> Decision<Version> {
        match self.current {
            None => Ok(Version::FIRST),
            Some(current) if current == self.seen => Ok(current.next()),
            Some(_) => Err(Refusal::Changed.into()),
        }
    }
}

fn invalid<T>(field: &'static str, problem: &'static str) -> Decision<T> {
    Err(Refusal::Invalid { field, problem }.into())
}

const MAX_TEXT: usize = 200;
const MAX_NOTE: usize = 2_000;

fn text(field: &'static str, value: &str, max: usize) -> Decision<()> {
    if value.chars().count() > max { invalid(field, "is too long") } else { Ok(()) }
}

fn needed(field: &'static str, value: &str) -> Decision<()> {
    if value.trim().is_empty() { invalid(field, "is needed") } else { text(field, value, MAX_TEXT) }
}

pub fn put_patient(
    author: &Person,
    today: NaiveDate,
    current: Option<&Patient>,
    wanted: &Patient,
) -> Decision<Patient> {
    permitted(author, Permission::EditPatient)?;
    let mut patient = wanted.clone();
    patient.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed("family_name", patient.family_name.expose())?;
    for (field, value) in [
        ("given_names", &patient.given_names),
        ("preferred_name", &patient.preferred_name),
        ("email", &patient.email),
    ] {
        text(field, value.expose(), MAX_TEXT)?;
    }
    text("alert", patient.alert.expose(), MAX_NOTE)?;
    check_birth_date(&patient, today)?;
    check_phones(&patient)?;
    if let Some(coverage) = &patient.coverage {
        needed("coverage.payer", &coverage.payer)?;
        if let (Some(from), Some(to)) = (coverage.valid_from, coverage.valid_to)
            && to < from
        {
            return invalid("coverage.valid_to", "is before its beginning");
        }
    }
    if let Some(current) = current {
        // The arbiter gives these once.
        patient.record_number.clone_from(&current.record_number);
        patient.source.clone_from(&current.source);
    }
    Ok(patient)
}

fn check_birth_date(patient: &Patient, today: NaiveDate) -> Decision<()> {
    match patient.birth_date {
        None => invalid("birth_date", "is needed to tell patients apart"),
        Some(date) if date > today => invalid("birth_date", "lies in the future"),
        Some(date) if date < today - TimeDelta::days(366 * 130) => {
            invalid("birth_date", "is over 130 years ago")
        }
        Some(_) => Ok(()),
    }
}

fn check_phones(patient: &Patient) -> Decision<()> {
    if patient.phones.len() > 8 {
        return invalid("phones", "at most eight");
    }
    for phone in &patient.phones {
        let number = phone.number.expose();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let is_plain = number.chars().all(|it| it.is_ascii_digit() || " +-()./x".contains(it));
        if !(3..=20).contains(&digits) || !is_plain {
            return invalid("phones", "digits, spaces, + - ( ) only");
        }
    }
    Ok(())
}

pub fn put_caregiver(
    author: &Person,
    current: Option<&Caregiver>,
    wanted: &Caregiver,
) -> Decision<Caregiver> {
    permitted(author, Permission::EditPatient)?;
    let mut caregiver = wanted.clone();
    caregiver.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if current.is_some_and(|it| it.patient != wanted.patient) {
        return invalid("patient", "a caregiver stays with the patient");
    }
    needed("name", caregiver.name.expose())?;
    Ok(caregiver)
}

pub fn put_organization(author: &Person, setup: &Setup, wanted: &Organization) -> Decision<Organization> {
    permitted(author, Permission::EditSetup)?;
    let mut organization = wanted.clone();
    let current = &setup.organization;
    organization.version = Put { current: Some(current.version), seen: wanted.version }.next()?;
    organization.is_demo = current.is_demo;
    needed("name", &organization.name)?;
    let settings = &organization.settings;
    if !(1..=15).contains(&settings.auto_lock_minutes) {
        return invalid("auto_lock_minutes", "1 to 15");
    }
    if ![5, 10, 15, 20, 30, 60].contains(&settings.grid_minutes) {
        return invalid("grid_minutes", "5, 10, 15, 20, 30 or 60");
    }
    if settings.late_arrival_minutes > 240 {
        return invalid("late_arrival_minutes", "at most 240");
    }
    Ok(organization)
}

pub fn put_location(author: &Person, setup: &Setup, wanted: &Location) -> Decision<Location> {
    permitted(author, Permission::EditSetup)?;
    let mut location = wanted.clone();
    let current = setup.location(wanted.id);
    location.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed("name", &location.name)?;
    Ok(location)
}

pub fn put_resource(author: &Person, setup: &Setup, wanted: &Resource) -> Decision<Resource> {
    permitted(author, Permission::EditSetup)?;
    let mut resource = wanted.clone();
    let current = setup.resource(wanted.id);
    resource.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed("name", &resource.name)?;
    if setup.location(resource.location).is_none() {
        return invalid("location", "is not a location of this organization");
    }
    if current.is_some_and(|it| it.kind != wanted.kind) {
        return invalid("kind", "cannot change");
    }
    Ok(resource)
}

pub fn put_appointment_type(
    author: &Person,
    setup: &Setup,
    wanted: &AppointmentType,
) -> Decision<AppointmentType> {
    permitted(author, Permission::EditSetup)?;
    let mut kind = wanted.clone();
    let current = setup.appointment_type(wanted.id);
    kind.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed("name", &kind.name)?;
    if !(1..=480).contains(&kind.duration_minutes) {
        return invalid("duration_minutes", "1 to 480");
    }
    if kind.buffer_before_minutes > 120 || kind.buffer_after_minutes > 120 {
        return invalid("buffers", "at most 120 minutes each");
    }
    if !kind.needs.iter().any(|it| it.kind == ResourceKind::Provider) {
        return invalid("needs", "a visit needs a provider");
    }
    for need in &kind.needs {
        let to = if need.minutes == 0 { kind.duration_minutes } else { need.from_minute + need.minutes };
        if need.from_minute >= kind.duration_minutes || to > kind.duration_minutes {
            return invalid("needs", "lie within the visit");
        }
        if need.any_of.iter().any(|it| setup.resource(*it).is_none_or(|r| r.kind != need.kind)) {
            return invalid("needs", "name resources of their kind");
        }
    }
    Ok(kind)
}

pub fn put_template(author: &Person, setup: &Setup, wanted: &ScheduleTemplate) -> Decision<ScheduleTemplate> {
    permitted(author, Permission::EditSetup)?;
    let mut template = wanted.clone();
    let current = setup.templates.iter().find(|it| it.id == wanted.id);
    template.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if setup.resource(template.resource).is_none() {
        return invalid("resource", "does not exist");
    }
    if !(1..=52).contains(&template.every_n_weeks) {
        return invalid("every_n_weeks", "1 to 52");
    }
    if template.valid_to.is_some_and(|it| it < template.valid_from) {
        return invalid("valid_to", "is before the first day");
    }
    if template.sessions.iter().any(|it| it.to <= it.from) {
        return invalid("sessions", "end after they begin");
    }
    Ok(template)
}

/// A block, time off, a holiday or an extra session. It never fails on visits that are booked already.
pub fn put_exception(
    author: &Person,
    setup: &Setup,
    now: Instant,
    wanted: &ScheduleException,
) -> Decision<ScheduleException> {
    permitted(author, Permission::BlockTime)?;
    let mut exception = wanted.clone();
    let current = setup.exceptions.iter().find(|it| it.id == wanted.id);
    exception.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed("reason", &exception.reason)?;
    if exception.last_day < exception.first_day {
        return invalid("last_day", "is before the first day");
    }
    if exception.to <= exception.from {
        return invalid("to", "is not after the beginning");
    }
    // Yesterday's block is still history somewhere west of here; anything older is a slip.
    let yesterday = now.plus_minutes(-2 * 24 * 60).local_date(chrono_tz::UTC);
    if current.is_none() && exception.last_day < yesterday {
        return invalid("last_day", "lies in the past");
    }
    Ok(exception)
}

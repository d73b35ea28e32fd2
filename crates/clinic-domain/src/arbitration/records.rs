//! Records that are written whole: patients, caregivers, and what the practice sets up. Each is checked at
//! this door and nowhere later.

use super::{
    Decision,
    contact_point::{is_link, is_phone},
    permitted,
    persons::check_person,
    tier::check_providers,
};
use crate::{
    appointment_type::{AppointmentType, Preceding},
    availability::MOST_PLACES,
    id::{AppointmentTypeId, Version},
    invalid::{Field, Problem},
    organization::Location,
    patient::{Caregiver, Patient},
    people::{Permission, Person},
    refusal::{Missing, Refusal},
    resource::{MOST_CHANGEOVER_MINUTES, Resource, ResourceKind},
    setup::Setup,
    time::Instant,
};
use chrono::{NaiveDate, TimeDelta};
use std::borrow::Cow;

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

pub(super) fn invalid<T>(field: Field, problem: Problem) -> Decision<T> {
    Err(Refusal::Invalid { field, problem }.into())
}

pub(super) const MAX_TEXT: usize = 200;
/// Two years: nobody books a follow-up further ahead.
const MOST_FOLLOW_UP_WEEKS: u8 = 104;
const MOST_OVERBOOK_LANES: u8 = 9;
pub(super) const MAX_NOTE: usize = 2_000;

pub(super) fn text(field: Field, value: &str, max: usize) -> Decision<()> {
    if value.chars().count() > max { invalid(field, Problem::TooLong) } else { Ok(()) }
}

pub(super) fn needed(field: Field, value: &str) -> Decision<()> {
    if value.trim().is_empty() { invalid(field, Problem::Needed) } else { text(field, value, MAX_TEXT) }
}

pub fn put_patient(
    author: &Person,
    setup: &Setup,
    today: NaiveDate,
    current: Option<&Patient>,
    wanted: &Patient,
) -> Decision<Patient> {
    permitted(author, Permission::EditPatient)?;
    let mut patient = wanted.clone();
    patient.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed(Field::FamilyName, patient.family_name.expose())?;
    for (field, value) in [
        (Field::GivenNames, &patient.given_names),
        (Field::PreferredName, &patient.preferred_name),
        (Field::Email, &patient.email),
    ] {
        text(field, value.expose(), MAX_TEXT)?;
    }
    text(Field::Alert, patient.alert.expose(), MAX_NOTE)?;
    check_birth_date(&patient, today)?;
    check_phones(&patient)?;
    check_own_provider(setup, current, &patient)?;
    if let Some(coverage) = &patient.coverage {
        needed(Field::CoveragePayer, &coverage.payer)?;
        if let (Some(from), Some(to)) = (coverage.valid_from, coverage.valid_to)
            && to < from
        {
            return invalid(Field::CoverageValidTo, Problem::BeforeItsBeginning);
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
        None => invalid(Field::BirthDate, Problem::NeededToTellApart),
        Some(date) if date > today => invalid(Field::BirthDate, Problem::InTheFuture),
        Some(date) if date < today - TimeDelta::days(366 * 130) => {
            invalid(Field::BirthDate, Problem::Over130YearsAgo)
        }
        Some(_) => Ok(()),
    }
}

/// Who sees the patient otherwise; one who has left since stays named.
fn check_own_provider(setup: &Setup, current: Option<&Patient>, wanted: &Patient) -> Decision<()> {
    let is_new = current.is_none_or(|it| it.own_provider != wanted.own_provider);
    let Some(named) = wanted.own_provider.filter(|_| is_new) else { return Ok(()) };
    match setup.resource(named) {
        None => invalid(Field::OwnProvider, Problem::DoesNotExist),
        Some(it) if it.kind != ResourceKind::Provider => invalid(Field::OwnProvider, Problem::WrongKind),
        Some(it) if !it.is_active => invalid(Field::OwnProvider, Problem::NoLongerInUse),
        Some(_) => Ok(()),
    }
}

fn check_phones(patient: &Patient) -> Decision<()> {
    if patient.phones.len() > 8 {
        return invalid(Field::Phones, Problem::AtMost { most: 8 });
    }
    for phone in &patient.phones {
        if !is_phone(phone.number.expose()) {
            return invalid(Field::Phones, Problem::NotAPhone);
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
        return invalid(Field::Patient, Problem::StaysWithPatient);
    }
    needed(Field::Name, caregiver.name.expose())?;
    caregiver.source = current.and_then(|it| it.source.clone());
    Ok(caregiver)
}

pub fn put_location(author: &Person, setup: &Setup, wanted: &Location) -> Decision<Location> {
    permitted(author, Permission::EditSetup)?;
    let mut location = wanted.clone();
    let current = setup.location(wanted.id);
    location.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed(Field::Name, &location.name)?;
    let is_other = |it: &&Location| it.id != wanted.id && it.is_active;
    if !location.is_active && !setup.locations.iter().any(|it| is_other(&it)) {
        return Err(Refusal::LastLocation.into());
    }
    Ok(location)
}

pub fn put_resource(author: &Person, setup: &Setup, now: Instant, wanted: &Resource) -> Decision<Resource> {
    permitted(author, Permission::EditSetup)?;
    let mut resource = wanted.clone();
    let current = setup.resource(wanted.id);
    resource.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    needed(Field::Name, &resource.name)?;
    if setup.location(resource.location).is_none() {
        return invalid(Field::Location, Problem::DoesNotExist);
    }
    if current.is_some_and(|it| it.kind != wanted.kind) {
        return invalid(Field::Kind, Problem::CannotChange);
    }
    // Who sees several at once does so by the type of the visit.
    let most = if resource.kind == ResourceKind::Provider { 1 } else { MOST_PLACES };
    check_places(resource.places, most)?;
    if !resource.join_link.is_empty() && !is_link(&resource.join_link) {
        return invalid(Field::JoinLink, Problem::NotALink);
    }
    if resource.changeover_minutes > 0 && resource.kind == ResourceKind::Provider {
        return invalid(Field::ChangeoverMinutes, Problem::WrongKind);
    }
    if resource.changeover_minutes > MOST_CHANGEOVER_MINUTES {
        let problem = Problem::OutOfRange { least: 0, most: MOST_CHANGEOVER_MINUTES };
        return invalid(Field::ChangeoverMinutes, problem);
    }
    if resource.changeover_minutes > 0 && resource.places > 1 {
        return invalid(Field::ChangeoverMinutes, Problem::SharedByVisits);
    }
    check_person(setup, now, &resource)?;
    check_providers(setup, &resource)?;
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
    needed(Field::Name, &kind.name)?;
    if !(1..=480).contains(&kind.duration_minutes) {
        return invalid(Field::DurationMinutes, Problem::OutOfRange { least: 1, most: 480 });
    }
    if kind.buffer_before_minutes > 120 || kind.buffer_after_minutes > 120 {
        return invalid(Field::Buffers, Problem::AtMost { most: 120 });
    }
    if kind.follow_up_weeks > MOST_FOLLOW_UP_WEEKS {
        let problem = Problem::OutOfRange { least: 0, most: u16::from(MOST_FOLLOW_UP_WEEKS) };
        return invalid(Field::FollowUpWeeks, problem);
    }
    if kind.overbook_lanes.is_some_and(|it| it > MOST_OVERBOOK_LANES) {
        return invalid(Field::OverbookLanes, Problem::AtMost { most: MOST_OVERBOOK_LANES.into() });
    }
    if !kind.needs.iter().any(|it| it.kind == ResourceKind::Provider) {
        return invalid(Field::Needs, Problem::ProviderNeeded);
    }
    if !kind.modality.is_in_person() && kind.needs.iter().any(|it| it.kind == ResourceKind::Room) {
        return invalid(Field::Needs, Problem::NoRoomNeeded);
    }
    check_places(kind.places, MOST_PLACES)?;
    check_preceding(setup, &kind)?;
    for need in &kind.needs {
        let to = if need.minutes == 0 { kind.duration_minutes } else { need.from_minute + need.minutes };
        if need.from_minute >= kind.duration_minutes || to > kind.duration_minutes {
            return invalid(Field::Needs, Problem::OutsideTheVisit);
        }
        if need.any_of.iter().any(|it| setup.resource(*it).is_none_or(|r| r.kind != need.kind)) {
            return invalid(Field::Needs, Problem::WrongKind);
        }
    }
    Ok(kind)
}

fn check_places(places: u8, most: u8) -> Decision<()> {
    match places {
        0 => invalid(Field::Places, Problem::OneNeeded),
        it if it > most => invalid(Field::Places, Problem::AtMost { most: most.into() }),
        _ => Ok(()),
    }
}

/// No longer than a day in the clinic: whoever comes another day has a visit of its own.
const MOST_GAP_MINUTES: u16 = 12 * 60;

/// One visit comes first, for all visits of the type: so none of them comes before another.
fn check_preceding(setup: &Setup, kind: &AppointmentType) -> Decision<()> {
    let Some(preceding) = kind.preceded_by else {
        return Ok(());
    };
    check_link(setup, kind.id, &preceding)?;
    if setup.types.iter().any(|it| it.preceded_by.is_some_and(|first| first.appointment_type == kind.id)) {
        return invalid(Field::PrecededBy, Problem::CannotChange);
    }
    Ok(())
}

/// The rules as they are for who books the type with another one before it that it does not ask for itself.
pub fn linked(
    setup: &Setup,
    of_type: AppointmentTypeId,
    link: Option<Preceding>,
) -> Decision<Cow<'_, Setup>> {
    let Some(link) = link else { return Ok(Cow::Borrowed(setup)) };
    let mut linked = setup.clone();
    let kind = linked.types.iter_mut().find(|it| it.id == of_type);
    let kind = kind.ok_or(Refusal::NotFound { what: Missing::AppointmentType })?;
    check_link(setup, of_type, &link)?;
    kind.preceded_by = Some(link);
    Ok(Cow::Owned(linked))
}

/// One visit comes first, of another type that is in use and waits for none itself.
pub fn check_link(setup: &Setup, second: AppointmentTypeId, link: &Preceding) -> Decision<()> {
    let Preceding { appointment_type, min_gap_minutes, max_gap_minutes } = *link;
    let is_first = |it: &AppointmentType| it.id != second && it.is_active && it.preceded_by.is_none();
    if !setup.appointment_type(appointment_type).is_some_and(is_first) {
        return invalid(Field::PrecededBy, Problem::WrongKind);
    }
    if max_gap_minutes < min_gap_minutes || max_gap_minutes > MOST_GAP_MINUTES {
        return invalid(
            Field::PrecededBy,
            Problem::OutOfRange { least: min_gap_minutes, most: MOST_GAP_MINUTES },
        );
    }
    Ok(())
}

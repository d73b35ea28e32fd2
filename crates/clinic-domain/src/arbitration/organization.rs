//! The organization, written whole. Its slug and its tier are the centre's: whoever writes here leaves them as they are.

use super::{
    Decision,
    contact_point::{is_email, is_link, is_phone},
    permitted,
    records::{MAX_NOTE, MAX_TEXT, Put, invalid, needed, text},
};
use crate::{
    attendance::TriageTargets,
    business_hours::BusinessHours,
    counter::LONGEST_INTERVAL_DAYS,
    emergency::{EmergencyPlan, are_plain_words},
    invalid::{Field, Problem},
    organization::{Address, Contact, Organization, OrganizationSettings, Travel},
    people::{Permission, Person},
    setup::Setup,
};

/// The name of an organization in an address is one label of a domain name: RFC 1035, 2.3.1, in lower case.
const MAX_SLUG: usize = 63;
const MAX_ADDRESS_LINES: usize = 6;
const MAX_EMERGENCY_NUMBER: usize = 40;
const MOST_EMERGENCY_WORDS: u16 = 500;

pub fn put_organization(author: &Person, setup: &Setup, wanted: &Organization) -> Decision<Organization> {
    permitted(author, Permission::EditSetup)?;
    let mut organization = wanted.clone();
    let current = &setup.organization;
    organization.version = Put { current: Some(current.version), seen: wanted.version }.next()?;
    organization.is_demo = current.is_demo;
    organization.slug.clone_from(&current.slug);
    organization.subscription_tier = current.subscription_tier;
    needed(Field::Name, &organization.name)?;
    check_address(&organization.address)?;
    check_contact(&organization.contact)?;
    organization.business_hours.as_ref().map_or(Ok(()), check_business_hours)?;
    check_settings(&organization.settings)?;
    check_travel(setup, &organization.settings.travel)?;
    *organization.emergency = checked_plan(&current.emergency, *wanted.emergency.clone())?;
    Ok(organization)
}

/// Whether the centre may give an organization this name in addresses, if nobody else has it.
pub fn check_slug(slug: &str) -> Decision<()> {
    let is_label =
        |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    let begins_and_ends = !slug.starts_with('-') && !slug.ends_with('-');
    match slug.len() {
        2..=MAX_SLUG if is_label(slug) && begins_and_ends => Ok(()),
        _ => invalid(Field::Slug, Problem::NotASlug),
    }
}

fn check_address(address: &Address) -> Decision<()> {
    if address.lines.len() > MAX_ADDRESS_LINES {
        return invalid(Field::Address, Problem::AtMost { most: MAX_ADDRESS_LINES as u16 });
    }
    let Address { lines, city, region, postal_code, country } = address;
    let mut parts = lines.iter().chain([city, region, postal_code, country]);
    parts.try_for_each(|it| text(Field::Address, it, MAX_TEXT))
}

fn check_contact(contact: &Contact) -> Decision<()> {
    let Contact { phone, email, website } = contact;
    let is_wrong = |value: &str, is_right: fn(&str) -> bool| !value.is_empty() && !is_right(value);
    if is_wrong(phone, is_phone) {
        return invalid(Field::Phone, Problem::NotAPhone);
    }
    if is_wrong(email, is_email) {
        return invalid(Field::Email, Problem::NotAnEmail);
    }
    if is_wrong(website, is_link) { invalid(Field::Website, Problem::NotALink) } else { Ok(()) }
}

/// A review is of the words as they stood: other words have to be gone through anew.
fn checked_plan(current: &EmergencyPlan, mut plan: EmergencyPlan) -> Decision<EmergencyPlan> {
    text(Field::EmergencyScript, &plan.script, MAX_NOTE)?;
    text(Field::EmergencyNumber, &plan.number, MAX_EMERGENCY_NUMBER)?;
    if plan.added.len().max(plan.left_out.len()) > usize::from(MOST_EMERGENCY_WORDS) {
        return invalid(Field::EmergencyWords, Problem::AtMost { most: MOST_EMERGENCY_WORDS });
    }
    for it in &plan.added {
        text(Field::EmergencyWords, &it.words, MAX_TEXT)?;
        if !are_plain_words(&it.words) {
            return invalid(Field::EmergencyWords, Problem::NotPlainWords);
        }
    }
    plan.left_out.iter().try_for_each(|it| text(Field::EmergencyWords, it, MAX_TEXT))?;
    if let Some(review) = &plan.review {
        needed(Field::ReviewedBy, &review.by)?;
    }
    if !plan.has_words_of(current) && plan.review == current.review {
        plan.review = None;
    }
    Ok(plan)
}

fn check_business_hours(hours: &BusinessHours) -> Decision<()> {
    let refused = |problem| invalid(Field::BusinessHours, problem);
    if hours.0.is_empty() {
        return refused(Problem::OneNeeded);
    }
    for (at, it) in hours.0.iter().enumerate() {
        let weekday = it.weekday;
        if it.to <= it.from {
            return refused(Problem::SessionWithoutLength { weekday });
        }
        if let Some((from, to)) = hours.0[..at].iter().find_map(|other| it.shared_with(other)) {
            return refused(Problem::SessionsOverlap { weekday, from, to });
        }
    }
    Ok(())
}

fn check_settings(settings: &OrganizationSettings) -> Decision<()> {
    if !(1..=15).contains(&settings.auto_lock_minutes) {
        return invalid(Field::AutoLockMinutes, Problem::OutOfRange { least: 1, most: 15 });
    }
    if ![5, 10, 15, 20, 30, 60].contains(&settings.grid_minutes) {
        return invalid(Field::GridMinutes, Problem::NotAGrid);
    }
    if settings.late_arrival_minutes > 240 {
        return invalid(Field::LateArrivalMinutes, Problem::OutOfRange { least: 0, most: 240 });
    }
    if settings.confirm_details_days > LONGEST_INTERVAL_DAYS {
        let problem = Problem::OutOfRange { least: 0, most: LONGEST_INTERVAL_DAYS };
        return invalid(Field::ConfirmDetailsDays, problem);
    }
    if settings.triage_targets.0.iter().any(|it| *it > TriageTargets::MOST_MINUTES) {
        let problem = Problem::OutOfRange { least: 0, most: TriageTargets::MOST_MINUTES };
        return invalid(Field::TriageTargets, problem);
    }
    if !settings.triage_targets.0.is_sorted() {
        return invalid(Field::TriageTargets, Problem::NotInOrder);
    }
    Ok(())
}

/// Each between two locations that there are, and named once.
fn check_travel(setup: &Setup, travel: &[Travel]) -> Decision<()> {
    for (at, it) in travel.iter().enumerate() {
        let is_way = it.one != it.other && [it.one, it.other].iter().all(|id| setup.location(*id).is_some());
        if !is_way {
            return invalid(Field::Travel, Problem::DoesNotExist);
        }
        if !(1..=Travel::MOST_MINUTES).contains(&it.minutes) {
            return invalid(Field::Travel, Problem::OutOfRange { least: 1, most: Travel::MOST_MINUTES });
        }
        if travel[..at].iter().any(|other| other.is_between(it.one, it.other)) {
            return invalid(Field::Travel, Problem::AtMost { most: 1 });
        }
    }
    Ok(())
}

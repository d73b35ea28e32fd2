//! What a resource is called, and what a reference calls it.
//!
//! Invariant: numbers that the state gives to a person (social security, passport, driving licence, tax) are never
//! taken: they identify nobody at a desk and must not be kept.

use super::wire::{Identifier, Pointer, Text, text};
use crate::record::{Keys, Reference, Target};

/// v2 table 0203 codes of identifiers that stay in the file.
const PRIVATE_TYPES: &[&str] = &["SS", "SB", "DL", "PPN", "TAX", "DN", "CZ"];
const PRIVATE_SYSTEMS: &[&str] =
    &["us-ssn", "2.16.840.1.113883.4.1", "2.16.840.1.113883.4.3.", "passportNumber"];

/// All names of a resource. Identifiers come best first: the medical record number, what is official, the rest.
pub(super) fn keys(
    resource_type: &str,
    id: &Option<Text<'_>>,
    identifiers: &[Identifier<'_>],
    full_url: Option<&str>,
) -> Keys {
    let mut kept: Vec<&Identifier<'_>> = identifiers.iter().filter(|it| is_kept(it)).collect();
    kept.sort_by_key(|it| rank(it));
    let mut identifiers: Vec<String> = Vec::with_capacity(kept.len().max(1));
    for it in kept {
        let key = format!("{}|{}", text(&it.system), text(&it.value));
        if !identifiers.contains(&key) {
            identifiers.push(key);
        }
    }
    let mut addresses: Vec<String> =
        full_url.filter(|it| is_address(it)).map(str::to_owned).into_iter().collect();
    if !text(id).is_empty() {
        addresses.push(format!("{resource_type}/{}", text(id)));
    }
    if identifiers.is_empty() {
        identifiers.extend(addresses.first().cloned());
    }
    Keys { identifiers, addresses }
}

/// A reference; `target` is what the field is about, used where the reference does not say.
pub(super) fn reference(pointer: &Pointer<'_>, target: Target) -> Option<Reference> {
    let literal = text(&pointer.reference);
    let display = text(&pointer.display);
    let (named, key) = match literal {
        "" => (None, pointer.identifier.as_deref().and_then(logical)),
        _ if literal.starts_with('#') => (None, None),
        _ => literal_key(literal),
    };
    let typed = Some(text(&pointer.r#type)).filter(|it| !it.is_empty());
    if key.is_none() && display.is_empty() {
        return None;
    }
    let target = named.or(typed).map_or(target, |name| match (target_of(name), target) {
        (Target::Any, hint) => hint,
        (stated, _) => stated,
    });
    Some(Reference { target, key, display: display.into() })
}

pub(super) fn references(pointers: &[Pointer<'_>], target: Target) -> Vec<Reference> {
    pointers.iter().filter_map(|it| reference(it, target)).collect()
}

fn is_kept(identifier: &Identifier<'_>) -> bool {
    let system = text(&identifier.system);
    let is_private = identifier.r#type.as_ref().is_some_and(|it| it.has_code(PRIVATE_TYPES))
        || PRIVATE_SYSTEMS.iter().any(|it| system.contains(it));
    !system.is_empty() && !text(&identifier.value).is_empty() && !is_private
}

fn rank(identifier: &Identifier<'_>) -> u8 {
    let is_record_number = identifier.r#type.as_ref().is_some_and(|it| it.has_code(&["MR"]));
    match text(&identifier.r#use) {
        "old" | "temp" => 3,
        _ if is_record_number || text(&identifier.system).ends_with("/us-npi") => 0,
        "official" | "usual" => 1,
        _ => 2,
    }
}

fn logical(identifier: &Identifier<'_>) -> Option<String> {
    is_kept(identifier).then(|| format!("{}|{}", text(&identifier.system), text(&identifier.value)))
}

/// The named type and the key of `Type/id`, `Type?identifier=system|value`, `urn:uuid:...` or an address.
fn literal_key(literal: &str) -> (Option<&str>, Option<String>) {
    if let Some((path, query)) = literal.split_once('?') {
        let identifier = query.split('&').find_map(|it| it.strip_prefix("identifier="));
        let name = path.rsplit('/').next();
        return (name, identifier.map(|it| it.replace("%7C", "|").replace("%7c", "|")));
    }
    let literal = literal.split_once("/_history/").map_or(literal, |(it, _)| it);
    if literal.starts_with("urn:") {
        return (None, Some(literal.to_owned()));
    }
    let mut parts = literal.rsplit('/');
    let (id, name) = (parts.next().unwrap_or(""), parts.next());
    if id.is_empty() || name.is_none() {
        return (None, None);
    }
    (name, Some(literal.to_owned()))
}

fn is_address(full_url: &str) -> bool {
    ["urn:", "http://", "https://"].iter().any(|it| full_url.starts_with(it))
}

fn target_of(name: &str) -> Target {
    match name {
        "Location" => Target::Place,
        "Organization" => Target::Organization,
        "Practitioner" => Target::Provider,
        "PractitionerRole" => Target::Role,
        "Patient" => Target::Patient,
        "RelatedPerson" => Target::Caregiver,
        "Schedule" => Target::Schedule,
        "Slot" => Target::Slot,
        "Appointment" | "Encounter" => Target::Visit,
        _ => Target::Any,
    }
}

//! FHIR R4 JSON: single resources, bundles of any type, one resource a line.
//!
//! The file is walked once; an entry's resource is handed on as a slice of the text, its type is peeked at, and only
//! the dozen types that a front desk uses are parsed, into structs of the wanted fields. Nothing builds a tree.
//!
//! Nesting costs nothing but the text: what is skipped is skipped without recursion, what is kept is as deep as its
//! struct, and bundles within bundles are counted.

mod bundle;
mod keys;
mod older;
mod patient;
mod person;
mod place;
mod provider;
mod schedule;
pub mod status;
mod visit;
mod wire;

use crate::{
    ImportError, ImportErrorCode as Code,
    batch::Sink,
    record::{Body, Keys, Origin, Record},
    report::{Reason, RecordName, Warning},
};
use serde::Deserialize;
use std::borrow::Cow;

/// Bundles inside bundles (answers to batches) go no deeper in practice.
const MAX_BUNDLE_DEPTH: u32 = 4;

/// A file that is one resource.
pub(crate) fn read_json(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let whole = text.trim();
    if peek_type(whole).map_err(|it| ImportError::broken_json(&it))?.is_none() {
        return Err(ImportError::new(Code::NotFhir));
    }
    read_resource(&Entry { json: whole, full_url: None, depth: 0 }, sink)
}

/// A file with one resource a line; a broken line is one record not taken.
pub(crate) fn read_lines(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        if serde_json::from_str::<serde::de::IgnoredAny>(line).is_err() {
            sink.refuse(unnamed(sink, "unknown"), Reason::Malformed)?;
            continue;
        }
        read_resource(&Entry { json: line, full_url: None, depth: 0 }, sink)?;
    }
    Ok(())
}

/// A resource as it stands in the file.
struct Entry<'a> {
    json: &'a str,
    full_url: Option<&'a str>,
    /// How many bundles are around it.
    depth: u32,
}

/// What a resource's reader makes of it, before it has a place in the file.
struct Draft {
    id: Option<Box<str>>,
    keys: Keys,
    body: Result<Body, Reason>,
    warnings: Vec<Warning>,
}

impl Draft {
    fn new(id: &Option<wire::Text<'_>>, keys: Keys, body: Result<Body, Reason>) -> Self {
        Self { id: id.as_ref().map(|it| it.as_str().into()), keys, body, warnings: Vec::new() }
    }
}

fn read_resource(entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let kind = peek_type(entry.json).map_err(|it| ImportError::broken_json(&it))?;
    match kind.as_deref() {
        Some("Bundle") => bundle::read(entry, sink),
        Some("Location") => read_as(entry, "Location", place::location, sink),
        Some("Organization") => read_as(entry, "Organization", place::organization, sink),
        Some("Practitioner") => read_as(entry, "Practitioner", provider::practitioner, sink),
        Some("PractitionerRole") => read_as(entry, "PractitionerRole", provider::role, sink),
        Some("Patient") => read_as(entry, "Patient", patient::patient, sink),
        Some("RelatedPerson") => read_as(entry, "RelatedPerson", patient::related_person, sink),
        Some("Coverage") => read_as(entry, "Coverage", patient::coverage, sink),
        Some("Schedule") => read_as(entry, "Schedule", schedule::schedule, sink),
        Some("Slot") => read_as(entry, "Slot", schedule::slot, sink),
        Some("Appointment") => read_as(entry, "Appointment", visit::appointment, sink),
        Some("Encounter") => read_as(entry, "Encounter", visit::encounter, sink),
        Some(other) if is_type_name(other) => sink.pass_over(other),
        _ => sink.refuse(unnamed(sink, "unknown"), Reason::Malformed),
    }
}

/// Parses and keeps one resource, or refuses it; a resource in another FHIR version's shape refuses the file.
fn read_as<'a, T: Deserialize<'a>>(
    entry: &Entry<'a>,
    resource_type: &'static str,
    draft: fn(&T, Option<&str>) -> Draft,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let wire: T = match serde_json::from_str(entry.json) {
        Ok(wire) => wire,
        Err(error) if entry.depth == 0 && !error.is_data() => return Err(ImportError::broken_json(&error)),
        Err(_) => {
            return match older::version_of(resource_type, entry.json) {
                Some(code) => Err(ImportError::new(code).with("resource_type", resource_type)),
                None => sink.refuse(unnamed(sink, resource_type), Reason::Malformed),
            };
        }
    };
    let Draft { id, keys, body, warnings } = draft(&wire, entry.full_url);
    let origin = Origin { file: sink.file, index: sink.next_index(), resource_type, id };
    match body {
        Err(reason) => sink.refuse(RecordName::from(&origin), reason),
        Ok(_) if keys.identifiers.is_empty() => sink.refuse(RecordName::from(&origin), Reason::NoIdentity),
        Ok(body) => sink.take(Record { origin, keys, body, warnings }),
    }
}

fn unnamed(sink: &Sink<'_>, resource_type: &str) -> RecordName {
    RecordName {
        file: sink.file,
        resource_type: resource_type.to_owned(),
        index: sink.next_index(),
        id: None,
    }
}

/// Guards the report against a "type" that is really a text.
fn is_type_name(text: &str) -> bool {
    (2..=64).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_alphabetic())
}

/// The resource's type. By far most writers put it first; then the rest need not be looked at.
fn peek_type(json: &str) -> Result<Option<Cow<'_, str>>, serde_json::Error> {
    if let Some(name) = first_key_type(json) {
        return Ok(Some(Cow::Borrowed(name)));
    }
    #[derive(Deserialize)]
    struct Peek<'a> {
        #[serde(borrow, rename = "resourceType")]
        resource_type: Option<wire::Text<'a>>,
    }
    match serde_json::from_str::<Peek<'_>>(json) {
        Ok(peek) => Ok(peek.resource_type.map(|it| it.0)),
        Err(error) if error.is_data() => Ok(None),
        Err(error) => Err(error),
    }
}

fn first_key_type(json: &str) -> Option<&str> {
    let rest = json.trim_start().strip_prefix('{')?.trim_start().strip_prefix("\"resourceType\"")?;
    let name = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name).filter(|it| is_type_name(it))
}

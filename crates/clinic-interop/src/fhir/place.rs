//! Location and Organization.

use super::{
    Draft,
    keys::{keys, reference},
    person,
    wire::{self, Concept, ContactPoint, Extension, Flag, Identifier, Many, Pointer, Text, flag, text},
};
use crate::{
    record::{Body, Organization, Place, PlaceKind, Target},
    report::Reason,
};

wire::wire! {
    WireLocation {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, extension: Many<Extension<'a>>,
        status: Option<Text<'a>>, name: Option<Text<'a>>, description: Option<Text<'a>>, mode: Option<Text<'a>>,
        r#type: Many<Concept<'a>>, telecom: Many<ContactPoint<'a>>, address: Option<wire::Address<'a>>,
        physical_type: Option<Concept<'a>>, managing_organization: Option<Pointer<'a>>,
        part_of: Option<Pointer<'a>>,
    }
    WireOrganization {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, active: Option<Flag<'a>>, r#type: Many<Concept<'a>>,
        name: Option<Text<'a>>, telecom: Many<ContactPoint<'a>>, address: Many<wire::Address<'a>>,
        part_of: Option<Pointer<'a>>,
    }
}

pub(super) fn location(wire: &WireLocation<'_>, full_url: Option<&str>) -> Draft {
    let name = Some(text(&wire.name)).filter(|it| !it.is_empty()).unwrap_or(text(&wire.description));
    let place = Place {
        kind: place_kind(wire),
        name: name.to_owned(),
        phone: person::contact(&wire.telecom, "phone").to_owned(),
        address: wire.address.as_ref().map(person::address).unwrap_or_default(),
        zone: zone(&wire.extension),
        is_active: matches!(text(&wire.status), "active" | ""),
        part_of: wire.part_of.as_ref().and_then(|it| reference(it, Target::Place)),
        managed_by: wire.managing_organization.as_ref().and_then(|it| reference(it, Target::Organization)),
        specialty: wire.r#type.first().map(|it| it.words().to_owned()).unwrap_or_default(),
    };
    let body = if place.name.is_empty() { Err(Reason::NameMissing) } else { Ok(Body::Place(place)) };
    Draft::new(&wire.id, keys("Location", &wire.id, &wire.identifier, full_url), body)
}

pub(super) fn organization(wire: &WireOrganization<'_>, full_url: Option<&str>) -> Draft {
    let organization = Organization {
        name: text(&wire.name).to_owned(),
        phone: person::contact(&wire.telecom, "phone").to_owned(),
        address: wire.address.first().map(person::address).unwrap_or_default(),
        is_payer: wire.r#type.iter().any(|it| it.has_code(&["pay", "ins"])),
        is_active: flag(wire.active, true),
        part_of: wire.part_of.as_ref().and_then(|it| reference(it, Target::Organization)),
    };
    let body = if organization.name.is_empty() {
        Err(Reason::NameMissing)
    } else {
        Ok(Body::Organization(organization))
    };
    Draft::new(&wire.id, keys("Organization", &wire.id, &wire.identifier, full_url), body)
}

/// By the codes of `location-physical-type`; a place that does not say is a site.
fn place_kind(wire: &WireLocation<'_>) -> PlaceKind {
    let is = |codes: &[&str]| wire.physical_type.as_ref().is_some_and(|it| it.has_code(codes));
    if text(&wire.mode) == "kind" || is(&["ho", "ve", "rd", "jdn"]) {
        PlaceKind::Elsewhere
    } else if is(&["ro", "bd", "ca"]) {
        PlaceKind::Room
    } else if is(&["wi", "wa", "lvl", "co", "area"]) {
        PlaceKind::Part
    } else {
        PlaceKind::Site
    }
}

fn zone(extensions: &[Extension<'_>]) -> Option<chrono_tz::Tz> {
    let is_zone =
        |it: &&Extension<'_>| matches!(text(&it.url).rsplit('/').next(), Some("timezone" | "tz-code"));
    extensions.iter().find(is_zone).and_then(|it| text(&it.value_code).parse().ok())
}

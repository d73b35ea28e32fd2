//! Names, phones and addresses: the same for patients, providers and those who act for somebody.

use super::wire::{Address as WireAddress, ContactPoint, HumanName, text};
use clinic_domain::{
    organization::Address,
    patient::{Phone, PhoneKind},
    personal::Personal,
};

/// Uses of a name or number that no longer hold.
const PAST_USES: &[&str] = &["old", "maiden", "anonymous"];

/// The name somebody goes by at the counter: official, else usual, else the first that still holds.
pub(super) fn best_name<'n, 'a>(names: &'n [HumanName<'a>]) -> Option<&'n HumanName<'a>> {
    let with_use = |wanted: &str| names.iter().find(|it| text(&it.r#use) == wanted && is_whole(it));
    let holds = |it: &&HumanName<'_>| !PAST_USES.contains(&text(&it.r#use));
    with_use("official").or_else(|| with_use("usual")).or_else(|| names.iter().find(holds)).or(names.first())
}

/// What somebody is called, where a usual name or nickname differs from the name that was chosen.
pub(super) fn preferred_name(names: &[HumanName<'_>], chosen: &HumanName<'_>) -> Personal {
    let called = names.iter().find(|it| matches!(text(&it.r#use), "usual" | "nickname") && !is_whole(it));
    let called = called.map(given).filter(|it| *it != given(chosen));
    Personal::new(called.unwrap_or_default())
}

/// Given names, one after another.
pub(super) fn given(name: &HumanName<'_>) -> String {
    name.given.iter().map(|it| it.as_str().trim()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Prefix, given and family name, or the text where there is nothing else.
pub(super) fn full_name(name: &HumanName<'_>) -> String {
    let prefix = name.prefix.iter().map(|it| it.as_str().trim().to_owned());
    let parts = prefix.chain([given(name), text(&name.family).to_owned()]);
    let parts: Vec<String> = parts.filter(|it| !it.is_empty()).collect();
    if is_whole(name) || !given(name).is_empty() { parts.join(" ") } else { text(&name.text).to_owned() }
}

pub(super) fn phones(points: &[ContactPoint<'_>]) -> Vec<Phone> {
    let current = points.iter().filter(|it| text(&it.r#use) != "old" && !text(&it.value).is_empty());
    current
        .filter_map(|it| phone_kind(it).map(|kind| Phone { number: text(&it.value).into(), kind }))
        .collect()
}

/// The first value of a kind of contact: "phone", "email".
pub(super) fn contact<'p>(points: &'p [ContactPoint<'_>], system: &str) -> &'p str {
    points
        .iter()
        .find(|it| text(&it.system) == system && text(&it.r#use) != "old")
        .map_or("", |it| text(&it.value))
}

/// The address where somebody lives: home, else the first that still holds.
pub(super) fn best_address(addresses: &[WireAddress<'_>]) -> Address {
    let home = addresses.iter().find(|it| text(&it.r#use) == "home");
    home.or_else(|| addresses.iter().find(|it| text(&it.r#use) != "old")).map(address).unwrap_or_default()
}

pub(super) fn address(wire: &WireAddress<'_>) -> Address {
    let mut lines: Vec<String> = wire.line.iter().map(|it| it.as_str().trim().to_owned()).collect();
    lines.retain(|it| !it.is_empty());
    if lines.is_empty() && text(&wire.city).is_empty() && !text(&wire.text).is_empty() {
        lines.push(text(&wire.text).to_owned());
    }
    Address {
        lines,
        city: text(&wire.city).to_owned(),
        region: text(&wire.state).to_owned(),
        postal_code: text(&wire.postal_code).to_owned(),
        country: country(text(&wire.country)).to_owned(),
    }
}

fn is_whole(name: &HumanName<'_>) -> bool {
    !text(&name.family).is_empty()
}

fn phone_kind(point: &ContactPoint<'_>) -> Option<PhoneKind> {
    match (text(&point.system), text(&point.r#use)) {
        ("sms", _) | ("phone" | "", "mobile") => Some(PhoneKind::Mobile),
        ("phone" | "", "home") => Some(PhoneKind::Home),
        ("phone" | "", "work") => Some(PhoneKind::Work),
        ("phone", _) => Some(PhoneKind::Other),
        _ => None,
    }
}

/// ISO 3166-1 alpha-2 for the three-letter codes and names that exporters write; anything else stays.
fn country(text: &str) -> &str {
    const CODES: &[(&str, &str)] = &[
        ("USA", "US"),
        ("NLD", "NL"),
        ("CAN", "CA"),
        ("GBR", "GB"),
        ("AUS", "AU"),
        ("NZL", "NZ"),
        ("DEU", "DE"),
        ("FRA", "FR"),
        ("ESP", "ES"),
        ("ITA", "IT"),
        ("PRT", "PT"),
        ("BEL", "BE"),
        ("CHE", "CH"),
        ("AUT", "AT"),
        ("IRL", "IE"),
        ("MEX", "MX"),
        ("BRA", "BR"),
        ("IND", "IN"),
        ("United States", "US"),
        ("United States of America", "US"),
    ];
    CODES.iter().find(|(long, _)| *long == text).map_or(text, |(_, short)| short)
}

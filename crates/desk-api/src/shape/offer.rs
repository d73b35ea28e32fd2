//! Offers: what a person compares on the phone.

use super::time::utc_text;
use crate::{
    dto::{
        offer::{BeforeView, JoinsView, OfferView},
        preferences::Language,
    },
    words::Wording,
};
use clinic_domain::{
    availability::{Joined, Offer, OfferReason},
    id::ResourceId,
    setup::Setup,
};

#[must_use]
pub fn view(wording: &Wording<'_>, handle: String, offer: &Offer) -> OfferView {
    let Wording { language, setup, zone, .. } = *wording;
    let slot = &offer.slot;
    let resources: Vec<ResourceId> = slot.allocations.iter().map(|it| it.resource).collect();
    let (provider, with) = provider_and_rest(setup, &resources);
    OfferView {
        handle,
        provider,
        provider_name: provider.map_or_else(String::new, |id| resource_name(setup, id)),
        resources,
        with,
        starts_at: utc_text(slot.visit.start()),
        wall_start: slot.visit.start().wall_text(zone),
        wall_end: slot.visit.end().wall_text(zone),
        lane: slot.allocations.iter().map(|it| it.lane).max().unwrap_or(0),
        reasons: offer.reasons.iter().map(|it| reason(language, *it, offer.joins)).collect(),
        joins: offer.joins.map(|it| JoinsView { booked: it.booked, places: it.places }),
        before: None,
        breaks_gap: offer.reasons.contains(&OfferReason::BreaksGap),
    }
}

fn reason(language: Language, reason: OfferReason, joins: Option<Joined>) -> String {
    match joins.filter(|_| reason == OfferReason::JoinsGroup) {
        Some(group) => language.joins(group),
        None => language.offer_reason(reason).to_owned(),
    }
}

/// The offer with what comes before it.
#[must_use]
pub fn with_before(wording: &Wording<'_>, offer: OfferView, before: Option<(String, Offer)>) -> OfferView {
    let before = before.map(|(handle, it)| {
        let OfferView { handle, provider_name, with, wall_start, wall_end, .. } = view(wording, handle, &it);
        let kind = wording.setup.appointment_type(it.slot.appointment_type);
        let type_name = kind.map_or_else(String::new, |it| it.name.clone());
        BeforeView { handle, type_name, provider_name, with, wall_start, wall_end }
    });
    OfferView { before, ..offer }
}

/// The visit's own provider, and the names of everything else it takes up.
#[must_use]
pub fn provider_and_rest(setup: &Setup, resources: &[ResourceId]) -> (Option<ResourceId>, String) {
    let provider = resources.iter().copied().find(|id| setup.is_provider(*id));
    let mut rest: Vec<String> =
        resources.iter().filter(|it| Some(**it) != provider).map(|id| resource_name(setup, *id)).collect();
    rest.dedup();
    (provider, rest.join(", "))
}

#[must_use]
pub fn resource_name(setup: &Setup, id: ResourceId) -> String {
    setup.resource(id).map_or_else(|| "?".to_owned(), |it| it.name.clone())
}

//! What a search did not find: what is missing, why, and what there would be instead.

use super::offer::{provider_and_rest, resource_name};
use crate::{
    dto::{
        offer::{AlternativeChange, AlternativeView},
        refusal::RefusalView,
    },
    words::Wording,
};
use chrono::NaiveDate;
use clinic_domain::{
    availability::{Alternative, Shortfall, What},
    id::ResourceId,
};

/// First what is missing, then why.
#[must_use]
pub fn reasons(wording: &Wording<'_>, missing: &Shortfall, searched_until: NaiveDate) -> Vec<RefusalView> {
    let code = match missing.what {
        What::Any => "nothing_free",
        What::OnDay(_) => "nothing_that_day",
        What::More => "nothing_more",
        What::Before => "nothing_before",
    };
    let language = wording.language;
    let view = |code: &str, sentence| RefusalView { code: code.to_owned(), sentence, field: None };
    let why = missing.obstacles.iter().map(|it| view(it.cause.code(), language.obstacle(it, wording)));
    [view(code, language.missing(missing.what, searched_until))].into_iter().chain(why).collect()
}

#[must_use]
pub fn alternatives(wording: &Wording<'_>, missing: &Shortfall) -> Vec<AlternativeView> {
    missing.alternatives.iter().filter_map(|it| alternative(wording, it)).collect()
}

fn alternative(wording: &Wording<'_>, alternative: &Alternative) -> Option<AlternativeView> {
    let Wording { language, setup, zone, .. } = *wording;
    let (change, slot) = match alternative {
        Alternative::AnotherProvider(it) => (AlternativeChange::AnotherProvider, &it.slot),
        Alternative::Later(it) => (AlternativeChange::Later, &it.slot),
        Alternative::ShorterType(it) => (AlternativeChange::ShorterType, &it.slot),
        Alternative::Overbook { slot, .. } => (AlternativeChange::Overbook, slot),
    };
    let resources: Vec<ResourceId> = slot.allocations.iter().map(|it| it.resource).collect();
    let resource = provider_and_rest(setup, &resources).0.or(resources.first().copied())?;
    let resource_name = resource_name(setup, resource);
    let start = slot.visit.start();
    let words = language.alternative(change, setup.appointment_type(slot.appointment_type));
    Some(AlternativeView {
        change,
        label: format!("{words}: {}, {resource_name}", language.moment(start.wall(zone))),
        appointment_type: slot.appointment_type,
        resource,
        resource_name,
        wall_start: start.wall_text(zone),
    })
}

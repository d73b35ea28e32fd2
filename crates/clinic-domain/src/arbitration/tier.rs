//! What an organization's tier lets in: one more of whatever it limits, or not.

use super::Decision;
use crate::{
    organization::Organization,
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    setup::Setup,
    tier::{Limited, Limits},
};
use std::collections::BTreeSet;

/// Whether one more desk may be enrolled beside so many.
pub fn check_desks(organization: &Organization, enrolled: usize) -> Decision<()> {
    one_more(organization, Limited::Desks, enrolled)
}

/// Whether the row, as it is wanted, brings no provider too many. A person who is there already brings nobody.
pub(super) fn check_providers(setup: &Setup, wanted: &Resource) -> Decision<()> {
    let is_there = |it: &Resource| it.kind == ResourceKind::Provider && it.is_active;
    let person = |it: &Resource| it.same_person_as.unwrap_or(it.id);
    let there: BTreeSet<_> = setup.resources.iter().filter(|it| is_there(it)).map(person).collect();
    let was_there = setup.resource(wanted.id).is_some_and(is_there);
    match is_there(wanted) && !was_there && !there.contains(&person(wanted)) {
        true => one_more(&setup.organization, Limited::Providers, there.len()),
        false => Ok(()),
    }
}

fn one_more(organization: &Organization, of: Limited, there: usize) -> Decision<()> {
    let limits = organization.subscription_tier.map(|it| (it, it.limits()));
    let limit = |Limits { desks, providers }| match of {
        Limited::Desks => desks,
        Limited::Providers => providers,
    };
    match limits.and_then(|(tier, limits)| Some((tier, limit(limits)?))) {
        Some((tier, limit)) if there >= usize::from(limit) => {
            Err(Refusal::TierLimit { tier, of, limit }.into())
        }
        _ => Ok(()),
    }
}

//! What an organization's tier lets in: one more of whatever it limits, or not.

use super::Decision;
use crate::{
    id::ResourceId,
    organization::Organization,
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    setup::Setup,
    tier::{Limited, Limits, SubscriptionTier},
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
    let there = persons(setup.resources.iter());
    let was_there = setup.resource(wanted.id).is_some_and(is_there);
    match is_there(wanted) && !was_there && !there.contains(&person(wanted)) {
        true => one_more(&setup.organization, Limited::Providers, there.len()),
        false => Ok(()),
    }
}

/// What passes a limit, with the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverLimit {
    pub tier: SubscriptionTier,
    pub of: Limited,
    pub limit: u16,
    /// How many there are, and how many there would be.
    pub there: usize,
    pub wanted: usize,
}

impl From<OverLimit> for Refusal {
    fn from(OverLimit { tier, of, limit, .. }: OverLimit) -> Refusal {
        Refusal::TierLimit { tier, of, limit }
    }
}

/// Whether the rows, all of them as they are wanted, bring no provider too many. Whoever is there already may stay, however
/// many they are.
///
/// # Errors
/// How many more than the tier lets in.
pub fn check_all_providers(setup: &Setup, wanted: &[Resource]) -> Result<(), OverLimit> {
    let limits = setup.organization.subscription_tier.map(|it| (it, it.limits().providers));
    let Some((tier, Some(limit))) = limits else { return Ok(()) };
    let is_wanted = |it: &&Resource| !wanted.iter().any(|row| row.id == it.id);
    let there = persons(setup.resources.iter());
    let then = persons(setup.resources.iter().filter(is_wanted).chain(wanted));
    let (there, wanted) = (there.len(), then.len());
    match wanted > usize::from(limit).max(there) {
        true => Err(OverLimit { tier, of: Limited::Providers, limit, there, wanted }),
        false => Ok(()),
    }
}

/// How many see patients: a person who does at several locations is one.
#[must_use]
pub fn count_providers(setup: &Setup) -> usize {
    persons(setup.resources.iter()).len()
}

fn persons<'a>(resources: impl Iterator<Item = &'a Resource>) -> BTreeSet<ResourceId> {
    let seen = resources.filter(|it| it.kind == ResourceKind::Provider && it.is_active);
    seen.map(|it| it.same_person_as.unwrap_or(it.id)).collect()
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

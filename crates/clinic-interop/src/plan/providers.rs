//! Providers with their roles: where they work, as what, and in which hours.

use super::{
    Account, Context, Planned,
    resources::{Resources, Wanted},
    sites::Sites,
};
use crate::{
    record::{Body, Provider, Record, Role},
    report::{Outcome, Reason, Warning},
};
use clinic_domain::{
    id::{LocationId, ResourceId, TemplateId, Version},
    resource::ResourceKind,
    schedule::{ScheduleTemplate, WeeklySession},
};
use std::collections::HashMap;
use uuid::Uuid;

/// The template that an import keeps for a provider; a second import finds it by this name.
const IMPORTED_HOURS: &str = "Imported hours";

pub(super) fn plan(
    context: &Context<'_>,
    sites: &Sites,
    resources: &mut Resources,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) {
    let roles = roles_by_provider(context);
    let seen_at = places_of_visits(context, sites);
    for (at, record) in context.leading() {
        let Body::Provider(provider) = &record.body else {
            continue;
        };
        let own = roles.get(&at).map_or(&[][..], |it| it);
        let stated = stated_location(context, sites, (record, provider), own);
        let location = stated.or_else(|| seen_at.get(&at).copied());
        if location.is_none() && sites.fallback.is_some() {
            account.warn(at, Warning::LocationAssumed);
        }
        let of_role = own.iter().map(|(_, _, role)| &role.specialty).find(|it| !it.is_empty());
        let wanted = Wanted {
            kind: ResourceKind::Provider,
            name: provider.name.clone(),
            initials: provider.initials.clone(),
            specialty: of_role.unwrap_or(&provider.specialty).clone(),
            identifier: provider.identifier.clone(),
            is_active: provider.is_active,
            location,
        };
        resources.settle(context, account, at, wanted, sites.fallback, next_id);
    }
    fold_roles(context, sites, resources, account, next_id);
}

/// Each role becomes part of its provider, with its hours as a template; without its provider it is not taken.
fn fold_roles(
    context: &Context<'_>,
    sites: &Sites,
    resources: &mut Resources,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) {
    for (at, record) in context.leading() {
        let Body::Role(role) = &record.body else { continue };
        let provider = role.provider.as_ref().and_then(|it| resources.find(context, record, it));
        let Some(provider) = provider.filter(|it| !resources.is_of_the_past(context, *it)) else {
            account.refuse(at, Reason::ProviderUnresolved);
            continue;
        };
        account.decide(at, Outcome::Folded);
        if role_location(context, sites, record, role).is_some_and(|it| it != provider.location) {
            account.warn(at, Warning::MoreLocations);
            continue;
        }
        if let Some(template) = hours(context, sites, provider.location, provider.id, role, next_id) {
            let is_second = resources.templates.iter().any(|it| it.entity.resource == provider.id);
            resources.templates.extend(Some(template).filter(|_| !is_second));
        }
    }
}

type Roles<'a> = Vec<(usize, &'a Record, &'a Role)>;

fn roles_by_provider<'a>(context: &Context<'a>) -> HashMap<usize, Roles<'a>> {
    let mut roles: HashMap<usize, Roles<'a>> = HashMap::new();
    for (at, record) in context.leading() {
        let Body::Role(role) = &record.body else { continue };
        let provider = role.provider.as_ref();
        let provider =
            provider.and_then(|it| context.find(record, it, |body| matches!(body, Body::Provider(_))));
        if let Some(provider) = provider {
            roles.entry(provider).or_default().push((at, record, role));
        }
    }
    roles
}

/// Where the provider works by its roles, those in force first, or by its own row.
fn stated_location(
    context: &Context<'_>,
    sites: &Sites,
    (record, provider): (&Record, &Provider),
    roles: &[(usize, &Record, &Role)],
) -> Option<LocationId> {
    let (current, past): (Vec<_>, Vec<_>) = roles.iter().partition(|(_, _, role)| role.is_active);
    let of_roles = current.into_iter().chain(past);
    let own = || provider.organization.as_ref().and_then(|it| sites.find(context, record, it));
    of_roles
        .into_iter()
        .find_map(|(_, record, role)| role_location(context, sites, record, role))
        .or_else(own)
}

fn role_location(context: &Context<'_>, sites: &Sites, record: &Record, role: &Role) -> Option<LocationId> {
    let mut named = role.places.iter().chain(&role.organization);
    named.find_map(|it| sites.find(context, record, it))
}

/// Where providers were seen at work: for files that give no roles.
fn places_of_visits(context: &Context<'_>, sites: &Sites) -> HashMap<usize, LocationId> {
    let mut seen = HashMap::new();
    for record in context.records {
        let Body::Visit(visit) = &record.body else {
            continue;
        };
        let is_provider = |body: &Body| matches!(body, Body::Provider(_));
        for provider in visit.participants.iter().filter_map(|it| context.find(record, it, is_provider)) {
            if !seen.contains_key(&provider)
                && let Some(place) = visit.participants.iter().find_map(|it| sites.find(context, record, it))
            {
                seen.insert(provider, place);
            }
        }
    }
    seen
}

/// The role's weekly hours as a template, when it is in force and they are not there already.
fn hours(
    context: &Context<'_>,
    sites: &Sites,
    location: LocationId,
    resource: ResourceId,
    role: &Role,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Option<Planned<ScheduleTemplate>> {
    let today = context.options.now.local_date(sites.zone(context, location)?);
    if role.hours.is_empty() || !role.is_active || role.valid_to.is_some_and(|it| it < today) {
        return None;
    }
    let session = |it: &crate::record::Hours| WeeklySession::plain(it.weekday, it.from, it.to, 0);
    let sessions: Vec<WeeklySession> = role.hours.iter().map(session).collect();
    let mut known = context.known.setup.templates.iter();
    if let Some(known) = known.find(|it| it.resource == resource && it.name == IMPORTED_HOURS) {
        return Planned::update(
            known,
            ScheduleTemplate { sessions, valid_to: role.valid_to, ..known.clone() },
        );
    }
    Some(Planned::new(ScheduleTemplate {
        id: TemplateId(next_id()),
        version: Version::FIRST,
        resource,
        name: IMPORTED_HOURS.to_owned(),
        valid_from: role.valid_from.unwrap_or(today),
        valid_to: role.valid_to,
        every_n_weeks: 1,
        sessions,
        is_active: true,
    }))
}

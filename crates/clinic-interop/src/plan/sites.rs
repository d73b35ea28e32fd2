//! Locations: FHIR's sites, and organizations that have no site of their own.

use super::{Account, Context, Planned, context::known_by};
use crate::{
    record::{Body, Organization, Place, PlaceKind, Record, Reference},
    report::{Outcome, Reason},
};
use chrono_tz::Tz;
use clinic_domain::{
    id::{LocationId, Version},
    organization::{Address, Location},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Wings in buildings in campuses: deeper is a circle.
const MAX_CLIMB: usize = 16;

pub(super) struct Sites {
    pub planned: Vec<Planned<Location>>,
    /// Places and organizations, as the location that they are at.
    of_record: HashMap<usize, LocationId>,
    zones: HashMap<LocationId, Tz>,
    /// Where things go that name no place.
    pub fallback: Option<LocationId>,
}

pub(super) fn plan(context: &Context<'_>, account: &mut Account, next_id: &mut dyn FnMut() -> Uuid) -> Sites {
    let mut sites =
        Sites { planned: Vec::new(), of_record: HashMap::new(), zones: HashMap::new(), fallback: None };
    for (at, record) in context.leading() {
        match &record.body {
            Body::Place(place) if place.kind == PlaceKind::Elsewhere => {
                account.refuse(at, Reason::NotAPlaceToBook)
            }
            Body::Place(place) if place.kind == PlaceKind::Site => {
                sites.settle(context, account, at, Wanted::place(place), next_id);
            }
            _ => {}
        }
    }
    for (at, record) in context.leading() {
        let Body::Place(place) = &record.body else {
            continue;
        };
        if place.kind != PlaceKind::Part {
            continue;
        }
        match sites.climb(context, record, place) {
            Some(site) => sites.fold(account, at, site),
            None => sites.settle(context, account, at, Wanted::place(place), next_id),
        }
    }
    plan_organizations(context, account, &mut sites, next_id);
    let is_only = context.known.setup.locations.is_empty() && sites.planned.len() == 1;
    let only = sites.planned.first().filter(|_| is_only).map(|it| it.entity.id);
    sites.fallback = context.options.location.filter(|it| sites.zone(context, *it).is_some()).or(only);
    sites
}

fn plan_organizations(
    context: &Context<'_>,
    account: &mut Account,
    sites: &mut Sites,
    next_id: &mut dyn FnMut() -> Uuid,
) {
    let payers = payers(context);
    let mut managed: HashMap<usize, LocationId> = HashMap::new();
    for (at, record) in context.leading() {
        let (Body::Place(place), Some(site)) = (&record.body, sites.of_record.get(&at)) else {
            continue;
        };
        let manager = place.managed_by.as_ref().and_then(|it| context.find(record, it, is_organization));
        if let Some(manager) = manager {
            managed.entry(manager).or_insert(*site);
        }
    }
    // Departments lean on their organization, wherever it stands in the files: they come second.
    let is_department = |it: &Organization| it.part_of.is_some();
    for departments in [false, true] {
        for (at, record) in context.leading() {
            let Body::Organization(organization) = &record.body else {
                continue;
            };
            if is_department(organization) != departments {
                continue;
            }
            let parent =
                organization.part_of.as_ref().and_then(|it| context.find(record, it, is_organization));
            let site = managed.get(&at).or_else(|| parent.and_then(|it| sites.of_record.get(&it))).copied();
            match site {
                _ if organization.is_payer || payers.contains(&at) => account.decide(at, Outcome::Folded),
                Some(site) => sites.fold(account, at, site),
                None => sites.settle(context, account, at, Wanted::organization(organization), next_id),
            }
        }
    }
}

/// Organizations that something names as the one who pays.
fn payers(context: &Context<'_>) -> HashSet<usize> {
    let named = context.records.iter().filter_map(|record| match &record.body {
        Body::Coverage(it) => it.payer.as_ref().map(|payer| (record, payer)),
        Body::Visit(it) => it.payer.as_ref().map(|payer| (record, payer)),
        _ => None,
    });
    named.filter_map(|(record, payer)| context.find(record, payer, is_organization)).collect()
}

/// What a file says about a location.
struct Wanted<'a> {
    name: &'a str,
    phone: &'a str,
    address: &'a Address,
    zone: Option<Tz>,
    is_active: bool,
}

impl<'a> Wanted<'a> {
    fn place(it: &'a Place) -> Self {
        Self {
            name: &it.name,
            phone: &it.phone,
            address: &it.address,
            zone: it.zone,
            is_active: it.is_active,
        }
    }

    fn organization(it: &'a Organization) -> Self {
        Self { name: &it.name, phone: &it.phone, address: &it.address, zone: None, is_active: it.is_active }
    }

    /// The location with what the file gives; what it leaves out stays, and so does the zone: visits are booked in it.
    fn onto(&self, known: &Location) -> Location {
        let mut after = known.clone();
        self.name.clone_into(&mut after.name);
        if !self.phone.is_empty() {
            self.phone.clone_into(&mut after.phone);
        }
        if *self.address != Address::default() {
            self.address.clone_into(&mut after.address);
        }
        after.is_active = known.is_active && self.is_active;
        after
    }
}

impl Sites {
    /// The location that a reference means: a site, a part or room of one, an organization, or a known location.
    pub(super) fn find(&self, context: &Context<'_>, from: &Record, to: &Reference) -> Option<LocationId> {
        let record = context.find(from, to, |body| matches!(body, Body::Place(_) | Body::Organization(_)));
        let planned = record.and_then(|it| self.of_record.get(&it).copied());
        planned.or_else(|| context.known_locations.get(to.key.as_deref()?).map(|it| it.id))
    }

    pub(super) fn zone(&self, context: &Context<'_>, location: LocationId) -> Option<Tz> {
        self.zones.get(&location).copied().or_else(|| context.zone_of_known(location))
    }

    /// The site around a room or part: up through `partOf`, else the site of the organization that manages it.
    pub(super) fn climb(&self, context: &Context<'_>, record: &Record, place: &Place) -> Option<LocationId> {
        let (mut from, mut within) = (record, place);
        for _ in 0..MAX_CLIMB {
            let Some(up) = within.part_of.as_ref() else { break };
            if let Some(site) = self.find(context, from, up) {
                return Some(site);
            }
            let above = context.find(from, up, |body| matches!(body, Body::Place(_)))?;
            from = &context.records[above];
            let Body::Place(place) = &from.body else { break };
            within = place;
        }
        within.managed_by.as_ref().and_then(|it| self.find(context, from, it))
    }

    fn fold(&mut self, account: &mut Account, at: usize, site: LocationId) {
        self.of_record.insert(at, site);
        account.decide(at, Outcome::Folded);
    }

    /// Makes the record a location, or recognises the known one that it is.
    fn settle(
        &mut self,
        context: &Context<'_>,
        account: &mut Account,
        at: usize,
        wanted: Wanted<'_>,
        next_id: &mut dyn FnMut() -> Uuid,
    ) {
        let keys = &context.records[at].keys;
        if let Some(known) = known_by(&context.known_locations, keys) {
            self.of_record.insert(at, known.id);
            let update = Planned::update(known, wanted.onto(known));
            account.decide(at, if update.is_some() { Outcome::Updated } else { Outcome::AlreadyThere });
            self.planned.extend(update);
            return;
        }
        let Some(zone) = wanted.zone.or(context.options.zone) else {
            return account.refuse(at, Reason::ZoneMissing);
        };
        let id = LocationId(next_id());
        self.planned.push(Planned::new(Location {
            id,
            version: Version::FIRST,
            name: wanted.name.to_owned(),
            zone,
            address: wanted.address.clone(),
            phone: wanted.phone.to_owned(),
            numbers_arrivals: false,
            is_active: wanted.is_active,
            source: keys.source().map(str::to_owned),
        }));
        self.of_record.insert(at, id);
        self.zones.insert(id, zone);
        account.decide(at, Outcome::Added);
    }
}

fn is_organization(body: &Body) -> bool {
    matches!(body, Body::Organization(_))
}

//! Providers and rooms, as a table from records to what can be booked; and those that are known by name only.

use super::{
    Account, Context, Planned,
    context::known_by,
    names::{self, Called},
    providers,
    sites::Sites,
};
use crate::{
    record::{Body, Place, PlaceKind, Record, Reference, Target},
    report::{Outcome, Reason, Warning},
    words,
};
use clinic_domain::{
    id::{LocationId, ResourceId, Version},
    resource::{Resource, ResourceKind},
    schedule::ScheduleTemplate,
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) struct Resources {
    pub planned: Vec<Planned<Resource>>,
    pub templates: Vec<Planned<ScheduleTemplate>>,
    of_record: HashMap<usize, Bookable>,
    /// Providers and rooms that only references name, by key.
    by_reference: HashMap<String, Bookable>,
    /// What references call them, by key: one of several visits may say it.
    displays: HashMap<String, String>,
    /// What the names in tables mean, by key.
    by_name: HashMap<String, Called>,
    next_position: u32,
}

/// A resource as later stages need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bookable {
    pub id: ResourceId,
    pub kind: ResourceKind,
    pub location: LocationId,
}

impl Bookable {
    pub(super) fn of(resource: &Resource) -> Self {
        Self { id: resource.id, kind: resource.kind, location: resource.location }
    }
}

pub(super) fn plan(
    context: &Context<'_>,
    sites: &Sites,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Resources {
    let last = context.known.setup.resources.iter().map(|it| it.position).max();
    let mut resources = Resources {
        planned: Vec::new(),
        templates: Vec::new(),
        of_record: HashMap::new(),
        by_reference: HashMap::new(),
        displays: displays(context),
        by_name: HashMap::new(),
        next_position: last.map_or(0, |it| it.saturating_add(1)),
    };
    providers::plan(context, sites, &mut resources, account, next_id);
    for (at, record) in context.leading() {
        if let Body::Place(place) = &record.body
            && place.kind == PlaceKind::Room
        {
            plan_room(context, sites, &mut resources, account, (at, record, place), next_id);
        }
    }
    resources.learn_names(context);
    resources
}

fn plan_room(
    context: &Context<'_>,
    sites: &Sites,
    resources: &mut Resources,
    account: &mut Account,
    (at, record, place): (usize, &Record, &Place),
    next_id: &mut dyn FnMut() -> Uuid,
) {
    let stated = sites.climb(context, record, place);
    if stated.is_none() && sites.fallback.is_some() {
        account.warn(at, Warning::LocationAssumed);
    }
    let wanted = Wanted {
        kind: ResourceKind::Room,
        name: place.name.clone(),
        initials: words::initials(&place.name),
        specialty: place.specialty.clone(),
        identifier: String::new(),
        is_active: place.is_active,
        location: stated,
    };
    resources.settle(context, account, at, wanted, sites.fallback, next_id);
}

/// What a file says about a resource.
pub(super) struct Wanted {
    pub kind: ResourceKind,
    pub name: String,
    pub initials: String,
    pub specialty: String,
    pub identifier: String,
    pub is_active: bool,
    /// Where the files say it is.
    pub location: Option<LocationId>,
}

impl Resources {
    /// The provider or room that a reference means.
    pub(super) fn find(&self, context: &Context<'_>, from: &Record, to: &Reference) -> Option<Bookable> {
        let record =
            context.find(from, to, |it| matches!(it, Body::Provider(_) | Body::Place(_) | Body::Role(_)));
        if let Some(at) = record {
            // A role stands for its provider, and never for another role: such a chain may have no end.
            let Body::Role(role) = &context.records[at].body else { return self.of_record.get(&at).copied() };
            let provider = role.provider.as_ref()?;
            let is_role = |it: &Body| matches!(it, Body::Role(_));
            let names_a_role = context.find(&context.records[at], provider, is_role).is_some();
            return if names_a_role { None } else { self.find(context, &context.records[at], provider) };
        }
        let key = to.key.as_deref()?;
        let known = context.known_resources.get(key).map(|it| Bookable::of(it));
        let named = || match self.by_name.get(key) {
            Some(Called::One(it)) => Some(*it),
            _ => None,
        };
        known.or_else(named).or_else(|| self.by_reference.get(key).copied())
    }

    /// Looks again at what names mean, when more is planned.
    pub(super) fn learn_names(&mut self, context: &Context<'_>) {
        self.by_name = names::called(context, &self.planned);
    }

    /// Whether a name could be one of the desk's own as well as another.
    pub(super) fn is_ambiguous(&self, to: &Reference) -> bool {
        to.key.as_ref().is_some_and(|it| self.by_name.get(it) == Some(&Called::Several))
    }

    /// The names of what [`Self::by_reference`] made of a kind.
    pub(super) fn called(&self, kind: ResourceKind) -> Vec<String> {
        let made = self.planned.iter().map(|it| &it.entity).filter(|it| it.kind == kind);
        let made = made.filter(|it| it.source.as_ref().is_some_and(|it| self.by_reference.contains_key(it)));
        made.map(|it| it.name.clone()).collect()
    }

    /// Makes the record a resource at its place or at the fallback, or recognises the known one that it is.
    pub(super) fn settle(
        &mut self,
        context: &Context<'_>,
        account: &mut Account,
        at: usize,
        wanted: Wanted,
        fallback: Option<LocationId>,
        next_id: &mut dyn FnMut() -> Uuid,
    ) {
        let keys = &context.records[at].keys;
        if let Some(known) = known_by(&context.known_resources, keys) {
            let after = wanted.onto(known);
            self.of_record.insert(at, Bookable::of(&after));
            let update = Planned::update(known, after);
            account.decide(at, if update.is_some() { Outcome::Updated } else { Outcome::AlreadyThere });
            self.planned.extend(update);
            return;
        }
        let Some(location) = wanted.location.or(fallback) else {
            return account.refuse(at, Reason::LocationMissing);
        };
        let source = keys.source().map(str::to_owned);
        let resource = self.make(wanted, location, source, ResourceId(next_id()));
        self.of_record.insert(at, resource);
        account.decide(at, Outcome::Added);
    }

    /// A provider or room that a visit names but nothing describes: kept by name, and recognised when a later import
    /// brings the record. It can be booked only where `is_active`: visits of the past alone make nobody bookable.
    pub(super) fn by_reference(
        &mut self,
        to: &Reference,
        location: LocationId,
        is_active: bool,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> Option<Bookable> {
        let kind = match to.target {
            Target::Provider => ResourceKind::Provider,
            Target::Room => ResourceKind::Room,
            _ => return None,
        };
        let key = to.key.as_ref()?;
        let name = self.displays.get(key).filter(|_| !self.is_ambiguous(to))?;
        let wanted = Wanted {
            kind,
            name: name.clone(),
            initials: words::initials(name),
            specialty: String::new(),
            identifier: String::new(),
            is_active,
            location: None,
        };
        let resource = self.make(wanted, location, Some(key.clone()), ResourceId(next_id()));
        self.by_reference.insert(key.clone(), resource);
        Some(resource)
    }

    /// Whether nothing but references to past visits tells of it: nobody can be booked with it. What a table calls by
    /// name is as good as a record.
    pub(super) fn is_of_the_past(&self, context: &Context<'_>, it: Bookable) -> bool {
        let planned = self.planned.iter().map(|it| &it.entity).find(|planned| planned.id == it.id);
        let mut known = context.known.setup.resources.iter();
        let resource = planned.or_else(|| known.find(|known| known.id == it.id));
        resource.is_some_and(|it| {
            let is_named = it.source.as_deref().is_none_or(names::is_name);
            let is_described = || {
                let is_known = !it.identifier.is_empty() || !it.specialty.is_empty();
                is_known || self.of_record.values().any(|described| described.id == it.id)
            };
            !it.is_active && it.version == Version::FIRST && !is_named && !is_described()
        })
    }

    /// What was kept by name for past visits takes a live one now. Somebody who changed it here decided otherwise.
    pub(super) fn enliven(&mut self, context: &Context<'_>, it: Bookable) {
        if let Some(planned) = self.planned.iter_mut().find(|planned| planned.entity.id == it.id) {
            let is_by_name =
                planned.entity.source.as_ref().is_some_and(|it| self.by_reference.contains_key(it));
            planned.entity.is_active |= is_by_name;
            return;
        }
        let mut known = context.known.setup.resources.iter();
        let Some(known) = known.find(|known| known.id == it.id && !known.is_active) else { return };
        let is_by_name =
            known.source.as_deref().is_some_and(names::is_name) && known.version == Version::FIRST;
        if is_by_name {
            self.planned.extend(Planned::update(known, Resource { is_active: true, ..known.clone() }));
        }
    }

    fn make(&mut self, it: Wanted, location: LocationId, source: Option<String>, id: ResourceId) -> Bookable {
        let position = self.next_position;
        self.next_position = position.saturating_add(1);
        let resource = Resource {
            id,
            version: Version::FIRST,
            location,
            kind: it.kind,
            name: it.name,
            initials: it.initials,
            specialty: it.specialty,
            identifier: it.identifier,
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position,
            is_active: it.is_active,
            source,
        };
        let bookable = Bookable::of(&resource);
        self.planned.push(Planned::new(resource));
        bookable
    }
}

/// The first display that a visit gives for each key.
fn displays(context: &Context<'_>) -> HashMap<String, String> {
    let mut displays = HashMap::new();
    for (_, record) in context.leading() {
        let Body::Visit(visit) = &record.body else { continue };
        for to in &visit.participants {
            let display = to.display.expose();
            if let Some(key) = to.key.as_ref().filter(|_| !display.is_empty()) {
                displays.entry(key.clone()).or_insert_with(|| display.to_owned());
            }
        }
    }
    displays
}

impl Wanted {
    /// The resource with what the files give. One that was switched off here stays off, but one that was known by
    /// reference only comes to life with its record.
    fn onto(self, known: &Resource) -> Resource {
        let was_by_reference = !known.is_active && known.identifier.is_empty() && known.specialty.is_empty();
        let or_known = |new: String, old: &String| if new.is_empty() { old.clone() } else { new };
        Resource {
            name: self.name,
            initials: or_known(self.initials, &known.initials),
            specialty: or_known(self.specialty, &known.specialty),
            identifier: or_known(self.identifier, &known.identifier),
            join_link: known.join_link.clone(),
            changeover_minutes: known.changeover_minutes,
            same_person_as: known.same_person_as,
            places: known.places,
            location: self.location.unwrap_or(known.location),
            is_active: self.is_active && (known.is_active || was_by_reference),
            ..known.clone()
        }
    }
}

//! A digest of the rules that an offer was computed from: cheap, stable over processes and machines, and
//! independent of the order of rows. Words that people read (names, reasons) do not count.

use crate::{
    appointment_type::AppointmentType,
    business_hours::{BusinessHours, OpenHours},
    id::{AppointmentTypeId, ResourceId},
    operation::RuleVersion,
    organization::{Location, Organization},
    resource::Resource,
    schedule::{ExceptionScope, ScheduleException, ScheduleTemplate},
    setup::Setup,
};
use chrono::Datelike;

/// The digest for a type and the resources of a slot, in the order of its allocations. What the setup does not
/// have counts as nothing.
#[must_use]
pub fn rule_version(
    setup: &Setup,
    appointment_type: AppointmentTypeId,
    resources: &[ResourceId],
) -> RuleVersion {
    let here: Vec<_> = resources.iter().filter_map(|id| setup.resource(*id)).collect();
    let location = here.first().and_then(|it| setup.location(it.location));
    let head = setup.appointment_type(appointment_type).zip(location);
    Digests::of(setup, head, &here).rule_version(resources.iter().copied())
}

/// The digests of all that some slots were made from.
pub(super) struct Digests {
    head: u64,
    /// Sorted.
    of_resources: Vec<(ResourceId, u64)>,
}

impl Digests {
    /// One pass over the setup.
    pub(super) fn of(
        setup: &Setup,
        head: Option<(&AppointmentType, &Location)>,
        of: &[&Resource],
    ) -> Digests {
        let head = head.map_or(0, |it| of_type(it.0, it.1, &setup.organization));
        let mut places: Vec<_> = of.iter().map(|it| (it.id, it.location, of_resource(setup, it))).collect();
        places.sort_unstable();
        places.dedup();
        // Sums, because rows come in no order.
        let mut sums = vec![0_u64; places.len()];
        let mut add = |id: ResourceId, digest: &dyn Fn() -> u64| {
            if let Ok(place) = places.binary_search_by_key(&id, |it| it.0) {
                sums[place] = sums[place].wrapping_add(digest());
            }
        };
        for it in setup.templates.iter().filter(|it| it.is_active) {
            add(it.resource, &|| of_template(it));
        }
        for it in setup.exceptions.iter().filter(|it| it.is_active) {
            match it.scope {
                ExceptionScope::Resource(id) => add(id, &|| of_exception(it)),
                ExceptionScope::Location(id) => {
                    places
                        .iter()
                        .filter(|it| it.1 == id)
                        .for_each(|place| add(place.0, &|| of_exception(it)));
                }
            }
        }
        let digest = |((id, _, head), sum): ((ResourceId, _, u64), u64)| (id, joined(head, sum));
        Digests { head, of_resources: places.into_iter().zip(sums).map(digest).collect() }
    }

    /// For the resources of a slot's allocations, in their order.
    pub(super) fn rule_version(&self, resources: impl Iterator<Item = ResourceId>) -> RuleVersion {
        let digest =
            |id| self.of_resources.binary_search_by_key(&id, |it| it.0).map(|it| self.of_resources[it].1);
        RuleVersion(resources.filter_map(|id| digest(id).ok()).fold(self.head, joined))
    }
}

fn joined(head: u64, word: u64) -> u64 {
    let mut digest = Digest(head);
    digest.add(word);
    digest.0
}

/// A running digest over words: the step of splitmix64 (Steele, Lea and Flood, 2014) on each.
#[derive(Clone, Copy, Default)]
struct Digest(u64);

impl Digest {
    fn add(&mut self, word: u64) {
        let mut it = (self.0.rotate_left(5) ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = it ^ (it >> 31);
    }

    fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
    }

    fn add_types(&mut self, types: &[AppointmentTypeId]) {
        self.add(types.len() as u64);
        types.iter().for_each(|it| self.add_bytes(it.as_bytes()));
    }
}

fn of_type(it: &AppointmentType, location: &Location, organization: &Organization) -> u64 {
    let grid_minutes = organization.settings.grid_minutes;
    let mut digest = Digest::default();
    digest.add_bytes(it.id.as_bytes());
    digest.add_bytes(location.id.as_bytes());
    digest.add_bytes(location.zone.name().as_bytes());
    let numbers =
        [it.duration_minutes, it.buffer_before_minutes, it.buffer_after_minutes, grid_minutes.into()];
    numbers.into_iter().for_each(|it| digest.add(u64::from(it)));
    digest.add(u64::from(it.notice_minutes));
    digest.add(it.overbook_lanes.map_or(u64::MAX, u64::from));
    [it.is_new_patient, it.is_active, location.is_active]
        .into_iter()
        .for_each(|it| digest.add(u64::from(it)));
    add_places(&mut digest, it.places);
    add_business_hours(&mut digest, organization.business_hours.as_ref());
    digest.add(it.needs.len() as u64);
    for need in &it.needs {
        digest.add_bytes(need.kind.as_str().as_bytes());
        digest.add(u64::from(need.from_minute) << 16 | u64::from(need.minutes));
        digest.add(need.any_of.len() as u64);
        need.any_of.iter().for_each(|it| digest.add_bytes(it.as_bytes()));
    }
    digest.0
}

fn of_resource(setup: &Setup, it: &Resource) -> u64 {
    let mut digest = Digest::default();
    digest.add_bytes(it.id.as_bytes());
    digest.add_bytes(it.location.as_bytes());
    digest.add_bytes(it.kind.as_str().as_bytes());
    digest.add(u64::from(it.is_active));
    digest.add(u64::from(it.changeover_minutes));
    let mut others: Vec<&Resource> = setup.same_person(it).collect();
    others.sort_unstable_by_key(|it| it.id);
    for other in others {
        digest.add_bytes(other.id.as_bytes());
        digest.add_bytes(other.location.as_bytes());
        digest.add(u64::from(setup.travel_minutes(it.location, other.location)));
    }
    add_places(&mut digest, it.places);
    digest.0
}

/// One place is what everything has that says nothing of places.
fn add_places(digest: &mut Digest, places: u8) {
    if places > 1 {
        digest.add_bytes(b"places");
        digest.add(u64::from(places));
    }
}

/// Nothing is what an organization has that is always open.
fn add_business_hours(digest: &mut Digest, hours: Option<&BusinessHours>) {
    if let Some(hours) = hours {
        digest.add_bytes(b"business hours");
        // A sum, because they come in no order.
        let of_hours = |it: &OpenHours| {
            let mut digest = Digest::default();
            digest.add(u64::from(it.weekday.num_days_from_monday()));
            digest.add(u64::from(it.from.0) << 16 | u64::from(it.to.0));
            digest.0
        };
        digest.add(hours.0.iter().map(of_hours).fold(0, u64::wrapping_add));
    }
}

fn of_template(it: &ScheduleTemplate) -> u64 {
    let mut digest = Digest::default();
    digest.add_bytes(b"template");
    digest.add(it.valid_from.num_days_from_ce() as u64);
    digest.add(it.valid_to.map_or(u64::MAX, |it| it.num_days_from_ce() as u64));
    digest.add(u64::from(it.every_n_weeks));
    for session in &it.sessions {
        digest.add(u64::from(session.weekday.num_days_from_monday()));
        digest.add(u64::from(session.from.0) << 16 | u64::from(session.to.0));
        digest.add(u64::from(session.overbook_lanes));
        digest.add(session.release_days.map_or(u64::MAX, u64::from));
        digest.add(
            session.reserve.map_or(u64::MAX, |it| u64::from(it.until_days) << 8 | u64::from(it.percent)),
        );
        digest.add_types(&session.types);
    }
    digest.0
}

fn of_exception(it: &ScheduleException) -> u64 {
    let mut digest = Digest::default();
    digest.add_bytes(it.kind.as_str().as_bytes());
    match it.scope {
        ExceptionScope::Resource(id) => digest.add_bytes(id.as_bytes()),
        ExceptionScope::Location(id) => digest.add_bytes(id.as_bytes()),
    }
    digest.add(it.first_day.num_days_from_ce() as u64);
    digest.add(it.last_day.num_days_from_ce() as u64);
    digest.add(u64::from(it.from.0) << 16 | u64::from(it.to.0));
    digest.add(u64::from(it.overbook_lanes));
    digest.add_types(&it.types);
    digest.0
}

//! What every stage looks things up in: records by reference, known rows by key.

use super::{Known, Options};
use crate::{
    Batch,
    record::{Body, Keys, Record, Reference},
};
use chrono_tz::Tz;
use clinic_domain::{
    id::LocationId, organization::Location, resource::Resource, schedule::ScheduleException,
};
use std::{collections::HashMap, mem::Discriminant};

pub(super) struct Context<'a> {
    pub records: &'a [Record],
    pub known: &'a Known<'a>,
    pub options: &'a Options,
    pub known_locations: HashMap<&'a str, &'a Location>,
    pub known_resources: HashMap<&'a str, &'a Resource>,
    pub known_exceptions: HashMap<&'a str, &'a ScheduleException>,
    /// Records under every key they go by, in the order of the files.
    by_key: HashMap<&'a str, Vec<u32>>,
    /// For each record the first one with the same identifier, mostly itself.
    leaders: Vec<u32>,
}

impl<'a> Context<'a> {
    pub(super) fn new(batch: &'a Batch, known: &'a Known<'a>, options: &'a Options) -> Self {
        let records = &batch.records;
        let mut by_key: HashMap<&str, Vec<u32>> = HashMap::with_capacity(records.len() * 2);
        for (at, record) in (0u32..).zip(records) {
            for key in record.keys.all() {
                let holders = by_key.entry(key).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
        let setup = known.setup;
        Self {
            records,
            known,
            options,
            known_locations: by_source(&setup.locations, |it| it.source.as_deref()),
            known_resources: by_source(&setup.resources, |it| it.source.as_deref()),
            known_exceptions: by_source(&setup.exceptions, |it| it.source.as_deref()),
            by_key,
            leaders: leaders(records),
        }
    }

    /// Records to plan, each with its place: those that repeat another are left out.
    pub(super) fn leading(&self) -> impl Iterator<Item = (usize, &'a Record)> {
        self.records.iter().enumerate().filter(|(at, _)| self.leader(*at) == *at)
    }

    pub(super) fn leader(&self, record: usize) -> usize {
        self.leaders[record] as usize
    }

    /// The record that a reference in `from` means, among those that `is_wanted`.
    pub(super) fn find(&self, from: &Record, to: &Reference, is_wanted: fn(&Body) -> bool) -> Option<usize> {
        self.meant(from, to, is_wanted).next()
    }

    /// Whether a reference may mean one record as well as another.
    pub(super) fn is_ambiguous(&self, from: &Record, to: &Reference, is_wanted: fn(&Body) -> bool) -> bool {
        let mut meant = self.meant(from, to, is_wanted);
        meant.next().is_some_and(|first| meant.any(|it| it != first))
    }

    /// The records that go by a reference's key. The same file comes first, and then alone: ids such as `Patient/1`
    /// mean something else in another file.
    fn meant(
        &self,
        from: &Record,
        to: &Reference,
        is_wanted: fn(&Body) -> bool,
    ) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let (records, file) = (self.records, from.origin.file);
        let holders = to.key.as_deref().and_then(|it| self.by_key.get(it));
        let holders = holders.map_or(&[][..], Vec::as_slice).iter().map(|it| *it as usize);
        let wanted = holders.filter(move |at| is_wanted(&records[*at].body));
        let is_near = move |at: &usize| records[*at].origin.file == file;
        let has_near = wanted.clone().any(|at| is_near(&at));
        wanted.filter(move |at| !has_near || is_near(at)).map(|at| self.leader(at))
    }

    pub(super) fn known_location(&self, id: LocationId) -> Option<&'a Location> {
        self.known.setup.location(id)
    }

    pub(super) fn zone_of_known(&self, id: LocationId) -> Option<Tz> {
        self.known_location(id).map(|it| it.zone)
    }
}

/// The known row that has one of a record's identifiers as its source.
pub(super) fn known_by<'k, T>(rows: &HashMap<&str, &'k T>, keys: &Keys) -> Option<&'k T> {
    keys.identifiers.iter().find_map(|it| rows.get(it.as_str()).copied())
}

fn by_source<T>(rows: &[T], source: fn(&T) -> Option<&str>) -> HashMap<&str, &T> {
    rows.iter().filter_map(|it| source(it).map(|key| (key, it))).collect()
}

fn leaders(records: &[Record]) -> Vec<u32> {
    let mut firsts: HashMap<(&str, Discriminant<Body>), u32> = HashMap::with_capacity(records.len());
    let mut leaders = Vec::with_capacity(records.len());
    for (at, record) in (0u32..).zip(records) {
        let kind = std::mem::discriminant(&record.body);
        let named = || record.keys.identifiers.iter().map(|key| (key.as_str(), kind));
        let leader = named().find_map(|it| firsts.get(&it).copied()).unwrap_or(at);
        for name in named() {
            firsts.entry(name).or_insert(leader);
        }
        leaders.push(leader);
    }
    leaders
}

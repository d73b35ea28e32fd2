//! The naive truth: minute by minute, every choice of resources tried. Slow, short, and written from the rules,
//! not from the engine.

use chrono::Timelike;
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::AppointmentType,
    availability::{Asking, Book, Request},
    id::ResourceId,
    resource::{Resource, ResourceKind},
    schedule::ExceptionScope,
    setup::Setup,
    time::{DayMinute, Instant, Period, end_instant, monday_of, start_instant},
};
use std::collections::BTreeSet;

/// Start and own provider (or first resource) of everything that is free.
pub fn offers(setup: &Setup, book: &Book, request: &Request<'_>) -> BTreeSet<(Instant, ResourceId)> {
    let truth = Truth::of(setup, book, request);
    let mut found = BTreeSet::new();
    let mut at = request.within.start();
    while at < request.within.end() {
        let by = truth.of_type.needs.iter().position(|it| it.kind == ResourceKind::Provider).unwrap_or(0);
        let candidates = setup.resources.iter().map(|it| it.id);
        let mut free = candidates.filter(|it| truth.can_start(at, by, *it));
        if truth.of_type.needs[by].kind == ResourceKind::Provider {
            found.extend(free.map(|it| (at, it)));
        } else {
            found.extend(free.next().map(|it| (at, it)));
        }
        at = at.plus_minutes(1);
    }
    found
}

struct Truth<'a> {
    setup: &'a Setup,
    book: &'a Book,
    request: &'a Request<'a>,
    zone: Tz,
    of_type: &'a AppointmentType,
}

impl<'a> Truth<'a> {
    fn of(setup: &'a Setup, book: &'a Book, request: &'a Request<'a>) -> Truth<'a> {
        let zone = setup.location(request.location).unwrap().zone;
        Truth {
            setup,
            book,
            request,
            zone,
            of_type: setup.appointment_type(request.appointment_type).unwrap(),
        }
    }

    fn can_start(&self, at: Instant, by: usize, resource: ResourceId) -> bool {
        let Request { within, providers, asking, .. } = *self.request;
        let Asking { now, patient_busy, ignoring, .. } = asking;
        let visit = Period::of_minutes(at, self.of_type.duration_minutes.into()).unwrap();
        let wall = at.wall(self.zone);
        let is_provider = self.of_type.needs[by].kind == ResourceKind::Provider;
        let of_day = wall.hour() * 60 + wall.minute();
        of_day.is_multiple_of(u32::from(self.setup.organization.settings.grid_minutes))
            && wall.second() == 0
            && start_instant(self.zone, wall) == at
            && within.contains(&visit)
            && at >= now.plus_minutes(self.of_type.notice_minutes.into())
            && (!is_provider || providers.is_empty() || providers.contains(&resource))
            && patient_busy.iter().all(|it| Some(it.0) == ignoring || !it.1.overlaps(&visit))
            && self.works_by_the_wall(resource, at.plus_minutes(self.of_type.needs[by].from_minute.into()))
            && self.can_be_staffed(at, by, resource)
    }

    /// Every way to give each need a resource.
    fn can_be_staffed(&self, at: Instant, by: usize, resource: ResourceId) -> bool {
        let needs = &self.of_type.needs;
        let mut ways: Vec<Vec<ResourceId>> = vec![vec![]];
        for (index, need) in needs.iter().enumerate() {
            let candidates = self.setup.resources.iter().filter(|it| {
                let is_listed = need.any_of.is_empty() || need.any_of.contains(&it.id);
                let is_here = it.is_active && it.location == self.request.location;
                is_here && it.kind == need.kind && is_listed && (index != by || it.id == resource)
            });
            let able: Vec<_> = candidates.filter(|it| self.is_free(it, self.taken_by(index, at))).collect();
            ways = ways
                .iter()
                .flat_map(|way| able.iter().map(|it| [&way[..], &[it.id]].concat()))
                .filter(|way| {
                    (0..index).all(|other| self.is_same(other, index) == (way[other] == way[index]))
                })
                .collect();
        }
        !ways.is_empty()
    }

    /// Whether two needs are one resource that goes and comes back.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.of_type.needs[one], &self.of_type.needs[other]);
        let (from, to) = (self.minutes_of(one), self.minutes_of(other));
        a.kind == b.kind && a.any_of == b.any_of && (from.1 <= to.0 || to.1 <= from.0)
    }

    fn minutes_of(&self, index: usize) -> (i64, i64) {
        let need = &self.of_type.needs[index];
        let end =
            if need.minutes == 0 { self.of_type.duration_minutes } else { need.from_minute + need.minutes };
        (need.from_minute.into(), end.into())
    }

    /// Buffers stand before the first and after the last part of the same resource.
    fn taken_by(&self, index: usize, at: Instant) -> Period {
        let (mut from, mut to) = self.minutes_of(index);
        let others: Vec<_> =
            (0..self.of_type.needs.len()).filter(|it| *it != index && self.is_same(*it, index)).collect();
        if others.iter().all(|it| self.minutes_of(*it).0 > from) {
            from -= i64::from(self.of_type.buffer_before_minutes);
        }
        if others.iter().all(|it| self.minutes_of(*it).0 < self.minutes_of(index).0) {
            to += i64::from(self.of_type.buffer_after_minutes);
        }
        Period::new(at.plus_minutes(from), at.plus_minutes(to)).unwrap()
    }

    fn is_free(&self, resource: &Resource, during: Period) -> bool {
        let mut at = during.start();
        while at < during.end() {
            let is_taken = self.book.of(resource.id).iter().any(|it| {
                Some(it.appointment) != self.request.asking.ignoring
                    && it.during.start() <= at
                    && at < it.during.end()
            });
            if is_taken || !self.is_open(resource, at) {
                return false;
            }
            at = at.plus_minutes(1);
        }
        true
    }

    fn is_open(&self, resource: &Resource, at: Instant) -> bool {
        let mut is_open = !self.keeps_hours(resource);
        for days in -1..=1 {
            let date = at.local_date(self.zone) + chrono::TimeDelta::days(days);
            let covers = |from: DayMinute, to: DayMinute| {
                let end = if to == DayMinute::END {
                    start_instant(self.zone, to.on(date))
                } else {
                    end_instant(self.zone, to.on(date))
                };
                start_instant(self.zone, from.on(date)) <= at && at < end
            };
            is_open |= self.sessions_on(resource.id, date).any(|(from, to)| covers(from, to));
            let concerns = |it: &ExceptionScope| {
                *it == ExceptionScope::Resource(resource.id)
                    || *it == ExceptionScope::Location(resource.location)
            };
            if self.setup.exceptions.iter().any(|it| {
                let is_then = it.first_day <= date && date <= it.last_day && covers(it.from, it.to);
                it.is_active && it.kind.closes() && concerns(&it.scope) && is_then
            }) {
                return false;
            }
        }
        is_open
    }

    fn keeps_hours(&self, resource: &Resource) -> bool {
        let has_template = self.setup.templates.iter().any(|it| it.is_active && it.resource == resource.id);
        resource.kind == ResourceKind::Provider || has_template
    }

    /// Whether a session is on at the wall-clock time at which the resource is first wanted.
    fn works_by_the_wall(&self, resource: ResourceId, at: Instant) -> bool {
        let wall = at.wall(self.zone);
        let minute = (wall.hour() * 60 + wall.minute()) as u16;
        let mut sessions = self.sessions_on(resource, wall.date());
        !self.keeps_hours(self.setup.resource(resource).unwrap())
            || sessions.any(|(from, to)| from.0 <= minute && minute < to.0)
    }

    /// Sessions and extra sessions of a local day that take the type.
    fn sessions_on(
        &self,
        resource: ResourceId,
        date: chrono::NaiveDate,
    ) -> impl Iterator<Item = (DayMinute, DayMinute)> {
        let takes = |types: &[_]| types.is_empty() || types.contains(&self.of_type.id);
        let location = self.setup.resource(resource).unwrap().location;
        let templates = self.setup.templates.iter().filter(move |it| {
            let weeks = (monday_of(date) - monday_of(it.valid_from)).num_days() / 7;
            it.is_active
                && it.resource == resource
                && it.valid_from <= date
                && it.valid_to.is_none_or(|last| date <= last)
                && weeks % i64::from(it.every_n_weeks) == 0
        });
        let weekly = templates
            .flat_map(|it| &it.sessions)
            .filter(move |it| it.weekday == chrono::Datelike::weekday(&date) && takes(&it.types));
        let extra = self.setup.exceptions.iter().filter(move |it| {
            let is_here = it.scope == ExceptionScope::Resource(resource)
                || it.scope == ExceptionScope::Location(location);
            let is_extra = it.is_active && !it.kind.closes() && is_here && takes(&it.types);
            is_extra && it.first_day <= date && date <= it.last_day
        });
        weekly.map(|it| (it.from, it.to)).chain(extra.map(|it| (it.from, it.to)))
    }
}

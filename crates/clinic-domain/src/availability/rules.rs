//! When one resource is open and when something closes it: its templates, the organization's business hours, and the
//! exceptions that concern it.
//!
//! The business hours cut every weekly session, at each location by its own wall clock; what is left of it are sessions
//! of their own. They do not cut an extra session, which is a person's decision to open on that day, nor a room or a
//! device that keeps no hours: it goes by whoever is in it.

use super::{
    book::Book,
    calendar::Days,
    intervals::{merge, subtract},
    places::{Capacity, Groups},
};
use crate::{
    appointment_type::AppointmentType,
    business_hours::BusinessHours,
    id::{AppointmentId, AppointmentTypeId, ResourceId},
    resource::{Resource, ResourceKind},
    schedule::{ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve, WeeklySession},
    setup::Setup,
    time::{DayMinute, Instant, Period},
};
use chrono::{NaiveDate, TimeDelta};
use std::ops::RangeInclusive;

/// A resource with what the setup says of when it works: active rows only.
#[derive(Clone)]
pub(super) struct Rules<'a> {
    pub(super) resource: &'a Resource,
    pub(super) templates: Vec<&'a ScheduleTemplate>,
    /// Its own and its location's, those of the asked days.
    pub(super) exceptions: Vec<&'a ScheduleException>,
    pub(super) business_hours: Option<&'a BusinessHours>,
    /// From when it is looked at: sessions are released and given free as their day comes near. From the day itself
    /// when absent.
    pub(super) today: Option<NaiveDate>,
}

/// Open time on one day, before anything closes it.
pub(super) struct Session<'a> {
    pub(super) during: Period,
    /// Empty: all.
    pub(super) types: &'a [AppointmentTypeId],
    pub(super) overbook_lanes: u8,
    /// The day on which it is released to every type.
    pub(super) released_on: Option<NaiveDate>,
    /// What is kept free of it, and from which day on nothing is.
    pub(super) reserve: Option<(SessionReserve, NaiveDate)>,
}

impl<'a> Rules<'a> {
    /// The rules of each resource, in their order, as far as they concern these days; one pass over the setup.
    pub(super) fn of(
        setup: &'a Setup,
        resources: &[&'a Resource],
        days: &RangeInclusive<NaiveDate>,
    ) -> Vec<Rules<'a>> {
        let business_hours = setup.organization.business_hours.as_ref();
        let without_rows = |&resource: &&'a Resource| Rules {
            resource,
            templates: Vec::new(),
            exceptions: Vec::new(),
            business_hours,
            today: None,
        };
        let mut all: Vec<_> = resources.iter().map(without_rows).collect();
        let mut places: Vec<(ResourceId, usize)> = resources.iter().map(|it| it.id).zip(0..).collect();
        places.sort_unstable();
        let place = |id| places.binary_search_by_key(&id, |it| it.0).ok().map(|it| places[it].1);
        for template in setup.templates.iter().filter(|it| it.is_active) {
            if let Some(place) = place(template.resource) {
                all[place].templates.push(template);
            }
        }
        let is_then = |it: &&ScheduleException| it.last_day >= *days.start() && it.first_day <= *days.end();
        for exception in setup.exceptions.iter().filter(is_then).filter(|it| it.is_active) {
            match exception.scope {
                ExceptionScope::Resource(id) => {
                    if let Some(place) = place(id) {
                        all[place].exceptions.push(exception);
                    }
                }
                ExceptionScope::Location(id) => {
                    all.iter_mut()
                        .filter(|it| it.resource.location == id)
                        .for_each(|it| it.exceptions.push(exception));
                }
            }
        }
        all
    }

    /// As they stand on a day.
    pub(super) fn seen_from(mut self, today: NaiveDate) -> Rules<'a> {
        self.today = Some(today);
        self
    }

    /// As they would be if the organization were always open; `None` where no hours bind it.
    pub(super) fn unbound(&self) -> Option<Rules<'a>> {
        self.business_hours.map(|_| Rules { business_hours: None, ..self.clone() })
    }

    /// What the business hours leave of a weekly session.
    fn open_parts(&self, it: &WeeklySession) -> impl Iterator<Item = (DayMinute, DayMinute)> + use<'a> {
        let (weekday, from, to) = (it.weekday, it.from, it.to);
        let whole = self.business_hours.is_none().then_some((from, to));
        let left = self.business_hours.into_iter().flat_map(move |it| it.within(weekday, from, to));
        whole.into_iter().chain(left)
    }

    fn days_ahead(&self, day: NaiveDate) -> i64 {
        self.today.map_or(0, |today| (day - today).num_days())
    }

    /// Rooms and equipment without any template are open whenever nothing closes them.
    pub(super) fn keeps_hours(&self) -> bool {
        self.resource.kind == ResourceKind::Provider || !self.templates.is_empty()
    }

    /// The sessions of these days, not sorted; none for a resource that keeps no hours.
    pub(super) fn each_session(&self, days: &Days, mut each: impl FnMut(Session<'a>)) {
        if !self.keeps_hours() {
            return;
        }
        for template in &self.templates {
            for day in days.iter().filter(|day| template.holds_on(day.date)) {
                let ahead = self.days_ahead(day.date);
                for it in template.sessions.iter().filter(|it| it.weekday == day.weekday) {
                    for during in self.open_parts(it).filter_map(|(from, to)| day.part(from, to)) {
                        let before = |days: u16| day.date - TimeDelta::days(days.into());
                        each(Session {
                            during,
                            types: it.types_ahead(ahead),
                            overbook_lanes: it.overbook_lanes,
                            released_on: it.release_days.map(before),
                            reserve: it.reserve_ahead(ahead).map(|kept| (kept, before(kept.until_days))),
                        });
                    }
                }
            }
        }
        for &it in self.exceptions.iter().filter(|it| !it.kind.closes()) {
            for during in
                days.between(it.first_day, it.last_day).iter().filter_map(|day| day.part(it.from, it.to))
            {
                let (types, overbook_lanes) = (&it.types, it.overbook_lanes);
                each(Session { during, types, overbook_lanes, released_on: None, reserve: None });
            }
        }
    }

    /// What closes the resource on these days, not sorted.
    pub(super) fn each_closure(&self, days: &Days, mut each: impl FnMut(&'a ScheduleException, Period)) {
        for &it in self.exceptions.iter().filter(|it| it.kind.closes()) {
            for during in
                days.between(it.first_day, it.last_day).iter().filter_map(|day| day.part(it.from, it.to))
            {
                each(it, during);
            }
        }
    }

    /// Where the resource is open for a type (`None`: for any), before anything closes it: sorted and merged.
    pub(super) fn open(&self, days: &Days, wanted: Option<AppointmentTypeId>, into: &mut Vec<Period>) {
        if self.keeps_hours() {
            self.each_session(days, |it| into.extend(takes(it.types, wanted).then_some(it.during)));
            merge(into);
        } else {
            into.extend(days.span());
        }
    }

    /// Whether the wall-clock time of a start inside open time lies in a session for a type (`None`: any). Always so, except on a day on
    /// which the clocks go back: a session that ends within the repeated hour ends with its second pass, and the
    /// first pass shows later times.
    pub(super) fn may_start(&self, days: &Days, at: Instant, wanted: Option<AppointmentTypeId>) -> bool {
        let Some(day) = days.day_of(at).filter(|it| it.is_shifted() && self.keeps_hours()) else {
            return true;
        };
        let minute = day.wall_minute(at);
        let holds = |from: DayMinute, to: DayMinute| from <= minute && minute < to;
        let mut weekly = self.templates.iter().filter(|it| it.holds_on(day.date)).flat_map(|it| &it.sessions);
        let mut extra = self.exceptions.iter().filter(|it| !it.kind.closes());
        let ahead = self.days_ahead(day.date);
        weekly.any(|it| {
            it.weekday == day.weekday
                && takes(it.types_ahead(ahead), wanted)
                && self.open_parts(it).any(|(from, to)| holds(from, to))
        }) || extra.any(|it| {
            it.first_day <= day.date
                && day.date <= it.last_day
                && takes(&it.types, wanted)
                && holds(it.from, it.to)
        })
    }

    /// The day on which all sessions that are in the way of a type in `during` are released; `None` where one of them
    /// never is.
    pub(super) fn released_on(
        &self,
        days: &Days,
        wanted: AppointmentTypeId,
        during: Period,
    ) -> Option<NaiveDate> {
        let mut in_the_way = Vec::new();
        self.each_session(days, |it| {
            if !takes(it.types, Some(wanted)) && it.during.overlaps(&during) {
                in_the_way.push(it.released_on);
            }
        });
        in_the_way.into_iter().collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// How many overbook lanes the sessions allow through the whole of `during`.
    pub(super) fn lane_limit(&self, days: &Days, wanted: AppointmentTypeId, during: Period) -> u8 {
        let mut sessions = Vec::new();
        self.each_session(days, |it| {
            if takes(it.types, Some(wanted)) && it.during.overlaps(&during) {
                sessions.push(it);
            }
        });
        let borders = sessions.iter().map(|it| it.during.start()).filter(|at| *at > during.start());
        let borders =
            borders.chain(sessions.iter().map(|it| it.during.end()).filter(|at| *at < during.end()));
        let limit_at = |at| {
            let here = sessions.iter().filter(|it| it.during.start() <= at && at < it.during.end());
            here.map(|it| it.overbook_lanes).max().unwrap_or(0)
        };
        borders.chain([during.start()]).map(limit_at).min().unwrap_or(0)
    }
}

/// Buffers of the sweep, so that forty providers do not allocate forty times.
#[derive(Default)]
pub(super) struct Sweep {
    open: Vec<Period>,
    closed: Vec<Period>,
    between: Vec<Period>,
}

impl Sweep {
    /// Open, not closed, and with a place that nothing takes up in any lane: sorted. The visit that is being moved takes
    /// up nothing.
    pub(super) fn free(
        &mut self,
        rules: &Rules<'_>,
        book: &Book,
        days: &Days,
        wanted: Option<AppointmentTypeId>,
        ignoring: Option<AppointmentId>,
        into: &mut Vec<Period>,
    ) {
        let Sweep { open, closed, between } = self;
        for buffer in [&mut *open, &mut *closed, &mut *between, &mut *into] {
            buffer.clear();
        }
        let Some(span) = days.span() else { return };
        rules.open(days, wanted, open);
        rules.each_closure(days, |_, during| closed.push(during));
        closed.sort_unstable();
        subtract(open, closed, |it| Some(*it), between);
        let busy = book.near(rules.resource.id, span);
        let places = Capacity::of(rules.resource);
        if places.are_one() {
            subtract(between, busy, |it| it.counts(ignoring).then_some(it.during), into);
        } else {
            let full = places.full(busy.iter().filter(|it| it.counts(ignoring)).map(|it| it.during));
            subtract(between, &full, |it| Some(*it), into);
        }
    }

    /// The groups that a visit of the type could join, in what the last look at the same resource found open.
    pub(super) fn groups(
        &self,
        rules: &Rules<'_>,
        book: &Book,
        days: &Days,
        of_type: &AppointmentType,
        ignoring: Option<AppointmentId>,
    ) -> Groups {
        let places = Capacity::of(rules.resource).shared_by(of_type);
        let busy = days.span().map_or(&[][..], |span| book.near(rules.resource.id, span));
        Groups::of(places, &self.between, busy.iter().filter(|it| it.counts(ignoring)))
    }
}

/// Whether a list of types (empty: all) has the wanted one (`None`: any will do).
pub(super) fn takes(types: &[AppointmentTypeId], wanted: Option<AppointmentTypeId>) -> bool {
    types.is_empty() || wanted.is_none_or(|it| types.contains(&it))
}

//! What a change of the hours would do, before it is done: the same engine asked twice, with the setup as it is and as it
//! would be.
//!
//! Invariants: a visit that loses its time had it before, and one that has it again had lost it; a change that changes no
//! open time does neither.

use super::{
    book::{Book, Busy},
    intervals::{intersect, seconds_of},
    places::Capacity,
    rules::Sweep,
    search::{Request, offers},
    support::{BookedVisit, supported},
    visit::Visit,
    working_time::rules_within,
};
use crate::{
    id::{AppointmentId, AppointmentTypeId, ResourceId},
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionScope, ScheduleChange, ScheduleException, ScheduleTemplate},
    setup::Setup,
    time::{Instant, Period, local_day},
};
use chrono::{NaiveDate, TimeDelta};
use std::collections::HashMap;

/// Before a change and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared<T> {
    pub before: T,
    pub after: T,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The visits that would lie outside every session or in closed time, and do not yet.
    pub lost: Vec<AppointmentId>,
    /// Those that would lie in hours again.
    pub regained: Vec<AppointmentId>,
    /// Of the resource, or of all providers of the location or of the organization. For a template: in an ordinary week
    /// from the first day on which the change is felt; for business hours: in one from today on. For an exception: on its
    /// days, from today on.
    pub open_minutes: Compared<i64>,
}

/// What the change does to these visits, all of which start after `now` and take up a resource that it concerns.
#[must_use]
pub fn propose(setup: &Setup, change: &ScheduleChange, visits: &[BookedVisit], now: Instant) -> Proposal {
    let after = setup.with(change);
    let (had, has) = (supported(setup, visits), supported(&after, visits));
    let turned = |to: bool| {
        let them = visits.iter().zip(had.iter().zip(&has)).filter(|it| it.1.0 != it.1.1 && *it.1.1 == to);
        them.map(|it| it.0.id).collect()
    };
    let open_minutes = match change {
        ScheduleChange::Template(it) => weekly_minutes(setup, &after, it, now),
        ScheduleChange::Exception(it) => minutes_of_days(setup, &after, it, now),
        ScheduleChange::BusinessHours(_) => Some(minutes_of_all(setup, &after, now)),
    };
    let open_minutes = open_minutes.unwrap_or(Compared { before: 0, after: 0 });
    Proposal { lost: turned(false), regained: turned(true), open_minutes }
}

/// The visits that would find no place any more where several come at a time, and do now: those that were booked last.
/// They keep their time; it is said who they are.
#[must_use]
pub fn crowded_out(before: &Setup, after: &Setup, visits: &[BookedVisit]) -> Vec<AppointmentId> {
    let mut visits: Vec<&BookedVisit> = visits.iter().collect();
    // Ids are given in the order of time.
    visits.sort_by_key(|it| it.id);
    let had = with_places(before, &visits);
    let has = with_places(after, &visits);
    had.into_iter().filter(|it| !has.contains(it)).collect()
}

/// Those for whom there is a place beside those before them.
fn with_places(setup: &Setup, visits: &[&BookedVisit]) -> Vec<AppointmentId> {
    let mut book = Book::default();
    let mut placed = Vec::new();
    for visit in visits {
        let Some(of_type) = setup.appointment_type(visit.appointment_type) else { continue };
        let fits = visit.allocations.iter().filter(|it| it.lane == 0).all(|it| {
            let places = setup.resource(it.resource).map(|known| Capacity::of(known).shared_by(of_type));
            places.is_some_and(|places| places.fit(it.during, book.overlapping(it.resource, it.during)))
        });
        if fits {
            placed.push(visit.id);
            visit.allocations.iter().for_each(|it| {
                book.insert(it.resource, Busy::of_visit(visit.id, visit.appointment_type, visit.visit, it));
            });
        }
    }
    placed
}

/// The start of the third visit that could be booked one after the other: the measure of how long patients wait.
///
/// # Errors
/// Those of [`offers`].
pub fn third_next(setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Option<Instant>, Refusal> {
    third_next_in(setup, &mut book.clone(), request)
}

/// The same for whoever asks one book many times: it is written in meanwhile, and is as it was afterwards.
///
/// # Errors
/// Those of [`offers`].
pub fn third_next_in(
    setup: &Setup,
    book: &mut Book,
    request: &Request<'_>,
) -> Result<Option<Instant>, Refusal> {
    let probes = [1, 2, 3].map(|nth| AppointmentId::from_bytes([nth; 16]));
    let mut third = Ok(None);
    for visit in probes {
        let found = match offers(setup, book, &Request { limit: 1, ..*request }) {
            Ok(mut found) => found.pop(),
            Err(refusal) => {
                third = Err(refusal);
                break;
            }
        };
        third = Ok(found.as_ref().map(|it| it.slot.visit.start()));
        let Some(offer) = found else { break };
        for it in offer.slot.allocations {
            book.insert(it.resource, Busy::of_visit(visit, request.appointment_type, offer.slot.visit, &it));
        }
    }
    probes.into_iter().for_each(|it| book.remove(it));
    third
}

/// The type that is booked most among some visits; where nothing is, the first that the provider (or anybody) takes.
#[must_use]
pub fn ordinary_type(
    setup: &Setup,
    provider: Option<ResourceId>,
    visits: &[BookedVisit],
) -> Option<AppointmentTypeId> {
    let mut booked: HashMap<AppointmentTypeId, usize> = HashMap::new();
    visits.iter().for_each(|it| *booked.entry(it.appointment_type).or_default() += 1);
    let takes = |id| {
        let resource = provider.and_then(|id| setup.resource(id));
        resource.is_none_or(|resource| {
            let visit = Visit::of(setup, resource.location, id);
            visit.is_ok_and(|it| it.roles[it.anchor()].admits(resource))
        })
    };
    let types = setup.types.iter().filter(|it| it.is_active && takes(it.id)).rev();
    types.max_by_key(|it| booked.get(&it.id)).map(|it| it.id)
}

/// Exceptions are not ordinary. Templates that take turns are counted through a whole turn, of a year at most.
fn weekly_minutes(
    before: &Setup,
    after: &Setup,
    changed: &ScheduleTemplate,
    now: Instant,
) -> Option<Compared<i64>> {
    let resource = before.resource(changed.resource)?;
    let zone = before.location(resource.location)?.zone;
    let rows = |setup: &'_ Setup| {
        let of_resource = setup.templates.iter().filter(|it| it.is_active && it.resource == resource.id);
        of_resource.cloned().collect::<Vec<_>>()
    };
    let (old, new) = (rows(before), rows(after));
    let turns: Vec<u16> = old.iter().chain(&new).map(|it| u16::from(it.every_n_weeks.max(1))).collect();
    let weeks = (1..52).find(|weeks| turns.iter().all(|turn| weeks % turn == 0)).unwrap_or(52);
    let week = |first: NaiveDate| {
        let last = first + TimeDelta::days(i64::from(weeks) * 7 - 1);
        let within = Period::new(local_day(zone, first).start(), local_day(zone, last).end())?;
        let open = |setup| open_minutes(setup, resource.id, within, false) / i64::from(weeks);
        Some(Compared { before: open(before), after: open(after) })
    };
    let today = now.local_date(zone);
    let of_row = |it: &ScheduleTemplate| [Some(it.valid_from), it.valid_to.and_then(|last| last.succ_opt())];
    let rows = old.iter().filter(|it| it.id == changed.id).chain([changed]);
    let mut days: Vec<NaiveDate> = rows.flat_map(of_row).flatten().filter(|it| *it > today).collect();
    days.sort_unstable();
    let is_felt = |it: &Compared<i64>| it.before != it.after;
    let first = week(today)?;
    let later = || days.into_iter().filter_map(week).find(is_felt);
    if is_felt(&first) { Some(first) } else { later().or(Some(first)) }
}

/// On the days of the exception, as far as they are still to come.
fn minutes_of_days(
    before: &Setup,
    after: &Setup,
    changed: &ScheduleException,
    now: Instant,
) -> Option<Compared<i64>> {
    let of_scope = |it: &&Resource| match changed.scope {
        ExceptionScope::Resource(id) => it.id == id,
        ExceptionScope::Location(id) => {
            it.location == id && it.kind == ResourceKind::Provider && it.is_active
        }
    };
    let resources: Vec<&Resource> = before.resources.iter().filter(of_scope).collect();
    let zone = before.location(resources.first()?.location)?.zone;
    let start = local_day(zone, changed.first_day).start().max(local_day(zone, now.local_date(zone)).start());
    let within = Period::new(start, local_day(zone, changed.last_day).end())?;
    let open = |setup| resources.iter().map(|it| open_minutes(setup, it.id, within, true)).sum();
    Some(Compared { before: open(before), after: open(after) })
}

/// Of all providers, through an ordinary week from today on; templates that take turns count as they stand in it.
fn minutes_of_all(before: &Setup, after: &Setup, now: Instant) -> Compared<i64> {
    let mut sum = Compared { before: 0, after: 0 };
    let providers = before.resources.iter().filter(|it| it.kind == ResourceKind::Provider && it.is_active);
    for it in providers {
        let Some(zone) = before.location(it.location).map(|it| it.zone) else { continue };
        let today = now.local_date(zone);
        let (first, last) = (local_day(zone, today), local_day(zone, today + TimeDelta::days(6)));
        let Some(week) = Period::new(first.start(), last.end()) else { continue };
        sum.before += open_minutes(before, it.id, week, false);
        sum.after += open_minutes(after, it.id, week, false);
    }
    sum
}

/// Of any type, whatever is booked.
fn open_minutes(setup: &Setup, resource: ResourceId, within: Period, with_exceptions: bool) -> i64 {
    let Some((mut rules, days)) = rules_within(setup, resource, within) else { return 0 };
    if !with_exceptions {
        rules.exceptions.clear();
    }
    let mut open = Vec::new();
    Sweep::default().free(&rules, &Book::default(), &days, None, None, &mut open);
    seconds_of(&intersect(&open, &[within])) / 60
}

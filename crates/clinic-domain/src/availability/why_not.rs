//! Why a resource cannot be had: what closes it, and how far its sessions let it be overbooked.

use super::{
    book::Book,
    calendar::Days,
    intervals::{covers, merge, subtract},
    rules::{Rules, Sweep},
    visit::Visit,
};
use crate::{
    business_hours::{BusinessHours, ClosedHours},
    id::ResourceId,
    refusal::{NearestHours, Refusal},
    time::{DayMinute, Instant, Period},
};
use chrono::{NaiveDate, TimeDelta};
use std::ops::RangeInclusive;

/// How far around the wanted time a session is looked for that could be named instead.
const NEAREST_SESSION_DAYS: i64 = 7;

/// The days whose rules the answer about a time may name.
pub(super) fn days_to_name(visit: &Visit<'_>, wanted: Period) -> RangeInclusive<NaiveDate> {
    let zone = visit.location.zone;
    // Buffers stand before and after it.
    let around = TimeDelta::days(NEAREST_SESSION_DAYS + 1);
    wanted.start().local_date(zone) - around..=wanted.end().local_date(zone) + around
}

/// Everything in the rules that keeps a resource out of its role in a visit at `start`; nobody's booking counts.
pub(super) fn closed_to(
    visit: &Visit<'_>,
    days: &Days,
    start: Instant,
    role: usize,
    rules: &Rules<'_>,
) -> Vec<Refusal> {
    let (resource, wanted) = (rules.resource.id, visit.appointment_type.id);
    let (mut for_type, mut for_any) = (Vec::new(), Vec::new());
    rules.open(days, Some(wanted), &mut for_type);
    rules.open(days, None, &mut for_any);
    let mut refusals = Vec::new();
    for during in visit.roles[role].parts.iter().map(|part| part.at(start)) {
        rules.each_closure(days, |it, closed| {
            let refusal = Refusal::Closed { resource, during: closed, reason: it.reason.clone() };
            if closed.overlaps(&during) && !refusals.contains(&refusal) {
                refusals.push(refusal);
            }
        });
        let is_named =
            role != visit.anchor() || rules.may_start(days, visit.anchor_starts(start), Some(wanted));
        if covers(&for_type, &during) && is_named {
            continue;
        }
        let is_in_session = covers(&for_any, &during);
        let refusal = if is_in_session && is_named {
            let opens = rules.released_on(days, wanted, during);
            Refusal::TypeNotInSession { resource, during, opens }
        } else if !is_in_session && let Some(closed) = cut_by_business_hours(days, rules, during) {
            Refusal::OutsideBusinessHours { closed }
        } else {
            let nearest = nearest_hours(visit, rules, during, None);
            Refusal::OutsideSessions { resource, wanted: during, nearest }
        };
        if !refusals.contains(&refusal) {
            refusals.push(refusal);
        }
    }
    refusals
}

/// The closed hours in which a part of `during` lies that sessions would cover otherwise.
fn cut_by_business_hours(days: &Days, rules: &Rules<'_>, during: Period) -> Option<ClosedHours> {
    let mut open = Vec::new();
    rules.unbound()?.open(days, None, &mut open);
    if covers(&open, &during) { closed_hours(days, rules.business_hours?, during) } else { None }
}

/// The closed hours in which the first part of `during` lies that is outside of the business hours.
pub(super) fn closed_hours(days: &Days, hours: &BusinessHours, during: Period) -> Option<ClosedHours> {
    let (mut open, mut outside) = (Vec::new(), Vec::new());
    for day in days.iter() {
        let of_day = hours.within(day.weekday, DayMinute::MIDNIGHT, DayMinute::END);
        open.extend(of_day.filter_map(|(from, to)| day.part(from, to)));
    }
    merge(&mut open);
    subtract(&[during], &open, |it| Some(*it), &mut outside);
    let at = outside.first()?.start();
    let day = days.day_of(at)?;
    hours.closed_at(day.weekday, day.wall_minute(at))
}

/// How many overbook lanes a resource has for its role in a visit at `start`: what the session allows, and no more than
/// the type may have. A room that keeps no hours has no session: it goes by that of the visit's own provider.
pub(super) fn overbook_limit(
    visit: &Visit<'_>,
    days: &Days,
    start: Instant,
    role: usize,
    rules: &Rules<'_>,
    anchor: &Rules<'_>,
) -> u8 {
    let (role, rules) = if rules.keeps_hours() { (role, rules) } else { (visit.anchor(), anchor) };
    let limits = visit.roles[role]
        .parts
        .iter()
        .map(|part| rules.lane_limit(days, visit.appointment_type.id, part.at(start)));
    limits.chain(visit.appointment_type.overbook_lanes).min().unwrap_or(0)
}

/// The refusal for a lane above the limit.
pub(super) fn beyond(resource: ResourceId, lane: u8, limit: u8) -> Option<Refusal> {
    let refusal = match limit {
        0 => Refusal::OverbookNotAllowed { resource },
        _ => Refusal::OverbookLanesFull { resource, limit },
    };
    Some(refusal).filter(|_| lane > limit)
}

/// What the resource has next to `wanted`, before or after; `since` leaves out what is over by then. A session
/// takes the visit's type.
pub(super) fn nearest_hours(
    visit: &Visit<'_>,
    rules: &Rules<'_>,
    wanted: Period,
    since: Option<Instant>,
) -> Option<NearestHours> {
    let zone = visit.location.zone;
    let session = nearest_session(visit, rules, wanted, since);
    match bounds_of_templates(
        rules,
        wanted.start().local_date(zone),
        wanted.end().plus_seconds(-1).local_date(zone),
    ) {
        Some(NearestHours::StartOn(day)) if session.is_some_and(|it| day <= it.start().local_date(zone)) => {
            Some(NearestHours::StartOn(day))
        }
        bounds => session.map(NearestHours::Session).or(bounds),
    }
}

fn nearest_session(
    visit: &Visit<'_>,
    rules: &Rules<'_>,
    wanted: Period,
    since: Option<Instant>,
) -> Option<Period> {
    let around = NEAREST_SESSION_DAYS * 24 * 60;
    let weeks = Period::new(wanted.start().plus_minutes(-around), wanted.end().plus_minutes(around))?;
    let (days, of_type) =
        (Days::of(visit.location.zone, weeks, visit.grid_minutes), visit.appointment_type.id);
    let mut open = Vec::new();
    Sweep::default().free(rules, &Book::default(), &days, Some(of_type), None, &mut open);
    let distance = |it: &Period| (it.start().0 - wanted.end().0).max(wanted.start().0 - it.end().0).max(0);
    open.into_iter().filter(|it| since.is_none_or(|since| since < it.end())).min_by_key(distance)
}

/// Where the templates of a resource begin or have ended, seen from the days from `first` to `last`.
fn bounds_of_templates(rules: &Rules<'_>, first: NaiveDate, last: NaiveDate) -> Option<NearestHours> {
    let templates = || rules.templates.iter();
    let holds = templates().any(|it| it.valid_from <= last && it.valid_to.is_none_or(|day| first <= day));
    let next = templates().map(|it| it.valid_from).filter(|day| last < *day).min();
    let ended = templates().map(|it| it.valid_to.filter(|day| *day <= last)).collect::<Option<Vec<_>>>();
    let ended = ended.and_then(|days| days.into_iter().max());
    next.filter(|_| !holds).map(NearestHours::StartOn).or(ended.map(NearestHours::EndedOn))
}

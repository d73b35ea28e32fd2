//! Why a resource cannot be had: what closes it, and how far its sessions let it be overbooked.

use super::{
    book::Book,
    calendar::Days,
    intervals::covers,
    rules::{Rules, Sweep},
    visit::Visit,
};
use crate::{
    id::{AppointmentTypeId, ResourceId},
    refusal::Refusal,
    time::{Instant, Period},
};
use chrono::{NaiveDate, TimeDelta};
use std::ops::RangeInclusive;

/// How far around the wanted time a session is looked for that could be named instead.
const NEAREST_SESSION_DAYS: i64 = 7;

/// The days whose rules the answer about a start may name.
pub(super) fn days_to_name(visit: &Visit<'_>, start: Instant) -> RangeInclusive<NaiveDate> {
    let date = start.local_date(visit.location.zone);
    // A visit ends no later than the day after.
    let around = TimeDelta::days(NEAREST_SESSION_DAYS + 2);
    date - around..=date + around
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
        let is_named = role != visit.anchor() || rules.may_start(days, visit.anchor_starts(start), wanted);
        if covers(&for_type, &during) && is_named {
            continue;
        }
        refusals.push(if covers(&for_any, &during) && is_named {
            Refusal::TypeNotInSession { resource, during }
        } else {
            let nearest_session = nearest_session(visit, rules, during, wanted);
            Refusal::OutsideSessions { resource, wanted: during, nearest_session }
        });
    }
    refusals
}

/// How many overbook lanes a resource has for its role in a visit at `start`. A room that keeps no hours has no
/// session: it goes by that of the visit's own provider.
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
    limits.min().unwrap_or(0)
}

/// The refusal for a lane above the limit.
pub(super) fn beyond(resource: ResourceId, lane: u8, limit: u8) -> Option<Refusal> {
    let refusal = match limit {
        0 => Refusal::OverbookNotAllowed { resource },
        _ => Refusal::OverbookLanesFull { resource, limit },
    };
    Some(refusal).filter(|_| lane > limit)
}

/// What closures leave of the session next to `wanted`, before or after, that takes the type.
fn nearest_session(
    visit: &Visit<'_>,
    rules: &Rules<'_>,
    wanted: Period,
    of_type: AppointmentTypeId,
) -> Option<Period> {
    let around = NEAREST_SESSION_DAYS * 24 * 60;
    let week = Period::new(wanted.start().plus_minutes(-around), wanted.end().plus_minutes(around))?;
    let days = Days::of(visit.location.zone, week, visit.grid_minutes);
    let mut open = Vec::new();
    Sweep::default().free(rules, &Book::default(), &days, Some(of_type), None, &mut open);
    let distance = |it: &Period| (it.start().0 - wanted.end().0).max(wanted.start().0 - it.end().0).max(0);
    open.into_iter().min_by_key(distance)
}

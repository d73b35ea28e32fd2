//! Schedules and slots: free slots open extra sessions, busy ones that no visit explains are blocks.

use super::{
    Account, Context, Planned,
    context::known_by,
    resources::{Bookable, Resources},
    sites::Sites,
};
use crate::{
    record::{Body, Record, Slot},
    report::{Outcome, Reason},
};
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use clinic_domain::{
    id::{ExceptionId, Version},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::{DayMinute, Instant},
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// A slot longer than this is a slip: a session is cut at every midnight.
const MAX_DAYS: i64 = 31;

pub(super) fn plan(
    context: &Context<'_>,
    sites: &Sites,
    resources: &Resources,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Vec<Planned<ScheduleException>> {
    let explained = slots_of_visits(context);
    let mut by_resource: BTreeMap<Bookable, Vec<Piece>> = BTreeMap::new();
    decide_schedules(context, resources, account);
    for (at, record) in context.leading() {
        let Body::Slot(slot) = &record.body else { continue };
        let resource = slot.schedule.as_ref().and_then(|it| context.find(record, it, is_schedule));
        match resource.and_then(|it| actor(context, resources, it)) {
            None => account.refuse(at, Reason::ScheduleUnresolved),
            Some(_) if explained.contains(&at) => account.decide(at, Outcome::Folded),
            Some(resource) => by_resource.entry(resource).or_default().push(Piece::of(at, slot)),
        }
    }
    let mut exceptions = Vec::new();
    for (resource, pieces) in by_resource {
        let Some(zone) = sites.zone(context, resource.location) else {
            continue;
        };
        for session in join(pieces, zone) {
            for (part, day) in session.days(zone).into_iter().enumerate() {
                exceptions.extend(settle(context, account, resource, &session, part, day, next_id));
            }
        }
    }
    exceptions
}

/// Consecutive slots of one kind, as one session.
struct Piece {
    /// The records that it is made of; the first lends its identifier.
    records: Vec<usize>,
    is_free: bool,
    start: Instant,
    end: Instant,
    reason: String,
}

impl Piece {
    fn of(record: usize, slot: &Slot) -> Self {
        let free_words = slot.label.as_ref().map_or("Imported session", |it| it.name.as_str());
        let words = if slot.is_free { free_words } else { slot.comment.as_str() };
        let reason = if words.is_empty() { "Busy in the imported schedule" } else { words };
        Self {
            records: vec![record],
            is_free: slot.is_free,
            start: slot.start,
            end: slot.end,
            reason: reason.to_owned(),
        }
    }

    /// The wall-clock part of each local day that it covers.
    fn days(&self, zone: Tz) -> Vec<(NaiveDate, DayMinute, DayMinute)> {
        let (start, end) = (self.start.wall(zone), self.end.wall(zone));
        let days = (end.date() - start.date()).num_days().clamp(0, MAX_DAYS);
        let part = |offset: i64| {
            let date = start.date() + chrono::TimeDelta::days(offset);
            let from = if offset == 0 { minute(start) } else { DayMinute::MIDNIGHT };
            let to = if date == end.date() { minute(end) } else { DayMinute::END };
            (from < to).then_some((date, from, to))
        };
        (0..=days).filter_map(part).collect()
    }
}

/// Joins slots that follow one another on a local day and say the same.
fn join(mut pieces: Vec<Piece>, zone: Tz) -> Vec<Piece> {
    pieces.sort_by_key(|it| (it.start, it.end));
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last)
                if last.end == piece.start
                    && (last.is_free, &last.reason) == (piece.is_free, &piece.reason)
                    && last.start.local_date(zone) == piece.start.local_date(zone) =>
            {
                last.end = piece.end;
                last.records.extend(piece.records);
            }
            _ => joined.push(piece),
        }
    }
    joined
}

fn settle(
    context: &Context<'_>,
    account: &mut Account,
    resource: Bookable,
    session: &Piece,
    part: usize,
    (day, from, to): (NaiveDate, DayMinute, DayMinute),
    next_id: &mut dyn FnMut() -> Uuid,
) -> Option<Planned<ScheduleException>> {
    let (&first, others) = session.records.split_first()?;
    others.iter().for_each(|it| account.decide(*it, Outcome::Folded));
    let keys = &context.records[first].keys;
    // The days after the first carry the slot's identifier with their number.
    let source = keys.source().map(|it| if part == 0 { it.to_owned() } else { format!("{it}#{}", part + 1) });
    let known = match part {
        0 => known_by(&context.known_exceptions, keys),
        _ => source.as_deref().and_then(|it| context.known_exceptions.get(it).copied()),
    };
    let kind = if session.is_free { ExceptionKind::ExtraSession } else { ExceptionKind::Block };
    let wanted = |id| ScheduleException {
        id,
        version: Version::FIRST,
        scope: ExceptionScope::Resource(resource.id),
        kind,
        first_day: day,
        last_day: day,
        from,
        to,
        reason: session.reason.clone(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: source.clone(),
    };
    let Some(known) = known else {
        account.decide(first, Outcome::Added);
        return Some(Planned::new(wanted(ExceptionId(next_id()))));
    };
    // Which types and lanes it takes, and whether it still holds, was settled here.
    let after = ScheduleException {
        version: known.version,
        types: known.types.clone(),
        overbook_lanes: known.overbook_lanes,
        is_active: known.is_active,
        source: known.source.clone(),
        ..wanted(known.id)
    };
    let update = Planned::update(known, after);
    account.decide(first, if update.is_some() { Outcome::Updated } else { Outcome::AlreadyThere });
    update
}

fn decide_schedules(context: &Context<'_>, resources: &Resources, account: &mut Account) {
    for (at, record) in context.leading() {
        if is_schedule(&record.body) {
            match actor(context, resources, at) {
                Some(_) => account.decide(at, Outcome::Folded),
                None => account.refuse(at, Reason::ProviderUnresolved),
            }
        }
    }
}

/// Whose schedule it is: its provider, or else its room.
fn actor(context: &Context<'_>, resources: &Resources, schedule: usize) -> Option<Bookable> {
    let record = &context.records[schedule];
    let Body::Schedule(it) = &record.body else {
        return None;
    };
    let actors = it.actors.iter().filter_map(|to| resources.find(context, record, to));
    let actors = actors.filter(|actor| it.is_active && !resources.is_of_the_past(context, *actor));
    actors.min_by_key(|it| it.kind)
}

/// Slots that a visit of this import stands in.
fn slots_of_visits(context: &Context<'_>) -> HashSet<usize> {
    let of_visit = |record: &'_ Record| match &record.body {
        Body::Visit(visit) => {
            let slots = visit.slots.iter();
            slots.filter_map(|it| context.find(record, it, |body| matches!(body, Body::Slot(_)))).collect()
        }
        _ => Vec::new(),
    };
    context.records.iter().flat_map(of_visit).collect()
}

fn minute(wall: NaiveDateTime) -> DayMinute {
    DayMinute(u16::try_from(wall.hour() * 60 + wall.minute()).unwrap_or(0))
}

fn is_schedule(body: &Body) -> bool {
    matches!(body, Body::Schedule(_))
}

//! Blocking time and taking a block back. A block never touches visits that are booked: it lists them.

use crate::{
    acts::{Acts, Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    id::{ExceptionId, LocationId, PersonId},
    operation::{Change, OperationBody},
    refusal::Missing,
    schedule::{ExceptionScope, ScheduleException},
    setup::Setup,
    time::{Period, end_instant, start_instant},
};
use desk_cache::mirror::DayRow;

/// The exception as written, and the visits inside that a person has to deal with.
pub struct Blocked {
    pub exception: ScheduleException,
    pub location: LocationId,
    pub affected: Vec<DayRow>,
}

pub fn block_time(desk: &FrontDesk, who: PersonId, wanted: &ScheduleException) -> AppResult<Done<Blocked>> {
    desk.write(who, "exception_put", |acts| decide(acts, wanted))
}

/// The block inside a write.
pub(crate) fn decide(acts: &mut Acts<'_>, wanted: &ScheduleException) -> AppResult<Blocked> {
    let exception = put(acts, wanted.clone())?;
    let location = place_of(acts.scene().setup, exception.scope)?;
    let affected = affected(acts, &exception, location)?;
    Ok(Blocked { exception, location, affected })
}

pub fn unblock_time(desk: &FrontDesk, who: PersonId, id: ExceptionId) -> AppResult<Done<ScheduleException>> {
    desk.write(who, "exception_put", |acts| {
        let mut exceptions = acts.scene().setup.exceptions.iter();
        let wanted = found(exceptions.find(|it| it.id == id && it.is_active), Missing::Block)?;
        let wanted = ScheduleException { is_active: false, ..wanted.clone() };
        put(acts, wanted)
    })
}

fn put(acts: &mut Acts<'_>, wanted: ScheduleException) -> AppResult<ScheduleException> {
    let base = seen(wanted.version);
    match acts.decide(OperationBody::ExceptionPut(wanted), base)?.after.first() {
        Some(Change::Exception(it)) => Ok(it.clone()),
        _ => found(None, Missing::Block),
    }
}

/// The location that the exception is at.
pub(crate) fn place_of(setup: &Setup, scope: ExceptionScope) -> AppResult<LocationId> {
    match scope {
        ExceptionScope::Location(id) => found(setup.location(id), Missing::Location).map(|it| it.id),
        ExceptionScope::Resource(id) => found(setup.resource(id), Missing::Resource).map(|it| it.location),
    }
}

pub(crate) fn affected(
    acts: &Acts<'_>,
    exception: &ScheduleException,
    location: LocationId,
) -> AppResult<Vec<DayRow>> {
    if !exception.kind.closes() {
        return Ok(Vec::new());
    }
    let zone = found(acts.scene().setup.location(location), Missing::Location)?.zone;
    let takes = |row: &DayRow, closed: &Period| match exception.scope {
        ExceptionScope::Resource(id) => {
            row.allocations.iter().any(|it| it.resource == id && it.during.overlaps(closed))
        }
        ExceptionScope::Location(_) => row.visit.overlaps(closed),
    };
    let mut rows = Vec::new();
    for day in exception.first_day.iter_days().take_while(|it| *it <= exception.last_day).take(366) {
        let start = start_instant(zone, exception.from.on(day));
        let end = end_instant(zone, exception.to.on(day));
        let Some(closed) = Period::new(start, end) else {
            continue;
        };
        // Buffers may reach into the block from a visit just outside it.
        let around = Period::new(start.plus_minutes(-120), end.plus_minutes(120)).unwrap_or(closed);
        let of_day = acts.mirror().day(location, around)?;
        rows.extend(of_day.into_iter().filter(|row| row.is_live() && takes(row, &closed)));
    }
    rows.sort_by_key(|row| (row.visit.start(), row.id));
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

//! Blocking time and taking a block back. A block never touches visits that are booked: it lists them.

use crate::{
    acts::{Done, Scene, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration,
    id::{ExceptionId, LocationId, PersonId},
    operation::{Base, Change, OperationBody},
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
    desk.write_all(who, "exception_put", |acts| {
        let written = decide(acts.scene(), wanted)?;
        acts.take(written)
    })
}

pub(crate) fn decide(scene: &Scene<'_>, wanted: &ScheduleException) -> AppResult<Written<Blocked>> {
    let setup = &scene.configuration.setup;
    let exception = arbitration::put_exception(&scene.author, setup, scene.now, wanted)?;
    let location = location_of(scene, exception.scope)?;
    let affected = affected(scene, &exception, location)?;
    let value = Blocked { exception: exception.clone(), location, affected };
    Ok(written(exception, None, value))
}

pub fn unblock_time(desk: &FrontDesk, who: PersonId, id: ExceptionId) -> AppResult<Done<ScheduleException>> {
    desk.write(who, "exception_put", |scene| {
        let setup = &scene.configuration.setup;
        let current = found(setup.exceptions.iter().find(|it| it.id == id && it.is_active), Missing::Block)?;
        let mut wanted = current.clone();
        wanted.is_active = false;
        let exception = arbitration::put_exception(&scene.author, setup, scene.now, &wanted)?;
        let value = scene.done(exception.clone());
        Ok(written(exception, Some(Base::Version(current.version)), value))
    })
}

fn written<T>(exception: ScheduleException, base: Option<Base>, value: T) -> Written<T> {
    Written {
        body: OperationBody::ExceptionPut(exception.clone()),
        base,
        promised_to_patient: false,
        changes: vec![Change::Exception(exception)],
        patient: None,
        value,
    }
}

pub(crate) fn location_of(scene: &Scene<'_>, scope: ExceptionScope) -> AppResult<LocationId> {
    place_of(&scene.configuration.setup, scope)
}

/// The location that the exception is at.
pub(crate) fn place_of(setup: &Setup, scope: ExceptionScope) -> AppResult<LocationId> {
    match scope {
        ExceptionScope::Location(id) => found(setup.location(id), Missing::Location).map(|it| it.id),
        ExceptionScope::Resource(id) => found(setup.resource(id), Missing::Resource).map(|it| it.location),
    }
}

pub(crate) fn affected(
    scene: &Scene<'_>,
    exception: &ScheduleException,
    location: LocationId,
) -> AppResult<Vec<DayRow>> {
    if !exception.kind.closes() {
        return Ok(Vec::new());
    }
    let zone = found(scene.configuration.setup.location(location), Missing::Location)?.zone;
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
        let of_day = scene.reader().day(location, around)?;
        rows.extend(of_day.into_iter().filter(|row| row.is_live() && takes(row, &closed)));
    }
    rows.sort_by_key(|row| (row.visit.start(), row.id));
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

//! Moves a visit of a series with those after it, or with all that are to come: by as many days, to the same time of
//! day. Each is looked at before it is done; one that does not fit stays where it is, or goes where a person says.

use crate::{
    acts::{Acts, Done, seen},
    error::{AppError, AppResult, found},
    front_desk::FrontDesk,
    repair::overtaken,
    reschedule::{Moved, moved},
    series::{Plan, Planned, Scope, check_count, listed_by, others},
};
use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::{permitted, unchanged},
    availability::Wish,
    id::{AppointmentId, AppointmentTypeId, LocationId, PersonId, ResourceId, Version},
    invalid::{Field, Problem},
    operation::{OperationBody, SlotContent},
    people::Permission,
    refusal::{Missing, Refusal},
    series::Series,
    setup::Setup,
    time::{Instant, Period, start_instant},
};
use desk_cache::mirror::DayRow;
use std::cmp::Reverse;

pub struct PreviewMove {
    pub appointment: AppointmentId,
    /// Where the visit itself is to go.
    pub handle: String,
    pub scope: Scope,
}

/// One visit of the series, and where it would go.
pub struct PlannedMove {
    pub visit: DayRow,
    pub planned: Planned,
}

/// The moves by where the visits stand now, and the location whose clock they go by.
pub fn preview_move(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &PreviewMove,
) -> AppResult<(LocationId, Vec<PlannedMove>)> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let slot = found(desk.seal.open(&wanted.handle), Missing::Offer)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let named = found(reader.appointment(wanted.appointment)?, Missing::Appointment)?;
        let zone = found(setup.location(slot.location), Missing::Location)?.zone;
        let series = found(named.series.as_ref(), Missing::Appointment)?;
        let mut rows = others(reader, &named, wanted.scope, now)?;
        rows.extend(reader.series(series.id)?.into_iter().filter(|it| it.id == named.id));
        let shift = Shift::of(setup, zone, &named, &slot);
        shift.in_order(&mut rows);
        let wish = |row: &DayRow| shift.wish(setup, row);
        let wishes: Vec<Wish> = found(rows.iter().map(wish).collect(), Missing::Resource)?;
        let standing: Vec<Period> = rows.iter().map(|it| it.visit).collect();
        let plan = Plan { desk, reader, setup, location: slot.location, patient: named.patient, now };
        let planned = plan.of(&wishes, &standing)?;
        let mut moves: Vec<PlannedMove> =
            rows.into_iter().zip(planned).map(|(visit, planned)| PlannedMove { visit, planned }).collect();
        moves.sort_by_key(|it| it.visit.visit.start());
        Ok((slot.location, moves))
    })
}

pub struct MoveSeries {
    pub appointment: AppointmentId,
    /// Where the visit itself was to go: how far the days of the pattern move.
    pub handle: String,
    pub moves: Vec<ChosenMove>,
    pub requested_by: Requester,
}

pub struct ChosenMove {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub handle: String,
}

/// All of them or none. Each is checked like any other move, with those before it moved; visits that go into each
/// other's places go in an order in which they can.
pub fn move_series(desk: &FrontDesk, who: PersonId, request: &MoveSeries) -> AppResult<Done<Vec<Moved>>> {
    check_count(request.moves.len())?;
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    desk.write(who, "reschedule", |acts| {
        let visit = |id| found(acts.mirror().appointment(id)?, Missing::Appointment);
        let named = visit(request.appointment)?;
        let setup = acts.scene().setup;
        let zone = found(setup.location(slot.location), Missing::Location)?.zone;
        let days = Shift::of(setup, zone, &named, &slot).days;
        let mut pending = Vec::new();
        for it in &request.moves {
            let before = visit(it.appointment)?;
            unchanged(before.version, it.seen)?;
            let series = series_after(&named, &before, days)?;
            let slot = found(desk.seal.open(&it.handle), Missing::Offer)?;
            pending.push(Pending { before, slot, series });
        }
        pending.sort_by_key(|it| Reverse(it.before.visit.start()));
        if pending.first().is_some_and(|it| it.slot.visit.start() < it.before.visit.start()) {
            pending.reverse();
        }
        move_all(acts, pending, request.requested_by)
    })
}

struct Pending {
    before: Appointment,
    slot: SlotContent,
    series: Series,
}

/// What cannot go yet may go once another one has made room.
fn move_all(
    acts: &mut Acts<'_>,
    mut pending: Vec<Pending>,
    requested_by: Requester,
) -> AppResult<Vec<Moved>> {
    let mut done = Vec::new();
    while !pending.is_empty() {
        let mut waiting = Vec::new();
        let mut refused = None;
        let before = done.len();
        for it in pending {
            let body = OperationBody::Reschedule {
                appointment: it.before.id,
                slot: it.slot.clone(),
                overbook_reason: None,
                requested_by,
                series: Some(it.series.clone()),
            };
            match acts.promise(body, seen(it.before.version)) {
                Ok(act) => done.push(moved(act)?),
                Err(AppError::Refused(reasons)) => {
                    refused.get_or_insert((it.slot.visit.start(), reasons));
                    waiting.push(it);
                }
                Err(other) => return Err(other),
            }
        }
        if let Some((start, reasons)) = refused.filter(|_| done.len() == before) {
            return Err(overtaken(reasons.into(), start));
        }
        pending = waiting;
    }
    Ok(done)
}

/// How the visit repeats once all of them moved by so many days. Only visits of the named one's series move with it.
fn series_after(named: &Appointment, visit: &Appointment, days: i64) -> AppResult<Series> {
    match (&named.series, &visit.series) {
        (Some(named), Some(own)) if named.id == own.id => Ok(Series {
            id: own.id,
            pattern: own.pattern.as_ref().and_then(|it| it.later(days)),
            link: own.link,
        }),
        _ => Err(Refusal::Invalid { field: Field::Pattern, problem: Problem::CannotChange }.into()),
    }
}

/// What the move of one visit means for the others.
struct Shift {
    zone: Tz,
    days: i64,
    is_later: bool,
    /// The new time of day, where that changes; else each keeps its own.
    time: Option<NaiveTime>,
    /// How much later in the day: a visit of another type keeps its distance.
    minutes: i64,
    appointment_type: AppointmentTypeId,
    /// Who the visit was with and will be with, where that changes; whoever else a visit is with stays.
    resource: Option<(ResourceId, ResourceId)>,
}

impl Shift {
    fn of(setup: &Setup, zone: Tz, named: &Appointment, slot: &SlotContent) -> Shift {
        let (from, to) = (named.visit.start().wall(zone), slot.visit.start().wall(zone));
        let (own, wanted) = (listed_by(setup, &named.allocations), listed_by(setup, &slot.allocations));
        Shift {
            zone,
            days: (to.date() - from.date()).num_days(),
            is_later: to > from,
            time: Some(to.time()).filter(|it| *it != from.time()),
            minutes: (to - from).num_minutes() - (to.date() - from.date()).num_days() * 24 * 60,
            appointment_type: named.appointment_type,
            resource: own.zip(wanted).filter(|(own, wanted)| own != wanted),
        }
    }

    /// Whoever makes room goes first.
    fn in_order(&self, rows: &mut [DayRow]) {
        rows.sort_by_key(|it| it.visit.start());
        if self.is_later {
            rows.reverse();
        }
    }

    fn wish(&self, setup: &Setup, row: &DayRow) -> Option<Wish> {
        let own = listed_by(setup, &row.allocations)?;
        Some(Wish {
            appointment_type: row.appointment_type,
            resource: self.resource.filter(|(from, _)| *from == own).map_or(own, |it| it.1),
            start: self.start(row),
            impossible: None,
            moving: Some(row.id),
        })
    }

    fn start(&self, row: &DayRow) -> Instant {
        let from = row.visit.start().wall(self.zone);
        let wall = match self.time {
            Some(time) if row.appointment_type == self.appointment_type => from.date().and_time(time),
            Some(_) => from + TimeDelta::minutes(self.minutes),
            None => from,
        };
        start_instant(self.zone, wall + TimeDelta::days(self.days))
    }
}

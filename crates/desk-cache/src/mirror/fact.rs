//! What the figures of capacity are made of, beside each visit: see `clinic_domain::capacity`.
//!
//! The bytes of a visit: its id, location, type and patient, 16 each; what it takes up, a count and 16 each; then numbers
//! of as few bytes as they need, moments as seconds from the visit's start. Whose own provider's visit it is depends on the
//! setup, so it is read with one.

use super::{
    columns::Columns,
    reader::Reader,
    statement::{all, first, of_mirror, run, statements},
};
use crate::error::CacheError;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus, ConfirmationState},
    capacity::{Attended, Called, Released, VisitFacts},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    setup::Setup,
    time::{Instant, Period},
};
use rusqlite::{Connection, TransactionBehavior};
use std::ops::RangeInclusive;

statements! {
    PUT_VISIT = "INSERT INTO visit_fact (day, appointment, facts) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET facts = excluded.facts";
    DROP_VISIT = "DELETE FROM visit_fact WHERE day = ?1 AND appointment = ?2";
    PUT_RELEASED = "INSERT INTO released_fact (day, appointment, n, facts) VALUES (?1, ?2, ?3, ?4)";
    DROP_RELEASED = "DELETE FROM released_fact WHERE appointment = ?1";
    VISITS = "SELECT day, facts FROM visit_fact WHERE day BETWEEN ?1 AND ?2 ORDER BY day, appointment";
    HAS_FACTS = "SELECT has_facts FROM sync_state";
    FILLED = "UPDATE sync_state SET has_facts = 1";
    NEXT_ROWS = "SELECT row_id, id FROM appointment WHERE row_id > ?1 ORDER BY row_id LIMIT 1000";
    RELEASED = "SELECT facts FROM released_fact WHERE day BETWEEN ?1 AND ?2 ORDER BY day";
}

/// Writes the facts of a visit that is written under this row. `stood` is the day on which it was before, if it was there.
pub(super) fn put(
    conn: &Connection,
    row_id: i64,
    stood: Option<NaiveDate>,
    it: &Appointment,
) -> Result<(), CacheError> {
    let facts = VisitFacts::of(it, None);
    if let Some(day) = stood {
        if day != facts.day {
            run(conn, DROP_VISIT, (number_of(day), row_id))?;
        }
        run(conn, DROP_RELEASED, [row_id])?;
    }
    let resources = it.allocations.iter().map(|it| it.resource);
    run(conn, PUT_VISIT, (number_of(facts.day), row_id, packed_visit(&facts, resources)))?;
    for ((at, during, allocations), n) in Released::all(it).zip(1..) {
        let day = wall_day(it, during);
        let facts = packed_released(it, at, during, allocations);
        run(conn, PUT_RELEASED, (number_of(day), row_id, n, facts))?;
    }
    Ok(())
}

/// Makes the facts of the visits of a mirror that is from before there were any; all of them or none.
///
/// # Errors
/// A row that cannot be understood, or the disk.
pub fn fill(conn: &mut Connection) -> Result<(), CacheError> {
    if first(conn, HAS_FACTS, [], |row| Ok(row.get(0)?))? != Some(false) {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of_mirror)?;
    let mut last = i64::MIN;
    loop {
        let rows = all(&tx, NEXT_ROWS, [last], |row| {
            let columns = Columns::of(row, "appointment", 1);
            Ok((columns.get::<i64>(0)?, columns.id(1, AppointmentId::from_bytes)?))
        })?;
        let Some((end, _)) = rows.last() else { break };
        last = *end;
        for (row_id, id) in rows {
            if let Some(it) = Reader::new(&tx).appointment(id)? {
                put(&tx, row_id, None, &it)?;
            }
        }
    }
    run(&tx, FILLED, [])?;
    tx.commit().map_err(of_mirror)
}

/// The facts of the visits of some days and what was given back on them, as the setup says whose time it is; by day.
pub(super) fn read(
    conn: &Connection,
    setup: &Setup,
    days: &RangeInclusive<NaiveDate>,
) -> Result<(Vec<VisitFacts>, Vec<Released>), CacheError> {
    let range = (number_of(*days.start()), number_of(*days.end()));
    let is_provider = |id: ResourceId| setup.is_provider(id);
    let visits = all(conn, VISITS, range, |row| {
        let columns = Columns::of(row, "visit_fact", 1);
        let day = day_of(columns.get(0)?).ok_or_else(|| columns.broken(0))?;
        visit(day, columns.bytes(1)?, is_provider).ok_or_else(|| columns.broken(1))
    })?;
    let released = all(conn, RELEASED, range, |row| {
        let columns = Columns::of(row, "released_fact", 0);
        released(columns.bytes(0)?, is_provider).ok_or_else(|| columns.broken(0))
    })?;
    Ok((visits, released.into_iter().flatten().collect()))
}

fn packed_visit(it: &VisitFacts, resources: impl ExactSizeIterator<Item = ResourceId>) -> Vec<u8> {
    let mut bytes = Bytes::default();
    for id in [
        it.appointment.as_bytes(),
        it.location.as_bytes(),
        it.appointment_type.as_bytes(),
        it.patient.as_bytes(),
    ] {
        bytes.0.extend_from_slice(id);
    }
    bytes.resources(resources);
    let start = it.visit.start();
    bytes.number(start.0);
    bytes.number(it.visit.seconds());
    bytes.number(it.lane.into());
    bytes.number(place_of(&AppointmentStatus::ALL, &it.status));
    bytes.number(place_of(&ConfirmationState::ALL, &it.confirmation));
    bytes.number(it.bumps.into());
    let marks = [it.is_walk_in, it.is_of_series, it.is_booked_by_clinic];
    bytes.number(marks.iter().rev().fold(0, |so_far, mark| so_far * 2 + i64::from(*mark)));
    let Attended { arrived_at, roomed_at, with_provider_at, out_at } = it.attended;
    for at in [it.booked_at, it.placed_at, arrived_at, roomed_at, with_provider_at, out_at] {
        bytes.moment(at, start);
    }
    bytes.moment(it.called_off.map(|it| it.at), start);
    if let Some(Called { is_late, by_clinic, .. }) = it.called_off {
        bytes.number(i64::from(is_late) + 2 * i64::from(by_clinic));
    }
    bytes.0
}

fn visit(day: NaiveDate, bytes: &[u8], is_provider: impl Fn(ResourceId) -> bool) -> Option<VisitFacts> {
    let mut rest = Rest(bytes);
    let (appointment, location, of_type, patient) = (rest.id()?, rest.id()?, rest.id()?, rest.id()?);
    let provider = rest.provider(is_provider)?;
    let start = Instant(rest.number()?);
    let visit = Period::new(start, start.plus_seconds(rest.number()?))?;
    let lane = u8::try_from(rest.number()?).ok()?;
    let status = *AppointmentStatus::ALL.get(usize::try_from(rest.number()?).ok()?)?;
    let confirmation = *ConfirmationState::ALL.get(usize::try_from(rest.number()?).ok()?)?;
    let bumps = u8::try_from(rest.number()?).ok()?;
    let marks = rest.number()?;
    let mut moment = || rest.moment(start);
    let (booked_at, placed_at) = (moment()?, moment()?);
    let attended = Attended {
        arrived_at: moment()?,
        roomed_at: moment()?,
        with_provider_at: moment()?,
        out_at: moment()?,
    };
    let called_off = match moment()? {
        None => None,
        Some(at) => {
            let how = rest.number()?;
            Some(Called { at, is_late: how & 1 != 0, by_clinic: how & 2 != 0 })
        }
    };
    Some(VisitFacts {
        appointment: AppointmentId::from_bytes(appointment),
        location: LocationId::from_bytes(location),
        provider,
        appointment_type: AppointmentTypeId::from_bytes(of_type),
        patient: PatientId::from_bytes(patient),
        day,
        visit,
        lane,
        status,
        is_walk_in: marks & 1 != 0,
        is_of_series: marks & 2 != 0,
        booked_at,
        placed_at,
        is_booked_by_clinic: marks & 4 != 0,
        confirmation,
        attended,
        called_off,
        bumps,
    })
}

fn packed_released(it: &Appointment, at: Instant, during: Period, allocations: &[Allocation]) -> Vec<u8> {
    let mut bytes = Bytes::default();
    for id in [it.id.as_bytes(), it.location.as_bytes(), it.appointment_type.as_bytes()] {
        bytes.0.extend_from_slice(id);
    }
    bytes.resources(allocations.iter().map(|it| it.resource));
    bytes.number(during.start().0);
    bytes.number(during.seconds());
    bytes.number(at.0 - during.start().0);
    bytes.0
}

/// `Some(None)` where no provider's time was given back.
fn released(bytes: &[u8], is_provider: impl Fn(ResourceId) -> bool) -> Option<Option<Released>> {
    let mut rest = Rest(bytes);
    let (appointment, location, of_type) = (rest.id()?, rest.id()?, rest.id()?);
    let provider = rest.provider(is_provider)?;
    let start = Instant(rest.number()?);
    let during = Period::new(start, start.plus_seconds(rest.number()?))?;
    let at = start.plus_seconds(rest.number()?);
    Some(provider.map(|provider| Released {
        provider,
        location: LocationId::from_bytes(location),
        appointment_type: AppointmentTypeId::from_bytes(of_type),
        appointment: AppointmentId::from_bytes(appointment),
        during,
        at,
    }))
}

/// Where a code stands in its list. The lists only grow at their ends: what is stored is read by the same list.
fn place_of<T: PartialEq>(all: &[T], one: &T) -> i64 {
    all.iter().position(|it| it == one).and_then(|it| i64::try_from(it).ok()).unwrap_or_default()
}

/// The day on the location's wall on which a time began that the visit had.
fn wall_day(it: &Appointment, during: Period) -> NaiveDate {
    let wall = NaiveDateTime::parse_from_str(&it.wall_start, "%Y-%m-%dT%H:%M").unwrap_or_default();
    (wall + TimeDelta::seconds(during.start().0 - it.visit.start().0)).date()
}

fn number_of(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

fn day_of(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(number)
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    /// Zigzag, then seven bits a byte, the lowest first.
    fn number(&mut self, number: i64) {
        let mut left = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while left >= 0x80 {
            self.0.push(u8::try_from(left & 0x7f).unwrap_or_default() | 0x80);
            left >>= 7;
        }
        self.0.push(u8::try_from(left).unwrap_or_default());
    }

    /// A mark whether there is one, and how far it is from `start`.
    fn moment(&mut self, at: Option<Instant>, start: Instant) {
        self.0.push(u8::from(at.is_some()));
        if let Some(at) = at {
            self.number(at.0 - start.0);
        }
    }

    fn resources(&mut self, resources: impl ExactSizeIterator<Item = ResourceId>) {
        let most = resources.len().min(usize::from(u8::MAX));
        self.0.push(u8::try_from(most).unwrap_or(u8::MAX));
        resources.take(most).for_each(|it| self.0.extend_from_slice(it.as_bytes()));
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn id(&mut self) -> Option<[u8; 16]> {
        let (id, rest) = self.0.split_first_chunk::<16>()?;
        self.0 = rest;
        Some(*id)
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<i64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
            }
        }
        None
    }

    fn moment(&mut self, start: Instant) -> Option<Option<Instant>> {
        match self.byte()? {
            0 => Some(None),
            _ => Some(Some(start.plus_seconds(self.number()?))),
        }
    }

    /// The first provider among the resources.
    fn provider(&mut self, is_provider: impl Fn(ResourceId) -> bool) -> Option<Option<ResourceId>> {
        let count = self.byte()?;
        let mut provider = None;
        for _ in 0..count {
            let id = ResourceId::from_bytes(self.id()?);
            provider = provider.or_else(|| is_provider(id).then_some(id));
        }
        Some(provider)
    }
}

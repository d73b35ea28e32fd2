//! What the figures of capacity are made of, beside each visit: see `clinic_domain::capacity`.
//!
//! The bytes of a visit: its id, location, type and patient, 16 each; what it takes up, a count and as `packed.rs` has it;
//! then numbers of as few bytes as they need, moments as seconds from the visit's start. Whose visit it is depends on the
//! setup, so it is read with one.

use super::{
    columns::{Columns, broken_row},
    packed,
    reader::Reader,
    statement::{all, first, of_mirror, run, statements},
};
use crate::error::CacheError;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus, ConfirmationState},
    capacity::{Attended, Called, GivenBack, Owners, Released, VisitFacts},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId},
    setup::Setup,
    time::{Instant, Period, monday_of},
};
use rusqlite::{Connection, TransactionBehavior};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

statements! {
    PUT_VISIT = "INSERT INTO visit_fact (day, appointment, facts) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET facts = excluded.facts";
    DROP_VISIT = "DELETE FROM visit_fact WHERE day = ?1 AND appointment = ?2";
    PUT_RELEASED = "INSERT INTO released_fact (day, appointment, n, facts) VALUES (?1, ?2, ?3, ?4)";
    DROP_RELEASED = "DELETE FROM released_fact WHERE appointment = ?1 RETURNING day";
    COUNT_WEEK = "INSERT INTO fact_week (monday, writes) VALUES (?1, 1)
                  ON CONFLICT DO UPDATE SET writes = writes + 1";
    WEEKS = "SELECT monday, writes FROM fact_week WHERE monday BETWEEN ?1 AND ?2";
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
    let facts = VisitFacts::bare(it);
    let mut touched = BTreeSet::from([monday_of(facts.day)]);
    if let Some(day) = stood {
        if day != facts.day {
            run(conn, DROP_VISIT, (day.to_epoch_days(), row_id))?;
            touched.insert(monday_of(day));
        }
        let dropped =
            all(conn, DROP_RELEASED, [row_id], |row| Columns::of(row, "released_fact", 0).day_number(0))?;
        touched.extend(dropped.into_iter().map(monday_of));
    }
    let far = || broken_row("appointment", it.id.to_string(), "an allocation far from the visit");
    let bytes = packed_visit(&facts, &it.allocations).ok_or_else(far)?;
    run(conn, PUT_VISIT, (facts.day.to_epoch_days(), row_id, bytes))?;
    for (given, n) in GivenBack::all(it).zip(1..) {
        let (bytes, day) = (packed_given(&given).ok_or_else(far)?, wall_day(it, given.during));
        run(conn, PUT_RELEASED, (day.to_epoch_days(), row_id, n, bytes))?;
        touched.insert(monday_of(day));
    }
    touched.into_iter().try_for_each(|monday| run(conn, COUNT_WEEK, [monday.to_epoch_days()]).map(drop))
}

/// A week of facts. Whoever read them has to read them again when the count is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactWeek {
    pub monday: NaiveDate,
    pub writes: u64,
}

/// Every week with one of the days, in order.
pub(super) fn weeks(
    conn: &Connection,
    days: &RangeInclusive<NaiveDate>,
) -> Result<Vec<FactWeek>, CacheError> {
    let (first, last) = (monday_of(*days.start()), monday_of(*days.end()));
    let written = all(conn, WEEKS, (first.to_epoch_days(), last.to_epoch_days()), |row| {
        let columns = Columns::of(row, "fact_week", 0);
        Ok((columns.day_number(0)?, columns.get(1)?))
    })?;
    let written: BTreeMap<NaiveDate, u64> = written.into_iter().collect();
    let mondays = first.iter_weeks().take_while(|it| *it <= last);
    let week = |monday| FactWeek { monday, writes: written.get(&monday).copied().unwrap_or(0) };
    Ok(mondays.map(week).collect())
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
    let range = (days.start().to_epoch_days(), days.end().to_epoch_days());
    let owners = Owners::of(setup);
    let visits = all(conn, VISITS, range, |row| {
        let columns = Columns::of(row, "visit_fact", 1);
        let day = columns.day_number(0)?;
        let read = visit(day, columns.bytes(1)?).ok_or_else(|| columns.broken(1))?;
        Ok(read.0.owned(&owners, &read.1))
    })?;
    let released = all(conn, RELEASED, range, |row| {
        let columns = Columns::of(row, "released_fact", 0);
        let read = given(columns.bytes(0)?).ok_or_else(|| columns.broken(0))?;
        Ok(read.released(&owners))
    })?;
    Ok((visits, released.into_iter().flatten().collect()))
}

fn packed_visit(it: &VisitFacts, allocations: &[Allocation]) -> Option<Vec<u8>> {
    let mut bytes = Bytes::default();
    let start = it.visit.start();
    bytes.ids([it.appointment.as_bytes(), it.location.as_bytes(), it.appointment_type.as_bytes()]);
    bytes.ids([it.patient.as_bytes()]);
    bytes.period(it.visit);
    bytes.allocations(start, allocations)?;
    bytes.number(it.lane.into());
    bytes.number(place_of(AppointmentStatus::ALL, &it.status));
    bytes.number(place_of(ConfirmationState::ALL, &it.confirmation));
    bytes.number(it.bumps.into());
    let marks = [it.is_booked_by_clinic, it.is_of_series, it.is_walk_in];
    bytes.number(marks.iter().fold(0, |so_far, mark| so_far * 2 + i64::from(*mark)));
    let Attended { arrived_at, roomed_at, with_provider_at, out_at } = it.attended;
    for at in [it.booked_at, it.placed_at, arrived_at, roomed_at, with_provider_at, out_at] {
        bytes.moment(at, start);
    }
    bytes.moment(it.called_off.map(|it| it.at), start);
    if let Some(Called { is_late, by_clinic, .. }) = it.called_off {
        bytes.number(i64::from(is_late) + 2 * i64::from(by_clinic));
    }
    Some(bytes.0)
}

fn visit(day: NaiveDate, bytes: &[u8]) -> Option<(VisitFacts, Vec<Allocation>)> {
    let mut rest = Rest(bytes);
    let (appointment, location, of_type, patient) = (rest.id()?, rest.id()?, rest.id()?, rest.id()?);
    let visit = rest.period()?;
    let start = visit.start();
    let allocations = rest.allocations(start)?;
    let lane = rest.small()?;
    let status = rest.code(AppointmentStatus::ALL)?;
    let confirmation = rest.code(ConfirmationState::ALL)?;
    let bumps = rest.small()?;
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
    let facts = VisitFacts {
        appointment: AppointmentId::from_bytes(appointment),
        location: LocationId::from_bytes(location),
        provider: None,
        appointment_type: AppointmentTypeId::from_bytes(of_type),
        patient: PatientId::from_bytes(patient),
        day,
        visit,
        taken: visit,
        lane,
        status,
        is_walk_in: marks & 1 != 0,
        is_of_series: marks & 2 != 0,
        booked_at,
        booked_on: None,
        placed_at,
        is_booked_by_clinic: marks & 4 != 0,
        confirmation,
        attended,
        called_off,
        bumps,
    };
    Some((facts, allocations))
}

fn packed_given(it: &GivenBack) -> Option<Vec<u8>> {
    let mut bytes = Bytes::default();
    bytes.ids([it.appointment.as_bytes(), it.location.as_bytes(), it.appointment_type.as_bytes()]);
    bytes.period(it.during);
    bytes.allocations(it.during.start(), &it.allocations)?;
    bytes.number(it.at.0 - it.during.start().0);
    Some(bytes.0)
}

fn given(bytes: &[u8]) -> Option<GivenBack> {
    let mut rest = Rest(bytes);
    let (appointment, location, of_type) = (rest.id()?, rest.id()?, rest.id()?);
    let during = rest.period()?;
    let allocations = rest.allocations(during.start())?;
    Some(GivenBack {
        appointment: AppointmentId::from_bytes(appointment),
        location: LocationId::from_bytes(location),
        appointment_type: AppointmentTypeId::from_bytes(of_type),
        during,
        allocations,
        at: during.start().plus_seconds(rest.number()?),
    })
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

    fn ids<const N: usize>(&mut self, ids: [&[u8; 16]; N]) {
        ids.into_iter().for_each(|it| self.0.extend_from_slice(it));
    }

    fn period(&mut self, it: Period) {
        self.number(it.start().0);
        self.number(it.seconds());
    }

    /// `None` where there are more than 255 or one is far from the visit.
    fn allocations(&mut self, start: Instant, allocations: &[Allocation]) -> Option<()> {
        self.0.push(u8::try_from(allocations.len()).ok()?);
        self.0.extend(packed::pack(start, allocations)?);
        Some(())
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

    fn small(&mut self) -> Option<u8> {
        u8::try_from(self.number()?).ok()
    }

    fn code<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::try_from(self.number()?).ok()?).copied()
    }

    fn period(&mut self) -> Option<Period> {
        let start = Instant(self.number()?);
        Period::new(start, start.plus_seconds(self.number()?))
    }

    fn allocations(&mut self, start: Instant) -> Option<Vec<Allocation>> {
        let count = usize::from(self.byte()?);
        let (those, rest) = self.0.split_at_checked(count * packed::ONE)?;
        self.0 = rest;
        packed::unpack(start, those)
    }
}

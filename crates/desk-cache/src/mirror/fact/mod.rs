//! What the figures of capacity are made of, beside each visit: see `clinic_domain::capacity`.
//!
//! Each visit has a row, written with it. A week that stands is packed into one piece while nobody waits (`week.rs`), and is read
//! as that until one of its rows is written again; so is whose patients there are (`own.rs`).

mod bytes;
pub(super) mod own;
pub(super) mod week;

use super::{
    columns::{Columns, broken_row},
    reader::Reader,
    statement::{all, each, first, of_mirror, run, statements},
};
use crate::error::CacheError;
use bytes::{Bytes, Rest};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use clinic_domain::{
    appointment::{Allocation, Appointment},
    capacity::{GivenBack, Owners, Released, VisitFacts},
    id::AppointmentId,
    setup::Setup,
    time::{Period, monday_of},
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
    COUNT_ALL_UP = "INSERT INTO fact_week (monday, writes)
                    SELECT DISTINCT day - (day + 3) % 7, 1
                    FROM (SELECT day FROM visit_fact UNION ALL SELECT day FROM released_fact) WHERE true
                    ON CONFLICT DO UPDATE SET writes = writes + 1";
    WEEKS = "SELECT monday, writes FROM fact_week WHERE monday BETWEEN ?1 AND ?2";
    VISITS = "SELECT day, facts FROM visit_fact WHERE day BETWEEN ?1 AND ?2 ORDER BY day, appointment";
    HAS_FACTS = "SELECT has_facts FROM sync_state";
    FILLED = "UPDATE sync_state SET has_facts = 1";
    NEXT_ROWS = "SELECT row_id, id FROM appointment WHERE row_id > ?1 ORDER BY row_id LIMIT 1000";
    RELEASED = "SELECT day, facts FROM released_fact WHERE day BETWEEN ?1 AND ?2 ORDER BY day";
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
    let mut bytes = Bytes::default();
    bytes.visit(&facts, &it.allocations).ok_or_else(far)?;
    run(conn, PUT_VISIT, (facts.day.to_epoch_days(), row_id, bytes.whole()))?;
    for (given, n) in GivenBack::all(it).zip(1..) {
        let (mut bytes, day) = (Bytes::default(), wall_day(it, given.during));
        bytes.given(&given).ok_or_else(far)?;
        run(conn, PUT_RELEASED, (day.to_epoch_days(), row_id, n, bytes.whole()))?;
        touched.insert(monday_of(day));
    }
    touched.into_iter().try_for_each(|monday| run(conn, COUNT_WEEK, [monday.to_epoch_days()]).map(drop))
}

/// Every week that has facts, before all of them go. Day 0, a Thursday, is the first of 1970: days before it have no visits.
pub(super) fn count_all_up(conn: &Connection) -> Result<(), CacheError> {
    run(conn, COUNT_ALL_UP, []).map(drop)
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

/// Packs one piece that is not packed as it stands: whose patients there are, or the last of the weeks whole in these days. Whether there was one.
///
/// # Errors
/// A row that cannot be understood, or the disk.
pub fn pack(conn: &mut Connection, days: &RangeInclusive<NaiveDate>) -> Result<bool, CacheError> {
    Ok(own::pack(conn)? || week::pack(conn, days)?)
}

/// What was read of some days, by day.
#[derive(Default)]
struct Found {
    visits: Vec<VisitFacts>,
    released: Vec<Released>,
}

impl Found {
    /// By the day that it was written for: a location's clock may be another one since.
    fn give_back(&mut self, day: NaiveDate, it: &GivenBack, owners: &Owners) {
        self.released.extend(it.released(owners).map(|it| Released { day, ..it }));
    }
}

/// The facts of the visits of some days and what was given back on them, as the setup says whose time it is; by day.
pub(super) fn read(
    conn: &Connection,
    setup: &Setup,
    days: &RangeInclusive<NaiveDate>,
) -> Result<(Vec<VisitFacts>, Vec<Released>), CacheError> {
    let (owners, mut found) = (Owners::of(setup), Found::default());
    let mut next = *days.start();
    for monday in week::packed(conn, days)? {
        rows(conn, &owners, next, monday - TimeDelta::days(1), &mut found)?;
        week::read(conn, &owners, monday, &mut found)?;
        next = monday + TimeDelta::weeks(1);
    }
    rows(conn, &owners, next, *days.end(), &mut found)?;
    Ok((found.visits, found.released))
}

fn rows(
    conn: &Connection,
    owners: &Owners,
    first: NaiveDate,
    last: NaiveDate,
    found: &mut Found,
) -> Result<(), CacheError> {
    if last < first {
        return Ok(());
    }
    let mut allocations = Vec::new();
    each_visit(conn, first, last, &mut allocations, |facts, allocations| {
        found.visits.push(facts.owned(owners, allocations));
    })?;
    each_given(conn, first, last, |day, given| found.give_back(day, &given, owners))
}

/// What a visit takes up is there as long as it is told of.
fn each_visit(
    conn: &Connection,
    first: NaiveDate,
    last: NaiveDate,
    allocations: &mut Vec<Allocation>,
    mut tell: impl FnMut(VisitFacts, &[Allocation]),
) -> Result<(), CacheError> {
    each(conn, VISITS, (first.to_epoch_days(), last.to_epoch_days()), |row| {
        let columns = Columns::of(row, "visit_fact", 1);
        let day = columns.day_number(0)?;
        let facts =
            Rest::of_row(columns.bytes(1)?).visit(day, allocations).ok_or_else(|| columns.broken(1))?;
        tell(facts, allocations);
        Ok(())
    })
}

fn each_given(
    conn: &Connection,
    first: NaiveDate,
    last: NaiveDate,
    mut tell: impl FnMut(NaiveDate, GivenBack),
) -> Result<(), CacheError> {
    each(conn, RELEASED, (first.to_epoch_days(), last.to_epoch_days()), |row| {
        let columns = Columns::of(row, "released_fact", 1);
        let day = columns.day_number(0)?;
        tell(day, Rest::of_row(columns.bytes(1)?).given().ok_or_else(|| columns.broken(1))?);
        Ok(())
    })
}

/// The day on the location's wall on which a time began that the visit had.
fn wall_day(it: &Appointment, during: Period) -> NaiveDate {
    let wall = NaiveDateTime::parse_from_str(&it.wall_start, "%Y-%m-%dT%H:%M").unwrap_or_default();
    (wall + TimeDelta::seconds(during.start().0 - it.visit.start().0)).date()
}

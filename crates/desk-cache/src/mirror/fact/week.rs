//! Weeks in one piece: a year of them is read several times faster than its rows.
//!
//! A week says which count of writes it was packed at, and is true as long as that is the count. Its bytes are the visits and then what
//! was given back, each with a count before them and the number of its day.

use super::{
    super::{
        columns::{Columns, broken_row},
        statement::{all, first, of_mirror, run, statements},
    },
    Bytes, FactWeek, Found, Rest, each_given, each_visit, weeks,
};
use crate::error::CacheError;
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{capacity::Owners, id::AppointmentId, time::monday_of};
use rusqlite::{Connection, TransactionBehavior};
use std::{collections::BTreeSet, ops::RangeInclusive};

statements! {
    PACKED = "SELECT p.monday FROM packed_week p LEFT JOIN fact_week w ON w.monday = p.monday
              WHERE p.monday BETWEEN ?1 AND ?2 AND p.writes = coalesce(w.writes, 0) ORDER BY p.monday";
    FACTS = "SELECT facts FROM packed_week WHERE monday = ?1";
    PACK = "INSERT INTO packed_week (monday, writes, facts) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET writes = excluded.writes, facts = excluded.facts";
}

/// The Mondays of the weeks that lie whole in these days and stand as they were packed, in order.
pub(super) fn packed(
    conn: &Connection,
    days: &RangeInclusive<NaiveDate>,
) -> Result<Vec<NaiveDate>, CacheError> {
    let first = monday_of(*days.start() + TimeDelta::days(6));
    let last = *days.end() - TimeDelta::days(6);
    all(conn, PACKED, (first.to_epoch_days(), last.to_epoch_days()), |row| {
        Columns::of(row, "packed_week", 0).day_number(0)
    })
}

pub(super) fn read(
    conn: &Connection,
    owners: &Owners,
    monday: NaiveDate,
    found: &mut Found,
) -> Result<(), CacheError> {
    first(conn, FACTS, [monday.to_epoch_days()], |row| {
        let columns = Columns::of(row, "packed_week", 0);
        unpacked(columns.bytes(0)?, owners, monday, found).ok_or_else(|| columns.broken(0))
    })
    .map(|_| ())
}

fn unpacked(bytes: &[u8], owners: &Owners, monday: NaiveDate, found: &mut Found) -> Option<()> {
    let mut rest = Rest::with_names(bytes)?;
    let mut allocations = Vec::new();
    let visits = rest.count()?;
    found.visits.reserve(visits.min(bytes.len()));
    for _ in 0..visits {
        let day = monday + TimeDelta::days(rest.number()?);
        let facts = rest.visit(day, &mut allocations)?;
        found.visits.push(facts.owned(owners, &allocations));
    }
    for _ in 0..rest.count()? {
        let day = monday + TimeDelta::days(rest.number()?);
        found.give_back(day, &rest.given()?, owners);
    }
    rest.is_over().then_some(())
}

/// Packs the last of the weeks whole in these days that is not packed as it stands. Whether there was one.
pub(super) fn pack(conn: &mut Connection, days: &RangeInclusive<NaiveDate>) -> Result<bool, CacheError> {
    let packed: BTreeSet<NaiveDate> = packed(conn, days)?.into_iter().collect();
    let is_whole =
        |it: &FactWeek| days.contains(&it.monday) && days.contains(&(it.monday + TimeDelta::days(6)));
    let mut weeks = weeks(conn, days)?.into_iter().rev();
    let Some(wanted) = weeks.find(|it| is_whole(it) && !packed.contains(&it.monday)) else {
        return Ok(false);
    };
    pack_one(conn, wanted.monday)?;
    Ok(true)
}

fn pack_one(conn: &mut Connection, monday: NaiveDate) -> Result<(), CacheError> {
    // Nobody writes the week meanwhile.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of_mirror)?;
    let sunday = monday + TimeDelta::days(6);
    let (mut visits, mut given) = (Vec::new(), Vec::new());
    each_visit(&tx, monday, sunday, &mut Vec::new(), |facts, taken| visits.push((facts, taken.to_vec())))?;
    each_given(&tx, monday, sunday, |day, it| given.push((day, it)))?;
    let odd =
        |table, id: AppointmentId| broken_row(table, id.to_string(), "an allocation far from the visit");
    let mut bytes = Bytes::with_names();
    bytes.count(visits.len());
    for (facts, taken) in &visits {
        bytes.number((facts.day - monday).num_days());
        bytes.visit(facts, taken).ok_or_else(|| odd("visit_fact", facts.appointment))?;
    }
    bytes.count(given.len());
    for (day, it) in &given {
        bytes.number((*day - monday).num_days());
        bytes.given(it).ok_or_else(|| odd("released_fact", it.appointment))?;
    }
    let writes = weeks(&tx, &(monday..=monday))?.first().map_or(0, |it| it.writes);
    run(&tx, PACK, (monday.to_epoch_days(), i64::try_from(writes).unwrap_or(i64::MAX), bytes.whole()))?;
    tx.commit().map_err(of_mirror)
}

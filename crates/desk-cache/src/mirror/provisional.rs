//! Rows that this desk has decided and the centre has not confirmed yet.
//!
//! They stand in the same tables as everything else, so that every screen and every decision sees them; beside each write
//! stands the statement that undoes it, with its values. What the centre says is applied by taking all of them back, putting
//! the centre's rows, and applying again what is still unconfirmed: one transaction, so nobody ever sees less than what was
//! promised.
//!
//! The statements are made by triggers of this connection, one set for each table that there is: a table that is added is
//! covered, and whoever writes a row does not know about it.

use super::{
    apply::{begin_epoch, put, put_all},
    fact,
    statement::{all, first, of_mirror, run, statements},
    write,
};
use crate::error::CacheError;
use clinic_domain::operation::Change;
use rusqlite::{Connection, Transaction, params_from_iter};
use uuid::Uuid;

statements! {
    RECEIVED = "SELECT received FROM sync_state";
    MOVE_RECEIVED = "UPDATE sync_state SET received = ?1";
    UNDO = "SELECT relation, undo, held FROM provisional ORDER BY n DESC";
    FORGET = "DELETE FROM provisional";
    // Without those that say where the mirror stands, which bulk loads it has, how to take back, how often facts were written, and
    // the index of words, which follows its rows by itself.
    TABLES = "SELECT name FROM main.sqlite_schema
              WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
                  AND name NOT LIKE 'knowledge!_text%' ESCAPE '!'
                  AND name NOT IN ('sync_state', 'import_batch', 'provisional', 'fetching', 'fact_week')";
    COLUMNS = "SELECT name, type, pk FROM pragma_table_info(?1, 'main')";
}

/// While this table has a row, writes are noted.
const NOTING: &str = "CREATE TEMP TABLE IF NOT EXISTS noting (one INTEGER PRIMARY KEY)";

/// Facts that are taken back are a write of their week as well: a count that fell would say of other facts what it said before.
const COUNT_AGAIN: &str = "UPDATE fact_week SET writes = writes + 1 WHERE monday = ?1 ->> 0";

/// The last change of the centre's that is here; 0 for none.
pub(super) fn received(conn: &Connection) -> Result<u64, CacheError> {
    Ok(first(conn, RECEIVED, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
}

/// Puts what the centre says up to number `to` under what is still unconfirmed: `pending` in the order in which it was
/// decided, each with the changes that the desk made.
///
/// # Errors
/// [`CacheError::OutOfOrder`] when the centre's changes are older than what is here.
pub fn receive<'c>(
    tx: &Transaction<'_>,
    to: u64,
    said: &[Change],
    pending: impl IntoIterator<Item = &'c [Change]>,
) -> Result<(), CacheError> {
    let stands = received(tx)?;
    if to < stands {
        return Err(CacheError::OutOfOrder { expected: stands, given: to });
    }
    take_back(tx)?;
    put_all(tx, said)?;
    run(tx, MOVE_RECEIVED, [to])?;
    for changes in pending {
        put_provisionally(tx, changes)?;
    }
    Ok(())
}

/// Every row of the centre's goes but those that are `said` again at once, and what is unconfirmed stays: what the centre has
/// now is fetched anew.
pub fn begin_anew<'c>(
    tx: &Transaction<'_>,
    epoch: Uuid,
    said: &[Change],
    pending: impl IntoIterator<Item = &'c [Change]>,
) -> Result<(), CacheError> {
    take_back(tx)?;
    fact::count_all_up(tx)?;
    for table in tables(tx)? {
        tx.execute(&format!("DELETE FROM {table}"), []).map_err(of_mirror)?;
    }
    write::setup::count_up(tx)?;
    write::patient::count_up(tx)?;
    begin_epoch(tx, epoch, 0)?;
    receive(tx, 0, said, pending)
}

/// Puts changes so that [`take_back`] undoes them.
pub(super) fn put_provisionally(tx: &Transaction<'_>, changes: &[Change]) -> Result<(), CacheError> {
    note(tx, true)?;
    let written = changes.iter().try_for_each(|it| put(tx, it));
    note(tx, false)?;
    written
}

/// The rows as the centre said them last.
pub(super) fn take_back(tx: &Transaction<'_>) -> Result<(), CacheError> {
    let undo = all(tx, UNDO, [], |row| {
        Ok(Undo { relation: row.get(0)?, statement: row.get(1)?, held: row.get(2)? })
    })?;
    for it in &undo {
        run(tx, &it.statement, params_from_iter(&it.held))?;
    }
    run(tx, FORGET, [])?;
    let is_undone = |relation: &str| undo.iter().any(|it| it.relation == relation);
    if is_undone("setup") {
        write::setup::count_up(tx)?;
    }
    if is_undone("patient") {
        write::patient::count_up(tx)?;
    }
    Ok(())
}

/// A statement, and the JSON list of the values that it reads as its only parameter; none where they stand in it.
struct Undo {
    relation: String,
    statement: String,
    held: Option<String>,
}

/// The tables whose rows the centre says or this desk decides.
fn tables(conn: &Connection) -> Result<Vec<String>, CacheError> {
    all(conn, TABLES, [], |row| Ok(row.get(0)?))
}

fn note(conn: &Connection, is_on: bool) -> Result<(), CacheError> {
    if !has_triggers(conn)? {
        conn.execute_batch(NOTING).map_err(of_mirror)?;
        for table in tables(conn)? {
            conn.execute_batch(&Watched::of(conn, table)?.triggers()).map_err(of_mirror)?;
        }
        for what in ["INSERT", "UPDATE"] {
            let counts = trigger("count", what, "fact_week", COUNT_AGAIN, "new.monday");
            conn.execute_batch(&counts).map_err(of_mirror)?;
        }
    }
    let sql = if is_on { "INSERT OR IGNORE INTO temp.noting VALUES (1)" } else { "DELETE FROM temp.noting" };
    conn.prepare_cached(sql).and_then(|mut it| it.execute([])).map(drop).map_err(of_mirror)
}

fn has_triggers(conn: &Connection) -> Result<bool, CacheError> {
    let sql = "SELECT 1 FROM temp.sqlite_schema WHERE name = 'noting'";
    Ok(first(conn, sql, [], |_| Ok(()))?.is_some())
}

/// Notes beside a write what undoes it, and what that reads.
fn trigger(name: &str, what: &str, table: &str, undo: &str, held: &str) -> String {
    format!(
        "CREATE TEMP TRIGGER {name}_{what}_{table} AFTER {what} ON main.{table} WHEN EXISTS (SELECT 1 FROM noting) \
         BEGIN INSERT INTO provisional (relation, undo, held) VALUES ('{table}', '{undo}', json_array({held})); END;"
    )
}

/// A table whose writes are noted.
struct Watched {
    name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    is_blob: bool,
    is_key: bool,
}

impl Watched {
    fn of(conn: &Connection, name: String) -> Result<Watched, CacheError> {
        let columns = all(conn, COLUMNS, [&name], |row| {
            Ok(Column {
                name: row.get(0)?,
                is_blob: row.get::<_, String>(1)? == "BLOB",
                is_key: row.get::<_, i64>(2)? > 0,
            })
        })?;
        Ok(Watched { name, columns })
    }

    fn triggers(&self) -> String {
        let Watched { name, columns } = self;
        let names = joined(columns.iter().map(|it| it.name.clone()), ", ");
        let mut inserted = Held::default();
        let delete = format!("DELETE FROM {name} WHERE {}", inserted.key(columns));
        let mut updated = Held::default();
        let update = format!("UPDATE {name} SET {} WHERE {}", updated.set(columns), updated.key(columns));
        let mut deleted = Held::default();
        let insert = format!("INSERT INTO {name} ({names}) VALUES ({})", deleted.values(columns));
        [("INSERT", delete, inserted), ("UPDATE", update, updated), ("DELETE", insert, deleted)]
            .map(|(what, undo, held)| trigger("undo", what, name, &undo, &held.0.join(", ")))
            .concat()
    }
}

/// The values that a statement reads, in the order in which it names them.
#[derive(Default)]
struct Held(Vec<String>);

impl Held {
    fn key(&mut self, columns: &[Column]) -> String {
        let key = columns.iter().filter(|it| it.is_key);
        joined(key.map(|it| format!("{} = {}", it.name, self.hold("new", it))), " AND ")
    }

    fn set(&mut self, columns: &[Column]) -> String {
        joined(columns.iter().map(|it| format!("{} = {}", it.name, self.hold("old", it))), ", ")
    }

    fn values(&mut self, columns: &[Column]) -> String {
        joined(columns.iter().map(|it| self.hold("old", it)), ", ")
    }

    /// What stands for the value in the statement. Bytes are no value of JSON and go as their digits.
    fn hold(&mut self, row: &str, column: &Column) -> String {
        let (value, at) = (format!("{row}.{}", column.name), self.0.len());
        if column.is_blob {
            self.0.push(format!("iif({value} IS NULL, NULL, hex({value}))"));
            format!("unhex(?1 ->> {at})")
        } else {
            self.0.push(value);
            format!("?1 ->> {at}")
        }
    }
}

fn joined(parts: impl Iterator<Item = String>, by: &str) -> String {
    parts.collect::<Vec<_>>().join(by)
}

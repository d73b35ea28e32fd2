//! How a file names its SQL, and how a statement is run.

use crate::error::{CacheError, Part};
use rusqlite::{Connection, Params, Row};

/// Declares the file's statements as constants and lists them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        pub(in crate::mirror) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(super) use statements;

/// All rows.
pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, CacheError>,
) -> Result<Vec<T>, CacheError> {
    let mut found = Vec::new();
    each(conn, sql, params, |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// One row after the other.
pub(super) fn each(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<(), CacheError>,
) -> Result<(), CacheError> {
    let mut statement = conn.prepare_cached(sql).map_err(of_mirror)?;
    let mut rows = statement.query(params).map_err(of_mirror)?;
    while let Some(row) = rows.next().map_err(of_mirror)? {
        read(row)?;
    }
    Ok(())
}

/// The first row, if there is one.
pub(super) fn first<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, CacheError>,
) -> Result<Option<T>, CacheError> {
    let mut statement = conn.prepare_cached(sql).map_err(of_mirror)?;
    let mut rows = statement.query(params).map_err(of_mirror)?;
    rows.next().map_err(of_mirror)?.map(read).transpose()
}

/// Runs a statement that gives no rows; how many rows it changed.
pub(super) fn run(conn: &Connection, sql: &str, params: impl Params) -> Result<usize, CacheError> {
    conn.prepare_cached(sql).and_then(|mut it| it.execute(params)).map_err(of_mirror)
}

/// Also where the mirror is attached to the vault: its statements read no other file.
pub(super) fn of_mirror(error: rusqlite::Error) -> CacheError {
    CacheError::from(error).of(Part::Mirror)
}

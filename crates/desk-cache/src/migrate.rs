//! Brings an older file to this program's tables, one numbered step at a time, and refuses a newer one.
//!
//! Invariants: `user_version` is the number of steps that were applied; a step and its number are one
//! transaction; a step is never edited once landed (a fixture of every old schema holds this).

use crate::error::{CacheError, Part};
use rusqlite::{Connection, TransactionBehavior};

/// The numbered SQL files of one database, oldest first.
pub struct Schema {
    pub part: Part,
    pub steps: &'static [&'static str],
}

pub const VAULT: Schema = Schema {
    part: Part::Vault,
    steps: &[
        include_str!("../../../migrations/cache/vault/0001_vault.sql"),
        include_str!("../../../migrations/cache/vault/0002_preference.sql"),
        include_str!("../../../migrations/cache/vault/0003_replaced.sql"),
        include_str!("../../../migrations/cache/vault/0004_outbox.sql"),
        include_str!("../../../migrations/cache/vault/0005_centre_sign_in.sql"),
        include_str!("../../../migrations/cache/vault/0006_enrolled.sql"),
        include_str!("../../../migrations/cache/vault/0007_neighbour.sql"),
        include_str!("../../../migrations/cache/vault/0008_attaching.sql"),
        include_str!("../../../migrations/cache/vault/0009_lent.sql"),
        include_str!("../../../migrations/cache/vault/0010_language_model.sql"),
        include_str!("../../../migrations/cache/vault/0011_effort.sql"),
    ],
};

pub const MIRROR: Schema = Schema { part: Part::Mirror, steps: crate::mirror::MIGRATIONS };

/// Applies what the file lacks; returns how many steps that were.
///
/// # Errors
/// [`CacheError::NewerSchema`] when a newer program wrote the file. Nothing is changed then.
pub fn migrate(connection: &mut Connection, schema: &Schema) -> Result<u32, CacheError> {
    let found = version(connection)?;
    let known = schema.known();
    if found > known {
        return Err(CacheError::NewerSchema { part: schema.part, found, known });
    }
    for (step, number) in schema.steps.iter().zip(1..).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(known - found)
}

/// Whether steps are to be applied to a file that already holds something.
pub fn lacks(connection: &Connection, schema: &Schema) -> Result<bool, CacheError> {
    let found = version(connection)?;
    Ok(found > 0 && found < schema.known())
}

/// How many steps were applied to the file.
pub fn version(connection: &Connection) -> Result<u32, CacheError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

impl Schema {
    #[must_use]
    pub const fn known(&self) -> u32 {
        self.steps.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cipher::{self, Key, Mode};

    const TWO: Schema =
        Schema { part: Part::Mirror, steps: &["CREATE TABLE a(x)", "ALTER TABLE a ADD COLUMN y"] };
    const ONE: Schema = Schema { part: Part::Mirror, steps: &["CREATE TABLE a(x)"] };

    fn database() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let made =
            cipher::create(&folder.path().join("db"), &Key::from_bytes([3; 32]), Mode::Mirror).unwrap();
        (folder, made)
    }

    #[test]
    fn only_missing_steps_are_applied() {
        let (_folder, mut connection) = database();
        assert_eq!(migrate(&mut connection, &ONE).unwrap(), 1);
        connection.execute("INSERT INTO a VALUES (1)", []).unwrap();
        assert_eq!(migrate(&mut connection, &TWO).unwrap(), 1);
        assert_eq!(migrate(&mut connection, &TWO).unwrap(), 0);
        let row: (i64, Option<i64>) =
            connection.query_row("SELECT x, y FROM a", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row, (1, None));
    }

    #[test]
    fn a_newer_file_is_refused_and_left_alone() {
        let (_folder, mut connection) = database();
        migrate(&mut connection, &TWO).unwrap();
        let refused = migrate(&mut connection, &ONE).unwrap_err();
        assert!(matches!(refused, CacheError::NewerSchema { part: Part::Mirror, found: 2, known: 1 }));
        assert_eq!(version(&connection).unwrap(), 2);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let (_folder, mut connection) = database();
        let broken =
            Schema { part: Part::Mirror, steps: &["CREATE TABLE a(x)", "CREATE TABLE b(x); NOT SQL"] };
        assert!(migrate(&mut connection, &broken).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 1);
    }
}

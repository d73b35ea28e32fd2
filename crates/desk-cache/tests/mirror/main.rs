//! The mirror on real encrypted files: data in, data out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod apply;
mod bulk;
mod clinic;
mod facts;
mod knowledge;
mod lists;
mod patients;
mod provisional;
mod statements;

use clinic_domain::operation::Change;
use desk_cache::{
    cipher::{self, Key, Mode},
    migrate::{self, MIRROR},
    mirror::{Reader, apply},
};
use rusqlite::Connection;
use tempfile::TempDir;

/// An empty mirror in a folder that lasts as long as it.
pub struct Mirror {
    pub conn: Connection,
    _folder: TempDir,
}

impl Mirror {
    pub fn empty() -> Mirror {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes([7; 32]);
        let mut conn =
            cipher::create(&folder.path().join("mirror.db"), &key, Mode::Mirror).expect("a mirror");
        migrate::migrate(&mut conn, &MIRROR).expect("its tables");
        Mirror { conn, _folder: folder }
    }

    /// Applies each list of changes as the next operation's.
    pub fn of(operations: &[Vec<Change>]) -> Mirror {
        let mut mirror = Mirror::empty();
        for changes in operations {
            mirror.apply_next(changes);
        }
        mirror
    }

    pub fn apply_next(&mut self, changes: &[Change]) {
        let next = self.reader().cursor().expect("a cursor") + 1;
        let tx = self.conn.transaction().expect("a transaction");
        apply(&tx, next, changes).expect("applied");
        tx.commit().expect("committed");
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.conn)
    }
}

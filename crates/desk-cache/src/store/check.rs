//! Whether every page of a file is as it was written.

use crate::error::{CacheError, Part};
use rusqlite::Connection;

/// Reads every page of a file and its authentication, then lets SQLite look at the structure.
pub(crate) fn check_pages(connection: &Connection, part: Part) -> Result<(), CacheError> {
    for check in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check(1)"] {
        let mut statement = connection.prepare(check)?;
        let mut rows = statement.query([]).map_err(|it| damaged_page(it, part))?;
        while let Some(row) = rows.next().map_err(|it| damaged_page(it, part))? {
            let found: String = row.get(0)?;
            if found != "ok" {
                return Err(CacheError::damaged(part, found));
            }
        }
    }
    Ok(())
}

fn damaged_page(error: rusqlite::Error, part: Part) -> CacheError {
    match CacheError::from(error) {
        CacheError::Sql(error) => CacheError::damaged(part, error.to_string()),
        other => other.of(part),
    }
}

/// The same for a file in use. A page may be looked at while it comes in from the log, half written: what seems damaged is
/// looked at again, by a connection of its own, while `still` keeps whoever could write to the file.
pub(super) fn check_pages_in_use<G>(
    glance: impl Fn() -> Result<Connection, CacheError>,
    still: impl FnOnce() -> G,
    part: Part,
) -> Result<(), CacheError> {
    if check_pages(&glance()?, part).is_ok() {
        return Ok(());
    }
    let _nobody_writes = still();
    check_pages(&glance()?, part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cipher::{self, Key, Mode};
    use std::{cell::Cell, fs::File, os::unix::fs::FileExt};

    /// `many_threads_read_and_write_one_book` failed once with a page of the mirror that was being written.
    #[test]
    fn a_page_that_is_being_written_is_no_damage_and_one_that_stays_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror.db");
        let key = || Key::from_bytes([7; 32]);
        let made = cipher::create(&path, &key(), Mode::Copy).unwrap();
        made.execute_batch("CREATE TABLE t(x); INSERT INTO t VALUES (zeroblob(20000))").unwrap();
        drop(made);
        let glance = || cipher::open(&path, &key(), Mode::Glance);
        let file = File::options().read(true).write(true).open(&path).unwrap();
        let mut page = [0; 100];
        file.read_exact_at(&mut page, 3 * 4096).unwrap();
        let looks = Cell::new(0);
        let check = |still: &dyn Fn()| {
            file.write_all_at(&[0; 100], 3 * 4096).unwrap();
            looks.set(0);
            let glance = || {
                looks.set(looks.get() + 1);
                glance()
            };
            check_pages_in_use(glance, still, Part::Mirror)
        };
        check(&|| file.write_all_at(&page, 3 * 4096).unwrap()).unwrap();
        assert_eq!(looks.get(), 2);
        assert_eq!(check(&|| ()).unwrap_err().code(), "damaged");
    }
}

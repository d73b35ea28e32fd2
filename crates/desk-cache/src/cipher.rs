//! The one way to an encrypted database.
//!
//! Invariants: every connection is keyed with 32 raw bytes before anything else happens on it; a connection on
//! which the cipher is not active is never handed out; an older SQLite than 3.51.3 (it loses pages when two
//! connections restart a WAL) is refused.

use crate::error::CacheError;
use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
    config::DbConfig,
};
use std::{fs::File, path::Path, sync::Once};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key of one file. It wipes itself, and neither copies nor prints.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Key {
        Key(bytes)
    }

    pub(crate) const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// `x'…'`, SQLCipher's form of a raw key. Anything shorter would be taken as a passphrase.
    fn literal(&self) -> Zeroizing<String> {
        // Reserved at full length, so that growing leaves no copy behind.
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in self.0 {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        text.push('\'');
        text
    }
}

/// What a connection is for: how durable it is, what it may do, how much it remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The vault's writing connection: one flush per commit, foreign keys.
    Vault,
    /// The mirror's writing connection: no flush per commit, the vault replays what a power cut takes.
    Mirror,
    /// The connection that screens read the mirror with: read-only, 64 MiB of cache.
    Reader,
    /// Any other read-only look at either file: a second reader, a copy to verify.
    Glance,
    /// A new file that is filled at once and flushed by its maker: a backup, a copy under another key.
    Copy,
}

/// Opens an existing database. A missing file is an error, never an empty database.
///
/// # Errors
/// [`CacheError::Damaged`] when the key does not open the file.
pub fn open(path: &Path, key: &Key, mode: Mode) -> Result<Connection, CacheError> {
    let flags = match mode {
        Mode::Vault | Mode::Mirror | Mode::Copy => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Reader | Mode::Glance => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    open_with(path, key, mode, flags)
}

/// Opens a database that does not exist yet; [`Mode::Vault`], [`Mode::Mirror`] or [`Mode::Copy`].
///
/// # Errors
/// [`CacheError::AlreadySetUp`] when the file is there.
pub fn create(path: &Path, key: &Key, mode: Mode) -> Result<Connection, CacheError> {
    if path.exists() {
        return Err(CacheError::AlreadySetUp);
    }
    open_with(path, key, mode, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
}

/// Pages in a log that is worth bringing into its file: half of what makes a commit do it by itself.
const LONG_LOG: i64 = 500;

/// Brings the log of a writing connection into its file, if it is long, as far as readers let it.
pub(crate) fn shorten_log(connection: &Connection) -> Result<(), CacheError> {
    let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
    let (pages, done) = connection.query_row("PRAGMA main.wal_checkpoint(NOOP)", [], counts)?;
    if pages - done >= LONG_LOG {
        connection.query_row("PRAGMA main.wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    }
    Ok(())
}

/// Copies a database as it is now into a new file under another key, and flushes it. Whoever writes to the source
/// meanwhile goes on; the copy is one snapshot.
///
/// # Errors
/// [`CacheError::AlreadySetUp`] when the target is there.
pub fn copy(from: &Connection, to: &Path, key: &Key) -> Result<(), CacheError> {
    let mut target = create(to, key, Mode::Copy)?;
    let step = Backup::new(from, &mut target)?.step(-1)?;
    if step != StepResult::Done {
        return Err(CacheError::Cipher { detail: format!("copying a database ended as {step:?}") });
    }
    target.close().map_err(|(_, error)| error)?;
    File::open(to).and_then(|it| it.sync_all()).map_err(CacheError::io("flushing a copy of a database"))
}

fn open_with(path: &Path, key: &Key, mode: Mode, flags: OpenFlags) -> Result<Connection, CacheError> {
    assert_sqlite()?;
    start_library();
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    apply_key(&connection, key)?;
    assert_cipher(&connection)?;
    configure(&connection, mode)?;
    Ok(connection)
}

fn assert_sqlite() -> Result<(), CacheError> {
    if rusqlite::version_number() < 3_051_003 {
        return Err(CacheError::Cipher { detail: format!("SQLite {} is too old", rusqlite::version()) });
    }
    Ok(())
}

/// Once a process, before any thread opens a file: SQLite calls itself ready before the cipher has started, so a
/// thread that opened its first file in that moment would find no cipher. A failure shows at the opening that follows.
fn start_library() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| drop(Connection::open_in_memory()));
}

fn apply_key(connection: &Connection, key: &Key) -> Result<(), CacheError> {
    // The cipher's own log prints page errors to standard error unless it is silenced first.
    let mut statement = Zeroizing::new(String::with_capacity(160));
    statement
        .push_str("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = OFF; PRAGMA key = \"");
    statement.push_str(&key.literal());
    statement.push_str("\";");
    connection.execute_batch(&statement)?;
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    Ok(())
}

/// Without the cipher the same statements would write a plaintext file and report nothing.
fn assert_cipher(connection: &Connection) -> Result<(), CacheError> {
    use rusqlite::OptionalExtension;
    let version: Option<String> =
        connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    if version.is_none_or(|it| it.is_empty()) {
        return Err(CacheError::Cipher { detail: "SQLCipher is not linked in".to_owned() });
    }
    let status: Option<String> =
        connection.query_row("PRAGMA cipher_status", [], |row| row.get(0)).optional()?;
    if status.as_deref() != Some("1") {
        return Err(CacheError::Cipher { detail: "the cipher is not active".to_owned() });
    }
    Ok(())
}

fn configure(connection: &Connection, mode: Mode) -> Result<(), CacheError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    connection.execute_batch(match mode {
        Mode::Vault => {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON; PRAGMA cache_size = -4096;"
        }
        Mode::Mirror => {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = OFF; PRAGMA cache_size = -4096;"
        }
        Mode::Reader => "PRAGMA query_only = ON; PRAGMA cache_size = -65536;",
        Mode::Glance => "PRAGMA query_only = ON; PRAGMA cache_size = -4096;",
        Mode::Copy => "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;",
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pragma(connection: &Connection, name: &str) -> i64 {
        connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_vault_is_opened_as_the_design_says() {
        let folder = tempfile::tempdir().unwrap();
        let vault = create(&folder.path().join("v"), &Key::from_bytes([7; 32]), Mode::Vault).unwrap();
        let journal: String = vault.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        assert_eq!(journal, "wal");
        let names =
            ["synchronous", "secure_delete", "foreign_keys", "temp_store", "trusted_schema", "cache_size"];
        assert_eq!(names.map(|it| pragma(&vault, it)), [2, 1, 1, 2, 0, -4096]);
    }

    #[test]
    fn a_long_log_goes_into_the_file_and_a_short_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let vault = create(&folder.path().join("v"), &Key::from_bytes([7; 32]), Mode::Vault).unwrap();
        vault.execute_batch("CREATE TABLE t(x)").unwrap();
        let waiting_after = |pages: i64| -> i64 {
            vault.execute("INSERT INTO t VALUES (zeroblob(4000 * ?1))", [pages]).unwrap();
            shorten_log(&vault).unwrap();
            let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
            let (pages, done) = vault.query_row("PRAGMA wal_checkpoint(NOOP)", [], counts).unwrap();
            pages - done
        };
        assert!((100..LONG_LOG).contains(&waiting_after(100)));
        assert_eq!(waiting_after(LONG_LOG), 0);
    }

    #[test]
    fn another_key_and_a_missing_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        create(&path, &Key::from_bytes([1; 32]), Mode::Vault)
            .unwrap()
            .execute_batch("CREATE TABLE t(x)")
            .unwrap();
        let refused = open(&path, &Key::from_bytes([2; 32]), Mode::Vault).unwrap_err();
        assert_eq!(refused.code(), "damaged");
        assert!(open(&folder.path().join("none"), &Key::from_bytes([1; 32]), Mode::Vault).is_err());
        assert!(!folder.path().join("none").exists());
    }
}

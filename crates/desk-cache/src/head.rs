//! The head: how far the vault got, written outside of it.
//!
//! SQLCipher notices a changed page, but neither a write-ahead log that lost its tail nor an older copy of the whole
//! file. So after every commit the position of the audit chain is written here under a MAC, and compared at unlock: a
//! vault behind it has lost something, or is an older copy.
//!
//! Invariants: a position is written after its commit is durable, so it is never ahead of an honest vault; it is
//! overwritten in place, alternating two copies, so a torn write leaves the one before; it is not flushed on the way
//! of a booking (behind is normal) but soon after.

use crate::{
    bytes::{Put, Take},
    cipher::Key,
    error::{CacheError, Part},
    files,
    keys::slot::DeskName,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};
use zeroize::Zeroizing;

/// How far the vault got: entries in the audit chain, the last operation, and the chain's hash there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub entries: u64,
    pub seq: u64,
    pub hash: [u8; 32],
}

/// The file `head`, open for the session.
pub(crate) struct HeadFile {
    file: File,
    key: Key,
    desk: DeskName,
    next_copy: u64,
}

const MAGIC: &[u8; 8] = b"FDHEAD\0\x01";
const RECORD: usize = 8 + 16 + 8 + 8 + 32 + 32;
/// Two copies on two pages: one torn write cannot reach both.
const COPY_AT: u64 = 4096;

impl Position {
    /// The position under a MAC, as it stands in the file and in the keyring.
    pub(crate) fn seal(&self, key: &Key, desk: &DeskName) -> Vec<u8> {
        let put = Put::default().raw(MAGIC).raw(desk).u64(self.entries).u64(self.seq).raw(&self.hash);
        let body = put.done();
        let mac = mac(key, &body).finalize().into_bytes();
        Put::default().raw(&body).raw(&mac).done()
    }

    /// `None` when it was not written with this key for this desk, or was changed.
    pub(crate) fn open(record: &[u8], key: &Key, desk: &DeskName) -> Option<Position> {
        let (body, tag) = record.split_at_checked(RECORD - 32)?;
        mac(key, body).verify_slice(tag).ok()?;
        let mut take = Take(body);
        let known = take.array() == Some(*MAGIC) && take.array() == Some(*desk);
        let position = Position { entries: take.u64()?, seq: take.u64()?, hash: take.array()? };
        known.then_some(position)
    }
}

impl HeadFile {
    pub(crate) fn create(
        path: &Path,
        key: Key,
        desk: DeskName,
        at: &Position,
    ) -> Result<HeadFile, CacheError> {
        let record = at.seal(&key, &desk);
        let mut bytes = vec![0; 2 * COPY_AT as usize];
        bytes[..RECORD].copy_from_slice(&record);
        bytes[COPY_AT as usize..][..RECORD].copy_from_slice(&record);
        files::replace(path, &bytes)?;
        let file = open_file(path)?;
        Ok(HeadFile { file, key, desk, next_copy: 0 })
    }

    /// The later of the two copies.
    ///
    /// # Errors
    /// [`CacheError::Damaged`] when neither copy is good, [`CacheError::ForeignFile`] when both name another desk.
    pub(crate) fn open(path: &Path, key: Key, desk: DeskName) -> Result<(HeadFile, Position), CacheError> {
        let mut file = open_file(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(CacheError::io("reading the head"))?;
        let copy = |at: usize| bytes.get(at..at + RECORD).unwrap_or_default();
        let copies = [copy(0), copy(COPY_AT as usize)];
        let positions = copies.map(|it| Position::open(it, &key, &desk));
        let (newest, position) = match positions {
            [Some(a), Some(b)] if b.entries > a.entries => (1, b),
            [Some(a), _] => (0, a),
            [None, Some(b)] => (1, b),
            [None, None] => {
                let foreign = copies.iter().all(|it| it.get(8..24).is_some_and(|name| differs(name, &desk)));
                let part = Part::Head;
                return Err(match foreign {
                    true => CacheError::ForeignFile { part },
                    false => CacheError::damaged(part, "neither copy of the head is authentic"),
                });
            }
        };
        if positions.contains(&None) {
            tracing::warn!("one copy of the head is not readable; it is written again with the next change");
        }
        Ok((HeadFile { file, key, desk, next_copy: 1 - newest }, position))
    }

    /// Over the older copy, unflushed.
    pub(crate) fn write(&mut self, position: &Position) -> Result<(), CacheError> {
        let record = position.seal(&self.key, &self.desk);
        self.file
            .seek(SeekFrom::Start(self.next_copy * COPY_AT))
            .and_then(|_| self.file.write_all(&record))
            .map_err(CacheError::io("writing the head"))?;
        self.next_copy = 1 - self.next_copy;
        Ok(())
    }

    pub(crate) fn flush(&self) -> Result<(), CacheError> {
        self.file.sync_data().map_err(CacheError::io("flushing the head"))
    }

    /// The copy for the keyring.
    pub(crate) fn seal(&self, position: &Position) -> Vec<u8> {
        position.seal(&self.key, &self.desk)
    }

    pub(crate) fn unseal(&self, record: &[u8]) -> Option<Position> {
        Position::open(record, &self.key, &self.desk)
    }
}

/// More than a few flipped bits: a name of its own, not a damaged one.
pub(crate) fn differs(found: &[u8], expected: &[u8; 16]) -> bool {
    let bits: u32 = found.iter().zip(expected).map(|(a, b)| (a ^ b).count_ones()).sum();
    bits > 16 && found.iter().any(|it| *it != 0)
}

fn open_file(path: &Path) -> Result<File, CacheError> {
    File::options().read(true).write(true).open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => CacheError::missing(Part::Head, path.to_owned()),
        _ => CacheError::io("opening the head")(error),
    })
}

/// HMAC-SHA256 over what lies outside of the databases.
pub(crate) fn mac(key: &Key, body: &[u8]) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros; doing it here leaves no length that could be wrong.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.expose());
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::from_bytes([byte; 32])
    }

    fn at(entries: u64) -> Position {
        Position { entries, seq: entries * 2, hash: [entries as u8; 32] }
    }

    fn written() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        let mut head = HeadFile::create(&path, key(1), [5; 16], &at(1)).unwrap();
        for entries in [2, 4, 6] {
            head.write(&at(entries)).unwrap();
        }
        head.flush().unwrap();
        (folder, path)
    }

    #[test]
    fn the_last_position_is_read_and_a_torn_one_leaves_the_one_before() {
        let (_folder, path) = written();
        assert_eq!(HeadFile::open(&path, key(1), [5; 16]).unwrap().1, at(6));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[RECORD - 1] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let (mut head, position) = HeadFile::open(&path, key(1), [5; 16]).unwrap();
        assert_eq!(position, at(4));
        head.write(&at(7)).unwrap();
        assert_eq!(HeadFile::open(&path, key(1), [5; 16]).unwrap().1, at(7));
    }

    #[test]
    fn damage_and_the_head_of_another_desk_are_told_apart() {
        let (_folder, path) = written();
        let code = |key, desk| HeadFile::open(&path, key, desk).map(|_| ()).unwrap_err().code();
        assert_eq!(code(key(2), [5; 16]), "damaged");
        assert_eq!(code(key(2), [250; 16]), "foreign_file");
        std::fs::write(&path, b"").unwrap();
        assert_eq!(code(key(1), [5; 16]), "damaged");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(code(key(1), [5; 16]), "damaged");
    }
}

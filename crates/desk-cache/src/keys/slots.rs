//! The files `slots.a` and `slots.b`: all key slots of a data folder, twice, each under a plain check sum.
//!
//! Invariants: a copy is replaced as a whole (new file, flush, rename) and never while the other one is older than
//! both the old and the new state; a good check sum with a tag that does not fit means a wrong password, a bad check
//! sum means damage. The files name no person.

use super::{
    keyring::KeyStore,
    slot::{DeskName, Slot, SlotId, SlotKind, slot_id},
    tries::Tries,
};
use crate::{
    bytes::{Put, Take},
    error::{CacheError, Part},
    files,
};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// The slots as they stand in both files.
#[derive(Clone)]
pub(crate) struct SlotBook {
    pub(crate) generation: u64,
    pub(crate) desk: DeskName,
    pub(crate) key_store: KeyStore,
    pub(crate) login_salt: [u8; 16],
    /// Which databases these slots belong to; two pairs while the desk key is being changed.
    pub(crate) files: Vec<FileSalts>,
    /// Wrong passwords, where there is no keyring to count them in.
    pub(crate) tries: Tries,
    pub(crate) slots: Vec<Slot>,
}

/// The first 16 bytes of the databases, in clear by SQLCipher's format and random for each file. They tell a
/// damaged file from one of another desk: with the wrong key both only fail to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileSalts {
    pub(crate) vault: [u8; 16],
    pub(crate) mirror: [u8; 16],
}

pub(crate) struct SlotFiles {
    pub(crate) a: PathBuf,
    pub(crate) b: PathBuf,
}

const MAGIC: &[u8; 7] = b"FDSLOTS";
const FORMAT: u8 = 1;
const CHECK_SUM: usize = 32;

impl SlotFiles {
    pub(crate) fn exist(&self) -> bool {
        self.a.exists() || self.b.exists()
    }

    /// The newest good copy; the other one is repaired from it.
    pub(crate) fn load(&self) -> Result<SlotBook, CacheError> {
        let (a, b) = (read(&self.a), read(&self.b));
        let book = match (a, b) {
            (Ok(a), Ok(b)) if a.generation == b.generation => return Ok(a),
            (Ok(a), Ok(b)) => {
                if a.generation > b.generation {
                    a
                } else {
                    b
                }
            }
            (Ok(good), Err(problem)) | (Err(problem), Ok(good)) => {
                tracing::warn!(%problem, "one copy of the key slots is not readable; it is written again");
                good
            }
            (Err(newer @ CacheError::NewerSchema { .. }), Err(_))
            | (Err(_), Err(newer @ CacheError::NewerSchema { .. })) => {
                return Err(newer);
            }
            (Err(problem), Err(_)) => return Err(problem),
        };
        let bytes = book.encode();
        files::replace(&self.a, &bytes)?;
        files::replace(&self.b, &bytes)?;
        Ok(book)
    }

    /// Both copies, one after the other: at any moment one of them is whole.
    pub(crate) fn save(&self, book: &mut SlotBook) -> Result<(), CacheError> {
        book.generation += 1;
        let bytes = book.encode();
        files::replace(&self.a, &bytes)?;
        files::replace(&self.b, &bytes)
    }

    pub(crate) fn remove(&self) -> Result<(), CacheError> {
        files::remove_if_there(&self.a)?;
        files::remove_if_there(&self.b)?;
        files::sync_folder_of(&self.a)
    }
}

fn read(path: &std::path::Path) -> Result<SlotBook, CacheError> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => CacheError::missing(Part::Slots, path.to_owned()),
        _ => CacheError::io("reading the key slots")(error),
    })?;
    SlotBook::decode(&bytes)
}

impl SlotBook {
    pub(crate) fn person(&self, id: &SlotId) -> Option<&Slot> {
        self.slots.iter().find(|it| it.kind == SlotKind::Person && it.id == *id)
    }

    /// Whose slot is meant by what was typed; nothing means the only person.
    pub(crate) fn id_of(&self, login: &str) -> SlotId {
        match (login, self.only_person()) {
            // Nobody else it could be.
            ("", Some(slot)) => slot.id,
            _ => slot_id(&self.login_salt, login),
        }
    }

    /// The person of a desk that only one person can unlock.
    fn only_person(&self) -> Option<&Slot> {
        let mut people = self.slots.iter().filter(|it| it.kind == SlotKind::Person);
        people.next().filter(|_| people.next().is_none())
    }

    pub(crate) fn recovery(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|it| it.kind == SlotKind::Recovery)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let store = match self.key_store {
            KeyStore::Os => 1,
            KeyStore::PassphraseOnly => 2,
        };
        let put = Put::default().raw(MAGIC).u8(FORMAT).u64(self.generation).raw(&self.desk).u8(store);
        let put = put.raw(&self.login_salt).u32(self.files.len() as u32);
        let put = self.files.iter().fold(put, |put, it| put.raw(&it.vault).raw(&it.mirror));
        let put = put.raw(&self.tries.encode()).u32(self.slots.len() as u32);
        let body = self.slots.iter().fold(put, |put, it| it.encode(put)).done();
        let sum = Sha256::digest(&body);
        Put::default().raw(&body).raw(&sum).done()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<SlotBook, CacheError> {
        let damaged = || CacheError::damaged(Part::Slots, "the check sum of the key slots is wrong");
        let body = bytes.len().checked_sub(CHECK_SUM).map(|at| bytes.split_at(at)).ok_or_else(damaged)?;
        let (body, sum) = body;
        if Sha256::digest(body).as_slice() != sum {
            return Err(damaged());
        }
        let mut take = Take(body);
        if take.array() != Some(*MAGIC) {
            return Err(damaged());
        }
        match take.u8() {
            Some(FORMAT) => {}
            Some(found) => {
                let (found, known) = (u32::from(found), u32::from(FORMAT));
                return Err(CacheError::NewerSchema { part: Part::Slots, found, known });
            }
            None => return Err(damaged()),
        }
        SlotBook::decode_body(&mut take).filter(|_| take.is_empty()).ok_or_else(damaged)
    }

    fn decode_body(take: &mut Take<'_>) -> Option<SlotBook> {
        let (generation, desk) = (take.u64()?, take.array()?);
        let key_store = match take.u8()? {
            1 => KeyStore::Os,
            2 => KeyStore::PassphraseOnly,
            _ => return None,
        };
        let login_salt = take.array()?;
        let salts = |take: &mut Take<'_>| Some(FileSalts { vault: take.array()?, mirror: take.array()? });
        let files = (0..take.u32()?).map(|_| salts(take)).collect::<Option<Vec<_>>>()?;
        let tries = Tries::decode(take)?;
        let slots = (0..take.u32()?).map(|_| Slot::decode(take)).collect::<Option<Vec<_>>>()?;
        Some(SlotBook { generation, desk, key_store, login_salt, files, tries, slots })
    }
}

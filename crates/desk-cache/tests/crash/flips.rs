//! Single flipped bits in the files of a desk that was killed, its logs included. Each is harmless (everything is
//! there) or detected and said (the desk refuses with a code that means damage or loss).

use crate::{
    Random,
    child::missing,
    kills::{killed, set_up},
    support::*,
};
use desk_cache::{CacheError, Home, Store};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const FILES: [&str; 9] = [
    "vault.db",
    "vault.db-wal",
    "vault.db-shm",
    "mirror.db",
    "mirror.db-wal",
    "mirror.db-shm",
    "slots.a",
    "slots.b",
    "head",
];
/// After so many flips another killed desk is taken.
const FLIPS_PER_DESK: u64 = 250;

/// A desk as the kill left it.
struct Image {
    files: Vec<(PathBuf, Vec<u8>)>,
    acknowledged: Vec<u128>,
}

pub fn ring(flips: u64, random: &mut Random) -> Vec<String> {
    let mut lost = Vec::new();
    let mut outcomes = BTreeMap::new();
    let folder = folder();
    let mut image = None;
    for flip in 0..flips {
        if flip % FLIPS_PER_DESK == 0 {
            image = None;
        }
        let image = image.get_or_insert_with(|| take_image(folder.path(), random));
        let (file, outcome) = one(folder.path(), image, random);
        match outcome {
            Ok(what) => *outcomes.entry((file, what)).or_insert(0u32) += 1,
            Err(what) => lost.push(format!("flip {flip} in {file}: {what}")),
        }
    }
    for ((file, what), count) in outcomes {
        println!("{file:>14} {what:<14} {count}");
    }
    lost
}

/// In memory where the system has such a folder: what a flipped bit does is not up to the disk, and flushing a few
/// thousand desks to one takes minutes.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

fn take_image(home: &Path, random: &mut Random) -> Image {
    for entry in fs::read_dir(home).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    set_up(home);
    let mut acknowledged = Vec::new();
    for life in 0.. {
        acknowledged.extend(killed(home, life, "book", random));
        if acknowledged.len() >= 10 {
            break;
        }
    }
    let files = FILES.map(|it| (home.join(it), fs::read(home.join(it)).unwrap_or_default()));
    Image { files: files.into_iter().filter(|it| !it.1.is_empty()).collect(), acknowledged }
}

/// Flips a bit of one file, each file as likely as any other, and opens the desk.
fn one(home: &Path, image: &Image, random: &mut Random) -> (&'static str, Result<&'static str, String>) {
    for (path, bytes) in &image.files {
        fs::write(path, bytes).unwrap();
    }
    let (path, bytes) = &image.files[random.below(image.files.len())];
    let (byte, bit) = (random.below(bytes.len()), random.below(8));
    flip(path, byte, bit as u8);
    let name = FILES.into_iter().find(|it| path.ends_with(it)).unwrap_or("?");
    let outcome = match opened(home, &image.acknowledged) {
        Ok(missing) if missing.is_empty() => Ok("harmless"),
        Ok(missing) => Err(format!("byte {byte} bit {bit}: silently lost {missing:?}")),
        Err(problem) => match problem {
            CacheError::Damaged { .. } => Ok("damaged"),
            CacheError::ForeignFile { .. } => Ok("foreign_file"),
            CacheError::BehindHead { .. } => Ok("behind_head"),
            CacheError::NewerSchema { .. } => Ok("newer_schema"),
            other => Err(format!("byte {byte} bit {bit}: not said as damage: {other:?}")),
        },
    };
    (name, outcome)
}

fn opened(home: &Path, acknowledged: &[u128]) -> Result<Vec<u128>, CacheError> {
    let home = Home::claim(home)?;
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW)?.store;
    store.verify()?;
    missing(&store, acknowledged)
}

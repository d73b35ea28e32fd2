//! Kill -9 at random points: while the desk opens, while it books, while it imports, while it changes its key.

use crate::{
    Random,
    child::{self, missing},
    support::*,
};
use desk_cache::{CacheError, Home, KeyStore, Store};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// After so many kills another desk is taken, so that files stay small.
const KILLS_PER_DESK: u64 = 50;

/// What was lost; nothing, if all is well.
pub fn ring(kills: u64, random: &mut Random) -> Vec<String> {
    let mut lost = Vec::new();
    let mut done = 0;
    while done < kills {
        let here = KILLS_PER_DESK.min(kills - done);
        lost.extend(one_desk(done, here, random));
        done += here;
    }
    lost
}

fn one_desk(first: u64, kills: u64, random: &mut Random) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let mut acknowledged = Vec::new();
    let mut lost = Vec::new();
    for kill in first..first + kills {
        let manner = if kill % 4 == 3 { "rekey" } else { "book" };
        acknowledged.extend(killed(folder.path(), kill - first, manner, random));
        match survivors(folder.path(), &acknowledged) {
            Ok(missing) if missing.is_empty() => {}
            Ok(missing) => {
                lost.push(format!("kill {kill} ({manner}): {missing:?} of {}", acknowledged.len()))
            }
            Err(problem) => lost.push(format!("kill {kill} ({manner}): the desk does not open: {problem}")),
        }
    }
    lost
}

pub fn set_up(home: &Path) {
    let home = Home::claim(home).unwrap();
    create(&home, &new_desk(KeyStore::PassphraseOnly)).unwrap().store.lock().unwrap();
}

/// Starts a desk for the `life`th time, lets it work for a random while, kills it; returns what it had acknowledged.
pub fn killed(home: &Path, life: u64, manner: &str, random: &mut Random) -> Vec<u128> {
    let mut child = spawn(home, life, manner);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    // One in eight dies before or while it opens its files.
    let patience = if random.below(8) == 0 { 0 } else { 1 + random.below(30) };
    for line in lines.by_ref().take(patience) {
        acknowledged.push(line.unwrap().parse().unwrap());
    }
    assert_eq!(acknowledged.len(), patience, "the desk ended by itself");
    // Somewhere within what it does next.
    (0..random.below(300_000)).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged.extend(lines.map(|it| it.unwrap().parse::<u128>().unwrap()));
    acknowledged
}

fn spawn(home: &Path, life: u64, manner: &str) -> Child {
    let this: PathBuf = std::env::current_exe().unwrap();
    Command::new(this)
        .env(child::HOME, home)
        .env(child::FROM, (u128::from(life) * child::NUMBERS_OF_A_LIFE).to_string())
        .env(child::MANNER, manner)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn survivors(home: &Path, acknowledged: &[u128]) -> Result<Vec<u128>, CacheError> {
    let home = Home::claim(home)?;
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW)?.store;
    store.verify()?;
    missing(&store, acknowledged)
}

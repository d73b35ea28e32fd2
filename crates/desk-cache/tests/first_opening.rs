//! The library of the cipher is made ready once a process, by whoever opens a database first; whoever comes a moment
//! later has to wait for it. Only a process that has opened nothing yet can show that, so each round is one of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use desk_cache::cipher::{Key, Mode, create};
use std::{env, process::Command, sync::Barrier, thread};

const ROUND: &str = "AGENTCARE_FIRST_OPENING_ROUND";
const ROUNDS: usize = 20;
const THREADS: u8 = 8;

#[test]
fn many_threads_may_open_the_first_database_at_once() {
    if env::var_os(ROUND).is_some() {
        return open_at_once();
    }
    for round in 0..ROUNDS {
        let child = Command::new(env::current_exe().unwrap()).env(ROUND, "1").output().unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success(), "round {round}: {said}");
    }
}

fn open_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let start = Barrier::new(THREADS.into());
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (start, path) = (&start, folder.path().join(number.to_string()));
            scope.spawn(move || {
                start.wait();
                create(&path, &Key::from_bytes([number; 32]), Mode::Vault).unwrap();
            });
        }
    });
}

//! The crash ring: a desk is killed in the middle of its work, and single bits of its files are flipped. Every
//! booking that was acknowledged is there afterwards, or its loss is detected and said. Nothing in between.
//!
//! `KILLS`, `FLIPS` and `SEED` choose how much of it; the last line says what came out. Everything random comes from
//! the seed but the moment at which the operating system lets a kill happen.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test with its own runner speaks on the console"
)]

#[path = "crash/child.rs"]
mod child;
#[path = "crash/flips.rs"]
mod flips;
#[path = "crash/kills.rs"]
mod kills;
#[path = "store/support.rs"]
#[allow(dead_code, reason = "shared with the store's tests")]
mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(home) = std::env::var_os(child::HOME) {
        child::work(home.as_ref());
    }
    if !is_wanted() {
        return ExitCode::SUCCESS;
    }
    let (kills, flips, seed) = (number("KILLS", 200), number("FLIPS", 2000), number("SEED", 1));
    let mut random = Random(seed.max(1));
    let mut lost = kills::ring(kills, &mut random);
    lost.extend(flips::ring(flips, &mut random));
    for one in &lost {
        eprintln!("lost (SEED={seed}): {one}");
    }
    println!("crash: kills={kills} flips={flips} lost={}", lost.len());
    if lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Like any test: `--list` lists, and a filter that names something else passes it over.
fn is_wanted() -> bool {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--list") {
        println!("crash: test");
        return false;
    }
    let mut filters = arguments.iter().filter(|it| !it.starts_with('-')).peekable();
    filters.peek().is_none() || filters.any(|it| "crash".contains(it.as_str()))
}

/// From the environment; empty counts as absent.
fn number(name: &str, default: u64) -> u64 {
    match std::env::var(name).as_deref() {
        Err(_) | Ok("") => default,
        Ok(given) => given.parse().unwrap_or_else(|_| panic!("{name} is not a number")),
    }
}

/// xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let word = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d);
        (word % end.max(1) as u64) as usize
    }
}

//! Desks, their centre and the network between them in one process: a seed says what people do and what goes wrong, and the
//! laws of syncing hold at every moment.
//!
//! What is tried is the real code: the lanes of `desk-sync`, the arbiter, the bytes of the protocol. Files and PostgreSQL
//! alone are replaced by memory (`desk.rs`, `centre.rs`), each checked against the real one. There is no thread, no clock and
//! no chance but the seed's: it gives the same run every time. While a call is on its way the world goes on.
//!
//! [`planted::Planted`] has the bugs that show that the laws would see one.

#![allow(clippy::missing_errors_doc, reason = "nothing outside the tests stands on it")]

mod centre;
pub mod clinic;
mod counter;
pub mod desk;
pub mod dice;
mod ending;
pub mod files;
mod lanes;
mod laws;
mod network;
pub mod people;
pub mod planted;
pub mod rows;
mod tenant;
mod to_come;
mod trace;
mod troubles;
mod world;

use desk_sync::KINDS;
use planted::Planted;
use world::World;

pub use laws::{Broken, Counts};

/// What became of a run.
#[derive(Debug)]
pub struct Ran {
    pub seed: u64,
    /// Equal for two runs in which the same happened.
    pub hash: u64,
    /// Things that happened, calls and commits included.
    pub steps: u64,
    pub counts: Counts,
    pub broken: Option<Broken>,
}

/// So many steps of one seed, and then until everybody agrees.
#[must_use]
pub fn run(seed: u64, steps: u32, planted: Option<Planted>) -> Ran {
    let world = World::new(seed, planted, false);
    world.run(steps);
    world.ran()
}

/// The last lines of what happens with a seed.
#[must_use]
pub fn trace(seed: u64, steps: u32, planted: Option<Planted>, lines: usize) -> String {
    let world = World::new(seed, planted, true);
    world.run(steps);
    world.last_lines(lines)
}

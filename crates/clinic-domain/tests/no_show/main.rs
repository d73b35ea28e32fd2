//! The chance that a visit is missed, in worlds whose chances are known, and by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod judging;
mod knowing;
mod learning;
mod overbooking;
mod reminding;
mod world;

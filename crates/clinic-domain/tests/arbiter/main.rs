//! The arbiter by its laws: what an operation is based on, what is never taken from it, and how operations see each other.
//! That every kind comes to the desk's own bytes is shown where a desk is (`desk-app`, `replay`).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod adopt;
#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod laws;
#[allow(dead_code, reason = "every suite uses a part of it")]
mod ledger;
mod together;
mod world;

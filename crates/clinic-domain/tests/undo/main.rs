//! Undo by its laws: it gives back what stood, it keeps both in the history, and it never evicts anybody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "shared with the laws of the availability engine")]
#[path = "../availability/clinic.rs"]
mod clinic;
mod laws;
mod world;

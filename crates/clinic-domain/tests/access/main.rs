//! Minimum necessary, cell by cell: the table as it was agreed, read by an evaluator that shares nothing with the engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod cuts;
mod table;

//! The encrypted store of a desk: files, keys, tables, audit chain. The only SQL on the desk.
//!
//! [`cipher::open`] is the one way to a database connection; everything else stands on it. The **vault** holds
//! what only this PC has and decides what is true; the **mirror** holds the rows that screens read.

pub mod cipher;
pub mod error;
pub mod migrate;
pub mod mirror;

pub use error::{CacheError, Part};

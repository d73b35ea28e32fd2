//! The encrypted store of a desk: files, keys, tables, audit chain. The only SQL on the desk.
//!
//! [`cipher::open`] is the one way to a database connection; everything else stands on it. The **vault** holds
//! what only this PC has and decides what is true; the **mirror** holds the rows that screens read.

pub mod backup;
mod bytes;
pub mod cipher;
pub mod error;
mod files;
mod head;
pub mod home;
pub mod keys;
pub mod migrate;
pub mod mirror;
pub mod store;
mod vault;

pub use error::{CacheError, Part, Witness};
pub use head::Position;
pub use home::{Home, HomeStatus};
pub use keys::{kdf::KdfCost, keyring::KeyStore, recovery::RecoveryCode};
pub use store::Store;
pub use vault::audit::{AuditEntry, AuditPage, AuditRow};
pub use vault::{effort::BookingEffort, language_model::LanguageModel, preferences::Preference};

//! PostgreSQL: the only SQL of the centre.
//!
//! Invariants: nothing of an organization is read or written but inside a [`Tenant`], whose first statement says whose it
//! is; what a caller gives travels as values, statements are constants; PostgreSQL's own texts do not leave this crate.
//!
//! Start reading at [`Store`], then [`Tenant`].

pub mod access;
mod audit;
mod audit_file;
pub mod chain;
mod choices;
mod circuit;
mod client;
mod columns;
mod compaction;
mod conflicts;
mod deferred;
mod devices;
mod error;
mod events;
mod feed;
mod figures;
mod glass;
mod heads;
mod inquiry;
mod lending;
mod link;
mod lint;
mod looks;
mod messages;
mod migrate;
mod operations;
mod patients;
mod prune;
mod read;
mod records;
mod salvage;
mod sealed;
mod security;
mod setup;
mod store;
mod tenant;
mod trail;
mod visits;
mod wants;
mod write;

pub use audit::AuditEntry;
pub use audit_file::{AuditFile, Line};
pub use choices::Chosen;
pub use circuit::{Circuit, LeftAlone, Pass, Patience, Sign};
pub use compaction::{Ages, Goes, Mark};
pub use conflicts::Conflicts;
pub use deferred::Deferred;
pub use devices::{Desk, Greeting, LanAddress, Neighbour};
pub use error::{StoreError, StoreResult, refused_by_wall};
pub use events::{DeadLetter, Delivery, DueDelivery, Event, Happened};
pub use feed::{Changed, Kind};
pub use figures::{Backlog, PlatformFigures};
pub use glass::{BrokenGlass, Review};
pub use heads::Reached;
pub use inquiry::{Inquiry, Span, Told};
pub use lint::{Finding, lint};
pub use messages::{Answer, Message, Outbox, Settled};
pub use migrate::migrate;
pub use operations::{Counter, Known, Recorded};
pub use patients::NamedPatient;
pub use prune::{LEAST_MONTHS, prune};
pub use records::{EncryptedRecord, RecordLine, WrappedKey};
pub use salvage::{Salvaged, SalvagedLine};
pub use sealed::SealedAt;
pub use security::{Alarm, Look, SecurityEvent};
pub use setup::Configuration;
pub use store::{PoolState, Store};
pub use tenant::{Answers, Batch, Tenant};
pub use trail::{Head, Named, StoredCheckpoint, Trailed};
pub use visits::{ByStatus, DayCount, Visits};
pub use wants::Asked;
pub use write::Writing;

/// What is asked all day, by name: a test holds that each has an index to go by.
#[must_use]
pub fn hot_queries() -> Vec<(&'static str, &'static str)> {
    [patients::HOT, visits::HOT, wants::HOT, conflicts::HOT].concat()
}

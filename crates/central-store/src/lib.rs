//! PostgreSQL: the only SQL of the centre.
//!
//! Invariants: nothing of an organization is read or written but inside a [`Tenant`], whose first statement says whose it
//! is; what a caller gives travels as values, statements are constants; PostgreSQL's own texts do not leave this crate.
//!
//! Start reading at [`Store`], then [`Tenant`].

mod audit;
mod columns;
mod error;
mod events;
mod figures;
mod messages;
mod migrate;
mod operations;
mod read;
mod setup;
mod store;
mod tenant;
mod wants;
mod write;

pub use audit::AuditEntry;
pub use error::{StoreError, StoreResult, refused_by_wall};
pub use events::{DeadLetter, Delivery, DueDelivery, Event, Happened};
pub use figures::{Backlog, PlatformFigures};
pub use messages::{Answer, Message, Outbox, Settled};
pub use migrate::migrate;
pub use operations::{Counter, Known, Recorded};
pub use setup::Configuration;
pub use store::{PoolState, Store};
pub use tenant::{Answers, Batch, Tenant};
pub use wants::Asked;
pub use write::Writing;

//! What happened, published with the change itself and dealt with afterwards by the handlers.
//!
//! Invariants: an event is written in the transaction of the change, so there is none without the other; each handler deals
//! with it once, and what it writes is in one transaction with the row that says so; a handler that fails keeps neither the
//! others nor other events waiting; one that fails too often leaves a dead letter that people see.
//!
//! Handlers read rows as they stand when they deal with an event: several events of one row may come in any order.

mod handlers;
mod kind;
mod worker;

pub use handlers::Handler;
pub use kind::{EventType, Occurrence, events_of};
pub use worker::{MOST_ATTEMPTS, Stepped, step};

use central_store::{Event, Happened};
use clinic_domain::id::{OpId, PersonId};
use clinic_env::Ids;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What came of an operation.
pub struct Written {
    pub op: OpId,
    pub events: Vec<Occurrence>,
    pub user: Option<PersonId>,
    /// The entry of the trail that the same transaction writes.
    pub audit: Uuid,
}

/// What handlers look the rest up with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    pub op: OpId,
    pub audit: Uuid,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<u64>,
}

impl Data {
    /// Absent for what was not written by [`publish`].
    #[must_use]
    pub fn of(event: &Happened) -> Option<Data> {
        serde_json::from_str(&event.data).ok()
    }
}

/// The operation's events, for the transaction that writes it.
pub fn published(ids: &Ids, it: Written) -> Vec<Event> {
    let event = |of: Occurrence| {
        let data = Data { op: it.op, audit: it.audit, version: of.version };
        // Ids and numbers alone: writing them as JSON cannot fail.
        let data = serde_json::to_string(&data).unwrap_or_default();
        Event { id: ids.next(), kind: of.event.as_str(), user: it.user, entity: of.entity, data }
    };
    it.events.into_iter().map(event).collect()
}

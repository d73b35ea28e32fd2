//! The messages between desk and centre, and the form in which stores keep a record: bytes to domain and back.
//!
//! Every message is `<schema number><compact JSON>`, for example `1{"id":…}`. Invariants: what schema 1 ever
//! wrote decodes for ever (fixtures hold it); a field that this version does not know is passed over; an operation
//! or change of an unknown kind is [`DecodeError::UnknownKind`], so that the caller can put it aside; no error
//! carries any content of the message.
//!
//! Adding an optional field needs no new schema: give it a default. Anything else is `v2` beside [`v1`].

pub mod calls;
mod error;
pub mod hex;
pub mod hub;
pub mod lan;
pub mod pushed;
pub mod sync;
pub mod v1;
mod wire;

use clinic_domain::operation::{Change, Operation};

pub use error::DecodeError;
pub use v1::{AppointmentDetail, Entity};

/// The schema that this version writes.
pub const SCHEMA: u16 = 1;

#[must_use]
pub fn encode_operation(operation: &Operation) -> Vec<u8> {
    v1::operation::write(operation)
}

/// # Errors
/// See [`DecodeError`]: an operation of an unknown kind or schema is to be kept as it is, never dropped.
pub fn decode_operation(bytes: &[u8]) -> Result<Operation, DecodeError> {
    v1::operation::read(wire::unframe(bytes)?)
}

#[must_use]
pub fn encode_changes(changes: &[Change]) -> Vec<u8> {
    wire::frame(&v1::change::form(changes))
}

/// # Errors
/// See [`DecodeError`]. All changes or none: a page with one unknown change is not applied in part.
pub fn decode_changes(bytes: &[u8]) -> Result<Vec<Change>, DecodeError> {
    v1::change::read(wire::unframe(bytes)?)
}

/// A row as pages and chunks of [`sync`] carry it, with its kind beside.
///
/// # Errors
/// See [`DecodeError`].
pub fn change_of(schema: u16, kind: &str, row: &str) -> Result<Change, DecodeError> {
    match schema {
        1 => v1::change::read_row(kind, row),
        _ => Err(DecodeError::UnknownSchema { schema: schema.into() }),
    }
}

/// What [`change_of`] reads, in the schema that this version writes.
#[must_use]
pub fn row_of(change: &Change) -> Box<serde_json::value::RawValue> {
    v1::change::row(change)
}

/// One record as a store keeps it. Its kind is not in the bytes: the table says it.
#[must_use]
pub fn encode_entity<E: Entity>(entity: &E) -> Vec<u8> {
    wire::frame(&entity.form())
}

/// # Errors
/// See [`DecodeError`].
pub fn decode_entity<E: Entity>(bytes: &[u8]) -> Result<E, DecodeError> {
    entity_from_json(wire::unframe(bytes)?)
}

/// One record as JSON alone, for a store whose columns can look into it; the schema number is the store's to keep.
#[must_use]
pub fn entity_json<E: Entity>(entity: &E) -> String {
    wire::json(&entity.form())
}

/// # Errors
/// See [`DecodeError`].
pub fn entity_from_json<E: Entity>(json: &str) -> Result<E, DecodeError> {
    E::read(wire::parse(json, E::KIND)?)
}

//! The audit trail beyond its writing: checkpoints that others keep, the check of a whole chain.

pub mod checkpoint;
pub mod fhir;
pub mod verify;

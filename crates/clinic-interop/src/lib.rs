//! Other systems' files: bytes to import records, records to domain entities. No I/O.
//!
//! Two steps, both pure. [`Batch::read`] turns a file's bytes into [`record::Record`]s that still speak the
//! source's language: they point at each other by the source's own references. When all files of one import are
//! read, [`plan::plan`] resolves those references across files and against what the desk already has, and answers
//! domain entities with a [`report::Report`] that accounts for every resource of every file.
//!
//! Invariants: no input panics; a file is taken or refused as a whole by an [`ImportError`] with a code, a record
//! is taken or named in the report with a [`report::Reason`]; errors and reasons carry no text about a person.

mod batch;
mod error;
pub mod fhir;
mod format;
pub mod knowledge;
pub mod plan;
pub mod record;
pub mod report;
pub mod review;
mod synthea;
pub mod table;
mod unpack;
mod when;
mod words;

pub use batch::{Batch, Limits, Look, Progress, look};
pub use error::{ImportError, ImportErrorCode};
pub use format::Format;

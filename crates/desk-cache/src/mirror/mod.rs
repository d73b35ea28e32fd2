//! The mirror: the rows that screens read, their queries, the one code that applies changes, and bulk loading.
//!
//! [`Reader`] answers every question, [`apply`] and [`Bulk`] are the only writers, and both write a record through
//! the same functions of `write`. Invariants: a row never goes back to an earlier version; the cursor moves by one;
//! columns and search keys are made from the record and from nothing else; `allocation` holds the live
//! appointments' allocations and nothing else.

mod alias;
mod apply;
mod bulk;
mod checksum;
mod columns;
mod conflict;
mod day_close;
mod fact;
pub(crate) mod fetching;
mod pace;
mod packed;
mod provisional;
mod reader;
mod record;
mod search;
mod statement;
mod write;

pub use apply::{apply, begin_epoch, know_person};
pub use bulk::{Bulk, bulk_load};
pub use checksum::checksums;
pub use fact::{FactWeek, fill as fill_facts, pack as pack_facts};
pub use fetching::Fetching;
pub(crate) use pace::Pace;
pub use provisional::{begin_anew, receive};
pub use reader::{DayRow, FullRow, ImportBatch, PatientLine, Reader, Sourced};
pub use search::fold;
pub use write::setup::SetupRecord;

/// `migrations/cache/mirror/NNNN_*.sql` through `include_str!`, oldest first.
pub const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/cache/mirror/0001_mirror.sql"),
    include_str!("../../../../migrations/cache/mirror/0002_no_show.sql"),
    include_str!("../../../../migrations/cache/mirror/0003_patient_columns.sql"),
    include_str!("../../../../migrations/cache/mirror/0004_schedule.sql"),
    include_str!("../../../../migrations/cache/mirror/0005_allocation.sql"),
    include_str!("../../../../migrations/cache/mirror/0006_centre.sql"),
    include_str!("../../../../migrations/cache/mirror/0007_knowledge_text.sql"),
    include_str!("../../../../migrations/cache/mirror/0008_visit_fact.sql"),
    include_str!("../../../../migrations/cache/mirror/0009_fact_week.sql"),
    include_str!("../../../../migrations/cache/mirror/0010_held.sql"),
];

/// Every SQL statement of the mirror, by name, so that tests can prepare and explain them.
pub fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        alias::STATEMENTS,
        apply::STATEMENTS,
        bulk::STATEMENTS,
        checksum::STATEMENTS,
        conflict::STATEMENTS,
        day_close::STATEMENTS,
        fact::STATEMENTS,
        fact::own::STATEMENTS,
        fact::week::STATEMENTS,
        fetching::STATEMENTS,
        provisional::STATEMENTS,
        reader::book::STATEMENTS,
        reader::booked::STATEMENTS,
        reader::full::STATEMENTS,
        reader::patients::STATEMENTS,
        reader::setup::STATEMENTS,
        reader::to_come::STATEMENTS,
        reader::whole::STATEMENTS,
        search::STATEMENTS,
        write::appointment::STATEMENTS,
        write::patient::STATEMENTS,
        write::setup::STATEMENTS,
        write::to_come::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

//! The capacity twin: last year's requests, cancellations and no-shows, replayed against another schedule.
//!
//! [`Demand`] reads off the facts who asked when, for what, not before which day, and what became of it. A [`run`] draws
//! the year anew (its weeks from the weeks around them, how long each visit takes from others of its type, how punctual
//! patients are) and puts the same patients through the schedule as it was and the proposed one. The [`summary`] of many
//! runs says each measure with its spread, the difference between both with its own, what really happened beside it, and
//! what none of it can know ([`Limit`]).
//!
//! In a run:
//! - Whoever asks gets the first time of the wished provider that fits, not before the day that is wished for. Within 90
//!   days nothing: unmet.
//! - A visit that was called off gives its time back, as long before as it really did.
//! - Whoever did not come leaves the time empty.
//! - A provider sees one patient at a time, whoever is ready first: at the appointed time, or on arriving later. Nobody is
//!   seen before their time.

mod chance;
mod demand;
mod draw;
mod free_time;
mod limits;
mod past;
mod queue;
mod really;
mod report;
mod run;
mod tally;
mod timetable;

pub use demand::Demand;
pub use limits::Limit;
pub use past::Counted;
pub use report::{RUNS, Report, Row, Settings, Spread, simulate, summary};
pub use run::{Run, RunVisit, run, run_visits};
pub use tally::{Measure, Tally};
pub use timetable::{HORIZON_DAYS, Timetable, as_of};

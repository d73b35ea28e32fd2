//! A practice's capacity in figures: what of its time is used, how long patients wait for it, and what is lost.
//!
//! Everything here is computed from [`VisitFacts`], what is left of a visit when nobody's name is in it, and from
//! [`OpenDay`], the time that the schedule gives. Stores keep the facts, made by the one function that reads a visit's
//! history, so that a year of a large clinic is read in one sweep.

mod facts;
mod open_day;
pub mod twin;

pub use facts::{Attended, Called, Released, VisitFacts};
pub use open_day::{OpenDay, open_days};

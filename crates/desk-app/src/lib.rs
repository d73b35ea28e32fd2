//! The use cases of the front desk: read, authorize, decide, write, announce; one transaction each.
//!
//! Start at [`front_desk::FrontDesk`], then any use case: one file each, the function first.

pub mod acts;
pub mod appointment;
pub mod audit;
pub mod backup;
pub mod block_time;
pub mod book;
pub mod booked_ahead;
pub mod cancel;
pub mod check_in;
pub mod close_day;
pub mod day;
pub mod demo;
pub mod env;
pub mod error;
pub mod find_offers;
pub mod find_patients;
pub mod front_desk;
pub mod getting_ready;
pub mod import;
pub mod merge_patients;
pub mod missing_offers;
pub mod offer_at;
pub mod password;
pub mod patient_card;
pub mod patients;
pub mod people;
pub mod preferences;
pub mod propose;
pub mod propose_repair;
pub mod rebuild_mirror;
pub mod repair;
pub mod reschedule;
pub mod seal;
pub mod set_up;
pub mod setup;
pub mod sign_in;
pub mod status;
pub mod undo;
pub mod week;
pub mod worklist;

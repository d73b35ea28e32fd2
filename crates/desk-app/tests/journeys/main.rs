//! Journeys of a working day on a real encrypted store: what a person does, and what is there afterwards.

#![allow(clippy::unwrap_used, reason = "a journey that cannot go on has failed")]

mod agents_setup;
mod booking;
mod built_on;
mod calls;
mod capacity;
mod check_in;
mod check_out;
mod clinic;
mod close_day;
mod conflicts;
mod distance;
mod freed;
mod groups;
mod holds;
mod hours;
mod import;
mod lists;
mod merge;
mod missing;
mod nearness;
mod overbook;
mod paper;
mod people;
mod random_days;
mod rebook;
mod rebuild;
mod recalls;
mod refused;
mod repair;
mod replay;
mod series;
mod set_up;
mod tables;
mod together;
mod undo;
mod waitlist;
mod walk_in;

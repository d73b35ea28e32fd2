//! Journeys of a working day on a real encrypted store: what a person does, and what is there afterwards.

#![allow(clippy::unwrap_used, reason = "a journey that cannot go on has failed")]

mod booking;
mod clinic;
mod missing;
mod people;

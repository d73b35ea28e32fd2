//! Journeys of a working day on a real encrypted store: what a person does, and what is there afterwards.

mod booking;
mod clinic;
mod people;

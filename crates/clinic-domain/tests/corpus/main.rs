//! Mistakes that scheduling software has made in the field, each as a test that is named after the thread that tells
//! of it: what happens here instead, then project and number. The line above a test says what its users met; one that
//! begins with dots goes on from the test before it.

#![allow(
    non_snake_case,
    reason = "a double underscore parts what happens from the thread that it comes from"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod conflicts;
mod desk;
mod double_booking;
mod repairs;
mod series;
mod slot_search;
mod templates;
mod time_zones;

/// A Monday without anything special.
const MONDAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");

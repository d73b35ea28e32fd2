//! Mistakes that scheduling software has made in the field, each as a test that is named after the thread that tells
//! of it: what happens here instead, then project and number. The line above a test says what its users met; one that
//! begins with dots goes on from the test before it.
//!
//! The threads of those that were read which have no test here, and why:
//! - Slowness (cal 21103, 5277, 4007, 14810, 9924; easyappointments 627, 1171; openemr 1881, 7329, 7868, 8090;
//!   carlos 1650; odoo 83722): a figure and no rule. `make bench` holds it, with the book ten times as large beside it.
//! - What several desks, a server or stale clients make of each other (care_fe 4083, 10519; hospitalrun 61, 631, 731, 438;
//!   cht-core 10408, 10256, 7528, 11178; openmrs-esm-core 402; getodk 1398): one desk is its own arbiter, and nothing
//!   is merged. What a desk will be able to do offline is decided on the operation, as docs/decisions say.
//! - A random wait against a race (librebooking 147): there is none, and cal 5820 holds the race itself.
//! - The same thread a second time: openemr 1653 is 4366, care_fe 15256 and 9676 are care 2725, carlos 777 is 802.
//! - What was missing there and nothing more (easyappointments 382, 969: no series at all): it is here, with its laws.

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

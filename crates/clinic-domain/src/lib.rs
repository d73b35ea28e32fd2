//! The clinic's language and rules: pure, without I/O, clock, randomness or async.
//!
//! Read it in this order: [`id`], [`time`], [`code`] and [`fold`] are the alphabet; [`organization`] with its
//! [`business_hours`] and its [`tier`], [`resource`], [`appointment_type`], [`schedule`] and [`people`] with [`permission`]
//! are what a practice sets up, [`office`] with [`policy`] and [`message`] what stands beside the book; [`patient`] with its
//! [`short_code`] and [`appointment`] are what it works with all day, [`series`] how a visit repeats, with [`hold`], [`waitlist`] and
//! [`recall`] for visits to come; [`availability`] answers when somebody can be seen and
//! why not; [`operation`] is the one way to change anything, [`arbitration`] judges it, and [`arbiter`] asks for the rows
//! that a judgement needs, with [`conflict`] for a decision that lost and [`lending`] for times
//! that a location gives away by itself; [`capacity`] says in figures what of the time is used; [`field_access`] and
//! [`field_cut`] leave of a record what somebody may see, and [`onboarding`] says what is still missing.

pub mod alias;
pub mod appointment;
pub mod appointment_type;
pub mod arbiter;
pub mod arbitration;
pub mod attendance;
pub mod availability;
pub mod business_hours;
pub mod call;
pub mod capacity;
pub mod code;
pub mod conflict;
pub mod counter;
pub mod day_close;
pub mod emergency;
pub mod field_access;
pub mod field_cut;
pub mod fold;
pub mod hold;
pub mod id;
pub mod invalid;
pub mod lending;
pub mod medical_record;
pub mod message;
pub mod office;
pub mod onboarding;
pub mod operation;
pub mod organization;
pub mod password;
pub mod patient;
pub mod people;
pub mod permission;
pub mod personal;
pub mod policy;
pub mod recall;
pub mod refusal;
pub mod resource;
pub mod schedule;
pub mod security;
pub mod series;
pub mod setup;
pub mod short_code;
pub mod tier;
pub mod time;
pub mod waitlist;
pub mod worklist;

//! Typed commands, their DTOs and error codes: ONE command table for every adapter.
//!
//! An adapter makes one [`Desk`], ticks it, and hands calls to [`call`]. Everything a person can do is in
//! [`table`]; everything that crosses the door is in [`dto`].

pub mod adapter;
mod announcer;
mod backup_day;
mod call;
mod centre;
mod desk;
pub mod dto;
pub mod error;
mod exports;
mod fault;
mod handlers;
pub mod home;
mod hub;
mod long_work;
mod neighbours;
mod shape;
mod staging;
pub mod table;
mod words;
pub mod zone;

pub use call::{Payload, call};
pub use desk::{Browser, Desk, DeskConfig};
pub use desk_app::env::Clock;
pub use desk_lan::Place;
pub use dto::preferences::Language;
pub use table::COMMANDS;

//! Typed commands, their DTOs and error codes: ONE command table for every adapter.

pub mod dto;
pub mod error;
pub mod table;

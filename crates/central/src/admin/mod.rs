//! The administrator's commands: what no API can be asked for.

pub mod access;
pub mod audit;
pub mod keys;

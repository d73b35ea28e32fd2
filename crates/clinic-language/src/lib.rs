//! What people say at a front desk, understood without a network and without a model of anybody else's.
//!
//! `text` cuts a sentence into tokens that know where they stand in it; every other module reads those tokens. Nothing here
//! knows a person, a day or a clinic by itself: lists, the moment and the hours are given.

pub mod acts;
pub mod emergency;
pub mod intent;
#[cfg(test)]
mod laws;
pub mod names;
pub mod retrieval;
pub mod second;
pub mod slots;
mod spelling;
pub mod terse;
pub mod text;
pub mod when;

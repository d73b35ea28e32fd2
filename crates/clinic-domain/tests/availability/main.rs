//! The availability engine by its laws, by example, and across every change of clocks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod business_hours;
mod choices;
#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod clocks;
mod cover;
mod fixes;
mod freed;
mod groups;
mod hours;
mod laws;
mod nearness;
mod nothing;
mod oracle;
mod overbooks;
mod pairs;
mod proposals;
mod reasons;
mod released;
mod repairs;
mod rules;
mod series;
mod staffing;
mod waiting;
mod world;
mod zones;

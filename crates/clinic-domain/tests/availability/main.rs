//! The availability engine by its laws, by the field's known bugs, and across every change of clocks.

#![allow(non_snake_case, reason = "a double underscore parts a law from the thread that it comes from")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cases;
mod choices;
mod clinic;
mod clocks;
mod fixes;
mod laws;
mod nothing;
mod oracle;
mod overbooks;
mod reasons;
mod rules;
mod world;

//! Attacks on the wall between organizations, made from the route table itself: `ATTEMPTS=200000` for the long run.

#![allow(clippy::print_stdout, reason = "how many attempts there were is told on the console")]

#[path = "../api/centre.rs"]
#[allow(dead_code)] // The API's own suite uses the rest.
mod centre;
#[path = "../api/practice.rs"]
#[allow(dead_code)]
mod practice;
#[path = "../api/written.rs"]
mod written;

mod answers;
mod attempts;
mod calls;
mod cross;
mod document;
mod ground;
mod injection;
mod log;
mod roles;

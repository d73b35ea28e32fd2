//! The program itself, as it is installed: its commands, its start and its end, its door and what it writes to its log.
//! `scripts/with-postgres.sh cargo test -p central --test running`.

#[path = "../api/authority.rs"]
#[allow(dead_code)] // The API's own suite uses the rest.
mod authority;
#[path = "../api/centre.rs"]
#[allow(dead_code)] // The API's own suite uses the rest.
mod centre;
#[path = "../api/program.rs"]
mod program;
#[path = "../api/written.rs"]
mod written;

mod commands;
mod demo;
mod ending;
mod log;
mod schema;
mod service;
mod slow;
mod tls;

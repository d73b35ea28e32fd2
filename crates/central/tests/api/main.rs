//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod access;
mod administering;
mod appointments;
mod arbitration;
mod audit;
#[allow(dead_code)] // The program's own suite uses the rest.
mod authority;
mod centre;
mod choices;
mod circuits;
mod coming_back;
mod document;
mod events;
mod faults;
mod figures;
mod greeting;
mod instances;
mod isolation;
mod lending;
mod line;
mod mail;
mod messages;
mod office;
mod openid;
mod patients;
mod plans;
mod practice;
mod program;
mod records;
mod reports;
mod restore;
mod security;
mod setup;
mod shared;
#[allow(dead_code, reason = "the simulation uses the rest")]
mod simulated;
mod stages;
mod sync;
mod writes;

//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod access;
mod appointments;
mod arbitration;
mod audit;
mod centre;
mod document;
mod events;
mod figures;
mod isolation;
mod mail;
mod messages;
mod office;
mod patients;
mod plans;
mod practice;
mod program;
mod records;
mod reports;
mod restore;
mod security;
mod setup;
mod stages;
mod sync;
mod writes;

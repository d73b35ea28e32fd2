//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod arbitration;
mod audit;
mod centre;
mod events;
mod figures;
mod isolation;
mod mail;
mod messages;
mod office;
mod stages;
mod sync;

//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod access;
mod arbitration;
mod centre;
mod isolation;
mod stages;
mod sync;

//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod arbitration;
mod audit;
mod centre;
mod isolation;
mod records;
mod security;
mod stages;

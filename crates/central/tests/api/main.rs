//! The API over real HTTP against a real PostgreSQL: `scripts/with-postgres.sh cargo test -p central`.

mod centre;
mod events;
mod figures;
mod isolation;
mod office;
mod stages;

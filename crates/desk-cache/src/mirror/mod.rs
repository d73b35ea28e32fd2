//! The mirror: the rows that screens read, their queries, the one code that applies changes, and bulk loading.
//!
//! A writing connection has the vault as `main` and this file attached, so unqualified names must not collide:
//! the vault's tables are `desk`, `operation`, `audit_entry`, `audit_patient`, `slot`, `import_intent`.

/// `migrations/cache/mirror/NNNN_*.sql` through `include_str!`, oldest first.
pub const MIGRATIONS: &[&str] = &[];

//! The centre: the service that desks sync with, in front of PostgreSQL.
//!
//! Invariants: whose data a request is about is its token's organization and nothing else in it; nothing is shown or
//! changed without an entry in the audit trail, in the same transaction; the book is changed by one path, which locks the
//! organization's counter first.
//!
//! Start reading at [`routes::table`], then [`http`].

pub mod admin;
pub mod app;
pub mod arbitrate;
pub mod audit;
pub mod auth;
pub mod choices;
pub mod compaction;
pub mod config;
pub mod contacts;
pub mod deferred;
pub mod demo;
pub mod doors;
pub mod events;
pub mod heads;
pub mod http;
pub mod lending;
pub mod log;
pub mod messages;
pub mod metrics;
pub mod push;
pub mod readiness;
pub mod records;
pub mod routes;
pub mod salvage;
pub mod seal;
pub mod security;
pub mod serve;
pub mod shared;
pub mod tls;
pub mod watch;
pub mod work;

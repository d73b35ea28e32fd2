//! The supervisor and its agents.

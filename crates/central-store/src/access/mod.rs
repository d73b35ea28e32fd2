//! Who gets in: credentials, attempts, sessions, one-time codes, desks, and the organization's identity provider.

pub mod accounts;
pub mod attempts;
pub mod codes;
pub mod credentials;
pub mod devices;
pub mod identity;
pub mod sessions;

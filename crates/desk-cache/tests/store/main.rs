//! The store on real encrypted files: data in, data out. Most desks here are passphrase-only, so that no keyring is
//! needed; `keyring` is about the one that the operating system has.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod attach;
mod backup;
mod centre;
mod damage;
mod disk;
mod import;
mod keyring;
mod lent;
mod marker;
mod people;
mod preferences;
mod recovery;
mod refused;
mod schema;
mod support;
mod unlock;
mod writing;

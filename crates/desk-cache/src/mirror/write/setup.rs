//! Setup rows: one document each.

use super::{
    super::statement::{run, statements},
    naming,
};
use crate::error::CacheError;
use clinic_domain::{
    appointment_type::AppointmentType,
    id::Version,
    message::MessageTemplate,
    office::{Department, FaqEntry},
    organization::{Location, Organization},
    people::Person,
    policy::SecurityPolicy,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
};
use clinic_protocol::{Entity, encode_entity};
use rusqlite::Connection;

statements! {
    PUT = "INSERT INTO setup (kind, id, version, source, body) VALUES (?1, ?2, ?3, ?4, ?5)
           ON CONFLICT (kind, id) DO UPDATE
           SET version = excluded.version, source = excluded.source, body = excluded.body
           WHERE excluded.version > version";
    COUNT_UP = "UPDATE sync_state SET setup_revision = setup_revision + 1";
}

/// What the setup table keeps as a document.
pub trait SetupRecord: Entity {
    fn id_bytes(&self) -> &[u8; 16];
    fn version(&self) -> Version;
    fn source(&self) -> Option<&str>;
}

pub fn put<E: SetupRecord>(conn: &Connection, record: &E) -> Result<(), CacheError> {
    let id = record.id_bytes();
    let row = (E::KIND, id, record.version().0, record.source(), encode_entity(record));
    if naming("setup", id, run(conn, PUT, row))? > 0 {
        count_up(conn)?;
    }
    Ok(())
}

/// Whoever keeps a snapshot of the setup reads it again.
pub fn count_up(conn: &Connection) -> Result<(), CacheError> {
    run(conn, COUNT_UP, []).map(drop)
}

macro_rules! records {
    ($($record:ident { $source:expr })+) => {$(
        impl SetupRecord for $record {
            fn id_bytes(&self) -> &[u8; 16] { self.id.as_bytes() }
            fn version(&self) -> Version { self.version }
            fn source(&self) -> Option<&str> { let source: fn(&$record) -> Option<&str> = $source; source(self) }
        }
    )+};
}

records! {
    Organization { |_| None }
    Location { |it| it.source.as_deref() }
    Resource { |it| it.source.as_deref() }
    AppointmentType { |_| None }
    ScheduleTemplate { |_| None }
    ScheduleException { |it| it.source.as_deref() }
    Person { |_| None }
    SecurityPolicy { |_| None }
    Department { |_| None }
    FaqEntry { |_| None }
    MessageTemplate { |_| None }
}

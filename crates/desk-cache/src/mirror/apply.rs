//! Changes into rows: the one code for what this desk decided as its own arbiter and for what a centre sends.

use super::{
    alias, day_close,
    statement::{first, run, statements},
    write,
};
use crate::error::CacheError;
use clinic_domain::operation::Change;
use rusqlite::{Connection, Transaction};
use uuid::Uuid;

statements! {
    CURSOR = "SELECT cursor FROM sync_state";
    MOVE_CURSOR = "UPDATE sync_state SET cursor = ?1";
    BEGIN_EPOCH = "UPDATE sync_state SET epoch = ?1, cursor = ?2";
}

/// Applies the changes of operation number `seq` and moves the cursor to it. What was applied already changes
/// nothing; a row that is here in the same or a later version stays as it is.
///
/// # Errors
/// [`CacheError::OutOfOrder`] when `seq` is not the next one: something in between is missing.
pub fn apply(tx: &Transaction<'_>, seq: u64, changes: &[Change]) -> Result<(), CacheError> {
    let expected = cursor(tx)? + 1;
    if seq < expected {
        return Ok(());
    }
    if seq > expected {
        return Err(CacheError::OutOfOrder { expected, given: seq });
    }
    for change in changes {
        put(tx, change)?;
    }
    run(tx, MOVE_CURSOR, [seq])?;
    Ok(())
}

/// From here on, changes are counted in another history: attached to a centre, or the centre was restored.
pub fn begin_epoch(tx: &Transaction<'_>, epoch: Uuid, cursor: u64) -> Result<(), CacheError> {
    run(tx, BEGIN_EPOCH, (epoch.as_bytes(), cursor))?;
    Ok(())
}

/// The number of the last change that was applied; 0 for none.
pub(super) fn cursor(conn: &Connection) -> Result<u64, CacheError> {
    Ok(first(conn, CURSOR, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
}

fn put(tx: &Transaction<'_>, change: &Change) -> Result<(), CacheError> {
    match change {
        Change::Appointment(it) => write::appointment::put(tx, it),
        Change::Patient(it) => write::patient::put(tx, it, None),
        Change::Caregiver(it) => write::patient::put_caregiver(tx, it, None),
        Change::Organization(it) => write::setup::put(tx, it),
        Change::Location(it) => write::setup::put(tx, it),
        Change::Resource(it) => write::setup::put(tx, it),
        Change::AppointmentType(it) => write::setup::put(tx, it),
        Change::Template(it) => write::setup::put(tx, it),
        Change::Exception(it) => write::setup::put(tx, it),
        Change::Hold(it) => write::to_come::put_hold(tx, it),
        Change::WaitlistEntry(it) => write::to_come::put_waitlist_entry(tx, it),
        Change::Recall(it) => write::to_come::put_recall(tx, it),
        Change::Person(it) => write::setup::put(tx, it),
        Change::Alias(it) => alias::put(tx, it),
        Change::DayClose(it) => day_close::put(tx, it),
        // Nobody is ahead of a desk that decides by itself, and it shows none of those that a centre has.
        Change::Conflict(_) => Ok(()),
        Change::Policy(it) => write::setup::put(tx, it),
        Change::Department(it) => write::setup::put(tx, it),
        Change::Faq(it) => write::setup::put(tx, it),
        Change::MessageTemplate(it) => write::setup::put(tx, it),
    }
}

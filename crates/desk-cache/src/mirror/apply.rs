//! Changes into rows: the one code for what this desk decided as its own arbiter and for what a centre sends.

use super::{
    alias, conflict, day_close,
    provisional::put_provisionally,
    statement::{first, run, statements},
    write,
};
use crate::error::CacheError;
use clinic_domain::{operation::Change, patient::Patient, people::Person};
use rusqlite::{Connection, Transaction};
use uuid::Uuid;

statements! {
    CURSOR = "SELECT cursor FROM sync_state";
    MOVE_CURSOR = "UPDATE sync_state SET cursor = ?1";
    BEGIN_EPOCH = "UPDATE sync_state SET epoch = ?1, received = ?2";
    HAS_CENTRE = "SELECT epoch IS NOT NULL FROM sync_state";
}

/// Applies the changes of this desk's operation number `seq` and moves the cursor to it. What was applied already changes
/// nothing; a row that is here in the same or a later version stays as it is. With a centre they are provisional.
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
    if first(tx, HAS_CENTRE, [], |row| Ok(row.get(0)?))? == Some(true) {
        put_provisionally(tx, changes)?;
    } else {
        changes.iter().try_for_each(|it| put(tx, it))?;
    }
    run(tx, MOVE_CURSOR, [seq])?;
    Ok(())
}

/// From here on what the centre says is counted in this history: attached to it, or it was restored.
pub fn begin_epoch(tx: &Transaction<'_>, epoch: Uuid, received: u64) -> Result<(), CacheError> {
    run(tx, BEGIN_EPOCH, (epoch.as_bytes(), received))?;
    Ok(())
}

/// Somebody of the centre's, before its other rows come.
pub fn know_person(tx: &Transaction<'_>, person: &Person) -> Result<(), CacheError> {
    write::setup::put(tx, person)
}

/// The number of this desk's last operation that was applied; 0 for none.
pub(super) fn cursor(conn: &Connection) -> Result<u64, CacheError> {
    Ok(first(conn, CURSOR, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
}

/// Rows in their order; patients who follow each other are written as one.
pub(super) fn put_all(tx: &Transaction<'_>, changes: &[Change]) -> Result<(), CacheError> {
    for alike in changes.chunk_by(|one, next| patient(one).is_some() && patient(next).is_some()) {
        match alike {
            [one] => put(tx, one)?,
            patients => write::patient::put_all(tx, patients.iter().filter_map(patient))?,
        }
    }
    Ok(())
}

fn patient(change: &Change) -> Option<&Patient> {
    if let Change::Patient(it) = change { Some(it) } else { None }
}

pub(super) fn put(tx: &Transaction<'_>, change: &Change) -> Result<(), CacheError> {
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
        Change::Conflict(it) => conflict::put(tx, it),
        Change::Policy(it) => write::setup::put(tx, it),
        Change::Department(it) => write::setup::put(tx, it),
        Change::Faq(it) => write::setup::put(tx, it),
        Change::MessageTemplate(it) => write::setup::put(tx, it),
    }
}

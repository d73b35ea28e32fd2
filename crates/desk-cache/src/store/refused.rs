//! What the centre refused of this desk's operations, and what a person makes of it.
//!
//! Invariants: what was refused stands in the book until a person has decided, here or at another desk; with it goes
//! whatever else of the same record was refused after it, which stood on it; nothing is deleted.

use super::{
    Store,
    session::Session,
    writing::{Writing, decode_changes, decode_operation},
};
use crate::{
    error::CacheError,
    mirror,
    vault::outbox::{self, StoredRefusal},
};
use clinic_domain::{
    conflict::ConflictState,
    id::{AppointmentId, ConflictId, OpId, PatientId},
    operation::{Change, Operation, OperationBody},
};
use clinic_protocol::hub::HubWord;
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// An operation that the centre refused, the rows as the desk left them, and the codes of the reasons.
#[derive(Clone, Debug)]
pub struct RefusedOperation {
    pub operation: Operation,
    pub changes: Vec<Change>,
    pub reasons: Vec<String>,
    /// Somebody else was first; otherwise it could not have been done as it was asked for.
    pub is_conflict: bool,
}

/// How a visit stands with the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// All of it waits to be sent, and the hub of the location has confirmed it.
    Confirmed,
    /// Something of it waits to be sent.
    NotSent,
    /// Something of it was refused, and a person has to decide.
    NeedsDecision,
}

/// The visits and the patients that the centre has not confirmed as they stand here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    visits: HashMap<AppointmentId, Mark>,
    patients: HashMap<PatientId, Mark>,
}

impl Marks {
    #[must_use]
    pub fn of(&self, visit: AppointmentId) -> Option<Mark> {
        self.visits.get(&visit).copied()
    }

    /// Of the record, or of one of the patient's visits.
    #[must_use]
    pub fn of_patient(&self, patient: PatientId) -> Option<Mark> {
        self.patients.get(&patient).copied()
    }

    pub fn put(&mut self, visit: AppointmentId, of: PatientId, mark: Mark) {
        let stands = self.visits.entry(visit).or_insert(mark);
        *stands = mark.max(*stands);
        self.put_patient(of, mark);
    }

    pub(super) fn put_all(&mut self, changes: &[Change], mark: Mark) {
        for change in changes {
            match change {
                Change::Appointment(it) => self.put(it.id, it.patient, mark),
                Change::Patient(it) => self.put_patient(it.id, mark),
                _ => {}
            }
        }
    }

    fn put_patient(&mut self, patient: PatientId, mark: Mark) {
        let stands = self.patients.entry(patient).or_insert(mark);
        *stands = mark.max(*stands);
    }
}

impl Store {
    /// What was refused and nobody has decided about, in the order in which it was decided.
    pub fn refused(&self) -> Result<Vec<RefusedOperation>, CacheError> {
        let stored = outbox::refused(&self.session()?.get().writer().vault)?;
        stored.iter().map(decoded).collect()
    }

    /// [`Store::write`] without the refused operation in the book: `work` decides what the person wants instead, and with
    /// what it records the operation is let go of. Where it was not refused here the book is as it is.
    ///
    /// # Errors
    /// As for [`Store::write`]; the operation then stands as before.
    pub fn write_without<T, E: From<CacheError>>(
        &self,
        refused: OpId,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let guard = self.session()?;
        let answer = guard.get().write_without(Some(refused), work)?;
        guard.keeper().wake();
        Ok(answer)
    }

    /// How the visits stand with the centre. None is marked where there is no centre.
    pub fn marks(&self) -> Result<Arc<Marks>, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        if let Some(marks) = session.known_marks() {
            return Ok(marks);
        }
        let writer = session.writer();
        let marks = if writer.tip.has_centre { marks(&writer.vault)? } else { Marks::default() };
        Ok(session.know_marks(marks))
    }
}

/// Lets go of what nobody has to decide about: somebody else was quicker with a conflict, or has resolved the one that this desk
/// hears of only now. True if there was any.
pub(super) fn let_go_of_settled(session: &Session, vault: &Connection) -> Result<bool, CacheError> {
    let refused = outbox::refused(vault)?;
    if refused.is_empty() {
        return Ok(false);
    }
    let connection = session.mirror.caught_up()?;
    let mirror = mirror::Reader::new(&connection);
    let mut has_any = false;
    for stored in &refused {
        let operation = decode_operation(&stored.body)?;
        let state = mirror.conflict(ConflictId(operation.id.0))?.map(|it| it.state());
        if settles_a_conflict(&operation.body) || state == Some(ConflictState::Resolved) {
            let_go(vault, operation.id)?;
            has_any = true;
        }
    }
    Ok(has_any)
}

fn marks(vault: &Connection) -> Result<Marks, CacheError> {
    let mut marks = Marks::default();
    for open in outbox::open(vault)? {
        let word = open.word.as_deref().and_then(HubWord::from_json);
        let mark = match (open.is_refused, word.is_some_and(|it| it.is_confirmation())) {
            (true, _) => Mark::NeedsDecision,
            (false, true) => Mark::Confirmed,
            (false, false) => Mark::NotSent,
        };
        marks.put_all(&decode_changes(&open.changes)?, mark);
    }
    Ok(marks)
}

/// Lets go of a refused operation and of what was refused after it of the same record. False where it is not refused.
pub(super) fn let_go(vault: &Connection, op: OpId) -> Result<bool, CacheError> {
    if !outbox::is_refused(vault, op)? {
        return Ok(false);
    }
    let mut about: Option<(&str, Uuid)> = None;
    for stored in outbox::refused(vault)? {
        let it = decoded(&stored)?;
        let object = it.changes.first().map(Change::object);
        if it.operation.id == op {
            about = object;
        }
        if it.operation.id == op || (about.is_some() && about == object) {
            outbox::resolve(vault, stored.seq)?;
        }
    }
    Ok(true)
}

/// What people resolved at other desks is let go of here.
pub(super) fn follow(session: &Session, said: &[Change]) -> Result<(), CacheError> {
    let resolved = |it: &Change| match it {
        Change::Conflict(it) if it.state() == ConflictState::Resolved => Some(it.op()),
        _ => None,
    };
    let resolved: Vec<OpId> = said.iter().filter_map(resolved).collect();
    if resolved.is_empty() {
        return Ok(());
    }
    session.keep(|vault| resolved.iter().try_for_each(|op| let_go(vault, *op).map(|_| ())))
}

fn settles_a_conflict(body: &OperationBody) -> bool {
    matches!(
        body,
        OperationBody::ConflictClaim { .. }
            | OperationBody::ConflictRelease { .. }
            | OperationBody::ConflictResolve { .. }
    )
}

fn decoded(stored: &StoredRefusal) -> Result<RefusedOperation, CacheError> {
    Ok(RefusedOperation {
        operation: decode_operation(&stored.body)?,
        changes: decode_changes(&stored.changes)?,
        reasons: stored.reasons.split_whitespace().map(str::to_owned).collect(),
        is_conflict: stored.is_conflict,
    })
}

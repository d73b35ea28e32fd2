//! The unlocked desk as the use cases see it, and the one way they write.
//!
//! Invariants: every write is one vault transaction with its operation and its audit entry; a refusal writes an
//! audit entry and nothing else; configuration is read anew whenever its revision moved.

use crate::{
    env::{Clock, Ids},
    error::{AppError, AppResult, found},
    find_patients::Lookups,
    seal::SlotSeal,
};
use clinic_domain::{
    arbitration,
    id::{OpId, PatientId, PersonId},
    operation::{Base, Change, Operation, OperationBody},
    people::Person,
    personal::Personal,
    refusal::Missing,
    setup::Setup,
    time::Instant,
};
use desk_cache::{AuditEntry, Store, mirror::Reader, store::Writing};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The outcomes that the audit chain knows.
const DONE: &str = "done";
const REFUSED: &str = "refused";

pub struct FrontDesk {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub ids: Ids,
    pub(crate) seal: SlotSeal,
    pub(crate) lookups: Lookups,
    configuration: Mutex<Option<Arc<Configuration>>>,
}

/// Setup and people as of one revision of the mirror.
pub struct Configuration {
    pub revision: u64,
    pub setup: Setup,
    pub people: Vec<Person>,
}

impl Configuration {
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|it| it.id == id)
    }
}

impl FrontDesk {
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> FrontDesk {
        FrontDesk {
            store,
            clock,
            ids: Ids::new(clock),
            seal: SlotSeal::default(),
            lookups: Lookups::default(),
            configuration: Mutex::new(None),
        }
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn configuration(&self) -> AppResult<Arc<Configuration>> {
        self.read(|reader| self.configuration_at(reader))
    }

    /// The person as the roles stand now: a right taken away is gone at the next call.
    pub fn author(&self, who: PersonId) -> AppResult<Person> {
        let configuration = self.configuration()?;
        let person = configuration.person(who).filter(|it| it.is_active).cloned();
        found(person, Missing::Person)
    }

    pub(crate) fn read<T>(&self, f: impl FnOnce(&Reader<'_>) -> AppResult<T>) -> AppResult<T> {
        self.store.read(f)
    }

    /// Writes the audit entry of a read before anything is shown.
    pub(crate) fn audit_read(
        &self,
        who: PersonId,
        action: &'static str,
        object: Option<Uuid>,
        patient: PatientId,
    ) -> AppResult<()> {
        let mut entry = self.entry(who, action);
        (entry.object_kind, entry.object) = ("patient", object.or(Some(patient.0)));
        entry.patients.push(patient);
        self.audit(&entry)
    }

    /// One operation: `decide` reads inside the transaction and says what becomes of it.
    pub(crate) fn write<T>(
        &self,
        who: PersonId,
        action: &'static str,
        decide: impl FnOnce(&Scene<'_>) -> AppResult<Written<T>>,
    ) -> AppResult<T> {
        let op = OpId(self.ids.next());
        let outcome = self.store.write(|writing| {
            let (written, replaced, at) = {
                let scene = self.scene(writing, who, op)?;
                let written = decide(&scene)?;
                let replaced = scene.replaced_by(&written)?;
                (written, replaced, scene.now)
            };
            let mut entry = self.entry(who, action);
            entry.patients.extend(written.patient);
            entry.detail = detail_of(&written.body);
            if let Some((kind, id)) = written.changes.first().map(Change::object) {
                (entry.object_kind, entry.object) = (kind, Some(id));
            }
            let operation = Operation {
                id: op,
                device: writing.device(),
                device_seq: writing.next_device_seq(),
                author: who,
                at,
                base: written.base,
                promised_to_patient: written.promised_to_patient,
                body: written.body,
            };
            writing.record(&operation, &written.changes, &entry)?;
            if !replaced.is_empty() {
                writing.keep_replaced(&operation, &replaced)?;
            }
            Ok(written.value)
        });
        if let Err(AppError::Refused(refused)) = &outcome {
            let codes: Vec<&str> = refused.0.iter().map(clinic_domain::refusal::Refusal::code).collect();
            let mut entry = self.entry(who, action);
            (entry.outcome, entry.detail) = (REFUSED, codes.join(" ").into());
            self.audit(&entry)?;
        }
        outcome
    }

    /// An act that changes nothing in the book.
    pub(crate) fn audit(&self, entry: &AuditEntry) -> AppResult<()> {
        self.store.write(|writing| Ok(writing.audit(entry)?))
    }

    /// The end: flushes and forgets the keys.
    pub fn close(&self) -> AppResult<()> {
        self.lookups.settle(self, true)?;
        Ok(self.store.lock()?)
    }

    pub(crate) fn entry(&self, who: PersonId, action: &'static str) -> AuditEntry {
        AuditEntry {
            at: self.now(),
            actor: Some(who),
            action,
            object_kind: "",
            object: None,
            patients: Vec::new(),
            outcome: DONE,
            detail: Personal::default(),
        }
    }

    fn scene<'t>(&self, writing: &Writing<'t>, who: PersonId, op: OpId) -> AppResult<Scene<'t>> {
        let reader = writing.mirror();
        let configuration = self.configuration_at(&reader)?;
        let author = found(configuration.person(who).cloned(), Missing::Person)?;
        Ok(Scene { reader, configuration, author, now: self.now(), op })
    }

    pub(crate) fn configuration_at(&self, reader: &Reader<'_>) -> AppResult<Arc<Configuration>> {
        let revision = reader.setup_revision()?;
        let mut cached = self.cached_configuration();
        if let Some(configuration) = cached.as_ref().filter(|it| it.revision == revision) {
            return Ok(Arc::clone(configuration));
        }
        let setup = found(reader.setup()?, Missing::Organization)?;
        let configuration = Arc::new(Configuration { revision, setup, people: reader.people()? });
        *cached = Some(Arc::clone(&configuration));
        Ok(configuration)
    }

    fn cached_configuration(&self) -> MutexGuard<'_, Option<Arc<Configuration>>> {
        self.configuration.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the trail says beside the act and its object: what was compared at a check-in, by codes.
fn detail_of(body: &OperationBody) -> Personal {
    match body {
        OperationBody::CheckIn { verified, .. } => {
            verified.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" ").into()
        }
        _ => Personal::default(),
    }
}

/// What a use case decides on: the rows inside the transaction, the rules, who and when.
pub struct Scene<'t> {
    reader: Reader<'t>,
    pub configuration: Arc<Configuration>,
    pub author: Person,
    pub now: Instant,
    pub op: OpId,
}

impl<'t> Scene<'t> {
    pub fn reader(&self) -> Reader<'t> {
        self.reader
    }

    /// What was written, with the operation that an undo will name.
    pub fn done<T>(&self, value: T) -> Done<T> {
        Done { value, op: self.op }
    }

    /// The rows as they stand now that are the same records as `rows`, of the kinds that an undo puts back.
    pub fn standing(&self, rows: &[Change]) -> AppResult<Vec<Change>> {
        let setup = &self.configuration.setup;
        let found = rows.iter().map(|row| {
            Ok(match row {
                Change::Appointment(it) => {
                    self.reader.appointment(it.id)?.map(Box::new).map(Change::Appointment)
                }
                Change::Patient(it) => self.reader.patient(it.id)?.map(Box::new).map(Change::Patient),
                Change::Caregiver(it) => self.reader.caregiver(it.id)?.map(Change::Caregiver),
                Change::Exception(it) => {
                    setup.exceptions.iter().find(|known| known.id == it.id).cloned().map(Change::Exception)
                }
                _ => None,
            })
        });
        found.filter_map(Result::transpose).collect()
    }

    fn replaced_by<T>(&self, written: &Written<T>) -> AppResult<Vec<Change>> {
        if arbitration::can_undo(&written.body) { self.standing(&written.changes) } else { Ok(Vec::new()) }
    }
}

/// A write that can be undone, by the operation that it was.
#[derive(Clone, Debug)]
pub struct Done<T> {
    pub value: T,
    pub op: OpId,
}

/// What a use case decided.
pub struct Written<T> {
    pub body: OperationBody,
    pub base: Option<Base>,
    pub promised_to_patient: bool,
    pub changes: Vec<Change>,
    /// Whose record this is about, for the audit.
    pub patient: Option<PatientId>,
    pub value: T,
}

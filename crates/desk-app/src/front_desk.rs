//! The unlocked desk as the use cases see it, and the one way they write.
//!
//! Invariants: every write is one vault transaction with its operations, each with its audit entry; a refusal writes an
//! audit entry and nothing else; configuration is read anew whenever its revision moved.

use crate::{
    acts::{Acts, By, Done},
    capacity,
    env::{Clock, Ids},
    error::{AppError, AppResult, found},
    find_patients::Lookups,
    freed::Freed,
    seal::SlotSeal,
};
use clinic_domain::{
    arbiter::Scene,
    arbitration::{self, Act},
    availability::Gap,
    id::{OpId, PatientId, PersonId},
    office::Office,
    operation::{Change, OperationBody},
    people::Person,
    personal::Personal,
    refusal::Missing,
    setup::Setup,
    time::Instant,
};
use desk_cache::{
    AuditEntry, Store,
    mirror::Reader,
    store::{Mark, Marks, Writing},
};
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
    pub(crate) freed: Freed,
    pub(crate) capacity: capacity::Kept,
    pub(crate) forecast: capacity::no_show::Kept,
    configuration: Mutex<Option<Arc<Configuration>>>,
}

/// Setup, office and people as of one revision of the mirror.
pub struct Configuration {
    pub revision: u64,
    pub setup: Setup,
    pub people: Vec<Person>,
    pub office: Office,
}

impl Configuration {
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|it| it.id == id)
    }

    /// What is decided stands on this.
    pub(crate) fn scene(&self, now: Instant) -> Scene<'_> {
        Scene { setup: &self.setup, people: &self.people, office: &self.office, now }
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
            freed: Freed::since(clock.now()),
            capacity: capacity::Kept::default(),
            forecast: capacity::no_show::Kept::default(),
            configuration: Mutex::new(None),
        }
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
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

    /// What `act` decides inside one transaction, each operation on what the ones before it left: all of them are stored,
    /// or none. What is answered names the whole, which one undo takes back.
    pub(crate) fn write<T>(
        &self,
        by: impl Into<By>,
        action: &'static str,
        act: impl FnOnce(&mut Acts<'_>) -> AppResult<T>,
    ) -> AppResult<Done<T>> {
        let (by, op) = (by.into(), OpId(self.ids.next()));
        let outcome = self.store.write(|writing| self.decide(writing, by, action, op, act));
        self.told(by, action, outcome)
    }

    /// The same while an operation that the centre refused is out of the book: with what is decided it is let go of.
    pub(crate) fn write_without<T>(
        &self,
        who: PersonId,
        action: &'static str,
        refused: OpId,
        act: impl FnOnce(&mut Acts<'_>) -> AppResult<T>,
    ) -> AppResult<Done<T>> {
        let op = OpId(self.ids.next());
        let outcome =
            self.store.write_without(refused, |writing| self.decide(writing, who.into(), action, op, act));
        self.told(who.into(), action, outcome)
    }

    fn decide<T>(
        &self,
        writing: &mut Writing<'_>,
        by: By,
        action: &'static str,
        op: OpId,
        act: impl FnOnce(&mut Acts<'_>) -> AppResult<T>,
    ) -> AppResult<(Done<T>, Vec<Gap>)> {
        let configuration = self.configuration_at(&writing.mirror())?;
        let mut acts = Acts::new(self, writing, &configuration, by.who, op);
        let value = act(&mut acts)?;
        let (freed, decided) = (acts.freed(), acts.into_acts());
        for Act { operation, before, after } in decided {
            let mut entry = self.entry(by.who, action);
            entry.patients.extend(after.iter().find_map(Change::patient));
            entry.detail = detail_of(&operation.body, by);
            if let Some((kind, id)) = after.first().map(Change::object) {
                (entry.object_kind, entry.object) = (kind, Some(id));
            }
            writing.record(&operation, after, &entry)?;
            if arbitration::can_undo(&operation.body) && !before.is_empty() {
                writing.keep_replaced(&operation, &before)?;
            }
        }
        Ok((Done { value, op }, freed))
    }

    /// A refusal is remembered, and what came free is noted.
    fn told<T>(
        &self,
        by: By,
        action: &'static str,
        outcome: AppResult<(Done<T>, Vec<Gap>)>,
    ) -> AppResult<Done<T>> {
        if let Err(AppError::Refused(refused)) = &outcome {
            let codes: Vec<&str> = refused.0.iter().map(clinic_domain::refusal::Refusal::code).collect();
            let mut entry = self.entry(by.who, action);
            (entry.outcome, entry.detail) = (REFUSED, with_agent(codes.join(" "), by));
            self.audit(&entry)?;
        }
        let (done, freed) = outcome?;
        self.freed.note(freed);
        Ok(done)
    }

    /// How visits stand with the centre: this desk's own that it has not confirmed, and whatever lost there.
    pub(crate) fn marks(&self, reader: &Reader<'_>) -> AppResult<Arc<Marks>> {
        let mut marks = self.store.marks()?;
        for it in reader.all_open_conflicts()? {
            Arc::make_mut(&mut marks).put(it.appointment, it.patient, Mark::NeedsDecision);
        }
        Ok(marks)
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

    pub(crate) fn configuration_at(&self, reader: &Reader<'_>) -> AppResult<Arc<Configuration>> {
        let revision = reader.setup_revision()?;
        let mut cached = self.cached_configuration();
        if let Some(configuration) = cached.as_ref().filter(|it| it.revision == revision) {
            return Ok(Arc::clone(configuration));
        }
        let setup = found(reader.setup()?, Missing::Organization)?;
        let office = found(reader.office()?, Missing::Organization)?;
        let configuration = Arc::new(Configuration { revision, setup, people: reader.people()?, office });
        *cached = Some(Arc::clone(&configuration));
        Ok(configuration)
    }

    fn cached_configuration(&self) -> MutexGuard<'_, Option<Arc<Configuration>>> {
        self.configuration.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the trail says beside the act and its object: what was compared and asked at a check-in, by codes, and the agent.
fn detail_of(body: &OperationBody, by: By) -> Personal {
    let codes = match body {
        OperationBody::CheckIn { verified, asked, .. } => {
            verified.iter().map(|it| it.as_str()).chain(asked.codes()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    with_agent(codes, by)
}

fn with_agent(mut codes: String, by: By) -> Personal {
    if let Some(agent) = by.via {
        codes.push_str(if codes.is_empty() { "via " } else { " via " });
        codes.push_str(agent);
    }
    codes.into()
}

//! What a use case decides on inside the writing transaction, and what it has decided there so far.
//!
//! Invariant: every decision sees what was decided before it in the same transaction, though nothing of it is written
//! yet; a row is written once in a transaction.

use crate::{env::Ids, error::AppResult, front_desk::Configuration};
use clinic_domain::{
    appointment::Appointment,
    availability::{self, Busy, Gap, Standing},
    id::{AppointmentId, OpId, PatientId, ResourceId},
    operation::{Base, Change, OperationBody},
    organization::Location,
    people::Person,
    recall::Recall,
    schedule::ScheduleChange,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;
use std::sync::Arc;

/// The rows inside the transaction, the rules, who and when.
pub struct Scene<'t> {
    reader: Reader<'t>,
    /// With the hours and closures that were decided so far.
    pub configuration: Arc<Configuration>,
    pub author: Person,
    pub now: Instant,
    /// The next operation.
    pub op: OpId,
    /// The visits and the recalls as they were decided so far.
    visits: Vec<Appointment>,
    recalls: Vec<Recall>,
}

impl<'t> Scene<'t> {
    pub(crate) fn new(
        reader: Reader<'t>,
        configuration: Arc<Configuration>,
        author: Person,
        now: Instant,
        op: OpId,
    ) -> Scene<'t> {
        Scene { reader, configuration, author, now, op, visits: Vec::new(), recalls: Vec::new() }
    }

    /// The rows as they were when the transaction began.
    pub fn reader(&self) -> Reader<'t> {
        self.reader
    }

    /// What live visits take up of the resources at any time in the period, and what holds keep.
    pub fn busy(&self, resources: &[ResourceId], period: Period) -> AppResult<Vec<(ResourceId, Busy)>> {
        let mut busy = self.reader.busy(resources, period, self.now)?;
        busy.retain(|(_, it)| it.appointment().is_none_or(|id| !self.is_decided(id)));
        for visit in self.visits.iter().filter(|it| it.is_live()) {
            let taken = visit.allocations.iter();
            let taken = taken.filter(|it| resources.contains(&it.resource) && it.during.overlaps(&period));
            busy.extend(
                taken.map(|it| {
                    (it.resource, Busy::of_visit(visit.id, visit.appointment_type, visit.visit, it))
                }),
            );
        }
        Ok(busy)
    }

    /// The patient's live visits that overlap the period.
    pub fn patient_busy(
        &self,
        patient: PatientId,
        period: Period,
    ) -> AppResult<Vec<(AppointmentId, Period)>> {
        let mut busy = self.reader.patient_busy(patient, period)?;
        busy.retain(|(id, _)| !self.is_decided(*id));
        let decided = self.visits.iter().filter(|it| it.is_live() && it.patient == patient);
        busy.extend(decided.filter(|it| it.visit.overlaps(&period)).map(|it| (it.id, it.visit)));
        Ok(busy)
    }

    /// What the patient is due for, settled and withdrawn ones as well.
    pub fn recalls_of(&self, patient: PatientId) -> AppResult<Vec<Recall>> {
        let mut recalls = self.reader.recalls_of(patient)?;
        recalls.retain(|it| self.recalls.iter().all(|decided| decided.id != it.id));
        recalls.extend(self.recalls.iter().filter(|it| it.patient == patient).cloned());
        Ok(recalls)
    }

    /// The number that the next one who comes to the location today waits by: none is given twice.
    pub fn next_queue_number(&self, location: &Location) -> AppResult<u32> {
        let day = self.now.local_date(location.zone);
        let is_here = |it: &&Appointment| {
            it.location == location.id && it.visit.start().local_date(location.zone) == day
        };
        let decided = self.visits.iter().filter(is_here).filter_map(|it| it.attendance.queue_number);
        let next = self.reader.next_queue_number(location.id, day)?;
        Ok(decided.map(|it| it + 1).fold(next, u32::max))
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
                Change::DayClose(it) => self.reader.day_close(it.location, it.day)?.map(Change::DayClose),
                Change::Alias(it) => self.reader.alias(it.id)?.map(Box::new).map(Change::Alias),
                Change::Caregiver(it) => self.reader.caregiver(it.id)?.map(Change::Caregiver),
                Change::Hold(it) => self.reader.hold(it.id)?.map(Change::Hold),
                Change::WaitlistEntry(it) => {
                    self.reader.waitlist_entry(it.id)?.map(Box::new).map(Change::WaitlistEntry)
                }
                Change::Recall(it) => self.reader.recall(it.id)?.map(Change::Recall),
                Change::Exception(it) => {
                    setup.exceptions.iter().find(|known| known.id == it.id).cloned().map(Change::Exception)
                }
                _ => None,
            })
        });
        found.filter_map(Result::transpose).collect()
    }

    fn is_decided(&self, appointment: AppointmentId) -> bool {
        self.visits.iter().any(|it| it.id == appointment)
    }

    fn see(&mut self, change: &Change) {
        let hours = match change {
            Change::Appointment(it) => return self.visits.push((**it).clone()),
            Change::Recall(it) => return self.recalls.push(it.clone()),
            Change::Template(it) => ScheduleChange::Template(it.clone()),
            Change::Exception(it) => ScheduleChange::Exception(it.clone()),
            _ => return,
        };
        let Configuration { revision, setup, people, departments } = &*self.configuration;
        let (revision, setup, people) = (*revision, setup.with(&hours), people.clone());
        let departments = departments.clone();
        self.configuration = Arc::new(Configuration { revision, setup, people, departments });
    }
}

/// The operations of one transaction, one decided after the other.
pub(crate) struct Acts<'t> {
    scene: Scene<'t>,
    ids: &'t Ids,
    /// The rules as they were when the transaction began.
    began: Arc<Configuration>,
    decided: Vec<Decided>,
}

/// An operation as it will be recorded.
pub(crate) struct Decided {
    pub op: OpId,
    pub body: OperationBody,
    pub base: Option<Base>,
    pub promised_to_patient: bool,
    pub changes: Vec<Change>,
    /// The rows as they stood before.
    pub stood: Vec<Change>,
    pub patient: Option<PatientId>,
}

impl<'t> Acts<'t> {
    pub(crate) fn new(scene: Scene<'t>, ids: &'t Ids) -> Acts<'t> {
        Acts { began: Arc::clone(&scene.configuration), scene, ids, decided: Vec::new() }
    }

    /// What the next decision is made on.
    pub fn scene(&self) -> &Scene<'t> {
        &self.scene
    }

    /// What was decided becomes an operation; the scene shows it from now on.
    pub fn take<T>(&mut self, written: Written<T>) -> AppResult<T> {
        let Written { body, base, promised_to_patient, changes, patient, value } = written;
        let stood = self.scene.standing(&changes)?;
        changes.iter().for_each(|it| self.scene.see(it));
        let op = std::mem::replace(&mut self.scene.op, OpId(self.ids.next()));
        self.decided.push(Decided { op, body, base, promised_to_patient, changes, stood, patient });
        Ok(value)
    }

    /// What all of it sets free.
    pub(crate) fn freed(&self) -> Vec<Gap> {
        let stood: Vec<Change> = self.decided.iter().flat_map(|it| it.stood.iter().cloned()).collect();
        let stands: Vec<Change> = self.decided.iter().flat_map(|it| it.changes.iter().cloned()).collect();
        availability::freed(
            Standing { setup: &self.began.setup, rows: &stood },
            Standing { setup: &self.scene.configuration.setup, rows: &stands },
            self.scene.now,
        )
    }

    pub(crate) fn decided(self) -> Vec<Decided> {
        self.decided
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

impl<T> Written<T> {
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Written<U> {
        let Written { body, base, promised_to_patient, changes, patient, value } = self;
        Written { body, base, promised_to_patient, changes, patient, value: f(value) }
    }
}

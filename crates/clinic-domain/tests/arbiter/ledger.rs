//! All rows of an organization in memory, made from changes and from nothing else.

use chrono::NaiveDate;
use clinic_domain::{
    alias::PatientAlias,
    appointment::Appointment,
    arbiter::{Object, Rows, Scene},
    arbitration::{Act, PatientFacts},
    availability::Busy,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, CaregiverId, ConflictId, HoldId, LocationId, OpId, PatientId, RecallId, ResourceId,
        Version, WaitlistId,
    },
    office::Office,
    operation::Change,
    patient::{Caregiver, Patient, RECORD_NUMBERS_ABOVE},
    people::Person,
    policy::SecurityPolicy,
    recall::Recall,
    setup::Setup,
    time::{Instant, Period},
    waitlist::WaitlistEntry,
};
use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
};

#[derive(Default)]
pub struct Ledger {
    setup: Option<Setup>,
    people: Vec<Person>,
    office: Option<Office>,
    rows: HashMap<Object, Change>,
    acts: Vec<Act>,
    queue: HashMap<(LocationId, NaiveDate), u32>,
    last_record_number: u32,
}

type Answer<T> = Result<T, Infallible>;

impl Ledger {
    /// Nothing can be decided before there is an organization, and somebody in it.
    pub fn scene(&self, now: Instant) -> Option<Scene<'_>> {
        let setup = self.setup.as_ref().filter(|_| !self.people.is_empty())?;
        Some(Scene { setup, people: &self.people, office: self.office.as_ref()?, now })
    }

    /// An organization as it was set up, and its people.
    #[must_use]
    pub fn of(setup: &Setup, people: &[Person]) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.see(&Change::Organization(setup.organization.clone()));
        people.iter().for_each(|it| ledger.see(&Change::Person(it.clone())));
        setup.locations.iter().for_each(|it| ledger.see(&Change::Location(it.clone())));
        setup.resources.iter().for_each(|it| ledger.see(&Change::Resource(it.clone())));
        setup.types.iter().for_each(|it| ledger.see(&Change::AppointmentType(it.clone())));
        setup.templates.iter().for_each(|it| ledger.see(&Change::Template(it.clone())));
        setup.exceptions.iter().for_each(|it| ledger.see(&Change::Exception(it.clone())));
        ledger
    }

    /// The rows that stand where these do.
    pub fn stood(&self, changes: &[Change]) -> Vec<Change> {
        changes.iter().filter_map(|it| self.rows.get(&it.object())).cloned().collect()
    }

    pub fn write(&mut self, act: Act) {
        act.after.iter().for_each(|it| self.see(it));
        self.acts.push(act);
    }

    /// A row that is there, whoever wrote it.
    pub fn write_row(&mut self, row: Change) {
        self.see(&row);
    }

    fn see(&mut self, change: &Change) {
        match change {
            Change::Organization(it) if self.setup.is_none() => {
                let organization = it.clone();
                let (locations, resources, types) = (vec![], vec![], vec![]);
                let (templates, exceptions) = (vec![], vec![]);
                let (departments, faq, messages) = (vec![], vec![], vec![]);
                let policy = SecurityPolicy::first(organization.id);
                self.office = Some(Office { policy, departments, faq, templates: messages });
                self.setup = Some(Setup { organization, locations, resources, types, templates, exceptions });
            }
            Change::Person(it) => {
                self.people.retain(|row| row.id != it.id);
                self.people.push(it.clone());
            }
            Change::Appointment(it) => self.count(it),
            Change::Patient(it) => {
                let number = it.counted_record_number().unwrap_or(0);
                self.last_record_number = self.last_record_number.max(number);
            }
            it => {
                self.setup.as_mut().unwrap().take(it);
                self.office.as_mut().unwrap().take(it);
            }
        }
        self.rows.insert(change.object(), change.clone());
    }

    fn count(&mut self, visit: &Appointment) {
        let setup = self.setup.as_ref().unwrap();
        let day = visit.visit.start().local_date(setup.location(visit.location).unwrap().zone);
        let last = self.queue.entry((visit.location, day)).or_default();
        *last = (*last).max(visit.attendance.queue_number.unwrap_or(0));
    }

    fn row(&self, kind: &'static str, id: uuid::Uuid) -> Option<&Change> {
        self.rows.get(&(kind, id))
    }

    fn all<'s, T: 's>(&'s self, kind: impl Fn(&'s Change) -> Option<&'s T>) -> impl Iterator<Item = &'s T> {
        self.rows.values().filter_map(kind)
    }
}

macro_rules! kinds {
    ($($name:ident: $variant:ident($row:ty)),+ $(,)?) => {$(
        fn $name(change: &Change) -> Option<&$row> {
            if let Change::$variant(it) = change { Some(it) } else { None }
        }
    )+};
}

kinds! {
    patient: Patient(Patient),
    caregiver: Caregiver(Caregiver),
    hold: Hold(Hold),
    entry: WaitlistEntry(WaitlistEntry),
    recall: Recall(Recall),
    alias: Alias(PatientAlias),
    day_close: DayClose(DayClose),
    conflict: Conflict(BookingConflict),
}

impl Rows for Ledger {
    type Error = Infallible;

    fn appointment(&self, id: AppointmentId) -> Answer<Option<Appointment>> {
        Ok(self.row("appointment", id.0).and_then(Change::visit).cloned())
    }

    fn patient(&self, id: PatientId) -> Answer<Option<Patient>> {
        Ok(self.row("patient", id.0).and_then(patient).cloned())
    }

    fn patient_facts(&self, id: PatientId) -> Answer<Option<PatientFacts>> {
        Ok(self.row("patient", id.0).and_then(patient).map(PatientFacts::of))
    }

    fn caregiver(&self, id: CaregiverId) -> Answer<Option<Caregiver>> {
        Ok(self.row("caregiver", id.0).and_then(caregiver).cloned())
    }

    fn hold(&self, id: HoldId) -> Answer<Option<Hold>> {
        Ok(self.row("hold", id.0).and_then(hold).cloned())
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Answer<Option<WaitlistEntry>> {
        Ok(self.row("waitlist_entry", id.0).and_then(entry).cloned())
    }

    fn recall(&self, id: RecallId) -> Answer<Option<Recall>> {
        Ok(self.row("recall", id.0).and_then(recall).cloned())
    }

    fn day_close(&self, location: LocationId, day: NaiveDate) -> Answer<Option<DayClose>> {
        Ok(self.all(day_close).find(|it| (it.location, it.day) == (location, day)).cloned())
    }

    fn conflict(&self, id: ConflictId) -> Answer<Option<BookingConflict>> {
        Ok(self.row("booking_conflict", id.0).and_then(conflict).cloned())
    }

    fn alias(&self, merged: PatientId) -> Answer<Option<PatientAlias>> {
        Ok(self.row("patient_alias", merged.0).and_then(alias).cloned())
    }

    fn aliases_of(&self, kept: PatientId) -> Answer<Vec<PatientId>> {
        Ok(self.all(alias).filter(|it| it.is_active && it.kept == kept).map(|it| it.id).collect())
    }

    fn appointments_of(&self, patient: PatientId) -> Answer<Vec<Appointment>> {
        Ok(self.all(Change::visit).filter(|it| it.patient == patient).cloned().collect())
    }

    fn caregivers_of(&self, patient: PatientId) -> Answer<Vec<Caregiver>> {
        Ok(self.all(caregiver).filter(|it| it.patient == patient).cloned().collect())
    }

    fn waitlist_entries_of(&self, patient: PatientId) -> Answer<Vec<WaitlistEntry>> {
        Ok(self.all(entry).filter(|it| it.patient == patient).cloned().collect())
    }

    fn recalls_of(&self, patient: PatientId) -> Answer<Vec<Recall>> {
        Ok(self.all(recall).filter(|it| it.patient == patient).cloned().collect())
    }

    fn standing_holds(&self, now: Instant) -> Answer<Vec<Hold>> {
        Ok(self.all(hold).filter(|it| it.stands(now)).cloned().collect())
    }

    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Answer<Vec<(ResourceId, Busy)>> {
        let visits = self.all(Change::visit).flat_map(Appointment::busy);
        let holds = self.all(hold).filter(|it| it.stands(now)).flat_map(Hold::busy);
        let is_asked = |it: &(ResourceId, Busy)| resources.contains(&it.0) && it.1.during.overlaps(&period);
        Ok(visits.chain(holds).filter(is_asked).collect())
    }

    fn patient_busy(&self, patient: PatientId, period: Period) -> Answer<Vec<(AppointmentId, Period)>> {
        let busy = self.all(Change::visit).filter(|it| it.is_live() && it.patient == patient);
        Ok(busy.filter(|it| it.visit.overlaps(&period)).map(|it| (it.id, it.visit)).collect())
    }

    fn visits_seen(&self, patient: PatientId, before: Instant) -> Answer<Vec<AppointmentId>> {
        let seen = self.all(Change::visit).filter(|it| it.patient == patient && it.status.is_seen());
        Ok(seen.filter(|it| it.visit.start() < before).map(|it| it.id).collect())
    }

    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Answer<u32> {
        Ok(self.queue.get(&(location, day)).map_or(1, |it| it + 1))
    }

    fn next_record_number(&self) -> Answer<Option<u32>> {
        Ok(Some(self.last_record_number.max(RECORD_NUMBERS_ABOVE) + 1))
    }

    fn record_numbers_taken(&self, of: &[String]) -> Answer<BTreeSet<String>> {
        Ok(self.all(patient).map(|it| &it.record_number).filter(|it| of.contains(it)).cloned().collect())
    }

    /// What it replaced is kept for ever here.
    fn act(&self, of: OpId) -> Answer<Option<Act>> {
        Ok(self.acts.iter().find(|it| it.operation.id == of).cloned())
    }

    fn left_by(&self, op: OpId, row: Object) -> Answer<Option<Version>> {
        Ok(self.acts.iter().find(|it| it.operation.id == op).and_then(|it| it.left(row)))
    }
}

//! Operations decided one after the other, each on what the ones before it leave, though nothing of it is written yet.

use super::{Decided, Object, Rows, Scene, decide};
use crate::{
    alias::PatientAlias,
    appointment::Appointment,
    arbitration::{Act, Decision, PatientFacts},
    availability::{Busy, Occupant},
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, CaregiverId, ConflictId, HoldId, LocationId, OpId, PatientId, RecallId, ResourceId,
        Version, WaitlistId,
    },
    office::Office,
    operation::{Change, Operation},
    patient::{Caregiver, Patient},
    people::Person,
    recall::Recall,
    setup::Setup,
    time::{Instant, Period},
    waitlist::WaitlistEntry,
};
use chrono::NaiveDate;
use std::{borrow::Cow, collections::BTreeSet};

/// What was decided so far, with the rules and the people as they are since.
pub struct Ahead<'s> {
    setup: Cow<'s, Setup>,
    people: Cow<'s, [Person]>,
    office: Cow<'s, Office>,
    acts: Vec<Act>,
    /// Where the last state of each decided row is: the act, and the row of it.
    last: Vec<(usize, usize)>,
}

impl<'s> Ahead<'s> {
    #[must_use]
    pub fn new(Scene { setup, people, office, .. }: Scene<'s>) -> Ahead<'s> {
        let (setup, people, office) = (Cow::Borrowed(setup), Cow::Borrowed(people), Cow::Borrowed(office));
        Ahead { setup, people, office, acts: Vec::new(), last: Vec::new() }
    }

    /// What the next decision stands on.
    #[must_use]
    pub fn scene(&self, now: Instant) -> Scene<'_> {
        Scene { setup: &self.setup, people: &self.people, office: &self.office, now }
    }

    /// The rows as they will be once all that was decided is written.
    #[must_use]
    pub const fn over<'a, R>(&'a self, rows: &'a R) -> Over<'a, R> {
        Over { ahead: self, rows }
    }

    /// Decides the next operation. Nothing is changed by that, so that it can be asked again.
    ///
    /// # Errors
    /// See [`decide`].
    pub fn decide<R: Rows>(
        &self,
        operation: &Operation,
        now: Instant,
        rows: &R,
    ) -> Result<Decision<Decided>, R::Error> {
        decide(operation, self.scene(now), &self.over(rows))
    }

    /// Those after it see what it leaves.
    pub fn take(&mut self, operation: Operation, decided: Decided) -> &Act {
        let Decided { changes, stood } = decided;
        changes.iter().for_each(|it| self.see(it));
        let (at, acts) = (self.acts.len(), &mut self.acts);
        acts.push(Act { operation, before: stood, after: changes });
        self.last.retain(|(act, row)| acts[at].left(acts[*act].after[*row].object()).is_none());
        self.last.extend((0..acts[at].after.len()).map(|row| (at, row)));
        &self.acts[at]
    }

    /// What was decided, in order.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The same, to be written.
    #[must_use]
    pub fn into_acts(self) -> Vec<Act> {
        self.acts
    }

    fn see(&mut self, change: &Change) {
        match change {
            Change::Person(it) => {
                let people = self.people.to_mut();
                people.retain(|row| row.id != it.id);
                people.push(it.clone());
            }
            Change::Policy(_) | Change::Department(_) | Change::Faq(_) | Change::MessageTemplate(_) => {
                self.office.to_mut().take(change);
            }
            it if it.is_setup() => self.setup.to_mut().take(it),
            _ => {}
        }
    }

    /// The decided rows of a kind as they stand last.
    fn decided<'a, T: 'a>(
        &'a self,
        kind: impl Fn(&'a Change) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = &'a T> {
        self.last.iter().filter_map(move |(act, row)| kind(&self.acts[*act].after[*row]))
    }

    fn is_decided(&self, id: AppointmentId) -> bool {
        self.decided(Change::visit).any(|it| it.id == id)
    }
}

/// Rows ahead of what is written.
#[derive(Clone, Copy)]
pub struct Over<'a, R> {
    ahead: &'a Ahead<'a>,
    rows: &'a R,
}

impl<R: Rows> Over<'_, R> {
    fn one<T: Clone>(
        &self,
        kind: impl Fn(&Change) -> Option<&T>,
        is_it: impl Fn(&T) -> bool,
        ask: impl FnOnce(&R) -> Result<Option<T>, R::Error>,
    ) -> Result<Option<T>, R::Error> {
        match self.ahead.decided(kind).find(|it| is_it(it)) {
            Some(decided) => Ok(Some(decided.clone())),
            None => ask(self.rows),
        }
    }

    /// Rows as they are written, without those that were decided, with those that were and belong there now.
    fn all<T: Clone>(
        &self,
        mut rows: Vec<T>,
        kind: impl Fn(&Change) -> Option<&T>,
        is_same: impl Fn(&T, &T) -> bool,
        belongs: impl Fn(&T) -> bool,
    ) -> Vec<T> {
        rows.retain(|row| !self.ahead.decided(&kind).any(|it| is_same(it, row)));
        rows.extend(self.ahead.decided(&kind).filter(|it| belongs(it)).cloned());
        rows
    }
}

impl<R: Rows> Rows for Over<'_, R> {
    type Error = R::Error;

    fn appointment(&self, id: AppointmentId) -> Result<Option<Appointment>, R::Error> {
        self.one(Change::visit, |it| it.id == id, |rows| rows.appointment(id))
    }

    fn patient(&self, id: PatientId) -> Result<Option<Patient>, R::Error> {
        self.one(patient, |it| it.id == id, |rows| rows.patient(id))
    }

    fn patient_facts(&self, id: PatientId) -> Result<Option<PatientFacts>, R::Error> {
        match self.ahead.decided(patient).find(|it| it.id == id) {
            Some(decided) => Ok(Some(PatientFacts::of(decided))),
            None => self.rows.patient_facts(id),
        }
    }

    fn caregiver(&self, id: CaregiverId) -> Result<Option<Caregiver>, R::Error> {
        self.one(caregiver, |it| it.id == id, |rows| rows.caregiver(id))
    }

    fn hold(&self, id: HoldId) -> Result<Option<Hold>, R::Error> {
        self.one(hold, |it| it.id == id, |rows| rows.hold(id))
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<WaitlistEntry>, R::Error> {
        self.one(entry, |it| it.id == id, |rows| rows.waitlist_entry(id))
    }

    fn recall(&self, id: RecallId) -> Result<Option<Recall>, R::Error> {
        self.one(recall, |it| it.id == id, |rows| rows.recall(id))
    }

    fn day_close(&self, location: LocationId, day: NaiveDate) -> Result<Option<DayClose>, R::Error> {
        let is_it = |it: &DayClose| (it.location, it.day) == (location, day);
        self.one(day_close, is_it, |rows| rows.day_close(location, day))
    }

    fn conflict(&self, id: ConflictId) -> Result<Option<BookingConflict>, R::Error> {
        self.one(conflict, |it| it.id == id, |rows| rows.conflict(id))
    }

    fn alias(&self, merged: PatientId) -> Result<Option<PatientAlias>, R::Error> {
        self.one(alias, |it| it.id == merged, |rows| rows.alias(merged))
    }

    fn aliases_of(&self, kept: PatientId) -> Result<Vec<PatientId>, R::Error> {
        let mut aliases = self.rows.aliases_of(kept)?;
        aliases.retain(|id| !self.ahead.decided(alias).any(|it| it.id == *id));
        aliases
            .extend(self.ahead.decided(alias).filter(|it| it.is_active && it.kept == kept).map(|it| it.id));
        Ok(aliases)
    }

    fn appointments_of(&self, patient: PatientId) -> Result<Vec<Appointment>, R::Error> {
        let rows = self.rows.appointments_of(patient)?;
        Ok(self.all(rows, Change::visit, |one, other| one.id == other.id, |it| it.patient == patient))
    }

    fn caregivers_of(&self, patient: PatientId) -> Result<Vec<Caregiver>, R::Error> {
        let rows = self.rows.caregivers_of(patient)?;
        Ok(self.all(rows, caregiver, |one, other| one.id == other.id, |it| it.patient == patient))
    }

    fn waitlist_entries_of(&self, patient: PatientId) -> Result<Vec<WaitlistEntry>, R::Error> {
        let rows = self.rows.waitlist_entries_of(patient)?;
        Ok(self.all(rows, entry, |one, other| one.id == other.id, |it| it.patient == patient))
    }

    fn recalls_of(&self, patient: PatientId) -> Result<Vec<Recall>, R::Error> {
        let rows = self.rows.recalls_of(patient)?;
        Ok(self.all(rows, recall, |one, other| one.id == other.id, |it| it.patient == patient))
    }

    fn standing_holds(&self, now: Instant) -> Result<Vec<Hold>, R::Error> {
        let rows = self.rows.standing_holds(now)?;
        Ok(self.all(rows, hold, |one, other| one.id == other.id, |it| it.stands(now)))
    }

    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Result<Vec<(ResourceId, Busy)>, R::Error> {
        let mut busy = self.rows.busy(resources, period, now)?;
        busy.retain(|(_, it)| match it.by {
            Occupant::Visit(id) => !self.ahead.is_decided(id),
            Occupant::Hold(held) => !self.ahead.decided(hold).any(|it| it.id == held.hold),
        });
        let is_asked = |it: &(ResourceId, Busy)| resources.contains(&it.0) && it.1.during.overlaps(&period);
        let visits = self.ahead.decided(Change::visit).flat_map(Appointment::busy);
        let holds = self.ahead.decided(hold).filter(|it| it.stands(now)).flat_map(Hold::busy);
        busy.extend(visits.chain(holds).filter(is_asked));
        Ok(busy)
    }

    fn patient_busy(
        &self,
        patient: PatientId,
        period: Period,
    ) -> Result<Vec<(AppointmentId, Period)>, R::Error> {
        let mut busy = self.rows.patient_busy(patient, period)?;
        busy.retain(|(id, _)| !self.ahead.is_decided(*id));
        let is_busy = |it: &&Appointment| it.is_live() && it.patient == patient && it.visit.overlaps(&period);
        busy.extend(self.ahead.decided(Change::visit).filter(is_busy).map(|it| (it.id, it.visit)));
        Ok(busy)
    }

    fn visits_seen(&self, patient: PatientId, before: Instant) -> Result<Vec<AppointmentId>, R::Error> {
        let mut seen = self.rows.visits_seen(patient, before)?;
        seen.retain(|id| !self.ahead.is_decided(*id));
        let is_seen =
            |it: &&Appointment| it.patient == patient && it.status.is_seen() && it.visit.start() < before;
        seen.extend(self.ahead.decided(Change::visit).filter(is_seen).map(|it| it.id));
        Ok(seen)
    }

    /// A number that a visit lost since is not given again.
    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Result<u32, R::Error> {
        let zone = self.ahead.setup.location(location).map(|it| it.zone);
        let is_then = |it: &&Appointment| {
            it.location == location && zone.is_some_and(|zone| it.visit.start().local_date(zone) == day)
        };
        let rows = self.ahead.acts.iter().flat_map(|it| &it.after).filter_map(Change::visit);
        let given = rows.filter(is_then).filter_map(|it| it.attendance.queue_number).max();
        Ok(self.rows.next_queue_number(location, day)?.max(given.map_or(0, |it| it + 1)))
    }

    fn next_record_number(&self) -> Result<Option<u32>, R::Error> {
        let given = self.ahead.decided(patient).filter_map(Patient::counted_record_number).max();
        Ok(self.rows.next_record_number()?.map(|next| next.max(given.map_or(0, |it| it + 1))))
    }

    fn record_numbers_taken(&self, of: &[String]) -> Result<BTreeSet<String>, R::Error> {
        let mut taken = self.rows.record_numbers_taken(of)?;
        let given = self.ahead.decided(patient).map(|it| &it.record_number);
        taken.extend(given.filter(|it| of.contains(it)).cloned());
        Ok(taken)
    }

    fn act(&self, of: OpId) -> Result<Option<Act>, R::Error> {
        match self.ahead.acts.iter().find(|it| it.operation.id == of) {
            Some(decided) => Ok(Some(decided.clone())),
            None => self.rows.act(of),
        }
    }

    fn left_by(&self, op: OpId, row: Object) -> Result<Option<Version>, R::Error> {
        match self.ahead.acts.iter().find(|it| it.operation.id == op) {
            Some(decided) => Ok(decided.left(row)),
            None => self.rows.left_by(op, row),
        }
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

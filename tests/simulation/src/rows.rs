//! All rows of an organization in memory, made from changes and from nothing else: of the centre, and of a desk's mirror.
//!
//! Invariants: a row never goes back to an earlier version; rows are walked in the order of their kinds and ids, so that a
//! run is the same every time.

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
use clinic_protocol::row_of;
use serde_json::value::RawValue;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    convert::Infallible,
    rc::Rc,
};
use uuid::Uuid;

#[derive(Clone, Default)]
pub struct Table {
    /// By kind and id, in their order. There are few kinds, and a row is looked for often: names are compared for the same,
    /// ids for their order.
    rows: Vec<(&'static str, BTreeMap<Uuid, Rc<Change>>)>,
    rules: Rc<Rules>,
    /// The last number that each location gave on a day.
    queue: BTreeMap<(LocationId, NaiveDate), u32>,
    last_record_number: u32,
    /// The centre's table.
    gives_record_numbers: bool,
    /// What was decided by whoever holds this table; its copies know of each other's.
    acts: Rc<RefCell<BTreeMap<OpId, Rc<Act>>>>,
}

/// What decisions stand on beside the rows, made from rows.
#[derive(Clone, Default)]
struct Rules {
    setup: Option<Setup>,
    people: Vec<Person>,
    office: Option<Office>,
}

type Answer<T> = Result<T, Infallible>;

impl Table {
    /// One whose decisions are the last word.
    pub fn of_centre() -> Table {
        Table { gives_record_numbers: true, ..Table::default() }
    }

    /// Nothing can be decided before there is an organization, and somebody in it.
    pub fn scene(&self, now: Instant) -> Option<Scene<'_>> {
        let setup = self.rules.setup.as_ref().filter(|_| !self.rules.people.is_empty())?;
        Some(Scene { setup, people: &self.rules.people, office: self.rules.office.as_ref()?, now })
    }

    /// A copy that does not know what is decided here from now on.
    pub fn backup(&self) -> Table {
        let acts = Rc::new(RefCell::new(self.acts.borrow().clone()));
        Table { acts, ..self.clone() }
    }

    /// Puts a row unless it is here in the same or a later version. What stood there comes back: nothing was done for `None`.
    pub fn put(&mut self, change: &Rc<Change>) -> Option<Option<Rc<Change>>> {
        let (kind, id) = change.object();
        let stood = match self.kind_mut(kind).entry(id) {
            Entry::Occupied(it) if it.get().version() >= change.version() => return None,
            Entry::Occupied(mut it) => Some(it.insert(Rc::clone(change))),
            Entry::Vacant(it) => {
                it.insert(Rc::clone(change));
                None
            }
        };
        self.see(change);
        Some(stood)
    }

    /// The row as it stood before; none where there was none. The rules are made anew by [`Table::read_rules`].
    pub fn put_back(&mut self, (kind, id): Object, stood: Option<Rc<Change>>) {
        let rows = self.kind_mut(kind);
        match stood {
            Some(row) => rows.insert(id, row),
            None => rows.remove(&id),
        };
    }

    /// The rules as the rows have them.
    pub fn read_rules(&mut self) {
        self.rules = Rc::default();
        let rules: Vec<Rc<Change>> = self.all().map(|it| it.1).filter(|it| is_rule(it)).cloned().collect();
        // The organization comes first: the others stand in it.
        rules.iter().filter(|it| matches!(***it, Change::Organization(_))).for_each(|it| self.see(it));
        rules.iter().for_each(|it| self.see(it));
    }

    /// With no row in it any more.
    pub fn emptied(&self) -> Table {
        let gives_record_numbers = self.gives_record_numbers;
        Table { acts: Rc::clone(&self.acts), gives_record_numbers, ..Table::default() }
    }

    pub fn remember(&self, act: Act) {
        self.acts.borrow_mut().insert(act.operation.id, Rc::new(act));
    }

    pub fn get(&self, (kind, id): Object) -> Option<&Rc<Change>> {
        self.kind(kind)?.get(&id)
    }

    /// The rows of a kind by id, after one of them.
    pub fn after(&self, kind: &str, id: Uuid) -> impl Iterator<Item = (Uuid, &Rc<Change>)> {
        use std::ops::Bound::{Excluded, Unbounded};
        let rows = self.kind(kind).into_iter();
        rows.flat_map(move |it| it.range((Excluded(id), Unbounded))).map(|it| (*it.0, it.1))
    }

    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Change> {
        self.kind(kind).into_iter().flat_map(BTreeMap::values).map(|it| &**it)
    }

    pub fn count(&self, kind: &str) -> usize {
        self.kind(kind).map_or(0, BTreeMap::len)
    }

    pub fn all(&self) -> impl Iterator<Item = (Object, &Rc<Change>)> {
        self.rows.iter().flat_map(|(kind, rows)| rows.iter().map(|it| ((*kind, *it.0), it.1)))
    }

    fn kind(&self, kind: &str) -> Option<&BTreeMap<Uuid, Rc<Change>>> {
        self.rows.iter().find(|it| it.0 == kind).map(|it| &it.1)
    }

    fn kind_mut(&mut self, kind: &'static str) -> &mut BTreeMap<Uuid, Rc<Change>> {
        let at = self.rows.iter().position(|it| it.0 == kind).unwrap_or_else(|| {
            let at = self.rows.partition_point(|it| it.0 < kind);
            self.rows.insert(at, (kind, BTreeMap::new()));
            at
        });
        &mut self.rows[at].1
    }

    pub fn visits(&self) -> impl Iterator<Item = &Appointment> {
        self.of_kind("appointment").filter_map(Change::visit)
    }

    pub fn conflicts(&self) -> impl Iterator<Item = &BookingConflict> {
        self.of_kind("booking_conflict").filter_map(conflict)
    }

    fn see(&mut self, change: &Change) {
        match change {
            Change::Appointment(it) => self.count_arrival(it),
            Change::Patient(it) => {
                let number = it.counted_record_number().unwrap_or(0);
                self.last_record_number = self.last_record_number.max(number);
            }
            it if is_rule(it) => Rc::make_mut(&mut self.rules).see(it),
            _ => {}
        }
    }

    fn count_arrival(&mut self, visit: &Appointment) {
        let Some(number) = visit.attendance.queue_number else { return };
        let Some(location) = self.rules.setup.as_ref().and_then(|it| it.location(visit.location)) else {
            return;
        };
        let last =
            self.queue.entry((visit.location, visit.visit.start().local_date(location.zone))).or_default();
        *last = (*last).max(number);
    }

    fn row(&self, kind: &'static str, id: Uuid) -> Option<&Change> {
        self.get((kind, id)).map(|it| &**it)
    }
}

/// The row as pages carry it, and as they do in a later version.
pub fn row_json(change: &Change, is_newer: bool) -> Box<RawValue> {
    let row = row_of(change);
    if !is_newer {
        return row;
    }
    let text = format!("{{\"from_a_later_version\":{{\"n\":1}},{}", &row.get()[1..]);
    RawValue::from_string(text).unwrap_or_else(|_| unreachable!("a field more is JSON still"))
}

pub fn is_rule(change: &Change) -> bool {
    use Change as C;
    change.is_setup()
        || matches!(
            change,
            C::Person(_) | C::Policy(_) | C::Department(_) | C::Faq(_) | C::MessageTemplate(_)
        )
}

impl Rules {
    fn see(&mut self, change: &Change) {
        match change {
            Change::Organization(it) if self.setup.is_none() => {
                let (locations, resources, types) = (vec![], vec![], vec![]);
                let (templates, exceptions) = (vec![], vec![]);
                let (departments, faq, messages) = (vec![], vec![], vec![]);
                let policy = SecurityPolicy::first(it.id);
                self.office = Some(Office { policy, departments, faq, templates: messages });
                let organization = it.clone();
                self.setup = Some(Setup { organization, locations, resources, types, templates, exceptions });
            }
            Change::Person(it) => {
                self.people.retain(|row| row.id != it.id);
                self.people.push(it.clone());
            }
            it => {
                self.setup.iter_mut().for_each(|setup| setup.take(it));
                self.office.iter_mut().for_each(|office| office.take(it));
            }
        }
    }
}

macro_rules! kinds {
    ($($name:ident: $variant:ident($row:ty)),+ $(,)?) => {$(
        pub fn $name(change: &Change) -> Option<&$row> {
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

impl Rows for Table {
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
        let mut closes = self.of_kind("day_close").filter_map(day_close);
        Ok(closes.find(|it| (it.location, it.day) == (location, day)).cloned())
    }

    fn conflict(&self, id: ConflictId) -> Answer<Option<BookingConflict>> {
        Ok(self.row("booking_conflict", id.0).and_then(conflict).cloned())
    }

    fn alias(&self, merged: PatientId) -> Answer<Option<PatientAlias>> {
        Ok(self.row("patient_alias", merged.0).and_then(alias).cloned())
    }

    fn aliases_of(&self, kept: PatientId) -> Answer<Vec<PatientId>> {
        let aliases = self.of_kind("patient_alias").filter_map(alias);
        Ok(aliases.filter(|it| it.is_active && it.kept == kept).map(|it| it.id).collect())
    }

    fn appointments_of(&self, patient: PatientId) -> Answer<Vec<Appointment>> {
        Ok(self.visits().filter(|it| it.patient == patient).cloned().collect())
    }

    fn caregivers_of(&self, patient: PatientId) -> Answer<Vec<Caregiver>> {
        let all = self.of_kind("caregiver").filter_map(caregiver);
        Ok(all.filter(|it| it.patient == patient).cloned().collect())
    }

    fn waitlist_entries_of(&self, patient: PatientId) -> Answer<Vec<WaitlistEntry>> {
        let all = self.of_kind("waitlist_entry").filter_map(entry);
        Ok(all.filter(|it| it.patient == patient).cloned().collect())
    }

    fn recalls_of(&self, patient: PatientId) -> Answer<Vec<Recall>> {
        let all = self.of_kind("recall").filter_map(recall);
        Ok(all.filter(|it| it.patient == patient).cloned().collect())
    }

    fn standing_holds(&self, now: Instant) -> Answer<Vec<Hold>> {
        Ok(self.of_kind("hold").filter_map(hold).filter(|it| it.stands(now)).cloned().collect())
    }

    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Answer<Vec<(ResourceId, Busy)>> {
        let is_asked = |it: &(ResourceId, Busy)| resources.contains(&it.0) && it.1.during.overlaps(&period);
        let holds = self.of_kind("hold").filter_map(hold).filter(|it| it.stands(now)).flat_map(Hold::busy);
        Ok(self.visits().flat_map(Appointment::busy).chain(holds).filter(is_asked).collect())
    }

    fn patient_busy(&self, patient: PatientId, period: Period) -> Answer<Vec<(AppointmentId, Period)>> {
        let busy = self.visits().filter(|it| it.patient == patient && it.is_live());
        Ok(busy.filter(|it| it.visit.overlaps(&period)).map(|it| (it.id, it.visit)).collect())
    }

    fn visits_seen(&self, patient: PatientId, before: Instant) -> Answer<Vec<AppointmentId>> {
        let seen = self.visits().filter(|it| it.patient == patient && it.status.is_seen());
        Ok(seen.filter(|it| it.visit.start() < before).map(|it| it.id).collect())
    }

    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Answer<u32> {
        Ok(self.queue.get(&(location, day)).map_or(1, |it| it + 1))
    }

    fn next_record_number(&self) -> Answer<Option<u32>> {
        Ok(self.gives_record_numbers.then(|| self.last_record_number.max(RECORD_NUMBERS_ABOVE) + 1))
    }

    fn record_numbers_taken(&self, of: &[String]) -> Answer<BTreeSet<String>> {
        let numbers = self.of_kind("patient").filter_map(patient).map(|it| &it.record_number);
        Ok(numbers.filter(|it| of.contains(it)).cloned().collect())
    }

    /// What it replaced is kept for ever here.
    fn act(&self, of: OpId) -> Answer<Option<Act>> {
        Ok(self.acts.borrow().get(&of).map(|it| Act::clone(it)))
    }

    fn left_by(&self, op: OpId, row: Object) -> Answer<Option<Version>> {
        Ok(self.acts.borrow().get(&op).and_then(|it| it.left(row)))
    }
}

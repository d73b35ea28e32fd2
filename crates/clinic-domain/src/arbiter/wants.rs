//! What an arbiter that has not loaded everything wants to know.

use super::{Scene, adopt::wanted_to_adopt};
use crate::{
    appointment::{AppointmentStatus, Requester},
    availability::looked_at,
    call::CallSubject,
    hold::Hold,
    id::{
        AppointmentId, CaregiverId, ConflictId, HoldId, LocationId, OpId, PatientId, RecallId, ResourceId,
        WaitlistId,
    },
    operation::{Operation, OperationBody, SlotContent},
    time::{Instant, Period},
};
use chrono::NaiveDate;

/// One read of [`super::Rows`], with its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Want {
    Appointment(AppointmentId),
    Patient(Whose),
    PatientFacts(Whose),
    Caregiver(CaregiverId),
    Hold(HoldId),
    WaitlistEntry(WhichEntry),
    Recall(RecallId),
    DayClose(LocationId, NaiveDate),
    Conflict(ConflictId),
    Alias(PatientId),
    AliasesOf(PatientId),
    AppointmentsOf(PatientId),
    CaregiversOf(PatientId),
    WaitlistEntriesOf(PatientId),
    RecallsOf(Whose),
    /// At that moment.
    StandingHolds(Instant),
    Busy(Around),
    PatientBusy(Whose, Period),
    /// Before that moment.
    VisitsSeen(Whose, Instant),
    NextQueueNumber(LocationId, NaiveDate),
    NextRecordNumber,
    RecordNumbersTaken(Vec<String>),
    Act(OpId),
    /// The row's kind and id.
    LeftBy(OpId, super::Object),
}

/// What takes up these resources in a period, with the holds that stand at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Around {
    pub resources: Vec<ResourceId>,
    pub period: Period,
    pub now: Instant,
}

/// A patient, or the one of a visit that is wanted as well: so that one round trip brings both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    Patient(PatientId),
    OfVisit(AppointmentId),
}

/// An entry of the waitlist, or the one that a hold, which is wanted as well, was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhichEntry {
    Entry(WaitlistId),
    OfHold(HoldId),
}

/// What a first round trip should bring: all that the operation is decided on, as far as it says so itself. What only a row
/// tells comes later: the place of a visit that comes back to life, who waits and what they were offered, what an act wrote
/// that is undone.
#[must_use]
pub fn wanted_first(operation: &Operation, scene: Scene<'_>) -> Vec<Want> {
    use OperationBody as B;
    let now = operation.written_at.unwrap_or(scene.now);
    let mut wants = Wants { scene: Scene { now, ..scene }, all: Vec::new() };
    match &operation.body {
        B::Book(it) => {
            wants.add(Want::Appointment(it.appointment));
            wants.all.extend(it.instead_of.map(Want::Appointment));
            wants.booking(Whose::Patient(it.patient), &it.slot, it.requested_by);
            if it.walk_in.is_some() {
                wants.queue_number(it.slot.location);
            }
        }
        B::Reschedule { appointment, slot, requested_by, .. } => {
            wants.add(Want::Appointment(*appointment));
            wants.booking(Whose::OfVisit(*appointment), slot, *requested_by);
        }
        B::Cancel { appointment, .. } => {
            wants.add(Want::Appointment(*appointment));
            wants.add(Want::RecallsOf(Whose::OfVisit(*appointment)));
        }
        B::SetStatus { appointment, to, .. } => wants.step(*appointment, *to),
        B::CheckIn { appointment, .. } => {
            wants.step(*appointment, AppointmentStatus::CheckedIn);
            wants.add(Want::Patient(Whose::OfVisit(*appointment)));
        }
        B::SetConfirmation { appointment, .. }
        | B::SetNote { appointment, .. }
        | B::SetTriage { appointment, .. } => wants.add(Want::Appointment(*appointment)),
        B::LogCall(it) => wants.add(match it.about {
            CallSubject::Visit(id) => Want::Appointment(id),
            CallSubject::Recall(id) => Want::Recall(id),
            CallSubject::WaitlistEntry(id) => Want::WaitlistEntry(WhichEntry::Entry(id)),
        }),
        B::Undo { of } => wants.add(Want::Act(*of)),
        B::HoldPut(it) => wants.hold(it),
        B::Adopt { rows } => wants.all.extend(wanted_to_adopt(rows, scene)),
        body => wants.all.extend(of_records(body, scene.now)),
    }
    if let Some(crate::operation::Base::After(op)) = operation.base {
        wants.all.extend(operation.body.appointment().map(|it| Want::LeftBy(op, ("appointment", it.0))));
    }
    wants.all
}

/// Of patients, of who waits and who is due, and of days that are signed.
fn of_records(body: &OperationBody, now: Instant) -> Vec<Want> {
    use OperationBody as B;
    let record = |id| Want::Patient(Whose::Patient(id));
    let facts = |id| Want::PatientFacts(Whose::Patient(id));
    let entry = |id| Want::WaitlistEntry(WhichEntry::Entry(id));
    match body {
        B::PatientCreate(it) => vec![record(it.id), Want::NextRecordNumber],
        B::PatientPatch(it) => vec![record(it.id), Want::Alias(it.id)],
        B::CaregiverPut(it) => vec![facts(it.patient), Want::Caregiver(it.id)],
        B::PatientMerge { kept, merged, .. } => vec![
            record(*kept),
            record(*merged),
            Want::Alias(*merged),
            Want::Alias(*kept),
            Want::AliasesOf(*merged),
            Want::AppointmentsOf(*merged),
            Want::CaregiversOf(*merged),
            Want::WaitlistEntriesOf(*merged),
            Want::RecallsOf(Whose::Patient(*merged)),
            Want::StandingHolds(now),
        ],
        B::PatientSeparate { merged } => vec![record(*merged), Want::Alias(*merged)],
        B::DaySign(it) => vec![Want::DayClose(it.location, it.day)],
        B::WaitlistPut(it) => vec![facts(it.patient), entry(it.id)],
        B::WaitlistOffer { entry: id, hold } => {
            vec![entry(*id), Want::Hold(hold.id), Want::StandingHolds(now)]
        }
        B::WaitlistAnswer { entry: id, .. } => vec![entry(*id)],
        B::RecallPut(it) => vec![facts(it.patient), Want::Recall(it.id)],
        B::ConflictClaim { conflict } | B::ConflictRelease { conflict } => vec![Want::Conflict(*conflict)],
        B::ConflictResolve { conflict, act, .. } => {
            [Want::Conflict(*conflict)].into_iter().chain(act.map(Want::Act)).collect()
        }
        _ => Vec::new(),
    }
}

struct Wants<'a> {
    scene: Scene<'a>,
    all: Vec<Want>,
}

impl Wants<'_> {
    fn add(&mut self, want: Want) {
        self.all.push(want);
    }

    fn booking(&mut self, whose: Whose, slot: &SlotContent, requested_by: Requester) {
        let now = self.scene.now;
        if let Requester::Caregiver(id) = requested_by {
            self.add(Want::Caregiver(id));
        }
        self.add(Want::PatientFacts(whose));
        self.place(slot);
        self.add(Want::PatientBusy(whose, slot.visit));
        if self.scene.is_for_new_patients(slot) {
            self.add(Want::VisitsSeen(whose, now));
        }
        if let Some(hold) = slot.hold {
            self.add(Want::Hold(hold));
            self.add(Want::WaitlistEntry(WhichEntry::OfHold(hold)));
        }
        self.add(Want::RecallsOf(whose));
    }

    fn place(&mut self, slot: &SlotContent) {
        let (resources, period) = looked_at(self.scene.setup, slot);
        self.add(Want::Busy(Around { resources, period, now: self.scene.now }));
    }

    /// What is released needs no place.
    fn hold(&mut self, wanted: &Hold) {
        self.add(Want::Hold(wanted.id));
        if wanted.is_active {
            self.add(Want::StandingHolds(self.scene.now));
            self.place(&wanted.slot);
            if let Some(whose) = wanted.patient.map(Whose::Patient) {
                self.add(Want::PatientFacts(whose));
                self.add(Want::PatientBusy(whose, wanted.slot.visit));
            }
        }
    }

    /// Which location it is at only the visit tells: those that number everybody are few.
    fn step(&mut self, visit: AppointmentId, to: AppointmentStatus) {
        self.add(Want::Appointment(visit));
        let setup = self.scene.setup;
        for location in setup.locations.iter().filter(|it| it.numbers_arrivals && to.is_arrival()) {
            self.queue_number(location.id);
        }
    }

    fn queue_number(&mut self, location: LocationId) {
        let Scene { setup, now, .. } = self.scene;
        let day = setup.location(location).map(|it| now.local_date(it.zone));
        self.all.extend(day.map(|day| Want::NextQueueNumber(location, day)));
    }
}

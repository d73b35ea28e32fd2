//! A day at one provider's desk: a visit, what people do to it, and what undoing that gives.

use crate::clinic::Clinic;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, CancelReason, ConfirmationState, Requester},
    arbitration::{self, Act, BookingFacts, CancelFacts, PatientFacts, StatusFacts, UndoFacts},
    availability::{Answer, Busy},
    id::{AppointmentId, DeviceId, OpId, PatientId, ResourceId},
    operation::{Booking, Change, Operation, OperationBody, SlotContent},
    patient::ContactChannel,
    people::{Person, Role},
    personal::Personal,
    refusal::Refusal,
    time::Instant,
};
use proptest::prelude::*;
use uuid::Uuid;

/// One thing that a person does to a visit. The numbers pick one of what is possible when it is done.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Move(u8),
    Overbook,
    Cancel(u8, bool),
    Status(u8),
    Confirm(u8),
    Note(u8),
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => any::<u8>().prop_map(Step::Move),
        1 => Just(Step::Overbook),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(reason, by_patient)| Step::Cancel(reason, by_patient)),
        3 => any::<u8>().prop_map(Step::Status),
        1 => any::<u8>().prop_map(Step::Confirm),
        1 => any::<u8>().prop_map(Step::Note),
    ]
}

pub struct World {
    pub clinic: Clinic,
    pub author: Person,
    pub now: Instant,
    provider: ResourceId,
    patient: PatientFacts,
}

impl World {
    /// Eight in the morning; the provider works from nine to five, and half past nine is somebody else's.
    pub fn new() -> World {
        let mut clinic = Clinic::new_york();
        let provider = clinic.provider("09:00", "17:00");
        clinic.take(provider, "2026-03-02T09:30", "2026-03-02T10:00", 0);
        let now = clinic.at("2026-03-02T08:00");
        let patient = PatientFacts { id: PatientId(clinic.id()), is_deceased: false, is_active: true };
        let author = clinic.person(Role::FrontDesk);
        World { clinic, author, now, provider, patient }
    }

    /// A booking at one of the free times of the day.
    pub fn book(&mut self, which: u8) -> Act {
        let slot = self.slot(which, None);
        let appointment = AppointmentId(self.clinic.id());
        let booking = Booking {
            appointment,
            patient: self.patient.id,
            slot,
            requested_by: Requester::Patient,
            note: "".into(),
            overbook_reason: None,
            reminder: None,
            contact_point: Personal::default(),
            instead_of: None,
            series: None,
            walk_in: None,
        };
        let op = self.op();
        let booked = arbitration::book(&self.facts(), &booking, op).unwrap();
        self.done(op, OperationBody::Book(booking), None, booked)
    }

    /// Does it, a minute after what was done last; `None` when it is refused.
    pub fn take(&mut self, step: &Step, visit: &Appointment) -> Option<Act> {
        let (body, after) = self.decide(step, visit)?;
        let op = self.op();
        Some(self.done(op, body, Some(visit.clone()), after))
    }

    pub fn undo(&mut self, act: &Act) -> Result<Appointment, Vec<Refusal>> {
        let current = act.after.clone();
        self.undo_over(act, &current)
    }

    /// Undoes an act whose rows now stand as `current` says.
    pub fn undo_over(&mut self, act: &Act, current: &[Change]) -> Result<Appointment, Vec<Refusal>> {
        let facts = UndoFacts {
            setup: &self.clinic.setup,
            current,
            book: &self.clinic.book,
            patient: Some(self.patient),
            patient_busy: &[],
            author: &self.author,
            now: self.now,
        };
        let back = arbitration::undo(&facts, act).map_err(|it| it.0)?;
        let back = visit_of(&back);
        self.clinic.put(&back);
        Ok(back)
    }

    /// Somebody else's visit at exactly this place.
    pub fn give_away(&mut self, stood: &Appointment) {
        let appointment = AppointmentId(self.clinic.id());
        for it in &stood.allocations {
            self.clinic
                .book
                .insert(it.resource, Busy::of_visit(appointment, stood.appointment_type, stood.visit, it));
        }
    }

    /// Everything that takes up the provider, in an order that stays.
    pub fn taken(&self) -> Vec<Busy> {
        self.clinic.book.of(self.provider).to_vec()
    }

    fn decide(&mut self, step: &Step, visit: &Appointment) -> Option<(OperationBody, Appointment)> {
        self.now = self.now.plus_minutes(1);
        let (appointment, requested_by) = (visit.id, Requester::Clinic);
        match step {
            Step::Move(which) => self.reschedule(visit, self.slot(*which, Some(visit.id)), None),
            Step::Overbook => {
                let mut spot = self.clinic.spot(self.provider, self.clinic.at("2026-03-02T09:30"));
                (spot.asking.now, spot.asking.ignoring) = (self.now, Some(visit.id));
                match self.clinic.answer(&spot) {
                    Answer::Overbook { slot, .. } => self.reschedule(visit, slot, Some("sent by triage")),
                    _ => None,
                }
            }
            Step::Cancel(reason, by_patient) => {
                let requested_by = if *by_patient { Requester::Patient } else { Requester::Clinic };
                let (author, now) = (&self.author, self.now);
                let facts = CancelFacts { author, now, late_cancel_hours: 4, requested_by };
                let reason = *pick(CancelReason::ALL, *reason);
                let after = arbitration::cancel(&facts, visit, reason, &"so it goes".into()).ok()?;
                Some((OperationBody::Cancel { appointment, reason, note: "".into(), requested_by }, after))
            }
            Step::Status(to) => {
                let to = *pick(AppointmentStatus::ALL, *to);
                let (author, now, zone) = (&self.author, self.now, self.clinic.zone);
                let facts = StatusFacts { author, now, zone, requested_by, queue_number: None };
                let after = arbitration::set_status(&facts, visit, to).ok()?;
                Some((OperationBody::SetStatus { appointment, to, requested_by }, after))
            }
            Step::Confirm(state) => {
                let (state, channel) = (*pick(ConfirmationState::ALL, *state), ContactChannel::Sms);
                let after =
                    arbitration::set_confirmation(&self.author, self.now, visit, state, channel).ok()?;
                Some((OperationBody::SetConfirmation { appointment, state, channel }, after))
            }
            Step::Note(n) => {
                let note = format!("note {n}").into();
                let after = arbitration::set_note(&self.author, self.now, visit, &note).ok()?;
                Some((OperationBody::SetNote { appointment, note }, after))
            }
        }
    }

    fn reschedule(
        &self,
        visit: &Appointment,
        slot: SlotContent,
        reason: Option<&str>,
    ) -> Option<(OperationBody, Appointment)> {
        let requested_by = Requester::Patient;
        let after = arbitration::reschedule(&self.facts(), visit, &slot, reason, requested_by, None).ok()?;
        let (appointment, overbook_reason) = (visit.id, reason.map(str::to_owned));
        Some((
            OperationBody::Reschedule { appointment, slot, overbook_reason, requested_by, series: None },
            after,
        ))
    }

    fn slot(&self, which: u8, ignoring: Option<AppointmentId>) -> SlotContent {
        let mut request = self.clinic.request("2026-03-02T08:00", "2026-03-02T18:00");
        (request.asking.now, request.asking.ignoring) = (self.now, ignoring);
        pick(&self.clinic.offers(&request), which).slot.clone()
    }

    fn facts(&self) -> BookingFacts<'_> {
        BookingFacts {
            setup: &self.clinic.setup,
            book: &self.clinic.book,
            patient: self.patient,
            caregiver: None,
            patient_busy: &[],
            is_new_patient: false,
            queue_number: None,
            author: &self.author,
            now: self.now,
        }
    }

    fn op(&mut self) -> OpId {
        OpId(self.clinic.id())
    }

    fn done(
        &mut self,
        id: OpId,
        body: OperationBody,
        before: Option<Appointment>,
        after: Appointment,
    ) -> Act {
        self.clinic.put(&after);
        let row = |it: Appointment| Change::Appointment(Box::new(it));
        Act {
            operation: Operation {
                id,
                device: DeviceId(Uuid::nil()),
                device_seq: 1,
                author: self.author.id,
                at: self.now,
                written_at: None,
                base: None,
                part_of: None,
                promised_to_patient: true,
                body,
            },
            before: before.map(row).into_iter().collect(),
            after: vec![row(after)],
        }
    }
}

fn pick<T>(from: &[T], which: u8) -> &T {
    &from[usize::from(which) % from.len()]
}

/// The visit that rows of an act are about.
pub fn visit_of(rows: &[Change]) -> Appointment {
    match rows {
        [Change::Appointment(it)] => (**it).clone(),
        other => panic!("not one visit: {other:?}"),
    }
}

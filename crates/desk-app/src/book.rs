//! Books the slot that a handle stands for.

use crate::{
    acts::{Done, Scene, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
    holds::taken_up,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::{self, BookingFacts, PatientFacts, Rebooked},
    attendance::TriageCategory,
    availability::{self, Book},
    id::{AppointmentId, PatientId, PersonId},
    operation::{Booking, Change, OperationBody, SlotContent},
    patient::{Caregiver, ContactChannel},
    personal::Personal,
    refusal::Missing,
    time::Period,
};

pub struct BookRequest {
    pub handle: String,
    pub patient: PatientId,
    pub requested_by: Requester,
    /// Nothing, or that of the visit it stands in for, when absent.
    pub note: Option<Personal>,
    pub overbook_reason: Option<String>,
    /// By the patient's own preference, or as for the visit it stands in for, when absent.
    pub reminder: Option<ContactChannel>,
    /// The patient's or the provider's own, or as for the visit it stands in for, when absent.
    pub contact_point: Option<Personal>,
    /// A cancelled or missed visit that this one stands in for: "rebook now".
    pub instead_of: Option<AppointmentId>,
    /// The patient stands at the counter, and it is so urgent.
    pub walk_in: Option<TriageCategory>,
}

pub fn book(desk: &FrontDesk, who: PersonId, request: BookRequest) -> AppResult<Done<Appointment>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let id = AppointmentId(desk.ids.next());
    desk.write(who, "book", |scene| {
        let lost = match request.instead_of {
            Some(id) => Some(found(scene.reader().appointment(id)?, Missing::Appointment)?),
            None => None,
        };
        let written = decide(scene, booking(id, slot, request, lost.as_ref()), lost.as_ref())?;
        Ok(written.map(|it| scene.done(it)))
    })
}

/// The booking inside a write, in place of the lost visit where there is one.
pub(crate) fn decide(
    scene: &Scene<'_>,
    booking: Booking,
    lost: Option<&Appointment>,
) -> AppResult<Written<Appointment>> {
    let mut rows = BookingRows::read(scene, booking.patient, &booking.slot, booking.requested_by)?;
    if booking.walk_in.is_some() {
        let setup = &scene.configuration.setup;
        let location = found(setup.location(booking.slot.location), Missing::Location)?;
        rows.queue_number = Some(scene.next_queue_number(location)?);
    }
    let facts = rows.facts(scene);
    let (booked, lost) = match lost {
        Some(lost) => {
            let Rebooked { booked, lost } = arbitration::rebook(&facts, &booking, lost, scene.op)?;
            (booked, Some(lost))
        }
        None => (arbitration::book(&facts, &booking, scene.op)?, None),
    };
    let visits = std::iter::once(booked.clone()).chain(lost);
    let mut changes: Vec<Change> = visits.map(|it| Change::Appointment(Box::new(it))).collect();
    changes.extend(taken_up(scene, &booking.slot, booked.patient, booked.id)?);
    Ok(Written {
        base: None,
        promised_to_patient: true,
        changes,
        patient: Some(booked.patient),
        value: booked,
        body: OperationBody::Book(booking),
    })
}

/// What is asked for, with what the lost visit hands on where nothing else is said.
pub(crate) fn booking(
    appointment: AppointmentId,
    slot: SlotContent,
    request: BookRequest,
    lost: Option<&Appointment>,
) -> Booking {
    let BookRequest {
        patient,
        requested_by,
        note,
        overbook_reason,
        reminder,
        contact_point,
        instead_of,
        walk_in,
        ..
    } = request;
    Booking {
        appointment,
        patient,
        slot,
        requested_by,
        note: note.or(lost.map(|it| it.note.clone())).unwrap_or_default(),
        overbook_reason,
        reminder: reminder.or(lost.and_then(|it| it.reminder)),
        contact_point: contact_point.or(lost.map(|it| it.contact_point.clone())).unwrap_or_default(),
        instead_of,
        series: None,
        walk_in,
    }
}

/// The rows that a booking or a move is decided on.
pub(crate) struct BookingRows {
    patient: PatientFacts,
    caregiver: Option<Caregiver>,
    book: Book,
    patient_busy: Vec<(AppointmentId, Period)>,
    is_new_patient: bool,
    queue_number: Option<u32>,
}

impl BookingRows {
    pub fn read(
        scene: &Scene<'_>,
        patient: PatientId,
        slot: &SlotContent,
        requested_by: Requester,
    ) -> AppResult<BookingRows> {
        let reader = scene.reader();
        let caregiver = match requested_by {
            Requester::Caregiver(id) => reader.caregiver(id)?,
            Requester::Patient | Requester::Clinic => None,
        };
        Ok(BookingRows {
            patient: found(reader.patient_line(patient)?, Missing::Patient)?.facts(),
            caregiver,
            book: read_book(scene, slot)?,
            patient_busy: scene.patient_busy(patient, slot.visit)?,
            is_new_patient: is_for_new_patients(scene, slot) && !reader.has_past_visit(patient, scene.now)?,
            queue_number: None,
        })
    }

    pub fn facts<'a>(&'a self, scene: &'a Scene<'a>) -> BookingFacts<'a> {
        BookingFacts {
            setup: &scene.configuration.setup,
            book: &self.book,
            patient: self.patient,
            caregiver: self.caregiver.as_ref(),
            patient_busy: &self.patient_busy,
            is_new_patient: self.is_new_patient,
            queue_number: self.queue_number,
            author: &scene.author,
            now: scene.now,
        }
    }
}

fn is_for_new_patients(scene: &Scene<'_>, slot: &SlotContent) -> bool {
    let kind = scene.configuration.setup.appointment_type(slot.appointment_type);
    kind.is_some_and(|it| it.is_new_patient)
}

/// What takes up the slot's resources around it.
pub(crate) fn read_book(scene: &Scene<'_>, slot: &SlotContent) -> AppResult<Book> {
    let (resources, around) = availability::looked_at(&scene.configuration.setup, slot);
    Ok(scene.busy(&resources, around)?.into_iter().collect())
}

//! Books the slot that a handle stands for.

use crate::{
    error::{AppResult, found},
    front_desk::{FrontDesk, Scene, Written},
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::{self, BookingFacts},
    availability::Book,
    id::{AppointmentId, PatientId, PersonId},
    operation::{Booking, Change, OperationBody, SlotContent},
    patient::Caregiver,
    personal::Personal,
    time::Period,
};
use desk_cache::mirror::PatientLine;

pub struct BookRequest {
    pub handle: String,
    pub patient: PatientId,
    pub requested_by: Requester,
    pub note: Personal,
    pub overbook_reason: Option<String>,
}

pub fn book(desk: &FrontDesk, who: PersonId, request: BookRequest) -> AppResult<Appointment> {
    let slot = found(desk.seal.open(&request.handle), "offer")?;
    let booking = Booking {
        appointment: AppointmentId(desk.ids.next()),
        patient: request.patient,
        slot,
        requested_by: request.requested_by,
        note: request.note,
        overbook_reason: request.overbook_reason,
    };
    desk.write(who, "book", |scene| {
        let rows = BookingRows::read(scene, booking.patient, &booking.slot, booking.requested_by)?;
        let appointment = arbitration::book(&rows.facts(scene), &booking, scene.op)?;
        Ok(Written {
            body: OperationBody::Book(booking.clone()),
            base: None,
            promised_to_patient: true,
            changes: vec![Change::Appointment(Box::new(appointment.clone()))],
            patient: Some(appointment.patient),
            value: appointment,
        })
    })
}

/// The rows that a booking or a move is decided on.
pub(crate) struct BookingRows {
    patient: PatientLine,
    caregiver: Option<Caregiver>,
    book: Book,
    patient_busy: Vec<(AppointmentId, Period)>,
    is_new_patient: Option<bool>,
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
            patient: found(reader.patient_line(patient)?, "patient")?,
            caregiver,
            book: read_book(scene, slot)?,
            patient_busy: reader.patient_busy(patient, slot.visit)?,
            is_new_patient: is_new_patient(scene, patient, slot)?,
        })
    }

    pub fn facts<'a>(&'a self, scene: &'a Scene<'a>) -> BookingFacts<'a> {
        BookingFacts {
            setup: &scene.configuration.setup,
            book: &self.book,
            patient: self.patient.id,
            is_deceased: self.patient.is_deceased,
            is_active: self.patient.is_active,
            caregiver: self.caregiver.as_ref(),
            patient_busy: &self.patient_busy,
            is_new_patient: self.is_new_patient,
            author: &scene.author,
            now: scene.now,
        }
    }
}

/// Whether the patient was never here, where the type asks for that.
fn is_new_patient(scene: &Scene<'_>, patient: PatientId, slot: &SlotContent) -> AppResult<Option<bool>> {
    let kind = scene.configuration.setup.appointment_type(slot.appointment_type);
    if !kind.is_some_and(|it| it.is_new_patient) {
        return Ok(None);
    }
    Ok(Some(!scene.reader().has_past_visit(patient, scene.now)?))
}

/// What takes up the slot's resources around it. An hour on both sides lets the engine name the neighbour.
fn read_book(scene: &Scene<'_>, slot: &SlotContent) -> AppResult<Book> {
    let resources: Vec<_> = slot.allocations.iter().map(|it| it.resource).collect();
    let start = slot.allocations.iter().map(|it| it.during.start()).min().unwrap_or(slot.visit.start());
    let end = slot.allocations.iter().map(|it| it.during.end()).max().unwrap_or(slot.visit.end());
    let around = Period::new(start.plus_minutes(-60), end.plus_minutes(60)).unwrap_or(slot.visit);
    Ok(scene.reader().busy(&resources, around)?.into_iter().collect())
}

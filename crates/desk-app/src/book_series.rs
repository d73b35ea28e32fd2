//! Books the chosen occurrences of a series: one act of as many operations, all of them or none.

use crate::{
    acts::Done,
    book,
    error::{AppResult, found},
    front_desk::FrontDesk,
    repair::overtaken,
    series::check_count,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    id::{AppointmentId, PatientId, PersonId, SeriesId},
    operation::{Booking, SlotContent},
    patient::ContactChannel,
    personal::Personal,
    refusal::Missing,
    series::{Pattern, Series},
};

pub struct BookSeries {
    /// One for each visit.
    pub handles: Vec<String>,
    /// What people will read of how they repeat.
    pub pattern: Pattern,
    pub patient: PatientId,
    pub requested_by: Requester,
    pub note: Personal,
    pub reminder: Option<ContactChannel>,
    pub contact_point: Personal,
}

/// What was booked.
pub struct BookedSeries {
    pub first: Appointment,
    pub rest: Vec<Appointment>,
}

/// By start. Each is checked like any other booking, with those before it booked.
pub fn book_series(desk: &FrontDesk, who: PersonId, request: &BookSeries) -> AppResult<Done<BookedSeries>> {
    let slots = opened(desk, &request.handles)?;
    let series = Series { id: SeriesId(desk.ids.next()), pattern: Some(request.pattern.clone()), link: None };
    desk.write(who, "book", |acts| {
        let mut visits = Vec::new();
        for slot in slots {
            let start = slot.visit.start();
            let booking = Booking {
                appointment: AppointmentId(desk.ids.next()),
                patient: request.patient,
                slot,
                requested_by: request.requested_by,
                note: request.note.clone(),
                overbook_reason: None,
                reminder: request.reminder,
                contact_point: request.contact_point.clone(),
                instead_of: None,
                walk_in: None,
                series: Some(series.clone()),
            };
            visits.push(book::decide(acts, booking).map_err(|it| overtaken(it, start))?);
        }
        let mut visits = visits.into_iter();
        Ok(BookedSeries { first: found(visits.next(), Missing::Offer)?, rest: visits.collect() })
    })
}

/// What the handles stand for, by start.
pub(crate) fn opened(desk: &FrontDesk, handles: &[String]) -> AppResult<Vec<SlotContent>> {
    check_count(handles.len())?;
    let mut slots = Vec::new();
    for handle in handles {
        slots.push(found(desk.seal.open(handle), Missing::Offer)?);
    }
    slots.sort_by_key(|it| it.visit.start());
    Ok(slots)
}

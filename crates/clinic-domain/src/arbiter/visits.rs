//! Visits: booked, moved, cancelled, and everything that happens to them on their day.

use super::{Case, Decided, Rows, Ruling, asked, found, is_new};
use crate::{
    appointment::{Appointment, AppointmentStatus, CancelReason, ConfirmationState, Requester},
    arbitration::{self, BookingFacts, CancelFacts, PatientFacts, Rebooked, StatusFacts, unchanged},
    attendance::TriageCategory,
    availability::{self, Book},
    call::{CallAttempt, CallSubject},
    counter::Asked,
    id::{AppointmentId, LocationId, PatientId, ResourceId},
    operation::{Booking, Change, SlotContent},
    organization::Location,
    patient::{Caregiver, ContactChannel, IdentityField},
    personal::Personal,
    refusal::Missing,
    series::Series,
    setup::Setup,
    time::Period,
};

/// What a visit takes up, the same persons elsewhere among it, and from when to when.
pub(super) fn places_of(setup: &Setup, visit: &Appointment) -> (Vec<ResourceId>, Period) {
    let all = || visit.allocations.iter();
    let start = all().map(|it| it.during.start()).min().unwrap_or(visit.visit.start());
    let end = all().map(|it| it.during.end()).max().unwrap_or(visit.visit.end());
    let mut resources = setup.with_same_persons(all().map(|it| it.resource).collect());
    resources.sort_unstable();
    resources.dedup();
    (resources, Period::new(start, end).unwrap_or(visit.visit))
}

/// The rows that a booking or a move is decided on.
struct BookingRows {
    patient: PatientFacts,
    caregiver: Option<Caregiver>,
    book: Book,
    patient_busy: Vec<(AppointmentId, Period)>,
    is_new_patient: bool,
    queue_number: Option<u32>,
}

impl<R: Rows> Case<'_, R> {
    pub(super) fn book(&self, booking: &Booking) -> Ruling<Decided, R> {
        is_new(asked(self.rows.appointment(booking.appointment))?.as_ref())?;
        let lost = match booking.instead_of {
            Some(id) => Some(found(asked(self.rows.appointment(id))?, Missing::Appointment)?),
            None => None,
        };
        let mut rows = self.booking_rows(booking.patient, &booking.slot, booking.requested_by)?;
        if booking.walk_in.is_some() {
            rows.queue_number = Some(self.next_queue_number(self.location(booking.slot.location)?)?);
        }
        let (facts, op) = (self.booking_facts(&rows), self.operation.id);
        let mut decided = match lost {
            Some(lost) => {
                let Rebooked { booked, lost: after } = arbitration::rebook(&facts, booking, &lost, op)?;
                let mut decided = Decided::made(visit(booked));
                decided.replace(visit(lost), visit(after));
                decided
            }
            None => Decided::made(visit(arbitration::book(&facts, booking, op)?)),
        };
        self.take_up(&mut decided, &booking.slot, booking.patient, booking.appointment)?;
        Ok(decided)
    }

    pub(super) fn reschedule(
        &self,
        id: AppointmentId,
        slot: &SlotContent,
        overbook_reason: Option<&str>,
        requested_by: Requester,
        series: Option<&Series>,
    ) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let patient = before.patient;
        let rows = self.booking_rows(patient, slot, requested_by)?;
        let facts = self.booking_facts(&rows);
        let after = arbitration::reschedule(&facts, &before, slot, overbook_reason, requested_by, series)?;
        let mut decided = step(before, after);
        self.take_up(&mut decided, slot, patient, id)?;
        Ok(decided)
    }

    pub(super) fn cancel(
        &self,
        id: AppointmentId,
        reason: CancelReason,
        note: &Personal,
        requested_by: Requester,
    ) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let facts = CancelFacts {
            author: self.author,
            now: self.scene.now,
            late_cancel_hours: self.scene.setup.organization.settings.late_cancel_hours,
            requested_by,
        };
        let after = arbitration::cancel(&facts, &before, reason, note)?;
        let recalls = self.recalls_of(before.patient)?;
        let reopened = arbitration::reopened(&recalls, id);
        let mut decided = step(before, after);
        decided.replace_recalls(recalls, reopened);
        Ok(decided)
    }

    pub(super) fn set_status(
        &self,
        id: AppointmentId,
        to: AppointmentStatus,
        requested_by: Requester,
    ) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let facts = self.status_facts(&before, to, requested_by)?;
        let after = arbitration::set_status(&facts, &before, to)?;
        self.check_still_free(&before, &after)?;
        Ok(step(before, after))
    }

    pub(super) fn check_in(
        &self,
        id: AppointmentId,
        verified: &[IdentityField],
        requested_by: Requester,
        what_was_asked: Asked,
    ) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let patient = found(asked(self.rows.patient(before.patient))?, Missing::Patient)?;
        let facts = self.status_facts(&before, AppointmentStatus::CheckedIn, requested_by)?;
        let after = arbitration::check_in(&facts, &before, &patient, verified, what_was_asked)?;
        self.check_still_free(&before, &after)?;
        Ok(step(before, after))
    }

    pub(super) fn set_confirmation(
        &self,
        id: AppointmentId,
        state: ConfirmationState,
        channel: ContactChannel,
    ) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let after = arbitration::set_confirmation(self.author, self.scene.now, &before, state, channel)?;
        Ok(step(before, after))
    }

    pub(super) fn set_note(&self, id: AppointmentId, note: &Personal) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let after = arbitration::set_note(self.author, self.scene.now, &before, note)?;
        Ok(step(before, after))
    }

    pub(super) fn set_triage(&self, id: AppointmentId, category: TriageCategory) -> Ruling<Decided, R> {
        let before = self.current(id)?;
        let after = arbitration::set_triage(self.author, self.scene.now, &before, category)?;
        Ok(step(before, after))
    }

    pub(super) fn log_call(&self, attempt: CallAttempt) -> Ruling<Decided, R> {
        let (author, now) = (self.author, self.scene.now);
        match attempt.about {
            CallSubject::Visit(id) => {
                let before = self.current(id)?;
                let after = arbitration::log_call(author, now, &before, attempt)?;
                Ok(step(before, after))
            }
            CallSubject::Recall(id) => {
                let before = found(asked(self.rows.recall(id))?, Missing::Recall)?;
                unchanged(before.version, self.seen(("recall", id.0))?)?;
                let after = arbitration::log_recall_call(author, now, &before, attempt)?;
                Ok(Decided::put(Some(Change::Recall(before)), Change::Recall(after)))
            }
            CallSubject::WaitlistEntry(id) => {
                let before = self.current_entry(id)?;
                let after = arbitration::log_waitlist_call(author, now, &before, attempt)?;
                let entry = |it| Change::WaitlistEntry(Box::new(it));
                Ok(Decided::put(Some(entry(before)), entry(after)))
            }
        }
    }

    /// The visit, unless somebody changed it since the person saw it.
    fn current(&self, id: AppointmentId) -> Ruling<Appointment, R> {
        let visit = found(asked(self.rows.appointment(id))?, Missing::Appointment)?;
        unchanged(visit.version, self.seen(("appointment", id.0))?)?;
        Ok(visit)
    }

    fn booking_rows(
        &self,
        patient: PatientId,
        slot: &SlotContent,
        requested_by: Requester,
    ) -> Ruling<BookingRows, R> {
        let caregiver = match requested_by {
            Requester::Caregiver(id) => asked(self.rows.caregiver(id))?,
            Requester::Patient | Requester::Clinic => None,
        };
        Ok(BookingRows {
            patient: found(asked(self.rows.patient_facts(patient))?, Missing::Patient)?,
            caregiver,
            book: self.book_around(slot)?,
            patient_busy: self.patient_busy(patient, slot.visit)?,
            is_new_patient: self.scene.is_for_new_patients(slot)
                && asked(self.rows.visits_seen(patient, self.scene.now))?.is_empty(),
            queue_number: None,
        })
    }

    fn booking_facts<'f>(&'f self, rows: &'f BookingRows) -> BookingFacts<'f> {
        BookingFacts {
            setup: self.scene.setup,
            book: &rows.book,
            patient: rows.patient,
            caregiver: rows.caregiver.as_ref(),
            patient_busy: &rows.patient_busy,
            is_new_patient: rows.is_new_patient,
            queue_number: rows.queue_number,
            author: self.author,
            now: self.scene.now,
        }
    }

    /// What takes up the slot's resources around it.
    pub(super) fn book_around(&self, slot: &SlotContent) -> Ruling<Book, R> {
        let (resources, around) = availability::looked_at(self.scene.setup, slot);
        Ok(asked(self.rows.busy(&resources, around, self.scene.now))?.into_iter().collect())
    }

    pub(super) fn patient_busy(
        &self,
        patient: PatientId,
        period: Period,
    ) -> Ruling<Vec<(AppointmentId, Period)>, R> {
        let mut busy = asked(self.rows.patient_busy(patient, period))?;
        busy.sort_unstable_by_key(|it| (it.1, it.0));
        Ok(busy)
    }

    /// What takes up the places of a visit, at its times.
    pub(super) fn book_of(&self, visit: &Appointment) -> Ruling<Book, R> {
        let (resources, during) = places_of(self.scene.setup, visit);
        Ok(asked(self.rows.busy(&resources, during, self.scene.now))?.into_iter().collect())
    }

    pub(super) fn location(&self, id: LocationId) -> Ruling<&Location, R> {
        Ok(found(self.scene.setup.location(id), Missing::Location)?)
    }

    fn next_queue_number(&self, location: &Location) -> Ruling<u32, R> {
        asked(self.rows.next_queue_number(location.id, self.scene.now.local_date(location.zone)))
    }

    /// Where the location numbers everybody who arrives, with the number that the patient would wait by.
    fn status_facts(
        &self,
        visit: &Appointment,
        to: AppointmentStatus,
        requested_by: Requester,
    ) -> Ruling<StatusFacts<'_>, R> {
        let location = self.location(visit.location)?;
        let is_numbered =
            location.numbers_arrivals && to.is_arrival() && visit.attendance.queue_number.is_none();
        let queue_number = if is_numbered { Some(self.next_queue_number(location)?) } else { None };
        let (author, now) = (self.author, self.scene.now);
        Ok(StatusFacts { author, now, zone: location.zone, requested_by, queue_number })
    }

    /// A no-show that turns up comes back to life: its place may be somebody else's by now.
    fn check_still_free(&self, before: &Appointment, after: &Appointment) -> Ruling<(), R> {
        if before.is_live() || !after.is_live() {
            return Ok(());
        }
        let book = self.book_of(after)?;
        let mut lost = after
            .allocations
            .iter()
            .flat_map(|it| availability::place_lost(self.scene.setup, &book, after, it));
        lost.next().map_or(Ok(()), |refusal| Err(refusal.into()))
    }
}

fn visit(it: Appointment) -> Change {
    Change::Appointment(Box::new(it))
}

fn step(before: Appointment, after: Appointment) -> Decided {
    Decided::put(Some(visit(before)), visit(after))
}

//! The desk of a small clinic: whatever is done to a visit is decided by arbitration, and the book is kept as the
//! store keeps it.

use crate::clinic::Clinic;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, CancelReason, Requester},
    arbitration::{self, BookingFacts, CancelFacts, Decision, PatientFacts, StatusFacts},
    id::{AppointmentId, OpId, PatientId},
    operation::{Booking, SlotContent},
    people::{Person, Role},
    refusal::Refusal,
    time::{Instant, Period},
};

pub struct Desk {
    pub clinic: Clinic,
    pub author: Person,
    pub now: Instant,
    pub visits: Vec<Appointment>,
}

/// Which visit it is, or every reason why not.
pub type Done = Result<AppointmentId, Vec<Refusal>>;

impl Desk {
    /// A receptionist, long before anything in the book.
    pub fn of(mut clinic: Clinic) -> Desk {
        let author = clinic.person(Role::FrontDesk);
        Desk { clinic, author, now: Instant(0), visits: vec![] }
    }

    pub fn patient(&mut self) -> PatientId {
        PatientId(self.clinic.id())
    }

    /// The first offer at this wall-clock time.
    pub fn slot(&self, wall: &str) -> SlotContent {
        let mut request = self.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        request.within = Period::of_minutes(self.clinic.at(wall), 12 * 60).unwrap();
        let first = self.clinic.offers(&request).swap_remove(0).slot;
        assert_eq!(first.visit.start(), request.within.start());
        first
    }

    pub fn book(&mut self, patient: PatientId, slot: &SlotContent) -> Done {
        self.overbook(patient, slot, None)
    }

    pub fn overbook(&mut self, patient: PatientId, slot: &SlotContent, reason: Option<&str>) -> Done {
        let booking = Booking {
            appointment: AppointmentId(self.clinic.id()),
            patient,
            slot: slot.clone(),
            requested_by: Requester::Patient,
            note: "".into(),
            overbook_reason: reason.map(str::to_owned),
            reminder: None,
            contact_point: "".into(),
            instead_of: None,
            series: None,
            walk_in: None,
        };
        let op = OpId(self.clinic.id());
        let decided = arbitration::book(&self.facts(patient, &self.visits_of(patient)), &booking, op);
        self.keep(decided)
    }

    pub fn reschedule(&mut self, id: AppointmentId, slot: &SlotContent) -> Done {
        let visit = self.visit(id);
        let busy = self.visits_of(visit.patient);
        let facts = self.facts(visit.patient, &busy);
        let decided = arbitration::reschedule(&facts, visit, slot, None, Requester::Patient, None);
        self.keep(decided)
    }

    pub fn cancel(&mut self, id: AppointmentId) -> Done {
        let facts = CancelFacts {
            author: &self.author,
            now: self.now,
            late_cancel_hours: 24,
            requested_by: Requester::Patient,
        };
        let reason = CancelReason::PatientRequest;
        let decided = arbitration::cancel(&facts, self.visit(id), reason, &"".into());
        self.keep(decided)
    }

    pub fn set_status(&mut self, id: AppointmentId, to: AppointmentStatus) -> Done {
        let facts = StatusFacts {
            author: &self.author,
            now: self.now,
            zone: self.clinic.zone,
            requested_by: Requester::Patient,
            queue_number: None,
        };
        let decided = arbitration::set_status(&facts, self.visit(id), to);
        self.keep(decided)
    }

    /// A booked visit whose row says this status, as an import may bring it.
    pub fn booked_as(&mut self, wall: &str, status: AppointmentStatus) -> AppointmentId {
        let (patient, slot) = (self.patient(), self.slot(wall));
        let id = self.book(patient, &slot).unwrap();
        self.keep(Ok(Appointment { status, ..self.visit(id).clone() })).unwrap()
    }

    pub fn visit(&self, id: AppointmentId) -> &Appointment {
        self.visits.iter().find(|it| it.id == id).unwrap()
    }

    fn visits_of(&self, patient: PatientId) -> Vec<(AppointmentId, Period)> {
        let theirs = self.visits.iter().filter(|it| it.patient == patient && it.is_live());
        theirs.map(|it| (it.id, it.visit)).collect()
    }

    fn facts<'a>(&'a self, id: PatientId, patient_busy: &'a [(AppointmentId, Period)]) -> BookingFacts<'a> {
        BookingFacts {
            setup: &self.clinic.setup,
            book: &self.clinic.book,
            patient: PatientFacts { id, is_deceased: false, is_active: true },
            caregiver: None,
            patient_busy,
            is_new_patient: false,
            queue_number: None,
            author: &self.author,
            now: self.now,
        }
    }

    fn keep(&mut self, decided: Decision<Appointment>) -> Done {
        let visit = decided.map_err(|it| it.0)?;
        self.clinic.put(&visit);
        self.visits.retain(|it| it.id != visit.id);
        self.visits.push(visit);
        Ok(self.visits[self.visits.len() - 1].id)
    }
}

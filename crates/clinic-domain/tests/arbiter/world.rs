//! A provider, a receptionist, two patients, and operations to be decided.

use crate::{clinic::Clinic, ledger::Ledger};
use clinic_domain::{
    appointment::{CancelReason, Requester},
    arbiter::decide,
    arbitration::{Act, Decision},
    id::{AppointmentId, DeviceId, OpId, PatientId, Version},
    operation::{Base, Booking, Change, Operation, OperationBody, SlotContent},
    patient::Patient,
    people::{Person, Role},
    time::Instant,
};
use uuid::Uuid;

pub struct World {
    pub clinic: Clinic,
    pub ledger: Ledger,
    pub author: Person,
    pub now: Instant,
    pub patients: [PatientId; 2],
}

impl World {
    /// Eight in the morning of a Monday; the provider works from nine to five.
    pub fn new() -> World {
        let mut clinic = Clinic::new_york();
        clinic.provider("09:00", "17:00");
        let mut author = clinic.person(Role::FrontDesk);
        author.roles.push(Role::PracticeManager);
        let ledger = Ledger::of(&clinic.setup, std::slice::from_ref(&author));
        let now = clinic.at("2026-03-02T08:00");
        let patients = [PatientId(clinic.id()), PatientId(clinic.id())];
        let mut world = World { clinic, ledger, author, now, patients };
        for id in patients {
            world.done(None, OperationBody::PatientCreate(Box::new(record(id)))).unwrap();
        }
        world
    }

    pub fn operation(&mut self, base: Option<Base>, body: OperationBody) -> Operation {
        Operation {
            id: OpId(self.clinic.id()),
            device: DeviceId(Uuid::nil()),
            device_seq: 1,
            author: self.author.id,
            at: self.now,
            written_at: None,
            part_of: None,
            base,
            promised_to_patient: false,
            body,
        }
    }

    /// Decides it; what is not refused is written.
    pub fn done(&mut self, base: Option<Base>, body: OperationBody) -> Decision<Act> {
        let operation = self.operation(base, body);
        let decided = decide(&operation, self.ledger.scene(self.now).unwrap(), &self.ledger).unwrap()?;
        let act = Act { operation, before: decided.stood, after: decided.changes };
        self.ledger.write(act.clone());
        Ok(act)
    }

    /// The first free half hour from that time on, as it is before anything is booked.
    pub fn slot(&self, wall: &str) -> SlotContent {
        let request = self.clinic.request(wall, "2026-03-02T17:00");
        self.clinic.offers(&request).swap_remove(0).slot
    }

    pub fn booking(&mut self, patient: PatientId, wall: &str) -> Booking {
        Booking {
            appointment: AppointmentId(self.clinic.id()),
            patient,
            slot: self.slot(wall),
            requested_by: Requester::Patient,
            note: "".into(),
            overbook_reason: None,
            reminder: None,
            contact_point: "".into(),
            instead_of: None,
            series: None,
            walk_in: None,
        }
    }
}

pub fn record(id: PatientId) -> Patient {
    Patient {
        family_name: "Ruiz".into(),
        birth_date: "1990-04-12".parse().ok(),
        record_number: "7".into(),
        ..Patient::new(id)
    }
}

pub fn cancelling(appointment: AppointmentId) -> OperationBody {
    OperationBody::Cancel {
        appointment,
        reason: CancelReason::PatientRequest,
        note: "".into(),
        requested_by: Requester::Patient,
    }
}

pub fn seen(version: u64) -> Option<Base> {
    Some(Base::Version(Version(version)))
}

/// The codes of the reasons why not.
pub fn codes<T>(decided: Decision<T>) -> Vec<&'static str> {
    let refused = decided.err().expect("it was to be refused");
    refused.0.iter().map(clinic_domain::refusal::Refusal::code).collect()
}

pub fn number(act: &Act) -> &str {
    match &act.after[0] {
        Change::Patient(it) => &it.record_number,
        other => panic!("{other:?}"),
    }
}

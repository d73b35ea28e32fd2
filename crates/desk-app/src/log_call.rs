//! Somebody tried to reach a patient: about a visit, about what they wait for, or about what they are due for.

use crate::{
    acts::{Done, Scene, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::{Appointment, CallOutcome},
    arbitration::{self, unchanged},
    call::{CallAttempt, CallSubject},
    id::{LocationId, PatientId, PersonId, Version},
    operation::{Base, Change, OperationBody},
    recall::Recall,
    refusal::Missing,
    time::start_instant,
    waitlist::WaitlistEntry,
};

pub struct CallRequest {
    pub about: CallSubject,
    /// The visit, the recall or the entry as the person saw it.
    pub seen: Version,
    pub outcome: CallOutcome,
    /// On the clock of the location.
    pub call_again: Option<NaiveDateTime>,
}

/// What somebody called about.
pub enum Called {
    Visit(Box<Appointment>),
    Recall(Recall),
    WaitlistEntry(Box<WaitlistEntry>),
}

pub fn log_call(desk: &FrontDesk, who: PersonId, request: &CallRequest) -> AppResult<Done<Called>> {
    desk.write(who, "log_call", |scene| {
        let before = Called::read(scene, request.about)?;
        unchanged(before.version(), request.seen)?;
        let (location, patient) = before.whose();
        let zone = found(scene.configuration.setup.location(location), Missing::Location)?.zone;
        let call_again = request.call_again.map(|wall| start_instant(zone, wall));
        let attempt = CallAttempt { about: request.about, outcome: request.outcome, call_again };
        let (author, now) = (&scene.author, scene.now);
        let after = match before {
            Called::Visit(it) => Called::Visit(Box::new(arbitration::log_call(author, now, &it, attempt)?)),
            Called::Recall(it) => Called::Recall(arbitration::log_recall_call(author, now, &it, attempt)?),
            Called::WaitlistEntry(it) => {
                Called::WaitlistEntry(Box::new(arbitration::log_waitlist_call(author, now, &it, attempt)?))
            }
        };
        Ok(Written {
            body: OperationBody::LogCall(attempt),
            base: Some(Base::Version(request.seen)),
            promised_to_patient: false,
            changes: vec![after.change()],
            patient: Some(patient),
            value: scene.done(after),
        })
    })
}

impl Called {
    fn read(scene: &Scene<'_>, about: CallSubject) -> AppResult<Called> {
        let reader = scene.reader();
        Ok(match about {
            CallSubject::Visit(id) => {
                Called::Visit(Box::new(found(reader.appointment(id)?, Missing::Appointment)?))
            }
            CallSubject::Recall(id) => Called::Recall(found(reader.recall(id)?, Missing::Recall)?),
            CallSubject::WaitlistEntry(id) => {
                Called::WaitlistEntry(Box::new(found(reader.waitlist_entry(id)?, Missing::WaitlistEntry)?))
            }
        })
    }

    fn version(&self) -> Version {
        match self {
            Called::Visit(it) => it.version,
            Called::Recall(it) => it.version,
            Called::WaitlistEntry(it) => it.version,
        }
    }

    /// Where, and for whom.
    #[must_use]
    pub fn whose(&self) -> (LocationId, PatientId) {
        match self {
            Called::Visit(it) => (it.location, it.patient),
            Called::Recall(it) => (it.location, it.patient),
            Called::WaitlistEntry(it) => (it.location, it.patient),
        }
    }

    fn change(&self) -> Change {
        match self {
            Called::Visit(it) => Change::Appointment(it.clone()),
            Called::Recall(it) => Change::Recall(it.clone()),
            Called::WaitlistEntry(it) => Change::WaitlistEntry(it.clone()),
        }
    }
}

//! Somebody tried to reach a patient: about a visit, about what they wait for, or about what they are due for.

use crate::{
    acts::{Acts, Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, CallOutcome},
    arbitration::Act,
    call::{CallAttempt, CallSubject},
    id::{LocationId, PatientId, PersonId, Version},
    operation::{Change, OperationBody},
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
    desk.write(who, "log_call", |acts| {
        let CallRequest { about, outcome, .. } = *request;
        let call_again = match request.call_again {
            Some(wall) => Some(start_instant(zone_of(acts, about)?, wall)),
            None => None,
        };
        let body = OperationBody::LogCall(CallAttempt { about, outcome, call_again });
        Called::of(acts.decide(body, seen(request.seen))?)
    })
}

fn zone_of(acts: &Acts<'_>, about: CallSubject) -> AppResult<Tz> {
    let rows = acts.mirror();
    let location = match about {
        CallSubject::Visit(id) => found(rows.appointment(id)?, Missing::Appointment)?.location,
        CallSubject::Recall(id) => found(rows.recall(id)?, Missing::Recall)?.location,
        CallSubject::WaitlistEntry(id) => found(rows.waitlist_entry(id)?, Missing::WaitlistEntry)?.location,
    };
    Ok(found(acts.scene().setup.location(location), Missing::Location)?.zone)
}

impl Called {
    fn of(act: &Act) -> AppResult<Called> {
        let called = act.after.iter().find_map(|it| match it {
            Change::Appointment(it) => Some(Called::Visit(it.clone())),
            Change::Recall(it) => Some(Called::Recall(it.clone())),
            Change::WaitlistEntry(it) => Some(Called::WaitlistEntry(it.clone())),
            _ => None,
        });
        found(called, Missing::Act)
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
}

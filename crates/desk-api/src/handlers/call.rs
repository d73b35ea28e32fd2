//! Attempts to reach a patient.

use super::{
    SignedIn,
    appointment::{after_change, announce_visits},
    patient_tag, waitlist_tag,
};
use crate::{
    call::Call,
    dto::{
        call::{CallAboutView, CalledView, LogCallRequest},
        refusal::Outcome,
    },
    error::ApiError,
    shape::time::parse_wall,
};
use clinic_domain::{call::CallSubject, invalid::Field};
use desk_app::{
    acts::Done,
    error::AppResult,
    log_call::{self, CallRequest, Called},
};

pub fn log_call(call: &Call<'_>, request: LogCallRequest) -> Result<Outcome<CalledView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = CallRequest {
        about: match request.about {
            CallAboutView::Appointment(id) => CallSubject::Visit(id),
            CallAboutView::Recall(id) => CallSubject::Recall(id),
            CallAboutView::WaitlistEntry(id) => CallSubject::WaitlistEntry(id),
        },
        seen: request.version,
        outcome: request.outcome,
        call_again: request.call_again.as_deref().map(|it| parse_wall(Field::CallAgain, it)).transpose()?,
    };
    let called = log_call::log_call(&signed_in.front, signed_in.person, &wanted);
    let told = called.and_then(|Done { value, op }| Ok(Done { value: told(call, &signed_in, &value)?, op }));
    signed_in.undoable(told)
}

/// Tells whoever shows what the call was about.
fn told(call: &Call<'_>, signed_in: &SignedIn, called: &Called) -> AppResult<CalledView> {
    let appointment = if let Called::Visit(it) = called {
        announce_visits(call, &signed_in.front.configuration()?.setup, [&**it]);
        Some(Box::new(after_change(signed_in, it.id)?))
    } else {
        let (location, patient) = called.whose();
        call.announce([waitlist_tag(location), patient_tag(patient)]);
        None
    };
    Ok(CalledView { appointment })
}

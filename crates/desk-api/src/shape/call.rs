//! Attempts to reach a patient, in words.

use super::waitlist::type_name;
use crate::{
    dto::call::{CallsView, PatientCallView},
    words::Wording,
};
use chrono_tz::Tz;
use clinic_domain::{people::Person, time::Instant, worklist::Calls};
use desk_app::patient_card::PatientCall;

/// On the clock of the location.
#[must_use]
pub fn calls_view(people: &[Person], zone: Tz, now: Instant, calls: Calls) -> CallsView {
    let by = calls.by.and_then(|id| people.iter().find(|it| it.id == id));
    CallsView {
        count: calls.count,
        wall_at: calls.at.wall_text(zone),
        by: by.map_or_else(String::new, |it| it.name.clone()),
        outcome: calls.outcome,
        again: calls.again.map(|at| at.wall_text(zone)),
        is_due: calls.is_due(now),
    }
}

#[must_use]
pub fn patient_call(wording: &Wording<'_>, it: &PatientCall) -> PatientCallView {
    let zone = wording.setup.location(it.location).map_or(wording.zone, |it| it.zone);
    PatientCallView {
        list: it.list,
        type_name: type_name(wording.setup, it.appointment_type),
        wall_at: it.call.at.wall_text(zone),
        by: wording.person(it.call.by).unwrap_or_default().to_owned(),
        outcome: it.call.outcome,
        again: it.call.call_again.map(|at| at.wall_text(zone)),
    }
}

//! Who is due when, and what settles it.

use super::{
    Decision, Put, permitted,
    records::{MAX_NOTE, invalid, text},
};
use crate::{
    id::AppointmentId,
    invalid::{Field, Problem},
    operation::SlotContent,
    people::{Permission, Person},
    recall::{LONGEST_WINDOW_DAYS, Recall, RecallStatus},
    refusal::{Missing, Refusal, ToCome},
    setup::Setup,
    time::Instant,
};
use chrono::Days;

const LONGEST_AHEAD_DAYS: u64 = 3653;

/// A new recall, a changed one, or one that is not wanted any more.
pub fn put_recall(
    author: &Person,
    setup: &Setup,
    now: Instant,
    current: Option<&Recall>,
    wanted: &Recall,
) -> Decision<Recall> {
    permitted(author, Permission::Book)?;
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if current.is_some_and(|it| !it.is_open()) || wanted.status == RecallStatus::Booked {
        return Err(ToCome::RecallSettled.into());
    }
    let zone = setup.location(wanted.location).ok_or(Refusal::NotFound { what: Missing::Location })?.zone;
    if !setup.appointment_type(wanted.appointment_type).is_some_and(|it| it.is_active) {
        return Err(Refusal::NotFound { what: Missing::AppointmentType }.into());
    }
    if !wanted.provider.is_none_or(|id| setup.is_provider(id)) {
        return invalid(Field::Provider, Problem::WrongKind);
    }
    let today = now.local_date(zone);
    if current.is_none() && wanted.due < today {
        return invalid(Field::Due, Problem::InThePast);
    }
    if wanted.due > today + Days::new(LONGEST_AHEAD_DAYS) {
        return invalid(Field::Due, Problem::OverTenYearsAhead);
    }
    if wanted.window_days > LONGEST_WINDOW_DAYS {
        return invalid(Field::WindowDays, Problem::AtMost { most: LONGEST_WINDOW_DAYS });
    }
    text(Field::Note, wanted.note.expose(), MAX_NOTE)?;
    let mut recall = Recall { version, booked: None, ..wanted.clone() };
    match current {
        Some(current) => {
            (recall.patient, recall.made_at, recall.by) = (current.patient, current.made_at, current.by);
            recall.calls.clone_from(&current.calls);
        }
        None => {
            (recall.made_at, recall.by) = (now, author.id);
            recall.calls.clear();
        }
    }
    Ok(recall)
}

/// The patient's recalls that a visit in this slot settles.
#[must_use]
pub fn settled(setup: &Setup, recalls: &[Recall], slot: &SlotContent, by: AppointmentId) -> Vec<Recall> {
    let Some(location) = setup.location(slot.location) else {
        return Vec::new();
    };
    let day = slot.visit.start().local_date(location.zone);
    let served = recalls.iter().filter(|it| it.is_served_by(slot, day));
    let settle = |it: &Recall| Recall {
        version: it.version.next(),
        status: RecallStatus::Booked,
        booked: Some(by),
        ..it.clone()
    };
    served.map(settle).collect()
}

/// The recalls that are open again once the visit that settled them is lost.
#[must_use]
pub fn reopened(recalls: &[Recall], lost: AppointmentId) -> Vec<Recall> {
    let settled = recalls.iter().filter(|it| it.booked == Some(lost));
    let reopen = |it: &Recall| Recall {
        version: it.version.next(),
        status: RecallStatus::Open,
        booked: None,
        ..it.clone()
    };
    settled.map(reopen).collect()
}

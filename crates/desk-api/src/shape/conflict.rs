//! Promises that could not be kept, in words.

use super::{
    offer::{self, resource_name},
    patient::phone_views,
    time::date_text,
    visit::listed_name,
    waitlist::type_name,
};
use crate::{
    dto::conflict::{
        ConflictClaimView, ConflictCountsView, ConflictView, ConflictsView, PromisedView, RefusedView,
        SettledView, StandingView, WinnerView,
    },
    words::{Act, Wording},
};
use clinic_domain::{
    appointment::Appointment,
    arbitration::Refused,
    conflict::{BookingConflict, LostAct},
    id::{DeviceId, PersonId},
};
use desk_app::conflicts::{ConflictCounts, ConflictRow, Conflicts, Promised, RefusedRow};
use desk_cache::mirror::PatientLine;

#[must_use]
pub fn view(
    wording: &Wording<'_>,
    me: PersonId,
    list: &Conflicts,
    desk_name: impl Fn(DeviceId) -> Option<String>,
) -> ConflictsView {
    ConflictsView {
        location: list.location,
        today: date_text(list.now.local_date(wording.zone)),
        conflicts: list
            .rows
            .iter()
            .map(|it| conflict(wording, me, it, desk_name(it.conflict.device)))
            .collect(),
        refused: list.refused.iter().map(|it| refused(wording, it)).collect(),
    }
}

#[must_use]
pub fn counts(it: ConflictCounts) -> ConflictCountsView {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    ConflictCountsView { open: small(it.open), urgent: small(it.urgent), refused: small(it.refused) }
}

#[must_use]
pub fn settled(it: &BookingConflict) -> SettledView {
    let outcome = it.resolution.as_ref().map(|it| it.outcome);
    SettledView { conflict: it.id, version: it.version, outcome }
}

fn conflict(wording: &Wording<'_>, me: PersonId, row: &ConflictRow, desk: Option<String>) -> ConflictView {
    let it = &row.conflict;
    let patient = row.patient.as_ref();
    let (type_name, provider_name) = what(wording, row);
    let wall = |at: clinic_domain::time::Instant| at.wall_text(wording.zone);
    ConflictView {
        conflict: it.id,
        version: it.version,
        lost: it.lost,
        is_urgent: row.is_urgent,
        patient: it.patient,
        patient_name: patient.map_or_else(String::new, |it| listed_name(&PatientLine::from(it))),
        birth_date: patient.and_then(|it| it.birth_date).map(date_text),
        phones: patient.map_or_else(Vec::new, phone_views),
        wall_start: wall(it.starts_at),
        type_name,
        provider_name,
        note: it.note.expose().to_owned(),
        is_promised: it.is_promised,
        because: because(wording, &it.reasons),
        by: person(wording, it.by),
        is_of_here: row.is_of_here,
        desk: desk.unwrap_or_default(),
        wall_decided_at: wall(it.decided_at),
        wall_lost_at: wall(it.lost_at),
        winners: row
            .winners
            .iter()
            .map(|(visit, patient)| winner(wording, visit, patient.as_ref()))
            .collect(),
        // What a lost booking left here is in no other book.
        visit: row.visit.as_ref().filter(|_| it.lost != LostAct::Booking).map(|it| standing(wording, it)),
        alternatives: row
            .alternatives
            .iter()
            .map(|(handle, offer)| offer::view(wording, handle.clone(), offer))
            .collect(),
        promised: row.promised.as_ref().map(|it| promised(wording, it)),
        claim: it.claim.map(|it| ConflictClaimView {
            by: person(wording, it.by),
            is_mine: it.by == me,
            wall_at: wall(it.at),
        }),
    }
}

/// Of which type and with whom it was to be, or is.
fn what(wording: &Wording<'_>, row: &ConflictRow) -> (String, String) {
    let setup = wording.setup;
    let of_slot = row.conflict.slot.as_ref().map(|it| (it.appointment_type, &it.allocations));
    let of_visit = row.visit.as_ref().map(|it| (it.appointment_type, &it.allocations));
    let Some((kind, allocations)) = of_slot.or(of_visit) else { return (String::new(), String::new()) };
    let provider = setup.own_provider(allocations).map_or_else(String::new, |id| resource_name(setup, id));
    (type_name(setup, kind), provider)
}

fn winner(wording: &Wording<'_>, visit: &Appointment, patient: Option<&PatientLine>) -> WinnerView {
    let last = visit.history.last();
    WinnerView {
        visit: standing(wording, visit),
        patient_name: patient.map_or_else(String::new, listed_name),
        by: last.and_then(|it| it.by).map_or_else(String::new, |it| person(wording, it)),
        wall_at: last.map_or_else(String::new, |it| it.at.wall_text(wording.zone)),
    }
}

fn standing(wording: &Wording<'_>, it: &Appointment) -> StandingView {
    let setup = wording.setup;
    let provider = setup.own_provider(&it.allocations);
    StandingView {
        appointment: it.id,
        date: date_text(it.visit.start().local_date(wording.zone)),
        wall_start: it.visit.start().wall_text(wording.zone),
        type_name: type_name(setup, it.appointment_type),
        provider_name: provider.map_or_else(String::new, |id| resource_name(setup, id)),
        status: it.status,
    }
}

fn promised(wording: &Wording<'_>, it: &Promised) -> PromisedView {
    let views = |reasons: &Vec<_>| wording.views(&Refused(reasons.clone()));
    match it {
        Promised::Free(handle) => PromisedView::Free { handle: handle.clone() },
        Promised::Overbook(handle, because) => {
            PromisedView::Overbook { handle: handle.clone(), because: views(because) }
        }
        Promised::Refused(reasons) => PromisedView::Refused { reasons: views(reasons) },
    }
}

fn refused(wording: &Wording<'_>, row: &RefusedRow) -> RefusedView {
    let operation = &row.refused.operation;
    let did = wording.language.did(Act::of(operation.body.kind()).unwrap_or(Act::ChangedSetup));
    RefusedView {
        op: operation.id,
        what: format!("{} {did}", person(wording, operation.author)),
        patient_name: row.patient.as_ref().map_or_else(String::new, listed_name),
        wall_at: operation.at.wall_text(wording.zone),
        because: because(wording, &row.refused.reasons),
    }
}

fn because(wording: &Wording<'_>, codes: &[String]) -> Vec<String> {
    let mut sentences: Vec<String> =
        codes.iter().map(|it| wording.language.lost_because(it).to_owned()).collect();
    sentences.dedup();
    sentences
}

fn person(wording: &Wording<'_>, id: PersonId) -> String {
    wording.person(id).unwrap_or_default().to_owned()
}

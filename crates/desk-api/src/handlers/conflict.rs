//! Promises that could not be kept: who takes care of one, and what the patient has instead.

use super::{CONFLICTS, SignedIn, appointment::announce_visits, patient_tag, waitlist_tag};
use crate::{
    call::Call,
    dto::{
        conflict::{
            ConflictCountsView, ConflictsRequest, ConflictsView, InsteadView, LetGoRequest,
            ResolveConflictRequest, SeenConflictRequest, SettledView,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
    shape::conflict as shape,
};
use clinic_domain::conflict::BookingConflict;
use desk_app::{
    acts::Done,
    conflicts::{self, Instead, ResolveRequest, SeenConflict},
    error::AppResult,
};

pub fn conflicts(call: &Call<'_>, request: ConflictsRequest) -> Result<ConflictsView, ApiError> {
    let signed_in = call.signed_in()?;
    let list = conflicts::conflicts(&signed_in.front, signed_in.person, request.location)?;
    let configuration = signed_in.front.configuration()?;
    let wording = signed_in.wording(&configuration, Some(request.location));
    Ok(shape::view(&wording, signed_in.person, &list, |it| call.desk.desk_name(it)))
}

pub fn count_conflicts(call: &Call<'_>, request: ConflictsRequest) -> Result<ConflictCountsView, ApiError> {
    let signed_in = call.signed_in()?;
    let counts = conflicts::count_conflicts(&signed_in.front, signed_in.person, request.location)?;
    Ok(shape::counts(counts))
}

pub fn claim_conflict(
    call: &Call<'_>,
    request: SeenConflictRequest,
) -> Result<Outcome<SettledView>, ApiError> {
    let signed_in = call.signed_in()?;
    let claimed = conflicts::claim(&signed_in.front, signed_in.person, seen(&request));
    settled(call, &signed_in, claimed)
}

pub fn release_conflict(
    call: &Call<'_>,
    request: SeenConflictRequest,
) -> Result<Outcome<SettledView>, ApiError> {
    let signed_in = call.signed_in()?;
    let released = conflicts::release(&signed_in.front, signed_in.person, seen(&request));
    settled(call, &signed_in, released)
}

const fn seen(request: &SeenConflictRequest) -> SeenConflict {
    SeenConflict { conflict: request.conflict, version: request.version }
}

fn settled(
    call: &Call<'_>,
    signed_in: &SignedIn,
    result: AppResult<Done<BookingConflict>>,
) -> Result<Outcome<SettledView>, ApiError> {
    signed_in.undoable(result.map(|Done { value, op }| {
        call.announce([CONFLICTS.to_owned()]);
        Done { value: shape::settled(&value), op }
    }))
}

pub fn resolve_conflict(
    call: &Call<'_>,
    request: ResolveConflictRequest,
) -> Result<Outcome<SettledView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = ResolveRequest {
        seen: SeenConflict { conflict: request.conflict, version: request.version },
        instead: match request.instead {
            InsteadView::Time { handle, overbook_reason } => Instead::Time { handle, overbook_reason },
            InsteadView::Waitlist => Instead::Waitlist,
            InsteadView::Nothing => Instead::Nothing,
        },
        note: request.note.trim().into(),
    };
    let resolved = conflicts::resolve(&signed_in.front, signed_in.person, wanted);
    signed_in.undoable(resolved.and_then(|Done { value, op }| {
        let configuration = signed_in.front.configuration()?;
        announce_visits(call, &configuration.setup, value.visits.iter().chain(&value.lost));
        let conflict = &value.conflict;
        let waitlist = value.entry.is_some().then(|| waitlist_tag(conflict.location));
        call.announce([CONFLICTS.to_owned(), patient_tag(conflict.patient)].into_iter().chain(waitlist));
        Ok(Done { value: shape::settled(conflict), op })
    }))
}

pub fn let_go(call: &Call<'_>, request: LetGoRequest) -> Result<Outcome<Nothing>, ApiError> {
    let signed_in = call.signed_in()?;
    let gone = conflicts::let_go(&signed_in.front, signed_in.person, request.op);
    signed_in.outcome(gone.and_then(|changes| {
        let configuration = signed_in.front.configuration()?;
        announce_visits(call, &configuration.setup, changes.iter().filter_map(|it| it.visit()));
        let patients = changes.iter().filter_map(|it| it.patient()).map(patient_tag);
        call.announce([CONFLICTS.to_owned(), "setup".to_owned()].into_iter().chain(patients));
        Ok(Nothing {})
    }))
}

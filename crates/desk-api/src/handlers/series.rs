//! Visits that repeat: looked at, booked, moved and cancelled together.

use super::{
    SignedIn,
    appointment::{after_change, announce_visits, by, cancel_request, requester},
};
use crate::{
    call::Call,
    dto::{
        appointment::AppointmentView,
        refusal::Outcome,
        series::{
            BookSeriesRequest, CancelSeriesRequest, MoveSeriesRequest, PreviewSeriesMoveRequest,
            PreviewSeriesRequest, SeriesChangeView, SeriesMoveView, SeriesPlanView, SeriesScope,
        },
    },
    error::ApiError,
    shape::series::{ending, occurrence, pattern},
};
use clinic_domain::{appointment::Appointment, id::AppointmentId};
use desk_app::{
    acts::Done,
    book_series::{self, BookedSeries},
    cancel_series,
    error::AppResult,
    move_series::{self, PlannedMove},
    series::{self, Planned, Scope},
};

pub fn preview_series(
    call: &Call<'_>,
    request: PreviewSeriesRequest,
) -> Result<Outcome<SeriesPlanView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = series::PreviewSeries {
        handle: request.handle,
        patient: request.patient,
        pattern: pattern(&request.pattern)?,
        ending: ending(&request.ending)?,
    };
    let planned = series::preview_series(&signed_in.front, signed_in.person, &wanted);
    let configuration = signed_in.front.configuration()?;
    signed_in.outcome(planned.map(|(location, planned): (_, Vec<Planned>)| {
        let wording = signed_in.wording(&configuration, Some(location));
        SeriesPlanView {
            rhythm: signed_in.language.rhythm(&wanted.pattern),
            occurrences: planned.into_iter().map(|it| occurrence(&wording, it, None)).collect(),
        }
    }))
}

pub fn book_series(
    call: &Call<'_>,
    request: BookSeriesRequest,
) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = book_series::BookSeries {
        handles: request.handles,
        pattern: pattern(&request.pattern)?,
        patient: request.patient,
        requested_by: requester(request.requested_by),
        note: request.note.trim().into(),
        reminder: request.reminder,
        contact_point: request.contact_point.trim().into(),
    };
    let booked = book_series::book_series(&signed_in.front, signed_in.person, &wanted);
    signed_in.undoable(booked.and_then(|Done { value: BookedSeries { first, rest }, op }| {
        let setup = &signed_in.front.configuration()?.setup;
        announce_visits(call, setup, std::iter::once(&first).chain(&rest));
        Ok(Done { value: after_change(&signed_in, first.id)?, op })
    }))
}

pub fn preview_series_move(
    call: &Call<'_>,
    request: PreviewSeriesMoveRequest,
) -> Result<Outcome<SeriesPlanView>, ApiError> {
    let signed_in = call.signed_in()?;
    let PreviewSeriesMoveRequest { appointment, handle, scope } = request;
    let wanted = move_series::PreviewMove { appointment, handle, scope: scope_of(scope) };
    let planned = move_series::preview_move(&signed_in.front, signed_in.person, &wanted);
    let configuration = signed_in.front.configuration()?;
    signed_in.outcome(planned.map(|(location, moves)| {
        let wording = signed_in.wording(&configuration, Some(location));
        let view = |it: PlannedMove| occurrence(&wording, it.planned, Some(&it.visit));
        SeriesPlanView { rhythm: String::new(), occurrences: moves.into_iter().map(view).collect() }
    }))
}

pub fn move_series(
    call: &Call<'_>,
    request: MoveSeriesRequest,
) -> Result<Outcome<SeriesChangeView>, ApiError> {
    let signed_in = call.signed_in()?;
    let chosen = |it: SeriesMoveView| move_series::ChosenMove {
        appointment: it.appointment,
        seen: it.version,
        handle: it.handle,
    };
    let wanted = move_series::MoveSeries {
        appointment: request.appointment,
        handle: request.handle,
        moves: request.moves.into_iter().map(chosen).collect(),
        requested_by: requester(request.requested_by),
    };
    let moved = move_series::move_series(&signed_in.front, signed_in.person, &wanted);
    changed(
        call,
        &signed_in,
        request.appointment,
        moved.map(|it| Done {
            value: it.value.into_iter().map(|it| Changed { now: it.now, before: Some(it.before) }).collect(),
            op: it.op,
        }),
    )
}

pub fn cancel_series(
    call: &Call<'_>,
    request: CancelSeriesRequest,
) -> Result<Outcome<SeriesChangeView>, ApiError> {
    let signed_in = call.signed_in()?;
    let CancelSeriesRequest { cancel, scope } = request;
    let named = cancel.appointment;
    let by = by(&signed_in, cancel.written_at.as_deref())?;
    let cancelled =
        cancel_series::cancel_series(&signed_in.front, by, cancel_request(cancel), scope_of(scope));
    changed(
        call,
        &signed_in,
        named,
        cancelled.map(|it| Done {
            value: it.value.into_iter().map(|now| Changed { now, before: None }).collect(),
            op: it.op,
        }),
    )
}

/// A visit as it is, and as it stood where it was moved.
struct Changed {
    now: Appointment,
    before: Option<Appointment>,
}

/// Tells the boards that show the visits, now and before, and answers the named one as it is.
fn changed(
    call: &Call<'_>,
    signed_in: &SignedIn,
    named: AppointmentId,
    result: AppResult<Done<Vec<Changed>>>,
) -> Result<Outcome<SeriesChangeView>, ApiError> {
    signed_in.undoable(result.and_then(|Done { value: visits, op }| {
        let setup = &signed_in.front.configuration()?.setup;
        let both = visits.iter().flat_map(|it| std::iter::once(&it.now).chain(&it.before));
        announce_visits(call, setup, both);
        let count = u32::try_from(visits.len()).unwrap_or(u32::MAX);
        Ok(Done { value: SeriesChangeView { visit: after_change(signed_in, named)?, count }, op })
    }))
}

const fn scope_of(scope: SeriesScope) -> Scope {
    match scope {
        SeriesScope::Following => Scope::Following,
        SeriesScope::All => Scope::All,
    }
}

//! Keeping times for visits to come.

use super::day_tags;
use crate::{
    call::Call,
    dto::{
        hold::{HoldTimeRequest, HoldView, ReleaseHoldRequest},
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
    shape::{hold as shape, visit::Board},
};
use clinic_domain::{hold::Hold, setup::Setup};
use desk_app::{acts::Done, holds};

pub fn hold_time(call: &Call<'_>, request: HoldTimeRequest) -> Result<Outcome<HoldView>, ApiError> {
    let signed_in = call.signed_in()?;
    let front = &signed_in.front;
    let wanted = holds::HoldRequest {
        handle: request.handle,
        patient: request.patient,
        minutes: request.minutes,
        note: request.note.trim().into(),
    };
    let result = holds::hold_time(front, signed_in.person, wanted).and_then(|Done { value: hold, op }| {
        let configuration = front.configuration()?;
        let setup = &configuration.setup;
        call.announce(tags(setup, &hold));
        let wording = signed_in.wording(&configuration, Some(hold.slot.location));
        let board = Board::of_visit(setup, wording.zone, hold.slot.visit.start(), front.now());
        let kept = holds::kept_by(front, hold)?;
        Ok(Done { value: shape::view(&wording, &board, &kept), op })
    });
    signed_in.undoable(result)
}

pub fn release_hold(call: &Call<'_>, request: ReleaseHoldRequest) -> Result<Outcome<Nothing>, ApiError> {
    let signed_in = call.signed_in()?;
    let result = holds::release_hold(&signed_in.front, signed_in.person, request.hold).and_then(|hold| {
        call.announce(tags(&signed_in.front.configuration()?.setup, &hold));
        Ok(Nothing {})
    });
    signed_in.outcome(result)
}

/// The boards that show it.
fn tags(setup: &Setup, hold: &Hold) -> Vec<String> {
    day_tags(setup, hold.slot.location, &hold.slot.allocations, hold.slot.visit.start())
}

//! Taking back what a write did.

use super::{
    CONFLICTS, SignedIn,
    appointment::{after_change, announce_visits},
    day::{announce_block, blocked_view},
    day_tags, patient_tag, waitlist_tag,
};
use crate::{
    call::Call,
    dto::{
        refusal::Outcome,
        undo::{UndoRequest, UndoneView},
    },
    error::ApiError,
    shape::{patient as shape, time::date_text},
};
use desk_app::{
    error::AppResult,
    undo::{self, Record, Undone},
};

pub fn undo(call: &Call<'_>, request: UndoRequest) -> Result<Outcome<UndoneView>, ApiError> {
    let signed_in = call.signed_in()?;
    let undone = undo::undo(&signed_in.front, signed_in.person, request.of);
    signed_in.outcome(undone.and_then(|it| told(call, &signed_in, &it)))
}

/// Tells whoever shows what was undone, and answers it as it is now.
fn told(call: &Call<'_>, signed_in: &SignedIn, undone: &Undone) -> AppResult<UndoneView> {
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    announce_visits(call, setup, &undone.visits);
    if undone.reopens_conflict {
        call.announce([CONFLICTS.to_owned()]);
    }
    Ok(match &undone.record {
        Record::Visit(it) => UndoneView::Visit { appointment: Box::new(after_change(signed_in, it.id)?) },
        Record::Patient(it) => {
            call.announce([patient_tag(it.id)]);
            UndoneView::Patient { patient: Box::new(shape::view(it)) }
        }
        Record::Caregiver(it) => {
            call.announce([patient_tag(it.patient)]);
            UndoneView::Caregiver { caregiver: shape::caregiver_view(it) }
        }
        Record::Hold(it) => {
            let slot = &it.slot;
            call.announce(day_tags(setup, slot.location, &slot.allocations, slot.visit.start()));
            UndoneView::ToCome
        }
        Record::WaitlistEntry(it) => {
            call.announce([waitlist_tag(it.location), patient_tag(it.patient)]);
            UndoneView::ToCome
        }
        Record::Recall(it) => {
            call.announce([waitlist_tag(it.location), patient_tag(it.patient)]);
            UndoneView::ToCome
        }
        Record::Conflict(_) => UndoneView::ToCome,
        Record::Day(it) => UndoneView::Day { location: it.location, date: date_text(it.day) },
        Record::Block(it) => {
            announce_block(call, setup, it);
            let block = blocked_view(setup, it, signed_in.front.now());
            UndoneView::Block { block, is_closed: it.exception.is_active }
        }
    })
}

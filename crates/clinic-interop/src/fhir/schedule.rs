//! Schedule and Slot.

use super::{
    Draft,
    keys::{keys, reference, references},
    visit::label,
    wire::{self, Concept, Flag, Identifier, Many, Pointer, Text, flag, text},
};
use crate::{
    record::{Body, Schedule, Slot, Target},
    report::Reason,
    when,
};

wire::wire! {
    WireSchedule {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, active: Option<Flag<'a>>, actor: Many<Pointer<'a>>,
    }
    WireSlot {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, service_type: Many<Concept<'a>>,
        appointment_type: Option<Concept<'a>>, schedule: Option<Pointer<'a>>, status: Option<Text<'a>>,
        start: Option<Text<'a>>, end: Option<Text<'a>>, comment: Option<Text<'a>>,
    }
}

pub(super) fn schedule(wire: &WireSchedule<'_>, full_url: Option<&str>) -> Draft {
    let schedule =
        Schedule { actors: references(&wire.actor, Target::Any), is_active: flag(wire.active, true) };
    let body =
        if schedule.actors.is_empty() { Err(Reason::ProviderMissing) } else { Ok(Body::Schedule(schedule)) };
    Draft::new(&wire.id, keys("Schedule", &wire.id, &wire.identifier, full_url), body)
}

pub(super) fn slot(wire: &WireSlot<'_>, full_url: Option<&str>) -> Draft {
    Draft::new(&wire.id, keys("Slot", &wire.id, &wire.identifier, full_url), slot_body(wire).map(Body::Slot))
}

fn slot_body(wire: &WireSlot<'_>) -> Result<Slot, Reason> {
    let is_free = match text(&wire.status) {
        "free" => true,
        "busy" | "busy-unavailable" | "busy-tentative" => false,
        "entered-in-error" => return Err(Reason::EnteredInError),
        _ => return Err(Reason::StatusUnknown),
    };
    let at = |it: &Option<Text<'_>>| match text(it) {
        "" => Err(Reason::StartMissing),
        given => when::minute(given),
    };
    let (start, end) = (at(&wire.start)?, at(&wire.end)?);
    if end <= start {
        return Err(Reason::EndBeforeStart);
    }
    Ok(Slot {
        schedule: wire.schedule.as_ref().and_then(|it| reference(it, Target::Schedule)),
        is_free,
        start,
        end,
        label: wire.appointment_type.as_ref().or(wire.service_type.first()).and_then(label),
        comment: text(&wire.comment).to_owned(),
    })
}

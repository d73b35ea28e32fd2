//! A time that is kept, as the board shows it.

use super::{
    offer,
    time::date_text,
    visit::{Board, listed_name},
};
use crate::{dto::hold::HoldView, words::Wording};
use clinic_domain::{availability::Offer, time::Period};
use desk_app::holds::Kept;

#[must_use]
pub fn view(wording: &Wording<'_>, board: &Board<'_>, kept: &Kept) -> HoldView {
    let (hold, slot) = (&kept.hold, &kept.hold.slot);
    let start = slot.allocations.iter().map(|it| it.during.start()).min();
    let end = slot.allocations.iter().map(|it| it.during.end()).max();
    let blocked = start.zip(end).and_then(|(start, end)| Period::new(start, end)).unwrap_or(slot.visit);
    let kind = board.setup.appointment_type(slot.appointment_type);
    let patient = kept.patient.as_ref();
    HoldView {
        hold: hold.id,
        offer: offer::view(wording, kept.handle.clone(), &Offer::of(slot.clone())),
        patient: hold.patient,
        patient_name: patient.map_or_else(String::new, listed_name),
        birth_date: patient.and_then(|it| it.birth_date).map(date_text),
        appointment_type: slot.appointment_type,
        type_name: kind.map_or_else(String::new, |it| it.name.clone()),
        from_minute: board.minute(slot.visit.start()),
        to_minute: board.minute(slot.visit.end()),
        blocked_from_minute: board.minute(blocked.start()),
        blocked_to_minute: board.minute(blocked.end()),
        wall_until: hold.until.wall_text(wording.zone),
        minutes_left: u32::try_from((hold.until.0 - board.now.0 + 59) / 60).unwrap_or(0),
        by: wording.person(hold.by).unwrap_or_default().to_owned(),
        note: hold.note.expose().to_owned(),
        entry: hold.entry,
    }
}

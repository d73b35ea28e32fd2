//! Keeping a time for a visit to come, and what becomes of the hold when somebody books it.

use super::{
    Decision, Put, Refused, permitted,
    records::{MAX_NOTE, text},
};
use crate::{
    availability::{self, Asking, Book},
    hold::{Held, Hold, LONGEST_HOLD_MINUTES, MOST_HOLDS},
    id::{AppointmentId, PatientId},
    invalid::{Field, Problem},
    operation::SlotContent,
    people::{Permission, Person},
    refusal::{Refusal, ToCome},
    setup::Setup,
    time::{Instant, Period},
    waitlist::{OfferAnswer, WaitlistEntry, WaitlistStatus},
};

/// What a hold is decided on, loaded inside the writing transaction.
pub struct HoldFacts<'a> {
    pub setup: &'a Setup,
    /// What takes up the slot's resources around it.
    pub book: &'a Book,
    /// How many other holds of the location stand.
    pub standing: usize,
    /// Of the patient, where it is known for whom.
    pub patient_busy: &'a [(AppointmentId, Period)],
    /// The visit that will be moved into it.
    pub moving: Option<AppointmentId>,
    pub author: &'a Person,
    pub now: Instant,
}

/// A new hold, one that is kept for longer, or its release.
pub fn put_hold(facts: &HoldFacts<'_>, current: Option<&Hold>, wanted: &Hold) -> Decision<Hold> {
    permitted(facts.author, Permission::Book)?;
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if current.is_some_and(|it| !it.is_active) || (current.is_none() && !wanted.is_active) {
        return Err(ToCome::HoldOver.into());
    }
    if let Some(current) = current.filter(|_| !wanted.is_active) {
        return Ok(current.released());
    }
    text(Field::Note, wanted.note.expose(), MAX_NOTE)?;
    if wanted.until <= facts.now {
        return Err(Refusal::Invalid { field: Field::Until, problem: Problem::InThePast }.into());
    }
    if wanted.until > facts.now.plus_minutes(i64::from(LONGEST_HOLD_MINUTES)) {
        return Err(ToCome::HoldTooLong { limit_minutes: LONGEST_HOLD_MINUTES }.into());
    }
    if facts.standing >= usize::from(MOST_HOLDS) {
        return Err(ToCome::HoldsFull { limit: MOST_HOLDS }.into());
    }
    let hold = match current {
        Some(current) => Hold { version, until: wanted.until, note: wanted.note.clone(), ..current.clone() },
        None => {
            let slot = SlotContent { hold: None, ..wanted.slot.clone() };
            Hold { version, slot, by: facts.author.id, ..wanted.clone() }
        }
    };
    check_time(facts, &hold)?;
    Ok(hold)
}

fn check_time(facts: &HoldFacts<'_>, hold: &Hold) -> Decision<()> {
    // Nobody gives a reason for what is only kept.
    if hold.slot.waives.is_some() || hold.slot.allocations.iter().any(|it| it.lane > 0) {
        return Err(Refusal::OverbookReasonMissing.into());
    }
    let asking = Asking {
        now: facts.now,
        patient_busy: facts.patient_busy,
        ignoring: facts.moving,
        is_new_patient: None,
    };
    availability::check(facts.setup, facts.book, &hold.kept_slot(), &asking).map_err(Refused)
}

/// What becomes of a hold, and of the entry that it was offered to, when a visit of the patient takes its place.
pub fn take_up(
    hold: &Hold,
    entry: Option<&WaitlistEntry>,
    patient: PatientId,
) -> Decision<(Option<Hold>, Option<WaitlistEntry>)> {
    if hold.patient.is_some_and(|it| it != patient) {
        let held = Held { hold: hold.id, patient: hold.patient, until: hold.until, by: hold.by };
        let (during, resource) = (hold.slot.visit, hold.slot.allocations.first().map(|it| it.resource));
        let refusal = resource.map(|resource| Refusal::Held { resource, during, held });
        return Err(refusal.unwrap_or(Refusal::ToCome(ToCome::HoldOver)).into());
    }
    let entry = entry.filter(|it| it.is_waiting()).map(|it| {
        let mut entry =
            WaitlistEntry { version: it.version.next(), status: WaitlistStatus::Booked, ..it.clone() };
        if let Some(offer) = entry.offers.iter_mut().find(|it| it.hold == hold.id) {
            offer.answer = Some(OfferAnswer::Accepted);
        }
        entry
    });
    Ok((hold.is_active.then(|| hold.released()), entry))
}

//! Who waits, what they are offered, and what they answer.

use super::{
    Decision, HoldFacts, Put, permitted, put_hold,
    records::{MAX_NOTE, invalid, text},
};
use crate::{
    hold::Hold,
    id::Version,
    invalid::{Field, Problem},
    people::{Permission, Person},
    refusal::{Missing, Refusal, ToCome},
    setup::Setup,
    time::Instant,
    waitlist::{OfferAnswer, WaitlistEntry, WaitlistOffer, WaitlistStatus, Wish},
};
use chrono::NaiveDate;

/// Two weeks: nobody has to know longer before.
const LONGEST_NOTICE_MINUTES: u16 = 14 * 24 * 60;

/// A new entry, a changed one, or one that does not wait any more. Its offers and calls are not the person's to change.
pub fn put_waitlist_entry(
    author: &Person,
    setup: &Setup,
    now: Instant,
    current: Option<&WaitlistEntry>,
    wanted: &WaitlistEntry,
) -> Decision<WaitlistEntry> {
    permitted(author, Permission::Book)?;
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if current.is_some_and(|it| !it.is_waiting()) || wanted.status == WaitlistStatus::Booked {
        return Err(ToCome::NotWaiting.into());
    }
    let zone = setup.location(wanted.location).ok_or(Refusal::NotFound { what: Missing::Location })?.zone;
    let kind = setup.appointment_type(wanted.appointment_type).filter(|it| it.is_active);
    if kind.is_none() {
        return Err(Refusal::NotFound { what: Missing::AppointmentType }.into());
    }
    if !wanted.providers.iter().all(|id| setup.is_provider(*id)) {
        return invalid(Field::Provider, Problem::WrongKind);
    }
    check_wish(&wanted.wish, now.local_date(zone))?;
    text(Field::Note, wanted.note.expose(), MAX_NOTE)?;
    let mut entry = WaitlistEntry { version, ..wanted.clone() };
    match current {
        Some(current) => {
            if current.running(now).is_some() && entry.is_waiting() {
                return Err(ToCome::OfferRunning.into());
            }
            (entry.patient, entry.since, entry.by) = (current.patient, current.since, current.by);
            entry.offers.clone_from(&current.offers);
            entry.calls.clone_from(&current.calls);
        }
        None => {
            (entry.since, entry.by) = (now, author.id);
            entry.offers.clear();
            entry.calls.clear();
        }
    }
    Ok(entry)
}

fn check_wish(wish: &Wish, today: NaiveDate) -> Decision<()> {
    if wish.to <= wish.from {
        return invalid(Field::To, Problem::NotAfterItsBeginning);
    }
    match wish.latest {
        Some(latest) if latest < wish.earliest => return invalid(Field::Until, Problem::BeforeItsBeginning),
        Some(latest) if latest < today => return invalid(Field::Until, Problem::InThePast),
        _ => {}
    }
    match wish.notice_minutes {
        minutes if minutes > u32::from(LONGEST_NOTICE_MINUTES) => {
            invalid(Field::NoticeMinutes, Problem::AtMost { most: LONGEST_NOTICE_MINUTES })
        }
        _ => Ok(()),
    }
}

/// Offers a time to somebody who waits: the hold that keeps it, and the entry that says so.
pub fn offer_waitlist(
    facts: &HoldFacts<'_>,
    entry: &WaitlistEntry,
    wanted: &Hold,
) -> Decision<(Hold, WaitlistEntry)> {
    permitted(facts.author, Permission::Book)?;
    if !entry.is_waiting() {
        return Err(ToCome::NotWaiting.into());
    }
    if entry.running(facts.now).is_some() {
        return Err(ToCome::OfferRunning.into());
    }
    if !is_wished(facts, entry, wanted) {
        return Err(ToCome::NotWished.into());
    }
    let wanted = Hold {
        version: Version::FIRST,
        patient: Some(entry.patient),
        entry: Some(entry.id),
        ..wanted.clone()
    };
    let hold = put_hold(facts, None, &wanted)?;
    let mut entry = WaitlistEntry { version: entry.version.next(), ..entry.clone() };
    entry.offers.push(WaitlistOffer {
        hold: hold.id,
        visit: hold.slot.visit,
        at: facts.now,
        by: facts.author.id,
        until: hold.until,
        answer: None,
    });
    Ok((hold, entry))
}

fn is_wished(facts: &HoldFacts<'_>, entry: &WaitlistEntry, hold: &Hold) -> bool {
    let slot = &hold.slot;
    let Some(location) = facts.setup.location(slot.location) else {
        return false;
    };
    let wall = |at: Instant| at.wall(location.zone);
    let by_whom = |id| entry.providers.contains(&id);
    entry.location == slot.location
        && entry.appointment_type == slot.appointment_type
        && (entry.providers.is_empty() || slot.allocations.iter().any(|it| by_whom(it.resource)))
        && entry.wish.admits(wall(slot.visit.start()), wall(slot.visit.end()))
        && slot.visit.start() >= facts.now.plus_minutes(i64::from(entry.wish.notice_minutes))
}

/// They do not take what they were offered, or could not be reached: the time is free for the next one at once.
pub fn answer_offer(
    author: &Person,
    entry: &WaitlistEntry,
    hold: &Hold,
    answer: OfferAnswer,
) -> Decision<(WaitlistEntry, Option<Hold>)> {
    permitted(author, Permission::Book)?;
    let mut answered = WaitlistEntry { version: entry.version.next(), ..entry.clone() };
    let offer = answered.offers.iter_mut().find(|it| it.hold == hold.id && it.answer.is_none());
    match offer {
        // Who takes it is booked.
        Some(offer) if answer != OfferAnswer::Accepted && entry.is_waiting() => offer.answer = Some(answer),
        _ => return Err(ToCome::HoldOver.into()),
    }
    Ok((answered, hold.is_active.then(|| hold.released())))
}

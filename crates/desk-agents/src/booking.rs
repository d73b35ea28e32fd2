//! The booking agent: books, moves, cancels, confirms, puts on the waitlist; always by a proposal that is shown and a yes to
//! its number. What is refused then goes back to the availability agent.

use crate::{
    answer::{Agent, Answer, Card, What},
    availability,
    conversation::{Act, Conversation, Proposal, Shown, Task},
    supervisor::{Clinic, zone_of},
};
use clinic_domain::{
    appointment::{Appointment, CancelReason, ConfirmationState, Requester},
    arbitration::Refused,
    id::{OpId, Version, WaitlistId},
    operation::SlotContent,
    patient::ContactChannel,
    personal::Personal,
    time::DayMinute,
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
};
use desk_app::{
    acts::{By, Done},
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    error::{AppError, AppResult},
    find_patients::hits_of,
    patient_card::patient_card,
    reschedule::{Moved, RescheduleRequest, reschedule},
    status::{Seen, set_confirmation},
    waitlist::put_waitlist_entry,
};
use desk_cache::mirror::DayRow;

/// What became of a yes.
pub enum Agreed {
    /// As it is now and, for one that was moved, as it was, with the operation that an undo names; no visit for the waitlist.
    Done { act: Box<Act>, visit: Option<Box<Appointment>>, before: Option<Box<Appointment>>, op: OpId },
    /// Why not, and what the availability agent has instead.
    Refused { reasons: Refused, instead: Answer },
    /// Another proposal stands, or none: nothing is done.
    Stale,
}

/// Does what was proposed under that number, as the person who said yes.
///
/// # Errors
/// When the store fails; the proposal then stands.
pub fn agree(clinic: &Clinic<'_>, conversation: &mut Conversation, number: u32) -> AppResult<Agreed> {
    let Some(Proposal { act, .. }) = conversation.proposal.clone().filter(|it| it.number == number) else {
        return Ok(Agreed::Stale);
    };
    match done(clinic, &act) {
        Ok(Did { visit, before, op }) => {
            let patient = conversation.wanted.patient.take();
            *conversation = Conversation::after(conversation);
            conversation.wanted.patient = patient;
            Ok(Agreed::Done { act: Box::new(act), visit, before, op })
        }
        Err(AppError::Refused(reasons)) => {
            conversation.proposal = None;
            let mut instead = Answer::default();
            instead.step(Agent::Booking, "refused", reasons.0.iter().map(|it| it.code().to_owned()));
            if matches!(act, Act::Book { .. } | Act::Move { .. }) {
                conversation.wanted.when.at = None;
                availability::offers(clinic, conversation, &mut instead)?;
            }
            Ok(Agreed::Refused { reasons, instead })
        }
        Err(other) => Err(other),
    }
}

struct Did {
    visit: Option<Box<Appointment>>,
    before: Option<Box<Appointment>>,
    op: OpId,
}

fn done(clinic: &Clinic<'_>, act: &Act) -> AppResult<Did> {
    let by = By { via: Some(Agent::Booking.code()), ..clinic.who.into() };
    let visit =
        |done: Done<Appointment>| Did { visit: Some(Box::new(done.value)), before: None, op: done.op };
    match act {
        Act::Book { patient, handle, .. } => {
            let request = BookRequest {
                handle: handle.clone(),
                patient: patient.id,
                requested_by: Requester::Patient,
                note: None,
                overbook_reason: None,
                reminder: None,
                contact_point: None,
                instead_of: None,
                walk_in: None,
                effort: None,
            };
            book(clinic.desk, by, request).map(visit)
        }
        Act::Move { visit, handle, .. } => {
            let request = RescheduleRequest {
                appointment: visit.id,
                seen: visit.version,
                handle: handle.clone(),
                requested_by: Requester::Patient,
                overbook_reason: None,
            };
            let Done { value: Moved { now, before }, op } = reschedule(clinic.desk, by, request)?;
            Ok(Did { visit: Some(Box::new(now)), before: Some(Box::new(before)), op })
        }
        Act::Cancel { visit: row } => {
            let request = CancelRequest {
                appointment: row.id,
                seen: row.version,
                reason: CancelReason::PatientRequest,
                requested_by: Requester::Patient,
                note: Personal::default(),
            };
            cancel(clinic.desk, by, request).map(visit)
        }
        Act::Confirm { visit: row } => {
            let seen = Seen { appointment: row.id, version: row.version };
            let state = ConfirmationState::Confirmed;
            set_confirmation(clinic.desk, by, seen, state, ContactChannel::Phone).map(visit)
        }
        Act::Wait { entry, .. } => {
            let Done { op, .. } = put_waitlist_entry(clinic.desk, by, entry)?;
            Ok(Did { visit: None, before: None, op })
        }
    }
}

/// Proposes, or says what has to be known first.
pub(crate) fn answer(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    answer: &mut Answer,
) -> AppResult<()> {
    conversation.proposal = None;
    if conversation.wanted.patient.is_none() {
        answer.step(Agent::Booking, "asks", ["patient".to_owned()]);
        answer.cards.push(Card::Missing(What::Patient));
        return Ok(());
    }
    match conversation.task {
        Some(Task::Book) => match conversation.wanted.picked.take() {
            Some((handle, slot)) => {
                take_offer(conversation, handle, slot, answer);
                Ok(())
            }
            None => at_a_time(clinic, conversation, answer),
        },
        Some(Task::Wait) => wait(clinic, conversation, answer),
        _ => of_a_visit(clinic, conversation, answer),
    }
}

/// The times from the availability agent; the one that was named is proposed at once.
fn at_a_time(clinic: &Clinic<'_>, conversation: &mut Conversation, answer: &mut Answer) -> AppResult<()> {
    availability::offers(clinic, conversation, answer)?;
    let zone = zone_of(clinic.desk, conversation.location)?;
    let when = &conversation.wanted.when;
    let Shown::Offers(offers) = &conversation.shown else { return Ok(()) };
    let mut named = offers.iter().filter(|it| when.takes(it.1.visit.start().wall(zone)));
    if let (Some(offer), true) = (named.next().cloned(), when.at.is_some() && when.days.is_some()) {
        take_offer(conversation, offer.0, offer.1, answer);
    }
    Ok(())
}

/// An offer was picked: it is proposed for whom it is for.
pub(crate) fn take_offer(
    conversation: &mut Conversation,
    handle: String,
    slot: SlotContent,
    answer: &mut Answer,
) {
    let Some(patient) = conversation.wanted.patient.clone() else {
        conversation.task = Some(Task::Book);
        conversation.shown = Shown::Nothing;
        conversation.wanted.picked = Some((handle, slot));
        answer.cards.push(Card::Missing(What::Patient));
        return;
    };
    let act = match (conversation.task, conversation.wanted.visit.clone()) {
        (Some(Task::Move), Some(visit)) => Act::Move { visit, handle, slot },
        _ => Act::Book { patient, handle, slot },
    };
    propose(conversation, act, answer);
}

fn propose(conversation: &mut Conversation, act: Act, answer: &mut Answer) {
    answer.step(Agent::Booking, "proposes", [act.code().to_owned()]);
    answer.cards.push(Card::Proposal(conversation.propose(act)));
}

/// What is done with a visit that is booked.
fn of_a_visit(clinic: &Clinic<'_>, conversation: &mut Conversation, answer: &mut Answer) -> AppResult<()> {
    let Some(visit) = visit_meant(clinic, conversation, answer)? else { return Ok(()) };
    conversation.wanted.visit = Some(visit.clone());
    match conversation.task {
        Some(Task::Move) => return at_a_time(clinic, conversation, answer),
        Some(Task::Cancel) => propose(conversation, Act::Cancel { visit }, answer),
        Some(Task::Confirm) => propose(conversation, Act::Confirm { visit }, answer),
        _ => {
            answer.step(Agent::Booking, "hands_over", ["check_in".to_owned()]);
            answer.cards.push(Card::CheckIn { visit });
        }
    }
    Ok(())
}

/// The patient's visit to come that was spoken of. Of several a person picks one.
fn visit_meant(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    answer: &mut Answer,
) -> AppResult<Option<DayRow>> {
    let Some(patient) = conversation.wanted.patient.clone() else { return Ok(None) };
    if let Some(visit) = &conversation.wanted.visit {
        return Ok(Some(visit.clone()));
    }
    let visits = patient_card(clinic.desk, clinic.who, patient.id)?.next;
    let zone = zone_of(clinic.desk, conversation.location)?;
    let when = conversation.wanted.when.clone();
    let is_meant = |it: &&DayRow| match conversation.task {
        // The time that is said is the one it goes to.
        Some(Task::Move) => true,
        Some(Task::CheckIn) => it.visit.start().local_date(zone) == clinic.desk.now().local_date(zone),
        _ => when.takes(it.visit.start().wall(zone)),
    };
    let meant: Vec<DayRow> = visits.iter().filter(is_meant).cloned().collect();
    match meant.as_slice() {
        [one] => Ok(Some(one.clone())),
        [] if visits.is_empty() || conversation.task == Some(Task::CheckIn) => {
            let hit = hits_of(clinic.desk, clinic.who, &[patient.id])?.pop();
            answer.cards.extend(hit.map(|patient| Card::NoVisit { patient }));
            Ok(None)
        }
        some => {
            let shown = if some.is_empty() { visits } else { some.to_vec() };
            answer.step(Agent::Booking, "several_visits", [shown.len().to_string()]);
            conversation.shown = Shown::Visits(shown.clone());
            answer.cards.push(Card::WhichVisit(shown));
            Ok(None)
        }
    }
}

fn wait(clinic: &Clinic<'_>, conversation: &mut Conversation, answer: &mut Answer) -> AppResult<()> {
    let Some(patient) = conversation.wanted.patient.clone() else { return Ok(()) };
    let Some(appointment_type) = availability::kind_for(clinic, conversation)? else {
        return availability::offers(clinic, conversation, answer);
    };
    let zone = zone_of(clinic.desk, conversation.location)?;
    let today = clinic.desk.now().local_date(zone);
    let when = &conversation.wanted.when;
    let minute = |time: chrono::NaiveTime| {
        use chrono::Timelike as _;
        DayMinute::new(u16::try_from(time.hour() * 60 + time.minute()).unwrap_or_default())
    };
    let (from, to) = when.between.map_or((None, None), |(from, to)| (minute(from), minute(to)));
    let entry = WaitlistEntry {
        id: WaitlistId(clinic.desk.ids.next()),
        version: Version::FIRST,
        location: conversation.location,
        patient: patient.id,
        appointment_type,
        providers: conversation.wanted.providers.clone(),
        wish: Wish {
            earliest: when.days.map_or(today, |it| it.0.max(today)),
            latest: when.days.map(|it| it.1).filter(|it| *it < chrono::NaiveDate::MAX),
            weekdays: Vec::new(),
            from: from.unwrap_or(DayMinute(0)),
            to: to.unwrap_or(DayMinute(24 * 60)),
            notice_minutes: 0,
        },
        urgency: Urgency::Routine,
        note: Personal::default(),
        moving: None,
        since: clinic.desk.now(),
        by: clinic.who,
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    };
    propose(conversation, Act::Wait { patient, entry: Box::new(entry) }, answer);
    Ok(())
}

/// Who is meant, as the look-up has them.
pub(crate) fn find(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    answer: &mut Answer,
) -> AppResult<()> {
    let Some(patient) = &conversation.wanted.patient else {
        answer.cards.push(Card::Missing(What::Patient));
        return Ok(());
    };
    let hits = hits_of(clinic.desk, clinic.who, &[patient.id])?;
    answer.step(Agent::Booking, "found", [hits.len().to_string()]);
    answer.cards.push(Card::Patients(hits));
    Ok(())
}

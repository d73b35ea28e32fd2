//! What happens to a booked visit: status, cancellation, the patient's confirmation, the note.

use super::{Decision, Stamp, permitted, permitted_or_own};
use crate::{
    appointment::{
        Appointment, AppointmentStatus, CancelReason, Cancellation, Confirmation, ConfirmationStamp,
        ConfirmationState, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::TriageCategory,
    counter::Asked,
    day_close::{CLOSED_WITHIN_DAYS, DayClose},
    id::Version,
    invalid::{Field, Problem},
    patient::{ContactChannel, IdentityField, Patient},
    people::{Permission, Person},
    personal::Personal,
    refusal::Refusal,
    time::Instant,
};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeSet;

pub struct StatusFacts<'a> {
    pub author: &'a Person,
    pub now: Instant,
    /// The zone of the visit's location: arrival is for visits of that day.
    pub zone: Tz,
    pub requested_by: Requester,
    /// The location's next queue number, where who arrives gets one.
    pub queue_number: Option<u32>,
}

/// How many different details tell who somebody is.
const IDENTITY_FIELDS_NEEDED: u8 = 2;

/// One step of the status flow. It goes to checked-in only as a step back: the first time is [`check_in`].
pub fn set_status(
    facts: &StatusFacts<'_>,
    current: &Appointment,
    to: AppointmentStatus,
) -> Decision<Appointment> {
    let next = step(facts, current, to, Vec::new())?;
    if to == AppointmentStatus::CheckedIn && !current.is_identity_verified() {
        return Err(Refusal::IdentityNotVerified { needed: IDENTITY_FIELDS_NEEDED }.into());
    }
    Ok(next)
}

/// Checks the patient in, once different details of the record were compared with what the patient says. Being late
/// is no reason to refuse: [`Appointment::minutes_late`] says it. Nor is what was not asked: it is asked the next time.
pub fn check_in(
    facts: &StatusFacts<'_>,
    current: &Appointment,
    patient: &Patient,
    verified: &[IdentityField],
    asked: Asked,
) -> Decision<Appointment> {
    let fields: BTreeSet<IdentityField> = verified.iter().copied().collect();
    let count = fields.len();
    let mut next = step(facts, current, AppointmentStatus::CheckedIn, fields.into_iter().collect())?;
    if verified.iter().any(|it| !patient.has(*it)) {
        return Err(Refusal::Invalid { field: Field::Verified, problem: Problem::NotInRecord }.into());
    }
    if count < usize::from(IDENTITY_FIELDS_NEEDED) {
        return Err(Refusal::IdentityNotVerified { needed: IDENTITY_FIELDS_NEEDED }.into());
    }
    if asked.is_anything() {
        let (at, by) = (facts.now, Some(facts.author.id));
        let what = HistoryEvent::Asked(asked);
        next.history.push(HistoryEntry {
            at,
            by,
            requested_by: facts.requested_by,
            what,
            sequel: None,
            typed_at: None,
        });
    }
    Ok(next)
}

/// Arriving, rooming and the rest belong to the visit's own day.
fn step(
    facts: &StatusFacts<'_>,
    current: &Appointment,
    to: AppointmentStatus,
    verified: Vec<IdentityField>,
) -> Decision<Appointment> {
    permitted(facts.author, Permission::ChangeStatus)?;
    if !current.status.next().contains(&to) {
        return Err(Refusal::StatusDoesNotAllow { from: current.status, to: Some(to) }.into());
    }
    let is_correction = matches!(to, AppointmentStatus::EnteredInError | AppointmentStatus::Booked);
    if !is_correction && current.visit.start().local_date(facts.zone) > facts.now.local_date(facts.zone) {
        return Err(Refusal::VisitNotToday.into());
    }
    let what = HistoryEvent::Status { from: current.status, to, verified };
    let mut next = advance(current, stamp(facts.author, facts.now), facts.requested_by, what);
    next.status = to;
    if to.is_arrival() {
        next.attendance.queue_number = next.attendance.queue_number.or(facts.queue_number);
    }
    Ok(next)
}

/// Says how urgent it is that somebody is seen, for as long as nobody is done with the visit.
pub fn set_triage(
    author: &Person,
    now: Instant,
    current: &Appointment,
    category: TriageCategory,
) -> Decision<Appointment> {
    permitted(author, Permission::ChangeStatus)?;
    if !current.is_live() {
        return Err(Refusal::StatusDoesNotAllow { from: current.status, to: None }.into());
    }
    Ok(triaged(current, stamp(author, now), category))
}

pub(super) fn triaged(current: &Appointment, stamp: Stamp, category: TriageCategory) -> Appointment {
    let mut next = advance(current, stamp, Requester::Clinic, HistoryEvent::Triaged { category });
    next.attendance.triage = Some(category);
    next
}

pub struct CancelFacts<'a> {
    pub author: &'a Person,
    pub now: Instant,
    /// A patient's cancellation nearer to the start than this is late.
    pub late_cancel_hours: u16,
    pub requested_by: Requester,
}

/// Who cancels decides whether it can be late: the clinic's own cancellations never are.
pub fn cancel(
    facts: &CancelFacts<'_>,
    current: &Appointment,
    reason: CancelReason,
    note: &Personal,
) -> Decision<Appointment> {
    permitted_or_own(facts.author, Permission::Book, current)?;
    if !current.status.is_open() {
        let to = Some(AppointmentStatus::Cancelled);
        return Err(Refusal::StatusDoesNotAllow { from: current.status, to }.into());
    }
    let by_patient = !reason.is_clinic() && !matches!(facts.requested_by, Requester::Clinic);
    let notice_seconds = current.visit.start().0 - facts.now.0;
    let is_late = by_patient && notice_seconds < i64::from(facts.late_cancel_hours) * 3600;
    let mut next = advance(
        current,
        stamp(facts.author, facts.now),
        facts.requested_by,
        HistoryEvent::Cancelled { reason },
    );
    next.status = if is_late { AppointmentStatus::LateCancel } else { AppointmentStatus::Cancelled };
    next.cancellation = Some(Cancellation { reason, by_patient, is_late, note: note.clone() });
    Ok(next)
}

pub fn set_confirmation(
    author: &Person,
    now: Instant,
    current: &Appointment,
    state: ConfirmationState,
    channel: ContactChannel,
) -> Decision<Appointment> {
    permitted_or_own(author, Permission::ChangeStatus, current)?;
    if !current.is_live() {
        return Err(Refusal::StatusDoesNotAllow { from: current.status, to: None }.into());
    }
    let mut next =
        advance(current, stamp(author, now), Requester::Patient, HistoryEvent::Confirmation { state });
    next.confirmation = match state {
        ConfirmationState::NotAsked => Confirmation::NOT_ASKED,
        state => Confirmation { state, stamp: Some(ConfirmationStamp { at: now, by: author.id, channel }) },
    };
    Ok(next)
}

pub fn set_note(
    author: &Person,
    now: Instant,
    current: &Appointment,
    note: &Personal,
) -> Decision<Appointment> {
    permitted(author, Permission::Book)?;
    let mut next = advance(current, stamp(author, now), Requester::Clinic, HistoryEvent::Noted);
    next.note = note.clone();
    Ok(next)
}

/// Signs a day off that has begun, while it is not too long past; signed before, the row is one version on.
pub fn sign_day(
    author: &Person,
    today: NaiveDate,
    current: Option<&DayClose>,
    wanted: &DayClose,
) -> Decision<DayClose> {
    permitted(author, Permission::ChangeStatus)?;
    if wanted.day > today {
        return Err(Refusal::Invalid { field: Field::Date, problem: Problem::InTheFuture }.into());
    }
    if wanted.day < today - Days::new(CLOSED_WITHIN_DAYS) {
        return Err(Refusal::Invalid { field: Field::Date, problem: Problem::OverTwoWeeksAgo }.into());
    }
    let (id, version) = current.map_or((wanted.id, Version::FIRST), |it| (it.id, it.version.next()));
    Ok(DayClose { id, version, ..wanted.clone() })
}

pub(super) fn stamp(author: &Person, now: Instant) -> Stamp {
    Stamp { at: now, by: author.id }
}

/// The same appointment one version on, with what happened in its history.
pub(super) fn advance(
    current: &Appointment,
    stamp: Stamp,
    requested_by: Requester,
    what: HistoryEvent,
) -> Appointment {
    let mut next = current.clone();
    next.version = current.version.next();
    next.history.push(HistoryEntry {
        at: stamp.at,
        by: Some(stamp.by),
        requested_by,
        what,
        sequel: None,
        typed_at: None,
    });
    next
}

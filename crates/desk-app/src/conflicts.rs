//! Promises that the centre could not keep: made at a desk that was cut off, about what somebody else was ahead of. The
//! clinic's people work through them: who takes care of one calls the patient and gives them another time, the promised one
//! beside what won, or a place on the waitlist.
//!
//! Invariant: what the patient has instead and the word that the conflict is over are one act, with one undo.

mod read;

pub use read::{ConflictCounts, ConflictRow, Conflicts, Promised, RefusedRow, conflicts, count_conflicts};

use crate::{
    acts::{Acts, Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::{Act, permitted, unchanged},
    conflict::{BookingConflict, ConflictOutcome, LostAct},
    id::{AppointmentId, ConflictId, OpId, PersonId, Version, WaitlistId},
    operation::{Booking, Change, OperationBody, SlotContent},
    people::Permission,
    personal::Personal,
    refusal::{Missing, Refusal},
    setup::Setup,
    time::{DayMinute, Instant},
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
};

/// A conflict as a person saw it.
#[derive(Clone, Copy, Debug)]
pub struct SeenConflict {
    pub conflict: ConflictId,
    pub version: Version,
}

/// What the patient has instead.
pub enum Instead {
    /// The time that a handle stands for; beside what is there already with a reason.
    Time { handle: String, overbook_reason: Option<String> },
    /// A place on the waitlist, for what was promised.
    Waitlist,
    /// What won stands, and the patient knows.
    Nothing,
}

pub struct ResolveRequest {
    pub seen: SeenConflict,
    pub instead: Instead,
    pub note: Personal,
}

/// The conflict as it is then, with the visits that changed with it.
pub struct Resolved {
    pub conflict: BookingConflict,
    pub visits: Vec<Appointment>,
    /// What this desk showed of a booking that never was.
    pub lost: Option<Appointment>,
    pub entry: Option<WaitlistEntry>,
}

/// This person takes care of it; also of one that somebody else has.
pub fn claim(desk: &FrontDesk, who: PersonId, it: SeenConflict) -> AppResult<Done<BookingConflict>> {
    settle(desk, who, it, OperationBody::ConflictClaim { conflict: it.conflict })
}

/// Whoever comes may take care of it.
pub fn release(desk: &FrontDesk, who: PersonId, it: SeenConflict) -> AppResult<Done<BookingConflict>> {
    settle(desk, who, it, OperationBody::ConflictRelease { conflict: it.conflict })
}

const ACTION: &str = "settle_conflict";

fn settle(
    desk: &FrontDesk,
    who: PersonId,
    it: SeenConflict,
    body: OperationBody,
) -> AppResult<Done<BookingConflict>> {
    desk.write(who, ACTION, |acts| conflict_of(acts.decide(body, seen(it.version))?))
}

/// One act: what the patient has instead, and that it is over. The lost promise goes out of this desk's book with it.
pub fn resolve(desk: &FrontDesk, who: PersonId, request: ResolveRequest) -> AppResult<Done<Resolved>> {
    let ResolveRequest { seen: it, instead, note } = request;
    let slot = match &instead {
        Instead::Time { handle, .. } => Some(found(desk.seal.open(handle), Missing::Offer)?),
        Instead::Waitlist | Instead::Nothing => None,
    };
    let (visit, entry) = (AppointmentId(desk.ids.next()), WaitlistId(desk.ids.next()));
    let shown = desk.read(|reader| {
        let conflict = found(reader.conflict(it.conflict)?, Missing::Conflict)?;
        Ok(reader.appointment(conflict.appointment)?)
    })?;
    desk.write_without(who, ACTION, OpId(it.conflict.0), |acts| {
        let conflict = found(acts.mirror().conflict(it.conflict)?, Missing::Conflict)?;
        let lost = shown.filter(|_| conflict.lost == LostAct::Booking);
        // Before anything is booked that somebody else has seen to.
        unchanged(conflict.version, it.version)?;
        let (outcome, given) = match (instead, slot) {
            (Instead::Time { overbook_reason, .. }, Some(slot)) => {
                let outcome = outcome_of(acts.scene().setup, &conflict, &slot);
                (outcome, Some(give_time(acts, visit, &conflict, slot, overbook_reason)?.clone()))
            }
            (Instead::Waitlist, _) => {
                let wanted = wait(entry, &conflict, acts.scene().setup, who, acts.now)?;
                let body = OperationBody::WaitlistPut(Box::new(wanted));
                (ConflictOutcome::Waitlisted, Some(acts.decide(body, seen(Version::FIRST))?.clone()))
            }
            _ => (ConflictOutcome::GivenUp, None),
        };
        let act = given.as_ref().map(|it| it.operation.id);
        let body = OperationBody::ConflictResolve { conflict: it.conflict, outcome, note, act };
        let conflict = conflict_of(acts.decide(body, seen(it.version))?)?;
        Ok(resolved(conflict, given.as_ref(), lost))
    })
}

/// Another time; or the promised one, beside what won.
fn outcome_of(setup: &Setup, conflict: &BookingConflict, slot: &SlotContent) -> ConflictOutcome {
    let is_promised = |it: &SlotContent| {
        it.visit.start() == slot.visit.start()
            && setup.own_provider(&it.allocations) == setup.own_provider(&slot.allocations)
    };
    match conflict.slot.as_ref().is_some_and(is_promised) {
        true => ConflictOutcome::Overbooked,
        false => ConflictOutcome::Moved,
    }
}

/// A new visit in place of one that never was; one that is there is moved.
fn give_time<'a>(
    acts: &'a mut Acts<'_>,
    new: AppointmentId,
    conflict: &BookingConflict,
    slot: SlotContent,
    overbook_reason: Option<String>,
) -> AppResult<&'a Act> {
    if conflict.lost != LostAct::Booking {
        let visit = found(acts.mirror().appointment(conflict.appointment)?, Missing::Appointment)?;
        let body = OperationBody::Reschedule {
            appointment: visit.id,
            slot,
            overbook_reason,
            requested_by: Requester::Clinic,
            series: None,
        };
        return acts.promise(body, seen(visit.version));
    }
    acts.promise(
        OperationBody::Book(Booking {
            appointment: new,
            patient: conflict.patient,
            slot,
            requested_by: conflict.requested_by,
            note: conflict.note.clone(),
            overbook_reason,
            reminder: None,
            contact_point: Personal::default(),
            instead_of: None,
            series: None,
            walk_in: None,
        }),
        None,
    )
}

fn wait(
    id: WaitlistId,
    conflict: &BookingConflict,
    setup: &Setup,
    who: PersonId,
    now: Instant,
) -> AppResult<WaitlistEntry> {
    let slot = found(conflict.slot.as_ref(), Missing::Offer)?;
    let zone = found(setup.location(conflict.location), Missing::Location)?.zone;
    Ok(WaitlistEntry {
        id,
        version: Version::FIRST,
        location: conflict.location,
        patient: conflict.patient,
        appointment_type: slot.appointment_type,
        providers: setup.own_provider(&slot.allocations).into_iter().collect(),
        wish: Wish {
            earliest: now.local_date(zone),
            latest: None,
            weekdays: Vec::new(),
            from: DayMinute::MIDNIGHT,
            to: DayMinute::END,
            notice_minutes: 0,
        },
        urgency: Urgency::Urgent,
        note: conflict.note.clone(),
        moving: (conflict.lost == LostAct::Move).then_some(conflict.appointment),
        since: now,
        by: who,
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    })
}

fn resolved(conflict: BookingConflict, given: Option<&Act>, lost: Option<Appointment>) -> Resolved {
    let changes = || given.into_iter().flat_map(|it| it.before.iter().chain(&it.after));
    let entry = changes().find_map(|it| match it {
        Change::WaitlistEntry(it) => Some((**it).clone()),
        _ => None,
    });
    Resolved { conflict, visits: changes().filter_map(Change::visit).cloned().collect(), lost, entry }
}

/// A refused operation that is no conflict of every desk: the person has read why, and the centre's book holds. What this
/// desk had made of it is answered.
///
/// # Errors
/// `not_found` where it is not refused any more.
pub fn let_go(desk: &FrontDesk, who: PersonId, op: OpId) -> AppResult<Vec<Change>> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let refused = desk.store.refused()?;
    let refused = found(refused.into_iter().find(|it| it.operation.id == op), Missing::Act)?;
    let mut entry = desk.entry(who, "let_go");
    entry.patients.extend(refused.changes.iter().find_map(Change::patient));
    if let Some((kind, id)) = refused.changes.first().map(Change::object) {
        (entry.object_kind, entry.object) = (kind, Some(id));
    }
    desk.store.write_without(op, |writing| writing.audit(&entry))?;
    Ok(refused.changes)
}

fn conflict_of(act: &Act) -> AppResult<BookingConflict> {
    match act.after.first() {
        Some(Change::Conflict(it)) => Ok((**it).clone()),
        _ => Err(Refusal::NotFound { what: Missing::Conflict }.into()),
    }
}

//! Booking and moving: the patient, who asks, the overbook rules, then the one availability engine.

use super::{
    Decision, Refused, Stamp, StatusFacts,
    contact_point::check_contact_point,
    permitted,
    visit::{set_status, triaged},
};
use crate::{
    appointment::{
        Appointment, AppointmentStatus, Confirmation, HistoryEntry, HistoryEvent, Requester, Sequel,
    },
    attendance::{Attendance, TriageCategory},
    availability::{self, Book},
    id::{AppointmentId, OpId, PatientId, Version},
    invalid::{Field, Problem},
    operation::{Booking, SlotContent},
    patient::{Caregiver, Patient},
    people::{Permission, Person},
    personal::Personal,
    refusal::{Missing, Refusal},
    series::Series,
    setup::Setup,
    time::{Instant, Period},
};

/// What a booking or a move is decided on, loaded inside the writing transaction.
pub struct BookingFacts<'a> {
    pub setup: &'a Setup,
    /// The live allocations around the wanted time, of every resource in the slot.
    pub book: &'a Book,
    pub patient: PatientFacts,
    /// The caregiver who asks, when one does.
    pub caregiver: Option<&'a Caregiver>,
    /// The patient's other live visits around the wanted time.
    pub patient_busy: &'a [(AppointmentId, Period)],
    /// Whether the type is for new patients and this one has no past visit: for other types nobody has to look.
    pub is_new_patient: bool,
    /// The location's next queue number, for who walks in.
    pub queue_number: Option<u32>,
    pub author: &'a Person,
    pub now: Instant,
}

/// What of a patient's record a visit is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatientFacts {
    pub id: PatientId,
    pub is_deceased: bool,
    /// Whether the record is in use.
    pub is_active: bool,
}

impl PatientFacts {
    #[must_use]
    pub fn of(record: &Patient) -> PatientFacts {
        PatientFacts { id: record.id, is_deceased: record.is_deceased, is_active: record.is_active }
    }

    /// Why nobody can have a visit in this record's name.
    #[must_use]
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            it if it.is_deceased => Some(Refusal::PatientDeceased),
            it if !it.is_active => Some(Refusal::PatientInactive),
            _ => None,
        }
    }
}

impl BookingFacts<'_> {
    fn stamp(&self) -> Stamp {
        Stamp { at: self.now, by: self.author.id }
    }
}

pub fn book(facts: &BookingFacts<'_>, booking: &Booking, op: OpId) -> Decision<Appointment> {
    let booked = booked(facts, booking, op)?;
    match booking.walk_in {
        Some(category) => walked_in(facts, &booked, category),
        None => Ok(booked),
    }
}

/// The visit of somebody who stands at the counter: today's, and arrived.
fn walked_in(
    facts: &BookingFacts<'_>,
    booked: &Appointment,
    category: TriageCategory,
) -> Decision<Appointment> {
    let setup = facts.setup;
    let location = setup.location(booked.location).ok_or(Refusal::NotFound { what: Missing::Location })?;
    if !setup.modality(booked.appointment_type).is_in_person() {
        return Err(Refusal::Invalid { field: Field::AppointmentType, problem: Problem::NotInPerson }.into());
    }
    let arriving = StatusFacts {
        author: facts.author,
        now: facts.now,
        zone: location.zone,
        requested_by: Requester::Patient,
        queue_number: facts.queue_number,
    };
    let triaged = triaged(booked, facts.stamp(), category);
    let mut arrived = set_status(&arriving, &triaged, AppointmentStatus::Arrived)?;
    (arrived.version, arrived.attendance.is_walk_in) = (Version::FIRST, true);
    Ok(arrived)
}

fn booked(facts: &BookingFacts<'_>, booking: &Booking, op: OpId) -> Decision<Appointment> {
    permitted(facts.author, Permission::Book)?;
    check_people(facts, booking.requested_by)?;
    check_overbook(facts, &booking.slot, booking.overbook_reason.as_deref())?;
    check_time(facts, &booking.slot, None)?;
    check_contact_point(facts.setup.modality(booking.slot.appointment_type), &booking.contact_point)?;
    let stamp = facts.stamp();
    Ok(Appointment {
        id: booking.appointment,
        version: Version::FIRST,
        location: booking.slot.location,
        patient: booking.patient,
        appointment_type: booking.slot.appointment_type,
        visit: booking.slot.visit,
        wall_start: wall_start(facts.setup, &booking.slot)?,
        status: AppointmentStatus::Booked,
        confirmation: Confirmation::NOT_ASKED,
        allocations: booking.slot.allocations.clone(),
        note: booking.note.clone(),
        requested_by: booking.requested_by,
        reminder: booking.reminder,
        contact_point: booking.contact_point.clone(),
        attendance: Attendance::default(),
        cancellation: None,
        series: booking.series.clone(),
        history: vec![HistoryEntry {
            at: stamp.at,
            by: Some(stamp.by),
            requested_by: booking.requested_by,
            what: HistoryEvent::Booked {
                overbook_reason: booking.overbook_reason.clone(),
                waives: booking.slot.waives,
                instead_of: booking.instead_of,
            },
            sequel: None,
            typed_at: None,
        }],
        origin_op: op,
        source: None,
    })
}

/// A visit in place of one that the patient did not get, and that one with what became of it.
pub struct Rebooked {
    pub booked: Appointment,
    pub lost: Appointment,
}

/// Books in place of the lost visit that the booking names: the history of both says so. The lost one stays lost.
pub fn rebook(
    facts: &BookingFacts<'_>,
    booking: &Booking,
    lost: &Appointment,
    op: OpId,
) -> Decision<Rebooked> {
    if lost.patient != booking.patient {
        return Err(Refusal::Invalid { field: Field::InsteadOf, problem: Problem::OfAnotherPatient }.into());
    }
    if !lost.status.is_lost() {
        return Err(Refusal::StatusDoesNotAllow { from: lost.status, to: None }.into());
    }
    let booked = book(facts, booking, op)?;
    let Stamp { at, by } = facts.stamp();
    let mut lost = lost.clone();
    lost.version = lost.version.next();
    let losing = lost.history.iter().rposition(|it| it.stands() && is_losing(&it.what));
    // An imported visit brought only its end along.
    let losing = losing.or(lost.history.len().checked_sub(1));
    if let Some(entry) = losing.map(|at| &mut lost.history[at]) {
        entry.sequel = Some(Sequel::Rebooked { at, by, appointment: booked.id });
    }
    Ok(Rebooked { booked, lost })
}

fn is_losing(event: &HistoryEvent) -> bool {
    match event {
        HistoryEvent::Cancelled { .. } => true,
        HistoryEvent::Status { to, .. } => to.is_lost(),
        _ => false,
    }
}

/// The same appointment at another time: where it stood before is its history. A new time or provider asks the patient
/// anew, so the confirmation starts over. Who is in the clinic already stays there, and waits on, when the visit keeps its
/// day. `series` is how it repeats from now on, where that changes.
pub fn reschedule(
    facts: &BookingFacts<'_>,
    current: &Appointment,
    slot: &SlotContent,
    overbook_reason: Option<&str>,
    requested_by: Requester,
    series: Option<&Series>,
) -> Decision<Appointment> {
    permitted(facts.author, Permission::Book)?;
    let waits_on = waits_on(facts.setup, current, slot);
    if !current.status.is_open() && waits_on.is_none() {
        return Err(Refusal::StatusDoesNotAllow { from: current.status, to: None }.into());
    }
    if series.is_some_and(|it| current.series.as_ref().is_none_or(|own| own.id != it.id)) {
        return Err(Refusal::Invalid { field: Field::Pattern, problem: Problem::CannotChange }.into());
    }
    check_people(facts, requested_by)?;
    check_overbook(facts, slot, overbook_reason)?;
    check_time(facts, slot, Some(current.id))?;
    let stamp = facts.stamp();
    let mut moved = current.clone();
    moved.version = current.version.next();
    let wall_start = wall_start(facts.setup, slot)?;
    if slot.location != current.location || day_of(&wall_start) != day_of(&current.wall_start) {
        moved.attendance = Attendance::default();
    }
    moved.location = slot.location;
    moved.appointment_type = slot.appointment_type;
    moved.visit = slot.visit;
    moved.wall_start = wall_start;
    moved.status = AppointmentStatus::Booked;
    if slot.visit != current.visit
        || facts.setup.own_provider(&slot.allocations) != facts.setup.own_provider(&current.allocations)
    {
        moved.confirmation = Confirmation::NOT_ASKED;
    }
    moved.allocations = slot.allocations.clone();
    moved.series = series.or(current.series.as_ref()).cloned();
    if check_contact_point(facts.setup.modality(slot.appointment_type), &moved.contact_point).is_err() {
        moved.contact_point = Personal::default();
    }
    moved.history.push(HistoryEntry {
        at: stamp.at,
        by: Some(stamp.by),
        requested_by,
        what: HistoryEvent::Moved {
            from: current.visit,
            from_allocations: current.allocations.clone(),
            overbook_reason: overbook_reason.map(str::to_owned),
            waives: slot.waives,
        },
        sequel: None,
        typed_at: None,
    });
    if let Some((status, came)) = waits_on {
        moved.status = status;
        moved.history.push(came);
    }
    Ok(moved)
}

/// The status that a patient keeps who is here while the visit is moved within the day, and when they came, told anew: a move
/// ends what was told before it.
fn waits_on(
    setup: &Setup,
    current: &Appointment,
    slot: &SlotContent,
) -> Option<(AppointmentStatus, HistoryEntry)> {
    use AppointmentStatus as S;
    let zone = setup.location(slot.location)?.zone;
    let day = |at: Instant| at.local_date(zone);
    let stays = slot.location == current.location && day(slot.visit.start()) == day(current.visit.start());
    let to = match current.status {
        S::Arrived => S::Arrived,
        S::CheckedIn | S::Roomed => S::CheckedIn,
        _ => return None,
    };
    let statuses = current.history.iter().filter(|it| it.stands()).rev();
    let verified = statuses.filter_map(|it| match &it.what {
        HistoryEvent::Status { verified, .. } if !verified.is_empty() => Some(verified.clone()),
        _ => None,
    });
    let verified = verified.into_iter().next().filter(|_| current.is_identity_verified());
    let came = HistoryEntry {
        at: current.arrived_at()?,
        by: current.history.last()?.by,
        requested_by: Requester::Patient,
        what: HistoryEvent::Status { from: S::Booked, to, verified: verified.unwrap_or_default() },
        sequel: None,
        typed_at: None,
    };
    stays.then_some((to, came))
}

fn check_people(facts: &BookingFacts<'_>, requested_by: Requester) -> Decision<()> {
    let reasons = facts.patient.refusal().into_iter().chain(caregiver_refusal(facts, requested_by));
    let reasons: Vec<Refusal> = reasons.collect();
    if reasons.is_empty() { Ok(()) } else { Err(Refused(reasons)) }
}

fn caregiver_refusal(facts: &BookingFacts<'_>, requested_by: Requester) -> Option<Refusal> {
    let Requester::Caregiver(id) = requested_by else {
        return None;
    };
    match facts.caregiver {
        None => Some(Refusal::NotFound { what: Missing::Caregiver }),
        Some(it) if it.id != id || it.patient != facts.patient.id => {
            Some(Refusal::CaregiverOfAnotherPatient { caregiver: id })
        }
        Some(it) if !it.is_active => Some(Refusal::CaregiverInactive { caregiver: id }),
        Some(it) if !it.may_schedule => Some(Refusal::CaregiverMayNotSchedule { caregiver: id }),
        Some(_) => None,
    }
}

/// An overbook is a lane with a person who may and a reason; and so is a visit without its buffer.
fn check_overbook(facts: &BookingFacts<'_>, slot: &SlotContent, reason: Option<&str>) -> Decision<()> {
    let missing = match slot.allocations.iter().any(|it| it.lane > 0) {
        true => Refusal::OverbookReasonMissing,
        false if slot.waives.is_some() => Refusal::BufferReasonMissing,
        false => return Ok(()),
    };
    permitted(facts.author, Permission::Overbook)?;
    match reason.map(str::trim) {
        None | Some("") => Err(missing.into()),
        Some(_) => Ok(()),
    }
}

fn check_time(facts: &BookingFacts<'_>, slot: &SlotContent, ignoring: Option<AppointmentId>) -> Decision<()> {
    let asking = availability::Asking {
        now: facts.now,
        patient_busy: facts.patient_busy,
        ignoring,
        is_new_patient: Some(facts.is_new_patient),
    };
    availability::check(facts.setup, facts.book, slot, &asking).map_err(Refused)
}

/// `YYYY-MM-DD` of a wall time.
fn day_of(wall: &str) -> &str {
    wall.split('T').next().unwrap_or(wall)
}

fn wall_start(setup: &Setup, slot: &SlotContent) -> Decision<String> {
    let location = setup.location(slot.location).ok_or(Refusal::NotFound { what: Missing::Location })?;
    Ok(slot.visit.start().wall_text(location.zone))
}

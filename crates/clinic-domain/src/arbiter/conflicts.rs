//! Decisions that lost, and what becomes of them.

use super::{Case, Decided, Rows, Ruling, Scene, asked, found};
use crate::{
    appointment::{Appointment, Requester},
    arbitration::{Refused, Settling, settle_conflict},
    availability::{Asking, Book, Request, offers, reach},
    conflict::{BookingConflict, LostAct, MOST_ALTERNATIVES},
    id::{AppointmentId, ConflictId, LocationId, PatientId, Version},
    operation::{Change, Operation, OperationBody, RuleVersion, SlotContent},
    personal::Personal,
    refusal::{Missing, Refusal},
    time::{Instant, Period, local_day},
};
use chrono::Days;

/// So many days from the wished one on other times are looked for.
const LOOKED_AHEAD_DAYS: u64 = 14;

/// What is kept of an operation that somebody else was ahead of, for a person to decide about: of one that would have made
/// or changed a visit at a location that there is. None of others, which are of no hurry, and for whoever was told at once.
///
/// # Errors
/// Whatever the holder of the rows fails with.
pub fn lost<R: Rows>(
    operation: &Operation,
    refused: &Refused,
    scene: Scene<'_>,
    rows: &R,
) -> Result<Option<BookingConflict>, R::Error> {
    let is_known = |it: &Asked| scene.setup.location(it.location).is_some();
    let Some(asked) = Asked::of(operation, rows)?.filter(is_known) else { return Ok(None) };
    let alternatives = match &asked.slot {
        Some(slot) => alternatives(&asked, slot, scene, rows)?,
        None => Vec::new(),
    };
    let Asked { lost, location, patient, appointment, starts_at, slot, requested_by, note } = asked;
    let is_made = matches!(operation.body, OperationBody::Book(_) | OperationBody::Adopt { .. });
    let was_there = refused.0.iter().filter_map(|it| winner(it, (!is_made).then_some(appointment)));
    let mut winners: Vec<AppointmentId> = Vec::new();
    was_there.for_each(|it| {
        if !winners.contains(&it) {
            winners.push(it)
        }
    });
    Ok(Some(BookingConflict {
        id: ConflictId(operation.id.0),
        version: Version::FIRST,
        location,
        patient,
        appointment,
        lost,
        starts_at,
        slot,
        requested_by,
        note,
        is_promised: operation.promised_to_patient,
        reasons: refused.0.iter().map(|it| it.code().to_owned()).collect(),
        by: operation.author,
        device: operation.device,
        decided_at: operation.at,
        lost_at: scene.now,
        winners,
        alternatives,
        claim: None,
        resolution: None,
    }))
}

/// What an operation was after.
struct Asked {
    lost: LostAct,
    location: LocationId,
    patient: PatientId,
    appointment: AppointmentId,
    starts_at: Instant,
    slot: Option<SlotContent>,
    requested_by: Requester,
    note: Personal,
}

impl Asked {
    fn of<R: Rows>(operation: &Operation, rows: &R) -> Result<Option<Asked>, R::Error> {
        use OperationBody as B;
        Ok(match &operation.body {
            B::Book(it) => Some(Asked {
                lost: LostAct::Booking,
                location: it.slot.location,
                patient: it.patient,
                appointment: it.appointment,
                starts_at: it.slot.visit.start(),
                slot: Some(it.slot.clone()),
                requested_by: it.requested_by,
                note: it.note.clone(),
            }),
            B::Adopt { rows } => {
                rows.iter().filter_map(Change::visit).find(|it| it.is_live()).map(Asked::adopted)
            }
            B::Reschedule { appointment, slot, requested_by, .. } => {
                let of = |it| Asked {
                    starts_at: slot.visit.start(),
                    slot: Some(slot.clone()),
                    ..Asked::about(LostAct::Move, &it, *requested_by)
                };
                rows.appointment(*appointment)?.map(of)
            }
            B::Cancel { appointment, requested_by, note, .. } => {
                let of = |it| Asked {
                    note: note.clone(),
                    ..Asked::about(LostAct::Cancellation, &it, *requested_by)
                };
                rows.appointment(*appointment)?.map(of)
            }
            B::SetStatus { appointment, requested_by, .. } | B::CheckIn { appointment, requested_by, .. } => {
                rows.appointment(*appointment)?.map(|it| Asked::about(LostAct::Step, &it, *requested_by))
            }
            _ => None,
        })
    }

    /// A visit that another arbiter had booked.
    fn adopted(visit: &Appointment) -> Asked {
        let slot = SlotContent {
            location: visit.location,
            appointment_type: visit.appointment_type,
            visit: visit.visit,
            allocations: visit.allocations.clone(),
            // Of no rules that are known here: whoever takes it is asked again.
            rules: RuleVersion(0),
            waives: None,
            hold: None,
        };
        let asked = Asked::about(LostAct::Booking, visit, visit.requested_by);
        Asked { slot: Some(slot), note: visit.note.clone(), ..asked }
    }

    fn about(lost: LostAct, visit: &Appointment, requested_by: Requester) -> Asked {
        Asked {
            lost,
            location: visit.location,
            patient: visit.patient,
            appointment: visit.id,
            starts_at: visit.visit.start(),
            slot: None,
            requested_by,
            note: Personal::default(),
        }
    }

    /// What it takes up counts as free.
    fn moving(&self) -> Option<AppointmentId> {
        (self.lost == LostAct::Move).then_some(self.appointment)
    }
}

/// What was there first, where the reason names it. What somebody changed first is the visit itself.
fn winner(refusal: &Refusal, changed: Option<AppointmentId>) -> Option<AppointmentId> {
    match refusal {
        Refusal::Taken { by, .. } => Some(*by),
        Refusal::PatientBusy { appointment, .. } => Some(*appointment),
        _ => changed,
    }
}

/// The nearest times that are free by the same rules, those of the wished day and provider first.
fn alternatives<R: Rows>(
    wanted: &Asked,
    slot: &SlotContent,
    scene: Scene<'_>,
    rows: &R,
) -> Result<Vec<SlotContent>, R::Error> {
    let Scene { setup, now, .. } = scene;
    let Some(zone) = setup.location(slot.location).map(|it| it.zone) else { return Ok(Vec::new()) };
    let start = slot.visit.start();
    let first = start.max(now).local_date(zone);
    let until = local_day(zone, first + Days::new(LOOKED_AHEAD_DAYS)).start();
    let Some(ahead) = Period::new(local_day(zone, first).start().max(now), until) else {
        return Ok(Vec::new());
    };
    let (resources, around) = reach(setup, slot.location, ahead);
    let book: Book = rows.busy(&resources, around, now)?.into_iter().collect();
    let patient_busy = rows.patient_busy(wanted.patient, ahead)?;
    let is_new_patient = match scene.is_for_new_patients(slot) {
        true => Some(rows.visits_seen(wanted.patient, now)?.is_empty()),
        false => None,
    };
    let provider = setup.own_provider(&slot.allocations);
    let mut nearest = Vec::new();
    for day in first.iter_days().take_while(|it| local_day(zone, *it).start() < until) {
        let within = local_day(zone, day);
        let Some(within) = Period::new(within.start().max(now), within.end()) else { continue };
        let request = Request {
            location: slot.location,
            appointment_type: slot.appointment_type,
            providers: &[],
            own_provider: provider,
            within,
            asking: Asking { now, patient_busy: &patient_busy, ignoring: wanted.moving(), is_new_patient },
            like: None,
            limit: usize::MAX,
        };
        // A location or a type that is not in use any more has none.
        let found = offers(setup, &book, &request).unwrap_or_default();
        let mut of_day: Vec<SlotContent> = found.into_iter().map(|it| it.slot).collect();
        let is_other = |it: &SlotContent| setup.own_provider(&it.allocations) != provider;
        of_day.sort_by_key(|it| (is_other(it), it.visit.start().0.abs_diff(start.0), it.visit.start()));
        nearest.extend(of_day);
        if nearest.len() >= MOST_ALTERNATIVES {
            break;
        }
    }
    nearest.truncate(MOST_ALTERNATIVES);
    Ok(nearest)
}

impl<R: Rows> Case<'_, R> {
    pub(super) fn settle_conflict(&self, id: ConflictId, wanted: &Settling<'_>) -> Ruling<Decided, R> {
        let current = found(asked(self.rows.conflict(id))?, Missing::Conflict)?;
        let seen = self.seen(("booking_conflict", id.0))?;
        if let Settling::Resolve { act: Some(act), .. } = wanted {
            found(asked(self.rows.act(*act))?, Missing::Act)?;
        }
        let next = settle_conflict(self.author, (&current, seen), wanted, self.scene.now)?;
        Ok(Decided::put(Some(Change::Conflict(Box::new(current))), Change::Conflict(Box::new(next))))
    }
}

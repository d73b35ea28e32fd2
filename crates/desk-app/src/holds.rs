//! Keeping a time for a visit to come: "hold it half an hour, she calls back". What is kept is seen on the board, is in
//! everybody's way, and ends by itself.

use crate::{
    acts::{Done, Scene, Written},
    book::read_book,
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration::{self, HoldFacts},
    availability::Book,
    hold::Hold,
    id::{AppointmentId, HoldId, LocationId, PatientId, PersonId, Version},
    operation::{Base, Change, OperationBody, SlotContent},
    personal::Personal,
    refusal::Missing,
    time::{Instant, Period},
};
use desk_cache::mirror::{PatientLine, Reader};

pub struct HoldRequest {
    pub handle: String,
    pub patient: Option<PatientId>,
    pub minutes: u16,
    pub note: Personal,
}

/// A hold as a board shows it.
pub struct Kept {
    pub hold: Hold,
    /// Books it.
    pub handle: String,
    pub patient: Option<PatientLine>,
}

pub fn hold_time(desk: &FrontDesk, who: PersonId, request: HoldRequest) -> AppResult<Done<Hold>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let id = HoldId(desk.ids.next());
    desk.write(who, "hold_put", |scene| {
        let wanted = Hold {
            id,
            version: Version::FIRST,
            slot,
            patient: request.patient,
            entry: None,
            note: request.note,
            until: scene.now.plus_minutes(i64::from(request.minutes)),
            by: scene.author.id,
            is_active: true,
        };
        let rows = HoldRows::read(scene, &wanted.slot, request.patient)?;
        let hold = arbitration::put_hold(&rows.facts(scene, None), None, &wanted)?;
        let value = scene.done(hold.clone());
        Ok(written(hold, None, value))
    })
}

/// The time is free again at once.
pub fn release_hold(desk: &FrontDesk, who: PersonId, id: HoldId) -> AppResult<Hold> {
    desk.write(who, "hold_put", |scene| {
        let current = found(scene.reader().hold(id)?, Missing::Hold)?;
        let rows = HoldRows::read(scene, &current.slot, None)?;
        let wanted = Hold { is_active: false, ..current.clone() };
        let hold = arbitration::put_hold(&rows.facts(scene, None), Some(&current), &wanted)?;
        Ok(written(hold.clone(), Some(Base::Version(current.version)), hold))
    })
}

fn written<T>(hold: Hold, base: Option<Base>, value: T) -> Written<T> {
    Written {
        body: OperationBody::HoldPut(hold.clone()),
        base,
        promised_to_patient: hold.is_active && hold.patient.is_some(),
        patient: hold.patient,
        changes: vec![Change::Hold(hold)],
        value,
    }
}

/// The rows that a hold is decided on.
pub(crate) struct HoldRows {
    book: Book,
    standing: usize,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl HoldRows {
    pub fn read(scene: &Scene<'_>, slot: &SlotContent, patient: Option<PatientId>) -> AppResult<HoldRows> {
        let reader = scene.reader();
        let standing = reader.standing_holds(scene.now)?;
        if let Some(id) = patient {
            found(reader.patient_line(id)?, Missing::Patient)?;
        }
        Ok(HoldRows {
            book: read_book(scene, slot)?,
            standing: standing.iter().filter(|it| it.slot.location == slot.location).count(),
            patient_busy: match patient {
                Some(id) => scene.patient_busy(id, slot.visit)?,
                None => Vec::new(),
            },
        })
    }

    pub fn facts<'a>(&'a self, scene: &'a Scene<'a>, moving: Option<AppointmentId>) -> HoldFacts<'a> {
        HoldFacts {
            setup: &scene.configuration.setup,
            book: &self.book,
            standing: self.standing,
            patient_busy: &self.patient_busy,
            moving,
            author: &scene.author,
            now: scene.now,
        }
    }
}

/// What a visit of the patient in this slot settles: the hold that kept it, with the entry of the waitlist that it was
/// offered to, and what the patient was due for.
pub(crate) fn taken_up(
    scene: &Scene<'_>,
    slot: &SlotContent,
    patient: PatientId,
    visit: AppointmentId,
) -> AppResult<Vec<Change>> {
    let reader = scene.reader();
    let mut changes = Vec::new();
    if let Some(hold) = slot.hold.map(|id| reader.hold(id)).transpose()?.flatten() {
        let entry = hold.entry.map(|id| reader.waitlist_entry(id)).transpose()?.flatten();
        let (hold, entry) = arbitration::take_up(&hold, entry.as_ref(), patient)?;
        changes.extend(hold.map(Change::Hold));
        changes.extend(entry.map(|it| Change::WaitlistEntry(Box::new(it))));
    }
    let recalls = scene.recalls_of(patient)?;
    let settled = arbitration::settled(&scene.configuration.setup, &recalls, slot, visit);
    changes.extend(settled.into_iter().map(Change::Recall));
    Ok(changes)
}

/// The holds of a location that stand and keep any of the period, as its board shows them.
pub(crate) fn kept(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    location: LocationId,
    period: Period,
    now: Instant,
) -> AppResult<Vec<Kept>> {
    let mut holds = reader.standing_holds(now)?;
    holds.retain(|it| it.slot.location == location && it.slot.visit.overlaps(&period));
    holds.into_iter().map(|hold| of(desk, reader, hold)).collect()
}

/// One that was just made.
pub fn kept_by(desk: &FrontDesk, hold: Hold) -> AppResult<Kept> {
    desk.read(|reader| of(desk, reader, hold))
}

pub(crate) fn of(desk: &FrontDesk, reader: &Reader<'_>, hold: Hold) -> AppResult<Kept> {
    let patient = hold.patient.map(|id| reader.patient_line(id)).transpose()?.flatten();
    Ok(Kept { handle: desk.seal.seal(&hold.kept_slot()), patient, hold })
}

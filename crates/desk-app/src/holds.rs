//! Keeping a time for a visit to come: "hold it half an hour, she calls back". What is kept is seen on the board, is in
//! everybody's way, and ends by itself.

use crate::{
    acts::{Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration::Act,
    hold::Hold,
    id::{HoldId, LocationId, PatientId, PersonId, Version},
    operation::{Change, OperationBody},
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
    desk.write(who, "hold_put", |acts| {
        let wanted = Hold {
            id,
            version: Version::FIRST,
            slot,
            patient: request.patient,
            entry: None,
            note: request.note,
            until: acts.now.plus_minutes(i64::from(request.minutes)),
            by: who,
            is_active: true,
        };
        let is_promised = wanted.patient.is_some();
        let body = OperationBody::HoldPut(wanted);
        hold_of(if is_promised { acts.promise(body, None) } else { acts.decide(body, None) }?)
    })
}

/// The time is free again at once.
pub fn release_hold(desk: &FrontDesk, who: PersonId, id: HoldId) -> AppResult<Hold> {
    let released = desk.write(who, "hold_put", |acts| {
        let current = found(acts.mirror().hold(id)?, Missing::Hold)?;
        let base = seen(current.version);
        hold_of(acts.decide(OperationBody::HoldPut(Hold { is_active: false, ..current }), base)?)
    });
    released.map(|it| it.value)
}

/// The hold that the act was about.
pub(crate) fn hold_of(act: &Act) -> AppResult<Hold> {
    let mut holds = act.after.iter().filter_map(|it| match it {
        Change::Hold(it) => Some(it.clone()),
        _ => None,
    });
    found(holds.next(), Missing::Hold)
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

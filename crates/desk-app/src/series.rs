//! A series before it is booked: every occurrence with its own day, whether it fits, and what would be free instead.

use crate::{
    error::{AppResult, found},
    find_offers::book_around,
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Allocation, Appointment},
    arbitration::permitted,
    availability::{self, AROUND_WISHES_MINUTES, Asking, Fit, NoSuchDay, Occurrences, Offer, Wish},
    id::{AppointmentId, LocationId, PatientId, PersonId, ResourceId},
    invalid::{Field, Problem},
    operation::SlotContent,
    people::Permission,
    refusal::{Missing, Refusal},
    series::{Ending, MOST_OCCURRENCES, Pattern, Repeat, Turn},
    setup::Setup,
    time::{Instant, Period, start_instant},
};
use desk_cache::mirror::{DayRow, Reader};

pub struct PreviewSeries {
    /// The time that is to be repeated: its place, type, provider and time of day.
    pub handle: String,
    pub patient: PatientId,
    pub pattern: Pattern,
    pub ending: Ending,
}

/// An occurrence as it would be.
pub struct Planned {
    /// On that day at the wished time of day.
    pub start: Instant,
    pub fit: PlannedFit,
}

pub enum PlannedFit {
    Fits(Sealed),
    Not { reasons: Vec<Refusal>, alternatives: Vec<Sealed> },
}

/// A time that can be booked by its handle.
pub struct Sealed {
    pub handle: String,
    pub offer: Offer,
}

/// The occurrences, and the location whose clock they go by.
pub fn preview_series(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &PreviewSeries,
) -> AppResult<(LocationId, Vec<Planned>)> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let slot = found(desk.seal.open(&wanted.handle), Missing::Offer)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let zone = found(setup.location(slot.location), Missing::Location)?.zone;
        let resource = found(listed_by(setup, &slot.allocations), Missing::Resource)?;
        let wall = slot.visit.start().wall(zone);
        let repeat =
            Repeat { first_day: wall.date(), pattern: wanted.pattern.clone(), ending: wanted.ending };
        let turns = repeat.turns(now.local_date(zone))?;
        let wishes: Vec<Wish> = turns
            .into_iter()
            .map(|turn| Wish {
                appointment_type: slot.appointment_type,
                resource,
                start: start_instant(zone, turn.near().and_time(wall.time())),
                impossible: match turn {
                    Turn::On(_) => None,
                    Turn::Without { last_day, day } => Some(NoSuchDay { last_day, day }),
                },
                moving: None,
            })
            .collect();
        let plan = Plan { desk, reader, setup, location: slot.location, patient: wanted.patient, now };
        Ok((slot.location, plan.of(&wishes, &[])?))
    })
}

/// Whoever a visit is listed by: its provider, or what comes first in one without.
pub(crate) fn listed_by(setup: &Setup, allocations: &[Allocation]) -> Option<ResourceId> {
    setup.own_provider(allocations).or(allocations.first().map(|it| it.resource))
}

/// What wishes are held against.
pub(crate) struct Plan<'a> {
    pub desk: &'a FrontDesk,
    pub reader: &'a Reader<'a>,
    pub setup: &'a Setup,
    pub location: LocationId,
    pub patient: PatientId,
    pub now: Instant,
}

impl Plan<'_> {
    /// An answer to each wish; `standing` are the places of the visits that are moved.
    pub fn of(&self, wishes: &[Wish], standing: &[Period]) -> AppResult<Vec<Planned>> {
        let Plan { desk, reader, setup, location, patient, now } = *self;
        let Some(within) = around(wishes, standing) else {
            return Ok(Vec::new());
        };
        found(reader.patient_line(patient)?, Missing::Patient)?;
        let patient_busy: Vec<(AppointmentId, Period)> = reader.patient_busy(patient, within)?;
        let is_new_patient = Some(!reader.has_past_visit(patient, now)?);
        let book = book_around(reader, setup, location, within, now)?;
        let asking = Asking { now, patient_busy: &patient_busy, ignoring: None, is_new_patient };
        let wanted = Occurrences { location, wishes, asking };
        let fits = availability::occurrences(setup, book, &wanted)?;
        let sealed = |slot: SlotContent| Sealed { handle: desk.seal.seal(&slot), offer: Offer::of(slot) };
        let fit = |fit: Fit| match fit {
            Fit::Fits(slot) => PlannedFit::Fits(sealed(slot)),
            Fit::Not { reasons, alternatives } => {
                PlannedFit::Not { reasons, alternatives: alternatives.into_iter().map(sealed).collect() }
            }
        };
        Ok(wishes.iter().zip(fits).map(|(wish, it)| Planned { start: wish.start, fit: fit(it) }).collect())
    }
}

fn around(wishes: &[Wish], standing: &[Period]) -> Option<Period> {
    let starts = || wishes.iter().map(|it| it.start).chain(standing.iter().map(Period::start));
    let (first, last) = (starts().min()?, starts().max()?);
    Period::new(first.plus_minutes(-AROUND_WISHES_MINUTES), last.plus_minutes(AROUND_WISHES_MINUTES))
}

/// Whether so many visits can be one act.
pub(crate) fn check_count(visits: usize) -> AppResult<()> {
    let problem = match visits {
        0 => Problem::OneNeeded,
        it if it > MOST_OCCURRENCES => Problem::AtMost { most: MOST_OCCURRENCES as u16 },
        _ => return Ok(()),
    };
    Err(Refusal::Invalid { field: Field::Count, problem }.into())
}

/// Which others of a series an act on one of its visits is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Following,
    All,
}

/// The others of the scope that can still be changed: booked, and to come.
pub(crate) fn others(
    reader: &Reader<'_>,
    visit: &Appointment,
    scope: Scope,
    now: Instant,
) -> AppResult<Vec<DayRow>> {
    let Some(series) = &visit.series else {
        return Ok(Vec::new());
    };
    let mut rows = reader.series(series.id)?;
    rows.retain(|it| {
        it.id != visit.id
            && it.status.is_open()
            && it.is_live()
            && it.visit.start() > now
            && (scope == Scope::All || it.visit.start() > visit.visit.start())
    });
    Ok(rows)
}

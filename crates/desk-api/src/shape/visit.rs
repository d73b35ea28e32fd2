//! A visit on the board: positions in minutes of the local day, words and signs for the rest.

use super::{offer::provider_and_rest, patient::short_code, time::date_text};
use crate::dto::day::{SyncMark, VisitView};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, AppointmentStatus},
    id::ResourceId,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use desk_app::day::DayBoard;
use desk_cache::{
    mirror::{DayRow, PatientLine},
    store::{Mark, Marks},
};

/// What places a visit on a board: the setup it names things by and the local day that is shown.
#[derive(Clone, Copy)]
pub struct Board<'a> {
    pub setup: &'a Setup,
    pub zone: Tz,
    pub day: Period,
    pub now: Instant,
    marks: Option<&'a Marks>,
}

impl<'a> Board<'a> {
    #[must_use]
    pub fn of_day(setup: &'a Setup, shown: &'a DayBoard) -> Board<'a> {
        let marks = Some(&*shown.marks);
        Board { setup, zone: shown.location.zone, day: shown.day, now: shown.now, marks }
    }

    /// The board of the visit's own day.
    #[must_use]
    pub fn of_visit(setup: &'a Setup, zone: Tz, start: Instant, now: Instant) -> Board<'a> {
        Board { setup, zone, day: local_day(zone, start.local_date(zone)), now, marks: None }
    }

    /// Says of each visit how it stands with the centre.
    #[must_use]
    pub fn marked(self, marks: &'a Marks) -> Board<'a> {
        Board { marks: Some(marks), ..self }
    }

    /// Minutes since the local day began, kept within it.
    #[must_use]
    pub fn minute(&self, at: Instant) -> u16 {
        let minutes = (at.0 - self.day.start().0).div_euclid(60).clamp(0, self.day.minutes());
        u16::try_from(minutes).unwrap_or_default()
    }

    #[must_use]
    pub fn wall(&self, at: Instant) -> String {
        at.wall(self.zone).format("%H:%M").to_string()
    }

    #[must_use]
    pub fn visit(&self, row: &DayRow) -> VisitView {
        let resources = resources_of(&row.allocations);
        let blocked = blocked(row);
        let patient = &row.patient;
        let kind = self.setup.appointment_type(row.appointment_type);
        let is_open = row.status.is_open();
        VisitView {
            id: row.id,
            version: row.version,
            patient: patient.id,
            patient_name: listed_name(patient),
            birth_date: patient.birth_date.map(date_text),
            record_number: patient.record_number.clone(),
            short_code: short_code(patient.id, &patient.record_number),
            phone: patient.phone.expose().to_owned(),
            provider: provider_and_rest(self.setup, &resources).0,
            resources,
            appointment_type: row.appointment_type,
            type_name: kind.map_or_else(|| "?".to_owned(), |it| it.name.clone()),
            places: kind.map_or(1, |it| it.places),
            modality: kind.map(|it| it.modality).unwrap_or_default(),
            status: row.status,
            confirmation: row.confirmation,
            is_live: row.status.is_live(),
            from_minute: self.minute(row.visit.start()),
            to_minute: self.minute(row.visit.end()),
            blocked_from_minute: self.minute(blocked.start()),
            blocked_to_minute: self.minute(blocked.end()),
            wall_start: self.wall(row.visit.start()),
            wall_end: self.wall(row.visit.end()),
            lane: row.lane(),
            waiting_since_minute: row.waiting_since.map(|at| self.minute(at)),
            has_alert: patient.has_alert,
            needs_interpreter: patient.needs_interpreter,
            has_note: row.has_note,
            is_in_series: row.series.is_some(),
            next_statuses: self.next_statuses(row.status, row.visit.start()),
            can_move: is_open,
            mark: sync_mark(self.marks.and_then(|it| it.of(row.id))),
        }
    }

    /// What the flow allows now: a visit of a later day cannot arrive yet.
    fn next_statuses(&self, status: AppointmentStatus, start: Instant) -> Vec<AppointmentStatus> {
        let is_later_day = start.local_date(self.zone) > self.now.local_date(self.zone);
        let is_correction = |it: &&AppointmentStatus| {
            matches!(it, AppointmentStatus::EnteredInError | AppointmentStatus::Booked)
        };
        status.next().iter().filter(|it| !is_later_day || is_correction(it)).copied().collect()
    }
}

#[must_use]
pub const fn sync_mark(mark: Option<Mark>) -> SyncMark {
    match mark {
        None => SyncMark::Accepted,
        Some(Mark::Confirmed) => SyncMark::Confirmed,
        Some(Mark::NotSent) => SyncMark::NotSent,
        Some(Mark::NeedsDecision) => SyncMark::NeedsDecision,
    }
}

/// "Ruiz, Ana".
#[must_use]
pub fn listed_name(patient: &PatientLine) -> String {
    match (patient.family_name.expose(), patient.given_names.expose()) {
        (family, "") => family.to_owned(),
        ("", given) => given.to_owned(),
        (family, given) => format!("{family}, {given}"),
    }
}

/// Each resource once, the visit's own provider first as it stands in the allocations.
#[must_use]
pub fn resources_of(allocations: &[Allocation]) -> Vec<ResourceId> {
    let mut resources: Vec<ResourceId> = Vec::with_capacity(allocations.len());
    for allocation in allocations {
        if !resources.contains(&allocation.resource) {
            resources.push(allocation.resource);
        }
    }
    resources
}

/// From the first to the last thing it takes up: with buffers.
#[must_use]
pub fn blocked(row: &DayRow) -> Period {
    let start = row.allocations.iter().map(|it| it.during.start()).min();
    let end = row.allocations.iter().map(|it| it.during.end()).max();
    start.zip(end).and_then(|(start, end)| Period::new(start, end)).unwrap_or(row.visit)
}

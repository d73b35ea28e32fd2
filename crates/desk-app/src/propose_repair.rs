//! What becomes of a day on which somebody is out, a room is closed, or a provider runs late, and of visits whose hours are
//! gone already: a plan for every visit that
//! this touches, for a person to take all, some or none of. Nothing is written.

use crate::{
    block_time::place_of,
    error::{AppResult, found},
    find_offers::book_around,
    find_patients::List,
    front_desk::FrontDesk,
    worklist::{LOOK_AHEAD_DAYS, orphans},
};
use chrono::{Days as ChronoDays, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::AppointmentStatus,
    arbitration::{permitted, put_exception},
    availability::{self, BookedVisit, Disruption, Promise, RepairRequest, Step, StepOutcome},
    id::{AppointmentId, LocationId, PersonId, ResourceId},
    invalid::{Field, Problem},
    operation::SlotContent,
    people::Permission,
    refusal::{Missing, Refusal},
    schedule::{ExceptionScope, ScheduleException},
    setup::Setup,
    time::{Instant, Period, local_day},
    worklist::{is_expected, is_in_clinic},
};
use desk_cache::mirror::{DayRow, Reader};
use std::collections::HashMap;

pub enum Trouble {
    /// A provider is out, a room is closed, a location shuts.
    Closed(ScheduleException),
    /// Hours were changed or closed over visits before, and nobody has moved them since.
    WithoutHours(LocationId),
    /// A provider is behind by so much now.
    Late { resource: ResourceId, minutes: u16 },
}

pub struct ProposeRepair {
    pub trouble: Trouble,
    /// Places that a person chose, by their handles.
    pub picks: Vec<(AppointmentId, String)>,
}

pub struct ProposedRepair {
    pub location: LocationId,
    pub now: Instant,
    pub zone: Tz,
    /// As it would be: the reasons name what closes.
    pub setup: Setup,
    /// In the order in which people have to hear of it.
    pub visits: Vec<Planned>,
}

pub struct Planned {
    pub row: DayRow,
    pub step: Step,
    /// For every place of the step: the one that is proposed, where there is one, and then those instead.
    pub handles: Vec<String>,
}

/// Other days are looked through up to here first, and further where somebody is left without a place.
const NEAR_MINUTES: i64 = 14 * 24 * 60;
/// More visits than these are more than a day's repair: weeks of absence are planned in the settings.
const MOST_VISITS: u16 = 200;
const MOST_DAYS: i64 = 61;
const MOST_MINUTES_LATE: u16 = 480;
const LATE_MINUTES: Refusal = Refusal::Invalid {
    field: Field::Minutes,
    problem: Problem::OutOfRange { least: 1, most: MOST_MINUTES_LATE },
};
const TOO_LONG: Refusal = Refusal::Invalid { field: Field::LastDay, problem: Problem::OverTwoMonths };
const TOO_MANY: Refusal =
    Refusal::Invalid { field: Field::LastDay, problem: Problem::AtMost { most: MOST_VISITS } };

pub fn propose_repair(desk: &FrontDesk, who: PersonId, request: &ProposeRepair) -> AppResult<ProposedRepair> {
    let author = desk.author(who)?;
    permitted(&author, Permission::Book)?;
    let now = desk.now();
    // A handle of another day opens nothing: its visit is planned anew.
    let picks = request.picks.iter().filter_map(|(id, handle)| Some((*id, desk.seal.open(handle)?)));
    let picks: Vec<(AppointmentId, SlotContent)> = picks.collect();
    let proposed = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let (disruption, scope) = match &request.trouble {
            Trouble::Closed(it) => (Disruption::Closed(put_exception(&author, setup, now, it)?), it.scope),
            Trouble::WithoutHours(location) => (Disruption::HoursLost, ExceptionScope::Location(*location)),
            Trouble::Late { resource, minutes } => {
                if !(1..=MOST_MINUTES_LATE).contains(minutes) {
                    return Err(LATE_MINUTES.into());
                }
                let late = Disruption::Late { resource: *resource, from: now, minutes: *minutes };
                (late, ExceptionScope::Resource(*resource))
            }
        };
        let mut day = Days::of(setup, &disruption, scope, now)?;
        let rows = day.affected(reader, setup, &disruption)?;
        let promises = rows.iter().map(|row| day.promise(reader, setup, row));
        let promises = promises.collect::<AppResult<Vec<Promise>>>()?;
        let steps = day.plan(reader, setup, &disruption, &promises, &picks)?;
        let mut rows: HashMap<AppointmentId, DayRow> = rows.into_iter().map(|it| (it.id, it)).collect();
        let visits = steps.into_iter().filter_map(|step| {
            let row = rows.remove(&step.appointment)?;
            let handles = step.places().map(|it| desk.seal.seal(&it.slot)).collect();
            Some(Planned { row, step, handles })
        });
        Ok(ProposedRepair {
            location: day.location,
            now,
            zone: found(setup.location(day.location), Missing::Location)?.zone,
            setup: disruption.applied_to(setup),
            visits: visits.collect(),
        })
    })?;
    if !proposed.visits.is_empty() {
        let object = ("location", proposed.location.0);
        let list =
            List { action: "view_repair", object, detail: "visits that a repair would move".to_owned() };
        desk.lookups.list_shown(desk, who, list)?;
    }
    Ok(proposed)
}

/// Where and on which days something goes wrong.
struct Days {
    location: LocationId,
    scope: ExceptionScope,
    /// The whole days, as far as they are not over.
    period: Option<Period>,
    now: Instant,
}

impl Days {
    fn of(setup: &Setup, disruption: &Disruption, scope: ExceptionScope, now: Instant) -> AppResult<Days> {
        let location = place_of(setup, scope)?;
        let zone = found(setup.location(location), Missing::Location)?.zone;
        let today = now.local_date(zone);
        let (first, last) = match disruption {
            Disruption::Closed(it) if it.last_day - it.first_day > TimeDelta::days(MOST_DAYS) => {
                return Err(TOO_LONG.into());
            }
            Disruption::Closed(it) => (it.first_day.max(today), it.last_day),
            Disruption::HoursLost => (today, today + ChronoDays::new(LOOK_AHEAD_DAYS)),
            Disruption::Late { .. } => (today, today),
        };
        let period = Period::new(local_day(zone, first).start(), local_day(zone, last).end());
        Ok(Days { location, scope, period, now })
    }

    /// Whoever is still to be seen and would not be, or later.
    fn affected(
        &mut self,
        reader: &Reader<'_>,
        setup: &Setup,
        disruption: &Disruption,
    ) -> AppResult<Vec<DayRow>> {
        let Some(period) = self.period else { return Ok(Vec::new()) };
        if *disruption == Disruption::HoursLost {
            return self.without_hours(reader, setup, period);
        }
        let mut rows = match self.scope {
            ExceptionScope::Resource(id) => reader.visits_with(id, self.location, period)?,
            ExceptionScope::Location(id) => reader.day(id, period)?,
        };
        rows.retain(|it| {
            let is_waiting = is_in_clinic(it.status) && it.status != AppointmentStatus::WithProvider;
            is_waiting || is_expected(it.status) && it.visit.start() >= self.now
        });
        let visits: Vec<BookedVisit> = rows.iter().map(booked).collect();
        let affected = availability::affected(setup, disruption, &visits, self.now);
        rows.retain(|it| affected.contains(&it.id));
        if rows.len() > usize::from(MOST_VISITS) {
            return Err(TOO_MANY.into());
        }
        Ok(rows)
    }

    /// The first of those whose hours are gone; the days end with the last of them.
    fn without_hours(
        &mut self,
        reader: &Reader<'_>,
        setup: &Setup,
        period: Period,
    ) -> AppResult<Vec<DayRow>> {
        let location = found(setup.location(self.location), Missing::Location)?;
        let mut lost = orphans(reader, setup, location, self.now.local_date(location.zone), self.now)?;
        lost.truncate(MOST_VISITS.into());
        let rows = reader.visits(&lost)?;
        let last = rows.iter().map(|it| it.visit.start()).max().unwrap_or(self.now);
        self.period =
            Period::new(period.start(), local_day(location.zone, last.local_date(location.zone)).end());
        Ok(rows)
    }

    fn promise(&self, reader: &Reader<'_>, setup: &Setup, row: &DayRow) -> AppResult<Promise> {
        let appointment = found(reader.appointment(row.id)?, Missing::Appointment)?;
        let patient = found(reader.patient(row.patient.id)?, Missing::Patient)?;
        let is_for_new = setup.appointment_type(row.appointment_type).is_some_and(|it| it.is_new_patient);
        let is_new_patient = match is_for_new {
            true => Some(!reader.has_past_visit(patient.id, self.now)?),
            false => None,
        };
        let mut patient_busy = match self.days_on(availability::ORDINARY_SEARCH_MINUTES) {
            Some(all) => reader.patient_busy(patient.id, all)?,
            None => Vec::new(),
        };
        patient_busy.retain(|it| it.0 != row.id);
        let is_here = is_in_clinic(row.status);
        Ok(Promise {
            visit: booked(row),
            patient: patient.id,
            is_here,
            keeps_day: is_here && !row.status.is_open(),
            triage: appointment.attendance.triage,
            booked_at: appointment.history.first().map_or(self.now, |it| it.at),
            is_in_series: appointment.series.is_some(),
            needs_interpreter: patient.needs_interpreter,
            needs_transport: patient.needs_transport(),
            own_provider: patient.own_provider,
            is_new_patient,
            patient_busy,
            fixed: row.patient.facts().refusal(),
        })
    }

    fn plan(
        &self,
        reader: &Reader<'_>,
        setup: &Setup,
        disruption: &Disruption,
        promises: &[Promise],
        picks: &[(AppointmentId, SlotContent)],
    ) -> AppResult<Vec<Step>> {
        let is_left = |it: &Step| matches!(it.outcome, StepOutcome::Nothing(Ok(_)));
        let mut steps = Vec::new();
        for within in [NEAR_MINUTES, availability::ORDINARY_SEARCH_MINUTES]
            .into_iter()
            .filter_map(|it| self.days_on(it))
        {
            let book = book_around(reader, setup, self.location, within, self.now)?;
            let request = RepairRequest { disruption, promises, picks, now: self.now, until: within.end() };
            steps = availability::repair(setup, &book, &request);
            if !steps.iter().any(is_left) {
                break;
            }
        }
        Ok(steps)
    }

    /// From today on until so long after the days.
    fn days_on(&self, minutes: i64) -> Option<Period> {
        let period = self.period?;
        Period::new(period.start(), period.end().plus_minutes(minutes))
    }
}

fn booked(row: &DayRow) -> BookedVisit {
    BookedVisit {
        id: row.id,
        location: row.location,
        appointment_type: row.appointment_type,
        visit: row.visit,
        allocations: row.allocations.clone(),
    }
}

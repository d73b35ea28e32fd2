//! The work lists of a location: who is late, who is here, whom to call, what is still open, what lost its hours, who has to
//! hear of a move.

use crate::{
    close_day::{self, UnclosedDay},
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
    waitlist::{self, ToComeCounts},
};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    arbitration::permitted,
    availability::without_hours,
    day_close::CLOSED_WITHIN_DAYS,
    id::{AppointmentId, LocationId, PersonId},
    organization::Location,
    people::Permission,
    refusal::Missing,
    setup::Setup,
    time::{Instant, Period, local_day},
    worklist::{
        Calls, WorkList, call_order, calls, came_at, is_expected, is_in_clinic, is_unconfirmed, untold_move,
        waiting_order,
    },
};
use desk_cache::{
    mirror::{FullRow, Reader},
    store::Marks,
};
use std::sync::Arc;

/// How long a visit that nobody closed, and a patient who did not come, stay on their lists.
const LOOK_BACK_DAYS: u64 = CLOSED_WITHIN_DAYS;
/// How far ahead visits without hours are looked for.
pub(crate) const LOOK_AHEAD_DAYS: u64 = 90;

pub struct WorkRequest {
    pub location: LocationId,
    pub list: WorkList,
    /// Today at the location when absent.
    pub date: Option<NaiveDate>,
}

pub struct Work {
    pub location: Location,
    /// The day that the list is about: for the unconfirmed the next one on which somebody is expected.
    pub date: NaiveDate,
    pub now: Instant,
    pub rows: Vec<WorkRow>,
    /// How much stands on each list.
    pub counts: Vec<(WorkList, usize)>,
    pub to_come: ToComeCounts,
    pub unclosed: Vec<UnclosedDay>,
    pub marks: Arc<Marks>,
}

pub struct WorkRow {
    pub full: FullRow,
    pub calls: Option<Calls>,
    /// Late, here or over since then.
    pub since: Option<Instant>,
}

/// Eleven statements, however long the lists are, one for each day since one was signed off last, and one for each visit without hours where those are shown; one audit entry
/// for the list that is shown.
pub fn worklist(desk: &FrontDesk, who: PersonId, request: &WorkRequest) -> AppResult<Work> {
    let work = work(desk, who, request)?;
    desk.lookups.list_shown(desk, who, trail("view_worklist", request, &work))?;
    Ok(work)
}

/// The same on paper: what leaves the screen is written down each time.
pub fn print_worklist(desk: &FrontDesk, who: PersonId, request: &WorkRequest) -> AppResult<Work> {
    let work = work(desk, who, request)?;
    desk.audit(&desk.list_entry(who, &trail("print_worklist", request, &work)))?;
    Ok(work)
}

fn work(desk: &FrontDesk, who: PersonId, request: &WorkRequest) -> AppResult<Work> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let location = found(configuration.setup.location(request.location), Missing::Location)?.clone();
        let today = request.date.unwrap_or_else(|| now.local_date(location.zone));
        let (mut lists, next) = read(reader, &location, today, now)?;
        let orphans = orphans(reader, &configuration.setup, &location, today, now)?;
        let repaired = to_tell(reader, &configuration.setup, &location, now)?;
        let counts = lists.iter().map(|(list, rows)| (*list, rows.len()));
        let others = [(WorkList::WithoutHours, orphans.len()), (WorkList::Repaired, repaired.len())];
        let counts = counts.chain(others).collect();
        lists.push((WorkList::Repaired, repaired));
        let rows = match lists.iter().position(|(list, _)| *list == request.list) {
            Some(at) => lists.swap_remove(at).1,
            None => reader.in_full(&orphans)?,
        };
        let date = if request.list == WorkList::Unconfirmed { next } else { today };
        let mut rows: Vec<_> = rows.into_iter().map(|full| row(request.list, full, now)).collect();
        match request.list {
            WorkList::Unconfirmed | WorkList::NoShows | WorkList::Repaired => {
                rows.sort_by_key(|it| call_order(it.calls, now));
            }
            WorkList::InClinic => rows.sort_by_key(|it| waiting_order(it.full.attendance.triage, it.since)),
            _ => {}
        }
        let to_come = waitlist::counts(reader, &location, now)?;
        let unclosed = close_day::unclosed(reader, &location, today)?;
        let marks = desk.marks(reader)?;
        Ok(Work { location, date, now, rows, counts, to_come, unclosed, marks })
    })
}

fn trail(action: &'static str, request: &WorkRequest, work: &Work) -> List {
    let detail = format!("{} {}", request.list, work.date);
    List { action, object: ("location", request.location.0), detail }
}

type Lists = Vec<(WorkList, Vec<FullRow>)>;

/// Every list, and the day of the unconfirmed.
fn read(
    reader: &Reader<'_>,
    location: &Location,
    today: NaiveDate,
    now: Instant,
) -> AppResult<(Lists, NaiveDate)> {
    let day = local_day(location.zone, today);
    let next = match reader.next_expected(location.id, day.end())? {
        Some(at) => at.local_date(location.zone),
        None => today + Days::new(1),
    };
    let (here, rest): (Vec<_>, Vec<_>) =
        reader.day_in_full(location.id, day)?.into_iter().partition(|it| is_in_clinic(it.row.status));
    let expected = rest.into_iter().filter(|it| is_expected(it.row.status)).collect();
    let mut unconfirmed = reader.day_in_full(location.id, local_day(location.zone, next))?;
    unconfirmed.retain(|it| is_unconfirmed(it.row.status, it.row.confirmation));
    let past = past(location, today, day.end().min(now));
    let (mut no_shows, left_open) = match past {
        Some(past) => (reader.no_shows(location.id, past)?, reader.left_open(location.id, past)?),
        None => (Vec::new(), Vec::new()),
    };
    no_shows.retain(|it| it.patient.as_ref().is_none_or(|it| !it.is_deceased));
    let lists = vec![
        (WorkList::Arrivals, expected),
        (WorkList::InClinic, here),
        (WorkList::Unconfirmed, unconfirmed),
        (WorkList::NoShows, no_shows),
        (WorkList::Open, left_open),
    ];
    Ok((lists, next))
}

/// Who has to hear of a move, who would set out first: another room alone changes nothing for a patient.
fn to_tell(reader: &Reader<'_>, setup: &Setup, location: &Location, now: Instant) -> AppResult<Vec<FullRow>> {
    let mut rows = reader.to_tell(location.id, now)?;
    rows.sort_by_key(|it| {
        let start = it.row.visit.start();
        untold_move(&it.history).map_or(start, |(told, _)| told.start().min(start))
    });
    rows.retain(|it| {
        untold_move(&it.history).is_some_and(|(from, allocations)| {
            from != it.row.visit || setup.own_provider(allocations) != setup.own_provider(&it.row.allocations)
        })
    });
    Ok(rows)
}

/// Visits that hours were changed or closed over, from now on, by start.
pub(crate) fn orphans(
    reader: &Reader<'_>,
    setup: &Setup,
    location: &Location,
    today: NaiveDate,
    now: Instant,
) -> AppResult<Vec<AppointmentId>> {
    let last = local_day(location.zone, today + Days::new(LOOK_AHEAD_DAYS));
    let start = local_day(location.zone, today).start().max(now);
    let mut booked = Period::new(start, last.end())
        .map_or_else(|| Ok(Vec::new()), |period| reader.booked_at(location.id, period))?;
    booked.retain(|it| it.visit.start() >= start);
    Ok(without_hours(setup, &booked))
}

/// From the days to look back on until `end`.
fn past(location: &Location, today: NaiveDate, end: Instant) -> Option<Period> {
    let first = today - Days::new(LOOK_BACK_DAYS);
    Period::new(local_day(location.zone, first).start(), end)
}

fn row(list: WorkList, full: FullRow, now: Instant) -> WorkRow {
    let since = match list {
        WorkList::Arrivals => Some(full.row.visit.start()).filter(|it| *it < now),
        WorkList::InClinic => came_at(&full.history),
        WorkList::Open => Some(full.row.visit.end()),
        WorkList::Unconfirmed | WorkList::NoShows | WorkList::WithoutHours | WorkList::Repaired => None,
    };
    WorkRow { calls: calls(&full.history), full, since }
}

//! One day of one location: columns with their open and closed time, and the visits with their patients.

use crate::{
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
    holds::{Kept, kept},
};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::permitted,
    availability::{self, Book, Busy, DayPart, DayPartKind, KeptApart},
    id::{AppointmentTypeId, LocationId, PersonId, ResourceId},
    organization::Location,
    people::Permission,
    refusal::Missing,
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{Instant, Period, local_day},
};
use desk_cache::{
    mirror::{DayRow, FullRow, Reader},
    store::Marks,
};
use std::sync::Arc;

pub struct DayRequest {
    pub location: LocationId,
    /// Today at the location when absent.
    pub date: Option<NaiveDate>,
    pub columns: ResourceKind,
}

pub struct DayBoard {
    pub location: Location,
    pub date: NaiveDate,
    pub now: Instant,
    pub day: Period,
    pub columns: Vec<DayColumn>,
    pub visits: Vec<DayRow>,
    pub holds: Vec<Kept>,
    pub marks: Arc<Marks>,
}

pub struct DayColumn {
    pub resource: Resource,
    pub parts: Vec<DayPart>,
    /// Beside the visits.
    pub kept: Vec<KeptApart>,
    /// Nothing says when this resource works: no template and no extra session at all.
    pub has_no_hours: bool,
    pub booked_minutes: i64,
    pub open_minutes: i64,
    pub next_free: Option<Instant>,
}

pub fn day(desk: &FrontDesk, who: PersonId, request: &DayRequest) -> AppResult<DayBoard> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    let shown = desk.read(|reader| {
        let mut board = empty_board(desk, reader, request, now)?;
        board.visits = reader.day(board.location.id, board.day)?;
        Ok(board)
    })?;
    desk.lookups.list_shown(
        desk,
        who,
        List::of_day("view_day", ("location", request.location.0), shown.date),
    )?;
    Ok(shown)
}

/// The day on paper: the board, and what stands behind its visits.
pub struct DaySheet {
    pub board: DayBoard,
    pub visits: Vec<FullRow>,
}

/// What leaves the screen is written down each time.
pub fn day_sheet(desk: &FrontDesk, who: PersonId, request: &DayRequest) -> AppResult<DaySheet> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    let sheet = desk.read(|reader| {
        let mut board = empty_board(desk, reader, request, now)?;
        let visits = reader.day_in_full(board.location.id, board.day)?;
        board.visits = visits.iter().map(|it| it.row.clone()).collect();
        Ok(DaySheet { board, visits })
    })?;
    let list = List::of_day("print_day", ("location", request.location.0), sheet.board.date);
    desk.audit(&desk.list_entry(who, &list))?;
    Ok(sheet)
}

/// The columns of a day before its visits are read.
fn empty_board(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    request: &DayRequest,
    now: Instant,
) -> AppResult<DayBoard> {
    let configuration = desk.configuration_at(reader)?;
    let setup = &configuration.setup;
    let location = found(setup.location(request.location), Missing::Location)?;
    let date = request.date.unwrap_or_else(|| now.local_date(location.zone));
    let day = local_day(location.zone, date);
    let mut resources = resources_of(setup, location.id);
    resources.retain(|it| it.kind == request.columns);
    let ids: Vec<ResourceId> = setup.with_same_persons(resources.iter().map(|it| it.id).collect());
    let book: Book = reader.busy(&ids, day, now)?.into_iter().collect();
    let columns = columns(setup, &resources, &book, day, now);
    let holds = kept(desk, reader, location.id, day, now)?;
    let marks = desk.marks(reader)?;
    Ok(DayBoard { location: location.clone(), date, now, day, columns, visits: Vec::new(), holds, marks })
}

/// What is drawn of each resource, of the part of the book that is read already.
pub(crate) fn columns(
    setup: &Setup,
    resources: &[&Resource],
    book: &Book,
    day: Period,
    now: Instant,
) -> Vec<DayColumn> {
    resources.iter().map(|it| column(setup, book, it, day, now)).collect()
}

fn resources_of(setup: &Setup, location: LocationId) -> Vec<&Resource> {
    let mut resources: Vec<&Resource> =
        setup.resources.iter().filter(|it| it.is_active && it.location == location).collect();
    resources.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    resources
}

fn column(setup: &Setup, book: &Book, resource: &Resource, day: Period, now: Instant) -> DayColumn {
    let parts = availability::working_time(setup, resource.id, day, now);
    let is_open = |it: &&DayPart| matches!(it.kind, DayPartKind::Open { .. });
    let open_minutes = parts.iter().filter(is_open).map(|it| it.during.minutes()).sum();
    let booked_minutes = booked_minutes(book.of(resource.id), day, i64::from(resource.places));
    let next_free = availability::free_time(setup, book, resource.id, day)
        .into_iter()
        .map(|it| (it.start().max(next_start(setup, now)), it.end()))
        .find(|(start, end)| start < end)
        .map(|(start, _)| start);
    let has_hours = resource.kind != ResourceKind::Provider
        || setup.templates.iter().any(|it| it.is_active && it.resource == resource.id)
        || parts.iter().any(|it| is_open(&it));
    DayColumn {
        resource: resource.clone(),
        parts,
        kept: availability::kept_apart(setup, book, resource.id, day),
        has_no_hours: !has_hours,
        booked_minutes,
        open_minutes,
        next_free,
    }
}

/// How long it is booked in the ordinary lane, all its places together; a group takes its minutes once.
fn booked_minutes(busy: &[Busy], day: Period, places: i64) -> i64 {
    let ordinary = busy.iter().filter(|it| it.lane == 0 && it.appointment().is_some());
    let mut booked: Vec<(Period, AppointmentTypeId)> =
        ordinary.filter_map(|it| Some((it.during.intersection(&day)?, it.appointment_type))).collect();
    if places == 1 {
        booked.dedup();
    }
    booked.iter().map(|it| it.0.minutes()).sum::<i64>() / places.max(1)
}

/// The next time on the grid: nobody is booked at 10:21.
fn next_start(setup: &Setup, now: Instant) -> Instant {
    let grid_seconds = i64::from(setup.organization.settings.grid_minutes) * 60;
    Instant(now.0 + (-now.0).rem_euclid(grid_seconds))
}

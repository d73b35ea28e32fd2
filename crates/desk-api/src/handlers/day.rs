//! The board of a day, and blocks on it.

use super::{SignedIn, day_tag, zone_or_first};
use crate::{
    call::Call,
    dto::{
        day::{
            BlockTimeRequest, BlockedView, ColumnView, DayRequest, DaySheetView, DayTotals, DayView,
            KeptKind, KeptView, MarkView, PartKind, PartView, SheetNoteView, UnblockTimeRequest, WeekRequest,
            WeekView,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
    shape::{
        hold,
        time::{date_text, parse_date, parse_day_minute, parse_optional_date, parse_weekday},
        visit::{Board, blocked},
    },
};
use clinic_domain::{
    appointment::AppointmentStatus as Status,
    arbitration::Refused,
    availability::{DayPart, DayPartKind, KeptApart},
    id::{ExceptionId, Version},
    invalid::Field,
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleException},
    setup::Setup,
    time::{DayMinute, Instant, local_day},
};
use desk_app::{
    acts::Done,
    block_time::{self, Blocked},
    day::{self, DayBoard, DayColumn},
    front_desk::Configuration,
    week,
};
use desk_cache::mirror::{DayRow, FullRow};

pub fn day(call: &Call<'_>, request: DayRequest) -> Result<DayView, ApiError> {
    let signed_in = call.signed_in()?;
    let shown = day::day(&signed_in.front, signed_in.person, &parse(&request)?)?;
    Ok(view(&signed_in, &*signed_in.front.configuration()?, &shown))
}

fn parse(request: &DayRequest) -> Result<day::DayRequest, Refused> {
    let date = parse_optional_date(Field::Date, request.date.as_deref())?;
    let columns = request.columns.unwrap_or(ResourceKind::Provider);
    Ok(day::DayRequest { location: request.location, date, columns })
}

pub fn day_sheet(call: &Call<'_>, request: DayRequest) -> Result<DaySheetView, ApiError> {
    let signed_in = call.signed_in()?;
    let sheet = day::day_sheet(&signed_in.front, signed_in.person, &parse(&request)?)?;
    let board = &sheet.board;
    Ok(DaySheetView {
        day: view(&signed_in, &*signed_in.front.configuration()?, board),
        wall_at: board.now.wall_text(board.location.zone),
        notes: sheet.visits.iter().filter_map(sheet_note).collect(),
    })
}

fn sheet_note(full: &FullRow) -> Option<SheetNoteView> {
    let patient = full.patient.as_ref();
    let note = SheetNoteView {
        appointment: full.row.id,
        note: full.note.expose().to_owned(),
        alert: patient.map_or_else(String::new, |it| it.alert.expose().to_owned()),
        flags: patient.map_or_else(Vec::new, |it| it.flags.clone()),
    };
    let is_empty = note.note.is_empty() && note.alert.is_empty() && note.flags.is_empty();
    (!is_empty).then_some(note)
}

pub fn week(call: &Call<'_>, request: WeekRequest) -> Result<WeekView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = week::WeekRequest {
        resource: request.resource,
        date: parse_optional_date(Field::Date, request.date.as_deref())?,
        first_day: parse_weekday(Field::FirstDay, request.first_day.unwrap_or(1))?,
    };
    let shown = week::week(&signed_in.front, signed_in.person, &wanted)?;
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let hours = shown.days.iter().filter_map(|it| hours_of(&Board::of_day(setup, it), it));
    let (from_minute, to_minute) = hours.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or(OFFICE_HOURS);
    let days = shown.days.iter().map(|it| view(&signed_in, &configuration, it)).collect();
    Ok(WeekView { resource: shown.resource, from_minute, to_minute, days })
}

fn view(signed_in: &SignedIn, configuration: &Configuration, shown: &DayBoard) -> DayView {
    let wording = signed_in.wording(configuration, Some(shown.location.id));
    let board = Board::of_day(&configuration.setup, shown);
    let zone = board.zone;
    let columns: Vec<ColumnView> =
        shown.columns.iter().map(|it| column(&configuration.setup, &board, it)).collect();
    let (from_minute, to_minute) = hours_of(&board, shown).unwrap_or(OFFICE_HOURS);
    let today = shown.now.local_date(zone);
    DayView {
        location: shown.location.id,
        zone: zone.name().to_owned(),
        date: date_text(shown.date),
        today: date_text(today),
        now_minute: (today == shown.date).then(|| board.minute(shown.now)),
        day_minutes: u16::try_from(shown.day.minutes()).unwrap_or(1440),
        from_minute,
        to_minute,
        marks: marks(&board),
        totals: totals(&shown.visits, &columns),
        columns,
        visits: shown.visits.iter().map(|it| board.visit(it)).collect(),
        holds: shown.holds.iter().map(|it| hold::view(&wording, &board, it)).collect(),
    }
}

fn column(setup: &Setup, board: &Board<'_>, column: &DayColumn) -> ColumnView {
    ColumnView {
        resource: column.resource.id,
        name: column.resource.name.clone(),
        detail: column.resource.specialty.clone(),
        parts: column.parts.iter().map(|it| part(board, it)).collect(),
        kept: column.kept.iter().map(|it| kept(setup, board, it)).collect(),
        has_no_hours: column.has_no_hours,
        booked_minutes: u32::try_from(column.booked_minutes).unwrap_or_default(),
        open_minutes: u32::try_from(column.open_minutes).unwrap_or_default(),
        places: column.resource.places,
        next_free: column.next_free.map(|at| board.wall(at)),
    }
}

fn kept(setup: &Setup, board: &Board<'_>, kept: &KeptApart) -> KeptView {
    let place = kept.elsewhere.and_then(|id| setup.location(id));
    let kind = match place {
        None => KeptKind::Changeover,
        Some(_) if kept.is_there => KeptKind::Elsewhere,
        Some(_) => KeptKind::OnTheWay,
    };
    KeptView {
        kind,
        from_minute: board.minute(kept.during.start()),
        to_minute: board.minute(kept.during.end()),
        place: place.map_or_else(String::new, |it| it.name.clone()),
    }
}

fn part(board: &Board<'_>, part: &DayPart) -> PartView {
    let (kind, label, exception, exception_kind) = match &part.kind {
        DayPartKind::Open { .. } => (PartKind::Open, String::new(), None, None),
        DayPartKind::Closed { exception, kind, reason } => {
            (PartKind::Closed, reason.clone(), Some(*exception), Some(*kind))
        }
    };
    PartView {
        kind,
        from_minute: board.minute(part.during.start()),
        to_minute: board.minute(part.during.end()),
        label,
        exception,
        exception_kind,
    }
}

/// What is shown of a day on which nothing is.
const OFFICE_HOURS: (u16, u16) = (8 * 60, 18 * 60);

/// From the first to the last thing of the day, on whole hours.
fn hours_of(board: &Board<'_>, shown: &DayBoard) -> Option<(u16, u16)> {
    let is_all_day = |it: &&DayPart| it.during == shown.day;
    let parts =
        shown.columns.iter().flat_map(|it| &it.parts).filter(|it| !is_all_day(it)).map(|it| it.during);
    let periods: Vec<_> = parts.chain(shown.visits.iter().map(blocked)).collect();
    let first = periods.iter().map(|it| board.minute(it.start())).min()?;
    let last = periods.iter().map(|it| board.minute(it.end())).max()?;
    Some((first / 60 * 60, last.div_ceil(60) * 60))
}

fn marks(board: &Board<'_>) -> Vec<MarkView> {
    let minutes = u16::try_from(board.day.minutes()).unwrap_or(1440);
    let mark = |minute: u16| MarkView {
        minute,
        wall: board.wall(board.day.start().plus_minutes(i64::from(minute))),
    };
    (0..minutes).step_by(15).map(mark).collect()
}

fn totals(visits: &[DayRow], columns: &[ColumnView]) -> DayTotals {
    let count = |wanted: &[Status]| {
        u32::try_from(visits.iter().filter(|it| wanted.contains(&it.status)).count()).unwrap_or(u32::MAX)
    };
    DayTotals {
        booked: count(&[Status::Booked, Status::Pending]),
        arrived: count(&[Status::Arrived, Status::CheckedIn]),
        in_room: count(&[Status::Roomed, Status::WithProvider]),
        done: count(&[Status::Fulfilled]),
        no_show: count(&[Status::NoShow, Status::LeftWithoutBeingSeen]),
        cancelled: count(&[Status::Cancelled, Status::LateCancel]),
        booked_minutes: columns.iter().map(|it| it.booked_minutes).sum(),
        open_minutes: columns.iter().map(|it| it.open_minutes).sum(),
    }
}

pub fn block_time(call: &Call<'_>, request: BlockTimeRequest) -> Result<Outcome<BlockedView>, ApiError> {
    let signed_in = call.signed_in()?;
    let configuration = signed_in.front.configuration()?;
    let (setup, now) = (&configuration.setup, signed_in.front.now());
    let result = exception(&request, ExceptionId(signed_in.front.ids.next()))
        .map_err(Into::into)
        .and_then(|wanted| block_time::block_time(&signed_in.front, signed_in.person, &wanted))
        .map(|Done { value: blocked, op }| {
            announce_block(call, setup, &blocked);
            Done { value: blocked_view(setup, &blocked, now), op }
        });
    signed_in.undoable(result)
}

pub(super) fn blocked_view(setup: &Setup, blocked: &Blocked, now: Instant) -> BlockedView {
    let zone = zone_or_first(setup, Some(blocked.location));
    let affected =
        blocked.affected.iter().map(|row| Board::of_visit(setup, zone, row.visit.start(), now).visit(row));
    BlockedView { exception: blocked.exception.id, affected: affected.collect() }
}

pub(super) fn announce_block(call: &Call<'_>, setup: &Setup, blocked: &Blocked) {
    call.announce(["setup".to_owned()].into_iter().chain(blocked_days(setup, blocked)));
}

pub fn unblock_time(call: &Call<'_>, request: UnblockTimeRequest) -> Result<Outcome<Nothing>, ApiError> {
    let signed_in = call.signed_in()?;
    let result = block_time::unblock_time(&signed_in.front, signed_in.person, request.exception).map(|it| {
        call.announce(["setup".to_owned()]);
        Done { value: Nothing {}, op: it.op }
    });
    signed_in.undoable(result)
}

pub(super) fn exception(request: &BlockTimeRequest, id: ExceptionId) -> Result<ScheduleException, Refused> {
    let first_day = parse_date(Field::FirstDay, &request.first_day)?;
    let minute = |field, text: &Option<String>, default| match text.as_deref() {
        None | Some("") => Ok(default),
        Some(text) => parse_day_minute(field, text),
    };
    Ok(ScheduleException {
        id,
        version: Version::FIRST,
        scope: request.resource.map_or(ExceptionScope::Location(request.location), ExceptionScope::Resource),
        kind: request.kind,
        first_day,
        last_day: parse_optional_date(Field::LastDay, request.last_day.as_deref())?.unwrap_or(first_day),
        from: minute(Field::From, &request.from, DayMinute::MIDNIGHT)?,
        to: minute(Field::To, &request.to, DayMinute::END)?,
        reason: request.reason.trim().to_owned(),
        types: request.types.clone(),
        overbook_lanes: request.overbook_lanes,
        is_active: true,
        source: None,
    })
}

fn blocked_days(setup: &Setup, blocked: &Blocked) -> Vec<String> {
    let zone = zone_or_first(setup, Some(blocked.location));
    let exception = &blocked.exception;
    let days = exception.first_day.iter_days().take_while(|it| *it <= exception.last_day).take(31);
    days.map(|date| day_tag(setup, blocked.location, local_day(zone, date).start())).collect()
}

//! Closing a day: what is still open gets its end, the numbers are added up, and somebody signs.

use crate::{
    acts::{Done, seen, visit_of},
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
    status::Seen,
};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, Requester},
    arbitration::permitted,
    day_close::{CLOSED_WITHIN_DAYS, Counted, DayClose, DayNumbers, likely_end},
    id::{DayCloseId, LocationId, PersonId, Version},
    operation::{Change, OperationBody},
    organization::Location,
    people::Permission,
    refusal::Missing,
    time::{Instant, Period, local_day},
};
use desk_cache::mirror::{FullRow, Reader};
use std::collections::{BTreeMap, HashMap};

/// A day as it stands before it is closed.
pub struct OpenDay {
    pub location: Location,
    pub date: NaiveDate,
    pub now: Instant,
    pub numbers: DayNumbers,
    /// By time: what nobody ended, and what most likely became of each.
    pub open: Vec<(FullRow, Option<AppointmentStatus>)>,
    /// Who typed in what was written on paper about the day's visits, and how much of it, the most first.
    pub typed: Vec<(PersonId, usize)>,
    /// As it was signed off last.
    pub signed: Option<DayClose>,
}

/// A look at a list.
pub fn open_day(
    desk: &FrontDesk,
    who: PersonId,
    location: LocationId,
    date: Option<NaiveDate>,
) -> AppResult<OpenDay> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    let day = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let grace = setup.organization.settings.late_arrival_minutes;
        let location = found(setup.location(location), Missing::Location)?.clone();
        let date = date.unwrap_or_else(|| now.local_date(location.zone));
        let visits = reader.day_in_full(location.id, local_day(location.zone, date))?;
        let visits: Vec<FullRow> = visits.into_iter().filter(|it| is_of(it, &location, date)).collect();
        let numbers = DayNumbers::of(visits.iter().map(|it| counted(it, it.row.status)));
        let typed = typed_by(&visits);
        let open = visits.into_iter().filter(|it| it.row.is_live());
        let open = open.map(|it| {
            let end = likely_end(it.row.status, it.row.visit, now, grace);
            (it, end)
        });
        let open = open.collect();
        let signed = reader.day_close(location.id, date)?.filter(|it| it.is_active);
        Ok(OpenDay { location, date, now, numbers, open, typed, signed })
    })?;
    let list = List::of_day("view_open_day", ("location", day.location.id.0), day.date);
    desk.lookups.list_shown(desk, who, list)?;
    Ok(day)
}

/// A day before today that nobody closed, while it still can be.
pub struct UnclosedDay {
    pub date: NaiveDate,
    /// So many visits that nobody ended.
    pub open: usize,
}

/// The latest first: days that have visits which nobody ended, and days since one was signed off last on which anybody was
/// booked. A day that was signed off with visits left open is closed.
pub(crate) fn unclosed(
    reader: &Reader<'_>,
    location: &Location,
    today: NaiveDate,
) -> AppResult<Vec<UnclosedDay>> {
    let first = today - Days::new(CLOSED_WITHIN_DAYS);
    let signed = reader.days_signed(location.id, first)?;
    let past = Period::new(local_day(location.zone, first).start(), local_day(location.zone, today).start());
    let open = past.map_or_else(|| Ok(Vec::new()), |it| reader.left_open(location.id, it))?;
    let day_of = |it: &FullRow| it.row.visit.start().local_date(location.zone);
    let mut days = Vec::new();
    for date in first.iter_days().take_while(|it| *it < today).filter(|it| !signed.contains(it)) {
        let open = open.iter().filter(|it| day_of(it) == date).count();
        let is_since = signed.iter().any(|it| *it < date);
        if open > 0 || is_since && reader.has_visits(location.id, local_day(location.zone, date))? {
            days.push(UnclosedDay { date, open });
        }
    }
    days.reverse();
    Ok(days)
}

pub struct CloseRequest {
    pub location: LocationId,
    pub date: NaiveDate,
    /// What became of each visit that gets its end now.
    pub ends: Vec<(Seen, AppointmentStatus)>,
}

pub struct Closed {
    pub close: DayClose,
    pub visits: Vec<Appointment>,
}

/// One act: every end is a step of its visit, the signature comes last, and one undo takes back all of it.
pub fn close_day(desk: &FrontDesk, who: PersonId, request: &CloseRequest) -> AppResult<Done<Closed>> {
    desk.write(who, "close_day", |acts| {
        let location = found(acts.scene().setup.location(request.location), Missing::Location)?.clone();
        let mut visits = Vec::new();
        for &(Seen { appointment, version }, to) in &request.ends {
            let body = OperationBody::SetStatus { appointment, to, requested_by: Requester::Clinic };
            visits.push(visit_of(acts.decide(body, seen(version))?)?);
        }
        let ended: HashMap<_, _> = visits.iter().map(|it| (it.id, it.status)).collect();
        let rows = acts.mirror().day_in_full(location.id, local_day(location.zone, request.date))?;
        let rows = rows.iter().filter(|it| is_of(it, &location, request.date));
        let status_of = |it: &FullRow| ended.get(&it.row.id).copied().unwrap_or(it.row.status);
        let numbers = DayNumbers::of(rows.map(|it| counted(it, status_of(it))));
        let wanted = DayClose {
            id: DayCloseId(desk.ids.next()),
            version: Version::FIRST,
            location: location.id,
            day: request.date,
            at: acts.now,
            by: who,
            numbers,
            is_active: true,
        };
        let signed_before = acts.mirror().day_close(location.id, request.date)?;
        let base = signed_before.and_then(|it| seen(it.version));
        match acts.decide(OperationBody::DaySign(wanted), base)?.after.first() {
            Some(Change::DayClose(it)) => Ok(Closed { close: it.clone(), visits }),
            _ => found(None, Missing::Act),
        }
    })
}

fn counted(visit: &FullRow, status: AppointmentStatus) -> Counted {
    let is_on_paper = visit.history.iter().any(|it| it.stands() && it.is_from_paper());
    Counted { status, is_walk_in: visit.attendance.is_walk_in, is_on_paper }
}

/// Who typed in how much of what was written on paper about these visits, the most first.
pub(crate) fn typed_by(visits: &[FullRow]) -> Vec<(PersonId, usize)> {
    let entries = visits.iter().flat_map(|it| &it.history);
    let mut typed: BTreeMap<PersonId, usize> = BTreeMap::new();
    for by in entries.filter(|it| it.stands() && it.is_from_paper()).filter_map(|it| it.by) {
        *typed.entry(by).or_default() += 1;
    }
    let mut typed: Vec<_> = typed.into_iter().collect();
    typed.sort_by_key(|it| std::cmp::Reverse(it.1));
    typed
}

/// A visit over midnight belongs to the day on which it began.
fn is_of(row: &FullRow, location: &Location, date: NaiveDate) -> bool {
    row.row.visit.start().local_date(location.zone) == date
}

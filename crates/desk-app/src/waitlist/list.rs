//! The lists about visits to come: on the screen, counted, on paper.

use super::{OpenGap, WaitingRow, gaps, row};
use crate::{
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::permitted,
    id::{LocationId, PersonId},
    organization::Location,
    people::Permission,
    recall::Recall,
    refusal::Missing,
    time::Instant,
    worklist::{Calls, ToComeList, call_order},
};
use desk_cache::mirror::{PatientLine, Reader};

/// Recalls whose window begins within so many days are on the list.
const RECALLS_AHEAD_DAYS: u64 = 30;

pub struct ToComeCounts {
    pub waiting: u32,
    pub recalls: u32,
}

/// Who waits at a location, what runs, and who is due.
pub struct Waitlist {
    pub location: LocationId,
    pub now: Instant,
    pub rows: Vec<WaitingRow>,
    pub gaps: Vec<OpenGap>,
    pub recalls: Vec<DueRow>,
}

pub struct DueRow {
    pub recall: Recall,
    pub patient: Option<PatientLine>,
}

pub fn waitlist(desk: &FrontDesk, who: PersonId, location: LocationId) -> AppResult<Waitlist> {
    let list = read(desk, who, location)?;
    let shown =
        List { action: "view_worklist", object: ("location", location.0), detail: "waitlist".to_owned() };
    desk.lookups.list_shown(desk, who, shown)?;
    Ok(list)
}

/// The same on paper: what leaves the screen is written down each time.
pub fn print_waitlist(
    desk: &FrontDesk,
    who: PersonId,
    location: LocationId,
    list: ToComeList,
) -> AppResult<Waitlist> {
    let read = read(desk, who, location)?;
    let printed =
        List { action: "print_worklist", object: ("location", location.0), detail: list.to_string() };
    desk.audit(&desk.list_entry(who, &printed))?;
    Ok(read)
}

fn read(desk: &FrontDesk, who: PersonId, location: LocationId) -> AppResult<Waitlist> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let zone = found(setup.location(location), Missing::Location)?.zone;
        let entries = reader.waiting(location)?;
        let gaps = gaps(reader, setup, location, &entries, now)?;
        let due = reader.recalls_due(location, recalls_until(now, zone))?.into_iter();
        let due = due.map(|recall| Ok(DueRow { patient: reader.patient_line(recall.patient)?, recall }));
        let mut recalls = due.collect::<AppResult<Vec<_>>>()?;
        recalls.sort_by_key(|it| call_order(Calls::of(&it.recall.calls), now));
        let rows = entries.into_iter().map(|entry| row(desk, reader, entry, now));
        let mut rows = rows.collect::<AppResult<Vec<_>>>()?;
        // Whoever was promised a call comes first; the others as long as they wait.
        rows.sort_by_key(|it| !Calls::of(&it.entry.calls).is_some_and(|calls| calls.is_due(now)));
        Ok(Waitlist { location, now, rows, gaps, recalls })
    })
}

/// How many wait at the location, and how many are due: without a look at a gap.
pub(crate) fn counts(reader: &Reader<'_>, location: &Location, now: Instant) -> AppResult<ToComeCounts> {
    Ok(ToComeCounts {
        waiting: reader.count_waiting(location.id)?,
        recalls: reader.count_due(location.id, recalls_until(now, location.zone))?,
    })
}

/// The last day on which the window of a recall on the list begins.
fn recalls_until(now: Instant, zone: Tz) -> NaiveDate {
    now.local_date(zone) + Days::new(RECALLS_AHEAD_DAYS)
}

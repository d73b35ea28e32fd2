//! The waitlist: who waits, whom a gap would serve, and one offer after the other until somebody takes it.

mod list;

pub(crate) use list::counts;
pub use list::{DueRow, ToComeCounts, Waitlist, print_waitlist, waitlist};

use crate::{
    acts::{By, Done, seen},
    book::{self, BookRequest},
    error::{AppResult, found},
    find_offers::book_around,
    find_patients::List,
    front_desk::FrontDesk,
    holds::{self, Kept, hold_of},
    reschedule::{self, Moved, RescheduleRequest},
};
use chrono::{Days, NaiveDateTime};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbiter::Rows,
    arbitration::{Act, permitted, unchanged},
    availability::{self, Book, Gap, Match, PatientSide},
    hold::Hold,
    id::{HoldId, LocationId, PersonId, ResourceId, Version, WaitlistId},
    operation::{Change, OperationBody},
    people::Permission,
    personal::Personal,
    refusal::{Missing, Refusal, ToCome},
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{Instant, Period, end_instant, start_instant},
    waitlist::{OfferAnswer, WaitlistEntry},
    worklist::is_expected,
};
use desk_cache::mirror::{PatientLine, Reader};
use std::collections::HashMap;

pub fn put_waitlist_entry(
    desk: &FrontDesk,
    by: impl Into<By>,
    wanted: &WaitlistEntry,
) -> AppResult<Done<WaitlistEntry>> {
    let body = OperationBody::WaitlistPut(Box::new(wanted.clone()));
    desk.write(by, "waitlist_put", |acts| entry_of(acts.decide(body, seen(wanted.version))?))
}

/// An entry as a person saw it.
#[derive(Clone, Copy)]
pub struct SeenEntry {
    pub entry: WaitlistId,
    pub version: Version,
}

pub struct OfferRequest {
    pub seen: SeenEntry,
    pub handle: String,
    /// So long they have to think.
    pub minutes: u16,
}

/// Keeps the time for them and says so in their entry: nobody else can be offered it meanwhile.
pub fn offer_waitlist(desk: &FrontDesk, who: PersonId, request: &OfferRequest) -> AppResult<Done<Hold>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let id = HoldId(desk.ids.next());
    desk.write(who, "waitlist_offer", |acts| {
        // For whom, the entry says.
        let hold = Hold {
            id,
            version: Version::FIRST,
            slot,
            patient: None,
            entry: Some(request.seen.entry),
            note: Personal::default(),
            until: acts.now.plus_minutes(i64::from(request.minutes)),
            by: who,
            is_active: true,
        };
        let body = OperationBody::WaitlistOffer { entry: request.seen.entry, hold };
        hold_of(acts.promise(body, seen(request.seen.version))?)
    })
}

/// They do not take it: the hold that is over.
pub fn answer_offer(
    desk: &FrontDesk,
    who: PersonId,
    entry: SeenEntry,
    answer: OfferAnswer,
) -> AppResult<Hold> {
    let body = OperationBody::WaitlistAnswer { entry: entry.entry, answer };
    let answered = desk.write(who, "waitlist_answer", |acts| {
        let entry = entry_of(acts.decide(body, seen(entry.version))?)?;
        let offer = found(entry.offers.last(), Missing::Hold)?;
        found(acts.rows().hold(offer.hold)?, Missing::Hold)
    });
    answered.map(|it| it.value)
}

/// They take it: the visit is booked, or the one that they had is moved there, whose old place `before` is free now.
pub struct Accepted {
    pub visit: Appointment,
    pub before: Option<Appointment>,
}

pub fn accept_offer(desk: &FrontDesk, who: PersonId, seen: SeenEntry) -> AppResult<Done<Accepted>> {
    let (entry, hold, moving) = desk.read(|reader| {
        let entry = found(reader.waitlist_entry(seen.entry)?, Missing::WaitlistEntry)?;
        unchanged(entry.version, seen.version)?;
        let hold = found(last_hold(reader, &entry)?, Missing::Hold)?;
        let moving = entry.moving.map(|id| reader.appointment(id)).transpose()?.flatten();
        Ok((entry, hold, moving))
    })?;
    let is_open = entry.offers.last().is_some_and(|it| it.hold == hold.id && it.answer.is_none());
    if !entry.is_waiting() || !is_open {
        return Err(Refusal::ToCome(ToCome::HoldOver).into());
    }
    let handle = desk.seal.seal(&hold.kept_slot());
    if let Some(it) = moving.filter(|it| is_expected(it.status)) {
        let request = RescheduleRequest {
            appointment: it.id,
            seen: it.version,
            handle,
            requested_by: Requester::Patient,
            overbook_reason: None,
        };
        let Done { value: Moved { now, before }, op } = reschedule::reschedule(desk, who, request)?;
        return Ok(Done { value: Accepted { visit: now, before: Some(before) }, op });
    }
    let request = BookRequest {
        handle,
        patient: entry.patient,
        requested_by: Requester::Patient,
        note: Some(entry.note),
        overbook_reason: None,
        reminder: None,
        contact_point: None,
        instead_of: None,
        walk_in: None,
        effort: None,
    };
    let Done { value: visit, op } = book::book(desk, who, request)?;
    Ok(Done { value: Accepted { visit, before: None }, op })
}

fn entry_of(act: &Act) -> AppResult<WaitlistEntry> {
    match act.after.first() {
        Some(Change::WaitlistEntry(it)) => Ok((**it).clone()),
        _ => found(None, Missing::WaitlistEntry),
    }
}

fn last_hold(reader: &Reader<'_>, entry: &WaitlistEntry) -> AppResult<Option<Hold>> {
    Ok(entry.offers.last().map(|it| reader.hold(it.hold)).transpose()?.flatten())
}

pub struct WaitingRow {
    pub entry: WaitlistEntry,
    pub patient: Option<PatientLine>,
    /// The offer that they think about.
    pub running: Option<Kept>,
    /// The visit that is moved if they take one.
    pub moving: Option<Appointment>,
}

/// Free minutes, and how many of those who wait they would serve.
pub struct OpenGap {
    pub gap: Gap,
    pub fitting: usize,
}

/// Today's and tomorrow's gaps, as far as somebody fits into them; the soonest of them.
const MOST_GAPS: usize = 12;
const GAP_DAYS: u64 = 1;

pub(crate) fn row(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    entry: WaitlistEntry,
    now: Instant,
) -> AppResult<WaitingRow> {
    let running = match entry.running(now) {
        Some(offer) => reader.hold(offer.hold)?.filter(|it| it.stands(now)),
        None => None,
    };
    Ok(WaitingRow {
        patient: reader.patient_line(entry.patient)?,
        running: running.map(|it| holds::of(desk, reader, it)).transpose()?,
        moving: entry.moving.map(|id| reader.appointment(id)).transpose()?.flatten(),
        entry,
    })
}

fn gaps(
    reader: &Reader<'_>,
    setup: &Setup,
    location: LocationId,
    entries: &[WaitlistEntry],
    now: Instant,
) -> AppResult<Vec<OpenGap>> {
    let zone = found(setup.location(location), Missing::Location)?.zone;
    let last = now.local_date(zone) + Days::new(GAP_DAYS);
    let end = end_instant(zone, clinic_domain::time::DayMinute::END.on(last));
    let Some(within) = Period::new(now, end).filter(|_| !entries.is_empty()) else {
        return Ok(Vec::new());
    };
    let book = book_around(reader, setup, location, within, now)?;
    let is_provider =
        |it: &&Resource| it.is_active && it.location == location && it.kind == ResourceKind::Provider;
    let free = setup.resources.iter().filter(is_provider).flat_map(|it| {
        let free = availability::free_time(setup, &book, it.id, within);
        free.into_iter().map(|during| Gap { resource: it.id, during })
    });
    let mut free: Vec<Gap> = free.collect();
    free.sort_by_key(|it| (it.during.start(), it.resource));
    // Read once for all gaps: the days are the same.
    let mut sides: HashMap<WaitlistId, Option<PatientSide>> = HashMap::new();
    let mut gaps = Vec::new();
    for gap in free {
        let found = availability::matches(setup, &book, gap, entries, now, |it| -> AppResult<_> {
            if let Some(known) = sides.get(&it.id) {
                return Ok(known.clone());
            }
            let read = side(reader, setup, it, within, now)?;
            Ok(sides.entry(it.id).or_insert(read).clone())
        })?;
        if !found.is_empty() {
            gaps.push(OpenGap { gap, fitting: found.len() });
        }
        if gaps.len() == MOST_GAPS {
            break;
        }
    }
    Ok(gaps)
}

pub struct GapRequest {
    pub resource: ResourceId,
    /// On the wall of the resource's location.
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
}

/// Whom a gap would serve, in the order in which they are to be asked.
pub struct Matches {
    pub gap: Gap,
    pub location: LocationId,
    pub now: Instant,
    pub rows: Vec<MatchRow>,
}

pub struct MatchRow {
    pub row: WaitingRow,
    pub found: Match,
    /// Offers it.
    pub handle: String,
    /// Who fits once this one has moved.
    pub opens_for: Option<PatientLine>,
}

pub fn gap_matches(desk: &FrontDesk, who: PersonId, request: &GapRequest) -> AppResult<Matches> {
    permitted(&desk.author(who)?, Permission::Book)?;
    let now = desk.now();
    let matches = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let resource = found(setup.resource(request.resource), Missing::Resource)?;
        let location = found(setup.location(resource.location), Missing::Location)?;
        let (start, end) =
            (start_instant(location.zone, request.from), end_instant(location.zone, request.to));
        let during = found(Period::new(start, end), Missing::Time)?;
        let gap = Gap { resource: resource.id, during };
        let entries = reader.waiting(location.id)?;
        let book = book_around(reader, setup, location.id, during, now)?;
        let found = fitting(reader, (setup, &book), gap, &entries, now)?;
        let entry = |id: WaitlistId| entries.iter().find(|it| it.id == id).cloned();
        let mut rows = Vec::new();
        for found in found {
            let Some(its) = entry(found.entry) else {
                continue;
            };
            let opens_for = found.opens.as_ref().and_then(|it| entry(it.entry)).map(|it| it.patient);
            rows.push(MatchRow {
                row: row(desk, reader, its, now)?,
                handle: desk.seal.seal(&found.slot),
                opens_for: opens_for.map(|id| reader.patient_line(id)).transpose()?.flatten(),
                found,
            });
        }
        Ok(Matches { gap, location: location.id, now, rows })
    })?;
    let shown = List {
        action: "view_worklist",
        object: ("resource", request.resource.0),
        detail: format!("waitlist {}", request.from),
    };
    desk.lookups.list_shown(desk, who, shown)?;
    Ok(matches)
}

const DAY_MINUTES: i64 = 24 * 60;

/// Whom the gap would serve in that book.
pub(crate) fn fitting(
    reader: &Reader<'_>,
    (setup, book): (&Setup, &Book),
    gap: Gap,
    entries: &[WaitlistEntry],
    now: Instant,
) -> AppResult<Vec<Match>> {
    let (from, to) = (gap.during.start(), gap.during.end());
    let around = Period::new(from.plus_minutes(-DAY_MINUTES), to.plus_minutes(DAY_MINUTES));
    let around = around.unwrap_or(gap.during);
    availability::matches(setup, book, gap, entries, now, |it| side(reader, setup, it, around, now))
}

/// What is read of a patient who waits; `None` for who cannot come, or whose visit to be moved is not to come any more.
fn side(
    reader: &Reader<'_>,
    setup: &Setup,
    entry: &WaitlistEntry,
    around: Period,
    now: Instant,
) -> AppResult<Option<PatientSide>> {
    let moving = match entry.moving.map(|id| reader.appointment(id)).transpose()?.flatten() {
        Some(it) if is_expected(it.status) => Some(it.visit),
        None if entry.moving.is_none() => None,
        _ => return Ok(None),
    };
    let patient = reader.patient(entry.patient)?.filter(|it| it.is_active && !it.is_deceased);
    let asks = setup.appointment_type(entry.appointment_type).is_some_and(|it| it.is_new_patient);
    let is_new_patient = if asks { Some(!reader.has_past_visit(entry.patient, now)?) } else { None };
    let busy = reader.patient_busy(entry.patient, around)?;
    Ok(patient.map(|it| PatientSide { busy, own_provider: it.own_provider, is_new_patient, moving }))
}

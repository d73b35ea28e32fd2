//! What somebody at the counter may do next, sensible or not. Each says the act that can be taken back.

use super::office::Office;
use crate::clinic::plain;
use chrono::{Days, NaiveDate, NaiveDateTime, Weekday};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, Requester},
    id::{ExceptionId, OpId, PatientId, Version, WaitlistId},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    series::{Ending, Pattern},
    time::{DayMinute, Instant},
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistStatus, Wish},
};
use desk_app::{
    block_time::{block_time, unblock_time},
    book::{BookRequest, book},
    book_series::{BookSeries, book_series},
    cancel::{CancelRequest, cancel},
    cancel_series::cancel_series,
    close_day::{CloseRequest, close_day, open_day},
    error::AppResult,
    find_offers::{FindOffers, find_offers},
    holds::{HoldRequest, hold_time, kept_by, release_hold},
    merge_patients::{MergeRequest, merge_patients, separate_patient},
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    propose_repair::{ProposeRepair, Trouble, propose_repair},
    repair::{RepairMove, RepairRequest, repair},
    reschedule::{RescheduleRequest, reschedule},
    series::{PlannedFit, PreviewSeries, Scope, preview_series},
    status::{Seen, set_status},
    undo::undo,
    waitlist::{
        GapRequest, OfferRequest, SeenEntry, accept_offer, answer_offer, gap_matches, offer_waitlist,
        put_waitlist_entry,
    },
};

type Act = fn(&mut Office) -> AppResult<Option<OpId>>;

/// What happens more often stands here more than once.
pub const ALL: &[(&str, Act)] = &[
    ("book", book_offer),
    ("book", book_offer),
    ("book", book_offer),
    ("book on a spot", book_on_spot),
    ("book on a spot", book_on_spot),
    ("join a class", join),
    ("join a class", join),
    ("book a stale offer", book_stale),
    ("move", move_visit),
    ("move", move_visit),
    ("move to a stale offer", move_stale),
    ("cancel", cancel_visit),
    ("cancel", cancel_visit),
    ("step", step),
    ("step", step),
    ("hold", hold),
    ("release", release),
    ("book a hold", book_hold),
    ("close time", close_time),
    ("open time", open_time),
    ("repair", repair_day),
    ("repeat", repeat),
    ("cancel a series", cancel_of_series),
    ("wait", wait),
    ("offer a gap", offer_gap),
    ("answer an offer", answer),
    ("accept an offer", accept),
    ("merge", merge),
    ("separate", separate),
    ("undo", undo_earlier),
    ("close the day", sign_day),
];

fn patient(office: &mut Office) -> PatientId {
    *office.dice.one_of(&office.patients)
}

/// Monday 2 March and the days after it, now and then a week later.
fn date(office: &mut Office) -> NaiveDate {
    let first: NaiveDate = "2026-03-02".parse().unwrap();
    let late = if office.dice.one_in(6) { 7 } else { 0 };
    first.checked_add_days(Days::new(late + office.dice.below(4))).unwrap()
}

/// In a quarter of an hour between eight and five.
fn wall(office: &mut Office) -> NaiveDateTime {
    let minutes = u32::try_from(8 * 60 + 15 * office.dice.below(36)).unwrap();
    date(office).and_hms_opt(minutes / 60, minutes % 60, 0).unwrap()
}

fn visit(office: &mut Office) -> Option<Appointment> {
    let live = office.live();
    office.dice.any_of(&live).cloned()
}

fn wanted(office: &mut Office, patient: PatientId) -> FindOffers {
    let name = *office.dice.one_of(&["Follow-up", "New patient", "Short visit", "Class", "Class"]);
    let from = office.dice.one_in(2).then(|| wall(office));
    let appointment_type = office.clinic.kind(name).id;
    let only = if office.dice.one_in(2) { vec![*office.dice.one_of(&office.providers)] } else { Vec::new() };
    FindOffers { appointment_type, from, providers: only, ..office.clinic.offers(Some(patient), 6) }
}

fn offered(office: &mut Office, wanted: &FindOffers) -> AppResult<Option<String>> {
    let found = find_offers(&office.clinic.desk, office.clinic.ada, wanted)?.offers;
    office.handles.extend(found.iter().map(|it| it.0.clone()));
    Ok(office.dice.any_of(&found).map(|it| it.0.clone()))
}

fn taken(office: &Office, patient: PatientId, handle: &str, reason: Option<&str>) -> AppResult<Option<OpId>> {
    let request = BookRequest { overbook_reason: reason.map(str::to_owned), ..plain(patient, handle) };
    Ok(Some(book(&office.clinic.desk, office.clinic.ada, request)?.op))
}

fn book_offer(office: &mut Office) -> AppResult<Option<OpId>> {
    let patient = patient(office);
    let wanted = wanted(office, patient);
    match offered(office, &wanted)? {
        Some(handle) => taken(office, patient, &handle, None),
        None => Ok(None),
    }
}

fn book_on_spot(office: &mut Office) -> AppResult<Option<OpId>> {
    let patient = patient(office);
    let request = OfferAtRequest {
        resource: *office.dice.one_of(&office.providers),
        start: wall(office),
        appointment_type: office.clinic.kind("Follow-up").id,
        patient: Some(patient),
        moving: None,
        link: None,
        written_at: None,
    };
    match offer_at(&office.clinic.desk, office.clinic.ada, &request)? {
        SpotAnswer::Offer { handle, .. } => taken(office, patient, &handle, None),
        SpotAnswer::Overbook { handle, .. } => taken(office, patient, &handle, Some("she is in pain")),
        SpotAnswer::Refused { .. } => Ok(None),
    }
}

/// Somebody comes to the class that another one is booked for.
fn join(office: &mut Office) -> AppResult<Option<OpId>> {
    let classes: Vec<_> =
        office.live().into_iter().filter(|it| it.appointment_type == office.class).collect();
    let Some(class) = office.dice.any_of(&classes) else { return Ok(None) };
    let patient = patient(office);
    let request = OfferAtRequest {
        resource: class.allocations[0].resource,
        start: class.visit.start().wall(chrono_tz::America::New_York),
        appointment_type: office.class,
        patient: Some(patient),
        moving: None,
        link: None,
        written_at: None,
    };
    match offer_at(&office.clinic.desk, office.clinic.ada, &request)? {
        SpotAnswer::Offer { handle, .. } => taken(office, patient, &handle, None),
        _ => Ok(None),
    }
}

fn book_stale(office: &mut Office) -> AppResult<Option<OpId>> {
    let patient = patient(office);
    match office.dice.any_of(&office.handles).cloned() {
        Some(handle) => taken(office, patient, &handle, None),
        None => Ok(None),
    }
}

fn moved(office: &Office, visit: &Appointment, handle: String) -> AppResult<Option<OpId>> {
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle,
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    Ok(Some(reschedule(&office.clinic.desk, office.clinic.ada, request)?.op))
}

fn move_visit(office: &mut Office) -> AppResult<Option<OpId>> {
    let Some(visit) = visit(office) else { return Ok(None) };
    let from = office.dice.one_in(2).then(|| wall(office));
    let like = office.clinic.offers(Some(visit.patient), 6);
    let wanted =
        FindOffers { appointment_type: visit.appointment_type, from, moving: Some(visit.id), ..like };
    match offered(office, &wanted)? {
        Some(handle) => moved(office, &visit, handle),
        None => Ok(None),
    }
}

fn move_stale(office: &mut Office) -> AppResult<Option<OpId>> {
    let Some(visit) = visit(office) else { return Ok(None) };
    match office.dice.any_of(&office.handles).cloned() {
        Some(handle) => moved(office, &visit, handle),
        None => Ok(None),
    }
}

fn asked(visit: &Appointment) -> CancelRequest {
    CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    }
}

fn cancel_visit(office: &mut Office) -> AppResult<Option<OpId>> {
    let Some(visit) = visit(office) else { return Ok(None) };
    Ok(Some(cancel(&office.clinic.desk, office.clinic.ada, asked(&visit))?.op))
}

fn cancel_of_series(office: &mut Office) -> AppResult<Option<OpId>> {
    let live: Vec<_> = office.live().into_iter().filter(|it| it.series.is_some()).collect();
    let Some(visit) = office.dice.any_of(&live) else { return Ok(None) };
    let scope = if office.dice.one_in(2) { Scope::All } else { Scope::Following };
    Ok(Some(cancel_series(&office.clinic.desk, office.clinic.ada, asked(visit), scope)?.op))
}

/// Of any visit of the day, also one that is over; now and then of any other.
fn step(office: &mut Office) -> AppResult<Option<OpId>> {
    let today = office.clinic.desk.now();
    let mut visits: Vec<_> = office.rows().visits.into_values().collect();
    if !office.dice.one_in(4) {
        let is_of_today = |it: &Appointment| (it.visit.start().0 - today.0).abs() < 12 * 60 * 60;
        visits.retain(is_of_today);
    }
    let Some(visit) = office.dice.any_of(&visits) else { return Ok(None) };
    let steps =
        [S::Arrived, S::Roomed, S::WithProvider, S::Fulfilled, S::NoShow, S::Booked, S::LeftWithoutBeingSeen];
    let to = *office.dice.one_of(&steps);
    let seen = Seen { appointment: visit.id, version: visit.version };
    Ok(Some(set_status(&office.clinic.desk, office.clinic.ada, seen, to, Requester::Patient)?.op))
}

fn hold(office: &mut Office) -> AppResult<Option<OpId>> {
    let patient = patient(office);
    let wanted = wanted(office, patient);
    let Some(handle) = offered(office, &wanted)? else { return Ok(None) };
    let minutes = u16::try_from(5 + office.dice.below(120)).unwrap();
    let request = HoldRequest { handle, patient: Some(patient), minutes, note: "".into() };
    Ok(Some(hold_time(&office.clinic.desk, office.clinic.ada, request)?.op))
}

fn release(office: &mut Office) -> AppResult<Option<OpId>> {
    let holds = office.rows().holds;
    if let Some(hold) = office.dice.any_of(&holds) {
        release_hold(&office.clinic.desk, office.clinic.ada, hold.id)?;
    }
    Ok(None)
}

fn book_hold(office: &mut Office) -> AppResult<Option<OpId>> {
    let holds = office.rows().holds;
    let Some(hold) = office.dice.any_of(&holds).cloned() else { return Ok(None) };
    let patient = hold.patient.unwrap_or(office.patients[0]);
    let handle = kept_by(&office.clinic.desk, hold)?.handle;
    taken(office, patient, &handle, None)
}

fn closure(office: &mut Office) -> ScheduleException {
    let day = date(office);
    let from = u16::try_from(8 * 60 + 30 * office.dice.below(14)).unwrap();
    let minutes = u16::try_from(30 * (1 + office.dice.below(6))).unwrap();
    ScheduleException {
        id: ExceptionId(office.clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(*office.dice.one_of(&office.providers)),
        kind: ExceptionKind::TimeOff,
        first_day: day,
        last_day: day,
        from: DayMinute(from),
        to: DayMinute(from + minutes),
        reason: "Ill".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

fn close_time(office: &mut Office) -> AppResult<Option<OpId>> {
    let wanted = closure(office);
    Ok(Some(block_time(&office.clinic.desk, office.clinic.ada, &wanted)?.op))
}

fn open_time(office: &mut Office) -> AppResult<Option<OpId>> {
    let closed = office.rows().closed;
    let Some(id) = office.dice.any_of(&closed) else { return Ok(None) };
    Ok(Some(unblock_time(&office.clinic.desk, office.clinic.ada, *id)?.op))
}

/// Closes time and takes about half of what is proposed for its visits.
fn repair_day(office: &mut Office) -> AppResult<Option<OpId>> {
    let closure = closure(office);
    let wanted = ProposeRepair { trouble: Trouble::Closed(closure.clone()), picks: Vec::new() };
    let plan = propose_repair(&office.clinic.desk, office.clinic.ada, &wanted)?;
    let mut moves = Vec::new();
    for it in &plan.visits {
        let Some(handle) = it.handles.first().filter(|_| office.dice.one_in(2)) else { continue };
        let (appointment, seen) = (it.row.id, it.row.version);
        moves.push(RepairMove { appointment, seen, handle: handle.clone() });
    }
    let request = RepairRequest { closure: Some(closure), moves };
    Ok(Some(repair(&office.clinic.desk, office.clinic.ada, &request)?.op))
}

fn repeat(office: &mut Office) -> AppResult<Option<OpId>> {
    let patient = patient(office);
    let wanted = wanted(office, patient);
    let Some(handle) = offered(office, &wanted)? else { return Ok(None) };
    let weekday = *office.dice.one_of(&[Weekday::Mon, Weekday::Tue, Weekday::Wed]);
    let pattern = Pattern::Weekly { every_n_weeks: 1, weekdays: vec![weekday] };
    let ending = Ending::After { count: 3 };
    let preview = PreviewSeries { handle, patient, pattern: pattern.clone(), ending };
    let (_, planned) = preview_series(&office.clinic.desk, office.clinic.ada, &preview)?;
    let handles = planned.iter().filter_map(|it| match &it.fit {
        PlannedFit::Fits(it) => Some(it.handle.clone()),
        PlannedFit::Not { alternatives, .. } => alternatives.first().map(|it| it.handle.clone()),
    });
    let request = BookSeries {
        handles: handles.collect(),
        pattern,
        patient,
        requested_by: Requester::Patient,
        note: "".into(),
        reminder: None,
        contact_point: "".into(),
    };
    Ok(Some(book_series(&office.clinic.desk, office.clinic.ada, &request)?.op))
}

fn wait(office: &mut Office) -> AppResult<Option<OpId>> {
    let moving = if office.dice.one_in(3) { visit(office) } else { None };
    let patient = moving.as_ref().map_or_else(|| patient(office), |it| it.patient);
    let wish = Wish {
        earliest: date(office),
        latest: None,
        weekdays: Vec::new(),
        from: DayMinute::MIDNIGHT,
        to: DayMinute::END,
        notice_minutes: 0,
    };
    let appointment_type = office.clinic.kind("Follow-up").id;
    let entry = WaitlistEntry {
        id: WaitlistId(office.clinic.desk.ids.next()),
        version: Version::FIRST,
        location: office.clinic.location,
        patient,
        appointment_type: moving.as_ref().map_or(appointment_type, |it| it.appointment_type),
        providers: Vec::new(),
        wish,
        urgency: *office.dice.one_of(&[Urgency::Routine, Urgency::Urgent]),
        note: "".into(),
        moving: moving.map(|it| it.id),
        since: Instant(0),
        by: office.clinic.ada,
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    };
    Ok(Some(put_waitlist_entry(&office.clinic.desk, office.clinic.ada, &entry)?.op))
}

fn offer_gap(office: &mut Office) -> AppResult<Option<OpId>> {
    let from = wall(office);
    let to = from + chrono::TimeDelta::minutes(60);
    let gap = GapRequest { resource: *office.dice.one_of(&office.providers), from, to };
    let rows = gap_matches(&office.clinic.desk, office.clinic.ada, &gap)?.rows;
    let Some(row) = office.dice.any_of(&rows) else { return Ok(None) };
    let entry = &row.row.entry;
    let seen = SeenEntry { entry: entry.id, version: entry.version };
    let request = OfferRequest { seen, handle: row.handle.clone(), minutes: 20 };
    Ok(Some(offer_waitlist(&office.clinic.desk, office.clinic.ada, &request)?.op))
}

fn entry(office: &mut Office) -> Option<SeenEntry> {
    let entries: Vec<_> = office.rows().entries.into_iter().filter(|it| !it.offers.is_empty()).collect();
    office.dice.any_of(&entries).map(|it| SeenEntry { entry: it.id, version: it.version })
}

fn answer(office: &mut Office) -> AppResult<Option<OpId>> {
    if let Some(seen) = entry(office) {
        answer_offer(&office.clinic.desk, office.clinic.ada, seen, OfferAnswer::Declined)?;
    }
    Ok(None)
}

fn accept(office: &mut Office) -> AppResult<Option<OpId>> {
    let Some(seen) = entry(office) else { return Ok(None) };
    Ok(Some(accept_offer(&office.clinic.desk, office.clinic.ada, seen)?.op))
}

fn merge(office: &mut Office) -> AppResult<Option<OpId>> {
    let (kept, merged) = (patient(office), patient(office));
    let version = |id| office.clinic.desk.store().read(|it| it.patient(id)).map(|it| it.unwrap().version);
    let (kept_seen, merged_seen) = (version(kept)?, version(merged)?);
    let request = MergeRequest { kept, kept_seen, merged, merged_seen, taken: Vec::new() };
    Ok(Some(merge_patients(&office.clinic.desk, office.clinic.ada, &request)?.op))
}

fn separate(office: &mut Office) -> AppResult<Option<OpId>> {
    let merged = patient(office);
    let Some(alias) = office.clinic.desk.store().read(|it| it.alias(merged))? else { return Ok(None) };
    Ok(Some(separate_patient(&office.clinic.desk, office.clinic.ada, merged, alias.version)?.op))
}

fn undo_earlier(office: &mut Office) -> AppResult<Option<OpId>> {
    if let Some(op) = office.dice.any_of(&office.acts).copied() {
        undo(&office.clinic.desk, office.clinic.ada, op)?;
    }
    Ok(None)
}

fn sign_day(office: &mut Office) -> AppResult<Option<OpId>> {
    let (desk, who, location) = (&office.clinic.desk, office.clinic.ada, office.clinic.location);
    let open = open_day(desk, who, location, None)?;
    let ends = open.open.iter().filter_map(|(full, end)| {
        let seen = Seen { appointment: full.row.id, version: full.row.version };
        end.map(|end| (seen, end))
    });
    let request = CloseRequest { location, date: open.date, ends: ends.collect() };
    Ok(Some(close_day(desk, who, &request)?.op))
}

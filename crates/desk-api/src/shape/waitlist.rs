//! The waitlist in words.

use super::{
    call::calls_view,
    hold,
    offer::{self, resource_name},
    time::date_text,
    visit::{Board, listed_name},
};
use crate::{
    dto::{
        appointment::LinkedVisitView,
        call::CallsView,
        recall::RecallView,
        waitlist::{
            DueView, GapMatchesView, GapView, MatchView, OfferedView, WaitingView, WaitlistEntryView,
            WaitlistView,
        },
    },
    words::{MatchFacts, Wording},
};
use clinic_domain::{
    availability::{Gap, Offer},
    call::Call,
    id::AppointmentTypeId,
    recall::Recall,
    setup::Setup,
    time::Instant,
    waitlist::WaitlistEntry,
    worklist::Calls,
};
use desk_app::waitlist::{DueRow, MatchRow, Matches, WaitingRow, Waitlist};

#[must_use]
pub fn view(wording: &Wording<'_>, list: &Waitlist) -> WaitlistView {
    let today = list.now.local_date(wording.zone);
    let gap = |it: &desk_app::waitlist::OpenGap| gap_view(wording, it.gap, it.fitting);
    WaitlistView {
        location: list.location,
        today: date_text(today),
        waiting: list.rows.iter().map(|it| waiting(wording, it, list.now)).collect(),
        gaps: list.gaps.iter().map(gap).collect(),
        recalls: list.recalls.iter().map(|it| due(wording, it, list.now)).collect(),
    }
}

#[must_use]
pub fn matches(wording: &Wording<'_>, it: &Matches) -> GapMatchesView {
    GapMatchesView {
        gap: gap_view(wording, it.gap, it.rows.len()),
        matches: it.rows.iter().map(|row| match_view(wording, it, row)).collect(),
    }
}

fn match_view(wording: &Wording<'_>, all: &Matches, row: &MatchRow) -> MatchView {
    let MatchRow { row, found, handle, opens_for } = row;
    let opens = found.opens.as_ref().zip(opens_for.as_ref());
    let facts = MatchFacts {
        used_minutes: found.used_minutes,
        gap_minutes: all.gap.during.minutes(),
        is_own_provider: found.is_own_provider,
        urgency: row.entry.urgency,
        days: days_since(row.entry.since, all.now),
        opens: opens.map(|(it, patient)| (listed_name(patient), it.visit)),
    };
    MatchView {
        waiting: waiting(wording, row, all.now),
        offer: offer::view(wording, handle.clone(), &Offer::of(found.slot.clone())),
        why: wording.language.why_match(&facts, wording),
    }
}

#[must_use]
pub fn gap_view(wording: &Wording<'_>, gap: Gap, fitting: usize) -> GapView {
    GapView {
        resource: gap.resource,
        resource_name: resource_name(wording.setup, gap.resource),
        from: gap.during.start().wall_text(wording.zone),
        to: gap.during.end().wall_text(wording.zone),
        minutes: u32::try_from(gap.during.minutes()).unwrap_or(0),
        fitting: u32::try_from(fitting).unwrap_or(u32::MAX),
    }
}

#[must_use]
pub fn waiting(wording: &Wording<'_>, row: &WaitingRow, now: Instant) -> WaitingView {
    let WaitingRow { entry, patient, running, moving } = row;
    let names: Vec<String> = entry.providers.iter().map(|id| resource_name(wording.setup, *id)).collect();
    let board = |start| Board::of_visit(wording.setup, wording.zone, start, now);
    WaitingView {
        patient_name: patient.as_ref().map_or_else(String::new, listed_name),
        birth_date: patient.as_ref().and_then(|it| it.birth_date).map(date_text),
        phone: patient.as_ref().map_or_else(String::new, |it| it.phone.expose().to_owned()),
        type_name: type_name(wording.setup, entry.appointment_type),
        provider_names: names.join(", "),
        days: days_since(entry.since, now),
        passed: u32::try_from(entry.passed(now)).unwrap_or(u32::MAX),
        running: running.as_ref().map(|it| hold::view(wording, &board(it.hold.slot.visit.start()), it)),
        offers: entry
            .offers
            .iter()
            .map(|it| OfferedView { wall_start: it.visit.start().wall_text(wording.zone), answer: it.answer })
            .collect(),
        moving: moving.as_ref().map(|it| LinkedVisitView {
            appointment: it.id,
            wall_start: it.wall_start.clone(),
            status: it.status,
        }),
        calls: calls_of(wording, &entry.calls, now),
        entry: entry_view(entry),
    }
}

#[must_use]
pub fn type_name(setup: &Setup, id: AppointmentTypeId) -> String {
    setup.appointment_type(id).map_or_else(String::new, |it| it.name.clone())
}

fn calls_of(wording: &Wording<'_>, attempts: &[Call], now: Instant) -> Option<CallsView> {
    Calls::of(attempts).map(|it| calls_view(wording.people, wording.zone, now, it))
}

fn days_since(since: Instant, now: Instant) -> u32 {
    u32::try_from((now.0 - since.0) / (24 * 3600)).unwrap_or(0)
}

#[must_use]
pub fn entry_view(it: &WaitlistEntry) -> WaitlistEntryView {
    WaitlistEntryView {
        id: Some(it.id),
        version: Some(it.version),
        location: it.location,
        patient: it.patient,
        appointment_type: it.appointment_type,
        providers: it.providers.clone(),
        earliest: Some(date_text(it.wish.earliest)),
        latest: it.wish.latest.map(date_text),
        weekdays: it.wish.weekdays.iter().map(|it| it.number_from_monday() as u8).collect(),
        from: it.wish.from.text(),
        to: it.wish.to.text(),
        notice_minutes: it.wish.notice_minutes,
        urgency: it.urgency,
        note: it.note.expose().to_owned(),
        moving: it.moving,
        status: it.status,
    }
}

#[must_use]
pub fn due(wording: &Wording<'_>, row: &DueRow, now: Instant) -> DueView {
    let DueRow { recall, patient } = row;
    DueView {
        patient_name: patient.as_ref().map_or_else(String::new, listed_name),
        birth_date: patient.as_ref().and_then(|it| it.birth_date).map(date_text),
        phone: patient.as_ref().map_or_else(String::new, |it| it.phone.expose().to_owned()),
        type_name: type_name(wording.setup, recall.appointment_type),
        provider_name: recall.provider.map_or_else(String::new, |id| resource_name(wording.setup, id)),
        from: date_text(recall.from()),
        until: date_text(recall.until()),
        is_overdue: recall.due < now.local_date(wording.zone),
        calls: calls_of(wording, &recall.calls, now),
        recall: recall_view(recall),
    }
}

#[must_use]
pub fn recall_view(recall: &Recall) -> RecallView {
    RecallView {
        id: Some(recall.id),
        version: Some(recall.version),
        location: recall.location,
        patient: recall.patient,
        appointment_type: recall.appointment_type,
        provider: recall.provider,
        due: date_text(recall.due),
        window_days: recall.window_days,
        note: recall.note.expose().to_owned(),
        status: recall.status,
        booked: recall.booked,
    }
}

//! Who waits, and one offer after the other.

use super::{
    SignedIn, appointment::after_change, appointment::announce_visits, day_tags, patient_tag, waitlist_tag,
    zone_or_first,
};
use crate::{
    call::Call,
    dto::{
        appointment::AppointmentView,
        hold::HoldView,
        refusal::Outcome,
        session::Nothing,
        waitlist::{
            AcceptOfferRequest, AnswerOfferRequest, FreedTimesView, GapMatchesView, GapRequest,
            OfferWaitlistRequest, PrintWaitlistRequest, WaitlistEntryView, WaitlistRequest,
            WaitlistSheetView, WaitlistView,
        },
    },
    error::ApiError,
    shape::{
        hold,
        time::{parse_day_minute, parse_optional_date, parse_wall, parse_weekday},
        visit::Board,
        waitlist as shape,
    },
};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::{Refused, Stamp},
    hold::Hold,
    id::{Version, WaitlistId},
    invalid::Field,
    setup::Setup,
    waitlist::{WaitlistEntry, Wish},
};
use desk_app::{
    acts::Done,
    freed::{self, FreedTime},
    holds,
    waitlist::{self, OfferRequest, SeenEntry},
};

pub fn waitlist(call: &Call<'_>, request: WaitlistRequest) -> Result<WaitlistView, ApiError> {
    let signed_in = call.signed_in()?;
    let list = waitlist::waitlist(&signed_in.front, signed_in.person, request.location)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::view(&signed_in.wording(&configuration, Some(request.location)), &list))
}

pub fn print_waitlist(call: &Call<'_>, request: PrintWaitlistRequest) -> Result<WaitlistSheetView, ApiError> {
    let signed_in = call.signed_in()?;
    let list = waitlist::print_waitlist(&signed_in.front, signed_in.person, request.location, request.list)?;
    let configuration = signed_in.front.configuration()?;
    let wording = signed_in.wording(&configuration, Some(request.location));
    let wall_at = list.now.wall_text(wording.zone);
    Ok(WaitlistSheetView { list: shape::view(&wording, &list), wall_at })
}

pub fn gap_matches(call: &Call<'_>, request: GapRequest) -> Result<GapMatchesView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = waitlist::GapRequest {
        resource: request.resource,
        from: parse_wall(Field::From, &request.from)?,
        to: parse_wall(Field::To, &request.to)?,
    };
    let matches = waitlist::gap_matches(&signed_in.front, signed_in.person, &wanted)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::matches(&signed_in.wording(&configuration, Some(matches.location)), &matches))
}

pub fn freed_times(call: &Call<'_>, _: Nothing) -> Result<FreedTimesView, ApiError> {
    let signed_in = call.signed_in()?;
    let freed = freed::freed_times(&signed_in.front, signed_in.person)?;
    let configuration = signed_in.front.configuration()?;
    let gap = |it: &FreedTime| {
        let wording = signed_in.wording(&configuration, Some(it.location));
        shape::gap_view(&wording, it.gap.gap, it.gap.fitting)
    };
    Ok(FreedTimesView {
        gaps: freed.times.iter().map(gap).collect(),
        waiting: freed.waiting.into_iter().collect(),
    })
}

pub fn put_waitlist_entry(
    call: &Call<'_>,
    request: WaitlistEntryView,
) -> Result<Outcome<WaitlistEntryView>, ApiError> {
    let signed_in = call.signed_in()?;
    let front = &signed_in.front;
    let stamp = Stamp { at: front.now(), by: signed_in.person };
    let today = {
        let configuration = front.configuration()?;
        stamp.at.local_date(zone_or_first(&configuration.setup, Some(request.location)))
    };
    let result = parse(&request, WaitlistId(front.ids.next()), stamp, today)
        .map_err(Into::into)
        .and_then(|wanted| waitlist::put_waitlist_entry(front, signed_in.person, &wanted))
        .map(|Done { value: entry, op }| {
            announce_entry(call, &entry);
            Done { value: shape::entry_view(&entry), op }
        });
    signed_in.undoable(result)
}

fn parse(
    request: &WaitlistEntryView,
    new: WaitlistId,
    stamp: Stamp,
    today: NaiveDate,
) -> Result<WaitlistEntry, Refused> {
    let weekdays = request.weekdays.iter().map(|it| parse_weekday(Field::Weekday, *it));
    Ok(WaitlistEntry {
        id: request.id.unwrap_or(new),
        version: request.version.unwrap_or(Version::FIRST),
        location: request.location,
        patient: request.patient,
        appointment_type: request.appointment_type,
        providers: request.providers.clone(),
        wish: Wish {
            earliest: parse_optional_date(Field::From, request.earliest.as_deref())?.unwrap_or(today),
            latest: parse_optional_date(Field::Until, request.latest.as_deref())?,
            weekdays: weekdays.collect::<Result<_, _>>()?,
            from: parse_day_minute(Field::From, &request.from)?,
            to: parse_day_minute(Field::To, &request.to)?,
            notice_minutes: request.notice_minutes,
        },
        urgency: request.urgency,
        note: request.note.trim().into(),
        moving: request.moving,
        since: stamp.at,
        by: stamp.by,
        status: request.status,
        offers: Vec::new(),
        calls: Vec::new(),
    })
}

pub fn offer_waitlist(call: &Call<'_>, request: OfferWaitlistRequest) -> Result<Outcome<HoldView>, ApiError> {
    let signed_in = call.signed_in()?;
    let front = &signed_in.front;
    let wanted = OfferRequest {
        seen: SeenEntry { entry: request.entry, version: request.version },
        handle: request.handle,
        minutes: request.minutes,
    };
    let offered = waitlist::offer_waitlist(front, signed_in.person, &wanted);
    signed_in.undoable(offered.and_then(|Done { value: hold, op }| {
        let configuration = front.configuration()?;
        announce_hold(call, &configuration.setup, &hold);
        let wording = signed_in.wording(&configuration, Some(hold.slot.location));
        let board = Board::of_visit(&configuration.setup, wording.zone, hold.slot.visit.start(), front.now());
        let kept = holds::kept_by(front, hold)?;
        Ok(Done { value: hold::view(&wording, &board, &kept), op })
    }))
}

pub fn answer_offer(call: &Call<'_>, request: AnswerOfferRequest) -> Result<Outcome<Nothing>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = SeenEntry { entry: request.entry, version: request.version };
    let answered = waitlist::answer_offer(&signed_in.front, signed_in.person, seen, request.answer);
    signed_in.outcome(answered.and_then(|hold| {
        announce_hold(call, &signed_in.front.configuration()?.setup, &hold);
        Ok(Nothing {})
    }))
}

pub fn accept_offer(
    call: &Call<'_>,
    request: AcceptOfferRequest,
) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = SeenEntry { entry: request.entry, version: request.version };
    let accepted = waitlist::accept_offer(&signed_in.front, signed_in.person, seen);
    signed_in.undoable(accepted.and_then(|Done { value, op }| told(call, &signed_in, &value, op)))
}

fn told(
    call: &Call<'_>,
    signed_in: &SignedIn,
    accepted: &waitlist::Accepted,
    op: clinic_domain::id::OpId,
) -> desk_app::error::AppResult<Done<AppointmentView>> {
    let setup = &signed_in.front.configuration()?.setup;
    announce_visits(call, setup, std::iter::once(&accepted.visit).chain(&accepted.before));
    call.announce([waitlist_tag(accepted.visit.location)]);
    Ok(Done { value: after_change(signed_in, accepted.visit.id)?, op })
}

fn announce_entry(call: &Call<'_>, entry: &WaitlistEntry) {
    call.announce([waitlist_tag(entry.location), patient_tag(entry.patient)]);
}

fn announce_hold(call: &Call<'_>, setup: &Setup, hold: &Hold) {
    let slot = &hold.slot;
    let days = day_tags(setup, slot.location, &slot.allocations, slot.visit.start());
    call.announce(days.into_iter().chain([waitlist_tag(slot.location)]));
}

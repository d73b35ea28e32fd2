//! The availability agent: who is free when, how full a day is, and why not. It asks the one engine and passes its offers on.

use crate::{
    answer::{Agent, Answer, Card, Column, Offers},
    conversation::{Conversation, Shown, Task},
    supervisor::{Clinic, zone_of},
};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    availability::{FindOffers, Offer, ordinary_type},
    id::AppointmentTypeId,
    resource::ResourceKind,
    time::Instant,
};
use clinic_language::text::Text;
use desk_app::{
    day::{self, DayRequest},
    error::AppResult,
    find_offers::{FoundOffers, find_offers},
    patient_card::patient_card,
};

/// Of how many days it is said at once how full they are.
const MOST_DAYS: usize = 7;
/// As many as can be read out on the phone.
const SHOWN: usize = 4;
/// Where a part of the day is wished for, so many are looked through.
const LOOKED_THROUGH: usize = 200;

pub(crate) fn answer(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    text: &Text<'_>,
    answer: &mut Answer,
) -> AppResult<()> {
    let says = |words: &[&str]| text.tokens.iter().any(|it| words.contains(&it.word.as_str()));
    let wanted = &conversation.wanted;
    if says(&["close", "block"])
        && let ([resource], Some((day, _))) = (wanted.providers.as_slice(), wanted.when.days)
    {
        answer.step(Agent::Availability, "proposes_to_close", [day.to_string()]);
        let (from, to) =
            wanted.when.between.map_or((wanted.when.at, None), |(from, to)| (Some(from), Some(to)));
        answer.cards.push(Card::Close { resource: *resource, day, from, to });
        // The form goes on with it: the next hours that are closed are others.
        conversation.begin(Task::Look);
        return Ok(());
    }
    let is_fullness = says(&["full", "busy", "capacity", "utilisation", "utilization"]);
    let is_other = says(&["free", "open", "opening", "openings", "available", "slot", "slots", "next"]);
    conversation.wanted.is_fullness = is_fullness || conversation.wanted.is_fullness && !is_other;
    if conversation.wanted.is_fullness {
        return fullness(clinic, conversation, answer);
    }
    offers(clinic, conversation, answer)
}

/// The times that fit what is wished for, onto the screen and into the conversation.
pub(crate) fn offers(
    clinic: &Clinic<'_>,
    conversation: &mut Conversation,
    answer: &mut Answer,
) -> AppResult<()> {
    let Some(appointment_type) = kind_for(clinic, conversation)? else {
        let configuration = clinic.desk.configuration()?;
        let types = configuration.setup.types.iter().filter(|it| it.is_active).map(|it| it.id);
        answer.cards.push(Card::WhichType(types.collect()));
        return Ok(());
    };
    let mut wanted = search(conversation, appointment_type);
    let zone = zone_of(clinic.desk, wanted.location)?;
    if let Some(behind) = conversation.wanted.behind {
        wanted.from = wanted.from.max(Some(behind.wall(zone)));
        wanted.limit = Some(LOOKED_THROUGH);
    }
    let FoundOffers { offers, searched_until, missing, .. } = find_offers(clinic.desk, clinic.who, &wanted)?;
    let when = &conversation.wanted.when;
    let behind = conversation.wanted.behind;
    let is_new = |start: Instant| behind.is_none_or(|it| start > it);
    let fits = |it: &&(String, Offer)| {
        let start = it.1.slot.visit.start();
        is_new(start) && when.takes(start.wall(zone))
    };
    let mut kept: Vec<(String, Offer)> = offers.iter().filter(fits).cloned().collect();
    let is_outside_wish = kept.is_empty() && !offers.is_empty();
    if is_outside_wish {
        kept = offers;
    }
    kept.truncate(conversation.wanted.nth.unwrap_or(SHOWN).max(SHOWN));
    answer.step(
        Agent::Availability,
        if is_outside_wish { "outside_wish" } else { "offers" },
        [kept.len().to_string()],
    );
    conversation.shown = Shown::Offers(kept.iter().map(|it| (it.0.clone(), it.1.slot.clone())).collect());
    let shown = Offers { wanted, offers: kept, missing, searched_until, is_outside_wish };
    answer.cards.push(Card::Offers(Box::new(shown)));
    Ok(())
}

fn search(conversation: &Conversation, appointment_type: AppointmentTypeId) -> FindOffers {
    let wanted = &conversation.wanted;
    let has_part = wanted.when.between.is_some() || wanted.when.at.is_some();
    let until = wanted
        .when
        .days
        .map(|it| it.1)
        .filter(|it| *it < NaiveDate::MAX && wanted.when.days != Some((*it, *it)));
    FindOffers {
        location: conversation.location,
        appointment_type,
        providers: wanted.providers.clone(),
        patient: wanted.patient.as_ref().map(|it| it.id),
        moving: wanted.visit.as_ref().filter(|_| conversation.task == Some(Task::Move)).map(|it| it.id),
        like: None,
        link: None,
        from: wanted.when.from().filter(|it| it.date() > NaiveDate::MIN + Days::new(1)),
        until,
        limit: has_part.then_some(LOOKED_THROUGH).or(wanted.nth),
    }
}

/// What was said; else as in the visit that is moved, or as that patient usually has; else what the provider mostly does.
pub(crate) fn kind_for(
    clinic: &Clinic<'_>,
    conversation: &Conversation,
) -> AppResult<Option<AppointmentTypeId>> {
    let wanted = &conversation.wanted;
    if let Some(kind) = wanted.visit.as_ref().map(|it| it.appointment_type).or(wanted.appointment_type) {
        return Ok(Some(kind));
    }
    if let Some(patient) = &wanted.patient {
        let card = patient_card(clinic.desk, clinic.who, patient.id)?;
        if let Some(visit) = card.last.first().or(card.next.first()) {
            return Ok(Some(visit.appointment_type));
        }
    }
    let configuration = clinic.desk.configuration()?;
    Ok(ordinary_type(&configuration.setup, wanted.providers.first().copied(), &[]))
}

/// How much of each provider's open time is booked, on each day of those that are asked about; none is shown that is closed.
fn fullness(clinic: &Clinic<'_>, conversation: &Conversation, answer: &mut Answer) -> AppResult<()> {
    let days = conversation.wanted.when.days;
    let until = days.map_or(NaiveDate::MIN, |it| it.1);
    let mut date = days.map(|it| it.0);
    for place in 0..MOST_DAYS {
        let filled = filled(clinic, conversation, date)?;
        date = filled.0.succ_opt();
        let is_last = place + 1 == MOST_DAYS || filled.0 >= until;
        if !filled.1.is_empty() || is_last && answer.cards.is_empty() {
            answer.step(Agent::Availability, "fullness", [filled.0.to_string()]);
            answer.cards.push(Card::Fullness { day: filled.0, columns: filled.1 });
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

/// The day that is meant, today where none was said, and what is open on it.
fn filled(
    clinic: &Clinic<'_>,
    conversation: &Conversation,
    date: Option<NaiveDate>,
) -> AppResult<(NaiveDate, Vec<Column>)> {
    let (location, columns) = (conversation.location, ResourceKind::Provider);
    let board = day::day(clinic.desk, clinic.who, &DayRequest { location, date, columns })?;
    let asked = &conversation.wanted.providers;
    let columns = board.columns.iter().filter(|it| asked.is_empty() || asked.contains(&it.resource.id));
    let columns = columns.filter(|it| it.open_minutes > 0).map(|it| Column {
        resource: it.resource.id,
        booked_minutes: it.booked_minutes,
        open_minutes: it.open_minutes,
    });
    Ok((board.date, columns.collect()))
}

//! What a patient is to be told about a visit: from the visit as it stands and what was said so far, nothing else.
//!
//! Invariants: the same visit and the same messages give the same plan, and a plan that was carried out gives none; whoever
//! was never told of a visit is not told that it is off.

use super::settings::MessageSettings;
use central_store::Message;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, HistoryEvent},
    id::LocationId,
    message::{MessageChannel, MessageKind},
    patient::{ContactChannel, Patient, PhoneKind},
    personal::Personal,
    time::Instant,
};
use uuid::Uuid;

/// A message that would come later than this before a visit does not wait for the morning.
const IN_TIME_SECONDS: i64 = 2 * 3600;

pub struct Scene<'a> {
    pub settings: &'a MessageSettings,
    /// The location's.
    pub zone: Tz,
    pub now: Instant,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Messages that say what does not hold any more.
    pub drop: Vec<Uuid>,
    pub write: Vec<Draft>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub kind: MessageKind,
    /// How many of the kind the visit had before: with it the message has a key of its own.
    pub number: usize,
    pub previous_start: Option<Instant>,
    pub due_at: Instant,
}

/// What the patient knows, or is to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Stands(Instant, LocationId),
    Off,
}

/// Whether a message still says what holds.
#[must_use]
pub fn holds(visit: &Appointment, message: &Message, now: Instant) -> bool {
    let said = match message.kind.parse() {
        Ok(MessageKind::Reminder) => place(message),
        Ok(kind) => word(kind, message),
        Err(_) => None,
    };
    said.is_some() && said == wanted(visit, now)
}

/// Whether the visit still stands as the message says, so that it can be answered.
#[must_use]
pub fn is_about(visit: &Appointment, message: &Message, now: Instant) -> bool {
    let said = place(message);
    said.is_some() && said == wanted(visit, now)
}

#[must_use]
pub fn plan(scene: &Scene<'_>, visit: &Appointment, messages: &[Message]) -> Plan {
    let mut plan = Plan::default();
    let wanted = wanted(visit, scene.now);
    let waiting = |it: &&Message| it.state == "waiting";
    plan.drop.extend(
        messages.iter().filter(waiting).filter(|it| !holds(visit, it, scene.now)).map(|it| it.id),
    );
    let Some(wanted) = wanted else { return plan };
    news(scene, visit, messages, wanted, &mut plan);
    if wanted != Word::Off {
        reminder(scene, visit, messages, wanted, &mut plan);
    }
    plan
}

/// What is to be known of a visit to come; nothing more once it has begun or the patient is there.
fn wanted(visit: &Appointment, now: Instant) -> Option<Word> {
    use AppointmentStatus as S;
    match visit.status {
        _ if visit.visit.start() <= now => None,
        S::Booked | S::Pending => Some(Word::Stands(visit.visit.start(), visit.location)),
        S::Cancelled | S::LateCancel | S::EnteredInError => Some(Word::Off),
        _ => None,
    }
}

fn word(kind: MessageKind, message: &Message) -> Option<Word> {
    match kind {
        MessageKind::Confirmation | MessageKind::Moved => place(message),
        MessageKind::Cancellation => Some(Word::Off),
        _ => None,
    }
}

fn place(message: &Message) -> Option<Word> {
    Some(Word::Stands(message.starts_at?, message.location?))
}

/// Each with what it says, oldest first.
fn all_news(messages: &[Message]) -> impl DoubleEndedIterator<Item = (&Message, Word)> {
    messages.iter().filter_map(|it| Some((it, word(it.kind.parse().ok()?, it)?)))
}

fn news(scene: &Scene<'_>, visit: &Appointment, messages: &[Message], wanted: Word, plan: &mut Plan) {
    // What could not be said counts as said: people see it among the messages that did not arrive.
    let said = all_news(messages).rfind(|(it, _)| !["waiting", "dropped"].contains(&it.state.as_str()));
    let is_waiting = all_news(messages).any(|(it, word)| it.state == "waiting" && word == wanted);
    let is_new = all_news(messages).next().is_none();
    let kind = match (said.map(|it| it.1), wanted) {
        (said, wanted) if said == Some(wanted) || is_waiting || !scene.settings.tells_changes => return,
        (None, Word::Stands(..)) => match last_place(visit) {
            Some(previous) if is_new => (MessageKind::Moved, Some(previous)),
            _ => (MessageKind::Confirmation, None),
        },
        (Some(Word::Stands(before, _)), Word::Stands(..)) => (MessageKind::Moved, Some(before)),
        (Some(Word::Off), _) => (MessageKind::Confirmation, None),
        (None, Word::Off) if !is_new || visit.status == AppointmentStatus::EnteredInError => return,
        (_, Word::Off) => (MessageKind::Cancellation, None),
    };
    let (kind, previous_start) = kind;
    let start = visit.visit.start();
    let first = previous_start.filter(|it| *it > scene.now).map_or(start, |it| it.min(start));
    plan.write.push(draft(kind, messages, previous_start, due_at(scene, first)));
}

/// Now, or in the morning, where that is still in time for a visit at `first`.
#[must_use]
pub fn due_at(scene: &Scene<'_>, first: Instant) -> Instant {
    let morning = scene.settings.quiet_hours(scene.zone, scene.now).map(|it| it.end());
    morning.filter(|it| it.plus_seconds(IN_TIME_SECONDS) <= first).unwrap_or(scene.now)
}

fn reminder(scene: &Scene<'_>, visit: &Appointment, messages: &[Message], wanted: Word, plan: &mut Plan) {
    let start = visit.visit.start();
    let due = start.plus_minutes(-60 * i64::from(scene.settings.reminder_hours));
    let is_there = messages.iter().any(|it| {
        it.kind == MessageKind::Reminder.as_str() && it.state != "dropped" && place(it) == Some(wanted)
    });
    if is_there || scene.settings.reminder_hours == 0 || due <= scene.now {
        return;
    }
    let due = match scene.settings.quiet_hours(scene.zone, due) {
        None => due,
        Some(night) if night.end().plus_seconds(IN_TIME_SECONDS) <= start => night.end(),
        // The morning is too late: the evening before.
        Some(night) => night.start().plus_minutes(-1).max(scene.now),
    };
    plan.write.push(draft(MessageKind::Reminder, messages, None, due));
}

fn draft(
    kind: MessageKind,
    messages: &[Message],
    previous_start: Option<Instant>,
    due_at: Instant,
) -> Draft {
    let number = messages.iter().filter(|it| it.kind == kind.as_str()).count();
    Draft { kind, number, previous_start, due_at }
}

/// Where the visit was before it was moved the last time.
fn last_place(visit: &Appointment) -> Option<Instant> {
    visit.history.iter().rev().filter(|it| it.stands()).find_map(|it| match &it.what {
        HistoryEvent::Moved { from, .. } => Some(from.start()),
        _ => None,
    })
}

/// How the patient is reached about a visit, or why not.
///
/// # Errors
/// A code: `not_wanted`, `no_consent`, `prefers_phone`, `prefers_post`, `no_address`.
pub fn way(visit: &Appointment, patient: &Patient) -> Result<(MessageChannel, Personal), &'static str> {
    if patient.is_deceased || !patient.is_active {
        return Err("not_wanted");
    }
    // What was agreed for the visit itself is a consent to it.
    if visit.reminder.is_none() && !patient.may_be_reminded {
        return Err("no_consent");
    }
    match visit.reminder.unwrap_or(patient.contact_preference) {
        ContactChannel::Email if !patient.email.is_empty() => {
            Ok((MessageChannel::Email, patient.email.clone()))
        }
        ContactChannel::Sms => {
            let mobile = patient.phones.iter().find(|it| it.kind == PhoneKind::Mobile);
            let number = mobile.filter(|it| !it.number.is_empty()).ok_or("no_address")?;
            Ok((MessageChannel::Sms, number.number.clone()))
        }
        ContactChannel::Email => Err("no_address"),
        ContactChannel::Phone => Err("prefers_phone"),
        ContactChannel::Post => Err("prefers_post"),
        ContactChannel::None => Err("not_wanted"),
    }
}

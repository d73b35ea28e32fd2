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
    plan.drop
        .extend(messages.iter().filter(waiting).filter(|it| !holds(visit, it, scene.now)).map(|it| it.id));
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

fn draft(kind: MessageKind, messages: &[Message], previous_start: Option<Instant>, due_at: Instant) -> Draft {
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
            let number = mobile.map(|it| dialled(it.number.expose())).filter(|it| !it.is_empty());
            Ok((MessageChannel::Sms, Personal::new(number.ok_or("no_address")?)))
        }
        ContactChannel::Email => Err("no_address"),
        ContactChannel::Phone => Err("prefers_phone"),
        ContactChannel::Post => Err("prefers_post"),
        ContactChannel::None => Err("not_wanted"),
    }
}

/// A number as it is dialled, however it is written.
#[must_use]
pub fn dialled(number: &str) -> String {
    let is_dialled = |(at, it): &(usize, char)| it.is_ascii_digit() || (*at == 0 && *it == '+');
    number.trim().chars().enumerate().filter(is_dialled).map(|it| it.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::{
        appointment::{Confirmation, HistoryEntry, Requester},
        attendance::Attendance,
        id::{AppointmentId, AppointmentTypeId, OpId, PatientId, Version},
        patient::Phone,
        time::{Period, start_instant},
    };

    const ZONE: Tz = chrono_tz::America::New_York;

    fn at(wall: &str) -> Instant {
        let wall = chrono::NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").expect("a time");
        start_instant(ZONE, wall)
    }

    fn visit(wall: &str, status: AppointmentStatus) -> Appointment {
        Appointment {
            id: AppointmentId(Uuid::from_u128(1)),
            version: Version::FIRST,
            location: LocationId(Uuid::from_u128(2)),
            patient: PatientId(Uuid::from_u128(3)),
            appointment_type: AppointmentTypeId(Uuid::from_u128(4)),
            visit: Period::of_minutes(at(wall), 30).expect("half an hour"),
            wall_start: wall.to_owned(),
            status,
            confirmation: Confirmation::NOT_ASKED,
            allocations: Vec::new(),
            note: Personal::default(),
            requested_by: Requester::Patient,
            reminder: None,
            contact_point: Personal::default(),
            attendance: Attendance::default(),
            cancellation: None,
            series: None,
            history: Vec::new(),
            origin_op: OpId(Uuid::nil()),
            source: None,
        }
    }

    /// What was planned, as kind and the wall's time at which it is due, in a world that carries plans out.
    struct World {
        settings: MessageSettings,
        messages: Vec<Message>,
    }

    impl World {
        fn new() -> World {
            World { settings: MessageSettings::default(), messages: Vec::new() }
        }

        fn plan(&mut self, now: &str, visit: &Appointment) -> Vec<(&'static str, String)> {
            let scene = Scene { settings: &self.settings, zone: ZONE, now: at(now) };
            let plan = plan(&scene, visit, &self.messages);
            for message in &mut self.messages {
                if plan.drop.contains(&message.id) {
                    message.state = "dropped".to_owned();
                }
            }
            let planned = plan.write.iter().map(|it| (it.kind.as_str(), it.due_at.wall_text(ZONE))).collect();
            for draft in plan.write {
                self.messages.push(message(visit, &draft, self.messages.len() as u128 + 10));
            }
            let again = self::plan(&scene, visit, &self.messages);
            assert_eq!(again, Plan::default(), "a plan that was carried out gives none");
            planned
        }

        fn send(&mut self, now: &str) {
            for it in &mut self.messages {
                if it.state == "waiting" && it.due_at <= at(now) {
                    it.state = "sent".to_owned();
                }
            }
        }

        fn states(&self) -> Vec<(&str, &str)> {
            self.messages.iter().map(|it| (it.kind.as_str(), it.state.as_str())).collect()
        }
    }

    fn message(visit: &Appointment, draft: &Draft, id: u128) -> Message {
        Message {
            id: Uuid::from_u128(id),
            kind: draft.kind.as_str().to_owned(),
            channel: Some("email".to_owned()),
            language: "en".to_owned(),
            patient: Some(visit.patient),
            person: None,
            appointment: Some(visit.id),
            starts_at: Some(visit.visit.start()),
            location: Some(visit.location),
            previous_start: draft.previous_start,
            address: Personal::default(),
            subject: Personal::default(),
            body: Personal::default(),
            state: "waiting".to_owned(),
            code: String::new(),
            attempts: 0,
            due_at: draft.due_at,
            expires_at: visit.visit.start(),
            sent_at: None,
            created_at: draft.due_at,
        }
    }

    fn planned(of: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        of.iter().map(|(kind, due)| (*kind, (*due).to_owned())).collect()
    }

    use AppointmentStatus as S;

    #[test]
    fn a_booking_is_confirmed_at_once_and_the_patient_reminded_two_days_before() {
        let mut world = World::new();
        let booked = visit("2026-05-12T10:00", S::Booked);
        let expected = planned(&[("confirmation", "2026-05-05T09:00"), ("reminder", "2026-05-10T10:00")]);
        assert_eq!(world.plan("2026-05-05T09:00", &booked), expected);
        world.send("2026-05-05T09:00");
        // Nothing new happens to the visit: nothing is said.
        assert_eq!(world.plan("2026-05-06T09:00", &booked), planned(&[]));
    }

    #[test]
    fn what_is_booked_within_the_two_days_is_confirmed_and_not_reminded_of() {
        let mut world = World::new();
        let booked = visit("2026-05-06T10:00", S::Booked);
        assert_eq!(world.plan("2026-05-05T09:00", &booked), planned(&[("confirmation", "2026-05-05T09:00")]));
    }

    #[test]
    fn a_move_is_told_with_the_time_before_and_takes_its_reminder_along() {
        let mut world = World::new();
        world.plan("2026-05-05T09:00", &visit("2026-05-12T10:00", S::Booked));
        world.send("2026-05-05T09:00");
        let moved = visit("2026-05-14T15:00", S::Booked);
        let expected = planned(&[("moved", "2026-05-06T09:00"), ("reminder", "2026-05-12T15:00")]);
        assert_eq!(world.plan("2026-05-06T09:00", &moved), expected);
        assert_eq!(world.messages[2].previous_start, Some(at("2026-05-12T10:00")));
        assert_eq!(
            world.states(),
            [
                ("confirmation", "sent"),
                ("reminder", "dropped"),
                ("moved", "waiting"),
                ("reminder", "waiting")
            ]
        );
        // And back before anything was said: the patient knows the first time still.
        let back = visit("2026-05-12T10:00", S::Booked);
        let expected = planned(&[("reminder", "2026-05-10T10:00")]);
        assert_eq!(world.plan("2026-05-06T09:01", &back), expected);
    }

    #[test]
    fn a_cancellation_is_told_to_who_knows_of_the_visit() {
        let mut world = World::new();
        world.plan("2026-05-05T09:00", &visit("2026-05-12T10:00", S::Booked));
        world.send("2026-05-05T09:00");
        let off = visit("2026-05-12T10:00", S::Cancelled);
        let expected = planned(&[("cancellation", "2026-05-06T09:00")]);
        assert_eq!(world.plan("2026-05-06T09:00", &off), expected);
        world.send("2026-05-06T09:00");
        // An undo: it stands again.
        let stands = visit("2026-05-12T10:00", S::Booked);
        let expected = planned(&[("confirmation", "2026-05-06T09:05"), ("reminder", "2026-05-10T10:00")]);
        assert_eq!(world.plan("2026-05-06T09:05", &stands), expected);
    }

    #[test]
    fn what_was_never_told_is_not_taken_back() {
        let mut world = World::new();
        world.plan("2026-05-05T22:00", &visit("2026-05-12T10:00", S::Booked));
        let off = visit("2026-05-12T10:00", S::Cancelled);
        assert_eq!(world.plan("2026-05-05T22:05", &off), planned(&[]));
        assert_eq!(world.states(), [("confirmation", "dropped"), ("reminder", "dropped")]);
        // Booked by mistake, before messages were sent: nobody hears of it.
        let mistaken = visit("2026-05-12T10:00", S::EnteredInError);
        assert_eq!(World::new().plan("2026-05-05T09:00", &mistaken), planned(&[]));
        // Booked before messages were sent, and off now.
        let expected = planned(&[("cancellation", "2026-05-05T09:00")]);
        assert_eq!(World::new().plan("2026-05-05T09:00", &off), expected);
    }

    #[test]
    fn at_night_messages_wait_for_the_morning_unless_that_is_too_late() {
        let late = |start: &str| World::new().plan("2026-05-05T23:00", &visit(start, S::Booked))[0].1.clone();
        assert_eq!(late("2026-05-06T10:00"), "2026-05-06T08:00");
        assert_eq!(late("2026-05-06T09:59"), "2026-05-05T23:00");
        // Two days before six in the morning is night: the morning after it is in time.
        let early = visit("2026-05-12T06:00", S::Booked);
        assert_eq!(World::new().plan("2026-05-05T09:00", &early)[1].1, "2026-05-10T08:00");
        let mut short = World::new();
        short.settings.reminder_hours = 3;
        assert_eq!(short.plan("2026-05-05T09:00", &early)[1].1, "2026-05-11T20:59", "the evening before");
    }

    #[test]
    fn nothing_is_said_once_the_patient_is_there_or_the_visit_has_begun() {
        for status in [S::Arrived, S::CheckedIn, S::NoShow, S::Fulfilled] {
            let mut world = World::new();
            world.plan("2026-05-05T09:00", &visit("2026-05-05T12:00", S::Booked));
            assert_eq!(world.plan("2026-05-05T11:55", &visit("2026-05-05T12:00", status)), planned(&[]));
            assert!(world.states().iter().all(|it| it.1 == "dropped"), "{status}");
        }
        assert_eq!(
            World::new().plan("2026-05-05T12:00", &visit("2026-05-05T12:00", S::Booked)),
            planned(&[])
        );
    }

    #[test]
    fn a_clinic_that_tells_no_changes_still_reminds() {
        let mut world = World::new();
        world.settings.tells_changes = false;
        let booked = visit("2026-05-12T10:00", S::Booked);
        assert_eq!(world.plan("2026-05-05T09:00", &booked), planned(&[("reminder", "2026-05-10T10:00")]));
    }

    #[test]
    fn a_visit_of_before_that_is_moved_is_told_as_moved() {
        let mut moved = visit("2026-05-12T10:00", S::Booked);
        moved.history.push(HistoryEntry {
            at: at("2026-05-05T09:00"),
            by: None,
            requested_by: Requester::Clinic,
            what: HistoryEvent::Moved {
                from: Period::of_minutes(at("2026-05-11T10:00"), 30).expect("half an hour"),
                from_allocations: Vec::new(),
                overbook_reason: None,
                waives: None,
            },
            sequel: None,
            typed_at: None,
        });
        let mut world = World::new();
        assert_eq!(world.plan("2026-05-05T09:00", &moved)[0].0, "moved");
        assert_eq!(world.messages[0].previous_start, Some(at("2026-05-11T10:00")));
    }

    #[test]
    fn patients_are_reached_as_they_want_and_not_at_all_where_they_do_not() {
        let visit = |reminder| Appointment { reminder, ..visit("2026-05-12T10:00", S::Booked) };
        let patient = Patient {
            email: "ana@example.org".into(),
            phones: vec![
                Phone { number: "+1 212 555 0100".into(), kind: PhoneKind::Home },
                Phone { number: "+1 212 555 0101".into(), kind: PhoneKind::Mobile },
            ],
            may_be_reminded: true,
            contact_preference: ContactChannel::Email,
            ..Patient::new(PatientId(Uuid::from_u128(3)))
        };
        let way = |visit: &Appointment, patient: &Patient| way(visit, patient).map(|it| it.0.as_str());
        assert_eq!(way(&visit(None), &patient), Ok("email"));
        assert_eq!(way(&visit(Some(ContactChannel::Sms)), &patient), Ok("sms"));
        assert_eq!(dialled(" +1 (212) 555-0101 ext+"), "+12125550101");
        assert_eq!(way(&visit(Some(ContactChannel::Phone)), &patient), Err("prefers_phone"));
        assert_eq!(way(&visit(Some(ContactChannel::None)), &patient), Err("not_wanted"));
        let silent = Patient { may_be_reminded: false, ..patient.clone() };
        assert_eq!(way(&visit(None), &silent), Err("no_consent"));
        assert_eq!(way(&visit(Some(ContactChannel::Email)), &silent), Ok("email"), "agreed for this visit");
        let unknown = Patient { email: Personal::default(), phones: Vec::new(), ..patient.clone() };
        assert_eq!(way(&visit(None), &unknown), Err("no_address"));
        assert_eq!(way(&visit(Some(ContactChannel::Sms)), &unknown), Err("no_address"));
        assert_eq!(way(&visit(None), &Patient { is_deceased: true, ..patient }), Err("not_wanted"));
    }
}

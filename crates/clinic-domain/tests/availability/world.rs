//! Small random clinics, most of them in a week in which the clocks change.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, EVERY_DAY, date, need};
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::Need,
    availability::{Answer, Asking, Busy, Offer, OfferAt, Request, check},
    id::{AppointmentId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope},
    time::{DayMinute, Instant, Period},
};
use proptest::{collection::vec, prelude::*};

/// Zones with the Monday of a week to look at.
const WEEKS: [(Tz, &str); 8] = [
    (chrono_tz::America::New_York, "2035-03-05"),
    (chrono_tz::America::New_York, "2035-10-29"),
    (chrono_tz::America::Havana, "2035-10-29"),
    (chrono_tz::Australia::Lord_Howe, "2035-10-01"),
    (chrono_tz::Australia::Lord_Howe, "2035-03-26"),
    (chrono_tz::America::Sao_Paulo, "2018-10-29"),
    (chrono_tz::America::Sao_Paulo, "2018-02-12"),
    (chrono_tz::Asia::Kolkata, "2035-03-05"),
];

#[derive(Clone, Debug)]
pub struct Plan {
    week: usize,
    grid: u8,
    providers: usize,
    rooms: usize,
    /// Whether the first provider works day and night.
    is_always_open: bool,
    /// Which resource, weekday, from, length, for the second type only, lanes, every second week.
    sessions: Vec<(usize, u8, u16, u16, bool, u8, bool)>,
    /// Which resource (or the location), kind, day, from, length.
    exceptions: Vec<(Option<usize>, usize, i64, u16, u16)>,
    /// Which resource, day, from, length, lane.
    busy: Vec<(usize, i64, u16, u16, u8)>,
    pub shape: usize,
    pub minutes: u16,
    buffers: (u16, u16),
    notice: u32,
    /// The window: from which hour of the week, how many hours, and how many minutes before it one asks.
    window: (i64, i64, i64),
    patient_busy: Option<(i64, u16, u16)>,
}

/// Multiples of five minutes; sessions that touch, and the day's ends, come often.
fn minutes_of_day() -> impl Strategy<Value = u16> {
    prop_oneof![Just(0), (0..24u16).prop_map(|it| it * 60), (0..288u16).prop_map(|it| it * 5)]
}

fn lengths() -> impl Strategy<Value = u16> {
    prop_oneof![Just(1440), (1..9u16).prop_map(|it| it * 60), (1..60u16).prop_map(|it| it * 5)]
}

pub fn plans() -> impl Strategy<Value = Plan> {
    let sessions = vec(
        (
            0..5usize,
            4..8u8,
            minutes_of_day(),
            lengths(),
            prop::bool::weighted(0.2),
            0..3u8,
            prop::bool::weighted(0.2),
        ),
        1..9,
    );
    let exceptions =
        vec((prop::option::of(0..5usize), 0..5usize, 4..8i64, minutes_of_day(), lengths()), 0..3);
    let busy = vec((0..5usize, 4..8i64, minutes_of_day(), 1..120u16, 0..3u8), 0..10);
    let types = (0..5usize, 1..10u16, (0..4u16, 0..4u16), prop_oneof![3 => Just(0u32), 1 => 0..3000u32]);
    let window = (96..180i64, 2..40i64, -600..600i64);
    let patient = prop::option::of((4..8i64, minutes_of_day(), 10..90u16));
    let grid = prop::sample::select(vec![5u8, 10, 15, 20, 30, 60]);
    let who = (0..WEEKS.len(), grid, 1..3usize, 0..3usize, prop::bool::weighted(0.6));
    (who, sessions, exceptions, busy, types, window, patient).prop_map(
        |(
            (week, grid, providers, rooms, is_always_open),
            sessions,
            exceptions,
            busy,
            types,
            window,
            patient_busy,
        )| {
            let (shape, fives, buffers, notice) = types;
            let buffers = (buffers.0 * 5, buffers.1 * 5);
            let minutes = fives * 10;
            Plan {
                week,
                grid,
                providers,
                rooms,
                is_always_open,
                sessions,
                exceptions,
                busy,
                shape,
                minutes,
                buffers,
                notice,
                window,
                patient_busy,
            }
        },
    )
}

pub struct World {
    pub clinic: Clinic,
    pub within: Period,
    now: Instant,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl World {
    pub fn of(plan: &Plan) -> World {
        let (zone, monday) = WEEKS[plan.week];
        let mut clinic = Clinic::in_zone(zone);
        clinic.setup.organization.settings.grid_minutes = plan.grid;
        let mut resources: Vec<ResourceId> =
            (0..plan.providers).map(|_| clinic.resource(ResourceKind::Provider)).collect();
        resources.extend((0..plan.rooms).map(|_| clinic.room()));
        let nth = |index: usize| resources[index % resources.len()];
        let first_week = date(monday) - TimeDelta::days(7);
        let other = clinic.a_type(10);
        for &(who, weekday, from, length, only_other, lanes, second_week) in &plan.sessions {
            let weekday = Weekday::try_from(weekday % 7).unwrap();
            let template = clinic.works(nth(who), &[weekday], "00:00", "24:00");
            template.valid_from = first_week;
            template.every_n_weeks = if second_week { 2 } else { 1 };
            let session = &mut template.sessions[0];
            (session.from, session.to) = part(from, length);
            session.overbook_lanes = lanes;
            session.types.extend(only_other.then_some(other));
        }
        if plan.is_always_open {
            clinic.works(nth(0), &EVERY_DAY, "00:00", "24:00");
        }
        for &(who, kind, day, from, length) in &plan.exceptions {
            let scope =
                who.map_or(ExceptionScope::Location(clinic.location), |it| ExceptionScope::Resource(nth(it)));
            let day = (date(monday) + TimeDelta::days(day)).to_string();
            let it = clinic.except(scope, ExceptionKind::ALL[kind], (&day, &day), ("00:00", "24:00"));
            (it.from, it.to) = part(from, length);
            it.overbook_lanes = 1;
        }
        let start = clinic.at(&format!("{monday}T00:00"));
        let at = |day: i64, minute: u16| start.plus_minutes(day * 24 * 60 + i64::from(minute));
        for &(who, day, from, length, lane) in &plan.busy {
            let (during, appointment) =
                (Period::of_minutes(at(day, from), length.into()).unwrap(), AppointmentId(clinic.id()));
            clinic.book.insert(nth(who), Busy { during, lane, appointment });
        }
        let needs = needs_of(plan, &resources);
        clinic.change_type(clinic.visit, |it| {
            it.duration_minutes = plan.minutes;
            (it.buffer_before_minutes, it.buffer_after_minutes) = plan.buffers;
            it.notice_minutes = plan.notice;
            it.needs = needs;
        });
        let from = start.plus_minutes(plan.window.0 * 60);
        let within = Period::of_minutes(from, (plan.window.1 * 60) as u32).unwrap();
        let busy = plan
            .patient_busy
            .map(|(day, from, length)| Period::of_minutes(at(day, from), length.into()).unwrap());
        let patient_busy = busy.map(|it| (AppointmentId(clinic.id()), it)).into_iter().collect();
        World { clinic, within, now: from.plus_minutes(plan.window.2 - i64::from(plan.notice)), patient_busy }
    }

    pub fn request(&self) -> Request<'_> {
        let mut request: Request<'_> = self.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        (request.within, request.asking) = (self.within, self.asking());
        request
    }

    pub fn offers(&self) -> Vec<Offer> {
        self.clinic.offers(&self.request())
    }

    pub fn check(&self, slot: &SlotContent) -> Result<(), Vec<Refusal>> {
        check(&self.clinic.setup, &self.clinic.book, slot, &self.asking())
    }

    pub fn answer(&self, resource: ResourceId, at: Instant) -> Answer {
        self.clinic.answer(&self.spot(resource, at))
    }

    pub fn spot(&self, resource: ResourceId, at: Instant) -> OfferAt<'_> {
        OfferAt { asking: self.asking(), ..self.clinic.spot(resource, at) }
    }

    fn asking(&self) -> Asking<'_> {
        Asking { now: self.now, patient_busy: &self.patient_busy, ..ASKED_LONG_BEFORE }
    }

    /// Start and own provider (or first resource) of each offer.
    pub fn listed(&self, offers: &[Offer]) -> Vec<(Instant, ResourceId)> {
        offers.iter().map(|it| (it.slot.visit.start(), self.own(&it.slot))).collect()
    }

    pub fn own(&self, slot: &SlotContent) -> ResourceId {
        let is_provider = |id| self.clinic.setup.resource(id).unwrap().kind == ResourceKind::Provider;
        let own = slot.allocations.iter().find(|it| is_provider(it.resource));
        own.unwrap_or(&slot.allocations[0]).resource
    }
}

fn part(from: u16, length: u16) -> (DayMinute, DayMinute) {
    (DayMinute(from), DayMinute((from + length).min(1440)))
}

fn needs_of(plan: &Plan, resources: &[ResourceId]) -> Vec<Need> {
    use ResourceKind::{Provider, Room};
    let (first, last) = (resources[0], resources[resources.len() - 1]);
    match plan.shape {
        0 => vec![need(Provider, &[], 0, 0)],
        1 => vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)],
        2 => vec![need(Room, &[last, first], 0, 0), need(Provider, &[], 5, plan.minutes - 5)],
        3 => vec![need(Provider, &[], 0, 5), need(Room, &[], 0, 0), need(Provider, &[], plan.minutes - 5, 5)],
        _ => vec![need(Room, &[], 0, 0), need(Room, &[last], 0, 0)],
    }
}

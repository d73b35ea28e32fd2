//! The engine's laws on small random clinics, most of them in a week in which the clocks change.

use crate::{
    clinic::{ASKED_LONG_BEFORE, Clinic, EVERY_DAY, date, need},
    oracle,
};
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    availability::{Answer, Busy, Offer, Request, check},
    id::{AppointmentId, ResourceId},
    refusal::Refusal,
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope},
    time::{DayMinute, Instant, Period},
};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

/// Zones with the Monday of a week to look at.
const WEEKS: [(Tz, &str); 7] = [
    (chrono_tz::America::New_York, "2035-03-05"),
    (chrono_tz::America::New_York, "2035-10-29"),
    (chrono_tz::Australia::Lord_Howe, "2035-10-01"),
    (chrono_tz::Australia::Lord_Howe, "2035-03-26"),
    (chrono_tz::America::Sao_Paulo, "2018-10-29"),
    (chrono_tz::America::Sao_Paulo, "2018-02-12"),
    (chrono_tz::Asia::Kolkata, "2035-03-05"),
];

#[derive(Clone, Debug)]
struct Plan {
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
    shape: usize,
    minutes: u16,
    buffers: (u16, u16),
    notice: u32,
    /// The window: from which hour of the week, how many hours, and how many minutes before it one asks.
    window: (i64, i64, i64),
    patient_busy: Option<(i64, u16, u16)>,
}

/// Multiples of five minutes; sessions that touch, and the day's ends, come often.
fn minutes_of_day() -> impl Strategy<Value = u16> {
    prop_oneof![
        Just(0),
        (0..24u16).prop_map(|it| it * 60),
        (0..288u16).prop_map(|it| it * 5)
    ]
}

fn lengths() -> impl Strategy<Value = u16> {
    prop_oneof![
        Just(1440),
        (1..9u16).prop_map(|it| it * 60),
        (1..60u16).prop_map(|it| it * 5)
    ]
}

fn plans() -> impl Strategy<Value = Plan> {
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
    let exceptions = vec(
        (
            prop::option::of(0..5usize),
            0..5usize,
            4..8i64,
            minutes_of_day(),
            lengths(),
        ),
        0..3,
    );
    let busy = vec((0..5usize, 4..8i64, minutes_of_day(), 1..120u16, 0..3u8), 0..10);
    let types = (
        0..5usize,
        1..10u16,
        (0..4u16, 0..4u16),
        prop_oneof![3 => Just(0u32), 1 => 0..3000u32],
    );
    let window = (96..180i64, 2..40i64, -600..600i64);
    let patient = prop::option::of((4..8i64, minutes_of_day(), 10..90u16));
    let grid = prop::sample::select(vec![5u8, 10, 15, 20, 30, 60]);
    let who = (
        0..WEEKS.len(),
        grid,
        1..3usize,
        0..3usize,
        prop::bool::weighted(0.6),
    );
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

struct World {
    clinic: Clinic,
    within: Period,
    now: Instant,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl World {
    fn of(plan: &Plan) -> World {
        let (zone, monday) = WEEKS[plan.week];
        let mut clinic = Clinic::in_zone(zone);
        clinic.setup.organization.settings.grid_minutes = plan.grid;
        let mut resources: Vec<ResourceId> = (0..plan.providers)
            .map(|_| clinic.resource(ResourceKind::Provider))
            .collect();
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
            let scope = who.map_or(ExceptionScope::Location(clinic.location), |it| {
                ExceptionScope::Resource(nth(it))
            });
            let day = (date(monday) + TimeDelta::days(day)).to_string();
            let it = clinic.except(scope, ExceptionKind::ALL[kind], (&day, &day), ("00:00", "24:00"));
            (it.from, it.to) = part(from, length);
            it.overbook_lanes = 1;
        }
        let start = clinic.at(&format!("{monday}T00:00"));
        let at = |day: i64, minute: u16| start.plus_minutes(day * 24 * 60 + i64::from(minute));
        for &(who, day, from, length, lane) in &plan.busy {
            let (during, appointment) = (
                Period::of_minutes(at(day, from), length.into()).unwrap(),
                AppointmentId(clinic.id()),
            );
            clinic.book.insert(
                nth(who),
                Busy {
                    during,
                    lane,
                    appointment,
                },
            );
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
        let patient_busy = busy
            .map(|it| (AppointmentId(clinic.id()), it))
            .into_iter()
            .collect();
        World {
            clinic,
            within,
            now: from.plus_minutes(plan.window.2 - i64::from(plan.notice)),
            patient_busy,
        }
    }

    fn request(&self) -> Request<'_> {
        let mut request: Request<'_> = self.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        (request.within, request.now, request.patient_busy) = (self.within, self.now, &self.patient_busy);
        request
    }

    fn offers(&self) -> Vec<Offer> {
        self.clinic.offers(&self.request())
    }

    fn check(&self, offer: &clinic_domain::operation::SlotContent) -> Result<(), Vec<Refusal>> {
        let mut asking = ASKED_LONG_BEFORE;
        asking.now = self.now;
        check(
            &self.clinic.setup,
            &self.clinic.book,
            offer,
            &clinic_domain::availability::Asking {
                patient_busy: &self.patient_busy,
                ..asking
            },
        )
    }

    fn answer(&self, resource: ResourceId, at: Instant) -> Answer {
        let mut spot = self.clinic.spot(resource, at);
        spot.now = self.now;
        self.clinic.answer(&clinic_domain::availability::OfferAt {
            patient_busy: &self.patient_busy,
            ..spot
        })
    }
}

fn part(from: u16, length: u16) -> (DayMinute, DayMinute) {
    (DayMinute(from), DayMinute((from + length).min(1440)))
}

fn needs_of(plan: &Plan, resources: &[ResourceId]) -> Vec<clinic_domain::appointment_type::Need> {
    use ResourceKind::{Provider, Room};
    let (first, last) = (resources[0], resources[resources.len() - 1]);
    match plan.shape {
        0 => vec![need(Provider, &[], 0, 0)],
        1 => vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)],
        2 => vec![
            need(Room, &[last, first], 0, 0),
            need(Provider, &[], 5, plan.minutes - 5),
        ],
        3 => vec![
            need(Provider, &[], 0, 5),
            need(Room, &[], 0, 0),
            need(Provider, &[], plan.minutes - 5, 5),
        ],
        _ => vec![need(Room, &[], 0, 0), need(Room, &[last], 0, 0)],
    }
}

fn listed(offers: &[Offer], kind_of: impl Fn(ResourceId) -> ResourceKind) -> Vec<(Instant, ResourceId)> {
    let own = |it: &Offer| {
        let all = &it.slot.allocations;
        all.iter()
            .find(|it| kind_of(it.resource) == ResourceKind::Provider)
            .unwrap_or(&all[0])
            .resource
    };
    offers.iter().map(|it| (it.slot.visit.start(), own(it))).collect()
}

fn world_listed(world: &World, offers: &[Offer]) -> Vec<(Instant, ResourceId)> {
    listed(offers, |id| world.clinic.setup.resource(id).unwrap().kind)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn the_engine_offers_what_the_naive_truth_has_free(plan in plans()) {
        let world = World::of(&plan);
        let found = world_listed(&world, &world.offers());
        let truth = oracle::offers(&world.clinic.setup, &world.clinic.book, &world.request());
        prop_assert!(found.is_sorted_by_key(|it| it.0));
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), truth);
    }

    #[test]
    fn every_offer_lies_in_the_window_overlaps_nothing_and_can_be_booked_at_once(plan in plans()) {
        let world = World::of(&plan);
        for Offer { slot, .. } in world.offers() {
            prop_assert!(world.within.contains(&slot.visit));
            for it in &slot.allocations {
                prop_assert_eq!(world.clinic.book.overlapping(it.resource, it.during).count(), 0);
                prop_assert_eq!(it.lane, 0);
            }
            prop_assert_eq!(world.check(&slot), Ok(()));
        }
    }

    #[test]
    fn a_booked_offer_is_never_offered_again(plan in plans(), picks in vec(any::<prop::sample::Index>(), 1..8)) {
        let mut world = World::of(&plan);
        let mut booked: Vec<Offer> = vec![];
        for pick in picks {
            let offers = world.offers();
            let overlap = |one: &Offer, other: &Offer| one.slot.allocations.iter().any(|a| {
                other.slot.allocations.iter().any(|b| a.resource == b.resource && a.during.overlaps(&b.during))
            });
            prop_assert!(!offers.iter().any(|it| booked.iter().any(|other| overlap(it, other))));
            if offers.is_empty() {
                break;
            }
            let offer = pick.get(&offers).clone();
            world.clinic.accept(&offer.slot);
            let refused = world.check(&offer.slot);
            let is_taken = |it: &Refusal| matches!(it, Refusal::Taken { .. });
            prop_assert!(refused.is_err_and(|it| it.iter().all(is_taken)));
            booked.push(offer);
        }
    }

    #[test]
    fn the_first_offers_are_the_first_of_all(plan in plans(), limit in 0..20usize) {
        let world = World::of(&plan);
        let all = world.offers();
        let mut request = world.request();
        request.limit = limit;
        prop_assert_eq!(&world.clinic.offers(&request)[..], &all[..limit.min(all.len())]);
    }

    #[test]
    fn a_click_agrees_with_the_search(plan in plans()) {
        let world = World::of(&plan);
        let offered: BTreeSet<_> = world_listed(&world, &world.offers()).into_iter().collect();
        let has_provider = plan.shape != 4;
        let mut at = world.within.start();
        while at.plus_minutes(i64::from(plan.minutes)) <= world.within.end() {
            for resource in world.clinic.setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider) {
                let is_offered = has_provider && offered.contains(&(at, resource.id));
                match world.answer(resource.id, at) {
                    Answer::Offer(offer) => {
                        prop_assert!(is_offered);
                        prop_assert_eq!(world.check(&offer.slot), Ok(()));
                    }
                    Answer::Overbook { slot, because } => {
                        prop_assert!(!is_offered && !because.is_empty());
                        prop_assert_eq!(world.check(&slot), Ok(()));
                        lanes_are_lowest(&world, &slot)?;
                    }
                    Answer::Refused(refusals) => prop_assert!(!is_offered && !refusals.is_empty()),
                }
            }
            at = at.plus_minutes(5);
        }
    }

    #[test]
    fn overbooks_end_at_the_sessions_limit(plan in plans(), pick in any::<prop::sample::Index>()) {
        let mut world = World::of(&plan);
        let offers = world.offers();
        prop_assume!(!offers.is_empty() && plan.shape != 4);
        let slot = pick.get(&offers).slot.clone();
        let own = world_listed(&world, &[Offer { slot: slot.clone(), reasons: vec![] }])[0].1;
        world.clinic.accept(&slot);
        let mut lanes = vec![];
        for _ in 0..4 {
            match world.answer(own, slot.visit.start()) {
                Answer::Overbook { slot, .. } => {
                    lanes.push(slot.allocations.iter().find(|it| it.resource == own).unwrap().lane);
                    world.clinic.accept(&slot);
                }
                Answer::Refused(refusals) => {
                    prop_assert!(refusals.len() > 1);
                    break;
                }
                Answer::Offer(_) => prop_assert!(false, "offered what is taken"),
            }
        }
        // No session of these clinics has more than two.
        prop_assert!(lanes.len() <= 2);
        prop_assert_eq!(&lanes[..], &[1, 2][..lanes.len()]);
    }
}

/// At least one lane is above 0, and every lane below one that is taken is taken by somebody else.
fn lanes_are_lowest(
    world: &World,
    slot: &clinic_domain::operation::SlotContent,
) -> Result<(), TestCaseError> {
    prop_assert!(slot.allocations.iter().any(|it| it.lane > 0));
    for it in &slot.allocations {
        let taken: BTreeSet<u8> = world
            .clinic
            .book
            .overlapping(it.resource, it.during)
            .map(|busy| busy.lane)
            .collect();
        prop_assert_eq!(it.lane == 0, taken.is_empty());
        prop_assert!((1..it.lane).all(|lane| taken.contains(&lane)) && !taken.contains(&it.lane));
    }
    Ok(())
}

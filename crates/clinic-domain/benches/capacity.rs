//! The figures of a year of a large clinic beside the plain way to get some of them, in one run: one JSON line a figure.
//!
//! `cargo bench -p clinic-domain --bench capacity`. 40 providers, 200,000 visits, 20,000 times that were given back.
//! The plain way looks at every visit of a provider for every session and every such time, and marks minutes; it gives
//! three of the metrics, and they must be the same.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]

#[allow(dead_code, reason = "the search has more questions")]
#[path = "yardstick/generator.rs"]
mod generator;
#[allow(dead_code, reason = "the search has more questions")]
mod yardstick;

use chrono::{Datelike, NaiveDate, TimeDelta};
use clinic_domain::{
    appointment::{Allocation, AppointmentStatus, ConfirmationState},
    availability::{Book, Busy},
    capacity::{
        Ahead, Asked, Attended, Evidence, Figure, Headcount, Metric, OpenDay, OwnProviders, Released, Scope,
        Situation, ThirdNext, VisitFacts, Why, drill, heat, measure, needs, open_days, third_next_available,
        trend,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    time::{DayMinute, Instant, Period, start_instant},
};
use std::{
    collections::{HashMap, HashSet},
    hint::black_box,
};
use uuid::Uuid;

const PROVIDERS: u128 = 40;
const VISITS: usize = 200_000;
const PATIENTS: u64 = 50_000;
const HOURS: [(u16, u16); 2] = [(480, 720), (780, 1020)];
const START: Option<NaiveDate> = NaiveDate::from_ymd_opt(2035, 1, 1);

fn main() {
    let year = Year::of_a_large_clinic();
    let asked = asked(Scope::default());
    let evidence = year.evidence();
    let measures = measure(&asked, &evidence);
    for (metric, figure) in plainly(&asked, &evidence) {
        assert_eq!((metric, measures.get(metric)), (metric, figure), "the plain way says something else");
    }
    let plain = median(3, || plainly(&asked, &evidence).len());
    let all = median(21, || measure(&asked, &evidence).all().count());
    figure("capacity: all metrics of a year, 200,000 visits", all, Some(plain), "<= 100 ms");
    let one = self::asked(Scope { provider: Some(provider(7)), ..Scope::default() });
    let of_one = median(21, || measure(&one, &evidence).all().count());
    figure("capacity: all metrics of a year, one provider of 40", of_one, None, "<= 50 ms");
    let last = *asked.days.end();
    let quarter = Asked { days: last - TimeDelta::days(13 * 7 - 1)..=last, ..asked.clone() };
    let weeks = median(21, || trend(&quarter, &evidence).len());
    figure("capacity: trend of 13 weeks, from a year's visits", weeks, None, "");
    let behind = median(21, || drill(Metric::Utilisation, &asked, &evidence).part.len());
    figure("capacity: the visits behind a year's utilisation", behind, None, "<= 50 ms");
    days_ahead(&year);
    engine();
}

/// On a Monday in autumn, with the visits of the whole year at hand: three quarters lie behind.
fn days_ahead(year: &Year) {
    let clinic = yardstick::Clinic { tz: chrono_tz::UTC, ..generator::clinic(PROVIDERS as u32) };
    let (setup, _) = yardstick::setup_and_book(&clinic, 0);
    let today = START.unwrap_or_default() + TimeDelta::weeks(43);
    let (now, days) = (at(today, 450), today..=today + TimeDelta::days(13));
    let of = Ahead { setup: &setup, visits: &year.visits, open: &year.open, held: &[], now };
    let cells = heat(&Scope::default(), &days, &of);
    assert!(cells.len() == 14 * PROVIDERS as usize && cells.iter().any(|it| it.booked_minutes > 0));
    let ahead = median(21, || heat(&Scope::default(), &days, &of).len());
    figure("capacity: 14 days ahead of 40 providers, from a year's visits", ahead, None, "");
    // Nobody waits, so that every weekday of everybody is looked at.
    let third_next: Vec<ThirdNext> = (1..=PROVIDERS)
        .map(|who| ThirdNext {
            provider: provider(who),
            location: LOCATION,
            appointment_type: AppointmentTypeId(Uuid::from_u128(0)),
            days: Some(1),
        })
        .collect();
    let orphans: HashSet<AppointmentId> = year.visits.iter().map(|it| it.appointment).step_by(997).collect();
    let situation = Situation {
        setup: &setup,
        today,
        now,
        cells: &cells,
        third_next: &third_next,
        visits: &year.visits,
        open: &year.open,
        orphans: &orphans,
        waiting: &[(LOCATION, 30)],
        slot_minutes: 25,
    };
    assert!(!needs(&situation).is_empty(), "there is something to decide");
    let told = median(21, || needs(&situation).len());
    figure("capacity: what needs a decision, from a year's visits", told, None, "");
}

/// What the engine is asked for the room.
fn engine() {
    let clinic = generator::clinic(PROVIDERS as u32);
    let (setup, booked) = yardstick::setup_and_book(&clinic, 0);
    let now = clinic.within().start();
    let year = clinic.start..=clinic.start + TimeDelta::days(364);
    let open = open_days(&setup, year.clone(), now);
    assert!(open.len() > 9_000, "{} days are worked", open.len());
    let opened = median(5, || open_days(&setup, year.clone(), now).len());
    figure("capacity: open days of a year of 40 providers", opened, None, "");
    let kind = setup.types[0].id;
    let asked: Vec<_> = setup.resources.iter().map(|it| (it.id, kind)).collect();
    let third = |book: &Book| third_next_available(&setup, &mut book.clone(), &asked, now);
    assert!(third(&booked).iter().all(|it| it.days.is_some()));
    let soon = median(5, || third(&booked).len());
    figure("capacity: third next of 40 providers, 70 % booked", soon, None, "");
    let taken = open.iter().flat_map(|day| day.open.iter().map(|it| (day.provider, *it)));
    let full: Book = taken
        .map(|(resource, during)| {
            let allocation = Allocation { resource, during, lane: 0 };
            (resource, Busy::of_visit(AppointmentId(Uuid::nil()), kind, during, &allocation))
        })
        .collect();
    assert!(third(&full).iter().all(|it| it.days.is_none()));
    let never = median(5, || third(&full).len());
    figure("capacity: third next of 40 providers, nothing free in 90 days", never, None, "");
}

fn asked(scope: Scope) -> Asked {
    let start = START.unwrap_or_default();
    let end = start + TimeDelta::days(363);
    Asked { days: start..=end, scope, today: end, now: at(end, 1020), slot_minutes: 25 }
}

struct Year {
    visits: Vec<VisitFacts>,
    released: Vec<Released>,
    open: Vec<OpenDay>,
    own_providers: OwnProviders,
}

impl Year {
    fn of_a_large_clinic() -> Year {
        let (mut visits, mut released, mut open) = (Vec::new(), Vec::new(), Vec::new());
        let mut seed = Seed(1);
        let days = START.unwrap_or_default().iter_days().take(364);
        for day in days.filter(|it| it.weekday().num_days_from_monday() < 5) {
            for who in 1..=PROVIDERS {
                let sessions = HOURS.iter().filter_map(|it| Period::new(at(day, it.0), at(day, it.1)));
                let it =
                    OpenDay { provider: provider(who), location: LOCATION, day, open: sessions.collect() };
                for session in &it.open {
                    fill(&mut seed, &it, *session, &mut visits, &mut released);
                }
                open.push(it);
            }
        }
        visits.truncate(VISITS);
        released.retain(|it| it.appointment.0.as_u128() < VISITS as u128);
        // As a store gives them.
        visits.sort_by_key(|it| it.visit.start());
        assert_eq!(visits.len(), VISITS);
        assert!((18_000..24_000).contains(&released.len()), "{} times were given back", released.len());
        let own = (0..PATIENTS).filter(|it| it % 3 > 0);
        let own = own.map(|it| (patient(it), provider(1 + u128::from(it) % PROVIDERS)));
        let own_providers = OwnProviders::new(&yardstick::setup_and_book(&generator::clinic(1), 0).0, own);
        Year { visits, released, open, own_providers }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            visits: &self.visits,
            released: &self.released,
            open: &self.open,
            own_providers: &self.own_providers,
            orphans: None,
            third_next: None,
            efforts: None,
            people: Headcount::default(),
        }
    }
}

const LOCATION: LocationId = LocationId(Uuid::from_u128(1));

fn provider(number: u128) -> ResourceId {
    ResourceId(Uuid::from_u128(number))
}

fn patient(number: u64) -> PatientId {
    PatientId(Uuid::from_u128(number.into()))
}

fn at(day: NaiveDate, minute: u16) -> Instant {
    start_instant(chrono_tz::UTC, DayMinute(minute).on(day))
}

/// Visits one after the other, some on top of others, some called off and perhaps filled again.
fn fill(
    seed: &mut Seed,
    day: &OpenDay,
    session: Period,
    visits: &mut Vec<VisitFacts>,
    released: &mut Vec<Released>,
) {
    let mut start = session.start();
    while start < session.end() {
        let minutes = [15, 20, 25, 25, 35][seed.below(5)];
        let Some(during) = Period::of_minutes(start, minutes).filter(|it| it.end() <= session.end()) else {
            return;
        };
        let visit = visit(seed, visits.len(), day, during);
        visits.push(visit);
        let is_off = matches!(visit.status, AppointmentStatus::Cancelled | AppointmentStatus::LateCancel);
        if is_off {
            released.push(Released {
                provider: day.provider,
                location: LOCATION,
                appointment_type: visit.appointment_type,
                appointment: visit.appointment,
                during,
                day: day.day,
                at: Instant(start.0 - 600 * i64::from(minutes)),
            });
        }
        if !(is_off && seed.below(2) == 0) && seed.below(20) > 0 {
            start = during.end();
        }
    }
}

fn visit(seed: &mut Seed, number: usize, day: &OpenDay, during: Period) -> VisitFacts {
    use AppointmentStatus as S;
    let status = match seed.below(20) {
        0 => S::Cancelled,
        1 => S::LateCancel,
        2 => S::NoShow,
        _ => S::Fulfilled,
    };
    let start = during.start();
    let step = |minutes| Some(start.plus_minutes(minutes)).filter(|_| status == S::Fulfilled);
    let days = seed.below(60) as i64;
    let placed_at = Some(Instant(start.0 - 60 * seed.below(9_000) as i64));
    VisitFacts {
        appointment: AppointmentId(Uuid::from_u128(number as u128)),
        location: LOCATION,
        provider: Some(day.provider),
        appointment_type: AppointmentTypeId(Uuid::from_u128(seed.below(8) as u128)),
        patient: patient(seed.below(PATIENTS as usize) as u64),
        day: day.day,
        visit: during,
        taken: Period::new(start, during.end().plus_minutes(5)).unwrap_or(during),
        lane: u8::from(seed.below(20) == 0),
        status,
        is_walk_in: seed.below(30) == 0,
        is_of_series: false,
        booked_at: placed_at,
        booked_on: Some(day.day - TimeDelta::days(days)),
        placed_at,
        is_booked_by_clinic: false,
        confirmation: ConfirmationState::NotAsked,
        attended: Attended {
            arrived_at: step(-(seed.below(20) as i64)),
            roomed_at: step(seed.below(10) as i64),
            with_provider_at: step(10 + seed.below(10) as i64),
            out_at: step(20 + seed.below(20) as i64),
        },
        called_off: None,
        bumps: u8::from(seed.below(30) == 0),
    }
}

fn plainly(asked: &Asked, of: &Evidence<'_>) -> [(Metric, Figure); 3] {
    let mut columns: HashMap<ResourceId, Vec<&VisitFacts>> = HashMap::new();
    for it in of.visits.iter().filter(|it| it.status.is_on_the_day()) {
        columns.entry(it.provider.unwrap_or(provider(0))).or_default().push(it);
    }
    let nobody = Vec::new();
    let column = |id| columns.get(&id).unwrap_or(&nobody);
    let marked = |within: Period, visits: &mut dyn Iterator<Item = Period>| {
        let mut minutes = vec![false; within.minutes() as usize];
        for part in visits.filter_map(|it| it.intersection(&within)) {
            let from = (part.start().0 - within.start().0) / 60;
            minutes[from as usize..][..part.minutes() as usize].fill(true);
        }
        minutes.iter().filter(|it| **it).count() as u64
    };
    let (mut open, mut booked, mut unused, mut filled) = (0, 0, 0, 0);
    for (day, session) in of.open.iter().flat_map(|day| day.open.iter().map(move |it| (day, *it))) {
        let visits = column(day.provider);
        let minutes = session.minutes() as u64;
        open += minutes;
        booked += marked(session, &mut visits.iter().map(|it| it.own()));
        unused += minutes - marked(session, &mut visits.iter().map(|it| it.taken));
    }
    for it in of.released {
        let later =
            |visit: &&&VisitFacts| visit.placed_at.is_some_and(|at| at > it.at && at < it.during.start());
        let mut visits = column(it.provider).iter().filter(later).map(|visit| visit.visit);
        filled += u64::from(marked(it.during, &mut visits) * 2 >= it.during.minutes() as u64);
    }
    let released = of.released.len() as u64;
    assert!(asked.scope == Scope::default() && open > 0);
    [
        (Metric::Utilisation, Figure::share(booked, open, Why::NoHours)),
        (Metric::UnfilledCapacity, Figure::share(unused, open, Why::NoHours)),
        (Metric::BackfillRate, Figure::share(filled, released, Why::NothingReleased)),
    ]
}

fn median(runs: usize, run: impl Fn() -> usize) -> f64 {
    let mut times: Vec<_> = (0..runs)
        .map(|_| {
            let start = std::time::Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2].as_secs_f64() * 1e3
}

fn figure(name: &str, value: f64, baseline: Option<f64>, goal: &str) {
    let (baseline, ratio) = match baseline {
        Some(it) => (format!("{it:.4}"), format!("{:.4}", value / it)),
        None => ("null".to_owned(), "null".to_owned()),
    };
    println!(
        r#"{{"name":"{name}","value":{value:.4},"unit":"ms","baseline":{baseline},"ratio":{ratio},"goal":"{goal}"}}"#
    );
}

/// splitmix64 (Steele, Lea and Flood, 2014).
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % bound as u64) as usize
    }
}

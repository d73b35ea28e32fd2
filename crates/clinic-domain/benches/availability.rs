//! The slot search beside a bare interval sweep, in one run: one JSON line a figure.
//!
//! `cargo bench -p clinic-domain --bench availability [-- CLINIC.json]`. The sweep is the floor: one provider, no
//! rooms, no reasons, no handles. It must find the same offers.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that prints is its purpose")]

#[path = "yardstick/generator.rs"]
mod generator;
#[path = "yardstick/waiting.rs"]
mod waiting;
mod yardstick;

use chrono::{Datelike, NaiveDate, TimeDelta};
use clinic_domain::{
    appointment::Allocation,
    appointment_type::Need,
    availability::{
        self, Answer, Book, Busy, Gap, Occurrences, Offer, OfferAt, PatientSide, alternatives, check, fixes,
        matches, obstacles, occurrences, offer_at, offers,
    },
    id::{AppointmentId, ResourceId},
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{DayMinute, Instant, Period, start_instant},
    waitlist::WaitlistEntry,
};
use std::{convert::Infallible, hint::black_box, num::NonZeroU32, time::Duration};
use yardstick::{Clinic, Provider};

const RUNS: usize = 200;
const ROOMS: u32 = 60;

fn main() {
    let given = std::env::args().nth(1).filter(|it| !it.starts_with('-'));
    let clinics = match given {
        Some(path) => vec![Clinic::read(&path).expect("a clinic file of the yardstick")],
        None => [1, 10, 40].map(generator::clinic).into(),
    };
    for clinic in &clinics {
        search_figures(clinic);
    }
    if let Some(largest) = clinics.last() {
        three_resource_figures(largest);
        growth_figures(largest);
        spot_figures(largest);
        nothing_figures(largest);
        series_figures(largest);
        waitlist_figures(largest);
    }
}

fn search_figures(clinic: &Clinic) {
    let providers = clinic.providers.len();
    let (setup, book) = yardstick::setup_and_book(clinic, 0);
    let run =
        |limit| offers(&setup, &book, &yardstick::request(clinic, limit)).expect("the request is sound");
    let of_engine: Vec<_> = run(usize::MAX).iter().map(Listed::of).collect();
    let of_sweep = sweep(clinic, usize::MAX);
    assert_eq!(of_engine.len(), of_sweep.len(), "the engine and the sweep differ");
    for (one, other) in of_engine.iter().zip(&of_sweep) {
        assert_eq!((one.start, one.provider_id()), *other, "the engine and the sweep differ");
    }
    let all_goal = match providers {
        40 => "<= 4 ms, <= 10x",
        10 => "<= 0.8 ms, <= 10x",
        _ => "<= 10x",
    };
    let [all, floor] = medians([&|| run(usize::MAX).len(), &|| sweep(clinic, usize::MAX).len()]);
    figure(&format!("offers: all, {providers} providers, 90 days"), all, Some(floor), all_goal);
    let [first, first_floor] = medians([&|| run(3).len(), &|| sweep(clinic, 3).len()]);
    let first_goal = if providers == 40 { "<= 0.1 ms" } else { "" };
    figure(&format!("offers: first 3, {providers} providers"), first, Some(first_floor), first_goal);

    let (setup, book) = yardstick::setup_and_book(clinic, ROOMS);
    let run =
        |limit| offers(&setup, &book, &yardstick::request(clinic, limit)).expect("the request is sound");
    let [all] = medians([&|| run(usize::MAX).len()]);
    let rooms_goal = if providers == 40 { "<= 4 ms" } else { "" };
    figure(
        &format!("offers: all with a room of {ROOMS}, {providers} providers"),
        all,
        Some(floor),
        rooms_goal,
    );
    let [first] = medians([&|| run(3).len()]);
    figure(
        &format!("offers: first 3 with a room of {ROOMS}, {providers} providers"),
        first,
        Some(first_floor),
        first_goal,
    );
}

/// A provider, one of ninety rooms and one of thirty devices that are as booked as a room is.
fn three_resource_figures(clinic: &Clinic) {
    const MANY_ROOMS: u32 = 90;
    const DEVICES: usize = 30;
    let (mut setup, mut book) = yardstick::setup_and_book(clinic, MANY_ROOMS);
    let rooms = setup.resources.iter().filter(|it| it.kind == ResourceKind::Room).take(DEVICES);
    let device = |(room, nth): (&Resource, u8)| {
        let id = ResourceId::from_bytes([200 + nth; 16]);
        (room.id, Resource { id, kind: ResourceKind::Equipment, ..room.clone() })
    };
    let devices: Vec<_> = rooms.zip(0..).map(device).collect();
    for (room, device) in &devices {
        book.of(*room).to_vec().into_iter().for_each(|busy| book.insert(device.id, busy));
    }
    setup.resources.extend(devices.into_iter().map(|it| it.1));
    setup.types[0].needs.push(Need {
        kind: ResourceKind::Equipment,
        any_of: Vec::new(),
        from_minute: 0,
        minutes: 0,
    });
    let run = |limit| offers(&setup, &book, &yardstick::request(clinic, limit)).map_or(0, |it| it.len());
    assert!(run(5) == 5, "something is free");
    let [all, first] = medians([&|| run(usize::MAX), &|| run(5)]);
    figure("offers: all of 3 resources, 40 providers, 90 rooms, 90 days", all, None, "<= 50 ms");
    figure("offers: first 5 of 3 resources, 40 providers, 90 rooms", first, None, "<= 2 ms");
}

/// Ten times the visits, in the years around the searched days: a search costs what its days cost.
fn growth_figures(clinic: &Clinic) {
    let (setup, book) = yardstick::setup_and_book(clinic, 0);
    // In turns before and after the visits themselves.
    let away = |turn: i64| if turn % 2 == 0 { turn / 2 } else { -(turn + 1) / 2 };
    let moved = |busy: &Busy, turn: i64| {
        let minutes = away(turn) * clinic.days * 24 * 60;
        let (start, end) =
            (busy.during.start().plus_minutes(minutes), busy.during.end().plus_minutes(minutes));
        let during = Period::new(start, end)?;
        Some(Busy { during, own: during, ..*busy })
    };
    let columns = setup.resources.iter().map(|it| (it.id, book.of(it.id)));
    let all = columns
        .flat_map(|(id, busy)| busy.iter().flat_map(move |it| (0..10).map(move |turn| (id, it, turn))));
    let grown: Book = all.filter_map(|(id, busy, turn)| Some((id, moved(busy, turn)?))).collect();
    let mut request = yardstick::request(clinic, usize::MAX);
    for days in [9, 90] {
        let end = request.within.start().plus_minutes(days * 24 * 60);
        request.within = Period::new(request.within.start(), end).expect("days take time");
        let run = |book: &Book| offers(&setup, book, &request).map_or(0, |it| it.len());
        assert_eq!(run(&book), run(&grown), "what is elsewhere changes nothing");
        let [ten, one] = medians([&|| run(&grown), &|| run(&book)]);
        figure(
            &format!("offers: all of {days} days in a book of ten times the visits"),
            ten,
            Some(one),
            "<= 1.2x",
        );
    }
}

/// A click on the board and the check of a booking, with a room to find.
fn spot_figures(clinic: &Clinic) {
    let (setup, book) = yardstick::setup_and_book(clinic, ROOMS);
    let request = yardstick::request(clinic, 50);
    let found = offers(&setup, &book, &request).expect("the request is sound");
    let Some(Offer { slot, .. }) = found.last() else {
        return;
    };
    let at = OfferAt {
        resource: slot.allocations[0].resource,
        start: slot.visit.start(),
        appointment_type: slot.appointment_type,
        asking: request.asking,
    };
    let is_offer = |setup: &Setup, book: &Book| matches!(offer_at(setup, book, &at), Answer::Offer(_));
    assert!(is_offer(&setup, &book) && check(&setup, &book, slot, &request.asking).is_ok());
    let [click] = medians([&|| usize::from(is_offer(&setup, &book))]);
    figure("offer_at: a click, 40 providers, 60 rooms", click, None, "");
    let [checked] = medians([&|| usize::from(check(&setup, &book, slot, &request.asking).is_ok())]);
    figure("check: a booking, 40 providers, 60 rooms", checked, None, "");
    let mut taken = book.clone();
    let appointment = AppointmentId::from_bytes([9; 16]);
    slot.allocations.iter().for_each(|it| {
        taken.insert(it.resource, Busy::of_visit(appointment, slot.appointment_type, slot.visit, it));
    });
    let day = |days: i64| at.start.plus_minutes(days * 24 * 60);
    let around = Period::new(day(-1), day(1)).expect("two days take time");
    let refused = || usize::from(is_offer(&setup, &taken));
    let fixed = || fixes(&setup, &taken, &at, None, around).len();
    assert!(refused() == 0 && fixed() >= 3);
    let [fixed, refused] = medians([&fixed, &refused]);
    figure("fixes: a taken time, 40 providers, 60 rooms", fixed, Some(refused), "");
}

/// One freed hour against everybody who waits: ten types of visits, wishes of all kinds, nobody left out by cheap facts
/// alone.
fn waitlist_figures(clinic: &Clinic) {
    let (mut setup, mut book) = yardstick::setup_and_book(clinic, ROOMS);
    let found = offers(&setup, &book, &yardstick::request(clinic, 50)).expect("the request is sound");
    let Some(Offer { slot, .. }) = found.last() else {
        return;
    };
    let resource = slot.allocations[0].resource;
    let during = Period::of_minutes(slot.visit.start(), 60).expect("an hour takes time");
    let freed: Vec<_> = book.overlapping(resource, during).filter_map(Busy::appointment).collect();
    freed.into_iter().for_each(|it| book.remove(it));
    let kinds: Vec<_> = (0..10_u8).map(|it| waiting::another_type(&mut setup, it)).collect();
    let entries: Vec<WaitlistEntry> = (0..2000).map(|it| waiting::waits(it, slot.location, &kinds)).collect();
    let (gap, now) = (Gap { resource, during }, clinic.within().start());
    let side = |_: &WaitlistEntry| Ok::<_, Infallible>(Some(PatientSide::default()));
    let run = || matches(&setup, &book, gap, &entries, now, side).map_or(0, |it| it.len());
    assert!(run() > 3);
    let [matched] = medians([&run]);
    figure("waitlist: one freed hour, 2,000 entries, 40 providers", matched, None, "<= 20 ms");
}

/// Why nothing is free, and what would be: the whole window is booked, so that all of it is looked through.
fn nothing_figures(clinic: &Clinic) {
    let (setup, mut book) = yardstick::setup_and_book(clinic, ROOMS);
    let request = yardstick::request(clinic, 3);
    let midnight =
        |day: i64| start_instant(clinic.tz, DayMinute::MIDNIGHT.on(clinic.start + TimeDelta::days(day)));
    for (number, resource) in
        setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider).enumerate()
    {
        for day in 0..clinic.days {
            let during = Period::new(midnight(day), midnight(day + 1)).expect("a day takes time");
            let appointment =
                AppointmentId::from_bytes((((number as u128) << 64) | day as u128).to_be_bytes());
            let it = Allocation { resource: resource.id, during, lane: 0 };
            book.insert(it.resource, Busy::of_visit(appointment, request.appointment_type, during, &it));
        }
    }
    let nothing = offers(&setup, &book, &request).expect("the request is sound");
    assert!(nothing.is_empty(), "something is free");
    let why = || obstacles(&setup, &book, &request).map_or(0, |it| it.len());
    let instead = || alternatives(&setup, &book, &request, request.within.end()).len();
    assert!(why() > 0 && instead() > 0);
    let [why, instead] = medians([&why, &instead]);
    figure("obstacles: nothing free, 40 providers, 60 rooms, 90 days", why, None, "");
    figure("alternatives: nothing free, 40 providers, 60 rooms, 90 days", instead, None, "");
}

/// A year of weekly visits before it is booked. Somebody has every fourth of them, so that each of those needs others;
/// the floor is a look at each by itself.
fn series_figures(clinic: &Clinic) {
    let (setup, mut book) = yardstick::setup_and_book(clinic, ROOMS);
    let request = yardstick::request(clinic, 1);
    let first = offers(&setup, &book, &request).expect("the request is sound").remove(0).slot;
    let resource = first.allocations[0].resource;
    let wall = first.visit.start().wall(clinic.tz);
    let wish = |week: i64| availability::Wish {
        appointment_type: request.appointment_type,
        resource,
        start: start_instant(clinic.tz, wall + TimeDelta::weeks(week)),
        impossible: None,
        moving: None,
    };
    let wishes: Vec<availability::Wish> = (0..52).map(wish).collect();
    for (number, it) in wishes.iter().enumerate().step_by(4) {
        let during = Period::lasting(it.start, NonZeroU32::new(600).expect("ten minutes"));
        let appointment = AppointmentId::from_bytes((number as u128 | 9 << 64).to_be_bytes());
        let it = Allocation { resource, during, lane: 0 };
        book.insert(resource, Busy::of_visit(appointment, request.appointment_type, during, &it));
    }
    let wanted = Occurrences { location: request.location, wishes: &wishes, asking: request.asking };
    let preview = || occurrences(&setup, book.clone(), &wanted).map_or(0, |it| it.len());
    let each = || {
        let at = |it: &availability::Wish| OfferAt {
            resource,
            start: it.start,
            appointment_type: request.appointment_type,
            asking: request.asking,
        };
        wishes.iter().filter(|it| matches!(offer_at(&setup, &book, &at(it)), Answer::Offer(_))).count()
    };
    assert!(preview() == 52 && (1..=39).contains(&each()));
    let [preview, each] = medians([&preview, &each]);
    figure("occurrences: a series of 52, 40 providers, 60 rooms", preview, Some(each), "");
}

struct Listed {
    start: Instant,
    provider: ResourceId,
}

impl Listed {
    fn of(offer: &Offer) -> Listed {
        Listed { start: offer.slot.visit.start(), provider: offer.slot.allocations[0].resource }
    }

    fn provider_id(&self) -> u32 {
        u32::from_be_bytes(self.provider.as_bytes()[12..].try_into().unwrap_or_default())
    }
}

/// Every free start, by start and provider, or the first few: sorted intervals and nothing else. The zone is
/// looked up once a day.
fn sweep(clinic: &Clinic, limit: usize) -> Vec<(Instant, u32)> {
    let mut found = Vec::new();
    let mut cursors = vec![0; clinic.providers.len()];
    let midnight = |date: NaiveDate| start_instant(clinic.tz, DayMinute::MIDNIGHT.on(date)).0;
    let mut date = clinic.start;
    for _ in 0..clinic.days {
        let next = date + TimeDelta::days(1);
        let (ends, from) = (midnight(next), found.len());
        for (provider, cursor) in clinic.providers.iter().zip(&mut cursors) {
            sweep_day(clinic, provider, date, ends, cursor, &mut found);
        }
        found[from..].sort_unstable();
        if found.len() >= limit {
            found.truncate(limit);
            break;
        }
        date = next;
    }
    found
}

/// Night hours are not in the yardstick: the offset at the day's end holds for all of its sessions.
fn sweep_day(
    clinic: &Clinic,
    provider: &Provider,
    date: NaiveDate,
    ends: i64,
    busy: &mut usize,
    found: &mut Vec<(Instant, u32)>,
) {
    let (grid, length) = (i64::from(clinic.grid) * 60, i64::from(clinic.duration) * 60);
    let weekday = date.weekday().num_days_from_monday() as u8;
    let hours = provider.exceptions.get(&date).or_else(|| provider.weekly.get(&weekday));
    for &(from, to) in hours.into_iter().flatten() {
        let minute = |it: u16| ends - (24 * 60 - i64::from(it)) * 60;
        let (mut at, end) = (minute(from), minute(to));
        while at + length <= end {
            while provider.appointments.get(*busy).is_some_and(|it| it.1 <= at) {
                *busy += 1;
            }
            match provider.appointments.get(*busy).filter(|it| it.0 < at + length) {
                Some(taken) => at += (taken.1 - at + grid - 1) / grid * grid,
                None => {
                    found.push((Instant(at), provider.id));
                    at += grid;
                }
            }
        }
    }
}

/// The runs take turns, so that a busy machine slows all of them.
fn medians<const N: usize>(runs: [&dyn Fn() -> usize; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..RUNS {
        for (run, times) in runs.iter().zip(&mut times) {
            let start = std::time::Instant::now();
            black_box(run());
            times.push(start.elapsed());
        }
    }
    times.map(|mut it: Vec<Duration>| {
        it.sort_unstable();
        it[RUNS / 2].as_secs_f64() * 1e3
    })
}

fn figure(name: &str, value: f64, baseline: Option<f64>, goal: &str) {
    let (baseline, ratio) = match baseline {
        Some(it) => (format!("{it:.4}"), format!("{:.2}", value / it)),
        None => ("null".to_owned(), "null".to_owned()),
    };
    println!(
        r#"{{"name":"{name}","value":{value:.4},"unit":"ms","baseline":{baseline},"ratio":{ratio},"goal":"{goal}"}}"#
    );
}

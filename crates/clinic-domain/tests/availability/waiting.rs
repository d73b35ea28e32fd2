//! Who fits into a gap: the matcher against every minute and everybody, on random clinics, and by example.

use crate::{
    clinic::{Clinic, date},
    laws::clinics,
    world::{World, plans},
};
use chrono::{Datelike, Timelike, Weekday};
use clinic_domain::{
    availability::{Answer, Asking, Gap, Match, OfferAt, PatientSide, matches, offer_at},
    id::{AppointmentId, AppointmentTypeId, HoldId, PatientId, PersonId, ResourceId, Version, WaitlistId},
    personal::Personal,
    resource::ResourceKind,
    time::{DayMinute, Instant, Period},
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistOffer, WaitlistStatus, Wish},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::{cmp::Reverse, collections::HashMap, convert::Infallible};

#[derive(Clone, Debug)]
struct Waits {
    urgency: Urgency,
    weekdays: Vec<Weekday>,
    hours: (u16, u16),
    notice: u32,
    since: i64,
    /// Whether they ask for this provider only, or for another one.
    asks: Option<bool>,
    /// Whether they let the whole day pass.
    had: bool,
    /// From which minute of the gap they are elsewhere.
    busy: Option<i64>,
    moves: bool,
    is_own: bool,
    is_new: Option<bool>,
}

fn somebody() -> impl Strategy<Value = Waits> {
    let hours = prop_oneof![2 => Just((0, 1440)), 1 => (0..12u16, 1..12u16).prop_map(|(from, long)| (from * 60, (from + long) * 60))];
    let weekday = (0..7u8).prop_map(|it| Weekday::try_from(it).unwrap());
    let who =
        (select(Urgency::ALL), vec(weekday, 0..4), hours, select(&[0_u32, 0, 60, 600][..]), 0..1000_i64);
    let how =
        (option::weighted(0.3, any::<bool>()), prop::bool::weighted(0.1), option::weighted(0.3, -30..60_i64));
    let more = (prop::bool::weighted(0.3), any::<bool>(), option::of(any::<bool>()));
    (who, how, more).prop_map(
        |((urgency, weekdays, hours, notice, since), (asks, had, busy), (moves, is_own, is_new))| Waits {
            urgency,
            weekdays,
            hours,
            notice,
            since,
            asks,
            had,
            busy,
            moves,
            is_own,
            is_new,
        },
    )
}

struct Waiting {
    gap: Gap,
    entries: Vec<WaitlistEntry>,
    sides: HashMap<PatientId, PatientSide>,
}

fn waiting(world: &World, waits: &[Waits], from: i64, minutes: u32) -> Option<Waiting> {
    let is_here =
        |it: &&clinic_domain::resource::Resource| it.is_active && it.location == world.clinic.location;
    let of_kind = |kind| world.clinic.setup.resources.iter().filter(is_here).find(move |it| it.kind == kind);
    let resource = of_kind(ResourceKind::Provider).or(of_kind(ResourceKind::Room))?;
    let during = Period::of_minutes(world.within.start().plus_minutes(from * 5), minutes * 5)?;
    let mut sides = HashMap::new();
    let mut entries = Vec::new();
    for (nth, it) in (1_u8..).zip(waits) {
        let patient = PatientId::from_bytes([nth; 16]);
        let moved = world.moved.filter(|_| it.moves);
        let stands = moved.and_then(|id| world.patient_busy.iter().find(|it| it.0 == id)).map(|it| it.1);
        let elsewhere =
            it.busy.and_then(|minute| Period::of_minutes(during.start().plus_minutes(minute), 20));
        let mut busy: Vec<_> =
            elsewhere.into_iter().map(|it| (AppointmentId::from_bytes([nth; 16]), it)).collect();
        busy.extend(moved.zip(stands));
        let own_provider = it.is_own.then_some(resource.id);
        sides.insert(patient, PatientSide { busy, own_provider, is_new_patient: it.is_new, moving: stands });
        let mut entry = entry(&world.clinic, nth, world.clinic.visit);
        (entry.urgency, entry.since, entry.moving) = (it.urgency, Instant(it.since), moved);
        entry.providers = match it.asks.filter(|_| resource.kind == ResourceKind::Provider) {
            None => Vec::new(),
            Some(true) => vec![resource.id],
            Some(false) => vec![ResourceId::from_bytes([99; 16])],
        };
        let (from, to) = it.hours;
        entry.wish = Wish {
            weekdays: it.weekdays.clone(),
            from: DayMinute(from),
            to: DayMinute(to.min(1440)),
            notice_minutes: it.notice,
            ..entry.wish
        };
        if it.had {
            entry.offers.push(passed(Period::of_minutes(during.start(), 24 * 60)?));
        }
        entries.push(entry);
    }
    Some(Waiting { gap: Gap { resource: resource.id, during }, entries, sides })
}

fn entry(clinic: &Clinic, nth: u8, of_type: AppointmentTypeId) -> WaitlistEntry {
    WaitlistEntry {
        id: WaitlistId::from_bytes([nth; 16]),
        version: Version::FIRST,
        location: clinic.location,
        patient: PatientId::from_bytes([nth; 16]),
        appointment_type: of_type,
        providers: Vec::new(),
        wish: Wish {
            earliest: date("2000-01-01"),
            latest: None,
            weekdays: Vec::new(),
            from: DayMinute::MIDNIGHT,
            to: DayMinute::END,
            notice_minutes: 0,
        },
        urgency: Urgency::Routine,
        note: Personal::default(),
        moving: None,
        since: Instant(i64::from(nth)),
        by: PersonId::from_bytes([1; 16]),
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    }
}

fn passed(visit: Period) -> WaitlistOffer {
    WaitlistOffer {
        hold: HoldId::from_bytes([1; 16]),
        visit,
        at: Instant(0),
        by: PersonId::from_bytes([1; 16]),
        until: Instant(1),
        answer: Some(OfferAnswer::Declined),
    }
}

impl Waiting {
    fn found(&self, world: &World) -> Vec<Match> {
        let side = |it: &WaitlistEntry| Ok::<_, Infallible>(self.sides.get(&it.patient).cloned());
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let Ok(found) = matches(setup, book, self.gap, &self.entries, world.now, side);
        found
    }

    /// Every minute, everybody: what each could be offered best, in the order in which they are asked.
    fn truth(&self, world: &World) -> Vec<(WaitlistId, Instant, i64)> {
        let mut all: Vec<_> = self.entries.iter().filter_map(|it| self.best(world, it)).collect();
        all.sort_by_key(|(_, rank)| *rank);
        all.into_iter().map(|it| it.0).collect()
    }

    fn best(&self, world: &World, entry: &WaitlistEntry) -> Option<((WaitlistId, Instant, i64), Rank)> {
        let side = &self.sides[&entry.patient];
        let zone = world.clinic.setup.location(entry.location).unwrap().zone;
        let mut best: Option<(i64, Instant)> = None;
        for minute in -200..=self.gap.during.minutes() + 200 {
            let start = self.gap.during.start().plus_minutes(minute);
            let asking = Asking {
                now: world.now,
                patient_busy: &side.busy,
                ignoring: entry.moving,
                is_new_patient: side.is_new_patient,
            };
            let at = OfferAt {
                resource: self.gap.resource,
                start,
                appointment_type: entry.appointment_type,
                asking,
            };
            let Answer::Offer(offer) = offer_at(&world.clinic.setup, &world.clinic.book, &at) else {
                continue;
            };
            let taken = offer.slot.allocations.iter().filter(|it| it.resource == self.gap.resource);
            let used: i64 = taken
                .map(|it| {
                    let (from, to) = (
                        it.during.start().max(self.gap.during.start()),
                        it.during.end().min(self.gap.during.end()),
                    );
                    ((to.0 - from.0) / 60).max(0)
                })
                .sum();
            let (from, to) = (offer.slot.visit.start().wall(zone), offer.slot.visit.end().wall(zone));
            let minute_of = |it: chrono::NaiveDateTime| it.hour() * 60 + it.minute();
            let last = if to.date() == from.date() { minute_of(to) } else { 1440 + minute_of(to) };
            let wish = &entry.wish;
            let is_wished = (wish.weekdays.is_empty() || wish.weekdays.contains(&from.weekday()))
                && u32::from(wish.from.0) <= minute_of(from)
                && last <= u32::from(wish.to.0)
                && start >= world.now.plus_minutes(i64::from(wish.notice_minutes))
                && (entry.providers.is_empty() || entry.providers.contains(&self.gap.resource))
                && entry
                    .offers
                    .iter()
                    .all(|it| !it.visit.overlaps(&offer.slot.visit) && !it.visit.overlaps(&self.gap.during))
                && side.moving.is_none_or(|it| start < it.start());
            if used > 0 && is_wished && best.is_none_or(|(most, _)| used > most) {
                best = Some((used, start));
            }
        }
        let (used, start) = best?;
        let is_own = side.own_provider == Some(self.gap.resource);
        let since = entry.since.0 + entry.offers.len() as i64 * 24 * 3600;
        Some(((entry.id, start, used), (entry.urgency, Reverse(used), !is_own, since, entry.id)))
    }
}

type Rank = (Urgency, Reverse<i64>, bool, i64, WaitlistId);

proptest! {
    #![proptest_config(clinics(8))]

    #[test]
    fn a_gap_finds_whom_every_minute_and_everybody_asked_one_by_one_finds(
        plan in plans(), waits in vec(somebody(), 1..5), from in 0..200_i64, minutes in 1..24_u32,
    ) {
        let world = World::of(&plan);
        let Some(waiting) = waiting(&world, &waits, from, minutes) else { return Ok(()) };
        let found = waiting.found(&world);
        let told: Vec<_> = found.iter().map(|it| (it.entry, it.slot.visit.start(), it.used_minutes)).collect();
        prop_assert_eq!(told, waiting.truth(&world));
    }
}

/// One provider from nine to noon who is booked but for `free`; visits take twenty minutes.
fn gaps(free: &[(&str, &str)]) -> (Clinic, ResourceId, Vec<AppointmentId>) {
    let mut clinic = Clinic::new_york();
    clinic.setup.organization.settings.grid_minutes = 5;
    let provider = clinic.provider("09:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 20);
    let mut at = "09:00";
    let mut visits = Vec::new();
    let day = |it: &str| format!("2035-02-05T{it}");
    for (from, to) in free.iter().copied().chain([("12:00", "12:00")]) {
        if at < from {
            visits.push(clinic.take(provider, &day(at), &day(from), 0));
        }
        at = to;
    }
    (clinic, provider, visits)
}

fn found(clinic: &Clinic, gap: Gap, entries: &[WaitlistEntry], moving: Option<Period>) -> Vec<Match> {
    let side = |it: &WaitlistEntry| {
        Ok::<_, Infallible>(Some(PatientSide {
            moving: moving.filter(|_| it.moving.is_some()),
            ..PatientSide::default()
        }))
    };
    let now = clinic.at("2035-02-05T08:00");
    let Ok(found) = matches(&clinic.setup, &clinic.book, gap, entries, now, side);
    found
}

/// "Not only identical slots": a long visit fits into freed minutes and the free ones beside them.
#[test]
fn freed_minutes_and_the_free_ones_beside_them_are_one_gap() {
    let (mut clinic, provider, _) = gaps(&[("10:00", "10:45")]);
    let long = clinic.a_type(45);
    let freed = Gap { resource: provider, during: clinic.period("2035-02-05T10:25", "2035-02-05T10:45") };
    let entries = [entry(&clinic, 1, clinic.visit), entry(&clinic, 2, long)];
    let told: Vec<_> = found(&clinic, freed, &entries, None)
        .iter()
        .map(|it| (it.entry, it.slot.visit.start(), it.used_minutes))
        .collect();
    let at = |wall| clinic.at(wall);
    assert_eq!(
        told,
        [(entries[0].id, at("2035-02-05T10:25"), 20), (entries[1].id, at("2035-02-05T10:00"), 20)]
    );
}

/// The time that it keeps free before it takes the last of the gap, which is over by then.
#[test]
fn a_visit_that_only_its_buffer_brings_into_the_gap_is_found() {
    let (mut clinic, provider, _) = gaps(&[("09:00", "12:00")]);
    clinic.change_type(clinic.visit, |it| it.buffer_before_minutes = 10);
    let gap = Gap { resource: provider, during: clinic.period("2035-02-05T09:45", "2035-02-05T10:00") };
    let (entries, now) = ([entry(&clinic, 1, clinic.visit)], clinic.at("2035-02-05T10:02"));
    let side = |_: &WaitlistEntry| Ok::<_, Infallible>(Some(PatientSide::default()));
    let Ok(told) = matches(&clinic.setup, &clinic.book, gap, &entries, now, side);
    let told: Vec<_> = told.iter().map(|it| (it.slot.visit.start(), it.used_minutes)).collect();
    assert_eq!(told, [(clinic.at("2035-02-05T10:05"), 5)]);
}

/// Two short gaps with one visit between them: whoever would come earlier moves up, and a long visit fits.
#[test]
fn who_moves_up_joins_two_gaps_into_one_for_a_long_visit() {
    let (mut clinic, provider, visits) = gaps(&[("09:40", "10:00"), ("10:20", "10:40")]);
    let long = clinic.a_type(40);
    let between = clinic.period("2035-02-05T10:00", "2035-02-05T10:20");
    let gap = Gap { resource: provider, during: clinic.period("2035-02-05T09:40", "2035-02-05T10:00") };
    let willing = WaitlistEntry { moving: Some(visits[1]), ..entry(&clinic, 1, clinic.visit) };
    let entries = [willing, entry(&clinic, 2, long)];
    let told = found(&clinic, gap, &entries, Some(between));
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].entry, told[0].slot.visit), (entries[0].id, gap.during));
    let opens = told[0].opens.as_ref().unwrap();
    assert_eq!(
        (opens.entry, opens.visit),
        (entries[1].id, clinic.period("2035-02-05T10:00", "2035-02-05T10:40"))
    );
    // Without anybody who moves, nothing long enough is free.
    assert!(found(&clinic, gap, &entries[1..], None).is_empty());
}

#[test]
fn who_thinks_about_another_time_is_not_asked() {
    let (clinic, provider, _) = gaps(&[("10:00", "10:20")]);
    let gap = Gap { resource: provider, during: clinic.period("2035-02-05T10:00", "2035-02-05T10:20") };
    let mut thinks = entry(&clinic, 1, clinic.visit);
    let elsewhere = clinic.period("2035-02-06T10:00", "2035-02-06T10:20");
    thinks.offers =
        vec![WaitlistOffer { answer: None, until: clinic.at("2035-02-05T08:30"), ..passed(elsewhere) }];
    assert!(found(&clinic, gap, &[thinks.clone()], None).is_empty());
    // They let it run out: they are asked again, after who waits as long.
    thinks.offers[0].until = clinic.at("2035-02-05T07:30");
    let patient = entry(&clinic, 2, clinic.visit);
    let order: Vec<_> =
        found(&clinic, gap, &[thinks.clone(), patient.clone()], None).iter().map(|it| it.entry).collect();
    assert_eq!(order, [patient.id, thinks.id]);
}

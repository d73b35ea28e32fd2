//! What an act sets free, against the free time before it and after it, minute by minute.

use crate::{
    laws::clinics,
    world::{World, plans},
};
use clinic_domain::{
    availability::{Book, Gap, Standing, free_time, freed},
    hold::Hold,
    id::{HoldId, PersonId, ResourceId, Version},
    operation::{Change, SlotContent},
    personal::Personal,
    resource::ResourceKind,
    schedule::{ScheduleChange, ScheduleException},
    setup::Setup,
    time::{Instant, Period},
};
use proptest::{prelude::*, sample::Index};

fn hold(slot: &SlotContent, nth: u8, now: Instant) -> Hold {
    Hold {
        id: HoldId::from_bytes([nth; 16]),
        version: Version::FIRST,
        slot: slot.clone(),
        patient: None,
        entry: None,
        note: Personal::default(),
        until: now.plus_minutes(30),
        by: PersonId::from_bytes([1; 16]),
        is_active: true,
    }
}

fn with(book: &Book, hold: &Hold) -> Book {
    let mut book = book.clone();
    hold.busy().for_each(|(resource, busy)| book.insert(resource, busy));
    book
}

fn free(setup: &Setup, book: &Book, resource: ResourceId, within: Period, minute: Instant) -> bool {
    let at = Period::of_minutes(minute, 1).unwrap();
    free_time(setup, book, resource, within).iter().any(|it| it.contains(&at))
}

proptest! {
    #![proptest_config(clinics(8))]

    /// One act that releases a hold, keeps another time, and opens or closes hours.
    #[test]
    fn what_is_free_after_an_act_and_was_not_before_is_what_it_freed(
        plan in plans(), which in any::<[Index; 3]>(), kind in 0..3_usize,
    ) {
        let world = World::of(&plan);
        let setup = world.clinic.setup.clone();
        let book = &world.clinic.book;
        let offers = world.offers();
        let (mut stood, mut stands) = (Vec::new(), Vec::new());
        let (mut before, mut after) = (book.clone(), book.clone());
        if !offers.is_empty() {
            let old = hold(&offers[which[0].index(offers.len())].slot, 1, world.now);
            let new = Hold { slot: offers[which[1].index(offers.len())].slot.clone(), ..old.clone() };
            (before, after) = (with(book, &old), if kind == 0 { with(book, &new) } else { book.clone() });
            stood.push(Change::Hold(old.clone()));
            stands.push(Change::Hold(if kind == 0 { new } else { old.released() }));
        }
        let mut changed = setup.clone();
        if kind == 2 && !setup.exceptions.is_empty() {
            let it = &setup.exceptions[which[2].index(setup.exceptions.len())];
            let it = ScheduleException { is_active: !it.is_active, ..it.clone() };
            changed = setup.with(&ScheduleChange::Exception(it.clone()));
            stands.push(Change::Exception(it));
        }
        let gaps = freed(
            &Standing { setup: &setup, rows: stood.iter().collect() },
            &Standing { setup: &changed, rows: stands.iter().collect() },
            world.now,
        );
        prop_assert!(gaps.iter().all(|it| it.during.start() >= world.now));
        let is_freed = |resource, at: Instant| {
            let minute = Period::of_minutes(at, 1).unwrap();
            gaps.iter().any(|it| it.resource == resource && it.during.contains(&minute))
        };
        let here = setup.resources.iter().filter(|it| it.is_active && it.location == world.clinic.location);
        for provider in here.filter(|it| it.kind == ResourceKind::Provider) {
            let start = world.within.start().max(world.now);
            for minute in 0..world.within.minutes() {
                let at = start.plus_minutes(minute);
                let was = free(&setup, &before, provider.id, world.within, at);
                let is = free(&changed, &after, provider.id, world.within, at);
                prop_assert!(!is || was || is_freed(provider.id, at), "{at:?} came free");
                prop_assert!(!(is && was && is_freed(provider.id, at)), "{at:?} was free before");
            }
        }
    }
}

/// A visit for the room alone leaves the room; one for a provider in a room leaves the provider.
#[test]
fn patients_wait_for_providers_and_for_a_room_where_nobody_else_is_needed() {
    let mut clinic = crate::clinic::Clinic::new_york();
    let (provider, room) = (clinic.provider("09:00", "12:00"), clinic.room());
    let now = clinic.at("2035-02-05T08:00");
    let day = ("2035-02-05T09:00", "2035-02-06T00:00");
    let released = |clinic: &crate::clinic::Clinic| {
        let old = hold(&clinic.offers(&clinic.request(day.0, day.1))[0].slot, 1, now);
        let setup = &clinic.setup;
        let (stood, stands) = (Change::Hold(old.clone()), Change::Hold(old.released()));
        freed(&Standing { setup, rows: vec![&stood] }, &Standing { setup, rows: vec![&stands] }, now)
    };
    use crate::clinic::need;
    let both = vec![need(ResourceKind::Provider, &[], 0, 0), need(ResourceKind::Room, &[], 0, 0)];
    clinic.change_type(clinic.visit, |it| it.needs = both);
    let of = |gaps: Vec<Gap>| gaps.iter().map(|it| it.resource).collect::<Vec<_>>();
    assert_eq!(of(released(&clinic)), [provider]);
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(ResourceKind::Room, &[], 0, 0)]);
    assert_eq!(of(released(&clinic)), [room]);
}

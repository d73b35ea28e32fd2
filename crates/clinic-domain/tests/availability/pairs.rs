//! Two visits of which one comes first: by example, and by the naive truth about each of them.

use crate::{
    clinic::{ASKED_LONG_BEFORE, Clinic},
    laws::clinics,
    oracle,
    world::{World, plans},
};
use clinic_domain::{
    appointment_type::Preceding,
    availability::{Offer, Pair, Request, check, pair_choices, pairs},
    id::AppointmentId,
    time::Period,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

proptest! {
    #![proptest_config(clinics(8))]

    #[test]
    fn there_is_a_pair_for_each_time_that_another_visit_can_come_before(
        plan in plans(), gap in (0..60u16, 0..120u16)
    ) {
        let world = World::of(&plan);
        if !world.is_admitted() {
            return Ok(());
        }
        let setup = &world.clinic.setup;
        let first_type = setup.types.iter().find(|it| it.id != world.clinic.visit).unwrap();
        let preceding = Preceding {
            appointment_type: first_type.id,
            min_gap_minutes: gap.0,
            max_gap_minutes: gap.0 + gap.1,
        };
        let request = Request { own_provider: None, ..world.request() };
        let found = pairs(setup, &world.clinic.book, &request, &preceding).unwrap();
        for pair in &found {
            prop_assert!(preceding.allows(pair.first.visit, pair.second.slot.visit));
            prop_assert_eq!(book_both(&world, pair), Ok(()));
        }
        let reach = i64::from(preceding.max_gap_minutes) + i64::from(first_type.duration_minutes);
        let start = world.within.start().plus_minutes(-reach).max(world.now);
        let Some(within) = Period::new(start, world.within.end()) else {
            return Ok(());
        };
        let first_request =
            Request { appointment_type: first_type.id, providers: &[], within, ..request };
        let firsts = world.found(&first_request);
        let truth = oracle::offers(setup, &world.clinic.book, &first_request);
        prop_assert_eq!(world.listed(&firsts).into_iter().collect::<BTreeSet<_>>(), truth);
        let can_come_before = |second: &Offer| firsts.iter().any(|first| {
            let pair = Pair { first: first.slot.clone(), second: second.clone() };
            preceding.allows(first.slot.visit, second.slot.visit) && book_both(&world, &pair).is_ok()
        });
        let seconds = world.found(&request);
        let expected: Vec<_> =
            seconds.iter().filter(|it| can_come_before(it)).map(|it| &it.slot).collect();
        prop_assert_eq!(found.iter().map(|it| &it.second.slot).collect::<Vec<_>>(), expected);
    }
}

/// One after the other, as they are written.
fn book_both(world: &World, pair: &Pair) -> Result<(), Vec<clinic_domain::refusal::Refusal>> {
    world.check(&pair.first)?;
    let mut then = world.clone();
    then.clinic.accept(&pair.first);
    then.patient_busy.push((AppointmentId(Uuid::from_u128(7)), pair.first.visit));
    then.check(&pair.second.slot)
}

/// The laboratory until ten, the doctor from nine: blood first, and within an hour.
fn laboratory() -> (Clinic, Preceding) {
    let mut clinic = Clinic::new_york();
    let lab = clinic.provider("08:00", "10:00");
    let doctor = clinic.provider("09:00", "12:00");
    let blood = clinic.a_type(15);
    clinic.change_type(blood, |it| it.needs[0].any_of = vec![lab]);
    clinic.change_type(clinic.visit, |it| it.needs[0].any_of = vec![doctor]);
    (clinic, Preceding { appointment_type: blood, min_gap_minutes: 15, max_gap_minutes: 60 })
}

#[test]
fn the_patient_waits_least_and_as_long_as_is_asked_for() {
    let (clinic, preceding) = laboratory();
    let request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    let found = pairs(&clinic.setup, &clinic.book, &request, &preceding).unwrap();
    let walls = |it: &Pair| {
        [it.first.visit, it.second.slot.visit].map(|it| it.start().wall_text(clinic.zone)[11..].to_owned())
    };
    let told: Vec<_> = found.iter().map(walls).collect();
    assert_eq!(told[0], ["08:30", "09:00"]);
    // Whoever gave blood at a quarter to ten can wait until eleven.
    assert_eq!(told.last().unwrap(), &["09:45", "11:00"]);
    assert_eq!(told.len(), 9);
}

#[test]
fn a_pair_can_begin_before_the_asked_time_but_not_in_the_past() {
    let (clinic, preceding) = laboratory();
    let mut request = clinic.request("2035-02-05T09:00", "2035-02-05T09:30");
    assert_eq!(pairs(&clinic.setup, &clinic.book, &request, &preceding).unwrap().len(), 1);
    request.asking.now = clinic.at("2035-02-05T08:31");
    assert_eq!(pairs(&clinic.setup, &clinic.book, &request, &preceding).unwrap(), []);
}

#[test]
fn the_pairs_that_are_read_out_differ_by_hours_and_days() {
    let (clinic, preceding) = laboratory();
    let request =
        Request { asking: ASKED_LONG_BEFORE, ..clinic.request("2035-02-05T00:00", "2035-02-08T00:00") };
    let found = pair_choices(&clinic.setup, &clinic.book, &request, &preceding).unwrap();
    let starts: Vec<_> = found.iter().map(|it| it.second.slot.visit.start().wall_text(clinic.zone)).collect();
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-06T09:00", "2035-02-07T09:00"]);
    for pair in &found {
        assert_eq!(check(&clinic.setup, &clinic.book, &pair.first, &ASKED_LONG_BEFORE), Ok(()));
    }
}

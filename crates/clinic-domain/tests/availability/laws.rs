//! The engine's laws, on random clinics: `CLINICS` of them where the engine is held against the naive truth, an eighth
//! as many for every other law.

use crate::{
    clinic::Clinic,
    oracle,
    world::{WITHOUT_PROVIDER, World, plans},
};
use clinic_domain::{
    availability::{self, Answer, Offer, Request},
    id::ResourceId,
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    time::Instant,
};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(clinics(1))]

    #[test]
    fn the_engine_offers_what_the_naive_truth_has_free(plan in plans()) {
        let world = World::of(&plan);
        let found = world.listed(&world.offers());
        let truth = oracle::offers(&world.clinic.setup, &world.clinic.book, &world.request());
        let listed: BTreeSet<_> = found.iter().copied().collect();
        if plan.shape == WITHOUT_PROVIDER {
            // Which room it is does not make another offer.
            let starts = |of: BTreeSet<(Instant, ResourceId)>| of.into_iter().map(|it| it.0).collect::<Vec<_>>();
            prop_assert!(found.is_sorted_by(|one, next| one.0 < next.0));
            prop_assert_eq!(starts(listed), starts(truth));
        } else {
            let position = |id| world.clinic.setup.resource(id).unwrap().position;
            let joins: Vec<bool> = world.offers().iter().map(|it| it.joins.is_some()).collect();
            let in_order: Vec<_> = found.iter().zip(joins).collect();
            prop_assert!(in_order.is_sorted_by_key(|&(&(at, by), joins)| (at, !joins, Some(by) != world.own, position(by))));
            prop_assert_eq!(listed, truth);
        }
    }
}

proptest! {
    #![proptest_config(clinics(8))]

    #[test]
    fn every_offer_lies_in_the_window_overlaps_nothing_and_can_be_booked_at_once(plan in plans()) {
        let world = World::of(&plan);
        for Offer { slot, .. } in world.offers() {
            prop_assert!(world.within.contains(&slot.visit));
            for it in &slot.allocations {
                prop_assert!(world.has_places() || world.others(it).next().is_none());
                prop_assert_eq!(it.lane, 0);
            }
            prop_assert_eq!(world.check(&slot), Ok(()));
        }
    }

    #[test]
    fn what_is_read_out_is_on_offer_and_starts_at_different_times(plan in plans()) {
        let world = World::of(&plan);
        if !world.is_admitted() {
            return Ok(());
        }
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let read_out = availability::choices(setup, book, &world.request()).unwrap();
        let on_offer: BTreeSet<_> = world.listed(&world.offers()).into_iter().collect();
        let found = world.listed(&read_out);
        prop_assert_eq!(found.is_empty(), on_offer.is_empty());
        prop_assert!(found.iter().all(|it| on_offer.contains(it)));
        prop_assert_eq!(found.iter().map(|it| it.0).collect::<BTreeSet<_>>().len(), found.len());
    }

    #[test]
    fn a_booked_offer_is_never_offered_again(plan in plans(), picks in vec(any::<prop::sample::Index>(), 1..8)) {
        let mut world = World::of(&plan);
        let mut booked: Vec<Offer> = vec![];
        for pick in picks {
            if world.has_places() {
                return Ok(());
            }
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
            let is_taken = |it: &Refusal| {
                matches!(it, Refusal::Taken { .. } | Refusal::Reserved { .. } | Refusal::Changeover { .. })
            };
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
        prop_assert_eq!(&world.found(&request)[..], &all[..limit.min(all.len())]);
    }

    #[test]
    fn a_click_agrees_with_the_search(plan in plans()) {
        let world = World::of(&plan);
        let of_anybody = world.found(&Request { providers: &[], ..world.request() });
        let offered: BTreeSet<_> = world.listed(&of_anybody).into_iter().collect();
        let mut at = world.within.start();
        while at.plus_minutes(i64::from(plan.minutes)) <= world.within.end() {
            for resource in world.clinic.setup.resources.iter().filter(|it| it.location != world.elsewhere) {
                // A click on a room leaves the provider open.
                let is_offered = match resource.kind {
                    ResourceKind::Provider => offered.contains(&(at, resource.id)),
                    _ => offered.iter().any(|it| it.0 == at),
                };
                match world.answer(resource.id, at) {
                    Answer::Offer(offer) => {
                        prop_assert!(is_offered);
                        prop_assert!(offer.slot.allocations.iter().any(|it| it.resource == resource.id));
                        prop_assert_eq!(world.check(&offer.slot), Ok(()));
                    }
                    Answer::Overbook { slot, because } => {
                        prop_assert!(!because.is_empty());
                        prop_assert!(!is_offered || resource.kind != ResourceKind::Provider);
                        prop_assert_eq!(world.check(&slot), Ok(()));
                        lanes_are_lowest(&world, &slot)?;
                    }
                    Answer::Refused(refusals) => {
                        prop_assert!(!is_offered || resource.kind != ResourceKind::Provider);
                        prop_assert!(!refusals.is_empty());
                    }
                }
            }
            at = at.plus_minutes(5);
        }
    }

    #[test]
    fn overbooks_end_at_the_sessions_limit(plan in plans(), pick in any::<prop::sample::Index>()) {
        let mut world = World::of(&plan);
        let offers = world.offers();
        if offers.is_empty() || plan.shape == WITHOUT_PROVIDER || world.has_places() {
            return Ok(());
        }
        let slot = pick.get(&offers).slot.clone();
        let own = world.own(&slot);
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

/// A law's configuration.
pub fn clinics(share: u32) -> ProptestConfig {
    let clinics: u32 = std::env::var("CLINICS").map_or(2000, |it| it.parse().unwrap());
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(clinics.div_ceil(share)) }
}

/// At least one lane is above 0, and every lane below one that is taken is taken by somebody else.
fn lanes_are_lowest(world: &World, slot: &SlotContent) -> Result<(), TestCaseError> {
    prop_assert!(slot.allocations.iter().any(|it| it.lane > 0));
    for it in &slot.allocations {
        let taken: BTreeSet<u8> = world.others(it).map(|busy| busy.lane).collect();
        let is_own = it.resource == world.own(slot);
        let request = world.request();
        let is_kept = is_own && {
            let Clinic { setup, book, .. } = &world.clinic;
            oracle::is_kept(setup, book, &request, it.resource, slot.visit.start())
        };
        let Clinic { setup, book, .. } = &world.clinic;
        let part = (slot.visit.start(), it.during);
        let is_readied = oracle::is_readied(setup, book, &request, it.resource, part);
        if !world.has_places() {
            prop_assert_eq!(it.lane == 0, taken.is_empty() && !is_kept && !is_readied);
        }
        prop_assert!(
            it.lane == 0 || (1..it.lane).all(|lane| taken.contains(&lane)) && !taken.contains(&it.lane)
        );
    }
    Ok(())
}

//! Several at a time: bays with places, and visits that come in groups.

use crate::{
    clinic::{ASKED_LONG_BEFORE, Clinic, date, need},
    laws::clinics,
    world::{World, plans},
};
use clinic_domain::{
    appointment::Allocation,
    availability::{
        Answer, BookedVisit, Busy, Cause, Disruption, Gap, Joined, Obstacle, OfferReason, PatientSide,
        Promise, RepairRequest, StepOutcome, check, choices, free_time, matches, obstacles, repair,
    },
    hold::Hold,
    id::{AppointmentId, AppointmentTypeId, HoldId, PatientId, PersonId, ResourceId, Version, WaitlistId},
    operation::SlotContent,
    personal::Personal,
    refusal::{NoPlace, Refusal},
    resource::ResourceKind::Room,
    schedule::{ExceptionKind, ExceptionScope, SessionReserve},
    time::{DayMinute, Instant},
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
};
use proptest::{collection::vec, prelude::*};

const DAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");

/// A class of an hour for so many, with one provider from nine to noon who has two rooms to choose from.
struct Class {
    clinic: Clinic,
    leader: ResourceId,
    rooms: [ResourceId; 2],
}

impl Class {
    fn for_(places: u8) -> Class {
        let mut clinic = Clinic::new_york();
        let leader = clinic.provider("09:00", "12:00");
        let rooms = [clinic.room(), clinic.room()];
        clinic.change_type(clinic.visit, |it| {
            it.duration_minutes = 60;
            it.needs.push(need(Room, &[], 0, 0));
            it.places = places;
        });
        Class { clinic, leader, rooms }
    }

    fn at(&self, resource: ResourceId, wall: &str) -> Answer {
        self.clinic.answer(&self.clinic.spot(resource, self.clinic.at(wall)))
    }

    fn slot(&self, wall: &str) -> SlotContent {
        match self.at(self.leader, wall) {
            Answer::Offer(it) => it.slot,
            other => panic!("{other:?}"),
        }
    }

    fn join(&mut self, wall: &str) -> AppointmentId {
        let slot = self.slot(wall);
        self.clinic.accept(&slot)
    }

    fn refused(&self, resource: ResourceId, wall: &str) -> Vec<Refusal> {
        match self.at(resource, wall) {
            Answer::Refused(it) | Answer::Overbook { because: it, .. } => it,
            Answer::Offer(it) => panic!("{it:?}"),
        }
    }

    fn waits(&mut self, appointment_type: AppointmentTypeId) -> WaitlistEntry {
        WaitlistEntry {
            id: WaitlistId(self.clinic.id()),
            version: Version::FIRST,
            location: self.clinic.location,
            patient: PatientId(self.clinic.id()),
            appointment_type,
            providers: vec![],
            wish: Wish {
                earliest: date("2035-02-01"),
                latest: None,
                weekdays: vec![],
                from: DayMinute::MIDNIGHT,
                to: DayMinute::END,
                notice_minutes: 0,
            },
            urgency: Urgency::Routine,
            note: Personal::default(),
            moving: None,
            since: self.clinic.at("2035-01-01T00:00"),
            by: PersonId(self.clinic.id()),
            status: WaitlistStatus::Waiting,
            offers: vec![],
            calls: vec![],
        }
    }

    fn full(&self, resource: ResourceId, places: u8) -> Refusal {
        let during = self.clinic.period("2035-02-05T10:00", "2035-02-05T11:00");
        Refusal::Places(NoPlace::Full { resource, during, booked: places, places })
    }
}

#[test]
fn a_bay_takes_as_many_as_it_has_places_at_any_moment() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "12:00");
    clinic.provider("09:00", "12:00");
    clinic.provider("09:00", "12:00");
    let bay = clinic.room();
    clinic.setup.resources.iter_mut().filter(|it| it.id == bay).for_each(|it| it.places = 2);
    clinic.change_type(clinic.visit, |it| {
        it.duration_minutes = 60;
        it.needs.push(need(Room, &[], 0, 0));
    });
    // Two overlap it, but one has left before the other comes.
    clinic.take(bay, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    clinic.take(bay, "2035-02-05T09:30", "2035-02-05T10:00", 0);
    let Answer::Offer(offer) = clinic.answer(&clinic.spot(bay, clinic.at("2035-02-05T09:00"))) else {
        panic!()
    };
    assert_eq!(check(&clinic.setup, &clinic.book, &offer.slot, &ASKED_LONG_BEFORE), Ok(()));
    assert_eq!(
        free_time(&clinic.setup, &clinic.book, bay, clinic.period("2035-02-05T08:00", "2035-02-05T10:00"))
            .len(),
        1
    );
    clinic.accept(&offer.slot);
    let (_, because) = clinic.overbook(bay, "2035-02-05T09:15");
    let during = clinic.period("2035-02-05T09:15", "2035-02-05T10:00");
    let full = Refusal::Places(NoPlace::Full { resource: bay, during, booked: 2, places: 2 });
    assert_eq!(because, [full]);
    let again = check(&clinic.setup, &clinic.book, &offer.slot, &ASKED_LONG_BEFORE).unwrap_err();
    assert_eq!(again.iter().map(Refusal::code).collect::<Vec<_>>(), ["taken", "full"]);
    let starts = clinic.starts(DAY.0, "2035-02-05T11:00");
    assert_eq!(starts.first().unwrap(), "2035-02-05T10:00");
}

#[test]
fn a_class_that_fills_is_offered_before_an_earlier_hour_of_its_own() {
    let mut class = Class::for_(8);
    (0..3).for_each(|_| {
        class.join("2035-02-05T10:30");
    });
    let clinic = &class.clinic;
    let request = clinic.request(DAY.0, DAY.1);
    let read_out = choices(&clinic.setup, &clinic.book, &request).unwrap();
    assert_eq!(clinic.walls(&read_out), ["2035-02-05T10:30", "2035-02-05T09:00"]);
    assert_eq!(read_out[0].joins, Some(Joined { booked: 3, places: 8 }));
    assert_eq!(read_out[0].reasons, [OfferReason::JoinsGroup]);
    assert_eq!(read_out[1].joins, None);
    // A list of times stays in the order of the clock.
    let listed = clinic.offers(&request);
    assert_eq!(
        clinic.walls(&listed),
        ["2035-02-05T09:00", "2035-02-05T09:15", "2035-02-05T09:30", "2035-02-05T10:30"]
    );
}

#[test]
fn a_class_has_one_start_and_says_so() {
    let mut class = Class::for_(8);
    class.join("2035-02-05T10:00");
    let during = class.clinic.period("2035-02-05T10:00", "2035-02-05T11:00");
    let (resource, appointment_type) = (class.leader, class.clinic.visit);
    let other = Refusal::Places(NoPlace::OtherStart { resource, during, appointment_type });
    assert_eq!(class.refused(class.leader, "2035-02-05T10:15"), std::slice::from_ref(&other));
    assert_eq!(class.refused(class.leader, "2035-02-05T09:30"), [other]);
}

#[test]
fn a_full_class_takes_one_more_only_on_top() {
    let mut class = Class::for_(2);
    class.join("2035-02-05T10:00");
    let last = class.slot("2035-02-05T10:00");
    class.clinic.accept(&last);
    assert_eq!(class.refused(class.leader, "2035-02-05T10:00")[0], class.full(class.leader, 2));
    let refused = check(&class.clinic.setup, &class.clinic.book, &last, &ASKED_LONG_BEFORE).unwrap_err();
    assert_eq!(refused, [class.full(class.leader, 2), class.full(class.rooms[0], 2)]);
    // On top, it is with the others.
    let (slot, _) = class.clinic.overbook(class.leader, "2035-02-05T10:00");
    let lanes: Vec<_> = slot.allocations.iter().map(|it| (it.resource, it.lane)).collect();
    assert_eq!(lanes, [(class.leader, 1), (class.rooms[0], 1)]);
    assert_eq!(check(&class.clinic.setup, &class.clinic.book, &slot, &ASKED_LONG_BEFORE), Ok(()));
    // One who leaves makes room for nobody while there is one too many.
    class.clinic.accept(&slot);
    let first = class.clinic.book.of(class.leader)[0].appointment().unwrap();
    class.clinic.book.remove(first);
    assert_eq!(class.refused(class.leader, "2035-02-05T10:00")[0], class.full(class.leader, 2));
}

#[test]
fn who_joins_goes_where_the_class_is() {
    let mut class = Class::for_(8);
    // The first room is taken when the class begins to fill, and free again later.
    let there = class.clinic.take(class.rooms[0], "2035-02-05T10:30", "2035-02-05T10:45", 0);
    class.join("2035-02-05T10:00");
    class.clinic.book.remove(there);
    let slot = class.slot("2035-02-05T10:00");
    assert_eq!(slot.allocations[1].resource, class.rooms[1]);
    let apart = |resource| {
        let during = class.clinic.period("2035-02-05T10:00", "2035-02-05T11:00");
        Refusal::Places(NoPlace::Apart { resource, during })
    };
    assert_eq!(class.refused(class.rooms[0], "2035-02-05T10:00"), [apart(class.rooms[0])]);
    let mut astray = slot.clone();
    astray.allocations[1].resource = class.rooms[0];
    let refused = check(&class.clinic.setup, &class.clinic.book, &astray, &ASKED_LONG_BEFORE);
    assert_eq!(refused, Err(vec![apart(class.rooms[0])]));
    // Another leader begins another class, in another room.
    let other = class.clinic.provider("09:00", "12:00");
    let Answer::Offer(offer) = class.at(other, "2035-02-05T10:00") else { panic!() };
    assert_eq!((offer.slot.allocations[1].resource, offer.joins), (class.rooms[0], None));
}

#[test]
fn a_click_on_the_room_of_a_class_joins_it() {
    let mut class = Class::for_(3);
    class.clinic.provider("09:00", "12:00");
    class.join("2035-02-05T10:00");
    let Answer::Offer(offer) = class.at(class.rooms[0], "2035-02-05T10:00") else { panic!() };
    assert_eq!(offer.slot.allocations[0].resource, class.leader);
    assert_eq!(offer.joins, Some(Joined { booked: 1, places: 3 }));
}

#[test]
fn others_need_the_leader_alone_and_an_overbook_stops_nobody_from_joining() {
    let mut class = Class::for_(8);
    let by = class.join("2035-02-05T10:00");
    let of_class = class.clinic.visit;
    class.clinic.visit = class.clinic.a_type(30);
    let during = class.clinic.period("2035-02-05T10:00", "2035-02-05T11:00");
    let (slot, because) = class.clinic.overbook(class.leader, "2035-02-05T10:00");
    assert_eq!(because, [Refusal::Taken { resource: class.leader, during, by }]);
    class.clinic.accept(&slot);
    class.clinic.visit = of_class;
    let Answer::Offer(offer) = class.at(class.leader, "2035-02-05T10:00") else { panic!() };
    assert_eq!(offer.joins, Some(Joined { booked: 1, places: 8 }));
    // On its own it is in the way, as it is of everybody.
    class.clinic.book.remove(by);
    assert_eq!(class.refused(class.leader, "2035-02-05T10:00")[0].code(), "taken");
}

#[test]
fn a_hold_takes_one_place() {
    let mut class = Class::for_(2);
    class.join("2035-02-05T10:00");
    let hold = Hold {
        id: HoldId(class.clinic.id()),
        version: Version::FIRST,
        slot: class.slot("2035-02-05T10:00"),
        patient: None,
        entry: None,
        note: Personal::default(),
        until: class.clinic.at("2035-02-05T09:00"),
        by: PersonId(class.clinic.id()),
        is_active: true,
    };
    hold.busy().for_each(|(resource, busy)| class.clinic.book.insert(resource, busy));
    assert_eq!(class.refused(class.leader, "2035-02-05T10:00")[0], class.full(class.leader, 2));
    let kept = check(&class.clinic.setup, &class.clinic.book, &hold.kept_slot(), &ASKED_LONG_BEFORE);
    assert_eq!(kept, Ok(()));
}

#[test]
fn one_of_a_class_moves_within_its_day_and_back_into_its_own_place() {
    let mut class = Class::for_(2);
    let one = class.join("2035-02-05T10:00");
    class.join("2035-02-05T10:00");
    let mut request = class.clinic.request(DAY.0, DAY.1);
    request.asking.ignoring = Some(one);
    let starts = class.clinic.walls(&class.clinic.offers(&request));
    assert_eq!(starts, ["2035-02-05T09:00", "2035-02-05T10:00", "2035-02-05T11:00"]);
}

#[test]
fn a_class_takes_its_minutes_of_a_share_once() {
    let mut class = Class::for_(8);
    let reserve = Some(SessionReserve { percent: 60, until_days: 1 });
    class.clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.reserve = reserve);
    class.join("2035-02-05T10:00");
    class.join("2035-02-05T10:00");
    class.join("2035-02-05T10:00");
    assert!(
        class
            .refused(class.leader, "2035-02-05T09:00")
            .iter()
            .all(|it| matches!(it, Refusal::Reserved { .. }))
    );
}

#[test]
fn that_every_class_is_full_is_said_of_its_leader() {
    let mut class = Class::for_(2);
    for wall in ["2035-02-05T09:00", "2035-02-05T10:00", "2035-02-05T11:00"] {
        class.join(wall);
        class.join(wall);
    }
    let clinic = &class.clinic;
    let request = clinic.request(DAY.0, DAY.1);
    assert!(clinic.offers(&request).is_empty());
    let cause = Cause::Booked { longest_free_minutes: 0, needed_minutes: 60 };
    let found = obstacles(&clinic.setup, &clinic.book, &request).unwrap();
    assert_eq!(found, [Obstacle { cause, resources: vec![class.leader] }]);
}

fn promise(class: &mut Class, wall: &str) -> Promise {
    let slot = class.slot(wall);
    Promise {
        visit: BookedVisit {
            id: class.clinic.accept(&slot),
            location: slot.location,
            appointment_type: slot.appointment_type,
            visit: slot.visit,
            allocations: slot.allocations,
        },
        patient: PatientId(class.clinic.id()),
        is_here: false,
        keeps_day: false,
        triage: None,
        booked_at: class.clinic.at("2035-01-01T00:00"),
        is_in_series: false,
        needs_interpreter: false,
        needs_transport: false,
        own_provider: None,
        is_new_patient: None,
        patient_busy: vec![],
        fixed: None,
    }
}

#[test]
fn a_class_whose_leader_is_out_goes_to_one_other_place_together() {
    let mut class = Class::for_(8);
    let other = class.clinic.provider("09:00", "12:00");
    let promises: Vec<Promise> = (0..5).map(|_| promise(&mut class, "2035-02-05T10:00")).collect();
    let (scope, days) = (ExceptionScope::Resource(class.leader), ("2035-02-05", "2035-02-05"));
    let out = class.clinic.except(scope, ExceptionKind::TimeOff, days, ("00:00", "24:00")).clone();
    class.clinic.setup.exceptions.pop();
    let disruption = Disruption::Closed(out);
    let clinic = &class.clinic;
    let (now, until) = (clinic.at("2035-02-05T07:00"), clinic.at("2035-02-12T00:00"));
    let request = RepairRequest { disruption: &disruption, promises: &promises, picks: &[], now, until };
    let steps = repair(&clinic.setup, &clinic.book, &request);
    let moved: Vec<(ResourceId, ResourceId, Instant)> = steps
        .iter()
        .map(|it| match &it.outcome {
            StepOutcome::Move(it) => {
                (it.slot.allocations[0].resource, it.slot.allocations[1].resource, it.slot.visit.start())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(moved, [(other, moved[0].1, clinic.at("2035-02-05T10:00")); 5]);
}

#[test]
fn a_class_whose_leader_is_late_waits_as_one() {
    let mut class = Class::for_(8);
    let mut promises: Vec<Promise> = (0..3).map(|_| promise(&mut class, "2035-02-05T09:00")).collect();
    promises.push(promise(&mut class, "2035-02-05T10:00"));
    let from = class.clinic.at("2035-02-05T09:00");
    let disruption = Disruption::Late { resource: class.leader, from, minutes: 20 };
    let clinic = &class.clinic;
    let (now, until) = (clinic.at("2035-02-05T08:30"), clinic.at("2035-02-12T00:00"));
    let request = RepairRequest { disruption: &disruption, promises: &promises, picks: &[], now, until };
    let steps = repair(&clinic.setup, &clinic.book, &request);
    assert!(steps.iter().all(|it| it.outcome == StepOutcome::Wait { minutes: 20 }), "{steps:?}");
}

#[test]
fn a_place_that_comes_free_in_a_class_goes_to_who_waits_for_it() {
    let mut class = Class::for_(2);
    class.join("2035-02-05T10:00");
    let leaves = class.join("2035-02-05T10:00");
    let during = class.clinic.period("2035-02-05T10:00", "2035-02-05T11:00");
    let gap = Gap { resource: class.leader, during };
    let of_class = class.waits(class.clinic.visit);
    let short = class.clinic.a_type(30);
    let entries = [class.waits(short), of_class];
    let now = class.clinic.at("2035-02-05T08:00");
    let found = |clinic: &Clinic| {
        let side = |_: &WaitlistEntry| Ok::<_, std::convert::Infallible>(Some(PatientSide::default()));
        matches(&clinic.setup, &clinic.book, gap, &entries, now, side).unwrap()
    };
    assert!(found(&class.clinic).is_empty());
    class.clinic.book.remove(leaves);
    let found = found(&class.clinic);
    assert_eq!(found.iter().map(|it| it.entry).collect::<Vec<_>>(), [entries[1].id]);
    assert_eq!(found[0].slot.visit, during);
}

/// Whether everybody who was booked by the engine has a place, minute by minute: as many as the resource has, or as the
/// type has where all are of it and began together.
fn all_have_places(world: &World, booked: &[SlotContent]) -> bool {
    let setup = &world.clinic.setup;
    booked.iter().flat_map(|slot| slot.allocations.iter().map(move |it| (slot.appointment_type, it))).all(
        |(of_type, it)| {
            let places = usize::from(setup.resource(it.resource).unwrap().places);
            let group = usize::from(setup.appointment_type(of_type).unwrap().places);
            let minutes = (it.during.start().0..it.during.end().0).step_by(60).map(Instant);
            minutes.into_iter().all(|at| {
                let there: Vec<&Busy> = world
                    .others(it)
                    .filter(|it| it.lane == 0 && it.during.start() <= at && at < it.during.end())
                    .collect();
                let are_group = there
                    .iter()
                    .all(|busy| busy.appointment_type == of_type && busy.during.start() == it.during.start());
                there.len() <= places || are_group && there.len() <= group
            })
        },
    )
}

proptest! {
    #![proptest_config(clinics(4))]

    #[test]
    fn nobody_is_ever_without_a_place(plan in plans(), picks in vec(any::<prop::sample::Index>(), 1..12)) {
        let mut world = World::of(&plan);
        let mut booked: Vec<SlotContent> = vec![];
        for pick in picks {
            let offers = world.offers();
            if offers.is_empty() {
                break;
            }
            let offer = pick.get(&offers).clone();
            prop_assert_eq!(world.check(&offer.slot), Ok(()));
            // Who joins is with at least one of those who are there, everywhere.
            if offer.joins.is_some() {
                let at = |it: &Allocation| {
                    let there = world.others(it).filter(|busy| busy.during.start() == it.during.start());
                    there.map(|busy| busy.by).collect::<Vec<_>>()
                };
                let own = world.own(&offer.slot);
                let group: Vec<_> = offer.slot.allocations.iter().filter(|it| it.resource == own).flat_map(at).collect();
                let mut resources: Vec<ResourceId> = offer.slot.allocations.iter().map(|it| it.resource).collect();
                resources.dedup();
                for resource in resources {
                    let its = offer.slot.allocations.iter().filter(|it| it.resource == resource);
                    prop_assert!(its.flat_map(at).any(|it| group.contains(&it)));
                }
            }
            world.clinic.accept(&offer.slot);
            booked.push(offer.slot);
            prop_assert!(all_have_places(&world, &booked));
        }
    }

    /// What fits at a start is a matter of who is there, not of who came first.
    #[test]
    fn the_order_of_booking_does_not_matter(plan in plans(), pick in any::<prop::sample::Index>(), ways in vec(any::<prop::sample::Index>(), 8)) {
        let world = World::of(&plan);
        let offers = world.offers();
        if offers.is_empty() {
            return Ok(());
        }
        let start = pick.get(&offers).slot.visit.start();
        let fill = |way: &dyn Fn(usize) -> usize| {
            let (mut world, mut count) = (world.clone(), 0);
            loop {
                let all = world.offers();
                let here: Vec<_> = all.iter().filter(|it| it.slot.visit.start() == start).collect();
                if here.is_empty() {
                    return count;
                }
                world.clinic.accept(&here[way(count) % here.len()].slot);
                count += 1;
            }
        };
        let needs = &world.clinic.setup.appointment_type(world.clinic.visit).unwrap().needs;
        // Where somebody may stand in for somebody else, a choice can leave the wrong one over.
        if needs.len() == 1 {
            prop_assert_eq!(fill(&|_| 0), fill(&|nth| ways[nth % ways.len()].index(97)));
        }
    }
}

//! Somebody is out, and the visits get other places: the field's mistakes that a plan over many visits could make again.

use crate::clinic::{Clinic, need};
use clinic_domain::{
    availability::{BookedVisit, Disruption, Promise, RepairRequest, Step, StepOutcome, repair},
    id::{PatientId, ResourceId},
    resource::ResourceKind::{Provider, Room},
    schedule::{
        ExceptionKind::{Break, TimeOff},
        ExceptionScope,
    },
    time::Period,
};

const DAY: &str = "2035-02-05";

/// The visits of a provider who is out all day, each of a patient of its own, and what becomes of them.
fn of_an_absent(clinic: &mut Clinic, provider: ResourceId, same_patient: bool) -> (Vec<Promise>, Vec<Step>) {
    let patient = PatientId(clinic.id());
    let request = clinic.request(&format!("{DAY}T00:00"), "2035-02-06T00:00");
    let mut promises: Vec<Promise> = Vec::new();
    while let Some(offer) =
        clinic.offers(&request).into_iter().find(|it| it.slot.allocations[0].resource == provider)
    {
        let id = clinic.accept(&offer.slot);
        promises.push(Promise {
            visit: BookedVisit {
                id,
                location: offer.slot.location,
                appointment_type: offer.slot.appointment_type,
                visit: offer.slot.visit,
                allocations: offer.slot.allocations,
            },
            patient: if same_patient { patient } else { PatientId(clinic.id()) },
            is_here: false,
            keeps_day: false,
            triage: None,
            booked_at: clinic.at("2035-01-01T00:00"),
            needs_interpreter: false,
            is_in_series: false,
            needs_transport: false,
            own_provider: None,
            is_new_patient: None,
            patient_busy: Vec::new(),
            fixed: None,
        });
    }
    let scope = ExceptionScope::Resource(provider);
    let out = clinic.except(scope, TimeOff, (DAY, DAY), ("00:00", "24:00")).clone();
    clinic.setup.exceptions.pop();
    let disruption = Disruption::Closed(out);
    let (now, until) = (clinic.at(&format!("{DAY}T07:00")), clinic.at("2035-02-12T00:00"));
    let request = RepairRequest { disruption: &disruption, promises: &promises, picks: &[], now, until };
    let steps = repair(&clinic.setup, &clinic.book, &request);
    (promises, steps)
}

fn places(steps: &[Step]) -> Vec<(Vec<ResourceId>, Period)> {
    let moved = steps.iter().filter_map(|it| match &it.outcome {
        StepOutcome::Move(place) => Some(&place.slot),
        StepOutcome::Wait { .. } | StepOutcome::Nothing(_) => None,
    });
    moved.map(|it| (it.allocations.iter().map(|it| it.resource).collect(), it.visit)).collect()
}

/// Only 29 of a day's slots were shown, and nobody was told that there were more.
#[test]
fn every_visit_of_a_day_is_in_its_repair__care_3028() {
    let mut clinic = Clinic::new_york();
    let (chen, _) = (clinic.provider("08:00", "18:00"), clinic.provider("08:00", "18:00"));
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 15);
    let (promises, steps) = of_an_absent(&mut clinic, chen, false);
    assert_eq!((promises.len(), places(&steps).len()), (40, 40));
}

/// Two bookings that were checked one after the other and written together had the same room.
#[test]
fn no_place_is_given_out_twice_in_one_plan__cal_28151() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "11:00");
    clinic.provider("09:00", "11:00");
    clinic.provider("09:00", "11:00");
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)]);
    (0..2).for_each(|_| {
        clinic.room();
    });
    let (_, steps) = of_an_absent(&mut clinic, chen, false);
    let places = places(&steps);
    assert_eq!(places.len(), 4);
    for (nth, (resources, during)) in places.iter().enumerate() {
        let clash = |it: &&(Vec<ResourceId>, Period)| {
            it.1.overlaps(during) && it.0.iter().any(|it| resources.contains(it))
        };
        assert_eq!(places[..nth].iter().find(clash), None);
    }
}

/// The same patient was accepted by two providers at one time.
#[test]
fn a_repair_puts_no_patient_in_two_places__openemr_2632() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "10:00");
    clinic.provider("10:00", "10:30");
    clinic.provider("10:00", "10:30");
    let (_, steps) = of_an_absent(&mut clinic, chen, true);
    let places = places(&steps);
    assert_eq!(places.len(), 2);
    assert!(!places[0].1.overlaps(&places[1].1), "{places:?}");
}

/// A slot finder offered times outside of the hours, and at lunch.
#[test]
fn a_repair_keeps_to_hours_and_breaks__openemr_13803() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("11:30", "12:30");
    let other = clinic.provider("11:00", "13:00");
    clinic.except(ExceptionScope::Resource(other), Break, (DAY, DAY), ("11:30", "12:30"));
    let (_, steps) = of_an_absent(&mut clinic, chen, false);
    let mut starts: Vec<String> =
        places(&steps).iter().map(|it| it.1.start().wall_text(clinic.zone)).collect();
    starts.sort();
    assert_eq!(starts, [format!("{DAY}T11:00"), format!("{DAY}T12:30")]);
}

//! Visits that belong together: the laboratory first, then the doctor within two hours.

use crate::clinic::{Clinic, plain, provider, refusals};
use clinic_domain::{
    appointment::{AppointmentStatus as S, CancelReason, Requester},
    appointment_type::{AppointmentType, Preceding},
    availability::{OfferReason, What},
    id::{AppointmentTypeId, PatientId, ResourceId, Version},
};
use desk_app::{
    appointment::unaudited,
    cancel::CancelRequest,
    cancel_series::cancel_series,
    find_offers::{FindOffers, FoundOffers, find_offers},
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    series::Scope,
    setup::put_appointment_type,
    together::{First, book_pair},
    undo::undo,
};

struct Laboratory {
    clinic: Clinic,
    lab: ResourceId,
    patient: PatientId,
    blood: AppointmentTypeId,
    result: AppointmentType,
}

/// Blood is taken by somebody; the doctor talks about it half an hour to two hours later.
fn laboratory() -> Laboratory {
    let clinic = Clinic::new();
    let lab = provider(&clinic.desk, clinic.ada, clinic.location, "Lab");
    let of = |name: &str, by: ResourceId, preceded_by| {
        let mut kind = clinic.kind("Short visit");
        kind.id = AppointmentTypeId(clinic.desk.ids.next());
        kind.version = Version::FIRST;
        kind.name = name.to_owned();
        kind.needs.truncate(1);
        kind.needs[0].any_of = vec![by];
        kind.preceded_by = preceded_by;
        put_appointment_type(&clinic.desk, clinic.ada, &kind).unwrap()
    };
    let blood = of("Blood", lab, None).id;
    let preceding = Preceding { appointment_type: blood, min_gap_minutes: 30, max_gap_minutes: 120 };
    let result = of("Result", clinic.chen, Some(preceding));
    let patient = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    Laboratory { lab, patient, blood, result, clinic }
}

impl Laboratory {
    fn search(&self, from: &str) -> FoundOffers {
        let wanted = FindOffers {
            appointment_type: self.result.id,
            from: Some(from.parse().unwrap()),
            ..self.clinic.offers(Some(self.patient), 3)
        };
        find_offers(&self.clinic.desk, self.clinic.ada, &wanted).unwrap()
    }
}

fn first(handle: &str) -> First<'_> {
    First { handle, link: None }
}

#[test]
fn a_pair_is_offered_booked_and_taken_back_as_one() {
    let it = laboratory();
    let (desk, ada) = (&it.clinic.desk, it.clinic.ada);
    let found = it.search("2026-03-03T09:00:00");
    let preceding = it.result.preceded_by.unwrap();
    for ((_, first), (_, second)) in found.firsts.iter().zip(&found.offers) {
        assert!(preceding.allows(first.slot.visit, second.slot.visit));
    }
    assert_eq!((found.firsts.len(), found.offers.len()), (3, 3));

    let done =
        book_pair(desk, ada, first(&found.firsts[0].0), plain(it.patient, &found.offers[0].0)).unwrap();
    let full = unaudited(desk, done.value.id).unwrap();
    let types: Vec<_> = full.series.iter().map(|it| it.appointment_type).collect();
    assert_eq!(types, [it.blood, it.result.id]);
    assert_eq!(full.series[0].allocations[0].resource, it.lab);

    // One half goes with the other, if a person says so, and both come back.
    let request = CancelRequest {
        appointment: full.series[0].id,
        seen: full.series[0].version,
        reason: CancelReason::PatientRequest,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    let cancelled = cancel_series(desk, ada, request, Scope::All).unwrap();
    assert!(unaudited(desk, done.value.id).unwrap().series.iter().all(|it| it.status == S::Cancelled));
    undo(desk, ada, cancelled.op).unwrap();
    assert!(unaudited(desk, done.value.id).unwrap().series.iter().all(|it| it.status == S::Booked));
}

#[test]
fn halves_that_do_not_belong_together_are_not_booked() {
    let it = laboratory();
    let (desk, ada) = (&it.clinic.desk, it.clinic.ada);
    let (monday, tuesday) = (it.search("2026-03-02T09:00:00"), it.search("2026-03-03T09:00:00"));
    let parted = book_pair(desk, ada, first(&monday.firsts[0].0), plain(it.patient, &tuesday.offers[0].0));
    assert_eq!(refusals(parted), ["nothing_before"]);
    let swapped = book_pair(desk, ada, first(&monday.offers[0].0), plain(it.patient, &monday.firsts[0].0));
    assert_eq!(refusals(swapped), ["nothing_before"]);
    let card = desk_app::patient_card::patient_card(desk, ada, it.patient).unwrap();
    assert!(card.next.is_empty());
}

#[test]
fn a_time_that_nothing_can_come_before_is_refused_and_says_which_half_it_is() {
    let it = laboratory();
    let at = |wall: &str| {
        let wanted = OfferAtRequest {
            resource: it.clinic.chen,
            start: wall.parse().unwrap(),
            appointment_type: it.result.id,
            patient: Some(it.patient),
            moving: None,
            link: None,
            written_at: None,
        };
        offer_at(&it.clinic.desk, it.clinic.ada, &wanted).unwrap()
    };
    // The laboratory begins at nine too.
    let SpotAnswer::Refused { reasons, .. } = at("2026-03-03T09:00:00") else { panic!() };
    assert_eq!(reasons.iter().map(|it| it.code()).collect::<Vec<_>>(), ["nothing_before"]);
    let SpotAnswer::Offer { before, .. } = at("2026-03-03T10:00:00") else { panic!() };
    assert_eq!(before.unwrap().1.slot.appointment_type, it.blood);

    let wanted = FindOffers {
        appointment_type: it.result.id,
        from: Some("2026-03-03T09:00:00".parse().unwrap()),
        until: Some("2026-03-03".parse().unwrap()),
        ..it.clinic.offers(Some(it.patient), 3)
    };
    let desk = &it.clinic.desk;
    let mut lab = desk.configuration().unwrap().setup.resource(it.lab).unwrap().clone();
    lab.is_active = false;
    desk_app::setup::put_resource(desk, it.clinic.ada, &lab).unwrap();
    let found = find_offers(desk, it.clinic.ada, &wanted).unwrap();
    let missing = found.missing.unwrap();
    assert_eq!((found.offers.len(), missing.what), (0, What::Before));
    assert!(!missing.obstacles.is_empty());
}

#[test]
fn a_move_says_when_it_would_part_them() {
    let it = laboratory();
    let (desk, ada) = (&it.clinic.desk, it.clinic.ada);
    let found = it.search("2026-03-03T09:00:00");
    let booked =
        book_pair(desk, ada, first(&found.firsts[0].0), plain(it.patient, &found.offers[0].0)).unwrap().value;
    let wanted = FindOffers {
        appointment_type: it.result.id,
        moving: Some(booked.id),
        from: Some("2026-03-03T09:00:00".parse().unwrap()),
        ..it.clinic.offers(None, 200)
    };
    let offers = find_offers(desk, ada, &wanted).unwrap().offers;
    let first = found.firsts[0].1.slot.visit;
    let preceding = it.result.preceded_by.unwrap();
    for (_, offer) in &offers {
        let parts = !preceding.allows(first, offer.slot.visit);
        assert_eq!(offer.reasons.contains(&OfferReason::BreaksGap), parts);
    }
    assert!(offers.iter().any(|it| !it.1.reasons.contains(&OfferReason::BreaksGap)));
    assert!(offers.iter().any(|it| it.1.reasons.contains(&OfferReason::BreaksGap)));
}

#[test]
fn what_cannot_come_first_is_refused_with_its_field() {
    let it = laboratory();
    let (desk, ada) = (&it.clinic.desk, it.clinic.ada);
    let put = |change: &dyn Fn(&mut AppointmentType, &mut Preceding)| {
        let mut kind = it.result.clone();
        let mut preceding = kind.preceded_by.unwrap();
        change(&mut kind, &mut preceding);
        kind.preceded_by = Some(preceding);
        refusals(put_appointment_type(desk, ada, &kind))
    };
    assert_eq!(put(&|kind, first| first.appointment_type = kind.id), ["invalid"]);
    assert_eq!(put(&|_, first| first.max_gap_minutes = first.min_gap_minutes - 1), ["invalid"]);
    assert_eq!(put(&|_, first| first.max_gap_minutes = 721), ["invalid"]);
    // The first of one pair is not the second of another.
    assert_eq!(
        put(&|kind, first| {
            *kind = desk.configuration().unwrap().setup.appointment_type(it.blood).unwrap().clone();
            first.appointment_type = it.clinic.kind("Follow-up").id;
        }),
        ["invalid"]
    );
}

/// "Lab first, within two hours", said on the phone: the type asks for nothing of the kind.
#[test]
fn two_visits_are_linked_while_somebody_books_and_stay_linked() {
    let it = laboratory();
    let (desk, ada) = (&it.clinic.desk, it.clinic.ada);
    let asked = Preceding { appointment_type: it.blood, min_gap_minutes: 0, max_gap_minutes: 60 };
    let follow_up = it.clinic.kind("Follow-up").id;
    assert_eq!(it.clinic.kind("Follow-up").preceded_by, None);
    let from = Some("2026-03-03T09:00:00".parse().unwrap());
    let wanted = FindOffers { from, link: Some(asked), ..it.clinic.offers(Some(it.patient), 3) };
    let found = find_offers(desk, ada, &wanted).unwrap();
    assert_eq!((found.offers.len(), found.firsts.len()), (3, 3));
    for ((_, first), (_, second)) in found.firsts.iter().zip(&found.offers) {
        assert!(asked.allows(first.slot.visit, second.slot.visit));
        assert_eq!(second.slot.appointment_type, follow_up);
    }
    // A time that somebody points at has its first visit as well.
    let at = OfferAtRequest {
        resource: it.clinic.chen,
        start: "2026-03-03T11:00:00".parse().unwrap(),
        appointment_type: follow_up,
        patient: Some(it.patient),
        moving: None,
        link: Some(asked),
        written_at: None,
    };
    let SpotAnswer::Offer { before: Some((_, before)), .. } = offer_at(desk, ada, &at).unwrap() else {
        panic!("it has")
    };
    assert_eq!(before.slot.appointment_type, it.blood);

    let handles = (found.firsts[0].0.clone(), plain(it.patient, &found.offers[0].0));
    let unlinked = book_pair(desk, ada, first(&handles.0), plain(it.patient, &handles.1.handle));
    assert_eq!(refusals(unlinked), ["nothing_before"], "nobody said why it comes first");
    let short = Preceding { min_gap_minutes: 59, ..asked };
    let too_near = First { handle: &handles.0, link: Some(short) };
    let parted = book_pair(desk, ada, too_near, plain(it.patient, &handles.1.handle));
    assert_eq!(refusals(parted), ["nothing_before"]);
    let linked = First { handle: &handles.0, link: Some(asked) };
    let booked = book_pair(desk, ada, linked, handles.1).unwrap().value;
    assert_eq!(booked.series.as_ref().map(|it| (it.pattern.clone(), it.link)), Some((None, Some(asked))));

    // Whoever moves one of them later hears that it would part them.
    let wanted = FindOffers {
        appointment_type: follow_up,
        moving: Some(booked.id),
        from: Some("2026-03-04T09:00:00".parse().unwrap()),
        ..it.clinic.offers(Some(it.patient), 1)
    };
    let other_day = find_offers(desk, ada, &wanted).unwrap();
    assert!(other_day.offers[0].1.reasons.contains(&OfferReason::BreaksGap));
}

#[test]
fn what_cannot_come_first_is_said_at_its_field() {
    let it = laboratory();
    let linked = |appointment_type, max_gap_minutes| {
        let link = Preceding { appointment_type, min_gap_minutes: 0, max_gap_minutes };
        let wanted = FindOffers { link: Some(link), ..it.clinic.offers(Some(it.patient), 1) };
        find_offers(&it.clinic.desk, it.clinic.ada, &wanted)
    };
    assert_eq!(refusals(linked(it.clinic.kind("Follow-up").id, 60)), ["invalid"], "the visit itself");
    assert_eq!(refusals(linked(it.result.id, 60)), ["invalid"], "what waits for another one");
    assert_eq!(refusals(linked(AppointmentTypeId(it.clinic.desk.ids.next()), 60)), ["invalid"]);
    assert_eq!(refusals(linked(it.blood, 13 * 60)), ["invalid"], "longer than a day at the clinic");
}

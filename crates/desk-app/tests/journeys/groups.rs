//! A class of eight and a bay with places, on a real store: who joins, who finds it full, who comes back into it, and
//! what fewer places would do.

use crate::{
    clinic::{Clinic, plain, refusals},
    waitlist::{entry, waits},
};
use clinic_domain::{
    appointment::{Appointment, CancelReason, Requester},
    appointment_type::AppointmentType,
    availability::Joined,
    id::{AppointmentTypeId, PatientId, Version},
    invalid::{Field, Problem},
    personal::Personal,
    refusal::Refusal,
    resource::ResourceKind,
    waitlist::WaitlistEntry,
};
use desk_app::{
    acts::Done,
    book::book,
    cancel::{CancelRequest, cancel},
    day::{DayRequest, day},
    error::{AppError, AppResult},
    find_offers::{FindOffers, find_offers},
    freed::freed_times,
    holds::{HoldRequest, hold_time},
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    propose_places::{FewerPlaces, propose_places},
    setup::{put_appointment_type, put_resource},
    undo::undo,
};

fn class(clinic: &Clinic, places: u8) -> AppResult<AppointmentType> {
    let kind = AppointmentType {
        id: AppointmentTypeId(clinic.desk.ids.next()),
        version: Version::FIRST,
        name: "Diabetes class".to_owned(),
        short_code: "DC".to_owned(),
        places,
        ..clinic.kind("Follow-up")
    };
    put_appointment_type(&clinic.desk, clinic.ada, &kind)
}

fn at(clinic: &Clinic, kind: &AppointmentType, wall: &str) -> SpotAnswer {
    let wanted = OfferAtRequest {
        resource: clinic.chen,
        start: wall.parse().unwrap(),
        appointment_type: kind.id,
        patient: None,
        moving: None,
        link: None,
        written_at: None,
    };
    offer_at(&clinic.desk, clinic.ada, &wanted).unwrap()
}

const TEN: &str = "2026-03-02T10:00:00";

fn handle(clinic: &Clinic, kind: &AppointmentType) -> (String, Option<Joined>) {
    match at(clinic, kind, TEN) {
        SpotAnswer::Offer { handle, offer, .. } => (handle, offer.joins),
        SpotAnswer::Overbook { because, .. } | SpotAnswer::Refused { reasons: because, .. } => {
            panic!("{because:?}")
        }
    }
}

fn somebody(clinic: &Clinic, nth: usize) -> PatientId {
    clinic.patient("Lund", &format!("Bo {nth}"), "1971-01-30").id
}

fn join(clinic: &Clinic, kind: &AppointmentType, nth: usize) -> Done<Appointment> {
    let (handle, _) = handle(clinic, kind);
    book(&clinic.desk, clinic.ada, plain(somebody(clinic, nth), &handle)).unwrap()
}

fn codes(answer: &SpotAnswer) -> Vec<&'static str> {
    match answer {
        SpotAnswer::Overbook { because, .. } | SpotAnswer::Refused { reasons: because, .. } => {
            because.iter().map(Refusal::code).collect()
        }
        SpotAnswer::Offer { .. } => panic!("offered"),
    }
}

#[test]
fn a_class_fills_up_to_its_places_and_is_read_out_first() {
    let clinic = Clinic::new();
    let kind = class(&clinic, 3).unwrap();
    join(&clinic, &kind, 1);
    let wanted = FindOffers { appointment_type: kind.id, limit: None, ..clinic.offers(None, 3) };
    let found = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap();
    let joins: Vec<_> = found.offers.iter().map(|it| it.1.joins).collect();
    assert_eq!(joins, [Some(Joined { booked: 1, places: 3 }), None]);

    join(&clinic, &kind, 2);
    // Two people at two desks have the last place on their screens.
    let (last, group) = handle(&clinic, &kind);
    assert_eq!(group, Some(Joined { booked: 2, places: 3 }));
    let done = book(&clinic.desk, clinic.ada, plain(somebody(&clinic, 3), &last)).unwrap();
    assert_eq!(done.value.lane(), 0);
    assert_eq!(refusals(book(&clinic.desk, clinic.ada, plain(somebody(&clinic, 4), &last))), ["full"]);
    assert_eq!(codes(&at(&clinic, &kind, TEN)), ["full"]);
    assert_eq!(codes(&at(&clinic, &kind, "2026-03-02T10:10:00")), ["group_starts_otherwise"]);

    let clinic = clinic.reopened();
    let request = DayRequest { location: clinic.location, date: None, columns: ResourceKind::Provider };
    let board = day(&clinic.desk, clinic.ada, &request).unwrap();
    assert_eq!((board.visits.len(), board.columns[0].booked_minutes), (3, i64::from(kind.duration_minutes)));
}

#[test]
fn a_place_that_somebody_left_is_theirs_again_only_while_nobody_has_it() {
    let clinic = Clinic::new();
    let kind = class(&clinic, 2).unwrap();
    let first = join(&clinic, &kind, 1).value;
    join(&clinic, &kind, 2);
    let request = CancelRequest {
        appointment: first.id,
        seen: first.version,
        reason: CancelReason::PatientRequest,
        requested_by: Requester::Patient,
        note: Personal::default(),
    };
    let cancelled = cancel(&clinic.desk, clinic.ada, request).unwrap();
    let taken = join(&clinic, &kind, 3);
    assert_eq!(refusals(undo(&clinic.desk, clinic.ada, cancelled.op)), ["full"]);
    undo(&clinic.desk, clinic.ada, taken.op).unwrap();
    undo(&clinic.desk, clinic.ada, cancelled.op).unwrap();
    assert_eq!(codes(&at(&clinic, &kind, TEN)), ["full"]);
}

#[test]
fn a_hold_keeps_one_place_of_a_class() {
    let clinic = Clinic::new();
    let kind = class(&clinic, 2).unwrap();
    join(&clinic, &kind, 1);
    let request = HoldRequest {
        handle: handle(&clinic, &kind).0,
        patient: None,
        minutes: 30,
        note: Personal::default(),
    };
    hold_time(&clinic.desk, clinic.ada, request).unwrap();
    assert_eq!(codes(&at(&clinic, &kind, TEN)), ["full"]);
    let clinic = clinic.later(31);
    assert_eq!(handle(&clinic, &kind).1, Some(Joined { booked: 1, places: 2 }));
}

#[test]
fn fewer_places_than_are_booked_take_nothing_away_and_are_said_before() {
    let clinic = Clinic::new();
    let kind = class(&clinic, 3).unwrap();
    let visits: Vec<_> = (1..=3).map(|nth| join(&clinic, &kind, nth).value).collect();
    let of = |places| FewerPlaces::OfType(Box::new(AppointmentType { places, ..kind.clone() }));
    let proposed = propose_places(&clinic.desk, clinic.ada, &of(2)).unwrap();
    assert_eq!(proposed.visits, [visits[2].id]);
    assert_eq!(proposed.named[0].patient.id, visits[2].patient);
    assert!(propose_places(&clinic.desk, clinic.ada, &of(5)).unwrap().visits.is_empty());
    let fewer = AppointmentType { places: 2, ..kind.clone() };
    let saved = put_appointment_type(&clinic.desk, clinic.ada, &fewer).unwrap();
    assert_eq!(codes(&at(&clinic, &saved, TEN)), ["full"]);
    let request = DayRequest { location: clinic.location, date: None, columns: ResourceKind::Provider };
    assert_eq!(day(&clinic.desk, clinic.ada, &request).unwrap().visits.len(), 3);
}

#[test]
fn places_are_one_to_a_hundred_and_a_provider_has_one() {
    let clinic = Clinic::new();
    let invalid = |result: AppResult<()>| match result {
        Err(AppError::Refused(refused)) => match refused.0[..] {
            [Refusal::Invalid { field: Field::Places, problem }] => problem,
            _ => panic!("{refused:?}"),
        },
        _ => panic!("not refused"),
    };
    assert_eq!(invalid(class(&clinic, 0).map(drop)), Problem::OneNeeded);
    assert_eq!(invalid(class(&clinic, 101).map(drop)), Problem::AtMost { most: 100 });
    let mut chen = clinic.desk.configuration().unwrap().setup.resource(clinic.chen).unwrap().clone();
    chen.places = 2;
    assert_eq!(invalid(put_resource(&clinic.desk, clinic.ada, &chen).map(drop)), Problem::AtMost { most: 1 });
}

/// The hour is not free, a place in it is.
#[test]
fn a_place_that_somebody_left_is_told_to_who_waits_for_the_class() {
    let clinic = Clinic::new();
    let kind = class(&clinic, 2).unwrap();
    let visit = join(&clinic, &kind, 1).value;
    join(&clinic, &kind, 2);
    waits(&clinic, &WaitlistEntry { appointment_type: kind.id, ..entry(&clinic, somebody(&clinic, 3)) });
    freed_times(&clinic.desk, clinic.ada).unwrap();
    let request = CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: Personal::default(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap();
    let freed = freed_times(&clinic.desk, clinic.ada).unwrap();
    let told: Vec<_> = freed.times.iter().map(|it| (it.gap.gap.during, it.gap.fitting)).collect();
    assert_eq!(told, [(visit.visit, 1)]);
}

//! Visits to which the patient does not come: by phone and by video.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::{Appointment, Requester},
    appointment_type::{AppointmentType, Modality, Need},
    id::{AppointmentTypeId, PatientId, Version},
    resource::ResourceKind,
};
use desk_app::{
    appointment::appointment,
    book::{BookRequest, book},
    error::AppResult,
    find_offers::{FindOffers, find_offers},
    reschedule::{RescheduleRequest, reschedule},
    setup::{put_appointment_type, put_resource},
};

fn by(clinic: &Clinic, modality: Modality, needs: Vec<Need>) -> AppResult<AppointmentType> {
    let kind = AppointmentType {
        id: AppointmentTypeId(clinic.desk.ids.next()),
        version: Version::FIRST,
        name: "At a distance".to_owned(),
        short_code: "AD".to_owned(),
        modality,
        needs,
        ..clinic.kind("Short visit")
    };
    put_appointment_type(&clinic.desk, clinic.ada, &kind)
}

fn handles(clinic: &Clinic, kind: &AppointmentType, patient: PatientId) -> Vec<String> {
    let wanted = FindOffers { appointment_type: kind.id, ..clinic.offers(Some(patient), 2) };
    let found = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap();
    found.offers.into_iter().map(|it| it.0).collect()
}

fn book_at(clinic: &Clinic, patient: PatientId, handle: &str, place: &str) -> AppResult<Appointment> {
    let request = BookRequest { contact_point: Some(place.into()), ..plain(patient, handle) };
    book(&clinic.desk, clinic.ada, request).map(|it| it.value)
}

#[test]
fn a_visit_by_phone_keeps_the_number_that_it_was_booked_with_also_when_it_is_moved() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let kind = by(&clinic, Modality::Phone, AppointmentType::whole_visit_with_provider()).unwrap();
    let offers = handles(&clinic, &kind, ana.id);
    assert_eq!(refusals(book_at(&clinic, ana.id, &offers[0], "https://meet.example/ana")), ["invalid"]);
    let booked = book_at(&clinic, ana.id, &offers[0], "+1 212 555 0161").unwrap();

    let clinic = clinic.reopened();
    let later = FindOffers { moving: Some(booked.id), ..clinic.offers(Some(ana.id), 2) };
    let later = FindOffers { appointment_type: kind.id, ..later };
    let request = RescheduleRequest {
        appointment: booked.id,
        seen: booked.version,
        handle: find_offers(&clinic.desk, clinic.ada, &later).unwrap().offers.remove(1).0,
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    reschedule(&clinic.desk, clinic.ada, request).unwrap();
    let stands = appointment(&clinic.desk, clinic.ada, booked.id).unwrap().appointment;
    assert_ne!(stands.visit, booked.visit);
    assert_eq!(stands.contact_point.expose(), "+1 212 555 0161");
}

#[test]
fn a_visit_by_video_takes_a_link_and_one_in_person_takes_neither() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let kind = by(&clinic, Modality::Video, AppointmentType::whole_visit_with_provider()).unwrap();
    let offers = handles(&clinic, &kind, ana.id);
    assert_eq!(refusals(book_at(&clinic, ana.id, &offers[0], "212 555 0161")), ["invalid"]);
    let booked = book_at(&clinic, ana.id, &offers[0], "https://meet.example/ana").unwrap();
    assert_eq!(booked.contact_point.expose(), "https://meet.example/ana");

    let in_person = &clinic.handles(ana.id, 2)[1];
    assert_eq!(refusals(book_at(&clinic, ana.id, in_person, "212 555 0161")), ["invalid"]);
    assert!(book_at(&clinic, ana.id, in_person, "").is_ok());
}

#[test]
fn who_does_not_come_needs_no_room() {
    let clinic = Clinic::new();
    let room = Need { kind: ResourceKind::Room, any_of: Vec::new(), from_minute: 0, minutes: 0 };
    let needs = || [AppointmentType::whole_visit_with_provider(), vec![room.clone()]].concat();
    assert_eq!(refusals(by(&clinic, Modality::Phone, needs())), ["invalid"]);
    assert_eq!(refusals(by(&clinic, Modality::Video, needs())), ["invalid"]);
    assert_eq!(by(&clinic, Modality::InPerson, needs()).unwrap().needs.len(), 2);
}

#[test]
fn a_providers_link_is_one_that_a_browser_opens_safely() {
    let clinic = Clinic::new();
    let configuration = clinic.desk.configuration().unwrap();
    let mut provider = configuration.setup.resources[0].clone();
    provider.join_link = "javascript:alert(1)".to_owned();
    assert_eq!(refusals(put_resource(&clinic.desk, clinic.ada, &provider)), ["invalid"]);
    provider.join_link = "https://meet.example/chen".to_owned();
    put_resource(&clinic.desk, clinic.ada, &provider).unwrap();
    let clinic = clinic.reopened();
    let configuration = clinic.desk.configuration().unwrap();
    assert_eq!(configuration.setup.resource(provider.id).unwrap().join_link, "https://meet.example/chen");
}

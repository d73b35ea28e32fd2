//! Double booking: where it must not happen, where it is no double booking, and where people want it.

use crate::{
    MONDAY,
    clinic::{ASKED_LONG_BEFORE, Clinic, EVERY_DAY, need},
    desk::Desk,
};
use clinic_domain::{
    appointment::{AppointmentStatus as S, HistoryEvent},
    arbitration::take_up,
    availability::{Answer, OfferReason, check, free_time, rule_version},
    hold::Hold,
    id::{HoldId, PersonId, ResourceId, Version},
    people::{Permission, Role},
    personal::Personal,
    refusal::{NoPlace, Refusal},
    resource::ResourceKind::{Provider, Room},
    schedule::{
        ExceptionKind::{Break, ExtraSession},
        ExceptionScope,
    },
    time::Period,
};

fn nine_to(end: &str) -> (Desk, ResourceId) {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", end);
    (Desk::of(clinic), provider)
}

/// A time was reserved for somebody while they typed, and the booking did not look at that: others were booked onto it.
#[test]
fn a_reserved_time_is_nobody_elses_and_its_own_booking_takes_it__cal_23988() {
    let (mut desk, provider) = nine_to("10:00");
    let slot = desk.slot("2035-02-05T09:00");
    let patient = desk.patient();
    let hold = Hold {
        id: HoldId::from_bytes([1; 16]),
        version: Version::FIRST,
        slot: slot.clone(),
        patient: Some(patient),
        entry: None,
        note: Personal::default(),
        until: desk.clinic.at("2035-02-05T08:30"),
        by: PersonId::from_bytes([2; 16]),
        is_active: true,
    };
    hold.busy().for_each(|(resource, busy)| desk.clinic.book.insert(resource, busy));
    let clinic = &desk.clinic;
    let refused = check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE);
    assert!(
        matches!(&refused.unwrap_err()[..], [Refusal::Held { resource, .. }] if *resource == provider),
        "whoever comes without the reservation"
    );
    assert_eq!(check(&clinic.setup, &clinic.book, &hold.kept_slot(), &ASKED_LONG_BEFORE), Ok(()));
    // Somebody else cannot use it either, though they know of it.
    let other = desk.patient();
    assert!(take_up(&hold, None, other).is_err() && take_up(&hold, None, patient).is_ok());
}

/// Two or three people who submitted together were all confirmed for one popular time.
#[test]
fn one_of_those_who_submit_together_gets_the_time__cal_5820() {
    let (mut desk, provider) = nine_to("10:00");
    let slot = desk.slot("2035-02-05T09:00");
    let people = [desk.patient(), desk.patient(), desk.patient()];
    let by = desk.book(people[0], &slot).unwrap();
    let refused = Err(vec![Refusal::Taken { resource: provider, during: slot.visit, by }]);
    assert_eq!(
        people[1..].iter().map(|it| desk.book(*it, &slot)).collect::<Vec<_>>(),
        [&refused, &refused].map(Clone::clone)
    );
    assert_eq!(desk.clinic.book.of(provider).len(), 1);
}

/// ... and of two times that overlap only one is left as well.
#[test]
fn an_offer_that_overlaps_what_was_booked_meanwhile_is_refused__cal_5820() {
    let (mut desk, provider) = nine_to("10:00");
    let (early, late) = (desk.slot("2035-02-05T09:00"), desk.slot("2035-02-05T09:15"));
    let people = [desk.patient(), desk.patient()];
    let by = desk.book(people[0], &early).unwrap();
    let taken = Refusal::Taken { resource: provider, during: early.visit, by };
    assert_eq!(desk.book(people[1], &late), Err(vec![taken]));
}

/// Hundreds of lines ran between the check and the insert, and what was taken meanwhile was given away again.
#[test]
fn a_room_that_went_since_the_offer_refuses_the_booking__cal_28151() {
    let (mut desk, _) = nine_to("10:00");
    let room = desk.clinic.room();
    desk.clinic.change_type(desk.clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    let by = desk.clinic.take(room, "2035-02-05T09:20", "2035-02-05T09:25", 0);
    let during = desk.clinic.period("2035-02-05T09:20", "2035-02-05T09:25");
    assert_eq!(desk.book(patient, &slot), Err(vec![Refusal::Taken { resource: room, during, by }]));
}

/// Bookings that waited for the host's yes were invisible to the check, and two of them got it.
#[test]
fn a_visit_that_waits_to_be_confirmed_takes_up_its_place__cal_29958() {
    let (mut desk, provider) = nine_to("09:30");
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    let by = desk.booked_as("2035-02-05T09:00", S::Pending);
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
    let taken = Refusal::Taken { resource: provider, during: slot.visit, by };
    assert_eq!(desk.book(patient, &slot), Err(vec![taken]));
}

/// The same request could be accepted twice.
#[test]
fn what_was_accepted_is_not_accepted_again__cal_10789() {
    let (mut desk, _) = nine_to("09:30");
    let request = desk.booked_as("2035-02-05T09:00", S::Pending);
    desk.set_status(request, S::Booked).unwrap();
    let accepted = desk.visit(request).clone();
    let refused = Refusal::StatusDoesNotAllow { from: S::Booked, to: Some(S::Booked) };
    assert_eq!(desk.set_status(request, S::Booked), Err(vec![refused]));
    assert_eq!(desk.visit(request), &accepted);
}

/// Two open tabs split a time for several into two bookings.
#[test]
fn two_tabs_do_not_take_the_same_lane__cal_13360() {
    let (clinic, provider) = Clinic::with_lanes(2);
    let mut desk = Desk::of(clinic);
    desk.clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let tab = desk.clinic.overbook(provider, "2035-02-05T09:00").0;
    let people = [desk.patient(), desk.patient()];
    let by = desk.overbook(people[0], &tab, Some("urgent")).unwrap();
    let taken = Refusal::Taken { resource: provider, during: tab.visit, by };
    assert_eq!(desk.overbook(people[1], &tab, Some("urgent")), Err(vec![taken]));
    let again = desk.clinic.overbook(provider, "2035-02-05T09:00").0;
    assert!(desk.overbook(people[1], &again, Some("urgent")).is_ok());
    assert_eq!(desk.visits.iter().map(|it| it.lane()).collect::<Vec<_>>(), [1, 2]);
}

/// Availability out of a cache was believed by the booking.
#[test]
fn an_answer_from_before_proves_nothing__cal_22401() {
    let (mut desk, provider) = nine_to("10:00");
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    desk.booked_as("2035-02-05T09:00", S::Booked);
    assert_eq!(rule_version(&desk.clinic.setup, desk.clinic.visit, &[provider]), slot.rules);
    assert!(desk.book(patient, &slot).is_err());
}

/// One provider got several appointments at a time: a short one inside a long one.
#[test]
fn a_long_visit_does_not_swallow_a_short_one__easyappointments_1783() {
    let (mut desk, provider) = nine_to("12:00");
    desk.clinic.take(provider, "2035-02-05T10:00", "2035-02-05T10:15", 0);
    desk.clinic.visit = desk.clinic.a_type(60);
    let starts = desk.clinic.starts(MONDAY.0, MONDAY.1);
    let free = ["09:00", "10:15", "10:30", "10:45", "11:00"].map(|it| format!("2035-02-05T{it}"));
    assert_eq!(starts, free);
}

/// ... and one late in a long one, behind others that had begun since.
#[test]
fn what_began_long_ago_is_not_overlooked__easyappointments_1783() {
    let (mut desk, provider) = nine_to("12:00");
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T11:30"));
    let by = desk.clinic.take(provider, "2035-02-05T09:00", "2035-02-05T12:00", 0);
    for quarter in ["2035-02-05T10:00", "2035-02-05T10:30", "2035-02-05T11:00"] {
        let end = desk.clinic.at(quarter).plus_minutes(15).wall_text(desk.clinic.zone);
        desk.clinic.take(provider, quarter, &end, 1);
    }
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
    let during = desk.clinic.period("2035-02-05T09:00", "2035-02-05T12:00");
    assert_eq!(desk.book(patient, &slot), Err(vec![Refusal::Taken { resource: provider, during, by }]));
}

/// "Any provider" gave a time to one who was taken.
#[test]
fn two_of_anybody_are_two__easyappointments_845() {
    let (mut desk, one) = nine_to("09:30");
    desk.clinic.change_type(desk.clinic.visit, |it| it.needs = vec![need(Provider, &[], 0, 0); 2]);
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
    let other = desk.clinic.provider("09:00", "09:30");
    let (patient, mut slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    assert_eq!(slot.allocations.iter().map(|it| it.resource).collect::<Vec<_>>(), [one, other]);
    slot.allocations[1].resource = one;
    assert_eq!(desk.book(patient, &slot), Err(vec![Refusal::Changed]));
}

/// ... and somebody who is entered at two places is one: whoever takes "anybody" does not get the same person twice.
#[test]
fn the_same_person_at_two_sites_is_nobody_else__easyappointments_845() {
    let (mut desk, here) = nine_to("09:30");
    let west = desk.clinic.site(chrono_tz::America::Los_Angeles);
    let there = desk.clinic.provider("06:00", "06:30");
    let row = desk.clinic.setup.resources.last_mut().unwrap();
    (row.location, row.same_person_as) = (west, Some(here));
    // Nine in New York is six in Los Angeles.
    let slot = desk.slot("2035-02-05T09:00");
    let (ana, bo) = (desk.patient(), desk.patient());
    let mut elsewhere = slot.clone();
    (elsewhere.location, elsewhere.allocations[0].resource) = (west, there);
    desk.book(ana, &elsewhere).unwrap();
    let refused = Refusal::Elsewhere {
        resource: here,
        location: west,
        during: slot.visit,
        wanted: slot.visit,
        travel_minutes: 0,
    };
    assert_eq!(desk.book(bo, &slot), Err(vec![refused]));
    assert!(desk.clinic.starts(MONDAY.0, MONDAY.1).is_empty());
}

/// The times on offer were others than those that the calendar showed free.
#[test]
fn what_is_offered_is_what_the_board_shows_free__easyappointments_943() {
    let (mut desk, provider) = nine_to("12:00");
    let day = ("2035-02-05", "2035-02-05");
    desk.clinic.except(ExceptionScope::Resource(provider), Break, day, ("10:00", "10:15"));
    desk.clinic.take(provider, "2035-02-05T11:00", "2035-02-05T11:20", 0);
    let within = desk.clinic.period(MONDAY.0, MONDAY.1);
    let free = free_time(&desk.clinic.setup, &desk.clinic.book, provider, within);
    let shown = [("09:00", "10:00"), ("10:15", "11:00"), ("11:20", "12:00")]
        .map(|(from, to)| desk.clinic.period(&format!("2035-02-05T{from}"), &format!("2035-02-05T{to}")));
    assert_eq!(free, shown);
    let offered = desk.clinic.starts(MONDAY.0, MONDAY.1);
    let fit = ["09:00", "09:15", "09:30", "10:15", "10:30", "11:30"].map(|it| format!("2035-02-05T{it}"));
    assert_eq!(offered, fit);
}

/// Staff put visits on top of each other in their calendar without a word of warning.
#[test]
fn a_click_on_taken_time_says_who_has_it__easyappointments_1431() {
    let (mut desk, provider) = nine_to("10:00");
    let by = desk.clinic.take(provider, "2035-02-05T09:10", "2035-02-05T09:20", 0);
    let (slot, because) = desk.clinic.overbook(provider, "2035-02-05T09:00");
    let during = desk.clinic.period("2035-02-05T09:10", "2035-02-05T09:20");
    assert_eq!(
        (slot.allocations[0].lane, because),
        (1, vec![Refusal::Taken { resource: provider, during, by }])
    );
}

/// The same patient could be booked at the same time with two providers.
#[test]
fn same_patient_same_time_two_providers_is_refused__openemr_2632() {
    let mut clinic = Clinic::new_york();
    let (one, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    let appointment = clinic.take(one, "2035-02-05T09:15", "2035-02-05T09:30", 0);
    let during = clinic.period("2035-02-05T09:15", "2035-02-05T09:30");
    let patient_busy = [(appointment, during)];
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    request.asking.patient_busy = &patient_busy;
    assert_eq!(clinic.walls(&clinic.offers(&request)), ["2035-02-05T09:30"; 2]);
    let mut at = clinic.spot(other, clinic.at("2035-02-05T09:00"));
    at.asking.patient_busy = &patient_busy;
    assert_eq!(clinic.answer(&at), Answer::Refused(vec![Refusal::PatientBusy { appointment, during }]));
    // Moving that very visit is another matter.
    at.asking.ignoring = Some(appointment);
    assert!(matches!(clinic.answer(&at), Answer::Offer(_)));
}

/// One patient could be booked with two providers at once, because only the form looked.
#[test]
fn a_second_visit_of_the_patient_is_refused_at_the_write__openemr_2632() {
    let (mut desk, _) = nine_to("10:00");
    let other = desk.clinic.provider("09:00", "10:00");
    let (patient, somebody_else) = (desk.patient(), desk.patient());
    let slots = desk.clinic.offers(&desk.clinic.request(MONDAY.0, MONDAY.1));
    let of_other = slots.iter().find(|it| it.slot.allocations[0].resource == other).unwrap().slot.clone();
    let first = desk.slot("2035-02-05T09:00");
    let appointment = desk.book(patient, &first).unwrap();
    let busy = Refusal::PatientBusy { appointment, during: first.visit };
    assert_eq!(desk.book(patient, &of_other), Err(vec![busy]));
    assert!(desk.book(somebody_else, &of_other).is_ok());
}

/// Nothing looked at the time of an appointment at all: three in the morning was as good as any.
#[test]
fn a_time_at_which_nobody_works_is_not_booked__vertical_medical_56() {
    let (mut desk, provider) = nine_to("10:00");
    let (patient, mut slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    slot.visit = desk.clinic.period("2035-02-05T03:00", "2035-02-05T03:30");
    slot.allocations[0].during = slot.visit;
    let refused = desk.book(patient, &slot).unwrap_err();
    let is_outside = |it: &Refusal| matches!(it, Refusal::OutsideSessions { resource, wanted, .. } if (*resource, *wanted) == (provider, slot.visit));
    assert!(refused.len() == 1 && is_outside(&refused[0]), "{refused:?}");
}

/// ... nor whether it had passed.
#[test]
fn the_past_is_not_booked__vertical_medical_56() {
    let (mut desk, _) = nine_to("10:00");
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    desk.now = slot.visit.start().plus_seconds(1);
    assert_eq!(desk.book(patient, &slot), Err(vec![Refusal::InThePast { start: slot.visit.start() }]));
    desk.now = slot.visit.start();
    assert!(desk.book(patient, &slot).is_ok());
}

/// ... nor whether it ended after its beginning.
#[test]
fn what_does_not_end_after_its_beginning_is_no_time__vertical_medical_56() {
    let clinic = Clinic::new_york();
    let (nine, ten) = (clinic.at("2035-02-05T09:00"), clinic.at("2035-02-05T10:00"));
    assert_eq!(
        (Period::new(ten, nine), Period::new(nine, nine), Period::of_minutes(nine, 0)),
        (None, None, None)
    );
}

/// Five times were still on the list after two of them had been booked.
#[test]
fn what_is_booked_leaves_the_list__ottehr_2167() {
    let (mut desk, _) = nine_to("11:30");
    desk.clinic.setup.organization.settings.grid_minutes = 30;
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1).len(), 5);
    desk.booked_as("2035-02-05T09:30", S::Booked);
    desk.booked_as("2035-02-05T10:30", S::Booked);
    let left = ["2035-02-05T09:00", "2035-02-05T10:00", "2035-02-05T11:00"];
    assert_eq!(desk.clinic.starts(MONDAY.0, MONDAY.1), left);
}

/// With all providers in view, two visits at one time were called a double booking though each had its own provider.
#[test]
fn a_visit_with_one_provider_is_no_conflict_for_another__lh_ehr_560() {
    let (mut desk, one) = nine_to("10:00");
    let other = desk.clinic.provider("09:00", "10:00");
    desk.clinic.take(one, "2035-02-05T09:00", "2035-02-05T10:00", 0);
    let at = desk.clinic.spot(other, desk.clinic.at("2035-02-05T09:00"));
    assert!(matches!(desk.clinic.answer(&at), Answer::Offer(_)));
}

/// "Slot is already used", said of a time that was free.
#[test]
fn visits_that_touch_are_no_conflict__openemr_387() {
    let (mut desk, provider) = nine_to("12:00");
    desk.clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    desk.clinic.take(provider, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let at = desk.clinic.spot(provider, desk.clinic.at("2035-02-05T09:30"));
    let Answer::Offer(offer) = desk.clinic.answer(&at) else { panic!("{:?}", desk.clinic.answer(&at)) };
    assert_eq!(offer.reasons, [OfferReason::FitsGap]);
    let patient = desk.patient();
    assert!(desk.book(patient, &offer.slot).is_ok());
}

/// ... and a visit that is moved is no obstacle to itself.
#[test]
fn a_visit_is_not_in_its_own_way__openemr_387() {
    let (mut desk, _) = nine_to("10:00");
    let later = desk.slot("2035-02-05T09:15");
    let visit = desk.booked_as("2035-02-05T09:00", S::Booked);
    assert_eq!(desk.reschedule(visit, &later), Ok(visit));
    assert_eq!(desk.visit(visit).visit, later.visit);
}

/// Clinics double book on purpose, and a system that forbids it is worked around.
#[test]
fn who_may_can_book_one_more_and_says_why__cliniko_108() {
    let (mut desk, provider) = nine_to("10:00");
    desk.booked_as("2035-02-05T09:00", S::Booked);
    let (patient, slot) = (desk.patient(), desk.clinic.overbook(provider, "2035-02-05T09:00").0);
    let visit = desk.overbook(patient, &slot, Some("sent by triage")).unwrap();
    let HistoryEvent::Booked { overbook_reason, .. } = &desk.visit(visit).history[0].what else { panic!() };
    assert_eq!((desk.visit(visit).lane(), overbook_reason.as_deref()), (1, Some("sent by triage")));
}

/// ... but nobody could tell later why.
#[test]
fn one_more_without_a_reason_is_refused__cliniko_108() {
    let (mut desk, provider) = nine_to("10:00");
    desk.booked_as("2035-02-05T09:00", S::Booked);
    let (patient, slot) = (desk.patient(), desk.clinic.overbook(provider, "2035-02-05T09:00").0);
    for reason in [None, Some("  ")] {
        assert_eq!(desk.overbook(patient, &slot, reason), Err(vec![Refusal::OverbookReasonMissing]));
    }
}

/// ... or who had been allowed to.
#[test]
fn who_may_not_does_not_book_one_more__cliniko_108() {
    let (mut desk, provider) = nine_to("10:00");
    desk.booked_as("2035-02-05T09:00", S::Booked);
    let (patient, slot) = (desk.patient(), desk.clinic.overbook(provider, "2035-02-05T09:00").0);
    desk.author = desk.clinic.person(Role::Scheduler);
    let refused = Refusal::NotPermitted { permission: Permission::Overbook };
    assert_eq!(desk.overbook(patient, &slot, Some("urgent")), Err(vec![refused]));
}

/// ... and where nobody wants it, it must not happen by a slip.
#[test]
fn a_session_without_lanes_allows_none__cliniko_108() {
    let (mut clinic, provider) = Clinic::with_lanes(0);
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let Answer::Refused(refusals) = clinic.answer(&clinic.spot(provider, clinic.at("2035-02-05T09:00")))
    else {
        panic!()
    };
    assert_eq!(refusals.last(), Some(&Refusal::OverbookNotAllowed { resource: provider }));
}

/// There was no way to book over a buffer when somebody at the desk knew better.
#[test]
fn a_buffer_can_be_booked_over__medplum_10270() {
    let (mut desk, provider) = nine_to("11:00");
    desk.clinic.change_type(desk.clinic.visit, |it| it.buffer_after_minutes = 15);
    let by = desk.booked_as("2035-02-05T09:00", S::Booked);
    let (slot, because) = desk.clinic.overbook(provider, "2035-02-05T09:30");
    let during = desk.clinic.period("2035-02-05T09:00", "2035-02-05T09:45");
    assert_eq!(because, [Refusal::Taken { resource: provider, during, by }]);
    let patient = desk.patient();
    assert!(desk.overbook(patient, &slot, Some("a wound check")).is_ok());
}

/// ... nor to see a patient outside the hours for once.
#[test]
fn a_session_of_its_own_opens_the_evening_for_once__medplum_10270() {
    let (mut desk, provider) = nine_to("10:00");
    let evenings = ["2035-02-05T18:00", "2035-02-06T18:00"];
    let day = ("2035-02-05", "2035-02-05");
    desk.clinic.except(ExceptionScope::Resource(provider), ExtraSession, day, ("18:00", "19:00"));
    let is_offer = |it: &str| {
        matches!(desk.clinic.answer(&desk.clinic.spot(provider, desk.clinic.at(it))), Answer::Offer(_))
    };
    assert_eq!(evenings.map(is_offer), [true, false]);
}

/// A group visit for several.
fn class_of(places: u8) -> (Desk, ResourceId) {
    let (mut desk, provider) = nine_to("12:00");
    desk.clinic.change_type(desk.clinic.visit, |it| it.places = places);
    (desk, provider)
}

/// The last place of an event was given to two who submitted together.
#[test]
fn one_of_those_who_submit_together_gets_the_last_place__cal_5820() {
    let (mut desk, provider) = class_of(3);
    let slot = desk.slot("2035-02-05T09:00");
    let people = [desk.patient(), desk.patient(), desk.patient(), desk.patient()];
    let booked: Vec<bool> = people.iter().map(|it| desk.book(*it, &slot).is_ok()).collect();
    assert_eq!(booked, [true, true, true, false]);
    let full = NoPlace::Full { resource: provider, during: slot.visit, booked: 3, places: 3 };
    assert_eq!(desk.book(people[3], &slot), Err(vec![Refusal::Places(full)]));
}

/// Two open tabs began one event for several twice.
#[test]
fn two_tabs_fill_one_group__cal_13360() {
    let (mut desk, _) = class_of(8);
    let rooms = [desk.clinic.room(), desk.clinic.room()];
    desk.clinic.change_type(desk.clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let one = desk.slot("2035-02-05T09:00");
    let mut other = one.clone();
    other.allocations[1].resource = rooms[1];
    let people = [desk.patient(), desk.patient()];
    desk.book(people[0], &one).unwrap();
    let apart = NoPlace::Apart { resource: rooms[1], during: one.visit };
    assert_eq!(desk.book(people[1], &other), Err(vec![Refusal::Places(apart)]));
    assert_eq!(desk.slot("2035-02-05T09:00").allocations, one.allocations);
}

/// Places that were booked stayed visible.
#[test]
fn every_booking_takes_a_place_that_is_offered__ottehr_2167() {
    let (mut desk, _) = class_of(3);
    let mut left = vec![];
    while let Answer::Offer(offer) = desk
        .clinic
        .answer(&desk.clinic.spot(desk.clinic.setup.resources[0].id, desk.clinic.at("2035-02-05T09:00")))
    {
        left.push(offer.joins.map_or(3, |it| it.places - it.booked));
        let patient = desk.patient();
        desk.book(patient, &offer.slot).unwrap();
    }
    assert_eq!(left, [3, 2, 1]);
}

/// Who is there was counted by overlaps: two who follow each other took two places of somebody who stays through both.
#[test]
fn what_counts_is_the_peak__medplum_10183() {
    let (mut desk, _) = nine_to("12:00");
    desk.clinic.provider("09:00", "12:00");
    let bay = desk.clinic.room();
    desk.clinic.setup.resources.iter_mut().filter(|it| it.id == bay).for_each(|it| it.places = 2);
    desk.clinic.take(bay, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    desk.clinic.take(bay, "2035-02-05T09:30", "2035-02-05T10:00", 0);
    desk.clinic.visit = desk.clinic.a_type(60);
    desk.clinic.change_type(desk.clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    let (patient, slot) = (desk.patient(), desk.slot("2035-02-05T09:00"));
    desk.book(patient, &slot).unwrap();
    let full = NoPlace::Full { resource: bay, during: slot.visit, booked: 2, places: 2 };
    let at = desk.clinic.spot(bay, slot.visit.start());
    let Answer::Overbook { because, .. } = desk.clinic.answer(&at) else { panic!() };
    assert_eq!(because, [Refusal::Places(full)]);
}

/// Several at a time were wanted for one service, and for that one only.
#[test]
fn a_service_for_several_lets_in_none_of_another__medplum_10110() {
    let (mut desk, provider) = class_of(8);
    let by = desk.booked_as("2035-02-05T09:00", S::Booked);
    let during = desk.visit(by).visit;
    desk.clinic.visit = desk.clinic.a_type(30);
    let (_, because) = desk.clinic.overbook(provider, "2035-02-05T09:00");
    assert_eq!(because, [Refusal::Taken { resource: provider, during, by }]);
}

/// ... and a lane for it is no lane for others.
#[test]
fn a_session_lends_its_lanes_to_its_own_types_only__medplum_10110() {
    let (mut clinic, provider) = Clinic::with_lanes(0);
    let group = clinic.a_type(30);
    let session = &mut clinic.works(provider, &EVERY_DAY, "09:00", "12:00").sessions;
    session.iter_mut().for_each(|it| (it.types, it.overbook_lanes) = (vec![group], 2));
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let at = clinic.spot(provider, clinic.at("2035-02-05T09:00"));
    let refused = Refusal::OverbookNotAllowed { resource: provider };
    assert_eq!(clinic.refusals(&at).last(), Some(&refused));
    clinic.visit = group;
    assert_eq!(clinic.overbook(provider, "2035-02-05T09:00").0.allocations[0].lane, 1);
}

/// Where several are wanted at a time, who is there has to be counted: up to the capacity, and no more.
#[test]
fn lanes_are_taken_from_the_lowest_and_end_at_the_limit__medplum_10183() {
    let (mut clinic, provider) = Clinic::with_lanes(2);
    let at = clinic.spot(provider, clinic.at("2035-02-05T09:00"));
    let Answer::Offer(offer) = clinic.answer(&at) else { panic!() };
    let ordinary = clinic.accept(&offer.slot);
    let (slot, because) = clinic.overbook(provider, "2035-02-05T09:00");
    let taken = |by| Refusal::Taken { resource: provider, during: offer.slot.visit, by };
    assert_eq!((slot.allocations[0].lane, because), (1, vec![taken(ordinary)]));
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Ok(()));
    let first = clinic.accept(&slot);
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &ASKED_LONG_BEFORE), Err(vec![taken(first)]));
    let second = clinic.overbook(provider, "2035-02-05T09:00").0;
    assert_eq!(second.allocations[0].lane, 2);
    clinic.accept(&second);
    let Answer::Refused(refusals) = clinic.answer(&at) else { panic!() };
    assert_eq!(refusals.last(), Some(&Refusal::OverbookLanesFull { resource: provider, limit: 2 }));
    assert_eq!(refusals.len(), 4, "who takes it is said too: {refusals:?}");
    clinic.book.remove(first);
    assert_eq!(clinic.overbook(provider, "2035-02-05T09:00").0.allocations[0].lane, 1);
}

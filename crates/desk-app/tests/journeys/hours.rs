//! A provider's hours are shortened over booked visits: what it would do is said first, contradictions are refused, and
//! who lost the time is a list to be worked off.

use crate::{
    clinic::{Clinic, refusals},
    lists::{book_at, counts, entries, ids, list, reachable},
};
use chrono::{NaiveDate, Weekday};
use clinic_domain::{
    appointment::Appointment,
    availability::Compared,
    business_hours::{BusinessHours, OpenHours},
    id::{ExceptionId, TemplateId, Version},
    organization::Organization,
    people::Role,
    refusal::Refusal,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve},
    time::DayMinute,
    worklist::WorkList,
};
use desk_app::{
    block_time::{block_time, unblock_time},
    error::{AppError, AppResult},
    find_offers::{FindOffers, find_offers},
    people::{NewPerson, add_person},
    propose::{ProposeRequest, Proposed, Wanted, propose},
    reschedule::{RescheduleRequest, reschedule},
    setup::{put_organization, put_template},
};
use desk_cache::KdfCost;

fn ask(clinic: &Clinic, wanted: Wanted, with_visits: bool) -> AppResult<Proposed> {
    let request = ProposeRequest { wanted, appointment_type: None, with_visits };
    propose(&clinic.desk, clinic.ada, &request)
}

fn standing(clinic: &Clinic) -> ScheduleTemplate {
    clinic.desk.configuration().unwrap().setup.templates[0].clone()
}

/// Nine to twelve, and one to half past three.
fn shortened(clinic: &Clinic) -> ScheduleTemplate {
    let mut template = standing(clinic);
    template.sessions.iter_mut().filter(|it| it.to == DayMinute(17 * 60)).for_each(|it| it.to.0 -= 90);
    template
}

/// The whole location, for a day.
fn closing(clinic: &Clinic, day: NaiveDate) -> ScheduleException {
    ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Location(clinic.location),
        kind: ExceptionKind::Holiday,
        first_day: day,
        last_day: day,
        from: DayMinute::MIDNIGHT,
        to: DayMinute::END,
        reason: "Town holiday".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

fn clinic_with_visits() -> (Clinic, Vec<Appointment>) {
    let clinic = Clinic::new();
    let walls = ["2026-03-03T15:20", "2026-03-03T09:00", "2026-03-09T16:00"];
    let booked = walls.iter().enumerate().map(|(nth, wall)| {
        let patient = reachable(&clinic, &format!("Family{nth}"), &format!("555 010{nth}"));
        book_at(&clinic, &patient, clinic.chen, wall)
    });
    let booked = booked.collect();
    (clinic, booked)
}

#[test]
fn shorter_hours_are_a_proposal_then_a_list_and_a_moved_visit_leaves_it() {
    let (clinic, visits) = clinic_with_visits();
    let proposed = ask(&clinic, Wanted::Template(shortened(&clinic)), false).unwrap();
    assert_eq!(proposed.proposal.lost, [visits[0].id, visits[2].id]);
    assert_eq!(proposed.proposal.open_minutes, Compared { before: 28 * 60, after: 22 * 60 });
    let wait = proposed.wait.unwrap();
    assert_eq!(wait.appointment_type, clinic.kind("Follow-up").id, "what is booked most");
    let third = wait.third_next.before.map(|it| it.wall_text(chrono_tz::America::New_York));
    assert_eq!((third.as_deref(), wait.third_next.after), (Some("2026-03-02T09:40"), wait.third_next.before));
    assert!(proposed.visits.is_empty() && entries(&clinic, "view_proposal") == 0, "nobody's name was read");
    assert_eq!(standing(&clinic).version, Version::FIRST, "nothing is written");

    let named = ask(&clinic, Wanted::Template(shortened(&clinic)), true).unwrap();
    let names: Vec<&str> = named.visits.iter().map(|it| it.patient.family_name.expose()).collect();
    assert_eq!(names, ["Family0", "Family2"]);
    ask(&clinic, Wanted::Template(shortened(&clinic)), true).unwrap();
    assert_eq!(entries(&clinic, "view_proposal"), 1);

    assert_eq!(counts(&list(&clinic, WorkList::WithoutHours))[5], 0);
    put_template(&clinic.desk, clinic.ada, &shortened(&clinic)).unwrap();
    let work = list(&clinic, WorkList::WithoutHours);
    assert_eq!((ids(&work), counts(&work)[5]), (vec![visits[0].id, visits[2].id], 2));
    assert!(work.rows.iter().all(|it| it.full.patient.is_some() && it.since.is_none()));

    let from = Some("2026-03-04T10:00:00".parse().unwrap());
    let wanted = FindOffers { from, moving: Some(visits[0].id), ..clinic.offers(Some(visits[0].patient), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let request = RescheduleRequest {
        appointment: visits[0].id,
        seen: visits[0].version,
        handle,
        requested_by: clinic_domain::appointment::Requester::Clinic,
        overbook_reason: None,
    };
    reschedule(&clinic.desk, clinic.ada, request).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), [visits[2].id]);

    // Back to the old hours: who has the time again is said as well.
    let mut wide = standing(&clinic);
    wide.sessions.iter_mut().filter(|it| it.to == DayMinute(15 * 60 + 30)).for_each(|it| it.to.0 += 90);
    let back = ask(&clinic, Wanted::Template(wide.clone()), false).unwrap();
    assert_eq!((back.proposal.lost.len(), back.proposal.regained), (0, vec![visits[2].id]));
    put_template(&clinic.desk, clinic.ada, &wide).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), []);
}

#[test]
fn fewer_business_hours_are_a_proposal_a_list_and_a_reason_and_an_extra_session_opens_them() {
    let (clinic, visits) = clinic_with_visits();
    let hours = |to: u16| {
        let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let (from, to) = (DayMinute(8 * 60), DayMinute(to));
        BusinessHours(weekdays.map(|weekday| OpenHours { weekday, from, to }).into())
    };
    let wanted = |business_hours| {
        let organization = clinic.desk.configuration().unwrap().setup.organization.clone();
        Organization { business_hours, ..organization }
    };
    let shorter = wanted(Some(hours(15 * 60 + 30)));
    let proposed = ask(&clinic, Wanted::BusinessHours(Box::new(shorter.clone())), true).unwrap();
    assert_eq!(proposed.proposal.lost, [visits[0].id, visits[2].id]);
    assert_eq!(proposed.proposal.open_minutes, Compared { before: 28 * 60, after: 22 * 60 });
    assert_eq!((proposed.visits.len(), entries(&clinic, "view_proposal")), (2, 1));
    assert!(proposed.wait.is_some(), "there is one location");
    let endless = wanted(Some(BusinessHours(Vec::new())));
    assert_eq!(refusals(ask(&clinic, Wanted::BusinessHours(Box::new(endless)), false)), ["invalid"]);

    put_organization(&clinic.desk, clinic.ada, &shorter).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), [visits[0].id, visits[2].id]);
    let late = |clinic: &Clinic| {
        let from = Some("2026-03-10T15:30:00".parse().unwrap());
        let until = Some("2026-03-10".parse().unwrap());
        find_offers(&clinic.desk, clinic.ada, &FindOffers { from, until, ..clinic.offers(None, 1) }).unwrap()
    };
    assert!(late(&clinic).offers.is_empty());
    let extra = ScheduleException {
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::ExtraSession,
        from: DayMinute(15 * 60 + 30),
        to: DayMinute(17 * 60),
        ..closing(&clinic, "2026-03-10".parse().unwrap())
    };
    block_time(&clinic.desk, clinic.ada, &extra).unwrap();
    assert!(!late(&clinic).offers.is_empty(), "a person decided it");

    let back = ask(&clinic, Wanted::BusinessHours(Box::new(wanted(None))), false).unwrap();
    assert_eq!((back.proposal.lost.len(), back.proposal.regained.len()), (0, 2));
    put_organization(&clinic.desk, clinic.ada, &wanted(None)).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), []);
}

#[test]
fn a_closure_and_its_taking_back_are_proposals_too() {
    let (clinic, visits) = clinic_with_visits();
    let closure = closing(&clinic, "2026-03-03".parse().unwrap());
    let close = ask(&clinic, Wanted::Closure(closure.clone()), false).unwrap();
    assert_eq!(close.proposal.lost, [visits[1].id, visits[0].id]);
    assert_eq!(close.proposal.open_minutes, Compared { before: 7 * 60, after: 0 });
    let own = ScheduleException { scope: ExceptionScope::Resource(clinic.chen), ..closure.clone() };
    assert_eq!(ask(&clinic, Wanted::Closure(own), false).unwrap().proposal, close.proposal);
    block_time(&clinic.desk, clinic.ada, &closure).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), [visits[1].id, visits[0].id]);
    let opening = ask(&clinic, Wanted::Opening(closure.id), false).unwrap();
    assert_eq!(opening.proposal.regained, close.proposal.lost);
    unblock_time(&clinic.desk, clinic.ada, closure.id).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), []);
    assert_eq!(refusals(ask(&clinic, Wanted::Opening(closure.id), false)), ["not_found"]);
}

#[test]
fn an_extra_session_supports_again_what_it_takes() {
    let (clinic, visits) = clinic_with_visits();
    put_template(&clinic.desk, clinic.ada, &shortened(&clinic)).unwrap();
    let day = "2026-03-03".parse().unwrap();
    let extra = ScheduleException {
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::ExtraSession,
        from: DayMinute(15 * 60),
        to: DayMinute(17 * 60),
        ..closing(&clinic, day)
    };
    let of_type = |name: &str| {
        let types = vec![clinic.kind(name).id];
        ask(&clinic, Wanted::Closure(ScheduleException { types, ..extra.clone() }), false).unwrap().proposal
    };
    assert_eq!(of_type("Physical").regained, []);
    let taken = of_type("Follow-up");
    assert_eq!((taken.lost, taken.regained), (vec![], vec![visits[0].id]));
    assert_eq!(taken.open_minutes, Compared { before: 330, after: 420 });
    block_time(&clinic.desk, clinic.ada, &extra).unwrap();
    let others = list(&clinic, WorkList::Arrivals);
    assert_eq!(counts(&others)[5], 1, "the number on the tab follows the hours at once");
    assert_eq!(ids(&list(&clinic, WorkList::WithoutHours)), [visits[2].id]);
}

#[test]
fn hours_that_contradict_others_are_neither_proposed_nor_stored() {
    let (clinic, _) = clinic_with_visits();
    let second = ScheduleTemplate { id: TemplateId(clinic.desk.ids.next()), ..standing(&clinic) };
    let before = clinic.desk.configuration().unwrap().setup.clone();
    let refused = |result: AppResult<()>| match result {
        Err(AppError::Refused(refused)) => refused.0,
        other => panic!("{other:?}"),
    };
    let stored = refused(put_template(&clinic.desk, clinic.ada, &second).map(drop));
    let asked = refused(ask(&clinic, Wanted::Template(second), false).map(drop));
    assert!(matches!(stored[..], [Refusal::Invalid { .. }]) && stored == asked);
    assert_eq!(clinic.desk.configuration().unwrap().setup, before);
}

#[test]
fn who_edits_the_setup_sees_how_many_and_not_who() {
    let (clinic, _) = clinic_with_visits();
    let ivo = NewPerson {
        login: "ivo".into(),
        name: "Ivo".into(),
        roles: vec![Role::Administrator],
        resource: None,
    };
    let ivo = add_person(&clinic.desk, clinic.ada, ivo, KdfCost::for_tests()).unwrap().person.id;
    let ask = |with_visits| {
        let wanted = Wanted::Template(shortened(&clinic));
        propose(&clinic.desk, ivo, &ProposeRequest { wanted, appointment_type: None, with_visits })
    };
    assert_eq!(ask(false).unwrap().proposal.lost.len(), 2);
    assert_eq!(refusals(ask(true)), ["not_permitted"]);
}

fn offered_at(clinic: &Clinic, wall: &str) -> String {
    let from = Some(format!("{wall}:00").parse().unwrap());
    let wanted = FindOffers { from, providers: vec![clinic.chen], ..clinic.offers(None, 1) };
    find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0
}

#[test]
fn the_whole_session_counts_when_a_share_of_it_is_kept_however_far_away_its_visits_are() {
    let clinic = Clinic::new();
    let mut template = standing(&clinic);
    // Half of nine to twelve, until the day itself.
    let mornings = template.sessions.iter_mut().filter(|it| it.to == DayMinute(12 * 60));
    mornings.for_each(|it| it.reserve = Some(SessionReserve { percent: 50, until_days: 0 }));
    put_template(&clinic.desk, clinic.ada, &template).unwrap();
    let patient = |nth: usize| reachable(&clinic, &format!("Family{nth}"), &format!("555 010{nth}"));
    let walls = ["2026-03-03T09:00", "2026-03-03T09:20", "2026-03-03T09:40", "2026-03-03T10:00"];
    let taken: Vec<_> = walls
        .iter()
        .enumerate()
        .map(|(nth, wall)| {
            let handle = offered_at(&clinic, wall);
            (patient(nth), handle)
        })
        .collect();
    let last = offered_at(&clinic, "2026-03-03T11:40");
    for (patient, handle) in &taken {
        clinic.book(patient.id, handle).unwrap();
    }
    let late = patient(8);
    assert_eq!(refusals(clinic.book(late.id, &last)), ["reserved"]);
    let clinic = clinic.reopened_at("2026-03-03T13:00:00Z");
    book_at(&clinic, &late, clinic.chen, "2026-03-03T11:40");
}

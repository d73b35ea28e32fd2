//! Rooms that are readied between visits, and a provider who works at two locations.

use crate::{
    clinic::{Clinic, refusals},
    lists::step,
};
use chrono::{NaiveDate, Weekday};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, Requester},
    appointment_type::Need,
    availability::KeptApart,
    id::{ExceptionId, LocationId, PatientId, ResourceId, TemplateId, Version},
    invalid::{Field, Problem},
    organization::{Location, Travel},
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant, Period},
};
use desk_app::{
    block_time::block_time,
    cancel::{CancelRequest, cancel},
    day::{DayRequest, day},
    error::{AppError, AppResult},
    find_offers::{FindOffers, find_offers},
    holds::{HoldRequest, hold_time},
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    setup::{put_appointment_type, put_location, put_organization, put_resource, put_template},
    status::{Seen, set_status},
    undo::undo,
};

fn at(utc: &str) -> Instant {
    crate::clinic::at(utc)
}

fn resource(clinic: &Clinic, location: LocationId, kind: ResourceKind, name: &str) -> Resource {
    let chen = clinic.desk.configuration().unwrap().setup.resource(clinic.chen).unwrap().clone();
    let (id, version) = (ResourceId(clinic.desk.ids.next()), Version::FIRST);
    Resource { id, version, location, kind, name: name.into(), ..chen }
}

fn problem<T>(result: AppResult<T>) -> (Field, Problem) {
    match result {
        Err(AppError::Refused(refused)) => match refused.0[..] {
            [Refusal::Invalid { field, problem }] => (field, problem),
            ref others => panic!("refused otherwise: {others:?}"),
        },
        Err(other) => panic!("failed instead of refusing: {other}"),
        Ok(_) => panic!("was not refused"),
    }
}

/// Exam room 1 takes a quarter of an hour to be readied, and a follow-up needs it.
fn with_a_room() -> (Clinic, ResourceId) {
    let clinic = Clinic::new();
    let room = resource(&clinic, clinic.location, ResourceKind::Room, "Exam room 1");
    let room = put_resource(&clinic.desk, clinic.ada, &Resource { changeover_minutes: 15, ..room }).unwrap();
    let mut kind = clinic.kind("Follow-up");
    kind.needs.push(Need { kind: ResourceKind::Room, any_of: Vec::new(), from_minute: 0, minutes: 0 });
    put_appointment_type(&clinic.desk, clinic.ada, &kind).unwrap();
    (clinic, room.id)
}

fn kept_on_board(clinic: &Clinic, location: LocationId, date: &str, of: ResourceId) -> Vec<KeptApart> {
    let columns = clinic.desk.configuration().unwrap().setup.resource(of).unwrap().kind;
    let request = DayRequest { location, date: date.parse().ok(), columns };
    let board = day(&clinic.desk, clinic.ada, &request).unwrap();
    board.columns.into_iter().find(|it| it.resource.id == of).unwrap().kept
}

fn reasons_at(clinic: &Clinic, resource: ResourceId, wall: &str) -> Vec<&'static str> {
    let appointment_type = clinic.kind("Follow-up").id;
    let start = wall.parse().unwrap();
    let request = OfferAtRequest {
        resource,
        start,
        appointment_type,
        patient: None,
        moving: None,
        link: None,
        written_at: None,
    };
    match offer_at(&clinic.desk, clinic.ada, &request).unwrap() {
        SpotAnswer::Offer { .. } => Vec::new(),
        SpotAnswer::Overbook { because: reasons, .. } | SpotAnswer::Refused { reasons, .. } => {
            reasons.iter().map(Refusal::code).collect()
        }
    }
}

#[test]
fn a_room_is_readied_between_two_visits() {
    let (clinic, room) = with_a_room();
    let (ana, bo) =
        (clinic.patient("Ruiz", "Ana", "1990-04-12").id, clinic.patient("Lund", "Bo", "1971-01-30").id);
    let [first, next] = clinic.handles(bo, 2).try_into().unwrap();
    let visit = clinic.book(ana, &first).unwrap();
    // Five minutes later: of use to nobody once nine o'clock is booked, nor is what begins in the changeover.
    assert_eq!(refusals(clinic.book(bo, &next)), ["taken", "taken"]);
    let found = find_offers(&clinic.desk, clinic.ada, &clinic.offers(Some(bo), 1)).unwrap();
    assert_eq!(found.offers[0].1.slot.visit.start(), visit.visit.end().plus_minutes(15));
    assert_eq!(reasons_at(&clinic, room, "2026-03-02T09:30:00"), ["changeover"]);
    let during = Period::of_minutes(visit.visit.end(), 15).unwrap();
    let kept = KeptApart { during, elsewhere: None, is_there: false };
    assert_eq!(kept_on_board(&clinic, clinic.location, "2026-03-02", room), [kept]);
    // The provider has no changeover.
    assert_eq!(kept_on_board(&clinic, clinic.location, "2026-03-02", clinic.chen), []);
    clinic.book(bo, &found.offers[0].0).unwrap();
}

#[test]
fn the_minutes_between_two_visits_are_bounded_and_are_a_rooms_or_a_devices() {
    let (clinic, room) = with_a_room();
    let setup = clinic.desk.configuration().unwrap().setup.clone();
    let put = |it: &Resource| put_resource(&clinic.desk, clinic.ada, it);
    let of = |id, changeover_minutes| Resource { changeover_minutes, ..setup.resource(id).unwrap().clone() };
    let range = Problem::OutOfRange { least: 0, most: 240 };
    assert_eq!(problem(put(&of(room, 241))), (Field::ChangeoverMinutes, range));
    assert_eq!(problem(put(&of(clinic.chen, 5))), (Field::ChangeoverMinutes, Problem::WrongKind));
    assert_eq!(put(&of(room, 240)).unwrap().changeover_minutes, 240);
}

struct Two {
    clinic: Clinic,
    eastside: LocationId,
    /// Dr Chen's row there.
    there: Resource,
    patients: [PatientId; 2],
}

/// Eastside is half an hour from Main Street and an hour behind it; Dr Chen is there on Fridays from eight to eleven.
fn two_locations() -> Two {
    let clinic = Clinic::new();
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let mut location = desk.configuration().unwrap().setup.location(clinic.location).unwrap().clone();
    (location.id, location.name, location.zone) =
        (LocationId(desk.ids.next()), "Eastside".into(), chrono_tz::America::Chicago);
    let eastside = put_location(desk, ada, &Location { version: Version::FIRST, ..location }).unwrap().id;
    let row = resource(&clinic, eastside, ResourceKind::Provider, "Dr Mei Chen");
    let there = put_resource(desk, ada, &Resource { same_person_as: Some(clinic.chen), ..row }).unwrap();
    put_template(desk, ada, &hours(&clinic, there.id, Weekday::Fri, 8..11)).unwrap();
    let mut organization = desk.configuration().unwrap().setup.organization.clone();
    organization.settings.travel = vec![Travel { one: clinic.location, other: eastside, minutes: 30 }];
    put_organization(desk, ada, &organization).unwrap();
    // After Eastside she sees somebody at Main Street, from noon to two by its clocks.
    block_time(desk, ada, &extra_session(&clinic, clinic.chen, 12..14)).unwrap();
    let patients =
        [clinic.patient("Ruiz", "Ana", "1990-04-12").id, clinic.patient("Lund", "Bo", "1971-01-30").id];
    Two { eastside, there, patients, clinic }
}

fn hours(clinic: &Clinic, of: ResourceId, on: Weekday, hours: std::ops::Range<u16>) -> ScheduleTemplate {
    ScheduleTemplate {
        id: TemplateId(clinic.desk.ids.next()),
        version: Version::FIRST,
        resource: of,
        name: "There".to_owned(),
        valid_from: "2026-03-01".parse().unwrap(),
        valid_to: None,
        every_n_weeks: 1,
        sessions: vec![WeeklySession::plain(on, DayMinute(hours.start * 60), DayMinute(hours.end * 60), 1)],
        is_active: true,
    }
}

const FRIDAY: &str = "2026-03-06";

fn extra_session(clinic: &Clinic, of: ResourceId, hours: std::ops::Range<u16>) -> ScheduleException {
    let day: NaiveDate = FRIDAY.parse().unwrap();
    ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(of),
        kind: ExceptionKind::ExtraSession,
        first_day: day,
        last_day: day,
        from: DayMinute(hours.start * 60),
        to: DayMinute(hours.end * 60),
        reason: "Friday clinic".into(),
        types: Vec::new(),
        overbook_lanes: 1,
        is_active: true,
        source: None,
    }
}

impl Two {
    fn found(&self, location: LocationId, from: &str) -> Vec<(String, Instant)> {
        let wanted = FindOffers {
            location,
            from: format!("{FRIDAY}T{from}:00").parse().ok(),
            until: FRIDAY.parse().ok(),
            ..self.clinic.offers(None, 500)
        };
        let found = find_offers(&self.clinic.desk, self.clinic.ada, &wanted).unwrap().offers;
        found.into_iter().map(|(handle, it)| (handle, it.slot.visit.start())).collect()
    }

    /// The last visit of the morning at Eastside, until noon in New York.
    fn booked_there(&self) -> Appointment {
        let last = self.found(self.eastside, "08:00").pop().unwrap();
        self.clinic.book(self.patients[0], &last.0).unwrap()
    }
}

#[test]
fn a_visit_at_one_location_takes_its_provider_at_the_other_with_the_way() {
    let two = two_locations();
    let (clinic, here) = (&two.clinic, two.clinic.location);
    let noon = two.found(here, "12:00").remove(0);
    assert_eq!(noon.1, at("2026-03-06T17:00:00Z"));
    let there = two.booked_there();
    assert_eq!(there.visit.end(), noon.1);
    // What was on offer before is decided on what stands now.
    assert_eq!(refusals(clinic.book(two.patients[1], &noon.0)), ["elsewhere"]);
    assert_eq!(reasons_at(clinic, clinic.chen, "2026-03-06T12:00:00"), ["elsewhere"]);
    let first = two.found(here, "12:00").remove(0);
    assert_eq!(first.1, noon.1.plus_minutes(30));
    let part = |from: Instant, to: Instant, is_there| KeptApart {
        during: Period::new(from, to).unwrap(),
        elsewhere: Some(two.eastside),
        is_there,
    };
    let (start, end) = (there.visit.start(), there.visit.end());
    let kept = [
        part(start.plus_minutes(-30), start, false),
        part(start, end, true),
        part(end, end.plus_minutes(30), false),
    ];
    assert_eq!(kept_on_board(clinic, here, FRIDAY, clinic.chen), kept);
    // It goes the other way round as well: who is here at half past twelve cannot have been there at half past eleven.
    let visit = clinic.book(two.patients[1], &first.0).unwrap();
    let done = cancel(&clinic.desk, clinic.ada, cancelled(&there)).unwrap();
    let free = two.found(two.eastside, "08:00");
    assert_eq!(free.last().unwrap().1, there.visit.start());
    assert_eq!(visit.visit.start(), there.visit.end().plus_minutes(30));
    undo(&clinic.desk, clinic.ada, done.op).unwrap();
}

#[test]
fn a_cancelled_visit_does_not_come_back_while_its_provider_is_elsewhere() {
    let two = two_locations();
    let clinic = &two.clinic;
    let there = two.booked_there();
    let done = cancel(&clinic.desk, clinic.ada, cancelled(&there)).unwrap();
    // Somebody closes the morning there, and she works at Main Street instead.
    let mut closed = extra_session(clinic, two.there.id, 8..11);
    (closed.kind, closed.reason) = (ExceptionKind::Block, "Not there today".into());
    block_time(&clinic.desk, clinic.ada, &closed).unwrap();
    block_time(&clinic.desk, clinic.ada, &extra_session(clinic, clinic.chen, 11..12)).unwrap();
    let same =
        two.found(clinic.location, "11:00").into_iter().find(|it| it.1 == there.visit.start()).unwrap();
    clinic.book(two.patients[1], &same.0).unwrap();
    assert_eq!(refusals(undo(&clinic.desk, clinic.ada, done.op)), ["closed", "elsewhere"]);
}

#[test]
fn a_missed_visit_is_not_taken_up_again_while_its_provider_is_elsewhere() {
    let two = two_locations();
    let there = two.booked_there();
    let two = Two { clinic: two.clinic.reopened_at("2026-03-06T16:41:00Z"), ..two };
    let clinic = &two.clinic;
    let missed = step(clinic, &there, S::NoShow);
    // She has left at once, and sees somebody at Main Street.
    let mut closed = extra_session(clinic, two.there.id, 8..11);
    (closed.kind, closed.reason) = (ExceptionKind::Block, "Gone".into());
    block_time(&clinic.desk, clinic.ada, &closed).unwrap();
    block_time(&clinic.desk, clinic.ada, &extra_session(clinic, clinic.chen, 11..12)).unwrap();
    let soon = two.found(clinic.location, "11:00").remove(0);
    assert!(soon.1 < there.visit.end());
    clinic.book(two.patients[1], &soon.0).unwrap();
    let seen = Seen { appointment: missed.id, version: missed.version };
    let arrived = set_status(&clinic.desk, clinic.ada, seen, S::Arrived, Requester::Patient);
    assert_eq!(refusals(arrived), ["elsewhere"]);
}

#[test]
fn a_time_that_is_held_at_one_location_is_held_at_the_other() {
    let two = two_locations();
    let clinic = &two.clinic;
    let last = two.found(two.eastside, "08:00").pop().unwrap();
    let hold = HoldRequest { handle: last.0, patient: None, minutes: 60, note: "calls back".into() };
    hold_time(&clinic.desk, clinic.ada, hold).unwrap();
    assert_eq!(reasons_at(clinic, clinic.chen, "2026-03-06T12:00:00"), ["elsewhere"]);
}

#[test]
fn hours_at_two_locations_at_the_same_time_are_refused_and_nothing_is_stored() {
    let two = two_locations();
    let clinic = &two.clinic;
    let put = |it: &ScheduleTemplate| put_template(&clinic.desk, clinic.ada, it);
    let stored = || clinic.desk.configuration().unwrap().setup.templates.len();
    let before = stored();
    // Ten in Chicago is eleven in New York.
    let clash = Problem::ElsewhereThen {
        day: "2026-03-06".parse().unwrap(),
        from: DayMinute(660),
        to: DayMinute(780),
    };
    assert_eq!(problem(put(&hours(clinic, clinic.chen, Weekday::Fri, 11..13))), (Field::Sessions, clash));
    assert_eq!(stored(), before);
    // One after the other is a plan, however long the way: the way is kept around each visit.
    put(&hours(clinic, clinic.chen, Weekday::Fri, 14..17)).unwrap();
    let extra = block_time(&clinic.desk, clinic.ada, &extra_session(clinic, clinic.chen, 11..12));
    let (field, problem) = problem(extra);
    assert!(field == Field::From && matches!(problem, Problem::ElsewhereThen { .. }));
}

#[test]
fn a_person_is_entered_once_at_a_location_and_names_nobody_who_names_another() {
    let two = two_locations();
    let (clinic, eastside) = (&two.clinic, two.eastside);
    let refused = |it: &Resource| {
        let (field, problem) = problem(put_resource(&clinic.desk, clinic.ada, it));
        assert_eq!(field, Field::SamePersonAs);
        problem
    };
    let lin = |location| resource(clinic, location, ResourceKind::Provider, "Dr Lin");
    let same_as = |it: Resource, other| Resource { same_person_as: Some(other), ..it };
    assert_eq!(refused(&same_as(lin(clinic.location), clinic.chen)), Problem::SameLocation);
    assert_eq!(refused(&same_as(lin(eastside), clinic.chen)), Problem::SameLocation);
    assert_eq!(refused(&same_as(lin(clinic.location), two.there.id)), Problem::NamesAnother);
    let nobody = ResourceId(clinic.desk.ids.next());
    assert_eq!(refused(&same_as(lin(eastside), nobody)), Problem::DoesNotExist);
    let room = resource(clinic, eastside, ResourceKind::Room, "Room");
    assert_eq!(refused(&same_as(room, clinic.chen)), Problem::WrongKind);
    let lin = put_resource(&clinic.desk, clinic.ada, &lin(eastside)).unwrap();
    let chen = clinic.desk.configuration().unwrap().setup.resource(clinic.chen).unwrap().clone();
    assert_eq!(refused(&same_as(chen, lin.id)), Problem::NamedByOthers);
    // Hours that contradict each other are found when the two are said to be one.
    let mut other = resource(clinic, clinic.location, ResourceKind::Provider, "Dr Lin");
    other = put_resource(&clinic.desk, clinic.ada, &other).unwrap();
    put_template(&clinic.desk, clinic.ada, &hours(clinic, lin.id, Weekday::Mon, 8..11)).unwrap();
    put_template(&clinic.desk, clinic.ada, &hours(clinic, other.id, Weekday::Mon, 11..13)).unwrap();
    assert!(matches!(refused(&same_as(other, lin.id)), Problem::ElsewhereThen { .. }));
}

#[test]
fn the_way_is_between_two_locations_named_once_and_no_longer_than_four_hours() {
    let two = two_locations();
    let clinic = &two.clinic;
    let refused = |travel: &[Travel]| {
        let mut organization = clinic.desk.configuration().unwrap().setup.organization.clone();
        organization.settings.travel = travel.to_vec();
        let (field, problem) = problem(put_organization(&clinic.desk, clinic.ada, &organization));
        assert_eq!(field, Field::Travel);
        problem
    };
    let way = |minutes| Travel { one: two.eastside, other: clinic.location, minutes };
    let range = Problem::OutOfRange { least: 1, most: 240 };
    assert_eq!([refused(&[way(0)]), refused(&[way(241)])], [range, range]);
    assert_eq!(refused(&[way(10), way(20)]), Problem::AtMost { most: 1 });
    assert_eq!(refused(&[Travel { other: two.eastside, ..way(10) }]), Problem::DoesNotExist);
}

fn cancelled(visit: &Appointment) -> CancelRequest {
    CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientRequest,
        requested_by: Requester::Patient,
        note: "".into(),
    }
}

//! What is read from a visit's history, and from the schedule.

use crate::clinic::{Clinic, EVERY_DAY, date};
use chrono::TimeDelta;
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, CancelReason, Cancellation, Confirmation, HistoryEntry,
        HistoryEvent, Requester,
    },
    attendance::Attendance,
    capacity::{GivenBack, Owners, ThirdNext, VisitFacts, open_days, third_next_available},
    id::{AppointmentId, OpId, PatientId, ResourceId, Version},
    personal::Personal,
    resource::ResourceKind,
    time::{Instant, Period},
};
use uuid::Uuid;

fn happened(at: Instant, what: HistoryEvent) -> HistoryEntry {
    HistoryEntry { at, by: None, requested_by: Requester::Patient, what, sequel: None, typed_at: None }
}

fn booking() -> HistoryEvent {
    HistoryEvent::Booked { overbook_reason: None, waives: None, instead_of: None }
}

/// Booked on Sunday evening for Monday at ten, New York time, with ten minutes before it and in that lane.
fn booked(clinic: &Clinic, provider: ResourceId, lane: u8) -> Appointment {
    let visit = clinic.period("2026-03-02T10:00", "2026-03-02T10:30");
    let during = Period::new(visit.start().plus_minutes(-10), visit.end()).unwrap();
    Appointment {
        id: AppointmentId(Uuid::from_u128(1)),
        version: Version::FIRST,
        location: clinic.location,
        patient: PatientId(Uuid::from_u128(2)),
        appointment_type: clinic.visit,
        visit,
        wall_start: "2026-03-02T10:00".into(),
        status: AppointmentStatus::Booked,
        confirmation: Confirmation::NOT_ASKED,
        allocations: vec![Allocation { resource: provider, during, lane }],
        note: Personal::default(),
        requested_by: Requester::Patient,
        reminder: None,
        contact_point: Personal::default(),
        attendance: Attendance::default(),
        cancellation: None,
        series: None,
        history: vec![happened(clinic.at("2026-03-01T22:00"), booking())],
        origin_op: OpId(Uuid::from_u128(3)),
        source: None,
    }
}

fn cancelled(clinic: &Clinic, mut it: Appointment) -> Appointment {
    let reason = CancelReason::PatientRequest;
    it.status = AppointmentStatus::Cancelled;
    it.cancellation =
        Some(Cancellation { reason, by_patient: true, is_late: false, note: Personal::default() });
    it.history.push(happened(clinic.at("2026-03-02T08:00"), HistoryEvent::Cancelled { reason }));
    it
}

#[test]
fn buffers_are_taken_and_are_not_the_providers_own_part() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let it = VisitFacts::of(&clinic.setup, &booked(&clinic, provider, 0));
    assert_eq!((it.taken.minutes(), it.own().minutes()), (40, 30));
    assert_eq!(it.booked_on, Some(date("2026-03-01")), "by the wall of the clinic: it was Monday in UTC");
    assert_eq!(it.placed_at, it.booked_at);
    let mut in_parts = booked(&clinic, provider, 0);
    in_parts.allocations[0].during = clinic.period("2026-03-02T10:20", "2026-03-02T10:30");
    let it = VisitFacts::of(&clinic.setup, &in_parts);
    assert_eq!(it.own().minutes(), 10, "the provider comes for the last ten minutes");
}

#[test]
fn an_overbook_gives_nothing_back() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let given_back = |lane| {
        let it = cancelled(&clinic, booked(&clinic, provider, lane));
        let owners = Owners::of(&clinic.setup);
        GivenBack::all(&it).filter_map(|it| it.released(&owners)).collect::<Vec<_>>()
    };
    let ordinary = given_back(0);
    assert_eq!(ordinary.len(), 1);
    assert_eq!((ordinary[0].day, ordinary[0].during.minutes()), (date("2026-03-02"), 30));
    assert_eq!(given_back(1), []);
}

#[test]
fn who_works_through_midnight_works_on_both_days() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.resource(ResourceKind::Provider);
    clinic.works(provider, &EVERY_DAY, "00:00", "24:00");
    // The clocks go forward on the eighth.
    let days = open_days(&clinic.setup, date("2026-03-07")..=date("2026-03-09"), Instant(0));
    let hours: Vec<_> = days.iter().map(|it| (it.day.to_string(), it.seconds() / 3600)).collect();
    let expected = [("2026-03-07", 24), ("2026-03-08", 23), ("2026-03-09", 24)];
    assert_eq!(hours, expected.map(|it| (it.0.to_owned(), it.1)));
}

#[test]
fn the_third_time_is_counted_in_days_of_the_calendar() {
    let mut clinic = Clinic::new_york();
    let [friday, away, other] = [0; 3].map(|_| clinic.resource(ResourceKind::Provider));
    clinic.works(friday, &[chrono::Weekday::Fri], "09:00", "10:00");
    clinic.works(other, &EVERY_DAY, "09:00", "17:00");
    let now = clinic.at("2026-03-02T08:00");
    let asked = [friday, away, other].map(|it| (it, clinic.visit));
    let book = clinic.book.of(friday).len();
    let found = third_next_available(&clinic.setup, &mut clinic.book, &asked, now);
    let days: Vec<_> = found.iter().map(|it: &ThirdNext| it.days).collect();
    // Two visits fit into the hour of this Friday, the third into that of the next one.
    assert_eq!(days, [Some(11), None, Some(0)]);
    assert_eq!(clinic.book.of(friday).len(), book, "the book is as it was");
    assert_eq!(date("2026-03-02") + TimeDelta::days(11), date("2026-03-13"));
}

//! Whatever sets minutes free is told once, with how many people wait for them: no act is forgotten, and none is told
//! that sets nothing free.

use crate::{
    clinic::Clinic,
    lists::book_at,
    series::weekly_at,
    waitlist::{entry, waits},
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, Requester},
    id::{ExceptionId, PatientId, Version},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    block_time::{block_time, unblock_time},
    cancel::{CancelRequest, cancel},
    cancel_series::cancel_series,
    find_offers::find_offers,
    freed::{freed_times, has_freed, holds_run_out},
    holds::{HoldRequest, hold_time, release_hold},
    reschedule::{RescheduleRequest, reschedule},
    series::Scope,
    setup::put_template,
    status::{Seen, set_status},
    undo::undo,
};

const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

/// Monday 2 March at eight; one patient waits, another has the visits.
struct Desk {
    clinic: Clinic,
    other: PatientId,
}

fn desk() -> Desk {
    let clinic = Clinic::new();
    let wants = clinic.patient("Wants", "Kim", "1980-01-01").id;
    waits(&clinic, &entry(&clinic, wants));
    let other = clinic.patient("Other", "Kim", "1981-01-01").id;
    let desk = Desk { clinic, other };
    // The hours that were given to Dr Chen a moment ago.
    desk.told();
    desk
}

impl Desk {
    /// "2026-03-02T09:00-09:20" for each time that came free since this was last asked, and how many people wait.
    fn told(&self) -> (Vec<String>, usize) {
        let freed = freed_times(&self.clinic.desk, self.clinic.ada).unwrap();
        assert!(!has_freed(&self.clinic.desk), "told once");
        let text = |it: &desk_app::freed::FreedTime| {
            let (start, end) = (it.gap.gap.during.start(), it.gap.gap.during.end());
            format!("{}-{}", start.wall_text(ZONE), &end.wall_text(ZONE)[11..])
        };
        (freed.times.iter().map(text).collect(), freed.waiting.len())
    }

    fn booked(&self, wall: &str) -> Appointment {
        let patient = self.clinic.patient(&format!("At {wall}"), "Lee", "1970-01-01");
        book_at(&self.clinic, &patient, self.clinic.chen, wall)
    }

    fn status(&self, visit: &Appointment, to: S) -> Appointment {
        let seen = Seen { appointment: visit.id, version: visit.version };
        set_status(&self.clinic.desk, self.clinic.ada, seen, to, Requester::Clinic).unwrap().value
    }

    fn handle(&self, wall: &str) -> String {
        let mut wanted = self.clinic.offers(None, 1);
        wanted.from = Some(format!("{wall}:00").parse().unwrap());
        find_offers(&self.clinic.desk, self.clinic.ada, &wanted).unwrap().offers.remove(0).0
    }
}

fn one(text: &str) -> (Vec<String>, usize) {
    (vec![text.to_owned()], 1)
}

const NOTHING: (Vec<String>, usize) = (Vec::new(), 0);

fn cancelling(visit: &Appointment) -> CancelRequest {
    CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    }
}

#[test]
fn a_visit_that_is_cancelled_moved_or_booked_by_mistake_leaves_its_time_to_others() {
    let desk = desk();
    let visit = desk.booked("2026-03-02T10:00");
    assert_eq!(desk.told(), NOTHING, "a booking frees nothing");
    let Desk { clinic, .. } = &desk;
    let moving = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle: desk.handle("2026-03-02T14:00"),
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    let moved = reschedule(&clinic.desk, clinic.ada, moving).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T10:00-10:20"));
    cancel(&clinic.desk, clinic.ada, cancelling(&moved.value.now)).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T14:00-14:20"));

    let booked = clinic.book(desk.other, &desk.handle("2026-03-02T11:00")).unwrap();
    desk.status(&booked, S::EnteredInError);
    assert_eq!(desk.told(), one("2026-03-02T11:00-11:20"));
}

#[test]
fn a_booking_that_is_taken_back_and_a_missed_visit_leave_what_is_left() {
    let desk = desk();
    let Desk { clinic, other } = &desk;
    let request = crate::clinic::plain(*other, &desk.handle("2026-03-02T10:00"));
    let done = desk_app::book::book(&clinic.desk, clinic.ada, request).unwrap();
    undo(&clinic.desk, clinic.ada, done.op).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T10:00-10:20"));

    // A physical of an hour at nine; they have not come by twenty past.
    let mut long = clinic.offers(None, 1);
    long.appointment_type = clinic.kind("Physical").id;
    let handle = find_offers(&clinic.desk, clinic.ada, &long).unwrap().offers.remove(0).0;
    let visit = clinic.book(*other, &handle).unwrap();
    let end = visit.visit.end().wall_text(ZONE)[11..].to_owned();
    let desk = Desk { clinic: desk.clinic.later(80), other: desk.other };
    desk.status(&visit, S::NoShow);
    assert_eq!(desk.told(), one(&format!("2026-03-02T09:20-{end}")));
}

#[test]
fn a_patient_who_leaves_without_being_seen_leaves_the_rest_of_their_time() {
    let desk = desk();
    let visit = desk.booked("2026-03-02T09:00");
    let here = desk.status(&visit, S::Arrived);
    desk.status(&here, S::LeftWithoutBeingSeen);
    assert_eq!(desk.told(), one("2026-03-02T09:00-09:20"));
}

#[test]
fn a_time_that_opens_again_is_told_and_a_visit_cancelled_in_closed_time_is_not() {
    let desk = desk();
    let Desk { clinic, .. } = &desk;
    let closed = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::Block,
        first_day: "2026-03-02".parse().unwrap(),
        last_day: "2026-03-02".parse().unwrap(),
        from: DayMinute(10 * 60),
        to: DayMinute(11 * 60),
        reason: "Staff meeting".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    let visit = desk.booked("2026-03-02T10:20");
    let Some(blocked) = block_time(&clinic.desk, clinic.ada, &closed).ok() else { panic!() };
    cancel(&clinic.desk, clinic.ada, cancelling(&visit)).unwrap();
    assert_eq!(desk.told(), NOTHING, "nobody can be there");
    unblock_time(&clinic.desk, clinic.ada, blocked.value.exception.id).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T10:00-11:00"));

    // And by an undo; an extra session is time as well.
    let again = ScheduleException { id: ExceptionId(clinic.desk.ids.next()), ..closed.clone() };
    let again = block_time(&clinic.desk, clinic.ada, &again).unwrap();
    undo(&clinic.desk, clinic.ada, again.op).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T10:00-11:00"));
    let extra = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        kind: ExceptionKind::ExtraSession,
        from: DayMinute(18 * 60),
        to: DayMinute(19 * 60),
        ..closed
    };
    block_time(&clinic.desk, clinic.ada, &extra).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T18:00-19:00"));
}

#[test]
fn longer_hours_are_told_day_by_day() {
    let desk = desk();
    let Desk { clinic, .. } = &desk;
    let mut template = clinic.desk.configuration().unwrap().setup.templates[0].clone();
    template.valid_to = Some("2026-03-05".parse().unwrap());
    template.sessions.iter_mut().filter(|it| it.to == DayMinute(17 * 60)).for_each(|it| it.to.0 += 60);
    put_template(&clinic.desk, clinic.ada, &template).unwrap();
    let evenings = (2..6).map(|day| format!("2026-03-{day:02}T17:00-18:00")).collect();
    assert_eq!(desk.told(), (evenings, 1));
}

#[test]
fn a_hold_that_is_released_or_runs_out_leaves_its_time() {
    let desk = desk();
    let held = |desk: &Desk, wall: &str| {
        let handle = desk.handle(wall);
        let request = HoldRequest { handle, patient: None, minutes: 30, note: "".into() };
        hold_time(&desk.clinic.desk, desk.clinic.ada, request).unwrap().value
    };
    let hold = held(&desk, "2026-03-02T11:00");
    assert_eq!(desk.told(), NOTHING);
    release_hold(&desk.clinic.desk, desk.clinic.ada, hold.id).unwrap();
    assert_eq!(desk.told(), one("2026-03-02T11:00-11:20"));

    held(&desk, "2026-03-02T14:00");
    assert!(holds_run_out(&desk.clinic.desk).unwrap().is_empty());
    desk.clinic.clock_runs(29);
    assert!(holds_run_out(&desk.clinic.desk).unwrap().is_empty() && !has_freed(&desk.clinic.desk));
    desk.clinic.clock_runs(1);
    assert_eq!(holds_run_out(&desk.clinic.desk).unwrap().len(), 1);
    assert_eq!(desk.told(), one("2026-03-02T14:00-14:20"));
    assert!(holds_run_out(&desk.clinic.desk).unwrap().is_empty() && !has_freed(&desk.clinic.desk));
}

#[test]
fn the_times_of_a_cancelled_series_are_told_together() {
    let desk = desk();
    let Desk { clinic, other } = &desk;
    let second = clinic.patient("Second", "Kim", "1982-01-01").id;
    waits(clinic, &entry(clinic, second));
    let Ok(booked) = weekly_at(clinic, *other, "2026-03-03T10:00", 3) else { panic!() };
    assert_eq!(desk.told(), NOTHING);
    cancel_series(&clinic.desk, clinic.ada, cancelling(&booked[0]), Scope::All).unwrap();
    let days = ["03", "10", "17"].map(|day| format!("2026-03-{day}T10:00-10:20"));
    assert_eq!(desk.told(), (days.to_vec(), 2));
}

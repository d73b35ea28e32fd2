//! The review of capacity on a real store: what was booked, cancelled and kept shows in the figures at once.

use crate::{
    clinic::{Clinic, plain, refusals},
    lists::entries,
    refused::person,
};
use clinic_domain::{
    appointment::{CancelReason, Requester},
    capacity::{Effort, Figure, Metric, Scope},
    id::{PatientId, ResourceId},
    people::Role,
    schedule::ScheduleTemplate,
};
use desk_app::{
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    capacity::{
        Capacity, CapacityRequest, Number, ahead, behind, capacity,
        replay::{Watch, replay},
        review::{Format, document, files},
    },
    error::AppError,
};
use std::{cell::RefCell, sync::Arc};

fn review(clinic: &Clinic, request: &CapacityRequest) -> Arc<Capacity> {
    capacity(&clinic.desk, clinic.ada, request).unwrap()
}

#[test]
fn what_is_written_shows_in_the_next_figures() {
    let clinic = Clinic::new();
    let empty = review(&clinic, &CapacityRequest::default());
    let today = empty.cells.iter().find(|it| it.day == empty.today).unwrap();
    assert_eq!((today.open_minutes, today.booked_minutes, today.visits), (420, 0, 0));
    assert_eq!(empty.of_today.get(Metric::AppointmentsToday), Figure::Amount(0));
    assert!(matches!(empty.of_today.get(Metric::NoShowRate), Figure::Unknown(_)), "none of none is no share");
    assert_eq!(empty.of_today.get(Metric::Providers), Figure::Amount(1));

    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let first = clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let booked = review(&clinic, &CapacityRequest::default());
    let cell = booked.cells.iter().find(|it| it.day == booked.today).unwrap();
    assert_eq!(cell.visits, 1);
    assert!(cell.booked_minutes >= first.visit.minutes());
    assert_eq!(cell.booked_minutes + cell.held_minutes + cell.free_minutes + cell.past_minutes, 420);
    assert_eq!(booked.of_today.get(Metric::AppointmentsToday), Figure::Amount(1));
    assert_eq!(booked.of_today.get(Metric::Patients), Figure::Amount(1));

    clinic.clock_runs(1);
    let request = CancelRequest {
        appointment: first.id,
        seen: first.version,
        reason: CancelReason::PatientRequest,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap();
    let cancelled = review(&clinic, &CapacityRequest::default());
    let cell = cancelled.cells.iter().find(|it| it.day == cancelled.today).unwrap();
    assert_eq!((cell.visits, cell.booked_minutes), (0, 0));

    // Once its time has come, nobody has filled it.
    let clinic = clinic.later(24 * 60);
    let next_day = review(&clinic, &CapacityRequest::default());
    assert_eq!(next_day.yesterday.get(Metric::BackfillRate), Figure::Share { part: 0, whole: 1 });
}

#[test]
fn the_visits_behind_a_number_are_as_many_as_it_says_and_whoever_looks_is_written_down() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let bo = clinic.patient("Lind", "Bo", "1980-01-02");
    let visits =
        [&ana, &bo].map(|it| clinic.book(it.id, &clinic.handles(it.id, 1)[0]).unwrap()).map(|it| it.id);
    let today = review(&clinic, &CapacityRequest::default()).today;
    let of_today = CapacityRequest { days: Some(today..=today), ..CapacityRequest::default() };

    let number = Number::Metric(Metric::Visits);
    let found = behind(&clinic.desk, clinic.ada, &of_today, number).unwrap();
    assert_eq!((found.part, found.rest, found.named), (2, 0, 2));
    let mut named: Vec<_> = found.visits.iter().map(|it| it.id).collect();
    named.sort_unstable();
    let mut expected = visits.to_vec();
    expected.sort_unstable();
    assert_eq!(named, expected);
    assert_eq!(review(&clinic, &of_today).measures.get(Metric::Visits), Figure::Amount(2));

    let cell = Number::Cell { provider: clinic.chen, day: today };
    let of_cell = behind(&clinic.desk, clinic.ada, &CapacityRequest::default(), cell).unwrap();
    assert_eq!(of_cell.part, 2);
    let nobodys = Number::Cell { provider: ResourceId(clinic.desk.ids.next()), day: today };
    let found = behind(&clinic.desk, clinic.ada, &CapacityRequest::default(), nobodys);
    assert_eq!(refusals(found), ["not_found"]);

    let elsewhere = Scope { provider: Some(clinic.chen), ..Scope::default() };
    let filtered = CapacityRequest { scope: elsewhere, ..of_today };
    assert_eq!(behind(&clinic.desk, clinic.ada, &filtered, number).unwrap().part, 2);
    assert_eq!(entries(&clinic, "view_capacity"), 2, "the same list is one entry");
}

#[test]
fn figures_are_for_those_who_may_see_reports_and_a_period_is_one() {
    let clinic = Clinic::new();
    let front = person(&clinic, "front", Role::FrontDesk);
    let asked = CapacityRequest::default();
    assert_eq!(refusals(capacity(&clinic.desk, front, &asked)), ["not_permitted"]);
    // Billing sees figures, and no day of anybody's.
    let billing = person(&clinic, "bill", Role::Billing);
    assert!(capacity(&clinic.desk, billing, &asked).is_ok());
    let today = review(&clinic, &asked).today;
    let days = |first: i64, last: i64| CapacityRequest {
        days: Some(today + chrono::TimeDelta::days(first)..=today + chrono::TimeDelta::days(last)),
        ..CapacityRequest::default()
    };
    for wrong in [days(0, -1), days(-400, 0)] {
        assert_eq!(refusals(capacity(&clinic.desk, clinic.ada, &wrong)), ["invalid"]);
    }
    assert!(capacity(&clinic.desk, clinic.ada, &days(-365, 0)).is_ok());
}

fn template(clinic: &Clinic) -> ScheduleTemplate {
    let configuration = clinic.desk.configuration().unwrap();
    configuration.setup.templates.iter().find(|it| it.resource == clinic.chen).unwrap().clone()
}

#[test]
fn a_replay_can_be_given_up_and_is_for_whoever_sees_reports_and_may_change_the_hours() {
    let clinic = Clinic::new();
    let hours = template(&clinic);
    let seen = RefCell::new(Vec::new());
    let tell = |done, all| seen.borrow_mut().push((done, all));
    let watch = |is_cancelled: &dyn Fn() -> bool| {
        replay(&clinic.desk, clinic.ada, &hours, &Watch { progress: &tell, is_cancelled })
    };
    let given_up = watch(&|| seen.borrow().len() == 3);
    assert!(matches!(given_up, Err(AppError::Cancelled)));
    assert_eq!(*seen.borrow(), [(1, 200), (2, 200), (3, 200)]);
    seen.borrow_mut().clear();
    let whole = watch(&|| false).unwrap();
    assert_eq!((seen.borrow().len(), whole.report.runs, whole.provider), (200, 200, clinic.chen));
    assert!(whole.report.rows.iter().all(|it| it.really.is_none_or(|it| it == 0.0)), "nobody came yet");

    let (unwatched, goes_on) = (|_, _| (), || false);
    let quiet = Watch { progress: &unwatched, is_cancelled: &goes_on };
    for role in [Role::FrontDesk, Role::Billing] {
        let who = person(&clinic, role.as_str(), role);
        assert_eq!(refusals(replay(&clinic.desk, who, &hours, &quiet)), ["not_permitted"]);
    }
    let nobodys = ScheduleTemplate { resource: ResourceId(clinic.desk.ids.next()), ..hours };
    assert_eq!(refusals(replay(&clinic.desk, clinic.ada, &nobodys, &quiet)), ["not_found"]);
}

#[test]
fn what_a_booking_cost_and_who_worked_is_in_the_figures() {
    let clinic = Clinic::new();
    let today = review(&clinic, &CapacityRequest::default()).today;
    let of_today = CapacityRequest { days: Some(today..=today), ..CapacityRequest::default() };
    assert!(matches!(review(&clinic, &of_today).measures.get(Metric::BookingEffort), Figure::Unknown(_)));
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    // Whoever took hours had left the desk.
    for (seconds, keystrokes) in [(14, 22), (30, 41), (10, 18), (4000, 5)] {
        let handle = clinic.handles(ana.id, 1)[0].clone();
        let effort = Some(Effort { seconds, keystrokes });
        book(&clinic.desk, clinic.ada, BookRequest { effort, ..plain(ana.id, &handle) }).unwrap();
    }
    // One that nobody measured, and one that was refused.
    clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let handle = clinic.handles(ana.id, 1)[0].clone();
    let effort = Some(Effort { seconds: 999, keystrokes: 999 });
    let nobody = PatientId(clinic.desk.ids.next());
    assert_eq!(
        refusals(book(&clinic.desk, clinic.ada, BookRequest { effort, ..plain(nobody, &handle) })),
        ["not_found"]
    );

    let of_everybody = review(&clinic, &of_today);
    let figures = &of_everybody.measures;
    assert_eq!(figures.get(Metric::BookingEffort), Figure::Spread { median: 14, p90: 30, of: 3 });
    assert_eq!(figures.get(Metric::BookingKeystrokes), Figure::Spread { median: 22, p90: 41, of: 3 });
    assert_eq!(figures.get(Metric::AverageBookingTime), Figure::Mean { total: 54, of: 3 });
    assert_eq!(figures.get(Metric::ActiveUsers), Figure::Amount(1));
    let elsewhere = Scope { provider: Some(ResourceId(clinic.desk.ids.next())), ..Scope::default() };
    let of_nobody = review(&clinic, &CapacityRequest { scope: elsewhere, ..of_today.clone() });
    let filtered = &of_nobody.measures;
    assert!(matches!(filtered.get(Metric::BookingEffort), Figure::Unknown(_)));
    assert!(matches!(filtered.get(Metric::ActiveUsers), Figure::Unknown(_)), "people are not of a provider");

    // The day before nobody worked here.
    let before = today.pred_opt().unwrap();
    let yesterday = CapacityRequest { days: Some(before..=before), ..CapacityRequest::default() };
    assert_eq!(review(&clinic, &yesterday).measures.get(Metric::ActiveUsers), Figure::Amount(0));
    let clinic = clinic.reopened();
    assert_eq!(
        review(&clinic, &of_today).measures.get(Metric::BookingEffort),
        Figure::Spread { median: 14, p90: 30, of: 3 }
    );
}

#[test]
fn files_are_for_those_who_may_export_and_the_trail_says_so() {
    let clinic = Clinic::new();
    let paper = document::Review {
        title: "Capacity".to_owned(),
        organization: "Lakeside Clinic".to_owned(),
        place: "All locations".to_owned(),
        period: "March".to_owned(),
        language: "en".to_owned(),
        made_at: "2026-03-02T08:00:00".parse().unwrap(),
        made: "Made by Ada".to_owned(),
        page: "Page {page} of {pages}".to_owned(),
        sections: Vec::new(),
    };
    let asked = CapacityRequest::default();
    let front = person(&clinic, "front", Role::FrontDesk);
    let billing = person(&clinic, "bill", Role::Billing);
    let saved = |who| files(&clinic.desk, who, &asked, Format::Pdf, &paper);
    assert_eq!(refusals(saved(front)), ["not_permitted"]);
    assert_eq!(entries(&clinic, "export_capacity"), 0);
    let found = saved(billing).unwrap();
    assert_eq!((found.len(), &*found[0].name, found[0].ending), (1, "Capacity", "pdf"));
    assert_eq!(entries(&clinic, "export_capacity"), 1);
}

#[test]
fn the_same_question_is_answered_once_until_something_is_written_and_may_be_worked_out_ahead() {
    let clinic = Clinic::new();
    let front = person(&clinic, "front", Role::FrontDesk);
    ahead(&clinic.desk, front).unwrap();
    ahead(&clinic.desk, clinic.ada).unwrap();
    let first = review(&clinic, &CapacityRequest::default());
    assert!(Arc::ptr_eq(&first, &review(&clinic, &CapacityRequest::default())));
    let elsewhere = CapacityRequest {
        scope: Scope { provider: Some(clinic.chen), ..Scope::default() },
        ..CapacityRequest::default()
    };
    assert!(!Arc::ptr_eq(&first, &review(&clinic, &elsewhere)));
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let booked = review(&clinic, &CapacityRequest::default());
    assert_eq!(booked.of_today.get(Metric::Visits), Figure::Amount(1));
    // What is free moves on with the clock.
    clinic.clock_runs(10);
    assert!(!Arc::ptr_eq(&booked, &review(&clinic, &CapacityRequest::default())));
    assert_eq!(refusals(capacity(&clinic.desk, front, &CapacityRequest::default())), ["not_permitted"]);
}

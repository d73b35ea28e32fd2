//! Visits that repeat: looked at before anything is written, booked as one act, taken back as one.

use crate::{
    clinic::{Clinic, plain, provider, refusals},
    recalls::due,
};
use chrono::{Datelike, Weekday};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, Requester},
    id::{AppointmentId, PatientId},
    operation::Change,
    refusal::Refusal,
    series::{Ending, Pattern},
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    book::book,
    book_series::{BookSeries, BookedSeries, book_series},
    cancel::CancelRequest,
    cancel_series::cancel_series,
    error::{AppError, AppResult},
    find_offers::{FindOffers, find_offers},
    move_series::{ChosenMove, MoveSeries, PlannedMove, PreviewMove, move_series, preview_move},
    patient_card::patient_card,
    recalls::put_recall,
    reschedule::{RescheduleRequest, reschedule},
    series::{Planned, PlannedFit, PreviewSeries, Scope, preview_series},
    status::{Seen, set_status},
    undo::undo,
};

fn ana(clinic: &Clinic) -> PatientId {
    clinic.patient("Ruiz", "Ana", "1990-04-12").id
}

/// The first free time from then on.
fn handle_at(clinic: &Clinic, patient: PatientId, wall: &str) -> String {
    let mut wanted = clinic.offers(Some(patient), 1);
    wanted.from = Some(wall.parse().unwrap());
    find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0
}

fn mondays() -> Pattern {
    Pattern::Weekly { every_n_weeks: 1, weekdays: vec![Weekday::Mon] }
}

/// Mondays at ten, from 2 March on: the clocks change before the second one.
fn preview(clinic: &Clinic, patient: PatientId, ending: Ending) -> AppResult<Vec<Planned>> {
    let handle = handle_at(clinic, patient, "2026-03-02T10:00:00");
    let wanted = PreviewSeries { handle, patient, pattern: mondays(), ending };
    preview_series(&clinic.desk, clinic.ada, &wanted).map(|it| it.1)
}

fn walls(planned: &[Planned]) -> Vec<String> {
    planned.iter().map(|it| it.start.wall_text(chrono_tz::America::New_York)).collect()
}

/// The handles of those that fit, and of the first alternative for those that do not.
fn chosen(planned: &[Planned]) -> Vec<String> {
    let handle = |it: &Planned| match &it.fit {
        PlannedFit::Fits(it) => it.handle.clone(),
        PlannedFit::Not { alternatives, .. } => alternatives[0].handle.clone(),
    };
    planned.iter().map(handle).collect()
}

fn book_all(clinic: &Clinic, patient: PatientId, handles: Vec<String>) -> AppResult<Done<BookedSeries>> {
    let request = BookSeries {
        handles,
        pattern: mondays(),
        patient,
        requested_by: Requester::Patient,
        note: "physiotherapy".into(),
        reminder: None,
        contact_point: "".into(),
    };
    book_series(&clinic.desk, clinic.ada, &request)
}

/// So many visits at the same time of each week, as far as all of them fit.
pub fn weekly_at(clinic: &Clinic, patient: PatientId, wall: &str, count: u16) -> AppResult<Vec<Appointment>> {
    let handle = handle_at(clinic, patient, &format!("{wall}:00"));
    let weekday = wall[..10].parse::<chrono::NaiveDate>().unwrap().weekday();
    let pattern = Pattern::Weekly { every_n_weeks: 1, weekdays: vec![weekday] };
    let ending = Ending::After { count };
    let wanted = PreviewSeries { handle, patient, pattern: pattern.clone(), ending };
    let (_, planned) = preview_series(&clinic.desk, clinic.ada, &wanted)?;
    let request = BookSeries {
        handles: chosen(&planned),
        pattern,
        patient,
        requested_by: Requester::Patient,
        note: "".into(),
        reminder: None,
        contact_point: "".into(),
    };
    let booked = book_series(&clinic.desk, clinic.ada, &request)?.value;
    Ok(std::iter::once(booked.first).chain(booked.rest).collect())
}

fn visits_of(clinic: &Clinic, patient: PatientId) -> Vec<(String, S)> {
    let card = patient_card(&clinic.desk, clinic.ada, patient).unwrap();
    card.next.iter().map(|it| (it.wall_start.clone(), it.status)).collect()
}

#[test]
fn a_series_is_looked_at_booked_and_taken_back_as_one() {
    let clinic = Clinic::new();
    let (patient, bob) = (ana(&clinic), clinic.patient("Stone", "Bob", "1970-01-01").id);
    let taken = handle_at(&clinic, bob, "2026-03-16T10:00:00");
    book(&clinic.desk, clinic.ada, plain(bob, &taken)).unwrap();

    let planned = preview(&clinic, patient, Ending::After { count: 4 }).unwrap();
    let at_ten = ["2026-03-02T10:00", "2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00"];
    assert_eq!(walls(&planned), at_ten);
    let fits: Vec<bool> = planned.iter().map(|it| matches!(it.fit, PlannedFit::Fits(_))).collect();
    assert_eq!(fits, [true, true, false, true]);
    let PlannedFit::Not { reasons, .. } = &planned[2].fit else { panic!() };
    assert_eq!(reasons.iter().map(Refusal::code).collect::<Vec<_>>(), ["taken"]);
    assert_eq!(visits_of(&clinic, patient), [], "nothing is written by looking");

    let Done { value: booked, op } = book_all(&clinic, patient, chosen(&planned)).unwrap();
    let all: Vec<&Appointment> = std::iter::once(&booked.first).chain(&booked.rest).collect();
    let series = all[0].series.clone().unwrap();
    assert!(series.pattern == Some(mondays()) && all.iter().all(|it| it.series.as_ref() == Some(&series)));
    let full = unaudited(&clinic.desk, all[2].id).unwrap();
    let others: Vec<&str> = full.series.iter().map(|it| it.wall_start.as_str()).collect();
    assert_eq!(others, ["2026-03-02T10:00", "2026-03-09T10:00", "2026-03-16T09:40", "2026-03-23T10:00"]);

    undo(&clinic.desk, clinic.ada, op).unwrap();
    assert_eq!(visits_of(&clinic, patient), []);
    let full = unaudited(&clinic.desk, all[2].id).unwrap();
    assert!(full.series.iter().all(|it| it.status == S::EnteredInError) && full.series.len() == 4);
}

#[test]
fn a_series_survives_the_night() {
    let clinic = Clinic::new();
    let patient = ana(&clinic);
    let planned = preview(&clinic, patient, Ending::After { count: 3 }).unwrap();
    let first = book_all(&clinic, patient, chosen(&planned)).unwrap().value.first;
    let clinic = clinic.reopened();
    let full = unaudited(&clinic.desk, first.id).unwrap();
    assert_eq!((full.appointment.series, full.series.len()), (first.series, 3));
}

#[test]
fn one_occurrence_that_went_meanwhile_books_none_of_them() {
    let clinic = Clinic::new();
    let (patient, bob) = (ana(&clinic), clinic.patient("Stone", "Bob", "1970-01-01").id);
    let planned = preview(&clinic, patient, Ending::After { count: 10 }).unwrap();
    let taken = handle_at(&clinic, bob, "2026-05-04T10:00:00");
    book(&clinic.desk, clinic.ada, plain(bob, &taken)).unwrap();
    let refused = book_all(&clinic, patient, chosen(&planned)).map(|_| ());
    let Err(AppError::Refused(reasons)) = &refused else { panic!("{refused:?}") };
    assert_eq!(reasons.0[0], Refusal::PlanOvertaken { start: planned[9].start });
    assert_eq!(refusals(refused), ["plan_overtaken", "taken"]);
    assert_eq!(visits_of(&clinic, patient), []);
}

#[test]
fn alternatives_of_several_occurrences_never_meet() {
    let clinic = Clinic::new();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let patient = ana(&clinic);
    // Fridays have no session: each takes the nearest free time on another day.
    let wanted = PreviewSeries {
        handle: handle_at(&clinic, patient, "2026-03-05T10:00:00"),
        patient,
        pattern: Pattern::Weekly { every_n_weeks: 1, weekdays: vec![Weekday::Thu, Weekday::Fri] },
        ending: Ending::After { count: 6 },
    };
    let planned = preview_series(&clinic.desk, clinic.ada, &wanted).unwrap().1;
    for pick in 0..3 {
        let handle = |it: &Planned| match &it.fit {
            PlannedFit::Fits(it) => Some(it.handle.clone()),
            PlannedFit::Not { alternatives, .. } => alternatives.get(pick).map(|it| it.handle.clone()),
        };
        let handles: Vec<String> = planned.iter().filter_map(handle).collect();
        let Ok(Done { op, .. }) = book_all(&clinic, patient, handles) else { panic!("pick {pick}") };
        undo(&clinic.desk, clinic.ada, op).unwrap();
    }
}

#[test]
fn what_cannot_be_a_series_is_refused_and_nothing_is_stored() {
    let clinic = Clinic::new();
    let patient = ana(&clinic);
    let day = |text: &str| text.parse().unwrap();
    for ending in [
        Ending::After { count: 0 },
        Ending::After { count: 10_000 },
        Ending::Until { day: day("2026-03-01") },
        Ending::Until { day: day("2096-03-01") },
    ] {
        assert_eq!(refusals(preview(&clinic, patient, ending)), ["invalid"], "{ending:?}");
    }
    assert_eq!(refusals(book_all(&clinic, patient, vec![]).map(|_| ())), ["invalid"]);
    let handle = handle_at(&clinic, patient, "2026-03-02T10:00:00");
    assert_eq!(refusals(book_all(&clinic, patient, vec![handle.clone(); 105]).map(|_| ())), ["invalid"]);
    // The same time twice: the patient is in one place at a time.
    assert_eq!(refusals(book_all(&clinic, patient, vec![handle; 2]).map(|_| ()))[0], "plan_overtaken");
    assert_eq!(visits_of(&clinic, patient), []);
}

/// Four Mondays at ten from 2 March on.
fn four_mondays(clinic: &Clinic, patient: PatientId) -> Vec<Appointment> {
    let planned = preview(clinic, patient, Ending::After { count: 4 }).unwrap();
    let BookedSeries { first, rest } = book_all(clinic, patient, chosen(&planned)).unwrap().value;
    std::iter::once(first).chain(rest).collect()
}

fn stands(clinic: &Clinic, id: AppointmentId) -> Appointment {
    unaudited(&clinic.desk, id).unwrap().appointment
}

fn new_time(clinic: &Clinic, visit: &Appointment, wall: &str) -> String {
    let from = Some(wall.parse().unwrap());
    let wanted = FindOffers { moving: Some(visit.id), from, ..clinic.offers(None, 1) };
    find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0
}

fn looked_at(clinic: &Clinic, visit: &Appointment, handle: &str, scope: Scope) -> Vec<PlannedMove> {
    let wanted = PreviewMove { appointment: visit.id, handle: handle.to_owned(), scope };
    preview_move(&clinic.desk, clinic.ada, &wanted).unwrap().1
}

/// Those that fit, as a person leaves them.
fn move_all(
    clinic: &Clinic,
    visit: &Appointment,
    handle: &str,
    moves: &[PlannedMove],
) -> AppResult<Done<Vec<desk_app::reschedule::Moved>>> {
    let chosen = |it: &PlannedMove| match &it.planned.fit {
        PlannedFit::Fits(to) => {
            Some(ChosenMove { appointment: it.visit.id, seen: it.visit.version, handle: to.handle.clone() })
        }
        PlannedFit::Not { .. } => None,
    };
    let request = MoveSeries {
        appointment: visit.id,
        handle: handle.to_owned(),
        moves: moves.iter().filter_map(chosen).collect(),
        requested_by: Requester::Patient,
    };
    move_series(&clinic.desk, clinic.ada, &request)
}

fn all_walls(clinic: &Clinic, visit: &Appointment) -> Vec<String> {
    let full = unaudited(&clinic.desk, visit.id).unwrap();
    full.series.iter().map(|it| it.wall_start.clone()).collect()
}

#[test]
fn one_visit_is_moved_alone_and_makes_no_other() {
    let clinic = Clinic::new();
    let visits = four_mondays(&clinic, ana(&clinic));
    let handle = new_time(&clinic, &visits[1], "2026-03-10T14:00:00");
    let request = RescheduleRequest {
        appointment: visits[1].id,
        seen: visits[1].version,
        handle,
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    reschedule(&clinic.desk, clinic.ada, request).unwrap();
    let walls = ["2026-03-02T10:00", "2026-03-10T14:00", "2026-03-16T10:00", "2026-03-23T10:00"];
    assert_eq!(all_walls(&clinic, &visits[0]), walls);
    assert_eq!(stands(&clinic, visits[1].id).series, visits[1].series);
}

#[test]
fn this_and_the_following_move_to_another_day_and_time_and_back_by_one_undo() {
    let clinic = Clinic::new();
    let visits = four_mondays(&clinic, ana(&clinic));
    let handle = new_time(&clinic, &visits[1], "2026-03-11T14:00:00");
    let moves = looked_at(&clinic, &visits[1], &handle, Scope::Following);
    assert_eq!(moves.iter().map(|it| it.visit.id).collect::<Vec<_>>(), [1, 2, 3].map(|it| visits[it].id));
    let Done { value: moved, op } = move_all(&clinic, &visits[1], &handle, &moves).unwrap();
    assert_eq!(moved.len(), 3);
    let walls = ["2026-03-02T10:00", "2026-03-11T14:00", "2026-03-18T14:00", "2026-03-25T14:00"];
    assert_eq!(all_walls(&clinic, &visits[0]), walls);
    let wednesdays = Pattern::Weekly { every_n_weeks: 1, weekdays: vec![Weekday::Wed] };
    assert_eq!(stands(&clinic, visits[2].id).series.unwrap().pattern, Some(wednesdays));
    assert_eq!(stands(&clinic, visits[0].id).series.unwrap().pattern, Some(mondays()));

    undo(&clinic.desk, clinic.ada, op).unwrap();
    let walls = ["2026-03-02T10:00", "2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00"];
    assert_eq!(all_walls(&clinic, &visits[0]), walls);
    assert_eq!(stands(&clinic, visits[2].id).series, visits[2].series);
}

/// A week later: each goes where the next one stands.
#[test]
fn visits_go_into_each_others_places_whichever_is_sent_first() {
    let clinic = Clinic::new();
    let visits = four_mondays(&clinic, ana(&clinic));
    let later = new_time(&clinic, &visits[3], "2026-03-30T10:00:00");
    let moves = looked_at(&clinic, &visits[3], &later, Scope::All);
    assert!(moves.iter().all(|it| matches!(it.planned.fit, PlannedFit::Fits(_))));
    let moved = move_all(&clinic, &visits[3], &later, &moves).unwrap().value;
    assert_eq!(moved.len(), 4);
    let walls = ["2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00", "2026-03-30T10:00"];
    assert_eq!(all_walls(&clinic, &visits[0]), walls);
}

#[test]
fn one_that_does_not_fit_stays_where_it_is() {
    let clinic = Clinic::new();
    let (patient, bob) = (ana(&clinic), clinic.patient("Stone", "Bob", "1970-01-01").id);
    let visits = four_mondays(&clinic, patient);
    let taken = handle_at(&clinic, bob, "2026-03-16T14:00:00");
    book(&clinic.desk, clinic.ada, plain(bob, &taken)).unwrap();
    let handle = new_time(&clinic, &visits[0], "2026-03-02T14:00:00");
    let moves = looked_at(&clinic, &visits[0], &handle, Scope::Following);
    let PlannedFit::Not { reasons, alternatives } = &moves[2].planned.fit else { panic!() };
    assert_eq!(reasons.iter().map(Refusal::code).collect::<Vec<_>>(), ["taken"]);
    assert!(!alternatives.is_empty());
    move_all(&clinic, &visits[0], &handle, &moves).unwrap();
    let walls = ["2026-03-02T14:00", "2026-03-09T14:00", "2026-03-16T10:00", "2026-03-23T14:00"];
    assert_eq!(all_walls(&clinic, &visits[0]), walls);
}

#[test]
fn a_series_is_cancelled_from_a_visit_on_and_comes_back_as_one() {
    let clinic = Clinic::new();
    let visits = four_mondays(&clinic, ana(&clinic));
    let request = |it: &Appointment| CancelRequest {
        appointment: it.id,
        seen: stands(&clinic, it.id).version,
        reason: CancelReason::NoLongerNeeded,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    let statuses = || visits.iter().map(|it| stands(&clinic, it.id).status).collect::<Vec<_>>();
    let done = cancel_series(&clinic.desk, clinic.ada, request(&visits[2]), Scope::Following).unwrap();
    assert_eq!((done.value.len(), statuses()), (2, vec![S::Booked, S::Booked, S::Cancelled, S::Cancelled]));
    undo(&clinic.desk, clinic.ada, done.op).unwrap();
    assert_eq!(statuses(), [S::Booked; 4]);

    // What has begun, and what is no longer booked, stays.
    let seen = Seen { appointment: visits[0].id, version: stands(&clinic, visits[0].id).version };
    set_status(&clinic.desk, clinic.ada, seen, S::Arrived, Requester::Patient).unwrap();
    let clinic = clinic.reopened_at("2026-03-02T15:05:00Z");
    let request = CancelRequest {
        appointment: visits[3].id,
        seen: stands(&clinic, visits[3].id).version,
        reason: CancelReason::NoLongerNeeded,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    let done = cancel_series(&clinic.desk, clinic.ada, request, Scope::All).unwrap();
    let statuses: Vec<S> = visits.iter().map(|it| stands(&clinic, it.id).status).collect();
    assert_eq!((done.value.len(), statuses), (3, vec![S::Arrived, S::Cancelled, S::Cancelled, S::Cancelled]));
}

#[test]
fn a_visit_of_another_series_does_not_move_with_this_one() {
    let clinic = Clinic::new();
    let (patient, bob) = (ana(&clinic), clinic.patient("Stone", "Bob", "1970-01-01").id);
    let visits = four_mondays(&clinic, patient);
    let taken = handle_at(&clinic, bob, "2026-03-16T15:00:00");
    let other = book(&clinic.desk, clinic.ada, plain(bob, &taken)).unwrap().value;
    let handle = new_time(&clinic, &visits[0], "2026-03-02T14:00:00");
    let to = new_time(&clinic, &other, "2026-03-17T15:00:00");
    let request = MoveSeries {
        appointment: visits[0].id,
        handle,
        moves: vec![ChosenMove { appointment: other.id, seen: other.version, handle: to }],
        requested_by: Requester::Patient,
    };
    assert_eq!(refusals(move_series(&clinic.desk, clinic.ada, &request).map(|_| ())), ["invalid"]);
    assert_eq!(stands(&clinic, other.id), other);
}

#[test]
fn what_a_patient_is_due_for_is_settled_by_the_first_visit_of_a_series_alone() {
    let clinic = Clinic::new();
    let ana = ana(&clinic);
    let due = put_recall(&clinic.desk, clinic.ada, &due(&clinic, ana, "2026-03-05")).unwrap().value;
    let planned = preview(&clinic, ana, Ending::After { count: 3 }).unwrap();
    let booked = book_all(&clinic, ana, chosen(&planned)).unwrap();
    let acts = clinic.desk.store().whole_act(booked.op).unwrap();
    let settled: Vec<_> = acts
        .iter()
        .flat_map(|it| &it.after)
        .filter_map(|it| match it {
            Change::Recall(it) => Some((it.id, it.booked)),
            _ => None,
        })
        .collect();
    assert_eq!(settled, [(due.id, Some(booked.value.first.id))]);
}

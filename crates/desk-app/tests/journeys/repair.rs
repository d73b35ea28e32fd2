//! A provider is out for the rest of the day: what is proposed, what becomes of the part that a person takes, who has to
//! hear of it, and that there is no half of it, neither forwards nor back.

use crate::{
    calls::call_about_visit,
    clinic::{Clinic, provider, refusals},
    lists::{book_at, counts, entries, ids, list, reachable, step},
    series::weekly_at,
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CallOutcome, ConfirmationState, HistoryEvent},
    availability::{Mark, Nearness, Step, StepOutcome},
    id::{AppointmentId, ExceptionId, ResourceId, Version},
    patient::ContactChannel,
    people::Role,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
    worklist::WorkList,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    block_time::block_time,
    error::AppResult,
    people::{NewPerson, add_person},
    propose_repair::{ProposeRepair, ProposedRepair, Trouble, propose_repair},
    repair::{RepairMove, RepairRequest, Repaired, repair},
    status::{Seen, set_confirmation},
    undo::undo,
};
use desk_cache::KdfCost;

const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

/// Tuesday: three visits with Dr Chen, and Dr Okafor who is taken at eleven.
struct Tuesday {
    clinic: Clinic,
    okafor: ResourceId,
    visits: Vec<Appointment>,
    other: Appointment,
}

fn tuesday() -> Tuesday {
    let clinic = Clinic::new();
    let okafor = provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let walls = ["2026-03-03T09:00", "2026-03-03T11:00", "2026-03-03T13:00"];
    let booked = walls.iter().enumerate().map(|(nth, wall)| {
        let patient = reachable(&clinic, &format!("Family{nth}"), &format!("555 010{nth}"));
        book_at(&clinic, &patient, clinic.chen, wall)
    });
    let visits = booked.collect();
    let other = reachable(&clinic, "Elsewhere", "555 0199");
    let other = book_at(&clinic, &other, okafor, "2026-03-03T11:00");
    Tuesday { clinic, okafor, visits, other }
}

impl Tuesday {
    fn closure(&self) -> ScheduleException {
        closure(&self.clinic)
    }

    fn plan(&self) -> ProposedRepair {
        propose(&self.clinic, Trouble::Closed(self.closure())).unwrap()
    }

    fn take(&self, plan: &ProposedRepair, which: &[usize]) -> AppResult<Done<Repaired>> {
        let moves = which.iter().map(|nth| {
            let planned = &plan.visits[*nth];
            RepairMove {
                appointment: planned.row.id,
                seen: planned.row.version,
                handle: planned.handles[0].clone(),
            }
        });
        let request = RepairRequest { closure: Some(self.closure()), moves: moves.collect() };
        repair(&self.clinic.desk, self.clinic.ada, &request)
    }

    fn stands(&self, nth: usize) -> Appointment {
        stands(&self.clinic, self.visits[nth].id)
    }

    fn closures(&self) -> usize {
        let configuration = self.clinic.desk.configuration().unwrap();
        configuration.setup.exceptions.iter().filter(|it| it.is_active).count()
    }
}

/// Dr Chen, from twenty past nine on.
fn closure(clinic: &Clinic) -> ScheduleException {
    let day = "2026-03-03".parse().unwrap();
    ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind: ExceptionKind::TimeOff,
        first_day: day,
        last_day: day,
        from: DayMinute(9 * 60 + 20),
        to: DayMinute::END,
        reason: "Ill".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

fn propose(clinic: &Clinic, trouble: Trouble) -> AppResult<ProposedRepair> {
    propose_repair(&clinic.desk, clinic.ada, &ProposeRepair { trouble, picks: Vec::new() })
}

fn stands(clinic: &Clinic, id: AppointmentId) -> Appointment {
    unaudited(&clinic.desk, id).unwrap().appointment
}

fn said(step: &Step) -> (String, Option<Nearness>) {
    match &step.outcome {
        StepOutcome::Move(it) => (it.slot.visit.start().wall_text(ZONE), Some(it.nearness)),
        StepOutcome::Wait { minutes } => (format!("waits {minutes}"), None),
        StepOutcome::Nothing(_) => ("nothing".into(), None),
    }
}

fn told(plan: &ProposedRepair) -> Vec<(String, Option<Nearness>)> {
    plan.visits.iter().map(|it| said(&it.step)).collect()
}

#[test]
fn a_part_of_the_plan_is_taken_the_rest_stays_known_and_patients_are_called() {
    let day = tuesday();
    let plan = day.plan();
    let alike = Some(Nearness::SameSpecialty);
    assert_eq!(
        told(&plan),
        [("2026-03-03T11:20".to_owned(), alike), ("2026-03-03T13:00".to_owned(), alike)],
        "the visit at nine is over by then, and Dr Okafor is taken at eleven"
    );
    assert_eq!((entries(&day.clinic, "view_repair"), day.closures()), (1, 0), "nothing is written yet");

    let Done { value: done, op } = day.take(&plan, &[0]).unwrap();
    let left: Vec<_> = done.blocked.unwrap().affected.iter().map(|it| it.id).collect();
    assert_eq!((done.moved.len(), left), (1, vec![day.visits[2].id]));
    let moved = day.stands(1);
    assert_eq!(moved.visit.start().wall_text(ZONE), "2026-03-03T11:20");
    assert_eq!(moved.allocations[0].resource, day.okafor);
    assert_eq!(moved.confirmation.state, ConfirmationState::NotAsked);
    assert_eq!(day.stands(2).allocations, day.visits[2].allocations, "not taken: it stays where it is");
    assert_eq!(stands(&day.clinic, day.other.id), day.other);

    let to_tell = list(&day.clinic, WorkList::Repaired);
    assert_eq!((ids(&to_tell), counts(&to_tell)[5..].to_vec()), (vec![moved.id], vec![1, 1]));
    assert_eq!(ids(&list(&day.clinic, WorkList::WithoutHours)), [day.visits[2].id]);
    let called = call_about_visit(&day.clinic, &moved, CallOutcome::NoAnswer, None).unwrap();
    assert_eq!(ids(&list(&day.clinic, WorkList::Repaired)), [moved.id], "nobody answered");
    call_about_visit(&day.clinic, &called, CallOutcome::Reached, None).unwrap();
    assert_eq!(ids(&list(&day.clinic, WorkList::Repaired)), []);
    assert_eq!(refusals(undo(&day.clinic.desk, day.clinic.ada, op)), ["undo_overtaken"], "they were told");
}

#[test]
fn one_undo_takes_all_of_it_back() {
    let day = tuesday();
    let Done { op, .. } = day.take(&day.plan(), &[0, 1]).unwrap();
    assert_eq!((day.closures(), ids(&list(&day.clinic, WorkList::Repaired)).len()), (1, 2));
    let undone = undo(&day.clinic.desk, day.clinic.ada, op).unwrap();
    assert_eq!((day.closures(), undone.visits.len()), (0, 4));
    for nth in 0..3 {
        assert_eq!(day.stands(nth).allocations, day.visits[nth].allocations);
    }
    assert!(ids(&list(&day.clinic, WorkList::Repaired)).is_empty());
    assert!(ids(&list(&day.clinic, WorkList::WithoutHours)).is_empty());
}

#[test]
fn a_book_that_has_changed_meanwhile_leaves_everything_as_it_was() {
    let day = tuesday();
    let plan = day.plan();
    let intruder = reachable(&day.clinic, "Intruder", "555 0188");
    book_at(&day.clinic, &intruder, day.okafor, "2026-03-03T13:00");
    let before = entries(&day.clinic, "repair");
    assert_eq!(refusals(day.take(&plan, &[0, 1])), ["plan_overtaken", "taken"]);
    assert_eq!(day.closures(), 0, "the closure came first, and is not there either");
    for nth in 0..3 {
        assert_eq!(day.stands(nth), day.visits[nth]);
    }
    assert_eq!(entries(&day.clinic, "repair"), before + 1, "one entry: that it was refused");
    let clinic = day.clinic.reopened();
    let again = Tuesday { clinic, ..day };
    assert_eq!((again.closures(), again.stands(1)), (0, again.visits[1].clone()));
    let plan = again.plan();
    assert_eq!(told(&plan)[1].0, "2026-03-03T13:20", "planned anew");
    assert_eq!(again.take(&plan, &[0, 1]).unwrap().value.moved.len(), 2);
}

#[test]
fn a_visit_that_somebody_else_changed_is_not_moved_over_their_heads() {
    let day = tuesday();
    let plan = day.plan();
    let seen = Seen { appointment: day.visits[2].id, version: day.visits[2].version };
    set_confirmation(
        &day.clinic.desk,
        day.clinic.ada,
        seen,
        ConfirmationState::Confirmed,
        ContactChannel::Sms,
    )
    .unwrap();
    assert_eq!(refusals(day.take(&plan, &[0, 1])), ["plan_overtaken", "changed"]);
    assert_eq!((day.closures(), day.stands(1)), (0, day.visits[1].clone()));
}

#[test]
fn who_waits_in_the_clinic_goes_on_waiting_there() {
    let day = tuesday();
    let clinic = day.clinic.reopened_at("2026-03-03T15:50:00Z");
    step(&clinic, &day.visits[1], S::Arrived);
    let clinic = clinic.later(3);
    let checked_in = step(&clinic, &stands(&clinic, day.visits[1].id), S::CheckedIn);
    let came = checked_in.arrived_at();
    assert_eq!(came, Some(crate::clinic::at("2026-03-03T15:50:00Z")));
    let day = Tuesday { clinic: clinic.reopened_at("2026-03-03T15:55:00Z"), ..day };
    let plan = day.plan();
    assert_eq!(told(&plan)[0].0, "2026-03-03T11:20");
    day.take(&plan, &[0]).unwrap();
    let moved = day.stands(1);
    assert_eq!((moved.status, moved.arrived_at()), (S::CheckedIn, came));
    assert!(moved.is_identity_verified());
    assert!(ids(&list(&day.clinic, WorkList::Repaired)).is_empty(), "who is here is told here");
    assert_eq!(list(&day.clinic, WorkList::InClinic).rows[0].since, came);
}

#[test]
fn lateness_lets_wait_who_fits_and_writes_only_what_is_moved() {
    let day = tuesday();
    let clinic = day.clinic.reopened_at("2026-03-03T15:50:00Z");
    let late = |minutes| propose(&clinic, Trouble::Late { resource: clinic.chen, minutes });
    assert_eq!(told(&late(25).unwrap()), [("waits 15".to_owned(), None)]);
    assert_eq!(told(&late(5).unwrap()), []);
    let plan = late(60).unwrap();
    let own = Some(Nearness::SameProvider);
    assert_eq!(told(&plan)[0], ("2026-03-03T13:20".to_owned(), own), "Dr Chen stops at noon");
    let instead = &plan.visits[0].step.instead[0];
    assert_eq!(instead.slot.visit.start().wall_text(ZONE), "2026-03-03T11:20", "or with Dr Okafor, sooner");
    assert_eq!(refusals(late(0)), ["invalid"]);
    assert_eq!(refusals(late(481)), ["invalid"]);
    let planned = &plan.visits[0];
    let moves = vec![RepairMove {
        appointment: planned.row.id,
        seen: planned.row.version,
        handle: planned.handles[0].clone(),
    }];
    let months = ScheduleException { last_day: "2026-06-01".parse().unwrap(), ..closure(&clinic) };
    assert_eq!(refusals(propose(&clinic, Trouble::Closed(months))), ["invalid"], "more than a repair");
    let nothing = RepairRequest { closure: None, moves: Vec::new() };
    assert_eq!(refusals(repair(&clinic.desk, clinic.ada, &nothing)), ["not_found"]);
    let done = repair(&clinic.desk, clinic.ada, &RepairRequest { closure: None, moves }).unwrap().value;
    assert!(done.blocked.is_none());
    let history = stands(&clinic, day.visits[1].id).history;
    assert!(matches!(history.last().unwrap().what, HistoryEvent::Moved { .. }));
}

#[test]
fn what_lost_its_hours_before_is_planned_from_its_list() {
    let day = tuesday();
    assert_eq!(told(&propose(&day.clinic, Trouble::WithoutHours(day.clinic.location)).unwrap()), []);
    block_time(&day.clinic.desk, day.clinic.ada, &day.closure()).unwrap();
    let day = Tuesday { clinic: day.clinic.later(2), ..day };
    let lost = ids(&list(&day.clinic, WorkList::WithoutHours));
    assert_eq!(lost.len(), 2);
    let plan = propose(&day.clinic, Trouble::WithoutHours(day.clinic.location)).unwrap();
    assert_eq!(told(&plan), told(&tuesday().plan()), "as if it had been asked at once");
    let moves = plan.visits.iter().map(|it| RepairMove {
        appointment: it.row.id,
        seen: it.row.version,
        handle: it.handles[0].clone(),
    });
    let request = RepairRequest { closure: None, moves: moves.collect() };
    let Done { op, .. } = repair(&day.clinic.desk, day.clinic.ada, &request).unwrap();
    assert_eq!(ids(&list(&day.clinic, WorkList::WithoutHours)), []);
    undo(&day.clinic.desk, day.clinic.ada, op).unwrap();
    assert_eq!(ids(&list(&day.clinic, WorkList::WithoutHours)), lost);
}

#[test]
fn who_may_not_block_time_repairs_no_day() {
    let day = tuesday();
    let nora =
        NewPerson { login: "nora".into(), name: "Nora".into(), roles: vec![Role::Scheduler], resource: None };
    let nora = add_person(&day.clinic.desk, day.clinic.ada, nora, KdfCost::for_tests()).unwrap().person.id;
    let request = ProposeRepair { trouble: Trouble::Closed(day.closure()), picks: Vec::new() };
    assert_eq!(refusals(propose_repair(&day.clinic.desk, nora, &request)), ["not_permitted"]);
    let request = RepairRequest { closure: Some(day.closure()), moves: Vec::new() };
    assert_eq!(refusals(repair(&day.clinic.desk, nora, &request)), ["not_permitted"]);
}

/// One day of a weekly series breaks: it is promised more than a visit by itself, and it is moved alone.
#[test]
fn a_visit_of_a_series_comes_first_and_moves_without_the_others() {
    let clinic = Clinic::new();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let alone = reachable(&clinic, "Alone", "555 0101");
    let alone = book_at(&clinic, &alone, clinic.chen, "2026-03-03T11:00");
    let weekly = reachable(&clinic, "Weekly", "555 0102");
    let Ok(series) = weekly_at(&clinic, weekly.id, "2026-03-03T11:20", 3) else { panic!() };
    let plan = propose(&clinic, Trouble::Closed(closure(&clinic))).unwrap();
    let marks: Vec<_> = plan.visits.iter().map(|it| (it.row.id, it.step.marks.clone())).collect();
    assert_eq!(marks, [(series[0].id, vec![Mark::Series]), (alone.id, vec![])]);

    let planned = &plan.visits[0];
    let moves = vec![RepairMove {
        appointment: planned.row.id,
        seen: planned.row.version,
        handle: planned.handles[0].clone(),
    }];
    let request = RepairRequest { closure: Some(closure(&clinic)), moves };
    repair(&clinic.desk, clinic.ada, &request).unwrap();
    let moved = stands(&clinic, series[0].id);
    assert_eq!((&moved.series, moved.version), (&series[0].series, series[0].version.next()));
    assert_ne!(moved.allocations, series[0].allocations);
    for other in &series[1..] {
        assert_eq!(stands(&clinic, other.id), *other, "untouched");
    }
}

//! Day repair on the large clinic: a provider is out for as many days as make 40 visits; the plan for them, and the act that
//! takes all of it, beside the bare reading of the rows that the plan is made from.

use crate::{
    figure::{Figure, median, timed},
    large,
};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    availability::StepOutcome,
    id::{ExceptionId, ResourceId, Version},
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::{DayMinute, Period, local_day},
};
use desk_app::{
    front_desk::FrontDesk,
    propose_repair::{Planned, ProposeRepair, ProposedRepair, Trouble, propose_repair},
    repair::{RepairMove, RepairRequest, repair},
    sign_in::AtTheDesk,
    undo::undo,
};

const VISITS: usize = 40;
const RUNS: usize = 7;
const GOAL: &str = "<= 1000 ms";

pub fn of_forty_visits(folder: &std::path::Path) {
    let entered = large::open(folder);
    let AtTheDesk { desk, person, .. } = &entered;
    let setup = desk.configuration().unwrap().setup.clone();
    let location = &setup.locations[0];
    let here = setup.resources.iter().filter(|it| it.is_active && it.location == location.id);
    let everybody: Vec<ResourceId> = here.clone().map(|it| it.id).collect();
    let provider = here.clone().find(|it| it.kind == ResourceKind::Provider).unwrap().id;
    let first = desk.now().local_date(location.zone) + Days::new(1);
    let plan = |last: NaiveDate| {
        let trouble = Trouble::Closed(out(desk, provider, first, last));
        propose_repair(desk, *person, &ProposeRepair { trouble, picks: Vec::new() }).unwrap()
    };
    let days = (0..14).map(|it| first + Days::new(it));
    let last = days.into_iter().find(|last| plan(*last).visits.len() >= VISITS).unwrap();

    let mut plans: Vec<f64> = (0..RUNS).map(|_| timed(|| plan(last)).0).collect();
    let end = local_day(location.zone, last + Days::new(15)).end();
    let around = Period::new(local_day(location.zone, first).start(), end).unwrap();
    let read = || desk.store().read(|it| it.busy(&everybody, around)).unwrap();
    let mut reads: Vec<f64> = (0..RUNS).map(|_| timed(read).0).collect();
    let (unit, value) = ("ms", median(&mut plans));
    let baseline = Some(median(&mut reads));
    Figure { name: "day_repair_plan_40_visits", value, unit, baseline, goal: GOAL, met: value <= 1000.0 }
        .print();

    let mut writes = Vec::new();
    for _ in 0..RUNS {
        let request = taken(&plan(last), out(desk, provider, first, last));
        let (took, done) = timed(|| repair(desk, *person, &request).unwrap());
        assert!(done.value.moved.len() >= VISITS, "{} were moved", done.value.moved.len());
        writes.push(took);
        undo(desk, *person, done.op).unwrap();
    }
    let value = median(&mut writes);
    Figure { name: "day_repair_write_40_visits", value, unit, baseline, goal: GOAL, met: value <= 1000.0 }
        .print();
    entered.desk.close().unwrap();
}

/// All that can be moved.
fn taken(plan: &ProposedRepair, closure: ScheduleException) -> RepairRequest {
    let is_moved = |it: &&Planned| matches!(it.step.outcome, StepOutcome::Move(_));
    let moves = plan.visits.iter().filter(is_moved).map(|it| RepairMove {
        appointment: it.row.id,
        seen: it.row.version,
        handle: it.handles[0].clone(),
    });
    RepairRequest { closure: Some(closure), moves: moves.collect() }
}

fn out(desk: &FrontDesk, provider: ResourceId, first: NaiveDate, last: NaiveDate) -> ScheduleException {
    ScheduleException {
        id: ExceptionId(desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(provider),
        kind: ExceptionKind::TimeOff,
        first_day: first,
        last_day: last,
        from: DayMinute::MIDNIGHT,
        to: DayMinute::END,
        reason: "Ill".to_owned(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    }
}

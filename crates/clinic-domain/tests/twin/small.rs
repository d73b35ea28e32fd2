//! Worlds of a few visits, worked by hand.

use crate::{
    clinic::{Clinic, date},
    year::{called_off, seen, visit},
};
use clinic_domain::{
    appointment::AppointmentStatus,
    availability::Compared,
    capacity::{
        VisitFacts,
        twin::{Demand, Measure, Report, Settings, Timetable, as_of, run_visits, simulate},
    },
    id::ResourceId,
    time::Instant,
};
use std::ops::ControlFlow;

const DAY: i32 = 24 * 60;

/// One week from a Monday on: its only week is drawn from itself.
fn week(clinic: &Clinic, provider: ResourceId) -> Timetable {
    Timetable::of(&clinic.setup, &[provider], &(date("2035-01-01")..=date("2035-01-07")))
}

fn now(clinic: &Clinic) -> Instant {
    clinic.at("2035-01-08T00:00")
}

fn until(clinic: &Clinic, provider: ResourceId, to: &str) -> Timetable {
    let mut other = clinic.clone();
    other.setup.templates[0].sessions.iter_mut().for_each(|it| it.to = crate::clinic::minute(to));
    week(clinic, provider).under(&other.setup)
}

/// The starts of one run, as day and minute.
fn starts(
    clinic: &Clinic,
    schedule: &Timetable,
    provider: ResourceId,
    facts: &[VisitFacts],
) -> Vec<(i32, i32)> {
    let demand = Demand::of(&clinic.setup, &week(clinic, provider), facts, now(clinic));
    let visits = run_visits(&demand, schedule, 1, 0);
    visits.iter().map(|it| it.start.unwrap()).map(|it| (it / DAY, it % DAY)).collect()
}

fn really_actual_proposed(report: &Report, measure: Measure) -> (Option<f64>, Option<f64>, Option<f64>) {
    let row = report.rows.iter().find(|it| it.measure == measure).unwrap();
    for it in [row.actual, row.proposed].into_iter().flatten() {
        assert_eq!((it.p5, it.p95), (it.median, it.median), "nothing is drawn by chance here");
    }
    (row.really, row.actual.map(|it| it.median), row.proposed.map(|it| it.median))
}

#[test]
fn three_patients_of_one_morning() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "11:00");
    // Thirty minutes each, forty are needed: 9:00 to 9:40, 10:20 and 11:00.
    let facts = [("09:00", 0), ("09:30", 10), ("10:00", 20)].map(|(at, waits)| {
        let it = visit(&mut clinic, provider, "2034-12-20T10:00", &format!("2035-01-01T{at}"));
        seen(it, waits, 40)
    });
    let actual = week(&clinic, provider);
    let proposed = until(&clinic, provider, "10:00");
    let demand = Demand::of(&clinic.setup, &actual, &facts, now(&clinic));
    let schedules = Compared { before: &actual, after: &proposed };
    let settings = Settings { runs: 20, seed: 3 };
    let report = simulate(&demand, schedules, settings, |_, _| ControlFlow::Continue(())).unwrap();
    let of = |measure| really_actual_proposed(&report, measure);
    // Monday at eight: 10:30, then Tuesday at 9:00 and 9:30. Until ten only, the third patient has Tuesday at 9:00 already:
    // Tuesday at 9:30, Wednesday at 9:00 and 9:30.
    assert_eq!(of(Measure::ThirdNextDays), (Some(1.0), Some(1.0), Some(2.0)));
    // 90 minutes of seven days with 120, then with 60.
    let percent = 100.0 * 90.0 / 840.0;
    assert_eq!(of(Measure::Utilisation), (Some(percent), Some(percent), Some(100.0 * 90.0 / 420.0)));
    // 0, 10, 20; then 0 and 10 on Monday, 0 on Tuesday.
    assert_eq!(of(Measure::WaitMedianMinutes), (Some(10.0), Some(10.0), Some(0.0)));
    assert_eq!(of(Measure::WaitP90Minutes), (Some(20.0), Some(20.0), Some(10.0)));
    // Out at eleven; then at 10:20 on Monday, and in time on Tuesday.
    assert_eq!(of(Measure::OvertimeMinutes), (Some(0.0), Some(0.0), Some(10.0)));
    // All three asked before the week began.
    assert_eq!(of(Measure::LeadMedianDays), (None, None, None));
    assert_eq!(of(Measure::Unmet), (None, Some(0.0), Some(0.0)));
    let row = report.rows.iter().find(|it| it.measure == Measure::ThirdNextDays).unwrap();
    assert_eq!((row.off(), row.is_clear(), row.difference.unwrap().median), (Some(0.0), true, 1.0));
}

#[test]
fn what_is_called_off_is_the_next_ones_and_what_is_missed_is_nobodys() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let first = visit(&mut clinic, provider, "2035-01-01T07:00", "2035-01-01T09:00");
    let next = visit(&mut clinic, provider, "2035-01-01T08:30", "2035-01-02T09:00");
    let actual = week(&clinic, provider);
    let starts = |first| starts(&clinic, &actual, provider, &[first, next]);
    assert_eq!(starts(first), [(0, 540), (1, 540)]);
    assert_eq!(starts(VisitFacts { status: AppointmentStatus::NoShow, ..first }), [(0, 540), (1, 540)]);
    assert_eq!(starts(called_off(first, 60)), [(0, 540), (0, 540)]);
    // Ten minutes before nobody asks any more.
    assert_eq!(starts(called_off(first, 10)), [(0, 540), (1, 540)]);
}

#[test]
fn who_let_free_days_pass_wanted_a_later_one_and_who_did_not_would_have_come_earlier() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    // Monday to Thursday are taken when the fifth asks, who gets Friday.
    let mut facts: Vec<VisitFacts> = (1..=4)
        .map(|day| visit(&mut clinic, provider, "2034-12-20T10:00", &format!("2035-01-0{day}T09:00")))
        .collect();
    facts.push(visit(&mut clinic, provider, "2035-01-01T08:00", "2035-01-05T09:00"));
    let longer = until(&clinic, provider, "10:00");
    let last = |facts: &[VisitFacts]| *starts(&clinic, &longer, provider, facts).last().unwrap();
    assert_eq!(last(&facts), (0, 570), "with more time they come on Monday");
    assert_eq!(last(&facts[1..]), (4, 540), "Monday was free, and they wanted Friday");
    let of_series = VisitFacts { is_of_series: true, ..facts[4] };
    assert_eq!(last(&[&facts[..4], &[of_series]].concat()), (4, 540), "a series keeps its days");
}

#[test]
fn a_visit_stands_as_long_before_it_is_called_off_as_it_did_or_as_great_a_share() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let mut facts: Vec<VisitFacts> = (1..=4)
        .map(|day| visit(&mut clinic, provider, "2034-12-20T10:00", &format!("2035-01-0{day}T09:00")))
        .collect();
    // Asked for four days before, called off after half of them.
    let it = visit(&mut clinic, provider, "2035-01-01T09:00", "2035-01-05T09:00");
    facts.push(called_off(it, 2 * 24 * 60));
    let demand = Demand::of(&clinic.setup, &week(&clinic, provider), &facts, now(&clinic));
    let gone = |schedule: &Timetable| {
        let it = *run_visits(&demand, schedule, 1, 0).last().unwrap();
        it.start.unwrap() - it.called_off_at.unwrap()
    };
    assert_eq!(gone(&week(&clinic, provider)), 2 * DAY);
    // On Monday at 9:30, half an hour after asking.
    assert_eq!(gone(&until(&clinic, provider, "10:00")), 15);
}

#[test]
fn without_times_there_are_no_waits() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "11:00");
    let facts = [visit(&mut clinic, provider, "2035-01-01T08:00", "2035-01-01T09:00")];
    let actual = week(&clinic, provider);
    let demand = Demand::of(&clinic.setup, &actual, &facts, now(&clinic));
    let schedules = Compared { before: &actual, after: &actual };
    let report =
        simulate(&demand, schedules, Settings { runs: 2, seed: 3 }, |_, _| ControlFlow::Continue(()));
    for row in report.unwrap().rows {
        use Measure as M;
        let is_timed = matches!(row.measure, M::WaitMedianMinutes | M::WaitP90Minutes | M::OvertimeMinutes);
        assert_eq!(row.actual.is_none(), is_timed, "{}", row.measure);
        assert_eq!(row.difference.map(|it| it.median), (!is_timed).then_some(0.0), "{}", row.measure);
    }
}

/// A session for certain types gives no time to others before it is released.
#[test]
fn a_session_keeps_to_its_types() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let other = clinic.a_type(30);
    let facts = [visit(&mut clinic, provider, "2035-01-01T08:00", "2035-01-01T09:00")];
    let mut kept = clinic.clone();
    kept.setup.templates[0].sessions[0].types = vec![other];
    let proposed = week(&clinic, provider).under(&kept.setup);
    assert_eq!(starts(&clinic, &proposed, provider, &facts), [(1, 540)]);
    // The first session is Monday's, at which they ask; on Sunday it would be a day too early.
    kept.setup.templates[0].sessions[0].release_days = Some(0);
    let proposed = week(&clinic, provider).under(&kept.setup);
    assert_eq!(starts(&clinic, &proposed, provider, &facts), [(0, 540)]);
    let asked_on_sunday = [visit(&mut clinic, provider, "2034-12-31T08:00", "2035-01-01T09:00")];
    assert_eq!(starts(&clinic, &proposed, provider, &asked_on_sunday), [(1, 540)]);
    kept.setup.templates[0].sessions[0].release_days = None;
    kept.setup.templates[0].sessions[0].types.push(clinic.visit);
    let proposed = week(&clinic, provider).under(&kept.setup);
    assert_eq!(starts(&clinic, &proposed, provider, &facts), [(0, 540)]);
}

#[test]
fn a_template_of_next_month_is_replayed_against_last_year() {
    let (mut clinic, provider) = Clinic::with_lanes(1);
    let mut next = clinic.setup.templates[0].clone();
    clinic.setup.templates[0].valid_to = Some(date("2035-01-31"));
    next.valid_from = date("2035-02-01");
    next.every_n_weeks = 2;
    next.sessions.retain(|it| it.weekday == chrono::Weekday::Wed);
    clinic.setup.templates.push(next);
    let days = date("2034-01-02")..=date("2034-12-31");
    let actual = Timetable::of(&clinic.setup, &[provider], &days);
    assert_eq!(actual.open_minutes(), 364 * 180);
    let setup = as_of(&clinic.setup, &[provider], date("2035-02-01"), date("2034-01-02"));
    assert_eq!(actual.under(&setup).open_minutes(), 26 * 180);
    // The weeks that it holds in stay those.
    let (was, is) = (&clinic.setup.templates[1], &setup.templates[0]);
    let first = date("2035-02-01");
    assert!(first.iter_days().take(60).all(|day| was.holds_on(day) == is.holds_on(day)));
    let untouched = as_of(&clinic.setup, &[], date("2035-02-01"), date("2034-01-02"));
    assert_eq!(untouched.templates, clinic.setup.templates);
}

/// On Monday at eight the book is as it stood then, not as it ended.
#[test]
fn the_book_of_then_says_what_was_free_then() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let monday = visit(&mut clinic, provider, "2034-12-20T10:00", "2035-01-01T09:00");
    let tuesday = visit(&mut clinic, provider, "2034-12-20T10:00", "2035-01-02T09:00");
    let moved_there_later = VisitFacts { placed_at: Some(clinic.at("2035-01-01T10:00")), ..tuesday };
    let days = |facts: [VisitFacts; 2]| {
        let demand = Demand::of(&clinic.setup, &week(&clinic, provider), &facts, now(&clinic));
        demand.really()[0].measure(Measure::ThirdNextDays)
    };
    // Wednesday to Friday; a day more for each that is free.
    assert_eq!(days([monday, tuesday]), Some(4.0));
    assert_eq!(days([called_off(monday, 30), tuesday]), Some(4.0));
    assert_eq!(days([called_off(monday, 120), tuesday]), Some(3.0));
    assert_eq!(days([called_off(monday, 120), moved_there_later]), Some(2.0));
}

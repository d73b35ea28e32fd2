//! The replay's booking rule beside the engine's: the same first times, and the same third next available.

use crate::{
    clinic::{Clinic, date},
    year::{called_off, visit_at},
};
use chrono::{TimeDelta, Weekday};
use clinic_domain::{
    availability::{Asking, Book, Compared, Request, offers, third_next},
    capacity::{
        VisitFacts,
        twin::{Demand, HORIZON_DAYS, Measure, RunVisit, Timetable, run, run_visits},
    },
    id::{AppointmentId, AppointmentTypeId, ResourceId},
    schedule::WeeklySession,
    time::{DayMinute, Instant, Period, start_instant},
};
use proptest::{collection::vec, prelude::*, sample::select};

const DAY: i32 = 24 * 60;
const MONDAY_AT_EIGHT: i32 = 8 * 60;

#[derive(Clone, Debug)]
struct World {
    grid: u8,
    /// Weekday, from, minutes, which types it takes (any, the first, the second), and when it is released to all.
    sessions: Vec<(u8, u16, u16, u8, Option<u16>)>,
    /// Of each type: minutes, buffers, notice.
    types: [(u16, u16, u16, u32); 2],
    /// Type, asked and start as hours after Monday, and how many minutes before it was called off.
    visits: Vec<(bool, i64, i64, Option<i64>)>,
}

fn worlds() -> impl Strategy<Value = World> {
    let fives = |some: std::ops::Range<u16>| some.prop_map(|it| it * 5);
    let a_type =
        || (fives(1..14), fives(0..3), fives(0..3), prop_oneof![2 => Just(0_u32), 1 => 0..4_000_u32]);
    let session = (
        0..7_u8,
        fives(80..230),
        fives(4..40),
        prop_oneof![1 => Just(0_u8), 1 => 1..3_u8],
        prop::option::of(0..9_u16),
    );
    let visit = (any::<bool>(), -60..160_i64, 0..160_i64, prop::option::weighted(0.4, 1..9_000_i64));
    (select(vec![5_u8, 10, 15, 20, 30, 60]), vec(session, 1..6), [a_type(), a_type()], vec(visit, 1..40))
        .prop_map(|(grid, sessions, types, visits)| World { grid, sessions, types, visits })
}

impl World {
    fn build(&self) -> (Clinic, ResourceId, Vec<VisitFacts>) {
        let mut clinic = Clinic::new_york();
        clinic.setup.organization.settings.grid_minutes = self.grid;
        let types = [clinic.visit, clinic.a_type(30)];
        for (id, &(minutes, before, after, notice)) in types.into_iter().zip(&self.types) {
            clinic.change_type(id, |it| {
                it.duration_minutes = minutes;
                it.buffer_before_minutes = before;
                it.buffer_after_minutes = after;
                it.notice_minutes = notice;
            });
        }
        let provider = clinic.resource(clinic_domain::resource::ResourceKind::Provider);
        let sessions = self.sessions.iter().map(|&(day, from, minutes, takes, release_days)| WeeklySession {
            release_days,
            types: types.get(usize::from(takes).wrapping_sub(1)).copied().into_iter().collect(),
            ..WeeklySession::plain(
                Weekday::try_from(day).unwrap(),
                DayMinute(from),
                DayMinute((from + minutes).min(DayMinute::END.0)),
                0,
            )
        });
        clinic.works(provider, &[], "00:00", "00:00").sessions = sessions.collect();
        let monday = clinic.at("2035-01-01T00:00");
        let facts = self.visits.iter().map(|&(is_second, asked, start, off)| {
            let (start, kind) = (monday.plus_minutes(start * 60), usize::from(is_second));
            let asked = monday.plus_minutes(asked * 60).min(start);
            let minutes = u32::from(self.types[kind].0);
            let it = visit_at(&mut clinic, provider, asked, start, minutes);
            let it = VisitFacts { appointment_type: types[kind], ..it };
            off.map_or(it, |before| called_off(it, before.min((start.0 - asked.0) / 60)))
        });
        let facts = facts.collect();
        (clinic, provider, facts)
    }
}

fn instant(clinic: &Clinic, minute: i32) -> Instant {
    let wall = date("2035-01-01").and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(minute.into());
    start_instant(clinic.zone, wall)
}

/// What of the run stands at a minute.
fn book(clinic: &Clinic, visits: &[RunVisit], at: i32) -> Book {
    let mut clinic = clinic.clone();
    for it in visits.iter().filter(|it| it.called_off_at.is_none_or(|gone| at < gone)) {
        let Some(start) = it.start else { continue };
        let kind = clinic.setup.types[usize::from(it.kind)].clone();
        let start = instant(&clinic, start);
        let own = Period::of_minutes(start, it.minutes.into()).unwrap();
        let during = Period::new(
            own.start().plus_minutes(-i64::from(kind.buffer_before_minutes)),
            own.end().plus_minutes(kind.buffer_after_minutes.into()),
        );
        let by = clinic_domain::availability::Occupant::Visit(AppointmentId(clinic.id()));
        let busy = clinic_domain::availability::Busy {
            during: during.unwrap(),
            own,
            lane: 0,
            appointment_type: kind.id,
            by,
        };
        clinic.book.insert(it.provider, busy);
    }
    clinic.book
}

fn request<'a>(
    clinic: &Clinic,
    provider: &'a [ResourceId],
    appointment_type: AppointmentTypeId,
    (asked, earliest): (i32, i32),
) -> Request<'a> {
    // The timetable ends with the horizon behind its week.
    let end = (earliest.max(0) / DAY + i32::from(HORIZON_DAYS) + 1).min(7 + i32::from(HORIZON_DAYS)) * DAY;
    let asking =
        Asking { now: instant(clinic, asked), patient_busy: &[], ignoring: None, is_new_patient: None };
    Request {
        location: clinic.location,
        appointment_type,
        providers: provider,
        own_provider: None,
        within: Period::new(instant(clinic, earliest), instant(clinic, end)).unwrap(),
        asking,
        like: None,
        limit: 1,
    }
}

proptest! {
    #[test]
    fn first_times_and_the_third_next_are_the_engines(world in worlds()) {
        let (clinic, provider, facts) = world.build();
        let days = date("2035-01-01")..=date("2035-01-07");
        let schedule = Timetable::of(&clinic.setup, &[provider], &days);
        let demand = Demand::of(&clinic.setup, &schedule, &facts, clinic.at("2035-01-08T00:00"));
        let visits = run_visits(&demand, &schedule, 1, 0);
        prop_assert_eq!(visits.len(), facts.len());
        for (nth, it) in visits.iter().enumerate() {
            let kind = clinic.setup.types[usize::from(it.kind)].id;
            let asked = request(&clinic, std::slice::from_ref(&provider), kind, (it.asked, it.earliest));
            let book = book(&clinic, &visits[..nth], it.asked);
            let first = offers(&clinic.setup, &book, &asked).unwrap().pop();
            let first = first.map(|it| it.slot.visit.start().wall_text(clinic.zone));
            let start = it.start.map(|start| instant(&clinic, start).wall_text(clinic.zone));
            prop_assert_eq!(start, first, "request {}: {:?}", nth, it);
        }

        let tally = run(&demand, Compared { before: &schedule, after: &schedule }, 1, 0).before;
        let days = tally[0].measure(Measure::ThirdNextDays);
        let asked = |kind: usize| visits.iter().filter(|it| usize::from(it.kind) == kind).count();
        let kind = clinic.setup.types[usize::from(asked(1) > asked(0))].id;
        let before = visits.partition_point(|it| it.asked < MONDAY_AT_EIGHT);
        let book = book(&clinic, &visits[..before], MONDAY_AT_EIGHT);
        let asked = request(&clinic, std::slice::from_ref(&provider), kind, (MONDAY_AT_EIGHT, MONDAY_AT_EIGHT));
        let third = third_next(&clinic.setup, &book, &asked).unwrap();
        let third = third.map(|it| (it.local_date(clinic.zone) - date("2035-01-01")).num_days());
        let third = third.unwrap_or(HORIZON_DAYS.into());
        prop_assert_eq!(days, Some(third as f64), "a session of any kind is there each week");
    }
}

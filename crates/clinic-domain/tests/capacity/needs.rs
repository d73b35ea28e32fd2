//! What somebody should decide about: each rule just above and just below its thresholds, on a morning at eight.

use crate::{
    clinic::{Clinic, EVERY_DAY, date},
    practice::{appointment, clock, in_words, location, monday, period, visit},
};
use chrono::{Days, NaiveDate, TimeDelta, Weekday};
use clinic_domain::{
    appointment::AppointmentStatus,
    capacity::{
        Ahead, MOST_NEEDS, Need, NeedKind, OpenDay, Scope, Situation, ThirdNext, VisitFacts, heat, needs,
        open_days,
    },
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    resource::ResourceKind,
    time::{Instant, Period},
};
use proptest::prelude::*;
use std::collections::HashSet;

const SLOT: u16 = 30;

/// Monday at eight; Chen works every day from nine to noon, and nobody else does.
#[derive(Clone)]
struct Morning {
    clinic: Clinic,
    chen: ResourceId,
    now: Instant,
    /// So far back hours are read.
    weeks: u64,
    visits: Vec<VisitFacts>,
    held: Vec<(ResourceId, Period)>,
    third_next: Vec<ThirdNext>,
    orphans: HashSet<AppointmentId>,
    waiting: Vec<(LocationId, u32)>,
}

impl Morning {
    fn new() -> Morning {
        Morning::when("09:00", "12:00", &EVERY_DAY)
    }

    fn when(from: &str, to: &str, on: &[Weekday]) -> Morning {
        let mut clinic = Clinic::in_zone(chrono_tz::UTC);
        let chen = clinic.resource(ResourceKind::Provider);
        clinic.works(chen, on, from, to);
        Morning {
            clinic,
            chen,
            now: clock(monday(), "08:00"),
            weeks: 26,
            visits: Vec::new(),
            held: Vec::new(),
            third_next: Vec::new(),
            orphans: HashSet::new(),
            waiting: Vec::new(),
        }
    }

    fn book(&mut self, who: ResourceId, day: i64, hours: (&str, &str)) -> &mut VisitFacts {
        let (id, day) = (self.visits.len() as u128, after(day));
        self.visits.push(VisitFacts {
            provider: Some(who),
            location: self.clinic.location,
            appointment_type: self.clinic.visit,
            ..visit(id, day, period(day, hours.0, hours.1))
        });
        self.visits.last_mut().unwrap()
    }

    fn hold(&mut self, who: ResourceId, day: i64, hours: (&str, &str)) {
        self.held.push((who, period(after(day), hours.0, hours.1)));
    }

    fn waits(&mut self, who: ResourceId, days: Option<i64>) {
        let (location, appointment_type) = (self.clinic.location, self.clinic.visit);
        self.third_next.push(ThirdNext { provider: who, location, appointment_type, days });
    }

    /// So many visits of a type a week ago, the first of them missed.
    fn ended(&mut self, of_type: AppointmentTypeId, missed: usize, of: usize) {
        for nth in 0..of {
            let it = self.book(ResourceId(uuid::Uuid::nil()), -7, ("09:00", "09:10"));
            (it.appointment_type, it.provider) = (of_type, None);
            it.status = if nth < missed { AppointmentStatus::NoShow } else { AppointmentStatus::Fulfilled };
        }
    }

    fn open(&self) -> Vec<OpenDay> {
        let first = monday() - Days::new(7 * self.weeks);
        open_days(&self.clinic.setup, first..=after(13), self.now)
    }

    fn told_of(&self, rows: &Rows) -> Vec<String> {
        let found = needs(&Situation {
            setup: &self.clinic.setup,
            today: monday(),
            now: self.now,
            cells: &rows.cells,
            third_next: &rows.third_next,
            visits: &rows.visits,
            open: &rows.open,
            orphans: &self.orphans,
            waiting: &rows.waiting,
            slot_minutes: SLOT,
        });
        found.iter().map(|it| self.words(it)).collect()
    }

    fn rows(&self) -> Rows {
        let open = self.open();
        let of = Ahead {
            setup: &self.clinic.setup,
            visits: &self.visits,
            open: &open,
            held: &self.held,
            now: self.now,
        };
        Rows {
            cells: heat(&Scope::default(), &(monday()..=after(13)), &of),
            third_next: self.third_next.clone(),
            visits: self.visits.clone(),
            waiting: self.waiting.clone(),
            open,
        }
    }

    /// "kind who when: evidence", with the places of providers and types in their lists.
    fn told(&self) -> Vec<String> {
        self.told_of(&self.rows())
    }

    fn words(&self, it: &Need) -> String {
        let setup = &self.clinic.setup;
        let who = it.provider.map(|id| setup.resources.iter().position(|it| it.id == id).unwrap());
        let kind = it.appointment_type.map(|id| setup.types.iter().position(|it| it.id == id).unwrap());
        let parts = [
            who.map(|it| format!("provider {it}")),
            kind.map(|it| format!("type {it}")),
            it.day.map(|it| it.format("%a %-d").to_string()),
            it.weekday.map(|it| it.to_string()),
            it.days.map(|it| format!("{it} days")),
            Some(it.count).filter(|it| *it > 0).map(|it| format!("{it} of them")),
            Some(it.minutes).filter(|it| *it > 0).map(|it| format!("{it} min")),
            it.share.map(in_words),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}: {}", it.kind, parts.join(", "))
    }
}

/// What a situation has in an order.
#[derive(Clone, Debug)]
struct Rows {
    cells: Vec<clinic_domain::capacity::Cell>,
    third_next: Vec<ThirdNext>,
    visits: Vec<VisitFacts>,
    open: Vec<OpenDay>,
    waiting: Vec<(LocationId, u32)>,
}

fn after(days: i64) -> NaiveDate {
    monday() + TimeDelta::days(days)
}

const NOTHING: [&str; 0] = [];

#[test]
fn an_empty_practice_has_nothing_to_decide() {
    let mut morning = Morning::new();
    morning.clinic.setup.resources.clear();
    morning.waiting = vec![(morning.clinic.location, 7)];
    assert_eq!(morning.told(), NOTHING);
    let mut morning = Morning::when("09:00", "12:00", &[]);
    morning.waits(morning.chen, None);
    assert_eq!(morning.told(), NOTHING, "who does not work these days keeps nobody waiting for more hours");
}

#[test]
fn visits_without_hours_are_counted_by_location_while_they_live() {
    let mut morning = Morning::new();
    morning.book(morning.chen, 1, ("13:00", "13:30"));
    morning.book(morning.chen, 2, ("13:00", "13:30"));
    morning.book(morning.chen, 3, ("13:00", "13:30")).status = AppointmentStatus::Cancelled;
    morning.book(morning.chen, 4, ("09:00", "09:30"));
    assert_eq!(morning.told(), NOTHING);
    morning.orphans = [0, 1, 2].map(appointment).into();
    assert_eq!(morning.told(), ["orphans: 2 of them"]);
}

/// Chen's Monday, with a visit on top of others from ten to half past.
fn on_top(others: &[(&str, &str)]) -> Morning {
    let mut morning = Morning::new();
    others.iter().for_each(|hours| _ = morning.book(morning.chen, 0, *hours));
    morning.book(morning.chen, 0, ("10:00", "10:30")).lane = 1;
    morning
}

#[test]
fn a_day_is_overbooked_by_what_fits_nowhere() {
    let mut morning = on_top(&[("09:00", "12:00")]);
    assert_eq!(morning.told(), ["overbooked_day: provider 0, Mon 2, 2 of them, 30 min"]);
    morning.now = clock(monday(), "10:10");
    assert_eq!(
        morning.told(),
        ["overbooked_day: provider 0, Mon 2, 2 of them, 20 min"],
        "what is over is over"
    );
    for later in ["10:30", "12:00", "20:00"] {
        morning.now = clock(monday(), later);
        assert_eq!(morning.told(), NOTHING, "{later}");
    }
    let tight = on_top(&[("09:00", "11:31")]);
    assert_eq!(tight.told(), ["overbooked_day: provider 0, Mon 2, 2 of them, 1 min"], "of 30, 29 have room");
    assert_eq!(on_top(&[("09:00", "11:30")]).told(), NOTHING, "there is room for all of it");
}

#[test]
fn an_overbook_whose_neighbour_went_away_lies_on_nobody() {
    assert_eq!(on_top(&[("09:00", "10:00"), ("10:30", "12:00")]).told(), NOTHING);
    let half = on_top(&[("09:00", "10:15"), ("10:30", "12:00")]);
    assert_eq!(half.told(), ["overbooked_day: provider 0, Mon 2, 3 of them, 15 min"]);
    let mut group = Morning::new();
    (0..5).for_each(|_| _ = group.book(group.chen, 0, ("09:00", "12:00")));
    assert_eq!(group.told(), NOTHING, "a group is booked at one time on purpose");
}

#[test]
fn held_time_counts_on_a_full_day_that_is_near() {
    let told = |day, booked, held| {
        let mut morning = Morning::new();
        morning.book(morning.chen, day, ("09:00", booked));
        morning.hold(morning.chen, day, (booked, held));
        morning.told()
    };
    assert_eq!(told(0, "11:01", "11:31"), ["held_on_full_day: provider 0, Mon 2, 30 min"], "29 are free");
    assert_eq!(told(0, "11:00", "11:30"), NOTHING, "a slot is free");
    assert_eq!(told(0, "11:02", "11:31"), NOTHING, "less than a slot is held");
    assert_eq!(told(3, "11:00", "12:00"), ["held_on_full_day: provider 0, Thu 5, 60 min"]);
    assert_eq!(told(4, "11:00", "12:00"), NOTHING, "it may still be wanted");
}

#[test]
fn who_waits_could_come_to_the_first_gap() {
    let mut morning = Morning::new();
    morning.book(morning.chen, 0, ("09:00", "11:30"));
    assert_eq!(morning.told(), NOTHING, "nobody waits");
    morning.waiting = vec![(morning.clinic.location, 0)];
    assert_eq!(morning.told(), NOTHING);
    morning.waiting = vec![(location(99), 4)];
    assert_eq!(morning.told(), NOTHING, "who waits elsewhere is told of there");
    morning.waiting = vec![(morning.clinic.location, 4)];
    assert_eq!(morning.told(), ["gaps_and_waiting: Mon 2, 4 of them, 30 min"]);
    morning.book(morning.chen, 0, ("11:30", "11:31"));
    assert_eq!(morning.told(), ["gaps_and_waiting: Tue 3, 4 of them, 180 min"], "29 minutes are no slot");
    let diaz = morning.clinic.provider("09:00", "09:20");
    morning.book(morning.chen, 1, ("09:00", "11:31"));
    assert_eq!(morning.told(), NOTHING, "two pieces of two providers are no slot");
    morning.clinic.works(diaz, &EVERY_DAY, "13:00", "13:10");
    let both = "gaps_and_waiting: Mon 2, 4 of them, 30 min";
    assert_eq!(morning.told(), [both], "29 minutes of Chen are not in it");
}

#[test]
fn the_next_two_days_are_those_on_which_anybody_works() {
    let full = |days: &[i64]| {
        let mut morning = Morning::when("09:00", "12:00", &[Weekday::Mon, Weekday::Thu, Weekday::Fri]);
        morning.waiting = vec![(morning.clinic.location, 1)];
        days.iter().for_each(|day| _ = morning.book(morning.chen, *day, ("09:00", "12:00")));
        morning
    };
    assert_eq!(full(&[0]).told(), ["gaps_and_waiting: Thu 5, 1 of them, 180 min"]);
    let mut morning = full(&[0, 3]);
    assert_eq!(morning.told(), NOTHING, "Friday is the third day");
    morning.now = clock(monday(), "12:00");
    assert_eq!(morning.told(), ["gaps_and_waiting: Fri 6, 1 of them, 180 min"], "Monday is over");
}

/// Two Mondays of 200 minutes: the first is full, the second has two hours booked and something held.
fn two_mondays(days: Option<i64>, held_until: &str) -> Vec<String> {
    let mut morning = Morning::when("09:00", "12:20", &[Weekday::Mon]);
    morning.book(morning.chen, 0, ("09:00", "12:20"));
    morning.book(morning.chen, 7, ("09:00", "11:00"));
    morning.hold(morning.chen, 7, ("11:00", held_until));
    morning.waits(morning.chen, days);
    morning.told()
}

#[test]
fn a_wait_is_long_when_there_is_no_time_and_the_third_next_is_far() {
    let evidence = "2 of them, 60 min, 340 of 400";
    assert_eq!(
        two_mondays(Some(11), "11:20"),
        [format!("long_wait: provider 0, type 0, 11 days, {evidence}")]
    );
    assert_eq!(two_mondays(None, "11:20"), [format!("long_wait: provider 0, type 0, {evidence}")]);
    assert_eq!(two_mondays(Some(10), "11:20"), NOTHING, "ten days are what one aims at");
    assert_eq!(two_mondays(Some(11), "11:19"), NOTHING, "339 of 400 is less than 85 %");
    let mut morning = Morning::when("09:00", "12:20", &[Weekday::Mon]);
    morning.now = clock(monday(), "12:20");
    morning.book(morning.chen, 0, ("09:00", "10:40"));
    morning.book(morning.chen, 7, ("09:00", "12:20"));
    morning.waits(morning.chen, Some(2));
    morning.waits(morning.chen, Some(30));
    let told = ["long_wait: provider 0, type 0, 30 days, 2 of them, 300 of 300"];
    assert_eq!(morning.told(), told, "the longest wait, and nobody could have had the time that is over");
}

/// Chen's Tuesdays of 200 minutes since a day, so many minutes of each used.
fn tuesdays(since: &str, used: &[u32], days: Option<i64>) -> Morning {
    let mut morning = Morning::when("09:00", "12:20", &[Weekday::Tue]);
    morning.clinic.setup.templates[0].valid_from = date(since);
    for (week, minutes) in (1..).zip(used) {
        let it = morning.book(morning.chen, 1 - 7 * week, ("09:00", "12:20"));
        it.visit = Period::of_minutes(it.visit.start(), *minutes).unwrap();
        (it.taken, it.status) = (it.visit, AppointmentStatus::NoShow);
    }
    morning.waits(morning.chen, days);
    morning
}

#[test]
fn a_session_is_idle_below_a_half_over_six_days() {
    let idle = |since, used: &[u32], days| tuesdays(since, used, days).told();
    let below = [100, 100, 100, 100, 100, 99];
    assert_eq!(idle("2026-01-20", &below, Some(2)), ["idle_session: provider 0, Tue, 100 min, 599 of 1200"]);
    assert_eq!(idle("2026-01-20", &[100; 6], Some(2)), NOTHING, "a half is used");
    assert_eq!(idle("2026-01-27", &[10], Some(2)), NOTHING, "five days");
    assert_eq!(idle("2026-01-20", &below, Some(3)), NOTHING, "somebody waits for them");
    assert_eq!(idle("2026-01-20", &below, None), NOTHING);
    let mut closed = tuesdays("2026-01-20", &below, Some(2));
    closed.clinic.setup.templates[0].valid_to = Some(date("2026-02-28"));
    assert_eq!(closed.told(), NOTHING, "somebody has decided");
}

#[test]
fn whatever_else_was_read_the_weeks_behind_are_thirteen() {
    let mut morning = tuesdays("2020-01-07", &[100; 20], Some(0));
    assert_eq!(morning.told(), NOTHING);
    morning.visits.remove(12);
    let told = ["idle_session: provider 0, Tue, 107 min, 1200 of 2600"];
    assert_eq!(morning.told(), told);
    morning.weeks = 14;
    assert_eq!(morning.told(), told);
}

/// So many missed of a type's and of the others' visits a week ago.
fn missed(of_type: (usize, usize), others: (usize, usize)) -> Morning {
    let mut morning = Morning::new();
    let other = morning.clinic.a_type(10);
    morning.ended(morning.clinic.visit, of_type.0, of_type.1);
    morning.ended(other, others.0, others.1);
    morning
}

#[test]
fn a_type_is_missed_often_beyond_twice_the_practice_and_beyond_chance() {
    assert_eq!(
        missed((7, 30), (13, 170)).told(),
        ["missed_often: type 0, 7 of them, 7 of 30"],
        "10 % of all"
    );
    assert_eq!(missed((6, 30), (14, 170)).told(), NOTHING, "20 % is twice as often, and not more");
    assert_eq!(missed((9, 29), (11, 171)).told(), NOTHING, "29 visits");
    assert_eq!(missed((2, 30), (4, 170)).told(), NOTHING, "two of thirty beside 3 % may be chance");
    assert_eq!(missed((0, 30), (0, 170)).told(), NOTHING);
}

#[test]
fn missed_is_what_the_metric_counts() {
    let told = ["missed_often: type 0, 7 of them, 7 of 30"];
    let mut morning = missed((7, 30), (13, 170));
    let chen = morning.chen;
    morning.book(chen, -1, ("09:00", "09:10")).status = AppointmentStatus::LateCancel;
    morning.book(chen, -2, ("09:00", "09:10")).status = AppointmentStatus::Booked;
    morning.book(chen, 0, ("09:00", "09:10")).status = AppointmentStatus::NoShow;
    morning.book(chen, -92, ("09:00", "09:10")).status = AppointmentStatus::NoShow;
    let walk_in = morning.book(chen, -3, ("09:00", "09:10"));
    (walk_in.status, walk_in.is_walk_in) = (AppointmentStatus::Fulfilled, true);
    assert_eq!(morning.told(), told);
    let mut elsewhere = missed((7, 30), (13, 170));
    elsewhere.visits[29].location = location(99);
    assert_eq!(elsewhere.told(), NOTHING, "by location there are 29 and 1");
    morning.clinic.change_type(morning.clinic.visit, |it| it.is_active = false);
    assert_eq!(morning.told(), NOTHING, "nobody books it any more");
}

/// Something of every kind: Chen's Monday is overbooked, Diaz's has held time, Evans has no time at all.
fn everything() -> Morning {
    let mut morning = on_top(&[("09:00", "12:00")]);
    let (diaz, evans) =
        (morning.clinic.provider("09:00", "12:00"), morning.clinic.resource(ResourceKind::Provider));
    morning.clinic.works(evans, &[Weekday::Sat], "09:00", "10:00");
    morning.book(diaz, 0, ("09:00", "11:00"));
    morning.hold(diaz, 0, ("11:00", "12:00"));
    morning.book(evans, 5, ("09:00", "10:00"));
    morning.book(evans, 12, ("09:00", "10:00"));
    morning.waits(evans, Some(19));
    morning.waits(diaz, Some(1));
    morning.waiting = vec![(location(99), 1), (morning.clinic.location, 3)];
    let often = morning.clinic.a_type(10);
    morning.ended(often, 20, 40);
    morning.ended(morning.clinic.visit, 0, 160);
    let lost = morning.book(diaz, 8, ("20:00", "20:30")).appointment;
    morning.orphans = [lost].into();
    morning
}

#[test]
fn the_most_pressing_kind_comes_first_and_none_takes_all_the_room() {
    let told = [
        "orphans: 1 of them",
        "overbooked_day: provider 0, Mon 2, 2 of them, 30 min",
        "held_on_full_day: provider 1, Mon 2, 60 min",
        "gaps_and_waiting: Tue 3, 3 of them, 360 min",
        "long_wait: provider 2, type 0, 19 days, 2 of them, 120 of 120",
        "missed_often: type 1, 20 of them, 20 of 40",
        "idle_session: provider 1, Mon, 180 min, 0 of 2340",
        "idle_session: provider 1, Tue, 180 min, 0 of 2340",
        "idle_session: provider 1, Wed, 180 min, 0 of 2340",
        "idle_session: provider 1, Thu, 180 min, 0 of 2340",
    ];
    let morning = everything();
    assert_eq!(morning.told(), told, "seven weekdays are idle, and four are told");
    let kinds: HashSet<&str> = told.iter().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(kinds.len(), NeedKind::ALL.len(), "something of every kind");
}

#[test]
fn within_a_kind_the_most_evidence_comes_first_and_the_list_ends() {
    let mut morning = everything();
    for (day, until) in (2..7).zip(["09:10", "09:40", "09:20", "09:40", "09:30"]) {
        morning.book(morning.chen, day, ("09:00", "12:00"));
        morning.book(morning.chen, day, ("09:00", until)).lane = 1;
    }
    let overbooked = |nth: usize| morning.told()[nth].clone();
    assert_eq!(overbooked(1), "overbooked_day: provider 0, Thu 5, 2 of them, 40 min");
    assert_eq!(overbooked(2), "overbooked_day: provider 0, Sat 7, 2 of them, 40 min", "the sooner one first");
    assert_eq!(overbooked(3), "overbooked_day: provider 0, Mon 2, 2 of them, 30 min");
    assert_eq!(overbooked(4), "overbooked_day: provider 0, Sun 8, 2 of them, 30 min");
    assert_eq!(overbooked(5), "held_on_full_day: provider 1, Mon 2, 60 min", "of six overbooked days four");
    let told = morning.told();
    assert_eq!(told.len(), MOST_NEEDS);
    assert_eq!(told[11], "idle_session: provider 1, Wed, 180 min, 0 of 2340", "one of them has no room");
}

fn shuffled<T: Clone + std::fmt::Debug + 'static>(rows: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    Just(rows).prop_shuffle()
}

prop_compose! {
    fn in_any_order()(rows in Just(everything().rows()))(
        cells in shuffled(rows.cells),
        third_next in shuffled(rows.third_next),
        visits in shuffled(rows.visits),
        open in shuffled(rows.open),
        waiting in shuffled(rows.waiting),
    ) -> Rows {
        Rows { cells, third_next, visits, open, waiting }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_rows_says_nothing(rows in in_any_order()) {
        let morning = everything();
        prop_assert_eq!(morning.told_of(&rows), morning.told());
    }
}

//! Every metric by hand, on two days that fit on a sheet of paper.

use crate::{
    clinic::Clinic,
    practice::{
        Rows, appointment, asked, called_off, clock, in_words, location, monday, of_type, patient, period,
        provider, visit,
    },
};
use clinic_domain::{
    capacity::{
        Asked, Attended, Effort, Evidence, Headcount, Metric, OpenDay, OwnProviders, Released, Scope,
        ThirdNext, VisitFacts, measure,
    },
    id::ResourceId,
    resource::ResourceKind,
    time::Instant,
};

const CHEN: u128 = 1;
const DIAZ: u128 = 2;

/// Booked: so many days before; `-` where nobody knows. Steps: came, in the room, with the provider, out.
const BOOK: &str = "
     day from  to    who  type lane status                  booked note    steps
  1  mon 09:00 09:30 chen   1  0    fulfilled                   10 -       08:55 09:00 09:05 09:25
  2  mon 09:30 10:00 chen   1  0    noshow                      20 -       - - - -
  3  mon 09:30 10:00 chen   1  1    fulfilled                    0 -       09:30 09:50 10:00 10:20
  4  mon 10:00 10:30 chen   1  0    cancelled                    5 -       - - - -
  5  mon 10:00 10:20 chen   1  0    fulfilled                    1 -       10:05 10:05 10:07 10:20
  6  mon 11:00 12:00 chen   2  0    late-cancel                 30 -       - - - -
  7  mon 11:00 11:20 chen   1  0    fulfilled                    0 walk-in - - - -
  8  mon 09:00 10:00 diaz   2  0    fulfilled                    - -       - - - -
  9  mon 10:30 11:00 diaz   1  0    left-without-being-seen      2 series  10:35 - - -
 10  tue 09:00 09:30 chen   1  0    booked                       7 bumped  - - - -
 11  tue 09:30 10:00 chen   1  0    cancelled                    3 clinic  - - - -
 12  tue 10:00 10:30 chen   1  0    booked                       4 -       - - - -
 13  tue 09:00 10:00 chen   1  0    entered-in-error             4 -       - - - -
";

/// Chen works on Monday from 9 to 12 and on Tuesday from 9 to 10, Diaz on Monday from 9 to 11: 360 minutes, 12 slots of
/// 30 minutes.
const OPEN: &str = "mon 09:00 12:00 chen, mon 09:00 11:00 diaz, tue 09:00 10:00 chen";

/// 4 was called off on Sunday at noon, and 5 placed there an hour later: 20 of 30 minutes. 6 was called off on Monday at
/// eight, and 7 placed there at half past: 20 of 60 minutes. 11 would begin later than now.
const RELEASED: &str = "4 sun 12:00, 6 mon 08:00, 11 mon 15:00";
const PLACED: &str = "5 sun 13:00, 7 mon 08:30";

/// 1 and 5 with their own provider, 3 with another; 7 and 8 have none.
const OWN: [(u128, u128); 4] = [(1, CHEN), (2, CHEN), (3, DIAZ), (5, CHEN)];

const SAID: &str = "
third_next_available   3 to 9 of 2
fill_rate              8 of 12
utilisation            220 of 360
completed_utilisation  160 of 360
overbooked             30
no_show_rate           1 of 6
late_cancel_rate       1 of 9
backfill_rate          1 of 2
time_to_fill           60 to 60 of 1
lead_time              4 to 20 of 6
bump_rate              2 of 11
same_day_access        unknown: requests_not_logged
same_day_visits        2 of 8
unfilled_capacity      110 of 300
orphaned               1
continuity             2 of 3
arrive_to_room         5 to 20 of 3
room_to_provider       5 to 10 of 3
provider_time          20 to 20 of 3
visit_cycle            30 to 50 of 3
booking_effort         40 to 60 of 3
booking_keystrokes     12 to 30 of 3
visits                 9
appointments_today     2
completion_rate        5 of 10
average_booking_time   120 by 3
active_users           4
providers              unknown: not_looked_up
patients               0
";

/// Chen's short visits: whatever else is booked still takes its time, so that the empty minutes are those of all.
const OF_CHEN_SHORT: &str = "
third_next_available   3 to 3 of 1
fill_rate              5 of 8
utilisation            130 of 240
completed_utilisation  100 of 240
no_show_rate           1 of 4
late_cancel_rate       0 of 6
backfill_rate          1 of 1
unfilled_capacity      80 of 180
visits                 7
";

/// A day without hours and visits: nothing is 0 but what was counted.
const OF_NOTHING: &str = "
third_next_available   unknown: not_looked_up
fill_rate              unknown: no_hours
utilisation            unknown: no_hours
completed_utilisation  unknown: no_hours
overbooked             0
no_show_rate           unknown: nothing
late_cancel_rate       unknown: nothing
backfill_rate          unknown: nothing_released
time_to_fill           unknown: nothing_released
lead_time              unknown: nothing
bump_rate              unknown: nothing
same_day_access        unknown: requests_not_logged
same_day_visits        unknown: nothing
unfilled_capacity      unknown: no_hours
orphaned               unknown: not_looked_up
continuity             unknown: nothing
arrive_to_room         unknown: nothing
room_to_provider       unknown: nothing
provider_time          unknown: nothing
visit_cycle            unknown: nothing
booking_effort         unknown: not_looked_up
booking_keystrokes     unknown: not_looked_up
visits                 0
appointments_today     unknown: today_not_asked
completion_rate        unknown: nothing
average_booking_time   unknown: not_looked_up
active_users           unknown: not_looked_up
providers              unknown: not_looked_up
patients               unknown: not_looked_up
";

fn day(word: &str) -> chrono::NaiveDate {
    let days = ["sun", "mon", "tue"].iter().position(|it| *it == word).unwrap();
    monday().pred_opt().unwrap() + chrono::TimeDelta::days(days as i64)
}

fn who(word: &str) -> ResourceId {
    provider(if word == "chen" { CHEN } else { DIAZ })
}

fn booked(line: &str) -> VisitFacts {
    let words: Vec<&str> = line.split_whitespace().collect();
    let &[number, on, from, to, with, kind, lane, status, days_before, note, ref steps @ ..] = &words[..]
    else {
        panic!("{line}")
    };
    let day = day(on);
    let step = |nth: usize| Some(steps[nth]).filter(|it| *it != "-").map(|it| clock(day, it));
    let number: u128 = number.parse().unwrap();
    let days_before: Option<i64> = days_before.parse().ok();
    VisitFacts {
        provider: Some(who(with)),
        appointment_type: of_type(kind.parse().unwrap()),
        lane: lane.parse().unwrap(),
        status: status.parse().unwrap(),
        is_walk_in: note == "walk-in",
        is_of_series: note == "series",
        booked_on: days_before.map(|it| day - chrono::TimeDelta::days(it)),
        attended: Attended {
            arrived_at: step(0),
            roomed_at: step(1),
            with_provider_at: step(2),
            out_at: step(3),
        },
        called_off: Some(called_off(Instant(0), note == "clinic")).filter(|_| status.contains("cancel")),
        bumps: (note == "bumped").into(),
        ..visit(number, day, period(day, from, to))
    }
}

/// "4 sun 12:00": the number, and when.
fn moments(text: &str) -> impl Iterator<Item = (u128, Instant)> {
    text.split(", ").map(|it| {
        let words: Vec<&str> = it.split(' ').collect();
        (words[0].parse().unwrap(), clock(day(words[1]), words[2]))
    })
}

pub fn two_days() -> Rows {
    let mut visits: Vec<VisitFacts> = BOOK.lines().skip(2).filter(|it| !it.is_empty()).map(booked).collect();
    for (number, at) in moments(PLACED) {
        visits.iter_mut().find(|it| it.appointment == appointment(number)).unwrap().placed_at = Some(at);
    }
    let released = moments(RELEASED).map(|(number, at)| {
        let it = visits.iter().find(|it| it.appointment == appointment(number)).unwrap();
        Released {
            provider: it.provider.unwrap(),
            location: it.location,
            appointment_type: it.appointment_type,
            appointment: it.appointment,
            during: it.visit,
            day: it.day,
            at,
        }
    });
    let open = OPEN.split(", ").map(|it| {
        let words: Vec<&str> = it.split(' ').collect();
        let day = day(words[0]);
        let open = vec![period(day, words[1], words[2])];
        OpenDay { provider: who(words[3]), location: location(1), day, open }
    });
    let mut clinic = Clinic::new_york();
    clinic.resource(ResourceKind::Provider);
    Rows {
        released: released.collect(),
        open: open.collect(),
        own_providers: OwnProviders::new(&clinic.setup, OWN.map(|it| (patient(it.0), provider(it.1)))),
        orphans: [appointment(12)].into(),
        visits,
    }
}

#[track_caller]
fn says(asked: &Asked, of: &Evidence<'_>, expected: &str) {
    let measures = measure(asked, of);
    let lines = expected.lines().filter(|it| !it.is_empty());
    let mut named = 0;
    for (metric, said) in lines.filter_map(|it| it.split_once(' ')) {
        let figure = measures.get(metric.parse().unwrap());
        assert_eq!((metric, in_words(figure).as_str()), (metric, said.trim()));
        named += 1;
    }
    assert!(named > 5);
}

#[test]
fn two_days_by_hand() {
    let rows = two_days();
    let third = |number, of, days| ThirdNext {
        provider: provider(number),
        location: location(1),
        appointment_type: of_type(of),
        days: Some(days),
    };
    let efforts = [(20, 10), (40, 12), (60, 30)].map(|it| Effort { seconds: it.0, keystrokes: it.1 });
    let evidence = Evidence {
        third_next: Some(&[third(CHEN, 1, 3), third(DIAZ, 2, 9)]),
        efforts: Some(&efforts),
        people: Headcount { active_users: Some(4), providers: None, patients: Some(0) },
        ..rows.evidence()
    };
    assert_eq!(SAID.lines().filter(|it| !it.is_empty()).count(), Metric::ALL.len(), "every metric is here");
    says(&asked(), &evidence, SAID);
    let scope =
        Scope { provider: Some(provider(CHEN)), appointment_type: Some(of_type(1)), ..Scope::default() };
    says(&Asked { scope, ..asked() }, &evidence, OF_CHEN_SHORT);
    let elsewhere = Scope { location: Some(location(9)), ..Scope::default() };
    let measures = measure(&Asked { scope: elsewhere, ..asked() }, &evidence);
    assert_eq!(in_words(measures.get(Metric::Utilisation)), "unknown: no_hours");
}

#[test]
fn what_cannot_be_known_is_no_zero() {
    let rows = two_days();
    let later = monday() + chrono::TimeDelta::days(30);
    let nothing = Asked { days: later..=later, ..asked() };
    assert_eq!(OF_NOTHING.lines().filter(|it| !it.is_empty()).count(), Metric::ALL.len());
    says(&nothing, &Evidence { orphans: None, ..rows.evidence() }, OF_NOTHING);
}

#[test]
fn an_import_says_nothing_of_who_booked_and_who_waited() {
    let mut rows = two_days();
    rows.visits.retain(|it| it.appointment == appointment(8));
    let measures = measure(&asked(), &rows.evidence());
    for metric in [Metric::LeadTime, Metric::SameDayVisits, Metric::VisitCycle, Metric::Continuity] {
        assert_eq!((metric, in_words(measures.get(metric))), (metric, "unknown: not_recorded".to_owned()));
    }
}

#[test]
fn somebody_without_a_third_time_makes_it_unknown_how_long_nine_of_ten_wait() {
    let rows = two_days();
    let of = |number: u128, days| ThirdNext {
        provider: provider(number),
        location: location(1),
        appointment_type: of_type(1),
        days,
    };
    let said = |third_next: &[ThirdNext]| {
        let evidence = Evidence { third_next: Some(third_next), ..rows.evidence() };
        in_words(measure(&asked(), &evidence).get(Metric::ThirdNextAvailable))
    };
    let mut all: Vec<ThirdNext> = (1..=10).map(|it| of(it, Some(it as i64))).collect();
    assert_eq!(said(&all), "5 to 9 of 10");
    all[0].days = None;
    assert_eq!(said(&all), "6 to 10 of 10", "who has none waits longest");
    all[1].days = None;
    assert_eq!(said(&all), "unknown: beyond_search");
}

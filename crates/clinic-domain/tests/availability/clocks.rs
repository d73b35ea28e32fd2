//! Local times stay what the template says, across every change of clocks.
//!
//! What a day's wall clock shows is found here by looking at every quarter of an hour of the three UTC days
//! around it, not by the functions under test.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, date, minute, need};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    availability::{Answer, check, offers},
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope},
    time::Instant,
};
use std::collections::BTreeMap;

const HOURS: [(&str, &str); 9] = [
    ("00:00", "24:00"),
    ("00:00", "01:30"),
    ("00:30", "02:15"),
    ("01:00", "02:00"),
    ("01:30", "03:00"),
    ("02:00", "02:30"),
    ("02:15", "06:00"),
    ("09:00", "17:00"),
    ("22:00", "24:00"),
];

/// Local days on which the offset changes, by looking at each hour of the years.
fn days_of_change(zone: Tz, years: std::ops::RangeInclusive<i32>) -> Vec<NaiveDate> {
    let start = date(&format!("{}-01-01", years.start())).and_time(Default::default()).and_utc().timestamp();
    let end = date(&format!("{}-12-31", years.end())).and_time(Default::default()).and_utc().timestamp();
    let offset = |at: i64| Instant(at).wall(zone).and_utc().timestamp() - at;
    let changes = (start..end).step_by(3600).filter(|at| offset(*at) != offset(at - 3600));
    changes.map(|at| Instant(at - 1800).local_date(zone)).collect()
}

/// The first instant at which the wall shows each quarter of an hour of a day.
fn quarters_on_the_wall(zone: Tz, day: NaiveDate) -> BTreeMap<NaiveDateTime, Instant> {
    let noon = day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
    let mut shown = BTreeMap::new();
    for at in (noon - 36 * 3600..noon + 36 * 3600).step_by(15 * 60).map(Instant) {
        let wall = at.wall(zone);
        if wall.date() == day {
            shown.entry(wall).or_insert(at);
        }
    }
    shown
}

fn local_times_stay_around(zone: Tz, changes: &[NaiveDate]) {
    let mut clinic = Clinic::in_zone(zone);
    clinic.visit = clinic.a_type(15);
    let provider = clinic.provider("00:00", "24:00");
    for day in changes.iter().flat_map(|it| [*it - TimeDelta::days(1), *it, *it + TimeDelta::days(1)]) {
        let shown = quarters_on_the_wall(zone, day);
        for (from, to) in HOURS {
            let (from, to) = (minute(from), minute(to));
            clinic.setup.templates[0].sessions.iter_mut().for_each(|it| (it.from, it.to) = (from, to));
            let expected: Vec<Instant> = shown.range(from.on(day)..to.on(day)).map(|(_, at)| *at).collect();
            // Only this day's: the nights before and after have sessions of their own.
            let mut request = clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
            let window = (date_text(day - TimeDelta::days(2)), date_text(day + TimeDelta::days(3)));
            request.within = clinic.period(&window.0, &window.1);
            let found = offers(&clinic.setup, &clinic.book, &request).unwrap();
            let on_day = found.iter().filter(|it| it.slot.visit.start().local_date(zone) == day);
            let starts: Vec<Instant> = on_day.clone().map(|it| it.slot.visit.start()).collect();
            assert_eq!(starts, expected, "{zone} {day} {from:?} to {to:?}");
            for offer in on_day {
                assert_eq!(check(&clinic.setup, &clinic.book, &offer.slot, &ASKED_LONG_BEFORE), Ok(()));
                assert_eq!((offer.slot.visit.minutes(), offer.slot.allocations[0].resource), (15, provider));
            }
        }
    }
}

fn date_text(day: NaiveDate) -> String {
    day.and_hms_opt(12, 0, 0).unwrap().format("%Y-%m-%dT%H:%M").to_string()
}

#[test]
fn in_new_york() {
    let changes = days_of_change(chrono_tz::America::New_York, 2000..=2037);
    assert_eq!(changes.len(), 76);
    local_times_stay_around(chrono_tz::America::New_York, &changes);
}

#[test]
fn in_london() {
    let changes = days_of_change(chrono_tz::Europe::London, 2000..=2037);
    assert_eq!(changes.len(), 76);
    local_times_stay_around(chrono_tz::Europe::London, &changes);
}

#[test]
fn on_lord_howe_with_its_half_hour() {
    let changes = days_of_change(chrono_tz::Australia::Lord_Howe, 2000..=2037);
    assert_eq!(changes.len(), 76);
    local_times_stay_around(chrono_tz::Australia::Lord_Howe, &changes);
}

#[test]
fn in_casablanca_around_every_ramadan() {
    let changes = days_of_change(chrono_tz::Africa::Casablanca, 2000..=2037);
    assert!(changes.len() > 60, "{}", changes.len());
    local_times_stay_around(chrono_tz::Africa::Casablanca, &changes);
}

#[test]
fn in_sao_paulo_where_midnight_was_skipped_and_repeated() {
    let changes = days_of_change(chrono_tz::America::Sao_Paulo, 2000..=2037);
    assert_eq!((changes.len(), changes.last().unwrap().year()), (39, 2019));
    local_times_stay_around(chrono_tz::America::Sao_Paulo, &changes);
}

#[test]
fn in_kolkata_where_clocks_never_change() {
    assert_eq!(days_of_change(chrono_tz::Asia::Kolkata, 2000..=2037), []);
    let firsts: Vec<_> = (2000..=2037).map(|year| date(&format!("{year}-03-01"))).collect();
    local_times_stay_around(chrono_tz::Asia::Kolkata, &firsts);
}

#[test]
fn where_midnight_comes_twice_the_day_ends_with_the_first() {
    // Havana goes back from 01:00 to 00:00.
    let changes = days_of_change(chrono_tz::America::Havana, 2020..=2037);
    assert!(changes.len() > 30);
    local_times_stay_around(chrono_tz::America::Havana, &changes);
}

#[test]
fn a_day_that_never_was_has_no_offers() {
    let mut clinic = Clinic::in_zone(chrono_tz::Pacific::Apia);
    clinic.provider("09:00", "09:30");
    let starts = clinic.starts("2011-12-29T00:00", "2012-01-01T00:00");
    assert_eq!(starts, ["2011-12-29T09:00", "2011-12-31T09:00"]);
}

#[test]
fn a_night_session_that_ends_in_the_repeated_hour_ends_with_its_second_pass() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("00:00", "01:30");
    clinic.visit = clinic.a_type(60);
    let offers = clinic.offers(&clinic.request("2035-11-04T00:00", "2035-11-05T00:00"));
    let last = offers.last().unwrap().slot.visit;
    assert_eq!(last.start().wall_text(clinic.zone), "2035-11-04T01:15");
    assert_eq!(last.end().wall_text(clinic.zone), "2035-11-04T01:15");
    assert_eq!(offers.len(), 6);
    // A start that only the second pass shows, and one that the template does not have.
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 15);
    for at in [last.end(), clinic.at("2035-11-04T01:45")] {
        let answer = clinic.answer(&clinic.spot(provider, at));
        assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
    }
    // Nor by way of a room.
    let room = clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs.push(need(ResourceKind::Room, &[], 0, 0)));
    let by_room = |wall: &str| clinic.answer(&clinic.spot(room, clinic.at(wall)));
    assert!(matches!(by_room("2035-11-04T01:15"), Answer::Offer(_)));
    assert!(matches!(by_room("2035-11-04T01:45"), Answer::Refused(_)));
}

#[test]
fn a_break_closes_both_passes_of_its_hour() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("00:00", "03:00");
    let day = ("2035-11-04", "2035-11-04");
    clinic.except(ExceptionScope::Resource(provider), ExceptionKind::Break, day, ("01:00", "01:30"));
    let starts = clinic.starts("2035-11-04T00:00", "2035-11-05T00:00");
    assert_eq!(
        starts,
        [
            "2035-11-04T00:00",
            "2035-11-04T00:15",
            "2035-11-04T00:30",
            "2035-11-04T02:00",
            "2035-11-04T02:15",
            "2035-11-04T02:30"
        ]
    );
}

#[test]
fn a_provider_who_comes_after_midnight_keeps_the_wall_clocks_session_too() {
    // Havana's clocks go back from 01:00 to 00:00 on the fourth: 00:35 comes twice, in the session neither time.
    let mut clinic = Clinic::in_zone(chrono_tz::America::Havana);
    let provider = clinic.provider("00:00", "00:30");
    clinic.room();
    clinic.change_type(clinic.visit, |it| {
        it.duration_minutes = 60;
        it.needs =
            vec![need(ResourceKind::Room, &[], 0, 0), need(ResourceKind::Provider, &[provider], 50, 10)];
    });
    let offers = clinic.offers(&clinic.request("2035-11-03T12:00", "2035-11-04T12:00"));
    let starts = ["2035-11-03T23:15", "2035-11-03T23:30", "2035-11-04T00:15", "2035-11-04T00:30"];
    assert_eq!(clinic.walls(&offers), starts);
    for offer in offers {
        assert_eq!(check(&clinic.setup, &clinic.book, &offer.slot, &ASKED_LONG_BEFORE), Ok(()));
    }
}

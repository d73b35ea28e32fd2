//! What weeks, work lists and paper are read from.

use super::{
    Mirror,
    clinic::{DAY, FIRST_DAY, appointment_id, location_id, patient, resource_id, visit},
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S},
    operation::Change,
    time::{Instant, Period},
};
use desk_cache::mirror::{DayRow, FullRow};

fn at(day: i64, minute: i64) -> Instant {
    Instant(FIRST_DAY + day * DAY).plus_minutes(minute)
}

fn days(from: i64, to: i64) -> Period {
    Period::new(at(from, 0), at(to, 0)).unwrap()
}

fn mirror(visits: Vec<Appointment>) -> Mirror {
    let patients = (1..=4).map(|n| Change::Patient(Box::new(patient(n))));
    let visits = visits.into_iter().map(|it| Change::Appointment(Box::new(it)));
    Mirror::of(&[patients.chain(visits).collect()])
}

/// The visits by the numbers that they were made with.
fn numbers(rows: &[FullRow]) -> Vec<u64> {
    let number = |row: &FullRow| (0..100).find(|n| appointment_id(*n) == row.row.id).unwrap();
    rows.iter().map(number).collect()
}

#[test]
fn visits_with_a_resource_are_those_of_the_day_that_take_it_up() {
    let mirror = mirror(vec![
        visit(1, 1, 1, &[7], at(0, 600), 20, S::Booked),
        visit(2, 2, 1, &[8, 7], at(2, 600), 20, S::Fulfilled),
        visit(3, 3, 1, &[8], at(2, 660), 20, S::Booked),
        visit(4, 4, 1, &[7], at(6, 600), 20, S::Cancelled),
        visit(5, 1, 1, &[7], at(7, 600), 20, S::Booked),
        visit(6, 2, 2, &[7], at(3, 600), 20, S::Booked),
    ]);
    let found = mirror.reader().visits_with(resource_id(7), location_id(1), days(0, 7)).unwrap();
    let mut expected = mirror.reader().day(location_id(1), days(0, 7)).unwrap();
    expected.retain(|row| row.allocations.iter().any(|it| it.resource == resource_id(7)));
    assert_eq!(found, expected);
    assert_eq!(found.len(), 3);
}

#[test]
fn a_day_in_full_is_the_day_with_its_records() {
    let visits: Vec<Appointment> = (1..=3)
        .map(|n| visit(10 * n, n, 1, &[7], at(0, 600 + 30 * n as i64), 20, S::Booked))
        .chain([visit(40, 9, 1, &[7], at(0, 480), 20, S::Booked)])
        .collect();
    let mirror = mirror(visits.clone());
    let rows = mirror.reader().day_in_full(location_id(1), days(0, 1)).unwrap();
    let listed: Vec<DayRow> = rows.iter().map(|it| it.row.clone()).collect();
    assert_eq!(listed, mirror.reader().day(location_id(1), days(0, 1)).unwrap());
    assert_eq!(rows[0].patient, None, "a visit whose patient has not come yet");
    for (n, row) in (1..).zip(&rows[1..]) {
        let written = visits.iter().find(|it| it.id == row.row.id).unwrap();
        assert_eq!(row.patient, Some(patient(n)));
        assert_eq!((&row.note, &row.history), (&written.note, &written.history));
        assert_eq!(row.confirmation_stamp, written.confirmation.stamp);
    }
}

#[test]
fn who_did_not_come_is_listed_once_and_not_after_another_visit() {
    let mirror = mirror(vec![
        visit(1, 1, 1, &[7], at(1, 600), 20, S::NoShow),
        visit(2, 1, 1, &[7], at(3, 600), 20, S::NoShow),
        visit(3, 2, 1, &[7], at(2, 600), 20, S::NoShow),
        visit(4, 2, 2, &[8], at(9, 600), 20, S::Booked),
        visit(5, 3, 1, &[7], at(2, 630), 20, S::NoShow),
        visit(6, 3, 1, &[7], at(4, 600), 20, S::Fulfilled),
        visit(7, 4, 1, &[7], at(2, 660), 20, S::NoShow),
        visit(8, 4, 1, &[7], at(5, 600), 20, S::Cancelled),
        visit(9, 4, 1, &[7], at(0, 660), 20, S::NoShow),
    ]);
    let listed = |from, to| numbers(&mirror.reader().no_shows(location_id(1), days(from, to)).unwrap());
    assert_eq!(listed(0, 14), [2, 7], "the latest of each, the latest first");
    assert!(listed(4, 14).is_empty());
    assert!(mirror.reader().no_shows(location_id(2), days(0, 14)).unwrap().is_empty());
}

#[test]
fn what_is_left_open_is_live_and_over() {
    let mirror = mirror(vec![
        visit(1, 1, 1, &[7], at(0, 600), 20, S::Booked),
        visit(2, 2, 1, &[7], at(0, 630), 20, S::Fulfilled),
        visit(3, 3, 1, &[7], at(1, 600), 20, S::WithProvider),
        visit(4, 4, 1, &[7], at(1, 640), 20, S::Arrived),
    ]);
    let until = |end| Period::new(at(0, 0), end).unwrap();
    let open = |end| numbers(&mirror.reader().left_open(location_id(1), until(end)).unwrap());
    assert_eq!(open(at(1, 650)), [1, 3]);
    assert_eq!(open(at(1, 660)), [1, 3, 4]);
    let next = |from| mirror.reader().next_expected(location_id(1), from).unwrap();
    assert_eq!((next(at(0, 601)), next(at(1, 641))), (Some(at(1, 600)), None));
}

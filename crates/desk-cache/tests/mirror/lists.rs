//! What weeks are read from.

use super::{
    Mirror,
    clinic::{DAY, FIRST_DAY, location_id, patient, resource_id, visit},
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S},
    operation::Change,
    time::{Instant, Period},
};

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

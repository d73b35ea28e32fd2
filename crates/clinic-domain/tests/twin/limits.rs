//! What is said beside the figures.

use crate::{
    clinic::{Clinic, date},
    year::{seen, visit},
};
use clinic_domain::{
    appointment::AppointmentStatus,
    availability::Compared,
    capacity::{
        VisitFacts,
        twin::{Counted, Demand, Limit, Timetable, run, summary},
    },
};

#[test]
fn what_is_missing_is_counted() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let group = clinic.a_type(30);
    clinic.change_type(group, |it| it.places = 8);
    let mut of = |start: &str| visit(&mut clinic, provider, "2035-01-01T07:00", start);
    let known = seen(of("2035-01-01T09:00"), 0, 30);
    let imported = VisitFacts { booked_at: None, placed_at: None, ..of("2035-01-02T09:00") };
    let overbook = VisitFacts { lane: 1, ..of("2035-01-01T09:00") };
    let forgotten = VisitFacts { status: AppointmentStatus::Booked, ..of("2035-01-03T09:00") };
    let to_come = VisitFacts { status: AppointmentStatus::Booked, ..of("2035-01-09T09:00") };
    let outside = of("2035-01-04T14:00");
    let nobodys = VisitFacts { provider: None, ..of("2035-01-04T09:00") };
    let wished = VisitFacts { status: AppointmentStatus::Waitlist, ..of("2035-01-04T09:00") };
    let last_year = of("2034-12-31T09:00");
    let class = [(); 3].map(|()| VisitFacts { appointment_type: group, ..of("2035-01-05T09:00") });
    let mut facts = vec![known, imported, overbook, forgotten, to_come, outside, nobodys, wished, last_year];
    facts.extend(class);
    let actual = Timetable::of(&clinic.setup, &[provider], &(date("2035-01-01")..=date("2035-01-07")));
    let demand = Demand::of(&clinic.setup, &actual, &facts, clinic.at("2035-01-08T00:00"));
    let counted = Counted {
        visits: 7,
        without_booking_time: 1,
        overbooks: 1,
        outside_hours: 1,
        without_outcome: 1,
        came: 5,
        with_times: 1,
        with_arrival: 1,
        left_out: 3,
    };
    assert_eq!(*demand.counted(), counted);
    let runs = [run(&demand, Compared { before: &actual, after: &actual }, 1, 0)];
    let limits = [
        Limit::UnmetDemand,
        Limit::BehaviourWithAccess,
        Limit::Wishes,
        Limit::SimplerThanTheBook,
        Limit::PastHours { outside_hours: 1, visits: 7 },
        Limit::FewVisits { visits: 7 },
        Limit::WithoutBookingTime { visits: 1, of: 7 },
        Limit::Overbooks { visits: 1, of: 7 },
        Limit::WithoutOutcome { visits: 1, of: 7 },
        Limit::WithoutTimes { visits: 4, of: 5 },
        Limit::WithoutArrival { visits: 4, of: 5 },
        Limit::LeftOut { visits: 3 },
    ];
    assert_eq!(summary(&demand, &runs, None).limits, limits);
}

/// An import without a booking time was asked for as long before as another visit, and stays on its day.
#[test]
fn an_import_keeps_its_day() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    let other = visit(&mut clinic, provider, "2035-01-01T09:00", "2035-01-03T09:00");
    let imported = visit(&mut clinic, provider, "2035-01-01T09:00", "2035-01-06T11:00");
    let facts = [other, VisitFacts { booked_at: None, placed_at: None, ..imported }];
    let actual = Timetable::of(&clinic.setup, &[provider], &(date("2035-01-01")..=date("2035-01-07")));
    let demand = Demand::of(&clinic.setup, &actual, &facts, clinic.at("2035-01-08T00:00"));
    let visits = clinic_domain::capacity::twin::run_visits(&demand, &actual, 1, 0);
    let import = visits.iter().find(|it| it.asked > 1_440).unwrap();
    assert_eq!((import.asked, import.start), (3 * 1_440 + 11 * 60, Some(5 * 1_440 + 540)));
}

//! The week of one provider.

use crate::clinic::{Clinic, plain, provider};
use chrono::Weekday;
use clinic_domain::{
    appointment::{Appointment, CancelReason, Requester},
    id::ResourceId,
    patient::Patient,
    resource::ResourceKind,
};
use desk_app::{
    book::book,
    cancel::{CancelRequest, cancel},
    day::{DayRequest, day},
    find_offers::{FindOffers, find_offers},
    week::{WeekRequest, week},
};
use desk_cache::AuditPage;

fn book_at(clinic: &Clinic, patient: &Patient, provider: ResourceId, wall: &str) -> Appointment {
    let from = Some(format!("{wall}:00").parse().unwrap());
    let wanted = FindOffers { from, providers: vec![provider], ..clinic.offers(Some(patient.id), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let booked = book(&clinic.desk, clinic.ada, plain(patient.id, &handle)).unwrap();
    assert_eq!(booked.wall_start, wall);
    booked
}

fn entries(clinic: &Clinic, action: &str) -> usize {
    let rows = clinic.desk.store().audit(AuditPage { before: None, limit: 100 }).unwrap();
    rows.iter().filter(|it| it.action == action).count()
}

#[test]
fn a_week_is_the_boards_own_days_with_one_column() {
    let clinic = Clinic::new();
    let okafor = provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    book_at(&clinic, &ana, clinic.chen, "2026-03-02T09:00");
    book_at(&clinic, &ana, okafor, "2026-03-03T09:00");
    let wednesday = book_at(&clinic, &ana, clinic.chen, "2026-03-04T10:00");
    let request = CancelRequest {
        appointment: wednesday.id,
        seen: wednesday.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap();
    let of_week = |date: &str, first_day| {
        let request = WeekRequest { resource: clinic.chen, date: Some(date.parse().unwrap()), first_day };
        week(&clinic.desk, clinic.ada, &request).unwrap().days
    };
    let days = of_week("2026-03-04", Weekday::Mon);
    assert_eq!(days.iter().map(|it| it.visits.len()).collect::<Vec<_>>(), [1, 0, 1, 0, 0, 0, 0]);
    // Clocks go forward on the Sunday.
    assert_eq!(days.iter().map(|it| it.day.minutes() / 60).collect::<Vec<_>>(), [24, 24, 24, 24, 24, 24, 23]);
    for of_week in &days {
        let request = DayRequest {
            location: clinic.location,
            date: Some(of_week.date),
            columns: ResourceKind::Provider,
        };
        let board = day(&clinic.desk, clinic.ada, &request).unwrap();
        let [column] = of_week.columns.as_slice() else { panic!("one column") };
        let same = board.columns.iter().find(|it| it.resource.id == clinic.chen).unwrap();
        assert_eq!((&column.parts, column.next_free), (&same.parts, same.next_free));
        assert_eq!((column.booked_minutes, column.open_minutes), (same.booked_minutes, same.open_minutes));
        let with_chen = |it: &&desk_cache::mirror::DayRow| it.allocations[0].resource == clinic.chen;
        let visits: Vec<_> = board.visits.iter().filter(with_chen).cloned().collect();
        assert_eq!((of_week.day, &of_week.visits), (board.day, &visits));
    }
    let from_sunday = of_week("2026-03-04", Weekday::Sun);
    assert_eq!(from_sunday[0].date, "2026-03-01".parse().unwrap());
    assert_eq!(of_week("2026-03-01", Weekday::Sun)[6].date, "2026-03-07".parse().unwrap());
    assert_eq!(entries(&clinic, "view_week"), 2, "each week once, however often it is drawn");
}

//! The week of one provider, the work lists through a day, and the day on paper.

use crate::{
    calls::call_about_visit,
    clinic::{Clinic, at, person, plain, provider, refusals},
};
use chrono::Weekday;
use clinic_domain::{
    appointment::{
        Appointment, AppointmentStatus as S, CallOutcome, CancelReason, ConfirmationState, Requester,
    },
    counter::Asked,
    id::{AppointmentId, ResourceId},
    patient::{ContactChannel, IdentityField, LogisticsFlag, Patient, Phone, PhoneKind},
    resource::ResourceKind,
    worklist::WorkList,
};
use desk_app::{
    book::book,
    cancel::{CancelRequest, cancel},
    check_in::check_in,
    day::{DayRequest, day, day_sheet},
    find_offers::{FindOffers, find_offers},
    patients::{change_patient, register_patient},
    status::{Seen, set_confirmation, set_note, set_status},
    week::{WeekRequest, week},
    worklist::{Work, WorkRequest, print_worklist, worklist},
};
use desk_cache::AuditPage;

pub fn reachable(clinic: &Clinic, family: &str, number: &str) -> Patient {
    let mut wanted = person(&clinic.desk, family, "Given", "1980-01-01");
    wanted.phones = vec![Phone { number: number.into(), kind: PhoneKind::Mobile }];
    wanted.contact_preference = ContactChannel::Sms;
    register_patient(&clinic.desk, clinic.ada, &wanted, true).unwrap()
}

pub fn book_at(clinic: &Clinic, patient: &Patient, provider: ResourceId, wall: &str) -> Appointment {
    let from = Some(format!("{wall}:00").parse().unwrap());
    let wanted = FindOffers { from, providers: vec![provider], ..clinic.offers(Some(patient.id), 1) };
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let booked = book(&clinic.desk, clinic.ada, plain(patient.id, &handle)).unwrap().value;
    assert_eq!(booked.wall_start, wall);
    booked
}

pub fn step(clinic: &Clinic, visit: &Appointment, to: S) -> Appointment {
    let seen = Seen { appointment: visit.id, version: visit.version };
    if to == S::CheckedIn {
        let compared = [IdentityField::FullName, IdentityField::BirthDate];
        return check_in(&clinic.desk, clinic.ada, seen, &compared, Asked::default(), Requester::Patient)
            .unwrap()
            .value;
    }
    set_status(&clinic.desk, clinic.ada, seen, to, Requester::Patient).unwrap().value
}

pub fn entries(clinic: &Clinic, action: &str) -> usize {
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

pub fn list(clinic: &Clinic, list: WorkList) -> Work {
    let request = WorkRequest { location: clinic.location, list, date: None };
    worklist(&clinic.desk, clinic.ada, &request).unwrap()
}

pub fn ids(work: &Work) -> Vec<AppointmentId> {
    work.rows.iter().map(|it| it.full.row.id).collect()
}

pub fn counts(work: &Work) -> Vec<usize> {
    work.counts.iter().map(|it| it.1).collect()
}

#[test]
fn the_work_lists_follow_the_day() {
    let clinic = Clinic::new();
    let patients: Vec<Patient> =
        (0..6).map(|n| reachable(&clinic, &format!("Family{n}"), &format!("555 010{n}"))).collect();
    let book = |n: usize, wall: &str| book_at(&clinic, &patients[n], clinic.chen, wall);
    let (late, early, missing) =
        (book(0, "2026-03-02T09:00"), book(1, "2026-03-02T09:20"), book(2, "2026-03-02T09:40"));
    let (asked, sure, never) =
        (book(3, "2026-03-03T10:00"), book(4, "2026-03-03T10:20"), book(5, "2026-03-03T10:40"));
    step(&clinic, &early, S::CheckedIn);
    for (visit, state) in [(&asked, ConfirmationState::Asked), (&sure, ConfirmationState::Confirmed)] {
        let seen = Seen { appointment: visit.id, version: visit.version };
        set_confirmation(&clinic.desk, clinic.ada, seen, state, ContactChannel::Sms).unwrap();
    }

    // A quarter past nine: one is late, one waits, and two of tomorrow's have not confirmed.
    let clinic = clinic.reopened_at("2026-03-02T14:15:00Z");
    let arrivals = list(&clinic, WorkList::Arrivals);
    assert_eq!((ids(&arrivals), counts(&arrivals)), (vec![late.id, missing.id], vec![2, 1, 2, 0, 0, 0, 0]));
    assert_eq!([arrivals.rows[0].since, arrivals.rows[1].since], [Some(late.visit.start()), None]);
    let here = list(&clinic, WorkList::InClinic);
    assert_eq!(ids(&here), [early.id]);
    assert!(here.rows[0].since.is_some_and(|it| it < at("2026-03-02T13:10:00Z")), "since 8, not since 9:20");
    let unconfirmed = list(&clinic, WorkList::Unconfirmed);
    assert_eq!(
        (unconfirmed.date, ids(&unconfirmed)),
        ("2026-03-03".parse().unwrap(), vec![asked.id, never.id])
    );
    let tried: Vec<_> = unconfirmed.rows.iter().map(|it| it.full.confirmation_stamp).collect();
    assert!(tried[0].is_some_and(|it| (it.by, it.channel) == (clinic.ada, ContactChannel::Sms)));
    assert_eq!(tried[1], None);
    let patient = unconfirmed.rows[0].full.patient.as_ref().unwrap();
    assert_eq!((patient.contact_preference, &patient.phones), (ContactChannel::Sms, &patients[3].phones));

    // Six in the evening: what nobody closed is open, and who did not come is to be called.
    let clinic = clinic.reopened_at("2026-03-02T23:00:00Z");
    let missing = step(&clinic, &missing, S::NoShow);
    let open = list(&clinic, WorkList::Open);
    assert_eq!((ids(&open), counts(&open)), (vec![late.id, early.id], vec![1, 1, 2, 1, 2, 0, 0]));
    assert_eq!(open.rows[0].since, Some(late.visit.end()));
    assert_eq!(ids(&list(&clinic, WorkList::NoShows)), [missing.id]);

    // The next morning: yesterday's are still open, until somebody says how they ended.
    let clinic = clinic.reopened_at("2026-03-03T13:00:00Z");
    assert_eq!(ids(&list(&clinic, WorkList::Open)), [late.id, early.id]);
    step(&clinic, &late, S::NoShow);
    assert_eq!(counts(&list(&clinic, WorkList::NoShows)), [3, 0, 0, 2, 1, 0, 0]);
    assert_eq!(entries(&clinic, "view_worklist"), 7, "each list of each day once");
}

#[test]
fn nobody_is_called_who_came_since_is_booked_or_has_died() {
    let clinic = Clinic::new();
    let patients: Vec<Patient> =
        (0..3).map(|n| reachable(&clinic, &format!("Family{n}"), &format!("555 010{n}"))).collect();
    let walls = ["2026-03-02T09:00", "2026-03-02T09:20", "2026-03-02T09:40"];
    let missed: Vec<Appointment> = patients
        .iter()
        .zip(walls)
        .map(|(patient, wall)| step(&clinic, &book_at(&clinic, patient, clinic.chen, wall), S::NoShow))
        .collect();
    let clinic = clinic.reopened_at("2026-03-02T18:00:00Z");
    assert_eq!(ids(&list(&clinic, WorkList::NoShows)), [missed[2].id, missed[1].id, missed[0].id]);
    book_at(&clinic, &patients[0], clinic.chen, "2026-03-09T09:00");
    let died = Patient { is_deceased: true, ..patients[1].clone() };
    change_patient(&clinic.desk, clinic.ada, &died).unwrap();
    // A second no-show of the same patient is one call.
    let again = step(&clinic, &book_at(&clinic, &patients[2], clinic.chen, "2026-03-02T14:00"), S::NoShow);
    let clinic = clinic.reopened_at("2026-03-02T22:00:00Z");
    assert_eq!(ids(&list(&clinic, WorkList::NoShows)), [again.id]);
    let clinic = clinic.reopened_at("2026-03-17T22:00:00Z");
    assert!(ids(&list(&clinic, WorkList::NoShows)).is_empty(), "two weeks are over");
}

#[test]
fn the_day_on_paper_has_what_the_board_has_no_room_for_and_each_printing_is_written_down() {
    let clinic = Clinic::new();
    let mut wanted = person(&clinic.desk, "Ruiz", "Ana", "1990-04-12");
    (wanted.alert, wanted.flags) = ("Call the daughter first".into(), vec![LogisticsFlag::Wheelchair]);
    let ana = register_patient(&clinic.desk, clinic.ada, &wanted, false).unwrap();
    let visit = book_at(&clinic, &ana, clinic.chen, "2026-03-02T09:00");
    let seen = Seen { appointment: visit.id, version: visit.version };
    set_note(&clinic.desk, clinic.ada, seen, "Bring the letter".into()).unwrap();
    let request = DayRequest { location: clinic.location, date: None, columns: ResourceKind::Provider };
    let sheet = day_sheet(&clinic.desk, clinic.ada, &request).unwrap();
    let [printed] = sheet.visits.as_slice() else { panic!("one visit") };
    assert_eq!(printed.note.expose(), "Bring the letter");
    let patient = printed.patient.as_ref().unwrap();
    assert_eq!((&patient.alert, &patient.flags), (&wanted.alert, &wanted.flags));
    let board = day(&clinic.desk, clinic.ada, &request).unwrap();
    assert_eq!(sheet.board.visits, board.visits);
    assert_eq!(sheet.board.columns.len(), board.columns.len());
    day_sheet(&clinic.desk, clinic.ada, &request).unwrap();
    assert_eq!((entries(&clinic, "print_day"), entries(&clinic, "view_day")), (2, 1));
}

#[test]
fn calls_are_kept_with_their_outcome_and_order_the_list_by_who_is_due() {
    let clinic = Clinic::new();
    let visit = |family: &str, number: &str, wall: &str| {
        let patient = reachable(&clinic, family, number);
        book_at(&clinic, &patient, clinic.chen, wall)
    };
    let first = visit("Abbot", "555 0101", "2026-03-03T09:00");
    let second = visit("Baker", "555 0102", "2026-03-03T09:20");
    let third = visit("Clark", "555 0103", "2026-03-03T09:40");
    let log = |clinic: &Clinic, visit: &Appointment, outcome, again: Option<&str>| {
        call_about_visit(clinic, visit, outcome, again.map(|it| it.parse().unwrap()))
    };
    let now = clinic.desk.now().wall(clinic.desk.configuration().unwrap().setup.locations[0].zone);
    let soon = (now + chrono::TimeDelta::minutes(30)).format("%Y-%m-%dT%H:%M:00").to_string();
    let gone = (now - chrono::TimeDelta::minutes(30)).format("%Y-%m-%dT%H:%M:00").to_string();
    assert_eq!(refusals(log(&clinic, &first, CallOutcome::CallBack, None)), ["invalid"]);
    assert_eq!(refusals(log(&clinic, &first, CallOutcome::NoAnswer, Some(&gone))), ["invalid"]);
    let in_a_year = Some("2027-03-02T09:00:00");
    assert_eq!(refusals(log(&clinic, &first, CallOutcome::NoAnswer, in_a_year)), ["invalid"]);

    let first = log(&clinic, &first, CallOutcome::CallBack, Some(&soon)).unwrap();
    log(&clinic, &second, CallOutcome::NoAnswer, None).unwrap();
    let unconfirmed = list(&clinic, WorkList::Unconfirmed);
    assert_eq!(ids(&unconfirmed), [third.id, second.id, first.id]);
    assert_eq!(entries(&clinic, "log_call"), 5, "also what was refused");

    let clinic = clinic.later(31);
    let first = log(&clinic, &first, CallOutcome::LeftMessage, Some("2026-03-02T23:00:00")).unwrap();
    let work = list(&clinic, WorkList::Unconfirmed);
    assert_eq!(ids(&work), [third.id, second.id, first.id]);
    let calls = work.rows[2].calls.unwrap();
    assert_eq!((calls.count, calls.outcome), (2, CallOutcome::LeftMessage));
    assert_eq!(calls.by, Some(clinic.ada));
}

#[test]
fn who_asked_to_be_called_again_comes_first_when_it_is_time() {
    let clinic = Clinic::new();
    let [early, late] = ["Abbot", "Baker"].map(|it| reachable(&clinic, it, "555 0101"));
    let early = book_at(&clinic, &early, clinic.chen, "2026-03-03T09:00");
    let late = book_at(&clinic, &late, clinic.chen, "2026-03-03T09:20");
    let zone = clinic.desk.configuration().unwrap().setup.locations[0].zone;
    let soon = clinic.desk.now().plus_minutes(30).wall(zone);
    call_about_visit(&clinic, &late, CallOutcome::CallBack, Some(soon)).unwrap();
    assert_eq!(ids(&list(&clinic, WorkList::Unconfirmed)), [early.id, late.id]);
    let clinic = clinic.later(31);
    assert_eq!(ids(&list(&clinic, WorkList::Unconfirmed)), [late.id, early.id]);
}

#[test]
fn a_list_on_paper_is_written_down_each_time_and_a_look_at_it_once() {
    let clinic = Clinic::new();
    let request = WorkRequest { location: clinic.location, list: WorkList::NoShows, date: None };
    for _ in 0..2 {
        worklist(&clinic.desk, clinic.ada, &request).unwrap();
        print_worklist(&clinic.desk, clinic.ada, &request).unwrap();
    }
    let trail = clinic.desk.store().audit(AuditPage { before: None, limit: 100 }).unwrap();
    let written = |action| trail.iter().filter(|it| it.action == action).count();
    assert_eq!((written("view_worklist"), written("print_worklist")), (1, 2));
}

//! Closing the day: every visit gets its end in one act, and somebody signs the numbers.

use crate::clinic::{Clinic, refusals};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, Requester},
    counter::Asked,
    day_close::DayNumbers,
    patient::IdentityField as F,
    worklist::WorkList,
};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    check_in::check_in,
    close_day::{CloseRequest, Closed, OpenDay, close_day, open_day},
    error::AppResult,
    status::{Seen, set_status},
    undo::{Record, undo},
    worklist::{WorkRequest, worklist},
};

fn seen(visit: &Appointment) -> Seen {
    Seen { appointment: visit.id, version: visit.version }
}

/// Three visits of the morning: one never came, one was checked in, one stands at the counter; all are over by noon.
fn noon() -> (Clinic, [Appointment; 3]) {
    let clinic = Clinic::new();
    let visits = ["Ruiz", "Costa", "Okafor"].map(|family| {
        let patient = clinic.patient(family, "Ana", "1990-04-12").id;
        clinic.book(patient, &clinic.handles(patient, 1)[0]).unwrap()
    });
    let [never, here, waits] = visits;
    let fields = [F::FullName, F::BirthDate];
    let here = check_in(&clinic.desk, clinic.ada, seen(&here), &fields, Asked::default(), Requester::Patient)
        .unwrap()
        .value;
    let waits = set_status(&clinic.desk, clinic.ada, seen(&waits), S::Arrived, Requester::Patient);
    (clinic.later(5 * 60), [never, here, waits.unwrap().value])
}

fn today(clinic: &Clinic) -> OpenDay {
    open_day(&clinic.desk, clinic.ada, clinic.location, None).unwrap()
}

fn close(clinic: &Clinic, ends: Vec<(Seen, S)>) -> AppResult<Done<Closed>> {
    let request = CloseRequest { location: clinic.location, date: "2026-03-02".parse().unwrap(), ends };
    close_day(&clinic.desk, clinic.ada, &request)
}

fn proposed(day: &OpenDay) -> Vec<(Seen, S)> {
    let ends = day.open.iter().filter_map(|(full, end)| {
        Some((Seen { appointment: full.row.id, version: full.row.version }, (*end)?))
    });
    ends.collect()
}

#[test]
fn what_is_proposed_closes_the_day_in_one_act_with_one_undo() {
    let (clinic, [never, here, waits]) = noon();
    let day = today(&clinic);
    let ends: Vec<_> = proposed(&day).iter().map(|(seen, to)| (seen.appointment, *to)).collect();
    assert_eq!(ends, [(never.id, S::NoShow), (here.id, S::Fulfilled), (waits.id, S::LeftWithoutBeingSeen)]);
    assert_eq!(day.numbers, DayNumbers { booked: 3, open: 3, ..DayNumbers::default() });

    let done = close(&clinic, proposed(&day)).unwrap();
    let numbers = DayNumbers { booked: 3, seen: 1, no_shows: 1, left: 1, ..DayNumbers::default() };
    assert_eq!(done.value.close.numbers, numbers);
    let clinic = clinic.reopened();
    let day = today(&clinic);
    assert_eq!((day.open.len(), day.numbers), (0, numbers));
    let signed = day.signed.unwrap();
    assert_eq!((signed.by, signed.numbers), (clinic.ada, numbers));

    undo(&clinic.desk, clinic.ada, done.op).unwrap();
    let day = today(&clinic);
    assert_eq!((day.open.len(), day.signed), (3, None));
    assert_eq!(unaudited(&clinic.desk, here.id).unwrap().appointment.status, S::CheckedIn);
}

#[test]
fn a_visit_that_somebody_changed_meanwhile_leaves_the_whole_day_as_it_is() {
    let (clinic, [never, here, _]) = noon();
    let stale = proposed(&today(&clinic));
    set_status(&clinic.desk, clinic.ada, seen(&here), S::Roomed, Requester::Clinic).unwrap();
    assert_eq!(refusals(close(&clinic, stale)), ["changed"]);
    assert_eq!(unaudited(&clinic.desk, never.id).unwrap().appointment.status, S::Booked);
    assert_eq!(today(&clinic).signed, None);
}

#[test]
fn a_day_is_signed_again_after_a_change_and_not_before_it_came() {
    let (clinic, _) = noon();
    let first = close(&clinic, Vec::new()).unwrap().value.close;
    assert_eq!(first.numbers.open, 3, "nobody has to accept anything");
    let done = close(&clinic, proposed(&today(&clinic))).unwrap();
    assert_eq!((done.value.close.id, done.value.close.version), (first.id, first.version.next()));
    assert_eq!(today(&clinic).signed.unwrap().numbers.open, 0);

    let again = close(&clinic, Vec::new()).unwrap();
    let Record::Day(before) = undo(&clinic.desk, clinic.ada, again.op).unwrap().record else {
        panic!("not a day")
    };
    assert_eq!((before.is_active, before.numbers), (true, done.value.close.numbers));
    let tomorrow =
        CloseRequest { location: clinic.location, date: "2026-03-03".parse().unwrap(), ends: Vec::new() };
    assert_eq!(refusals(close_day(&clinic.desk, clinic.ada, &tomorrow)), ["invalid"]);
}

#[test]
fn a_missed_visit_does_not_come_back_by_the_close_where_its_place_is_somebody_elses() {
    let clinic = Clinic::new();
    let [missed, other] = ["Ruiz", "Costa"].map(|family| clinic.patient(family, "Ana", "1990-04-12").id);
    let handle = &clinic.handles(missed, 1)[0];
    let visit = clinic.book(missed, handle).unwrap();
    let visit =
        set_status(&clinic.desk, clinic.ada, seen(&visit), S::NoShow, Requester::Clinic).unwrap().value;
    clinic.book(other, handle).unwrap();
    assert_eq!(refusals(close(&clinic, vec![(seen(&visit), S::Booked)])), ["taken"]);
    assert_eq!(today(&clinic).signed, None);
}

fn unclosed(clinic: &Clinic) -> Vec<(String, usize)> {
    let request = WorkRequest { location: clinic.location, list: WorkList::Open, date: None };
    let days = worklist(&clinic.desk, clinic.ada, &request).unwrap().unclosed;
    days.iter().map(|it| (it.date.to_string(), it.open)).collect()
}

fn close_of(clinic: &Clinic, date: &str) -> AppResult<Done<Closed>> {
    let day = open_day(&clinic.desk, clinic.ada, clinic.location, Some(date.parse().unwrap())).unwrap();
    let request = CloseRequest { location: clinic.location, date: day.date, ends: proposed(&day) };
    close_day(&clinic.desk, clinic.ada, &request)
}

#[test]
fn a_day_that_nobody_closed_is_offered_on_the_next_ones_and_closed_for_two_weeks() {
    let (clinic, [never, ..]) = noon();
    assert_eq!(unclosed(&clinic), [], "today is not over");
    let clinic = clinic.reopened_at("2026-03-03T13:00:00Z");
    assert_eq!(unclosed(&clinic), [("2026-03-02".to_owned(), 3)]);
    let closed = close_of(&clinic, "2026-03-02").unwrap();
    assert_eq!((closed.value.close.numbers.open, closed.value.close.numbers.no_shows), (0, 1));
    assert_eq!(unaudited(&clinic.desk, never.id).unwrap().appointment.status, S::NoShow);
    assert_eq!(unclosed(&clinic), []);
    undo(&clinic.desk, clinic.ada, closed.op).unwrap();
    assert_eq!(unclosed(&clinic).len(), 1, "taken back, it is to be closed again");

    let clinic = clinic.reopened_at("2026-03-16T13:00:00Z");
    assert_eq!(unclosed(&clinic).len(), 1);
    let clinic = clinic.reopened_at("2026-03-17T13:00:00Z");
    assert_eq!(unclosed(&clinic), []);
    assert_eq!(refusals(close_of(&clinic, "2026-03-02")), ["invalid"]);
}

#[test]
fn once_days_are_signed_off_each_later_day_with_visits_is_to_be_signed_as_well() {
    let (clinic, [never, ..]) = noon();
    close_of(&clinic, "2026-03-02").unwrap();
    // Who missed the first day comes on the third, and is seen; nobody is booked in between.
    let clinic = clinic.reopened_at("2026-03-04T12:30:00Z");
    let visit = clinic.book(never.patient, &clinic.handles(never.patient, 1)[0]).unwrap();
    let fields = [F::FullName, F::BirthDate];
    let here =
        check_in(&clinic.desk, clinic.ada, seen(&visit), &fields, Asked::default(), Requester::Patient);
    set_status(&clinic.desk, clinic.ada, seen(&here.unwrap().value), S::Fulfilled, Requester::Clinic)
        .unwrap();
    let clinic = clinic.reopened_at("2026-03-05T13:00:00Z");
    assert_eq!(unclosed(&clinic), [("2026-03-04".to_owned(), 0)]);
    close_of(&clinic, "2026-03-04").unwrap();
    assert_eq!(unclosed(&clinic), []);
}

//! What was written on paper while the desk was out of order, typed in later: at its time, marked so, on the book as it is.

use crate::clinic::{Clinic, plain, refusals};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, CancelReason, Requester},
    attendance::TriageCategory,
    counter::Asked,
    id::{AppointmentId, PatientId},
    patient::IdentityField as F,
    refusal::Refusal,
};
use desk_app::{
    acts::{By, Done},
    appointment::unaudited,
    book::{BookRequest, book},
    cancel::{CancelRequest, cancel},
    check_in::check_in,
    close_day::{CloseRequest, close_day, open_day},
    error::AppResult,
    offer_at::{OfferAtRequest, SpotAnswer, offer_at},
    paper::paper_day,
    status::{Seen, set_status},
    undo::undo,
};

fn wall(time: &str) -> NaiveDateTime {
    format!("2026-03-02T{time}:00").parse().unwrap()
}

impl Clinic {
    /// Ada types in what stands on the sheet at that time.
    fn on_paper(&self, time: &str) -> By {
        By { written_at: Some(wall(time)), ..self.ada.into() }
    }

    fn stands(&self, id: AppointmentId) -> Appointment {
        unaudited(&self.desk, id).unwrap().appointment
    }

    fn promised(&self, patient: PatientId, start: &str, written: &str) -> SpotAnswer {
        let wanted = OfferAtRequest {
            resource: self.chen,
            start: wall(start),
            appointment_type: self.kind("Follow-up").id,
            patient: Some(patient),
            moving: None,
            link: None,
            written_at: Some(wall(written)),
        };
        offer_at(&self.desk, self.ada, &wanted).unwrap()
    }
}

fn seen(visit: &Appointment) -> Seen {
    Seen { appointment: visit.id, version: visit.version }
}

fn comes(clinic: &Clinic, visit: &Appointment, time: &str) -> AppResult<Done<Appointment>> {
    set_status(&clinic.desk, clinic.on_paper(time), seen(visit), S::Arrived, Requester::Patient)
}

/// Three booked visits of the morning, and it is three in the afternoon.
fn afternoon() -> (Clinic, [Appointment; 3]) {
    let clinic = Clinic::new();
    let visits = ["Ruiz", "Costa", "Okafor"].map(|family| {
        let patient = clinic.patient(family, "Ana", "1990-04-12").id;
        clinic.book(patient, &clinic.handles(patient, 1)[0]).unwrap()
    });
    (clinic.later(7 * 60), visits)
}

#[test]
fn what_happened_stands_at_its_time_and_says_that_it_came_from_paper() {
    let (clinic, [one, two, three]) = afternoon();
    let fields = [F::FullName, F::BirthDate];
    let by = clinic.on_paper("08:57");
    let here = check_in(&clinic.desk, by, seen(&one), &fields, Asked::default(), Requester::Patient).unwrap();
    let visit = here.value;
    assert_eq!(visit.arrived_at().unwrap().wall_text(chrono_tz::America::New_York), "2026-03-02T08:57");
    let last = visit.history.last().unwrap();
    assert_eq!((last.typed_at, last.by), (Some(clinic.desk.now()), Some(clinic.ada)));
    assert!(!visit.history[0].is_from_paper(), "the booking was made here");
    set_status(&clinic.desk, clinic.on_paper("09:40"), seen(&two), S::NoShow, Requester::Patient).unwrap();
    // A patient's cancellation is late by when it was said, not by when it is typed in.
    let request = CancelRequest {
        appointment: three.id,
        seen: three.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    let cancelled = cancel(&clinic.desk, clinic.on_paper("08:30"), request).unwrap().value;
    assert_eq!(cancelled.status, S::LateCancel);

    let day = paper_day(&clinic.desk, clinic.ada, clinic.location, None).unwrap();
    assert_eq!(day.typed, [(clinic.ada, 3)]);
    assert_eq!(day.visits.len(), 3);
    let clinic = clinic.reopened();
    assert_eq!(clinic.stands(one.id), visit);
}

#[test]
fn the_day_that_is_closed_says_what_came_from_paper_and_who_typed_it() {
    let (clinic, [one, two, _]) = afternoon();
    comes(&clinic, &one, "08:57").unwrap();
    let slip = comes(&clinic, &two, "09:10").unwrap();
    undo(&clinic.desk, clinic.ada, slip.op).unwrap();
    let open = open_day(&clinic.desk, clinic.ada, clinic.location, None).unwrap();
    assert_eq!(
        (open.numbers.on_paper, open.typed),
        (1, vec![(clinic.ada, 1)]),
        "what was taken back does not count"
    );
    let ends = open.open.iter().filter_map(|(full, end)| {
        Some((Seen { appointment: full.row.id, version: full.row.version }, (*end)?))
    });
    let request =
        CloseRequest { location: clinic.location, date: wall("00:00").date(), ends: ends.collect() };
    let closed = close_day(&clinic.desk, clinic.ada, &request).unwrap().value;
    assert_eq!((closed.close.numbers.booked, closed.close.numbers.on_paper), (3, 1));
    let day = paper_day(&clinic.desk, clinic.ada, clinic.location, None).unwrap();
    assert_eq!(day.signed.map(|it| it.numbers.on_paper), Some(1));
}

#[test]
fn a_walk_in_of_the_morning_is_booked_at_its_time_with_a_number() {
    let clinic = Clinic::new().later(7 * 60);
    let patient = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let SpotAnswer::Offer { handle, .. } = clinic.promised(patient, "10:00", "09:52") else {
        panic!("nobody has that time")
    };
    // Without the paper the time has passed.
    assert_eq!(refusals(book(&clinic.desk, clinic.ada, plain(patient, &handle))), ["in_the_past"]);
    let request = BookRequest { walk_in: Some(TriageCategory::Standard), ..plain(patient, &handle) };
    let booked = book(&clinic.desk, clinic.on_paper("09:52"), request).unwrap().value;
    assert_eq!((booked.status, booked.attendance.queue_number), (S::Arrived, Some(1)));
    assert!(booked.history.iter().all(|it| it.is_from_paper() && it.at < clinic.desk.now()));
}

#[test]
fn a_time_that_somebody_else_has_by_now_is_said_at_once_and_goes_beside_with_a_reason() {
    let (clinic, [one, ..]) = afternoon();
    let patient = clinic.patient("Abbot", "Jo", "1975-01-02").id;
    let SpotAnswer::Overbook { handle, because, fixes, .. } = clinic.promised(patient, "09:00", "08:50")
    else {
        panic!("the time is taken")
    };
    assert_eq!(because.iter().map(Refusal::code).collect::<Vec<_>>(), ["taken"]);
    assert!(fixes.is_empty(), "whoever has it on paper was told that time");
    let by = clinic.on_paper("08:50");
    assert_eq!(refusals(book(&clinic.desk, by, plain(patient, &handle))), ["overbook_reason_missing"]);
    let reason = Some("promised on paper".to_owned());
    let booked = book(&clinic.desk, by, BookRequest { overbook_reason: reason, ..plain(patient, &handle) });
    assert_eq!((booked.unwrap().value.lane(), clinic.stands(one.id).lane()), (1, 0));
}

#[test]
fn nothing_on_paper_is_later_than_now_or_older_than_a_day_that_can_be_closed() {
    let (clinic, [one, ..]) = afternoon();
    let invalid = |time: NaiveDateTime| {
        let by = By { written_at: Some(time), ..clinic.ada.into() };
        refusals(set_status(&clinic.desk, by, seen(&one), S::Arrived, Requester::Patient))
    };
    assert_eq!(invalid(wall("15:01")), ["invalid"]);
    assert_eq!(invalid("2026-02-16T14:59:00".parse().unwrap()), ["invalid"]);
    // Nobody comes on the day before.
    assert_eq!(invalid("2026-03-01T10:00:00".parse().unwrap()), ["visit_not_today"]);
    // Whatever changed meanwhile stands: the sheet is older than the book.
    let came = comes(&clinic, &one, "09:00").unwrap().value;
    assert_eq!(refusals(comes(&clinic, &one, "09:05")), ["changed"]);
    assert_eq!(refusals(comes(&clinic, &came, "09:05")), ["status_does_not_allow"]);
}

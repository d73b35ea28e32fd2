//! One operation: its base, its author, and what only an arbiter gives.

use crate::world::{World, cancelling, codes, number, record, seen};
use clinic_domain::{
    appointment::{AppointmentStatus, Requester},
    arbiter::{Around, Verdict, Want, Whose, wanted_first},
    counter::Asked,
    day_close::{DayClose, DayNumbers},
    hold::Hold,
    id::{DayCloseId, HoldId, OpId, PatientId, PersonId, RecallId, Version, WaitlistId},
    operation::{Base, Change, ImportCounts, OperationBody as B},
    people::Role,
    recall::{Recall, RecallStatus},
    time::Instant,
};
use uuid::Uuid;

#[test]
fn what_is_changed_is_as_the_person_saw_it() {
    let mut world = World::new();
    let ana = world.patients[0];
    let booking = world.booking(ana, "2026-03-02T10:00");
    let visit = booking.appointment;
    let booked = world.done(None, B::Book(booking)).unwrap();
    let note = |note: &str| B::SetNote { appointment: visit, note: note.into() };
    let somebody_elses = world.done(seen(1), note("in a hurry")).unwrap();
    let refused = world.done(seen(1), cancelling(visit)).unwrap_err();
    assert_eq!(refused.verdict(), Verdict::Conflict);
    assert_eq!(codes(Err::<(), _>(refused)), ["changed"]);
    for base in [None, Some(Base::After(booked.operation.id)), Some(Base::After(OpId(Uuid::nil())))] {
        assert_eq!(codes(world.done(base, cancelling(visit))), ["changed"], "{base:?}");
    }
    world.done(Some(Base::After(somebody_elses.operation.id)), cancelling(visit)).unwrap();
}

#[test]
fn what_is_new_takes_nobody_elses_id() {
    let mut world = World::new();
    let [ana, ben] = world.patients;
    let booking = world.booking(ana, "2026-03-02T10:00");
    let again = clinic_domain::operation::Booking {
        appointment: booking.appointment,
        ..world.booking(ben, "2026-03-02T11:00")
    };
    world.done(None, B::Book(booking)).unwrap();
    assert_eq!(codes(world.done(None, B::Book(again))), ["changed"]);
    assert_eq!(codes(world.done(None, B::PatientCreate(Box::new(record(ana))))), ["changed"]);
    // A record that is written whole says with its base whether it is new.
    assert_eq!(codes(world.done(None, B::PatientPatch(Box::new(record(ana))))), ["changed"]);
    let location = world.clinic.setup.locations[0].clone();
    assert_eq!(codes(world.done(None, B::LocationPut(location.clone()))), ["changed"]);
    let act = world.done(seen(1), B::LocationPut(location.clone())).unwrap();
    assert_eq!(
        (act.before.as_slice(), act.after[0].version()),
        (&[Change::Location(location)][..], Version(2))
    );
}

#[test]
fn what_builds_on_an_operation_that_was_refused_makes_no_row_of_its_own() {
    let mut world = World::new();
    let recall = Recall {
        id: RecallId(world.clinic.id()),
        version: Version::FIRST,
        location: world.clinic.location,
        patient: world.patients[0],
        appointment_type: world.clinic.visit,
        provider: None,
        due: "2026-04-02".parse().unwrap(),
        window_days: 7,
        note: "".into(),
        status: RecallStatus::Open,
        booked: None,
        made_at: world.now,
        by: world.author.id,
        calls: Vec::new(),
    };
    let refused = OpId(world.clinic.id());
    let changed = B::RecallPut(Recall { window_days: 14, ..recall.clone() });
    assert_eq!(codes(world.done(Some(Base::After(refused)), changed.clone())), ["changed"]);
    let made = world.done(None, B::RecallPut(recall)).unwrap();
    world.done(Some(Base::After(made.operation.id)), changed).unwrap();
}

#[test]
fn numbers_come_from_the_arbiter() {
    let mut world = World::new();
    let id = PatientId(world.clinic.id());
    let created = world.done(None, B::PatientCreate(Box::new(record(id)))).unwrap();
    assert_eq!(number(&created), "100003", "two are here already");
    let patched = world.done(seen(1), B::PatientPatch(Box::new(record(id)))).unwrap();
    assert_eq!(number(&patched), "100003", "whatever the operation says");
}

#[test]
fn an_operation_speaks_for_its_author_alone() {
    let mut world = World::new();
    let somebody_else = PersonId(world.clinic.id());
    let hold = Hold {
        id: HoldId(world.clinic.id()),
        version: Version(9),
        slot: world.slot("2026-03-02T10:00"),
        patient: None,
        entry: Some(WaitlistId(Uuid::nil())),
        note: "".into(),
        until: world.now.plus_minutes(30),
        by: somebody_else,
        is_active: true,
    };
    let held = world.done(None, B::HoldPut(hold.clone())).unwrap();
    let Change::Hold(it) = &held.after[0] else { panic!("{held:?}") };
    assert_eq!((it.by, it.entry, it.version), (world.author.id, None, Version::FIRST));
    // Kept for longer, it stays whose and where it is.
    let longer = Hold { until: world.now.plus_minutes(60), slot: world.slot("2026-03-02T12:00"), ..hold };
    let held = world.done(seen(1), B::HoldPut(longer)).unwrap();
    let Change::Hold(now) = &held.after[0] else { panic!("{held:?}") };
    assert_eq!((now.by, &now.slot, now.until), (it.by, &it.slot, world.now.plus_minutes(60)));
    let close = DayClose {
        id: DayCloseId(world.clinic.id()),
        version: Version(9),
        location: world.clinic.location,
        day: "2026-03-02".parse().unwrap(),
        at: Instant(0),
        by: somebody_else,
        numbers: DayNumbers::default(),
        is_active: false,
    };
    let signed = world.done(None, B::DaySign(close.clone())).unwrap();
    let Change::DayClose(it) = &signed.after[0] else { panic!("{signed:?}") };
    assert_eq!((it.by, it.at, it.is_active), (world.author.id, world.now, true));
    assert_eq!(codes(world.done(None, B::DaySign(close.clone()))), ["changed"], "somebody signed it");
    world.done(seen(1), B::DaySign(close)).unwrap();
}

#[test]
fn nobody_decides_for_strangers_or_without_the_right() {
    let mut world = World::new();
    let booking = world.booking(world.patients[0], "2026-03-02T10:00");
    let nurse = world.clinic.person(Role::Billing);
    world.author = nurse.clone();
    assert_eq!(codes(world.done(None, B::Book(booking.clone()))), ["not_found"]);
    world.ledger = crate::ledger::Ledger::of(&world.clinic.setup, &[nurse]);
    let rows = record(world.patients[0]);
    world.ledger.write_row(Change::Patient(Box::new(rows)));
    let refused = world.done(None, B::Book(booking)).unwrap_err();
    assert_eq!(refused.verdict(), Verdict::Rejected);
    assert_eq!(codes(Err::<(), _>(refused)), ["not_permitted"]);
}

#[test]
fn rows_of_an_import_are_in_no_operation() {
    let mut world = World::new();
    let batch = B::ImportBatch { source: "a.csv".into(), digest: [0; 32], counts: ImportCounts::default() };
    assert_eq!(codes(world.done(None, batch)), ["not_found"]);
}

/// A booking is what people wait for: every question of it is a read of the desk, and all of them one way to the centre.
#[test]
fn what_happens_all_day_asks_few_questions_and_all_of_them_at_first() {
    let mut world = World::new();
    let ana = world.patients[0];
    let booking = world.booking(ana, "2026-03-02T10:00");
    let (visit, slot) = (booking.appointment, booking.slot.clone());
    let (resources, period) = clinic_domain::availability::looked_at(&world.clinic.setup, &slot);
    let (now, whose) = (world.now, Whose::Patient(ana));
    let around = |whose| {
        let around = Around { resources: resources.clone(), period, now };
        [
            Want::PatientFacts(whose),
            Want::Busy(around),
            Want::PatientBusy(whose, slot.visit),
            Want::RecallsOf(whose),
        ]
    };
    let itself = Want::Appointment(visit);
    let of_it = Whose::OfVisit(visit);
    let requested_by = Requester::Patient;
    let moving = B::Reschedule {
        appointment: visit,
        slot: slot.clone(),
        overbook_reason: None,
        requested_by,
        series: None,
    };
    let step = B::SetStatus { appointment: visit, to: AppointmentStatus::Arrived, requested_by };
    let (verified, asked) = (Vec::new(), Asked::default());
    let check_in = B::CheckIn { appointment: visit, verified, requested_by, asked };
    let cases = [
        (B::Book(booking), [std::slice::from_ref(&itself), &around(whose)[..]].concat()),
        (moving, [std::slice::from_ref(&itself), &around(of_it)[..]].concat()),
        (cancelling(visit), vec![itself.clone(), Want::RecallsOf(of_it)]),
        (step, vec![itself.clone()]),
        (check_in, vec![itself, Want::Patient(of_it)]),
    ];
    for (body, wanted) in cases {
        let operation = world.operation(seen(1), body);
        assert_eq!(wanted_first(&operation, world.ledger.scene(now).unwrap()), wanted, "{operation:?}");
    }
}

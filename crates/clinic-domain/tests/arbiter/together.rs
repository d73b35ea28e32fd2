//! Operations that are decided one after the other, before any of them is written.

use crate::world::{World, cancelling, codes, number, record, seen};
use clinic_domain::{
    appointment::AppointmentStatus as S,
    arbiter::Ahead,
    arbitration::{Act, Decision},
    id::{ExceptionId, PatientId, Version},
    operation::{Base, Booking, Change, Operation, OperationBody as B},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};

/// What becomes of each, and what is left to be written.
fn decided(world: &World, operations: &[Operation]) -> (Vec<Decision<Act>>, Vec<Act>) {
    let scene = world.ledger.scene(world.now).unwrap();
    let (mut ahead, now) = (Ahead::new(scene), scene.now);
    let mut decide = |it: &Operation| {
        let decided = ahead.decide(it, now, &world.ledger).unwrap()?;
        Ok(ahead.take(it.clone(), decided).clone())
    };
    (operations.iter().map(&mut decide).collect(), ahead.into_acts())
}

fn after(operation: &Operation) -> Option<Base> {
    Some(Base::After(operation.id))
}

#[test]
fn a_place_is_taken_by_the_first_and_free_again_when_they_cancel() {
    let mut world = World::new();
    let [ana, ben] = world.patients;
    let [first, second] = [ana, ben].map(|it| world.booking(it, "2026-03-02T10:00"));
    let visit = first.appointment;
    let first = world.operation(None, B::Book(first));
    let too_late = world.operation(None, B::Book(second.clone()));
    let cancelled = world.operation(after(&first), cancelling(visit));
    let then = world.operation(None, B::Book(second));
    let (done, acts) = decided(&world, &[first, too_late, cancelled, then]);
    let codes: Vec<_> = done.into_iter().map(|it| it.err().map(|it| it.0[0].code())).collect();
    assert_eq!(codes, [None, Some("taken"), None, None]);
    assert_eq!(acts.len(), 3, "a refused one leaves nothing");
    assert_eq!(acts[1].before, acts[0].after, "the visit as it was decided before");
}

#[test]
fn a_patient_is_in_one_place_at_a_time_and_numbers_go_on() {
    let mut world = World::new();
    let other = world.clinic.provider("09:00", "17:00");
    world.ledger.write_row(Change::Resource(world.clinic.setup.resource(other).unwrap().clone()));
    world.ledger.write_row(Change::Template(world.clinic.setup.templates[1].clone()));
    let ids = [PatientId(world.clinic.id()), PatientId(world.clinic.id())];
    let create = ids.map(|it| world.operation(None, B::PatientCreate(Box::new(record(it)))));
    let bookings = [0, 1].map(|at| {
        let booking = world.booking(ids[0], "2026-03-02T10:00");
        let request = world.clinic.request("2026-03-02T10:00", "2026-03-02T11:00");
        let slot = world.clinic.offers(&request).swap_remove(at).slot;
        world.operation(None, B::Book(Booking { slot, ..booking }))
    });
    let (done, acts) = decided(&world, &[create, bookings].concat());
    assert_eq!((number(&acts[0]), number(&acts[1])), ("100003", "100004"));
    assert_eq!(codes(done[3].clone()), ["patient_busy"]);
}

#[test]
fn what_was_decided_before_can_be_taken_back_after() {
    let mut world = World::new();
    let [ana, ben] = world.patients;
    let [first, second] = [ana, ben].map(|it| world.booking(it, "2026-03-02T10:00"));
    let visit = first.appointment;
    let book = world.operation(None, B::Book(first));
    let note = world.operation(after(&book), B::SetNote { appointment: visit, note: "lame".into() });
    let overtaken = world.operation(after(&book), B::Undo { of: book.id });
    let [undo_note, undo_book] = [note.id, book.id].map(|of| world.operation(None, B::Undo { of }));
    let then = world.operation(None, B::Book(second));
    let (done, _) = decided(&world, &[book, note, overtaken, undo_note, undo_book, then]);
    let codes: Vec<_> = done.iter().map(|it| it.as_ref().err().map(|it| it.0[0].code())).collect();
    // Once the note is undone, the visit is one version further than the booking left it.
    let overtaken = Some("undo_overtaken");
    assert_eq!(codes, [None, None, overtaken, None, overtaken, Some("taken")]);
}

#[test]
fn rules_that_change_bind_whatever_follows() {
    let mut world = World::new();
    let closed = ScheduleException {
        id: ExceptionId(world.clinic.id()),
        version: Version::FIRST,
        scope: ExceptionScope::Location(world.clinic.location),
        kind: ExceptionKind::TimeOff,
        first_day: "2026-03-02".parse().unwrap(),
        last_day: "2026-03-02".parse().unwrap(),
        from: DayMinute(10 * 60),
        to: DayMinute(12 * 60),
        reason: "Inventory".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    let open = ScheduleException { is_active: false, ..closed.clone() };
    let booking = world.booking(world.patients[0], "2026-03-02T10:00");
    let bodies = [B::ExceptionPut(closed), B::Book(booking.clone()), B::ExceptionPut(open), B::Book(booking)];
    let operations = bodies.map(|it| {
        let base =
            matches!(&it, B::ExceptionPut(it) if !it.is_active).then_some(Base::Version(Version::FIRST));
        world.operation(base, it)
    });
    let (done, _) = decided(&world, &operations);
    let codes: Vec<_> = done.iter().map(|it| it.as_ref().err().map(|it| it.0[0].code())).collect();
    assert_eq!(codes, [None, Some("closed"), None, None]);
}

#[test]
fn whoever_came_before_is_no_new_patient_until_that_is_taken_back() {
    let mut world = World::new();
    let for_new = world.clinic.a_type(30);
    world.clinic.change_type(for_new, |it| it.is_new_patient = true);
    world.ledger.write_row(Change::AppointmentType(world.clinic.setup.types[1].clone()));
    let ana = world.patients[0];
    let booking = world.booking(ana, "2026-03-02T09:00");
    let visit = booking.appointment;
    world.done(None, B::Book(booking)).unwrap();
    world.now = world.clinic.at("2026-03-02T09:10");
    let to = |to| B::SetStatus {
        appointment: visit,
        to,
        requested_by: clinic_domain::appointment::Requester::Patient,
    };
    let first = {
        let mut request = world.clinic.request("2026-03-02T10:00", "2026-03-02T17:00");
        request.appointment_type = for_new;
        let slot = world.clinic.offers(&request).swap_remove(0).slot;
        B::Book(Booking { slot, ..world.booking(ana, "2026-03-02T10:00") })
    };
    let came = world.operation(seen(1), to(S::Arrived));
    let refused = world.operation(None, first.clone());
    let back = world.operation(after(&came), to(S::Booked));
    let then = world.operation(None, first);
    let (done, _) = decided(&world, &[came, refused, back, then]);
    let codes: Vec<_> = done.iter().map(|it| it.as_ref().err().map(|it| it.0[0].code())).collect();
    assert_eq!(codes, [None, Some("not_a_new_patient"), None, None]);
}

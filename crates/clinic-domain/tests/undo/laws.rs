use crate::world::{Step, World, step, visit_of};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, Sequel},
    arbitration::{Act, UNDO_MINUTES},
    availability::Busy,
    id::ExceptionId,
    operation::{Change, OperationBody},
    people::{Permission, Role},
    refusal::Refusal,
    schedule::{ExceptionKind, ExceptionScope},
};
use proptest::{collection::vec, prelude::*};
use uuid::{NoContext, Timestamp, Uuid};

/// A visit somewhere in its life, what the book had then, and one more act on it. `None` when that is refused.
fn last_act(world: &mut World, booked: u8, past: &[Step], last: &Step) -> Option<(Vec<Busy>, Act)> {
    let mut visit = visit_of(&world.book(booked).after);
    for step in past {
        if let Some(act) = world.take(step, &visit) {
            visit = visit_of(&act.after);
        }
    }
    let taken = world.taken();
    Some((taken, world.take(last, &visit)?))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn undoing_any_single_act_gives_back_what_stood(
        booked in any::<u8>(), past in vec(step(), 0..5), last in step(),
    ) {
        let mut world = World::new();
        let Some((taken, act)) = last_act(&mut world, booked, &past, &last) else { return Ok(()) };
        let (before, after) = (visit_of(&act.before), visit_of(&act.after));

        let back = world.undo(&act).unwrap();

        prop_assert_eq!(world.taken(), taken);
        let Appointment { version, ref history, .. } = before;
        prop_assert_eq!(&Appointment { version, history: history.clone(), ..back.clone() }, &before);
        prop_assert_eq!(back.version, after.version.next());
        let (old, added) = back.history.split_at(history.len());
        prop_assert_eq!(old, &history[..]);
        let mut undone = after.history[history.len()..].to_vec();
        // Who waits in the clinic is told to wait on, once the visit is moved within the day.
        prop_assert!(matches!(undone.len(), 1 | 2));
        for it in &mut undone {
            it.sequel = Some(Sequel::Undone { at: world.now, by: world.author.id });
        }
        prop_assert_eq!(added, &undone[..]);
    }

    #[test]
    fn an_undone_booking_is_entered_in_error_and_takes_up_nothing(booked in any::<u8>()) {
        let mut world = World::new();
        let taken = world.taken();
        let act = world.book(booked);
        prop_assert_ne!(&world.taken(), &taken);
        let back = world.undo(&act).unwrap();
        prop_assert_eq!(world.taken(), taken);
        prop_assert_eq!(back.status, AppointmentStatus::EnteredInError);
        prop_assert!(back.history.len() == 1 && !back.history[0].stands());
    }

    #[test]
    fn after_any_later_act_nothing_is_undone(
        booked in any::<u8>(), past in vec(step(), 0..4), last in step(), later in step(),
    ) {
        let mut world = World::new();
        let Some((_, act)) = last_act(&mut world, booked, &past, &last) else { return Ok(()) };
        let Some(later) = world.take(&later, &visit_of(&act.after)) else { return Ok(()) };
        let overtaken = Err(vec![Refusal::UndoOvertaken]);
        prop_assert_eq!(&world.undo_over(&act, &later.after), &overtaken);
        // An undo is a later act as well, and nothing is undone twice.
        let back = Change::Appointment(Box::new(world.undo(&later).unwrap()));
        prop_assert_eq!(&world.undo_over(&act, std::slice::from_ref(&back)), &overtaken);
        prop_assert_eq!(&world.undo_over(&later, &[back]), &overtaken);
    }

    #[test]
    fn nobody_is_evicted_from_a_place_that_was_given_away(
        booked in any::<u8>(), past in vec(step(), 0..4),
        last in prop_oneof![step(), any::<u8>().prop_map(|it| Step::Cancel(it, true))],
    ) {
        let mut world = World::new();
        let Some((_, act)) = last_act(&mut world, booked, &past, &last) else { return Ok(()) };
        let (before, after) = (visit_of(&act.before), visit_of(&act.after));
        // A move by less than its length leaves nothing that somebody else could have.
        let still_holds_some = after.is_live() && after.visit.overlaps(&before.visit);
        if !before.is_live() || still_holds_some {
            return Ok(());
        }
        world.give_away(&before);
        let taken = world.taken();
        let refused = world.undo(&act).unwrap_err();
        let are_taken = refused.iter().all(|it| matches!(it, Refusal::Taken { .. }));
        prop_assert!(are_taken && !refused.is_empty());
        prop_assert_eq!(world.taken(), taken);
    }
}

fn cancelled(world: &mut World) -> Act {
    let visit = visit_of(&world.book(0).after);
    world.take(&Step::Cancel(0, true), &visit).unwrap()
}

#[test]
fn a_cancelled_visit_lives_again_for_ten_minutes_and_no_longer() {
    let mut world = World::new();
    let act = cancelled(&mut world);
    world.now = act.operation.at.plus_minutes(i64::from(UNDO_MINUTES)).plus_seconds(1);
    assert_eq!(world.undo(&act), Err(vec![Refusal::UndoTooLate { limit_minutes: UNDO_MINUTES }]));
    world.now = world.now.plus_seconds(-1);
    let back = world.undo(&act).unwrap();
    assert!(back.is_live() && back.cancellation.is_none());
}

#[test]
fn whoever_may_not_do_it_may_not_undo_it() {
    let mut world = World::new();
    let act = cancelled(&mut world);
    world.author = world.clinic.person(Role::Billing);
    assert_eq!(world.undo(&act), Err(vec![Refusal::NotPermitted { permission: Permission::Book }]));
    // Back into an overbook lane is an overbook.
    let mut world = World::new();
    let visit = visit_of(&world.book(0).after);
    let overbooked = visit_of(&world.take(&Step::Overbook, &visit).unwrap().after);
    let act = world.take(&Step::Cancel(0, true), &overbooked).unwrap();
    world.author = world.clinic.person(Role::Scheduler);
    assert_eq!(world.undo(&act), Err(vec![Refusal::NotPermitted { permission: Permission::Overbook }]));
    world.author = world.clinic.person(Role::FrontDesk);
    assert_eq!(world.undo(&act).unwrap().lane(), 1);
}

#[test]
fn a_block_is_in_the_way_only_if_it_came_since() {
    let reasons = |made_minutes: i64| {
        let mut world = World::new();
        let act = cancelled(&mut world);
        let made = u64::try_from(act.operation.at.plus_minutes(made_minutes).0).unwrap();
        let scope = ExceptionScope::Location(world.clinic.location);
        let day = ("2026-03-02", "2026-03-02");
        let block = world.clinic.except(scope, ExceptionKind::Block, day, ("09:00", "12:00"));
        block.id = ExceptionId(Uuid::new_v7(Timestamp::from_unix(NoContext, made, 0)));
        world.undo(&act).err().map(|it| it.iter().map(Refusal::code).collect::<Vec<_>>())
    };
    assert_eq!(reasons(-60), None);
    assert_eq!(reasons(1), Some(vec!["closed"]));
}

#[test]
fn what_has_no_undo_says_so() {
    let mut world = World::new();
    let mut act = cancelled(&mut world);
    act.operation.body = OperationBody::Undo { of: act.operation.id };
    assert_eq!(world.undo(&act), Err(vec![Refusal::NotUndoable]));
}

//! What a forecast may know: only what was known when the visit was booked.

use crate::world::{Dice, FIRST, Law, World, ZONE, id, visit};
use chrono::Weekday;
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    capacity::{
        Attended, Called, VisitFacts,
        no_show::{Before, Features, Lead, Past, missed},
    },
    id::{AppointmentTypeId, LocationId, ResourceId},
    time::Instant,
};

const DAY: i64 = 24 * 3600;

#[test]
fn a_visit_by_hand() {
    let past = [
        // Missed and came before the booking; the last one ended only after it.
        VisitFacts { status: AppointmentStatus::NoShow, ..visit(1, 7, FIRST.plus_seconds(-60 * DAY), 3) },
        VisitFacts { status: AppointmentStatus::Fulfilled, ..visit(2, 7, FIRST.plus_seconds(-50 * DAY), 3) },
        VisitFacts { status: AppointmentStatus::NoShow, ..visit(3, 7, FIRST.plus_seconds(-40 * DAY), 3) },
        VisitFacts { status: AppointmentStatus::NoShow, ..visit(4, 8, FIRST.plus_seconds(-60 * DAY), 3) },
        VisitFacts { status: AppointmentStatus::LateCancel, ..visit(5, 7, FIRST.plus_seconds(-55 * DAY), 3) },
    ];
    let it = Features::of(&visit(9, 7, FIRST, 43), ZONE, &Past::of(&past)).unwrap();
    let expected = Features {
        lead_days: 43,
        weekday: Weekday::Mon,
        hour: 9,
        appointment_type: AppointmentTypeId(id(100)),
        location: LocationId(id(300)),
        provider: Some(ResourceId(id(200))),
        is_of_series: false,
        is_booked_by_clinic: false,
        before: Before { came: 1, missed: 1 },
    };
    assert_eq!(it, expected);
    assert_eq!(Lead::of_days(it.lead_days), Lead::TwoMonths);
}

#[test]
fn who_is_there_and_what_was_imported_have_no_features() {
    let past = Past::default();
    let walked_in = VisitFacts { is_walk_in: true, ..visit(1, 1, FIRST, 0) };
    let imported = VisitFacts { booked_at: None, placed_at: None, ..visit(1, 1, FIRST, 9) };
    assert_eq!([walked_in, imported].map(|it| Features::of(&it, ZONE, &past)), [None, None]);
}

#[test]
fn a_moved_visit_was_booked_when_it_was_moved() {
    let first = FIRST.plus_seconds(-90 * DAY);
    let moved = VisitFacts { booked_at: Some(first), ..visit(1, 1, FIRST, 5) };
    assert_eq!(Features::of(&moved, ZONE, &Past::default()).unwrap().lead_days, 5);
}

#[test]
fn only_missed_and_kept_visits_are_outcomes() {
    use AppointmentStatus as S;
    let of = |status| missed(&VisitFacts { status, ..visit(1, 1, FIRST, 1) });
    let missed: Vec<S> = S::ALL.iter().copied().filter(|it| of(*it) == Some(true)).collect();
    let kept: Vec<S> = S::ALL.iter().copied().filter(|it| of(*it) == Some(false)).collect();
    assert_eq!(missed, [S::NoShow]);
    let came = [S::Arrived, S::CheckedIn, S::Roomed, S::WithProvider, S::Fulfilled, S::LeftWithoutBeingSeen];
    assert_eq!(kept, came);
}

/// Everything that came after a booking is turned into something else, in the visit itself and in every other visit of
/// the organization; what the visit's features are does not move.
#[test]
fn nothing_that_came_after_the_booking_is_known() {
    let world = World::of(Law::Leanings, 1_500, 3);
    let past = Past::of(&world.visits);
    let mut dice = Dice(11);
    let mut later_ones_mattered = 0;
    for at in (0..world.visits.len()).step_by(37) {
        let it = world.visits[at];
        let booked_at = it.placed_at.unwrap();
        let other =
            Past::of(&world.visits.iter().map(|it| after(*it, booked_at, &mut dice)).collect::<Vec<_>>());
        let known = Features::of(&it, ZONE, &past);
        assert_eq!(Features::of(&after(it, booked_at, &mut dice), ZONE, &other), known);
        let end = world.now();
        later_ones_mattered += u32::from(past.before(it.patient, end) != other.before(it.patient, end));
    }
    assert!(later_ones_mattered > 20, "nothing was changed, and so nothing was shown");
}

/// The same up to `at`, and any other course of things from then on.
fn after(it: VisitFacts, at: Instant, dice: &mut Dice) -> VisitFacts {
    use AppointmentStatus as S;
    if it.visit.end() <= at {
        return it;
    }
    let ends = [S::NoShow, S::Fulfilled, S::Cancelled, S::LateCancel, S::LeftWithoutBeingSeen, S::Booked];
    let came = it.visit.start().plus_minutes(5);
    VisitFacts {
        status: ends[dice.below(6) as usize],
        confirmation: [ConfirmationState::Confirmed, ConfirmationState::Declined][dice.below(2) as usize],
        attended: Attended { arrived_at: Some(came), roomed_at: Some(came), ..Attended::default() },
        called_off: Some(Called { at: came, is_late: true, by_clinic: false }),
        bumps: 3,
        lane: 1,
        ..it
    }
}

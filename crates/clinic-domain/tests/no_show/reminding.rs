//! Whom to remind first, and why.

use crate::world::{Law, World, ZONE, visit, zone};
use clinic_domain::{
    appointment::AppointmentStatus,
    capacity::{
        VisitFacts,
        no_show::{Past, What, forecast, whom_to_remind},
    },
    time::Instant,
};

#[test]
fn the_likeliest_to_be_missed_come_first_with_their_reasons() {
    let mut world = World::of(Law::Leanings, 12_000, 8);
    let now = world.now();
    let day = 24 * 3600;
    // Of one patient five visits are known, of which they missed four; of another none; of a third five that they kept.
    for (patient, missed) in [(900_001, 4), (900_002, 0)] {
        for it in 0..5 {
            let start = Instant(now.0 - (100 - it) * day);
            let status = if it < missed { AppointmentStatus::NoShow } else { AppointmentStatus::Fulfilled };
            let number = 50_000 + patient + it as u64;
            world.visits.push(VisitFacts { status, ..visit(number, patient, start, 2) });
        }
    }
    let it = forecast(&world.visits, zone, now).unwrap();
    let past = Past::of(&world.visits);
    let soon = Instant(now.0 + 2 * day);
    let to_come = [
        visit(1, 900_002, soon, 2),
        visit(2, 900_001, soon, 43),
        visit(3, 900_003, soon, 2),
        VisitFacts { status: AppointmentStatus::Cancelled, ..visit(4, 900_001, soon, 43) },
        visit(5, 900_001, Instant(now.0 - 60), 43),
        VisitFacts { placed_at: None, booked_at: None, ..visit(6, 900_004, soon, 2) },
    ];
    let all = whom_to_remind(&it, &past, &to_come, zone, now);
    assert_eq!(all.len(), 4, "visits to come that are booked, the imported one among them");
    assert!(all.is_sorted_by(|one, other| one.chance.probability >= other.chance.probability));
    let first = &all[0];
    assert_eq!(first.appointment, to_come[1].appointment);
    let told: Vec<What> = first.chance.reasons.iter().map(|it| it.what).collect();
    // The visit was booked 41 days ago, when all five had ended.
    assert!(told.contains(&What::Missed { missed: 4, of: 5 }), "{told:?}");
    assert!(told.contains(&What::BookedAhead { days: 43 }), "{told:?}");
    assert!(first.chance.reasons.is_sorted_by(|one, other| one.log_odds >= other.log_odds));
    assert_eq!(all[3].appointment, to_come[0].appointment, "who came five times");
    let imported = all.iter().find(|it| it.appointment == to_come[5].appointment).unwrap();
    assert_eq!((imported.chance.probability, imported.chance.reasons.len()), (it.model.base_rate(), 0));
    assert_eq!(it.chance(&to_come[1], ZONE, &past), first.chance);
}

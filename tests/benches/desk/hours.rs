//! What a person who changes a provider's hours waits for: the proposal over 2,000 booked visits while they type, and the
//! list of those without hours among everything that the location has booked.

use crate::{
    busy,
    figure::{Figure, median, timed},
    large,
};
use clinic_domain::{
    availability::without_hours,
    schedule::{ScheduleChange, ScheduleTemplate},
    time::{DayMinute, Period},
};
use desk_app::{
    propose::{ProposeRequest, Wanted, propose},
    sign_in::{AtTheDesk, sign_in},
};
use desk_cache::{CacheError, Home};

const RUNS: usize = 15;
/// With 40 visits on each.
const DAYS: u128 = 50;

pub fn of_a_busy_provider() {
    let home = Home::claim(&busy::folder_of("hours-clinic", DAYS)).unwrap();
    let AtTheDesk { desk, person, .. } = sign_in(&home, busy::clock(), "ada", large::PASSWORD).unwrap();
    let setup = desk.configuration().unwrap().setup.clone();
    let standing = &setup.templates[0];
    let now = desk.now();
    let ahead = Period::new(now, now.plus_minutes(366 * 24 * 60)).unwrap();
    let bare = || {
        desk.store()
            .read::<_, CacheError>(|reader| reader.busy(&[standing.resource], ahead, desk.now()))
            .unwrap()
    };
    let touched = bare().len();

    let wanted = || Wanted::Template(shortened(standing));
    let request = || ProposeRequest { wanted: wanted(), appointment_type: None, with_visits: false };
    let proposed = propose(&desk, person, &request()).unwrap();
    let lost = proposed.proposal.lost.len();
    assert!(touched > 1_990 && lost > touched / 3, "{lost} of {touched}");
    let mut times: Vec<f64> =
        (0..RUNS).map(|_| timed(|| propose(&desk, person, &request()).unwrap()).0).collect();
    let mut baseline: Vec<f64> = (0..RUNS).map(|_| timed(bare).0).collect();
    let value = median(&mut times);
    Figure {
        name: "proposal_over_2000_visits",
        value,
        unit: "ms",
        // The same allocations read and nothing done with them.
        baseline: Some(median(&mut baseline)),
        goal: "<= 200 ms",
        met: value <= 200.0,
    }
    .print();

    let after = setup.with(&ScheduleChange::Template(shortened(standing)));
    let location = setup.locations[0].id;
    let found = || {
        let booked = desk.store().read::<_, CacheError>(|reader| reader.booked_at(location, ahead)).unwrap();
        without_hours(&after, &booked).len()
    };
    // Those who are booked at lunch have none either.
    assert!(found() > lost, "{} of which {lost}", found());
    let mut times: Vec<f64> = (0..RUNS).map(|_| timed(found).0).collect();
    let everybody: Vec<_> = setup.resources.iter().map(|it| it.id).collect();
    let all =
        || desk.store().read::<_, CacheError>(|reader| reader.busy(&everybody, ahead, desk.now())).unwrap();
    let mut baseline: Vec<f64> = (0..RUNS).map(|_| timed(all).0).collect();
    let value = median(&mut times);
    Figure {
        name: "without_hours_of_24000_visits",
        value,
        unit: "ms",
        baseline: Some(median(&mut baseline)),
        goal: "<= 50 ms",
        met: value <= 50.0,
    }
    .print();
    desk.close().unwrap();
}

/// The day ends at noon.
fn shortened(standing: &ScheduleTemplate) -> ScheduleTemplate {
    let mut template = standing.clone();
    template.sessions.retain(|it| it.to <= DayMinute(12 * 60));
    template
}

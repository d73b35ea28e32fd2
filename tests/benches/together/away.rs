//! A desk comes back with a thousand bookings, over a network of 50 ms there and back; then another hears of them.

use crate::{desk::Ring, figure::Figure, slow::Slow, tenants::Tenant};
use desk_sync::{Pull, Push, Stored, Turn};
use std::time::{Duration, Instant};

const BOOKINGS: usize = 1_000;
const ONE_WAY: Duration = Duration::from_millis(25);

pub fn run() {
    let ring = Ring::of(async |centre| Tenant::new(centre, "ring", 10).await.clinic);
    let (desk, other) = (ring.desk(), ring.desk());
    desk.sync();
    other.sync();
    for number in 0..BOOKINGS {
        let patient = ring.clinic.patients[number % ring.clinic.patients.len()];
        let handle = desk.handles(patient).remove(0);
        desk.book(patient, &handle);
    }
    let network = Slow::before(&ring.centre.url, ONE_WAY);
    let (desk, other) = (desk.asking(&network.url), other.asking(&network.url));
    let now = || ring.centre.app.clock.now();
    let (mut link, mut push) = (desk.link().unwrap(), Push::default());
    let stored = Stored { store: desk.store(), now: &now };
    // A desk that is awake has greeted, and its connection stands.
    Pull::new("bench").turn(&mut link, &stored).unwrap();
    let (begun, before, mut requests) = (Instant::now(), network.bytes(), 0);
    while push.turn(&mut link, &stored).unwrap() == Turn::More {
        requests += 1;
    }
    let (seconds, sent) = (begun.elapsed().as_secs_f64(), network.bytes());
    assert_eq!(desk.store().outbox().unwrap().queued, 0, "all of them are sent");
    assert_eq!(ring.visits_at_the_centre().len(), BOOKINGS, "all of them are booked");
    print("sent at 50 ms there and back", seconds, "s", 2.0);
    print("sent in", f64::from(requests), "requests", 20.0);
    print("each, sent", (sent.to - before.to) as f64 / BOOKINGS as f64, "bytes", 80.0);

    let (mut link, mut pull) = (other.link().unwrap(), Pull::new("bench"));
    let stored = Stored { store: other.store(), now: &now };
    pull.turn(&mut link, &stored).unwrap();
    let before = network.bytes();
    while pull.head() != Some(stored.store.heard().unwrap().received) {
        pull.turn(&mut link, &stored).unwrap();
    }
    let heard = network.bytes();
    print("each, heard by another desk", (heard.from - before.from) as f64 / BOOKINGS as f64, "bytes", 80.0);
}

fn print(what: &str, value: f64, unit: &str, goal: f64) {
    Figure {
        name: &format!("together: 1,000 bookings of a desk that was away, {what}"),
        value,
        unit,
        baseline: None,
        goal: &format!("<= {goal} {unit}"),
        met: value <= goal,
    }
    .print();
}

//! How soon a visit that one desk booked is at another desk, while both are online.

use crate::{
    figure::{Figure, percentile, timed},
    pc::{self, Pc},
};

const BOOKINGS: usize = 200;
const GOAL: f64 = 1_000.0;

pub fn run() {
    let ring = pc::ring();
    let (desk, other) = (Pc::joined(&ring, &ring.centre.url), Pc::joined(&ring, &ring.centre.url));
    let mut times = Vec::new();
    for number in 0..BOOKINGS {
        let visit = desk.book(&ring, number % ring.clinic.patients.len());
        // The desk that booked has its answer; from here on it is a promise that the other does not know of.
        times.push(timed(|| other.wait(|| other.has(&visit).then_some(()))).0);
    }
    for (share, name) in [(0.5, "median"), (0.95, "p95")] {
        let value = percentile(&mut times, share);
        Figure {
            name: &format!("together: a visit that another desk booked is here, {name}"),
            value,
            unit: "ms",
            baseline: None,
            goal: &format!("<= {GOAL} ms"),
            met: value <= GOAL,
        }
        .print();
    }
}

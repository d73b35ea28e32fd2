//! A new desk fetches a clinic of 50,000 patients and 200,000 visits: when its person can work, and when all of it is there.

use crate::{desk::Ring, figure::Figure, tenants::Tenant, years::fill};
use desk_sync::{Pull, Stored};
use std::time::Instant;

const PATIENTS: usize = 50_000;
const VISITS: usize = 200_000;

pub fn run() {
    let ring = Ring::of(async |centre| {
        let tenant = Tenant::new(centre, "ring", 4).await;
        fill(centre, &tenant, PATIENTS, VISITS).await;
        tenant.clinic
    });
    let desk = ring.desk();
    let (mut link, now) = (desk.link().unwrap(), || ring.centre.app.clock.now());
    let stored = Stored { store: desk.store(), now: &now };
    let mut pull = Pull::new("bench");
    let (begun, mut usable) = (Instant::now(), None);
    pull.turn(&mut link, &stored).unwrap();
    while let Some(at) = pull.first_sync(&stored).unwrap() {
        if at.is_usable {
            usable.get_or_insert_with(|| begun.elapsed().as_secs_f64());
        }
        pull.turn(&mut link, &stored).unwrap();
    }
    let (usable, complete) = (usable.unwrap(), begun.elapsed().as_secs_f64());
    print("usable", usable, 2.0);
    print("complete", complete, 10.0);
}

fn print(what: &str, seconds: f64, goal: f64) {
    Figure {
        name: &format!("together: first sync, 50,000 patients and 200,000 visits, {what}"),
        value: seconds,
        unit: "s",
        baseline: None,
        goal: &format!("<= {goal} s"),
        met: seconds <= goal,
    }
    .print();
}

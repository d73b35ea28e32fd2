//! Booking at a desk whose centre takes what is sent and never answers, beside a desk that stands alone.

use crate::{
    desk::Ring,
    figure::{Figure, percentile, timed},
    pairs::{Pair, ROUNDS, middle},
    pc::{self, Pc},
    proxy::{Net, Proxy},
};
use serde_json::{Value, json};

const BOOKINGS: usize = 200;

pub fn run() {
    let ring = pc::ring();
    let network = Proxy::before(&ring.centre.url);
    let joined = Pc::joined(&ring, &network.url);
    let alone = alone(&ring);
    network.set(Net::Hanging);
    // It asks, and waits for an answer from here on.
    joined.ask("sync_now", &json!({})).unwrap();
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        let baseline = booked(&alone);
        pairs.push(Pair { value: booked(&joined), baseline });
    }
    let Pair { value, baseline } = middle(pairs);
    Figure {
        name: "together: a booking while the centre hangs, p99",
        value,
        unit: "ms",
        baseline: Some(baseline),
        goal: "<= 1.2x of a desk that stands alone",
        met: value <= 1.2 * baseline,
    }
    .print();
}

fn alone(ring: &Ring) -> Pc {
    let pc = Pc::new(ring);
    let clinic = json!({
        "organization_name": "Bench", "organization_kind": "clinic", "location_name": "", "zone": "America/New_York",
        "person_name": "Ana Silva", "login": "ana", "password": pc::PASSWORD, "key_store": "passphrase_only",
        "demo": "small", "demo_seed": 7,
    });
    pc.ask("set_up", &clinic).unwrap();
    pc
}

/// Milliseconds of the slowest but one in a hundred.
fn booked(pc: &Pc) -> f64 {
    let setup = pc.ask("setup", &json!({})).unwrap();
    let types = setup["appointment_types"].as_array().unwrap();
    let visit = types.iter().find(|it| it["is_new_patient"] == false).unwrap();
    let found = ["ruiz", "ma"].map(|query| pc.ask("find_patients", &json!({ "query": query })).unwrap());
    let hits = found.iter().filter_map(|it| it["hits"].as_array()).flatten();
    let patients: Vec<&Value> = hits.map(|it| &it["id"]).collect();
    let mut times = Vec::new();
    for number in 0..BOOKINGS {
        let patient = patients[number % patients.len()];
        let wanted = json!({
            "location": setup["locations"][0]["id"], "appointment_type": visit["id"], "providers": [],
            "patient": patient, "limit": 1,
        });
        let offers = pc.ask("find_offers", &wanted).unwrap();
        let request = json!({
            "handle": offers["offers"][0]["handle"], "patient": patient, "requested_by": { "who": "patient" },
        });
        let (took, answer) = timed(|| pc.ask("book", &request));
        assert_eq!(answer.unwrap()["outcome"], "done");
        times.push(took);
    }
    percentile(&mut times, 0.99)
}

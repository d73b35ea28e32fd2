//! The board's data for 12 providers with 40 visits each, from the command to the JSON.

use crate::{
    busy,
    figure::{Figure, median, timed},
    large,
};
use serde_json::{Value, json};

const RUNS: usize = 200;

pub fn busy_day() {
    let desk = busy::desk(&busy::folder());
    busy::ask(&desk, "sign_in", &json!({ "login": "ada", "password": large::PASSWORD }));
    let setup: Value = serde_json::from_str(&busy::ask(&desk, "setup", &json!({}))).unwrap();
    let request = json!({ "location": setup["locations"][0]["id"] });
    let view: Value = serde_json::from_str(&busy::ask(&desk, "day", &request)).unwrap();
    assert_eq!(view["visits"].as_array().unwrap().len() as u128, busy::VISITS_A_DAY);
    let mut times: Vec<f64> = (0..RUNS).map(|_| timed(|| busy::ask(&desk, "day", &request)).0).collect();
    let value = median(&mut times);
    Figure {
        name: "day_board_12x40_to_json",
        value,
        unit: "ms",
        baseline: None,
        goal: "<= 5 ms",
        met: value <= 5.0,
    }
    .print();
    desk.close();
}

//! A thousand desks that were cut off for a day come back in the same moment, each with what it booked meanwhile.
//!
//! Each does what a desk does: it greets, sends what waits, reads what the others did, and rests for a spread time where it is
//! sent away. It is back when nothing of it waits and it has the last change.

use crate::{centre::Centre, desk::Desk, service::Running, tell, tenants::Tenant};
use clinic_env::random_bytes;
use clinic_protocol::{encode_operation, sync::PUSH_OPERATIONS};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

/// What a desk books in a day.
const BOOKED: usize = 50;
/// The first distance between two tries, and the longest, in milliseconds.
const DISTANCES: (u64, u64) = (500, 60_000);
/// Who is not back by then is not back at all.
const PATIENCE: Duration = Duration::from_secs(300);

pub async fn run(centre: &Arc<Centre>, clinics: &Arc<Vec<Tenant>>, service: &Running, desks: usize) {
    let mut away = Vec::new();
    for number in 0..desks {
        let desk = Desk::enrol(centre, clinics, number, &service.url).await;
        let queued = queued(&desk, BOOKED);
        away.push((desk, queued));
    }
    let begun = Instant::now();
    let mut coming = JoinSet::new();
    for (desk, queued) in away {
        coming.spawn(async move { comes_back(desk, queued, begun).await });
    }
    let (mut last, mut all) = (Duration::ZERO, Answers::default());
    for back in coming.join_all().await {
        last = last.max(back.after);
        all.shed += back.answers.shed;
        all.wrong += back.answers.wrong;
    }
    println!("load: {} bookings of {desks} desks; {} answers 429 or 503", desks * BOOKED, all.shed);
    let seconds = last.as_secs_f64();
    tell(
        &format!("{desks} desks back after a day, the last of them"),
        seconds,
        "s",
        "<= 90 s",
        seconds <= 90.0,
    );
    let name = format!("{desks} desks coming back, other than clean");
    tell(&name, all.wrong as f64, "answers", "0 answers", all.wrong == 0);
}

#[derive(Default)]
struct Answers {
    /// Sent away for a while.
    shed: usize,
    wrong: usize,
}

struct Back {
    after: Duration,
    answers: Answers,
}

fn queued(desk: &Desk, bookings: usize) -> Vec<Vec<u8>> {
    (0..bookings).map(|at| encode_operation(&desk.booking(1 + at as u64))).collect()
}

async fn comes_back(desk: Desk, queued: Vec<Vec<u8>>, begun: Instant) -> Back {
    let mut lane = Lane { desk, failures: 0, answers: Answers::default() };
    let hello = json!({
        "client_version": env!("CARGO_PKG_VERSION"), "schema": clinic_protocol::SCHEMA, "cursor": lane.desk.cursor(),
        "waiting": queued.len(),
    });
    lane.asked(begun, |desk| desk.post("/v1/sync/hello").json(&hello)).await;
    for some in queued.chunks(PUSH_OPERATIONS) {
        let body = zstd::encode_all(&*some.join(&b'\n'), 3).unwrap();
        let pushed = lane
            .asked(begun, |desk| {
                let request = desk.post("/v1/sync/push").header("content-type", "application/x-ndjson");
                request.header("content-encoding", "zstd").body(body.clone())
            })
            .await;
        let results = pushed["results"].as_array().map_or(0, Vec::len);
        let is_applied = |it: &Value| it["status"] == "applied";
        let applied = pushed["results"].as_array().is_some_and(|it| it.iter().all(is_applied));
        lane.answers.wrong += usize::from(!applied || results != some.len());
    }
    let mut cursor = lane.desk.cursor();
    loop {
        let page = lane.asked(begun, |desk| desk.get(&format!("/v1/sync/changes?after={cursor}"))).await;
        let (to, head) = (page["to"].as_u64().unwrap_or(cursor), page["head"].as_u64().unwrap_or(cursor));
        // Nothing came: it took too long altogether.
        if to >= head || page.is_null() {
            break;
        }
        cursor = to;
    }
    Back { after: begun.elapsed(), answers: lane.answers }
}

struct Lane {
    desk: Desk,
    failures: u32,
    answers: Answers,
}

impl Lane {
    /// Asks until it is answered, at longer and longer distances; nothing when it takes too long altogether.
    async fn asked(&mut self, begun: Instant, request: impl Fn(&Desk) -> reqwest::RequestBuilder) -> Value {
        while begun.elapsed() < PATIENCE {
            let rest = match request(&self.desk).send().await {
                Ok(answer) if answer.status() == 200 => match answer.json().await {
                    Ok(answer) => {
                        self.failures = 0;
                        return answer;
                    }
                    Err(_) => Duration::ZERO,
                },
                Ok(answer) if [429, 503].contains(&answer.status().as_u16()) => {
                    self.answers.shed += 1;
                    let told =
                        answer.headers().get("retry-after").and_then(|it| it.to_str().ok()?.parse().ok());
                    Duration::from_secs(told.unwrap_or(0))
                }
                _ => {
                    self.answers.wrong += 1;
                    Duration::ZERO
                }
            };
            sleep(rest.max(self.distance())).await;
        }
        self.answers.wrong += 1;
        Value::Null
    }

    fn distance(&mut self) -> Duration {
        let longest = (DISTANCES.0 << self.failures.min(16)).min(DISTANCES.1);
        self.failures += 1;
        Duration::from_millis(longest / 2 + u64::from_be_bytes(random_bytes()) % (longest / 2))
    }
}

//! The way through the door: a route without the database behind all stages beside a bare handler of the same library; and
//! a search for times under a steady stream of requests.

use crate::{
    centre::{Centre, NOW},
    duration,
    figure::{Figure, percentile},
    pairs::{Pair, ROUNDS, middle},
    tenants::{NOBODY, Tenant},
    wire::Caller,
};
use axum::{Json, Router, routing::get};
use central::arbitrate::{MOST_AT_ONCE, Settled, arbitrate};
use clinic_domain::people::Role;
use serde_json::{json, value::RawValue};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CALLERS: usize = 32;

pub async fn run() {
    let centre = Arc::new(Centre::start_with(|it| it.connections = 16).await);
    let tenant = Tenant::new(&centre, "doors", 10).await;
    let token = centre.token(&tenant.clinic, Role::PracticeManager);
    let (_, body) = centre.get(&token, "/v1/roles").await;
    let (bare, whole) = (echo(body).await, format!("{}/v1/roles", centre.url));
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        let baseline = rate(&bare, &token).await;
        pairs.push(Pair { value: rate(&whole, &token).await, baseline });
    }
    let Pair { value, baseline } = middle(pairs);
    Figure {
        name: "centre: a route without database behind every stage",
        value,
        unit: "requests/s",
        baseline: Some(baseline),
        goal: ">= 0.6x of a bare JSON handler",
        met: value >= 0.6 * baseline,
    }
    .print();
    half_full(&centre, &tenant).await;
    let mut times = availability(&centre, &tenant).await;
    let p99 = percentile(&mut times, 0.99);
    Figure {
        name: "centre: availability of 10 providers, 14 days, 100 requests/s, p99",
        value: p99,
        unit: "ms",
        baseline: None,
        goal: "<= 30 ms",
        met: p99 <= 30.0,
    }
    .print();
}

/// The same answer, its text ready, without any of the stages.
async fn echo(body: serde_json::Value) -> String {
    let body: Box<RawValue> = serde_json::value::to_raw_value(&body).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/echo", get(async move || Json(body)));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/echo")
}

async fn rate(url: &str, token: &str) -> f64 {
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let mut caller = Caller::new(url, token).await;
        callers.spawn(async move {
            let mut answered = 0;
            while begun.elapsed() < duration() {
                caller.call().await;
                answered += 1;
            }
            answered
        });
    }
    callers.join_all().await.into_iter().sum::<usize>() as f64 / begun.elapsed().as_secs_f64()
}

/// Books every second time of the fourteen days.
async fn half_full(centre: &Centre, tenant: &Tenant) {
    let end = NOW.plus_seconds(14 * 86_400);
    let times = std::iter::repeat_with(|| tenant.free()).take_while(|it| it.visit.start() < end);
    let wanted: Vec<_> = times.step_by(2).map(|it| tenant.booking(centre, it)).collect();
    for some in wanted.chunks(MOST_AT_ONCE) {
        let done = arbitrate(&centre.app, tenant.clinic.id, some, &NOBODY).await.unwrap();
        assert!(done.iter().all(Settled::is_applied));
    }
    centre.admin.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// One request each hundredth of a second, whether the ones before are answered or not; each is timed from when it was due.
async fn availability(centre: &Arc<Centre>, tenant: &Tenant) -> Vec<f64> {
    let clinic = &tenant.clinic;
    let token = centre.token(clinic, Role::FrontDesk);
    let until = NOW.plus_seconds(14 * 86_400).local_date(chrono_tz::America::New_York);
    let body = json!({
        "location": clinic.location, "appointment_type": clinic.visit, "patient": clinic.patient,
        "until": until.to_string(), "limit": 20,
    });
    let mut every = tokio::time::interval(Duration::from_millis(10));
    let mut sent = JoinSet::new();
    for _ in 0..duration().as_secs() * 100 * ROUNDS as u64 {
        let due = every.tick().await;
        let request =
            centre.http.post(format!("{}/v1/availability", centre.url)).bearer_auth(&token).json(&body);
        sent.spawn(async move {
            let answer = request.send().await.unwrap();
            let (status, text) = (answer.status(), answer.text().await.unwrap());
            assert_eq!(status, 200, "{text}");
            due.elapsed().as_secs_f64() * 1000.0
        });
    }
    sent.join_all().await
}

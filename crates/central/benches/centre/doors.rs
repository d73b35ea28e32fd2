//! The way through the door: a route without the database behind all stages beside a bare handler of the same library; and
//! a search for times under a steady stream of requests.

use crate::{
    centre::{Centre, clinic},
    duration,
    figure::{Figure, percentile},
};
use axum::{Json, Router, routing::get};
use clinic_domain::people::Role;
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CALLERS: usize = 8;

pub async fn run() {
    let centre = Arc::new(Centre::start_with(|it| it.connections = 16).await);
    let clinic = centre.clinic("doors").await;
    let token = centre.token(&clinic, Role::PracticeManager);
    let (_, body) = centre.get(&token, "/v1/roles").await;
    let bare = rate(&centre, &echo(body).await, &token).await;
    let whole = rate(&centre, &format!("{}/v1/roles", centre.url), &token).await;
    let goal = ">= 60 % of a bare handler";
    Figure {
        name: "centre: a route without database",
        value: whole,
        unit: "requests/s",
        baseline: Some(bare),
        goal,
        met: whole >= 0.6 * bare,
    }
    .print();
    let mut times = availability(&centre).await;
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

/// The same answer without any of the stages.
async fn echo(body: serde_json::Value) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/echo", get(async move || Json(body)));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/echo")
}

async fn rate(centre: &Arc<Centre>, url: &str, token: &str) -> f64 {
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (http, url, token) = (centre.http.clone(), url.to_owned(), token.to_owned());
        callers.spawn(async move {
            let mut answered = 0;
            while begun.elapsed() < duration() {
                let answer = http.get(&url).bearer_auth(&token).send().await.unwrap();
                assert_eq!(answer.status(), 200);
                answer.bytes().await.unwrap();
                answered += 1;
            }
            answered
        });
    }
    callers.join_all().await.into_iter().sum::<usize>() as f64 / begun.elapsed().as_secs_f64()
}

/// One request each hundredth of a second, whether the ones before are answered or not.
async fn availability(centre: &Arc<Centre>) -> Vec<f64> {
    let ids = centre.app.ids.next().as_u128() << 32;
    let mut built = clinic::Clinic::with_ids_from(ids, chrono_tz::America::New_York);
    for _ in 0..10 {
        built.provider("08:00", "17:00");
    }
    let clinic = centre.put(built, "ten").await;
    let token = centre.token(&clinic, Role::FrontDesk);
    let until = crate::centre::NOW.plus_seconds(14 * 86_400).local_date(chrono_tz::America::New_York);
    let body = json!({ "location": clinic.location, "appointment_type": clinic.visit, "until": until.to_string(), "limit": 20 });
    let mut every = tokio::time::interval(Duration::from_millis(10));
    let mut sent = JoinSet::new();
    for _ in 0..duration().as_secs() * 100 {
        every.tick().await;
        let request =
            centre.http.post(format!("{}/v1/availability", centre.url)).bearer_auth(&token).json(&body);
        sent.spawn(async move {
            let begun = Instant::now();
            let answer = request.send().await.unwrap();
            let (status, text) = (answer.status(), answer.text().await.unwrap());
            assert_eq!(status, 200, "{text}");
            begun.elapsed().as_secs_f64() * 1000.0
        });
    }
    sent.join_all().await
}

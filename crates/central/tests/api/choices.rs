//! What is being booked at which desk, before it is.

use crate::{
    centre::{Centre, Clinic, NOW},
    sync::Desk,
};
use clinic_domain::people::Role;
use serde_json::{Value, json};

const PLACE: &str = "/v1/sync/choices";

fn time(clinic: &Clinic, minutes: i64) -> Value {
    let start = NOW.0 + 86_400 + minutes * 60;
    json!({ "resource": clinic.provider, "start": start, "end": start + 1_800 })
}

async fn chooses(centre: &Centre, url: &str, token: &str, choices: &[Value]) -> (u16, Value) {
    let request = centre.http.put(format!("{url}{PLACE}")).bearer_auth(token);
    let answer = request.json(&json!({ "choices": choices })).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

async fn sees(centre: &Centre, url: &str, token: &str, seen: Option<&Value>) -> Value {
    let seen = seen.map(|it| format!("?seen={it}")).unwrap_or_default();
    let request = centre.http.get(format!("{url}{PLACE}{seen}")).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    answer.json().await.expect("JSON")
}

/// What somebody chooses at one instance, whoever waits at the other sees; and that they stopped.
pub async fn is_seen_at_the_other(centre: &Centre, [one, other]: [&str; 2]) {
    let clinic = centre.clinic("choices").await;
    let (chooser, watcher) = (Desk::of(centre, &clinic).await, Desk::of(centre, &clinic).await);
    let nothing = sees(centre, other, &watcher.token, None).await;
    assert_eq!(nothing["choices"], json!([]));
    let times = [time(&clinic, 0), time(&clinic, 30)];
    let seen = sees(centre, other, &watcher.token, Some(&nothing["revision"]));
    let (seen, chosen) = tokio::join!(seen, chooses(centre, one, &chooser.token, &times));
    assert_eq!((chosen.0, &chosen.1["choices"]), (200, &json!([])), "its own are not among them");
    let shown: Vec<Value> = times
        .iter()
        .map(|it| {
            let mut it = it.clone();
            it["device"] = json!(chooser.id);
            it["person"] = json!(clinic.person(Role::FrontDesk));
            it["seconds"] = json!(30);
            it
        })
        .collect();
    assert_eq!(seen["choices"], json!(shown));

    let gone = sees(centre, other, &watcher.token, Some(&seen["revision"]));
    let (gone, _) = tokio::join!(gone, chooses(centre, one, &chooser.token, &[]));
    assert_eq!(gone["choices"], json!([]));
    assert_ne!(gone["revision"], seen["revision"]);
}

#[tokio::test]
async fn what_somebody_chooses_is_seen_at_the_other_desks_until_they_stop() {
    let centre = Centre::start().await;
    is_seen_at_the_other(&centre, [&centre.url, &centre.url]).await;
}

#[tokio::test]
async fn a_choice_is_gone_after_half_a_minute_and_no_other_organization_sees_it() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("one").await, centre.clinic("other").await);
    let (chooser, watcher) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &clinic).await);
    let stranger = Desk::of(&centre, &other).await;
    chooses(&centre, &centre.url, &chooser.token, &[time(&clinic, 0)]).await;
    let shown =
        async |desk: &Desk<'_>| sees(&centre, &centre.url, &desk.token, None).await["choices"].clone();
    centre.pass(29);
    assert_eq!(shown(&watcher).await[0]["seconds"], 1);
    assert_eq!(shown(&stranger).await, json!([]));
    // Somebody who chooses the same is told at once.
    let (_, others) = chooses(&centre, &centre.url, &watcher.token, &[time(&clinic, 0)]).await;
    assert_eq!(others["choices"][0]["device"], json!(chooser.id));
    centre.pass(1);
    assert_eq!(shown(&watcher).await, json!([]));
    assert_eq!(shown(&chooser).await[0]["seconds"], 29);
}

#[tokio::test]
async fn nothing_but_times_is_taken_and_so_many_at_a_time() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("bounds").await;
    let desk = Desk::of(&centre, &clinic).await;
    let refused = async |choices: &[Value]| {
        let (status, problem) = chooses(&centre, &centre.url, &desk.token, choices).await;
        (status, problem["field"].as_str().unwrap_or_default().to_owned())
    };
    let times: Vec<Value> = (0..17).map(|it| time(&clinic, it)).collect();
    assert_eq!(refused(&times).await, (422, "body.choices".to_owned()));
    assert_eq!(refused(&times[..16]).await.0, 200);
    let mut backwards = time(&clinic, 0);
    backwards["end"] = json!(NOW.0);
    assert_eq!(refused(&[time(&clinic, 0), backwards]).await, (422, "body.choices.1.end".to_owned()));
    let mut nobodys = time(&clinic, 0);
    nobodys["resource"] = json!(clinic.patient);
    assert_eq!(refused(&[nobodys]).await, (422, "body.choices.0.resource".to_owned()));
    let (status, _) = chooses(&centre, &centre.url, &centre.token(&clinic, Role::FrontDesk), &[]).await;
    assert_eq!(status, 403, "from no desk");
}

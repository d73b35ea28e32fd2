//! What every route is sent, by somebody who may and by somebody who may not, and in pieces: none of it stands in the log.

use crate::{
    calls::{APART, calls},
    centre::Centre,
    ground::Ground,
    written,
};
use clinic_domain::people::Role;

/// On one thread, so that the log of this centre alone is read.
#[tokio::test]
async fn nothing_that_a_route_is_sent_stands_in_the_log() {
    written::keep();
    let centre = Centre::start().await;
    let ground = Ground::of(&centre, "logged").await;
    let (mut calls, _) = calls();
    calls.retain(|it| !APART.iter().any(|apart| apart.0 == it.name));
    for call in &calls {
        for role in [call.role(), Role::Billing] {
            ground.send(&centre, call, role).await;
        }
        // Cut in the middle of the body, with the token in another place as well.
        let body = ground.filled(&call.body).to_string();
        let cut: String = body.chars().take(body.chars().count() / 2).collect();
        let token = ground.token(&centre, call.role());
        let url = format!("{}{}?token={token}", centre.url, ground.filled_text(&call.path));
        let request = centre.http.request(call.method.clone(), url).bearer_auth(&token).body(cut);
        request.header("content-type", "application/json").send().await.expect("an answer");
    }
    let log = written::take();
    let answered = log.lines().filter(|it| it.contains("\"answered\"")).count();
    assert!(answered >= calls.len() * 3, "{answered} answers to {} calls", calls.len());
    let secrets =
        ["canary-logged-", "seven wooden ducks", "eight wooden ducks", "212 555 0142", "1980-02-03", "eyJ"];
    let shown: Vec<&str> =
        log.lines().filter(|it| secrets.iter().any(|secret| it.contains(secret))).collect();
    assert_eq!(shown, Vec::<&str>::new());
    assert!(log.lines().all(|it| serde_json::from_str::<serde_json::Value>(it).is_ok()), "each line is JSON");
}

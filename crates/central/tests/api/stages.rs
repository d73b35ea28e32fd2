//! The order in which a request is looked at: a request that is wrong at one stage and at every later one is answered by
//! the first of them.

use crate::centre::Centre;
use central::http::{STAGES, Stage};
use clinic_domain::people::Role;

/// What a request has wrong from a stage on, and the code that answers it.
#[tokio::test]
async fn the_first_stage_that_refuses_answers() {
    let instances = crate::centre::wanted_instances();
    let centre = Centre::start_with(|it| {
        it.limits.person = 2;
        it.redis = None;
    })
    .await;
    let clinic = centre.clinic("stages").await;
    let path = format!("{}/v1/patients/no-such-id?unknown=1", centre.url);
    let code = async |request: reqwest::RequestBuilder| -> String {
        let answer: serde_json::Value =
            request.send().await.expect("an answer").json().await.expect("a problem");
        answer["code"].as_str().expect("a code").to_owned()
    };
    let scheduler = centre.token(&clinic, Role::Scheduler);
    let administrator = centre.token(&clinic, Role::Administrator);
    let mut answered = Vec::new();
    // Too long, with no token, and all the rest.
    answered.push((Stage::Limits, code(centre.http.get(&path).body(vec![b'x'; 65 * 1024])).await));
    answered.push((Stage::Authentication, code(centre.http.get(&path).bearer_auth("nonsense")).await));
    // Who does not belong to the organization any more.
    let gone = centre.clinic("gone").await;
    let theirs = centre.token(&gone, Role::Nurse);
    let sql = "UPDATE central.organization_users SET body = jsonb_set(body::jsonb, '{is_active}', 'false')::json \
               WHERE organization_id = $1";
    centre.admin.execute(sql, &[&gone.id.0]).await.expect("the people are out");
    answered.push((Stage::Tenant, code(centre.http.get(&path).bearer_auth(&theirs)).await));
    answered.push((Stage::Authorization, code(centre.http.get(&path).bearer_auth(&administrator)).await));
    answered.push((Stage::Validation, code(centre.http.get(&path).bearer_auth(&scheduler)).await));
    // One more than a person may make, of whichever instance.
    for _ in 0..2 * instances {
        let _ = code(centre.http.get(&path).bearer_auth(&administrator)).await;
    }
    answered.push((Stage::RateLimit, code(centre.http.get(&path).bearer_auth(&administrator)).await));
    let nobody = format!("{}/v1/patients/{}", centre.url, clinic.location);
    answered.push((Stage::Handler, code(centre.http.get(&nobody).bearer_auth(&scheduler)).await));
    answered.sort_by_key(|it| STAGES.iter().position(|stage| *stage == it.0));
    let expected = [
        (Stage::Limits, "too_large"),
        (Stage::Authentication, "not_signed_in"),
        (Stage::Tenant, "not_signed_in"),
        (Stage::RateLimit, "too_many_requests"),
        (Stage::Authorization, "not_permitted"),
        (Stage::Validation, "not_found"),
        (Stage::Handler, "not_found"),
    ];
    let answered: Vec<(Stage, &str)> = answered.iter().map(|it| (it.0, it.1.as_str())).collect();
    assert_eq!(answered, expected);
}

#[tokio::test]
async fn whoever_watches_the_service_takes_no_calls_from_others_at_the_address() {
    let instances = crate::centre::wanted_instances();
    let centre = Centre::start_with(|it| {
        it.limits.address = 1;
        it.redis = None;
    })
    .await;
    let status = async |path: &str| {
        let answer = centre.http.get(format!("{}{path}", centre.url)).send().await.expect("an answer");
        answer.status().as_u16()
    };
    for _ in 0..10 * instances {
        assert_eq!((status("/healthz").await, status("/readyz").await), (200, 200));
    }
    assert_eq!(status("/healthz").await, 429, "there is an end to that too");
    for expected in [422, 429] {
        for _ in 0..instances {
            let asked = centre.http.post(format!("{}/v1/sessions", centre.url)).json(&serde_json::json!({}));
            assert_eq!(asked.send().await.expect("an answer").status().as_u16(), expected);
        }
    }
}

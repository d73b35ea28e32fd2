//! Sessions that go on, and their ends.

use super::{PASSWORD, Program, call, delete, get, invited, post, renew, signed_in, trail};
use crate::centre::{Centre, Clinic};
use central::heads;
use clinic_domain::people::Role;
use reqwest::Method;
use serde_json::json;

async fn started(role: Role) -> (Centre, Clinic, Program, super::Answered) {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", role).await;
    let program = Program::new(1);
    let session = signed_in(&centre, "main", role, &program).await;
    (centre, clinic, program, session)
}

#[tokio::test]
async fn a_lost_answer_is_given_once_more_and_every_other_reuse_ends_the_session() {
    let (centre, clinic, program, first) = started(Role::Nurse).await;
    let first = first.text("refresh_token");
    let second = renew(&centre, &first, &program).await.text("refresh_token");
    assert_ne!(first, second);
    centre.pass(120);
    assert_eq!(renew(&centre, &first, &program).await.text("refresh_token"), second, "the same once more");
    let third = renew(&centre, &second, &program).await.text("refresh_token");
    assert_eq!(renew(&centre, &first, &program).await.code(), (401, "session_over"), "two behind");
    assert_eq!(renew(&centre, &third, &program).await.code(), (401, "session_over"), "and all of it");
    assert_eq!(trail(&centre, &clinic).await.last(), Some(&("end_session".to_owned(), "reused".to_owned())));
}

#[tokio::test]
async fn the_token_before_the_newest_is_worth_nothing_after_two_minutes() {
    let (centre, _, program, first) = started(Role::Nurse).await;
    let first = first.text("refresh_token");
    let second = renew(&centre, &first, &program).await.text("refresh_token");
    centre.pass(121);
    assert_eq!(renew(&centre, &first, &program).await.code(), (401, "session_over"));
    assert_eq!(renew(&centre, &second, &program).await.code(), (401, "session_over"));
}

#[tokio::test]
async fn whoever_has_the_token_but_not_the_key_ends_the_session() {
    let (centre, clinic, program, first) = started(Role::Nurse).await;
    let thief = Program::new(2);
    let access = first.text("access_token");
    assert_eq!(renew(&centre, &first.text("refresh_token"), &thief).await.code(), (401, "session_over"));
    assert_eq!(renew(&centre, &first.text("refresh_token"), &program).await.code(), (401, "session_over"));
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"));
    assert_eq!(trail(&centre, &clinic).await.last(), Some(&("end_session".to_owned(), "reused".to_owned())));
}

#[tokio::test]
async fn a_signed_request_is_good_once_and_about_its_own_token() {
    let (centre, _, program, first) = started(Role::Nurse).await;
    let token = first.text("refresh_token");
    let send = async |token: &str, proof: &str| {
        let body = json!({ "refresh_token": token, "proof": proof });
        post(&centre, None, "/v1/sessions/renew", body).await
    };
    let proof = program.proof("/v1/sessions/renew", Some(&token), centre.app.clock.now());
    let second = send(&token, &proof).await.text("refresh_token");
    assert_eq!(send(&token, &proof).await.code(), (401, "proof_refused"), "replayed");
    let about_another = program.proof("/v1/sessions/renew", Some(&token), centre.app.clock.now());
    assert_eq!(send(&second, &about_another).await.code(), (401, "proof_refused"));
    assert_eq!(renew(&centre, &second, &program).await.status, 200, "none of it ended the session");
    assert_eq!(send("nonsense", &proof).await.code(), (401, "session_over"));
}

#[tokio::test]
async fn a_program_without_a_desk_is_signed_out_when_idle_and_after_four_hours() {
    let (centre, _, program, first) = started(Role::Nurse).await;
    let mut token = first.text("refresh_token");
    for _ in 0..15 {
        centre.pass(15 * 60);
        token = renew(&centre, &token, &program).await.text("refresh_token");
    }
    centre.pass(15 * 60);
    assert_eq!(renew(&centre, &token, &program).await.code(), (401, "session_over"), "four hours");

    let idle = signed_in(&centre, "main", Role::Nurse, &program).await.text("refresh_token");
    centre.pass(15 * 60 + 1);
    assert_eq!(renew(&centre, &idle, &program).await.code(), (401, "session_over"));
}

#[tokio::test]
async fn what_ended_is_refused_everywhere_within_a_minute() {
    let (centre, clinic, program, first) = started(Role::Nurse).await;
    // One that looks for nothing by itself.
    let (app, other) = centre.quiet(|_| {}).await;
    let access = first.text("access_token");
    let at_the_other = async || {
        let answer = centre.http.get(format!("{other}/v1/session")).bearer_auth(&access).send().await;
        answer.expect("an answer").status().as_u16()
    };
    assert_eq!(at_the_other().await, 200);
    assert_eq!(delete(&centre, &access, "/v1/session").await.status, 204);
    centre.known_everywhere().await;
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"), "here at once");
    assert_eq!(at_the_other().await, 200);
    heads::look(&app).await.expect("the database answers");
    assert_eq!(at_the_other().await, 401);
    assert_eq!(renew(&centre, &first.text("refresh_token"), &program).await.code(), (401, "session_over"));
    let last = ("end_session".to_owned(), "signed_out".to_owned());
    assert!(trail(&centre, &clinic).await.contains(&last));
}

#[tokio::test]
async fn who_is_disabled_is_out_within_a_minute() {
    let (centre, clinic, program, first) = started(Role::Nurse).await;
    let access = first.text("access_token");
    assert_eq!(get(&centre, &access, "/v1/session").await.status, 200);
    let sql = "UPDATE central.organization_users SET body = jsonb_set(body::jsonb, '{is_active}', 'false')::json \
               WHERE organization_id = $1 AND id = $2";
    centre.admin.execute(sql, &[&clinic.id.0, &clinic.person(Role::Nurse).0]).await.expect("they are out");
    let sql = "UPDATE central.organization_counters SET seq = seq + 1, setup_seq = seq + 1 WHERE organization_id = $1";
    centre.admin.execute(sql, &[&clinic.id.0]).await.expect("a change of the people");
    assert_eq!(renew(&centre, &first.text("refresh_token"), &program).await.code(), (401, "session_over"));
    centre.pass(30);
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"));
    let wanted = super::sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", wanted).await.code(), (401, "sign_in_refused"));
}

#[tokio::test]
async fn people_end_their_own_sessions_and_administrators_those_of_others() {
    let (centre, clinic, program, first) = started(Role::Nurse).await;
    let second = signed_in(&centre, "main", Role::Nurse, &program).await;
    let access = second.text("access_token");
    let listed = get(&centre, &access, "/v1/sessions").await;
    assert_eq!(listed.body.as_array().expect("a list").len(), 2);
    let nurse = centre.token(&clinic, Role::Nurse);
    let billing = centre.token(&clinic, Role::Billing);
    let path = format!("/v1/sessions/{}", first.text("session"));
    assert_eq!(delete(&centre, &billing, &path).await.code(), (404, "not_found"), "not theirs");
    assert_eq!(delete(&centre, &nurse, &path).await.status, 204);
    assert_eq!(renew(&centre, &first.text("refresh_token"), &program).await.code(), (401, "session_over"));

    let path = format!("/v1/people/{}/sessions", clinic.person(Role::Nurse));
    assert_eq!(delete(&centre, &nurse, &path).await.code(), (403, "not_permitted"));
    let administrator = centre.token(&clinic, Role::Administrator);
    assert_eq!(delete(&centre, &administrator, &path).await.status, 204);
    centre.known_everywhere().await;
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"));
}

#[tokio::test]
async fn another_password_ends_the_other_sessions() {
    let (centre, _, program, first) = started(Role::Nurse).await;
    let second = signed_in(&centre, "main", Role::Nurse, &program).await;
    let access = second.text("access_token");
    let change = async |old: &str, new: &str| {
        let body = json!({ "old": old, "password": new });
        call(&centre, Method::PUT, Some(&access), "/v1/session/password", Some(body)).await
    };
    let weak = change(PASSWORD, "short").await;
    assert_eq!((weak.code(), &weak.body["reasons"]), ((422, "weak_password"), &json!(["too_short"])));
    assert_eq!(change("wrong", "eight wooden ducks").await.code(), (401, "sign_in_refused"));
    assert_eq!(change(PASSWORD, "eight wooden ducks").await.status, 204);
    assert_eq!(renew(&centre, &first.text("refresh_token"), &program).await.code(), (401, "session_over"));
    assert_eq!(renew(&centre, &second.text("refresh_token"), &program).await.status, 200);
    let old = super::sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", old).await.code(), (401, "sign_in_refused"));
}

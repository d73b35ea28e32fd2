//! Passwords, second factors, and how often somebody may try.

use super::{PASSWORD, Program, code, get, invited, post, sign_in, signed_in, trail, with_totp};
use crate::centre::Centre;
use clinic_domain::people::Role;
use serde_json::json;

#[tokio::test]
async fn whoever_needs_a_second_factor_sets_it_up_before_anything_else() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::FrontDesk).await;
    let program = Program::new(1);
    let first = signed_in(&centre, "main", Role::FrontDesk, &program).await;
    assert_eq!(first.body["needs_mfa"], true);
    let access = first.text("access_token");
    let patient = format!("/v1/patients/{}", clinic.patient);
    assert_eq!(get(&centre, &access, &patient).await.code(), (403, "mfa_needed"));
    let profile = get(&centre, &access, "/v1/session").await;
    assert_eq!((profile.status, &profile.body["needs_mfa"]), (200, &json!(true)));

    let (secret, confirmed) = with_totp(&centre, &access).await;
    assert_eq!(confirmed.body["recovery_codes"].as_array().expect("codes").len(), 10);
    assert_eq!(get(&centre, &confirmed.text("access_token"), &patient).await.status, 200);
    // The session knows it too, and its next tokens.
    let next = super::renew(&centre, &first.text("refresh_token"), &program).await;
    assert_eq!(next.body["needs_mfa"], false);
    assert_eq!(get(&centre, &next.text("access_token"), &patient).await.status, 200);

    // From now on the password alone is not enough, and the code that set it up is taken.
    let mut wanted = sign_in(&centre, "main", "front_desk", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", wanted.clone()).await.code(), (401, "code_needed"));
    let mut again = sign_in(&centre, "main", "front_desk", PASSWORD, &program);
    again["code"] = code(&centre, &secret).into();
    assert_eq!(post(&centre, None, "/v1/sessions", again).await.code(), (401, "sign_in_refused"));
    centre.pass(30);
    wanted = sign_in(&centre, "main", "front_desk", PASSWORD, &program);
    wanted["code"] = code(&centre, &secret).into();
    let second = post(&centre, None, "/v1/sessions", wanted).await;
    assert_eq!((second.status, &second.body["needs_mfa"]), (201, &json!(false)));
    let actions: Vec<String> = trail(&centre, &clinic).await.into_iter().map(|it| it.0).collect();
    let signing: Vec<&str> = actions.iter().map(String::as_str).filter(|it| it.contains("sign_in")).collect();
    assert_eq!(signing, ["sign_in", "sign_in", "sign_in"], "done, refused, done; {actions:?}");
}

#[tokio::test]
async fn whatever_is_wrong_is_answered_the_same() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let mut answers = Vec::new();
    for (slug, login, password) in [
        ("main", "nurse", "seven wooden duck"),
        ("main", "nobody", PASSWORD),
        ("main", "billing", PASSWORD),
        ("other", "nurse", PASSWORD),
        ("main", "nurse", ""),
    ] {
        let answered =
            post(&centre, None, "/v1/sessions", sign_in(&centre, slug, login, password, &program)).await;
        answers.push((answered.status, answered.body));
    }
    assert_eq!(answers[0].0, 401);
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    // However somebody writes their login.
    let wanted = sign_in(&centre, "main", " Nurse ", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", wanted).await.status, 201);
}

#[tokio::test]
async fn failures_cost_time_and_the_right_password_makes_good_for_them() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let attempt = async |password| {
        post(&centre, None, "/v1/sessions", sign_in(&centre, "main", "nurse", password, &program)).await
    };
    for _ in 0..5 {
        assert_eq!(attempt("wrong").await.code(), (401, "sign_in_refused"));
    }
    // The right one is not even looked at.
    let refused = attempt(PASSWORD).await;
    assert_eq!((refused.code(), &refused.body["retry_after"]), ((429, "too_many_attempts"), &json!(1)));
    let mut waits = Vec::new();
    for _ in 0..12 {
        let wait = attempt("wrong").await.body["retry_after"].as_i64().expect("a wait");
        waits.push(wait);
        centre.pass(wait);
        assert_eq!(attempt("wrong").await.code(), (401, "sign_in_refused"));
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    // Nobody else waits, but whoever does not exist would.
    invited(&centre, &clinic, "main", Role::Billing).await;
    signed_in(&centre, "main", Role::Billing, &program).await;
    centre.pass(900);
    assert_eq!(attempt(PASSWORD).await.status, 201);
    assert_eq!(attempt("wrong").await.code(), (401, "sign_in_refused"));
    assert_eq!(attempt(PASSWORD).await.status, 201, "what failed before is forgotten");
    let locked = trail(&centre, &clinic).await;
    assert!(locked.contains(&("sign_in".to_owned(), "locked_out".to_owned())), "{locked:?}");
}

#[tokio::test]
async fn an_account_that_does_not_exist_is_locked_like_one_that_does() {
    let centre = Centre::start().await;
    centre.clinic("main").await;
    let program = Program::new(1);
    let mut codes = Vec::new();
    for _ in 0..6 {
        let wanted = sign_in(&centre, "main", "nobody", "wrong", &program);
        codes.push(post(&centre, None, "/v1/sessions", wanted).await.status);
    }
    assert_eq!(codes, [401, 401, 401, 401, 401, 429]);
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_waits_as_well() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    for number in 0..25 {
        let wanted = sign_in(&centre, "main", &format!("nobody-{number}"), "wrong", &program);
        assert_eq!(post(&centre, None, "/v1/sessions", wanted).await.code(), (401, "sign_in_refused"));
    }
    let wanted = sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", wanted).await.code(), (429, "too_many_attempts"));
}

#[tokio::test]
async fn of_two_who_show_one_code_at_once_one_gets_in() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let access = signed_in(&centre, "main", Role::Nurse, &program).await.text("access_token");
    let (secret, _) = with_totp(&centre, &access).await;
    for _ in 0..5 {
        centre.pass(30);
        let wanted = || {
            let mut body = sign_in(&centre, "main", "nurse", PASSWORD, &program);
            body["code"] = code(&centre, &secret).into();
            post(&centre, None, "/v1/sessions", body)
        };
        let (a, b) = tokio::join!(wanted(), wanted());
        let mut both = [a.status, b.status];
        both.sort_unstable();
        assert_eq!(both, [201, 401], "{a:?} {b:?}");
    }
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let access = signed_in(&centre, "main", Role::Nurse, &program).await.text("access_token");
    let (_, confirmed) = with_totp(&centre, &access).await;
    let recovery = confirmed.body["recovery_codes"][3].as_str().expect("a code").to_lowercase();
    let with_code = async |code: &str| {
        let mut wanted = sign_in(&centre, "main", "nurse", PASSWORD, &program);
        wanted["code"] = code.into();
        post(&centre, None, "/v1/sessions", wanted).await.status
    };
    assert_eq!(with_code(&recovery).await, 201);
    assert_eq!(with_code(&recovery).await, 401);
    assert_eq!(with_code("0000-0000-0000-0000").await, 401);
}

#[tokio::test]
async fn some_acts_want_the_second_factor_once_more() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Administrator).await;
    let program = Program::new(1);
    let access = signed_in(&centre, "main", Role::Administrator, &program).await.text("access_token");
    let (secret, confirmed) = with_totp(&centre, &access).await;
    let invite = async |token: &str| {
        let path = format!("/v1/people/{}/invitation", clinic.person(Role::Nurse));
        post(&centre, Some(token), &path, json!({})).await
    };
    let fresh = confirmed.text("access_token");
    assert_eq!(invite(&fresh).await.status, 201);
    centre.pass(299);
    assert_eq!(invite(&fresh).await.status, 201);
    let mut wanted = sign_in(&centre, "main", "administrator", PASSWORD, &program);
    wanted["code"] = code(&centre, &secret).into();
    let session = post(&centre, None, "/v1/sessions", wanted).await;
    centre.pass(301);
    let late = super::renew(&centre, &session.text("refresh_token"), &program).await.text("access_token");
    assert_eq!(invite(&late).await.code(), (403, "fresh_mfa_needed"));
    let wrong = post(&centre, Some(&late), "/v1/session/step-up", json!({ "code": "000000" })).await;
    assert_eq!(wrong.code(), (401, "sign_in_refused"));
    let body = json!({ "code": code(&centre, &secret) });
    let stepped = post(&centre, Some(&late), "/v1/session/step-up", body.clone()).await;
    assert_eq!(invite(&stepped.text("access_token")).await.status, 201);
    let again = post(&centre, Some(&late), "/v1/session/step-up", body).await;
    assert_eq!(again.code(), (401, "sign_in_refused"), "the same code once more");
}

#[tokio::test]
async fn a_sign_in_is_signed_by_the_key_that_it_brings() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let (ours, other) = (Program::new(1), Program::new(2));
    let attempt = async |proof: String| {
        let mut wanted = sign_in(&centre, "main", "nurse", PASSWORD, &ours);
        wanted["proof"] = proof.into();
        let answered = post(&centre, None, "/v1/sessions", wanted).await;
        (answered.status, answered.body["code"].as_str().unwrap_or_default().to_owned())
    };
    let refused = (401, "proof_refused".to_owned());
    let now = centre.app.clock.now();
    let claims = || ours.claims("/v1/sessions", None, now);
    assert_eq!(attempt(other.proof("/v1/sessions", None, now)).await, refused);
    assert_eq!(attempt(ours.proof("/v1/sessions/renew", None, now)).await, refused);
    assert_eq!(attempt(ours.proof("/v1/sessions", Some("something"), now)).await, refused);
    centre.pass(1);
    let mut old = claims();
    old.iat -= 300;
    assert_eq!(attempt(ours.sign(&old)).await, refused);
    let mut short = claims();
    short.jti = "short".to_owned();
    assert_eq!(attempt(ours.sign(&short)).await, refused);
    // Each counted: five in a minute are enough.
    centre.pass(60);
    let good = ours.proof("/v1/sessions", None, centre.app.clock.now());
    assert_eq!(attempt(good.clone()).await.0, 201);
    assert_eq!(attempt(good).await, refused, "seen before");
}

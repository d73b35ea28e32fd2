//! One-time codes for people.

use super::{PASSWORD, Program, delete, get, invited, post, renew, sign_in, signed_in, with_totp};
use crate::centre::Centre;
use clinic_domain::people::Role;
use serde_json::json;

#[tokio::test]
async fn of_two_who_use_one_invitation_one_gets_it() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let administrator = centre.token(&clinic, Role::Administrator);
    let path = format!("/v1/people/{}/invitation", clinic.person(Role::Nurse));
    let code = post(&centre, Some(&administrator), &path, json!({})).await.text("code");
    let set = |password: &str| {
        let body = json!({ "organization": "main", "code": code, "password": password });
        post(&centre, None, "/v1/passwords", body)
    };
    let (a, b) = tokio::join!(set("seven wooden ducks"), set("eight wooden ducks"));
    let mut both = [a.status, b.status];
    both.sort_unstable();
    assert_eq!(both, [204, 403], "{a:?} {b:?}");
    assert_eq!(set("nine wooden ducks").await.code(), (403, "code_refused"));
}

#[tokio::test]
async fn an_invitation_is_for_who_has_no_password_and_lasts_three_days() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let path = |person: String| format!("/v1/people/{person}/invitation");
    let nurse = path(clinic.person(Role::Nurse).to_string());
    let invite = async || {
        let administrator = centre.token(&clinic, Role::Administrator);
        post(&centre, Some(&administrator), &nurse, json!({})).await
    };
    let set = async |code: &str, password: &str| {
        let body = json!({ "organization": "main", "code": code, "password": password });
        post(&centre, None, "/v1/passwords", body).await
    };
    let (first, second) = (invite().await.text("code"), invite().await.text("code"));
    assert_eq!(set(&first, PASSWORD).await.code(), (403, "code_refused"), "only the newest works");
    let weak = set(&second, "nurse").await;
    assert_eq!((weak.code(), &weak.body["reasons"]), ((422, "weak_password"), &json!(["too_short"])));
    centre.pass(3 * 24 * 3600);
    assert_eq!(set(&second, PASSWORD).await.code(), (403, "code_refused"), "too old");
    let third = invite().await.text("code");
    assert_eq!(set(&third.to_lowercase().replace('-', ""), PASSWORD).await.status, 204);
    assert_eq!(invite().await.code(), (409, "has_password"));
    let administrator = centre.token(&clinic, Role::Administrator);
    let nobody = path(clinic.patient.to_string());
    assert_eq!(post(&centre, Some(&administrator), &nobody, json!({})).await.code(), (404, "not_found"));
}

#[tokio::test]
async fn an_invitation_is_seen_until_it_is_used_or_withdrawn() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let nurse = clinic.person(Role::Nurse);
    let path = format!("/v1/people/{nurse}/invitation");
    let account = async || {
        let administrator = centre.token(&clinic, Role::Administrator);
        let all = get(&centre, &administrator, "/v1/accounts").await;
        assert_eq!(all.status, 200, "{all:?}");
        let of_nurse = |it: &&serde_json::Value| it["person"] == nurse.to_string();
        all.body["accounts"].as_array().expect("accounts").iter().find(of_nurse).expect("the nurse").clone()
    };
    let invite = async || {
        let administrator = centre.token(&clinic, Role::Administrator);
        post(&centre, Some(&administrator), &path, json!({})).await.text("code")
    };
    assert_eq!(
        (&account().await["invitation"], &account().await["has_password"]),
        (&json!(null), &json!(false))
    );
    let code = invite().await;
    assert_eq!(account().await["invitation"]["made_by"], json!(clinic.person(Role::Administrator)));
    centre.pass(3 * 24 * 3600);
    assert_eq!(account().await["invitation"]["is_over"], true);
    let manager = centre.token(&clinic, Role::PracticeManager);
    assert_eq!(delete(&centre, &manager, &path).await.status, 204);
    assert_eq!(account().await["invitation"], json!(null));
    assert_eq!(delete(&centre, &manager, &path).await.code(), (404, "not_found"));
    let body = json!({ "organization": "main", "code": code, "password": PASSWORD });
    assert_eq!(post(&centre, None, "/v1/passwords", body).await.code(), (403, "code_refused"));
    let body = json!({ "organization": "main", "code": invite().await, "password": PASSWORD });
    assert_eq!(post(&centre, None, "/v1/passwords", body).await.status, 204);
    let known = account().await;
    assert_eq!((&known["invitation"], &known["has_password"]), (&json!(null), &json!(true)));
    assert_eq!((&known["has_second_factor"], &known["open_sessions"]), (&json!(false), &json!(0)));
    signed_in(&centre, "main", Role::Nurse, &Program::new(1)).await;
    assert_eq!(account().await["open_sessions"], 1);
    let nurses = centre.token(&clinic, Role::Nurse);
    assert_eq!(get(&centre, &nurses, "/v1/accounts").await.code(), (403, "not_permitted"));
}

#[tokio::test]
async fn nobody_invites_above_their_own_role() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let manager = centre.token(&clinic, Role::PracticeManager);
    let invite = async |role| {
        let path = format!("/v1/people/{}/invitation", clinic.person(role));
        post(&centre, Some(&manager), &path, json!({})).await
    };
    assert_eq!(invite(Role::Administrator).await.code(), (403, "not_permitted"));
    assert_eq!(invite(Role::Scheduler).await.status, 201);
    let nurse = centre.token(&clinic, Role::Nurse);
    let path = format!("/v1/people/{}/invitation", clinic.person(Role::Scheduler));
    assert_eq!(post(&centre, Some(&nurse), &path, json!({})).await.code(), (403, "not_permitted"));
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_and_ends_every_session() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let session = signed_in(&centre, "main", Role::Nurse, &program).await;
    for _ in 0..5 {
        let wrong = sign_in(&centre, "main", "nurse", "wrong", &program);
        assert_eq!(post(&centre, None, "/v1/sessions", wrong).await.code(), (401, "sign_in_refused"));
    }
    let path = format!("/v1/people/{}/password-reset", clinic.person(Role::Nurse));
    let reset = async |role| post(&centre, Some(&centre.token(&clinic, role)), &path, json!({})).await;
    assert_eq!(reset(Role::PracticeManager).await.code(), (403, "not_permitted"));
    let set = async |code: &str| {
        let body = json!({ "organization": "main", "code": code, "password": "eight wooden ducks" });
        post(&centre, None, "/v1/passwords", body).await
    };
    let late = reset(Role::Administrator).await.text("code");
    centre.pass(30 * 60);
    assert_eq!(set(&late).await.code(), (403, "code_refused"));
    let later = signed_in(&centre, "main", Role::Nurse, &program).await;
    let code = reset(Role::Administrator).await.text("code");
    assert_eq!(set(&code).await.status, 204);
    centre.known_everywhere().await;
    assert_eq!(get(&centre, &later.text("access_token"), "/v1/session").await.code(), (401, "not_signed_in"));
    for session in [session, later] {
        assert_eq!(
            renew(&centre, &session.text("refresh_token"), &program).await.code(),
            (401, "session_over")
        );
    }
    let old = sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", old).await.code(), (401, "sign_in_refused"));
    let new = sign_in(&centre, "main", "nurse", "eight wooden ducks", &program);
    assert_eq!(post(&centre, None, "/v1/sessions", new).await.status, 201);
}

#[tokio::test]
async fn a_lost_second_factor_is_taken_away_with_everything_signed_in() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let session = signed_in(&centre, "main", Role::Nurse, &program).await;
    let (_, confirmed) = with_totp(&centre, &session.text("access_token")).await;
    let path = format!("/v1/people/{}/second-factor", clinic.person(Role::Nurse));
    assert_eq!(delete(&centre, &centre.token(&clinic, Role::Administrator), &path).await.status, 204);
    let access = confirmed.text("access_token");
    centre.known_everywhere().await;
    assert_eq!(get(&centre, &access, "/v1/session").await.code(), (401, "not_signed_in"));
    let again = signed_in(&centre, "main", Role::Nurse, &program).await;
    assert_eq!(again.body["needs_mfa"], true);
}

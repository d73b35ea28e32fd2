//! Signing in at the organization's own OpenID provider: a real one, of which tests/servers/openid.mjs says what it does.

use super::{Answered, PASSWORD, Program, call, get, invited, post, sign_in, signed_in};
use crate::{
    centre::{Centre, Clinic, NOW},
    openid::{Provider, sent_back},
};
use clinic_domain::people::Role;
use clinic_env::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const REDIRECT: &str = "http://127.0.0.1:51987/signed-in";

/// What the provider sends back to the desk.
async fn browse(url: &str, login: &str) -> BTreeMap<String, String> {
    let url = sent_back(url, login).await;
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// A centre whose organization has a provider, and the clock of the real world, which is the provider's.
async fn started(people: Value, change: impl FnOnce(&mut Value)) -> (Centre, Clinic, Provider) {
    let centre = Centre::start_with(|it| it.private_identity_providers = true).await;
    centre.pass(Clock::System.now().0 - NOW.0);
    let clinic = centre.clinic("main").await;
    let provider = Provider::start("../../tests/servers/openid.mjs", &people);
    let mut body = json!({
        "issuer": provider.issuer, "client_id": "front-desk", "is_enforced": false, "is_mfa_trusted": true,
    });
    change(&mut body);
    let administrator = centre.token(&clinic, Role::Administrator);
    let put = call(&centre, Method::PUT, Some(&administrator), "/v1/identity-provider", Some(body)).await;
    assert_eq!(put.status, 204, "{put:?}");
    (centre, clinic, provider)
}

fn everybody() -> Value {
    json!([
        { "sub": "ada", "name": "Ada Amani", "email": "ada@clinic.test", "email_verified": true },
        { "sub": "bo", "name": "Bo Berg", "email": "bo@clinic.test", "email_verified": false },
    ])
}

async fn sent(centre: &Centre, by: &Program) -> String {
    let proof = by.proof("/v1/identity/requests", Some(REDIRECT), centre.app.clock.now());
    let body = json!({ "organization": "main", "redirect": REDIRECT, "key": by.public, "proof": proof });
    post(centre, None, "/v1/identity/requests", body).await.text("url")
}

fn back(centre: &Centre, came: &BTreeMap<String, String>, by: &Program) -> Value {
    let proof = by.proof("/v1/identity/sessions", Some(&came["state"]), centre.app.clock.now());
    json!({
        "organization": "main", "state": came["state"], "code": came["code"], "iss": came["iss"], "proof": proof,
    })
}

async fn finish(centre: &Centre, body: Value) -> Answered {
    post(centre, None, "/v1/identity/sessions", body).await
}

#[tokio::test]
async fn anybody_learns_how_an_organization_signs_in_and_not_whether_there_is_one() {
    let (centre, _clinic, _provider) = started(everybody(), |it| it["is_enforced"] = true.into()).await;
    centre.clinic("other").await;
    let ways = async |slug: &str| {
        let answered = post(&centre, None, "/v1/identity/ways", json!({ "organization": slug })).await;
        assert_eq!(answered.status, 200, "{answered:?}");
        answered.body
    };
    assert_eq!(ways("main").await, json!({ "has_identity_provider": true, "is_enforced": true }));
    let none = json!({ "has_identity_provider": false, "is_enforced": false });
    assert_eq!((ways("other").await, ways("nowhere").await), (none.clone(), none));
}

#[tokio::test]
async fn whoever_comes_first_needs_an_invitation_and_is_known_from_then_on() {
    let (centre, clinic, _provider) = started(everybody(), |_| {}).await;
    let program = Program::new(1);
    let came = browse(&sent(&centre, &program).await, "ada").await;
    assert_eq!(finish(&centre, back(&centre, &came, &program)).await.code(), (403, "identity_unknown"));

    let path = format!("/v1/people/{}/invitation", clinic.person(Role::Nurse));
    let administrator = centre.token(&clinic, Role::Administrator);
    let invitation = post(&centre, Some(&administrator), &path, json!({})).await.text("code");
    let came = browse(&sent(&centre, &program).await, "ada").await;
    let mut body = back(&centre, &came, &program);
    body["invitation"] = invitation.clone().into();
    let first = finish(&centre, body).await;
    assert_eq!((first.status, &first.body["needs_mfa"]), (201, &json!(false)), "{first:?}");
    assert_eq!(first.body["person"], json!(clinic.person(Role::Nurse)));

    let came = browse(&sent(&centre, &program).await, "ada").await;
    let again = finish(&centre, back(&centre, &came, &program)).await;
    assert_eq!(again.body["person"], json!(clinic.person(Role::Nurse)));
    let accounts = get(&centre, &administrator, "/v1/accounts").await.body["accounts"].clone();
    let known = |it: &Value| it["has_identity"] == true;
    let known: Vec<_> = accounts.as_array().expect("a list").iter().filter(|it| known(it)).collect();
    assert_eq!(known.iter().map(|it| &it["person"]).collect::<Vec<_>>(), [&first.body["person"]]);
    let profile = get(&centre, &again.text("access_token"), "/v1/session").await;
    assert_eq!(profile.body["methods"], json!(["sso", "mfa"]));
    // The invitation is used, for everybody.
    let came = browse(&sent(&centre, &program).await, "bo").await;
    let mut body = back(&centre, &came, &program);
    body["invitation"] = invitation.into();
    assert_eq!(finish(&centre, body).await.code(), (403, "code_refused"));
}

#[tokio::test]
async fn whoever_is_signed_in_binds_their_own_identity() {
    let (centre, clinic, _provider) = started(everybody(), |it| it["is_mfa_trusted"] = false.into()).await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let program = Program::new(1);
    let access = signed_in(&centre, "main", Role::Nurse, &program).await.text("access_token");
    let proof = program.proof("/v1/session/identity", Some(REDIRECT), centre.app.clock.now());
    let body = json!({ "redirect": REDIRECT, "key": program.public, "proof": proof });
    let url = post(&centre, Some(&access), "/v1/session/identity", body).await.text("url");
    let bound = finish(&centre, back(&centre, &browse(&url, "bo").await, &program)).await;
    assert_eq!((bound.status, &bound.body["needs_mfa"]), (201, &json!(true)), "{bound:?}");
    assert_eq!(bound.body["person"], json!(clinic.person(Role::Nurse)));
    let came = browse(&sent(&centre, &program).await, "bo").await;
    let again = finish(&centre, back(&centre, &came, &program)).await;
    assert_eq!(again.body["person"], json!(clinic.person(Role::Nurse)));
}

#[tokio::test]
async fn who_comes_back_is_who_was_sent_and_only_once() {
    let (centre, _clinic, _provider) = started(everybody(), |_| {}).await;
    let (program, other) = (Program::new(1), Program::new(2));
    let came = browse(&sent(&centre, &program).await, "ada").await;
    assert_eq!(finish(&centre, back(&centre, &came, &other)).await.code(), (401, "proof_refused"));
    let used = finish(&centre, back(&centre, &came, &program)).await;
    assert_eq!(used.code(), (403, "identity_refused"), "the state is used");

    let came = browse(&sent(&centre, &program).await, "ada").await;
    let mut elsewhere = back(&centre, &came, &program);
    elsewhere["iss"] = "https://id.example".into();
    assert_eq!(finish(&centre, elsewhere).await.code(), (403, "identity_refused"));

    // The code of one with the state of another.
    let (one, two) = (
        browse(&sent(&centre, &program).await, "ada").await,
        browse(&sent(&centre, &program).await, "ada").await,
    );
    let mut mixed = back(&centre, &one, &program);
    mixed["code"] = two["code"].clone().into();
    assert_eq!(finish(&centre, mixed).await.code(), (403, "identity_refused"));

    let late = browse(&sent(&centre, &program).await, "ada").await;
    centre.pass(10 * 60);
    assert_eq!(finish(&centre, back(&centre, &late, &program)).await.code(), (403, "identity_refused"));
}

#[tokio::test]
async fn an_answer_that_no_honest_provider_gives_proves_nobody() {
    let forged = [
        json!({ "aud": "another-client" }),
        json!({ "aud": ["front-desk", "another-client"] }),
        json!({ "iss": "https://id.example" }),
        json!({ "nonce": "another" }),
        json!({ "exp": 1_000_000 }),
        json!({ "iat": 4_000_000_000_u32 }),
        json!({ "exp": "4000000000" }),
        json!({ "sub": "" }),
    ];
    let mut people: Vec<Value> =
        forged.iter().enumerate().map(|(at, it)| json!({ "sub": format!("p{at}"), "forged": it })).collect();
    people.push(json!({ "sub": "stranger", "foreign_key": true }));
    let names: Vec<String> = people.iter().map(|it| it["sub"].as_str().expect("a name").to_owned()).collect();
    people.push(json!({ "sub": "honest" }));
    let (centre, _clinic, _provider) = started(people.into(), |_| {}).await;
    let program = Program::new(1);
    for name in names {
        let came = browse(&sent(&centre, &program).await, &name).await;
        let refused = finish(&centre, back(&centre, &came, &program)).await;
        assert_eq!(refused.code(), (403, "identity_refused"), "{name}");
    }
    let came = browse(&sent(&centre, &program).await, "honest").await;
    assert_eq!(finish(&centre, back(&centre, &came, &program)).await.code(), (403, "identity_unknown"));
}

#[tokio::test]
async fn an_organization_says_what_an_answer_has_to_say_and_that_passwords_are_over() {
    let (centre, clinic, _provider) = started(everybody(), |it| {
        it["required_claims"] = json!([{ "name": "email_verified", "value": "true" }]);
        it["is_enforced"] = true.into();
    })
    .await;
    let program = Program::new(1);
    let came = browse(&sent(&centre, &program).await, "bo").await;
    assert_eq!(finish(&centre, back(&centre, &came, &program)).await.code(), (403, "identity_refused"));
    let came = browse(&sent(&centre, &program).await, "ada").await;
    assert_eq!(finish(&centre, back(&centre, &came, &program)).await.code(), (403, "identity_unknown"));

    for role in [Role::Nurse, Role::Administrator] {
        invited(&centre, &clinic, "main", role).await;
    }
    let wanted = sign_in(&centre, "main", "nurse", PASSWORD, &program);
    assert_eq!(post(&centre, None, "/v1/sessions", wanted).await.code(), (401, "sign_in_refused"));
    // Should the provider be gone, somebody has to get in and say so.
    signed_in(&centre, "main", Role::Administrator, &program).await;
}

#[tokio::test]
async fn a_provider_is_public_or_none() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let administrator = centre.token(&clinic, Role::Administrator);
    for issuer in
        ["http://127.0.0.1:1", "https://127.0.0.1:1", "https://localhost:1", "http://id.clinic.test"]
    {
        let body =
            json!({ "issuer": issuer, "client_id": "x", "is_enforced": false, "is_mfa_trusted": false });
        let put = call(&centre, Method::PUT, Some(&administrator), "/v1/identity-provider", Some(body)).await;
        assert_eq!((put.code(), &put.body["field"]), ((422, "invalid"), &json!("body.issuer")), "{issuer}");
    }
    let proof = Program::new(1).proof("/v1/identity/requests", Some(REDIRECT), centre.app.clock.now());
    let body = json!({
        "organization": "main", "redirect": REDIRECT, "key": Program::new(1).public, "proof": proof,
    });
    let none = post(&centre, None, "/v1/identity/requests", body).await;
    assert_eq!(none.code(), (404, "no_identity_provider"));
}

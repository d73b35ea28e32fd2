//! Desks: enrolled once, signed in on, revoked.

use super::{Answered, PASSWORD, Program, call, delete, get, invited, post, renew};
use crate::centre::{Centre, Clinic};
use central::auth::key::PublicKey;
use clinic_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

async fn code(centre: &Centre, clinic: &Clinic) -> String {
    let body = json!({ "name": "Reception left", "location": clinic.location });
    let administrator = centre.token(clinic, Role::Administrator);
    let made = post(centre, Some(&administrator), "/v1/device-codes", body).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.text("code")
}

fn enrolling(centre: &Centre, slug: &str, code: &str, desk: &Program) -> Value {
    let proof = desk.proof("/v1/devices", Some(code), centre.app.clock.now());
    json!({ "organization": slug, "code": code, "key": desk.public, "proof": proof })
}

pub async fn enrolled(centre: &Centre, clinic: &Clinic, slug: &str, desk: &Program) -> Answered {
    let code = code(centre, clinic).await;
    let answered = post(centre, None, "/v1/devices", enrolling(centre, slug, &code, desk)).await;
    assert_eq!(answered.status, 201, "{answered:?}");
    answered
}

async fn sign_in(centre: &Centre, slug: &str, device: &str, desk: &Program) -> Answered {
    let proof = desk.proof("/v1/sessions", None, centre.app.clock.now());
    let body = json!({
        "organization": slug, "login": "nurse", "password": PASSWORD, "device": device, "proof": proof,
    });
    post(centre, None, "/v1/sessions", body).await
}

pub fn id(of: &Answered) -> String {
    of.body["device"]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_desk_is_enrolled_signed_in_on_and_revoked() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    invited(&centre, &clinic, "main", Role::Nurse).await;
    let desk = Program::new(3);
    let enrolled = enrolled(&centre, &clinic, "main", &desk).await;
    let device = id(&enrolled);
    let administrator = centre.token(&clinic, Role::Administrator);
    let listed = get(&centre, &administrator, "/v1/devices").await;
    assert_eq!(listed.body, json!([enrolled.body["device"]]));
    let fingerprint = PublicKey::parse(&desk.public).expect("a key").fingerprint();
    assert_eq!(listed.body[0]["fingerprint"], fingerprint);

    let session = sign_in(&centre, "main", &device, &desk).await;
    assert_eq!(session.status, 201, "{session:?}");
    assert_eq!(sign_in(&centre, "main", &device, &Program::new(4)).await.code(), (401, "proof_refused"));
    // It goes on for longer than one that no desk stands behind.
    let mut token = session.text("refresh_token");
    for _ in 0..2 {
        centre.pass(5 * 3600);
        token = renew(&centre, &token, &desk).await.text("refresh_token");
    }
    let body = json!({ "name": "Reception right", "location": null });
    let path = format!("/v1/devices/{device}");
    let administrator = centre.token(&clinic, Role::Administrator);
    assert_eq!(call(&centre, Method::PUT, Some(&administrator), &path, Some(body)).await.status, 204);
    assert_eq!(get(&centre, &administrator, "/v1/devices").await.body[0]["name"], "Reception right");

    let access = renew(&centre, &token, &desk).await;
    assert_eq!(get(&centre, &access.text("access_token"), "/v1/session").await.body["device"], json!(device));
    assert_eq!(delete(&centre, &administrator, &path).await.status, 204);
    centre.known_everywhere().await;
    assert_eq!(
        get(&centre, &access.text("access_token"), "/v1/session").await.code(),
        (401, "not_signed_in")
    );
    // It learns what became of it; whoever has its token or its name, and not its key, learns nothing.
    let last = access.text("refresh_token");
    assert_eq!(renew(&centre, &last, &desk).await.code(), (403, "device_revoked"));
    assert_eq!(renew(&centre, &last, &Program::new(4)).await.code(), (401, "session_over"));
    assert_eq!(sign_in(&centre, "main", &device, &desk).await.code(), (403, "device_revoked"));
    assert_eq!(sign_in(&centre, "main", &device, &Program::new(4)).await.code(), (401, "proof_refused"));
    assert_eq!(delete(&centre, &administrator, &path).await.code(), (404, "not_found"));
}

#[tokio::test]
async fn a_code_enrols_one_desk_within_a_quarter_of_an_hour() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let (desk, other) = (Program::new(3), Program::new(4));
    let first = code(&centre, &clinic).await;
    let mut forged = enrolling(&centre, "main", &first, &desk);
    forged["key"] = other.public.clone().into();
    assert_eq!(post(&centre, None, "/v1/devices", forged).await.code(), (401, "proof_refused"));
    let (a, b) = tokio::join!(
        post(&centre, None, "/v1/devices", enrolling(&centre, "main", &first, &desk)),
        post(&centre, None, "/v1/devices", enrolling(&centre, "main", &first, &other)),
    );
    let mut both = [a.status, b.status];
    both.sort_unstable();
    assert_eq!(both, [201, 403], "{a:?} {b:?}");
    let late = code(&centre, &clinic).await;
    centre.pass(15 * 60);
    let answered = post(&centre, None, "/v1/devices", enrolling(&centre, "main", &late, &desk)).await;
    assert_eq!(answered.code(), (403, "code_refused"));
    // Another organization's code is none here.
    let theirs = centre.clinic("theirs").await;
    let code = code(&centre, &theirs).await;
    let answered = post(&centre, None, "/v1/devices", enrolling(&centre, "main", &code, &desk)).await;
    assert_eq!(answered.code(), (403, "code_refused"));
}

#[tokio::test]
async fn an_organization_has_as_many_desks_as_its_tier_and_no_more() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let sql = "UPDATE central.organizations SET body = jsonb_set(body::jsonb, '{subscription_tier}', '\"basic\"')::json \
               WHERE id = $1";
    centre.admin.execute(sql, &[&clinic.id.0]).await.expect("a small one");
    let first = enrolled(&centre, &clinic, "main", &Program::new(3)).await;
    let codes = [code(&centre, &clinic).await, code(&centre, &clinic).await];
    let (left, right) = (Program::new(4), Program::new(5));
    // One place, two who come at once.
    let (a, b) = tokio::join!(
        post(&centre, None, "/v1/devices", enrolling(&centre, "main", &codes[0], &left)),
        post(&centre, None, "/v1/devices", enrolling(&centre, "main", &codes[1], &right)),
    );
    let mut both = [a.code(), b.code()];
    both.sort_unstable();
    assert_eq!(both, [(201, ""), (409, "tier_limit")]);
    let administrator = centre.token(&clinic, Role::Administrator);
    assert_eq!(delete(&centre, &administrator, &format!("/v1/devices/{}", id(&first))).await.status, 204);
    enrolled(&centre, &clinic, "main", &Program::new(6)).await;
}

#[tokio::test]
async fn only_administrators_manage_desks_and_only_with_a_fresh_second_factor() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let (nurse, administrator) =
        (centre.token(&clinic, Role::Nurse), centre.token(&clinic, Role::Administrator));
    let body = json!({ "name": "Reception left" });
    let answered = post(&centre, Some(&nurse), "/v1/device-codes", body.clone()).await;
    assert_eq!(answered.code(), (403, "not_permitted"));
    assert_eq!(get(&centre, &nurse, "/v1/devices").await.code(), (403, "not_permitted"));
    centre.pass(299);
    assert_eq!(post(&centre, Some(&administrator), "/v1/device-codes", body).await.status, 201);
}

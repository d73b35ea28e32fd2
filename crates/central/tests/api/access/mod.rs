//! How people get in and are kept out, over real HTTP.

mod admin;
mod codes;
mod devices;
mod forgotten;
mod identity;
mod salvage;
mod secret_keys;
mod sessions;
mod sign_in;

use crate::centre::{Centre, Clinic};
pub use crate::program::Program;
use clinic_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

pub const PASSWORD: &str = "seven wooden ducks";

/// What a request was answered.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub body: Value,
}

impl Answered {
    pub fn text(&self, field: &str) -> String {
        self.body[field].as_str().unwrap_or_else(|| panic!("{field} in {self:?}")).to_owned()
    }

    pub fn code(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

pub async fn call(
    centre: &Centre,
    method: Method,
    token: Option<&str>,
    path: &str,
    body: Option<Value>,
) -> Answered {
    let mut request = centre.http.request(method, format!("{}{path}", centre.url));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.expect("an answer");
    Answered { status: answer.status().as_u16(), body: answer.json().await.unwrap_or_default() }
}

pub async fn post(centre: &Centre, token: Option<&str>, path: &str, body: Value) -> Answered {
    call(centre, Method::POST, token, path, Some(body)).await
}

pub async fn get(centre: &Centre, token: &str, path: &str) -> Answered {
    call(centre, Method::GET, Some(token), path, None).await
}

pub async fn delete(centre: &Centre, token: &str, path: &str) -> Answered {
    call(centre, Method::DELETE, Some(token), path, None).await
}

/// The person of a role takes up an invitation.
pub async fn invited(centre: &Centre, clinic: &Clinic, slug: &str, role: Role) {
    let administrator = centre.token(clinic, Role::Administrator);
    let path = format!("/v1/people/{}/invitation", clinic.person(role));
    let invitation = post(centre, Some(&administrator), &path, json!({})).await;
    assert_eq!(invitation.status, 201, "{invitation:?}");
    let body = json!({ "organization": slug, "code": invitation.text("code"), "password": PASSWORD });
    let set = post(centre, None, "/v1/passwords", body).await;
    assert_eq!(set.status, 204, "{set:?}");
}

/// What a program sends to sign in.
pub fn sign_in(centre: &Centre, slug: &str, login: &str, password: &str, by: &Program) -> Value {
    json!({
        "organization": slug,
        "login": login,
        "password": password,
        "key": by.public,
        "proof": by.proof("/v1/sessions", None, centre.app.clock.now()),
    })
}

pub async fn signed_in(centre: &Centre, slug: &str, role: Role, by: &Program) -> Answered {
    let answered =
        post(centre, None, "/v1/sessions", sign_in(centre, slug, role.as_str(), PASSWORD, by)).await;
    assert_eq!(answered.status, 201, "{answered:?}");
    answered
}

pub async fn renew(centre: &Centre, token: &str, by: &Program) -> Answered {
    let proof = by.proof("/v1/sessions/renew", Some(token), centre.app.clock.now());
    post(centre, None, "/v1/sessions/renew", json!({ "refresh_token": token, "proof": proof })).await
}

/// Sets up an authenticator app; its secret and the recovery codes.
pub async fn with_totp(centre: &Centre, access: &str) -> (Vec<u8>, Answered) {
    let begun = post(centre, Some(access), "/v1/session/totp", json!({})).await;
    assert_eq!(begun.status, 200, "{begun:?}");
    let secret =
        totp_rs::Secret::try_from_base32(begun.text("secret")).expect("a secret").as_bytes().to_vec();
    let body = json!({ "code": code(centre, &secret) });
    let confirmed = post(centre, Some(access), "/v1/session/totp/confirm", body).await;
    assert_eq!(confirmed.status, 200, "{confirmed:?}");
    (secret, confirmed)
}

/// What the app shows now.
pub fn code(centre: &Centre, secret: &[u8]) -> String {
    let now = u64::try_from(centre.app.clock.now().0).expect("a time after 1970");
    totp_rs::Builder::new().with_secret(secret).build().expect("an app").generate(now).to_string()
}

/// What the trail says of an organization: actions with their outcomes, in order.
pub async fn trail(centre: &Centre, clinic: &Clinic) -> Vec<(String, String)> {
    let sql = "SELECT action, outcome FROM central.audit_logs WHERE organization_id = $1 ORDER BY seq";
    let rows = centre.admin.query(sql, &[&clinic.id.0]).await.expect("the trail");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

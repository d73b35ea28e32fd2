//! One's own way in: who one is here, the second factor, its recovery codes, the password.

use crate::{
    auth::{account, totp},
    http::{Access, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

pub fn routes() -> Vec<Route> {
    let mine = Access::SignedIn;
    vec![
        Route::new(Method::GET, "/v1/session", "read_session", "Who has signed in, and how", mine, read)
            .before_mfa()
            .unaudited("a person's own sign-in"),
        Route::new(
            Method::POST,
            "/v1/session/step-up",
            "step_up",
            "Show the second factor once more",
            mine,
            step_up,
        )
        .before_mfa(),
        Route::new(
            Method::POST,
            "/v1/session/totp",
            "begin_totp",
            "A new secret for an authenticator app; it counts once its first code was shown",
            mine,
            begin_totp,
        )
        .before_mfa(),
        Route::new(
            Method::POST,
            "/v1/session/totp/confirm",
            "confirm_totp",
            "The first code of the new secret",
            mine,
            confirm_totp,
        )
        .before_mfa(),
        Route::new(
            Method::POST,
            "/v1/session/recovery-codes",
            "renew_recovery_codes",
            "New recovery codes in place of those that were",
            mine,
            renew_codes,
        )
        .fresh_mfa(),
        Route::new(
            Method::PUT,
            "/v1/session/password",
            "change_password",
            "Another password; every other session of the person ends",
            mine,
            change_password,
        )
        .before_mfa(),
    ]
}

#[derive(Serialize, JsonSchema)]
pub struct Profile {
    pub session: Uuid,
    pub person: Uuid,
    pub login: String,
    pub name: String,
    pub roles: Vec<&'static str>,
    pub device: Option<Uuid>,
    /// How they signed in (RFC 8176).
    pub methods: Vec<String>,
    pub has_totp: bool,
    pub needs_mfa: bool,
}

async fn read(cx: Cx, _: Input) -> Result<Json<Profile>, Problem> {
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    let credential = tenant.credential(caller.person.id).await?;
    tenant.rollback().await?;
    Ok(Json(Profile {
        session: caller.session,
        person: caller.person.id.0,
        login: caller.person.login.clone(),
        name: caller.person.name.clone(),
        roles: caller.person.roles.iter().map(|it| it.as_str()).collect(),
        device: caller.device.map(|it| it.0),
        methods: caller.methods().to_vec(),
        has_totp: credential.is_some_and(|it| it.totp_secret.is_some()),
        needs_mfa: caller.policy().needs_mfa(&caller.person) && !caller.is_mfa_verified(),
    }))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CodeBody {
    /// Six digits of the app, or a recovery code.
    #[garde(length(max = 32))]
    pub code: String,
}

/// In place of the access token that was.
#[derive(Serialize, JsonSchema)]
pub struct SteppedUp {
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
}

async fn step_up(cx: Cx, input: Input<Nothing, Nothing, CodeBody>) -> Result<Json<SteppedUp>, Problem> {
    let account::SteppedUp { access_token, expires_in } = account::step_up(&cx, &input.body.code).await?;
    Ok(Json(SteppedUp { access_token, expires_in }))
}

#[derive(Serialize, JsonSchema)]
pub struct NewTotp {
    /// What somebody types into the app.
    pub secret: String,
    /// What the app reads as a picture.
    pub uri: String,
}

async fn begin_totp(cx: Cx, _: Input) -> Result<Json<NewTotp>, Problem> {
    let secret = account::begin_totp(&cx).await?;
    let uri = totp::uri(&secret[..], &cx.caller()?.person.login);
    Ok(Json(NewTotp { secret: totp::spelled(&secret[..]), uri }))
}

#[derive(Serialize, JsonSchema)]
pub struct ConfirmedTotp {
    /// Each opens once where the app is lost. They are shown now and never again.
    pub recovery_codes: Vec<String>,
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
}

async fn confirm_totp(
    cx: Cx,
    input: Input<Nothing, Nothing, CodeBody>,
) -> Result<Json<ConfirmedTotp>, Problem> {
    let (codes, stepped) = account::confirm_totp(&cx, &input.body.code).await?;
    let account::SteppedUp { access_token, expires_in } = stepped;
    Ok(Json(ConfirmedTotp { recovery_codes: plain(&codes), access_token, expires_in }))
}

#[derive(Serialize, JsonSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

async fn renew_codes(cx: Cx, _: Input) -> Result<Json<RecoveryCodes>, Problem> {
    Ok(Json(RecoveryCodes { recovery_codes: plain(&account::renew_codes(&cx).await?) }))
}

fn plain(codes: &[Zeroizing<String>]) -> Vec<String> {
    codes.iter().map(|it| it.to_string()).collect()
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    #[garde(length(chars, max = 256))]
    pub old: String,
    #[garde(length(chars, max = 256))]
    pub password: String,
}

async fn change_password(cx: Cx, input: Input<Nothing, Nothing, PasswordBody>) -> Result<Done, Problem> {
    account::change_password(&cx, &input.body.old, &input.body.password).await?;
    Ok(Done)
}

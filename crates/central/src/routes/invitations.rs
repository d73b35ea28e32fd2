//! How people get in first, and again: invitations, passwords in place of forgotten ones, lost second factors.

use super::{sessions::PersonPath, views::time::utc};
use crate::{
    auth::{
        forgotten,
        invitation::{self, NewCode},
    },
    http::{Access, Created, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::http::Method;
use clinic_domain::{id::PersonId, people::Permission};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::POST,
            "/v1/people/{person}/invitation",
            "invite_person",
            "A code with which a person who has no password yet sets one",
            Access::May(Permission::InvitePeople),
            invite,
        )
        .fresh_mfa(),
        Route::new(
            Method::POST,
            "/v1/people/{person}/password-reset",
            "reset_password",
            "A code with which a person sets another password; all of their sessions end then",
            Access::May(Permission::ManagePeople),
            reset_password,
        )
        .fresh_mfa(),
        Route::new(
            Method::DELETE,
            "/v1/people/{person}/second-factor",
            "remove_second_factor",
            "Take a lost second factor away; all sessions of the person end",
            Access::May(Permission::ManagePeople),
            remove_factor,
        )
        .fresh_mfa(),
        Route::new(
            Method::POST,
            "/v1/password-requests",
            "request_password",
            "Have a code for another password sent to the address of an account; the answer is the same where there is none",
            Access::Anyone,
            request_password,
        )
        .unaudited("an organization that there is not has no trail; each request of one that there is has its entry"),
        Route::new(
            Method::POST,
            "/v1/passwords",
            "set_password",
            "Set a password with a code that was given",
            Access::Anyone,
            set_password,
        ),
    ]
}

/// Shown now and never again.
#[derive(Serialize, JsonSchema)]
pub struct OneTimeCode {
    pub code: String,
    pub expires_at: String,
}

impl From<NewCode> for OneTimeCode {
    fn from(it: NewCode) -> Self {
        OneTimeCode { code: it.code.to_string(), expires_at: utc(it.expires_at) }
    }
}

async fn invite(cx: Cx, input: Input<PersonPath>) -> Result<Created<OneTimeCode>, Problem> {
    Ok(Created(invitation::invite(&cx, PersonId(input.path.person)).await?.into()))
}

async fn reset_password(cx: Cx, input: Input<PersonPath>) -> Result<Created<OneTimeCode>, Problem> {
    Ok(Created(invitation::reset_password(&cx, PersonId(input.path.person)).await?.into()))
}

async fn remove_factor(cx: Cx, input: Input<PersonPath>) -> Result<Done, Problem> {
    invitation::remove_factor(&cx, PersonId(input.path.person)).await?;
    Ok(Done)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SetPasswordBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(length(max = 64))]
    pub code: String,
    #[garde(length(chars, max = 256))]
    pub password: String,
}

async fn set_password(cx: Cx, input: Input<Nothing, Nothing, SetPasswordBody>) -> Result<Done, Problem> {
    let SetPasswordBody { organization, code, password } = input.body;
    invitation::set_password(&cx, &organization, &code, &password).await?;
    Ok(Done)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PasswordRequestBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(length(chars, max = 64))]
    pub login: String,
}

async fn request_password(
    cx: Cx,
    input: Input<Nothing, Nothing, PasswordRequestBody>,
) -> Result<Done, Problem> {
    forgotten::request(&cx, &input.body.organization, &input.body.login).await?;
    Ok(Done)
}

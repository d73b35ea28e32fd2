//! Signing in, staying signed in, and the sessions that there are.

use super::views::time::utc;
use crate::{
    auth::{
        key,
        proof::About,
        renewal,
        session::SignedIn,
        sign_in::{self, SignIn},
    },
    http::{Access, Act, Created, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    id::{DeviceId, PersonId},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const SIGN_IN: &str = "/v1/sessions";
const RENEW: &str = "/v1/sessions/renew";

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::POST,
            SIGN_IN,
            "sign_in",
            "Sign in with a password, and with a second factor where there is one",
            Access::Anyone,
            begin,
        ),
        Route::new(
            Method::POST,
            RENEW,
            "renew_session",
            "The next tokens of a session",
            Access::Anyone,
            renew,
        )
        .unaudited("a session that goes on shows nothing; its end has an entry"),
        Route::new(
            Method::GET,
            SIGN_IN,
            "list_sessions",
            "The open sessions of whoever asks",
            Access::SignedIn,
            list,
        )
        .before_mfa()
        .unaudited("a person's own sessions"),
        Route::new(
            Method::DELETE,
            "/v1/session",
            "sign_out",
            "End the session of whoever asks",
            Access::SignedIn,
            sign_out,
        )
        .before_mfa(),
        Route::new(
            Method::DELETE,
            "/v1/sessions/{session}",
            "end_session",
            "End another session of whoever asks",
            Access::SignedIn,
            end,
        ),
        Route::new(
            Method::DELETE,
            "/v1/people/{person}/sessions",
            "end_sessions_of_person",
            "End every session of a person",
            Access::May(Permission::ManagePeople),
            end_all,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(length(chars, max = 64))]
    pub login: String,
    #[garde(length(chars, max = 256))]
    pub password: String,
    /// Six digits of the app, or a recovery code.
    #[garde(length(max = 32))]
    pub code: Option<String>,
    /// The enrolled desk that this happens at.
    #[garde(skip)]
    pub device: Option<Uuid>,
    /// Without a desk: the Ed25519 key that will sign, in base64url.
    #[garde(length(min = key::TEXT, max = key::TEXT))]
    pub key: Option<String>,
    /// This request, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

async fn begin(cx: Cx, input: Input<Nothing, Nothing, SignInBody>) -> Result<Created<SignedIn>, Problem> {
    let SignInBody { organization, login, password, code, device, key, proof } = input.body;
    let device = device.map(DeviceId);
    let wanted = SignIn { organization, login, password, code, device, key, proof };
    sign_in::sign_in(&cx, wanted, About { path: SIGN_IN, carries: None }).await.map(Created)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RenewBody {
    #[garde(length(max = 128))]
    pub refresh_token: String,
    /// This request with the token's hash, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

async fn renew(cx: Cx, input: Input<Nothing, Nothing, RenewBody>) -> Result<Json<SignedIn>, Problem> {
    renewal::renew(&cx, &input.body.refresh_token, &input.body.proof, RENEW).await.map(Json)
}

#[derive(Serialize, JsonSchema)]
pub struct SessionView {
    pub id: Uuid,
    pub device: Option<Uuid>,
    /// How they signed in (RFC 8176).
    pub methods: Vec<String>,
    pub began_at: String,
    pub refreshed_at: String,
    pub expires_at: String,
    pub is_own: bool,
}

async fn list(cx: Cx, _: Input) -> Result<Json<Vec<SessionView>>, Problem> {
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    let open = tenant.open_sessions(caller.person.id).await?;
    tenant.rollback().await?;
    let view = |it: central_store::access::sessions::Session| SessionView {
        id: it.id,
        device: it.device.map(|it| it.0),
        methods: it.methods,
        began_at: utc(it.began_at),
        refreshed_at: utc(it.refreshed_at),
        expires_at: utc(it.expires_at),
        is_own: it.id == caller.session,
    };
    Ok(Json(open.into_iter().map(view).collect()))
}

async fn sign_out(cx: Cx, _: Input) -> Result<Done, Problem> {
    end_own(&cx, cx.caller()?.session).await
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SessionPath {
    #[garde(skip)]
    pub session: Uuid,
}

async fn end(cx: Cx, input: Input<SessionPath>) -> Result<Done, Problem> {
    end_own(&cx, input.path.session).await
}

async fn end_own(cx: &Cx, session: Uuid) -> Result<Done, Problem> {
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    let is_own = tenant.open_sessions(caller.person.id).await?.iter().any(|it| it.id == session);
    if !is_own {
        tenant.rollback().await?;
        return Err(Problem::not_found());
    }
    let mut batch = Batch::default();
    tenant.end_session(&mut batch, session, cx.now, "signed_out");
    cx.finish(tenant, batch, renewal::ended(session, "signed_out")).await?;
    cx.app.sessions_ended(caller.organization);
    Ok(Done)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PersonPath {
    #[garde(skip)]
    pub person: Uuid,
}

async fn end_all(cx: Cx, input: Input<PersonPath>) -> Result<Done, Problem> {
    let (person, tenant) = (PersonId(input.path.person), cx.tenant().await?);
    let mut batch = Batch::default();
    tenant.end_sessions_of(&mut batch, person, None, cx.now, "ended_by_administrator");
    cx.finish(tenant, batch, Act::done("end_sessions", "person").on(person)).await?;
    cx.app.sessions_ended(cx.caller()?.organization);
    Ok(Done)
}

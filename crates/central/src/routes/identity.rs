//! The organization's own identity provider, and signing in there.

use crate::{
    auth::{
        identity::{self, Back, Going},
        key,
        openid::Failed,
        session::SignedIn,
    },
    http::{Access, Act, Created, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::{Batch, access::identity::IdentityProvider};
use clinic_domain::{id::DeviceId, people::Permission};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const PROVIDER: &str = "/v1/identity-provider";
const WAYS: &str = "/v1/identity/ways";
const REQUESTS: &str = "/v1/identity/requests";
const SESSIONS: &str = "/v1/identity/sessions";
const BIND: &str = "/v1/session/identity";

pub fn routes() -> Vec<Route> {
    let manages = Access::May(Permission::ManagePolicy);
    vec![
        Route::new(
            Method::GET,
            PROVIDER,
            "read_identity_provider",
            "Where the organization's people sign in",
            manages,
            read,
        ),
        Route::new(
            Method::PUT,
            PROVIDER,
            "put_identity_provider",
            "Let the organization's people sign in at its OpenID provider",
            manages,
            put,
        )
        .fresh_mfa(),
        Route::new(
            Method::DELETE,
            PROVIDER,
            "remove_identity_provider",
            "Let nobody sign in there any more",
            manages,
            remove,
        )
        .fresh_mfa(),
        Route::new(
            Method::POST,
            WAYS,
            "read_sign_in_ways",
            "How the people of an organization sign in",
            Access::Anyone,
            ways,
        )
        .unaudited("nobody is anybody yet"),
        Route::new(
            Method::POST,
            REQUESTS,
            "begin_identity_sign_in",
            "The address at the identity provider that the system's browser is to open",
            Access::Anyone,
            begin,
        )
        .unaudited("nobody is anybody yet"),
        Route::new(
            Method::POST,
            SESSIONS,
            "sign_in_with_identity",
            "Sign in with what came back from the identity provider",
            Access::Anyone,
            finish,
        ),
        Route::new(
            Method::POST,
            BIND,
            "bind_identity",
            "The same address for who has signed in: whoever comes back is bound to them",
            Access::SignedIn,
            bind,
        )
        .before_mfa()
        .unaudited("nothing is bound yet"),
    ]
}

#[derive(Serialize, JsonSchema)]
pub struct ProviderView {
    pub issuer: String,
    pub client_id: String,
    pub has_client_secret: bool,
    pub required_claims: Vec<RequiredClaim>,
    pub is_enforced: bool,
    pub is_mfa_trusted: bool,
}

/// A claim with its value: `hd` and `clinic.example`.
#[derive(Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RequiredClaim {
    #[garde(length(min = 1, max = 64))]
    pub name: String,
    #[garde(length(max = 255))]
    pub value: String,
}

async fn read(cx: Cx, _: Input) -> Result<Json<ProviderView>, Problem> {
    let (mut tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let at = tenant.find_identity_provider(&mut batch);
    let found = tenant.run(batch).await?.identity_provider(at)?;
    cx.finish(tenant, Batch::default(), Act::done("read", "identity_provider")).await?;
    let it = found.ok_or_else(Problem::not_found)?;
    Ok(Json(ProviderView {
        issuer: it.issuer,
        client_id: it.client_id,
        has_client_secret: it.client_secret.is_some(),
        required_claims: it
            .required_claims
            .into_iter()
            .map(|(name, value)| RequiredClaim { name, value })
            .collect(),
        is_enforced: it.is_enforced,
        is_mfa_trusted: it.is_mfa_trusted,
    }))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ProviderBody {
    #[garde(length(max = 255))]
    pub issuer: String,
    #[garde(length(min = 1, max = 255))]
    pub client_id: String,
    /// Absent for a public client.
    #[garde(length(min = 1, max = 512))]
    pub client_secret: Option<String>,
    /// What an answer has to say.
    #[serde(default)]
    #[garde(length(max = 8), dive)]
    pub required_claims: Vec<RequiredClaim>,
    /// Nobody but administrators signs in with a password any more.
    #[garde(skip)]
    pub is_enforced: bool,
    /// Whoever comes from there has shown a second factor there.
    #[garde(skip)]
    pub is_mfa_trusted: bool,
}

async fn put(cx: Cx, input: Input<Nothing, Nothing, ProviderBody>) -> Result<Done, Problem> {
    let it = input.body;
    let unfit = |_: Failed| Problem::invalid("body.issuer", "No OpenID provider answers there.");
    cx.app.openid.discover(&it.issuer).await.map_err(unfit)?;
    let context = identity::secret_context(&cx.caller()?.organization, &it.issuer);
    let seal = |plain: String| cx.app.secrets.seal(plain.as_bytes(), &context);
    let provider = IdentityProvider {
        client_secret: it.client_secret.map(seal),
        issuer: it.issuer.clone(),
        client_id: it.client_id,
        required_claims: it.required_claims.into_iter().map(|it| (it.name, it.value)).collect(),
        is_enforced: it.is_enforced,
        is_mfa_trusted: it.is_mfa_trusted,
    };
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    tenant.put_identity_provider(&mut batch, &provider);
    cx.finish(tenant, batch, Act::done("put", "identity_provider")).await?;
    Ok(Done)
}

async fn remove(cx: Cx, _: Input) -> Result<Done, Problem> {
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    tenant.remove_identity_provider(&mut batch);
    cx.finish(tenant, batch, Act::done("remove", "identity_provider")).await?;
    Ok(Done)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WaysBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
}

/// Of a name that is no organization's the same as of one without a provider.
#[derive(Serialize, JsonSchema)]
pub struct WaysView {
    /// They sign in at a provider of their own.
    pub has_identity_provider: bool,
    /// And nobody but administrators with a password.
    pub is_enforced: bool,
}

async fn ways(cx: Cx, input: Input<Nothing, Nothing, WaysBody>) -> Result<Json<WaysView>, Problem> {
    let provider = identity::provider_of(&cx, &input.body.organization).await?;
    Ok(Json(WaysView {
        has_identity_provider: provider.is_some(),
        is_enforced: provider.is_some_and(|it| it.is_enforced),
    }))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RequestBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    /// Where this computer listens: `http://127.0.0.1:port/path`.
    #[garde(length(max = 255))]
    pub redirect: String,
    /// The enrolled desk that this happens at.
    #[garde(skip)]
    pub device: Option<Uuid>,
    /// Without a desk: the Ed25519 key that will sign, in base64url.
    #[garde(length(min = key::TEXT, max = key::TEXT))]
    pub key: Option<String>,
    /// This request with the hash of `redirect`, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

#[derive(Serialize, JsonSchema)]
pub struct BrowserAddress {
    pub url: String,
}

async fn begin(
    cx: Cx,
    input: Input<Nothing, Nothing, RequestBody>,
) -> Result<Created<BrowserAddress>, Problem> {
    let it = &input.body;
    let organization = cx.app.store.organization_by_slug(&it.organization).await?;
    let going = Going {
        organization,
        person: None,
        device: it.device.map(DeviceId),
        key: it.key.as_deref(),
        proof: &it.proof,
        redirect: &it.redirect,
    };
    let url = identity::begin(&cx, going, REQUESTS).await?;
    Ok(Created(BrowserAddress { url: url.into() }))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BackBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(length(max = 64))]
    pub state: String,
    #[garde(length(max = 2048))]
    pub code: String,
    /// As the provider named itself beside the code.
    #[garde(length(max = 255))]
    pub iss: Option<String>,
    /// Needed by who comes for the first time.
    #[garde(length(max = 64))]
    pub invitation: Option<String>,
    /// This request with the hash of `state`, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

async fn finish(cx: Cx, input: Input<Nothing, Nothing, BackBody>) -> Result<Created<SignedIn>, Problem> {
    let it = &input.body;
    let back = Back {
        organization: &it.organization,
        state: &it.state,
        code: &it.code,
        issuer: it.iss.as_deref(),
        invitation: it.invitation.as_deref(),
        proof: &it.proof,
    };
    Ok(Created(identity::finish(&cx, back, SESSIONS).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BindBody {
    /// Where this computer listens: `http://127.0.0.1:port/path`.
    #[garde(length(max = 255))]
    pub redirect: String,
    /// Without a desk: the Ed25519 key that will sign, in base64url.
    #[garde(length(min = key::TEXT, max = key::TEXT))]
    pub key: Option<String>,
    /// This request with the hash of `redirect`, signed.
    #[garde(length(max = 1024))]
    pub proof: String,
}

async fn bind(cx: Cx, input: Input<Nothing, Nothing, BindBody>) -> Result<Created<BrowserAddress>, Problem> {
    let (it, caller) = (&input.body, cx.caller()?);
    let going = Going {
        organization: Some(caller.organization),
        person: Some(caller.person.id),
        device: caller.device,
        key: it.key.as_deref(),
        proof: &it.proof,
        redirect: &it.redirect,
    };
    let url = identity::begin(&cx, going, BIND).await?;
    Ok(Created(BrowserAddress { url: url.into() }))
}

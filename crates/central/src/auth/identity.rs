//! Signing in where the organization's people sign in anyway: at its OpenID provider, in the system's browser.
//!
//! Invariants: who comes back is who was sent (state, nonce, PKCE, the key that signed both requests), once; a subject is
//! a person's only after that person had proved themselves here, by an invitation or by being signed in. A mail address
//! binds nobody.

use super::{
    code, code_refused,
    key::PublicKey,
    openid::{self, Exchange, Expected, Failed, Provider},
    proof::{self, About, Proof},
    proof_refused,
    session::{self, SignedIn, Signer},
    sign_in,
};
use crate::http::{Cx, Problem};
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use central_store::{
    Batch, Configuration, Tenant,
    access::{
        codes::CodeKind,
        devices::Device,
        identity::{IdentityProvider, IdentityRequest},
    },
};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PersonId},
    people::Person,
    time::Instant,
};
use clinic_env::random_bytes;
use reqwest::Url;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How long somebody may be at the provider's.
const AWAY_SECONDS: i64 = 10 * 60;

/// Who wants to be sent, and where they come back.
pub struct Going<'a> {
    /// Absent where there is none of that name: then it is asked as if there were one without a provider.
    pub organization: Option<OrganizationId>,
    /// Who has proved themselves already.
    pub person: Option<PersonId>,
    pub device: Option<DeviceId>,
    pub key: Option<&'a str>,
    pub proof: &'a str,
    /// `http://127.0.0.1:<port>/…` of the desk.
    pub redirect: &'a str,
}

/// The address to open in the browser.
///
/// # Errors
/// `no_identity_provider`, `identity_provider_unreachable`, `proof_refused`.
pub async fn begin(cx: &Cx, it: Going<'_>, path: &'static str) -> Result<Url, Problem> {
    if !is_loopback(it.redirect) {
        return Err(Problem::invalid(
            "body.redirect",
            "A place of this computer: http://127.0.0.1:port/path.",
        ));
    }
    let (known, found) = match it.organization {
        Some(organization) => looked_up(cx, organization, it.device).await?,
        None => (None, None),
    };
    let about = About { path, carries: Some(it.redirect) };
    let signer = Signer::of(it.device, found.as_ref(), it.key, it.proof, about, cx.now)?;
    let (organization, known) = it.organization.zip(known).ok_or_else(no_provider)?;
    let provider = cx.app.openid.discover(&known.issuer).await?;
    let (state, nonce, verifier) = (random(), random(), random());
    let request = IdentityRequest {
        issuer: known.issuer,
        nonce: nonce.clone(),
        verifier: cx.app.secrets.seal(verifier.as_bytes(), &[b"verifier", state.as_bytes()]),
        redirect: it.redirect.to_owned(),
        public_key: signer.key.0,
        device: it.device,
        person: it.person,
    };
    let (mut tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let fresh = take_nonce(cx, &tenant, &mut batch, signer.key, &signer.proof);
    let until = Instant(cx.now.0 + AWAY_SECONDS);
    tenant.begin_identity_request(&mut batch, hash(&state), &request, (cx.now, until));
    if !tenant.run(batch).await?.is_done(fresh) {
        tenant.rollback().await?;
        return Err(proof_refused());
    }
    tenant.commit(Batch::default()).await?;
    Ok(address(&provider, &known.client_id, &request, &state, &verifier))
}

/// Where the people of the organization of that name sign in; nowhere, where there is none.
pub async fn provider_of(cx: &Cx, slug: &str) -> Result<Option<IdentityProvider>, Problem> {
    match cx.app.store.organization_by_slug(slug).await? {
        Some(organization) => Ok(looked_up(cx, organization, None).await?.0),
        None => Ok(None),
    }
}

async fn looked_up(
    cx: &Cx,
    organization: OrganizationId,
    device: Option<DeviceId>,
) -> Result<(Option<IdentityProvider>, Option<Device>), Problem> {
    let (mut tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let provider = tenant.find_identity_provider(&mut batch);
    let device = device.map(|id| tenant.find_device(&mut batch, id));
    let mut answers = tenant.run(batch).await?;
    let found = (answers.identity_provider(provider)?, device.and_then(|at| answers.device(at)));
    tenant.rollback().await?;
    Ok(found)
}

fn address(provider: &Provider, client: &str, request: &IdentityRequest, state: &str, verifier: &str) -> Url {
    let mut url = provider.authorization.clone();
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client)
        .append_pair("redirect_uri", &request.redirect)
        .append_pair("scope", "openid profile email")
        .append_pair("state", state)
        .append_pair("nonce", &request.nonce)
        .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)))
        .append_pair("code_challenge_method", "S256");
    url
}

/// What came back to the desk.
pub struct Back<'a> {
    /// The organization's short name.
    pub organization: &'a str,
    pub state: &'a str,
    pub code: &'a str,
    pub issuer: Option<&'a str>,
    /// With which somebody proves themselves who comes for the first time.
    pub invitation: Option<&'a str>,
    pub proof: &'a str,
}

/// # Errors
/// `identity_refused` for whatever is wrong with the answer; `identity_unknown` for a subject that is nobody's yet;
/// `code_refused` for an invitation that is none; `proof_refused`; `identity_provider_unreachable`.
pub async fn finish(cx: &Cx, it: Back<'_>, path: &'static str) -> Result<SignedIn, Problem> {
    let organization = cx.app.store.organization_by_slug(it.organization).await?.ok_or(Failed::Refused)?;
    let away = come_back(cx, organization, it.state).await?;
    let key = PublicKey(away.request.public_key);
    let about = About { path, carries: Some(it.state) };
    let proof = proof::verify(it.proof, &key, about, cx.now).map_err(|_| proof_refused())?;
    let subject = subject(cx, &away, &it).await?;
    let signer = Signer { device: away.request.device, key, proof };
    open(cx, organization, &away, &subject, signer, it.invitation).await
}

/// Somebody who was sent, with what holds for them now.
struct Away {
    request: IdentityRequest,
    provider: IdentityProvider,
    configuration: Arc<Configuration>,
}

/// Whatever comes of it, nobody comes back with this state again.
async fn come_back(cx: &Cx, organization: OrganizationId, state: &str) -> Result<Away, Problem> {
    let (tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let counter = tenant.read_counter(&mut batch);
    let provider = tenant.find_identity_provider(&mut batch);
    let request = tenant.take_identity_request(&mut batch, hash(state), cx.now);
    let mut answers = tenant.commit(batch).await?;
    let setup_seq = answers.counter(counter)?.setup_seq;
    let provider = answers.identity_provider(provider)?.ok_or(Failed::Refused)?;
    let request = answers.identity_request(request).filter(|it| it.issuer == provider.issuer);
    let request = request.ok_or(Failed::Refused)?;
    Ok(Away { request, provider, configuration: cx.app.configuration_of(organization, setup_seq).await? })
}

/// A client secret opens for its own organization and provider alone.
pub fn secret_context<'a>(organization: &'a OrganizationId, issuer: &'a str) -> [&'a [u8]; 3] {
    [b"client secret", organization.as_bytes(), issuer.as_bytes()]
}

/// Whom the provider says it was.
async fn subject(cx: &Cx, away: &Away, it: &Back<'_>) -> Result<String, Problem> {
    let Away { request, provider: known, .. } = away;
    let provider = cx.app.openid.discover(&known.issuer).await?;
    let is_from_there = match it.issuer {
        Some(named) => named == known.issuer,
        None => !provider.names_itself,
    };
    let text = |sealed: &[u8], context: &[&[u8]]| {
        let plain = cx.app.secrets.open(sealed, context)?;
        String::from_utf8(plain.to_vec()).ok()
    };
    let verifier = text(&request.verifier, &[b"verifier", it.state.as_bytes()]);
    let verifier = verifier.filter(|_| is_from_there).ok_or(Failed::Refused)?;
    let secret = match &known.client_secret {
        None => None,
        Some(sealed) => {
            let organization = &away.configuration.setup.organization.id;
            let context = secret_context(organization, &known.issuer);
            Some(text(sealed, &context).ok_or_else(Problem::internal)?)
        }
    };
    let exchange = Exchange {
        client_id: &known.client_id,
        client_secret: secret.as_deref(),
        code: it.code,
        verifier: &verifier,
        redirect: &request.redirect,
    };
    let answer = cx.app.openid.exchange(&provider, &exchange).await?;
    let expected = Expected {
        issuer: &known.issuer,
        client_id: &known.client_id,
        nonce: &request.nonce,
        required: &known.required_claims,
    };
    let keys = cx.app.openid.keys(&provider).await?;
    Ok(openid::believed(&answer, &keys, &expected, cx.now)?.sub)
}

async fn open(
    cx: &Cx,
    organization: OrganizationId,
    away: &Away,
    subject: &str,
    signer: Signer,
    invitation: Option<&str>,
) -> Result<SignedIn, Problem> {
    let mut tenant = cx.app.store.tenant(organization).await?;
    let person = match tenant.person_of_identity(&away.provider.issuer, subject).await? {
        Some(known) => Ok(known),
        None => bind(cx, &mut tenant, away, subject, invitation).await,
    };
    let active = person.and_then(|id| active(&away.configuration, id));
    let person = match active {
        Ok(person) => person,
        Err(problem) => {
            tenant.rollback().await?;
            return Err(problem);
        }
    };
    let policy = &away.configuration.office.policy;
    let mut methods = vec!["sso".to_owned()];
    methods.extend(away.provider.is_mfa_trusted.then(|| "mfa".to_owned()));
    let session = session::begun(&cx.app, person.id, &signer, methods, policy, cx.now);
    let mut batch = Batch::default();
    let fresh = take_nonce(cx, &tenant, &mut batch, signer.key, &signer.proof);
    let opened = tenant.open_session(&mut batch, &session, None);
    let mut answers = tenant.run(batch).await?;
    if !answers.is_done(fresh) || !answers.is_done(opened) {
        tenant.rollback().await?;
        return Err(proof_refused());
    }
    let who = Some((person.id, session.device));
    cx.finish_as(who, tenant, Batch::default(), sign_in::signed_in(&session)).await?;
    let needs_mfa = policy.needs_mfa(person) && session.mfa_at.is_none();
    session::tokens(&cx.app, organization, &session, policy, needs_mfa, cx.now)
}

/// The subject is this person's from now on, if they proved themselves and neither has another.
async fn bind(
    cx: &Cx,
    tenant: &mut Tenant,
    away: &Away,
    subject: &str,
    invitation: Option<&str>,
) -> Result<PersonId, Problem> {
    let mut batch = Batch::default();
    let invited =
        invitation.map(|it| tenant.take_code(&mut batch, code::hash(it), &[CodeKind::Invitation], cx.now));
    let mut answers = tenant.run(batch).await?;
    let invited = match invited {
        Some(at) => Some(answers.used_code(at).and_then(|it| it.person).ok_or_else(code_refused)?),
        None => None,
    };
    let person = away.request.person.or(invited).ok_or_else(unknown)?;
    let mut batch = Batch::default();
    let bound = tenant.bind_identity(&mut batch, &away.provider.issuer, subject, person);
    if tenant.run(batch).await?.is_done(bound) { Ok(person) } else { Err(unknown()) }
}

fn active(configuration: &Configuration, id: PersonId) -> Result<&Person, Problem> {
    let person = configuration.people.iter().find(|it| it.id == id && it.may_sign_in());
    person.ok_or_else(unknown)
}

fn take_nonce(cx: &Cx, tenant: &Tenant, batch: &mut Batch, key: PublicKey, proof: &Proof) -> usize {
    tenant.take_nonce(batch, key.0, &proof.nonce, proof.forget_at, cx.now)
}

/// A port of loopback: nobody else's computer, and no scheme that another program may have taken (RFC 8252).
fn is_loopback(redirect: &str) -> bool {
    let Ok(url) = Url::parse(redirect) else { return false };
    url.scheme() == "http"
        && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"))
        && url.port().is_some()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
}

fn random() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

fn hash(state: &str) -> [u8; 32] {
    Sha256::digest(state).into()
}

fn no_provider() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no_identity_provider",
        "This organization has no identity provider of its own.",
    )
}

fn unknown() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "identity_unknown",
        "Nobody here is bound to that identity: use an invitation, or sign in and bind it.",
    )
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn people_come_back_to_their_own_computer_alone() {
        assert!(is_loopback("http://127.0.0.1:51987/q83hf92hf92hf92hf"));
        assert!(is_loopback("http://[::1]:51987/q83hf92hf92hf92hf"));
        for wrong in [
            "http://127.0.0.1/q83hf92hf92hf92hf",
            "https://127.0.0.1:51987/q83hf92hf92hf92hf",
            "http://localhost:51987/q83hf92hf92hf92hf",
            "http://127.0.0.1.clinic.test:51987/q83hf92hf92hf92hf",
            "http://127.0.0.1:51987/q83hf92hf92hf92hf?next=1",
            "http://127.0.0.1:51987@clinic.test/q83hf92hf92hf92hf",
            "front-desk://signed-in/q83hf92hf92hf92hf",
        ] {
            assert!(!is_loopback(wrong), "{wrong}");
        }
    }
}

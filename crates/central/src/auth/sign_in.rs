//! Signing in with a password, and with a second factor where there is one.
//!
//! Invariants: the attempt is counted before anything is looked at; a hash is computed whoever it is, so that an unknown
//! login takes as long as a wrong password and is answered the same; a session is opened only while the password that was
//! looked at is still the person's and the desk still enrolled.

use super::{
    attempt::{self, Attempt},
    factor::{self, Factor},
    password::Verified,
    proof::About,
    proof_refused, refused,
    session::{self, SignedIn, Signer},
};
use crate::http::{Act, Cx, Problem};
use axum::http::StatusCode;
use central_store::{
    Batch, Configuration,
    access::{credentials::Credential, devices::Device, identity::IdentityProvider, sessions::Session},
};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    people::Person,
};
use std::sync::Arc;

pub struct SignIn {
    /// The organization's short name.
    pub organization: String,
    pub login: String,
    pub password: String,
    pub code: Option<String>,
    pub device: Option<DeviceId>,
    pub key: Option<String>,
    pub proof: String,
}

/// What the database knows of whoever tries.
struct Known {
    organization: OrganizationId,
    attempt: Attempt,
    credential: Option<Credential>,
    device: Option<Device>,
    provider: Option<IdentityProvider>,
    configuration: Arc<Configuration>,
}

/// # Errors
/// `sign_in_refused` for whatever is wrong; `code_needed` when only the second factor is missing; `too_many_attempts`;
/// `proof_refused`; `busy`.
pub async fn sign_in(cx: &Cx, it: SignIn, about: About<'_>) -> Result<SignedIn, Problem> {
    let Some(organization) = cx.app.store.organization_by_slug(&it.organization).await? else {
        cx.app.passwords.verify(&it.password, None).await?;
        return Err(refused());
    };
    let known = count(cx, organization, &it).await?;
    let device = known.device.as_ref();
    let signer = Signer::of(it.device, device, it.key.as_deref(), &it.proof, about, cx.now)?;
    let password = known.credential.as_ref().and_then(|it| it.password.as_deref());
    let person_id = known.credential.as_ref().map(|it| it.person);
    let verified = cx.app.passwords.verify(&it.password, password).await?;
    let (Verified::Right { raised }, Some(credential)) = (verified, known.credential.as_ref()) else {
        return Err(known.attempt.fail(cx, person_id, "password").await);
    };
    let Some(person) =
        known.configuration.people.iter().find(|it| it.id == credential.person && it.may_sign_in())
    else {
        return Err(known.attempt.fail(cx, person_id, "not_active").await);
    };
    if known.provider.as_ref().is_some_and(|it| it.is_enforced) && !person.is_administrator() {
        return Err(known.attempt.fail(cx, person_id, "identity_provider_enforced").await);
    }
    let factor = match (&credential.totp_secret, &it.code) {
        (None, _) => None,
        (Some(_), None) => {
            known.attempt.take_back(cx).await?;
            return Err(code_needed());
        }
        (Some(_), Some(code)) => match factor::shown(&cx.app.secrets, organization, credential, code, cx.now)
        {
            None => return Err(known.attempt.fail(cx, person_id, "code").await),
            factor => factor,
        },
    };
    open(cx, &known, credential, person, signer, factor, raised).await
}

/// The attempt and all that is needed to look at it: one round trip.
async fn count(cx: &Cx, organization: OrganizationId, it: &SignIn) -> Result<Known, Problem> {
    let login = it.login.trim().to_lowercase();
    let tenant = cx.app.store.tenant(organization).await?;
    let mut batch = Batch::default();
    let counting = attempt::count(cx, &tenant, &mut batch, &login, it.device);
    let counter = tenant.read_counter(&mut batch);
    let credential = tenant.find_credential(&mut batch, &login);
    let device = it.device.map(|id| tenant.find_device(&mut batch, id));
    let provider = tenant.find_identity_provider(&mut batch);
    let mut answers = tenant.commit(batch).await?;
    let attempt = counting.admitted(cx, organization, &mut answers)?;
    let setup_seq = answers.counter(counter)?.setup_seq;
    Ok(Known {
        organization,
        attempt,
        credential: answers.credential(credential),
        device: device.and_then(|at| answers.device(at)),
        provider: answers.identity_provider(provider)?,
        configuration: cx.app.configuration_of(organization, setup_seq).await?,
    })
}

async fn open(
    cx: &Cx,
    known: &Known,
    credential: &Credential,
    person: &Person,
    signer: Signer,
    factor: Option<Factor>,
    raised: Option<String>,
) -> Result<SignedIn, Problem> {
    let policy = &known.configuration.office.policy;
    let mut methods = vec!["pwd".to_owned()];
    methods.extend(factor.iter().flat_map(Factor::methods));
    let session = session::begun(&cx.app, person.id, &signer, methods, policy, cx.now);
    let mut tenant = cx.app.store.tenant(known.organization).await?;
    let mut batch = Batch::default();
    let nonce =
        tenant.take_nonce(&mut batch, signer.key.0, &signer.proof.nonce, signer.proof.forget_at, cx.now);
    let taken = factor.as_ref().map(|it| it.take(&tenant, &mut batch, person.id));
    let opened = tenant.open_session(&mut batch, &session, credential.password.as_deref());
    let mut answers = tenant.run(batch).await?;
    if !answers.is_done(nonce) {
        tenant.rollback().await?;
        return Err(proof_refused());
    }
    if !factor::is_taken(&mut answers, taken) || !answers.is_done(opened) {
        tenant.rollback().await?;
        return Err(known.attempt.fail(cx, Some(person.id), "code").await);
    }
    let mut batch = Batch::default();
    known.attempt.succeed(cx, &tenant, &mut batch);
    if let (Some(from), Some(to)) = (&credential.password, raised) {
        tenant.raise_password(&mut batch, person.id, from, &to);
    }
    let who = Some((person.id, session.device));
    cx.finish_as(who, tenant, batch, signed_in(&session)).await?;
    let needs_mfa = policy.needs_mfa(person) && session.mfa_at.is_none();
    session::tokens(&cx.app, known.organization, &session, policy, needs_mfa, cx.now)
}

/// What the trail says of it.
#[must_use]
pub fn signed_in(session: &Session) -> Act {
    let methods = session.methods.join(" ");
    let details = format!(r#"{{"methods":"{methods}","session":"{}"}}"#, session.id);
    Act { details, ..Act::done("sign_in", "person").on(session.person) }
}

fn code_needed() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "code_needed", "The code of the second factor is needed as well.")
}

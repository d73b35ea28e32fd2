//! A session goes on: its next tokens, or its end.

use super::{
    device_revoked,
    key::PublicKey,
    proof::{self, About, Proof},
    proof_refused,
    refresh::{Decision, RefreshToken, decide},
    session::{self, SignedIn},
    session_over,
};
use crate::http::{Act, Cx, Problem};
use central_store::{Batch, Tenant, access::sessions::Session};
use clinic_domain::{people::Person, policy::SecurityPolicy};

/// # Errors
/// `session_over`: sign in; `device_revoked`: nobody does here; `proof_refused`: sign the request anew.
pub async fn renew(cx: &Cx, given: &str, signed: &str, path: &'static str) -> Result<SignedIn, Problem> {
    let token = RefreshToken::parse(given, &cx.app.secrets).ok_or_else(session_over)?;
    let mut tenant = cx.app.store.tenant(token.organization).await?;
    let mut batch = Batch::default();
    let (counter, locked) = (tenant.read_counter(&mut batch), tenant.lock_session(&mut batch, token.session));
    let mut answers = tenant.run(batch).await?;
    let setup_seq = answers.counter(counter)?.setup_seq;
    let Some(session) = answers.session(locked) else {
        tenant.rollback().await?;
        return Err(session_over());
    };
    let configuration = cx.app.configuration_in(&mut tenant, setup_seq).await?;
    let policy = &configuration.office.policy;
    let person = configuration.people.iter().find(|it| it.id == session.person && it.may_sign_in());
    let about = About { path, carries: Some(given) };
    let proof = proof::verify(signed, &PublicKey(session.public_key), about, cx.now);
    let proved = proof.as_ref().map(|_| ()).map_err(|it| *it);
    let idle = session::idle_seconds(&session, policy);
    match (decide(&session, token.generation, proved, idle, cx.now), proof, person) {
        (Decision::Rotate, Ok(proof), Some(person)) => {
            go_on(cx, tenant, session, person, &proof, policy, true).await
        }
        (Decision::Again, Ok(proof), Some(person)) => {
            go_on(cx, tenant, session, person, &proof, policy, false).await
        }
        (Decision::Refused, ..) => {
            tenant.rollback().await?;
            Err(proof_refused())
        }
        (Decision::Over("ended"), proof, _) => {
            let is_revoked = proof.is_ok() && is_revoked(&mut tenant, &session).await?;
            tenant.rollback().await?;
            Err(if is_revoked { device_revoked() } else { session_over() })
        }
        (Decision::Over(why), ..) => end(cx, tenant, &session, why).await,
        (Decision::Stolen, ..) => end(cx, tenant, &session, "reused").await,
        (Decision::Rotate | Decision::Again, ..) => end(cx, tenant, &session, "person_disabled").await,
    }
}

async fn is_revoked(tenant: &mut Tenant, session: &Session) -> Result<bool, Problem> {
    let Some(device) = session.device else { return Ok(false) };
    let mut batch = Batch::default();
    let device = tenant.find_device(&mut batch, device);
    let found = tenant.run(batch).await?.device(device);
    Ok(found.is_some_and(|it| it.revoked_at.is_some()))
}

async fn go_on(
    cx: &Cx,
    mut tenant: Tenant,
    mut session: Session,
    person: &Person,
    proof: &Proof,
    policy: &SecurityPolicy,
    is_next: bool,
) -> Result<SignedIn, Problem> {
    let organization = tenant.organization();
    let mut batch = Batch::default();
    let nonce = tenant.take_nonce(&mut batch, session.public_key, &proof.nonce, proof.forget_at, cx.now);
    if !tenant.run(batch).await?.is_done(nonce) {
        tenant.rollback().await?;
        return Err(proof_refused());
    }
    let mut batch = Batch::default();
    if is_next {
        tenant.rotate_session(&mut batch, session.id, cx.now);
        session.generation += 1;
    }
    tenant.commit(batch).await?;
    let needs_mfa = policy.needs_mfa(person) && session.mfa_at.is_none();
    session::tokens(&cx.app, organization, &session, policy, needs_mfa, cx.now)
}

/// The end is there for good although the request is refused.
async fn end(cx: &Cx, tenant: Tenant, session: &Session, why: &'static str) -> Result<SignedIn, Problem> {
    let organization = tenant.organization();
    let mut batch = Batch::default();
    tenant.end_session(&mut batch, session.id, cx.now, why);
    cx.finish_as(Some((session.person, session.device)), tenant, batch, ended(session.id, why)).await?;
    cx.app.sessions_ended(organization);
    Err(session_over())
}

/// What the trail says of the end of a session.
#[must_use]
pub fn ended(session: uuid::Uuid, why: &'static str) -> Act {
    Act { outcome: why, ..Act::done("end_session", "session").on(session) }
}

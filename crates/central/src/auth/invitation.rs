//! One-time codes for people: an invitation, or another password. Shown once to who made them, hashed from then on.

use super::{account, attempt, code, code_refused, forgotten};
use crate::{
    http::{Act, Cx, Problem},
    messages::notices::{Notice, Said, notify},
};
use axum::http::StatusCode;
use central_store::{
    Batch, Configuration, Tenant,
    access::codes::{self, CodeKind, Purpose},
};
use clinic_domain::{
    id::PersonId,
    people::{Person, Role},
    time::Instant,
};
use zeroize::Zeroizing;

const INVITATION_SECONDS: i64 = 3 * 24 * 60 * 60;
pub const RESET_SECONDS: i64 = 30 * 60;

pub struct NewCode {
    pub code: Zeroizing<String>,
    pub expires_at: Instant,
}

/// Puts a new code; of those for one person only the newest works.
pub fn put(
    tenant: &Tenant,
    batch: &mut Batch,
    purpose: Purpose,
    by: Option<PersonId>,
    now: Instant,
) -> NewCode {
    let seconds = match purpose {
        Purpose::Invitation(_) => INVITATION_SECONDS,
        Purpose::Password(_) => RESET_SECONDS,
        Purpose::Device { .. } => super::enrolment::CODE_SECONDS,
    };
    let new = NewCode { code: code::one_time(), expires_at: Instant(now.0 + seconds) };
    let row =
        codes::NewCode { hash: code::hash(&new.code), purpose, made_by: by, expires_at: new.expires_at };
    tenant.put_code(batch, row, now);
    new
}

/// Nobody invites into a role that they could not give.
///
/// # Errors
/// `not_found`, `not_permitted`, `has_password`.
pub async fn invite(cx: &Cx, id: PersonId) -> Result<NewCode, Problem> {
    let caller = cx.caller()?;
    let configuration = cx.latest_configuration().await?;
    let person = found(&configuration, id)?;
    let gives = |wanted: &Role| caller.person.roles.iter().any(|it| it.gives().contains(wanted));
    if !person.roles.iter().all(gives) {
        return Err(Problem::not_permitted());
    }
    let mut tenant = cx.tenant().await?;
    let credential = tenant.credential(id).await?;
    if credential.is_none_or(|it| it.password.is_some()) {
        tenant.rollback().await?;
        return Err(has_password());
    }
    let mut batch = Batch::default();
    let new = put(&tenant, &mut batch, Purpose::Invitation(id), Some(caller.person.id), cx.now);
    write(cx, &tenant, &mut batch, Said::Invitation(&new.code), (person, new.expires_at))?;
    cx.finish(tenant, batch, Act::done("invite", "person").on(id)).await?;
    cx.app.wake.wake();
    Ok(new)
}

/// # Errors
/// `not_found` where none waits.
pub async fn withdraw(cx: &Cx, id: PersonId) -> Result<(), Problem> {
    let (mut tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let withdrawn = tenant.withdraw_invitation(&mut batch, id, cx.now);
    if !tenant.run(batch).await?.is_done(withdrawn) {
        tenant.rollback().await?;
        return Err(Problem::not_found());
    }
    cx.finish(tenant, Batch::default(), Act::done("withdraw_invitation", "person").on(id)).await?;
    Ok(())
}

/// # Errors
/// `not_found`.
pub async fn reset_password(cx: &Cx, id: PersonId) -> Result<NewCode, Problem> {
    let configuration = cx.latest_configuration().await?;
    let person = found(&configuration, id)?;
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let new = put(&tenant, &mut batch, Purpose::Password(id), Some(cx.caller()?.person.id), cx.now);
    write(cx, &tenant, &mut batch, Said::PasswordReset(&new.code), (person, new.expires_at))?;
    cx.finish(tenant, batch, Act::done("reset_password", "person").on(id)).await?;
    cx.app.wake.wake();
    Ok(new)
}

/// The person gets their code by e-mail as well, where they have an address.
fn write(
    cx: &Cx,
    tenant: &Tenant,
    batch: &mut Batch,
    says: Said<'_>,
    (person, expires_at): (&Person, Instant),
) -> Result<(), Problem> {
    let organization = &cx.caller()?.configuration.setup.organization;
    let notice = Notice { says, about: cx.app.ids.next(), person, organization, expires_at };
    notify(&cx.app, tenant, batch, &notice);
    Ok(())
}

/// # Errors
/// `not_found`.
pub async fn remove_factor(cx: &Cx, id: PersonId) -> Result<(), Problem> {
    found(&*cx.latest_configuration().await?, id)?;
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    tenant.remove_totp(&mut batch, id);
    tenant.end_sessions_of(&mut batch, id, None, cx.now, "second_factor_removed");
    cx.finish(tenant, batch, Act::done("remove_mfa", "person").on(id)).await?;
    cx.app.sessions_ended(cx.caller()?.organization);
    Ok(())
}

/// Among the people as they stand now: whoever was added a moment ago, at any instance, is one of them.
fn found(configuration: &Configuration, id: PersonId) -> Result<&Person, Problem> {
    configuration.people.iter().find(|it| it.id == id && it.may_sign_in()).ok_or_else(Problem::not_found)
}

fn has_password() -> Problem {
    Problem::new(StatusCode::CONFLICT, "has_password", "They have a password already, or are not active.")
}

const KINDS: &[CodeKind] = &[CodeKind::Invitation, CodeKind::Password];

/// Uses a code up. A password that is refused leaves it good.
///
/// # Errors
/// `code_refused`, `weak_password`.
pub async fn set_password(cx: &Cx, organization: &str, given: &str, password: &str) -> Result<(), Problem> {
    let organization = cx.app.store.organization_by_slug(organization).await?.ok_or_else(code_refused)?;
    let hash = code::hash(given);
    let mut tenant = cx.app.store.tenant(organization).await?;
    let id = tenant.person_of_code(hash, KINDS, cx.now).await?;
    tenant.rollback().await?;
    let configuration = cx.app.configuration(organization).await?;
    let person = configuration.people.iter().find(|it| Some(it.id) == id && it.may_sign_in());
    let person = person.ok_or_else(code_refused)?;
    account::check(password, &person.login, configuration.office.policy.password_minimum)?;
    // Before the transaction: it takes long.
    let hashed = cx.app.passwords.hash(password).await?;
    let (mut tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let used = tenant.take_code(&mut batch, hash, KINDS, cx.now);
    let used = tenant.run(batch).await?.used_code(used).filter(|it| it.person == Some(person.id));
    let Some(used) = used else {
        tenant.rollback().await?;
        return Err(code_refused());
    };
    let mut batch = Batch::default();
    tenant.put_password(&mut batch, person.id, &hashed);
    tenant.end_sessions_of(&mut batch, person.id, None, cx.now, "password_set");
    attempt::forgive(cx, &tenant, &mut batch, &person.login);
    if used.kind == CodeKind::Password {
        forgotten::tell_changed(cx, &tenant, &mut batch, (person, &configuration.setup.organization));
    }
    let act = Act::done("set_password", "person").on(person.id);
    let act = act.saying(&serde_json::json!({ "code": used.kind.as_str(), "given_by": used.made_by }));
    cx.finish_as(Some((person.id, None)), tenant, batch, act).await?;
    cx.app.sessions_ended(organization);
    cx.app.wake.wake();
    Ok(())
}

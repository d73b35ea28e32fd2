//! What people do about their own way in: the second factor, its recovery codes, the password.

use super::{
    attempt, code, code_refused,
    factor::{self, Factor},
    forgotten,
    password::Verified,
    refused, session,
};
use crate::http::{Act, Caller, Cx, Problem};
use axum::http::StatusCode;
use central_store::{Batch, access::credentials::Credential};
use clinic_domain::password::{self, Weakness};
use zeroize::Zeroizing;

const RECOVERY_CODES: usize = 10;

pub struct SteppedUp {
    pub access_token: String,
    pub expires_in: i64,
}

/// The caller's credential after an attempt was counted for them.
async fn counted(cx: &Cx, caller: &Caller) -> Result<(attempt::Attempt, Credential), Problem> {
    let tenant = cx.app.store.tenant(caller.organization).await?;
    let mut batch = Batch::default();
    let counting = attempt::count(cx, &tenant, &mut batch, &caller.person.login, caller.device);
    let at = tenant.find_credential(&mut batch, &caller.person.login);
    let mut answers = tenant.commit(batch).await?;
    let attempt = counting.admitted(cx, caller.organization, &mut answers)?;
    let credential = answers.credential(at).filter(|it| it.person == caller.person.id);
    Ok((attempt, credential.ok_or_else(Problem::not_signed_in)?))
}

/// Shows the second factor once more, or for the first time in this session.
///
/// # Errors
/// `sign_in_refused` for a wrong code, `session_over`, `too_many_attempts`.
pub async fn step_up(cx: &Cx, code: &str) -> Result<SteppedUp, Problem> {
    let caller = cx.caller()?;
    let (attempt, credential) = counted(cx, caller).await?;
    let shown = factor::shown(&cx.app.secrets, caller.organization, &credential, code, cx.now);
    let Some(shown) = shown else { return Err(attempt.fail(cx, Some(caller.person.id), "code").await) };
    let mut tenant = cx.tenant().await?;
    let mut batch = Batch::default();
    let taken = shown.take(&tenant, &mut batch, caller.person.id);
    let methods = with_methods(caller, &shown);
    let stepped = tenant.step_up(&mut batch, caller.session, cx.now, &methods);
    let mut answers = tenant.run(batch).await?;
    if !answers.is_done(taken) {
        tenant.rollback().await?;
        return Err(attempt.fail(cx, Some(caller.person.id), "code").await);
    }
    if !answers.is_done(stepped) {
        tenant.rollback().await?;
        return Err(super::session_over());
    }
    let mut batch = Batch::default();
    attempt.succeed(cx, &tenant, &mut batch);
    cx.finish(tenant, batch, Act::done("step_up", "session").on(caller.session)).await?;
    stepped_up(cx, caller, methods)
}

fn with_methods(caller: &Caller, shown: &Factor) -> Vec<String> {
    let mut methods = caller.methods().to_vec();
    methods.extend(shown.methods().into_iter().filter(|it| !caller.methods().contains(it)));
    methods
}

fn stepped_up(cx: &Cx, caller: &Caller, methods: Vec<String>) -> Result<SteppedUp, Problem> {
    let expires_in = i64::from(caller.policy().access_minutes) * 60;
    let bearer = super::token::Bearer {
        organization: caller.organization,
        person: caller.person.id,
        device: caller.device,
        session: caller.session,
        amr: methods,
        mfa_at: Some(cx.now),
    };
    Ok(SteppedUp { access_token: session::access_token(&cx.app, bearer, expires_in, cx.now)?, expires_in })
}

/// A new secret that waits for its first code. Who has one already shows it first.
///
/// # Errors
/// `fresh_mfa_needed`.
pub async fn begin_totp(cx: &Cx) -> Result<Zeroizing<[u8; 20]>, Problem> {
    let caller = cx.caller()?;
    let mut tenant = cx.tenant().await?;
    let credential = tenant.credential(caller.person.id).await?.ok_or_else(Problem::not_signed_in)?;
    if credential.totp_secret.is_some() && !caller.is_mfa_fresh(cx.now) {
        tenant.rollback().await?;
        return Err(Problem::fresh_mfa_needed());
    }
    let secret = super::totp::new_secret();
    let sealed = factor::seal(&cx.app.secrets, caller.organization, caller.person.id, &secret[..]);
    let mut batch = Batch::default();
    tenant.begin_totp(&mut batch, caller.person.id, sealed);
    cx.finish(tenant, batch, Act::done("begin_mfa", "person").on(caller.person.id)).await?;
    Ok(secret)
}

/// The first code of the secret that waits: from now on it is the second factor.
///
/// # Errors
/// `code_refused`, `session_over`.
pub async fn confirm_totp(cx: &Cx, given: &str) -> Result<(Vec<Zeroizing<String>>, SteppedUp), Problem> {
    let caller = cx.caller()?;
    let person = caller.person.id;
    let (attempt, credential) = counted(cx, caller).await?;
    let sealed = credential.totp_pending.ok_or_else(code_refused)?;
    let secret = factor::open(&cx.app.secrets, caller.organization, person, &sealed);
    let step = secret.and_then(|it| super::totp::step(&it, given, cx.now)).ok_or_else(code_refused)?;
    let factor = Factor::Totp { sealed: sealed.clone(), step };
    let (codes, methods) = (new_codes(), with_methods(caller, &factor));
    let mut tenant = cx.tenant().await?;
    let mut batch = Batch::default();
    let confirmed = tenant.confirm_totp(&mut batch, person, sealed, step);
    let stepped = tenant.step_up(&mut batch, caller.session, cx.now, &methods);
    tenant.put_recovery_codes(&mut batch, person, &hashes(&codes));
    let mut answers = tenant.run(batch).await?;
    if !answers.is_done(confirmed) || !answers.is_done(stepped) {
        tenant.rollback().await?;
        return Err(code_refused());
    }
    let mut batch = Batch::default();
    attempt.succeed(cx, &tenant, &mut batch);
    cx.finish(tenant, batch, Act::done("confirm_mfa", "person").on(person)).await?;
    Ok((codes, stepped_up(cx, caller, methods)?))
}

/// New recovery codes in place of those that were.
///
/// # Errors
/// The database's.
pub async fn renew_codes(cx: &Cx) -> Result<Vec<Zeroizing<String>>, Problem> {
    let person = cx.caller()?.person.id;
    let (tenant, codes, mut batch) = (cx.tenant().await?, new_codes(), Batch::default());
    tenant.put_recovery_codes(&mut batch, person, &hashes(&codes));
    cx.finish(tenant, batch, Act::done("renew_recovery_codes", "person").on(person)).await?;
    Ok(codes)
}

fn new_codes() -> Vec<Zeroizing<String>> {
    (0..RECOVERY_CODES).map(|_| code::recovery()).collect()
}

fn hashes(codes: &[Zeroizing<String>]) -> Vec<[u8; 32]> {
    codes.iter().map(|it| code::hash(it)).collect()
}

/// Every other session of the person ends.
///
/// # Errors
/// `sign_in_refused` for a wrong old one, `weak_password`.
pub async fn change_password(cx: &Cx, old: &str, new: &str) -> Result<(), Problem> {
    let caller = cx.caller()?;
    let person = caller.person.id;
    check(new, &caller.person.login, caller.policy().password_minimum)?;
    let (attempt, credential) = counted(cx, caller).await?;
    if cx.app.passwords.verify(old, credential.password.as_deref()).await? == Verified::Wrong {
        return Err(attempt.fail(cx, Some(person), "password").await);
    }
    let hash = cx.app.passwords.hash(new).await?;
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let Some(old) = credential.password else { return Err(refused()) };
    tenant.raise_password(&mut batch, person, &old, &hash);
    tenant.end_sessions_of(&mut batch, person, Some(caller.session), cx.now, "password_changed");
    attempt.succeed(cx, &tenant, &mut batch);
    let organization = &caller.configuration.setup.organization;
    forgotten::tell_changed(cx, &tenant, &mut batch, (&caller.person, organization));
    cx.finish(tenant, batch, Act::done("change_password", "person").on(person)).await?;
    cx.app.sessions_ended(caller.organization);
    cx.app.wake.wake();
    Ok(())
}

/// # Errors
/// `weak_password`, with what is wrong as its reason.
pub fn check(new: &str, login: &str, minimum: u16) -> Result<(), Problem> {
    let Err(weakness) = password::check(new, login, usize::from(minimum)) else { return Ok(()) };
    let reason = match weakness {
        Weakness::TooShort => "too_short",
        Weakness::TooLong => "too_long",
        Weakness::Common => "common",
        Weakness::SameAsLogin => "same_as_login",
    };
    let problem = Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "weak_password",
        "This password is too easy to guess.",
    );
    Err(Problem { field: Some("body.password".to_owned()), reasons: vec![reason.to_owned()], ..problem })
}

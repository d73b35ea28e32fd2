//! A password that somebody forgot: whoever asks is answered the same, in the same time; a code goes by mail to whom it
//! belongs to, and nowhere else.
//!
//! Invariants: the statements are the same whoever it is, and the code is made when the mail goes out; requests are counted
//! before anything is looked at, by account and by address; a code sets a password and nothing more: a second factor is asked for
//! as before.

use super::{attempt, invitation::RESET_SECONDS};
use crate::{
    http::{Act, Cx, Problem},
    messages::notices::{Notice, Said, notify, request_password},
};
use central_store::{Batch, Tenant};
use clinic_domain::{
    id::{OrganizationId, PersonId},
    organization::Organization,
    people::Person,
};
use clinic_protocol::hex::hex_of;
use std::time::Duration;

/// Longer than any of it takes as a rule.
const ANSWERED_AFTER: Duration = Duration::from_millis(300);
/// Of one account a second request within so many seconds is the first one.
const APART_SECONDS: i64 = 60;
/// So long after it was changed somebody hears of it: a mail server that is away longer has other troubles.
const TELLING_SECONDS: i64 = 3 * 86_400;

/// # Errors
/// `too_many_attempts`, whether or not there is such an account.
pub async fn request(cx: &Cx, organization: &str, login: &str) -> Result<(), Problem> {
    let answered = tokio::time::sleep(ANSWERED_AFTER);
    if let Some(organization) = cx.app.store.organization_by_slug(organization).await? {
        count_and_note(cx, organization, &login.trim().to_lowercase()).await?;
    }
    answered.await;
    Ok(())
}

async fn count_and_note(cx: &Cx, organization: OrganizationId, login: &str) -> Result<(), Problem> {
    let (tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let counting = attempt::count_request(cx, &tenant, &mut batch, login);
    let counter = tenant.read_counter(&mut batch);
    let credential = tenant.find_credential(&mut batch, login);
    let provider = tenant.find_identity_provider(&mut batch);
    let mut answers = tenant.commit(batch).await?;
    counting.admitted(cx, organization, &mut answers)?;
    let configuration = cx.app.configuration_of(organization, answers.counter(counter)?.setup_seq).await?;
    let credential = answers.credential(credential);
    let is_enforced = answers.identity_provider(provider)?.is_some_and(|it| it.is_enforced);
    let known = credential.as_ref().map(|it| it.person);
    let person = configuration.people.iter().find(|it| Some(it.id) == known && it.may_sign_in());
    let has_password = credential.is_some_and(|it| it.password.is_some());
    // Who was never invited, or signs in elsewhere, has no password to forget.
    let granted =
        person.filter(|it| has_password && !it.email.is_empty() && (!is_enforced || it.is_administrator()));
    note(cx, organization, login, (known, granted.map(|it| it.id))).await
}

/// What the mails are made from, and the entry: as many statements for nobody as for somebody.
async fn note(
    cx: &Cx,
    organization: OrganizationId,
    login: &str,
    (known, granted): (Option<PersonId>, Option<PersonId>),
) -> Result<(), Problem> {
    let (tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let account = cx.app.secrets.mac(&[b"request", organization.as_bytes(), login.as_bytes()]);
    let key = format!("{}/{}", hex_of(&account[..16]), cx.now.0.div_euclid(APART_SECONDS));
    let until = cx.now.plus_seconds(RESET_SECONDS);
    request_password(&cx.app, &tenant, &mut batch, (granted, &key), until);
    let act = Act {
        resource_id: known.map(|it| it.to_string()),
        outcome: if granted.is_some() { "done" } else { "refused" },
        ..Act::done("request_password", "person")
    };
    cx.finish_as(None, tenant, batch, act).await?;
    cx.app.wake.wake();
    Ok(())
}

/// Whoever's password was changed hears of it, in case it was not them.
pub fn tell_changed(
    cx: &Cx,
    tenant: &Tenant,
    batch: &mut Batch,
    (person, organization): (&Person, &Organization),
) {
    let notice = Notice {
        says: Said::PasswordChanged,
        about: cx.app.ids.next(),
        person,
        organization,
        expires_at: cx.now.plus_seconds(TELLING_SECONDS),
    };
    notify(&cx.app, tenant, batch, &notice);
}

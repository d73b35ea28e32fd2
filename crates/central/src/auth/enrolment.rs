//! Desks: enrolled with a one-time code and a key of their own, revoked with all that is signed in on them.

use super::{
    code, code_refused,
    invitation::{self, NewCode},
    key::PublicKey,
    proof::{self, About},
    proof_refused,
};
use crate::http::{Act, Cx, Problem};
use central_store::{
    Batch,
    access::{
        codes::{CodeKind, Purpose},
        devices::Device,
    },
};
use clinic_domain::{
    arbitration::Refused,
    id::{DeviceId, LocationId, OrganizationId},
    refusal::Refusal,
    tier::Limited,
};

pub(super) const CODE_SECONDS: i64 = 15 * 60;

/// # Errors
/// `not_found` for a location that is none.
pub async fn new_code(cx: &Cx, name: String, location: Option<LocationId>) -> Result<NewCode, Problem> {
    let caller = cx.caller()?;
    if location.is_some_and(|it| caller.configuration.setup.location(it).is_none()) {
        return Err(Problem::invalid("body.location", "There is no such location."));
    }
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let purpose = Purpose::Device { name, location };
    let new = invitation::put(&tenant, &mut batch, purpose, Some(caller.person.id), cx.now);
    cx.finish(tenant, batch, Act::done("invite", "device")).await?;
    Ok(new)
}

/// What a desk tells of itself when it is enrolled.
pub struct Enrolling<'a> {
    pub organization: &'a str,
    pub code: &'a str,
    pub key: &'a str,
    /// Signed with that key, the code's hash in it.
    pub proof: &'a str,
}

/// The desk, whose it is, and the last change that there is.
///
/// # Errors
/// `code_refused`, `proof_refused`, `tier_limit`.
pub async fn enrol(
    cx: &Cx,
    it: Enrolling<'_>,
    path: &'static str,
) -> Result<(OrganizationId, Device, u64), Problem> {
    let key = PublicKey::parse(it.key)?;
    let about = About { path, carries: Some(it.code) };
    let proof = proof::verify(it.proof, &key, about, cx.now).map_err(|_| proof_refused())?;
    let organization = cx.app.store.organization_by_slug(it.organization).await?.ok_or_else(code_refused)?;
    let (mut tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    // Two desks that come at once do not both take the last place.
    let counter = tenant.lock_counter(&mut batch);
    let used = tenant.take_code(&mut batch, code::hash(it.code), &[CodeKind::Device], cx.now);
    let nonce = tenant.take_nonce(&mut batch, key.0, &proof.nonce, proof.forget_at, cx.now);
    let mut answers = tenant.run(batch).await?;
    let counter = answers.counter(counter)?;
    let used = answers.used_code(used).and_then(|it| Some((it.device_name?, it.location, it.made_by?)));
    let Some((name, location, by)) = used.filter(|_| answers.is_done(nonce)) else {
        tenant.rollback().await?;
        return Err(code_refused());
    };
    let configuration = cx.app.configuration_in(&mut tenant, counter.setup_seq).await?;
    let tier = configuration.setup.organization.subscription_tier;
    let most = tier.and_then(|it| it.limits().desks);
    let device = Device {
        id: DeviceId(cx.app.ids.next()),
        name,
        location,
        public_key: key.0,
        enrolled_at: cx.now,
        enrolled_by: by,
        revoked_at: None,
        last_seen_at: None,
        client_version: String::new(),
        cursor: 0,
        operations_waiting: 0,
    };
    let mut batch = Batch::default();
    let enrolled = tenant.enrol_device(&mut batch, &device, most);
    if !tenant.run(batch).await?.is_done(enrolled) {
        tenant.rollback().await?;
        let (tier, limit) = (tier.ok_or_else(Problem::internal)?, most.unwrap_or_default());
        return Err(Refused(vec![Refusal::TierLimit { tier, of: Limited::Desks, limit }]).into());
    }
    let act = Act::done("enrol", "device").on(device.id);
    cx.finish_as(Some((by, Some(device.id))), tenant, Batch::default(), act).await?;
    Ok((organization, device, counter.seq))
}

/// # Errors
/// `not_found`.
pub async fn change(cx: &Cx, id: DeviceId, name: &str, location: Option<LocationId>) -> Result<(), Problem> {
    if location.is_some_and(|it| cx.caller().is_ok_and(|by| by.configuration.setup.location(it).is_none())) {
        return Err(Problem::invalid("body.location", "There is no such location."));
    }
    let (mut tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let changed = tenant.change_device(&mut batch, id, name, location);
    if !tenant.run(batch).await?.is_done(changed) {
        tenant.rollback().await?;
        return Err(Problem::not_found());
    }
    cx.finish(tenant, Batch::default(), Act::done("change", "device").on(id)).await?;
    Ok(())
}

/// # Errors
/// `not_found`.
pub async fn revoke(cx: &Cx, id: DeviceId) -> Result<(), Problem> {
    let (mut tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let revoked = tenant.revoke_device(&mut batch, id, cx.now);
    if !tenant.run(batch).await?.is_done(revoked) {
        tenant.rollback().await?;
        return Err(Problem::not_found());
    }
    let mut batch = Batch::default();
    tenant.end_sessions_on(&mut batch, id, cx.now, "device_revoked");
    cx.finish(tenant, batch, Act::done("revoke", "device").on(id)).await?;
    cx.app.sessions_ended(cx.caller()?.organization);
    Ok(())
}

//! What is lent to a location while a desk of it greets, and whether a hub said a word.
//!
//! Invariants: the organization's counter is locked while something is lent or given back, so that whatever was decided before is
//! among the changes up to the head that the hub reads up to; a resource that another location still has is not lent.

use crate::http::{Cx, Problem};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use central_store::{Batch, Counter, Desk, Tenant};
use clinic_domain::lending::{Lent, Loan, SKEW_SECONDS, lendable, next_loan};
use clinic_protocol::{
    hex::bytes_of,
    hub::Ask,
    sync::{Delegation, Hello},
};

/// What is lent to the desk's location from now on, and where the organization's history stood.
pub async fn lend(
    cx: &Cx,
    tenant: &mut Tenant,
    own: &Desk,
    hello: &Hello,
) -> Result<(Counter, Vec<Delegation>), Problem> {
    let counter = tenant.counter().await?;
    let Some(to) = own.location else { return Ok((counter, Vec::new())) };
    let configuration = cx.app.configuration_in(tenant, counter.setup_seq).await?;
    let days = configuration.office.policy.lend_days;
    if days == 0 && hello.returned.is_none() {
        return Ok((counter, Vec::new()));
    }
    let lent = tenant.lent_to(to).await?;
    let is_hubs = |it: &Lent| it.loan.binds(cx.now) && it.loan.hub != own.id;
    let counter = if lent.iter().any(is_hubs) { counter } else { relent(cx, tenant, own, hello).await? };
    if days == 0 {
        return Ok((counter, Vec::new()));
    }
    let lent = tenant.lent_to(to).await?.into_iter().filter(|it| it.loan.lasts(cx.now));
    Ok((counter, lent.map(|it| delegation(&it)).collect()))
}

/// Nobody else has a loan: this desk's is given back, goes on or begins.
async fn relent(cx: &Cx, tenant: &mut Tenant, own: &Desk, hello: &Hello) -> Result<Counter, Problem> {
    let mut batch = Batch::default();
    let counter_at = tenant.lock_counter(&mut batch);
    let counter = tenant.run(batch).await?.counter(counter_at)?;
    let Some(to) = own.location else { return Ok(counter) };
    if let Some(number) = hello.returned {
        let mut batch = Batch::default();
        tenant.end_loan(&mut batch, to, (own.id, number), cx.now.plus_seconds(-SKEW_SECONDS));
        tenant.run(batch).await?;
    }
    // Where it is not heard in the local network nobody could ask it.
    if hello.lan.is_none() {
        return Ok(counter);
    }
    let stands: Option<Loan> =
        tenant.lent_to(to).await?.into_iter().map(|it| it.loan).max_by_key(|it| it.number);
    let configuration = cx.app.configuration_in(tenant, counter.setup_seq).await?;
    if let Some(next) = next_loan(stands, own.id, configuration.office.policy.lend_days, cx.now) {
        let resources = lendable(&configuration.setup, to);
        let elsewhere = tenant.lent_of(&resources).await?;
        let is_free = |id: &_| {
            !elsewhere.iter().any(|it| it.resource == *id && it.location != to && it.loan.binds(cx.now))
        };
        let resources: Vec<_> = resources.into_iter().filter(is_free).collect();
        let mut batch = Batch::default();
        tenant.lend(&mut batch, to, &resources, next, cx.now);
        tenant.run(batch).await?;
    }
    Ok(counter)
}

fn delegation(it: &Lent) -> Delegation {
    Delegation {
        resource: it.resource.0,
        start: it.during.start().0,
        end: it.during.end().0,
        hub: it.loan.hub.0,
        hub_epoch: it.loan.number,
        expires_at: it.loan.expires_at.0,
    }
}

/// Whether the hub that holds this key signed it.
#[must_use]
pub fn is_confirmed(ask: &Ask, key: Option<&[u8]>, signature: &str) -> bool {
    let signed = key.zip(bytes_of(signature));
    signed.is_some_and(|(key, signature)| {
        UnparsedPublicKey::new(&ED25519, key).verify(&ask.signed(), &signature).is_ok()
    })
}

//! The outbox of a desk that nobody signs in on any more: lost, revoked, or away for too long. It may still hold what people
//! were promised, so that it is kept; whoever has the desk could have written it, so that nothing of it is decided by itself.
//!
//! Invariants: a desk proves itself with the key that it was enrolled with, revoked or not, and learns nothing; what it sends is
//! bounded, and sealed before it is kept; an administrator has a line decided or throws it away, and the trail says who.

use crate::{
    arbitrate::{Submission, arbitrate, digest},
    auth::{
        key::PublicKey,
        proof::{self, About},
        proof_refused,
        secrets::Secrets,
    },
    http::{Act, Cx, Problem},
};
use axum::http::StatusCode;
use central_store::{Batch, Salvaged, SalvagedLine};
use clinic_domain::{
    id::{DeviceId, OrganizationId},
    operation::Operation,
};
use clinic_protocol::{
    decode_operation,
    sync::{OpResult, OpStatus},
};
use uuid::Uuid;

/// So many lines of a desk wait at a time: far more than one makes in the longest time that it may be away.
const MOST_WAITING: u64 = 20_000;

/// What a desk sends when it comes back.
pub struct Outbox<'a> {
    /// The organization's short name.
    pub organization: &'a str,
    pub device: DeviceId,
    /// Operations as the desk wrote them.
    pub lines: &'a [String],
    /// Signed with the desk's key, the hash of the lines in it.
    pub proof: &'a str,
}

pub struct Kept {
    pub kept: usize,
    /// All that wait for somebody by now.
    pub waiting: u64,
}

/// # Errors
/// `proof_refused` for who is no desk of the organization; `quarantine_full`.
pub async fn keep(cx: &Cx, it: &Outbox<'_>, path: &'static str) -> Result<Kept, Problem> {
    let organization = cx.app.store.organization_by_slug(it.organization).await?.ok_or_else(proof_refused)?;
    let (mut tenant, mut batch) = (cx.app.store.tenant(organization).await?, Batch::default());
    let device = tenant.find_device(&mut batch, it.device);
    let device = tenant.run(batch).await?.device(device).ok_or_else(proof_refused)?;
    let key = PublicKey(device.public_key);
    let carried = it.lines.join("\n");
    let proof = proof::verify(it.proof, &key, About { path, carries: Some(&carried) }, cx.now);
    let proof = proof.map_err(|_| proof_refused())?;
    let mut batch = Batch::default();
    let nonce = tenant.take_nonce(&mut batch, key.0, &proof.nonce, proof.forget_at, cx.now);
    if !tenant.run(batch).await?.is_done(nonce) {
        tenant.rollback().await?;
        return Err(proof_refused());
    }
    let waiting = tenant.salvaged_waiting(it.device).await?;
    if waiting + it.lines.len() as u64 > MOST_WAITING {
        tenant.rollback().await?;
        return Err(full());
    }
    let line = |line: &String| SalvagedLine {
        id: cx.app.ids.next(),
        op: decode_operation(line.as_bytes()).ok().map(|it| it.id),
        hash: digest(line.as_bytes()),
        sealed: cx.app.secrets.seal(line.as_bytes(), &context(&organization, &it.device)),
    };
    let kept = tenant.keep_salvaged(it.device, it.lines.iter().map(line).collect(), cx.now).await?;
    let said = serde_json::json!({ "operations": kept, "is_revoked": device.revoked_at.is_some() });
    let act = Act::done("salvage", "device").on(it.device).saying(&said);
    cx.finish_as(None, tenant, Batch::default(), act).await?;
    Ok(Kept { kept, waiting: waiting + kept as u64 })
}

/// Under what a line is sealed.
#[must_use]
pub fn context<'a>(organization: &'a OrganizationId, device: &'a DeviceId) -> [&'a [u8]; 3] {
    [b"salvage", organization.as_bytes(), device.as_bytes()]
}

/// The operation, where this service can read it.
#[must_use]
pub fn opened(
    secrets: &Secrets,
    organization: OrganizationId,
    it: &Salvaged,
) -> Option<(Operation, Vec<u8>)> {
    let line = secrets.open(&it.sealed, &context(&organization, &it.device))?.to_vec();
    Some((decode_operation(&line).ok()?, line))
}

/// Has a line decided now, as its author's. What is refused goes on waiting.
///
/// # Errors
/// `not_found`, `settled`, `unreadable`.
pub async fn apply(cx: &Cx, id: Uuid) -> Result<OpResult, Problem> {
    let caller = cx.caller()?;
    let (tenant, it) = waiting(cx, id).await?;
    // The decision locks the book; nobody settles the line meanwhile, or finds it decided.
    tenant.rollback().await?;
    let (operation, bytes) = opened(&cx.app.secrets, caller.organization, &it).ok_or_else(unreadable)?;
    let digest = digest(&bytes);
    let submission = Submission { operation, bytes, digest, device: None, at: cx.now, author: None };
    let settled = arbitrate(&cx.app, caller.organization, [submission], &cx.origin).await?;
    let result = settled.into_iter().next().ok_or_else(Problem::internal)?.result;
    let (tenant, mut batch) = (cx.tenant().await?, Batch::default());
    // What was decided before, however, is settled as well.
    if result.status == OpStatus::Applied || result.is_duplicate {
        tenant.salvaged_applied(&mut batch, id, caller.person.id, cx.now);
    }
    let act = Act { outcome: result.status.as_str(), ..Act::done("apply", "salvaged_operation").on(id) };
    cx.finish(tenant, batch, act).await?;
    Ok(result)
}

/// # Errors
/// `not_found`, `settled`.
pub async fn discard(cx: &Cx, id: Uuid) -> Result<(), Problem> {
    let (tenant, _) = waiting(cx, id).await?;
    let mut batch = Batch::default();
    tenant.salvaged_discarded(&mut batch, id, cx.caller()?.person.id, cx.now);
    cx.finish(tenant, batch, Act::done("discard", "salvaged_operation").on(id)).await?;
    Ok(())
}

async fn waiting(cx: &Cx, id: Uuid) -> Result<(central_store::Tenant, Salvaged), Problem> {
    let mut tenant = cx.tenant().await?;
    let it = tenant.salvaged_one(id).await?.ok_or_else(Problem::not_found)?;
    if it.settled.is_some() {
        tenant.rollback().await?;
        return Err(Problem::new(StatusCode::CONFLICT, "settled", "Somebody has settled it."));
    }
    Ok((tenant, it))
}

fn full() -> Problem {
    Problem::new(StatusCode::CONFLICT, "quarantine_full", "Too much of this desk waits for an administrator.")
}

fn unreadable() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "unreadable",
        "This version of the service cannot read it; it is kept.",
    )
}

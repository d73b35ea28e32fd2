//! Operations that came before a version that could read them: decided by the first version that can, as if they came now.
//!
//! Invariants: each is decided once, in the order of its desk, by the path that every operation takes; what nobody can read yet
//! stays where it is and stops none after it. Cut off in between, the next round finds them decided.

use crate::{
    app::App,
    arbitrate::{SendingDesk, Submission, arbitrate, digest},
    http::Origin,
};
use central_store::{Batch, Deferred, StoreResult};
use clinic_domain::{
    id::{DeviceId, LocationId, OpId, OrganizationId},
    operation::Operation,
};
use clinic_protocol::decode_operation;
use uuid::Uuid;

const AT_ONCE: u32 = 50;

/// # Errors
/// The database's: what is left is done the next time.
pub async fn decide(app: &App, organization: OrganizationId) -> StoreResult<()> {
    let mut after = (DeviceId(Uuid::nil()), 0);
    loop {
        let mut tenant = app.store.tenant(organization).await?;
        let waiting = tenant.deferred(after, AT_ONCE).await?;
        tenant.rollback().await?;
        let Some(last) = waiting.last() else { return Ok(()) };
        after = (last.device, last.device_seq);
        for of_desk in waiting.chunk_by(|one, next| one.device == next.device) {
            let mut tenant = app.store.tenant(organization).await?;
            let location = tenant.desk(of_desk[0].device).await?.and_then(|it| it.location);
            tenant.rollback().await?;
            let submissions: Vec<Submission> =
                of_desk.iter().filter_map(|it| submission(it, location)).collect();
            if !submissions.is_empty() {
                settle(app, organization, submissions).await?;
            }
        }
    }
}

async fn settle(app: &App, organization: OrganizationId, submissions: Vec<Submission>) -> StoreResult<()> {
    let from = Origin::own(app.ids.next());
    let settled = arbitrate(app, organization, submissions, &from).await?;
    let ops: Vec<OpId> = settled.iter().map(|it| it.op).collect();
    let (tenant, mut batch) = (app.store.tenant(organization).await?, Batch::default());
    tenant.settle_deferred(&mut batch, &ops, app.clock.now());
    tenant.commit(batch).await.map(|_| ())
}

/// Nothing where it cannot be read yet.
fn submission(it: &Deferred, location: Option<LocationId>) -> Option<Submission> {
    let operation = decode_operation(&it.body).ok()?;
    // Decided when the desk says so, but neither before the operation before it nor after it came.
    let at = operation.at.max(it.decided_after).min(it.received_at);
    Some(Submission {
        operation: Operation { device: it.device, ..operation },
        bytes: it.body.clone(),
        digest: digest(&it.body),
        device: Some(SendingDesk { id: it.device, location, hub: None }),
        at,
        author: None,
    })
}

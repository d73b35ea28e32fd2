//! Who deals with events.

use super::Data;
use central_store::{Batch, Happened, StoreResult, Tenant};
use clinic_domain::code_enum;
use std::collections::HashSet;
use uuid::Uuid;

code_enum! {
    Handler {
        /// Looks whether the trail has the entry of the act: what happened without one ends as a dead letter.
        Audit = "audit",
        /// Lets the organization's figures be counted anew.
        Metrics = "metrics",
    }
}

/// Why a handler did not do it, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure(pub &'static str);

pub type Outcome = Result<(), Failure>;

pub const NO_AUDIT_ENTRY: Failure = Failure("no_audit_entry");
pub const UNREADABLE: Failure = Failure("unreadable");

impl Handler {
    /// One outcome an event, in their order. What is to be written goes into the batch; an event that failed adds nothing.
    pub(super) async fn handle(
        self,
        tenant: &mut Tenant,
        batch: &mut Batch,
        events: &[Happened],
    ) -> StoreResult<Vec<Outcome>> {
        match self {
            Handler::Audit => audit(tenant, events).await,
            Handler::Metrics => {
                tenant.outdate_figures(batch);
                Ok(vec![Ok(()); events.len()])
            }
        }
    }
}

async fn audit(tenant: &mut Tenant, events: &[Happened]) -> StoreResult<Vec<Outcome>> {
    let named: Vec<Option<Uuid>> = events.iter().map(|it| Data::of(it).map(|data| data.audit)).collect();
    let wanted = named.iter().flatten().copied().collect();
    let there: HashSet<Uuid> = tenant.audited(wanted).await?.into_iter().collect();
    let outcome = |entry: &Option<Uuid>| match entry {
        None => Err(UNREADABLE),
        Some(id) if there.contains(id) => Ok(()),
        Some(_) => Err(NO_AUDIT_ENTRY),
    };
    Ok(named.iter().map(outcome).collect())
}

//! Who deals with events.

use super::{Data, EventType};
use crate::{app::App, messages};
use central_store::{Batch, Happened, StoreResult, Tenant};
use clinic_domain::{code_enum, time::Instant};
use std::collections::HashSet;
use uuid::Uuid;

code_enum! {
    Handler {
        /// Looks whether the trail has the entry of the act: what happened without one ends as a dead letter.
        Audit = "audit",
        /// Plans what patients are told.
        Notifications = "notifications",
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
        app: &App,
        tenant: &mut Tenant,
        batch: &mut Batch,
        events: &[Happened],
        now: Instant,
    ) -> StoreResult<Vec<Outcome>> {
        match self {
            Handler::Audit => audit(tenant, events).await,
            Handler::Notifications => notify(app, tenant, batch, events, now).await,
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

/// A visit is looked at once, however many events it has: what is said follows from how it stands now.
async fn notify(
    app: &App,
    tenant: &mut Tenant,
    batch: &mut Batch,
    events: &[Happened],
    now: Instant,
) -> StoreResult<Vec<Outcome>> {
    let is_about_visit = |it: &Happened| it.kind.parse::<EventType>().is_ok_and(EventType::is_about_visit);
    let mut visits: Vec<Uuid> = events.iter().filter(|it| is_about_visit(it)).map(|it| it.entity).collect();
    visits.sort_unstable();
    visits.dedup();
    let unreadable = messages::plan(app, tenant, batch, visits, now).await?;
    let outcome = |it: &Happened| {
        if is_about_visit(it) && unreadable.contains(&it.entity) { Err(UNREADABLE) } else { Ok(()) }
    };
    Ok(events.iter().map(outcome).collect())
}

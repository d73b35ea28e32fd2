//! What is lent to locations. A resource is lent to one at a time, so that its id is the loan's too; what is over stays, for its
//! number.

use crate::{
    columns::{at, count, instant, number},
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, LocationId, ResourceId},
    lending::{Lent, Loan},
    time::{Instant, Period},
};
use tokio_postgres::Row;
use uuid::Uuid;

const LENT_TO: &str = "SELECT location_id, resource_id, starts_at, ends_at, hub_device, hub_epoch, expires_at \
     FROM central.delegations WHERE organization_id = $1 AND location_id = $2 ORDER BY id";
/// A revoked hub's word is nobody's.
const LENT_OF: &str = "SELECT it.location_id, it.resource_id, it.starts_at, it.ends_at, it.hub_device, it.hub_epoch, \
         it.expires_at, hub.public_key \
     FROM central.delegations AS it LEFT JOIN central.devices AS hub \
         ON hub.organization_id = it.organization_id AND hub.id = it.hub_device AND hub.revoked_at IS NULL \
     WHERE it.organization_id = $1 AND it.id = ANY ($2)";
const LEND: &str = "INSERT INTO central.delegations \
         (organization_id, id, location_id, resource_id, starts_at, ends_at, hub_device, hub_epoch, expires_at) \
     SELECT $1, resource, $3, resource, $4, $5, $6, $7, $5 FROM unnest($2::uuid[]) AS it (resource) \
     ON CONFLICT (organization_id, id) DO UPDATE SET location_id = excluded.location_id, starts_at = excluded.starts_at, \
         ends_at = excluded.ends_at, hub_device = excluded.hub_device, hub_epoch = excluded.hub_epoch, \
         expires_at = excluded.expires_at";
const END: &str = "UPDATE central.delegations SET expires_at = $5 \
     WHERE organization_id = $1 AND location_id = $2 AND hub_device = $3 AND hub_epoch = $4";

impl Tenant {
    /// What is or was lent to a location.
    pub async fn lent_to(&mut self, location: LocationId) -> StoreResult<Vec<Lent>> {
        let mut batch = Batch::default();
        let at = self.find_lent_to(&mut batch, location);
        Ok(self.run(batch).await?.lent_to(at))
    }

    /// The same, with what else is asked for.
    pub fn find_lent_to(&self, batch: &mut Batch, location: LocationId) -> usize {
        batch.add(LENT_TO, values![self.organization().0, location.0])
    }

    /// What of these resources is or was lent.
    pub async fn lent_of(&mut self, resources: &[ResourceId]) -> StoreResult<Vec<Lent>> {
        let mut batch = Batch::default();
        let at = self.find_lent(&mut batch, resources.iter().map(|it| it.0).collect());
        Ok(self.run(batch).await?.lent(at).into_iter().map(|(it, _)| it).collect())
    }

    /// The same, with the keys of their hubs.
    pub fn find_lent(&self, batch: &mut Batch, resources: Vec<Uuid>) -> usize {
        batch.add(LENT_OF, values![self.organization().0, resources])
    }

    /// From now on, until the loan is over.
    pub fn lend(
        &self,
        batch: &mut Batch,
        to: LocationId,
        resources: &[ResourceId],
        loan: Loan,
        now: Instant,
    ) {
        let resources: Vec<Uuid> = resources.iter().map(|it| it.0).collect();
        let (until, number) = (at(loan.expires_at), count(loan.number));
        batch.add(LEND, values![self.organization().0, resources, to.0, at(now), until, loan.hub.0, number]);
    }

    /// The loan is over at that time.
    pub fn end_loan(&self, batch: &mut Batch, to: LocationId, (hub, loan): (DeviceId, u64), over: Instant) {
        batch.add(END, values![self.organization().0, to.0, hub.0, count(loan), at(over)]);
    }
}

impl Answers {
    pub fn lent_to(&mut self, at: usize) -> Vec<Lent> {
        self.take(at).iter().filter_map(lent).collect()
    }

    /// With the key of the hub, unless it was revoked.
    pub fn lent(&mut self, at: usize) -> Vec<(Lent, Option<Vec<u8>>)> {
        self.take(at).iter().filter_map(|row| Some((lent(row)?, row.get(7)))).collect()
    }
}

fn lent(row: &Row) -> Option<Lent> {
    Some(Lent {
        location: LocationId(row.get(0)),
        resource: ResourceId(row.get(1)),
        during: Period::new(instant(row.get(2)), instant(row.get(3)))?,
        loan: Loan { hub: DeviceId(row.get(4)), number: number(row.get(5)), expires_at: instant(row.get(6)) },
    })
}

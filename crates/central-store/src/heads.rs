//! How far organizations have come, for who keeps something of many of them: numbers alone.

use crate::{error::StoreResult, store::Store, tenant::values};
use clinic_domain::id::OrganizationId;

const HEADS: &str = "SELECT organization_id, seq, setup_seq FROM central.organization_heads($1)";

/// The last change of an organization, and the last one of its setup and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub organization: OrganizationId,
    pub seq: u64,
    pub setup_seq: u64,
}

impl Store {
    pub async fn reached(&self, organizations: &[OrganizationId]) -> StoreResult<Vec<Reached>> {
        let ids: Vec<_> = organizations.iter().map(|it| it.0).collect();
        let number = |it: i64| u64::try_from(it).unwrap_or_default();
        let rows = self.across(HEADS, values![ids]).await?;
        let reached = rows.iter().map(|it| Reached {
            organization: OrganizationId(it.get(0)),
            seq: number(it.get(1)),
            setup_seq: number(it.get(2)),
        });
        Ok(reached.collect())
    }
}

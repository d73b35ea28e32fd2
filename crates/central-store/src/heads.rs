//! How far organizations have come, for who keeps something of many of them: numbers and a time alone.

use crate::{columns::instant, error::StoreResult, store::Store, tenant::values};
use clinic_domain::{id::OrganizationId, time::Instant};

const HEADS: &str =
    "SELECT organization_id, seq, setup_seq, ended_at, choices FROM central.organization_heads($1)";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub organization: OrganizationId,
    /// The last change.
    pub seq: u64,
    /// The last one of setup and people.
    pub setup_seq: u64,
    /// When a session ended last before its time.
    pub ended_at: Option<Instant>,
    /// The revision of what its people choose among.
    pub choices: u64,
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
            ended_at: it.get::<_, Option<_>>(3).map(instant),
            choices: number(it.get(4)),
        });
        Ok(reached.collect())
    }
}

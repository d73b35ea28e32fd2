//! Enrolled desks, as sync sees them.

use crate::{
    columns::{at, instant},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, LocationId},
    time::Instant,
};
use std::collections::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

const DESK: &str = "SELECT id, name, location_id, public_key, last_seq, last_seen_at, revoked_at FROM central.devices \
     WHERE organization_id = $1 AND id = $2";
const PEERS: &str = "SELECT id, name, location_id, public_key, last_seq, last_seen_at, revoked_at FROM central.devices \
     WHERE organization_id = $1 AND id <> $2 AND revoked_at IS NULL ORDER BY id";
const HEARD: &str = "UPDATE central.devices AS desk SET last_seq = greatest(desk.last_seq, it.seq), last_seen_at = $4 \
     FROM unnest($2::uuid[], $3::bigint[]) AS it (id, seq) WHERE desk.organization_id = $1 AND desk.id = it.id";
const GREETED: &str = "UPDATE central.devices SET last_seen_at = $3, client_version = $4, cursor_seq = $5 \
     WHERE organization_id = $1 AND id = $2";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    pub id: DeviceId,
    pub name: String,
    pub location: Option<LocationId>,
    pub public_key: Vec<u8>,
    /// The last of its operations that has a result.
    pub last_seq: u64,
    pub last_seen_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl Tenant {
    pub async fn desk(&mut self, id: DeviceId) -> StoreResult<Option<Desk>> {
        let rows = self.query(DESK, values![self.organization().0, id.0]).await?;
        Ok(rows.first().map(desk))
    }

    /// The organization's other desks.
    pub async fn peers(&mut self, of: DeviceId) -> StoreResult<Vec<Desk>> {
        let rows = self.query(PEERS, values![self.organization().0, of.0]).await?;
        Ok(rows.iter().map(desk).collect())
    }

    /// Each with its last operation that arrived.
    pub fn heard_from(&self, batch: &mut Batch, desks: &HashMap<DeviceId, u64>, now: Instant) {
        let ids: Vec<Uuid> = desks.keys().map(|it| it.0).collect();
        let last: Vec<i64> = desks.values().map(|it| i64::try_from(*it).unwrap_or(i64::MAX)).collect();
        batch.add(HEARD, values![self.organization().0, ids, last, at(now)]);
    }

    /// It said which version it is, and how far it has read.
    pub fn greeted(&self, batch: &mut Batch, id: DeviceId, version: String, cursor: u64, now: Instant) {
        let cursor = i64::try_from(cursor).unwrap_or(i64::MAX);
        batch.add(GREETED, values![self.organization().0, id.0, at(now), version, cursor]);
    }
}

fn desk(row: &Row) -> Desk {
    Desk {
        id: DeviceId(row.get(0)),
        name: row.get(1),
        location: row.get::<_, Option<_>>(2).map(LocationId),
        public_key: row.get(3),
        last_seq: u64::try_from(row.get::<_, i64>(4)).unwrap_or_default(),
        last_seen_at: row.get::<_, Option<_>>(5).map(instant),
        revoked_at: row.get::<_, Option<_>>(6).map(instant),
    }
}

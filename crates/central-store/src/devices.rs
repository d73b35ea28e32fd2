//! Enrolled desks, as sync sees them.

use crate::{
    columns::{at, count, instant, number},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, LocationId},
    time::Instant,
};
use std::{collections::HashMap, net::IpAddr};
use tokio_postgres::Row;
use uuid::Uuid;

const DESK: &str = "SELECT location_id, last_seq, \
         coalesce((SELECT decided_at FROM central.operations WHERE organization_id = $1 AND device_id = $2 \
                   ORDER BY device_seq DESC LIMIT 1), enrolled_at), \
         (SELECT count(*) FROM central.deferred_operations \
          WHERE organization_id = $1 AND device_id = $2 AND settled_at IS NULL) \
     FROM central.devices WHERE organization_id = $1 AND id = $2";
const PEERS: &str = "SELECT id, name, location_id, public_key, lan_address, lan_port, lan_fingerprint FROM central.devices \
     WHERE organization_id = $1 AND id <> $2 AND revoked_at IS NULL ORDER BY id";
/// What comes later than something of the desk that was heard before is nothing new of it.
const HEARD: &str = "UPDATE central.devices AS desk SET last_seq = greatest(desk.last_seq, it.seq), \
         last_seen_at = CASE WHEN it.seq > desk.last_seq THEN $4 ELSE desk.last_seen_at END \
     FROM unnest($2::uuid[], $3::bigint[]) AS it (id, seq) WHERE desk.organization_id = $1 AND desk.id = it.id";
const GREETED: &str = "UPDATE central.devices SET last_seen_at = $3, client_version = $4, cursor_seq = $5, \
         operations_waiting = $6, lan_address = $7, lan_port = $8, lan_fingerprint = $9 \
     WHERE organization_id = $1 AND id = $2";
const FOLLOWS: &str = "UPDATE central.devices SET last_seen_at = $3, cursor_seq = $4 \
     WHERE organization_id = $1 AND id = $2";

/// The desk that calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    pub id: DeviceId,
    pub location: Option<LocationId>,
    /// The last of its operations that has a result.
    pub last_seq: u64,
    /// Before then it decided nothing that is still to come: that was its last operation, or it was not there.
    pub decided_until: Instant,
    /// How many of its operations nobody can read yet.
    pub deferred: u64,
}

/// Another desk, as its neighbours see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub id: DeviceId,
    pub name: String,
    pub location: Option<LocationId>,
    pub public_key: Vec<u8>,
    pub lan: Option<LanAddress>,
}

/// Where a desk is reached in its local network, and SHA-256 of what it shows there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanAddress {
    pub address: IpAddr,
    pub port: u16,
    pub fingerprint: Option<String>,
}

/// What a desk says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    pub client_version: String,
    pub cursor: u64,
    pub operations_waiting: u64,
    pub lan: Option<LanAddress>,
}

impl Tenant {
    pub async fn desk(&mut self, id: DeviceId) -> StoreResult<Option<Desk>> {
        let rows = self.query(DESK, values![self.organization().0, id.0]).await?;
        Ok(rows.first().map(|row| Desk {
            id,
            location: row.get::<_, Option<_>>(0).map(LocationId),
            last_seq: number(row.get(1)),
            decided_until: instant(row.get(2)),
            deferred: number(row.get(3)),
        }))
    }

    /// The organization's other desks.
    pub async fn neighbours(&mut self, of: DeviceId) -> StoreResult<Vec<Neighbour>> {
        let rows = self.query(PEERS, values![self.organization().0, of.0]).await?;
        Ok(rows.iter().map(neighbour).collect())
    }

    /// Each with its last operation that arrived.
    pub fn heard_from(&self, batch: &mut Batch, desks: &HashMap<DeviceId, u64>, now: Instant) {
        let ids: Vec<Uuid> = desks.keys().map(|it| it.0).collect();
        let last: Vec<i64> = desks.values().map(|it| count(*it)).collect();
        batch.add(HEARD, values![self.organization().0, ids, last, at(now)]);
    }

    /// It introduced itself.
    pub fn greeted(&self, batch: &mut Batch, id: DeviceId, it: Greeting, now: Instant) {
        let Greeting { client_version, cursor, operations_waiting, lan } = it;
        let (cursor, waiting) = (count(cursor), count(operations_waiting));
        let address = lan.as_ref().map(|it| it.address);
        let port = lan.as_ref().map(|it| i32::from(it.port));
        let fingerprint = lan.and_then(|it| it.fingerprint);
        batch.add(
            GREETED,
            values![
                self.organization().0,
                id.0,
                at(now),
                client_version,
                cursor,
                waiting,
                address,
                port,
                fingerprint
            ],
        );
    }

    /// It is here, and has read so far.
    pub fn follows(&self, batch: &mut Batch, id: DeviceId, cursor: u64, now: Instant) {
        batch.add(FOLLOWS, values![self.organization().0, id.0, at(now), count(cursor)]);
    }
}

fn neighbour(row: &Row) -> Neighbour {
    let port = row.get::<_, Option<i32>>(5).and_then(|it| u16::try_from(it).ok());
    let address: Option<IpAddr> = row.get(4);
    Neighbour {
        id: DeviceId(row.get(0)),
        name: row.get(1),
        location: row.get::<_, Option<_>>(2).map(LocationId),
        public_key: row.get(3),
        lan: address.zip(port).map(|(address, port)| LanAddress { address, port, fingerprint: row.get(6) }),
    }
}

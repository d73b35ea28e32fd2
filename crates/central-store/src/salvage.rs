//! What desks that nobody signs in on any more still had to send.

use crate::{
    columns::{at, bounded, instant, number},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

const WAITING: &str = "SELECT count(*) FROM central.salvaged_operations \
     WHERE organization_id = $1 AND device_id = $2 AND outcome IS NULL";
const KEEP: &str = "INSERT INTO central.salvaged_operations \
         (organization_id, id, device_id, line_hash, sealed, received_at) \
     SELECT $1, kept.id, $2, kept.line_hash, kept.sealed, $6 \
     FROM unnest($3::uuid[], $4::bytea[], $5::bytea[], $7::uuid[]) AS kept (id, line_hash, sealed, op_id) \
     WHERE NOT EXISTS (SELECT FROM central.operations AS known WHERE known.organization_id = $1 \
         AND known.op_id = kept.op_id AND known.body_hash = kept.line_hash) \
     ON CONFLICT (organization_id, device_id, line_hash) DO NOTHING RETURNING true";
macro_rules! salvaged {
    () => {
        "SELECT id, device_id, sealed, received_at, outcome, settled_by, settled_at \
         FROM central.salvaged_operations WHERE organization_id = $1"
    };
}
const ONE: &str = concat!(salvaged!(), " AND id = $2 FOR UPDATE");
const TO_SETTLE: &str = concat!(salvaged!(), " AND id > $2 AND outcome IS NULL ORDER BY id LIMIT $3");
const ALL: &str = concat!(salvaged!(), " AND id > $2 ORDER BY id LIMIT $3");
const APPLIED: &str = "UPDATE central.salvaged_operations \
     SET outcome = 'applied', settled_by = $3, settled_at = $4 WHERE organization_id = $1 AND id = $2 AND outcome IS NULL";
const DISCARDED: &str = "UPDATE central.salvaged_operations \
     SET outcome = 'discarded', settled_by = $3, settled_at = $4, sealed = '' \
     WHERE organization_id = $1 AND id = $2 AND outcome IS NULL";

/// A line before it is kept.
pub struct SalvagedLine {
    pub id: Uuid,
    /// Of the operation, where it can be read.
    pub op: Option<OpId>,
    pub hash: [u8; 32],
    pub sealed: Vec<u8>,
}

/// A line as it is kept.
pub struct Salvaged {
    pub id: Uuid,
    pub device: DeviceId,
    /// Empty once it was discarded.
    pub sealed: Vec<u8>,
    pub received_at: Instant,
    /// `applied` or `discarded`, by whom and when; none while it waits.
    pub settled: Option<(String, PersonId, Instant)>,
}

impl Tenant {
    /// How many lines of the desk wait for somebody.
    pub async fn salvaged_waiting(&mut self, device: DeviceId) -> StoreResult<u64> {
        let rows = self.query(WAITING, values![self.organization().0, device.0]).await?;
        Ok(rows.first().map_or(0, |row| number(row.get(0))))
    }

    /// How many of them were not there yet: neither among these, nor among what was decided long ago.
    pub async fn keep_salvaged(
        &mut self,
        device: DeviceId,
        lines: Vec<SalvagedLine>,
        now: Instant,
    ) -> StoreResult<usize> {
        let (mut ids, mut ops, mut hashes, mut sealed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for it in lines {
            ids.push(it.id);
            ops.push(it.op.map(|it| it.0));
            hashes.push(it.hash.to_vec());
            sealed.push(it.sealed);
        }
        let values = values![self.organization().0, device.0, ids, hashes, sealed, at(now), ops];
        Ok(self.query(KEEP, values).await?.len())
    }

    /// Those that wait for somebody, or all, after one of them.
    pub async fn salvaged(&mut self, all: bool, after: Uuid, limit: usize) -> StoreResult<Vec<Salvaged>> {
        let limit = bounded(limit);
        let sql = if all { ALL } else { TO_SETTLE };
        let rows = self.query(sql, values![self.organization().0, after, limit]).await?;
        Ok(rows.iter().map(salvaged).collect())
    }

    /// Locked, so that of two who settle it one finds it settled.
    pub async fn salvaged_one(&mut self, id: Uuid) -> StoreResult<Option<Salvaged>> {
        let rows = self.query(ONE, values![self.organization().0, id]).await?;
        Ok(rows.first().map(salvaged))
    }

    pub fn salvaged_applied(&self, batch: &mut Batch, id: Uuid, by: PersonId, now: Instant) {
        batch.add(APPLIED, values![self.organization().0, id, by.0, at(now)]);
    }

    /// What stood in it is gone.
    pub fn salvaged_discarded(&self, batch: &mut Batch, id: Uuid, by: PersonId, now: Instant) {
        batch.add(DISCARDED, values![self.organization().0, id, by.0, at(now)]);
    }
}

fn salvaged(row: &Row) -> Salvaged {
    let settled = row.get::<_, Option<String>>(4).and_then(|outcome| {
        let at = instant(row.get::<_, Option<_>>(6)?);
        Some((outcome, PersonId(row.get::<_, Option<Uuid>>(5)?), at))
    });
    Salvaged {
        id: row.get(0),
        device: DeviceId(row.get(1)),
        sealed: row.get(2),
        received_at: instant(row.get(3)),
        settled,
    }
}

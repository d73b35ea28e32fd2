//! Operations that came before a version that can read them.

use crate::{
    columns::{at, count, instant, number},
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

const FIND: &str =
    "SELECT body_hash FROM central.deferred_operations WHERE organization_id = $1 AND op_id = $2";
const DEFER: &str = "INSERT INTO central.deferred_operations \
         (organization_id, op_id, device_id, device_seq, author_id, body, body_hash, received_at, decided_after) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const WAITING: &str = "SELECT op_id, device_id, device_seq, author_id, body, body_hash, received_at, decided_after \
     FROM central.deferred_operations \
     WHERE organization_id = $1 AND settled_at IS NULL AND (device_id, device_seq) > ($2, $3) \
     ORDER BY device_id, device_seq LIMIT $4";
const SETTLE: &str =
    "UPDATE central.deferred_operations SET settled_at = $3 WHERE organization_id = $1 AND op_id = ANY ($2)";

/// An operation as it was sent.
#[derive(Clone, Debug)]
pub struct Deferred {
    pub op: OpId,
    pub device: DeviceId,
    pub device_seq: u64,
    pub author: PersonId,
    pub body: Vec<u8>,
    pub digest: Vec<u8>,
    pub received_at: Instant,
    /// When the desk had decided what it sent before.
    pub decided_after: Instant,
}

impl Tenant {
    pub fn find_deferred(&self, batch: &mut Batch, op: OpId) -> usize {
        batch.add(FIND, values![self.organization().0, op.0])
    }

    pub fn defer(&self, batch: &mut Batch, it: &Deferred) {
        batch.add(
            DEFER,
            values![
                self.organization().0,
                it.op.0,
                it.device.0,
                count(it.device_seq),
                it.author.0,
                it.body.clone(),
                it.digest.clone(),
                at(it.received_at),
                at(it.decided_after),
            ],
        );
    }

    /// Those that nobody has decided yet, desk by desk in the order in which people decided them, after one of them.
    pub async fn deferred(
        &mut self,
        (device, seq): (DeviceId, u64),
        limit: u32,
    ) -> StoreResult<Vec<Deferred>> {
        let seq = count(seq);
        let values = values![self.organization().0, device.0, seq, i64::from(limit)];
        Ok(self.query(WAITING, values).await?.iter().map(deferred).collect())
    }

    pub fn settle_deferred(&self, batch: &mut Batch, ops: &[OpId], now: Instant) {
        let ops: Vec<Uuid> = ops.iter().map(|it| it.0).collect();
        batch.add(SETTLE, values![self.organization().0, ops, at(now)]);
    }
}

impl Answers {
    /// The digest of what was sent, if it was put aside.
    pub fn deferred_digest(&mut self, at: usize) -> Option<Vec<u8>> {
        self.take(at).first().map(|row| row.get(0))
    }
}

fn deferred(row: &Row) -> Deferred {
    Deferred {
        op: OpId(row.get(0)),
        device: DeviceId(row.get(1)),
        device_seq: number(row.get(2)),
        author: PersonId(row.get(3)),
        body: row.get(4),
        digest: row.get(5),
        received_at: instant(row.get(6)),
        decided_after: instant(row.get(7)),
    }
}

//! Enrolled desks.

use crate::{
    columns::{at, instant, number},
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, LocationId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

const ALL: &str = "SELECT id, name, location_id, public_key, enrolled_at, enrolled_by, revoked_at, last_seen_at, \
         client_version, cursor_seq, operations_waiting FROM central.devices WHERE organization_id = $1 ORDER BY id";
const ONE: &str = "SELECT id, name, location_id, public_key, enrolled_at, enrolled_by, revoked_at, last_seen_at, \
         client_version, cursor_seq, operations_waiting FROM central.devices WHERE organization_id = $1 AND id = $2";
/// Not one more than the organization may have.
const ENROL: &str = "INSERT INTO central.devices (organization_id, id, name, location_id, public_key, enrolled_at, enrolled_by) \
     SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $8::bigint IS NULL OR $8 > \
         (SELECT count(*) FROM central.devices WHERE organization_id = $1 AND revoked_at IS NULL) \
     RETURNING true";
const CHANGE: &str = "UPDATE central.devices SET name = $3, location_id = $4 \
     WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING true";
const REVOKE: &str = "UPDATE central.devices SET revoked_at = $3 \
     WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING true";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub location: Option<LocationId>,
    /// Ed25519.
    pub public_key: [u8; 32],
    pub enrolled_at: Instant,
    pub enrolled_by: PersonId,
    pub revoked_at: Option<Instant>,
    pub last_seen_at: Option<Instant>,
    pub client_version: String,
    /// The last change that it is known to have.
    pub cursor: u64,
    /// How many operations it had to send when it greeted last.
    pub operations_waiting: u64,
}

impl Tenant {
    /// Revoked ones too.
    pub async fn devices(&mut self) -> StoreResult<Vec<Device>> {
        let rows = self.query(ALL, values![self.organization().0]).await?;
        Ok(rows.iter().map(device).collect())
    }

    pub fn find_device(&self, batch: &mut Batch, id: DeviceId) -> usize {
        batch.add(ONE, values![self.organization().0, id.0])
    }

    /// Answers a row if there was room for one more. The counter has to be locked before, so that two do not take the last
    /// place.
    pub fn enrol_device(&self, batch: &mut Batch, it: &Device, most: Option<u16>) -> usize {
        batch.add(
            ENROL,
            values![
                self.organization().0,
                it.id.0,
                it.name.clone(),
                it.location.map(|it| it.0),
                it.public_key.to_vec(),
                at(it.enrolled_at),
                it.enrolled_by.0,
                most.map(i64::from),
            ],
        )
    }

    /// Answers a row if it is enrolled.
    pub fn change_device(
        &self,
        batch: &mut Batch,
        id: DeviceId,
        name: &str,
        location: Option<LocationId>,
    ) -> usize {
        batch.add(CHANGE, values![self.organization().0, id.0, name.to_owned(), location.map(|it| it.0)])
    }

    /// Answers a row if it was enrolled until now.
    pub fn revoke_device(&self, batch: &mut Batch, id: DeviceId, now: Instant) -> usize {
        batch.add(REVOKE, values![self.organization().0, id.0, at(now)])
    }
}

impl Answers {
    pub fn device(&mut self, at: usize) -> Option<Device> {
        self.take(at).first().map(device)
    }
}

fn device(row: &Row) -> Device {
    Device {
        id: DeviceId(row.get(0)),
        name: row.get(1),
        location: row.get::<_, Option<Uuid>>(2).map(LocationId),
        public_key: row.get::<_, Vec<u8>>(3).try_into().unwrap_or_default(),
        enrolled_at: instant(row.get(4)),
        enrolled_by: PersonId(row.get(5)),
        revoked_at: row.get::<_, Option<_>>(6).map(instant),
        last_seen_at: row.get::<_, Option<_>>(7).map(instant),
        client_version: row.get(8),
        cursor: number(row.get(9)),
        operations_waiting: number(row.get(10)),
    }
}

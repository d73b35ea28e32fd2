//! What people choose among at desks now, for the other desks to see: seconds old, and no part of the book.

use crate::{
    columns::{at, instant, number},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;

const CHOOSE: &str = "INSERT INTO central.choices (organization_id, device_id, person_id, body, until) \
     VALUES ($1, $2, $3, $4::text::json, $5) \
     ON CONFLICT (organization_id, device_id) DO UPDATE SET person_id = excluded.person_id, body = excluded.body, \
         until = excluded.until, revision = choices.revision + 1";
const CHOSEN: &str = "SELECT device_id, person_id, body::text, until, revision FROM central.choices WHERE organization_id = $1";

/// What a desk said last.
pub struct Chosen {
    pub device: DeviceId,
    pub person: PersonId,
    /// A JSON array.
    pub body: String,
    pub until: Instant,
    pub revision: u64,
}

impl Tenant {
    /// In place of what the desk said before.
    pub fn choose(
        &self,
        batch: &mut Batch,
        device: DeviceId,
        person: PersonId,
        body: String,
        until: Instant,
    ) {
        batch.add(CHOOSE, values![self.organization().0, device.0, person.0, body, at(until)]);
    }

    /// What each desk said last, however long ago.
    pub async fn chosen(&mut self) -> StoreResult<Vec<Chosen>> {
        let rows = self.query(CHOSEN, values![self.organization().0]).await?;
        Ok(rows.iter().map(chosen).collect())
    }
}

fn chosen(row: &Row) -> Chosen {
    Chosen {
        device: DeviceId(row.get(0)),
        person: PersonId(row.get(1)),
        body: row.get(2),
        until: instant(row.get(3)),
        revision: number(row.get(4)),
    }
}

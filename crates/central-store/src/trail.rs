//! The trail as it is read: link by link for whoever checks it, entry by entry for whoever asks who did and saw what.

use crate::{
    chain::{Fields, Hash, Link},
    columns::{at, count, number},
    error::{StoreError, StoreResult},
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, PatientId, PersonId},
    time::Instant,
};
use std::net::IpAddr;
use tokio_postgres::{Error, Row};
use uuid::Uuid;

/// The columns of an entry, in the order that [`entry`] reads. Time and
/// address as text: no other form is exact and always read.
macro_rules! entry_columns {
    () => {
        "log.seq, log.id, log.user_id, log.device_id, log.action, log.resource_type, log.resource_id, log.patients, \
         log.outcome, log.details::text, log.ip_address::text, log.user_agent, extract(epoch FROM log.created_at)::text, \
         log.leaf, log.hash"
    };
}

pub(crate) use entry_columns;

const HEAD: &str = "SELECT head.seq, head.hash, \
         EXISTS (SELECT FROM central.audit_logs WHERE organization_id = $1 AND (seq > head.seq OR seq < 1)) \
         OR EXISTS (SELECT FROM central.audit_pruned WHERE organization_id = $1 AND (seq > head.seq OR seq < 1)) \
     FROM central.audit_heads AS head WHERE head.organization_id = $1";
const LINKS: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", (SELECT count(*) FROM central.audit_patients AS named \
        WHERE named.organization_id = $1 AND named.patient_id = ANY (log.patients) AND named.seq = log.seq) \
     FROM central.audit_logs AS log \
     WHERE log.organization_id = $1 AND log.seq > $2 AND log.seq <= $3 ORDER BY log.seq",
);
const PRUNED: &str = "SELECT seq, leaf, hash FROM central.audit_pruned \
     WHERE organization_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
const NAMED: &str = "SELECT named.patient_id, named.seq, EXISTS ( \
         SELECT FROM central.audit_logs AS log WHERE log.organization_id = $1 AND log.seq = named.seq \
             AND named.patient_id = ANY (log.patients)) \
     FROM central.audit_patients AS named \
     WHERE named.organization_id = $1 AND (named.patient_id, named.seq) > ($2, $3) \
     ORDER BY named.patient_id, named.seq LIMIT $4";
const HASH_AT: &str = "SELECT hash FROM central.audit_logs WHERE organization_id = $1 AND seq = $2 \
     UNION ALL SELECT hash FROM central.audit_pruned WHERE organization_id = $1 AND seq = $2";
const LEAVES: &str = "SELECT leaf FROM ( \
         SELECT seq, leaf FROM central.audit_logs WHERE organization_id = $1 AND seq > $2 AND seq <= $3 \
         UNION ALL \
         SELECT seq, leaf FROM central.audit_pruned WHERE organization_id = $1 AND seq > $2 AND seq <= $3 \
     ) AS link ORDER BY seq";
const LAST_CHECKPOINT: &str = "SELECT seq, extract(epoch FROM at)::bigint, note FROM central.audit_checkpoints \
     WHERE organization_id = $1 ORDER BY seq DESC LIMIT 1";
const CHECKPOINTS: &str = "SELECT seq, extract(epoch FROM at)::bigint, note FROM central.audit_checkpoints \
     WHERE organization_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
const CHECKPOINT_BEYOND: &str =
    "SELECT seq FROM central.audit_checkpoints WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT 1";
const PUT_CHECKPOINT: &str = "INSERT INTO central.audit_checkpoints (organization_id, seq, at, note) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// An entry as it stands in the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailed {
    pub seq: u64,
    pub id: Uuid,
    pub user: Option<PersonId>,
    pub device: Option<DeviceId>,
    pub action: String,
    pub resource_type: String,
    pub resource_id: Option<String>,
    pub patients: Vec<PatientId>,
    pub outcome: String,
    pub details: String,
    pub ip_address: Option<IpAddr>,
    pub user_agent: Option<String>,
    pub at: Instant,
}

/// The end of an organization's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub hash: Vec<u8>,
    /// Entries stand outside of 1 to `seq`.
    pub has_surplus: bool,
}

/// A signed note of where the chain stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    pub seq: u64,
    pub at: Instant,
    pub note: String,
}

/// A row that says which entry is about which patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub patient: Uuid,
    pub seq: i64,
    pub is_true: bool,
}

impl Tenant {
    /// # Errors
    /// [`StoreError::Unfit`] where there is no chain.
    pub async fn audit_head(&mut self) -> StoreResult<Head> {
        let rows = self.query(HEAD, values![self.organization().0]).await?;
        let row = rows.first().ok_or(StoreError::Unfit("the organization has no audit chain"))?;
        Ok(Head { seq: number(row.get(0)), hash: row.get(1), has_surplus: row.get(2) })
    }

    /// What stands between two numbers, the second included, in order.
    pub async fn audit_links(&mut self, after: u64, to: u64) -> StoreResult<Vec<Link>> {
        let mut batch = Batch::default();
        let range =
            |sql, batch: &mut Batch| batch.add(sql, values![self.organization().0, count(after), count(to)]);
        let (logs, pruned) = (range(LINKS, &mut batch), range(PRUNED, &mut batch));
        let mut answers = self.run(batch).await?;
        let mut links: Vec<Link> = answers.take(logs).iter().map(link).collect();
        links.extend(answers.take(pruned).iter().map(|row| Link {
            seq: number(row.get(0)),
            computed: None,
            leaf: row.get(1),
            hash: row.get(2),
            is_pruned: true,
            is_found_by_patients: true,
            prunes_through: None,
        }));
        links.sort_by_key(|it| it.seq);
        Ok(links)
    }

    /// The next rows that lead from patients to entries.
    pub async fn audit_named(&mut self, after: (Uuid, i64), most: i64) -> StoreResult<Vec<Named>> {
        let rows = self.query(NAMED, values![self.organization().0, after.0, after.1, most]).await?;
        Ok(rows.iter().map(|it| Named { patient: it.get(0), seq: it.get(1), is_true: it.get(2) }).collect())
    }

    pub async fn audit_hash(&mut self, seq: u64) -> StoreResult<Option<Vec<u8>>> {
        let rows = self.query(HASH_AT, values![self.organization().0, count(seq)]).await?;
        Ok(rows.first().map(|it| it.get(0)))
    }

    /// What leads from the hash at one number to the hash at another.
    pub async fn audit_leaves(&mut self, after: u64, to: u64) -> StoreResult<Vec<Vec<u8>>> {
        let rows = self.query(LEAVES, values![self.organization().0, count(after), count(to)]).await?;
        Ok(rows.iter().map(|it| it.get(0)).collect())
    }

    pub async fn last_checkpoint(&mut self) -> StoreResult<Option<StoredCheckpoint>> {
        let rows = self.query(LAST_CHECKPOINT, values![self.organization().0]).await?;
        Ok(rows.first().map(checkpoint))
    }

    pub async fn checkpoints(&mut self, after: u64, to: u64) -> StoreResult<Vec<StoredCheckpoint>> {
        let rows = self.query(CHECKPOINTS, values![self.organization().0, count(after), count(to)]).await?;
        Ok(rows.iter().map(checkpoint).collect())
    }

    /// The first checkpoint with more entries than these.
    pub async fn checkpoint_beyond(&mut self, seq: u64) -> StoreResult<Option<u64>> {
        let rows = self.query(CHECKPOINT_BEYOND, values![self.organization().0, count(seq)]).await?;
        Ok(rows.first().map(|it| number(it.get(0))))
    }

    pub fn put_checkpoint(&self, batch: &mut Batch, it: &StoredCheckpoint) {
        let values = values![self.organization().0, count(it.seq), at(it.at), it.note.clone()];
        batch.add(PUT_CHECKPOINT, values);
    }
}

fn checkpoint(row: &Row) -> StoredCheckpoint {
    StoredCheckpoint { seq: number(row.get(0)), at: Instant(row.get(1)), note: row.get(2) }
}

/// A row of the trail as the chain sees it. What cannot be read was not written by the centre.
fn link(row: &Row) -> Link {
    let entry = entry(row).ok().flatten();
    let prunes = entry.as_ref().filter(|it| it.0.action == "prune" && it.0.resource_type == "audit_trail");
    let named = entry.as_ref().map(|(it, _)| {
        let mut patients = it.patients.clone();
        patients.sort_unstable();
        patients.dedup();
        patients.len()
    });
    Link {
        seq: number(row.get(0)),
        computed: entry.as_ref().map(|it| it.1),
        leaf: row.get(13),
        hash: row.get(14),
        is_pruned: false,
        is_found_by_patients: named == usize::try_from(row.get::<_, i64>(15)).ok(),
        prunes_through: prunes.and_then(|it| it.0.resource_id.as_ref()?.parse().ok()),
    }
}

/// The entry and its leaf, computed anew; nothing for a time or an address that no entry has.
pub(crate) fn entry(row: &Row) -> Result<Option<(Trailed, Hash)>, Error> {
    let seconds: String = row.try_get(12)?;
    let Some(seconds) = seconds.strip_suffix(".000000").and_then(|it| it.parse().ok()) else {
        return Ok(None);
    };
    let address: Option<String> = row.try_get(10)?;
    let ip_address = address.as_deref().map(host);
    if ip_address == Some(None) {
        return Ok(None);
    }
    let patients: Vec<Uuid> = row.try_get(7)?;
    let entry = Trailed {
        seq: number(row.try_get(0)?),
        id: row.try_get(1)?,
        user: row.try_get::<_, Option<_>>(2)?.map(PersonId),
        device: row.try_get::<_, Option<_>>(3)?.map(DeviceId),
        action: row.try_get(4)?,
        resource_type: row.try_get(5)?,
        resource_id: row.try_get(6)?,
        patients: patients.iter().copied().map(PatientId).collect(),
        outcome: row.try_get(8)?,
        details: row.try_get(9)?,
        ip_address: ip_address.flatten(),
        user_agent: row.try_get(11)?,
        at: Instant(seconds),
    };
    let fields = Fields {
        id: entry.id,
        user: entry.user.map(|it| it.0),
        device: entry.device.map(|it| it.0),
        action: &entry.action,
        resource_type: &entry.resource_type,
        resource_id: entry.resource_id.as_deref(),
        patients: &patients,
        outcome: &entry.outcome,
        details: &entry.details,
        ip_address: entry.ip_address,
        user_agent: entry.user_agent.as_deref(),
        at_seconds: entry.at.0,
    };
    let leaf = fields.leaf();
    Ok(Some((entry, leaf)))
}

/// The address of one host, as PostgreSQL writes it.
fn host(text: &str) -> Option<IpAddr> {
    let (address, mask) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    (mask == if address.is_ipv4() { "32" } else { "128" }).then_some(address)
}

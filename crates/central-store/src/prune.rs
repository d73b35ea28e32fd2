//! What an organization need not keep any more of its trail: whole months, from the chain's beginning on. The entries go,
//! their places in the chain stay, and an entry says up to where, so that the chain can still be checked.
//!
//! Only an administrator of the database can do it: the service has no right to remove anything.

use crate::{
    audit::{self, AuditEntry},
    audit_file::AuditFile,
    columns::number,
    error::{StoreError, StoreResult},
};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use clinic_domain::{id::OrganizationId, time::Instant};
use tokio_postgres::{Config, NoTls, Transaction, types::ToSql};
use uuid::Uuid;

const SET_TENANT: &str = "SELECT central.set_tenant_context($1)";
/// The last entry before the first that has to stay.
const THROUGH: &str = "SELECT coalesce( \
         (SELECT min(seq) - 1 FROM central.audit_logs WHERE organization_id = $1 AND created_at >= $2), \
         (SELECT max(seq) FROM central.audit_logs WHERE organization_id = $1), 0)";
const KEEP_PLACES: &str = "INSERT INTO central.audit_pruned (organization_id, seq, leaf, hash) \
     SELECT organization_id, seq, leaf, hash FROM central.audit_logs WHERE organization_id = $1 AND seq <= $2";
const FORGET_PATIENTS: &str = "DELETE FROM central.audit_patients AS named USING central.audit_logs AS log \
     WHERE log.organization_id = $1 AND log.seq <= $2 AND named.organization_id = $1 \
         AND named.patient_id = ANY (log.patients) AND named.seq = log.seq";
const FORGET: &str = "DELETE FROM central.audit_logs WHERE organization_id = $1 AND seq <= $2";

/// How far back entries are kept at least: six years (45 CFR 164.316).
pub const LEAST_MONTHS: u32 = 72;

/// How many entries went. `id` is the new entry's.
///
/// # Errors
/// [`StoreError::Unfit`] for less than [`LEAST_MONTHS`]; the database's: then nothing of it is done.
pub async fn prune(
    admin_url: &str,
    file: Option<&AuditFile>,
    organization: OrganizationId,
    months: u32,
    id: Uuid,
    now: Instant,
) -> StoreResult<u64> {
    if months < LEAST_MONTHS {
        return Err(StoreError::Unfit("entries are kept for six years at least"));
    }
    let keep_from = first_kept(now, months).ok_or(StoreError::Unfit("there are no such months"))?;
    let config: Config =
        admin_url.parse().map_err(|_| StoreError::Unfit("the database's URL cannot be read"))?;
    let (mut client, connection) = config.connect(NoTls).await?;
    let work = async {
        let transaction = client.transaction().await?;
        let gone = in_transaction(&transaction, file, organization, keep_from, id, now).await?;
        transaction.commit().await?;
        drop(client);
        Ok(gone)
    };
    // The connection ends when its client is dropped.
    futures_util::future::join(work, connection).await.0
}

async fn in_transaction(
    transaction: &Transaction<'_>,
    file: Option<&AuditFile>,
    organization: OrganizationId,
    keep_from: DateTime<Utc>,
    id: Uuid,
    now: Instant,
) -> StoreResult<u64> {
    transaction.execute(SET_TENANT, &[&organization.0]).await?;
    let through: i64 = transaction.query_one(THROUGH, &[&organization.0, &keep_from]).await?.get(0);
    let values: [&(dyn ToSql + Sync); 2] = [&organization.0, &through];
    let gone = transaction.execute(KEEP_PLACES, &values).await?;
    if gone == 0 {
        return Ok(0);
    }
    transaction.execute(FORGET_PATIENTS, &values).await?;
    transaction.execute(FORGET, &values).await?;
    let entry = entry(id, number(through), now);
    if let Some(file) = file {
        file.add(organization, std::slice::from_ref(&entry)).await?;
    }
    let (sql, values) = audit::append_all(&[entry]);
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|it| &**it as &(dyn ToSql + Sync)).collect();
    transaction.execute(sql, &values).await?;
    Ok(gone)
}

fn entry(id: Uuid, through: u64, now: Instant) -> AuditEntry {
    AuditEntry {
        id,
        user: None,
        device: None,
        action: "prune",
        resource_type: "audit_trail",
        resource_id: Some(through.to_string()),
        patients: Vec::new(),
        outcome: "done",
        details: "{}".to_owned(),
        ip_address: None,
        user_agent: None,
        at: now,
    }
}

/// Months are kept whole.
fn first_kept(now: Instant, months: u32) -> Option<DateTime<Utc>> {
    let day: NaiveDate = DateTime::from_timestamp(now.0, 0)?.date_naive().with_day(1)?;
    let day = day.checked_sub_months(Months::new(months))?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

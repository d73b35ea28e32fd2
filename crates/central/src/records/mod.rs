//! Medical records: written once, never changed, encrypted under keys that are rotated while everybody works.

pub mod access;
pub mod keys;

use central_store::{AuditEntry, Batch, EncryptedRecord, Store, StoreError, StoreResult, Tenant, WrappedKey};
use clinic_domain::{id::OrganizationId, time::Instant};
use clinic_env::Ids;
use keys::{DataKey, Keks, Unopened};

/// Records that are encrypted anew in one transaction.
const PAGE: i64 = 100;

impl From<Unopened> for StoreError {
    fn from(_: Unopened) -> Self {
        StoreError::Unreadable { table: "medical_records" }
    }
}

/// The key that new records of the organization get: its first is made here.
///
/// # Errors
/// The database's, or a key that the configuration does not open any more.
pub async fn current_key(tenant: &mut Tenant, keks: &Keks, now: Instant) -> StoreResult<DataKey> {
    let organization = tenant.organization();
    if let Some(wrapped) = tenant.current_record_key().await? {
        return Ok(keks.unwrap(organization, &wrapped)?);
    }
    let (_, wrapped) = keks.make(organization, 1)?;
    let mut batch = Batch::default();
    tenant.add_record_key(&mut batch, &wrapped, now);
    tenant.run(batch).await?;
    // Should somebody else have been first, it is theirs.
    let wrapped = tenant.current_record_key().await?.ok_or(StoreError::Unfit("a key was not kept"))?;
    Ok(keks.unwrap(organization, &wrapped)?)
}

/// # Errors
/// The database's, or what does not open.
pub async fn content(tenant: &mut Tenant, keks: &Keks, record: &EncryptedRecord) -> StoreResult<String> {
    let organization = tenant.organization();
    let wrapped = tenant.record_key(record.line.key_version).await?.ok_or(Unopened)?;
    let key = keks.unwrap(organization, &wrapped)?;
    let content = key.decrypt(organization, &record.line, &record.content)?;
    Ok(content.to_string())
}

/// Makes another key for new records; what is there is encrypted anew by the steps that follow. The new key's version.
///
/// # Errors
/// The database's.
pub async fn rotate(
    store: &Store,
    keks: &Keks,
    organization: OrganizationId,
    ids: &Ids,
    now: Instant,
) -> StoreResult<u64> {
    let mut tenant = store.tenant(organization).await?;
    let current = tenant.current_record_key().await?;
    let version = current.map_or(0, |it| it.version) + 1;
    let (_, wrapped) = keks.make(organization, version)?;
    let mut batch = Batch::default();
    tenant.add_record_key(&mut batch, &wrapped, now);
    let entry = AuditEntry {
        resource_id: Some(version.to_string()),
        ..AuditEntry::of_command(ids.next(), "rotate", "record_key", now)
    };
    entry.append(&mut batch);
    tenant.commit(batch).await?;
    Ok(version)
}

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    pub keys_wrapped: usize,
    pub records: usize,
    pub keys_dropped: usize,
}

/// Wraps anew what an older key of the configuration wrapped, encrypts some of the records that lie under an older key of
/// the organization, and drops keys that nothing lies under. Cut off anywhere, the next one goes on.
///
/// # Errors
/// The database's, or a key that the configuration does not open any more.
pub async fn step(store: &Store, keks: &Keks, organization: OrganizationId) -> StoreResult<Renewed> {
    let mut tenant = store.tenant(organization).await?;
    let keys = tenant.record_keys().await?;
    let old: Vec<&WrappedKey> = keys.iter().filter(|it| it.kek != keks.current()).collect();
    if old.is_empty() && keys.len() < 2 {
        tenant.rollback().await?;
        return Ok(Renewed::default());
    }
    let mut batch = Batch::default();
    for it in &old {
        tenant.wrap_record_key_anew(&mut batch, &keks.wrap(organization, &keks.unwrap(organization, it)?)?);
    }
    tenant.run(batch).await?;
    let records = encrypt_some_anew(&mut tenant, keks, &keys).await?;
    let keys_dropped = tenant.drop_unused_record_keys().await?.len();
    tenant.commit(Batch::default()).await?;
    Ok(Renewed { keys_wrapped: old.len(), records, keys_dropped })
}

async fn encrypt_some_anew(tenant: &mut Tenant, keks: &Keks, keys: &[WrappedKey]) -> StoreResult<usize> {
    let organization = tenant.organization();
    let Some(current) = tenant.current_record_key().await? else { return Ok(0) };
    let current = keks.unwrap(organization, &current)?;
    let mut batch = Batch::default();
    let mut renewed = 0;
    for record in tenant.records_under_old_keys(current.version, PAGE).await? {
        let old = keys.iter().find(|it| it.version == record.line.key_version);
        let opened = old.ok_or(Unopened).and_then(|it| {
            let key = keks.unwrap(organization, it)?;
            key.decrypt(organization, &record.line, &record.content)
        });
        let Ok(content) = opened else {
            // It stays under its key, and so does the key.
            tracing::error!(record = %record.line.id, "a medical record does not open");
            continue;
        };
        let anew = current.encrypt(organization, &record.line, &content);
        tenant.encrypt_record_anew(&mut batch, record.line.id, anew, current.version);
        renewed += 1;
    }
    tenant.run(batch).await?;
    Ok(renewed)
}

/// All steps of an organization, until nothing is left to do.
///
/// # Errors
/// The database's.
pub async fn renew(store: &Store, keks: &Keks, organization: OrganizationId) -> StoreResult<Renewed> {
    let mut all = Renewed::default();
    loop {
        let it = step(store, keks, organization).await?;
        all.keys_wrapped += it.keys_wrapped;
        all.records += it.records;
        all.keys_dropped += it.keys_dropped;
        if it == Renewed::default() || it.records == 0 {
            return Ok(all);
        }
    }
}

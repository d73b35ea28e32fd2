//! The check of an organization's whole trail: every entry against its leaf, every leaf against the chain, the chain
//! against its head, against what was signed of it and against the file beside the database.
//!
//! It reads page by page while others write: what stands up to the head that it saw first does not change any more.

use super::checkpoint::{Checkpoint, Signer};
use central_store::{
    Line, Store, StoreResult, Tenant,
    chain::{Finding, Flaw, Link, Walk},
};
use clinic_domain::id::OrganizationId;
use clinic_protocol::hex::hex_of;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

const PAGE: u64 = 2_000;

/// What the database is held against, kept outside of it.
#[derive(Default)]
pub struct Witnesses {
    /// Checkpoints, as they were handed out.
    pub notes: Vec<String>,
    /// The leaves of the file's lines.
    pub leaves: Option<HashSet<String>>,
}

impl Witnesses {
    /// The lines of the file that are about an organization.
    ///
    /// # Errors
    /// The line that cannot be read.
    pub fn read_file(text: &str, organization: OrganizationId) -> anyhow::Result<HashSet<String>> {
        let mut leaves = HashSet::new();
        for (at, line) in text.lines().enumerate() {
            let line: Line = serde_json::from_str(line)
                .map_err(|_| anyhow::anyhow!("line {} of the file cannot be read", at + 1))?;
            if line.organization == organization {
                leaves.insert(line.leaf);
            }
        }
        Ok(leaves)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    pub entries: u64,
    pub checkpoints: usize,
    /// Empty for a trail that is whole.
    pub findings: Vec<Finding>,
}

/// # Errors
/// The database's; what is wrong with the trail is in the report.
pub async fn verify(
    store: &Store,
    signer: &Signer,
    organization: OrganizationId,
    witnesses: &Witnesses,
) -> StoreResult<Report> {
    let mut tenant = store.tenant(organization).await?;
    let head = tenant.audit_head().await?;
    tenant.rollback().await?;
    let mut check =
        Check { walk: Walk::new(organization), organization, signer, held: BTreeMap::new(), checkpoints: 0 };
    if head.has_surplus {
        check.walk.find(head.seq, Flaw::Surplus);
    }
    for note in &witnesses.notes {
        check.hold(note);
    }
    let mut after = 0;
    while after < head.seq {
        let to = (after + PAGE).min(head.seq);
        let mut tenant = store.tenant(organization).await?;
        let links = tenant.audit_links(after, to).await?;
        for it in tenant.checkpoints(after, to).await? {
            check.hold_stored(it.seq, &it.note);
        }
        tenant.rollback().await?;
        check.page(&links, witnesses.leaves.as_ref());
        after = to;
    }
    check.walk.end(head.seq, &head.hash);
    let mut tenant = store.tenant(organization).await?;
    let beyond = tenant.checkpoint_beyond(head.seq).await?;
    let beyond = beyond_head(&mut tenant, beyond).await?;
    tenant.rollback().await?;
    check.end(head.seq, beyond);
    named(store, organization, &mut check.walk).await?;
    Ok(Report { entries: head.seq, checkpoints: check.checkpoints, findings: check.walk.findings })
}

/// A checkpoint with more entries than the head had a moment ago is wrong only if the head does not have them now.
async fn beyond_head(tenant: &mut Tenant, checkpoint: Option<u64>) -> StoreResult<Option<u64>> {
    let now = tenant.audit_head().await?.seq;
    Ok(checkpoint.filter(|it| *it > now))
}

struct Check<'a> {
    walk: Walk,
    organization: OrganizationId,
    signer: &'a Signer,
    /// By number, until the walk comes there.
    held: BTreeMap<u64, Vec<Checkpoint>>,
    checkpoints: usize,
}

impl Check<'_> {
    fn hold(&mut self, note: &str) {
        match self.signer.verify(note) {
            Some(it) if it.organization == self.organization => self.keep(it),
            // Those of other organizations may well stand in the same file.
            Some(_) => {}
            None => self.walk.find(0, Flaw::Signature),
        }
    }

    fn hold_stored(&mut self, seq: u64, note: &str) {
        match self.signer.verify(note) {
            Some(it) if it.organization == self.organization && it.seq == seq => self.keep(it),
            _ => self.walk.find(seq, Flaw::Signature),
        }
    }

    fn keep(&mut self, it: Checkpoint) {
        self.held.entry(it.seq).or_default().push(it);
        self.checkpoints += 1;
    }

    fn page(&mut self, links: &[Link], leaves: Option<&HashSet<String>>) {
        for link in links {
            self.walk.step(link);
            if leaves.is_some_and(|it| !it.contains(&hex_of(&link.leaf))) {
                self.walk.find(link.seq, Flaw::File);
            }
            let signed = self.held.remove(&self.walk.seq()).unwrap_or_default();
            if signed.iter().any(|it| it.hash != *self.walk.hash()) {
                self.walk.find(link.seq, Flaw::Checkpoint);
            }
        }
    }

    /// What is still held is signed for entries that are not there.
    fn end(&mut self, head: u64, beyond: Option<u64>) {
        let held: Vec<u64> = std::mem::take(&mut self.held).into_keys().chain(beyond).collect();
        for seq in held {
            self.walk.find(seq, if seq > head { Flaw::Truncated } else { Flaw::Missing });
        }
    }
}

/// The rows that lead from patients to entries: none that leads where it should not.
async fn named(store: &Store, organization: OrganizationId, walk: &mut Walk) -> StoreResult<()> {
    let mut after = (Uuid::nil(), i64::MIN);
    loop {
        let mut tenant = store.tenant(organization).await?;
        let rows = tenant.audit_named(after, i64::try_from(PAGE).unwrap_or(i64::MAX)).await?;
        tenant.rollback().await?;
        for row in rows.iter().filter(|it| !it.is_true) {
            walk.find(u64::try_from(row.seq).unwrap_or_default(), Flaw::Patients);
        }
        match rows.last() {
            Some(last) => after = (last.patient, last.seq),
            None => return Ok(()),
        }
    }
}

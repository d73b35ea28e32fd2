//! `central audit`: whether the trail is whole, what to hand to witnesses, and what need not be kept any more.

use crate::audit::{
    checkpoint::{Signer, notes},
    verify::{Witnesses, verify},
};
use anyhow::{Context, bail};
use central_store::{AuditFile, LEAST_MONTHS, Store, chain::Finding, prune};
use clap::Subcommand;
use clinic_domain::id::OrganizationId;
use clinic_env::{Clock, Ids};
use std::{fmt::Write, fs, path::PathBuf};

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Look whether an entry of the trail was changed, removed, added or moved, and say which.
    Verify {
        /// One organization; all active ones without it.
        #[arg(long)]
        organization: Option<String>,
        /// Checkpoints that a desk or a witness keeps, one after the other.
        #[arg(long)]
        checkpoints: Option<PathBuf>,
        /// The trail's second copy.
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Print the newest checkpoint of each organization, for a witness to keep.
    Checkpoints,
    /// Remove the entries of months that need not be kept any more; what the chain needs of them stays.
    Prune {
        /// PostgreSQL, as its superuser.
        #[arg(long, env = "DATABASE_ADMIN_URL", hide_env_values = true)]
        admin_url: String,
        /// Whole months that are kept before this one; six years at least.
        #[arg(long, default_value_t = LEAST_MONTHS)]
        months: u32,
        /// The trail's second copy, where there is one.
        #[arg(long)]
        file: Option<PathBuf>,
    },
}

/// What to print.
///
/// # Errors
/// The trail is not whole, or could not be read.
pub async fn run(
    store: &Store,
    signer: &Signer,
    clock: Clock,
    command: AuditCommand,
) -> anyhow::Result<String> {
    match command {
        AuditCommand::Verify { organization, checkpoints, file } => {
            let organizations = match organization {
                Some(slug) => vec![named(store, &slug).await?],
                None => store.active_organizations().await?,
            };
            let read = |path: PathBuf| {
                fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
            };
            let notes = checkpoints.map(read).transpose()?.map(|it| notes(&it)).unwrap_or_default();
            verify_all(store, signer, &organizations, notes, file.map(read).transpose()?.as_deref()).await
        }
        AuditCommand::Checkpoints => newest(store).await,
        AuditCommand::Prune { admin_url, months, file } => {
            let file =
                file.map(|it| AuditFile::open(&it)).transpose().context("the file cannot be opened")?;
            let ids = Ids::new(clock);
            let mut said = String::new();
            for organization in store.active_organizations().await? {
                let now = clock.now();
                let gone = prune(&admin_url, file.as_ref(), organization, months, ids.next(), now).await?;
                writeln!(said, "{organization}: {gone} entries gone")?;
            }
            Ok(said)
        }
    }
}

/// # Errors
/// No active organization has that name.
pub async fn named(store: &Store, slug: &str) -> anyhow::Result<OrganizationId> {
    store.organization_by_slug(slug).await?.with_context(|| format!("no organization is called '{slug}'"))
}

async fn verify_all(
    store: &Store,
    signer: &Signer,
    organizations: &[OrganizationId],
    notes: Vec<String>,
    file: Option<&str>,
) -> anyhow::Result<String> {
    let mut said = String::new();
    let mut witnesses = Witnesses { notes, leaves: None };
    let mut flaws = 0;
    for organization in organizations {
        witnesses.leaves = file.map(|it| Witnesses::read_file(it, *organization)).transpose()?;
        let report = verify(store, signer, *organization, &witnesses).await?;
        let (entries, checkpoints) = (report.entries, report.checkpoints);
        flaws += report.findings.len();
        let state = if report.findings.is_empty() { "whole" } else { "NOT WHOLE" };
        writeln!(said, "{organization}: {state}, {entries} entries, {checkpoints} checkpoints")?;
        for Finding { seq, flaw } in report.findings {
            writeln!(said, "  entry {seq}: {flaw}")?;
        }
    }
    if flaws > 0 {
        bail!("the audit trail is not whole\n{said}");
    }
    Ok(said)
}

async fn newest(store: &Store) -> anyhow::Result<String> {
    let mut said = String::new();
    for organization in store.active_organizations().await? {
        let mut tenant = store.tenant(organization).await?;
        if let Some(checkpoint) = tenant.last_checkpoint().await? {
            writeln!(said, "{}", checkpoint.note)?;
        }
        tenant.rollback().await?;
    }
    Ok(said)
}

//! `central keys`: the keys of a new service, and other keys for medical records, while everybody works.

use super::audit::named;
use crate::{
    auth::{
        factor, identity,
        secrets::{Resealed, Secrets},
        token::KeyPair,
    },
    records::{self, Renewed, keys::Keks},
    salvage,
};
use anyhow::{Context, bail};
use central_store::{AuditEntry, Batch, SealedAt, Store, Tenant};
use clap::Subcommand;
use clinic_env::{Clock, Ids};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};
use uuid::Uuid;

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Make every key that the configuration names, in a folder that has none of them.
    Create {
        #[arg(long)]
        folder: PathBuf,
    },
    /// Give an organization a new key, or put all keys under the first key of the configuration.
    Rotate {
        /// The organization whose records are to lie under a new key.
        #[arg(long, required_unless_present = "kek", conflicts_with = "kek")]
        organization: Option<String>,
        /// Wrap the keys of every organization anew.
        #[arg(long)]
        kek: bool,
    },
    /// Seal everything under `secret_key` that lies under one of `old_secret_keys`, which are of no use afterwards.
    Reseal,
}

/// What to put into the configuration.
///
/// # Errors
/// One of the files is there already, or cannot be written.
pub fn create(folder: &Path) -> anyhow::Result<String> {
    let (token, audit) = (KeyPair::new(), KeyPair::new());
    let (secret, record) = (Secrets::new_text(), Secrets::new_text());
    let files = [
        ("token.pem", token.private.as_str()),
        ("token.pub.pem", token.public.as_str()),
        ("audit.pem", audit.private.as_str()),
        ("secret.key", secret.as_str()),
        ("record.key", record.as_str()),
    ];
    fs::create_dir_all(folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
    }
    let at = |name: &str| folder.join(name).display().to_string();
    Ok(format!(
        "token_key = \"{}\"\ntoken_public_key = \"{}\"\naudit_key = \"{}\"\nsecret_key = \"{}\"\n\
         record_keys = [{{ id = \"first\", path = \"{}\" }}]",
        at("token.pem"),
        at("token.pub.pem"),
        at("audit.pem"),
        at("secret.key"),
        at("record.key"),
    ))
}

/// What to print. Cut off, the service goes on with it.
///
/// # Errors
/// The database's, or a key that the configuration does not have.
pub async fn rotate(
    store: &Store,
    keks: &Keks,
    clock: Clock,
    organization: Option<String>,
) -> anyhow::Result<String> {
    let organizations = match organization {
        Some(slug) => {
            let organization = named(store, &slug).await?;
            records::rotate(store, keks, organization, &Ids::new(clock), clock.now()).await?;
            vec![organization]
        }
        None => store.active_organizations().await?,
    };
    let mut said = String::new();
    for organization in organizations {
        let Renewed { keys_wrapped, records, keys_dropped } =
            records::renew(store, keks, organization).await?;
        writeln!(
            said,
            "{organization}: {keys_wrapped} keys wrapped anew, {records} records encrypted anew, \
             {keys_dropped} old keys gone"
        )?;
    }
    Ok(said)
}

/// Lines of one transaction.
const PAGE: i64 = 500;

/// Seals everything under the current key. What to print. Cut off, another run goes on with it.
///
/// # Errors
/// The database's, or something that no key of the configuration opens: everything else is done by then.
pub async fn reseal(store: &Store, secrets: &Secrets, clock: Clock) -> anyhow::Result<String> {
    let (mut said, mut unopened) = (String::new(), 0);
    for organization in store.active_organizations().await? {
        let mut tenant = store.tenant(organization).await?;
        let sealed = tenant.sealed_secrets().await?;
        let mut done = seal_anew(tenant, secrets, sealed, clock).await?;
        let mut after = Uuid::nil();
        loop {
            let mut tenant = store.tenant(organization).await?;
            let sealed = tenant.sealed_lines(after, PAGE).await?;
            let Some((SealedAt::Salvaged { id, .. }, _)) = sealed.last() else {
                tenant.rollback().await?;
                break;
            };
            after = *id;
            let of_page = seal_anew(tenant, secrets, sealed, clock).await?;
            done = (done.0 + of_page.0, done.1 + of_page.1);
        }
        unopened += done.1;
        writeln!(said, "{organization}: {} sealed anew, {} that no key opens", done.0, done.1)?;
    }
    if unopened > 0 {
        bail!("some of it no key of 'secret_key' and 'old_secret_keys' opens\n{said}");
    }
    Ok(said)
}

/// How many were sealed anew, and how many no key opens.
async fn seal_anew(
    tenant: Tenant,
    secrets: &Secrets,
    sealed: Vec<(SealedAt, Vec<u8>)>,
    clock: Clock,
) -> anyhow::Result<(usize, usize)> {
    let organization = tenant.organization();
    let (mut batch, mut anew, mut unopened) = (Batch::default(), 0, 0);
    for (at, bytes) in sealed {
        let resealed = match &at {
            SealedAt::Factor(person) | SealedAt::PendingFactor(person) => {
                secrets.reseal(&bytes, &factor::context(&organization, person))
            }
            SealedAt::ClientSecret { issuer } => {
                secrets.reseal(&bytes, &identity::secret_context(&organization, issuer))
            }
            SealedAt::Salvaged { device, .. } => {
                secrets.reseal(&bytes, &salvage::context(&organization, device))
            }
        };
        match resealed {
            Resealed::AsItIs => {}
            Resealed::Unopened => unopened += 1,
            Resealed::Anew(bytes) => {
                tenant.seal_anew(&mut batch, &at, bytes);
                anew += 1;
            }
        }
    }
    if anew > 0 {
        let entry = AuditEntry::of_command(Ids::new(clock).next(), "reseal", "secret", clock.now());
        let details = serde_json::json!({ "by": "command", "sealed_anew": anew }).to_string();
        AuditEntry { details, ..entry }.append(&mut batch);
    }
    tenant.commit(batch).await?;
    Ok((anew, unopened))
}

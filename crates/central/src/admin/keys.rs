//! `central keys`: the keys of a new service, and other keys for medical records, while everybody works.

use super::audit::named;
use crate::{
    auth::{secrets::Secrets, token::KeyPair},
    records::{self, Renewed, keys::Keks},
};
use anyhow::Context;
use central_store::Store;
use clap::Subcommand;
use clinic_env::{Clock, Ids};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

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

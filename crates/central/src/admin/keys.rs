//! `central keys`: other keys for medical records, while everybody works.

use super::audit::named;
use crate::records::{self, Renewed, keys::Keks};
use central_store::Store;
use clap::Subcommand;
use clinic_env::{Clock, Ids};
use std::fmt::Write;

#[derive(Subcommand)]
pub enum KeysCommand {
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

/// What to print. Cut off, the service goes on with it.
///
/// # Errors
/// The database's, or a key that the configuration does not have.
pub async fn run(store: &Store, keks: &Keks, clock: Clock, command: KeysCommand) -> anyhow::Result<String> {
    let KeysCommand::Rotate { organization, kek: _ } = command;
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

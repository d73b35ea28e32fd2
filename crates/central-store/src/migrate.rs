//! Brings a database's schema up to date, as an administrator of the database; the service itself cannot.

use crate::{
    error::{StoreError, StoreResult},
    link::link,
};

mod steps {
    refinery::embed_migrations!("../../migrations/central");
}

/// How many steps were taken: 0 for a schema that is up to date.
///
/// # Errors
/// [`StoreError::Migration`] says which step failed; the steps before it stand.
pub async fn migrate(admin_url: &str) -> StoreResult<usize> {
    let (mut config, tls) = link(admin_url)?;
    // The first step gives the database another path, and the list of steps taken has to be found where it was made.
    config.options("-c search_path=public");
    let (mut client, connection) = config.connect(tls).await?;
    let steps = async {
        let report = steps::migrations::runner().run_async(&mut client).await;
        drop(client);
        report.map(|it| it.applied_migrations().len())
    };
    // The connection ends when its client is dropped.
    let (report, _) = futures_util::future::join(steps, connection).await;
    report.map_err(|error| StoreError::Migration { reason: error.to_string() })
}

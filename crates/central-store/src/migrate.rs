//! Brings a database's schema up to date, as an administrator of the database; the service itself cannot.

use crate::{
    error::{StoreError, StoreResult},
    link::link,
    lint::lint,
};

/// What this program expects of a database's schema, step by step.
pub(crate) fn expected() -> Vec<(i32, String)> {
    let runner = steps::migrations::runner();
    let mut steps: Vec<(i32, String)> =
        runner.get_migrations().iter().map(|it| (it.version(), it.checksum().to_string())).collect();
    steps.sort();
    steps
}

mod steps {
    refinery::embed_migrations!("../../migrations/central");
}

/// How many steps were taken: 0 for a schema that is up to date.
///
/// # Errors
/// [`StoreError::Migration`] says which step failed, and the steps before it stand; or which rule of the wall between
/// organizations the schema breaks.
pub async fn migrate(admin_url: &str) -> StoreResult<usize> {
    let (mut config, tls) = link(admin_url)?;
    // The first step gives the database another path, and the list of steps taken has to be found where it was made.
    config.options("-c search_path=public");
    let (client, connection) = config.connect(tls).await?;
    let steps = async move {
        // The connection ends with its client.
        let mut client = client;
        let report = steps::migrations::runner().run_async(&mut client).await;
        let report = report.map_err(|error| StoreError::Migration { reason: error.to_string() })?;
        let findings = lint(&client).await?;
        if findings.is_empty() {
            return Ok(report.applied_migrations().len());
        }
        let broken: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Err(StoreError::Migration { reason: broken.join("; ") })
    };
    futures_util::future::join(steps, connection).await.0
}

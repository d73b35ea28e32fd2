//! What nobody asks for and everybody relies on: the trail is signed, read by the rules and told of, and records move to
//! newer keys. Each step is also called by the tests; several instances may do it at once.

use crate::{app::App, audit::checkpoint, records, security};
use central_store::StoreResult;
use std::{sync::Arc, time::Duration};

/// Whoever watches hears within a minute.
const EVERY: Duration = Duration::from_secs(20);

/// Goes on until it is dropped: what is cut off is begun anew.
pub async fn run(app: Arc<App>) {
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = round(&app).await {
            tracing::warn!(%error, "the trail is not watched for the moment");
        }
    }
}

/// Everything that is due now. What fails in one organization holds up none of the others.
///
/// # Errors
/// The first of the database's.
pub async fn round(app: &App) -> StoreResult<()> {
    let mut done = Ok(());
    for organization in app.store.active_organizations().await? {
        let signed = checkpoint::sign_due(&app.store, &app.signer, organization, app.clock.now()).await;
        let read = security::step(app, organization).await.map(|_| ());
        let renewed = records::renew(&app.store, &app.keks, organization).await.map(|_| ());
        done = done.and(signed.map(|_| ())).and(read).and(renewed);
    }
    done
}

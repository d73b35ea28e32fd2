//! What nobody asks for and everybody relies on: the trail is signed, read by the rules and told of, and records move to
//! newer keys. Several instances may do it at once; what is cut off is begun anew.

use crate::{app::App, audit::checkpoint, records, security};
use central_store::StoreResult;

/// Everything that is due now. What fails in one organization holds up none of the others.
///
/// # Errors
/// The first of the database's.
pub async fn round(app: &App) -> StoreResult<()> {
    let mut done = Ok(());
    for organization in app.store.active_organizations().await? {
        let signed = checkpoint::sign_due(&app.store, &app.signer, organization, app.clock.now()).await;
        let read = security::step(app, organization).await;
        let told = security::tell(app, organization).await;
        let renewed = records::renew(&app.store, &app.keks, organization).await;
        done =
            done.and(signed.map(|_| ())).and(read.map(|_| ())).and(told.map(|_| ())).and(renewed.map(|_| ()));
    }
    done
}

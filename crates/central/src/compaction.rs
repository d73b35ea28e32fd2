//! Lets go of changes that nobody needs any more, once a day.
//!
//! Invariants: a desk that comes back within the time that is configured reads on from its cursor; one that comes back later
//! is told so, and a first sync that goes on reads what changed since it began for as long.

use crate::app::App;
use central_store::{Ages, Goes, Mark, StoreResult};
use clinic_domain::id::OrganizationId;

const DAY: i64 = 86_400;
/// Changes of one transaction: a day on which a clinic was imported has a million.
const AT_ONCE: u32 = 20_000;
/// As long as desks keep what they sent: what an operation left of a row is asked for by what was decided on it.
const REPLACED_DAYS: i64 = 30;

/// # Errors
/// The database's: what is left is done the next time.
pub async fn compact(app: &App, organization: OrganizationId) -> StoreResult<()> {
    let now = app.clock.now();
    let ages = Ages {
        replaced_before: now.plus_seconds(-REPLACED_DAYS * DAY),
        all_before: now.plus_seconds(-i64::from(app.config.keep_changes_days) * DAY),
    };
    let marks = app.store.tenant(organization).await?;
    for mark in marks.mark_changes(now, now.plus_seconds(-DAY), ages).await? {
        match mark.goes {
            Goes::Replaced { since } => forget_replaced(app, organization, since, mark).await?,
            Goes::All => {
                // Nobody books meanwhile only as long as it takes to say so.
                app.store.tenant(organization).await?.raise_floor(mark).await?;
                while app.store.tenant(organization).await?.forget_below(mark, AT_ONCE).await? {}
            }
        }
    }
    Ok(())
}

async fn forget_replaced(app: &App, organization: OrganizationId, since: u64, mark: Mark) -> StoreResult<()> {
    let mut after = since;
    while after < mark.seq {
        let to = mark.seq.min(after + u64::from(AT_ONCE));
        app.store.tenant(organization).await?.forget_replaced((after, to)).await?;
        after = to;
    }
    app.store.tenant(organization).await?.note_compacted(mark).await
}

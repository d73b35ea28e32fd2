//! What the service does by itself, beside answering: an organization at a time, by steps that tests call as well.
//!
//! Several instances may work at once: what one has taken, the others pass over.

use crate::{app::App, compaction, deferred, events, messages, metrics, watch};
use central_store::{Batch, StoreError, StoreResult};
use clinic_domain::id::OrganizationId;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, watch::Sender};

/// What nobody woke us for is found after this.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Whoever watches over an organization hears within a minute.
const WATCH_SECONDS: i64 = 20;
const OUTDATED_SECONDS: i64 = 60;
const ANY_SECONDS: i64 = 600;
/// So long an event stays after it was dealt with: a month.
const EVENT_SECONDS: i64 = 30 * 86_400;

/// Says that something was written, and when to end.
#[derive(Default)]
pub struct Wake {
    written: Notify,
    is_over: Sender<bool>,
}

impl Wake {
    /// Something was written that somebody has to act on.
    pub fn wake(&self) {
        self.written.notify_one();
    }

    /// What is begun is finished, and nothing else begun.
    pub fn end(&self) {
        self.is_over.send_replace(true);
        self.written.notify_one();
    }

    /// Whoever waits for something new need not any longer.
    pub async fn ended(&self) {
        // The sender is ours: it is there for as long as anybody can ask.
        let _ = self.is_over.subscribe().wait_for(|it| *it).await;
    }

    fn is_over(&self) -> bool {
        *self.is_over.borrow()
    }
}

/// Works until it is told to end.
pub async fn run(app: Arc<App>) {
    let mut done = Windows::default();
    while !app.wake.is_over() {
        match turn(&app, done).await {
            Ok(windows) => done = windows,
            Err(error) => tracing::warn!(%error, "what is to be done waits for the database"),
        }
        // Whoever is woken while a round is on finds the sign afterwards.
        if tokio::time::timeout(LOOK_AGAIN, app.wake.written.notified()).await.is_err() {
            metrics::keep_up();
        }
    }
}

/// Of which stretches of time everything was done.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Windows {
    minute: Option<i64>,
    hour: Option<i64>,
    watched: Option<i64>,
}

async fn turn(app: &Arc<App>, done: Windows) -> StoreResult<Windows> {
    let now = app.clock.now().0;
    let windows = Windows {
        minute: Some(now.div_euclid(60)),
        hour: Some(now.div_euclid(3_600)),
        watched: Some(now.div_euclid(WATCH_SECONDS)),
    };
    round(app).await?;
    if windows.watched != done.watched {
        watch::round(app).await?;
    }
    if windows.minute != done.minute {
        each_minute(app).await?;
    }
    // Also at the start: this version may read what the one before could not.
    if windows.hour != done.hour {
        each_hour(app).await?;
    }
    Ok(windows)
}

/// Everything that is due now.
///
/// # Errors
/// The database's: what is left is done the next time.
pub async fn round(app: &App) -> StoreResult<()> {
    for organization in app.store.organizations_with_events(app.clock.now()).await? {
        if app.wake.is_over() {
            return Ok(());
        }
        go_on(events::step(app, organization).await)?;
    }
    for organization in app.store.organizations_with_messages(app.clock.now()).await? {
        if app.wake.is_over() {
            return Ok(());
        }
        go_on(messages::send(app, organization).await)?;
    }
    Ok(())
}

/// One organization's trouble is not the others': only where the database is not to be had all of them wait.
fn go_on(done: StoreResult<impl Sized>) -> StoreResult<()> {
    match done {
        Err(error @ (StoreError::Unavailable | StoreError::LeftAlone { .. })) => Err(error),
        Err(error) => {
            tracing::error!(%error, "what was to be done for an organization was not done");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// Counts what is outdated, forgets what is settled, and looks on the way whether an organization sees another one's rows.
///
/// # Errors
/// The database's.
pub async fn each_minute(app: &App) -> StoreResult<()> {
    let now = app.clock.now();
    let (outdated, any) = (now.plus_seconds(-OUTDATED_SECONDS), now.plus_seconds(-ANY_SECONDS));
    let organizations = app.store.organizations_to_count(outdated, any).await?;
    for organization in &organizations {
        if app.wake.is_over() {
            return Ok(());
        }
        forget(app, *organization).await?;
        app.store.tenant(*organization).await?.count_figures(now).await?;
        probe_wall(app, *organization, &organizations).await?;
    }
    Ok(())
}

/// Decides what came before its time, and lets go of what has had it.
///
/// # Errors
/// The database's.
pub async fn each_hour(app: &Arc<App>) -> StoreResult<()> {
    for organization in app.store.active_organizations().await? {
        if app.wake.is_over() {
            return Ok(());
        }
        go_on(deferred::decide(app, organization).await)?;
        go_on(compaction::compact(app, organization).await)?;
    }
    Ok(())
}

async fn forget(app: &App, organization: OrganizationId) -> StoreResult<()> {
    let tenant = app.store.tenant(organization).await?;
    let mut batch = Batch::default();
    tenant.forget_events(&mut batch, app.clock.now().plus_seconds(-EVENT_SECONDS));
    tenant.forget_texts(&mut batch, app.clock.now());
    tenant.commit(batch).await.map(|_| ())
}

async fn probe_wall(app: &App, organization: OrganizationId, among: &[OrganizationId]) -> StoreResult<()> {
    let Some(stranger) = among.iter().find(|it| **it != organization) else { return Ok(()) };
    let mut tenant = app.store.tenant(organization).await?;
    for table in tenant.breaches_of_the_wall(*stranger).await? {
        tracing::error!(table, "an organization sees rows of another one");
        metrics::isolation_violation();
    }
    tenant.rollback().await
}

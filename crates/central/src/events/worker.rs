//! Takes an organization's events to the handlers.
//!
//! As a rule a batch of events goes through every handler in one transaction. Where the database refuses what a handler
//! writes, that transaction is gone with all of it: then each delivery is set apart and tried alone, so that the one which
//! fails fails by itself.

use super::handlers::{Failure, Handler, Outcome};
use crate::{app::App, metrics};
use central_store::{Batch, Delivery, DueDelivery, Happened, StoreError, StoreResult, Tenant};
use clinic_domain::{id::OrganizationId, time::Instant};
use uuid::Uuid;

/// How many events go through the handlers together.
const TOGETHER: u32 = 100;
/// After so many a person has to look.
pub const MOST_ATTEMPTS: u32 = 8;
const FIRST_DELAY_SECONDS: i64 = 5;
const LONGEST_DELAY_SECONDS: i64 = 3600;

/// What one step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stepped {
    /// Events that went through their first round.
    pub events: usize,
    /// Deliveries that were tried again.
    pub again: usize,
    /// Attempts that failed.
    pub failed: usize,
}

/// Deals with what is pending and due in an organization now. Several instances may do it at once.
///
/// # Errors
/// The database's, when it cannot be reached: nothing is lost, and nothing counts as an attempt.
pub async fn step(app: &App, organization: OrganizationId) -> StoreResult<Stepped> {
    let mut stepped = Stepped::default();
    loop {
        let (events, failed) = first_round(app, organization).await?;
        stepped.events += events;
        stepped.failed += failed;
        if events < TOGETHER as usize {
            break;
        }
    }
    while let Some(failed) = try_again(app, organization).await? {
        stepped.again += 1;
        stepped.failed += usize::from(failed);
    }
    Ok(stepped)
}

/// How many events it dealt with, and how many deliveries failed.
async fn first_round(app: &App, organization: OrganizationId) -> StoreResult<(usize, usize)> {
    let now = app.clock.now();
    let mut tenant = app.store.tenant(organization).await?;
    let events = tenant.pending_events(TOGETHER).await?;
    if events.is_empty() {
        tenant.rollback().await?;
        return Ok((0, 0));
    }
    let error = match round(app, &mut tenant, &events, now).await {
        Ok((batch, deliveries)) => match tenant.commit(batch).await {
            Ok(_) => {
                metrics::delivered(&deliveries);
                let failed = deliveries.iter().filter(|it| it.state != "done").count();
                return Ok((events.len(), failed));
            }
            Err(error) => error,
        },
        Err(error) => error,
    };
    if error.is_retryable() {
        return Err(error);
    }
    tracing::warn!(%error, "events could not be dealt with together: each is tried alone");
    set_apart(app, organization, now).await
}

async fn round(
    app: &App,
    tenant: &mut Tenant,
    events: &[Happened],
    now: Instant,
) -> StoreResult<(Batch, Vec<Delivery>)> {
    let (mut batch, mut deliveries) = (Batch::default(), Vec::new());
    for handler in Handler::ALL {
        let outcomes = handler.handle(app, tenant, &mut batch, events, now).await?;
        deliveries.extend(
            events.iter().zip(outcomes).map(|(event, outcome)| delivery(event.id, *handler, 0, outcome, now)),
        );
    }
    tenant.distribute(&mut batch, &deliveries);
    Ok((batch, deliveries))
}

async fn set_apart(app: &App, organization: OrganizationId, now: Instant) -> StoreResult<(usize, usize)> {
    let mut tenant = app.store.tenant(organization).await?;
    let events = tenant.pending_events(TOGETHER).await?;
    let waiting = |event: &Happened, handler: &Handler| Delivery {
        event: event.id,
        handler: handler.as_str(),
        state: "waiting",
        attempts: 0,
        due_at: now,
        code: String::new(),
    };
    let deliveries: Vec<Delivery> =
        events.iter().flat_map(|event| Handler::ALL.iter().map(|it| waiting(event, it))).collect();
    let mut batch = Batch::default();
    tenant.distribute(&mut batch, &deliveries);
    tenant.commit(batch).await?;
    Ok((events.len(), 0))
}

/// One delivery that is due, alone; whether it failed. `None` when none is due.
async fn try_again(app: &App, organization: OrganizationId) -> StoreResult<Option<bool>> {
    let now = app.clock.now();
    let mut tenant = app.store.tenant(organization).await?;
    let Some(due) = tenant.due_delivery(now).await? else {
        tenant.rollback().await?;
        return Ok(None);
    };
    let Ok(handler) = due.handler.parse::<Handler>() else {
        tracing::error!(handler = due.handler, "an event waits for a handler that there is none of");
        return Ok(None);
    };
    let error = match alone(app, tenant, handler, &due, now).await {
        Ok(delivery) => {
            metrics::delivered(std::slice::from_ref(&delivery));
            return Ok(Some(delivery.state != "done"));
        }
        Err(error) if error.is_retryable() => return Err(error),
        Err(error) => error,
    };
    tracing::warn!(%error, event = %due.event.id, handler = %handler, "an event could not be dealt with");
    let failure = Failure(code_of(&error));
    let delivery = delivery(due.event.id, handler, due.attempts, Err(failure), now);
    let tenant = app.store.tenant(organization).await?;
    let mut batch = Batch::default();
    tenant.fail_delivery(&mut batch, &due, &delivery);
    tenant.commit(batch).await?;
    metrics::delivered(std::slice::from_ref(&delivery));
    Ok(Some(true))
}

async fn alone(
    app: &App,
    mut tenant: Tenant,
    handler: Handler,
    due: &DueDelivery,
    now: Instant,
) -> StoreResult<Delivery> {
    let mut batch = Batch::default();
    let events = std::slice::from_ref(&due.event);
    let outcome = handler.handle(app, &mut tenant, &mut batch, events, now).await?;
    let outcome = outcome.into_iter().next().unwrap_or(Ok(()));
    let delivery = delivery(due.event.id, handler, due.attempts, outcome, now);
    tenant.deliver(&mut batch, std::slice::from_ref(&delivery));
    tenant.commit(batch).await?;
    Ok(delivery)
}

fn delivery(event: Uuid, handler: Handler, before: u32, outcome: Outcome, now: Instant) -> Delivery {
    let attempts = before + 1;
    let (state, due_at, code) = match outcome {
        Ok(()) => ("done", now, ""),
        Err(Failure(code)) if attempts >= MOST_ATTEMPTS => ("dead", now, code),
        Err(Failure(code)) => ("waiting", now.plus_seconds(delay(event, attempts)), code),
    };
    Delivery { event, handler: handler.as_str(), state, attempts, due_at, code: code.to_owned() }
}

/// Twice as long each time, and up to half of it less: what failed together does not come again together.
fn delay(event: Uuid, attempts: u32) -> i64 {
    let longest = FIRST_DELAY_SECONDS.saturating_mul(1 << attempts.min(20)).min(LONGEST_DELAY_SECONDS) / 2;
    // The end of an id is random.
    let share = i64::from(event.as_bytes()[15]);
    longest + longest * share / 255
}

fn code_of(error: &StoreError) -> &'static str {
    match error {
        StoreError::Constraint { .. } => "constraint",
        StoreError::Unreadable { .. } => "unreadable_row",
        _ => "refused_by_database",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_an_hour_and_is_shortened_by_half_at_most() {
        for attempts in 1..40 {
            let full = (5 * (1_i64 << attempts.min(20))).min(3600);
            let (shortest, longest) = (delay(Uuid::nil(), attempts), delay(Uuid::max(), attempts));
            assert_eq!((shortest, longest), (full / 2, full / 2 * 2), "{attempts}");
        }
    }
}

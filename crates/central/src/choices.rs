//! Which times people choose among at desks now: what the other desks show as being booked, before it is.
//!
//! Invariants: nothing of it is in the book or decides anything; no patient is in it; what a desk said is gone half a minute
//! after it said so. Instances agree through the database, in a table that is never flushed.

use crate::{
    http::{Cx, Problem},
    routes::LONG_POLL,
};
use central_store::{Batch, Chosen, Tenant};
use clinic_domain::{
    id::{DeviceId, ResourceId},
    time::Instant,
};
use clinic_protocol::sync::{CHOICE_SECONDS, Choice, Choices, OthersChoice};

/// The longest visit.
const MOST_SECONDS: i64 = 86_400;

/// What somebody chooses among at this desk from now on, in place of what was there. What the others choose among.
///
/// # Errors
/// A resource that there is not, a time that ends before it begins, or the database's.
pub async fn choose(cx: &Cx, choices: &[Choice]) -> Result<Choices, Problem> {
    let caller = cx.caller()?;
    for (at, it) in choices.iter().enumerate() {
        if caller.configuration.setup.resource(ResourceId(it.resource)).is_none() {
            return Err(Problem::invalid(
                format!("body.choices.{at}.resource"),
                "There is no such resource.",
            ));
        }
        if !(1..=MOST_SECONDS).contains(&(it.end - it.start)) {
            let title = "It ends after it began, within a day.";
            return Err(Problem::invalid(format!("body.choices.{at}.end"), title));
        }
    }
    let device = desk(cx)?;
    let (mut tenant, mut batch) = (cx.tenant().await?, Batch::default());
    let body = serde_json::to_string(choices).map_err(|_| Problem::internal())?;
    let until = cx.now.plus_seconds(CHOICE_SECONDS.into());
    tenant.choose(&mut batch, device, caller.person.id, body, until);
    tenant.run(batch).await?;
    let others = others_in(&mut tenant, device, cx.now).await?;
    tenant.commit(Batch::default()).await?;
    cx.app.chose(caller.organization, others.revision);
    Ok(others)
}

/// What the others choose among, as soon as it is something else than what was seen; the same after a while.
///
/// # Errors
/// The database's.
pub async fn others(cx: &Cx, seen: Option<u64>) -> Result<Choices, Problem> {
    let organization = cx.caller()?.organization;
    let mut heard = cx.app.heads.watch(organization);
    let now = others_now(cx).await?;
    if seen != Some(now.revision) {
        return Ok(now);
    }
    cx.app.heads.chose(organization, now.revision);
    tokio::select! {
        _ = heard.wait_for(|it| it.choices != now.revision) => {},
        () = cx.app.wake.ended() => {},
        () = tokio::time::sleep(LONG_POLL) => {},
    }
    others_now(cx).await
}

async fn others_now(cx: &Cx) -> Result<Choices, Problem> {
    let mut tenant = cx.tenant().await?;
    let others = others_in(&mut tenant, desk(cx)?, cx.app.clock.now()).await?;
    tenant.rollback().await?;
    Ok(others)
}

async fn others_in(tenant: &mut Tenant, own: DeviceId, now: Instant) -> Result<Choices, Problem> {
    let chosen = tenant.chosen().await?;
    let revision = chosen.iter().map(|it| it.revision).sum();
    let others = chosen.iter().filter(|it| it.device != own && now < it.until);
    Ok(Choices { revision, choices: others.flat_map(|it| said(it, now)).collect() })
}

fn said(it: &Chosen, now: Instant) -> Vec<OthersChoice> {
    let (device, person) = (it.device.0, it.person.0);
    let seconds = u32::try_from(it.until.0 - now.0).unwrap_or_default();
    let choices: Vec<Choice> = serde_json::from_str(&it.body).unwrap_or_default();
    choices.into_iter().map(|choice| OthersChoice { device, person, choice, seconds }).collect()
}

fn desk(cx: &Cx) -> Result<DeviceId, Problem> {
    cx.caller()?.device.ok_or_else(Problem::not_permitted)
}

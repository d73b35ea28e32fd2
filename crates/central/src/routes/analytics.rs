//! Daily capacity: how much time each provider has, how much of it is booked, and how much was lost.

use super::views::time::Day;
use crate::{
    http::{Access, Act, Cx, Input, Nothing, Problem, Route},
    shared::{CacheKey, Cached},
};
use axum::{Json, http::Method};
use central_store::{Batch, Configuration, DayCount, Tenant};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::AppointmentStatus as S,
    arbiter::{Around, Loaded, Want},
    availability::{Book, DayPartKind, free_time, reach, working_time},
    id::{LocationId, ResourceId},
    people::Permission,
    resource::ResourceKind,
    time::{Instant, Period, local_day},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const MOST_DAYS: i64 = 31;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::GET,
        "/v1/analytics/capacity",
        "read_capacity",
        "Each provider's time of each day: worked, booked, free and lost",
        Access::May(Permission::ViewReports),
        read,
    )]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct CapacityQuery {
    pub location: LocationId,
    pub from: Day,
    /// Included; at most 31 days.
    pub to: Day,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Capacity {
    /// By day, then by provider.
    pub days: Vec<CapacityDay>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CapacityDay {
    pub day: Day,
    pub provider: ResourceId,
    /// In which they work.
    pub working_minutes: i64,
    /// Of visits that are booked or took place.
    pub booked_minutes: u64,
    /// Of their working time that nothing takes up as things stand.
    pub free_minutes: i64,
    pub visits: u64,
    pub no_shows: u64,
    pub cancelled: u64,
}

async fn read(cx: Cx, input: Input<Nothing, CapacityQuery>) -> Result<Json<Capacity>, Problem> {
    let mut tenant = cx.tenant().await?;
    let CapacityQuery { location, from: Day(from), to: Day(to) } = input.query;
    let counter = tenant.counter().await?;
    let key = CacheKey::new(Cached::Capacity { location, from, to }, cx.caller()?, &counter);
    let known = cx.app.recall(&key).await;
    let is_known = known.is_some();
    let capacity = match known {
        Some(known) => known,
        None => Capacity { days: capacity(&cx, &mut tenant, &input.query).await?.0 },
    };
    cx.finish(tenant, Batch::default(), Act::done("read", "capacity").on(location)).await?;
    if !is_known {
        cx.app.remember(&key, &capacity).await;
    }
    Ok(Json(capacity))
}

/// The capacity of a location's providers, and the setup that it is about.
///
/// # Errors
/// The location is not there, or the period is too long.
pub async fn capacity(
    cx: &Cx,
    tenant: &mut Tenant,
    query: &CapacityQuery,
) -> Result<(Vec<CapacityDay>, Arc<Configuration>), Problem> {
    let CapacityQuery { location, from: Day(from), to: Day(to) } = *query;
    let length = (to - from).num_days();
    if !(0..MOST_DAYS).contains(&length) {
        return Err(Problem::invalid("query.to", "The period is too long, or ends before it begins."));
    }
    let counter = tenant.counter().await?;
    let configuration = cx.app.configuration_in(tenant, counter.setup_seq).await?;
    let setup = &configuration.setup;
    let place = setup.location(location).ok_or_else(Problem::not_found)?;
    let within = Period::new(local_day(place.zone, from).start(), local_day(place.zone, to).end());
    let within = within.ok_or_else(Problem::internal)?;
    let (resources, period) = reach(setup, location, within);
    let around = Around { resources, period, now: cx.now };
    let mut batch = Batch::default();
    let busy = tenant.ask(&mut batch, [Want::Busy(around.clone())]);
    let mut loaded = Loaded::default();
    tenant.run(batch).await?.load(busy, &counter, &mut loaded)?;
    let book: Book = loaded.busy.remove(&around).unwrap_or_default().into_iter().collect();
    let counts = tenant.visits_by_day(place, within).await?;
    let providers =
        setup.resources.iter().filter(|it| it.location == location && it.kind == ResourceKind::Provider);
    let mut days = Vec::new();
    for provider in providers {
        for day in from.iter_days().take_while(|day| *day <= to) {
            let time = local_day(place.zone, day);
            let free = free_time(setup, &book, provider.id, time);
            let it = of_day(&counts, provider.id, day);
            let working_minutes = worked(setup, provider.id, time, cx.now);
            let free_minutes = free.iter().map(Period::minutes).sum();
            if provider.is_active || it.visits > 0 {
                days.push(CapacityDay { working_minutes, free_minutes, ..it });
            }
        }
    }
    days.sort_by_key(|it| it.day.0);
    Ok((days, configuration))
}

/// Open parts overlap where sessions do: each minute counts once.
fn worked(setup: &clinic_domain::setup::Setup, id: ResourceId, day: Period, now: Instant) -> i64 {
    let parts = working_time(setup, id, day, now).into_iter();
    let open = parts.filter(|it| matches!(it.kind, DayPartKind::Open { .. })).map(|it| it.during);
    let mut until = day.start();
    open.map(|it| {
        let from = it.start().max(until);
        until = until.max(it.end());
        (it.end().0 - from.0).max(0) / 60
    })
    .sum()
}

fn of_day(counts: &[DayCount], provider: ResourceId, day: NaiveDate) -> CapacityDay {
    let mut it = CapacityDay {
        day: Day(day),
        provider,
        working_minutes: 0,
        booked_minutes: 0,
        free_minutes: 0,
        visits: 0,
        no_shows: 0,
        cancelled: 0,
    };
    for count in counts.iter().filter(|it| it.provider == provider && it.day == day) {
        match count.status {
            S::NoShow => it.no_shows += count.visits,
            S::Cancelled | S::LateCancel => it.cancelled += count.visits,
            status if status.is_live() || status == S::Fulfilled => {
                it.visits += count.visits;
                it.booked_minutes += count.minutes;
            }
            _ => {}
        }
    }
    it
}

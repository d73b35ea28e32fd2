//! What desks call: a greeting, their operations, the changes of everybody, whole kinds for a first sync, and checksums.

use super::LONG_POLL;
use crate::{
    config::ClientVersion,
    http::{Access, Act, Cx, Input, Lines, Nothing, Problem, Route, Written},
    lending::lend,
    push,
};
use axum::{
    Json,
    http::{Method, StatusCode},
};
use central_store::{Batch, Changed, Counter, Desk, Greeting, Kind, LanAddress, Neighbour};
use clinic_domain::time::Instant;
use clinic_protocol::{
    SCHEMA,
    hex::hex_of,
    sync::{
        CHUNK_ROWS, ChangedRow, Checksum, Chunk, Hello, Lan, Limits, PAGE_ROWS, PUSH_BYTES, Page, Peer,
        Pushed, Welcome,
    },
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::{collections::HashMap, net::IpAddr, time::Duration};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    let desk = Access::Desk;
    vec![
        Route::new(
            Method::POST,
            "/v1/sync/hello",
            "greet",
            "Say which desk is here, and how far it has read",
            desk,
            hello,
        ),
        Route::new(Method::POST, "/v1/sync/push", "push_operations", "Send operations, in order", desk, push)
            .body_limit(PUSH_BYTES),
        Route::new(
            Method::GET,
            "/v1/sync/changes",
            "list_changes",
            "The changes after a cursor",
            desk,
            changes,
        ),
        Route::new(
            Method::GET,
            "/v1/sync/snapshot",
            "read_snapshot",
            "Rows of a kind, for a first sync",
            desk,
            snapshot,
        ),
        Route::new(Method::GET, "/v1/sync/wait", "await_changes", "Wait until something changes", desk, wait)
            .unaudited("a number")
            .time_limit(LONG_POLL + Duration::from_secs(5)),
        Route::new(
            Method::GET,
            "/v1/sync/verify",
            "list_checksums",
            "What every kind comes to",
            desk,
            verify,
        ),
    ]
}

async fn hello(cx: Cx, input: Input<Nothing, Nothing, Hello>) -> Result<Json<Welcome>, Problem> {
    let hello = input.body;
    let device = cx.caller()?.device.ok_or_else(Problem::not_permitted)?;
    let least = cx.app.config.min_client.as_ref();
    let too_old = least.filter(|it| !it.is_met_by(&hello.client_version));
    let mut tenant = cx.tenant().await?;
    let own = tenant.desk(device).await?.ok_or_else(Problem::not_permitted)?;
    let (counter, delegations) = lend(&cx, &mut tenant, &own, &hello).await?;
    let neighbours = tenant.neighbours(device).await?.into_iter();
    let peers = neighbours.filter(|it| it.location == own.location).map(peer).collect();
    let mut batch = Batch::default();
    let (lost, last_seq) = went_on(&own, hello.kept_from);
    if lost > 0 {
        tenant.heard_from(&mut batch, &HashMap::from([(device, last_seq)]), cx.now);
    }
    tenant.greeted(&mut batch, device, greeting(hello), cx.now);
    let outcome = if too_old.is_some() { "refused" } else { "done" };
    let mut act = Act { outcome, ..Act::done("greet", "device").on(device) };
    if lost > 0 {
        act = act.saying(&serde_json::json!({ "operations_lost": lost, "from": own.last_seq + 1 }));
    } else if let Some(it) = delegations.first().filter(|it| it.hub == device.0) {
        act = act.saying(&serde_json::json!({ "loan": it.hub_epoch, "until": it.expires_at }));
    }
    cx.finish(tenant, batch, act).await?;
    if let Some(least) = too_old {
        return Err(client_too_old(least));
    }
    Ok(Json(Welcome {
        server_time: cx.now.0,
        epoch: counter.epoch,
        head: counter.seq,
        floor: counter.floor_seq,
        device_seq: last_seq,
        lost,
        deferred: own.deferred,
        schemas: vec![SCHEMA],
        limits: Limits::default(),
        min_client: least.map(ToString::to_string),
        peers,
        delegations,
    }))
}

/// How many operations a centre that was set back far would wait for in vain, and the last one with which it goes on.
fn went_on(own: &Desk, kept_from: u64) -> (u64, u64) {
    let lost = kept_from.saturating_sub(own.last_seq + 1);
    (lost, own.last_seq + lost)
}

fn greeting(it: Hello) -> Greeting {
    let is_local = |it: &Lan| match it.address {
        IpAddr::V4(it) => it.is_private() || it.is_link_local(),
        IpAddr::V6(it) => it.is_unique_local() || it.is_unicast_link_local(),
    };
    let lan = it.lan.filter(is_local);
    let lan = lan.map(|Lan { address, port, fingerprint }| LanAddress { address, port, fingerprint });
    Greeting { client_version: it.client_version, cursor: it.cursor, operations_waiting: it.waiting, lan }
}

fn peer(it: Neighbour) -> Peer {
    let public_key = hex_of(&it.public_key);
    let lan = it.lan.map(|LanAddress { address, port, fingerprint }| Lan { address, port, fingerprint });
    Peer { device: it.id.0, name: it.name, public_key, lan }
}

/// What it has to send is taken all the same: a push needs no greeting.
fn client_too_old(least: &ClientVersion) -> Problem {
    let title = format!("This desk's version is too old: it takes {least} at least.");
    Problem::new(StatusCode::UPGRADE_REQUIRED, "client_too_old", title)
}

async fn push(cx: Cx, input: Input<Nothing, Nothing, Lines>) -> Result<Json<Pushed>, Problem> {
    Ok(Json(push::push(&cx, &input.body.0).await?))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The last change that the desk has.
    #[garde(range(max = 9_007_199_254_740_991_u64))]
    pub after: u64,
    /// The history that it counts in.
    #[garde(skip)]
    pub epoch: Option<Uuid>,
    #[garde(range(min = 1, max = PAGE_ROWS))]
    pub limit: Option<u32>,
}

async fn changes(cx: Cx, input: Input<Nothing, After>) -> Result<Json<Page>, Problem> {
    let After { after, epoch, limit } = input.query;
    let mut tenant = cx.tenant().await?;
    let changed = tenant.changes_after(after, limit.unwrap_or(PAGE_ROWS)).await?;
    // Looked at afterwards: what was missing among the changes by then is below the floor by now.
    let counter = tenant.counter().await?;
    if let Some(why) = anew(&counter, after, epoch) {
        tenant.rollback().await?;
        return Err(Problem::new(
            StatusCode::GONE,
            why,
            "Fetch everything anew: these changes are not kept.",
        ));
    }
    let act = Act::done("sync", "changes").on(after);
    cx.finish(tenant, Batch::default(), act).await?;
    let to = changed.last().map_or(after, |it| it.seq);
    let changes = changed.into_iter().filter_map(row).collect();
    Ok(Json(Page { epoch: counter.epoch, schema: SCHEMA, from: after, to, head: counter.seq, changes }))
}

/// Why a cursor is of no use any more.
fn anew(counter: &Counter, cursor: u64, epoch: Option<Uuid>) -> Option<&'static str> {
    match epoch {
        Some(epoch) if epoch != counter.epoch => Some("other_epoch"),
        _ if cursor > counter.seq => Some("ahead_of_head"),
        _ if cursor < counter.floor_seq => Some("compacted"),
        _ => None,
    }
}

fn row(it: Changed) -> Option<ChangedRow> {
    let row = RawValue::from_string(it.body?).ok()?;
    Some(ChangedRow { seq: it.seq, kind: it.kind.as_str().to_owned(), id: it.id, row })
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ChunkQuery {
    /// The kind of rows, as changes name it.
    #[garde(length(max = 32))]
    pub kind: String,
    /// The id after which the chunk begins.
    #[garde(skip)]
    pub after: Option<Uuid>,
    /// Of visits, and of their patients: those that begin from then on, UTC seconds.
    #[garde(range(min = 0, max = 32_503_680_000_i64))]
    pub from: Option<i64>,
    /// And before then.
    #[garde(range(min = 0, max = 32_503_680_000_i64))]
    pub to: Option<i64>,
    #[garde(range(min = 1, max = CHUNK_ROWS))]
    pub limit: Option<u32>,
}

async fn snapshot(cx: Cx, input: Input<Nothing, ChunkQuery>) -> Result<Written<Chunk>, Problem> {
    let ChunkQuery { kind, after, from, to, limit } = input.query;
    let kind =
        Kind::parse(&kind).ok_or_else(|| Problem::invalid("query.kind", "There is no such kind of rows."))?;
    let limit = limit.unwrap_or(CHUNK_ROWS);
    let mut tenant = cx.tenant().await?;
    let counter = tenant.counter().await?;
    let total = match after {
        None => Some(tenant.count(kind).await?),
        Some(_) => None,
    };
    let between = from.zip(to).map(|(from, to)| (Instant(from), Instant(to)));
    let rows = tenant.chunk(kind, after.unwrap_or(Uuid::nil()), between, limit).await?;
    let act = Act { details: format!("{{\"rows\":{}}}", rows.len()), ..Act::done("sync", kind.as_str()) };
    cx.finish(tenant, Batch::default(), act).await?;
    let is_full = rows.len() as u64 == u64::from(limit);
    let next = rows.last().map(|it| it.0).filter(|_| is_full);
    let chunk =
        Chunk { epoch: counter.epoch, schema: SCHEMA, head: counter.seq, total, rows: Vec::new(), next };
    // PostgreSQL has read them as JSON when they came.
    let written = chunk.written(rows.iter().map(|(_, body)| body.as_str()));
    Ok(Written::rows(&cx.origin, written.map_err(|_| Problem::internal())?))
}

#[derive(Serialize, JsonSchema)]
pub struct Head {
    pub epoch: Uuid,
    pub head: u64,
}

/// Answers at once when there is something after the cursor, and otherwise when there is, when the time is over, or when the
/// service ends: another instance is asked then.
async fn wait(cx: Cx, input: Input<Nothing, After>) -> Result<Json<Head>, Problem> {
    let mut heard = cx.app.heads.watch(cx.caller()?.organization);
    let counter = followed(&cx, input.query.after).await?;
    if counter.seq != input.query.after {
        return Ok(Json(Head { epoch: counter.epoch, head: counter.seq }));
    }
    let came = tokio::select! {
        _ = heard.wait_for(|it| it.seq > input.query.after) => true,
        () = cx.app.wake.ended() => false,
        () = tokio::time::sleep(LONG_POLL) => false,
    };
    let counter = if came { head(&cx).await? } else { counter };
    Ok(Json(Head { epoch: counter.epoch, head: counter.seq }))
}

/// How far the changes have come; from time to time it is written down how far the desk has.
async fn followed(cx: &Cx, cursor: u64) -> Result<Counter, Problem> {
    let device = cx.caller()?.device.ok_or_else(Problem::not_permitted)?;
    let mut tenant = cx.tenant().await?;
    let counter = tenant.counter().await?;
    if cursor <= counter.seq && cx.app.contacts.is_due(device, cx.now) {
        let mut batch = Batch::default();
        tenant.follows(&mut batch, device, cursor, cx.now);
        tenant.commit(batch).await?;
    } else {
        tenant.rollback().await?;
    }
    Ok(counter)
}

async fn head(cx: &Cx) -> Result<Counter, Problem> {
    let mut tenant = cx.tenant().await?;
    let counter = tenant.counter().await?;
    tenant.rollback().await?;
    Ok(counter)
}

#[derive(Serialize, JsonSchema)]
pub struct Checksums {
    pub epoch: Uuid,
    pub head: u64,
    pub kinds: Vec<Checksum>,
}

async fn verify(cx: Cx, _: Input) -> Result<Json<Checksums>, Problem> {
    let mut tenant = cx.tenant().await?;
    // Nobody writes meanwhile: what is counted is the state of one moment.
    let mut batch = Batch::default();
    let counter = tenant.lock_counter(&mut batch);
    let counter = tenant.run(batch).await?.counter(counter)?;
    let mut kinds = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        let (count, digest) = tenant.checksum(*kind).await?;
        kinds.push(Checksum { kind: kind.as_str().to_owned(), count, digest: format!("{digest:016x}") });
    }
    cx.finish(tenant, Batch::default(), Act::done("verify", "changes").on(counter.seq)).await?;
    Ok(Json(Checksums { epoch: counter.epoch, head: counter.seq, kinds }))
}

//! What a handler could not deal with: seen, tried once more, or discarded with a reason.

use crate::{
    events::Handler,
    http::{Access, Act, Cx, Done, Input, Nothing, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::{Batch, DeadLetter as Stored};
use clinic_domain::permission::Permission;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ACCESS: Access = Access::May(Permission::ManageEvents);
const PAGE: u32 = 50;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/events/dead-letters",
            "list_dead_letters",
            "Events that a handler gave up",
            ACCESS,
            list,
        ),
        Route::new(
            Method::POST,
            "/v1/events/dead-letters/{event}/{handler}/retry",
            "retry_dead_letter",
            "Lets the handler try once more",
            ACCESS,
            retry,
        ),
        Route::new(
            Method::POST,
            "/v1/events/dead-letters/{event}/{handler}/discard",
            "discard_dead_letter",
            "Gives it up for good and says why",
            ACCESS,
            discard,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The `next` of the page before.
    #[garde(length(max = 80))]
    pub after: Option<String>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Which {
    #[garde(skip)]
    pub event: Uuid,
    #[garde(length(max = 40))]
    pub handler: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[garde(length(chars, min = 1, max = 500))]
    pub reason: String,
}

#[derive(Serialize, JsonSchema)]
pub struct DeadLetters {
    pub dead_letters: Vec<DeadLetter>,
    /// Absent on the last page.
    pub next: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct DeadLetter {
    pub event: Uuid,
    /// `appointment_booked` and the like.
    #[serde(rename = "type")]
    pub kind: String,
    pub entity: Uuid,
    /// UTC seconds.
    pub happened_at: i64,
    pub handler: String,
    pub attempts: u32,
    /// Why the last attempt failed.
    pub code: String,
}

async fn list(cx: Cx, input: Input<Nothing, Page>) -> Result<Json<DeadLetters>, Problem> {
    let after = input.query.after.as_deref().map_or(Some((Uuid::nil(), "")), place);
    let (event, handler) =
        after.ok_or_else(|| Problem::invalid("query.after", "This is no page's `next`."))?;
    let mut tenant = cx.tenant().await?;
    let letters = tenant.dead_letters((event, handler.to_owned()), PAGE).await?;
    cx.finish(tenant, Batch::default(), Act::done("list", "dead_letter")).await?;
    let is_last = letters.len() < PAGE as usize;
    let next = letters.last().filter(|_| !is_last).map(|it| format!("{}.{}", it.event.id, it.handler));
    Ok(Json(DeadLetters { dead_letters: letters.into_iter().map(shown).collect(), next }))
}

async fn retry(cx: Cx, input: Input<Which>) -> Result<Done, Problem> {
    let handler = handler(&input.path)?;
    let mut tenant = cx.tenant().await?;
    if !tenant.retry_dead_letter(input.path.event, handler, cx.now).await? {
        return Err(Problem::not_found());
    }
    let act = Act::done("retry", "dead_letter").on(input.path.event);
    cx.finish(tenant, Batch::default(), act).await?;
    cx.app.wake.wake();
    Ok(Done)
}

async fn discard(cx: Cx, input: Input<Which, Nothing, Reason>) -> Result<Done, Problem> {
    let (handler, by) = (handler(&input.path)?, cx.caller()?.person.id);
    let mut tenant = cx.tenant().await?;
    if !tenant.discard_dead_letter(input.path.event, handler, by, &input.body.reason).await? {
        return Err(Problem::not_found());
    }
    let act = Act::done("discard", "dead_letter").on(input.path.event);
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Done)
}

fn place(next: &str) -> Option<(Uuid, &str)> {
    let (event, handler) = next.split_once('.')?;
    Some((event.parse().ok()?, handler.parse::<Handler>().ok()?.as_str()))
}

fn handler(path: &Which) -> Result<&'static str, Problem> {
    path.handler.parse().map(Handler::as_str).map_err(|_| Problem::not_found())
}

fn shown(it: Stored) -> DeadLetter {
    DeadLetter {
        event: it.event.id,
        kind: it.event.kind,
        entity: it.event.entity,
        happened_at: it.event.at.0,
        handler: it.handler,
        attempts: it.attempts,
        code: it.code,
    }
}

//! What patients were told: beside their visit, and what did not arrive.

use crate::{
    http::{Access, Act, Cx, Done, Input, Nothing, Problem, Route},
    messages::MessageSettings,
};
use axum::{
    Json,
    http::{Method, StatusCode},
};
use central_store::{Answer, Batch, Message};
use chrono::{DateTime, SecondsFormat};
use clinic_domain::{message::MessageChannel, permission::Permission, time::Instant};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const PAGE: u32 = 50;

pub fn routes() -> Vec<Route> {
    let send = Access::May(Permission::SendMessages);
    vec![
        Route::new(
            Method::GET,
            "/v1/appointments/{appointment}/messages",
            "list_messages_of_appointment",
            "What the patient was told about a visit, and what they answered",
            Access::May(Permission::ViewDay),
            of_visit,
        ),
        Route::new(
            Method::GET,
            "/v1/messages/in-trouble",
            "list_messages_in_trouble",
            "Messages that did not arrive",
            send,
            in_trouble,
        ),
        Route::new(
            Method::POST,
            "/v1/messages/{message}/retry",
            "retry_message",
            "Sends a message that did not arrive once more",
            send,
            retry,
        ),
        Route::new(
            Method::POST,
            "/v1/messages/{message}/cancel",
            "cancel_message",
            "Takes a message back that has not gone out",
            send,
            cancel,
        ),
        Route::new(
            Method::GET,
            "/v1/messages/channels",
            "list_message_channels",
            "Which ways out there are, and whether each answers",
            Access::May(Permission::ManageMessages),
            channels,
        )
        .unaudited("the service's own state; nobody's data"),
        Route::new(
            Method::GET,
            "/v1/messages/settings",
            "read_message_settings",
            "When and about what patients are written to",
            Access::May(Permission::ViewSetup),
            settings,
        ),
        Route::new(
            Method::PUT,
            "/v1/messages/settings",
            "put_message_settings",
            "Changes when and about what patients are written to",
            Access::May(Permission::ManageMessages),
            put_settings,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AppointmentPath {
    #[garde(skip)]
    pub appointment: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MessagePath {
    #[garde(skip)]
    pub message: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The `next` of the page before.
    #[garde(length(max = 80))]
    pub after: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct Messages {
    pub messages: Vec<MessageView>,
    /// Absent on the last page.
    pub next: Option<String>,
}

/// A message without what it says and without where it went.
#[derive(Serialize, JsonSchema)]
pub struct MessageView {
    pub id: Uuid,
    /// `confirmation`, `moved`, `cancellation`, `reminder`, or of a person's: `invitation` and the like.
    pub kind: String,
    /// `email` or `sms`; absent where the patient is reached by neither.
    pub channel: Option<String>,
    pub language: String,
    pub appointment: Option<Uuid>,
    pub patient: Option<Uuid>,
    /// `waiting`, `sending`, `sent`, `failed`, `refused`, `unreachable`, `dropped`, `answered`.
    pub state: String,
    /// Why it is in this state.
    pub code: String,
    pub attempts: u32,
    /// RFC 3339.
    pub due_at: String,
    pub sent_at: Option<String>,
    pub answers: Vec<AnswerView>,
}

#[derive(Serialize, JsonSchema)]
pub struct AnswerView {
    /// `confirm`, `cancel`, `call`.
    pub act: String,
    pub at: String,
}

/// Settings in the version that was seen.
#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// 0 while the defaults hold.
    #[garde(range(max = 9_007_199_254_740_991_u64))]
    pub version: u64,
    #[garde(dive)]
    pub settings: MessageSettings,
}

async fn of_visit(cx: Cx, input: Input<AppointmentPath>) -> Result<Json<Messages>, Problem> {
    let id = input.path.appointment;
    let mut tenant = cx.tenant().await?;
    let visit = tenant.visits_by_id(vec![id]).await?.pop().ok_or_else(Problem::not_found)?;
    let messages = tenant.messages_of_visits(vec![id]).await?;
    let answers = tenant.answers_to(messages.iter().map(|it| it.id).collect()).await?;
    let act = Act::done("list", "message").on(id).about([visit.patient]);
    cx.finish(tenant, Batch::default(), act).await?;
    let messages = messages.into_iter().map(|it| shown(it, &answers)).collect();
    Ok(Json(Messages { messages, next: None }))
}

async fn in_trouble(cx: Cx, input: Input<Nothing, Page>) -> Result<Json<Messages>, Problem> {
    let after = input.query.after.as_deref().map_or(Some((Instant(0), Uuid::nil())), place);
    let after = after.ok_or_else(|| Problem::invalid("query.after", "This is no page's `next`."))?;
    let mut tenant = cx.tenant().await?;
    let messages = tenant.messages_in_trouble(after, PAGE).await?;
    let act = Act::done("list", "message").about(messages.iter().filter_map(|it| it.patient));
    cx.finish(tenant, Batch::default(), act).await?;
    let is_last = messages.len() < PAGE as usize;
    let next =
        messages.last().filter(|_| !is_last).map(|it| format!("{}.{}", it.created_at.0, it.id.simple()));
    Ok(Json(Messages { messages: messages.into_iter().map(|it| shown(it, &[])).collect(), next }))
}

async fn retry(cx: Cx, input: Input<MessagePath>) -> Result<Done, Problem> {
    let mut tenant = cx.tenant().await?;
    let message = tenant.message(input.path.message).await?.ok_or_else(Problem::not_found)?;
    if !tenant.retry_message(message.id, cx.now).await? {
        return Err(conflict("A message that is on its way, has arrived or is too late is not sent again."));
    }
    let act = Act::done("retry", "message").on(message.id).about(message.patient);
    cx.finish(tenant, Batch::default(), act).await?;
    cx.app.wake.wake();
    Ok(Done)
}

async fn cancel(cx: Cx, input: Input<MessagePath>) -> Result<Done, Problem> {
    let mut tenant = cx.tenant().await?;
    let message = tenant.message(input.path.message).await?.ok_or_else(Problem::not_found)?;
    if !tenant.cancel_message(message.id).await? {
        return Err(conflict("The message has gone out."));
    }
    let act = Act::done("cancel", "message").on(message.id).about(message.patient);
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Done)
}

#[derive(Serialize, JsonSchema)]
pub struct Channels {
    pub channels: Vec<ChannelView>,
}

#[derive(Serialize, JsonSchema)]
pub struct ChannelView {
    pub channel: MessageChannel,
    /// Whoever runs the service gave it a gateway.
    pub is_set_up: bool,
    /// Its gateway did not answer lately, and is left alone for a while.
    pub is_silent: bool,
}

async fn channels(cx: Cx, _: Input) -> Result<Json<Channels>, Problem> {
    let transports = &cx.app.transports;
    let view = |channel| ChannelView {
        channel,
        is_set_up: transports.has(channel),
        is_silent: transports.is_silent(channel),
    };
    Ok(Json(Channels { channels: MessageChannel::ALL.iter().copied().map(view).collect() }))
}

async fn settings(cx: Cx, _: Input) -> Result<Json<Settings>, Problem> {
    let mut tenant = cx.tenant().await?;
    let (version, settings) = MessageSettings::read(&mut tenant).await?;
    cx.finish(tenant, Batch::default(), Act::done("read", "message_settings")).await?;
    Ok(Json(Settings { version, settings }))
}

async fn put_settings(cx: Cx, input: Input<Nothing, Nothing, Settings>) -> Result<Json<Settings>, Problem> {
    let Settings { version, settings } = input.body;
    let json = serde_json::to_string(&settings).map_err(|_| Problem::internal())?;
    let mut tenant = cx.tenant().await?;
    if !tenant.put_message_settings(version, json).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "changed", "Somebody else changed them meanwhile."));
    }
    cx.finish(tenant, Batch::default(), Act::done("put", "message_settings")).await?;
    Ok(Json(Settings { version: version + 1, settings }))
}

fn conflict(title: &str) -> Problem {
    Problem::new(StatusCode::CONFLICT, "message_settled", title)
}

fn place(next: &str) -> Option<(Instant, Uuid)> {
    let (at, id) = next.split_once('.')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

fn shown(it: Message, answers: &[Answer]) -> MessageView {
    let to_it = answers.iter().filter(|answer| answer.message == it.id);
    let answers = to_it.map(|it| AnswerView { act: it.act.clone(), at: rfc3339(it.at) }).collect();
    MessageView {
        id: it.id,
        kind: it.kind,
        channel: it.channel,
        language: it.language,
        appointment: it.appointment.map(|it| it.0),
        patient: it.patient.map(|it| it.0),
        state: it.state,
        code: it.code,
        attempts: it.attempts,
        due_at: rfc3339(it.due_at),
        sent_at: it.sent_at.map(rfc3339),
        answers,
    }
}

fn rfc3339(at: Instant) -> String {
    DateTime::from_timestamp(at.0, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

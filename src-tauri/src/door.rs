//! The command table's Tauri adapter: one handler for every command. It takes the arguments apart, runs the
//! command away from the window's thread, and hands the desk's JSON on as it is.
//!
//! A page calls `invoke(name, { request, progress? })`, with `progress` a channel; `stage_file` takes the file's
//! bytes as the body and its name in a header. What the page speaks stands in the header that browsers have for it.

use crate::life::Opened;
use desk_api::{
    COMMANDS, Language, Payload,
    adapter::{FILE_NAME_HEADER, LANGUAGE_HEADER, file_payload, json_payload, spoken},
    error::{ApiError, Fault},
};
use std::sync::Arc;
use tauri::{
    Wry,
    ipc::{Channel, Invoke, InvokeBody, InvokeError, InvokeMessage, InvokeResponseBody, JavaScriptChannelId},
};

type Progress = desk_api::dto::import::Progress;

pub fn handler(desk: Arc<Opened>) -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    move |Invoke { message, resolver, .. }| {
        if !COMMANDS.contains(&message.command()) {
            return false;
        }
        let desk = Arc::clone(&desk);
        resolver.respond_async_serialized(async move { answer(desk, message).await });
        true
    }
}

async fn answer(desk: Arc<Opened>, message: InvokeMessage<Wry>) -> Result<InvokeResponseBody, InvokeError> {
    let spoken = spoken(message.headers().get(LANGUAGE_HEADER).map(|header| header.as_bytes()));
    let in_words = move |error: ApiError| error.said_in(spoken.unwrap_or(Language::English));
    let (payload, progress) = arguments(&message).map_err(in_words)?;
    let name = message.command().to_owned();
    let call = move || {
        let tell = |step: Progress| {
            if let Some(channel) = &progress {
                // A page that was left no longer listens; the work goes on without it.
                let _ = channel.send(step);
            }
        };
        desk_api::call(desk.desk().map_err(in_words)?, &name, payload, spoken, &tell)
    };
    match tauri::async_runtime::spawn_blocking(call).await {
        Ok(answered) => Ok(InvokeResponseBody::Json(answered?)),
        Err(_) => Err(in_words(Fault::PartFailed.into()).into()),
    }
}

fn arguments(message: &InvokeMessage<Wry>) -> Result<(Payload, Option<Channel<Progress>>), ApiError> {
    match message.payload() {
        InvokeBody::Raw(bytes) => {
            let name = message.headers().get(FILE_NAME_HEADER).map(|name| name.as_bytes());
            Ok((file_payload(name, bytes.clone())?, None))
        }
        InvokeBody::Json(arguments) => {
            let request = arguments.get("request").map_or_else(|| "{}".to_owned(), ToString::to_string);
            let progress = arguments
                .get("progress")
                .and_then(|channel| channel.as_str()?.parse::<JavaScriptChannelId>().ok())
                .map(|channel| channel.channel_on(message.webview()));
            Ok((json_payload(request)?, progress))
        }
    }
}

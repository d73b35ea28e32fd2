//! Commands over HTTP. The answer is the desk's JSON as it is; a page that asks for NDJSON hears of progress first:
//! lines of `{"progress": …}`, closed by one `{"result": …}` or `{"error": …}`.

use super::Serving;
use axum::{
    body::{Body, Bytes},
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use desk_api::{
    Language, Payload,
    adapter::{self, FILE_NAME_HEADER, LANGUAGE_HEADER},
    dto::import::Progress,
    error::{ApiError, ErrorCode, Fault},
};
use futures_util::stream;
use std::convert::Infallible;
use tokio::{sync::mpsc, task::spawn_blocking};

const NDJSON: &str = "application/x-ndjson";

pub async fn call(
    State(serving): State<Serving>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let spoken = spoken(&headers);
    let payload = match text(body).and_then(adapter::json_payload) {
        Ok(payload) => payload,
        Err(error) => return refuse(error, spoken),
    };
    if headers.get(header::ACCEPT).is_some_and(|accept| accept == NDJSON) {
        return with_progress(serving, name, payload, spoken);
    }
    answer(serving, name, payload, spoken).await
}

pub async fn stage_file(
    State(serving): State<Serving>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let name = headers.get(FILE_NAME_HEADER).map(|name| name.as_bytes());
    let spoken = spoken(&headers);
    match whole(body).and_then(|bytes| adapter::file_payload(name, bytes.into())) {
        Ok(payload) => answer(serving, "stage_file".to_owned(), payload, spoken).await,
        Err(error) => refuse(error, spoken),
    }
}

async fn answer(serving: Serving, name: String, payload: Payload, spoken: Option<Language>) -> Response {
    match spawn_blocking(move || desk_api::call(&serving.desk, &name, payload, spoken, &|_| {})).await {
        Ok(Ok(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Ok(Err(error)) => refuse(error, None),
        Err(_) => refuse(Fault::PartFailed.into(), spoken),
    }
}

fn with_progress(serving: Serving, name: String, payload: Payload, spoken: Option<Language>) -> Response {
    let (lines, reader) = mpsc::unbounded_channel::<String>();
    let work = spawn_blocking(move || {
        let tell = |step: Progress| {
            if let Ok(step) = serde_json::to_string(&step) {
                // A page that was left no longer listens; the work goes on without it.
                let _ = lines.send(format!("{{\"progress\":{step}}}\n"));
            }
        };
        desk_api::call(&serving.desk, &name, payload, spoken, &tell)
    });
    let body = stream::unfold((reader, Some(work)), |(mut reader, work)| async move {
        if let Some(line) = reader.recv().await {
            return Some((Ok::<_, Infallible>(line), (reader, work)));
        }
        let line = match work?.await.unwrap_or_else(|_| Err(Fault::PartFailed.into())) {
            Ok(result) => format!("{{\"result\":{result}}}\n"),
            Err(error) => format!("{{\"error\":{}}}\n", serde_json::to_string(&error).unwrap_or_default()),
        };
        Some((Ok(line), (reader, None)))
    });
    ([(header::CONTENT_TYPE, NDJSON)], Body::from_stream(body)).into_response()
}

fn text(body: Result<Bytes, BytesRejection>) -> Result<String, ApiError> {
    String::from_utf8(whole(body)?.into()).map_err(|_| bad_request("The request is not UTF-8 text."))
}

fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, ApiError> {
    body.map_err(|_| bad_request("The request is too large or came only in part."))
}

fn bad_request(sentence: &str) -> ApiError {
    ApiError::in_english(ErrorCode::BadRequest, sentence)
}

fn spoken(headers: &HeaderMap) -> Option<Language> {
    adapter::spoken(headers.get(LANGUAGE_HEADER).map(|it| it.as_bytes()))
}

/// The page reads the code in the body; the status is for whoever looks at the traffic. What the desk itself refused
/// is said in the right language already.
fn refuse(error: ApiError, spoken: Option<Language>) -> Response {
    let error = match spoken {
        Some(language) => error.said_in(language),
        None => error,
    };
    let status = match error.code {
        ErrorCode::UnknownCommand => StatusCode::NOT_FOUND,
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::Locked | ErrorCode::WrongPassword => StatusCode::UNAUTHORIZED,
        ErrorCode::NotPermitted => StatusCode::FORBIDDEN,
        ErrorCode::TooManyTries | ErrorCode::LockedOut => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::CONFLICT,
    };
    (status, axum::Json(error)).into_response()
}

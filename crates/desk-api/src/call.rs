//! One call of one command: what the adapters hand over and what a handler sees.

use crate::{desk::Desk, dto::import::Progress, error::ApiError, table};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::Cell;

/// What comes with a call.
pub enum Payload {
    /// The request as JSON text.
    Json(String),
    /// A file, for the command that stages one: never a path.
    File { name: String, bytes: Vec<u8> },
}

/// Told how far long work is; called from the thread that works.
pub type ProgressListener<'a> = &'a (dyn Fn(Progress) + Sync);

pub struct Call<'a> {
    pub desk: &'a Desk,
    pub progress: ProgressListener<'a>,
    /// Taken by the one command that wants it.
    pub file: Cell<Option<(String, Vec<u8>)>>,
}

/// Runs a command by name and gives its answer as JSON text.
pub fn call(
    desk: &Desk,
    name: &str,
    payload: Payload,
    progress: ProgressListener<'_>,
) -> Result<String, ApiError> {
    let Some(command) = table::TABLE.iter().find(|it| it.name == name) else {
        return Err(ApiError::unknown_command(name));
    };
    let (json, file) = match payload {
        Payload::Json(json) => (json, None),
        Payload::File { name, bytes } => ("{}".to_owned(), Some((name, bytes))),
    };
    let answer = (command.run)(&Call { desk, progress, file: Cell::new(file) }, &json);
    if let Err(error) = &answer {
        // Once, where it leaves the desk: the code and the command, never the content.
        tracing::info!(command = name, code = ?error.code, "refused");
    }
    answer
}

/// Parses, handles, shapes: the frame of every command.
pub(crate) fn run<Request, Response>(
    call: &Call<'_>,
    json: &str,
    handler: fn(&Call<'_>, Request) -> Result<Response, ApiError>,
) -> Result<String, ApiError>
where
    Request: DeserializeOwned,
    Response: Serialize,
{
    let text = if json.trim().is_empty() { "{}" } else { json };
    let request = serde_json::from_str(text).map_err(|error| ApiError::bad_request(&error))?;
    let response = handler(call, request)?;
    serde_json::to_string(&response).map_err(|_| ApiError::internal("an answer could not be written"))
}

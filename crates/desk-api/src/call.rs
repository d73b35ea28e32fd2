//! One call of one command: what the adapters hand over and what a handler sees.

use crate::{
    desk::Desk,
    dto::{import::Progress, preferences::Language},
    error::{ApiError, Fault},
    table,
};
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
    /// What the page speaks, if it said.
    pub spoken: Option<Language>,
    /// Taken by the one command that wants it.
    pub file: Cell<Option<(String, Vec<u8>)>>,
}

impl Call<'_> {
    /// What is said in answer: the choice of the person at the desk, else what the page speaks.
    pub(crate) fn language(&self) -> Language {
        let chosen = self.desk.current().and_then(|it| it.language());
        chosen.or(self.spoken).unwrap_or(Language::English)
    }
}

/// Runs a command by name and gives its answer as JSON text. `spoken` is the language of whoever asks, as far as the
/// person at the desk has not chosen one.
pub fn call(
    desk: &Desk,
    name: &str,
    payload: Payload,
    spoken: Option<Language>,
    progress: ProgressListener<'_>,
) -> Result<String, ApiError> {
    let (json, file) = match payload {
        Payload::Json(json) => (json, None),
        Payload::File { name, bytes } => ("{}".to_owned(), Some((name, bytes))),
    };
    let call = Call { desk, progress, spoken, file: Cell::new(file) };
    let Some(command) = table::TABLE.iter().find(|it| it.name == name) else {
        return Err(ApiError::unknown_command(name).said_in(call.language()));
    };
    (command.run)(&call, &json).map_err(|error| {
        // Once, where it leaves the desk: the code and the command, never the content.
        tracing::info!(command = name, code = ?error.code, "refused");
        error.said_in(call.language())
    })
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
    serde_json::to_string(&response).map_err(|_| Fault::Inside.into())
}

//! Tells every open page that something changed, as server-sent events.

use super::Serving;
use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use desk_api::dto::event::Changed;
use futures_util::stream;
use std::{
    convert::Infallible,
    sync::{Mutex, PoisonError},
};
use tokio::sync::mpsc;

/// The open streams. None is ever behind: a change is a few bytes, and a closed page's stream goes at the next one.
#[derive(Default)]
pub struct Listeners(Mutex<Vec<mpsc::UnboundedSender<Changed>>>);

impl Listeners {
    pub fn tell(&self, changed: &Changed) {
        self.streams().retain(|stream| stream.send(changed.clone()).is_ok());
    }

    /// Ends every stream.
    pub fn dismiss(&self) {
        self.streams().clear();
    }

    fn listen(&self) -> mpsc::UnboundedReceiver<Changed> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.streams().push(sender);
        receiver
    }

    /// A list of senders is whole whatever happened to the thread that held it.
    fn streams(&self) -> std::sync::MutexGuard<'_, Vec<mpsc::UnboundedSender<Changed>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub async fn stream(State(serving): State<Serving>) -> Response {
    let events = stream::unfold(serving.listeners.listen(), |mut changes| async move {
        let changed = changes.recv().await?;
        let event = Event::default().event("changed").json_data(changed).unwrap_or_default();
        Some((Ok::<_, Infallible>(event), changes))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

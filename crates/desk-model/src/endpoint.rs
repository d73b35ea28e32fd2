//! One service at one address.

use crate::{breaker::Breaker, prompt, reading::reading_of};
use clinic_domain::time::Instant;
use clinic_env::Clock;
use clinic_language::{
    intent::Intent,
    second::{Reading, SecondReader, Silence},
};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::runtime::Builder;

/// A longer answer is none.
const MOST_BYTES: usize = 64 * 1024;
/// A sentence of our own, to see whether it understands.
const TRIED: &str = "please cancel the visit on friday";
const TRIED_INTENT: Intent = Intent::Cancel;
const MOST_MODELS: usize = 50;

#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    pub address: String,
    pub model: String,
    /// Empty where it wants none.
    pub key: String,
    pub seconds: u8,
}

/// What a service answered when it was tried.
pub struct Probed {
    /// What it says it has.
    pub models: Vec<String>,
    /// How long it took to read our sentence, or why it did not.
    pub read: Result<Duration, Silence>,
    /// It answered in the right form, and did not understand.
    pub is_wrong: bool,
}

pub struct Endpoint {
    settings: Settings,
    http: Client,
    clock: Clock,
    breaker: Mutex<Breaker>,
}

impl Endpoint {
    /// None where the system gives no sockets.
    #[must_use]
    pub fn at(settings: Settings, clock: Clock) -> Option<Endpoint> {
        let limit = Duration::from_secs(u64::from(settings.seconds));
        let http = Client::builder()
            .https_only(settings.address.starts_with("https://"))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(limit)
            .build()
            .ok()?;
        Some(Endpoint { settings, http, clock, breaker: Mutex::default() })
    }

    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Until when it is left alone.
    #[must_use]
    pub fn rests_until(&self) -> Option<Instant> {
        self.breaker().rests(self.clock.now())
    }

    /// Tries it with a sentence of our own, whether it rests or not.
    #[must_use]
    pub fn probe(&self) -> Probed {
        let listed = self.answered(self.with_key(self.http.get(format!("{}/models", self.settings.address))));
        let models = listed.ok().and_then(|it| serde_json::from_slice::<Listed>(&it).ok());
        let models = models.map_or_else(Vec::new, |it| it.data.into_iter().map(|it| it.id).collect());
        #[allow(clippy::disallowed_methods, reason = "it says how long the answer took")]
        let begun = std::time::Instant::now();
        let read = self.completed(TRIED).and_then(|it| reading_of(&it, TRIED).ok_or(Silence::Unreadable));
        let is_wrong = read.as_ref().is_ok_and(|it| it.intent != TRIED_INTENT);
        let models = models.into_iter().take(MOST_MODELS).collect();
        Probed { models, read: read.map(|_| begun.elapsed()), is_wrong }
    }

    fn completed(&self, given: &str) -> Result<Vec<u8>, Silence> {
        let request = self.http.post(format!("{}/chat/completions", self.settings.address));
        let request = request.json(&prompt::request(&self.settings.model, given));
        self.answered(self.with_key(request))
    }

    fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        if self.settings.key.is_empty() { request } else { request.bearer_auth(&self.settings.key) }
    }

    fn answered(&self, request: RequestBuilder) -> Result<Vec<u8>, Silence> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| Silence::Unreachable)?;
        runtime.block_on(async {
            let silent =
                |it: &reqwest::Error| if it.is_timeout() { Silence::TooSlow } else { Silence::Unreachable };
            let mut response = request.send().await.map_err(|it| silent(&it))?;
            if response.status() != StatusCode::OK {
                return Err(Silence::Refused);
            }
            let mut answer = Vec::new();
            while let Some(piece) = response.chunk().await.map_err(|it| silent(&it))? {
                answer.extend_from_slice(&piece);
                if answer.len() > MOST_BYTES {
                    return Err(Silence::Unreadable);
                }
            }
            Ok(answer)
        })
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
struct Listed {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
}

impl SecondReader for Endpoint {
    fn read(&self, given: &str) -> Result<Reading, Silence> {
        if self.rests_until().is_some() {
            return Err(Silence::Resting);
        }
        let read = self.completed(given).and_then(|it| reading_of(&it, given).ok_or(Silence::Unreadable));
        match &read {
            Ok(_) => self.breaker().went_well(),
            Err(_) => self.breaker().failed(self.clock.now()),
        }
        read
    }
}

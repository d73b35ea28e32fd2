//! Text messages through a gateway: a POST of JSON whose form the configuration says.
//!
//! Every attempt of a message has the same `Idempotency-Key`.

use super::{Fate, Letter, NOT_WRITABLE, seconds};
use crate::config::SmsConfig;
use anyhow::{Context, bail};
use reqwest::{Client, StatusCode, Url, header};
use serde_json::Value;

pub struct Sms {
    client: Client,
    url: Url,
    authorization: Option<String>,
    /// With `{to}`, `{text}`, `{from}` and `{id}` in its texts.
    form: Value,
}

impl Sms {
    /// # Errors
    /// The URL or the form is none.
    pub fn new(config: &SmsConfig) -> anyhow::Result<Sms> {
        let url: Url = config.url.parse().context("'url' is no URL")?;
        let form: Value = serde_json::from_str(&config.body).context("'body' is no JSON")?;
        for needed in ["{to}", "{text}"] {
            if !config.body.contains(needed) {
                bail!("'body' does not say where {needed} goes");
            }
        }
        let client = Client::builder().timeout(seconds(config.timeout_seconds)).build()?;
        let authorization = config.authorization.as_ref().map(|it| it.expose().to_owned());
        Ok(Sms { client, url, authorization, form })
    }

    pub async fn send(&self, letter: &Letter) -> Fate {
        let Ok(body) = serde_json::to_vec(&filled(&self.form, letter)) else {
            return Fate::Never(NOT_WRITABLE.to_owned());
        };
        let mut request = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", letter.message.to_string())
            .body(body);
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        match request.send().await {
            Ok(answer) => fate(answer.status()),
            Err(error) if error.is_timeout() => Fate::Unanswered("timed_out"),
            Err(_) => Fate::Unanswered("unreachable"),
        }
    }
}

fn fate(status: StatusCode) -> Fate {
    let code = format!("http_{}", status.as_u16());
    match status {
        _ if status.is_success() => Fate::Sent,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Fate::Later(code),
        _ if status.is_server_error() => Fate::Later(code),
        // The gateway does not know us: a fault of the configuration, not of the message.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Fate::Later(code),
        _ => Fate::Never(code),
    }
}

/// Texts of the form alone are filled, once: what a message says is never read as a form.
fn filled(form: &Value, letter: &Letter) -> Value {
    match form {
        Value::String(text) => Value::String(match text.as_str() {
            "{to}" => letter.to.expose().to_owned(),
            "{text}" => letter.body.expose().to_owned(),
            "{from}" => letter.clinic.clone(),
            "{id}" => letter.message.to_string(),
            _ => text.clone(),
        }),
        Value::Array(all) => all.iter().map(|it| filled(it, letter)).collect(),
        Value::Object(all) => all
            .iter()
            .map(|(key, it)| (key.clone(), filled(it, letter)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

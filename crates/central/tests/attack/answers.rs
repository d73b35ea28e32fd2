//! What an answer says, made comparable: the same call with two ids that mean nothing to the caller gets the same.

use serde_json::Value;
use std::collections::BTreeSet;

pub struct Answer {
    pub status: u16,
    /// Headers and body as they came.
    pub raw: String,
    pub body: Value,
}

/// What differs from call to call whoever asks: times, numbers that only grow, and new ids.
const MOVING: &[&str] = &[
    "seq",
    "head",
    "to",
    "next",
    "version",
    "expires_in",
    "server_time",
    "device_seq",
    "expected",
    "entries",
    "total",
    "count",
    "digest",
];

impl Answer {
    pub async fn of(request: reqwest::RequestBuilder) -> Answer {
        let answer = request.send().await.expect("the service answers");
        let status = answer.status().as_u16();
        let headers = format!("{:?}", answer.headers());
        let text = answer.text().await.expect("a text");
        let body = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.clone()));
        Answer { status, raw: format!("{headers}\n{text}"), body }
    }

    /// Status, codes, fields and the shape of everything else.
    pub fn shape(&self) -> (u16, String) {
        (self.status, shape(&self.body, "").to_string())
    }

    /// Of these ids, the ones that stand in it.
    pub fn ids_among<'a>(&self, ids: &'a BTreeSet<String>) -> Vec<&'a String> {
        let is_of_id = |it: char| it.is_ascii_hexdigit() || it == '-';
        let words = self.raw.split(|it| !is_of_id(it)).filter(|it| it.len() >= 36);
        words.filter_map(|it| ids.get(it)).collect()
    }
}

fn shape(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, it)| (name.clone(), shape(it, name))).collect(),
        Value::Array(_) if MOVING.contains(&name) => "list".into(),
        Value::Array(items) => items.iter().map(|it| shape(it, name)).collect(),
        Value::Number(_) if MOVING.contains(&name) => "number".into(),
        Value::String(it) if ["code", "field", "status", "reasons", "outcome", "kind"].contains(&name) => {
            // Codes that are handed out once are other texts each time.
            if it.contains('-') { "text".into() } else { it.as_str().into() }
        }
        Value::String(_) => "text".into(),
        other => other.clone(),
    }
}

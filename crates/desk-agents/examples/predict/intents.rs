//! What somebody wants, and the names, dates and times in it.

use crate::row::{Names, Row};
use clinic_language::{
    intent::{Evidence, judge},
    text::Text,
};
use serde_json::{Value, json};

pub fn predict(row: &Row, names: &Names) -> Value {
    let judged = judge(&Text::new(&row.text), row.previous.as_deref(), &Evidence::default());
    json!({ "intent": judged.intent.code(), "sureness": judged.sureness, "slots": crate::slots::of(row, names) })
}

//! What a reply does.

use crate::row::{Names, Row};
use clinic_language::{acts::acts, text::Text};
use serde_json::{Value, json};

pub fn predict(row: &Row, names: &Names) -> Value {
    let acts: Vec<_> =
        acts(&Text::new(&row.text), row.previous.as_deref()).iter().map(|it| it.code()).collect();
    json!({ "acts": acts, "slots": crate::slots::of(row, names) })
}

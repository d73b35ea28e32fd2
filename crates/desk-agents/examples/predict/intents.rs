//! What somebody wants, and the names, dates and times in it.

use crate::row::{Names, Row};
use serde_json::{Value, json};

pub fn predict(row: &Row, names: &Names) -> Value {
    json!({ "slots": crate::slots::of(row, names) })
}

//! The one date or time of a text.

use crate::row::Row;
use serde_json::{Value, json};

pub fn predict(_row: &Row) -> Value {
    json!({})
}

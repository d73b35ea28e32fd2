//! The answers of all rows, ranked for each question.

use crate::row::Row;
use serde_json::{Value, json};

pub fn over(_rows: &[Row]) -> Box<dyn Fn(&Row) -> Value> {
    Box::new(|_| json!({}))
}

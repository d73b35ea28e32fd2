//! The answers of all rows, ranked for each question.

use crate::row::Row;
use clinic_language::retrieval::{Document, Library};
use serde_json::{Value, json};

const MOST: usize = 10;

pub fn over(rows: &[Row]) -> Box<dyn Fn(&Row) -> Value> {
    let ids: Vec<String> = rows.iter().map(|it| it.id.clone()).collect();
    let answers = rows.iter().map(|it| it.answer.as_deref().unwrap_or_default());
    let library = Library::of(answers.map(|body| Document { title: "", body }));
    Box::new(move |row| {
        let found = library.ranked(&row.text, MOST);
        json!({ "ranked": found.iter().map(|it| ids[it.document].as_str()).collect::<Vec<_>>() })
    })
}

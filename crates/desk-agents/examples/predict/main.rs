//! Reads rows of an evaluation set and writes what the shipped understanding makes of each: a JSON line with the row's `id`
//! and `us`, the microseconds it took. What a row holds as right answers is not looked at.
//!
//! `cargo run --release -p desk-agents --example predict -- GOLD.jsonl [--names FILE] > PRED.jsonl`

#![allow(clippy::print_stdout, reason = "the predictions are its output")]
#![allow(clippy::disallowed_methods, reason = "it says how long each prediction took")]

mod acts;
mod dates;
mod intents;
mod ranking;
mod row;
mod slots;

use anyhow::{Context, Result};
use clap::Parser;
use row::{Row, Set};
use std::{
    io::{BufWriter, Write as _},
    path::PathBuf,
};

#[derive(Parser)]
struct Options {
    /// Rows, one JSON object a line.
    gold: PathBuf,
    /// The tenant's lists for the slots of names: `{"provider_name": [..], "patient_name": [..], "provider_type": [..]}`.
    #[arg(long)]
    names: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let text = std::fs::read_to_string(&options.gold).context("reading the rows")?;
    let rows: Vec<Row> = text
        .lines()
        .filter(|it| !it.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .context("a row that is none")?;
    let names = row::Names::read(options.names.as_deref())?;
    let Some(set) = rows.first().map(Set::of) else { return Ok(()) };
    let predict: Box<dyn Fn(&Row) -> serde_json::Value> = match set {
        Set::Dates => Box::new(dates::predict),
        Set::Intents => Box::new(move |row| intents::predict(row, &names)),
        Set::Acts => Box::new(move |row| acts::predict(row, &names)),
        Set::Ranking => ranking::over(&rows),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    for row in &rows {
        let begins = std::time::Instant::now();
        let mut said = predict(row);
        let us = begins.elapsed().as_secs_f64() * 1e6;
        if let Some(fields) = said.as_object_mut() {
            fields.insert("id".to_owned(), row.id.clone().into());
            fields.insert("us".to_owned(), ((us * 10.0).round() / 10.0).into());
        }
        writeln!(out, "{said}")?;
    }
    Ok(())
}

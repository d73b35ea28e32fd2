//! How a story is told: step by step, until one fails.

use crate::page::Page;
use anyhow::{Context, Result};
use std::{future::Future, io::Write};

pub struct Teller<'a> {
    pub out: &'a mut dyn Write,
    pub passed: usize,
}

impl Teller<'_> {
    pub async fn step<T>(&mut self, name: &str, step: impl Future<Output = Result<T>>) -> Result<T> {
        let done = step.await;
        writeln!(self.out, "test {name} ... {}", if done.is_ok() { "ok" } else { "FAILED" })?;
        self.passed += usize::from(done.is_ok());
        done.with_context(|| format!("step {name}"))
    }
}

/// A failure on the page is told with the words that the page showed.
pub async fn explained<T>(page: &Page<'_>, done: Result<T>) -> Result<T> {
    let Err(failure) = done else { return done };
    // Lists of choices are long and never what went wrong.
    const SHOWN: &str =
        "document.querySelectorAll('select').forEach((it) => it.remove()); return document.body.innerText";
    let shown = page.0.execute(SHOWN, vec![]).await.unwrap_or_default();
    let shown = shown.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Err(failure.context(format!("the page showed:\n{shown}")))
}

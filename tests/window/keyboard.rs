//! Somebody at the keyboard alone, whose keys are counted. Keys go to whatever has the focus, as real keys do.

use crate::page::Page;
use anyhow::{Context, Result, ensure};
use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use std::cell::Cell;

pub struct Keyboard<'a> {
    page: &'a Page<'a>,
    /// What the person knows and has to tell: names, dates, numbers.
    data: Cell<usize>,
    /// Everything else.
    keys: Cell<usize>,
}

impl<'a> Keyboard<'a> {
    pub fn at(page: &'a Page<'a>) -> Keyboard<'a> {
        Keyboard { page, data: Cell::new(0), keys: Cell::new(0) }
    }

    /// A key as it is written on it, such as `Ctrl+B`, `F2` or `x`.
    pub async fn press(&self, key: &str) -> Result<()> {
        let chord = key.split('+').map(code).collect::<Result<Vec<_>>>()?;
        self.strike(&chord).await.with_context(|| format!("pressing {key}"))?;
        self.keys.set(self.keys.get() + 1);
        Ok(())
    }

    /// Letter by letter, as fast as the window takes them.
    pub async fn types(&self, data: &str) -> Result<()> {
        for letter in data.chars() {
            self.strike(&[letter]).await.with_context(|| format!("typing {data}"))?;
        }
        self.data.set(self.data.get() + data.chars().count());
        Ok(())
    }

    async fn strike(&self, chord: &[char]) -> Result<()> {
        let down = chord.iter().map(|&value| KeyAction::Down { value });
        let up = chord.iter().rev().map(|&value| KeyAction::Up { value });
        let keys = KeyActions::new("keyboard".to_owned());
        Ok(self.page.0.perform_actions(down.chain(up).fold(keys, KeyActions::then)).await?)
    }

    /// Types into the field that takes what is typed, and waits until it has it.
    pub async fn types_into(&self, field: &str, data: &str) -> Result<()> {
        self.page.focused(field).await?;
        self.types(data).await
    }

    pub fn at_most(&self, most: usize, counted: Counted) -> Result<()> {
        let (keys, data) = (self.keys.get(), self.data.get());
        let all = if counted == Counted::WithData { keys + data } else { keys };
        ensure!(all <= most, "{keys} keys and {data} letters of data, of which at most {most} may be");
        Ok(())
    }
}

/// Whether what is typed of names, dates and numbers counts, or the keys beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    WithData,
    BesideData,
}

fn code(key: &str) -> Result<char> {
    let special = match key {
        "Ctrl" => Key::Control,
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Esc" => Key::Escape,
        "Down" => Key::Down,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F4" => Key::F4,
        "F8" => Key::F8,
        letter => return letter.chars().next().context("a key without a name"),
    };
    Ok(special.into())
}

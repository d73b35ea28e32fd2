//! What happened, in order: a hash of all of it, and the lines themselves where somebody wants to read them.

use std::fmt;

pub struct Trace {
    hash: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    pub fn new(is_read: bool) -> Trace {
        Trace { hash: 0xCBF2_9CE4_8422_2325, lines: is_read.then(Vec::new) }
    }

    pub fn note(&mut self, what: &'static str, numbers: &[u64], said: fmt::Arguments<'_>) {
        what.bytes().for_each(|it| self.mix(it.into()));
        numbers.iter().for_each(|it| self.mix(*it));
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{what} {said}"));
        }
    }

    /// FNV-1a, a number at a time.
    fn mix(&mut self, number: u64) {
        self.hash = (self.hash ^ number).wrapping_mul(0x0100_0000_01B3).rotate_left(23);
    }

    pub fn hash(&self) -> u64 {
        self.hash
    }

    pub fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }
}

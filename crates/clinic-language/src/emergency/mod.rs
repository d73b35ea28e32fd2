//! Words that stop everything else: somebody may be in danger now. It finds words, it never judges a condition: what follows
//! is the clinic's own script with its own number.
//!
//! What is looked for stands in a list that the clinic edits (`lexicon.txt` is the shipped one). Whether the words are meant
//! as a present danger ("no chest pain", "the stroke clinic", "dying for a coffee") is decided in `meant`. In doubt there is
//! an alarm: a false one costs a key press.

mod lexicon;
mod meant;
mod phrase;
#[cfg(test)]
mod tests;
mod words;

pub use lexicon::{Lexicon, LexiconProblem, Why};

use crate::text::{MOST_TOKENS, Text};
use clinic_domain::emergency::EmergencyGroup;
use std::ops::Range;
use words::Words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub group: EmergencyGroup,
    /// Bytes of the text: the words that raised it.
    pub words: Range<usize>,
    /// The line of the list that they belong to.
    pub concept: String,
}

/// Pieces of a long text overlap by so many tokens, so that no words fall between two.
const OVERLAP: usize = 32;

/// The most urgent alarm of a text of any length, the earliest among equals.
#[must_use]
pub fn alarm(text: &Text<'_>, lexicon: &Lexicon) -> Option<Alarm> {
    let mut best = in_piece(text, lexicon);
    let mut offset = 0;
    let mut piece = text.clone();
    while piece.tokens.len() == MOST_TOKENS {
        offset += piece.tokens[MOST_TOKENS - OVERLAP].at.start;
        piece = Text::new(&text.original[offset..]);
        if let Some(found) = in_piece(&piece, lexicon)
            && best.as_ref().is_none_or(|it| found.group < it.group)
        {
            let words = found.words.start + offset..found.words.end + offset;
            best = Some(Alarm { words, ..found });
        }
    }
    best
}

fn in_piece(text: &Text<'_>, lexicon: &Lexicon) -> Option<Alarm> {
    let words = Words::of(text);
    let mut best: Option<Alarm> = None;
    for concept in lexicon.concepts() {
        for said in concept.phrases.iter().flat_map(|it| it.found(&words, lexicon)) {
            let at = words.bytes(&said);
            let is_better =
                best.as_ref().is_none_or(|it| (concept.group, at.start) < (it.group, it.words.start));
            if is_better && meant::is_meant(&words, &said) {
                best = Some(Alarm { group: concept.group, words: at, concept: concept.name.clone() });
            }
        }
    }
    best
}

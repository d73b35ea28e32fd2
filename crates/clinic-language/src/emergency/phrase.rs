//! One way to say a thing: words with alternatives and gaps, found in a sentence.

use super::{
    lexicon::Lexicon,
    words::{Break, Words},
};
use crate::spelling::is_one_slip;
use std::ops::Range;

/// So many words may stand in a gap.
const WIDEST_GAP: usize = 4;
/// Shorter words must be spelt right: too many others are one letter away.
const LEAST_LETTERS: usize = 6;

pub enum Element {
    /// Any of these words; one that ends in `*` stands for all that begin so.
    Word(Vec<String>),
    Gap,
}

pub struct Phrase {
    pub elements: Vec<Element>,
    /// What must be said somewhere in the text as well.
    pub context: Option<Vec<Element>>,
}

impl Phrase {
    /// Where it is said.
    pub fn found(&self, words: &Words, lexicon: &Lexicon) -> Vec<Range<usize>> {
        let found: Vec<_> = places(&self.elements, words, lexicon).collect();
        let has_context =
            || self.context.as_ref().is_none_or(|it| places(it, words, lexicon).next().is_some());
        if found.is_empty() || !has_context() { Vec::new() } else { found }
    }
}

fn places<'a>(
    elements: &'a [Element],
    words: &'a Words,
    lexicon: &'a Lexicon,
) -> impl Iterator<Item = Range<usize>> + 'a {
    (0..words.0.len()).filter_map(|start| Some(start..end_of(elements, words, start, start, lexicon)?))
}

/// Where the elements end when they begin at a word.
fn end_of(elements: &[Element], words: &Words, start: usize, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else { return Some(at) };
    match first {
        Element::Word(these) => {
            let word = words.0.get(at)?;
            let goes_on = at == start || word.broken < Break::Sentence;
            (goes_on && is_any(&word.word, these, lexicon))
                .then(|| end_of(rest, words, start, at + 1, lexicon))?
        }
        Element::Gap => (at..=at + WIDEST_GAP)
            .take_while(|it| {
                *it <= at || words.0.get(it - 1).is_some_and(|word| word.broken < Break::Sentence)
            })
            .find_map(|it| end_of(rest, words, start, it, lexicon)),
    }
}

fn is_any(word: &str, these: &[String], lexicon: &Lexicon) -> bool {
    these.iter().any(|it| match it.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == it || (it.len() >= LEAST_LETTERS && is_one_slip(word, it) && !lexicon.is_word(word)),
    })
}

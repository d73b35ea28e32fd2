//! One way to say a thing: words with alternatives and gaps, found in a sentence.

use super::{
    lexicon::Lexicon,
    words::{Break, Words},
};
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
        None => word == it || (is_misspelt(word, it) && !lexicon.is_word(word)),
    })
}

/// One letter is wrong, missing or too much, or two stand the wrong way round; the first letter is right.
fn is_misspelt(word: &str, right: &str) -> bool {
    let (a, b) = (word.as_bytes(), right.as_bytes());
    if b.len() < LEAST_LETTERS || a.len().abs_diff(b.len()) > 1 || a.first() != b.first() {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => a == &b[1..],
        std::cmp::Ordering::Greater => &a[1..] == b,
        std::cmp::Ordering::Equal => {
            a.get(1..) == b.get(1..) || (a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..])
        }
    }
}

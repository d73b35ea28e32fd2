//! A sentence as tokens: words in their folded form, numbers, signs. Each knows where it stands in the sentence.

use clinic_domain::fold::fold;
use std::ops::Range;

/// Sentences are cut off here: nobody speaks longer ones to a front desk, and work stays bounded.
pub const MOST_TOKENS: usize = 256;
/// Words and numbers are read so far: no longer one means anything here, and looking for slips in it would cost its length squared.
pub const MOST_LETTERS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters; apostrophes within belong to it ("o'clock", "what's").
    Word,
    /// Digits alone. "2w", "10am" and "5th" are a number and a word that is glued to it.
    Number,
    /// One sign.
    Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// Lower case without accents and apostrophes; a sign as it is.
    pub word: String,
    /// Bytes of the sentence.
    pub at: Range<usize>,
    /// No space stands before it.
    pub is_glued: bool,
}

impl Token {
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.word == word
    }

    /// The number, where it is one that fits.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        if self.kind == Kind::Number { self.word.parse().ok() } else { None }
    }
}

#[derive(Clone, Debug)]
pub struct Text<'t> {
    pub original: &'t str,
    pub tokens: Vec<Token>,
}

impl<'t> Text<'t> {
    #[must_use]
    pub fn new(original: &'t str) -> Text<'t> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut rest = original.char_indices().peekable();
        let mut end_before = None;
        while let Some((start, c)) = rest.next() {
            if c.is_whitespace() {
                continue;
            }
            let kind = kind_of(c);
            let mut end = start + c.len_utf8();
            while let Some(&(at, next)) = rest.peek() {
                let after = original[at + next.len_utf8()..].chars().next();
                let goes_on = match kind {
                    Kind::Sign => false,
                    Kind::Number => next.is_ascii_digit(),
                    Kind::Word => {
                        kind_of(next) == Kind::Word
                            || (is_apostrophe(next) && after.is_some_and(|it| kind_of(it) == Kind::Word))
                    }
                };
                if !goes_on {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
            let piece = &original[start..end];
            let read = piece.char_indices().nth(MOST_LETTERS).map_or(piece, |(end, _)| &piece[..end]);
            let word = if kind == Kind::Word { fold(read) } else { read.to_owned() };
            tokens.push(Token { kind, word, at: start..end, is_glued: end_before == Some(start) });
            end_before = Some(end);
            if tokens.len() == MOST_TOKENS {
                break;
            }
        }
        Text { original, tokens }
    }

    /// What the sentence says there.
    #[must_use]
    pub fn piece(&self, at: &Range<usize>) -> &'t str {
        &self.original[at.clone()]
    }

    /// The bytes from the first to the last of some tokens.
    #[must_use]
    pub fn bytes_of(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.tokens.get(tokens.start).map_or(0, |it| it.at.start);
        let end = tokens.end.checked_sub(1).and_then(|it| self.tokens.get(it)).map_or(start, |it| it.at.end);
        start..end
    }
}

fn kind_of(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if c.is_alphanumeric() || is_mark(c) {
        Kind::Word
    } else {
        Kind::Sign
    }
}

/// An accent that stands behind its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        Text::new(text).tokens.into_iter().map(|it| it.word).collect()
    }

    #[test]
    fn words_numbers_and_signs_come_apart() {
        assert_eq!(words("What's 10:30am on 5th?"), ["whats", "10", ":", "30", "am", "on", "5", "th", "?"]);
        assert_eq!(words("José’s fu 2w"), ["joses", "fu", "2", "w"]);
        let text = Text::new("at 3pm");
        assert_eq!(text.tokens.iter().map(|it| it.is_glued).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(text.piece(&text.bytes_of(&(1..3))), "3pm");
    }

    proptest! {
        #[test]
        fn every_token_stands_where_it_says(original: String) {
            let text = Text::new(&original);
            let mut before = 0;
            for it in &text.tokens {
                prop_assert!(it.at.start >= before && it.at.start < it.at.end);
                prop_assert!(!text.piece(&it.at).trim().is_empty());
                before = it.at.end;
            }
        }
    }
}

//! A sentence as words alone, with the breaks between them, and with "can not" and "can't" as one word.

use crate::text::{Kind, Text};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    None,
    /// A comma and the like: another part of the same sentence.
    Part,
    Sentence,
}

pub struct Word {
    pub word: String,
    at: Range<usize>,
    /// What stands before it.
    pub broken: Break,
}

pub struct Words(pub Vec<Word>);

impl Words {
    pub fn of(text: &Text<'_>) -> Words {
        let mut words: Vec<Word> = Vec::new();
        let mut broken = Break::Sentence;
        for token in &text.tokens {
            if token.kind == Kind::Sign {
                broken = broken.max(break_of(&token.word));
                continue;
            }
            if token.is("not")
                && broken == Break::None
                && let Some(joined) = words.last().and_then(|it| with_not(&it.word))
                && let Some(before) = words.last_mut()
            {
                before.word = joined.to_owned();
                before.at.end = token.at.end;
            } else {
                let word = if token.is("cannot") { "cant".to_owned() } else { token.word.clone() };
                words.push(Word { word, at: token.at.clone(), broken });
            }
            broken = Break::None;
        }
        Words(words)
    }

    pub fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.0.get(words.start).map_or(0, |it| it.at.start);
        let end = words.end.checked_sub(1).and_then(|it| self.0.get(it)).map_or(start, |it| it.at.end);
        start..end
    }

    /// The words around some words up to the nearest breaks of a strength.
    pub fn around(&self, words: &Range<usize>, strength: Break) -> Range<usize> {
        let start =
            (1..=words.start).rev().find(|it| self.0.get(*it).is_some_and(|it| it.broken >= strength));
        let end = (words.end..self.0.len()).find(|it| self.0[*it].broken >= strength);
        start.unwrap_or(0)..end.unwrap_or(self.0.len())
    }

    pub fn slice(&self, words: Range<usize>) -> Vec<&str> {
        self.0.get(words).unwrap_or_default().iter().map(|it| it.word.as_str()).collect()
    }
}

fn break_of(sign: &str) -> Break {
    match sign {
        "." | "!" | "?" | ";" | "…" => Break::Sentence,
        "," | ":" | "(" | ")" | "–" | "—" => Break::Part,
        _ => Break::None,
    }
}

fn with_not(word: &str) -> Option<&'static str> {
    Some(match word {
        "can" => "cant",
        "could" => "couldnt",
        "do" => "dont",
        "does" => "doesnt",
        "did" => "didnt",
        "is" => "isnt",
        "are" => "arent",
        "was" => "wasnt",
        "will" => "wont",
        "would" => "wouldnt",
        "has" => "hasnt",
        "have" => "havent",
        _ => return None,
    })
}

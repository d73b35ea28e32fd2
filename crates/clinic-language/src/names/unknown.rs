//! Names that no list knows: where a sentence says that it is one, or where a name was asked for.

use super::{Heard, TITLES};
use crate::text::{Kind, Text};
use std::ops::Range;

/// Words of a sentence that are somebody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// Bytes of the sentence.
    pub at: Range<usize>,
    pub full: String,
}

const BEFORE: [&[&str]; 12] = [
    &["my", "name", "is"],
    &["name", "is"],
    &["under", "the", "name"],
    &["by", "the", "name", "of"],
    &["on", "name"],
    &["the", "patient", "is"],
    &["patient"],
    &["this", "is"],
    &["named"],
    &["called"],
    &["for"],
    &["i", "am"],
];
const MOST_WORDS: usize = 4;

/// The names of a sentence that no list heard. `previous` is what the system asked.
#[must_use]
pub fn unknown_names(text: &Text<'_>, heard: &[Heard], previous: Option<&str>) -> Vec<NewName> {
    let is_taken = |at: usize| heard.iter().any(|it| it.tokens.contains(&at));
    let asked = previous.is_some_and(|it| it.to_lowercase().contains("name"));
    let mut names = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let is_said = (at == 0 && asked) || BEFORE.iter().any(|it| ends_with(text, at, it));
        let end = at + run(text, at, is_taken);
        if is_said && end > at {
            let tokens = at..end;
            let bytes = text.bytes_of(&tokens);
            names.push(NewName { full: text.piece(&bytes).to_owned(), at: bytes });
        }
        at = end.max(at + 1);
    }
    names
}

fn ends_with(text: &Text<'_>, at: usize, words: &[&str]) -> bool {
    at >= words.len()
        && text.tokens[at - words.len()..at].iter().zip(words).all(|(token, word)| token.is(word))
}

/// How many tokens from there are written like a name: with a capital each, hyphens within.
fn run(text: &Text<'_>, at: usize, is_taken: impl Fn(usize) -> bool) -> usize {
    let is_name = |at: usize| {
        text.tokens.get(at).is_some_and(|it| {
            let begins = text.piece(&it.at).chars().next();
            it.kind == Kind::Word
                && !is_taken(at)
                && begins.is_some_and(char::is_uppercase)
                && !TITLES.contains(&it.word.as_str())
        })
    };
    let is_hyphen = |at: usize| text.tokens.get(at).is_some_and(|it| it.is("-") && it.is_glued);
    let (mut count, mut words) = (0, 0);
    while words < MOST_WORDS {
        if is_name(at + count) {
            (count, words) = (count + 1, words + 1);
        } else if count > 0 && is_hyphen(at + count) && is_name(at + count + 1) {
            count += 1;
        } else {
            break;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_heard_where_it_is_said_to_be_one() {
        for (said, previous, names) in [
            ("My name is Carla Benitez", None, vec!["Carla Benitez"]),
            ("a table for Tuesday", None, vec!["Tuesday"]),
            ("Jean-Luc Moreau", Some("What is your name?"), vec!["Jean-Luc Moreau"]),
            ("the weather in Paris", None, vec![]),
        ] {
            let found = unknown_names(&Text::new(said), &[], previous);
            assert_eq!(found.into_iter().map(|it| it.full).collect::<Vec<_>>(), names, "{said}");
        }
    }
}

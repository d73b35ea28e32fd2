//! What is given away of a sentence, and the way back from a piece of it to what somebody typed.

use super::vocabulary::{Vocabulary, is_around};
use crate::{
    text::{Kind, Text, Token},
    when::Mention,
};
use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

/// Longer numbers may be a part of a telephone or record number, or a year.
const LONGEST_NUMBER: usize = 2;

pub struct Given {
    pub text: String,
    /// Bytes of it, and the bytes of the sentence that stand behind them.
    pub(super) pieces: Vec<(Range<usize>, Range<usize>)>,
}

/// What the rest of the understanding knows of the sentence.
pub struct Known<'k> {
    /// Bytes that are somebody's name or may be.
    pub names: &'k [Range<usize>],
    pub said: &'k [Mention],
    /// Whether a mention speaks of somebody's birth.
    pub is_birth: &'k dyn Fn(&Mention) -> bool,
    /// Whether anybody of the clinic is called so.
    pub is_called: &'k dyn Fn(&str) -> bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Name,
    Date,
    Number,
    Contact,
    Word,
}

impl Mark {
    const fn word(self) -> &'static str {
        match self {
            Mark::Name => "NAME",
            Mark::Date => "DATE",
            Mark::Number => "NUMBER",
            Mark::Contact => "CONTACT",
            Mark::Word => "WORD",
        }
    }
}

impl Given {
    /// As it was typed.
    #[must_use]
    pub fn whole(text: &Text<'_>) -> Given {
        let pieces = text.tokens.iter().map(|it| (it.at.clone(), it.at.clone())).collect();
        Given { text: text.original.to_owned(), pieces }
    }

    /// Without names, dates of birth, numbers that are somebody's, addresses, and any word that is not the language's.
    #[must_use]
    pub fn hiding(text: &Text<'_>, known: &Known<'_>) -> Given {
        let common = Vocabulary::words();
        let contacts = contacts(text);
        let marks = (0..text.tokens.len()).map(|at| {
            if contacts.iter().any(|it| it.contains(&at)) {
                return Some(Mark::Contact);
            }
            mark(text, at, known, &common)
        });
        let mut given = Given { text: String::new(), pieces: Vec::new() };
        let mut counts: BTreeMap<Mark, usize> = BTreeMap::new();
        let mut before: Option<Mark> = None;
        for (token, mark) in text.tokens.iter().zip(marks) {
            // Words that stand together are hidden together: how many they are is nobody's business.
            if mark.is_some()
                && mark == before
                && let Some((_, behind)) = given.pieces.last_mut()
            {
                behind.end = token.at.end;
                continue;
            }
            if !(token.is_glued && mark.is_none() || given.text.is_empty()) {
                given.text.push(' ');
            }
            let start = given.text.len();
            match mark {
                None => given.text.push_str(text.piece(&token.at)),
                Some(mark) => {
                    let count = counts.entry(mark).or_default();
                    *count += 1;
                    let _ = write!(given.text, "[{}{count}]", mark.word());
                }
            }
            given.pieces.push((start..given.text.len(), token.at.clone()));
            before = mark;
        }
        given
    }

    /// The bytes of the sentence behind a piece of what was given; none where it is no piece of it.
    #[must_use]
    pub fn behind(&self, piece: &str) -> Option<Range<usize>> {
        let piece = piece.trim();
        if piece.is_empty() {
            return None;
        }
        let starts = self.text.match_indices(piece).map(|it| it.0);
        let mut whole = starts.filter_map(|start| {
            let end = start + piece.len();
            let first = self.pieces.iter().find(|it| it.0.start == start)?;
            let last = self.pieces.iter().find(|it| it.0.end == end)?;
            Some(first.1.start..last.1.end)
        });
        whole.next()
    }
}

fn mark(text: &Text<'_>, at: usize, known: &Known<'_>, common: &Vocabulary) -> Option<Mark> {
    let token = &text.tokens[at];
    let is_named = known.names.iter().any(|it| it.start < token.at.end && token.at.start < it.end);
    // A word of the language in small letters stands there as one, unless somebody is called so.
    let is_word = || is_small(text, token) && common.has(&token.word) && !(known.is_called)(&token.word);
    if is_named && !is_word() {
        return Some(Mark::Name);
    }
    let mention = known.said.iter().find(|it| it.tokens.contains(&at));
    if mention.is_some_and(|it| (known.is_birth)(it)) {
        return Some(Mark::Date);
    }
    match token.kind {
        Kind::Sign => None,
        Kind::Number => {
            let is_wish = mention.is_some() && token.word.len() <= LONGEST_NUMBER;
            (!is_wish).then_some(Mark::Number)
        }
        Kind::Word if is_around(&token.word) => None,
        Kind::Word if (known.is_called)(&token.word) => Some(Mark::Name),
        Kind::Word => (mention.is_none() && !common.has(&token.word)).then_some(Mark::Word),
    }
}

fn is_small(text: &Text<'_>, token: &Token) -> bool {
    !text.piece(&token.at).chars().any(char::is_uppercase)
}

/// Tokens of what is written in one go with an @, a slash or a dot between letters: an address.
fn contacts(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if token.is_glued => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let is_address = |run: &Range<usize>| {
        let tokens = &text.tokens[run.clone()];
        let has = |sign: &str| tokens.iter().any(|it| it.is(sign));
        let dotted = tokens.windows(3).any(|it| {
            it[0].kind == Kind::Word && it[1].is(".") && it[2].kind == Kind::Word && it[2].word.len() > 1
        });
        has("@") || dotted && tokens.iter().filter(|it| it.kind == Kind::Word).count() > 1
    };
    runs.retain(is_address);
    runs
}

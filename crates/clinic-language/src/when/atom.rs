//! Tokens as atoms: number words together, "a. m." as one, the letters behind a number as what they shorten.

use super::{
    PartOfDay,
    words::{self, Sense},
};
use crate::text::{Kind, Text, Token};
use chrono::{Month, Weekday};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atom {
    /// `digits`: how many were written, 0 for a number in words.
    Number {
        value: u32,
        digits: usize,
    },
    Ordinal {
        value: u32,
        is_spelled: bool,
    },
    Weekday {
        day: Weekday,
        many: bool,
    },
    Month(Month),
    Unit(Unit),
    Part {
        part: PartOfDay,
        many: bool,
    },
    Near(i64),
    Tonight,
    /// Minutes from midnight.
    Fixed(u32),
    /// "am" or, true, "pm". The first may also be the verb.
    Half(bool),
    Sign(char),
    Word,
}

/// An atom and the tokens that it covers.
#[derive(Clone, Debug)]
pub struct Placed {
    pub atom: Atom,
    pub first: usize,
    pub end: usize,
}

pub fn atoms(text: &Text<'_>) -> Vec<Placed> {
    let tokens = &text.tokens;
    let mut placed: Vec<Placed> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let before = placed.last().map(|it| it.atom);
        let (atom, end) = one(tokens, at, before);
        placed.push(Placed { atom, first: at, end });
        at = end;
    }
    placed
}

fn one(tokens: &[Token], at: usize, before: Option<Atom>) -> (Atom, usize) {
    let token = &tokens[at];
    match token.kind {
        Kind::Sign => (Atom::Sign(token.word.chars().next().unwrap_or(' ')), at + 1),
        Kind::Number => {
            let Some(value) = token.number() else { return (Atom::Word, at + 1) };
            let is_ordinal =
                glued(tokens, at + 1).is_some_and(|it| matches!(it, "st" | "nd" | "rd" | "th" | "ths"));
            if is_ordinal && (1..=31).contains(&value) {
                (Atom::Ordinal { value, is_spelled: false }, at + 2)
            } else {
                (Atom::Number { value, digits: token.word.len() }, at + 1)
            }
        }
        Kind::Word => half(tokens, at, before)
            .or_else(|| short_unit(tokens, at).map(|unit| (Atom::Unit(unit), at + 1)))
            .or_else(|| spelled(tokens, at))
            .unwrap_or_else(|| (plain(&token.word), at + 1)),
    }
}

fn plain(word: &str) -> Atom {
    match words::sense(word) {
        None => Atom::Word,
        Some(Sense::Number(value)) => Atom::Number { value, digits: 0 },
        Some(Sense::Ordinal(value)) => Atom::Ordinal { value, is_spelled: true },
        Some(Sense::Weekday { day, many }) => Atom::Weekday { day, many },
        Some(Sense::Month(month)) => Atom::Month(month),
        Some(Sense::Unit(unit)) => Atom::Unit(unit),
        Some(Sense::Part { part, many }) => Atom::Part { part, many },
        Some(Sense::Near(days)) => Atom::Near(days),
        Some(Sense::Tonight) => Atom::Tonight,
        Some(Sense::Fixed(minutes)) => Atom::Fixed(minutes),
    }
}

/// The word of the token, where no space stands before it.
fn glued(tokens: &[Token], at: usize) -> Option<&str> {
    tokens.get(at).filter(|it| it.is_glued).map(|it| it.word.as_str())
}

fn is(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|it| it.is(word))
}

/// "am", "p", "p.m.", "a m": a half of the day.
fn half(tokens: &[Token], at: usize, before: Option<Atom>) -> Option<(Atom, usize)> {
    let token = &tokens[at];
    let behind_number = matches!(before, Some(Atom::Number { .. } | Atom::Fixed(_)));
    match token.word.as_str() {
        "am" | "pm" => Some((Atom::Half(token.is("pm")), at + 1)),
        "ampm" if behind_number => Some((Atom::Half(false), at + 1)),
        "a" | "p" => {
            let dot = usize::from(is(tokens, at + 1, "."));
            if is(tokens, at + 1 + dot, "m") {
                let end = at + 2 + dot;
                let end = end + usize::from(dot == 1 && is(tokens, end, "."));
                Some((Atom::Half(token.is("p")), end))
            } else if behind_number && token.is_glued {
                Some((Atom::Half(token.is("p")), at + 1))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// "2w", "3 h": letters that are a unit behind digits alone.
fn short_unit(tokens: &[Token], at: usize) -> Option<Unit> {
    tokens.get(at.checked_sub(1)?).filter(|it| it.kind == Kind::Number)?;
    Some(match tokens[at].word.as_str() {
        "h" => Unit::Hour,
        "d" => Unit::Day,
        "w" => Unit::Week,
        "m" if tokens[at].is_glued => Unit::Month,
        "y" => Unit::Year,
        _ => return None,
    })
}

/// "twenty-three", "thirty first", "two thousand and eighteen".
fn spelled(tokens: &[Token], at: usize) -> Option<(Atom, usize)> {
    let (value, end) = below_hundred(tokens, at)?;
    if let Atom::Number { value: thousands, .. } = value
        && is(tokens, end, "thousand")
    {
        let rest_at = end + 1 + usize::from(is(tokens, end + 1, "and"));
        let rest = below_hundred(tokens, rest_at);
        return Some(match rest {
            Some((Atom::Number { value, .. }, end)) => {
                (Atom::Number { value: thousands * 1000 + value, digits: 0 }, end)
            }
            _ => (Atom::Number { value: thousands * 1000, digits: 0 }, end + 1),
        });
    }
    Some((value, end))
}

fn below_hundred(tokens: &[Token], at: usize) -> Option<(Atom, usize)> {
    let word = &tokens.get(at)?.word;
    let Some(value) = words::number(word) else {
        let value = words::ordinal(word)?;
        return Some((Atom::Ordinal { value, is_spelled: true }, at + 1));
    };
    if value >= 20 {
        let next = at + 1 + usize::from(is(tokens, at + 1, "-"));
        if let Some(word) = tokens.get(next).map(|it| it.word.as_str()) {
            if let Some(unit) = words::number(word).filter(|it| (1..10).contains(it)) {
                return Some((Atom::Number { value: value + unit, digits: 0 }, next + 1));
            }
            if let Some(unit) = words::ordinal(word).filter(|it| (1..10).contains(it)) {
                return Some((Atom::Ordinal { value: value + unit, is_spelled: true }, next + 1));
            }
        }
    }
    Some((Atom::Number { value, digits: 0 }, at + 1))
}

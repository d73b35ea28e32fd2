//! The names of the lists in a sentence: from each word on, the longest run of words that one of them is.

use super::{
    Candidate, Gazetteer, Heard, MOST_CANDIDATES, NameKind, context, everyday::is_common, forms::Partial,
};
use crate::text::{Kind, Text, Token};
use std::ops::Range;

/// Words that one mention may have.
const MOST_WORDS: usize = 8;
const INITIAL: u16 = 2;
/// A kind that the words before do not announce costs this much more.
const OTHER_KIND: u16 = 1;
/// So many words of a list that begin alike are looked at; more say nothing.
const MOST_BEGINNINGS: usize = 64;
const BEGINNING: u16 = 3;

/// What each token of a sentence may be among the words of the lists.
type Options = Vec<Vec<(u32, u16)>>;

impl Gazetteer {
    /// All mentions of the lists' people, visits and places, in the order of the sentence; they do not overlap.
    #[must_use]
    pub fn find(&self, text: &Text<'_>) -> Vec<Heard> {
        let options: Options = text.tokens.iter().map(|it| self.options(text, it)).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            let Some(heard) = self.longest(text, &options, at) else {
                at += 1;
                continue;
            };
            at = heard.tokens.end;
            found.push(heard);
        }
        once_each(found)
    }

    fn options(&self, text: &Text<'_>, token: &Token) -> Vec<(u32, u16)> {
        if token.kind == Kind::Sign {
            return Vec::new();
        }
        let words = &self.forms.words;
        let mut exact: Vec<(u32, u16)> = words.exact(&token.word).map(|it| (it, 0)).into_iter().collect();
        exact.extend(owner(text, token).and_then(|it| words.exact(it)).map(|it| (it, 0)));
        if !exact.is_empty() || token.kind == Kind::Number || is_common(&token.word) {
            return exact;
        }
        let word = owner(text, token).unwrap_or(&token.word);
        let mut near = words.near(word);
        if word.chars().count() >= 4 {
            near.extend(words.starting(word).take(MOST_BEGINNINGS).map(|it| (it, BEGINNING)));
        }
        near.sort_unstable();
        near.dedup_by_key(|it| it.0);
        near
    }

    fn longest(&self, text: &Text<'_>, options: &Options, start: usize) -> Option<Heard> {
        let (first, has_title) = behind_title(text, start);
        let mut best: Option<Heard> = None;
        let mut partials = self.beginning(text, options, first);
        let mut end = first + 1;
        for words in 1..=MOST_WORDS {
            if partials.is_empty() {
                break;
            }
            best = self.heard(text, &partials, start..end, words, has_title).or(best);
            let Some(next) = next_word(text, end) else { break };
            let word = &text.tokens[next].word;
            partials = match (words, is_initial(word), options[next].is_empty()) {
                (1, _, false) => self.rarer_first(&partials, options, first, next),
                (_, true, true) => self.forms.with_initial(&partials, word, INITIAL),
                _ => self.forms.going_on(&partials, &options[next]),
            };
            end = next + 1;
        }
        best
    }

    fn beginning(&self, text: &Text<'_>, options: &Options, first: usize) -> Vec<Partial> {
        let Some(token) = text.tokens.get(first) else { return Vec::new() };
        let begun = self.forms.begun(&options[first]);
        // "A. Ruiz": the family name leads to those whose given name begins so.
        if is_initial(&token.word)
            && let Some(next) = next_word(text, first + 1)
        {
            let family = self.forms.begun(&options[next]);
            if options[first].is_empty() && !family.is_empty() {
                return self.forms.begun_by_initial(&family, &token.word, INITIAL);
            }
        }
        begun
    }

    /// Two words in a row: the one with fewer holders leads, so that none is cut off behind the thousands of a common name.
    fn rarer_first(
        &self,
        partials: &[Partial],
        options: &Options,
        first: usize,
        next: usize,
    ) -> Vec<Partial> {
        if partials.len() < MOST_CANDIDATES || options[first].is_empty() {
            return self.forms.going_on(partials, &options[next]);
        }
        self.forms.going_on(&self.forms.begun(&options[next]), &options[first])
    }

    fn heard(
        &self,
        text: &Text<'_>,
        partials: &[Partial],
        tokens: Range<usize>,
        words: usize,
        has_title: bool,
    ) -> Option<Heard> {
        let back = |steps| tokens.start.checked_sub(steps).map_or("", |it| text.tokens[it].word.as_str());
        let before = if back(2).starts_with("check") && back(1) == "in" { back(2) } else { back(1) };
        let is_announced =
            has_title || context::leads_to_a_provider(before) || context::leads_to_a_patient(before);
        // Of namesakes it is the patient, unless the words before speak of a provider.
        let cost_of_kind = |kind: NameKind| match kind {
            NameKind::Provider => u16::from(!has_title && !context::leads_to_a_provider(before)) * OTHER_KIND,
            NameKind::Patient if context::leads_to_a_provider(before) => 2 * OTHER_KIND,
            NameKind::Patient => u16::from(!context::leads_to_a_patient(before)) * OTHER_KIND,
            _ => 0,
        };
        let mut found: Vec<(NameKind, Candidate)> = Vec::new();
        // "a.m." is nobody's name: one word at least of a person's is longer than a letter.
        let is_letters = text.tokens[tokens.clone()].iter().all(|it| it.word.chars().count() < 2);
        let is_of_another = is_of_another(text, &tokens);
        for (said, partial) in partials.iter().filter_map(|it| Some((it, self.forms.complete(it)?))) {
            let kind = self.forms.kind(partial.form);
            // One is treated by a doctor and stands at a place; neither is a patient.
            let is_other = has_title || words == 1 && matches!(before, "at" | "in");
            if kind.is_person() && is_letters || kind == NameKind::Patient && is_other {
                continue;
            }
            let is_whole = self.forms.is_whole(&partial);
            let is_enough = if kind.is_person() {
                (is_whole && words > 1 || !is_of_another)
                    && (words > 1 || is_person(text, &tokens, is_whole, said.cost == 0, is_announced))
            } else {
                words > 1 || is_thing(text, &tokens, is_whole, partial.cost)
            };
            if is_enough {
                found.push((kind, Candidate { id: self.forms.id(partial.form), cost: partial.cost }));
            }
        }
        let kind = found.iter().min_by_key(|(kind, it)| (it.cost + cost_of_kind(*kind), *kind))?.0;
        let mut candidates: Vec<Candidate> =
            found.into_iter().filter(|it| it.0 == kind).map(|it| it.1).collect();
        candidates.sort_unstable_by_key(|it| (it.id, it.cost));
        candidates.dedup_by_key(|it| it.id);
        candidates.sort_by_key(|it| it.cost);
        candidates.truncate(MOST_CANDIDATES);
        let last = &text.tokens[tokens.end - 1];
        let has_dot = is_initial(&last.word)
            && !last.is_glued
            && text.tokens.get(tokens.end).is_some_and(|it| it.is(".") && it.is_glued);
        let mut at = text.bytes_of(&(tokens.start..tokens.end + usize::from(has_dot)));
        if owner(text, last).is_some() && self.forms.words.exact(&last.word).is_none() {
            at.end -= text.piece(&last.at).chars().rev().take(2).map(char::len_utf8).sum::<usize>();
        }
        Some(Heard { at, tokens, kind, candidates })
    }
}

/// Whether one word says enough to be heard as a person, a title before it or not.
fn is_person(
    text: &Text<'_>,
    tokens: &Range<usize>,
    is_whole: bool,
    is_exact: bool,
    is_announced: bool,
) -> bool {
    if tokens.len() > 1 {
        return true;
    }
    let words = text.tokens.iter().filter(|it| it.kind == Kind::Word).count();
    let token = &text.tokens[tokens.start];
    if is_common(owner(text, token).unwrap_or(&token.word)) {
        return is_whole && words <= 2;
    }
    is_exact || is_announced || words == 1 || is_capital(text, tokens.start)
}

/// Whether one word says enough to be heard as a visit or a place.
fn is_thing(text: &Text<'_>, tokens: &Range<usize>, is_whole: bool, cost: u16) -> bool {
    is_whole && (cost == 0 || (cost <= 4 && text.tokens[tokens.end - 1].word.len() > 4))
}

/// A capital that the beginning of a sentence does not explain.
fn is_capital(text: &Text<'_>, at: usize) -> bool {
    let begins = at.checked_sub(1).is_none_or(|it| matches!(text.tokens[it].word.as_str(), "." | "!" | "?"));
    !begins && text.piece(&text.tokens[at].at).chars().next().is_some_and(char::is_uppercase)
}

/// "Ana Ortiz" is nobody's part who is called Ana Ruiz: another name stands beside it.
fn is_of_another(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let is_name = |at: usize| {
        text.tokens.get(at).is_some_and(|it| it.kind == Kind::Word && !is_common(&it.word))
            && is_capital(text, at)
    };
    let is_letter =
        |at: &usize| text.tokens.get(*at).is_some_and(|it| is_initial(&it.word)) && is_capital(text, *at);
    let before = tokens.start.checked_sub(1);
    let before =
        if before.as_ref().is_some_and(is_letter) { before.and_then(|it| it.checked_sub(1)) } else { before };
    let is_before = before.is_some_and(|it| is_name(it) && !context::is_title(&text.tokens[it].word));
    is_before || is_name(tokens.end + usize::from(is_letter(&tokens.end)))
}

/// Where the name begins behind a title that stands at `start`.
fn behind_title(text: &Text<'_>, start: usize) -> (usize, bool) {
    if !context::is_title(&text.tokens[start].word) {
        return (start, false);
    }
    match next_word(text, start + 1).filter(|it| !is_common(&text.tokens[*it].word)) {
        Some(next) => (next, context::is_doctors_title(&text.tokens[start].word)),
        None => (start, false),
    }
}

/// The next word of a name: a full stop, a comma, a hyphen or a stroke may stand before it.
fn next_word(text: &Text<'_>, at: usize) -> Option<usize> {
    let token = text.tokens.get(at)?;
    if token.kind != Kind::Sign {
        return Some(at);
    }
    let follows = text.tokens.get(at + 1).is_some_and(|it| it.kind != Kind::Sign);
    (follows && matches!(token.word.as_str(), "." | "," | "-" | "/" | "&" | "‐" | "–")).then_some(at + 1)
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
}

/// "Ann's" is Ann's.
fn owner<'w>(text: &Text<'_>, token: &'w Token) -> Option<&'w str> {
    let piece = text.piece(&token.at);
    let is_owner = ["'s", "’s", "ʼs", "'S", "’S"].iter().any(|it| piece.ends_with(it));
    if is_owner { token.word.strip_suffix('s').filter(|it| !it.is_empty()) } else { None }
}

/// Without mentions of somebody whom more words of the sentence name already.
fn once_each(found: Vec<Heard>) -> Vec<Heard> {
    let is_said_better = |it: &Heard| {
        let Some(best) = it.candidates.first() else { return true };
        found.iter().any(|other| {
            other.kind == it.kind
                && other.tokens.len() > it.tokens.len()
                && other
                    .candidates
                    .first()
                    .is_some_and(|o| o.cost < best.cost && it.candidates.iter().any(|c| c.id == o.id))
        })
    };
    found.iter().filter(|it| !is_said_better(it)).cloned().collect()
}

//! The experts' line: `smi 0412 fu chen 2w am` says in a few strokes who comes for what, to whom and when.
//!
//! A short verb may stand first, then the patient; the rest comes in any order. Whatever can be several people stays several.

mod birth;
#[cfg(test)]
mod tests;

pub use birth::BirthPart;

use crate::{
    names::{Candidate, Gazetteer, NameKind},
    text::{Kind, Text},
    when::{MONTHS, WEEKDAYS},
};
use std::ops::Range;

/// Nobody types a longer line of this kind.
const MOST_TOKENS: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Book,
    Cancel,
    Move,
    CheckIn,
    Waitlist,
    Availability,
}

/// The patient as they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientPart {
    /// Folded; the beginning of a family name mostly.
    pub name: String,
    /// The list's patients with a name that begins so, best first; empty when the list knows none.
    pub candidates: Vec<Candidate>,
    pub birth: Option<BirthPart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terse {
    pub verb: Verb,
    pub patient: Option<PatientPart>,
    /// Candidates of the lists, best first; empty when none was named.
    pub visit_type: Vec<Candidate>,
    pub provider: Vec<Candidate>,
    /// The tokens that are left for the date grammar.
    pub when: Option<Range<usize>>,
    /// Runs of tokens that nothing was made of.
    pub unread: Vec<Range<usize>>,
}

/// Reads a line in shorthand; `None` when it is a sentence, or nothing that the lists know.
#[must_use]
pub fn read(text: &Text<'_>, lists: &Gazetteer) -> Option<Terse> {
    let count = text.tokens.len();
    if count == 0 || count > MOST_TOKENS || text.tokens.iter().any(|it| is_of_a_sentence(&it.word)) {
        return None;
    }
    let spoken = verb(&text.tokens[0].word);
    let mut used = vec![false; count];
    let mut at = 0;
    if spoken.is_some() {
        used[0] = true;
        at = 1;
    }
    let verb = spoken.unwrap_or(Verb::Book);
    let patient = if verb == Verb::Availability { None } else { Some(patient(text, lists, at, &mut used)?) };
    let visit_type = visit_type(text, lists, &mut used);
    let provider = provider(text, lists, &mut used);
    let (when, unread) = rest(text, &used);
    let is_told = spoken.is_some()
        || patient
            .as_ref()
            .is_some_and(|it| it.birth.is_some() || (!it.candidates.is_empty() && !visit_type.is_empty()));
    let is_read = patient.is_some() || !provider.is_empty() || !visit_type.is_empty() || when.is_some();
    (is_told && is_read).then_some(Terse { verb, patient, visit_type, provider, when, unread })
}

fn verb(word: &str) -> Option<Verb> {
    Some(match word {
        "x" | "cx" => Verb::Cancel,
        "mv" | "rs" => Verb::Move,
        "ci" => Verb::CheckIn,
        "wl" => Verb::Waitlist,
        "?" => Verb::Availability,
        "bk" => Verb::Book,
        _ => return None,
    })
}

/// Words that shorthand leaves out.
fn is_of_a_sentence(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "i", "im", "id", "my", "me", "you", "your", "we", "he", "she", "they", "please", "can", "could",
        "is", "are", "the", "a", "an", "to", "for", "with", "want", "need", "have", "what", "when", "how",
        "does", "do", "hi", "hello", "thanks",
    ];
    WORDS.contains(&word)
}

/// A word or two, and the birth that stands behind them.
fn patient(text: &Text<'_>, lists: &Gazetteer, at: usize, used: &mut [bool]) -> Option<PatientPart> {
    let first = text.tokens.get(at).filter(|it| it.kind == Kind::Word && it.word.chars().count() > 1)?;
    let birth_at = |at: usize| {
        text.tokens.get(at).filter(|it| it.kind == Kind::Number).and_then(|it| birth::read(&it.word))
    };
    let second = text.tokens.get(at + 1).filter(|it| it.kind == Kind::Word && birth_at(at + 2).is_some());
    let end = if second.is_some() { at + 2 } else { at + 1 };
    let birth = birth_at(end);
    let taken = end + usize::from(birth.is_some());
    used.iter_mut().take(taken).skip(at).for_each(|it| *it = true);
    let patients = |word: &str| -> Vec<Candidate> {
        let known = lists.starting_with(word).into_iter();
        known.filter(|it| it.0 == NameKind::Patient).map(|it| it.1).collect()
    };
    let mut candidates = patients(&first.word);
    let mut name = first.word.clone();
    if let Some(second) = second {
        let mut ids: Vec<u32> = patients(&second.word).iter().map(|it| it.id).collect();
        ids.sort_unstable();
        candidates.retain(|it| ids.binary_search(&it.id).is_ok());
        name = format!("{name} {}", second.word);
    }
    Some(PatientPart { name, candidates, birth })
}

fn visit_type(text: &Text<'_>, lists: &Gazetteer, used: &mut [bool]) -> Vec<Candidate> {
    let found = lists.find(text).into_iter();
    let is_free =
        |tokens: &Range<usize>, used: &[bool]| tokens.clone().all(|it| used.get(it) == Some(&false));
    let heard = found.filter(|it| it.kind == NameKind::VisitType).find(|it| is_free(&it.tokens, used));
    heard.map_or_else(Vec::new, |it| {
        it.tokens.for_each(|at| used[at] = true);
        it.candidates
    })
}

fn provider(text: &Text<'_>, lists: &Gazetteer, used: &mut [bool]) -> Vec<Candidate> {
    for (at, token) in text.tokens.iter().enumerate() {
        let is_name = token.kind == Kind::Word && token.word.chars().count() > 2 && !is_of_time(&token.word);
        if used[at] || !is_name {
            continue;
        }
        let known = lists.starting_with(&token.word).into_iter();
        let candidates: Vec<Candidate> =
            known.filter(|it| it.0 == NameKind::Provider).map(|it| it.1).collect();
        if !candidates.is_empty() {
            used[at] = true;
            return candidates;
        }
    }
    Vec::new()
}

/// The first run of unused tokens with a number or a word of time in it, and the other runs.
fn rest(text: &Text<'_>, used: &[bool]) -> (Option<Range<usize>>, Vec<Range<usize>>) {
    let mut when = None;
    let mut unread = Vec::new();
    let mut start = 0;
    for end in 0..=used.len() {
        if used.get(end) == Some(&false) {
            continue;
        }
        if start < end {
            let tells =
                text.tokens[start..end].iter().any(|it| it.kind == Kind::Number || is_of_time(&it.word));
            if tells && when.is_none() {
                when = Some(start..end);
            } else {
                unread.push(start..end);
            }
        }
        start = end + 1;
    }
    (when, unread)
}

fn is_of_time(word: &str) -> bool {
    const OTHERS: [&str; 5] = ["today", "tomorrow", "morning", "afternoon", "evening"];
    let mut days = WEEKDAYS.iter().chain(&MONTHS).chain(&OTHERS);
    let is_short_day = word.len() >= 3 && days.any(|it| it.starts_with(word));
    is_short_day
        || matches!(
            word,
            "am" | "pm"
                | "tmr"
                | "tmrw"
                | "tom"
                | "next"
                | "asap"
                | "noon"
                | "week"
                | "weeks"
                | "mo"
                | "wk"
                | "tod"
                | "now"
        )
}

//! The index over the texts, and the ranking.

use super::{
    asks::{Cues, KINDS, Wording},
    near::Letters,
    stem::{is_plain, stem},
};
use crate::text::{Kind, Text, Token};
use std::collections::BTreeMap;

/// A text that may be an answer. The title may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    pub title: &'d str,
    pub body: &'d str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Which of the texts given, from 0.
    pub document: usize,
    /// Comparable within one question only.
    pub score: f32,
    /// 0..1: how far the question's own words are covered.
    pub coverage: f32,
}

/// Below this coverage of the best text the honest answer is "I don't know".
pub const KNOWN_FROM: f32 = 0.5;

const FREQUENCY_LIMIT: f32 = 0.9;
const LENGTH_WEIGHT: f32 = 0.3;
const TITLE_WEIGHT: f32 = 3.0;
const OPENING_WORDS: usize = 15;
const OPENING_WEIGHT: f32 = 1.5;
/// How much the wording counts beside the words.
const WORDING_WEIGHT: f32 = 6.0;
/// A word that only asks ("treatment", "signs") counts less: the wording sees to it.
const ASKING_WORD_WEIGHT: f32 = 0.2;
const MOST_INITIALS: usize = 6;

struct Entry {
    length: f32,
    wording: Wording,
}

pub struct Library {
    terms: BTreeMap<String, u32>,
    /// For each term: the documents that have it, and how often.
    holders: Vec<Vec<(u32, f32)>>,
    letters: Letters,
    entries: Vec<Entry>,
    mean_length: f32,
    questions: Cues,
}

/// A word of the question with the terms that stand for it.
struct Asked {
    weight: f32,
    terms: Vec<(u32, f32)>,
    /// Its part of the question, for the coverage.
    share: f32,
}

impl Library {
    #[must_use]
    pub fn of<'d>(documents: impl IntoIterator<Item = Document<'d>>) -> Library {
        let mut library = Library {
            terms: BTreeMap::new(),
            holders: Vec::new(),
            letters: Letters::default(),
            entries: Vec::new(),
            mean_length: 1.0,
            questions: Cues::of_questions(),
        };
        let answers = Cues::of_answers();
        for document in documents {
            library.add(&document, &answers);
        }
        let total: f32 = library.entries.iter().map(|it| it.length).sum();
        library.mean_length = (total / library.entries.len().max(1) as f32).max(1.0);
        library
    }

    fn add(&mut self, document: &Document<'_>, answers: &Cues) {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for (word, _) in words_of(document.title) {
            *counts.entry(self.term(stem(&word))).or_default() += TITLE_WEIGHT;
        }
        let words = words_of(document.body);
        let stems: Vec<&str> = words.iter().map(|(word, _)| stem(word)).collect();
        let mut wording = [0.0; KINDS];
        for (place, (word, is_initials)) in words.iter().enumerate() {
            let weight = if place < OPENING_WORDS { OPENING_WEIGHT } else { 1.0 };
            *counts.entry(self.term(stems[place])).or_default() += weight;
            if *is_initials {
                *counts.entry(self.term(&initials_term(word))).or_default() += weight;
            }
            for (kind, words) in answers.at(&stems[place..]) {
                wording[kind] += (words as f32).sqrt() * (0.3 + 1.7 * (-(place as f32) / 12.0).exp());
            }
        }
        for (term, count) in counts {
            self.holders[term as usize].push((number, count));
        }
        self.entries.push(Entry { length: words.len() as f32, wording: shares(wording) });
    }

    fn term(&mut self, word: &str) -> u32 {
        if let Some(term) = self.terms.get(word) {
            return *term;
        }
        let term = u32::try_from(self.holders.len()).unwrap_or(u32::MAX);
        self.terms.insert(word.to_owned(), term);
        self.letters.add(term, word);
        self.holders.push(Vec::new());
        term
    }

    /// The best texts for a question, best first, `most` of them at the most.
    #[must_use]
    pub fn ranked(&self, question: &str, most: usize) -> Vec<Found> {
        let text = Text::new(question);
        let words: Vec<&Token> = text.tokens.iter().filter(|it| it.kind != Kind::Sign).collect();
        let (kinds, asking) = self.kinds_asked(&words);
        let mut scores = vec![(0.0_f32, 0.0_f32); self.entries.len()];
        for asked in self.asked(&words, &asking) {
            let mut best: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
            for (term, alike) in &asked.terms {
                for (document, count) in &self.holders[*term as usize] {
                    let length = self.entries[*document as usize].length / self.mean_length;
                    let norm = FREQUENCY_LIMIT * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length);
                    let score = alike * asked.weight * count * (FREQUENCY_LIMIT + 1.0) / (count + norm);
                    let known = best.entry(*document).or_default();
                    *known = (known.0.max(score), known.1.max(*alike * asked.share));
                }
            }
            for (document, (score, share)) in best {
                let sum = &mut scores[document as usize];
                *sum = (sum.0 + score, sum.1 + share);
            }
        }
        let mut found: Vec<Found> = Vec::new();
        for (document, (score, share)) in scores.iter().enumerate() {
            if *score > 0.0 {
                let wording: f32 =
                    kinds.iter().zip(&self.entries[document].wording).map(|(asked, has)| asked * has).sum();
                found.push(Found {
                    document,
                    score: score + WORDING_WEIGHT * wording,
                    coverage: share.min(1.0),
                });
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
        found.truncate(most);
        found
    }

    /// What kind of answer is asked for, and which words only ask.
    fn kinds_asked(&self, words: &[&Token]) -> (Wording, Vec<bool>) {
        let stems: Vec<&str> = words.iter().map(|it| stem(&it.word)).collect();
        let mut kinds = [0.0_f32; KINDS];
        let mut asking = vec![false; words.len()];
        for place in 0..stems.len() {
            for (kind, length) in self.questions.at(&stems[place..]) {
                kinds[kind] = 1.0;
                asking[place..place + length].fill(true);
            }
        }
        // "What is the treatment" asks for the treatment.
        if kinds[1..].iter().any(|it| *it > 0.0) {
            kinds[0] = 0.0;
        }
        (kinds, asking)
    }

    fn asked(&self, words: &[&Token], asking: &[bool]) -> Vec<Asked> {
        let mut asked = Vec::new();
        let content: Vec<(&Token, bool)> = words
            .iter()
            .zip(asking)
            .filter(|(it, _)| !is_plain(&it.word))
            .map(|(it, asks)| (*it, *asks))
            .collect();
        for (word, asks) in &content {
            let stem = stem(&word.word);
            let known = self.terms.get(stem).copied();
            let mut terms: Vec<(u32, f32)> = known.map(|it| (it, 1.0)).into_iter().collect();
            for (term, alike) in self.letters.like(stem) {
                if Some(term) != known {
                    terms.push((term, alike * alike));
                }
            }
            let rarity =
                known.map_or_else(|| self.rarity(0), |it| self.rarity(self.holders[it as usize].len()));
            let weight = if *asks { rarity * ASKING_WORD_WEIGHT } else { rarity };
            asked.push(Asked { weight, terms, share: weight });
        }
        let total: f32 = asked.iter().map(|it| it.share).sum();
        for it in &mut asked {
            it.share /= total.max(f32::MIN_POSITIVE);
        }
        let named: Vec<&Token> = content.iter().filter(|(_, asks)| !asks).map(|(it, _)| *it).collect();
        self.add_initials(&named, &mut asked);
        asked
    }

    /// Names of several words are often written by their initials.
    fn add_initials(&self, named: &[&Token], asked: &mut Vec<Asked>) {
        for from in 0..named.len() {
            let mut initials = String::new();
            for word in &named[from..(from + MOST_INITIALS).min(named.len())] {
                initials.extend(word.word.chars().next());
                let Some(term) = self.terms.get(&initials_term(&initials)).filter(|_| initials.len() > 1)
                else {
                    continue;
                };
                let part = initials.len() as f32 / named.len() as f32;
                asked.push(Asked {
                    weight: self.rarity(self.holders[*term as usize].len()) * part,
                    terms: vec![(*term, 1.0)],
                    share: part,
                });
            }
        }
    }

    fn rarity(&self, holders: usize) -> f32 {
        let all = self.entries.len() as f32;
        let holders = holders as f32;
        (1.0 + (all - holders + 0.5) / (holders + 0.5)).ln()
    }
}

/// A text is worded as this or that kind: what counts is the part of each.
fn shares(wording: Wording) -> Wording {
    let total: f32 = wording.iter().sum();
    wording.map(|it| it / (total + 1.0))
}

/// Initials are a term of their own, apart from the word that looks the same.
fn initials_term(letters: &str) -> String {
    format!("={letters}")
}

/// All words of a text of any length; whether each is written as initials ("ALS", "CMs").
fn words_of(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        let piece = Text::new(rest);
        let Some(last) = piece.tokens.last() else { return words };
        let end = last.at.end;
        for token in &piece.tokens {
            if token.kind != Kind::Sign {
                let written = piece.piece(&token.at).trim_end_matches('s');
                let is_initials = written.len() > 1 && written.chars().all(|it| it.is_ascii_uppercase());
                let word = if is_initials { written.to_ascii_lowercase() } else { token.word.clone() };
                words.push((word, is_initials));
            }
        }
        rest = &rest[end..];
    }
}

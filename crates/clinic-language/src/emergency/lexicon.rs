//! The list of concepts, as text that a clinic edits, and its reader. The form is described at the head of `lexicon.txt`.

use super::{
    phrase::{Element, Phrase},
    words::Words,
};
use crate::text::Text;
use clinic_domain::emergency::{EmergencyGroup, EmergencyPlan};
use std::collections::{BTreeMap, BTreeSet};

const SHIPPED: &str = include_str!("lexicon.txt");

pub struct Concept {
    pub group: EmergencyGroup,
    pub name: String,
    pub phrases: Vec<Phrase>,
}

#[derive(Default)]
pub struct Lexicon {
    concepts: Vec<Concept>,
    words: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No `=` between a name and its phrases.
    NoPhrases,
    /// The group before the concept is none of ours.
    UnknownGroup,
    /// A concept has no name.
    NoName,
    /// `@name` was not defined on a line above.
    UnknownSet,
    /// A phrase is empty, or begins or ends with a gap.
    BadPhrase,
}

impl Why {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Why::NoPhrases => "no_phrases",
            Why::UnknownGroup => "unknown_group",
            Why::NoName => "no_name",
            Why::UnknownSet => "unknown_set",
            Why::BadPhrase => "bad_phrase",
        }
    }
}

/// What is wrong on which line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexiconProblem {
    pub line: usize,
    pub why: Why,
}

type Sets = BTreeMap<String, Vec<String>>;

impl Lexicon {
    /// The list that comes with the program. Its own test reads it, so that a bad line never ships.
    #[must_use]
    pub fn shipped() -> Lexicon {
        Lexicon::parse(SHIPPED).unwrap_or_default()
    }

    /// The shipped list as the organization changed it.
    #[must_use]
    pub fn of(plan: &EmergencyPlan) -> Lexicon {
        let mut lexicon = Lexicon::shipped();
        lexicon.concepts.retain(|it| !plan.left_out.contains(&it.name));
        let sets = Sets::new();
        for it in &plan.added {
            // Words as somebody types them: the signs of the list's own form are not among them.
            let said = Words::of(&Text::new(&it.words));
            let words = said.0.iter().map(|it| it.word.as_str()).collect::<Vec<_>>().join(" ");
            let phrases = phrase(&words, &sets).into_iter().collect();
            lexicon.concepts.push(Concept { group: it.group, name: it.words.clone(), phrases });
        }
        lexicon
    }

    /// What comes with the desk, to be looked through: group, name and phrases of each concept.
    pub fn shipped_concepts() -> impl Iterator<Item = (EmergencyGroup, &'static str, &'static str)> {
        SHIPPED.lines().filter(|it| !it.trim_start().starts_with('#')).filter_map(|line| {
            let (name, phrases) = line.split_once('=')?;
            let (group, name) = name.split_once(':')?;
            Some((group_of(group)?, name.trim(), phrases.trim()))
        })
    }

    /// # Errors
    /// The first line that cannot be read, and why.
    pub fn parse(text: &str) -> Result<Lexicon, LexiconProblem> {
        let mut lexicon = Lexicon::default();
        let mut sets = Sets::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                lexicon.read(line, &mut sets).map_err(|why| LexiconProblem { line: number + 1, why })?;
            }
        }
        Ok(lexicon)
    }

    fn read(&mut self, line: &str, sets: &mut Sets) -> Result<(), Why> {
        let (name, said) = line.split_once('=').ok_or(Why::NoPhrases)?;
        let name = name.trim();
        if let Some(set) = name.strip_prefix('@') {
            sets.insert(set.to_owned(), alternatives(said.trim(), sets)?);
            return Ok(());
        }
        if name == "words" {
            self.words.extend(said.split_whitespace().map(str::to_owned));
            return Ok(());
        }
        let (group, name) = name.split_once(':').ok_or(Why::UnknownGroup)?;
        let group = group_of(group).ok_or(Why::UnknownGroup)?;
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(Why::NoName);
        }
        let phrases = said.split(';').map(|it| phrase(it, sets)).collect::<Result<_, Why>>()?;
        self.concepts.push(Concept { group, name, phrases });
        Ok(())
    }

    pub(super) fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// A word of its own right, however near it is to one of the list.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

fn group_of(code: &str) -> Option<EmergencyGroup> {
    code.trim().parse().ok()
}

fn phrase(text: &str, sets: &Sets) -> Result<Phrase, Why> {
    let (said, context) = match text.split_once('&') {
        Some((said, context)) => (said, Some(elements(context, sets)?)),
        None => (text, None),
    };
    Ok(Phrase { elements: elements(said, sets)?, context })
}

fn elements(text: &str, sets: &Sets) -> Result<Vec<Element>, Why> {
    let elements: Vec<Element> = text
        .split_whitespace()
        .map(|it| if it == ".." { Ok(Element::Gap) } else { Ok(Element::Word(alternatives(it, sets)?)) })
        .collect::<Result<_, Why>>()?;
    let is_word = |it: Option<&Element>| matches!(it, Some(Element::Word(_)));
    if is_word(elements.first()) && is_word(elements.last()) { Ok(elements) } else { Err(Why::BadPhrase) }
}

fn alternatives(text: &str, sets: &Sets) -> Result<Vec<String>, Why> {
    let mut all = Vec::new();
    for one in text.split('/') {
        match one.strip_prefix('@') {
            Some(set) => all.extend(sets.get(set).ok_or(Why::UnknownSet)?.iter().cloned()),
            None if one.trim_end_matches('*').is_empty() => return Err(Why::BadPhrase),
            None => all.push(one.to_owned()),
        }
    }
    Ok(all)
}

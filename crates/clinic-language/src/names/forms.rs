//! The ways in which each line of the lists can be said, and which of them hold a word.

use super::{Candidate, Entry, MOST_CANDIDATES, NameKind, abbreviations, context, words::Words};
use crate::text::{Kind, Text};
use std::ops::Range;

/// A form's words beyond these are not listened for.
const MOST_WORDS: usize = 12;
/// What it costs to say a part of a name only.
const FAMILY_ALONE: u16 = 3;
const GIVEN_ALONE: u16 = 5;
const MIDDLE_LEFT_OUT: u16 = 1;
const BEGINNING: u16 = 3;

#[derive(Clone, Debug)]
struct Form {
    id: u32,
    kind: NameKind,
    /// Whether a part of it is enough to mean it.
    is_person: bool,
    /// Where its words stand in `Forms::words_of`, the given name first.
    words: Range<u32>,
}

#[derive(Clone, Debug, Default)]
pub struct Forms {
    forms: Vec<Form>,
    words_of: Vec<u32>,
    pub words: Words,
    /// The forms that hold word `n` stand in `holders` from `first_holder[n]` to `first_holder[n + 1]`.
    first_holder: Vec<u32>,
    holders: Vec<u32>,
}

/// A form that some words of a sentence may be.
#[derive(Clone, Copy, Debug)]
pub struct Partial {
    pub form: u32,
    /// Which of its words were heard, a bit each.
    heard: u16,
    pub cost: u16,
}

impl Forms {
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Forms {
        let mut forms = Vec::new();
        // Every word with the place it is to be put at.
        let mut spoken: Vec<(Box<str>, u32)> = Vec::new();
        for entry in entries {
            let derived = if entry.kind == NameKind::VisitType {
                abbreviations::visit_type_aliases(&entry.name)
            } else {
                Vec::new()
            };
            for name in std::iter::once(&entry.name).chain(&entry.aliases).chain(&derived) {
                let words = words_of_name(name, entry.kind);
                let Ok(from) = u32::try_from(spoken.len()) else { break };
                let is_person = entry.kind.is_person()
                    && words.len() <= 5
                    && !words.iter().any(|it| context::is_of_a_house(it));
                spoken.extend(words.into_iter().map(String::into_boxed_str).zip(from..));
                let Ok(to) = u32::try_from(spoken.len()) else { break };
                if from < to {
                    forms.push(Form { id: entry.id, kind: entry.kind, is_person, words: from..to });
                }
            }
        }
        Forms::indexed(forms, spoken)
    }

    fn indexed(forms: Vec<Form>, mut spoken: Vec<(Box<str>, u32)>) -> Forms {
        let mut words_of = vec![0; spoken.len()];
        spoken.sort_unstable();
        let mut spelled: Vec<Box<str>> = Vec::new();
        for (word, place) in spoken {
            if spelled.last() != Some(&word) {
                spelled.push(word);
            }
            words_of[place as usize] = u32::try_from(spelled.len() - 1).unwrap_or(u32::MAX);
        }
        let mut held: Vec<(u32, u32)> = Vec::with_capacity(words_of.len());
        for (number, form) in (0..).zip(&forms) {
            held.extend(words_of[as_places(&form.words)].iter().map(|word| (*word, number)));
        }
        held.sort_unstable();
        held.dedup();
        let mut first_holder = vec![0; spelled.len() + 1];
        for (word, _) in &held {
            first_holder[*word as usize + 1] += 1;
        }
        for at in 1..first_holder.len() {
            first_holder[at] += first_holder[at - 1];
        }
        let holders = held.into_iter().map(|it| it.1).collect();
        Forms { forms, words_of, words: Words::of(spelled), first_holder, holders }
    }

    fn holders(&self, word: u32) -> &[u32] {
        let word = word as usize;
        match (self.first_holder.get(word), self.first_holder.get(word + 1)) {
            (Some(from), Some(to)) => &self.holders[as_places(&(*from..*to))],
            _ => &[],
        }
    }

    fn words_in(&self, form: u32) -> &[u32] {
        &self.words_of[as_places(&self.forms[form as usize].words)]
    }

    pub fn kind(&self, form: u32) -> NameKind {
        self.forms[form as usize].kind
    }

    pub fn id(&self, form: u32) -> u32 {
        self.forms[form as usize].id
    }

    /// All forms that hold one of the words.
    pub fn begun(&self, options: &[(u32, u16)]) -> Vec<Partial> {
        let mut begun = Vec::new();
        for (word, cost) in options {
            for form in self.holders(*word).iter().take(MOST_CANDIDATES) {
                let place = self.words_in(*form).iter().position(|it| it == word).unwrap_or_default();
                begun.push(Partial { form: *form, heard: 1 << place, cost: *cost });
            }
        }
        begun
    }

    /// Those that hold one of the words besides what was heard of them.
    pub fn going_on(&self, partials: &[Partial], options: &[(u32, u16)]) -> Vec<Partial> {
        self.each_unheard(partials, |word| options.iter().find(|it| it.0 == word).map(|it| it.1))
    }

    /// Those with a word besides what was heard of them that begins with a letter.
    pub fn with_initial(&self, partials: &[Partial], letter: &str, cost: u16) -> Vec<Partial> {
        self.each_unheard(partials, |word| self.words.spelling(word).starts_with(letter).then_some(cost))
    }

    /// Of forms that the next word leads to, those with another word that begins with the letter; only that one is heard yet.
    pub fn begun_by_initial(&self, family: &[Partial], letter: &str, cost: u16) -> Vec<Partial> {
        let only_initial = |it: &Partial| {
            let both = self.with_initial(&[*it], letter, cost).pop()?;
            Some(Partial { heard: both.heard & !it.heard, cost, ..both })
        };
        family.iter().filter_map(only_initial).collect()
    }

    fn each_unheard(&self, partials: &[Partial], cost_of: impl Fn(u32) -> Option<u16>) -> Vec<Partial> {
        let goes_on = |it: &Partial| {
            let words = self.words_in(it.form).iter().enumerate();
            let mut unheard = words.filter(|(place, _)| it.heard & (1 << place) == 0);
            unheard.find_map(|(place, word)| {
                let cost = cost_of(*word)?;
                Some(Partial {
                    form: it.form,
                    heard: it.heard | (1 << place),
                    cost: it.cost.saturating_add(cost),
                })
            })
        };
        partials.iter().filter_map(goes_on).collect()
    }

    /// The form with the cost of what was left out of it; `None` when that is too much to mean it.
    pub fn complete(&self, it: &Partial) -> Option<Partial> {
        let count = self.words_in(it.form).len();
        let all = (1 << count) - 1;
        if it.heard == all {
            return Some(*it);
        }
        let form = &self.forms[it.form as usize];
        let has_given = it.heard & 1 != 0;
        let has_family = it.heard >> (count - 1) & 1 != 0;
        let left_out = match (form.is_person, has_given, has_family) {
            (true, true, true) => MIDDLE_LEFT_OUT,
            (true, false, true) => FAMILY_ALONE,
            (true, true, false) => GIVEN_ALONE,
            _ => return None,
        };
        Some(Partial { cost: it.cost + left_out, ..*it })
    }

    pub fn is_whole(&self, it: &Partial) -> bool {
        it.heard.count_ones() as usize == self.words_in(it.form).len()
    }

    pub fn starting_with(&self, beginning: &str) -> Vec<(NameKind, Candidate)> {
        let range = self.words.starting(beginning);
        let options: Vec<(u32, u16)> = range
            .map(|word| (word, if self.words.spelling(word) == beginning { 0 } else { BEGINNING }))
            .collect();
        let found = self.begun(&options).into_iter().filter_map(|it| self.complete(&it));
        let mut found: Vec<_> =
            found.map(|it| (self.kind(it.form), Candidate { id: self.id(it.form), cost: it.cost })).collect();
        found.sort_unstable_by_key(|(kind, it)| (*kind, it.id, it.cost));
        found.dedup_by_key(|(kind, it)| (*kind, it.id));
        found.sort_by_key(|(_, it)| it.cost);
        found.truncate(MOST_CANDIDATES);
        found
    }
}

fn as_places(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// The words of a name, the given name first and without a title: "Ruiz, Ana" as "Ana Ruiz".
fn words_of_name(name: &str, kind: NameKind) -> Vec<String> {
    let text = Text::new(name);
    let is_turned = kind.is_person() && text.tokens.iter().filter(|it| it.is(",")).count() == 1;
    let comma = if is_turned { text.tokens.iter().position(|it| it.is(",")) } else { None };
    let words = |tokens: &[crate::text::Token]| -> Vec<String> {
        tokens.iter().filter(|it| it.kind != Kind::Sign).map(|it| it.word.clone()).collect()
    };
    let mut said = match comma {
        Some(at) => {
            let mut said = words(&text.tokens[at..]);
            said.extend(words(&text.tokens[..at]).into_iter().filter(|it| !context::is_title(it)));
            said
        }
        None => words(&text.tokens),
    };
    if kind.is_person() && said.len() > 1 && said.first().is_some_and(|it| context::is_title(it)) {
        said.remove(0);
    }
    said.truncate(MOST_WORDS);
    said
}

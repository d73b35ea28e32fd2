//! People, visit types and places, heard by the clinic's own lists; and names that no list knows yet.
//!
//! A list says what can be heard; a sentence only picks from it. Who of several namesakes is meant is never decided here:
//! all of them come back, the likeliest first.

mod abbreviations;
mod unknown;

pub use unknown::{NewName, unknown_names};

use crate::text::{Kind, Text};
use clinic_domain::fold::fold;
use std::{collections::HashMap, ops::Range};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Patient,
    Provider,
    VisitType,
    /// "gp", "dentist".
    ProviderKind,
    Place,
}

impl NameKind {
    const fn is_person(self) -> bool {
        matches!(self, NameKind::Patient | NameKind::Provider)
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The caller's own number for it; it comes back in [`Candidate`].
    pub id: u32,
    /// "Ana Ruiz", "Ruiz, Ana", "Dr. Chen", "Annual physical".
    pub name: String,
    /// Other ways to say all of it. A visit type's trade abbreviations are known without being listed.
    pub aliases: Vec<String>,
    pub kind: NameKind,
}

/// Somebody or something of a list that a sentence may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: u32,
    /// 0: the whole name as it is written. More: parts left out or spelt otherwise. Equal costs are namesakes.
    pub cost: u16,
}

/// A mention of a name that a list knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Bytes of the sentence, a title ("Dr.") included.
    pub at: Range<usize>,
    pub tokens: Range<usize>,
    pub kind: NameKind,
    /// Best first, all of the best cost and whoever comes near.
    pub candidates: Vec<Candidate>,
}

const TITLES: [&str; 8] = ["dr", "doctor", "mr", "mrs", "ms", "miss", "nurse", "prof"];
/// What stands between the words of a name and is none.
const BETWEEN: [&str; 3] = ["-", ",", "."];
/// Of words this long one slip of the keys is taken for the word.
const LONG_ENOUGH: usize = 5;
const PART_COST: u16 = 2;
const GIVEN_COST: u16 = 4;
const SLIP_COST: u16 = 3;
/// A candidate that costs so much more than the best is not meant.
const NEAR: u16 = 1;

/// One way in which an entry is said.
#[derive(Clone, Debug)]
struct Form {
    words: Vec<String>,
    id: u32,
    kind: NameKind,
    cost: u16,
}

/// The lists of a clinic, ready to be heard in sentences.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    forms: Vec<Form>,
    /// The forms that begin with a word.
    by_word: HashMap<String, Vec<u32>>,
    /// First words by their first letter and length, for slips of the keys.
    by_shape: HashMap<(char, usize), Vec<String>>,
}

impl Gazetteer {
    /// Takes 200,000 names in about a second.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Gazetteer {
        let mut lists = Gazetteer::default();
        for entry in entries {
            forms(&entry).into_iter().for_each(|it| lists.add(it));
        }
        let mut words: Vec<&String> = lists.by_word.keys().filter(|it| it.len() >= LONG_ENOUGH).collect();
        words.sort();
        for word in words {
            let Some(first) = word.chars().next() else { continue };
            lists.by_shape.entry((first, word.chars().count())).or_default().push(word.clone());
        }
        lists
    }

    fn add(&mut self, form: Form) {
        let Some(first) = form.words.first() else { return };
        let at = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.by_word.entry(first.clone()).or_default().push(at);
        self.forms.push(form);
    }

    /// The names of the lists in a sentence, from left to right; the longest where they overlap.
    #[must_use]
    pub fn find(&self, text: &Text<'_>) -> Vec<Heard> {
        let mut heard: Vec<Heard> = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            match self.longest(text, at) {
                Some(it) => {
                    at = it.tokens.end;
                    heard.push(it);
                }
                None => at += 1,
            }
        }
        heard
    }

    fn longest(&self, text: &Text<'_>, at: usize) -> Option<Heard> {
        let token = &text.tokens[at];
        if token.kind != Kind::Word {
            return None;
        }
        let mut found: Vec<(usize, u16, &Form)> = Vec::new();
        for (first, slip) in self.first_words(&token.word) {
            let forms = self.by_word.get(first).into_iter().flatten();
            for form in forms.filter_map(|it| self.forms.get(*it as usize)) {
                if let Some(end) = ends(text, at, form, first) {
                    found.push((end, form.cost + slip, form));
                }
            }
        }
        let end = found.iter().map(|it| it.0).max()?;
        found.retain(|it| it.0 == end);
        let (best, kind) = found.iter().map(|it| (it.1, it.2.kind)).min()?;
        let mut candidates: Vec<Candidate> = found
            .iter()
            .filter(|it| it.2.kind == kind && it.1 <= best + NEAR)
            .map(|it| Candidate { id: it.2.id, cost: it.1 })
            .collect();
        candidates.sort_by_key(|it| (it.cost, it.id));
        candidates.dedup_by_key(|it| it.id);
        let tokens = if kind.is_person() { with_title(text, at)..end } else { at..end };
        Some(Heard { at: text.bytes_of(&tokens), tokens, kind, candidates })
    }

    /// The words of the lists that a word may be, with what it costs.
    fn first_words<'w>(&'w self, word: &'w str) -> Vec<(&'w str, u16)> {
        let mut words = Vec::new();
        words.extend(self.by_word.contains_key(word).then_some((word, 0)));
        // "Chen's" is folded to "chens".
        words.extend(word.strip_suffix('s').filter(|it| self.by_word.contains_key(*it)).map(|it| (it, 0)));
        let length = word.chars().count();
        if words.is_empty()
            && length >= LONG_ENOUGH
            && let Some(first) = word.chars().next()
        {
            let near = (length - 1..=length + 1).filter_map(|it| self.by_shape.get(&(first, it))).flatten();
            words.extend(near.filter(|it| is_one_slip(it, word)).map(|it| (it.as_str(), SLIP_COST)));
        }
        words
    }
}

/// Behind the last token of a form that begins at `at`.
fn ends(text: &Text<'_>, at: usize, form: &Form, first: &str) -> Option<usize> {
    debug_assert_eq!(form.words.first().map(String::as_str), Some(first));
    let mut next = at + 1;
    for word in form.words.iter().skip(1) {
        while text.tokens.get(next).is_some_and(|it| BETWEEN.contains(&it.word.as_str())) {
            next += 1;
        }
        let token = text.tokens.get(next)?;
        let is_it = token.is(word)
            || token.word.strip_suffix('s').is_some_and(|it| it == word)
            || (word.len() >= LONG_ENOUGH && is_one_slip(word, &token.word));
        if !is_it {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// Where the name begins with the titles before it.
fn with_title(text: &Text<'_>, mut at: usize) -> usize {
    while let Some(before) = at.checked_sub(1) {
        let word = text.tokens[before].word.as_str();
        let is_dot = word == "." && before > 0 && TITLES.contains(&text.tokens[before - 1].word.as_str());
        if !TITLES.contains(&word) && !is_dot {
            break;
        }
        at = before;
    }
    at
}

/// Every way to say an entry.
fn forms(entry: &Entry) -> Vec<Form> {
    let Entry { id, kind, .. } = *entry;
    let form = |words: Vec<String>, cost| Form { words, id, kind, cost };
    let mut all: Vec<Form> =
        entry.aliases.iter().map(|it| form(words_of(it), 0)).filter(|it| !it.words.is_empty()).collect();
    let words = words_of(&entry.name);
    if kind == NameKind::VisitType {
        all.extend(abbreviations::of(&words).into_iter().map(|it| form(vec![it], 1)));
    }
    if kind.is_person() && words.len() > 1 {
        let mut turned = words.clone();
        turned.rotate_right(1);
        let (given, family) = (words[0].clone(), turned[0].clone());
        all.push(form(turned, 0));
        all.push(form(vec![family], PART_COST));
        all.push(form(vec![given], GIVEN_COST));
    }
    all.push(form(words, 0));
    all
}

/// The words of a name in the order in which it is said, without titles.
fn words_of(name: &str) -> Vec<String> {
    let said = match name.split_once(',') {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_owned(),
    };
    fold(&said).split(' ').filter(|it| !it.is_empty() && !TITLES.contains(it)).map(str::to_owned).collect()
}

/// One letter more, less, other, or two neighbours swapped.
fn is_one_slip(a: &str, b: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if a.len() - b.len() > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    if a.len() > b.len() {
        return a[same + 1..] == b[same..];
    }
    let swapped = a.get(same) == b.get(same + 1) && a.get(same + 1) == b.get(same);
    same == a.len() || a[same + 1..] == b[same + 1..] || (swapped && a[same + 2..] == b[same + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lists() -> Gazetteer {
        let entry = |id, name: &str, kind| Entry { id, name: name.to_owned(), aliases: Vec::new(), kind };
        Gazetteer::of([
            entry(0, "Dr Mei Chen", NameKind::Provider),
            entry(1, "Dr Sam Okafor", NameKind::Provider),
            entry(2, "Ana Ruiz", NameKind::Patient),
            entry(3, "Ruiz, Ana", NameKind::Patient),
            entry(4, "José Muñoz-Vega", NameKind::Patient),
            entry(5, "Follow-up", NameKind::VisitType),
            entry(6, "New patient", NameKind::VisitType),
        ])
    }

    fn heard(said: &str) -> Vec<(String, Vec<u32>)> {
        let text = Text::new(said);
        let found = lists().find(&text);
        found
            .iter()
            .map(|it| (text.piece(&it.at).to_owned(), it.candidates.iter().map(|it| it.id).collect()))
            .collect()
    }

    #[test]
    fn names_are_heard_as_people_say_them() {
        for (said, piece, ids) in [
            ("is Dr. Chen free?", "Dr. Chen", vec![0]),
            ("close dr chen's friday", "dr chen's", vec![0]),
            ("with Sam Okafor", "Sam Okafor", vec![1]),
            ("okafro tomorrow", "okafro", vec![1]),
            ("book Ana Ruiz", "Ana Ruiz", vec![2, 3]),
            ("Ruiz, Ana", "Ruiz, Ana", vec![2, 3]),
            ("for jose munoz vega please", "jose munoz vega", vec![4]),
            ("a follow up", "follow up", vec![5]),
            ("fu in 2w", "fu", vec![5]),
            ("np slots", "np", vec![6]),
        ] {
            assert_eq!(heard(said), [(piece.to_owned(), ids)], "{said}");
        }
        assert_eq!(heard("the cheese is on the table"), []);
    }

    proptest! {
        #[test]
        fn any_sentence_is_heard_without_overlaps(said: String) {
            let text = Text::new(&said);
            let found = lists().find(&text);
            prop_assert!(found.windows(2).all(|it| it[0].tokens.end <= it[1].tokens.start));
        }
    }
}

//! People, visit types and places, heard by the clinic's own lists; and names that no list knows yet.
//!
//! A list says what can be heard; a sentence only picks from it. Who of several namesakes is meant is never decided here:
//! all of them come back, the likeliest first.

mod abbreviations;
mod context;
mod everyday;
mod find;
mod forms;
mod unknown;
mod words;

pub use abbreviations::visit_type_aliases;
pub use unknown::{NewName, unknown_names};

use forms::Forms;
use std::ops::Range;

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
    fn is_person(self) -> bool {
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
    /// Best first, at most [`MOST_CANDIDATES`].
    pub candidates: Vec<Candidate>,
}

/// A first name alone can be that of thousands; whoever narrows them down by a birth date wants to see them all.
pub const MOST_CANDIDATES: usize = 4096;

/// The lists of a clinic, ready to be heard in sentences.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    forms: Forms,
}

impl Gazetteer {
    /// Takes 200,000 patients in about a second; memory is some hundred bytes a name.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Gazetteer {
        Gazetteer { forms: Forms::of(entries) }
    }

    /// What of a word begins with it, or is it: for lines where names are cut short.
    #[must_use]
    pub fn starting_with(&self, word: &str) -> Vec<(NameKind, Candidate)> {
        self.forms.starting_with(word)
    }
}

#[cfg(test)]
mod tests;

//! Answers for a question, ranked: in memory, over texts that are given.
//!
//! A text scores by the question's own words (BM25 over stems; misspelt and rare words through their letters, names of several
//! words through their initials) and by whether it is worded as the kind of answer that is asked for. Nothing is learnt: what
//! ranks is the texts' own words and a list of how people ask and answer.

mod asks;
mod index;
mod near;
pub mod page;
mod stem;
#[cfg(test)]
mod tests;

pub use index::{Document, Found, KNOWN_FROM, Library};

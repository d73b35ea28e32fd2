//! Every word of a clinic's lists once, found by its spelling, its beginning, a slip in it or its sound.
//!
//! Invariant: the words are sorted, so a word's number is its place and all that begin alike stand together.

use crate::spelling::{keys_without_a_letter, slips, sound};
use std::ops::Range;

/// What a spelling that is not the list's own costs.
const ONE_SLIP: u16 = 4;
const TWO_SLIPS: u16 = 8;
const SOUNDS_ALIKE: u16 = 6;
/// Words that are shorter have too many neighbours.
const SHORTEST_WITH_SLIPS: usize = 4;
/// Words from here on may have two slips.
const LONG: usize = 7;

#[derive(Clone, Debug, Default)]
pub struct Words {
    spelled: Vec<Box<str>>,
    /// (key of the word or of it without a letter, word), sorted.
    slipped: Vec<(u32, u32)>,
    /// (key of its sound, word), sorted.
    sounding: Vec<(u32, u32)>,
}

impl Words {
    /// Of sorted words, each once.
    pub fn of(spelled: Vec<Box<str>>) -> Words {
        let mut slipped = Vec::with_capacity(spelled.len() * 8);
        let mut sounding = Vec::with_capacity(spelled.len());
        for (number, word) in (0..).zip(&spelled) {
            if word.len() + 1 < SHORTEST_WITH_SLIPS {
                continue;
            }
            slipped.extend(keys_without_a_letter(word).map(|key| (key, number)));
            sounding.push((sound(word), number));
        }
        slipped.sort_unstable();
        sounding.sort_unstable();
        Words { spelled, slipped, sounding }
    }

    pub fn exact(&self, word: &str) -> Option<u32> {
        let at = self.spelled.binary_search_by(|it| (**it).cmp(word)).ok()?;
        u32::try_from(at).ok()
    }

    pub fn spelling(&self, word: u32) -> &str {
        self.spelled.get(word as usize).map_or("", |it| &**it)
    }

    /// The numbers of all words that begin so.
    pub fn starting(&self, beginning: &str) -> Range<u32> {
        let from = self.spelled.partition_point(|it| **it < *beginning);
        let to = from + self.spelled[from..].partition_point(|it| it.starts_with(beginning));
        u32::try_from(from).unwrap_or(u32::MAX)..u32::try_from(to).unwrap_or(u32::MAX)
    }

    /// Other words that may have been meant by this one, with what that costs.
    pub fn near(&self, word: &str) -> Vec<(u32, u16)> {
        let letters = word.chars().count();
        if letters < SHORTEST_WITH_SLIPS {
            return Vec::new();
        }
        let mut near: Vec<(u32, u16)> = Vec::new();
        for key in keys_without_a_letter(word) {
            for number in with_key(&self.slipped, key) {
                near.extend(self.cost_of_slips(word, letters, number).map(|cost| (number, cost)));
            }
        }
        for number in with_key(&self.sounding, sound(word)) {
            let most = u16::try_from(letters / 2).unwrap_or(u16::MAX);
            let is_alike = slips(word, self.spelling(number), most).is_some();
            near.extend(is_alike.then_some((number, SOUNDS_ALIKE)));
        }
        near.sort_unstable();
        near.dedup_by_key(|it| it.0);
        near
    }

    fn cost_of_slips(&self, word: &str, letters: usize, number: u32) -> Option<u16> {
        let most = if letters >= LONG { 2 } else { 1 };
        let other = self.spelling(number);
        if other.chars().count() < SHORTEST_WITH_SLIPS {
            return None;
        }
        match slips(word, other, most)? {
            0 => None,
            // In a word of four letters a slip is a quarter of it.
            1 => Some(if letters == SHORTEST_WITH_SLIPS { ONE_SLIP + 1 } else { ONE_SLIP }),
            _ => Some(TWO_SLIPS),
        }
    }
}

fn with_key(pairs: &[(u32, u32)], key: u32) -> impl Iterator<Item = u32> + '_ {
    let from = pairs.partition_point(|it| it.0 < key);
    pairs[from..].iter().take_while(move |it| it.0 == key).map(|it| it.1)
}

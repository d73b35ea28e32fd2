//! Terms that look alike, by the groups of three letters they share: "cyclosporiasis" and "cyclospora", "diabetis" and "diabetes".

use std::collections::BTreeMap;

type Three = [u8; 3];

/// Shorter words are either known or not.
const LEAST_LETTERS: usize = 5;
const LEAST_ALIKE: f32 = 0.5;
const MOST: usize = 3;

/// Which terms hold which three letters.
#[derive(Default)]
pub struct Letters {
    holders: BTreeMap<Three, Vec<u32>>,
    /// How many different threes a term has.
    sizes: Vec<u16>,
}

impl Letters {
    /// Terms come in the order of their numbers.
    pub fn add(&mut self, term: u32, word: &str) {
        let threes = threes(word);
        self.sizes.push(u16::try_from(threes.len()).unwrap_or(u16::MAX));
        for three in threes {
            self.holders.entry(three).or_default().push(term);
        }
    }

    /// The terms most alike, with how much (0..1, Dice).
    pub fn like(&self, word: &str) -> Vec<(u32, f32)> {
        if word.len() < LEAST_LETTERS {
            return Vec::new();
        }
        let threes = threes(word);
        let mut shared = vec![0_u16; self.sizes.len()];
        for term in threes.iter().filter_map(|it| self.holders.get(it)).flatten() {
            shared[*term as usize] += 1;
        }
        let mut alike: Vec<(u32, f32)> = (0_u32..)
            .zip(shared.iter().zip(&self.sizes))
            .filter(|(_, (shared, _))| **shared > 1)
            .map(|(term, (shared, size))| {
                (term, 2.0 * f32::from(*shared) / (threes.len() as f32 + f32::from(*size)))
            })
            .filter(|(_, alike)| *alike >= LEAST_ALIKE)
            .collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        alike.truncate(MOST);
        alike
    }
}

/// The beginning of a word counts as a letter of its own, so that words which begin alike are more alike.
fn threes(word: &str) -> Vec<Three> {
    let mut bytes = vec![b'^'];
    bytes.extend(word.bytes());
    let mut threes: Vec<Three> = bytes.windows(3).map(|it| [it[0], it[1], it[2]]).collect();
    threes.sort_unstable();
    threes.dedup();
    threes
}

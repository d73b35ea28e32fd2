//! A list of words and phrases, each a sign of something, and where they stand in a sentence.
//!
//! A lexicon is a text that ships with the program: `sign: word, a phrase, another`. Signs are bits; who owns the list names them.
//! A word that no list knows is read as the one that differs by a single slip of the finger; what is meant has five letters or more,
//! or stands in the line `short`.

use crate::{
    spelling::is_one_slip,
    text::{Kind, Text},
};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

/// The longest phrase of a list, in words.
const LONGEST_PHRASE: usize = 5;
/// Shorter words differ by one letter from too many others.
const SHORTEST_MEANT: usize = 5;
const SHORTEST_MENDED: usize = 3;

/// Names the signs of a list and reads it: `signs! { "list.txt", Yes "yes", ... }` gives `Sign`, `NAMES` and `LEXICON`.
macro_rules! signs {
    ($list:literal, $($sign:ident $name:literal),+ $(,)?) => {
        /// What a word or phrase is a sign of; the list has them under the same names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Sign { $($sign),+ }

        impl Sign {
            pub const fn bit(self) -> u64 {
                1 << self as u32
            }
        }

        const NAMES: &[&str] = &[$($name),+];

        static LEXICON: std::sync::LazyLock<$crate::intent::lexicon::Lexicon> = std::sync::LazyLock::new(|| {
            $crate::intent::lexicon::Lexicon::read(include_str!($list), |name| {
                NAMES.iter().position(|it| *it == name).and_then(|it| u32::try_from(it).ok())
            })
        });

        #[cfg(test)]
        mod list {
            /// A line under a name that no sign has would be lost without a word.
            #[test]
            fn every_line_is_of_a_sign_or_plain_and_every_sign_has_a_line() {
                let list = include_str!($list);
                let names = || list.lines().filter(|it| !it.starts_with('#')).filter_map(|it| Some(it.split_once(':')?.0));
                for name in names() {
                    assert!(name == "plain" || name == "short" || super::NAMES.contains(&name), "{name}");
                }
                for name in super::NAMES {
                    assert!(names().any(|it| it == *name), "{name} has words");
                }
            }
        }
    };
}
pub(crate) use signs;

pub struct Lexicon {
    signs: HashMap<&'static str, u64>,
    /// The words that a slip is mended to, by their length in bytes.
    mendable: Vec<Vec<&'static str>>,
    /// All words of all phrases.
    known: BTreeSet<&'static str>,
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Words of the sentence, signs not counted.
    pub words: Range<usize>,
    /// The bits of all its signs.
    pub signs: u64,
}

/// What a sentence says, in signs.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Folded and mended words and numbers, in order.
    pub words: Vec<String>,
    pub hits: Vec<Hit>,
    /// Every sign that was found.
    pub signs: u64,
    /// It holds a question mark.
    pub asks: bool,
}

impl Lexicon {
    /// Reads a list; `bit` names a sign's bit, and a line whose sign it does not know makes its phrases known as
    /// signs of nothing: they hide what lies within them.
    #[must_use]
    pub fn read(list: &'static str, bit: impl Fn(&str) -> Option<u32>) -> Lexicon {
        let mut lexicon = Lexicon { signs: HashMap::new(), mendable: Vec::new(), known: BTreeSet::new() };
        for line in list.lines().filter(|it| !it.starts_with('#')) {
            let Some((sign, phrases)) = line.split_once(':') else { continue };
            for phrase in phrases.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                lexicon.known.extend(phrase.split(' '));
                *lexicon.signs.entry(phrase).or_default() |= bit(sign).map_or(0, |it| 1 << it);
            }
        }
        let short = list
            .lines()
            .filter_map(|it| it.strip_prefix("short:"))
            .flat_map(|it| it.split(','))
            .map(str::trim);
        let long = lexicon.known.iter().copied().filter(|it| it.len() >= SHORTEST_MEANT);
        for word in short.chain(long) {
            if lexicon.mendable.len() <= word.len() {
                lexicon.mendable.resize(word.len() + 1, Vec::new());
            }
            lexicon.mendable[word.len()].push(word);
        }
        lexicon
    }

    /// The signs of a sentence. A phrase that lies within a longer one that was found is not counted.
    #[must_use]
    pub fn reading(&self, text: &Text<'_>) -> Reading {
        let mut words: Vec<String> = Vec::new();
        for token in text.tokens.iter().filter(|it| it.kind != Kind::Sign) {
            // A capital within a sentence begins a name, and names are nobody's slips.
            let is_name = !words.is_empty() && text.piece(&token.at).starts_with(char::is_uppercase);
            words.push(if is_name { token.word.clone() } else { self.mended(&token.word) });
        }
        let asks = text.tokens.iter().any(|it| it.is("?"));
        let mut reading = Reading { words: Vec::new(), hits: Vec::new(), signs: 0, asks };
        let joined = words.join(" ");
        let mut starts = Vec::with_capacity(words.len() + 1);
        let mut at = 0;
        for word in &words {
            starts.push(at);
            at += word.len() + 1;
        }
        let mut covered = 0;
        for first in 0..words.len() {
            let longest = (first + LONGEST_PHRASE).min(words.len());
            let found = (first + 1..=longest).rev().find_map(|end| {
                let phrase = &joined[starts[first]..starts[end - 1] + words[end - 1].len()];
                self.signs_of(phrase).map(|signs| Hit { words: first..end, signs })
            });
            if let Some(hit) = found.filter(|it| it.words.end > covered) {
                covered = hit.words.end;
                reading.signs |= hit.signs;
                reading.hits.push(hit);
            }
        }
        reading.words = words;
        reading
    }

    /// The signs of a phrase, of its singular where it is a plural.
    fn signs_of(&self, phrase: &str) -> Option<u64> {
        let singular =
            || phrase.strip_suffix('s').filter(|it| it.len() > 2).and_then(|it| self.signs.get(it));
        self.signs.get(phrase).or_else(singular).copied()
    }

    fn knows(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s').is_some_and(|it| self.known.contains(it));
        singular || self.known.contains(word) || self.known.contains(format!("{word}s").as_str())
    }

    /// The word that was meant: a letter too few is likelier than another one, and that likelier than one too many.
    fn mended(&self, word: &str) -> String {
        if word.len() < SHORTEST_MENDED || !word.is_ascii() || self.knows(word) {
            return word.to_owned();
        }
        if let Some(single) = self.without_double(word) {
            return single;
        }
        let lengths = [word.len() + 1, word.len(), word.len() - 1];
        let mut near = lengths
            .iter()
            .filter_map(|it| self.mendable.get(*it))
            .flatten()
            .filter(|it| is_one_slip(word, it));
        near.next().map_or_else(|| word.to_owned(), |it| (*it).to_owned())
    }

    /// The known word that was said with one of its letters twice.
    fn without_double(&self, word: &str) -> Option<String> {
        let doubles = word.as_bytes().windows(2).enumerate().filter(|(_, it)| it[0] == it[1]);
        let mut single = doubles.map(|(at, _)| [&word[..at], &word[at + 1..]].concat());
        single.find(|it| it.len() >= SHORTEST_MENDED && self.knows(it))
    }
}

impl Reading {
    #[must_use]
    pub fn first(&self, sign: u64) -> Option<usize> {
        self.hits.iter().find(|it| it.signs & sign != 0).map(|it| it.words.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Lexicon {
        Lexicon::read("a: oil change, table\nb: change, at the table\nplain: cable", |it| match it {
            "a" => Some(0),
            "b" => Some(1),
            _ => None,
        })
    }

    #[test]
    fn the_longer_phrase_hides_the_shorter_within_it() {
        assert_eq!(sample().reading(&Text::new("An oil change.")).signs, 1);
        assert_eq!(sample().reading(&Text::new("changes?")).signs, 2);
    }

    #[test]
    fn one_slip_is_mended_and_known_words_stay() {
        assert_eq!(sample().reading(&Text::new("chnage the tabel")).words, ["change", "the", "table"]);
        assert_eq!(sample().reading(&Text::new("cable")).words, ["cable"]);
        assert!(!is_one_slip("table", "cable"), "the first letter is seldom wrong");
    }

    proptest! {
        #[test]
        fn any_text_is_read(original: String) {
            let reading = sample().reading(&Text::new(&original));
            prop_assert!(reading.hits.iter().all(|it| it.words.end <= reading.words.len()));
        }
    }
}

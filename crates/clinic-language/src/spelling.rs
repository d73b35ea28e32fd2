//! How far two spellings of a word are apart, and how a word sounds.

/// Slips between two words: letters more, less, other, or two neighbours swapped. `None` when there are more than `most`.
pub fn slips(a: &str, b: &str, most: u16) -> Option<u16> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > usize::from(most) {
        return None;
    }
    let mut two_up: Vec<u16> = Vec::new();
    let mut up: Vec<u16> = (0..).take(b.len() + 1).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut now = Vec::with_capacity(b.len() + 1);
        now.push(up[0] + 1);
        for (column, other) in b.iter().enumerate() {
            let mut least =
                (up[column] + u16::from(letter != other)).min(up[column + 1] + 1).min(now[column] + 1);
            let swapped = row > 0 && column > 0 && *letter == b[column - 1] && a[row - 1] == *other;
            if swapped {
                least = least.min(two_up[column - 1] + 1);
            }
            now.push(least);
        }
        if now.iter().all(|it| *it > most) {
            return None;
        }
        two_up = std::mem::replace(&mut up, now);
    }
    up.last().copied().filter(|it| *it <= most)
}

/// One letter more, less or other, or two that changed places; the first letter is right. The same word is no slip.
pub fn is_one_slip(said: &str, meant: &str) -> bool {
    let (said, meant) = (said.as_bytes(), meant.as_bytes());
    if said.first() != meant.first() {
        return false;
    }
    let same = said.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (said, meant) = (&said[same..], &meant[same..]);
    match (said, meant) {
        ([], _) | (_, []) => said.len() + meant.len() == 1,
        ([a, rest @ ..], [b, others @ ..]) => {
            let swapped = matches!((rest, others), ([c, rest @ ..], [d, others @ ..]) if a == d && b == c && rest == others);
            swapped || rest == others || rest == meant || said == others
        }
    }
}

/// A number for the word itself and for each way to leave out one of its letters: words one slip apart share one of them.
pub fn keys_without_a_letter(word: &str) -> impl Iterator<Item = u32> + '_ {
    let left_out = word.char_indices().map(|(at, letter)| (at, at + letter.len_utf8()));
    std::iter::once(number_of(word.bytes()))
        .chain(left_out.map(|(from, to)| number_of(word[..from].bytes().chain(word[to..].bytes()))))
}

/// A number for how a word sounds. Its first sound counts as it is; later vowels do not.
pub fn sound(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().collect();
    let mut sounds: Vec<char> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let (heard, taken) = sound_of(letter, next, at == 0);
        let is_new = heard.is_some() && sounds.last().copied() != heard;
        if is_new {
            sounds.extend(heard);
        }
        at += taken;
    }
    number_of(sounds.iter().collect::<String>().bytes())
}

/// The sound of a letter before another, and how many letters it takes.
fn sound_of(letter: char, next: char, is_first: bool) -> (Option<char>, usize) {
    match (letter, next) {
        ('p', 'h') => (Some('f'), 2),
        ('g' | 'k', 'n') if is_first => (Some('n'), 2),
        ('w', 'r') if is_first => (Some('r'), 2),
        ('g', 'h') => (is_first.then_some('g'), 2),
        ('t' | 'r' | 'w', 'h') => (Some(letter), 2),
        ('c', 'k') => (Some('k'), 2),
        ('s', 'c') => (Some('s'), 2),
        ('s' | 'c', 'h') => (Some('x'), 2),
        ('c', 'e' | 'i' | 'y') | ('z', _) => (Some('s'), 1),
        ('c' | 'q', _) => (Some('k'), 1),
        ('v', _) => (Some('f'), 1),
        ('d', 't') => (Some('t'), 2),
        ('g', 'e' | 'i') => (Some('j'), 1),
        ('a' | 'e' | 'i' | 'o' | 'u' | 'y', _) => (is_first.then_some('a'), 1),
        ('h' | 'w', _) if !is_first => (None, 1),
        _ => (Some(letter), 1),
    }
}

/// FNV-1a: it only has to scatter.
fn number_of(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_slip_leaves_the_first_letter() {
        for (said, meant, is_slip) in [
            ("wendesday", "wednesday", true),
            ("tomorow", "tomorrow", true),
            ("bleedingg", "bleeding", true),
            ("cancal", "cancel", true),
            ("cancel", "cancel", false),
            ("kancel", "cancel", false),
            ("cnacle", "cancel", false),
        ] {
            assert_eq!(is_one_slip(said, meant), is_slip, "{said} {meant}");
        }
    }

    #[test]
    fn slips_are_counted() {
        for (a, b, expected) in [
            ("ruiz", "ruiz", Some(0)),
            ("ruiz", "riuz", Some(1)),
            ("jonson", "johnson", Some(1)),
            ("petersen", "pedersan", Some(2)),
            ("", "ab", Some(2)),
            ("", "abc", None),
            ("chen", "moss", None),
        ] {
            assert_eq!(slips(a, b, 2), expected, "{a} {b}");
        }
    }

    #[test]
    fn what_sounds_alike_has_one_key() {
        for (a, b) in [
            ("philip", "filip"),
            ("catherine", "kathryn"),
            ("schmidt", "schmit"),
            ("reilly", "riley"),
            ("wright", "rite"),
        ] {
            assert_eq!(sound(a), sound(b), "{a} {b}");
        }
        assert_ne!(sound("ruiz"), sound("moss"));
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways(a in "[a-e]{0,7}", b in "[a-e]{0,7}") {
            prop_assert_eq!(slips(&a, &b, 3), slips(&b, &a, 3));
            prop_assert_eq!(slips(&a, &a, 0), Some(0));
        }

        #[test]
        fn one_slip_shares_a_key(word in "[a-z]{4,9}", at in 0usize..4, letter in "[a-z]") {
            let mut other = word.clone();
            other.replace_range(at..=at, &letter);
            let keys: Vec<u32> = keys_without_a_letter(&word).collect();
            prop_assert!(keys_without_a_letter(&other).any(|it| keys.contains(&it)));
        }
    }
}

//! One of several that are listed: "the second one", "2", "third next".

use clinic_language::text::{Kind, Text, Token};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// From 1.
    Place(usize),
    Last,
}

const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// What is counted, where somebody says which one they take.
const COUNTED: [&str; 5] = ["one", "option", "offer", "slot", "number"];

/// Words around one of several.
const AROUND: &str = "the please take ill i id well we will would like want wants lets go with book give her him me she he for is \
                      fine good works yes ok okay then time";

/// A choice in so many words, and nothing else: it means a list, whatever is on the screen.
pub(crate) fn of(text: &Text<'_>) -> Option<Choice> {
    let words: Vec<&Token> = text.tokens.iter().filter(|it| it.kind != Kind::Sign).collect();
    let mut places = words.iter().filter_map(|it| place(it));
    let (choice, None) = (places.next()?, places.next()) else { return None };
    let is_counted = words.iter().any(|it| COUNTED.contains(&it.word.as_str()));
    let is_around = |it: &&Token| {
        let word = it.word.as_str();
        COUNTED.contains(&word) || AROUND.split_whitespace().any(|it| it == word)
    };
    let says_nothing_else = words.iter().all(|it| place(it).is_some() || is_around(it));
    (is_counted && says_nothing_else).then_some(choice)
}

/// "Any other times?", "something else", "more".
pub(crate) fn wants_others(text: &Text<'_>) -> bool {
    const OTHERS: [&str; 6] = ["other", "others", "different", "more", "else", "another"];
    const MOST_WORDS: usize = 7;
    text.tokens.len() <= MOST_WORDS && text.tokens.iter().any(|it| OTHERS.contains(&it.word.as_str()))
}

fn place(token: &Token) -> Option<Choice> {
    let ordinal = ORDINALS.iter().position(|it| token.is(it)).map(|it| it + 1);
    let number = || token.number().and_then(|it| usize::try_from(it).ok()).filter(|it| (1..=9).contains(it));
    if token.is("last") { Some(Choice::Last) } else { ordinal.or_else(number).map(Choice::Place) }
}

/// Which one, where a list is shown; how many are looked for, where times are asked about ("third next").
pub(crate) fn nth(text: &Text<'_>) -> Option<usize> {
    let words: Vec<&str> = text.tokens.iter().map(|it| it.word.as_str()).collect();
    if let [token] = text.tokens.as_slice()
        && let Some(number) = token.number()
    {
        return usize::try_from(number).ok().filter(|it| (1..=9).contains(it));
    }
    let place = |word: &&str| ORDINALS.iter().position(|it| it == word).map(|it| it + 1);
    let is_choice = words.iter().any(|it| ["one", "option", "next", "time", "slot", "offer"].contains(it));
    if words.len() <= 4 || is_choice { words.iter().find_map(place) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_heard() {
        for (said, place) in [
            ("2", Some(2)),
            ("the second one please", Some(2)),
            ("first", Some(1)),
            ("when is Dr Chen's third next available?", Some(3)),
            ("12", None),
            ("cancel my visit on Friday", None),
        ] {
            assert_eq!(nth(&Text::new(said)), place, "{said}");
        }
    }

    #[test]
    fn a_choice_says_nothing_but_itself() {
        for (said, choice) in [
            ("the second one", Some(Choice::Place(2))),
            ("she will take the third slot please", Some(Choice::Place(3))),
            ("number 4", Some(Choice::Place(4))),
            ("the last one works", Some(Choice::Last)),
            ("the first one on Friday", None),
            ("a second opinion", None),
            ("the second or the third one", None),
            ("2", None),
        ] {
            assert_eq!(of(&Text::new(said)), choice, "{said}");
        }
    }
}

//! Dates and times of a sentence apart from each other, as somebody would underline them: "on [the 5th] at [3 in the afternoon]".
//!
//! The grammar hears "tomorrow at 3" as one moment and "from 3 to 4" as one span; here they come apart again, without the
//! prepositions around them.

use crate::{
    text::Text,
    when::{Meaning, Moment, find},
};
use chrono::{NaiveDate, NaiveTime};
use std::ops::Range;

/// Expressions of more tokens are not taken apart: the work would grow with their square.
const MOST_TOKENS: usize = 24;

/// A date or a time that is said in one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The value is `None` where it is a span or open.
    Date(Option<NaiveDate>),
    Time(Option<NaiveTime>),
}

/// All dates and times of a sentence with the bytes where they stand, in its order.
#[must_use]
pub fn slots(text: &Text<'_>, moment: &Moment) -> Vec<(Range<usize>, Slot)> {
    let mut found = Vec::new();
    for mention in find(text, moment) {
        let mut apart = Vec::new();
        take_apart(text, moment, mention.tokens.clone(), &mut apart);
        if apart.is_empty() {
            apart.extend(
                slot_of(&mention.readings[0].meaning).map(|it| (trimmed(text, mention.tokens.clone()), it)),
            );
        }
        let has_more = apart.len() > 1;
        let is_vague =
            |tokens: &Range<usize>| tokens.len() == 1 && is_part_of_day(&text.tokens[tokens.start].word);
        let is_now = |tokens: &Range<usize>| text.tokens[tokens.end - 1].is("now") && tokens.len() < 3;
        apart.retain(|(tokens, _)| !(tokens.is_empty() || is_now(tokens) || has_more && is_vague(tokens)));
        found.extend(
            apart.into_iter().map(|(tokens, slot)| (text.bytes_of(&with_article(text, tokens)), slot)),
        );
    }
    found
}

/// Cuts where days and times part; where no place parts them cleanly, at the first with a date or a time on either side.
fn take_apart(text: &Text<'_>, moment: &Moment, tokens: Range<usize>, found: &mut Vec<(Range<usize>, Slot)>) {
    let whole = trimmed(text, tokens);
    let meaning = meaning(text, moment, &whole);
    if let Some(slot) = meaning.as_ref().filter(|it| is_one(it)).and_then(slot_of) {
        found.push((whole, slot));
    } else if let Some(at) = place_to_cut(text, moment, &whole) {
        take_apart(text, moment, whole.start..at, found);
        take_apart(text, moment, at..whole.end, found);
    } else {
        found.extend(meaning.as_ref().and_then(slot_of).map(|it| (whole, it)));
    }
}

fn place_to_cut(text: &Text<'_>, moment: &Moment, whole: &Range<usize>) -> Option<usize> {
    let places = if whole.len() > MOST_TOKENS { whole.start..whole.start } else { whole.clone() };
    let sort = |tokens: Range<usize>| {
        let said = meaning(text, moment, &tokens);
        said.or_else(|| meaning(text, moment, &trimmed(text, tokens))).map(|it| sort_of(&it))
    };
    let mut first = None;
    for at in places.skip(1).filter(|it| !text.tokens[*it].is_glued || is_between(&text.tokens[*it].word)) {
        let (Some(left), Some(right)) = (sort(whole.start..at), sort(at..whole.end)) else { continue };
        let is_clean = left != right && left != Sort::Both && right != Sort::Both;
        if is_clean {
            return Some(at);
        }
        let is_span = is_between(&text.tokens[at].word) || is_between(&text.tokens[at - 1].word);
        first = first.or((is_span || left != right).then_some(at));
    }
    first
}

/// What some tokens mean when they stand alone; `None` unless they are one expression as a whole.
fn meaning(text: &Text<'_>, moment: &Moment, tokens: &Range<usize>) -> Option<Meaning> {
    let piece = text.piece(&text.bytes_of(tokens));
    let alone = Text::new(piece);
    if let [only] = &alone.tokens[..]
        && only.number().is_some_and(|it| it < 24)
    {
        return NaiveTime::from_hms_opt(only.number()?, 0, 0).map(Meaning::Time);
    }
    let mut all = find(&alone, moment).into_iter();
    let first = all.next().filter(|it| it.tokens == (0..alone.tokens.len()))?;
    first.readings.into_iter().next().map(|it| it.meaning)
}

/// Neither a date with a time nor a span of times or days.
fn is_one(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Date(_) | Meaning::Time(_))
}

/// Expressions of two sorts come apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Days,
    Times,
    Both,
}

fn sort_of(meaning: &Meaning) -> Sort {
    match meaning {
        Meaning::Date(_) | Meaning::Dates { .. } => Sort::Days,
        Meaning::Time(_) | Meaning::Times { .. } => Sort::Times,
        _ => Sort::Both,
    }
}

fn slot_of(meaning: &Meaning) -> Option<Slot> {
    Some(match meaning {
        Meaning::Date(day) => Slot::Date(Some(*day)),
        Meaning::Dates { from, .. } => Slot::Date(*from),
        Meaning::DateTime(at) => Slot::Date(Some(at.date())),
        Meaning::DateTimes { from, .. } => Slot::Date(from.map(|it| it.date())),
        Meaning::Time(at) => Slot::Time(Some(*at)),
        Meaning::Times { from, .. } => Slot::Time(*from),
        Meaning::Length { .. } | Meaning::Every { .. } => return None,
    })
}

/// Without the words and signs that lead to a date or a time and are no part of it.
fn trimmed(text: &Text<'_>, mut tokens: Range<usize>) -> Range<usize> {
    let word = |at: usize| text.tokens[at].word.as_str();
    while tokens.len() > 1
        && (leads(word(tokens.start)) || matches!(word(tokens.start), "the" | "a" | "earlier" | "later"))
    {
        tokens.start += 1;
    }
    while tokens.len() > 1 && (is_between(word(tokens.end - 1)) || leads(word(tokens.end - 1))) {
        tokens.end -= 1;
    }
    tokens
}

/// "the 5th" is a day with its article; the ends of a span ("from the 5th") and "the 5th of May" do without.
fn with_article(text: &Text<'_>, tokens: Range<usize>) -> Range<usize> {
    let is = |back: usize, words: &[&str]| {
        tokens.start.checked_sub(back).is_some_and(|at| words.contains(&text.tokens[at].word.as_str()))
    };
    let is_bare =
        tokens.len() == 2 && matches!(text.tokens[tokens.end - 1].word.as_str(), "st" | "nd" | "rd" | "th");
    if is_bare && is(1, &["the"]) && !is(2, &["from", "to", "until", "till", "between", "and", "of"]) {
        tokens.start - 1..tokens.end
    } else {
        tokens
    }
}

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "morning" | "afternoon" | "evening" | "night")
}

fn leads(word: &str) -> bool {
    matches!(
        word,
        "on" | "at"
            | "for"
            | "from"
            | "by"
            | "between"
            | "around"
            | "about"
            | "before"
            | "after"
            | "since"
            | "until"
            | "till"
            | "of"
            | "to"
            | "and"
            | ","
            | "-"
            | "than"
            | "or"
            | "("
            | "@"
            | "past"
    )
}

fn is_between(word: &str) -> bool {
    matches!(word, "to" | "and" | "until" | "till" | "-" | "–" | "or" | "through" | ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment() -> Moment {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        let hour = |it| NaiveTime::from_hms_opt(it, 0, 0).unwrap_or_default();
        Moment { now: day.and_time(hour(9)), opens: hour(8), closes: hour(18) }
    }

    fn pieces(sentence: &str) -> Vec<String> {
        let found = slots(&Text::new(sentence), &moment());
        let mark = |slot| if matches!(slot, Slot::Date(_)) { "d" } else { "t" };
        found.into_iter().map(|(at, slot)| format!("{} {}", mark(slot), &sentence[at])).collect()
    }

    #[test]
    fn dates_and_times_come_apart() {
        for (sentence, expected) in [
            ("tomorrow at 3pm please", vec!["d tomorrow", "t 3pm"]),
            ("could it be on the 5th at 10:30", vec!["d the 5th", "t 10:30"]),
            ("on the 5th of December", vec!["d 5th of December"]),
            ("nothing here", vec![]),
        ] {
            assert_eq!(pieces(sentence), expected, "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn slots_stand_in_the_sentence(sentence in "(?s)((at|on|the|5th|3pm|tomorrow|to|from|and|10:30|may|,) ?){0,14}|.{0,50}") {
            for (at, _) in slots(&Text::new(&sentence), &moment()) {
                prop_assert!(sentence.get(at).is_some_and(|it| !it.is_empty()));
            }
        }
    }
}

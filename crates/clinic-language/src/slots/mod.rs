//! Dates and times of a sentence apart from each other, as somebody would underline them: "on [the 5th] at [3 in the afternoon]".
//!
//! The grammar hears "tomorrow at 3" as one moment and "from 3 to 4" as one span; here they come apart again, without the
//! prepositions around them.

mod asides;

use crate::{
    text::{Kind, Text},
    when::{Meaning, Moment, find, number},
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

type Piece = (Range<usize>, Slot);

/// All dates and times of a sentence with the bytes where they stand, in its order.
/// "Tonight" stands in both of "7 tonight"; no other two overlap.
#[must_use]
pub fn slots(text: &Text<'_>, moment: &Moment) -> Vec<(Range<usize>, Slot)> {
    let mut found = Vec::new();
    for mention in find(text, moment) {
        let mut apart = Vec::new();
        take_apart(text, moment, mention.tokens.clone(), None, &mut apart);
        if apart.is_empty() {
            apart.extend(
                slot_of(&mention.readings[0].meaning, moment)
                    .map(|it| (trimmed(text, mention.tokens.clone()), it)),
            );
        }
        let has_more = apart.len() > 1;
        let is_vague =
            |tokens: &Range<usize>| tokens.len() == 1 && is_part_of_day(&text.tokens[tokens.start].word);
        let is_now = |tokens: &Range<usize>| text.tokens[tokens.end - 1].is("now") && tokens.len() < 3;
        apart.retain(|(tokens, _)| {
            !(tokens.is_empty()
                || is_now(tokens)
                || has_more && is_vague(tokens)
                || asides::is_aside(text, tokens))
        });
        with_tonight(text, &mut apart);
        found.extend(
            apart.into_iter().enumerate().map(|(place, (tokens, slot))| {
                (text.bytes_of(&with_article(text, tokens, place == 0)), slot)
            }),
        );
    }
    // "today, the 6th of March": the second says it better.
    let is_said_again = |at: usize, found: &[(Range<usize>, Slot)]| {
        let Some((next, Slot::Date(_))) = found.get(at + 1) else { return false };
        let between = text.original.get(found[at].0.end..next.start);
        text.piece(&found[at].0).eq_ignore_ascii_case("today")
            && between.is_some_and(|it| !it.contains(char::is_alphanumeric))
    };
    for at in (0..found.len()).rev() {
        if is_said_again(at, &found) {
            found.remove(at);
        }
    }
    found
}

/// "7 tonight" is a time as a whole, since tonight says which seven it is; "7pm tonight" needs no such help.
fn with_tonight(text: &Text<'_>, apart: &mut [Piece]) {
    for at in 1..apart.len() {
        let [(first, one), (second, other)] = &apart[at - 1..=at] else { continue };
        let whole = first.start..second.end;
        let is_tonight = |it: &Range<usize>| it.len() == 1 && text.tokens[it.start].is("tonight");
        let is_open = |it: &Range<usize>| !has_half(text, it);
        let is_near = second.start <= first.end + 1;
        match (one, other) {
            (Slot::Date(_), Slot::Time(_)) if is_near && is_tonight(first) && is_open(second) => {
                apart[at].0 = whole;
            }
            (Slot::Time(_), Slot::Date(_)) if is_near && is_tonight(second) && is_open(first) => {
                apart[at - 1].0 = whole;
            }
            _ => {}
        }
    }
}

/// Cuts where days and times part; where no place parts them cleanly, at the first with a date or a time on either side.
/// `within`: of which sort the span is that a bare number bounds.
fn take_apart(
    text: &Text<'_>,
    moment: &Moment,
    tokens: Range<usize>,
    within: Option<Sort>,
    found: &mut Vec<Piece>,
) {
    let whole = trimmed(text, tokens);
    let meaning = meaning(text, moment, &whole);
    let within = meaning.as_ref().map(sort_of).filter(|it| *it != Sort::Both).or(within);
    if let Some(number) = bare(text, &whole) {
        let clock = NaiveTime::from_hms_opt(number, 0, 0);
        let slot = if within == Some(Sort::Days) {
            Some(Slot::Date(None))
        } else {
            clock.map(|it| Slot::Time(Some(it)))
        };
        found.extend(slot.map(|it| (whole, it)));
    } else if let Some(slot) = meaning.as_ref().filter(|it| is_one(it)).and_then(|it| slot_of(it, moment)) {
        found.push((whole, slot));
    } else if let Some(at) = place_to_cut(text, moment, &whole, within) {
        take_apart(text, moment, whole.start..at, within, found);
        take_apart(text, moment, at..whole.end, within, found);
    } else {
        found.extend(meaning.as_ref().and_then(|it| slot_of(it, moment)).map(|it| (whole, it)));
    }
}

/// A number alone is a time, or a day where it bounds a span of days.
fn bare(text: &Text<'_>, tokens: &Range<usize>) -> Option<u32> {
    let [only] = &text.tokens[tokens.clone()] else { return None };
    only.number().or_else(|| number(&only.word)).filter(|it| *it < 32)
}

/// Where days and times part; `within` a span of either, where its ends part.
fn place_to_cut(
    text: &Text<'_>,
    moment: &Moment,
    whole: &Range<usize>,
    within: Option<Sort>,
) -> Option<usize> {
    let places = if whole.len() > MOST_TOKENS { whole.start..whole.start } else { whole.clone() };
    let sort = |tokens: Range<usize>| {
        let inner = trimmed(text, tokens.clone());
        let number = bare(text, &inner).map(|_| within.unwrap_or(Sort::Times));
        let said = || {
            meaning(text, moment, &tokens)
                .or_else(|| meaning(text, moment, Some(&inner).filter(|it| **it != tokens)?))
        };
        number.or_else(|| said().map(|it| sort_of(&it)))
    };
    let (mut span, mut mixed) = (None, None);
    for at in places.skip(1).filter(|it| can_part(text, *it)) {
        let Some(left) = sort(whole.start..at) else { continue };
        let Some(right) = sort(at..whole.end) else { continue };
        let is_mixed = left != right && within.is_none();
        if is_mixed && left != Sort::Both && right != Sort::Both {
            return Some(at);
        }
        let is_span = is_between(&text.tokens[at].word) || is_between(&text.tokens[at - 1].word);
        span = span.or(is_span.then_some(at));
        mixed = mixed.or(is_mixed.then_some(at));
    }
    span.or(mixed)
}

/// Neither within a word nor between the hours and the minutes of "8 20 am".
fn can_part(text: &Text<'_>, at: usize) -> bool {
    let (before, token) = (&text.tokens[at - 1], &text.tokens[at]);
    let is_minutes = before.kind == Kind::Number && token.kind == Kind::Number;
    !is_minutes && (!token.is_glued || is_between(&token.word))
}

/// What some tokens mean when they stand alone; `None` unless they are one expression as a whole. The "at" before an hour
/// helps to know it.
fn meaning(text: &Text<'_>, moment: &Moment, tokens: &Range<usize>) -> Option<Meaning> {
    let lead = usize::from(tokens.start > 0 && text.tokens[tokens.start - 1].is("at"));
    let alone = Text::new(text.piece(&text.bytes_of(&(tokens.start - lead..tokens.end))));
    let first = find(&alone, moment).into_iter().next()?;
    let is_whole = first.tokens == (lead..alone.tokens.len());
    first.readings.into_iter().next().filter(|_| is_whole).map(|it| it.meaning)
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

fn slot_of(meaning: &Meaning, moment: &Moment) -> Option<Slot> {
    Some(match meaning {
        Meaning::Date(day) => Slot::Date(Some(*day)),
        Meaning::Dates { from, .. } => Slot::Date(*from),
        // What does not come apart was counted from now, in days or in hours.
        Meaning::DateTime(at) if at.time() == moment.now.time() => Slot::Date(Some(at.date())),
        Meaning::DateTime(at) => Slot::Time(Some(at.time())),
        // "the next 24 hours" are as long as a day and none.
        Meaning::DateTimes { from, to } if [from, to].contains(&&Some(moment.now)) => return None,
        Meaning::DateTimes { from, .. } => Slot::Date(from.map(|it| it.date())),
        Meaning::Time(at) => Slot::Time(Some(*at)),
        Meaning::Times { from, .. } => Slot::Time(*from),
        Meaning::Length { .. } | Meaning::Every { .. } => return None,
    })
}

/// Without the words and signs that lead to a date or a time and are no part of it.
fn trimmed(text: &Text<'_>, mut tokens: Range<usize>) -> Range<usize> {
    let word = |at: usize| text.tokens.get(at).map_or("", |it| it.word.as_str());
    while tokens.len() > 1 {
        tokens.start += match (word(tokens.start), word(tokens.start + 1)) {
            ("a", "day") if word(tokens.start + 2) == "after" => 1,
            ("today", "," | "(" | "is") if tokens.len() > 2 => 2,
            ("in", next) if next == "the" || is_part_of_day(next) => 1,
            ("earlier" | "later", "than") | ("a", "half" | "quarter") | ("the", _) => 1,
            (first, _) if leads(first) => 1,
            // "night at 9:30 pm": nothing is left for the night to say.
            (part, next) if is_part_of_day(part) && next == "at" && has_half(text, &tokens) => 1,
            _ => break,
        };
    }
    while tokens.len() > 1 {
        tokens.end -= match (word(tokens.end - 2), word(tokens.end - 1)) {
            ("," | "(", "today") if tokens.len() > 2 => 2,
            (_, last) if is_between(last) || leads(last) => 1,
            _ => break,
        };
    }
    tokens
}

/// "the 5th" is a day with its article, but for the ends of a span ("from the 5th") and "the 5th of May"; and the dot of a
/// glued "7pm." belongs to it.
fn with_article(text: &Text<'_>, tokens: Range<usize>, is_first: bool) -> Range<usize> {
    let word = |at: Option<usize>| at.and_then(|it| text.tokens.get(it)).map_or("", |it| it.word.as_str());
    let back = |steps: usize| word(tokens.start.checked_sub(steps));
    let last = word(Some(tokens.end - 1));
    let is_bare = tokens.len() == 2 && matches!(last, "st" | "nd" | "rd" | "th");
    let is_end = matches!(back(2), "from" | "between" | "of") || !is_first && is_between(back(2));
    let is_glued = |at: usize| text.tokens.get(at).is_some_and(|it| it.is_glued);
    let has_dot = matches!(last, "am" | "pm")
        && is_glued(tokens.end - 1)
        && word(Some(tokens.end)) == "."
        && is_glued(tokens.end);
    let start = tokens.start - usize::from(is_bare && back(1) == "the" && !is_end);
    start..tokens.end + usize::from(has_dot)
}

fn has_half(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    matches!(text.tokens[tokens.end - 1].word.as_str(), "am" | "pm" | "." | "m")
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
            | "starting"
            | "beginning"
            | "up"
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
            (
                "on June 9th at half past 4 in the afternoon",
                vec!["d June 9th", "t half past 4 in the afternoon"],
            ),
            ("June 9th in the afternoon 4:15", vec!["d June 9th", "t afternoon 4:15"]),
            ("Sunday between 8 and 10", vec!["d Sunday", "t 8", "t 10"]),
            ("from 6 to 9 June", vec!["d 6", "d 9 June"]),
            ("from the 29th to the 16th of June", vec!["d 29th", "d 16th of June"]),
            ("please change it to the 8th", vec!["d the 8th"]),
            ("today, Friday, would be best", vec!["d Friday"]),
            ("tomorrow evening", vec!["d tomorrow"]),
            ("tomorrow night at 8", vec!["d tomorrow", "t night at 8"]),
            ("tomorrow night at 8pm", vec!["d tomorrow", "t 8pm"]),
            ("at 8 tonight", vec!["t 8 tonight", "d tonight"]),
            ("8pm tonight", vec!["t 8pm", "d tonight"]),
            ("I can be there in 2 hours", vec!["t in 2 hours"]),
            ("5 days from now", vec!["d 5 days from now"]),
            ("make it 7pm.", vec!["t 7pm."]),
            ("at 7 30 on Monday", vec!["t 7 30", "d Monday"]),
            ("change it from 7 to 9 people", vec![]),
            ("that is all I need for today", vec![]),
            ("I booked that visit yesterday and want it on Monday.", vec!["d Monday"]),
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

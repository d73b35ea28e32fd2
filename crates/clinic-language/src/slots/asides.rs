//! Days that are said in passing: when something was booked is not when it is for, and "that's all for today" is a farewell.

use crate::text::Text;
use std::ops::Range;

/// So many words may stand between "made" and the day on which it was.
const NEAR: usize = 10;

pub fn is_aside(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let before = || text.tokens[..tokens.start].iter().rev().map(|it| it.word.as_str());
    let is_farewell = text.tokens[tokens.start].is("today")
        && before().find(|it| !matches!(*it, "for" | "i" | "need" | "needed" | "wanted")) == Some("all");
    let is_past =
        text.tokens[tokens.clone()].iter().any(|it| matches!(it.word.as_str(), "yesterday" | "ago" | "last"));
    let is_visit = |word: &str| {
        matches!(word, "appointment" | "visit" | "booking" | "reservation" | "slot" | "table" | "party")
    };
    let was_booked = is_past
        && before().take(NEAR).any(|it| matches!(it, "made" | "booked" | "reserved" | "scheduled"))
        && text.tokens.iter().any(|it| is_visit(&it.word));
    is_farewell || was_booked
}

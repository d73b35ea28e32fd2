//! The system's line that a reply answers, sorted by what it asks for.

use crate::{
    intent::lexicon::{Reading, signs},
    text::Text,
};

signs! {
    "line.txt",
    More "more", Confirming "confirming", Offering "offering", Booking "booking", Suggesting "suggesting",
    Question "question", Telling "telling", Report "report", Failed "failed", Known "known", Day "day", Takes "takes",
    Refused "refused", Sure "sure", Doing "doing",
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// There was no line.
    Nothing,
    /// A value: "What time would you like?"
    Value,
    /// "Anything else?"
    More,
    /// Something that the desk would do, spelt out: "An appointment at 3 pm on Monday, is that correct?"
    Proposal {
        /// It names the day or hour, so that another one changes it.
        names_time: bool,
        /// It takes something away: "Is this what you want me to cancel?"
        undoes: bool,
    },
    /// Something that the desk could do, still open: "Shall I make an appointment?"
    Possibility,
    /// Something was done.
    Report,
    /// Something to take or leave, or a fact about it: "I found Dr. Adams in Fremont."
    Offer,
    /// A line of another kind.
    Other,
}

impl Asked {
    pub fn of(line: &str) -> Asked {
        let whole = LEXICON.reading(&Text::new(line));
        let last = LEXICON.reading(&Text::new(last_sentence(line)));
        let has = |sign: Sign| whole.signs & sign.bit() != 0;
        let ends = |sign: Sign| last.signs & sign.bit() != 0;
        let names_time = has(Sign::Day);
        let proposal = Asked::Proposal { names_time, undoes: has(Sign::Takes) };
        if ends(Sign::More) && !has(Sign::Telling) {
            Asked::More
        } else if has(Sign::Refused) && !has(Sign::Suggesting) && !ends(Sign::Confirming)
            || asks_for_value(&last)
        {
            Asked::Value
        } else if has(Sign::Sure) || has(Sign::Suggesting) && has(Sign::Failed) && names_time {
            proposal
        } else if ends(Sign::Suggesting) && !ends(Sign::Confirming) {
            Asked::Offer
        } else if has(Sign::Confirming) && !has(Sign::Known) || ends(Sign::Confirming) {
            proposal
        } else if ends(Sign::Offering) || ends(Sign::Doing) {
            match (names_time, ends(Sign::Booking) || ends(Sign::Doing)) {
                (true, _) => proposal,
                (false, true) => Asked::Possibility,
                (false, false) => Asked::Offer,
            }
        } else if has(Sign::Report) && !has(Sign::Failed) {
            Asked::Report
        } else if names_time && (has(Sign::Failed) || !has(Sign::Known)) {
            proposal
        } else if has(Sign::Question) && whole.asks {
            Asked::Value
        } else if has(Sign::Known) || has(Sign::Offering) || names_time {
            Asked::Offer
        } else {
            Asked::Other
        }
    }
}

/// "What day?", "And the time?", "Please tell me the name."
fn asks_for_value(last: &Reading) -> bool {
    let ends = |sign: Sign| last.signs & sign.bit() != 0;
    let opens = last.asks || last.first(Sign::Question.bit()).is_some_and(|it| it < 2);
    let is_plain = !ends(Sign::Suggesting) && !ends(Sign::Confirming) && !ends(Sign::Sure);
    let is_bare = last.signs == 0 && last.words.len() <= 4 && last.asks;
    is_bare || is_plain && (ends(Sign::Question) && opens || ends(Sign::Telling))
}

/// What follows the last sign that ends a sentence, its own end aside.
fn last_sentence(line: &str) -> &str {
    let body = line.trim_end_matches(|it: char| !it.is_alphanumeric());
    let points = body.match_indices(". ").map(|(at, _)| at).filter(|at| ends_sentence(&body[..*at]));
    let start = points.max().max(body.rfind(['?', '!', '\n'])).map_or(0, |it| it + 1);
    &line[start..]
}

/// "Dr. Adams", "No. 4" and "Ann B. Smith" go on.
fn ends_sentence(before: &str) -> bool {
    let word = before.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
    word.len() > 2 || word.ends_with(|it: char| it.is_ascii_digit())
}

//! The system's line that a reply answers, sorted by what it asks for.

use super::reply::{LEXICON, Sign};
use crate::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// There was no line.
    Nothing,
    /// A value: "What time would you like?"
    Value,
    /// "Anything else?"
    More,
    /// Something that the desk would do: "Shall I book it?"
    Proposal {
        /// With its day or hour, so that another one changes it.
        is_spelt_out: bool,
        /// It takes something away: "Is this what you want me to cancel?"
        undoes: bool,
    },
    /// Something was done.
    Report,
    /// Something to take or leave, or a fact about it: "I found Dr. Adams in Fremont."
    Offer,
}

impl Asked {
    pub fn of(line: &str) -> Asked {
        let reading = LEXICON.reading(&Text::new(line));
        let has = |sign: Sign| reading.signs & sign.bit() != 0;
        let last = last_sentence(line);
        let last = LEXICON.reading(&Text::new(last));
        let ends = |sign: Sign| last.signs & sign.bit() != 0;
        let names_time = has(Sign::Day);
        let undoes = has(Sign::Undo);
        if ends(Sign::More) && last.asks {
            return Asked::More;
        }
        if ends(Sign::Suggesting) && !ends(Sign::Confirming) {
            return if names_time && has(Sign::Failed) {
                Asked::Proposal { is_spelt_out: true, undoes }
            } else {
                Asked::Offer
            };
        }
        if ends(Sign::Question) && !ends(Sign::Confirming) && last.asks {
            return Asked::Value;
        }
        if has(Sign::Confirming) && !has(Sign::Known) || ends(Sign::Confirming) {
            return Asked::Proposal { is_spelt_out: names_time, undoes };
        }
        if ends(Sign::Offering) {
            return if ends(Sign::Booking) || names_time {
                Asked::Proposal { is_spelt_out: names_time, undoes }
            } else {
                Asked::Offer
            };
        }
        if has(Sign::Report) && !has(Sign::Failed) {
            return Asked::Report;
        }
        if names_time && has(Sign::Booking) && !has(Sign::Known) {
            return Asked::Proposal { is_spelt_out: true, undoes };
        }
        if has(Sign::Question) && reading.asks { Asked::Value } else { Asked::Offer }
    }
}

/// What follows the last sign that ends a sentence, its own end aside.
fn last_sentence(line: &str) -> &str {
    let ends = line.trim_end_matches(|it: char| !it.is_alphanumeric());
    let asks = &line[ends.len()..];
    let start = ends.rfind(['?', '!', '\n']).max(ends.rfind(". ")).map_or(0, |it| it + 1);
    if asks.is_empty() { &ends[start..] } else { &line[start..] }
}

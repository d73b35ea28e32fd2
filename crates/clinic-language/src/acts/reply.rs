//! A reply as the rules look at it.

use super::{Act, Acts};
use crate::{
    intent::lexicon::{Reading, signs},
    text::{Kind, Text},
};

signs! {
    "reply.txt",
    Yes "yes", Good "good", No "no", Keep "keep", Undo "undo", Thanks "thanks", Bye "bye", Done "done", Ask "ask",
    Detail "detail", Other "other", Seek "seek", Value "value", Further "further", HardNo "hardno", Do "do", Except "except",
}

pub struct Reply {
    /// It agrees and amends nothing: "yes, but at 11" is no agreement.
    pub agrees: bool,
    pub refuses: bool,
    pub keeps: bool,
    pub undoes: bool,
    pub thanks: bool,
    pub leaves: bool,
    /// "That is all."
    pub is_done: bool,
    pub asks: bool,
    /// It asks for something about what was named: the address, the price.
    pub asks_detail: bool,
    pub wants_other: bool,
    pub seeks: bool,
    /// It holds a day, an hour, a number or a name.
    pub gives_value: bool,
    /// Two words at the most.
    pub is_short: bool,
    /// It brings up something more: another person, another appointment.
    pub goes_further: bool,
}

impl Reply {
    pub fn of(text: &Text<'_>) -> Reply {
        let reading = LEXICON.reading(text);
        let has = |sign: Sign| reading.signs & sign.bit() != 0;
        let asks = reading.asks || opens_question(&reading);
        let says_no = has(Sign::HardNo) || has(Sign::No) && !(has(Sign::Yes) && yes_is_first(&reading));
        let is_done = has(Sign::Done);
        let gives_value = has(Sign::Value) || holds_number(text) || holds_name(text);
        let is_bidding = has(Sign::Do) && !gives_value;
        let agrees = has(Sign::Yes) || is_bidding || has(Sign::Good) && !opens_question(&reading);
        let is_amended = gives_value && has(Sign::Except);
        Reply {
            agrees: agrees && !says_no && !is_amended,
            refuses: says_no,
            keeps: has(Sign::Keep),
            undoes: has(Sign::Undo),
            thanks: has(Sign::Thanks),
            leaves: has(Sign::Bye),
            is_done,
            asks,
            asks_detail: has(Sign::Detail) && (asks || has(Sign::Ask)),
            wants_other: has(Sign::Other) && !is_done && !(says_no && has(Sign::Thanks)),
            seeks: has(Sign::Seek),
            gives_value,
            is_short: reading.words.len() < 3,
            goes_further: has(Sign::Further),
        }
    }

    /// What answers a question for a value; that it is one is the likeliest.
    pub fn value_or_act(&self) -> Act {
        let is_bare = !self.gives_value;
        if is_bare && self.asks_detail {
            Act::RequestInfo
        } else if is_bare && self.refuses && self.is_short {
            Act::Negate
        } else {
            Act::Inform
        }
    }

    /// Something about it is asked, perhaps beside an agreement.
    pub fn detail(&self) -> Acts {
        let acts = Acts::from_iter([Act::RequestInfo]);
        if self.agrees { acts.with(Act::Affirm) } else { acts }
    }

    /// Another one is wanted, perhaps by a value.
    pub fn other(&self) -> Acts {
        let acts = Acts::from_iter([Act::RequestAlternatives]);
        if self.gives_value { acts.with(Act::Inform) } else { acts }
    }
}

fn opens_question(reading: &Reading) -> bool {
    reading.words.first().is_some_and(|it| {
        matches!(
            it.as_str(),
            "what"
                | "whats"
                | "where"
                | "wheres"
                | "when"
                | "which"
                | "who"
                | "how"
                | "do"
                | "does"
                | "is"
                | "are"
                | "can"
                | "could"
        )
    })
}

/// "Yes, I don't mind" agrees; "No, that is right out" does not.
fn yes_is_first(reading: &Reading) -> bool {
    let first = |sign: Sign| reading.first(sign.bit()).unwrap_or(usize::MAX);
    first(Sign::Yes) < first(Sign::No)
}

fn holds_number(text: &Text<'_>) -> bool {
    text.tokens.iter().any(|it| it.kind == Kind::Number)
}

/// A capital that no sentence asks for.
fn holds_name(text: &Text<'_>) -> bool {
    text.tokens.windows(2).any(|it| {
        let opens = it[0].kind == Kind::Sign;
        let piece = text.piece(&it[1].at);
        !opens
            && it[1].kind == Kind::Word
            && piece.len() > 1
            && piece.starts_with(char::is_uppercase)
            && !is_self(&it[1].word)
    })
}

fn is_self(word: &str) -> bool {
    matches!(word, "i" | "im" | "ill" | "id" | "ive" | "ok" | "okay")
}

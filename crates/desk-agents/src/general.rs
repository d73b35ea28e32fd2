//! The general agent: greets, says what can be asked, hands over. It never writes.

use crate::{
    answer::{Agent, Answer, Card, General},
    heard::{Heard, SURE},
};
use clinic_language::{acts::Act, intent::Intent, text::Text};

/// In the midst of a matter, what nothing is known about may well be of it: it was not understood.
pub(crate) fn answer(text: &Text<'_>, heard: &Heard, is_open: bool, answer: &mut Answer) {
    let says = |words: &[&str]| text.tokens.iter().any(|it| words.contains(&it.word.as_str()));
    let what = if heard.acts.has(Act::Thanks) {
        General::Thanks
    } else if heard.acts.has(Act::Goodbye) {
        General::Goodbye
    } else if says(&["hello", "hi", "hey", "morning", "afternoon"]) && text.tokens.len() <= 4 {
        General::Greeting
    } else if says(&["help", "can", "how", "what", "who"]) && heard.intent() == Intent::General {
        General::Help
    } else if heard.intent() == Intent::OutOfScope && !(is_open && heard.judged.sureness < SURE) {
        General::OutOfScope
    } else {
        General::Unclear
    };
    answer.step(Agent::General, "answers", []);
    answer.cards.push(Card::General(what));
}

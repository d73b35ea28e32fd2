//! Replies of our own making, and what each does.

use super::{Act, Act::*, Acts, acts};
use crate::text::Text;
use proptest::prelude::*;

fn does(previous: &str, text: &str, wanted: &[Act]) {
    let found = acts(&Text::new(text), Some(previous));
    assert_eq!(
        found,
        wanted.iter().copied().collect::<Acts>(),
        "{previous} / {text}: {:?}",
        found.iter().collect::<Vec<_>>()
    );
}

const SPELT_OUT: &str = "A cleaning with Dr. Okafor on Monday at 3 pm. Is that correct?";

#[test]
fn a_proposal_is_agreed_refused_or_changed() {
    for text in
        ["yes", "Yep, that's right", "sounds good", "go ahead", "mhm ok", "perfect!", "please book it"]
    {
        does(SPELT_OUT, text, &[Affirm]);
    }
    for text in ["no", "nope", "not now", "never mind", "yes please, but not yet", "that's wrong"] {
        does(SPELT_OUT, text, &[Negate]);
    }
    does(SPELT_OUT, "no, 4 pm", &[Negate, Inform]);
    does(SPELT_OUT, "I'd rather come at 4 pm", &[Negate, Inform]);
    does(SPELT_OUT, "yes, but at 11 please", &[Negate, Inform]);
    does(SPELT_OUT, "right, no", &[Negate]);
    does(SPELT_OUT, "yes, no problem", &[Affirm]);
    does(SPELT_OUT, "set it at 5 pm", &[Negate, Inform]);
    does(SPELT_OUT, "Yes. What is the address?", &[Affirm, RequestInfo]);
}

#[test]
fn what_is_taken_away_is_kept_or_let_go() {
    let line = "Is this what you want me to cancel?";
    does(line, "yes, cancel it", &[Affirm]);
    does(line, "delete it", &[Affirm]);
    does(line, "keep it please", &[Negate]);
    does("Is this good?", "cancel that", &[Negate]);
}

#[test]
fn an_open_offer_may_be_filled_at_once() {
    let line = "Shall I make an appointment?";
    does(line, "Yes, for the 4th at noon please", &[Affirm, Inform]);
    does(line, "yes please", &[Affirm]);
    does(line, "not now", &[Negate]);
}

#[test]
fn a_question_for_a_value_gets_one() {
    for text in ["Tuesday", "at 3", "the morning would be great", "Okafor"] {
        does("What day and time would you like?", text, &[Inform]);
    }
}

#[test]
fn an_offer_is_taken_or_another_is_wanted() {
    let line = "How about Dr. Okafor in Fairview?";
    does(line, "sounds good", &[Select]);
    does(line, "anyone else?", &[RequestAlternatives]);
    does(line, "is there another one in Milton", &[RequestAlternatives, Inform]);
    does(line, "what's her phone number?", &[RequestInfo]);
}

#[test]
fn after_the_work_come_thanks() {
    does("Your appointment is booked.", "thank you", &[Thanks]);
    does("Your appointment is booked.", "thanks, that's all", &[Thanks, Goodbye]);
    does("Is there anything else I can help you with?", "no thanks", &[Negate, Thanks]);
    assert_eq!(acts(&Text::new("bye now"), None), Acts::from_iter([Goodbye]));
}

#[test]
fn a_question_or_a_no_is_never_an_agreement() {
    for text in [
        "is it good?",
        "what time was that?",
        "no good",
        "don't do it",
        "not ok",
        "wait, stop",
        "can you repeat it?",
    ] {
        assert!(!acts(&Text::new(text), Some(SPELT_OUT)).has(Affirm), "{text}");
    }
}

proptest! {
    #[test]
    fn any_reply_is_read(text: String, previous: Option<String>) {
        let found = acts(&Text::new(&text), previous.as_deref());
        prop_assert!(!(found.has(Affirm) && found.has(Negate)));
        prop_assert!(!found.is_empty());
    }

    #[test]
    fn a_no_before_anything_is_no_agreement(rest in "[a-z ,.]{0,40}") {
        let text = format!("no, {rest}");
        prop_assert!(!acts(&Text::new(&text), Some(SPELT_OUT)).has(Affirm));
    }
}

//! Requests of our own making, and what each wants.

#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use super::{Evidence, Intent, Intent::*, judge};
use crate::text::Text;
use proptest::prelude::*;

fn intent(text: &str) -> Intent {
    judge(&Text::new(text), None, &Evidence::default()).intent
}

fn answer(previous: &str, text: &str) -> Intent {
    judge(&Text::new(text), Some(previous), &Evidence::default()).intent
}

fn all(intent_of: Intent, texts: &[&str]) {
    for text in texts {
        assert_eq!(intent(text), intent_of, "{text}");
    }
}

#[test]
fn bookings() {
    all(
        AppointmentBooking,
        &[
            "Please book Mrs. Lindqvist a cleaning for Thursday at 10",
            "can you fit me in with dr okafor next week",
            "I need an appointment, my knee hurts",
            "id like to see a dermatologist on friday",
            "put a checkup on the calendar for June 3rd",
            "schedule a follow up in two weeks",
            "shcedule a folow up in two weeks",
        ],
    );
}

#[test]
fn availability() {
    all(
        AvailabilityCheck,
        &[
            "When is Dr. Okafor free on Friday?",
            "any openings tomorrow morning?",
            "what do I have on my calendar on Monday",
            "is there a free slot before noon on the 12th?",
            "do I have any appointments this afternoon",
        ],
    );
}

#[test]
fn changes_and_cancellations() {
    all(
        Reschedule,
        &[
            "move my appointment to Tuesday",
            "Could we push the meeting back by half an hour?",
            "i have to reschedule",
            "change my visit from 3 pm to 4 pm",
            "can you make my cleaning at 5 pm instead of 4 pm",
        ],
    );
    all(
        Cancel,
        &[
            "cancel my appointment tomorrow",
            "Please take the 9 am meeting off my calendar",
            "I can't make it to my appointment on Monday",
            "delete the consultation with Dr. Okafor",
            "I no longer need the appointment",
        ],
    );
}

#[test]
fn questions_for_the_leaflet() {
    all(
        HealthcareFaq,
        &[
            "Do you accept Medicare?",
            "what are the symptoms of shingles",
            "How do I cancel an appointment?",
            "how much does a flu vaccine cost?",
            "do i need to fast before a blood test",
            "where can I park?  is there parking",
        ],
    );
}

#[test]
fn the_desk_itself() {
    all(
        PatientLookup,
        &["pull up the chart of Ana Souza", "find patient Ana Souza", "open Mr. Brandt's record"],
    );
    all(
        Waitlist,
        &[
            "put her on the waitlist for Dr. Okafor",
            "call me if something opens up sooner, I want the waiting list",
        ],
    );
    all(
        CheckIn,
        &[
            "check in Ana Souza",
            "Mr. Brandt has arrived",
            "please check Ana in",
            "I'm here for my 10 o'clock",
        ],
    );
    all(
        Confirm,
        &[
            "confirm my appointment on Monday",
            "Mrs. Lindqvist confirmed her visit for tomorrow, mark as confirmed the appointment",
        ],
    );
}

#[test]
fn what_is_not_for_us_never_writes() {
    for text in [
        "book me a flight to Lisbon on Friday",
        "cancel my gym membership and my credit card",
        "what's the weather on Tuesday",
        "make an appointment for an oil change",
        "set an alarm for 7 am",
        "remind me to buy milk tomorrow",
        "play some music",
        "how tall is the Eiffel tower",
        "move 200 dollars to savings",
        "cancel my newspaper subscription",
        "change my address to 5 Main Street",
        "check me in for my flight",
        "tell me a joke",
        "hello there",
        "thanks a lot, bye",
        "are you a robot",
        "",
        "???",
    ] {
        assert!(matches!(intent(text), General | OutOfScope), "{text}: {:?}", intent(text));
    }
}

#[test]
fn the_line_before_counts() {
    assert_eq!(
        answer("How about Dr. Okafor in Fairview?", "sounds good, that one please"),
        AppointmentBooking
    );
    assert_eq!(answer("I couldn't book that appointment. Another time?", "then 4 pm"), AppointmentBooking);
    assert_eq!(answer("I've put that on your calendar.", "make it 4 pm"), Reschedule);
    assert_eq!(answer("Is this what you want me to cancel?", "yes cancel it"), Cancel);
}

#[test]
fn evidence_of_a_day_makes_a_request_of_a_noun() {
    let text = Text::new("checkup Okafor the day we spoke of, as usual, at her place of work");
    let with = judge(&text, None, &Evidence { dates: 1, times: 0, people: 1 });
    assert_eq!(with.intent, AppointmentBooking);
}

proptest! {
    #[test]
    fn any_text_is_judged(text: String, previous: Option<String>) {
        let judged = judge(&Text::new(&text), previous.as_deref(), &Evidence { dates: 255, times: 255, people: 255 });
        prop_assert!((0.0..=1.0).contains(&judged.sureness));
        prop_assert!(judged.intent != judged.second);
    }

    #[test]
    fn capitals_do_not_matter_at_the_start(at in 0_usize..4) {
        let texts = ["book a cleaning for monday", "cancel my visit", "any openings tomorrow?", "what causes asthma"];
        prop_assert_eq!(intent(texts[at]), intent(&texts[at].to_uppercase()));
    }
}

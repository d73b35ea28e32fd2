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
fn the_clinics_rules_and_how_to_get_ready_are_for_the_leaflet() {
    all(
        HealthcareFaq,
        &[
            "where can I park?",
            "Is there a wheelchair ramp at the entrance?",
            "do you take my insurance?",
            "How do I get my test results?",
            "can I bring my kids along",
            "what are your opening hours",
            "are you open on Saturdays?",
            "do you validate parking",
            "how early should I arrive for my visit",
            "what should I bring to my first appointment",
            "Can I eat before the blood draw?",
            "do I have to fast before my lab work",
            "how do I request a copy of my records",
            "can my husband come into the room with me",
            "do you have an interpreter for Portuguese",
            "what happens if I miss my appointment?",
            "is there a fee for a no-show",
            "how much is a visit without insurance",
            "Can I pay in installments?",
            "do you accept walk-ins",
            "how do I refill my prescription",
            "where do I find the patient portal",
            "how do I log in to the portal",
            "do you offer video visits",
            "are you taking new patients?",
            "which floor is the clinic on",
            "how do I get to your office by bus",
            "Do I need a referral to see the dermatologist?",
            "do I need to wear a mask",
            "should I stop taking my blood thinner before the procedure",
            "can I drive home after the sedation",
            "what forms do I need to fill out",
            "is the waiting room accessible for wheelchairs",
            "can I bring a service dog",
            "how long does a physical usually take",
            "how long is the wait for results",
            "what is your cancellation policy",
            "do you charge for late cancellations?",
            "who do I call after hours",
            "what payment methods do you accept",
            "does somebody need to drive me home afterwards",
            "do you see children",
            "what's the dress code for an MRI",
            "can I take my medication the morning of the test",
            "is there a bathroom for disabled people",
            "how do I change my pharmacy",
            "do you send reminders before visits",
            "will my visit be confidential",
        ],
    );
}

#[test]
fn the_same_questions_about_other_places_are_not_ours() {
    for text in [
        "where can I park at the airport",
        "what's my bank's routing number",
        "how do I get my exam results from the university",
        "do you take bitcoin",
        "is there a ramp to the highway near here",
        "can I bring my kids to the movie theater",
        "what are the opening hours of the supermarket",
        "is the library open on Saturdays",
        "how early should I arrive for my flight",
        "what should I bring to the barbecue",
        "can I bring liquids on the plane",
        "how do I request a refund from the airline",
        "does the hotel have an interpreter",
        "what happens if I miss my train",
        "is there a late fee on my electric bill",
        "how much is a ticket to the opera",
        "can I pay my rent in installments",
        "does the restaurant accept walk-ins",
        "how do I refill the ink in my printer",
        "how do I log in to my bank",
        "are the stores open tomorrow",
        "which floor is the shoe department on",
        "how do I get to the stadium by bus",
        "do I need a visa to go to Brazil",
        "should I stop investing in stocks",
        "can I drive a truck with this license",
        "what forms do I need to fill out for my taxes",
        "can I bring my dog into the restaurant",
        "how long does it take to boil an egg",
        "how long is the flight to Rome",
        "what's the return policy of the store",
        "does my credit card charge a foreign fee",
        "what payment methods does the shop accept",
        "who do I call about a broken water heater",
        "what's the dress code at the casino",
        "how do I change my wifi password",
        "is there a bathroom on the train",
        "how much does a new laptop cost",
        "what is my car insurance deductible",
        "does the gym offer yoga classes on Monday",
        "where is the nearest gas station",
        "do I need a permit to fish here",
        "can my dog eat grapes",
        "what are the rules for checked luggage",
        "how much is the toll on the bridge",
        "where do I return library books",
    ] {
        assert!(matches!(intent(text), General | OutOfScope), "{text}: {:?}", intent(text));
    }
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
        "do you have somebody who fixes computers",
        "find someone to paint my fence on Monday",
        "is there anybody who tunes pianos?",
        "clear everything on my calendar tomorrow",
        "I need a meeting please",
        "book a room at the tavern at 4",
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
fn somebody_who_does_what_a_clinic_does_is_ours() {
    for text in [
        "do you have someone who treats knee pain?",
        "I need to see somebody about my knee on Friday",
        "is there anyone who can see me tomorrow?",
    ] {
        assert!(!matches!(intent(text), General | OutOfScope), "{text}: {:?}", intent(text));
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

#[test]
fn a_note_and_a_question_to_pass_on_write_nothing() {
    for text in [
        "set a reminder to water the plants before the appointment",
        "remind me to call the dentist on Monday",
        "please tell me if our meeting is still planned for 2 pm",
        "can you ask Priya when she is meeting the auditor",
    ] {
        assert!(!intent(text).writes(), "{text}: {:?}", intent(text));
    }
}

#[test]
fn what_was_said_first_is_what_is_asked_for() {
    assert_eq!(intent("Create a budget update meeting on Tuesday at 3 pm"), AppointmentBooking);
    assert_eq!(intent("Check whether I am free on Tuesday"), AvailabilityCheck);
    assert_eq!(
        answer("I was unable to make that appointment.", "then try 11 am instead"),
        AppointmentBooking
    );
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

//! With a language model: it reads what was not understood well, it is told nobody's name, and whatever it says nothing is done
//! that a person did not say yes to.

use crate::clinic::{Clinic, FrontOffice, Told};
use clinic_language::{
    intent::Intent,
    second::{Reading, Role, SecondReader, Silence},
};
use desk_agents::answer::{Answer, Card};
use std::sync::Mutex;

/// Says what it was told to say, and keeps what it was given.
struct Fixed {
    says: Result<Reading, Silence>,
    given: Mutex<Vec<String>>,
}

impl Fixed {
    fn saying(intent: Intent, pieces: &[(Role, &str)]) -> Fixed {
        let pieces = pieces.iter().map(|it| (it.0, it.1.to_owned())).collect();
        Fixed { says: Ok(Reading { intent, pieces }), given: Mutex::default() }
    }

    fn silent(silence: Silence) -> Fixed {
        Fixed { says: Err(silence), given: Mutex::default() }
    }

    fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().clone()
    }
}

impl SecondReader for Fixed {
    fn read(&self, given: &str) -> Result<Reading, Silence> {
        self.given.lock().unwrap().push(given.to_owned());
        self.says.clone()
    }
}

fn answer(told: Told) -> Answer {
    match told {
        Told::Answer(answer) => answer,
        Told::Agreed(_) => panic!("it was agreed to"),
    }
}

fn steps(answer: &Answer) -> Vec<String> {
    answer.trace.iter().map(|it| [it.what, &it.facts.join(" ")].join(" ").trim().to_owned()).collect()
}

/// Nothing in it that the desk is sure of.
const UNSURE: &str = "Ana Ruiz, could something be worked out, she would rather not on the third";

#[test]
fn what_is_sure_is_not_given_to_it() {
    let clinic = Clinic::new();
    let model = Fixed::saying(Intent::Cancel, &[]);
    let mut office = FrontOffice::at(&clinic).with(&model, true);
    for said in [
        "book Ana Ruiz with Dr Chen on Friday at 9:00",
        "no",
        "cancel Tom Smith",
        "yes",
        "hello",
        "thanks",
        "how full is tomorrow?",
    ] {
        office.hear(said);
    }
    assert_eq!(model.given(), Vec::<String>::new());
}

#[test]
fn what_it_reads_is_looked_for_in_the_clinics_own_lists() {
    let clinic = Clinic::new();
    let model = Fixed::saying(Intent::Reschedule, &[(Role::Patient, "[NAME1]")]);
    let told = answer(FrontOffice::at(&clinic).with(&model, true).hear(UNSURE));
    assert!(steps(&told).contains(&"model_reads reschedule".to_owned()), "{:?}", steps(&told));
    assert!(model.given()[0].starts_with("[NAME1], could something"), "{:?}", model.given());
    assert!(matches!(told.cards.first(), Some(Card::Offers(it)) if !it.offers.is_empty()));
}

#[test]
fn without_its_answer_the_desks_own_stands() {
    let clinic = Clinic::new();
    for silence in [Silence::TooSlow, Silence::Unreachable, Silence::Unreadable, Silence::Resting] {
        let model = Fixed::silent(silence);
        let told = answer(FrontOffice::at(&clinic).with(&model, true).hear(UNSURE));
        let alone = answer(FrontOffice::at(&clinic).hear(UNSURE));
        assert!(steps(&told).contains(&format!("model_silent {}", silence.code())));
        assert_eq!(told.cards.len(), alone.cards.len());
    }
}

//! What is set up for the agents: the language model of this PC, and what the front desk does at words of danger.

use crate::{
    clinic::{Clinic, person as record, refusals},
    refused::person,
};
use clinic_domain::{
    emergency::{EmergencyGroup, EmergencyPlan, EmergencyReview, EmergencyWords},
    organization::Organization,
    people::Role,
};
use desk_app::{
    error::AppResult,
    find_patients::is_called,
    language_model::{Wanted, choose, chosen, language_model},
    setup::put_organization,
};

fn wanted(address: &str) -> Wanted {
    Wanted {
        address: address.to_owned(),
        model: "small".to_owned(),
        key: None,
        seconds: 3,
        is_redacting: true,
        is_remote: !address.contains("127.0.0.1"),
        accepts_remote: false,
    }
}

const HERE: &str = "http://127.0.0.1:11434/v1";
const THERE: &str = "https://models.example/v1";

#[test]
fn a_language_model_is_an_administrators_choice() {
    let clinic = Clinic::new();
    let front = person(&clinic, "front", Role::FrontDesk);
    assert_eq!(refusals(choose(&clinic.desk, front, wanted(HERE))), ["not_permitted"]);
    assert_eq!(refusals(language_model(&clinic.desk, front)), ["not_permitted"]);
    assert!(chosen(&clinic.desk).unwrap().is_none());
    assert!(choose(&clinic.desk, clinic.ada, wanted(HERE)).unwrap().is_some());
    for wrong in [
        Wanted { model: " ".to_owned(), ..wanted(HERE) },
        Wanted { seconds: 0, ..wanted(HERE) },
        Wanted { seconds: 11, ..wanted(HERE) },
    ] {
        assert_eq!(refusals(choose(&clinic.desk, clinic.ada, wrong)), ["invalid"]);
    }
    assert_eq!(chosen(&clinic.desk).unwrap().unwrap().model, "small", "what was refused changes nothing");
    choose(&clinic.desk, clinic.ada, wanted("")).unwrap();
    assert!(chosen(&clinic.desk).unwrap().is_none());
}

#[test]
fn words_leave_this_pc_only_when_somebody_accepted_it() {
    let clinic = Clinic::new();
    assert_eq!(refusals(choose(&clinic.desk, clinic.ada, wanted(THERE))), ["invalid"]);
    let accepted =
        choose(&clinic.desk, clinic.ada, Wanted { accepts_remote: true, ..wanted(THERE) }).unwrap();
    assert_eq!(accepted.unwrap().accepted, Some((clinic.ada, clinic.desk.now())));
    let here = choose(&clinic.desk, clinic.ada, Wanted { accepts_remote: true, ..wanted(HERE) }).unwrap();
    assert_eq!(here.unwrap().accepted, None, "nothing leaves it");
}

#[test]
fn a_key_stays_with_the_address_that_it_is_for() {
    let clinic = Clinic::new();
    let put = |wanted| choose(&clinic.desk, clinic.ada, wanted).unwrap().unwrap().key;
    assert_eq!(put(Wanted { key: Some("secret".to_owned()), ..wanted(HERE) }), "secret");
    assert_eq!(put(Wanted { seconds: 5, ..wanted(HERE) }), "secret", "kept when nothing is said of it");
    assert_eq!(put(Wanted { accepts_remote: true, ..wanted(THERE) }), "", "another service is not told");
    assert_eq!(put(Wanted { key: Some(String::new()), ..wanted(HERE) }), "");
}

#[test]
fn who_is_called_so_is_known_by_the_whole_word() {
    let clinic = Clinic::new();
    let ruiz = record(&clinic.desk, "Ruiz-Ortega", "Ana", "1990-04-12");
    desk_app::patients::register_patient(&clinic.desk, clinic.ada, &ruiz, true).unwrap();
    for (word, is) in
        [("ruiz", true), ("Ortega", true), ("ANA", true), ("rui", false), ("an", false), ("x", false)]
    {
        assert_eq!(is_called(&clinic.desk, word).unwrap(), is, "{word}");
    }
}

fn plan(clinic: &Clinic, change: impl FnOnce(&mut EmergencyPlan)) -> AppResult<EmergencyPlan> {
    let mut wanted: Organization = clinic.desk.configuration().unwrap().setup.organization.clone();
    change(&mut wanted.emergency);
    put_organization(&clinic.desk, clinic.ada, &wanted).map(|it| *it.emergency)
}

fn words(words: &str) -> EmergencyWords {
    EmergencyWords { group: EmergencyGroup::SameDay, words: words.to_owned() }
}

#[test]
fn a_review_is_of_the_words_as_they_stood() {
    let clinic = Clinic::new();
    let review = |on: &str| EmergencyReview { by: "Dr Mei Chen".to_owned(), on: on.parse().unwrap() };
    let reviewed = plan(&clinic, |it| it.review = Some(review("2026-03-02"))).unwrap();
    assert_eq!(reviewed.review, Some(review("2026-03-02")));
    let said = plan(&clinic, |it| it.script = "Call 911 and stay on the line.".to_owned()).unwrap();
    assert_eq!(said.review, Some(review("2026-03-02")), "no word was changed");
    assert_eq!(plan(&clinic, |it| it.added.push(words("blue code"))).unwrap().review, None);
    plan(&clinic, |it| it.review = Some(review("2026-03-03"))).unwrap();
    assert_eq!(plan(&clinic, |it| it.left_out.push("choking".to_owned())).unwrap().review, None);
    let both = plan(&clinic, |it| {
        it.left_out.clear();
        it.review = Some(review("2026-03-04"));
    });
    assert_eq!(both.unwrap().review, Some(review("2026-03-04")), "gone through with the change");
}

#[test]
fn words_of_danger_are_plain_words() {
    let clinic = Clinic::new();
    for wrong in ["", "  ", "123", "chest .. pain", "@pain", "a; b", "<b>x</b>"] {
        assert_eq!(refusals(plan(&clinic, |it| it.added.push(words(wrong)))), ["invalid"], "{wrong}");
    }
    for right in ["can't swallow", "blue-code 3", "no respira", "dolor de pecho"] {
        assert!(plan(&clinic, |it| it.added = vec![words(right)]).is_ok(), "{right}");
    }
    let nobody = EmergencyReview { by: " ".to_owned(), on: "2026-03-02".parse().unwrap() };
    assert_eq!(refusals(plan(&clinic, |it| it.review = Some(nobody))), ["invalid"]);
    assert_eq!(refusals(plan(&clinic, |it| it.number = "1".repeat(41))), ["invalid"]);
}

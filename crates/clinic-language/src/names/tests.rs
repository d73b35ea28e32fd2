//! Lists and sentences in, mentions out.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use super::{Entry, Gazetteer, NameKind, unknown_names, visit_type_aliases};
use crate::text::Text;
use proptest::prelude::*;

fn entry(id: u32, kind: NameKind, name: &str) -> Entry {
    Entry { id, name: name.to_owned(), aliases: Vec::new(), kind }
}

fn lists() -> Gazetteer {
    Gazetteer::of([
        entry(1, NameKind::Patient, "Ana Ruiz"),
        entry(2, NameKind::Patient, "Ana Ruiz"),
        entry(3, NameKind::Patient, "Smith-Meier, Jürgen"),
        entry(4, NameKind::Patient, "Grace Hopkins"),
        entry(5, NameKind::Patient, "Robin"),
        entry(10, NameKind::Provider, "Dr. Wei Chen"),
        entry(11, NameKind::Provider, "Dr. Robin"),
        entry(12, NameKind::Provider, "Fresh Bar"),
        entry(20, NameKind::VisitType, "Follow-up"),
        entry(21, NameKind::VisitType, "Annual physical"),
        entry(30, NameKind::ProviderKind, "Dentist"),
        entry(40, NameKind::Place, "San Pedro"),
    ])
}

fn heard(sentence: &str) -> Vec<(String, Vec<u32>)> {
    let text = Text::new(sentence);
    let found = lists().find(&text);
    found
        .iter()
        .map(|it| (text.piece(&it.at).to_owned(), it.candidates.iter().map(|c| c.id).collect()))
        .collect()
}

#[test]
fn people_are_heard_in_many_ways() {
    for (sentence, piece, ids) in [
        ("a visit for ana ruiz", "ana ruiz", vec![1, 2]),
        ("it is under Ruiz, Ana please", "Ruiz, Ana", vec![1, 2]),
        ("move A. Ruiz to Friday", "A. Ruiz", vec![1, 2]),
        ("move Ana Riuz to Friday", "Ana Riuz", vec![1, 2]),
        ("is Hopkins' visit at 9", "Hopkins", vec![4]),
        ("when is Hopkins's visit", "Hopkins", vec![4]),
        ("jurgen smith meier is here", "jurgen smith meier", vec![3]),
        ("something with Dr. Chen", "Dr. Chen", vec![10]),
        ("is doctor chen free", "doctor chen", vec![10]),
        ("my daughter Robin needs a visit", "Robin", vec![5]),
        ("a visit for Robin with Dr. Robin", "Dr. Robin", vec![11]),
        ("could I see Robin on Monday", "Robin", vec![11]),
        ("check in hopkins please", "hopkins", vec![4]),
        ("a dentist please", "dentist", vec![30]),
        ("I live in san pedro", "san pedro", vec![40]),
        ("ana ruiz fu", "fu", vec![20]),
        ("she needs a px", "px", vec![21]),
    ] {
        let found = heard(sentence);
        assert!(found.contains(&(piece.to_owned(), ids.clone())), "{sentence}: {found:?}");
    }
    for nobody in [
        "can you book something for tomorrow at ten",
        "some fresh air would be nice",
        "please ask Ana Ortiz about it",
        "is there a doctor in the house",
        "my niece graced the stage",
    ] {
        assert_eq!(heard(nobody), [], "{nobody}");
    }
}

#[test]
fn new_names_are_heard_behind_their_cues() {
    for (sentence, previous, expected) in [
        ("my name is Tamsin Orrock", None, Some("Tamsin Orrock")),
        ("hello, this is tamsin orrock, I am late", None, Some("tamsin orrock")),
        ("a visit for Tamsin Orrock at nine", None, Some("Tamsin Orrock")),
        ("tamsin", Some("May I have your name?"), Some("tamsin")),
        ("Tamsin Orrock", None, Some("Tamsin Orrock")),
        ("this is great news", None, None),
        ("for Tuesday please", None, None),
        ("I want to walk outdoors", None, None),
        ("it is for the garden party", None, None),
        ("an hour with Tamsin Orrock", None, None),
        ("put it under Dermatologist appointment", None, None),
        ("yes please", Some("Is that your name?"), None),
    ] {
        let text = Text::new(sentence);
        let found = unknown_names(&text, &[], previous);
        assert_eq!(found.first().map(|it| it.full.as_str()), expected, "{sentence}");
    }
}

#[test]
fn visit_types_have_trade_names() {
    assert!(visit_type_aliases("Follow-up visit").contains(&"f/u".to_owned()));
    assert!(visit_type_aliases("New patient").contains(&"np".to_owned()));
}

proptest! {
    #[test]
    fn any_sentence_is_heard_without_overlap(sentence in "(?s)([a-zA-Z' .,’é0-9-]|ana|ruiz|dr |chen){0,40}|.{0,60}") {
        let text = Text::new(&sentence);
        let found = lists().find(&text);
        for pair in found.windows(2) {
            prop_assert!(pair[0].tokens.end <= pair[1].tokens.start);
        }
        for it in &found {
            prop_assert!(!text.piece(&it.at).is_empty() && !it.candidates.is_empty());
        }
        for it in unknown_names(&text, &found, None) {
            prop_assert!(!text.piece(&it.at).is_empty());
        }
    }
}

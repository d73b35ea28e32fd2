//! Lines in, their parts out.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use super::{BirthPart, Terse, Verb, read};
use crate::{
    names::{Entry, Gazetteer, NameKind},
    text::Text,
};
use proptest::prelude::*;

fn lists() -> Gazetteer {
    let entry = |id, kind, name: &str| Entry { id, name: name.to_owned(), aliases: Vec::new(), kind };
    Gazetteer::of([
        entry(1, NameKind::Patient, "Otto Brandt"),
        entry(2, NameKind::Patient, "Brandon Lee"),
        entry(10, NameKind::Provider, "Dr. Wei Chen"),
        entry(20, NameKind::VisitType, "Follow-up"),
    ])
}

fn line(said: &str) -> Option<Terse> {
    read(&Text::new(said), &lists())
}

#[test]
fn a_whole_line_is_read() {
    let text = Text::new("bran 0317 chen f/u 2w am");
    let it = read(&text, &lists()).unwrap();
    let patient = it.patient.unwrap();
    assert_eq!((it.verb, patient.birth), (Verb::Book, Some(BirthPart::Day { month: 3, day: 17 })));
    let mut ids: Vec<u32> = patient.candidates.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2]);
    assert_eq!((it.provider[0].id, it.visit_type[0].id), (10, 20));
    assert_eq!(text.piece(&text.bytes_of(&it.when.unwrap())), "2w am");
    assert_eq!(it.unread, []);
}

#[test]
fn the_first_word_may_be_a_verb() {
    for (said, verb) in [
        ("x bran", Verb::Cancel),
        ("mv bran fri 10", Verb::Move),
        ("ci bran", Verb::CheckIn),
        ("wl bran fu", Verb::Waitlist),
        ("? chen fri", Verb::Availability),
        ("brandt 1961 fu", Verb::Book),
    ] {
        assert_eq!(line(said).map(|it| it.verb), Some(verb), "{said}");
    }
}

#[test]
fn births_are_days_dates_or_years() {
    for (said, expected) in [
        ("bran 031761 fu", Some(BirthPart::Date { month: 3, day: 17, year_of_century: 61 })),
        ("bran 1961 fu", Some(BirthPart::Year(1961))),
        ("bran 10 fu", None),
    ] {
        assert_eq!(line(said).unwrap().patient.unwrap().birth, expected, "{said}");
    }
}

#[test]
fn sentences_are_left_to_others() {
    for said in ["", "I want to see Chen", "can Brandt come on Friday", "hello", "tomorrow"] {
        assert_eq!(line(said), None, "{said}");
    }
}

proptest! {
    #[test]
    fn any_line_is_read_or_left(said in "(?s)((x|mv|ci|\\?|bran|chen|fu|f/u|0317|fri|2w) ?){0,12}|.{0,60}") {
        let text = Text::new(&said);
        if let Some(it) = read(&text, &lists()) {
            for range in it.when.iter().chain(&it.unread) {
                prop_assert!(range.start < range.end && range.end <= text.tokens.len());
            }
        }
    }
}

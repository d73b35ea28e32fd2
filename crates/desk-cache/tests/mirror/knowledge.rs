//! The knowledge base by its words: the index says what the rows say, whoever wrote them or took them back.

use super::Mirror;
use clinic_domain::{
    id::{FaqId, Version},
    office::FaqEntry,
    operation::Change,
};
use desk_cache::{
    migrate::{self, MIRROR, Schema},
    mirror::{begin_anew, begin_epoch, receive},
};
use uuid::Uuid;

fn entry(number: u8, question: &str, answer: &str, keywords: &[&str]) -> FaqEntry {
    FaqEntry {
        id: FaqId::from_bytes([number; 16]),
        version: Version(1),
        question: question.into(),
        answer: answer.into(),
        keywords: keywords.iter().map(|it| (*it).to_owned()).collect(),
        language: "en".into(),
        is_active: true,
        written: None,
        earlier: Vec::new(),
    }
}

fn some() -> Vec<Change> {
    vec![
        Change::Faq(entry(1, "Where can I park?", "Behind the house, near the café.", &["car", "garage"])),
        Change::Faq(entry(2, "Is there a café?", "On the first floor; you can park a pram outside.", &[])),
        Change::Faq(entry(3, "¿Dónde está la farmacia?", "Enfrente.", &["medicinas"])),
    ]
}

fn found(mirror: &Mirror, words: &str) -> Vec<u8> {
    mirror.reader().faq_with(words).unwrap().iter().map(|it| it.as_bytes()[0]).collect()
}

#[test]
fn entries_are_found_by_the_beginnings_of_their_words_the_question_first() {
    let mirror = Mirror::of(&[some()]);
    for (words, expected) in [
        ("park", vec![1, 2]),
        ("cafe", vec![2, 1]),
        ("gar", vec![1]),
        ("donde farm", vec![3]),
        ("park farmacia", vec![]),
        ("", vec![]),
        ("\" OR question:park * ^ (", vec![]),
        ("-- '", vec![]),
    ] {
        assert_eq!(found(&mirror, words), expected, "{words}");
    }
    let mut both = found(&mirror, "  CAFÉ par ");
    both.sort_unstable();
    assert_eq!(both, [1, 2]);
}

#[test]
fn a_text_that_changed_is_found_by_its_new_words_alone() {
    let mut mirror = Mirror::of(&[some()]);
    let changed = FaqEntry { version: Version(2), ..entry(1, "Where is the bicycle stand?", "Here.", &[]) };
    mirror.apply_next(&[Change::Faq(changed)]);
    assert_eq!((found(&mirror, "park"), found(&mirror, "bicycle")), (vec![2], vec![1]));
}

#[test]
fn what_the_centre_refused_or_sends_anew_is_in_the_index_as_in_the_rows() {
    let mut mirror = Mirror::empty();
    let epoch = Uuid::from_bytes([9; 16]);
    let tx = mirror.conn.transaction().unwrap();
    begin_epoch(&tx, epoch, 0).unwrap();
    receive(&tx, 1, &some(), []).unwrap();
    tx.commit().unwrap();
    let here = FaqEntry { version: Version(2), ..entry(1, "Where is the lift?", "Left.", &[]) };
    mirror.apply_next(&[Change::Faq(here), Change::Faq(entry(4, "Is there a lift?", "Yes.", &[]))]);
    assert_eq!((found(&mirror, "lift"), found(&mirror, "park")), (vec![1, 4], vec![2]));

    let tx = mirror.conn.transaction().unwrap();
    receive(&tx, 2, &[], []).unwrap();
    tx.commit().unwrap();
    assert_eq!((found(&mirror, "lift"), found(&mirror, "park")), (vec![], vec![1, 2]));

    let tx = mirror.conn.transaction().unwrap();
    begin_anew(&tx, epoch, &some()[2..], []).unwrap();
    tx.commit().unwrap();
    assert_eq!((found(&mirror, "farmacia"), found(&mirror, "park")), (vec![3], vec![]));
}

#[test]
fn entries_from_before_there_was_an_index_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let key = desk_cache::cipher::Key::from_bytes([7; 32]);
    let path = folder.path().join("mirror.db");
    let mut conn = desk_cache::cipher::create(&path, &key, desk_cache::cipher::Mode::Mirror).unwrap();
    let before = Schema { steps: &MIRROR.steps[..6], ..MIRROR };
    migrate::migrate(&mut conn, &before).unwrap();
    let Change::Faq(old) = some().remove(0) else { unreachable!() };
    let row = (old.id.as_bytes(), clinic_protocol::encode_entity(&old));
    conn.execute("INSERT INTO setup (kind, id, version, body) VALUES ('faq', ?1, 1, ?2)", row).unwrap();
    migrate::migrate(&mut conn, &MIRROR).unwrap();
    let found = desk_cache::mirror::Reader::new(&conn).faq_with("garage").unwrap();
    assert_eq!(found, [old.id]);
}

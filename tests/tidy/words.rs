//! The repository speaks of the product: not of the machine it was written on, not of how it came to be, and not of
//! work that is left for later. The words are split here, so that this file does not find itself.

use crate::tree::{Source, assert_none, sources};

/// Places that exist on one machine, or that a network may not have.
const PLACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("registry.", "npmjs"),
    concat!("pypi.", "org"),
    concat!("crates.", "io"),
    concat!("deb.", "debian.org"),
];

const DIARY: &[&str] = &[
    concat!("this ses", "sion"),
    concat!("last ses", "sion"),
    concat!("next ses", "sion"),
    concat!("the coor", "dinator"),
    concat!("coding ", "agent"),
    concat!("language ", "model wrote"),
    concat!("this is", "sue"),
    concat!("issue ", "#"),
];

const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X "),
    concat!("#[ign", "ore"),
    concat!("unimple", "mented!"),
    concat!("to", "do!("),
];

#[test]
fn nothing_names_a_machine_or_a_registry() {
    // Cargo writes the name of its index into every entry of its lock file.
    let written = sources().into_iter().filter(|it| it.path != "Cargo.lock");
    assert_none(
        "say what is needed, not where one machine has it",
        places(written.flat_map(|it| hits(&it, PLACES))),
    );
}

#[test]
fn documents_stand_on_their_own() {
    let outside = concat!("../sha", "red");
    let documents: Vec<Source> = sources().into_iter().filter(|it| it.path.ends_with(".md")).collect();
    let found = documents.iter().flat_map(|it| [hits(it, &[outside]), hits(it, DIARY)].concat());
    assert_none("documents tell what is, to someone who has only the repository", places(found));
}

#[test]
fn nothing_is_left_for_later() {
    let written = sources().into_iter().filter(|it| it.is_rust() || it.is_ui() || it.path.ends_with(".sh"));
    assert_none("finish it, or leave it out", places(written.flat_map(|it| hits(&it, UNFINISHED))));
}

fn places(found: impl Iterator<Item = String>) -> Vec<String> {
    found.collect()
}

fn hits(source: &Source, words: &[&str]) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    let hits =
        lines.filter_map(|(at, line)| words.iter().find(|it| line.contains(**it)).map(|it| (at + 1, it)));
    hits.map(|(line, word)| format!("{}:{line} has \"{word}\"", source.path)).collect()
}

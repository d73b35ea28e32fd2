//! Everything travels: what changes a clinic's book or setup is an operation, which every desk of the organization gets. What is
//! written into a desk's vault beside operations stands on this list, with the reason why it is this desk's alone.

use crate::tree::{assert_none, sources};
use std::collections::BTreeSet;

/// File and function below `crates/desk-cache/src/store`.
const STAYS_HERE: &[(&str, &str, &str)] = &[
    ("attach.rs", "admit_arriving", "what opens this PC's files"),
    ("attach.rs", "attach_anew", "what is sent once more"),
    ("backup.rs", "adopt", "a restored vault gets its own name"),
    ("backup.rs", "backup_to", "when this PC was backed up last"),
    ("centre.rs", "forget_confirmed", "what every desk has by now is let go of"),
    ("centre.rs", "join", "which centre this PC belongs to"),
    ("centre.rs", "keep_answers", "what the centre said of this desk's operations"),
    ("centre.rs", "put_centre_sign_in", "a person's session at the centre from this PC"),
    ("centre.rs", "queue_again", "what is sent once more"),
    ("centre.rs", "queue_deferred", "what is asked for once more"),
    ("create.rs", "make_databases", "the vault itself"),
    ("import.rs", "bulk", "that an import has begun"),
    ("import.rs", "record_missing", "that an import is over"),
    ("language_model.rs", "choose_language_model", "which language model this PC asks"),
    ("lent.rs", "confirm", "what this desk confirmed to others of its location"),
    ("lent.rs", "end_loan", "what the centre lends to this location"),
    ("lent.rs", "put_lent", "what the centre lends to this location"),
    ("lent.rs", "put_words", "what the hub said of this desk's operations"),
    ("mod.rs", "set_backup_folder", "a folder of this PC"),
    ("neighbours.rs", "put_neighbours", "the desks of this location, as the centre named them"),
    ("neighbours.rs", "see_neighbours", "whether this PC shows itself to them"),
    ("people.rs", "add_recovery_code", "what opens this PC's files"),
    ("people.rs", "put_preferences", "how a person likes this PC's window"),
    ("people.rs", "put_sign_in", "what opens this PC's files"),
    ("refused.rs", "follow", "what was decided elsewhere is let go of"),
    ("rekey.rs", "rekeyed", "this PC's keys"),
    ("session.rs", "keep", "what all of these go through"),
    ("session.rs", "keep_in", "what all of these go through"),
    ("session.rs", "write_without", "the way of operations"),
];

/// Where an operation is recorded: what a person decided, a clinic that goes into an organization, one that is set up, an import.
const RECORDS: &[&str] = &[
    "crates/desk-app/src/attach.rs",
    "crates/desk-app/src/front_desk.rs",
    "crates/desk-app/src/set_up.rs",
    "crates/desk-cache/src/store/import.rs",
];

#[test]
fn whatever_changes_a_clinic_is_an_operation() {
    let written: Vec<_> = sources()
        .iter()
        .filter(|it| it.path.starts_with("crates/desk-cache/src/store/") && it.is_rust())
        .flat_map(|it| {
            let file = it.path.rsplit('/').next().unwrap_or_default();
            writers(&it.text).into_iter().map(move |name| (file.to_owned(), name)).collect::<Vec<_>>()
        })
        .collect();
    let listed: BTreeSet<_> = STAYS_HERE.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let found: BTreeSet<_> = written.into_iter().collect();
    assert_eq!(
        found, listed,
        "writes of the vault (left) and the list of those that stay on this PC (right)"
    );
    assert!(STAYS_HERE.iter().all(|it| !it.2.is_empty()));
}

#[test]
fn operations_are_recorded_in_few_places() {
    let is_use_case = |it: &str| it.starts_with("crates/desk-") && it.contains("/src/");
    let sources = sources();
    let recording = sources.iter().filter(|it| is_use_case(&it.path) && it.is_rust());
    let recording = recording.filter(|it| code(&it.text).contains("writing.record("));
    let others = recording.filter(|it| !RECORDS.contains(&it.path.as_str())).map(|it| it.path.clone());
    assert_none(
        "an operation is decided by the arbiter before it is recorded: use FrontDesk::write",
        others.collect(),
    );
}

/// The functions that open a transaction of the vault.
fn writers(text: &str) -> BTreeSet<String> {
    let mut name = String::new();
    let mut found = BTreeSet::new();
    for line in code(text).lines() {
        if let Some(rest) = line.split("fn ").nth(1).filter(|_| !line.trim_start().starts_with("//")) {
            name = rest.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
        }
        if [".keep(", ".keep_in(", "vault.transaction"].iter().any(|it| line.contains(it)) {
            found.insert(name.clone());
        }
    }
    found
}

/// Without its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

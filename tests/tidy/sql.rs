//! SQL stands in the store and in its migrations, nowhere else.

use crate::tree::{Source, assert_none, each_token, sources};
use proc_macro2::TokenTree;

/// The tests package measures the store against raw statements; flows meet a centre whose database is as after hours, or a fault.
const STORES: &[&str] = &[
    "crates/desk-cache/",
    "crates/central-store/",
    "crates/central/benches/",
    "crates/central/tests/",
    "migrations/",
    "tests/",
    "ui/tests/flows/centre.ts",
];

const OPENINGS: &[&str] = &[
    "ALTER TABLE",
    "ATTACH ",
    "BEGIN IMMEDIATE",
    "CREATE INDEX",
    "CREATE TABLE",
    "CREATE UNIQUE",
    "CREATE VIRTUAL",
    "DELETE FROM ",
    "DROP TABLE",
    "INSERT INTO ",
    "INSERT OR ",
    "PRAGMA ",
    "SELECT ",
    "UPDATE ",
    "VACUUM",
    "WITH ",
];

#[test]
fn sql_stands_in_the_store_alone() {
    let strangers = sources().into_iter().filter(|it| !STORES.iter().any(|store| it.path.starts_with(store)));
    let found = strangers.flat_map(|source| {
        let literals = if source.is_rust() { rust_literals(&source) } else { ui_literals(&source) };
        let sql = literals.into_iter().filter(|(_, text)| is_sql(text));
        sql.map(|(line, text)| format!("{}:{line} {text}", source.path)).collect::<Vec<_>>()
    });
    assert_none("SQL belongs to the two stores and migrations/", found.collect());
}

#[test]
fn sql_is_recognised() {
    let rust = |text: &str| {
        let source = Source { path: "it.rs".into(), text: text.into() };
        rust_literals(&source).into_iter().filter(|(_, text)| is_sql(text)).count()
    };
    assert_eq!(rust(r#"fn f() { run("SELECT id FROM patient WHERE id = ?1") }"#), 1);
    assert_eq!(rust("fn f() { run(&format!(r\"\n  UPDATE {table} SET x = 1\")) }"), 1);
    assert_eq!(rust("/// SELECT is explained here.\nfn f() { say(\"Select a patient FROM the list\") }"), 0);
}

fn is_sql(text: &str) -> bool {
    OPENINGS.iter().any(|it| text.trim_start().starts_with(it))
        || (text.contains(" FROM ") && text.contains(" WHERE "))
}

fn rust_literals(source: &Source) -> Vec<(usize, String)> {
    let mut literals = Vec::new();
    each_token(source.tokens(), &mut |tree| {
        if let TokenTree::Literal(literal) = tree {
            let text = literal.to_string();
            if let Some((_, inner)) = text.split_once('"') {
                literals.push((literal.span().start().line, inner.trim_end_matches(['"', '#']).to_owned()));
            }
        }
    });
    literals
}

/// Between any two quotes of a line: good enough for a language where SQL has nothing to run against.
fn ui_literals(source: &Source) -> Vec<(usize, String)> {
    if !source.is_ui() {
        return Vec::new();
    }
    let lines = source.text.lines().enumerate();
    lines
        .flat_map(|(at, line)| line.split(['"', '\'', '`']).skip(1).map(move |it| (at + 1, it.to_owned())))
        .collect()
}

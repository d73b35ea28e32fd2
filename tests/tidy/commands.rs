//! One list of commands: what the desk answers is what the window may ask, no more and no less.

use crate::tree::assert_none;
use std::{collections::BTreeSet, fs};
use tests::repository;

#[test]
fn the_window_may_ask_exactly_what_the_desk_answers() {
    let text =
        fs::read_to_string(repository().join("crates/desk-api/commands.txt")).expect("the list of commands");
    let commands = commands(&text);
    assert_none("the list of commands names this twice", repeated(&commands));
    let listed: BTreeSet<String> = commands.iter().map(|it| it.replace('_', "-")).collect();
    assert!(!listed.is_empty(), "the list of commands is empty");
    assert_eq!(
        listed,
        allowed(),
        "crates/desk-api/commands.txt (left) and src-tauri/capabilities (right) differ"
    );
}

#[test]
fn no_capability_opens_the_window_to_other_places() {
    let remote =
        capabilities().into_iter().filter(|(_, it)| it.get("remote").is_some()).map(|(path, _)| path);
    assert_none("no remote content ever: a capability has no `remote`", remote.collect());
    let wide = capabilities().into_iter().flat_map(|(path, it)| {
        let defaults = permissions(&it).into_iter().filter(|it| it.ends_with(":default") || it == "default");
        defaults.map(|it| format!("{path}: {it}")).collect::<Vec<_>>()
    });
    assert_none(
        "permissions are named one by one: a default set grows with the next release",
        wide.collect(),
    );
}

fn commands(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines.filter(|it| !it.is_empty() && !it.starts_with('#')).map(str::to_owned).collect()
}

fn repeated(commands: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    commands.iter().filter(|it| !seen.insert(*it)).cloned().collect()
}

/// The application's own permissions; those of Tauri's plugins carry the plugin's name before a colon.
fn allowed() -> BTreeSet<String> {
    let all = capabilities().into_iter().flat_map(|(_, it)| permissions(&it));
    all.filter(|it| !it.contains(':')).filter_map(|it| it.strip_prefix("allow-").map(str::to_owned)).collect()
}

fn permissions(capability: &serde_json::Value) -> Vec<String> {
    let permissions = capability["permissions"].as_array().expect("a capability lists its permissions");
    let name = |it: &serde_json::Value| it.as_str().or_else(|| it["identifier"].as_str()).map(str::to_owned);
    permissions.iter().map(|it| name(it).expect("a permission has a name")).collect()
}

fn capabilities() -> Vec<(String, serde_json::Value)> {
    let folder = repository().join("src-tauri/capabilities");
    let mut found: Vec<(String, serde_json::Value)> = fs::read_dir(&folder)
        .expect("src-tauri/capabilities")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable capability");
            (path.display().to_string(), serde_json::from_str(&text).expect("a capability is JSON"))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(!found.is_empty(), "src-tauri/capabilities has no capability");
    found
}

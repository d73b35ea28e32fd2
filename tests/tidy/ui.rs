//! The UI's own arrows: one bridge to the shell, rooms that do not know each other, types that are generated once.

use crate::tree::{Source, assert_none, sources};
use std::collections::BTreeSet;

#[test]
fn only_the_bridge_knows_the_window() {
    let found =
        ui_sources().into_iter().filter(|it| !it.path.starts_with("ui/src/bridge/")).flat_map(|source| {
            let window = imports(&source.text).into_iter().filter(|it| it.starts_with("@tauri-apps"));
            window.map(|it| format!("{} imports {it}", source.path)).collect::<Vec<_>>()
        });
    assert_none("only ui/src/bridge imports @tauri-apps", found.collect());
}

#[test]
fn rooms_do_not_know_each_other() {
    let found = ui_sources().into_iter().flat_map(|source| {
        let own = room_of(&source.path);
        let others = imports(&source.text).into_iter().filter(|it| {
            let room = room_of(&resolve(&source.path, it));
            room.is_some() && room != own && !source.path.starts_with("ui/src/app/")
        });
        others.map(|it| format!("{} imports {it}", source.path)).collect::<Vec<_>>()
    });
    assert_none(
        "what two rooms share lives in ui/src/shared; only ui/src/app puts rooms together",
        found.collect(),
    );
}

#[test]
fn shared_things_and_the_bridge_stand_below_the_app() {
    let found = ui_sources().into_iter().flat_map(|source| {
        let allowed: &[&str] = match () {
            () if source.path.starts_with("ui/src/bridge/") => &["ui/src/bridge/"],
            () if source.path.starts_with("ui/src/shared/") => &["ui/src/bridge/", "ui/src/shared/"],
            () => &["ui/src/"],
        };
        let own = imports(&source.text)
            .into_iter()
            .map(|it| resolve(&source.path, &it))
            .filter(|it| it.starts_with("ui/src/"));
        let above = own.filter(|it| !allowed.iter().any(|folder| format!("{it}/").starts_with(folder)));
        above.map(|it| format!("{} imports {it}", source.path)).collect::<Vec<_>>()
    });
    assert_none("bridge <- shared <- rooms <- app", found.collect());
}

#[test]
fn generated_types_are_not_declared_again() {
    let all = sources();
    let generated: BTreeSet<&str> = all
        .iter()
        .filter_map(|it| it.path.strip_prefix("ui/src/bridge/types/")?.strip_suffix(".ts"))
        .filter(|it| it.starts_with(char::is_uppercase))
        .collect();
    assert!(generated.len() > 20, "the UI's types are generated");
    let found = all.iter().filter(|it| it.is_ui()).flat_map(|source| {
        let again = declared_types(&source.text).into_iter().filter(|it| generated.contains(it.as_str()));
        again.map(|it| format!("{} declares {it}", source.path)).collect::<Vec<_>>()
    });
    assert_none("import it from ui/src/bridge/types", found.collect());
}

#[test]
fn imports_and_declarations_are_recognised() {
    let text = "import { a } from \"@tauri-apps/api/core\";\nimport './b.css';\nconst c = await import('../people/C.svelte');\n\
                export * from \"$shared/d\";\nexport interface DayView {\n  from: string;\n}\ntype Local = { };\nimport {\n  type Y,\n} from './x';\n";
    assert_eq!(imports(text), ["@tauri-apps/api/core", "./b.css", "../people/C.svelte", "$shared/d", "./x"]);
    assert_eq!(declared_types(text), ["DayView", "Local"]);
    assert_eq!(
        resolve("ui/src/rooms/day/Board.svelte", "../people/C.svelte"),
        "ui/src/rooms/people/C.svelte"
    );
    assert_eq!(room_of("ui/src/rooms/people/C.svelte").as_deref(), Some("people"));
    assert_eq!(room_of(&resolve("ui/src/app/App.svelte", "$rooms/day/Board.svelte")).as_deref(), Some("day"));
    assert_eq!(room_of("ui/src/rooms/index.ts"), None);
}

fn ui_sources() -> Vec<Source> {
    let found: Vec<Source> =
        sources().into_iter().filter(|it| it.is_ui() && it.path.starts_with("ui/src/")).collect();
    assert!(found.len() > 10, "there is a UI to look at");
    found
}

/// What stands in quotes after `from`, `import` or `import(`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        let quote = quoted.chars().next().expect("found");
        let head = before.trim_end_matches(['(', ' ']);
        rest = &quoted[1..];
        if ["from", "import"].iter().any(|it| head.ends_with(it)) {
            let specifier: String = rest.chars().take_while(|it| *it != quote).collect();
            rest = &rest[specifier.len()..];
            rest = rest.strip_prefix(quote).unwrap_or(rest);
            found.push(specifier);
        }
    }
    found
}

/// The path that an import means; packages stay as they are written.
fn resolve(from: &str, specifier: &str) -> String {
    if let Some(alias) = specifier.strip_prefix('$').filter(|it| it.starts_with(['a', 'b', 'r', 's'])) {
        return format!("ui/src/{alias}");
    }
    if !specifier.starts_with('.') {
        return specifier.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in specifier.split('/') {
        match step {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The room a path lies in: `ui/src/rooms/<room>/...`.
fn room_of(path: &str) -> Option<String> {
    let (room, _) = path.strip_prefix("ui/src/rooms/")?.split_once('/')?;
    Some(room.to_owned())
}

fn declared_types(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let line = line.trim_start().trim_start_matches("export ").trim_start_matches("declare ");
            let name =
                ["interface ", "type ", "class ", "enum "].iter().find_map(|it| line.strip_prefix(it))?;
            let (name, rest) = name.split_at(name.find(|it: char| !it.is_alphanumeric() && it != '_')?);
            // `type X,` is a line of an import's list.
            (!name.is_empty() && rest.contains(['{', '='])).then(|| name.to_owned())
        })
        .collect()
}

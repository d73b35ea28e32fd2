//! The libraries that the product is promised to stand on are named by a room and used by it; none is named in vain.

use crate::tree::{Source, assert_none, each_token, sources, workspace};
use cargo_metadata::{DependencyKind, Package};
use proc_macro2::TokenTree;
use std::collections::BTreeSet;

const PROMISED: &[&str] = &["chrono", "keyring", "rusqlite", "serde", "tauri", "tokio", "tracing", "ts-rs"];

#[test]
fn promised_libraries_are_used() {
    let (workspace, sources) = (workspace(), sources());
    let used: BTreeSet<String> = workspace.packages.iter().flat_map(|it| used_by(it, &sources)).collect();
    assert_none(
        "a room names this library and its sources use it",
        PROMISED.iter().filter(|it| !used.contains(**it)).map(ToString::to_string).collect(),
    );
}

#[test]
fn no_library_is_named_in_vain() {
    let (workspace, sources) = (workspace(), sources());
    let unused = workspace.packages.iter().flat_map(|package| {
        let used = used_by(package, &sources);
        let named = named_by(package).filter(move |it| !used.contains(it));
        named.map(|it| format!("{} names {it}", package.name))
    });
    assert_none("take it out of the manifest", unused.collect());
}

/// The libraries of a package that one of its sources mentions.
fn used_by(package: &Package, sources: &[Source]) -> BTreeSet<String> {
    let folder = folder_of(package);
    let mut mentioned = BTreeSet::new();
    for source in sources.iter().filter(|it| it.is_rust() && it.path.starts_with(&folder)) {
        each_token(source.tokens(), &mut |tree| {
            if let TokenTree::Ident(ident) = tree {
                mentioned.insert(ident.to_string());
            }
        });
    }
    named_by(package).filter(|it| mentioned.contains(&it.replace('-', "_"))).collect()
}

fn named_by(package: &Package) -> impl Iterator<Item = String> + '_ {
    let shipped = package.dependencies.iter().filter(|it| it.kind != DependencyKind::Development);
    shipped.map(|it| it.rename.clone().unwrap_or_else(|| it.name.to_string()))
}

/// Where a package's sources lie, from the root. The root package keeps its own in src-tauri.
fn folder_of(package: &Package) -> String {
    let folder = package.manifest_path.parent().expect("a manifest lies in a folder");
    let root = tests::repository();
    let relative = folder.as_std_path().strip_prefix(&root).expect("members lie in the repository");
    if relative.as_os_str().is_empty() { "src-tauri/".to_owned() } else { format!("{}/", relative.display()) }
}

//! The source tree as the rules see it.

use cargo_metadata::{Metadata, MetadataCommand};
use proc_macro2::{TokenStream, TokenTree};
use std::{fs, path::Path};
use tests::repository;

/// Folders that are made, not written.
const NOT_SOURCE: &[&str] = &[".git", "target", "node_modules", "dist", "gen", "test-results"];

pub struct Source {
    /// From the repository's root, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Hand-written TypeScript and Svelte.
    pub fn is_ui(&self) -> bool {
        let written = self.path.starts_with("ui/") && !self.path.starts_with("ui/src/bridge/types/");
        written && [".ts", ".svelte", ".js", ".mjs"].iter().any(|it| self.path.ends_with(it))
    }

    /// The file's Rust tokens. Doc comments are attributes here, macros' arguments are tokens like all others.
    pub fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

/// Every text file of the repository, whether committed yet or not.
pub fn sources() -> Vec<Source> {
    let root = repository();
    let mut sources = Vec::new();
    collect(&root, &root, &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 50, "the walk of the source tree found next to nothing");
    sources
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        if path.is_symlink() || NOT_SOURCE.contains(&name) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, sources);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
}

/// The workspace with its dependencies as they are written in the manifests.
pub fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(repository().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned(), "--locked".to_owned()])
        .exec()
        .expect("cargo metadata answers")
}

/// Calls `visit` with every token outside doc comments.
pub fn each_token(tokens: TokenStream, visit: &mut impl FnMut(&TokenTree)) {
    let mut tokens = tokens.into_iter().peekable();
    let is_doc = |tree: &TokenTree| tree.to_string() == "doc";
    if tokens.peek().is_some_and(is_doc) {
        return;
    }
    for tree in tokens {
        match &tree {
            TokenTree::Group(group) => each_token(group.stream(), visit),
            other => visit(other),
        }
    }
}

#[track_caller]
pub fn assert_none(rule: &str, violations: Vec<String>) {
    assert!(violations.is_empty(), "{rule}\n  {}\n", violations.join("\n  "));
}

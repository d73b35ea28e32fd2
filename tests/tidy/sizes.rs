//! Nothing grows past what one can hold in the head.

use crate::tree::{Source, assert_none, sources};
use syn::{spanned::Spanned, visit::Visit};

const RUST_FILE: usize = 400;
const FUNCTION: usize = 70;
const HANDLER: usize = 40;
/// A dictionary: an arm a sentence.
const DICTIONARY: usize = 140;
const UI_MODULE: usize = 250;

/// Where a command is parsed, handed on and answered.
const HANDLERS: &[&str] = &["crates/desk-api/src/handlers/", "crates/desk-host/src/", "src-tauri/src/"];

#[test]
fn rust_files_are_short() {
    let long =
        sources().into_iter().filter(|it| it.is_rust() && !is_test_file(&it.path)).filter_map(|source| {
            let lines = lines_without_tests(&source.text);
            (lines > RUST_FILE).then(|| format!("{}: {lines} lines without its tests", source.path))
        });
    assert_none(&format!("a Rust file has at most {RUST_FILE} lines: split it by meaning"), long.collect());
}

#[test]
fn functions_are_short() {
    let rust: Vec<Source> = sources().into_iter().filter(Source::is_rust).collect();
    let functions: Vec<Function> = rust.iter().flat_map(functions).collect();
    assert!(functions.len() > 100, "this sees functions");
    let long = functions.iter().filter(|it| it.lines > limit(&it.path)).map(|it| {
        format!("{}:{} {}: {} lines, at most {}", it.path, it.line, it.name, it.lines, limit(&it.path))
    });
    assert_none("a function does one thing", long.collect());
}

#[test]
fn ui_modules_are_short() {
    let ui = sources().into_iter().filter(|it| it.is_ui() && it.path.starts_with("ui/src/"));
    let long = ui.filter(|it| !it.path.contains(".test.")).filter_map(|source| {
        let lines = source.text.lines().count();
        (lines > UI_MODULE).then(|| format!("{}: {lines} lines", source.path))
    });
    assert_none(&format!("a component or module has at most {UI_MODULE} lines"), long.collect());
}

#[test]
fn the_ruler_measures() {
    let text = "fn short() {}\n\nimpl It {\n    /// Says.\n    fn long(\n        &self,\n    ) {\n        call();\n    }\n}\n";
    let source = Source { path: "it.rs".into(), text: text.into() };
    let found: Vec<(String, usize, usize)> =
        functions(&source).into_iter().map(|it| (it.name, it.line, it.lines)).collect();
    assert_eq!(found, [("short".to_owned(), 1, 1), ("long".to_owned(), 5, 5)]);
    assert_eq!(lines_without_tests("one\ntwo\n#[cfg(test)]\nmod tests {}\n"), 2);
    assert_eq!(
        ["desk-api/src/handlers/day.rs", "desk-app/src/day.rs", "desk-api/src/words/english/visit.rs"]
            .map(|it| limit(&format!("crates/{it}"))),
        [HANDLER, FUNCTION, DICTIONARY]
    );
}

fn limit(path: &str) -> usize {
    match path {
        _ if HANDLERS.iter().any(|it| path.starts_with(it)) => HANDLER,
        _ if path.starts_with("crates/desk-api/src/words/") => DICTIONARY,
        _ => FUNCTION,
    }
}

/// Test code of a crate, which its sources are counted without.
fn is_test_file(path: &str) -> bool {
    path.starts_with("crates/") && (path.contains("/tests/") || path.ends_with("/tests.rs"))
}

fn lines_without_tests(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}

struct Function {
    path: String,
    name: String,
    line: usize,
    lines: usize,
}

fn functions(source: &Source) -> Vec<Function> {
    let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut ruler = Ruler { path: &source.path, found: Vec::new() };
    ruler.visit_file(&file);
    ruler.found
}

struct Ruler<'a> {
    path: &'a str,
    found: Vec<Function>,
}

impl Ruler<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (start, end) = (signature.span().start().line, block.span().end().line);
        let name = signature.ident.to_string();
        self.found.push(Function { path: self.path.to_owned(), name, line: start, lines: end - start + 1 });
    }
}

impl<'ast> Visit<'ast> for Ruler<'_> {
    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        self.measure(&it.sig, &it.block);
        syn::visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        self.measure(&it.sig, &it.block);
        syn::visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        if let Some(block) = &it.default {
            self.measure(&it.sig, block);
        }
        syn::visit::visit_trait_item_fn(self, it);
    }
}

//! Names are the clinic's words. One that fits everything says nothing, and collects everything.

use crate::tree::{Source, assert_none, sources, workspace};
use syn::visit::Visit;

const DRAWERS: &[&str] = &["common", "util", "utils", "helper", "helpers"];
const TYPE_ENDINGS: &[&str] = &["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Processor"];

#[test]
fn no_crate_or_file_is_a_drawer_for_everything() {
    let is_drawer = |name: &str| name.split(['-', '_', '.']).any(|word| DRAWERS.contains(&word));
    let mut found: Vec<String> =
        workspace().packages.iter().map(|it| it.name.to_string()).filter(|it| is_drawer(it)).collect();
    let rust = sources().into_iter().filter(Source::is_rust).map(|it| it.path);
    found.extend(rust.filter(|path| {
        let file = path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        DRAWERS.contains(&file.rsplit('/').next().unwrap_or_default())
    }));
    assert_none("name it after what it does", found);
}

#[test]
fn no_type_is_a_manager() {
    let found = sources().into_iter().flat_map(|source| {
        let types = if source.is_rust() { rust_types(&source) } else { ui_types(&source) };
        types
            .into_iter()
            .filter(|it| is_vague(it))
            .map(|it| format!("{}: {it}", source.path))
            .collect::<Vec<_>>()
    });
    assert_none("name the type after what it is", found.collect());
}

/// The UI's types are files that are called after them: of two, the second would silently take the place of the first.
#[test]
fn no_two_types_of_the_ui_have_one_name() {
    let views = sources().into_iter().filter(|it| it.path.starts_with("crates/desk-api/src/dto/"));
    let mut names: Vec<(String, String)> =
        views.flat_map(|it| rust_types(&it).into_iter().map(move |name| (name, it.path.clone()))).collect();
    assert!(names.len() > 100, "the walk found next to no types");
    names.sort();
    let twice = names.windows(2).filter(|it| it[0].0 == it[1].0);
    assert_none("give it a name of its own", twice.map(|it| format!("{}: {}", it[0].0, it[1].1)).collect());
}

#[test]
fn vague_names_are_recognised() {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    assert_eq!(
        rust_types(&source("it.rs", "mod m { struct DayService; } enum Slot {} trait Clock {}")),
        ["DayService", "Slot", "Clock"]
    );
    assert_eq!(ui_types(&source("ui/it.ts", "export class SyncManager {\n")), ["SyncManager"]);
    assert!(is_vague("DayService") && !is_vague("ServiceHours"));
}

fn is_vague(name: &str) -> bool {
    TYPE_ENDINGS.iter().any(|it| name.ends_with(it))
}

fn rust_types(source: &Source) -> Vec<String> {
    let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut types = Types(Vec::new());
    types.visit_file(&file);
    types.0
}

fn ui_types(source: &Source) -> Vec<String> {
    if !source.is_ui() {
        return Vec::new();
    }
    let words: Vec<&str> = source.text.split_whitespace().collect();
    let declared = words.windows(2).filter(|pair| ["class", "interface", "type"].contains(&pair[0]));
    declared.map(|pair| pair[1].trim_matches(|it: char| !it.is_alphanumeric()).to_owned()).collect()
}

struct Types(Vec<String>);

impl<'ast> Visit<'ast> for Types {
    fn visit_item_struct(&mut self, it: &'ast syn::ItemStruct) {
        self.0.push(it.ident.to_string());
    }

    fn visit_item_enum(&mut self, it: &'ast syn::ItemEnum) {
        self.0.push(it.ident.to_string());
    }

    fn visit_item_trait(&mut self, it: &'ast syn::ItemTrait) {
        self.0.push(it.ident.to_string());
    }

    fn visit_item_type(&mut self, it: &'ast syn::ItemType) {
        self.0.push(it.ident.to_string());
    }
}

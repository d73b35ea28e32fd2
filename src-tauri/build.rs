//! Lists the desk's commands in the app's manifest, so that every one of them is denied to a window until a
//! capability allows it, and refuses to build when the window's capability and the command list differ.

use std::{collections::BTreeSet, error::Error, fs};

const COMMANDS: &str = "crates/desk-api/commands.txt";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";

fn main() -> Result<(), Box<dyn Error>> {
    for input in [COMMANDS, CAPABILITY, "icons"] {
        println!("cargo:rerun-if-changed={input}");
    }
    // The build script ends in a moment, and the manifest wants its list for as long as it runs.
    let list: &'static str = fs::read_to_string(COMMANDS)?.leak();
    let commands: &'static [&'static str] = list.lines().collect::<Vec<_>>().leak();
    check_capability(commands)?;
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/*.json")
            .app_manifest(tauri_build::AppManifest::new().commands(commands)),
    )?;
    Ok(())
}

fn check_capability(commands: &[&str]) -> Result<(), Box<dyn Error>> {
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(CAPABILITY)?)?;
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| command.replace('-', "_"))
        .collect();
    let listed: BTreeSet<String> = commands.iter().map(|&command| command.to_owned()).collect();
    let differing: Vec<&String> = granted.symmetric_difference(&listed).collect();
    if differing.is_empty() {
        return Ok(());
    }
    Err(format!("{CAPABILITY} and {COMMANDS} differ in {differing:?}").into())
}

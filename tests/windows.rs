//! The Windows build is compiled elsewhere, at release. What can go wrong long before is the choice of crates: this
//! holds, from the lock file alone, that Windows gets its own key store and nothing that only Unix has.

use std::{collections::BTreeSet, process::Command};
use tests::repository;

const WINDOWS: &str = "x86_64-pc-windows-msvc";
const LINUX: &str = "x86_64-unknown-linux-gnu";

/// Crates that only build, or only make sense, on Unix; a name that ends in `*` stands for a family.
const UNIX_ONLY: &[&str] = &[
    "apple-native-keyring-store",
    "atk*",
    "cairo-*",
    "dbus*",
    "gdk*",
    "gio*",
    "glib*",
    "gobject-sys",
    "gtk*",
    "javascriptcore-rs*",
    "linux-keyutils*",
    "linux-raw-sys",
    "nix",
    "pango*",
    "secret-service",
    "soup3*",
    "wayland-*",
    "webkit2gtk*",
    "x11*",
    "zbus*",
];

#[test]
fn windows_has_its_key_store_and_no_unix_crate() {
    let crates = tree(WINDOWS, "normal,build");
    assert!(crates.contains("windows-native-keyring-store"), "Windows has no key store");
    assert!(crates.contains("openssl-src"), "Windows has no OpenSSL of its own: SQLCipher has to bring it");
    let strangers: Vec<&String> = crates.iter().filter(|name| is_unix_only(name)).collect();
    assert_eq!(strangers, Vec::<&String>::new(), "these exist on Unix alone");
}

#[test]
fn linux_has_its_key_store_and_the_systems_openssl() {
    let crates = tree(LINUX, "normal,build");
    assert!(crates.contains("zbus-secret-service-keyring-store"), "Linux has no key store");
    assert!(!crates.contains("openssl-src"), "Linux takes the system's OpenSSL, which gets its updates");
    assert!(
        crates.iter().any(|name| is_unix_only(name)),
        "the list of Unix crates matches nothing: it is out of date"
    );
}

/// The names of all crates that a build of the whole workspace for `target` takes in.
fn tree(target: &str, edges: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--offline", "--prefix", "none", "--format", "{p}"])
        .args(["--target", target, "--edges", edges])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    text.lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_unix_only(name: &str) -> bool {
    UNIX_ONLY.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(family) => name.starts_with(family),
        None => name == *pattern,
    })
}

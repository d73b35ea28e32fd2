//! Arrows between rooms go one way, and each big library has one room that names it.

use crate::tree::{Source, assert_none, each_token, sources, workspace};
use cargo_metadata::{DependencyKind, Metadata, Package};
use proc_macro2::TokenTree;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use tests::repository;

/// What each room depends on inside the workspace: no more and no less.
const ARROWS: &[(&str, &[&str])] = &[
    ("clinic-domain", &[]),
    ("clinic-env", &["clinic-domain"]),
    ("clinic-protocol", &["clinic-domain"]),
    ("clinic-interop", &["clinic-domain"]),
    ("clinic-language", &["clinic-domain"]),
    ("desk-cache", &["clinic-domain", "clinic-protocol"]),
    ("desk-app", &["clinic-domain", "clinic-env", "clinic-interop", "clinic-protocol", "desk-cache"]),
    ("desk-agents", &["clinic-domain", "clinic-language", "desk-app", "desk-cache"]),
    ("desk-sync", &["clinic-domain", "clinic-env", "clinic-protocol", "desk-cache"]),
    ("desk-lan", &["clinic-domain", "clinic-env", "clinic-protocol"]),
    ("desk-model", &["clinic-domain", "clinic-env", "clinic-language"]),
    ("delegation", &[]),
    ("simulation", &["clinic-domain", "clinic-protocol", "desk-cache", "desk-sync"]),
    (
        "desk-api",
        &[
            "clinic-domain",
            "clinic-language",
            "clinic-protocol",
            "desk-agents",
            "desk-app",
            "desk-cache",
            "desk-lan",
            "desk-model",
            "desk-sync",
        ],
    ),
    ("desk-host", &["desk-api"]),
    ("front-desk", &["desk-api"]),
    ("central-store", &["clinic-domain", "clinic-env", "clinic-protocol"]),
    ("central", &["central-store", "clinic-domain", "clinic-env", "clinic-protocol"]),
];

/// Libraries that one room alone may name, so that the others cannot reach past it. The tests package measures the
/// store against the bare library.
const OWNED: &[(&str, &[&str])] = &[
    ("tauri", &["front-desk"]),
    ("tauri-build", &["front-desk"]),
    ("rusqlite", &["desk-cache", "tests"]),
    ("tokio-postgres", &["central-store"]),
    ("tokio-postgres-rustls", &["central-store"]),
    ("deadpool-postgres", &["central-store"]),
    ("refinery", &["central-store"]),
    ("axum-server", &["central"]),
    ("jsonwebtoken", &["central"]),
    ("krilla", &["clinic-interop"]),
    ("lettre", &["central"]),
    ("mdns-sd", &["desk-lan"]),
    ("redis", &["central"]),
    ("reqwest", &["central", "desk-model", "desk-sync"]),
    ("rustls", &["central", "central-store", "desk-lan"]),
    ("skrifa", &["clinic-interop"]),
    ("stateright", &["delegation"]),
    ("tokio-rustls", &["desk-lan"]),
];

/// Within the centre, what speaks to the world or guards it stands in a corner of its own: the files whose paths begin so.
const CORNERS: &[(&str, &[&str])] = &[
    ("aes_gcm", &["seal.rs"]),
    ("argon2", &["auth/password.rs"]),
    ("aws_lc_rs", &["audit/checkpoint.rs", "lending.rs", "tls.rs"]),
    ("axum_server", &["doors.rs", "main.rs", "serve.rs", "tls.rs"]),
    ("json_subscriber", &["log.rs"]),
    ("jsonwebtoken", &["auth/openid.rs", "auth/proof.rs", "auth/token.rs"]),
    ("lettre", &["messages/transport/mail.rs"]),
    ("redis", &["shared"]),
    ("reqwest", &["auth/identity.rs", "auth/openid.rs", "messages/transport/sms.rs"]),
    ("rustls", &["audit/checkpoint.rs", "tls.rs"]),
    ("totp_rs", &["auth/totp.rs"]),
    ("tracing_subscriber", &["log.rs"]),
];
const CENTRE: &str = "crates/central/src/";

/// What a pure room may not name: files, network, clock, randomness, threads of its own, logs.
const IMPURE: &[&str] = &[
    "async-trait",
    "axum",
    "dirs",
    "fs4",
    "futures",
    "getrandom",
    "hyper",
    "keyring",
    "log",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "rustix",
    "tempfile",
    "tokio",
    "tracing",
];
const ACTS: &[&str] = &["async fn", "std::env", "std::fs", "std::net", "std::process", "std::thread"];
const PURE: &[&str] = &["clinic-domain", "clinic-protocol", "clinic-interop", "clinic-language"];

/// Crates that must not be locked at all, not even by way of others.
const NEVER_LOCKED: &[&str] = &["sqlx", "sqlx-core", "sqlx-sqlite", "sqlx-postgres"];

#[test]
fn arrows_between_rooms_are_the_agreed_ones() {
    let metadata = workspace();
    let agreed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let rooms: BTreeSet<&str> =
        metadata.packages.iter().map(|it| it.name.as_str()).filter(|it| *it != "tests").collect();
    assert_eq!(
        rooms,
        agreed.keys().copied().collect(),
        "a room without agreed arrows, or arrows without a room"
    );

    let differences = metadata.packages.iter().filter(|it| it.name.as_str() != "tests").flat_map(|package| {
        let named = arrows(&metadata, package, |kind| kind == DependencyKind::Normal);
        let agreed: BTreeSet<&str> = agreed[package.name.as_str()].iter().copied().collect();
        let extra = named.difference(&agreed).map(|to| format!("{} -> {to} is not agreed", package.name));
        let gone =
            agreed.difference(&named).map(|to| format!("{} -> {to} is agreed and not there", package.name));
        extra.chain(gone).collect::<Vec<_>>()
    });
    assert_none("ARROWS says who depends on whom", differences.collect());
}

#[test]
fn tests_of_a_room_reach_no_higher_than_the_room() {
    let metadata = workspace();
    let below: BTreeMap<&str, BTreeSet<&str>> = ARROWS.iter().map(|(it, _)| (*it, reach(it))).collect();
    let violations = metadata
        .packages
        .iter()
        .filter(|it| it.name.as_str() != "tests")
        .flat_map(|package| {
            let room = package.name.as_str();
            let named = arrows(&metadata, package, |kind| kind != DependencyKind::Normal);
            named
                .into_iter()
                .filter(|it| !below[room].contains(it))
                .map(move |it| format!("{room} -> {it}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_none("test and build dependencies follow the arrows too", violations);
}

#[test]
fn each_big_library_has_one_room() {
    let violations = each_dependency(|room, library| {
        OWNED.iter().any(|(owned, rooms)| *owned == library && !rooms.contains(&room))
    });
    assert_none("only its own room names this library", violations);
}

#[test]
fn what_guards_the_centre_stands_in_its_corner() {
    let (mut strangers, mut idle) = (Vec::new(), CORNERS.to_vec());
    for source in sources().iter().filter(|it| it.is_rust() && it.path.starts_with(CENTRE)) {
        let path = &source.path[CENTRE.len()..];
        for (line, name) in libraries_named(source) {
            let Some(corner) = CORNERS.iter().find(|it| name == it.0) else { continue };
            idle.retain(|it| it.0 != corner.0);
            if !corner.1.iter().any(|file| path.starts_with(file)) {
                strangers.push(format!("{}:{line} {name}", source.path));
            }
        }
    }
    assert_none("CORNERS says which files of the centre name it", strangers);
    assert_none("nothing stands in this corner", idle.iter().map(|it| it.0.to_owned()).collect());
}

/// Whatever `::` follows: a field may be called like a library.
fn libraries_named(source: &Source) -> Vec<(usize, String)> {
    let (mut found, mut last, mut colons) = (Vec::new(), None, 0);
    each_token(source.tokens(), &mut |tree| match tree {
        TokenTree::Ident(ident) => (last, colons) = (Some(ident.clone()), 0),
        TokenTree::Punct(it) if it.as_char() == ':' => {
            colons += 1;
            let named = last.as_ref().filter(|_| colons == 2);
            found.extend(named.map(|it| (it.span().start().line, it.to_string())));
        }
        _ => last = None,
    });
    found
}

#[test]
fn pure_rooms_name_nothing_impure() {
    let violations = each_dependency(|room, library| PURE.contains(&room) && IMPURE.contains(&library));
    assert_none("clinic-* is pure: time, ids and bytes are parameters", violations);
}

#[test]
fn pure_rooms_do_nothing_impure() {
    let pure = sources()
        .into_iter()
        .filter(|it| PURE.iter().any(|room| it.path.starts_with(&format!("crates/{room}/src/"))));
    let found = pure.flat_map(|source| {
        let lines = source.text.lines().take_while(|line| *line != "#[cfg(test)]").enumerate();
        let acts = lines.filter(|(_, line)| ACTS.iter().any(|it| line.contains(it)));
        acts.map(|(at, line)| format!("{}:{} {}", source.path, at + 1, line.trim())).collect::<Vec<_>>()
    });
    assert_none("clinic-* is pure: it computes and does not act", found.collect());
}

#[test]
fn nothing_brings_back_the_old_sqlcipher() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock file");
    let locked = |name: &str| lock.contains(&format!("\nname = \"{name}\"\n"));
    assert!(locked("rusqlite"), "this reads the lock file");
    assert_none(
        "must not be locked",
        NEVER_LOCKED.iter().filter(|it| locked(it)).map(ToString::to_string).collect(),
    );
}

/// The rooms that a package names with a dependency of a kind.
fn arrows<'a>(
    metadata: &'a Metadata,
    package: &'a Package,
    kind: impl Fn(DependencyKind) -> bool,
) -> BTreeSet<&'a str> {
    let rooms: BTreeSet<&str> = metadata.packages.iter().map(|it| it.name.as_str()).collect();
    let named = package.dependencies.iter().filter(|it| kind(it.kind)).map(|it| it.name.as_str());
    named.filter(|it| rooms.contains(it)).collect()
}

/// A room and all that its arrows lead to.
fn reach(room: &str) -> BTreeSet<&'static str> {
    let (room, next) = ARROWS.iter().find(|(it, _)| *it == room).expect("a room");
    let mut reached = BTreeSet::from([*room]);
    next.iter().for_each(|it| reached.extend(reach(it)));
    reached
}

/// Every `room -> library` that `forbidden` says yes to, of normal and build dependencies.
fn each_dependency(forbidden: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for package in &workspace().packages {
        let shipped = package.dependencies.iter().filter(|it| it.kind != DependencyKind::Development);
        for dependency in shipped.filter(|it| forbidden(&package.name, &it.name)) {
            found.push(format!("{} -> {}", package.name, dependency.name));
        }
    }
    found
}

//! Holds Cargo.lock against the dated list of known weaknesses in `facts/advisories.toml`. It needs no network and
//! answers the same for the same commit, unlike a scanner with a database that moves.

use semver::{Version, VersionReq};
use serde::Deserialize;
use tests::repository;

#[test]
fn every_locked_crate_is_past_its_known_weaknesses() {
    let (facts, lock) = (facts(), lock());
    let weak: Vec<String> = facts
        .advisory
        .iter()
        .filter(|advisory| advisory.accepted.is_none())
        .flat_map(|advisory| {
            weak_versions(advisory, &lock)
                .map(move |version| format!("{} {version}: {}", advisory.crate_name, advisory))
        })
        .collect();
    assert_eq!(weak, Vec::<String>::new(), "update these crates");
}

#[test]
fn an_accepted_weakness_is_one_that_is_there() {
    let (facts, lock) = (facts(), lock());
    let stale: Vec<String> = facts
        .advisory
        .iter()
        .filter(|advisory| advisory.accepted.is_some() && weak_versions(advisory, &lock).next().is_none())
        .map(|advisory| format!("{}: {advisory}", advisory.crate_name))
        .collect();
    assert_eq!(stale, Vec::<String>::new(), "no locked version has these any more: take `accepted` away");
    let unexplained =
        facts.advisory.iter().filter(|it| it.accepted.as_ref().is_some_and(|why| why.len() < 20));
    assert_eq!(unexplained.count(), 0, "`accepted` is a reason that can be judged");
}

#[test]
fn versions_below_the_floor_and_hidden_libraries_are_found() {
    let advisory = |inside: Option<&str>, fixed: &[&str]| Advisory {
        crate_name: "it".into(),
        id: "ID".into(),
        fixed: fixed.iter().map(|it| it.parse().expect("a range")).collect(),
        inside: inside.map(str::to_owned),
        accepted: None,
        note: "note".into(),
    };
    let locked =
        |version: &str| Lock { package: vec![Locked { name: "it".into(), version: version.into() }] };
    let weak = |advisory: &Advisory, version: &str| weak_versions(advisory, &locked(version)).count();

    let two_lines = advisory(None, &[">=2.1.1", ">=1.9.4, <2.0.0"]);
    assert_eq!([weak(&two_lines, "2.1.0"), weak(&two_lines, "2.1.1"), weak(&two_lines, "1.9.4")], [1, 0, 0]);
    assert_eq!(weak(&advisory(None, &[]), "9.9.9"), 1);
    let sqlite = advisory(Some("sqlite"), &[">=3.51.3"]);
    assert_eq!(weak(&sqlite, "410.0.0+sqlcipher-4.10.0-sqlite-3.50.4"), 1);
    assert_eq!(weak(&sqlite, "419.0.6+sqlcipher-4.19.0-sqlite-3.53.4-libtomcrypt-1.18.2"), 0);
}

#[derive(Deserialize)]
struct Facts {
    as_of: String,
    advisory: Vec<Advisory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advisory {
    #[serde(rename = "crate")]
    crate_name: String,
    id: String,
    fixed: Vec<VersionReq>,
    inside: Option<String>,
    accepted: Option<String>,
    note: String,
}

impl std::fmt::Display for Advisory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fixed: Vec<String> = self.fixed.iter().map(ToString::to_string).collect();
        write!(f, "{} ({}), fixed in [{}]", self.id, self.note, fixed.join(" | "))
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
}

fn facts() -> Facts {
    let facts: Facts = read("tests/facts/advisories.toml");
    assert_eq!(facts.as_of.len(), "2026-11-22".len(), "the facts carry their date");
    facts
}

fn lock() -> Lock {
    read("Cargo.lock")
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let text = std::fs::read_to_string(repository().join(path)).expect(path);
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The locked versions that none of the fixed ranges holds.
fn weak_versions<'a>(advisory: &'a Advisory, lock: &'a Lock) -> impl Iterator<Item = &'a str> {
    lock.package
        .iter()
        .filter(|locked| locked.name == advisory.crate_name)
        .map(|it| it.version.as_str())
        .filter(|locked| {
            let version = match &advisory.inside {
                Some(library) => version_inside(locked, library),
                None => Version::parse(locked).expect("cargo locks semantic versions"),
            };
            !advisory.fixed.iter().any(|range| range.matches(&version))
        })
}

/// The version of a library in build metadata such as `419.0.6+sqlcipher-4.19.0-sqlite-3.53.4`.
fn version_inside(locked: &str, library: &str) -> Version {
    let metadata = locked.split_once('+').map_or("", |(_, metadata)| metadata);
    let mut words = metadata.split('-').skip_while(|word| *word != library).skip(1);
    let version = words.next().unwrap_or_else(|| panic!("{locked} does not name its {library}"));
    Version::parse(version).unwrap_or_else(|error| panic!("{locked}: {error}"))
}

//! Every way in which a data folder can be wrong gets its own code, and nothing is lost by saying so.

use super::support::*;
use desk_cache::{CacheError, Part, Store, Witness};
use std::fs;

/// A desk with a little in it, and a copy of its files as they were before the last bookings.
fn with_older_copy() -> (Locked, Vec<(String, Vec<u8>)>) {
    let desk = Desk::new();
    (0..5).for_each(|number| book(&desk.store, number));
    let locked = desk.lock();
    let names = ["vault.db", "mirror.db", "head"];
    let older = names.map(|it| (it.to_owned(), fs::read(locked.path(it)).unwrap()));
    let store = locked.unlock().unwrap();
    (5..10).for_each(|number| book(&store, number));
    drop(store);
    (locked, older.to_vec())
}

fn put_back(locked: &Locked, older: &[(String, Vec<u8>)], names: &[&str]) {
    for (name, bytes) in older.iter().filter(|it| names.contains(&it.0.as_str())) {
        fs::write(locked.path(name), bytes).unwrap();
    }
}

#[test]
fn a_missing_file_is_damage_and_never_made_anew() {
    for (name, part) in [("vault.db", Part::Vault), ("mirror.db", Part::Mirror), ("head", Part::Head)] {
        let locked = Desk::new().lock();
        let away = locked.folder.path().join("away");
        fs::rename(locked.path(name), &away).unwrap();
        assert!(matches!(locked.refusal(), CacheError::Damaged { part: found, .. } if found == part));
        assert!(!locked.path(name).exists());
        fs::rename(&away, locked.path(name)).unwrap();
        locked.unlock().unwrap();
    }
    let locked = Desk::new().lock();
    for name in ["slots.a", "slots.b"] {
        fs::remove_file(locked.path(name)).unwrap();
    }
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: Part::Slots, .. }));
    assert_eq!(locked.home.status().unwrap_err().code(), "damaged");
}

#[test]
fn a_damaged_first_page_names_the_file() {
    for (name, part) in [("vault.db", Part::Vault), ("mirror.db", Part::Mirror)] {
        for byte in [3, 100, 4000] {
            let locked = Desk::new().lock();
            flip(&locked.path(name), byte, 5);
            assert!(matches!(locked.refusal(), CacheError::Damaged { part: found, .. } if found == part));
            flip(&locked.path(name), byte, 5);
            locked.unlock().unwrap();
        }
    }
}

#[test]
fn one_damaged_copy_of_the_slots_or_the_head_is_repaired_and_two_are_said() {
    let locked = Desk::new().lock();
    flip(&locked.path("slots.a"), 60, 0);
    drop(locked.unlock().unwrap());
    flip(&locked.path("slots.b"), 70, 0);
    drop(locked.unlock().unwrap());
    flip(&locked.path("slots.a"), 60, 0);
    flip(&locked.path("slots.b"), 70, 0);
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: Part::Slots, .. }));
    flip(&locked.path("slots.a"), 60, 0);
    flip(&locked.path("head"), 30, 0);
    drop(locked.unlock().unwrap());
    flip(&locked.path("head"), 30, 1);
    flip(&locked.path("head"), 4096 + 30, 1);
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: Part::Head, .. }));
}

#[test]
fn files_of_another_desk_are_named() {
    let other = super::support::Desk::new();
    let foreign = |name: &str| fs::read(other.path(name)).unwrap();
    for (names, part) in [
        (vec!["vault.db"], Part::Vault),
        (vec!["mirror.db"], Part::Mirror),
        (vec!["slots.a", "slots.b"], Part::Slots),
    ] {
        let locked = Desk::new().lock();
        names.iter().for_each(|it| fs::write(locked.path(it), foreign(it)).unwrap());
        assert!(
            matches!(locked.refusal(), CacheError::ForeignFile { part: found } if found == part),
            "{part}"
        );
    }
}

#[test]
fn the_head_of_another_desk_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let home = desk_cache::Home::claim(folder.path()).unwrap();
    let new =
        desk_cache::store::NewDesk { device: device(2), ..new_desk(desk_cache::KeyStore::PassphraseOnly) };
    drop(create(&home, &new).unwrap());
    let locked = Desk::new().lock();
    fs::copy(folder.path().join("head"), locked.path("head")).unwrap();
    assert!(matches!(locked.refusal(), CacheError::ForeignFile { part: Part::Head }));
}

#[test]
fn an_older_vault_is_noticed_and_only_a_person_who_may_accepts_it() {
    let (locked, older) = with_older_copy();
    let newest = fs::read(locked.path("vault.db")).unwrap();
    put_back(&locked, &older, &["vault.db"]);
    assert!(matches!(locked.refusal(), CacheError::BehindHead { witness: Witness::HeadFile, .. }));
    let accept = |may| {
        Store::accept_older_state(&locked.home, LOGIN, PASSWORD, device(7), NOW, |_, who| {
            assert_eq!(who, person(1));
            Ok(may)
        })
    };
    assert_eq!(accept(false).map(|_| ()).unwrap_err().code(), "not_permitted");
    assert_eq!(locked.refusal().code(), "behind_head");
    // Nothing was changed by refusing: the newest vault still fits.
    fs::write(locked.path("vault.db"), &newest).unwrap();
    drop(locked.unlock().unwrap());
    put_back(&locked, &older, &["vault.db"]);
    let accepted = accept(true).unwrap();
    assert!(matches!(accepted.lost, Some(CacheError::BehindHead { .. })));
    let store = accepted.store;
    assert_eq!(store.device().unwrap(), device(7));
    assert!(actions(&store).contains(&"older_state_accepted".to_owned()));
    // Numbers that were given out before are not given out again, so the mirror takes what follows.
    (20..23).for_each(|number| book(&store, number));
    assert_eq!(booked(&store, 23), 10 + 3);
    let verified = store.verify().unwrap();
    assert_eq!((verified.position.seq, verified.mirror_cursor), (26, 26));
    drop(store);
    locked.unlock().unwrap();
}

#[test]
fn an_older_vault_with_its_head_is_noticed_by_the_mirror() {
    let (locked, older) = with_older_copy();
    put_back(&locked, &older, &["vault.db", "head"]);
    assert!(matches!(
        locked.refusal(),
        CacheError::BehindHead { witness: Witness::Mirror, vault: 10, head: 20 }
    ));
}

#[test]
fn an_older_mirror_is_brought_up_to_date() {
    let (locked, older) = with_older_copy();
    put_back(&locked, &older, &["mirror.db"]);
    let store = locked.unlock().unwrap();
    assert_eq!(booked(&store, 10), 10);
    store.verify().unwrap();
}

#[test]
fn an_older_head_is_normal() {
    let (locked, older) = with_older_copy();
    put_back(&locked, &older, &["head"]);
    locked.unlock().unwrap().verify().unwrap();
}

#[test]
fn a_vault_with_another_history_is_not_taken_for_a_longer_one() {
    let (locked, older) = with_older_copy();
    let (vault, head) = (fs::read(locked.path("vault.db")).unwrap(), fs::read(locked.path("head")).unwrap());
    put_back(&locked, &older, &["vault.db", "head", "mirror.db"]);
    let store = locked.unlock().unwrap();
    (30..60).for_each(|number| book(&store, number));
    drop(store);
    let longer = fs::read(locked.path("vault.db")).unwrap();
    fs::write(locked.path("vault.db"), vault).unwrap();
    fs::write(locked.path("head"), head).unwrap();
    fs::write(locked.path("vault.db"), longer).unwrap();
    assert!(matches!(locked.refusal(), CacheError::BehindHead { witness: Witness::HeadFile, .. }));
}

#[test]
fn damage_inside_is_found_by_looking_at_every_page() {
    let desk = Desk::new();
    (0..60).for_each(|number| book(&desk.store, number));
    let locked = desk.lock();
    let pages = fs::metadata(locked.path("vault.db")).unwrap().len() / 4096;
    for page in 1..usize::try_from(pages).unwrap() {
        let byte = page * 4096 + 37 * page % 4096;
        flip(&locked.path("vault.db"), byte, 2);
        match locked.unlock().and_then(|it| it.verify()) {
            Ok(_) => panic!("a flipped bit in page {page} went unnoticed"),
            Err(found) => assert!(
                matches!(found, CacheError::Damaged { part: Part::Vault | Part::Database, .. }),
                "page {page}: {found:?}"
            ),
        }
        flip(&locked.path("vault.db"), byte, 2);
    }
    let store = locked.unlock().unwrap();
    assert_eq!(booked(&store, 60), 60);
    store.verify().unwrap();
}

#[test]
fn a_desk_that_cannot_be_opened_is_set_aside_whole() {
    let locked = Desk::new().lock();
    let vault = fs::read(locked.path("vault.db")).unwrap();
    let aside = locked.home.set_aside(NOW).unwrap();
    assert_eq!(fs::read(aside.join("vault.db")).unwrap(), vault);
    assert_eq!(locked.home.status().unwrap(), desk_cache::HomeStatus::NotSetUp);
    let created = create(&locked.home, &new_desk(desk_cache::KeyStore::PassphraseOnly)).unwrap();
    assert_eq!(created.store.device().unwrap(), device(1));
}

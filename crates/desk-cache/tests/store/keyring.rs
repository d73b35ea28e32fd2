//! The operating system's own keyring. These tests need one: on Linux a Secret Service on the session bus. Where
//! there is none they fail and say how to get one; they are not passed over.

use super::support::*;
use desk_cache::{CacheError, Home, HomeStatus, KdfCost, KeyStore, Store, Witness, store::SignIn};
use std::fs;

/// A desk whose device no other test has: they all share one keyring.
fn desk(number: u128) -> (tempfile::TempDir, Home, desk_cache::store::Created) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(&folder.path().join("home")).unwrap();
    // The process id keeps two runs on one keyring apart.
    let new = desk_cache::store::NewDesk {
        device: device(number << 32 | u128::from(std::process::id())),
        ..new_desk(KeyStore::Os)
    };
    match create(&home, &new) {
        Ok(created) => (folder, home, created),
        Err(CacheError::KeyringMissing { detail }) => panic!(
            "this test needs the keyring of the operating system ({detail}); on Linux run it as\n  \
             dbus-run-session -- sh -c 'echo -n pw | gnome-keyring-daemon --unlock --components=secrets \
             && cargo test -p desk-cache'"
        ),
        Err(other) => panic!("{other}"),
    }
}

fn account(number: u128, what: &str) -> keyring::Entry {
    let device = device(number << 32 | u128::from(std::process::id()));
    keyring::Entry::new("agentcare-front-desk", &format!("{device}/{what}")).unwrap()
}

fn refused(home: &Home) -> CacheError {
    Store::unlock(home, LOGIN, PASSWORD, NOW).map(|_| ()).unwrap_err()
}

#[test]
fn the_device_key_comes_from_the_keyring_and_a_copy_of_the_folder_is_useless_without_it() {
    let (_folder, home, created) = desk(1);
    book(&created.store, 1);
    drop(created.store);
    assert_eq!(home.status().unwrap(), HomeStatus::Locked { key_store: KeyStore::Os });
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    assert!(store.detects_restored_folder().unwrap());
    drop(store);
    let key = account(1, "device-key").get_secret().unwrap();
    account(1, "device-key").delete_credential().unwrap();
    assert_eq!(refused(&home).code(), "keyring_entry_missing");
    account(1, "device-key").set_secret(&[7; 32]).unwrap();
    assert_eq!(refused(&home).code(), "wrong_password", "another key is another secret");
    account(1, "device-key").set_secret(&key).unwrap();
    Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap();
}

#[test]
fn a_lost_keyring_is_replaced_with_the_recovery_code() {
    let (_folder, home, created) = desk(2);
    book(&created.store, 1);
    drop(created.store);
    for what in ["device-key", "tries", "head"] {
        let _ = account(2, what).delete_credential();
    }
    assert_eq!(refused(&home).code(), "keyring_entry_missing");
    let recovered = Store::unlock_with_recovery(&home, &created.recovery_code, KeyStore::Os, NOW).unwrap();
    assert!(recovered.passwords_are_void);
    assert!(recovered.store.people_with_sign_in().unwrap().is_empty());
    let new = SignIn {
        person: person(1),
        login: LOGIN,
        password: "another one",
        must_change_password: false,
        cost: KdfCost::for_tests(),
    };
    recovered.store.put_sign_in(&new, None, NOW).unwrap();
    drop(recovered.store);
    assert_eq!(refused(&home).code(), "wrong_password");
    let store = Store::unlock(&home, LOGIN, "another one", NOW).unwrap().store;
    assert_eq!(booked(&store, 2), 1);
}

#[test]
fn a_whole_older_folder_is_noticed_by_the_keyring() {
    let (_folder, home, created) = desk(3);
    book(&created.store, 1);
    drop(created.store);
    let names = ["vault.db", "mirror.db", "head", "slots.a", "slots.b"];
    let older = names.map(|it| (home.folder().join(it), fs::read(home.folder().join(it)).unwrap()));
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    book(&store, 2);
    drop(store);
    for (path, bytes) in &older {
        fs::write(path, bytes).unwrap();
    }
    assert!(matches!(refused(&home), CacheError::BehindHead { witness: Witness::Keyring, .. }));
    let accepted =
        Store::accept_older_state(&home, LOGIN, PASSWORD, device(99), NOW, |_, _| Ok(true)).unwrap();
    assert!(accepted.lost.is_some());
    drop(accepted.store);
    Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap();
}

#[test]
fn wrong_passwords_are_counted_where_a_restored_folder_does_not_reach() {
    let (_folder, home, created) = desk(4);
    drop(created.store);
    let older =
        ["slots.a", "slots.b"].map(|it| (home.folder().join(it), fs::read(home.folder().join(it)).unwrap()));
    for left in (5..10).rev() {
        for (path, bytes) in &older {
            fs::write(path, bytes).unwrap();
        }
        let refused = Store::unlock(&home, LOGIN, "wrong", NOW).map(|_| ()).unwrap_err();
        assert!(matches!(refused, CacheError::WrongPassword { tries_left } if tries_left == left));
    }
    assert_eq!(refused(&home).code(), "too_many_tries");
    let later = NOW.plus_seconds(30);
    assert_eq!(Store::unlock(&home, LOGIN, PASSWORD, later).unwrap().signed_in.failed_tries, 5);
}

#[test]
fn a_desk_can_leave_a_keyring_that_is_gone() {
    let (_folder, home, created) = desk(5);
    drop(created.store);
    let recovered =
        Store::unlock_with_recovery(&home, &created.recovery_code, KeyStore::PassphraseOnly, NOW).unwrap();
    assert!(recovered.passwords_are_void && !recovered.store.detects_restored_folder().unwrap());
    drop(recovered.store);
    assert_eq!(home.status().unwrap(), HomeStatus::Locked { key_store: KeyStore::PassphraseOnly });
    assert_eq!(refused(&home).code(), "wrong_password");
}

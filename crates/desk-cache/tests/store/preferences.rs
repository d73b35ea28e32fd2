use super::support::*;
use desk_cache::{Home, KeyStore, Preference, Store, store::RestoreAs};

fn row(name: &str, value: &str) -> Preference {
    Preference { name: name.to_owned(), value: value.to_owned() }
}

#[test]
fn preferences_are_each_persons_own_and_each_row_stands_alone() {
    let desk = Desk::new();
    let before = desk.store.position().unwrap();
    desk.store.put_preferences(person(1), &[row("theme", "\"dark\""), row("language", "\"es\"")]).unwrap();
    desk.store.put_preferences(person(2), &[row("theme", "\"light\"")]).unwrap();
    desk.store.put_preferences(person(1), &[row("theme", "\"system\"")]).unwrap();
    let found = |who| desk.store.preferences(person(who)).unwrap();
    assert_eq!(found(1), [row("language", "\"es\""), row("theme", "\"system\"")]);
    assert_eq!(found(2), [row("theme", "\"light\"")]);
    assert_eq!(found(3), []);
    assert_eq!(desk.store.position().unwrap(), before, "no operation and no entry in the chain");
}

#[test]
fn preferences_outlast_the_lock_a_new_key_and_a_restore_on_another_pc() {
    let desk = Desk::new();
    desk.store.put_preferences(person(1), &[row("theme", "\"dark\"")]).unwrap();
    desk.store.rekey(None, NOW).unwrap();
    let folder = desk.folder.path().join("backups");
    let backup = desk.store.backup_to(&folder, 1, None, NOW).unwrap().path;
    let elsewhere = tempfile::tempdir().unwrap();
    let home = Home::claim(elsewhere.path()).unwrap();
    let to = RestoreAs { key_store: KeyStore::PassphraseOnly, device: device(9), now: NOW };
    let restored = Store::restore(&backup, &home, &desk.code, to).unwrap().store;
    let locked = desk.lock();
    for store in [locked.unlock().unwrap(), restored] {
        assert_eq!(store.preferences(person(1)).unwrap(), [row("theme", "\"dark\"")]);
    }
}

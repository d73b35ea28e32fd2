use super::support::*;
use desk_cache::{CacheError, Home, HomeStatus, KdfCost, KeyStore, Store, store::NewDesk};

#[test]
fn a_desk_is_set_up_locked_and_opened_with_everything_in_it() {
    let desk = Desk::new();
    assert_eq!(desk.home.status().unwrap(), HomeStatus::Unlocked { key_store: KeyStore::PassphraseOnly });
    book(&desk.store, 0);
    let locked = desk.lock();
    assert_eq!(locked.home.status().unwrap(), HomeStatus::Locked { key_store: KeyStore::PassphraseOnly });
    let unlocked = Store::unlock(&locked.home, " ANA ", PASSWORD, NOW).unwrap();
    assert_eq!(unlocked.signed_in.person, person(1));
    assert!(!unlocked.signed_in.must_change_password);
    assert_eq!(booked(&unlocked.store, 1), 1);
    assert_eq!(actions(&unlocked.store), ["desk_created", "patient_create", "book", "unlock"]);
    let verified = unlocked.store.verify().unwrap();
    assert_eq!((verified.position.entries, verified.position.seq, verified.mirror_cursor), (4, 2, 2));
    assert_eq!(verified.position, unlocked.store.position().unwrap());
}

#[test]
fn a_desk_is_never_set_up_over_another() {
    let locked = Desk::new().lock();
    let refused = create(&locked.home, &new_desk(KeyStore::PassphraseOnly)).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), "already_set_up");
    locked.unlock().unwrap();
}

#[test]
fn an_empty_folder_says_that_nothing_is_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let refused = Store::unlock(&home, LOGIN, PASSWORD, NOW).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), "not_set_up");
    assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
}

#[test]
fn one_store_at_a_time() {
    let desk = Desk::new();
    let refused = Store::unlock(&desk.home, LOGIN, PASSWORD, NOW).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), "already_unlocked");
    drop(desk.store);
    Store::unlock(&desk.home, LOGIN, PASSWORD, NOW).unwrap();
}

#[test]
fn a_locked_store_answers_nothing() {
    let desk = Desk::new();
    desk.store.lock().unwrap();
    desk.store.lock().unwrap();
    let read = desk.store.read(|mirror| mirror.people()).unwrap_err();
    let write = desk.store.write(|w| book_in(w, 1)).unwrap_err();
    assert_eq!((read.code(), write.code()), ("locked", "locked"));
    assert_eq!(desk.store.verify_chain().unwrap_err().code(), "locked");
}

#[test]
fn wrong_passwords_are_counted_across_restarts_and_locked_until_somebody_else_opens() {
    let desk = Desk::new();
    let second = desk_cache::store::SignIn {
        person: person(2),
        login: "bo",
        password: "battery staple",
        must_change_password: false,
        cost: KdfCost::for_tests(),
    };
    desk.store.put_sign_in(&second, Some(person(1)), NOW).unwrap();
    let locked = desk.lock();
    let try_at = |login, now| Store::unlock(&locked.home, login, "wrong", now).map(|_| ()).unwrap_err();
    for left in (5..10).rev() {
        assert!(matches!(try_at(LOGIN, NOW), CacheError::WrongPassword { tries_left } if tries_left == left));
    }
    // A login that nobody has is told the same things.
    for left in (5..10).rev() {
        assert!(
            matches!(try_at("nobody", NOW), CacheError::WrongPassword { tries_left } if tries_left == left)
        );
    }
    assert!(matches!(try_at("nobody", NOW), CacheError::TooManyTries { .. }));
    assert!(
        matches!(try_at(LOGIN, NOW), CacheError::TooManyTries { retry_at } if retry_at == NOW.plus_seconds(30))
    );
    assert_eq!(locked.refusal().code(), "too_many_tries", "the right password waits too");
    let mut now = NOW;
    for wait in [30, 60, 120, 240, 480] {
        now = now.plus_seconds(wait);
        assert_eq!(try_at(LOGIN, now).code(), "wrong_password");
    }
    assert_eq!(try_at(LOGIN, now.plus_seconds(100_000)).code(), "locked_out");
    let other = Store::unlock(&locked.home, "bo", "battery staple", now).unwrap();
    assert_eq!(other.signed_in.failed_tries, 10 + 5);
    drop(other);
    locked.unlock().unwrap();
}

#[test]
fn a_test_cost_is_no_default() {
    let weak = NewDesk { cost: KdfCost::calibrate().unwrap(), ..new_desk(KeyStore::PassphraseOnly) };
    assert_ne!(weak.cost, KdfCost::for_tests());
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let store = create(&home, &weak).unwrap().store;
    drop(store);
    Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap();
}

#[test]
fn a_set_up_that_did_not_come_to_its_end_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let new = new_desk(KeyStore::PassphraseOnly);
    let stopped = Store::create(&home, &new, |store| {
        book(store, 1);
        Err::<(), _>(CacheError::DiskFull)
    });
    assert_eq!(stopped.map(|_| ()).unwrap_err().code(), "disk_full");
    assert!(home.is_cut_off());
    assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
    assert!(
        folder.path().join("vault.db").exists(),
        "what it left is cleared only when somebody begins anew"
    );
    let refused = Store::unlock(&home, LOGIN, PASSWORD, NOW).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), "not_set_up");
    let store = create(&home, &new).unwrap().store;
    assert_eq!((booked(&store, 2), store.position().unwrap().seq), (0, 0));
    assert!(!home.is_cut_off());
    store.verify().unwrap();
}

#[test]
fn a_desk_is_set_up_with_its_first_records() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let created = Store::create(&home, &new_desk(KeyStore::PassphraseOnly), |store| {
        book(store, 1);
        Ok::<_, CacheError>(())
    });
    drop(created.unwrap());
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    assert_eq!(booked(&store, 2), 1);
}

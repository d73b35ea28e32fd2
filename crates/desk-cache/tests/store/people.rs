use super::support::*;
use desk_cache::{CacheError, Home, KdfCost, Store, store::SignIn};

fn bo(password: &'static str) -> SignIn<'static> {
    SignIn {
        person: person(2),
        login: "bo",
        password,
        must_change_password: true,
        cost: KdfCost::for_tests(),
    }
}

fn opens(home: &Home, login: &str, password: &str) -> Result<(Store, bool), CacheError> {
    let unlocked = Store::unlock(home, login, password, NOW)?;
    Ok((unlocked.store, unlocked.signed_in.must_change_password))
}

fn refused(home: &Home, login: &str, password: &str) -> &'static str {
    opens(home, login, password).map(|_| ()).unwrap_err().code()
}

#[test]
fn a_new_person_gets_a_one_time_password_and_changes_it() {
    let desk = Desk::new();
    desk.store.put_sign_in(&bo("one-time"), Some(person(1)), NOW).unwrap();
    assert_eq!(desk.store.people_with_sign_in().unwrap(), [person(1), person(2)]);
    let locked = desk.lock();
    let (store, must_change) = opens(&locked.home, "bo", "one-time").unwrap();
    assert!(must_change);
    let wrong = store.change_password("bo", "two-time", "my own", KdfCost::for_tests(), NOW).unwrap_err();
    assert_eq!(wrong.code(), "wrong_password");
    store.change_password("bo", "one-time", "my own", KdfCost::for_tests(), NOW).unwrap();
    drop(store);
    assert_eq!(refused(&locked.home, "bo", "one-time"), "wrong_password");
    let (store, must_change) = opens(&locked.home, "bo", "my own").unwrap();
    assert!(!must_change);
    assert!(actions(&store).ends_with(&["unlock".into(), "password_changed".into(), "unlock".into()]));
    store.verify().unwrap();
}

#[test]
fn a_reset_replaces_the_password_and_a_new_login_the_old_one() {
    let desk = Desk::new();
    desk.store.put_sign_in(&bo("first"), Some(person(1)), NOW).unwrap();
    desk.store.put_sign_in(&bo("second"), Some(person(1)), NOW).unwrap();
    let renamed = SignIn { login: "bob", ..bo("third") };
    desk.store.put_sign_in(&renamed, Some(person(1)), NOW).unwrap();
    let taken = SignIn { person: person(3), login: "Bob ", ..bo("fourth") };
    assert_eq!(desk.store.put_sign_in(&taken, Some(person(1)), NOW).unwrap_err().code(), "login_taken");
    let locked = desk.lock();
    for (login, password) in [("bo", "first"), ("bo", "second"), ("bo", "third"), ("bob", "fourth")] {
        assert_eq!(refused(&locked.home, login, password), "wrong_password");
    }
    opens(&locked.home, "bob", "third").unwrap();
}

#[test]
fn users_switch_without_locking() {
    let desk = Desk::new();
    desk.store.put_sign_in(&bo("one-time"), Some(person(1)), NOW).unwrap();
    let signed_in = desk.store.check_password("bo", "one-time", NOW).unwrap();
    assert_eq!((signed_in.person, signed_in.must_change_password), (person(2), true));
    for left in [9, 8] {
        let refused = desk.store.check_password(LOGIN, "wrong", NOW).unwrap_err();
        assert!(matches!(refused, CacheError::WrongPassword { tries_left } if tries_left == left));
    }
    let locked = desk.lock();
    let unlocked = Store::unlock(&locked.home, LOGIN, PASSWORD, NOW).unwrap();
    assert_eq!(unlocked.signed_in.failed_tries, 2, "tries at an open desk count too");
}

#[test]
fn a_removed_person_is_out_and_does_not_come_back_with_older_slot_files() {
    let desk = Desk::new();
    desk.store.put_sign_in(&bo("one-time"), Some(person(1)), NOW).unwrap();
    let older = ["slots.a", "slots.b"].map(|it| (desk.path(it), std::fs::read(desk.path(it)).unwrap()));
    desk.store.remove_sign_in(person(2), Some(person(1)), NOW).unwrap();
    assert!(desk.store.is_rekey_due().unwrap());
    assert_eq!(desk.store.remove_sign_in(person(2), None, NOW).unwrap_err().code(), "no_such_login");
    let locked = desk.lock();
    assert_eq!(refused(&locked.home, "bo", "one-time"), "wrong_password");
    for (path, bytes) in &older {
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(refused(&locked.home, "bo", "one-time"), "no_such_login");
    let store = locked.unlock().unwrap();
    store.rekey(Some(person(1)), NOW).unwrap();
    drop(store);
    for (path, bytes) in &older {
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(refused(&locked.home, "bo", "one-time"), "foreign_file", "the old key opens nothing any more");
}

#[test]
fn a_new_desk_key_keeps_the_book_and_everybodys_password() {
    let desk = Desk::new();
    desk.store.put_sign_in(&bo("one-time"), Some(person(1)), NOW).unwrap();
    (0..20).for_each(|number| book(&desk.store, number));
    let before = std::fs::read(desk.path("vault.db")).unwrap();
    desk.store.rekey(Some(person(1)), NOW).unwrap();
    assert!(!desk.store.is_rekey_due().unwrap());
    assert_ne!(std::fs::read(desk.path("vault.db")).unwrap()[..16], before[..16]);
    (20..25).for_each(|number| book(&desk.store, number));
    desk.store.verify().unwrap();
    let locked = desk.lock();
    for file in ["vault.db.next", "mirror.db.next"] {
        assert!(!locked.path(file).exists());
    }
    drop(opens(&locked.home, "bo", "one-time").unwrap());
    let recovered =
        Store::unlock_with_recovery(&locked.home, &locked.code, desk_cache::KeyStore::PassphraseOnly, NOW)
            .unwrap();
    assert_eq!(booked(&recovered.store, 25), 25);
    recovered.store.verify().unwrap();
}

use super::support::*;
use desk_cache::{KdfCost, KeyStore, RecoveryCode, Store, store::SignIn};

fn recover(
    locked: &Locked,
    code: &RecoveryCode,
) -> Result<desk_cache::store::Recovered, desk_cache::CacheError> {
    Store::unlock_with_recovery(&locked.home, code, KeyStore::PassphraseOnly, NOW)
}

#[test]
fn the_printed_code_opens_the_desk_and_resets_a_password() {
    let desk = Desk::new();
    book(&desk.store, 0);
    let locked = desk.lock();
    for _ in 0..10 {
        let _ = Store::unlock(&locked.home, LOGIN, "forgotten", NOW.plus_seconds(0));
    }
    let typed = RecoveryCode::parse(&locked.code.text().to_lowercase()).unwrap();
    let recovered = recover(&locked, &typed).unwrap();
    assert!(!recovered.passwords_are_void);
    assert_eq!(booked(&recovered.store, 1), 1);
    let new = SignIn {
        person: person(1),
        login: LOGIN,
        password: "new one",
        must_change_password: false,
        cost: KdfCost::for_tests(),
    };
    recovered.store.put_sign_in(&new, None, NOW).unwrap();
    assert!(actions(&recovered.store).contains(&"unlock_with_recovery_code".to_owned()));
    drop(recovered);
    Store::unlock(&locked.home, LOGIN, "new one", NOW).unwrap();
}

#[test]
fn a_used_code_is_replaced_once_the_new_one_is_on_paper() {
    let locked = Desk::new().lock();
    let first = recover(&locked, &locked.code).unwrap();
    let second_code = first.recovery_code;
    drop(first.store);
    // Nobody confirmed the new one: the old one still opens.
    let again = recover(&locked, &locked.code).unwrap();
    let third_code = again.recovery_code;
    assert_eq!(
        again.store.confirm_recovery_code(&second_code, None, NOW).unwrap_err().code(),
        "wrong_recovery_code"
    );
    again.store.confirm_recovery_code(&third_code, None, NOW).unwrap();
    drop(again.store);
    for code in [&locked.code, &second_code] {
        assert_eq!(recover(&locked, code).map(|_| ()).unwrap_err().code(), "wrong_recovery_code");
    }
    drop(recover(&locked, &third_code).unwrap().store);
    locked.unlock().unwrap();
}

#[test]
fn an_older_slot_file_does_not_bring_a_replaced_code_back() {
    let desk = Desk::new();
    let older = ["slots.a", "slots.b"].map(|it| (desk.path(it), std::fs::read(desk.path(it)).unwrap()));
    let code = desk.store.new_recovery_code(Some(person(1)), NOW).unwrap();
    desk.store.confirm_recovery_code(&code, Some(person(1)), NOW).unwrap();
    let locked = desk.lock();
    for (path, bytes) in &older {
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(recover(&locked, &locked.code).map(|_| ()).unwrap_err().code(), "wrong_recovery_code");
}

#[test]
fn the_code_of_another_desk_opens_nothing() {
    let (one, other) = (Desk::new().lock(), Desk::new().lock());
    assert_eq!(recover(&one, &other.code).map(|_| ()).unwrap_err().code(), "wrong_recovery_code");
}

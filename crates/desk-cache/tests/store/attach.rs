//! A desk that stood alone, on its way into an organization: what it has to send is there with the word that it goes, nothing is
//! decided meanwhile, and given up it lacks nothing.

use super::support::*;
use clinic_domain::{
    id::{OrganizationId, PersonId, Version},
    operation::{Change, OperationBody},
    people::{Person, Role},
    time::Instant,
};
use clinic_protocol::{
    decode_operation,
    sync::{OpOutcome, OpResult},
};
use desk_cache::{
    CacheError, KdfCost, Store,
    store::{Attaching, Centre, CentreSignIn, Outbox, Progress, SignIn},
};
use uuid::Uuid;

fn to() -> Attaching {
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization: OrganizationId(id(0x9000_0000)),
        slug: "elm-street".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    Attaching {
        centre,
        device: device(7),
        person: person(9),
        login: "mia".to_owned(),
        epoch: Uuid::from_u128(1),
    }
}

/// One operation for each row of the book.
fn attach(store: &Store) -> Result<usize, CacheError> {
    store.attach(&to(), person(1), NOW, |writing| {
        let mut rows = Vec::new();
        writing.mirror().each_row::<CacheError>(NOW, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        for (number, row) in (100_u128..).zip(&rows) {
            let adopt = operation(writing, number, OperationBody::Adopt { rows: vec![row.clone()] });
            writing.record(&adopt, Vec::<Change>::new(), &entry("adopt", None))?;
        }
        Ok(rows.len())
    })
}

fn a_person(id: PersonId) -> Person {
    Person {
        id,
        version: Version::FIRST,
        login: "mia".to_owned(),
        name: "Mia Lund".to_owned(),
        roles: vec![Role::PracticeManager],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

fn waiting(store: &Store) -> Vec<(u64, OperationBody)> {
    let queued = store.queued(100).unwrap();
    queued.into_iter().map(|it| (it.device_seq, decode_operation(&it.bytes).unwrap().body)).collect()
}

#[test]
fn the_book_waits_to_be_sent_and_nothing_is_decided_meanwhile() {
    let desk = Desk::new();
    (0..3).for_each(|number| book(&desk.store, number));
    let before = desk.store.position().unwrap().seq;
    assert_eq!(attach(&desk.store).unwrap(), 6, "three patients and their visits");
    let waiting = waiting(&desk.store);
    assert_eq!(waiting.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let kinds = waiting.iter().map(|(_, body)| match body {
        OperationBody::Adopt { rows } => rows[0].object().0,
        other => panic!("{other:?}"),
    });
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["patient", "patient", "patient", "appointment", "appointment", "appointment"]
    );
    assert!(matches!(desk.store.write(|w| book_in(w, 7)), Err(CacheError::Attaching)));
    assert_eq!(booked(&desk.store, 3), 3, "what was there is read");
    // As after a power cut.
    let locked = desk.lock();
    let store = locked.unlock().unwrap();
    let (stands, progress) = store.attaching().unwrap().unwrap();
    assert_eq!((stands.device, stands.person, stands.login.as_str()), (device(7), person(9), "mia"));
    assert_eq!(progress, Progress { answered: 0, all: 6 });
    let first = store.queued(1).unwrap().remove(0).op;
    let answer = OpOutcome { op: first, result: OpResult::applied(2) };
    assert!(store.keep_answers(store.round().unwrap(), &[answer], NOW).unwrap());
    assert_eq!(store.attaching().unwrap().unwrap().1, Progress { answered: 1, all: 6 });
    // Another history of the centre's: all of it is sent again.
    store.attach_anew(Uuid::from_u128(2)).unwrap();
    let (stands, progress) = store.attaching().unwrap().unwrap();
    assert_eq!((stands.epoch, progress), (Uuid::from_u128(2), Progress { answered: 0, all: 6 }));
    assert_eq!(store.position().unwrap().seq, before + 6);
    store.verify().unwrap();
}

#[test]
fn one_that_could_not_be_begun_stands_alone_as_before() {
    let desk = Desk::new();
    book(&desk.store, 0);
    let position = desk.store.position().unwrap();
    let failed = desk.store.attach(&to(), person(1), NOW, |_| Err::<(), _>(CacheError::Locked));
    assert!(matches!(failed, Err(CacheError::Locked)));
    assert_eq!(desk.store.position().unwrap(), position);
    assert!(desk.store.attaching().unwrap().is_none() && desk.store.centre().unwrap().is_none());
    book(&desk.store, 1);
    assert_eq!((booked(&desk.store, 2), desk.store.device().unwrap()), (2, device(1)));
}

#[test]
fn given_up_it_stands_alone_again_and_can_be_begun_anew() {
    let desk = Desk::new();
    book(&desk.store, 0);
    attach(&desk.store).unwrap();
    desk.store.give_up_attaching(device(8), person(1), NOW).unwrap();
    assert!(desk.store.attaching().unwrap().is_none() && desk.store.centre().unwrap().is_none());
    assert_eq!(desk.store.outbox().unwrap(), Outbox::default());
    book(&desk.store, 1);
    assert_eq!((booked(&desk.store, 2), desk.store.device().unwrap()), (2, device(8)));
    assert_eq!(desk.store.outbox().unwrap(), Outbox::default(), "nothing is sent anywhere");
    desk.store.verify().unwrap();
}

#[test]
fn at_the_end_it_is_opened_by_who_took_it_along_and_by_the_printed_code() {
    let desk = Desk::new();
    book(&desk.store, 0);
    attach(&desk.store).unwrap();
    let own = SignIn {
        person: person(9),
        // The same login as somebody's who worked here.
        login: LOGIN,
        password: "seven wooden ducks",
        must_change_password: false,
        cost: KdfCost::for_tests(),
    };
    let kept = CentreSignIn {
        person: person(9),
        login: LOGIN.to_owned(),
        refresh_token: None,
        until: Instant(NOW.0 + 60),
        confirmed_at: NOW,
    };
    let mia = Person { login: LOGIN.to_owned(), ..a_person(person(9)) };
    desk.store.admit_arriving(&mia, &own).unwrap();
    assert_eq!(desk.store.read(|it| it.person(person(9))).unwrap(), Some(mia));
    desk.store.finish_attaching(&kept, NOW).unwrap();
    assert!(desk.store.attaching().unwrap().is_none() && desk.store.centre().unwrap().is_some());
    assert_eq!(desk.store.people_with_sign_in().unwrap(), [person(9)]);
    assert_eq!(actions(&desk.store).last().map(String::as_str), Some("attached"));
    let locked = desk.lock();
    assert!(matches!(locked.unlock(), Err(CacheError::WrongPassword { .. })));
    let unlocked = Store::unlock(&locked.home, LOGIN, own.password, NOW).unwrap();
    assert_eq!(unlocked.signed_in.person, person(9));
    book(&unlocked.store, 1);
    assert_eq!(unlocked.store.outbox().unwrap().queued, 4, "from here on what is decided waits");
}

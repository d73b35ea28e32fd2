use super::support::*;
use clinic_domain::{
    id::OpId,
    operation::{Change, Operation, OperationBody},
};
use desk_cache::{AuditPage, CacheError, store::Receipt};
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug)]
enum Answer {
    Refused,
    Failed(CacheError),
}

impl From<CacheError> for Answer {
    fn from(error: CacheError) -> Self {
        Answer::Failed(error)
    }
}

#[test]
fn a_read_sees_what_was_answered_before_it() {
    let desk = Desk::new();
    for number in 0..50 {
        book(&desk.store, number);
        assert_eq!(booked(&desk.store, number + 1), number as usize + 1);
    }
}

#[test]
fn the_next_write_decides_on_what_the_last_one_did() {
    let desk = Desk::new();
    for number in 0..20 {
        book(&desk.store, number);
        let seen = desk.store.write(|w| {
            w.audit(&entry("look", None))?;
            w.mirror().appointment(appointment(number).id)
        });
        assert_eq!(seen.unwrap(), Some(appointment(number)));
    }
}

#[test]
fn a_refusal_leaves_nothing() {
    let desk = Desk::new();
    let before = desk.store.position().unwrap();
    let refused = desk.store.write(|w| {
        book_in(w, 0)?;
        Err::<(), _>(Answer::Refused)
    });
    match refused {
        Err(Answer::Refused) => {}
        Err(Answer::Failed(problem)) => panic!("{problem}"),
        Ok(()) => panic!("a refusal was taken for an answer"),
    }
    assert_eq!(desk.store.position().unwrap(), before);
    assert_eq!(booked(&desk.store, 1), 0);
    book(&desk.store, 0);
    desk.store.verify().unwrap();
}

#[test]
fn a_panic_in_a_use_case_leaves_nothing_and_the_desk_goes_on() {
    let desk = Desk::new();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        desk.store.write(|w| -> Result<(), CacheError> {
            book_in(w, 0)?;
            panic!("a bug in a use case")
        })
    }));
    assert!(panicked.is_err());
    book(&desk.store, 0);
    assert_eq!(booked(&desk.store, 1), 1);
    desk.store.verify().unwrap();
}

#[test]
fn what_an_operation_replaced_is_kept_for_ten_minutes() {
    let desk = Desk::new();
    let act_at = |number: u128, minutes: i64| {
        let replaced = [Change::Appointment(Box::new(appointment(number)))];
        let recorded: Result<_, CacheError> = desk.store.write(|w| {
            let body = OperationBody::SetNote { appointment: appointment(number).id, note: "".into() };
            let operation = Operation { at: NOW.plus_minutes(minutes), ..operation(w, number, body) };
            w.record(&operation, &[], &entry("book", None))?;
            w.keep_replaced(&operation, &replaced)?;
            Ok(operation)
        });
        recorded.unwrap()
    };
    let first = act_at(0, 0);
    act_at(1, 10);
    let kept = |desk: &Desk| desk.store.whole_act(first.id).unwrap().remove(0);
    assert_eq!(kept(&desk).before, [Change::Appointment(Box::new(appointment(0)))]);
    assert_eq!(kept(&desk).operation, first);
    act_at(2, 11);
    assert_eq!((kept(&desk).operation, kept(&desk).before), (first, vec![]));
    assert_eq!(desk.store.whole_act(OpId(id(9))).unwrap(), []);
}

#[test]
fn operations_that_were_decided_together_are_found_by_any_of_them() {
    let desk = Desk::new();
    let op = |number: u128| OpId(id(0x3000_0000 | number));
    let record = |numbers: &[u128], part_of: Option<u128>| {
        let recorded: Result<_, CacheError> = desk.store.write(|w| {
            for &number in numbers {
                let part_of = part_of.map(op);
                let operation = Operation { part_of, ..operation(w, number, note()) };
                w.record(&operation, &[], &entry("book", None))?;
            }
            Ok(())
        });
        recorded.unwrap();
    };
    record(&[1], None);
    record(&[2, 3, 4], Some(2));
    record(&[5, 6], Some(5));
    let whole = |number| -> Vec<u128> {
        let acts = desk.store.whole_act(op(number)).unwrap();
        acts.iter().map(|it| it.operation.id.0.as_u128() & 0xff).collect()
    };
    assert_eq!([whole(2), whole(3), whole(4)], [[2, 3, 4], [2, 3, 4], [2, 3, 4]]);
    assert_eq!((whole(1), whole(6)), (vec![1], vec![5, 6]));
}

#[test]
fn numbers_are_given_without_gaps_and_wrong_ones_are_refused() {
    let desk = Desk::new();
    let refused = desk.store.write(|w| {
        let mut late = operation(w, 1, note());
        late.device_seq += 1;
        w.record(&late, &[], &entry("block", None))
    });
    assert!(matches!(refused, Err(CacheError::OutOfOrder { expected: 1, given: 2 })));
    let foreign = desk.store.write(|w| {
        let mut foreign = operation(w, 1, note());
        foreign.device = device(9);
        w.record(&foreign, &[], &entry("block", None))
    });
    assert_eq!(foreign.unwrap_err().code(), "out_of_order");
    let numbers = desk.store.write(|w| {
        let first = operation(w, 1, note());
        let first = w.record(&first, &[], &entry("block", None))?;
        Ok::<_, CacheError>((first, w.next_seq(), w.next_device_seq()))
    });
    assert_eq!(numbers.unwrap(), (1, 2, 2));
}

#[test]
fn a_repeated_operation_gets_its_stored_answer() {
    let desk = Desk::new();
    book(&desk.store, 3);
    let op = OpId(id(0x3000_0000 | 7));
    let stored = desk.store.write(|w| w.receipt_of(op)).unwrap();
    let expected = Receipt { seq: 2, changes: vec![Change::Appointment(Box::new(appointment(3)))] };
    assert_eq!(stored, Some(expected));
    assert_eq!(desk.store.write(|w| w.receipt_of(OpId(id(99)))).unwrap(), None);
    let twice = desk.store.write(|w| {
        let mut again = operation(w, 7, note());
        again.id = op;
        w.record(&again, &[], &entry("block", None))
    });
    assert!(twice.is_err());
}

#[test]
fn who_looked_at_a_patient_is_found_newest_first_and_in_pages() {
    let desk = Desk::new();
    book(&desk.store, 1);
    book(&desk.store, 2);
    for _ in 0..3 {
        desk.store.write(|w| w.audit(&entry("view_patient", Some(patient(1))))).unwrap();
    }
    let actions = |before, limit| {
        let page = AuditPage { before, limit };
        let rows = desk.store.audit_of_patient(patient(1), page).unwrap();
        (rows.iter().map(|it| it.action.clone()).collect::<Vec<_>>(), rows.last().map(|it| it.n))
    };
    let (first, last) = actions(None, 2);
    assert_eq!(first, ["view_patient", "view_patient"]);
    assert_eq!(actions(last, 10).0, ["view_patient", "book", "patient_create"]);
    let row = desk.store.audit_of_patient(patient(2), ALL).unwrap().remove(0);
    assert_eq!(row.patients, [patient(2)]);
    assert_eq!((row.device, row.actor, row.seq), (device(1), Some(person(1)), Some(4)));
    assert_eq!(row.detail.expose(), "said on the phone");
}

#[test]
fn many_threads_read_and_write_one_book() {
    let desk = Desk::new();
    let store = &desk.store;
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4u128)
            .map(|writer| scope.spawn(move || (0..15).for_each(|n| book(store, writer * 15 + n))))
            .collect();
        for _ in 0..3 {
            scope.spawn(|| {
                let mut seen = 0;
                while !done.load(Ordering::Acquire) {
                    let now = booked(store, 60);
                    assert!(now >= seen, "a booking was seen and then was not");
                    seen = now;
                }
            });
        }
        writers.into_iter().for_each(|it| it.join().unwrap());
        done.store(true, Ordering::Release);
    });
    assert_eq!(booked(store, 60), 60);
    let verified = store.verify().unwrap();
    assert_eq!((verified.position.seq, verified.mirror_cursor), (120, 120));
}

/// A use case that reads within its write while somebody locks: both come to an end.
#[test]
fn locking_waits_for_work_and_work_never_waits_for_the_lock() {
    let desk = Desk::new();
    let store = &desk.store;
    book(store, 1);
    let (started, starts) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || {
            store.write(|w| {
                started.send(()).unwrap();
                // Until the lock is closing: from then on a read within is turned away instead of waiting for it.
                while store.read(|mirror| mirror.appointment(appointment(1).id)).is_ok() {}
                book_in(w, 2)
            })
        });
        starts.recv().unwrap();
        store.lock().unwrap();
        writing.join().unwrap().unwrap();
    });
    let locked = Locked { folder: desk.folder, home: desk.home, code: desk.code };
    drop(desk.store);
    assert_eq!(booked(&locked.unlock().unwrap(), 3), 2);
}

#[test]
fn a_new_desk_key_waits_for_work_and_work_goes_on_after_it() {
    let desk = Desk::new();
    let store = &desk.store;
    std::thread::scope(|scope| {
        let booking = scope.spawn(|| (0..40).for_each(|number| book(store, number)));
        (0..3).for_each(|_| store.rekey(None, NOW).unwrap());
        booking.join().unwrap();
    });
    assert_eq!(booked(store, 40), 40);
    store.verify().unwrap();
}

#[test]
fn a_store_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<desk_cache::Store>();
}

#[test]
fn what_the_mirror_lacks_is_applied_again_from_the_receipts() {
    let desk = Desk::new();
    let locked = desk.lock();
    let empty = std::fs::read(locked.path("mirror.db")).unwrap();
    let store = locked.unlock().unwrap();
    (0..30).for_each(|number| book(&store, number));
    drop(store);
    std::fs::write(locked.path("mirror.db"), empty).unwrap();
    let store = locked.unlock().unwrap();
    assert_eq!(booked(&store, 30), 30);
    assert_eq!(store.verify().unwrap().mirror_cursor, 60);
}

fn note() -> OperationBody {
    OperationBody::SetNote { appointment: appointment(1).id, note: "asks for a parking place".into() }
}

//! The desk that is going to be killed: it works without pause and says each thing that it has acknowledged.

use crate::support::*;
use clinic_domain::{id::OpId, operation::ImportCounts, patient::Patient};
use desk_cache::{CacheError, Home, KdfCost, Store, store::SignIn};
use std::{io::Write, path::Path};

pub const HOME: &str = "FRONT_DESK_CRASH_HOME";
/// Where its numbers start.
pub const FROM: &str = "FRONT_DESK_CRASH_FROM";
/// Every child of one desk has numbers of its own, far more than it lives to use: what the ones before it stored
/// without being heard any more is never done a second time.
pub const NUMBERS_OF_A_LIFE: u128 = 1 << 12;
/// `book`, or `rekey` to change the desk key between bookings.
pub const MANNER: &str = "FRONT_DESK_CRASH_MANNER";

/// Imported patients stand apart from booked ones.
pub const IMPORTED: u128 = 1 << 24;

/// Never returns: somebody kills it.
pub fn work(home: &Path) -> ! {
    let from = std::env::var(FROM).unwrap().parse().unwrap();
    let rekeys = std::env::var(MANNER).unwrap() == "rekey";
    let home = Home::claim(home).unwrap();
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    for number in from.. {
        book(&store, number);
        acknowledge(number);
        if number % 16 == 5 {
            import(&store, number);
            acknowledge(IMPORTED | number);
        }
        if number % 16 == 9 {
            let sign_in = SignIn {
                person: person(2),
                login: "bo",
                password: "another",
                must_change_password: true,
                cost: KdfCost::for_tests(),
            };
            store.put_sign_in(&sign_in, Some(person(1)), NOW).unwrap();
        }
        if rekeys && number % 4 == 3 {
            store.rekey(Some(person(1)), NOW).unwrap();
        }
    }
    unreachable!("there are more numbers than time")
}

/// One line to the parent, written at once: what is in the pipe survives the kill.
fn acknowledge(number: u128) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{number}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
}

fn import(store: &Store, number: u128) {
    let op = OpId(id(0x9000_0000 | number));
    let who = Patient::new(patient(IMPORTED | number));
    let counts = ImportCounts { patients: 1, ..ImportCounts::default() };
    let loaded = store.bulk(person(1), NOW, |bulk| {
        bulk.patients(op, &[who])?;
        bulk.batch(op, "import", &[0; 32], &counts)?;
        Ok::<_, CacheError>(())
    });
    loaded.unwrap();
}

/// Which of the acknowledged things the desk does not show.
pub fn missing(store: &Store, acknowledged: &[u128]) -> Result<Vec<u128>, CacheError> {
    store.read(|mirror| {
        let mut missing = Vec::new();
        for &number in acknowledged {
            let is_there = match number & IMPORTED {
                0 => mirror.appointment(appointment(number).id)? == Some(appointment(number)),
                _ => mirror.patient(patient(number))?.is_some(),
            };
            if !is_there {
                missing.push(number);
            }
        }
        Ok(missing)
    })
}

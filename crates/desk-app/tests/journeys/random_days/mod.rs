//! Random days at the counter. Whatever is done in whatever order, stale things among it, these hold: no lane is taken
//! twice at any time; what is refused changes nothing; what was just done can be taken back and leaves no trace in the
//! book; everything is there after the desk was closed, and after its mirror was built anew; what the desk keeps of the figures
//! of capacity is what it would read; and whoever is given the operations alone comes to the same book.
//!
//! `DAYS` and `SEED` choose how much of it and which.

mod acts;
mod office;

use crate::replay::replay;
use desk_app::{error::AppError, undo::undo};
use office::{Office, Rows};
use std::env;

const STEPS: usize = 120;

#[test]
fn the_book_keeps_its_promises_through_random_days() {
    let number = |name: &str, usual: u64| env::var(name).map_or(usual, |it| it.parse().unwrap());
    let first = number("SEED", 1);
    for seed in first..first + number("DAYS", 4) {
        day(seed);
    }
}

fn day(seed: u64) {
    let mut office = Office::new(seed);
    let mut done = 0;
    for step in 0..STEPS {
        let said = format!("SEED={seed}, step {step}");
        let before = office.rows();
        let (name, act) = *office.dice.one_of(acts::ALL);
        match act(&mut office) {
            Ok(Some(op)) => {
                done += 1;
                office.rows().hold(&format!("{said}, {name}"));
                if office.dice.one_in(3) {
                    take_back(&mut office, op, &before, &format!("{said}, undo of {name}"));
                } else {
                    office.acts.push(op);
                }
            }
            Ok(None) => office.rows().hold(&format!("{said}, {name}")),
            Err(AppError::Refused(why)) => {
                assert_eq!(office.rows(), before, "{said}, {name}, refused: {:?}", why.0);
            }
            Err(other) => panic!("{said}, {name}: {other}"),
        }
        let figures = office.figures(step);
        if step % 20 == 19 {
            office = office.opened_again();
            assert_eq!(office.figures(step), figures, "{said}, figures read anew");
        }
        if office.dice.one_in(30) {
            let kept = office.rows();
            office = office.later();
            assert_eq!(office.rows().visits, kept.visits, "{said}, opened again");
        }
    }
    assert!(done > STEPS / 6, "SEED={seed}: only {done} acts");
    let (kept, figures) = (office.rows(), office.figures(0));
    office = office.rebuilt();
    assert_eq!(office.rows(), kept, "SEED={seed}, built anew");
    assert_eq!(office.figures(0), figures, "SEED={seed}, figures of the mirror built anew");
    office.clinic.desk.store().verify().unwrap();
    replay(&office.clinic.desk, &format!("SEED={seed}"));
}

/// What was just done is taken back as if it had never been; if that is refused, it stays as it is.
fn take_back(office: &mut Office, op: clinic_domain::id::OpId, before: &Rows, said: &str) {
    let after = office.rows();
    match undo(&office.clinic.desk, office.clinic.ada, op) {
        Ok(_) => assert_eq!(office.rows().standing(), before.standing(), "{said}"),
        Err(AppError::Refused(why)) => assert_eq!(office.rows(), after, "{said}, refused: {:?}", why.0),
        Err(other) => panic!("{said}: {other}"),
    }
}

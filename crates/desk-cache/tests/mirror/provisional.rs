//! What a desk decided under what the centre says: whatever comes in whichever order, the rows are the centre's with the
//! unconfirmed ones over them.

use super::{
    Mirror,
    apply::operations,
    clinic::{self, Dice},
};
use clinic_domain::{id::Version, operation::Change, patient::Patient, people::Role};
use desk_cache::mirror::{begin_anew, begin_epoch, receive};
use proptest::prelude::*;
use std::collections::VecDeque;

/// A desk with a centre: what was said to it, and what it has decided since.
pub struct Desk {
    pub mirror: Mirror,
    said: Vec<Vec<Change>>,
    pending: VecDeque<Vec<Change>>,
}

impl Desk {
    pub fn new() -> Desk {
        let mut mirror = Mirror::empty();
        let tx = mirror.conn.transaction().unwrap();
        begin_epoch(&tx, uuid::Uuid::from_bytes([9; 16]), 0).unwrap();
        tx.commit().unwrap();
        Desk { mirror, said: Vec::new(), pending: VecDeque::new() }
    }

    fn decide(&mut self, changes: Vec<Change>) {
        self.mirror.apply_next(&changes);
        self.pending.push_back(changes);
    }

    fn hear(&mut self, changes: Vec<Change>) {
        self.said.push(changes);
        let (to, said) = (self.said.len() as u64, self.said.last().unwrap());
        let tx = self.mirror.conn.transaction().unwrap();
        receive(&tx, to, said, self.pending.iter().map(Vec::as_slice)).unwrap();
        tx.commit().unwrap();
    }

    /// Something is decided here, or said by the centre.
    pub fn live(&mut self, dice: &mut Dice, changes: Vec<Change>) {
        match dice.below(5) {
            0 | 1 => self.decide(changes),
            2 | 3 => self.hear(changes),
            // What was decided first is confirmed as it was, or with other rows, or refused.
            _ => {
                let first = self.pending.pop_front();
                let said = match dice.below(3) {
                    0 => first.unwrap_or_default(),
                    1 => changes,
                    _ => Vec::new(),
                };
                self.hear(said);
            }
        }
    }

    /// The centre's rows go, and it says others.
    pub fn begin_anew(&mut self, said: &[Change]) {
        let tx = self.mirror.conn.transaction().unwrap();
        let pending = self.pending.iter().map(Vec::as_slice);
        begin_anew(&tx, uuid::Uuid::from_bytes([8; 16]), said, pending).unwrap();
        tx.commit().unwrap();
    }

    /// The same rows, written one after the other by a desk that is its own arbiter.
    fn expected(&self) -> Mirror {
        let operations: Vec<_> = self.said.iter().chain(&self.pending).cloned().collect();
        Mirror::of(&operations)
    }
}

/// Every row of every table that counts, by ids and not by the order of the writes.
fn rows(mirror: &Mirror) -> Vec<String> {
    let tables = [
        "SELECT p.*, d.* FROM patient p JOIN patient_detail d USING (row_id) ORDER BY p.id",
        "SELECT k.key, p.id FROM search_key k JOIN patient p ON p.row_id = k.patient ORDER BY 1, 2",
        "SELECT a.*, d.* FROM appointment a JOIN appointment_detail d USING (row_id) ORDER BY a.id",
        "SELECT * FROM allocation",
        "SELECT * FROM caregiver ORDER BY id",
        "SELECT * FROM setup",
        "SELECT * FROM queue",
        "SELECT * FROM to_tell",
        "SELECT a.id, f.day, f.facts FROM visit_fact f JOIN appointment a ON a.row_id = f.appointment ORDER BY 1",
        "SELECT a.id, f.n, f.day, f.facts FROM released_fact f JOIN appointment a ON a.row_id = f.appointment
         ORDER BY 1, 2",
    ];
    let mut lines = Vec::new();
    for sql in tables {
        let mut statement = mirror.conn.prepare(sql).unwrap();
        let columns: Vec<usize> = (0..statement.column_count())
            .filter(|at| statement.column_name(*at).is_ok_and(|it| it != "row_id"))
            .collect();
        let found = statement.query_map([], |row| {
            columns.iter().map(|at| Ok(format!("{:?}", row.get_ref(*at)?))).collect::<Result<Vec<_>, _>>()
        });
        lines.extend(found.unwrap().map(|row| row.unwrap().join(" ")));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_rows_are_the_centres_with_the_unconfirmed_over_them(seed: u64) {
        let dice = &mut Dice(seed);
        let mut desk = Desk::new();
        for changes in operations(seed).0 {
            desk.live(dice, changes);
            if dice.one_in(12) {
                prop_assert_eq!(rows(&desk.mirror), rows(&desk.expected()));
            }
        }
        prop_assert_eq!(desk.mirror.reader().received().unwrap(), desk.said.len() as u64);
        // With nothing pending any more the centre's rows alone are there, and nothing to take back.
        desk.pending.clear();
        desk.hear(Vec::new());
        prop_assert_eq!(rows(&desk.mirror), rows(&desk.expected()));
        let left: i64 = desk.mirror.conn.query_row("SELECT count(*) FROM provisional", [], |row| row.get(0)).unwrap();
        prop_assert_eq!(left, 0);
    }
}

#[test]
fn texts_are_taken_back_whatever_stands_in_them() {
    let mut desk = Desk::new();
    let names = [
        "O'Brien', 1); DROP TABLE patient; --",
        "Zoë \"von\" \u{1f600}",
        "a\nb\tc\\",
        "a\0b",
        "[1, null]",
        "7",
        "",
    ];
    let patient = |n: usize, version, name: &str| {
        let patient = clinic::patient(n as u64);
        Change::Patient(Box::new(Patient {
            version: Version(version),
            preferred_name: name.into(),
            ..patient
        }))
    };
    desk.hear(names.iter().enumerate().map(|(n, name)| patient(n, 1, name)).collect());
    let before = rows(&desk.mirror);
    desk.mirror.apply_next(&names.iter().enumerate().map(|(n, _)| patient(n, 2, "X")).collect::<Vec<_>>());
    assert_ne!(rows(&desk.mirror), before);
    desk.hear(Vec::new());
    assert_eq!(rows(&desk.mirror), before);
}

#[test]
fn what_a_program_of_before_noted_is_taken_back() {
    let mut desk = Desk::new();
    let people = [1, 2].map(|it| clinic::person(it, Role::Nurse));
    desk.hear(people.iter().cloned().map(Change::Person).collect());
    // Its statements have their values in them.
    let undo = format!("DELETE FROM setup WHERE kind = 'person' AND id = x'{}'", people[1].id.0.simple());
    desk.mirror
        .conn
        .execute("INSERT INTO provisional (relation, undo) VALUES ('setup', ?1)", [undo])
        .unwrap();
    desk.hear(Vec::new());
    assert_eq!(desk.mirror.reader().people().unwrap(), people[..1]);
}

#[test]
fn a_snapshot_of_the_setup_is_read_again_when_a_row_of_it_is_taken_back() {
    let mut desk = Desk::new();
    let person = clinic::person(1, Role::Administrator);
    desk.hear(vec![Change::Person(person.clone())]);
    desk.mirror.apply_next(&[Change::Person(clinic::person(2, Role::Nurse))]);
    let revision = desk.mirror.reader().setup_revision().unwrap();
    desk.hear(Vec::new());
    assert!(desk.mirror.reader().setup_revision().unwrap() > revision);
    assert_eq!(desk.mirror.reader().people().unwrap(), [person]);
}

#[test]
fn what_the_centre_said_is_not_put_over_what_it_said_later() {
    let mut desk = Desk::new();
    desk.hear(Vec::new());
    desk.hear(Vec::new());
    let tx = desk.mirror.conn.transaction().unwrap();
    assert_eq!(receive(&tx, 1, &[], []).unwrap_err().code(), "out_of_order");
}

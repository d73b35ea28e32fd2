//! A damaged working copy, and the book that comes back whole.

use crate::clinic::{Clinic, PASSWORD};
use clinic_domain::people::Role;
use desk_app::{
    backup::{back_up_now, set_folder},
    error::AppError,
    find_patients::find_patients,
    patient_card::patient_card,
    people::{NewPerson, add_person},
    rebuild_mirror::rebuild_mirror,
    sign_in::sign_in,
};
use desk_cache::{CacheError, KdfCost, Part, store::Finding};
use std::fs;

#[test]
fn an_administrator_rebuilds_a_damaged_mirror_and_every_booking_is_there() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    clinic.book(ana.id, &clinic.handles(ana.id, 1)[0]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    set_folder(&clinic.desk, clinic.ada, folder.path().to_str().unwrap()).unwrap();
    back_up_now(&clinic.desk, clinic.ada).unwrap();
    // After the backup: somebody else, another patient and another visit.
    let bea = NewPerson {
        login: "bea".into(),
        name: "Bea Stone".into(),
        roles: vec![Role::FrontDesk],
        resource: None,
    };
    let bea = add_person(&clinic.desk, clinic.ada, bea, KdfCost::for_tests()).unwrap().one_time_password;
    let omar = clinic.patient("Haddad", "Omar", "1972-11-30");
    let visit = clinic.book(omar.id, &clinic.handles(omar.id, 1)[0]).unwrap();
    clinic.desk.close().unwrap();

    let file = clinic.folder.path().join("mirror.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..8192].fill(0x5a);
    fs::write(&file, &bytes).unwrap();
    let damaged = sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).err().unwrap();
    let is_of_mirror = |it: &AppError| {
        let part = match it {
            AppError::Cache(CacheError::Damaged { part, .. } | CacheError::ForeignFile { part }) => *part,
            _ => return false,
        };
        part == Part::Mirror
    };
    assert!(is_of_mirror(&damaged), "{damaged}");

    let refused = rebuild_mirror(&clinic.home, clinic.clock, "bea", &bea, None).err().unwrap();
    assert!(matches!(refused, AppError::Cache(CacheError::NotAllowed)), "{refused}");
    assert_eq!(fs::read(&file).unwrap(), bytes, "who may not has changed nothing");

    let entered = rebuild_mirror(&clinic.home, clinic.clock, "Ada ", PASSWORD, None).unwrap();
    let (desk, ada) = (&entered.desk, entered.person);
    assert!(matches!(desk.store().found_at_opening(), [Finding::MirrorRebuilt { backup_of: Some(_) }]));
    assert_eq!(find_patients(desk, ada, "ruiz ana").unwrap().hits[0].line.id, ana.id);
    let card = patient_card(desk, ada, omar.id).unwrap();
    assert!(card.next.iter().any(|it| it.id == visit.id), "what came after the backup is there too");
    desk.close().unwrap();
    drop(entered);
    let again = sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).unwrap();
    assert_eq!(again.desk.store().found_at_opening(), []);
    again.desk.store().verify().unwrap();
}

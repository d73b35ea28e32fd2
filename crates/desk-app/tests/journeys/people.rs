//! Who may do what, and how people get in.

use crate::clinic::{Clinic, PASSWORD, person, wanted};
use clinic_domain::{
    id::{DepartmentId, DeviceId, OpId, PersonId},
    office::Department,
    operation::{Change, Operation, OperationBody},
    people::{Person, Role},
};
use desk_app::{
    env::Clock,
    error::AppError,
    find_patients::find_patients,
    patients::register_patient,
    people::{ChangedPerson, NewPerson, WithPassword, add_person, change_person, people},
    set_up::set_up,
    sign_in::{Recovery, accept_older_state, change_password, recover, sign_in},
};
use desk_cache::{
    AuditEntry, CacheError, Home, KdfCost, KeyStore, Store,
    store::{NewDesk, Writing},
};
use std::path::Path;

const COST: KdfCost = KdfCost::for_tests();

fn scheduler(clinic: &Clinic) -> WithPassword {
    let new = NewPerson {
        login: "bea".into(),
        name: "Bea Stone".into(),
        roles: vec![Role::Billing],
        resource: None,
    };
    add_person(&clinic.desk, clinic.ada, new, COST).unwrap()
}

#[test]
fn a_new_person_signs_in_with_the_one_time_password_and_does_what_the_role_allows() {
    let clinic = Clinic::new();
    let bea = scheduler(&clinic);
    clinic.desk.close().unwrap();
    let entered = sign_in(&clinic.home, clinic.clock, "Bea ", &bea.one_time_password).unwrap();
    assert!(entered.must_change_password);
    let (desk, who) = (&entered.desk, entered.person);
    change_password(desk, who, &bea.one_time_password, "a fence of green pears", COST).unwrap();
    assert!(find_patients(desk, who, "ru").is_ok());
    let refused = register_patient(desk, who, &person(desk, "Ruiz", "Ana", "1990-04-12"), false).unwrap_err();
    assert!(matches!(&refused, AppError::Refused(it) if it.0[0].code() == "not_permitted"), "{refused}");
    assert!(matches!(people(desk, who), Err(AppError::Refused(_))));
    entered.desk.close().unwrap();
    let again = sign_in(&clinic.home, clinic.clock, "bea", "a fence of green pears").unwrap();
    assert!(!again.must_change_password);
}

/// No list of people takes such a role; a row that came otherwise opens no desk.
#[test]
fn nobody_signs_in_at_a_desk_as_a_patient() {
    let clinic = Clinic::new();
    let WithPassword { person: mut bea, one_time_password } = scheduler(&clinic);
    (bea.version, bea.roles) = (bea.version.next(), vec![Role::Patient]);
    let store = clinic.desk.store();
    store.write(|writing| put(writing, &clinic, bea.clone(), vec![])).unwrap();
    clinic.desk.close().unwrap();
    let refused = sign_in(&clinic.home, clinic.clock, "bea", &one_time_password).err().unwrap();
    assert!(matches!(refused, AppError::Cache(CacheError::WrongPassword { .. })), "{refused}");
}

/// What another door than the desk's wrote.
fn put(
    writing: &mut Writing<'_>,
    clinic: &Clinic,
    person: Person,
    mut changes: Vec<Change>,
) -> Result<(), CacheError> {
    changes.push(Change::Person(person.clone()));
    let entry = AuditEntry {
        at: clinic.clock.now(),
        actor: None,
        action: "person_put",
        object_kind: "person",
        object: None,
        patients: Vec::new(),
        outcome: "done",
        detail: "".into(),
    };
    let operation = Operation {
        id: OpId(clinic.desk.ids.next()),
        device: writing.device(),
        device_seq: writing.next_device_seq(),
        author: clinic.ada,
        at: clinic.clock.now(),
        written_at: None,
        base: None,
        part_of: None,
        promised_to_patient: false,
        body: OperationBody::PersonPut(person),
    };
    writing.record(&operation, changes, &entry).map(|_| ())
}

#[test]
fn what_the_desk_does_not_show_of_a_person_stays_when_it_changes_them() {
    let clinic = Clinic::new();
    let mut bea = scheduler(&clinic).person;
    let department = Department {
        id: DepartmentId::from_bytes([7; 16]),
        version: bea.version,
        name: "Cardiology".into(),
        is_active: true,
    };
    bea.version = bea.version.next();
    (bea.department, bea.email) = (Some(department.id), "bea@clinic.example".into());
    (bea.license_number, bea.specialties) = ("RN-4711".into(), vec!["Dialysis".into()]);
    let changes = vec![Change::Department(department)];
    clinic.desk.store().write(|writing| put(writing, &clinic, bea.clone(), changes)).unwrap();
    let change = ChangedPerson {
        id: bea.id,
        seen: bea.version,
        name: "Bea Hill".into(),
        roles: bea.roles.clone(),
        resource: None,
        is_active: true,
    };
    let changed = change_person(&clinic.desk, clinic.ada, &change).unwrap();
    assert_eq!(changed, Person { name: "Bea Hill".into(), version: bea.version.next(), ..bea });
}

#[test]
fn a_practice_manager_adds_nobody_at_the_desk() {
    let clinic = Clinic::new();
    let new = |login: &str| NewPerson {
        login: login.into(),
        name: login.into(),
        roles: vec![Role::PracticeManager],
        resource: None,
    };
    let max = add_person(&clinic.desk, clinic.ada, new("max"), COST).unwrap().person.id;
    let refused = add_person(&clinic.desk, max, new("nia"), COST).err().unwrap();
    assert!(matches!(&refused, AppError::Refused(it) if it.0[0].code() == "not_permitted"), "{refused}");
}

#[test]
fn a_login_is_given_once() {
    let clinic = Clinic::new();
    scheduler(&clinic);
    let new = NewPerson {
        login: "BEA".into(),
        name: "Bea Two".into(),
        roles: vec![Role::FrontDesk],
        resource: None,
    };
    let refused = add_person(&clinic.desk, clinic.ada, new, COST).err().unwrap();
    assert!(matches!(&refused, AppError::Refused(it) if it.0[0].code() == "login_taken"), "{refused}");
}

#[test]
fn the_recovery_code_opens_the_desk_and_resets_a_password() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    clinic.desk.close().unwrap();
    let recovery = Recovery {
        code: &clinic.recovery_code,
        login: "ada",
        new_password: "nine quiet rivers",
        key_store: KeyStore::PassphraseOnly,
        cost: COST,
    };
    let recovered = recover(&clinic.home, clinic.clock, &recovery).unwrap();
    let found = find_patients(&recovered.at_the_desk.desk, recovered.at_the_desk.person, "ruiz ana").unwrap();
    assert_eq!(found.hits[0].line.id, ana.id);
    recovered.at_the_desk.desk.close().unwrap();
    let old = sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).err().unwrap();
    assert!(matches!(old, AppError::Cache(CacheError::WrongPassword { .. })), "{old}");
    assert!(sign_in(&clinic.home, clinic.clock, "ada", "nine quiet rivers").is_ok());
}

#[test]
fn a_duplicate_is_suspected_before_it_is_registered() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12");
    let twin = person(&clinic.desk, "RUÍZ", "ana", "1990-04-12");
    let refused = register_patient(&clinic.desk, clinic.ada, &twin, false).unwrap_err();
    let AppError::Refused(refused) = refused else { panic!("failed instead of refusing") };
    assert_eq!(refused.0, [clinic_domain::refusal::Refusal::DuplicateSuspected { patients: vec![ana.id] }]);
    let registered = register_patient(&clinic.desk, clinic.ada, &twin, true).unwrap();
    assert_ne!(registered.record_number, ana.record_number);
}

#[test]
fn an_older_copy_of_the_files_is_noticed_and_used_only_by_an_administrators_word() {
    let clinic = Clinic::new();
    clinic.desk.close().unwrap();
    let folder = clinic.folder.path();
    let old = std::fs::read(folder.join("vault.db")).unwrap();
    let entered = sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).unwrap();
    let ana = person(&entered.desk, "Ruiz", "Ana", "1990-04-12");
    register_patient(&entered.desk, entered.person, &ana, false).unwrap();
    let device = entered.desk.store().device().unwrap();
    entered.desk.close().unwrap();
    drop(entered);
    for left in ["vault.db-wal", "vault.db-shm"] {
        let _ = std::fs::remove_file(folder.join(left));
    }
    std::fs::write(folder.join("vault.db"), old).unwrap();
    let noticed = sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).err().unwrap();
    assert!(matches!(noticed, AppError::Cache(CacheError::BehindHead { .. })), "{noticed}");
    let accepted = accept_older_state(&clinic.home, clinic.clock, "ada", PASSWORD).unwrap();
    assert_ne!(accepted.desk.store().device().unwrap(), device);
    accepted.desk.close().unwrap();
    drop(accepted);
    assert!(sign_in(&clinic.home, clinic.clock, "ada", PASSWORD).is_ok());
}

/// An earlier version could leave such a desk behind, when it was ended between its files and its first records.
#[test]
fn a_desk_without_an_organization_is_set_aside_and_set_up_anew() {
    let (clock, folder) = (Clock::System, tempfile::tempdir().unwrap());
    let home = Home::claim(folder.path()).unwrap();
    let new = NewDesk {
        key_store: KeyStore::PassphraseOnly,
        device: DeviceId::from_bytes([3; 16]),
        person: PersonId::from_bytes([1; 16]),
        login: "ada",
        password: PASSWORD,
        cost: COST,
        now: clock.now(),
    };
    drop(Store::create::<CacheError>(&home, &new, |_| Ok(())).unwrap());
    let files = |folder: &Path| {
        let named = ["vault.db", "mirror.db", "head", "slots.a"].map(|it| folder.join(it));
        named.map(|it| std::fs::read(it).ok())
    };
    let gone = sign_in(&home, clock, "ada", PASSWORD).err().unwrap();
    assert!(matches!(gone, AppError::Cache(CacheError::NotSetUp)), "{gone}");
    assert!(home.is_cut_off());
    assert_eq!(files(folder.path()), [None, None, None, None]);
    let aside = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path());
    let aside = aside.filter(|it| it.is_dir()).collect::<Vec<_>>();
    assert!(files(&aside[0]).iter().all(Option::is_some), "nothing was deleted");
    set_up(&home, clock, &wanted(), &|_, _| {}).unwrap().at_the_desk.desk.close().unwrap();
    let entered = sign_in(&home, clock, "ada", PASSWORD).unwrap();
    assert_eq!(entered.desk.configuration().unwrap().setup.organization.name, "Lakeside Clinic");
}

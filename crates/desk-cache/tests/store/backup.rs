use super::support::*;
use clinic_domain::{id::OpId, operation::ImportCounts, patient::Patient};
use desk_cache::{
    CacheError, Home, HomeStatus, KdfCost, KeyStore, Part, Store, backup,
    mirror::Reader,
    store::{Finding, RestoreAs, SignIn},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

pub const TO: RestoreAs = RestoreAs { key_store: KeyStore::PassphraseOnly, device: desk_device(), now: NOW };

const fn desk_device() -> clinic_domain::id::DeviceId {
    clinic_domain::id::DeviceId::from_bytes([0xd5; 16])
}

fn backed_up(count: u128) -> (Desk, PathBuf) {
    let desk = Desk::new();
    (0..count).for_each(|number| book(&desk.store, number));
    let folder = desk.folder.path().join("backups");
    let report = desk.store.backup_to(&folder, 3, Some(person(1)), NOW).unwrap();
    (desk, report.path)
}

fn elsewhere() -> (tempfile::TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    (folder, home)
}

#[test]
fn a_backup_comes_back_on_another_pc_as_another_desk() {
    let (desk, file) = backed_up(10);
    let facts = backup::inspect(&file).unwrap();
    assert_eq!((facts.device, facts.made_at, facts.position.seq), (device(1), NOW, 20));
    assert_eq!(facts.counts, ImportCounts { patients: 10, appointments: 10, caregivers: 0, setup: 0 });
    assert_eq!(desk.store.backed_up_at().unwrap(), Some(NOW));
    let (_folder, home) = elsewhere();
    let restored = Store::restore(&file, &home, &desk.code, TO).unwrap();
    assert!(restored.passwords_are_void);
    let store = restored.store;
    assert_eq!((store.device().unwrap(), booked(&store, 10)), (TO.device, 10));
    assert!(store.people_with_sign_in().unwrap().is_empty());
    assert_eq!(actions(&store)[1..].iter().filter(|it| *it == "restored").count(), 1);
    let new = SignIn {
        person: person(1),
        login: LOGIN,
        password: "on the new PC",
        must_change_password: false,
        cost: KdfCost::for_tests(),
    };
    store.put_sign_in(&new, None, NOW).unwrap();
    (10..12).for_each(|number| book(&store, number));
    store.confirm_recovery_code(&restored.recovery_code, None, NOW).unwrap();
    store.verify().unwrap();
    drop(store);
    let again = Store::unlock(&home, LOGIN, "on the new PC", NOW).unwrap().store;
    assert_eq!(booked(&again, 12), 12);
    // The old desk is untouched.
    desk.store.verify().unwrap();
}

#[test]
fn a_desk_of_a_centre_that_is_put_back_is_another_than_the_one_that_the_centre_knows() {
    let desk = super::centre::joined();
    book(&desk.store, 0);
    let known = desk.store.device().unwrap();
    assert_eq!(desk.store.enrolled_as().unwrap(), Some(known));
    let report = desk.store.backup_to(&desk.folder.path().join("backups"), 3, Some(person(1)), NOW).unwrap();
    let (_folder, home) = elsewhere();
    let store = Store::restore(&report.path, &home, &desk.code, TO).unwrap().store;
    assert_eq!((store.device().unwrap(), store.enrolled_as().unwrap()), (TO.device, Some(known)));
    assert_eq!(
        store.queued(10).unwrap().len(),
        2,
        "what was not sent is kept, under the name that it was decided by"
    );
}

#[test]
fn a_restore_never_touches_a_desk_and_wrong_codes_and_files_change_nothing() {
    let (desk, file) = backed_up(2);
    let other = Desk::new();
    let code = |file: &PathBuf, home: &Home, code| {
        Store::restore(file, home, code, TO).map(|_| ()).unwrap_err().code()
    };
    let locked = other.lock();
    assert_eq!(code(&file, &locked.home, &desk.code), "already_set_up");
    locked.unlock().unwrap();
    let (_folder, home) = elsewhere();
    assert_eq!(code(&file, &home, &locked.code), "wrong_recovery_code");
    let junk = desk.folder.path().join("junk");
    fs::write(&junk, b"not a backup").unwrap();
    assert_eq!(code(&junk, &home, &desk.code), "damaged");
    assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
    Store::restore(&file, &home, &desk.code, TO).unwrap();
}

#[test]
fn a_flipped_bit_anywhere_in_a_backup_is_found() {
    let (desk, file) = backed_up(3);
    let length = fs::metadata(&file).unwrap().len() as usize;
    let (_folder, home) = elsewhere();
    for at in (0..60).map(|n| n * 7919 % 600).chain((0..40).map(|n| n * length / 40)) {
        flip(&file, at, 3);
        match Store::restore(&file, &home, &desk.code, TO).map(|_| ()).unwrap_err() {
            CacheError::Damaged { part: Part::Backup, .. }
            | CacheError::NewerSchema { part: Part::Backup, .. } => {}
            other => panic!("byte {at}: {other:?}"),
        }
        assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
        flip(&file, at, 3);
    }
    Store::restore(&file, &home, &desk.code, TO).unwrap();
}

#[test]
fn only_the_newest_backups_of_this_desk_are_kept() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("backups");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("holiday.jpg"), b"mine").unwrap();
    fs::write(folder.join("front-desk-00000000-20330518T033320Z.fdbackup"), b"another desk's").unwrap();
    let made: Vec<_> = (0..4)
        .map(|day| desk.store.backup_to(&folder, 2, None, NOW.plus_seconds(day * 86_400)).unwrap().path)
        .collect();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 4);
    assert!(names.contains(&made[2]) && names.contains(&made[3]));
}

#[test]
fn a_backup_that_cannot_be_made_leaves_the_older_ones() {
    let (desk, file) = backed_up(1);
    let in_the_way = desk.folder.path().join("file");
    fs::write(&in_the_way, b"").unwrap();
    assert_eq!(desk.store.backup_to(&in_the_way, 1, None, NOW).unwrap_err().code(), "io");
    assert!(backup::inspect(&file).is_ok());
    assert!(actions(&desk.store).iter().filter(|it| *it == "backup_made").count() == 1);
}

#[test]
fn work_goes_on_while_a_backup_is_made() {
    let desk = Desk::new();
    (0..20).for_each(|number| book(&desk.store, number));
    let folder = desk.folder.path().join("backups");
    let report = std::thread::scope(|scope| {
        let backup = scope.spawn(|| desk.store.backup_to(&folder, 3, None, NOW).unwrap());
        (20..80).for_each(|number| book(&desk.store, number));
        backup.join().unwrap()
    });
    assert!(report.contents.position.seq >= 40);
    let (_folder, home) = elsewhere();
    let restored = Store::restore(&report.path, &home, &desk.code, TO).unwrap().store;
    let seq = restored.verify().unwrap().position.seq;
    assert_eq!(booked(&restored, 80) as u64, seq / 2);
}

#[test]
fn a_damaged_mirror_is_made_again_from_a_backup_and_the_receipts_after_it() {
    let (desk, file) = backed_up(4);
    // A later desk key: the backup is still under the one before.
    desk.store.rekey(None, NOW).unwrap();
    (4..9).for_each(|number| book(&desk.store, number));
    let locked = desk.lock();
    flip(&locked.path("mirror.db"), 2000, 1);
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: Part::Mirror, .. }));
    let before = fs::read(locked.path("mirror.db")).unwrap();
    let rebuild = |file| rebuild(&locked, file, true);
    // Tests give every desk the same ids: only what happened there tells this one apart.
    let other = Desk::new();
    book(&other.store, 77);
    let foreign = other.store.backup_to(&other.folder.path().join("b"), 1, None, NOW).unwrap().path;
    assert_eq!(rebuild(Some(&foreign)).map(|_| ()).unwrap_err().code(), "foreign_file");
    assert_eq!(self::rebuild(&locked, Some(&file), false).map(|_| ()).unwrap_err().code(), "not_permitted");
    assert_eq!(fs::read(locked.path("mirror.db")).unwrap(), before, "who may not has changed nothing");
    let store = rebuild(Some(&file)).unwrap();
    assert_eq!(store.found_at_opening(), [Finding::MirrorRebuilt { backup_of: Some(NOW) }]);
    assert_eq!(booked(&store, 9), 9);
    assert_eq!(store.verify().unwrap().mirror_cursor, 18);
    assert!(actions(&store).contains(&"mirror_rebuilt".to_owned()));
    drop(store);
    assert!(locked.path(&format!("mirror.db.damaged-{}", NOW.0)).exists());
    assert_eq!(booked(&locked.unlock().unwrap(), 9), 9);
}

#[test]
fn a_mirror_that_is_gone_is_made_again_from_the_receipts_alone() {
    let desk = Desk::new();
    (0..30).for_each(|number| book(&desk.store, number));
    let locked = desk.lock();
    fs::remove_file(locked.path("mirror.db")).unwrap();
    let store = rebuild(&locked, None, true).unwrap();
    assert_eq!(store.found_at_opening(), [Finding::MirrorRebuilt { backup_of: None }]);
    assert_eq!(booked(&store, 30), 30);
    store.verify().unwrap();
    drop(store);
    locked.unlock().unwrap();
}

#[test]
fn the_newest_backup_that_can_be_read_is_found_and_has_to_hold_what_was_imported() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("backups");
    desk.store.set_backup_folder(folder.to_str().unwrap()).unwrap();
    let at = |day: i64| NOW.plus_seconds(day * 86_400);
    let back_up = |day| desk.store.backup_to(&folder, 9, None, at(day)).unwrap().path;
    book(&desk.store, 1);
    back_up(0);
    import(&desk.store, 1000);
    let with_import = back_up(1);
    let newest = back_up(2);
    book(&desk.store, 2);
    let locked = desk.lock();
    flip(&locked.path("mirror.db"), 2000, 1);
    let damaged = fs::read(locked.path("mirror.db")).unwrap();
    flip(&newest, 5000, 1);
    // The rows of the import are in the second one alone.
    let away = with_import.with_extension("away");
    fs::rename(&with_import, &away).unwrap();
    let too_old = rebuild(&locked, None, true).map(|_| ()).unwrap_err();
    assert_eq!(too_old.code(), "backup_too_old");
    assert_eq!(fs::read(locked.path("mirror.db")).unwrap(), damaged, "nothing was changed");
    assert!(matches!(locked.refusal(), CacheError::Damaged { part: Part::Mirror, .. }));
    fs::rename(&away, &with_import).unwrap();
    let store = rebuild(&locked, None, true).unwrap();
    assert_eq!(store.found_at_opening(), [Finding::MirrorRebuilt { backup_of: Some(at(1)) }]);
    assert_eq!(booked(&store, 3), 2);
    assert!(store.read(|mirror| mirror.patient(patient(1000))).unwrap().is_some());
    store.verify().unwrap();
}

#[test]
fn a_damaged_page_of_the_mirror_is_said_to_be_the_mirrors() {
    let desk = Desk::new();
    (0..200).for_each(|number| book(&desk.store, number));
    let locked = desk.lock();
    let pages = fs::metadata(locked.path("mirror.db")).unwrap().len() / 4096;
    (2..pages as usize).for_each(|page| flip(&locked.path("mirror.db"), page * 4096 + 7, 1));
    let found = locked.unlock().and_then(|store| {
        store.read(|mirror| mirror.appointment(appointment(150).id))?;
        store.read(|mirror| mirror.search_patients("family", 8))
    });
    assert!(matches!(found, Err(CacheError::Damaged { part: Part::Mirror, .. })), "{found:?}");
    let store = rebuild(&locked, None, true).unwrap();
    assert_eq!(booked(&store, 200), 200);
}

fn rebuild(locked: &Locked, backup: Option<&Path>, may: bool) -> Result<Store, CacheError> {
    let may = |mirror: &Reader<'_>, who| {
        // The people that decide are those of the new mirror, as it will be.
        assert_eq!((mirror.cursor()? > 0, who), (true, person(1)));
        Ok(may)
    };
    Store::rebuild_mirror(&locked.home, LOGIN, PASSWORD, backup, NOW, may).map(|it| it.store)
}

fn import(store: &Store, number: u128) {
    let op = OpId(id(0x8000_0000 | number));
    let counts = ImportCounts { patients: 1, ..ImportCounts::default() };
    let loaded = store.bulk(person(1), NOW, |bulk| {
        bulk.patients(op, &[Patient::new(patient(number))])?;
        bulk.batch(op, "file.csv", &[0; 32], &counts)
    });
    loaded.unwrap();
}

//! A disk that is really full: a small file system of its own, in a namespace of its own.

#![cfg(target_os = "linux")]

use super::support::*;
use desk_cache::{CacheError, Home, KeyStore, Store};
use std::{fs, io::Write, path::Path, process::Command};

const INSIDE: &str = "FRONT_DESK_TEST_SMALL_DISK";

/// Runs this very test again in a namespace where a file system of 56 MiB is mounted.
#[test]
fn on_a_full_disk_bookings_are_refused_first_and_looking_stays_on_record() {
    if let Some(disk) = std::env::var_os(INSIDE) {
        return on_a_small_disk(Path::new(&disk));
    }
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = r#"mount -t tmpfs -o size=56m tmpfs "$0" && exec "$@""#;
    let this = std::env::current_exe().unwrap();
    let name = "disk::on_a_full_disk_bookings_are_refused_first_and_looking_stays_on_record";
    let run = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", mount])
        .args([disk.as_os_str(), this.as_os_str()])
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, &disk)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

fn on_a_small_disk(disk: &Path) {
    let home = Home::claim(&disk.join("home")).unwrap();
    drop(create(&home, &new_desk(KeyStore::PassphraseOnly)).unwrap());
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    (0..10).for_each(|number| book(&store, number));
    wait_for_the_reserve(&home);
    fill(disk);
    let refused = store.write(|w| book_in(w, 10)).unwrap_err();
    assert_eq!(refused.code(), "disk_full");
    assert_eq!(booked(&store, 11), 10, "today's list stays readable");
    for _ in 0..50 {
        store.write(|w| w.audit(&entry("view_patient", Some(patient(1))))).unwrap();
    }
    assert!(!home.folder().join("reserve").exists(), "the reserve was given up for the audit");
    assert_eq!(store.write(|w| book_in(w, 10)).unwrap_err().code(), "disk_full");
    drop(store);
    let store = Store::unlock(&home, LOGIN, PASSWORD, NOW).unwrap().store;
    assert_eq!(booked(&store, 11), 10);
    assert_eq!(store.write(|w| book_in(w, 10)).unwrap_err().code(), "disk_full");
    fill(disk);
    assert_eq!(store.backup_to(&disk.join("backups"), 1, None, NOW).unwrap_err().code(), "disk_full");
    assert_eq!(store.rekey(None, NOW).unwrap_err().code(), "disk_full");
    assert_eq!(booked(&store, 11), 10, "the old key still opens everything");
    fs::remove_file(disk.join("filler")).unwrap();
    store.write(|w| book_in(w, 10)).unwrap();
    assert_eq!(booked(&store, 11), 11);
    store.verify().unwrap();
}

/// The keeper takes it in the background.
fn wait_for_the_reserve(home: &Home) {
    while !home.folder().join("reserve").exists() {
        std::thread::yield_now();
    }
}

fn fill(disk: &Path) {
    let mut filler = fs::File::options().create(true).append(true).open(disk.join("filler")).unwrap();
    for size in [1 << 16, 1 << 12] {
        while filler.write_all(&vec![7; size]).is_ok() {}
    }
}

#[test]
fn a_disk_full_error_is_recognised_wherever_it_comes_from() {
    let of = |kind| CacheError::io("writing")(std::io::Error::from(kind)).code();
    assert_eq!(of(std::io::ErrorKind::StorageFull), "disk_full");
    assert_eq!(of(std::io::ErrorKind::PermissionDenied), "io");
}

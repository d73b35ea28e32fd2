//! A marker in every text that the store takes appears nowhere in clear: not in the databases, their logs, the slots,
//! the head, the reserve, or a backup.

use super::support::*;
use clinic_domain::{
    id::{CaregiverId, Version},
    operation::{Change, OperationBody},
    organization::Address,
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, Coverage, EmergencyContact, Patient,
        PersonalAddress, Phone, PhoneKind,
    },
    personal::Personal,
};
use desk_cache::{CacheError, KdfCost, KeyStore, store::SignIn};
use std::path::{Path, PathBuf};

const MARKER: &str = "Zyxomarkovitch";

fn marked(field: &str) -> String {
    format!("{MARKER}{field}")
}

fn marked_patient() -> Patient {
    let text = |field: &str| Personal::new(marked(field));
    let mut who = Patient::new(patient(1));
    who.record_number = marked("record");
    who.family_name = text("family");
    who.given_names = text("given");
    who.preferred_name = text("preferred");
    who.phones = vec![Phone { number: text("phone"), kind: PhoneKind::Home }];
    who.email = text("email");
    who.address = PersonalAddress(Address {
        lines: vec![marked("line")],
        city: marked("city"),
        region: marked("region"),
        postal_code: marked("postal"),
        country: marked("country"),
    });
    who.language = marked("language");
    who.alert = text("alert");
    who.emergency_contact = Some(EmergencyContact {
        name: text("contact"),
        relation: marked("relation"),
        phone: text("contact phone"),
    });
    who.coverage = Some(Coverage {
        payer: marked("payer"),
        member_id: text("member"),
        valid_from: None,
        valid_to: None,
    });
    who.source = Some(marked("source"));
    who
}

fn marked_caregiver() -> Caregiver {
    Caregiver {
        id: CaregiverId(id(1)),
        version: Version::FIRST,
        patient: patient(1),
        name: Personal::new(marked("caregiver")),
        phone: Personal::new(marked("caregiver phone")),
        relation: CaregiverRelation::Parent,
        authorization: CaregiverAuthorization::ALL[0],
        may_schedule: true,
        is_active: true,
        source: Some(marked("caregiver source")),
    }
}

fn write_everything(desk: &Desk) {
    let written = desk.store.write(|w| {
        let who = marked_patient();
        let mut seen = entry("patient_create", Some(who.id));
        seen.detail = Personal::new(marked("detail"));
        let create = operation(w, 2, OperationBody::PatientCreate(Box::new(who.clone())));
        w.record(&create, &[Change::Patient(Box::new(who))], &seen)?;
        let caregiver = marked_caregiver();
        let put = operation(w, 3, OperationBody::CaregiverPut(caregiver.clone()));
        w.record(&put, &[Change::Caregiver(caregiver)], &entry("caregiver_put", None))?;
        let mut visit = appointment(1);
        visit.note = Personal::new(marked("note"));
        visit.source = Some(marked("visit source"));
        let note = OperationBody::SetNote { appointment: visit.id, note: visit.note.clone() };
        let note = operation(w, 4, note);
        w.record(&note, &[Change::Appointment(Box::new(visit))], &entry("set_note", None))?;
        Ok::<_, CacheError>(())
    });
    written.unwrap();
    let (login, password) = (marked("login"), marked("password"));
    let sign_in = SignIn {
        person: person(2),
        login: &login,
        password: &password,
        must_change_password: true,
        cost: KdfCost::for_tests(),
    };
    desk.store.put_sign_in(&sign_in, Some(person(1)), NOW).unwrap();
}

#[test]
fn nothing_about_a_person_is_in_clear_in_any_file() {
    let desk = Desk::new();
    write_everything(&desk);
    let found = desk.store.read(|mirror| mirror.patient(patient(1))).unwrap();
    assert_eq!(found, Some(marked_patient()), "what is looked for below was really written");
    let backups = desk.folder.path().join("backups");
    desk.store.backup_to(&backups, 3, None, NOW).unwrap();
    let code = desk.code.text().to_string();
    scan(desk.folder.path(), &code, 8);
    desk.store.rekey(None, NOW).unwrap();
    let locked = desk.lock();
    scan(locked.folder.path(), &code, 6);
    let key_store = KeyStore::PassphraseOnly;
    let recovered =
        desk_cache::Store::unlock_with_recovery(&locked.home, &locked.code, key_store, NOW).unwrap();
    scan(locked.folder.path(), &code, 8);
    drop(recovered);
}

/// Also in UTF-16, and in any case.
fn scan(folder: &Path, code: &str, at_least: usize) {
    let files = files_in(folder);
    assert!(files.len() >= at_least, "{files:?}");
    let needles = [MARKER, "zyxomarkovitch", "ZYXOMARKOVITCH", PASSWORD, code, LOGIN_IN_CLEAR];
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        for needle in needles {
            let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for pattern in [needle.as_bytes(), &wide] {
                let is_there = memchr::memmem::find(&bytes, pattern).is_some();
                assert!(!is_there, "{} holds a person's text in clear", file.display());
            }
        }
    }
}

const LOGIN_IN_CLEAR: &str = "Zyxomarkovitchlogin";

fn files_in(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] })
        .collect()
}

//! A clinic that stood alone goes into an organization, through the commands: real files, the real service.

use crate::{
    centre::clinic::Clinic,
    desk::Ring,
    pc::{PASSWORD, Pc, code, ring, with_password},
    proxy::{Net, Proxy},
};
use clinic_domain::{
    id::{AppointmentTypeId, DeviceId, LocationId, OpId, PatientId, Version},
    operation::ImportCounts,
    patient::Patient,
    people::{Person, Role},
};
use desk_cache::{CacheError, Home, KdfCost, KeyStore, Store, store::NewDesk};
use serde_json::{Value, json};
use std::{fs, path::Path};

const OWN_PASSWORD: &str = "a quiet harbour";
const PATIENTS: u32 = 12;

/// A PC with a clinic of its own: a provider, patients, and nobody booked.
struct Alone {
    pc: Pc,
    location: LocationId,
    visit: AppointmentTypeId,
    patients: Vec<PatientId>,
}

impl Alone {
    fn new(ring: &Ring) -> Alone {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("backups")).unwrap();
        let ids = || ring.centre.app.ids.next();
        let mut clinic = Clinic::with_ids_from(ids().as_u128() << 32, chrono_tz::America::New_York);
        clinic.provider("08:00", "17:00");
        clinic.setup.organization.name = "Elm Street".to_owned();
        let person = Person {
            login: "ana".to_owned(),
            roles: vec![Role::Administrator, Role::PracticeManager, Role::FrontDesk],
            ..clinic.person(Role::Administrator)
        };
        let patients: Vec<Patient> = (1..=PATIENTS).map(|number| patient(PatientId(ids()), number)).collect();
        stored(ring, &folder.path().join("home"), &clinic, &person, &patients);
        let patients = patients.iter().map(|it| it.id).collect();
        let (location, visit) = (clinic.location, clinic.visit);
        let alone = Alone { pc: Pc::in_folder(ring, folder, None), location, visit, patients };
        alone.sign_in();
        let backups = alone.pc.folder().join("backups");
        alone.pc.ask("set_backup_folder", &json!({ "folder": backups })).unwrap();
        alone
    }

    fn sign_in(&self) {
        self.pc.ask("sign_in", &json!({ "login": "ana", "password": OWN_PASSWORD })).unwrap();
    }

    fn restarted(self, ring: &Ring) -> Alone {
        let alone = Alone { pc: self.pc.restarted(ring), ..self };
        alone.sign_in();
        alone
    }

    /// The same clinic on another PC.
    fn copied(&self, ring: &Ring) -> Alone {
        self.pc.ask("lock", &json!({})).unwrap();
        let folder = tempfile::tempdir().unwrap();
        copy(&self.pc.folder().join("home"), &folder.path().join("home"));
        fs::create_dir(folder.path().join("backups")).unwrap();
        let backups = folder.path().join("backups");
        self.sign_in();
        let (location, visit) = (self.location, self.visit);
        let other =
            Alone { pc: Pc::in_folder(ring, folder, None), location, visit, patients: self.patients.clone() };
        other.sign_in();
        other.pc.ask("set_backup_folder", &json!({ "folder": backups })).unwrap();
        other
    }

    /// The first free time.
    fn try_book(&self, patient: usize) -> Result<String, String> {
        let patient = self.patients[patient];
        let wanted = json!({
            "location": self.location, "appointment_type": self.visit, "providers": [],
            "patient": patient, "limit": 1,
        });
        let offers = self.pc.ask("find_offers", &wanted)?;
        let handle = &offers["offers"][0]["handle"];
        let request = json!({ "handle": handle, "patient": patient, "requested_by": { "who": "patient" } });
        let booked = self.pc.ask("book", &request)?;
        assert_eq!(booked["outcome"], "done", "{booked}");
        Ok(booked["result"]["visit"]["id"].as_str().unwrap().to_owned())
    }

    fn book(&self, patient: usize) -> String {
        self.try_book(patient).unwrap()
    }

    fn look(&self, ring: &Ring, url: &str) -> Value {
        self.pc.enrol(ring, url).unwrap();
        self.pc.ask("preview_attach", &who()).unwrap()
    }

    fn state(&self) -> Value {
        self.pc.ask("attach_status", &json!({})).unwrap()["state"].clone()
    }

    fn conflicts(&self) -> Vec<Value> {
        let list = self.pc.ask("conflicts", &json!({ "location": self.location })).unwrap();
        list["conflicts"].as_array().unwrap().clone()
    }

    fn is_whole(&self) -> Value {
        let stands = self.pc.until(|it| it["first_sync"].is_null() && it["cursor"] == it["head"]);
        self.pc
            .wait(|| self.pc.ask("verify_with_centre", &json!({})).ok().filter(|it| it["is_equal"] == true));
        stands
    }
}

fn who() -> Value {
    json!({ "login": "practice_manager", "password": PASSWORD })
}

fn patient(id: PatientId, number: u32) -> Patient {
    Patient {
        family_name: format!("Okafor{number}").into(),
        given_names: "Ben".into(),
        birth_date: "1990-04-12".parse().ok(),
        // As every clinic counts them.
        record_number: (100_000 + number).to_string(),
        version: Version(3),
        ..Patient::new(id)
    }
}

fn stored(ring: &Ring, home: &Path, clinic: &Clinic, person: &Person, patients: &[Patient]) {
    let now = ring.centre.app.clock.now();
    let ids = || ring.centre.app.ids.next();
    let new = NewDesk {
        key_store: KeyStore::PassphraseOnly,
        device: DeviceId(ids()),
        person: person.id,
        login: &person.login,
        password: OWN_PASSWORD,
        cost: KdfCost::for_tests(),
        now,
    };
    let (op, setup) = (OpId(ids()), &clinic.setup);
    let created = Store::create(&Home::claim(home).unwrap(), &new, |store| {
        store.bulk(person.id, now, |bulk| {
            bulk.setup(std::slice::from_ref(&setup.organization))?;
            bulk.setup(&setup.locations)?;
            bulk.setup(&setup.resources)?;
            bulk.setup(&setup.types)?;
            bulk.setup(&setup.templates)?;
            bulk.setup(std::slice::from_ref(person))?;
            bulk.patients(op, patients)?;
            let counts = ImportCounts { patients: PATIENTS, setup: 6, ..ImportCounts::default() };
            bulk.batch(op, "elm.csv", &[1; 32], &counts)
        })?;
        Ok::<_, CacheError>(())
    });
    created.unwrap().store.lock().unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

fn organization() -> Ring {
    let ring = ring();
    with_password(&ring, Role::PracticeManager);
    ring
}

fn count(ring: &Ring, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM central.{table} WHERE organization_id = $1");
    ring.wait_for(ring.centre.admin.query_one(&sql, &[&ring.clinic.id.0])).unwrap().get(0)
}

#[test]
fn a_clinic_takes_its_book_along_and_is_one_desk_of_its_organization() {
    let ring = organization();
    let alone = Alone::new(&ring);
    let visits = [0, 1, 2].map(|it| alone.book(it));
    let there = count(&ring, "users");

    let preview = alone.look(&ring, &ring.centre.url);
    assert_eq!((&preview["organization_name"], &preview["to_come"]), (&json!("Clinic ring"), &json!(3)));
    let of_kind = |kind: &str| {
        preview["kinds"].as_array().unwrap().iter().find(|it| it["kind"] == kind).unwrap().clone()
    };
    assert_eq!(of_kind("patient")["here"], PATIENTS);
    assert_eq!(of_kind("patient")["there"], ring.clinic.patients.len());
    assert_eq!(of_kind("provider"), json!({ "kind": "provider", "here": 1, "there": 1 }));
    assert_eq!(
        preview["people"],
        json!([{ "name": preview["people"][0]["name"], "login": "ana", "there": null }])
    );
    assert_eq!(count(&ring, "users"), there, "nothing is sent before somebody says yes");

    let session = alone.pc.ask("attach", &json!({})).unwrap();
    assert_eq!(session["organization_name"], "Clinic ring");
    assert_eq!(fs::read_dir(alone.pc.folder().join("backups")).unwrap().count(), 1);
    let stands = alone.is_whole();
    assert_eq!((&stands["queued"], &stands["undecided"]), (&json!(0), &json!(0)));
    assert_eq!(ring.visits_at_the_centre().len(), visits.len());
    assert!(visits.iter().all(|it| alone.pc.has(it)), "under the ids that they had");
    let found = alone.pc.ask("find_patients", &json!({ "query": "okafor" })).unwrap();
    assert_eq!(found["has_more"], true);
    // Of two with one number, the newcomer gets another.
    let sql = "SELECT count(DISTINCT medical_record_number) FROM central.users WHERE user_type = 'patient'";
    let numbers: i64 = ring.wait_for(ring.centre.admin.query_one(sql, &[])).unwrap().get(0);
    assert_eq!(numbers, i64::try_from(ring.clinic.patients.len()).unwrap() + i64::from(PATIENTS));

    // From here on it works as every desk does, and nobody who worked here alone opens it.
    let booked = alone.book(5);
    alone.pc.until(|it| it["queued"] == 0 && it["undecided"] == 0 && it["cursor"] == it["head"]);
    assert!(alone.pc.has(&booked));
    let pc = alone.pc.restarted(&ring);
    assert_eq!(
        pc.ask("sign_in", &json!({ "login": "ana", "password": OWN_PASSWORD })).unwrap_err(),
        "wrong_password"
    );
    pc.ask("sign_in", &who()).unwrap();
    pc.until(|it| it["link"] == "online");
    assert_eq!(ring.visits_at_the_centre().len(), visits.len() + 1);
    let sql = "SELECT body ->> 'is_active' FROM central.organization_users WHERE login = 'ana'";
    let active: String = ring.wait_for(ring.centre.admin.query_one(sql, &[])).unwrap().get(0);
    assert_eq!(active, "false", "who did what is still told by name");
}

#[test]
fn a_promise_that_lost_to_the_organizations_book_waits_for_a_decision() {
    let ring = organization();
    let first = Alone::new(&ring);
    let both = first.book(0);
    let second = first.copied(&ring);
    let (won, lost) = (first.book(1), second.book(2));
    first.look(&ring, &ring.centre.url);
    first.pc.ask("attach", &json!({})).unwrap();
    first.is_whole();

    second.look(&ring, &ring.centre.url);
    second.pc.ask("attach", &json!({})).unwrap();
    let stands = second.is_whole();
    assert_eq!((&stands["queued"], &stands["undecided"]), (&json!(0), &json!(1)));
    assert_eq!(ring.visits_at_the_centre().len(), 2, "the one that both had, and the one that was first");
    for desk in [&first, &second] {
        let open = desk.pc.wait(|| desk.conflicts().pop());
        assert_eq!((&open["lost"], &open["is_promised"]), (&json!("booking"), &json!(true)), "{open}");
        assert_eq!(open["winners"][0]["visit"]["appointment"], json!(won));
        assert_eq!(open["alternatives"].as_array().map(Vec::len), Some(3));
    }
    assert!(second.pc.has(&lost), "the patient was told, and nobody has decided yet");
    assert!(second.pc.has(&both));
    assert_eq!(count(&ring, "patient_aliases"), 0);
}

#[test]
fn whatever_cuts_it_off_it_goes_on_where_it_stopped_or_stands_alone_again() {
    let ring = organization();
    let net = Proxy::before(&ring.centre.url);
    let alone = Alone::new(&ring);
    let visit = alone.book(0);
    alone.look(&ring, &net.url);
    assert_eq!(alone.state(), "enrolled");
    net.set(Net::Cut);
    assert_eq!(alone.pc.ask("attach", &json!({})).unwrap_err(), "centre_unreachable");
    let alone = alone.restarted(&ring);
    assert_eq!(alone.state(), "begun");
    // It is read and not changed, and another code does not begin anything else.
    assert!(alone.pc.has(&visit));
    assert_eq!(alone.try_book(1).unwrap_err(), "attaching");
    let another = json!({ "address": ring.centre.url, "organization": "ring", "code": code(&ring) });
    assert_eq!(alone.pc.ask("enrol", &another).unwrap_err(), "already_set_up");
    assert_eq!(alone.pc.ask("preview_attach", &who()).unwrap_err(), "centre_unreachable");

    alone.pc.ask("give_up_attach", &json!({})).unwrap();
    assert_eq!(alone.state(), "alone");
    alone.book(1);
    net.set(Net::Open);
    alone.look(&ring, &net.url);
    net.set(Net::Cut);
    alone.pc.ask("attach", &json!({})).unwrap_err();
    let alone = alone.restarted(&ring);
    net.set(Net::Open);
    // The person signs in there once more, and it goes on.
    alone.pc.ask("preview_attach", &who()).unwrap();
    alone.pc.ask("attach", &json!({})).unwrap();
    alone.is_whole();
    assert_eq!(ring.visits_at_the_centre().len(), 2);
    assert!(alone.pc.has(&visit));
}

#[test]
fn who_may_not_bring_a_clinic_along_is_told_and_nothing_is_left_behind() {
    let ring = organization();
    let alone = Alone::new(&ring);
    alone.book(0);
    alone.pc.enrol(&ring, &ring.centre.url).unwrap();
    let receptionist = json!({ "login": "front_desk", "password": PASSWORD });
    alone.pc.ask("preview_attach", &receptionist).unwrap();
    assert_eq!(alone.pc.ask("attach", &json!({})).unwrap_err(), "attach_refused");
    assert_eq!((alone.state(), ring.visits_at_the_centre().len()), (json!("begun"), 0));
    alone.pc.ask("give_up_attach", &json!({})).unwrap();
    alone.book(1);
}

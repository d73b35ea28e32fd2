//! What people do with a desk that has a centre: through the commands, with the lanes running behind.

use crate::{
    desk::Ring,
    proxy::{Net, Proxy},
};
use clinic_domain::people::Role;
use desk_api::{Desk, DeskConfig, Payload, Place};
use desk_sync::DeskKey;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

pub const PASSWORD: &str = "seven wooden ducks";
/// Nothing here takes that long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A PC with the front desk on it.
pub struct Pc {
    desk: Desk,
    place: Option<Place>,
    said: Arc<Said>,
    folder: tempfile::TempDir,
}

/// How often the desk has told that something changed.
#[derive(Default)]
struct Said {
    times: Mutex<u64>,
    moved: Condvar,
}

impl Pc {
    pub fn new(ring: &Ring) -> Pc {
        Pc::in_folder(ring, tempfile::tempdir().unwrap(), None)
    }

    pub fn in_folder(ring: &Ring, folder: tempfile::TempDir, place: Option<Place>) -> Pc {
        let home: PathBuf = folder.path().join("home");
        let mut desk = Desk::new(DeskConfig { home, clock: ring.centre.app.clock }).unwrap();
        if let Some(place) = place {
            desk = desk.listening(place);
        }
        let said = Arc::new(Said::default());
        let telling = Arc::clone(&said);
        desk.subscribe(Box::new(move |_| {
            *telling.times.lock().unwrap() += 1;
            telling.moved.notify_all();
        }));
        Pc { desk, place, said, folder }
    }

    /// The program ends and is started anew.
    pub fn restarted(self, ring: &Ring) -> Pc {
        self.desk.close();
        let Pc { desk, place, folder, .. } = self;
        drop(desk);
        Pc::in_folder(ring, folder, place)
    }

    /// As the clockwork does.
    pub fn tick(&self) {
        self.desk.tick();
    }

    pub fn joined(ring: &Ring, url: &str) -> Pc {
        Pc::new(ring).joins(ring, url)
    }

    /// One that listens for the others in the local network, which is this machine.
    pub fn nearby(ring: &Ring, url: &str) -> Pc {
        let place = Place { listens: ([127, 0, 0, 1], 0).into(), is_announced: false };
        Pc::in_folder(ring, tempfile::tempdir().unwrap(), Some(place)).joins(ring, url)
    }

    fn joins(self, ring: &Ring, url: &str) -> Pc {
        let pc = self;
        pc.enrol(ring, url).unwrap();
        pc.ask("join_centre", &joining(PASSWORD)).unwrap();
        pc.until(|it| it["link"] == "online" && it["first_sync"].is_null() && it["cursor"] == it["head"]);
        pc
    }

    pub fn enrol(&self, ring: &Ring, url: &str) -> Result<Value, String> {
        let code = code(ring);
        self.ask("enrol", &json!({ "address": url, "organization": "ring", "code": code }))
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The answer, or the code of what went wrong.
    pub fn ask(&self, command: &str, request: &Value) -> Result<Value, String> {
        let answer = desk_api::call(&self.desk, command, Payload::Json(request.to_string()), None, &|_| {});
        match answer {
            Ok(answer) => Ok(serde_json::from_str(&answer).unwrap()),
            Err(error) => {
                let code = serde_json::to_value(error.code).unwrap();
                Err(code.as_str().unwrap().to_owned())
            }
        }
    }

    pub fn sync(&self) -> Value {
        let status = self.ask("sync_status", &json!({})).unwrap();
        assert_eq!(status["state"], "joined");
        status["centre"].clone()
    }

    /// Waits for what the desk tells, until its standing with the centre is so.
    pub fn until(&self, is_so: impl Fn(&Value) -> bool) -> Value {
        self.wait(|| Some(self.sync()).filter(|it| is_so(it)))
    }

    pub fn wait<T>(&self, found: impl Fn() -> Option<T>) -> T {
        #[allow(clippy::disallowed_methods)] // How long a test may take is the shell's time.
        let begun = Instant::now();
        loop {
            let heard = *self.said.times.lock().unwrap();
            if let Some(found) = found() {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "it never came: {}", self.sync());
            let times = self.said.times.lock().unwrap();
            let quiet = |times: &mut u64| *times == heard;
            // What only the clock tells (a command's own look) is looked at now and then.
            drop(self.said.moved.wait_timeout_while(times, Duration::from_millis(200), quiet).unwrap());
        }
    }

    pub fn offer(&self, ring: &Ring, patient: usize) -> String {
        let wanted = json!({
            "location": ring.clinic.location, "appointment_type": ring.clinic.visit, "providers": [],
            "patient": ring.clinic.patients[patient], "limit": 1,
        });
        let offers = self.ask("find_offers", &wanted).unwrap();
        offers["offers"][0]["handle"].as_str().unwrap_or_else(|| panic!("{offers}")).to_owned()
    }

    pub fn book(&self, ring: &Ring, patient: usize) -> String {
        let request = json!({
            "handle": self.offer(ring, patient), "patient": ring.clinic.patients[patient],
            "requested_by": { "who": "patient" },
        });
        let booked = self.ask("book", &request).unwrap();
        assert_eq!(booked["outcome"], "done", "{booked}");
        booked["result"]["visit"]["id"].as_str().unwrap_or_else(|| panic!("{booked}")).to_owned()
    }

    pub fn has(&self, visit: &str) -> bool {
        self.ask("appointment", &json!({ "appointment": visit })).is_ok()
    }
}

fn joining(password: &str) -> Value {
    json!({ "login": "front_desk", "password": password, "key_store": "passphrase_only" })
}

pub fn code(ring: &Ring) -> String {
    let (centre, clinic) = (&ring.centre, &ring.clinic);
    let token = centre.token(clinic, Role::Administrator);
    let (status, made) = ring.wait_for(centre.post(
        &token,
        "/v1/device-codes",
        r#"{"name":"Reception left","location":null}"#,
    ));
    assert_eq!(status, 201, "{made}");
    made["code"].as_str().unwrap().to_owned()
}

/// With people who may sign in by a password alone.
pub fn ring() -> Ring {
    let ring = with_second_factors();
    let (centre, clinic) = (&ring.centre, &ring.clinic);
    let token = centre.token(clinic, Role::Administrator);
    let (_, policy) = ring.wait_for(centre.get(&token, "/v1/policy"));
    let patch =
        json!({ "version": policy["version"], "mfa_roles": ["administrator"], "password_minimum": 15 });
    let (status, changed) = ring.wait_for(centre.send("PATCH", &token, "/v1/policy", &patch));
    assert_eq!(status, 200, "{changed}");
    ring
}

/// With an organization that wants a second factor of everybody.
fn with_second_factors() -> Ring {
    let ring = Ring::start();
    with_password(&ring, Role::FrontDesk);
    ring
}

/// Somebody is invited and chooses a password.
pub fn with_password(ring: &Ring, role: Role) {
    let (centre, clinic) = (&ring.centre, &ring.clinic);
    let token = centre.token(clinic, Role::Administrator);
    let path = format!("/v1/people/{}/invitation", clinic.person(role));
    let (status, invitation) = ring.wait_for(centre.post(&token, &path, "{}"));
    assert_eq!(status, 201, "{invitation}");
    let body = json!({ "organization": "ring", "code": invitation["code"], "password": PASSWORD });
    let (status, set) = ring.wait_for(centre.post("", "/v1/passwords", &body.to_string()));
    assert_eq!(status, 204, "{set}");
}

/// Somebody's second factor.
pub struct Phone {
    secret: totp_rs::Secret,
}

impl Phone {
    /// Set up on a page of the centre, with a key of the browser's own. Its first code is used up.
    pub fn of(ring: &Ring, login: &str) -> Phone {
        let centre = &ring.centre;
        let (key, now) = (DeskKey::random(), centre.app.clock.now());
        let body = json!({
            "organization": "ring", "login": login, "password": PASSWORD, "key": key.public(),
            "proof": key.proof("/v1/sessions", None, now),
        });
        let (status, session) = ring.wait_for(centre.post("", "/v1/sessions", &body.to_string()));
        assert_eq!(status, 201, "{session}");
        let token = session["access_token"].as_str().unwrap();
        let (_, begun) = ring.wait_for(centre.post(token, "/v1/session/totp", "{}"));
        let phone = Phone::with(&begun["secret"]);
        let confirm = json!({ "code": phone.code(ring) }).to_string();
        assert_eq!(ring.wait_for(centre.post(token, "/v1/session/totp/confirm", &confirm)).0, 200);
        phone
    }

    /// With the secret that was typed into it.
    pub fn with(secret: &Value) -> Phone {
        Phone { secret: totp_rs::Secret::try_from_base32(secret.as_str().unwrap()).unwrap() }
    }

    /// What it shows now.
    pub fn code(&self, ring: &Ring) -> String {
        let now = u64::try_from(ring.centre.app.clock.now().0).unwrap();
        let app = totp_rs::Builder::new().with_secret(self.secret.as_bytes()).build().unwrap();
        app.generate(now).to_string()
    }
}

#[test]
fn a_desk_joins_with_a_code_and_a_sign_in_and_has_the_clinic() {
    let ring = ring();
    let pc = Pc::new(&ring);
    let url = ring.centre.url.clone();
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "not_enrolled");
    let wrong = json!({ "address": url, "organization": "ring", "code": "0000-0000" });
    assert_eq!(pc.ask("enrol", &wrong).unwrap_err(), "enrolment_refused");
    let nowhere = json!({ "address": "http://127.0.0.1:9", "organization": "ring", "code": "0000-0000" });
    assert_eq!(pc.ask("enrol", &nowhere).unwrap_err(), "centre_unreachable");
    let in_clear = json!({ "address": "http://centre.example", "organization": "ring", "code": "0000" });
    assert_eq!(pc.ask("enrol", &in_clear).unwrap_err(), "bad_request");
    let enrolled = pc.enrol(&ring, &url).unwrap();
    assert_eq!(enrolled["desk_name"], "Reception left");
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let (_, devices) = ring.wait_for(ring.centre.get(&token, "/v1/devices"));
    assert_eq!(devices[0]["fingerprint"], enrolled["fingerprint"], "what two people compare");
    assert_eq!(pc.ask("join_centre", &joining("another password")).unwrap_err(), "centre_refused");
    assert_eq!(pc.ask("status", &json!({})).unwrap()["state"], "not_set_up");
    let joined = pc.ask("join_centre", &joining(PASSWORD)).unwrap();
    assert_eq!(joined["session"]["organization_name"], "Clinic ring");
    let stands = pc.until(|it| it["first_sync"].is_null() && it["cursor"] == it["head"]);
    assert_eq!((&stands["link"], &stands["signed_in"]["login"]), (&json!("online"), &json!("front_desk")));
    let found = pc.ask("find_patients", &json!({ "query": "ruiz" })).unwrap();
    assert_eq!((found["hits"].as_array().map(Vec::len), &found["has_more"]), (Some(8), &json!(true)));
    // The next start finds everything, and goes on.
    let pc = pc.restarted(&ring);
    pc.ask("sign_in", &json!({ "login": "front_desk", "password": PASSWORD })).unwrap();
    pc.until(|it| it["link"] == "online");
}

#[test]
fn who_has_a_second_factor_joins_with_it_and_who_has_none_sets_it_up_first() {
    let ring = with_second_factors();
    let centre = &ring.centre;
    let pc = Pc::new(&ring);
    pc.enrol(&ring, &centre.url).unwrap();
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "second_factor_missing");
    let phone = Phone::of(&ring, "front_desk");
    assert_eq!(pc.ask("join_centre", &joining(PASSWORD)).unwrap_err(), "second_factor_needed");
    // A code works once.
    centre.pass(30);
    let mut with_code = joining(PASSWORD);
    with_code["code"] = json!(phone.code(&ring));
    pc.ask("join_centre", &with_code).unwrap();
    pc.until(|it| it["link"] == "online" && it["first_sync"].is_null() && it["cursor"] == it["head"]);
}

#[test]
fn what_one_desk_books_the_other_shows() {
    let ring = ring();
    let (left, right) = (Pc::joined(&ring, &ring.centre.url), Pc::joined(&ring, &ring.centre.url));
    for patient in 0..5 {
        let visit = left.book(&ring, patient);
        right.wait(|| right.has(&visit).then_some(()));
    }
    let stands = left.until(|it| it["queued"] == 0);
    assert_eq!(stands["undecided"], 0);
    for pc in [&left, &right] {
        // The last change may be on its way still.
        pc.wait(|| pc.ask("verify_with_centre", &json!({})).ok().filter(|it| it["is_equal"] == true));
    }
    let lost = "UPDATE central.appointments SET version = version + 1";
    ring.wait_for(ring.centre.admin.batch_execute(lost)).unwrap();
    let compared = left.ask("verify_with_centre", &json!({})).unwrap();
    let drifted = compared["kinds"].as_array().unwrap().iter().filter(|it| it["is_equal"] == false);
    assert_eq!(drifted.map(|it| &it["kind"]).collect::<Vec<_>>(), ["appointment"]);
}

#[test]
fn while_the_centre_hangs_or_is_gone_the_desk_goes_on_and_sends_all_of_it_later() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    let timed = |patient| {
        #[allow(clippy::disallowed_methods)]
        let begun = Instant::now();
        pc.book(&ring, patient);
        begun.elapsed()
    };
    net.set(Net::Hanging);
    let hanging = [0, 1, 2].map(timed);
    assert!(
        hanging.iter().all(|it| *it < Duration::from_secs(2)),
        "nothing waits for the network: {hanging:?}"
    );
    net.set(Net::Cut);
    let stands = pc.until(|it| it["link"] == "offline");
    assert_eq!(stands["queued"], 3);
    timed(3);
    assert_eq!(ring.visits_at_the_centre().len(), 0);
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0 && it["cursor"] == it["head"]);
    assert_eq!(ring.visits_at_the_centre().len(), 4);
}

#[test]
fn a_session_that_is_over_loses_nothing_and_goes_on_after_a_sign_in() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let path = format!("/v1/people/{}/sessions", ring.clinic.person(Role::FrontDesk));
    let (status, _) = ring.wait_for(ring.centre.send("DELETE", &token, &path, &json!({})));
    assert_eq!(status, 204);
    pc.book(&ring, 0);
    let stands = pc.until(|it| it["link"] == "signed_out");
    assert_eq!((&stands["queued"], &stands["signed_in"]), (&json!(1), &Value::Null));
    let again = |password| pc.ask("sign_in_to_centre", &json!({ "password": password }));
    assert_eq!(again("another password").unwrap_err(), "centre_refused");
    again(PASSWORD).unwrap();
    pc.until(|it| it["link"] == "online" && it["queued"] == 0);
    assert_eq!(ring.visits_at_the_centre().len(), 1);
}

#[test]
fn a_desk_that_was_away_for_longer_than_its_lease_asks_for_a_sign_in_at_the_centre() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    pc.book(&ring, 0);
    let pc = pc.restarted(&ring);
    ring.centre.pass(2 * 24 * 3600);
    let own = json!({ "login": "front_desk", "password": PASSWORD });
    pc.ask("sign_in", &own).unwrap();
    pc.book(&ring, 1);
    let pc = pc.restarted(&ring);
    ring.centre.pass(24 * 3600);
    pc.ask("sign_in", &own).unwrap();
    assert_eq!(pc.ask("setup", &json!({})).unwrap_err(), "lease_over");
    assert_eq!(pc.sync()["queued"], 2, "and nothing of it is lost");
    net.set(Net::Open);
    pc.ask("sign_in_to_centre", &json!({ "password": PASSWORD })).unwrap();
    pc.ask("setup", &json!({})).unwrap();
    pc.until(|it| it["queued"] == 0);
    assert_eq!(ring.visits_at_the_centre().len(), 2);
}

#[test]
fn a_revoked_desk_hands_over_what_it_had_and_destroys_its_keys() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    pc.book(&ring, 0);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let (_, devices) = ring.wait_for(ring.centre.get(&token, "/v1/devices"));
    let path = format!("/v1/devices/{}", devices[0]["id"].as_str().unwrap());
    let (status, _) = ring.wait_for(ring.centre.send("DELETE", &token, &path, &json!({})));
    assert_eq!(status, 204);
    net.set(Net::Open);
    pc.ask("sync_now", &json!({})).unwrap();
    pc.wait(|| {
        pc.desk.tick();
        let status = pc.ask("status", &json!({})).unwrap();
        (status["state"] == "not_set_up").then_some(())
    });
    let (_, kept) = ring.wait_for(ring.centre.get(&token, "/v1/salvaged-operations"));
    assert_eq!(kept["items"].as_array().map_or(0, Vec::len), 1, "{kept}");
    let slots = pc.folder.path().join("home/slots.a");
    assert!(!slots.exists());
}

#[test]
fn every_row_can_be_fetched_again() {
    let ring = ring();
    let pc = Pc::joined(&ring, &ring.centre.url);
    let visit = pc.book(&ring, 0);
    pc.until(|it| it["queued"] == 0 && it["cursor"] == it["head"]);
    let net = Proxy::before(&ring.centre.url);
    let other = Pc::joined(&ring, &net.url);
    net.set(Net::Cut);
    let unsent = other.book(&ring, 1);
    net.set(Net::Open);
    other.ask("fetch_anew", &json!({})).unwrap();
    // It has not greeted yet while it knows of no head.
    other.until(|it| it["first_sync"].is_null() && it["queued"] == 0 && it["cursor"] == it["head"]);
    assert!(other.has(&visit) && other.has(&unsent));
}

//! A PC with the front desk on it, asked by its commands, and who works at it: people who were invited, with their phones.

use crate::desk::Ring;
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
        Pc::listening(ring).joins(ring, url)
    }

    pub fn listening(ring: &Ring) -> Pc {
        let place = Place { listens: ([127, 0, 0, 1], 0).into(), is_announced: false };
        Pc::in_folder(ring, tempfile::tempdir().unwrap(), Some(place))
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

    /// A file is chosen.
    pub fn stages(&self, file: &std::path::Path) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let file = Payload::File { name, bytes: std::fs::read(file).unwrap() };
        desk_api::call(&self.desk, "stage_file", file, None, &|_| {}).unwrap();
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

pub fn joining(password: &str) -> Value {
    json!({ "login": "front_desk", "password": password, "key_store": "passphrase_only" })
}

pub fn code(ring: &Ring) -> String {
    let (centre, clinic) = (&ring.centre, &ring.clinic);
    let token = centre.token(clinic, Role::Administrator);
    let (status, made) = ring.wait_for(centre.post(
        &token,
        "/v1/device-codes",
        &json!({ "name": "Reception left", "location": clinic.location }).to_string(),
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
pub fn with_second_factors() -> Ring {
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

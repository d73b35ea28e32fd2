//! The real ring: the program itself on several PCs, the real service, a real PostgreSQL, a network that is cut and hangs, and
//! kills at any moment. Nothing that a desk said was saved is lost, nothing is there twice, and all come to know the same.
//!
//! `RING_SEEDS`, `RING_OPERATIONS` and `RING_FIRST` say how many rings of how many operations there are, and from which number;
//! `RING_SERVES` is another build of the program that people work at, for many rings the one that is shipped.

use crate::{
    desk::Ring,
    pc::{PASSWORD, code, ring},
    proxy::{Net, Proxy},
};
use reqwest::Client;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};
use tokio::{runtime::Runtime, time::timeout};

const PCS: u64 = 3;
/// What never comes within that time never comes.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn nothing_is_lost_and_nothing_is_there_twice_whatever_ends_when() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().map_or(usual, |it| it.parse().expect("a number"));
    let (seeds, operations) = (number("RING_SEEDS", 10), number("RING_OPERATIONS", 500));
    let first = number("RING_FIRST", 1);
    let mut sums = Ledger::default();
    for seed in first..first + seeds {
        let ledger = turn(seed, operations);
        println!("ring {seed}: {}", ledger.figures());
        sums.add(ledger);
    }
    println!("all: {}", sums.figures());
    if operations >= 100 {
        assert!(
            sums.kills > 0 && sums.cuts > 0 && sums.refused_later > 0,
            "nothing was tried: {}",
            sums.figures()
        );
    }
}

/// One ring from its first desk to the moment in which all know the same.
fn turn(seed: u64, operations: u64) -> Ledger {
    let ring = ring();
    let pcs: Vec<Pc> = (0..PCS).map(|at| Pc::joined(&ring, seed * PCS + at)).collect();
    let ring = &ring;
    let pcs = thread::scope(|scope| {
        let share = operations / PCS;
        let working = pcs.into_iter().map(|mut pc| {
            scope.spawn(move || {
                (0..share).for_each(|_| pc.act(ring));
                pc
            })
        });
        let working: Vec<_> = working.collect();
        working.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    settled(ring, pcs)
}

fn settled(ring: &Ring, mut pcs: Vec<Pc>) -> Ledger {
    for pc in &mut pcs {
        pc.net.set(Net::Open);
        pc.ask("sync_now", &json!({})).unwrap();
    }
    // What the last of them sends, the first has to hear.
    for _ in 0..2 {
        for pc in &pcs {
            pc.until(|it| it["link"] == "online" && it["queued"] == 0 && it["cursor"] == it["head"]);
        }
    }
    for pc in &pcs {
        pc.until_equal();
    }
    let mut sums = Ledger::default();
    pcs.into_iter().for_each(|pc| sums.add(pc.end()));
    sums.hold_against(ring);
    sums
}

/// What desks said was saved, and what may have been when they were killed.
#[derive(Default)]
struct Ledger {
    /// Operations, by their ids.
    saved: Vec<String>,
    /// Visits that nobody has cancelled.
    visits: Vec<(String, u64)>,
    unknown: u64,
    kills: u64,
    cuts: u64,
    refused_at_once: u64,
    refused_later: u64,
}

impl Ledger {
    fn figures(&self) -> String {
        format!(
            "{} saved, {} refused at once, {} refused by the centre, {} kills, {} cuts",
            self.saved.len(),
            self.refused_at_once,
            self.refused_later,
            self.kills,
            self.cuts
        )
    }

    fn add(&mut self, other: Ledger) {
        self.saved.extend(other.saved);
        self.visits.extend(other.visits);
        self.unknown += other.unknown;
        self.kills += other.kills;
        self.cuts += other.cuts;
        self.refused_at_once += other.refused_at_once;
        self.refused_later += other.refused_later;
    }

    /// Every operation that was saved has one outcome at the centre, no desk's numbers have a gap, and there is no visit that
    /// nobody booked.
    fn hold_against(&mut self, ring: &Ring) {
        let ask = |sql: &str| ring.wait_for(ring.centre.admin.query(sql, &[])).unwrap();
        let known = ask("SELECT op_id::text FROM central.operations WHERE device_id IS NOT NULL");
        let known: BTreeSet<String> = known.iter().map(|it| it.get(0)).collect();
        let lost: Vec<&String> = self.saved.iter().filter(|it| !known.contains(*it)).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        assert!(known.len() as u64 <= self.saved.len() as u64 + self.unknown, "more than anybody did");
        let gaps = "SELECT count(*), max(device_seq) FROM central.operations WHERE device_id IS NOT NULL GROUP BY device_id";
        for row in ask(gaps) {
            assert_eq!(row.get::<_, i64>(0), row.get::<_, i64>(1), "a desk's operations have no gap");
        }
        let booked = "SELECT (SELECT count(*) FROM central.operations WHERE kind = 'book' AND status = 'applied'), \
                      (SELECT count(*) FROM central.appointments)";
        let booked = ask(booked);
        assert_eq!(
            booked[0].get::<_, i64>(0),
            booked[0].get::<_, i64>(1),
            "a visit for each booking, and no other"
        );
        let refused = ask("SELECT count(*) FROM central.operations WHERE status <> 'applied'");
        self.refused_later = u64::try_from(refused[0].get::<_, i64>(0)).unwrap();
    }
}

/// A PC with the program on it, and a person who works at it by the dice.
struct Pc {
    runtime: Runtime,
    http: Client,
    folder: tempfile::TempDir,
    net: Proxy,
    serving: Serving,
    dice: u64,
    ledger: Ledger,
}

struct Serving {
    child: Child,
    origin: String,
    token: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Pc {
    fn joined(ring: &Ring, dice: u64) -> Pc {
        let folder = tempfile::tempdir().unwrap();
        let net = Proxy::before(&ring.centre.url);
        fs::write(folder.path().join("password"), PASSWORD).unwrap();
        fs::write(folder.path().join("code"), code(ring)).unwrap();
        let mut join = program(folder.path(), None);
        join.args([
            "join",
            "--user",
            "front_desk",
            "--organization",
            "ring",
            "--no-keyring",
            "--address",
            &net.url,
        ]);
        join.arg("--code-file").arg(folder.path().join("code"));
        let joined = join.output().unwrap();
        assert!(joined.status.success(), "{}", String::from_utf8_lossy(&joined.stderr));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let serving = Serving::start(folder.path());
        let http = Client::new();
        let pc = Pc { runtime, http, folder, net, serving, dice, ledger: Ledger::default() };
        pc.sign_in();
        pc.until(|it| it["first_sync"].is_null() && it["cursor"] == it["head"]);
        pc
    }

    fn sign_in(&self) {
        self.ask("sign_in", &json!({ "login": "front_desk", "password": PASSWORD })).unwrap();
    }

    /// One thing that happens at this PC.
    fn act(&mut self, ring: &Ring) {
        match self.roll(100) {
            0..=59 => self.book(ring, false),
            60..=71 => self.cancel(),
            72..=79 => self.register(),
            80..=82 => self.cut(Net::Cut),
            83..=84 => self.cut(Net::Hanging),
            85..=98 => self.net.set(Net::Open),
            _ => self.book(ring, true),
        }
    }

    fn cut(&mut self, net: Net) {
        self.ledger.cuts += 1;
        self.net.set(net);
    }

    fn book(&mut self, ring: &Ring, is_killed: bool) {
        let patients = &ring.clinic.patients;
        let patient = patients[usize::try_from(self.roll(patients.len() as u64)).unwrap()];
        let wanted = json!({
            "location": ring.clinic.location, "appointment_type": ring.clinic.visit, "providers": [],
            "patient": patient, "limit": 30,
        });
        let offers = self.ask("find_offers", &wanted).unwrap();
        let offers = offers["offers"].as_array().unwrap();
        let Some(last) = offers.len().checked_sub(1) else { return };
        let offer = &offers[usize::try_from(self.roll(last as u64 + 1)).unwrap()];
        let request =
            json!({ "handle": offer["handle"], "patient": patient, "requested_by": { "who": "patient" } });
        if is_killed {
            return self.killed_while("book", &request);
        }
        let booked = self.saved("book", &request);
        if let Some(visit) = booked.as_ref().map(|it| &it["visit"]) {
            let id = visit["id"].as_str().unwrap().to_owned();
            self.ledger.visits.push((id, visit["version"].as_u64().unwrap()));
        }
    }

    fn cancel(&mut self) {
        let Some(last) = self.ledger.visits.len().checked_sub(1) else { return };
        let at = usize::try_from(self.roll(last as u64 + 1)).unwrap();
        let (visit, _) = self.ledger.visits.swap_remove(at);
        // It may be another by now, or nobody's any more.
        let Ok(now) = self.ask("appointment", &json!({ "appointment": visit })) else { return };
        let request = json!({
            "appointment": visit, "version": now["visit"]["version"], "reason": "patient_request",
            "requested_by": { "who": "patient" },
        });
        self.saved("cancel", &request);
    }

    fn register(&mut self) {
        let number = self.roll(1_000_000);
        let patient = json!({
            "family_name": format!("Family{number}"), "given_names": "Odile", "birth_date": "1975-04-12", "sex": "female",
            "contact_preference": "phone", "is_active": true,
        });
        self.saved("register_patient", &json!({ "patient": patient, "accept_duplicates": true }));
    }

    /// What the desk says is saved stands in the ledger.
    fn saved(&mut self, command: &str, request: &Value) -> Option<Value> {
        let mut answer = self.ask(command, request).unwrap_or_else(|error| panic!("{command}: {error}"));
        if answer["outcome"] != "done" {
            self.ledger.refused_at_once += 1;
            return None;
        }
        match answer["undo"].as_str() {
            Some(op) => self.ledger.saved.push(op.to_owned()),
            // A registration names none.
            None => self.ledger.unknown += 1,
        }
        Some(answer["result"].take())
    }

    /// The power goes at some moment of it.
    fn killed_while(&mut self, command: &str, request: &Value) {
        let moment = Duration::from_micros(self.roll(60_000));
        let answer = self.runtime.block_on(async {
            let asked = self.asking(command, request);
            timeout(moment, asked).await.ok()
        });
        self.serving.kill();
        self.ledger.kills += 1;
        match answer.and_then(Result::ok) {
            Some(answer) if answer["outcome"] == "done" => {
                self.ledger.saved.push(answer["undo"].as_str().unwrap().to_owned());
            }
            _ => self.ledger.unknown += 1,
        }
        self.serving = Serving::start(self.folder.path());
        self.sign_in();
    }

    fn ask(&self, command: &str, request: &Value) -> Result<Value, String> {
        self.runtime.block_on(self.asking(command, request))
    }

    async fn asking(&self, command: &str, request: &Value) -> Result<Value, String> {
        let Serving { origin, token, .. } = &self.serving;
        let call = self.http.post(format!("{origin}/call/{command}")).bearer_auth(token).json(request);
        let answer = call.send().await.map_err(|it| it.to_string())?;
        let is_done = answer.status().is_success();
        let answer: Value = answer.json().await.map_err(|it| it.to_string())?;
        if is_done { Ok(answer) } else { Err(answer.to_string()) }
    }

    fn sync(&self) -> Value {
        self.ask("sync_status", &json!({})).unwrap()["centre"].take()
    }

    fn until(&self, is_so: impl Fn(&Value) -> bool) {
        self.wait(|| if is_so(&self.sync()) { Ok(()) } else { Err(self.sync().to_string()) });
    }

    fn until_equal(&self) {
        self.wait(|| {
            let compared = self.ask("verify_with_centre", &json!({}))?;
            if compared["is_equal"] == true { Ok(()) } else { Err(compared.to_string()) }
        });
    }

    /// Looks again whenever the desk tells that something changed.
    fn wait(&self, found: impl Fn() -> Result<(), String>) {
        let Serving { origin, token, .. } = &self.serving;
        let events = self.http.get(format!("{origin}/events")).bearer_auth(token).send();
        let mut events = self.runtime.block_on(events).unwrap();
        #[allow(clippy::disallowed_methods)] // How long a test may take is the shell's time.
        let begun = std::time::Instant::now();
        while let Err(stands) = found() {
            assert!(begun.elapsed() < PATIENCE, "it never came: {stands}");
            let _ =
                self.runtime.block_on(async { timeout(Duration::from_millis(500), events.chunk()).await });
        }
    }

    /// The program stops, and the command line finds the desk as it was left.
    fn end(mut self) -> Ledger {
        self.serving.kill();
        let mut call = program(self.folder.path(), None);
        let called =
            call.args(["--user", "front_desk", "call", "sync_status"]).stdin(Stdio::null()).output().unwrap();
        let status: Value = serde_json::from_slice(&called.stdout).unwrap();
        assert_eq!(
            (&status["state"], &status["centre"]["queued"]),
            (&json!("joined"), &json!(0)),
            "{status}"
        );
        self.ledger
    }

    /// SplitMix64.
    fn roll(&mut self, sides: u64) -> u64 {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let it = (self.dice ^ (self.dice >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (it ^ (it >> 31)) % sides
    }
}

impl Serving {
    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn start(folder: &Path) -> Serving {
        let other = std::env::var_os("RING_SERVES").map(PathBuf::from);
        let mut child = program(folder, other).arg("serve").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let (origin, token) = said["url"].as_str().unwrap().split_once("/#token=").unwrap();
        Serving { child, origin: origin.to_owned(), token: token.to_owned() }
    }
}

/// The program on a PC whose clock shows the centre's time: the one beside the tests, or another.
fn program(folder: &Path, other: Option<PathBuf>) -> Command {
    let beside = || std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("desk-host");
    let mut command = Command::new(other.unwrap_or_else(beside));
    command.env("FRONT_DESK_HOME", folder.join("home")).env_remove("FRONT_DESK_LOG");
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").args(["--now", "2026-05-05T08:00"]);
    command.arg("--password-file").arg(folder.join("password"));
    command
}

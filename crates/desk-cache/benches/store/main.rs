//! The store at the size of a large clinic (200,000 patients, 1,000,000 appointments) against raw SQLCipher in the
//! same run. The built files are kept under `target/bench-data`, named after the tables that they were built with.

#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "../../tests/mirror/clinic.rs"]
#[allow(dead_code)]
mod clinic;
mod measure;
mod raw;

use clinic::{DAY, Dice, FIRST_DAY};
use clinic_domain::{
    appointment::Appointment,
    id::{DeviceId, OrganizationId, PersonId},
    operation::{Change, ImportCounts},
    time::{Instant, Period},
};
use desk_cache::{
    CacheError, Home, KdfCost, KeyStore, Store,
    cipher::{self, Key, Mode},
    migrate::{self, MIRROR},
    mirror::{Bulk, MIGRATIONS, Reader, bulk_load, fold},
    store::{Centre, Fetching, NewDesk},
};
use measure::{figure, in_turns, seconds};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
};
use uuid::Uuid;

const PATIENTS: u64 = 200_000;
const APPOINTMENTS: u64 = 1_000_000;
const PER_DAY: u64 = 900;
const PAST_DAYS: u64 = 1_050;
const CACHE_KIB: u32 = 65_536;

fn main() {
    let folder = bench_data();
    let (mirror, raw_file) = (folder.join("mirror.db"), folder.join("raw.db"));
    if !folder.join("complete").exists() {
        build(&folder, &mirror, &raw_file);
    }
    let ours = cipher::open(&mirror, &key(), Mode::Reader).expect("the mirror");
    let raw = raw::open(&raw_file, CACHE_KIB, false);
    let reader = Reader::new(&ours);
    let figures: [(&str, &dyn Fn()); 6] = [
        ("point_read", &|| point_read(&reader, &raw)),
        ("day_list", &|| day_list(&reader, &raw)),
        ("search", &|| search(&ours, &raw)),
        ("open", &|| opening(&mirror, &raw_file)),
        ("load", &loading),
        ("first_sync", &first_sync),
    ];
    // One word on the command line picks the figures whose name has it.
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    figures.iter().filter(|(name, _)| name.contains(&wanted)).for_each(|(_, run)| run());
}

fn point_read(reader: &Reader<'_>, raw: &Connection) {
    let dice = &mut Dice(1);
    let ids: Vec<_> = (0..20_000).map(|_| clinic::patient_id(1 + dice.below(PATIENTS))).collect();
    let (ours, theirs) = in_turns(
        &ids,
        |id| assert!(black_box(reader.patient_line(*id).expect("read")).is_some()),
        |id| assert!(black_box(raw::patient(raw, id.as_bytes())).is_some()),
    );
    figure("store.point_read_median", ours.median_us(), "us", theirs.median_us(), "<= 1.3x");
    figure("store.point_read_p99", ours.p99_us(), "us", theirs.p99_us(), "");
    let (ours, theirs) = in_turns(
        &ids,
        |id| assert!(black_box(reader.patient(*id).expect("read")).is_some()),
        |id| assert!(black_box(raw::record(raw, id.as_bytes())).len() == 32),
    );
    figure("store.read_whole_record_median", ours.median_us(), "us", theirs.median_us(), "<= 1.3x");
    figure("store.read_whole_record_p99", ours.p99_us(), "us", theirs.p99_us(), "");
}

fn day_list(reader: &Reader<'_>, raw: &Connection) {
    let dice = &mut Dice(2);
    let days: Vec<_> = (0..800)
        .map(|_| (clinic::location_id(1 + dice.below(3)), dice.below(APPOINTMENTS / PER_DAY) as i64))
        .collect();
    let start = |day: i64| FIRST_DAY + day * DAY;
    let mut rows = 0;
    let (ours, theirs) = in_turns(
        &days,
        |(location, day)| {
            let period = Period::of_minutes(Instant(start(*day)), 1440).expect("a day");
            rows = black_box(reader.day(*location, period).expect("read")).len();
        },
        |(location, day)| {
            let found = black_box(raw::day(raw, location.as_bytes(), start(*day), start(*day) + DAY));
            assert!(found.len() > 250);
        },
    );
    assert!(rows > 250);
    figure("store.day_list_with_names_median", ours.median_us(), "us", theirs.median_us(), "<= 1.3x");
    figure("store.day_list_with_names_p99", ours.p99_us(), "us", theirs.p99_us(), "");
}

/// A look-up runs on one snapshot, as the store runs every question.
fn search(ours: &Connection, raw: &Connection) {
    let typed = key_strokes();
    let find = |text: &str| {
        let _snapshot = ours.unchecked_transaction().expect("a snapshot");
        drop(black_box(Reader::new(ours).search_patients(text, 8).expect("found")));
    };
    let (ours, theirs) =
        in_turns(&typed, |it| find(&it.text), |it| drop(black_box(raw::by_name(raw, &it.family))));
    figure("store.search_key_stroke_median", ours.median_us(), "us", theirs.median_us(), "<= 3x");
    figure("store.search_key_stroke_p99", ours.p99_us() / 1000.0, "ms", theirs.p99_us() / 1000.0, "<= 5 ms");

    let cost = |it: &&KeyStroke| measure::least_us(5, || find(&it.text));
    let slowest = typed.iter().map(|it| (cost(&it), it)).max_by(|a, b| a.0.total_cmp(&b.0)).expect("some");
    let family = measure::least_us(5, || drop(black_box(raw::by_name(raw, &slowest.1.family))));
    figure("store.search_slowest_key_stroke", slowest.0 / 1000.0, "ms", family / 1000.0, "<= 5 ms");
    eprintln!("the slowest key stroke: {:?}", slowest.1.text);
}

/// What stands in the box, and the start of a family name that the raw look-up can find as many rows by.
struct KeyStroke {
    text: String,
    family: String,
}

/// Names as they are typed, letter by letter from the second on, in both orders; and every pair of letters and every
/// two initials, which are the longest ranges there are.
fn key_strokes() -> Vec<KeyStroke> {
    let dice = &mut Dice(3);
    let mut typed = Vec::new();
    for _ in 0..600 {
        let patient = clinic::patient(1 + dice.below(PATIENTS));
        let (family, given) = (fold(patient.family_name.expose()), fold(patient.given_names.expose()));
        let text = if dice.one_in(3) { format!("{given} {family}") } else { format!("{family} {given}") };
        for end in text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(14) {
            let start =
                family.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|at| *at <= end).last();
            let family = family[..start.unwrap_or(1)].to_owned();
            typed.push(KeyStroke { text: text[..end].to_owned(), family });
        }
    }
    let letters = || (b'a'..=b'z').map(char::from);
    for (a, b) in letters().flat_map(|a| letters().map(move |b| (a, b))) {
        typed.push(KeyStroke { text: format!("{a}{b}"), family: format!("{a}{b}") });
        typed.push(KeyStroke { text: format!("{a} {b}"), family: a.to_string() });
    }
    for at in (1..typed.len()).rev() {
        typed.swap(at, dice.below(at as u64 + 1) as usize);
    }
    typed
}

fn opening(mirror: &Path, raw_file: &Path) {
    let id = clinic::patient_id(4711);
    let (ours, theirs) = in_turns(
        &[(); 200],
        |()| {
            let conn = cipher::open(mirror, &key(), Mode::Reader).expect("opened");
            assert!(Reader::new(&conn).patient(id).expect("read").is_some());
        },
        |()| assert!(raw::patient(&raw::open(raw_file, CACHE_KIB, false), id.as_bytes()).is_some()),
    );
    figure(
        "store.open_to_first_row_median",
        ours.median_us() / 1000.0,
        "ms",
        theirs.median_us() / 1000.0,
        "<= 5 ms",
    );
    figure("store.open_to_first_row_p99", ours.p99_us() / 1000.0, "ms", theirs.p99_us() / 1000.0, "<= 5 ms");
}

/// A tenth of the clinic, every time anew.
fn loading() {
    let folder = tempfile::tempdir().expect("a folder");
    let (patients, appointments) = (PATIENTS / 10, APPOINTMENTS / 10);
    let ours = seconds(|| load(&folder.path().join("mirror.db"), patients, appointments));
    let theirs = seconds(|| load_raw(&folder.path().join("raw.db"), patients, appointments));
    let per_second = |seconds: f64| (patients + appointments) as f64 / seconds;
    let goal = ">= 20000 resources/s";
    figure("store.bulk_load", per_second(ours), "resources/s", per_second(theirs), goal);
}

/// The same rows as a centre sends them, chunk by chunk, each with where it goes on: what a first sync costs a desk beside the
/// way and the reading. The desk is used meanwhile, so it has its indexes all the time.
fn first_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let (patients, appointments) = (PATIENTS / 10, APPOINTMENTS / 10);
    let records = (1..=patients).map(|it| Change::Patient(Box::new(clinic::patient(it))));
    let visits = (0..appointments).map(|it| Change::Appointment(Box::new(visit(it, patients))));
    let rows: Vec<Change> = records.chain(visits).collect();
    let store = joined(&folder.path().join("home"));
    let begin = Fetching { epoch: EPOCH, head: 1, kind: "patient".to_owned(), after: None };
    store.fetch_anew(&[], &begin).expect("a first sync");
    let mut chunks = rows.chunks(5_000).peekable();
    let ours = seconds(|| {
        while let Some(chunk) = chunks.next() {
            store.fetched(chunk, chunks.peek().map(|_| &begin)).expect("applied");
        }
    });
    let theirs = seconds(|| load_raw(&folder.path().join("raw.db"), patients, appointments));
    let per_second = |seconds: f64| rows.len() as f64 / seconds;
    figure("store.first_sync", per_second(ours), "rows/s", per_second(theirs), ">= 83000 rows/s");
}

const EPOCH: Uuid = Uuid::from_u128(1);

fn joined(home: &Path) -> Store {
    let now = Instant(FIRST_DAY);
    let new = NewDesk {
        key_store: KeyStore::PassphraseOnly,
        device: DeviceId(Uuid::from_u128(1)),
        person: PersonId(Uuid::from_u128(2)),
        login: "ana",
        password: "seven wooden ducks",
        cost: KdfCost::calibrate().expect("a cost"),
        now,
    };
    let home = Home::claim(home).expect("a home");
    let store = Store::create(&home, &new, |_| Ok::<_, CacheError>(())).expect("a desk").store;
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization: OrganizationId(Uuid::from_u128(3)),
        slug: "elm-street".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    store.join(&centre, DeviceId(Uuid::from_u128(4)), None, now).expect("joined");
    store
}

fn build(folder: &Path, mirror: &Path, raw_file: &Path) {
    eprintln!("building {} patients and {} appointments in {}", PATIENTS, APPOINTMENTS, folder.display());
    let _absent_the_first_time = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder");
    let ours = seconds(|| load(mirror, PATIENTS, APPOINTMENTS));
    let theirs = seconds(|| load_raw(raw_file, PATIENTS, APPOINTMENTS));
    figure("store.load_large_clinic", ours, "s", theirs, "<= 120 s");
    fs::write(folder.join("complete"), "").expect("marked");
}

fn load(path: &Path, patients: u64, appointments: u64) {
    let mut conn = cipher::create(path, &key(), Mode::Mirror).expect("a mirror");
    migrate::migrate(&mut conn, &MIRROR).expect("its tables");
    bulk_load::<_, CacheError>(&mut conn, |bulk| load_rows(bulk, patients, appointments)).expect("loaded");
}

fn load_rows(bulk: &mut Bulk<'_>, patients: u64, appointments: u64) -> Result<(), CacheError> {
    let origin = clinic::op_id(1);
    bulk.setup(&[clinic::organization()])?;
    bulk.setup(&(1..=3).map(clinic::location).collect::<Vec<_>>())?;
    let mut chunk = Vec::new();
    for from in (1..=patients).step_by(5_000) {
        chunk.clear();
        chunk.extend((from..(from + 5_000).min(patients + 1)).map(clinic::patient));
        bulk.patients(origin, &chunk)?;
    }
    let mut chunk = Vec::new();
    for from in (0..appointments).step_by(5_000) {
        chunk.clear();
        chunk.extend((from..(from + 5_000).min(appointments)).map(|n| visit(n, patients)));
        bulk.appointments(&chunk)?;
    }
    let counts = ImportCounts {
        patients: patients as u32,
        caregivers: 0,
        appointments: appointments as u32,
        setup: 4,
    };
    bulk.batch(origin, "bench", &[0; 32], &counts)
}

fn load_raw(path: &Path, patients: u64, appointments: u64) {
    let mut conn = raw::open(path, CACHE_KIB, true);
    raw::load(&mut conn, patients, (0..appointments).map(|n| visit(n, patients)));
}

fn visit(n: u64, patients: u64) -> Appointment {
    clinic::appointment(n, PER_DAY, patients, PAST_DAYS)
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

/// Named after the tables and the generator, so that a change of either builds anew.
fn bench_data() -> PathBuf {
    let mut hash = Sha256::new();
    for text in
        MIGRATIONS.iter().chain(&[raw::SCHEMA, raw::INDEXES, include_str!("../../tests/mirror/clinic.rs")])
    {
        hash.update(text.as_bytes());
    }
    let digest: String = hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    target.join("bench-data").join(format!("store-{digest}"))
}

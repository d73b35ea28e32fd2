//! The facts of capacity beside the visits: always those that the visits themselves give.

use super::{
    Mirror,
    apply::operations,
    clinic::{self, DAY, Dice, FIRST_DAY, resource},
    provisional::Desk,
};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, HistoryEntry, HistoryEvent, Requester, Sequel},
    capacity::{GivenBack, Owners, Released, VisitFacts},
    id::Version,
    operation::Change,
    setup::Setup,
    time::{Instant, Period, monday_of},
};
use desk_cache::{
    cipher::{self, Key, Mode},
    migrate::{self, MIRROR},
    mirror::{Reader, fill_facts, pack_facts},
};
use proptest::prelude::*;
use std::{collections::BTreeMap, ops::RangeInclusive};

fn setup() -> Setup {
    Setup {
        organization: clinic::organization(),
        locations: vec![clinic::location(1)],
        resources: (1..8).map(|n| resource(n, 1)).collect(),
        types: Vec::new(),
        templates: Vec::new(),
        exceptions: Vec::new(),
    }
}

fn always() -> RangeInclusive<NaiveDate> {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    day(2030)..=day(2040)
}

type Facts = (Vec<VisitFacts>, Vec<Released>);

fn sorted((mut visits, mut released): Facts) -> Facts {
    visits.sort_by_key(|it| it.appointment);
    released.sort_by_key(|it| (it.appointment, it.at, it.during));
    (visits, released)
}

/// As the visits say, without any store.
fn expected<'a>(setup: &Setup, visits: impl Iterator<Item = &'a Appointment> + Clone) -> Facts {
    let owners = Owners::of(setup);
    let facts = visits.clone().map(|it| VisitFacts::of(setup, it));
    let released = visits.flat_map(GivenBack::all).filter_map(|it| it.released(&owners));
    sorted((facts.collect(), released.collect()))
}

/// With moves behind it, one of them undone, and the steps of a day.
fn with_past(mut it: Appointment, dice: &mut Dice) -> Appointment {
    let at = |minutes: i64| it.visit.start().plus_minutes(minutes);
    let entry = |minutes: i64, what, undone: bool| HistoryEntry {
        at: at(minutes),
        by: None,
        requested_by: if dice_is_even(it.id.as_bytes()) { Requester::Clinic } else { Requester::Patient },
        what,
        sequel: undone.then(|| Sequel::Undone { at: at(minutes), by: clinic::person_id(1) }),
        typed_at: None,
    };
    let from = |minutes: i64| Period::of_minutes(at(minutes), 30).unwrap();
    let moved = |minutes: i64| HistoryEvent::Moved {
        from: from(minutes),
        from_allocations: it.allocations.clone(),
        overbook_reason: None,
        waives: None,
    };
    let step = |to| HistoryEvent::Status { from: S::Booked, to, verified: Vec::new() };
    let mut history = vec![
        entry(-9_000, HistoryEvent::Booked { overbook_reason: None, waives: None, instead_of: None }, false),
        entry(-8_000, moved(-1_440), dice.one_in(2)),
        entry(-7_000, moved(-4_000), false),
        // Too late to be filled.
        entry(-10, moved(-60), false),
    ];
    let steps = [S::Arrived, S::Booked, S::Arrived, S::CheckedIn, S::Roomed, S::WithProvider, S::Fulfilled];
    let taken = usize::try_from(dice.below(8)).unwrap();
    history.extend(
        steps.into_iter().take(taken).zip(-5..).map(|(to, minute)| entry(minute * 3, step(to), false)),
    );
    it.history = history;
    it
}

fn dice_is_even(id: &[u8; 16]) -> bool {
    id[15].is_multiple_of(2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_facts_are_those_of_the_visits_that_stand(seed: u64) {
        let mut mirror = Mirror::empty();
        let mut standing = BTreeMap::<_, Appointment>::new();
        for changes in eventful(seed) {
            for change in &changes {
                if let Change::Appointment(it) = change
                    && standing.get(&it.id).is_none_or(|stood| stood.version < it.version)
                {
                    standing.insert(it.id, (**it).clone());
                }
            }
            mirror.apply_next(&changes);
        }
        let setup = setup();
        let read = mirror.reader().visit_facts(&setup, &always()).unwrap();
        prop_assert!(read.0.is_sorted_by_key(|it| it.day));
        prop_assert_eq!(sorted(read), expected(&setup, standing.values()));
    }

    #[test]
    fn a_week_in_one_piece_says_what_its_rows_say_whatever_is_written_afterwards(seed: u64) {
        let mut mirror = Mirror::empty();
        for (n, changes) in eventful(seed).into_iter().enumerate() {
            mirror.apply_next(&changes);
            if n % 3 == 0 {
                let before = sorted(mirror.reader().visit_facts(&setup(), &always()).unwrap());
                while pack_facts(&mut mirror.conn, &always()).unwrap() {}
                prop_assert_eq!(sorted(mirror.reader().visit_facts(&setup(), &always()).unwrap()), before);
            }
        }
        let read = |mirror: &Mirror| mirror.reader().visit_facts(&setup(), &always()).unwrap();
        let (with_pieces, pieces) = (read(&mirror), count(&mirror, "packed_week"));
        mirror.conn.execute("DELETE FROM packed_week", []).unwrap();
        prop_assert_eq!(read(&mirror), with_pieces);
        prop_assert!(pieces > 500, "the weeks of ten years: {pieces}");
    }

    #[test]
    fn whose_patients_there_are_is_the_same_in_one_piece_whatever_is_written_afterwards(seed: u64) {
        let mut mirror = Mirror::empty();
        let read = |mirror: &Mirror| {
            let (patients, mut own) = mirror.reader().own_providers().unwrap();
            own.sort_unstable();
            (patients, own)
        };
        for (n, changes) in eventful(seed).into_iter().enumerate() {
            mirror.apply_next(&changes);
            if n % 3 == 0 {
                while pack_facts(&mut mirror.conn, &always()).unwrap() {}
            }
            let with_piece = read(&mirror);
            mirror.conn.execute_batch("SAVEPOINT rows; DELETE FROM packed_own_providers").unwrap();
            prop_assert_eq!(read(&mirror), with_piece);
            mirror.conn.execute_batch("ROLLBACK TO rows; RELEASE rows").unwrap();
        }
        prop_assert!(!read(&mirror).1.is_empty());
        while pack_facts(&mut mirror.conn, &always()).unwrap() {}
        mirror.conn.execute("UPDATE packed_own_providers SET patients = x'00'", []).unwrap();
        let broken = mirror.reader().own_providers().unwrap_err().to_string();
        prop_assert!(broken.contains("packed_own_providers"), "it is read from there: {}", broken);
    }

    #[test]
    fn a_count_says_the_same_for_ever_whatever_is_taken_back(seed: u64) {
        let dice = &mut Dice(seed ^ 0xC0);
        let mut desk = Desk::new();
        let (mut weeks, mut owners) = (BTreeMap::new(), BTreeMap::new());
        for (n, changes) in eventful(seed).into_iter().enumerate() {
            if n % 40 == 39 {
                desk.begin_anew(&changes);
            } else {
                desk.live(dice, changes);
            }
            for (monday, (writes, facts)) in by_week(&desk.mirror) {
                let said = weeks.entry((monday, writes)).or_insert_with(|| facts.clone());
                prop_assert_eq!(&facts, said, "{} at {}", monday, writes);
            }
            let reader = desk.mirror.reader();
            let own = reader.own_providers().unwrap();
            let said = owners.entry(reader.patient_revision().unwrap()).or_insert_with(|| own.clone());
            prop_assert_eq!(&own, said);
        }
    }

    #[test]
    fn a_week_that_was_not_counted_up_says_what_it_said(seed: u64) {
        let mut mirror = Mirror::empty();
        let mut known = by_week(&mirror);
        for changes in eventful(seed) {
            mirror.apply_next(&changes);
            let now = by_week(&mirror);
            for (monday, (writes, facts)) in &now {
                let (writes_before, facts_before) = &known[monday];
                prop_assert!(writes >= writes_before);
                prop_assert!(writes > writes_before || facts == facts_before, "{monday}");
            }
            known = now;
        }
        prop_assert!(known.values().any(|(writes, _)| *writes > 1));
    }
}

fn count(mirror: &Mirror, table: &str) -> u32 {
    mirror.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

/// Operations whose visits have a past.
fn eventful(seed: u64) -> Vec<Vec<Change>> {
    let dice = &mut Dice(seed ^ 0xFAC7);
    let mut with_past_of = |it| match it {
        Change::Appointment(it) => Change::Appointment(Box::new(with_past(*it, dice))),
        other => other,
    };
    let all = operations(seed).0.into_iter();
    all.map(|changes| changes.into_iter().map(&mut with_past_of).collect()).collect()
}

/// How often each week was written, and its facts.
fn by_week(mirror: &Mirror) -> BTreeMap<NaiveDate, (u64, Facts)> {
    let reader = mirror.reader();
    let (visits, released) = sorted(reader.visit_facts(&setup(), &always()).unwrap());
    let mut weeks: BTreeMap<NaiveDate, (u64, Facts)> = reader
        .fact_weeks(&always())
        .unwrap()
        .into_iter()
        .map(|it| (it.monday, (it.writes, Facts::default())))
        .collect();
    visits.into_iter().for_each(|it| weeks.get_mut(&monday_of(it.day)).unwrap().1.0.push(it));
    released.into_iter().for_each(|it| weeks.get_mut(&monday_of(it.day)).unwrap().1.1.push(it));
    weeks
}

fn some_visits() -> Vec<Appointment> {
    let dice = &mut Dice(7);
    let start = |n: u64| Instant(FIRST_DAY + i64::try_from(n).unwrap() * DAY + 3_600);
    (1..=20).map(|n| with_past(clinic::visit(n, 1, 1, &[1, 3], start(n), 20, S::Booked), dice)).collect()
}

#[test]
fn a_period_has_its_own_days_alone_by_the_clock_on_the_wall() {
    let visits = some_visits();
    let changes = visits.iter().map(|it| Change::Appointment(Box::new(it.clone()))).collect();
    let mirror = Mirror::of(&[changes]);
    // One o'clock in the night at Greenwich is the evening before in New York.
    let day = NaiveDate::from_ymd_opt(2035, 1, 4).unwrap();
    let (found, released) = mirror.reader().visit_facts(&setup(), &(day..=day)).unwrap();
    assert_eq!(found.iter().map(|it| it.appointment).collect::<Vec<_>>(), [visits[3].id]);
    assert!(released.iter().all(|it| it.during.start().local_date(setup().locations[0].zone) == day));
    assert!(!released.is_empty());
}

#[test]
fn weeks_that_are_not_whole_in_the_days_are_read_by_rows() {
    let visits = some_visits();
    let changes = visits.iter().map(|it| Change::Appointment(Box::new(it.clone()))).collect();
    let mut mirror = Mirror::of(&[changes]);
    let day = |n| NaiveDate::from_ymd_opt(2035, 1, n).unwrap();
    let days: Vec<_> =
        (1..=14).flat_map(|first| (first..=21).map(move |last| day(first)..=day(last))).collect();
    let read = |mirror: &Mirror| -> Vec<Facts> {
        days.iter().map(|days| mirror.reader().visit_facts(&setup(), days).unwrap()).collect()
    };
    let rows = read(&mirror);
    assert!(rows.iter().any(|it| !it.1.is_empty()));
    // Whose patients there are and the week from Monday the 8th alone, and then all of them.
    assert!(pack_facts(&mut mirror.conn, &(day(7)..=day(20))).unwrap());
    assert!(pack_facts(&mut mirror.conn, &(day(7)..=day(20))).unwrap());
    assert!(!pack_facts(&mut mirror.conn, &(day(7)..=day(20))).unwrap(), "there is one week");
    assert_eq!(read(&mirror), rows);
    while pack_facts(&mut mirror.conn, &always()).unwrap() {}
    assert_eq!(read(&mirror), rows);
    mirror.conn.execute("UPDATE packed_week SET facts = x'0001'", []).unwrap();
    let broken = mirror.reader().visit_facts(&setup(), &(day(8)..=day(14)));
    assert!(broken.unwrap_err().to_string().contains("packed_week"));
}

#[test]
fn a_mirror_from_before_there_were_facts_gets_them_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mirror.db");
    let mut conn = cipher::create(&path, &Key::from_bytes([7; 32]), Mode::Mirror).unwrap();
    let visits = some_visits();
    // Facts are dropped as if nobody had ever written them, and the tables with them.
    migrate::migrate(&mut conn, &MIRROR).unwrap();
    let tx = conn.transaction().unwrap();
    let changes: Vec<Change> = visits.iter().map(|it| Change::Appointment(Box::new(it.clone()))).collect();
    desk_cache::mirror::apply(&tx, 1, &changes).unwrap();
    tx.commit().unwrap();
    conn.execute_batch(
        "DROP TABLE visit_fact; DROP TABLE released_fact; ALTER TABLE sync_state DROP COLUMN has_facts;
         DROP TABLE fact_week; DROP TABLE packed_week; DROP TABLE own_provider; DROP TABLE packed_own_providers;
         ALTER TABLE sync_state DROP COLUMN patient_revision; ALTER TABLE provisional DROP COLUMN held;
         PRAGMA user_version = 7",
    )
    .unwrap();
    assert_eq!(migrate::migrate(&mut conn, &MIRROR).unwrap(), MIRROR.known() - 7);
    let read =
        |conn: &rusqlite::Connection| sorted(Reader::new(conn).visit_facts(&setup(), &always()).unwrap());
    assert_eq!(read(&conn), (Vec::new(), Vec::new()));
    fill_facts(&mut conn).unwrap();
    assert_eq!(read(&conn), expected(&setup(), visits.iter()));

    // Once only: whoever writes from now on writes them.
    conn.execute("DELETE FROM visit_fact", []).unwrap();
    fill_facts(&mut conn).unwrap();
    assert_eq!(read(&conn).0, Vec::new());
    let mut changed = visits[0].clone();
    changed.version = Version(2);
    let tx = conn.transaction().unwrap();
    desk_cache::mirror::apply(&tx, 2, &[Change::Appointment(Box::new(changed.clone()))]).unwrap();
    tx.commit().unwrap();
    assert_eq!(read(&conn).0, expected(&setup(), std::iter::once(&changed)).0);
}
